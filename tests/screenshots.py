"""Pictures of every screen: python -m tests.screenshots FOLDER [words in the names wanted].

Light and dark at 1440x900, light at 1366x768, and 200 % text at 1366x768; on the example
workspace, on one that has just been created ("-empty"), on one that several share ("-shared"), and
after each fault of a store ("failure-"). In Swedish.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QWidget

from qualityvisit import example, words
from qualityvisit.errors import TornFile
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.ui import theme
from qualityvisit.ui.first_start import StartWindow
from qualityvisit.ui.search import Palette
from qualityvisit.ui.settings_screen import sections
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.store_password import StorePassword
from qualityvisit.workspace import Workspace
from tests import broken
from tests.box_scenes import box_scenes
from tests.compile_scenes import compile_scenes
from tests.document_scenes import document_scenes
from tests.guide_scenes import guide_scenes
from tests.pair import build
from tests.plan_scenes import plan_scenes
from tests.rings import Memory
from tests.shared_scenes import invitation, shared_scenes
from tests.showing import Show, at, settle
from tests.ui import world
from tests.unit_scenes import unit_scenes
from tests.word_scenes import word_scenes

LOOKS = {
    "light": ("light", 100, 1440, 900),
    "dark": ("dark", 100, 1440, 900),
    "small": ("light", 100, 1366, 768),
    "text200": ("light", 200, 1366, 768),
}
NOW = datetime(2026, 11, 24, 8, 41, tzinfo=UTC)


def scenes(ws: Workspace) -> dict[str, Show]:
    """Return what is to be pictured: a name, and what brings it about."""
    found: dict[str, Show] = {
        "overview": at("overview"),
        "visits": at("visits"),
        "guides": at("guides"),
        "follow-up": at("follow-up"),
        "search": _find("skol"),
        "search-none": _find("xyzzy"),
        "search-start": _find(""),
        **{f"settings-{name}": at("settings", section=name) for name, *_rest in sections()},
        "settings-server": _server,
        **plan_scenes(),
        **unit_scenes(ws),
        **word_scenes(ws),
        **guide_scenes(ws),
        **compile_scenes(ws),
        **(box_scenes() if ws.all(records.Visit) else {}),
        **document_scenes(ws),
    }
    visits = {
        v.status: v.id for v in ws.all(records.Visit) if ws.count(records.Session, parent=v.id)
    }
    noted = [v for v in ws.all(records.Visit) if ws.count(records.Note, parent=v.id)]
    open_ones = [
        (s.visit, s.id) for s in ws.all(records.Session)
        if s.type == records.INTERVIEW and not s.ended and s.visit in {v.id for v in noted}
    ]  # fmt: skip
    for state, visit in visits.items():
        found[f"visit-{state}"] = at("visit", id=visit)
    if open_ones:
        found["interview"] = at("interview", id=open_ones[0][0], session=open_ones[0][1])
    for ended in [s for s in ws.all(records.Session) if s.ended and s.group][:1]:
        found["interview-ended"] = at("interview", id=ended.visit, session=ended.id)
    for written in noted[-2:]:
        found[f"minutes-{written.status}"] = at("minutes", id=written.id)
    for meeting in ws.all(records.Meeting)[-1:]:
        found["meeting"] = at("meeting", id=meeting.id)
    return found


def _server(window: MainWindow) -> QWidget:
    window.go("settings", section="sharing")
    screen = window.current()
    assert screen is not None
    [password] = screen.findChildren(StorePassword)
    password._address.setText("postgresql://eva@databas.exempel.se/kvalitetsbesok")
    password.edit.setText("ett lösenord")
    return window


def _find(text: str) -> Show:
    def show(window: MainWindow) -> QWidget:
        window.go("overview")
        window.open_search()
        palette = window.findChildren(Palette)[-1]
        palette.edit.setText(text)
        palette.search()
        return palette

    return show


def starts(profile: Path) -> Iterator[tuple[str, StartWindow]]:
    """Give the windows that come before a workspace."""
    for name in ("choices", "create", "join", "restore", "unlock"):
        window = StartWindow(profile)
        getattr(window, f"show_{name}")()
        if name == "create":
            window._need_passphrase()
        if name == "join":
            window.findChildren(QPlainTextEdit)[-1].setPlainText(invitation())
        yield f"start-{name}", window
    trouble = TornFile("Arbetsytans fil är skadad.", "Den är orörd. Återställ en säkerhetskopia.")
    yield "start-trouble", StartWindow(profile, trouble)


class Camera:
    """Takes the pictures that are wanted."""

    def __init__(self, app: QApplication, folder: Path, wanted: list[str]) -> None:
        self._app, self._folder, self._wanted = app, folder, wanted

    def wants(self, file: str) -> bool:
        """Return whether a picture is asked for."""
        return not self._wanted or any(w in file for w in self._wanted)

    def take(self, shown: QWidget, file: str) -> None:
        """Take a picture."""
        settle(self._app)
        shown.grab().save(str(self._folder / file))

    def all_scenes(self, ws: Workspace, state: str, look: str) -> None:
        """Picture every scene of a workspace in a look."""
        colours, size, width, height = LOOKS[look]
        chosen = shared_scenes if state == "-shared" else scenes
        names = [n for n in chosen(ws) if self.wants(f"{n}{state}-{look}.png")]
        if not names:
            return
        window = MainWindow(ws.folder, Settings(theme=colours, text_size=size))
        window.hold(ws)
        window.resize(width, height)
        window.show()
        for name in names:
            shown = chosen(ws)[name](window)
            self.take(shown, f"{name}{state}-{look}.png")
            if shown is not window:
                shown.close()
        window.close()

    def all_starts(self, look: str) -> None:
        """Picture the windows before a workspace."""
        _colours, _size, width, height = LOOKS[look]
        with tempfile.TemporaryDirectory() as home:
            for name, window in starts(Path(home)):
                if self.wants(f"{name}-{look}.png"):
                    self._start(window, f"{name}-{look}.png", min(width, 1100), min(height, 768))

    def all_failures(self, look: str) -> None:
        """Picture what is seen of each fault of a store."""
        colours, size, width, height = LOOKS[look]
        rows = [r for r in broken.ROWS if self.wants(f"failure-{r.name}-{look}.png")]
        if not rows:
            return
        with tempfile.TemporaryDirectory() as home:
            template = Path(home, "mall")
            build(template)
            for row in rows:
                with broken.staged(template, Path(home, row.name), row) as ws:
                    window = broken.seen(ws, row, theme=colours, text_size=size)
                    window.resize(width, height)
                    self.take(window, f"failure-{row.name}-{look}.png")
                    window.close()

    def _start(self, window: QMainWindow, file: str, width: int, height: int) -> None:
        window.resize(width, height)
        window.show()
        self.take(window, file)
        window.close()


@contextmanager
def workspaces(home: Path) -> Iterator[dict[str, Workspace]]:
    """Give the example, told on a day of its own, and a workspace that has just been created."""
    told = json.loads((example.FOLDER / "committee.json").read_text("utf-8"))
    full = Workspace.create(
        home / "full", name=told["me"], committee=told["committee"], clock=world.Time(NOW)
    )
    example.fill(full)
    bare = world.empty(home / "bare", world.Time(NOW))
    with shared(home) as several:
        yield {"": full, "-empty": bare, "-shared": several}
    full.close()
    bare.close()


def _write_too_late(ws: Workspace, theirs: Workspace) -> None:
    """Let a member write in a visit whose team they have left."""
    visit = next(v for v in ws.all(records.Visit) if v.title == "Mellanängsskolan")
    ws.set_team(visit.id, [*visit.team, theirs.me.id])
    for _round in range(2):
        ws.sharing.share()
        theirs.sharing.share()
    ws.set_team(visit.id, visit.team)
    session = theirs.all(records.Session, parent=visit.id)[0]
    theirs.notes(visit.id).add_note(session.id, "pupils", text="Kön är lång.")
    theirs.sharing.share()
    ws.sharing.share()


@contextmanager
def shared(home: Path) -> Iterator[Workspace]:
    """Give a workspace that several share."""
    ws = world.filled(home / "shared", world.Time(NOW), str(home / "store"))
    for name, role in (("Per Provberg", records.MEMBER), ("Maj Mallgren", records.READER)):
        line = ws.sharing.invite(name, role)
        theirs = Workspace.join(home / name, line, clock=world.Time(NOW))
        ws.sharing.share()
        if role == records.MEMBER:
            _write_too_late(ws, theirs)
        theirs.close()
    ws.sharing.invite("Åsa Ängström", records.MEMBER)
    yield ws
    ws.close()


def main(folder: Path, wanted: list[str]) -> None:
    """Make the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    keyring.set_keyring(Memory())
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    if "Inter" in QFontDatabase.families():  # an offscreen platform has no font of its own
        app.setFont(QFont("Inter", 9))
    words.use("sv")
    camera = Camera(app, folder, wanted)
    with tempfile.TemporaryDirectory() as home, workspaces(Path(home)) as held:
        for look, (colours, size, _width, _height) in LOOKS.items():
            theme.use(app, colours, size)
            for state, ws in held.items():
                camera.all_scenes(ws, state, look)
            camera.all_starts(look)
            camera.all_failures(look)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
