"""The real window on the example, which goes where it is told on standard input.

A line is a JSON list: ["go", place, {arguments}], ["tab"], ["back tab"], ["type", text],
["ctrl", name of a key], ["quit"]; each is answered by a line when the window has done it.
"""

import json
import sys
import tempfile
from pathlib import Path

import keyring
from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qualityvisit import example, words
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.ui import spelling, theme
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.rings import Memory
from tests.ui import world
from tests.ui.keys import type_text


def main() -> None:
    """Show the window until told to quit."""
    keyring.set_keyring(Memory())
    app = QApplication(sys.argv[:1])
    app.setApplicationName("qualityvisit")
    words.use("sv")
    spelling.use(spelling.OFF)
    theme.use(app, "light", 100)
    with tempfile.TemporaryDirectory() as home:
        ws = Workspace.create(
            Path(home, "p"), name="Dag Demoson", committee="Nämnden", clock=world.Time()
        )
        example.fill(ws)
        window = MainWindow(ws.folder, Settings(spelling=spelling.OFF))
        window.hold(ws)
        window.resize(1440, 900)
        window.show()
        QTest.qWaitForWindowExposed(window)
        hears = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        hears.activated.connect(lambda *_heard: _hear(window))
        print(json.dumps(_places(ws)), flush=True)
        app.exec()
        window.close()
        ws.close()


def _places(ws: Workspace) -> dict[str, str]:
    """Return the ids that whoever drives the window needs."""
    visits = {v.id: v for v in ws.all(records.Visit) if v.guide and v.form == "GR"}
    session = min(
        (s for s in ws.all(records.Session)
         if s.group == records.PUPILS and not s.ended and s.visit in visits),
        key=lambda s: (visits[s.visit].title, s.sort),
    )  # fmt: skip
    with ws.register.change():
        guide = ws.get(records.Visit, session.visit).guide
        asked = [q for q in ws.all(records.Question, parent=guide) if q.group == records.PUPILS]
        ws.register.put(asked[0].id, scale=("Sällan", "Ibland", "Ofta"), required=records.ASK)
    ws.notes(session.visit).set_progress(session.id, asked[-1].id, "done")  # and nothing said
    ws.settle()
    return {"visit": session.visit, "session": session.id, "question": asked[0].id}


def _hear(window: MainWindow) -> None:
    what, *rest = json.loads(sys.stdin.readline() or '["quit"]')
    if what == "quit":
        QApplication.exit()
        return
    if what == "go":
        window.go(rest[0], **rest[1])
        window.activateWindow()
    elif what in ("tab", "back tab"):
        widget = QApplication.focusWidget() or window
        back = what == "back tab"
        shift = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(widget, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, shift)
    elif what == "type":
        type_text(QApplication.focusWidget() or window, rest[0])
    elif what == "ctrl":
        widget = QApplication.focusWidget() or window
        QTest.keyClick(widget, Qt.Key[f"Key_{rest[0]}"], Qt.KeyboardModifier.ControlModifier)
    for _turn in range(6):
        QApplication.processEvents()
    print("done", flush=True)


if __name__ == "__main__":
    main()
