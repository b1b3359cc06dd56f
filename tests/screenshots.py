"""Pictures of every screen: python -m tests.screenshots FOLDER [words in the names wanted].

Light and dark at 1440x900, light at 1366x768, and 200 % text at 1366x768, in Swedish.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from qualityvisit import words
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.ui import theme
from qualityvisit.ui.plan import Plan
from qualityvisit.ui.plan_dialog import NewVisit
from qualityvisit.ui.search import Palette
from qualityvisit.ui.settings_screen import sections
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.unit_dialogs import EditUnit, ImportUnits
from tests.ui import world
from tests.ui.conftest import Memory

LOOKS = {
    "light": ("light", 100, 1440, 900),
    "dark": ("dark", 100, 1440, 900),
    "small": ("light", 100, 1366, 768),
    "text200": ("light", 200, 1366, 768),
}


def settle(app: QApplication) -> None:
    """Let timers run out and everything be painted."""
    for _turn in range(12):
        app.processEvents()


def scenes() -> dict[str, Callable[[MainWindow], QWidget]]:
    """Return what is to be pictured: a name, and what brings it about."""

    def at(name: str, **arguments: str) -> Callable[[MainWindow], QWidget]:
        def show(window: MainWindow) -> QWidget:
            window.go(name, **arguments)
            return window

        return show

    def new_visit(window: MainWindow) -> QWidget:
        window.go("plan")
        screen = window.current()
        assert isinstance(screen, Plan)
        unit = next((u.id for u in window.ws.all(records.Unit) if u.form == "GR"), "")
        screen.plan_visit(unit)
        dialog = screen.findChildren(NewVisit) or window.findChildren(NewVisit)
        return dialog[-1]

    def units(window: MainWindow) -> QWidget:
        found = [u.id for u in window.ws.all(records.Unit) if u.form == "GR"]
        window.go("units", **({"id": found[3]} if found else {}))
        return window

    def unit_new(window: MainWindow) -> QWidget:
        units(window)
        dialog = EditUnit(window.desk, window, None)
        dialog.open()
        dialog.name.setText("Förskolan Vinden")
        dialog.code.setText("123")
        dialog.try_it()
        return dialog

    def imports(window: MainWindow) -> QWidget:
        units(window)
        dialog = ImportUnits(window.desk, window, str(Path(__file__).parent / "ui/units.csv"))
        dialog.open()
        window.desk.tasks.wait(3000)
        return dialog

    def find(words: str) -> Callable[[MainWindow], QWidget]:
        def show(window: MainWindow) -> QWidget:
            window.go("overview")
            window.open_search()
            palette = window.findChildren(Palette)[-1]
            palette.edit.setText(words)
            palette.search()
            return palette

        return show

    return {
        "search": find("skola"),
        "search-none": find("xyzzy"),
        "search-start": find(""),
        "overview": at("overview"),
        "plan": at("plan"),
        "units": units,
        "unit-new": unit_new,
        "guides": at("guides"),
        **{f"settings-{name}": at("settings", section=name) for name, *_rest in sections()},
        "import": imports,
        "new-visit": new_visit,
    }


def main(folder: Path, wanted: list[str]) -> None:
    """Make the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    keyring.set_keyring(Memory())
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    if "Inter" in QFontDatabase.families():  # an offscreen platform has no font of its own
        app.setFont(QFont("Inter", 9))
    words.use("sv")
    with tempfile.TemporaryDirectory() as home:
        full = world.filled(Path(home) / "full", world.Time())
        bare = world.empty(Path(home) / "bare", world.Time())
        for look, (colours, size, width, height) in LOOKS.items():
            settings = Settings(theme=colours, text_size=size)
            theme.use(app, colours, size)
            for state, ws in (("", full), ("-empty", bare)):
                window = MainWindow(ws, Path(home), settings)
                window.resize(width, height)
                window.show()
                for name, show in scenes().items():
                    file = f"{name}{state}-{look}.png"
                    if wanted and not any(w in file for w in wanted):
                        continue
                    shown = show(window)
                    settle(app)
                    shown.grab().save(str(folder / file))
                    if shown is not window:
                        shown.close()
                window.close()
        full.close()
        bare.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
