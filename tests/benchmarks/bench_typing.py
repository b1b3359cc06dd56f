"""A key press in a note of 5,000 characters: the editor's cost, and when it is durable.

And in a note of 800: with and without looking for what may point somebody out.
"""

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication
from sqlcipher3 import dbapi2

from qualityvisit import words
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.ui import theme
from qualityvisit.ui.note_sheet import NoteSheet
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests import core
from tests.benchmarks.figures import percentile, tell, tell_time, timed
from tests.ui.keys import type_text

LENGTH, PRESSES = 5000, 600


def run() -> None:
    """Print p99 of a key press and of a bare commit."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    words.use("sv")
    theme.use(app, "light", 100)
    with tempfile.TemporaryDirectory() as folder:
        ws = core.founded(Path(folder) / "p")
        visit = core.planned(ws)
        question = ws.all(records.Question)[1]
        notes, session = ws.notes(visit), core.session(ws, visit, "pupils").id
        note = notes.add_note(
            session, "pupils", theme=question.theme, question=question.id,
            text=("ängslig å trött 😀 " * LENGTH)[:LENGTH],
        )  # fmt: skip
        window = MainWindow(ws.folder, Settings())
        window.hold(ws)
        window.show()
        window.go("interview", id=visit, session=session, question=question.id)
        app.processEvents()
        sheet = window.current().page.sheet  # type: ignore[union-attr]
        block = next(b for b in sheet._written() if b.note_id == note)
        block.editor.setFocus()
        costs, durable = [], []
        for number in range(PRESSES):
            letter = "åbc de"[number % 6]
            costs.append(timed(lambda c=letter: type_text(block.editor, c)))  # type: ignore[misc]
            assert ws.status().unsaved == 0  # durable when the key press returns
            durable.append(costs[-1])
            if number % 10 == 0:
                app.processEvents()  # what follows a key press: painting, the index
        bare = _bare(Path(folder))
        tell_time("a key press on the screen's thread, p99", percentile(costs, 0.99), 4)
        tell_time("from key press to durable, p99", percentile(durable, 0.99), 150)
        tell("the same, against a bare commit, median", percentile(costs, 0.5), bare, 20)
        _pointing(window, ws, visit, sheet)
        window.pulse.stop()
        window.close()
        ws.close()


def _pointing(window: MainWindow, ws: Workspace, visit: str, sheet: NoteSheet) -> None:
    """Print what it costs to look through a note of 800 characters, counted to the key press."""
    place, said = (
        sheet._place,
        "Elsa i 3A säger att hon har dyslexi, ring 070-123 45 67. Kön är lång. ",
    )
    note = ws.notes(visit).add_note(
        place.session, place.group, theme=place.theme, question=place.question,
        text=(said * 12)[:800],
    )  # fmt: skip
    ws.settle()
    sheet.refresh()
    QApplication.processEvents()
    block = next(b for b in sheet._written() if b.note_id == note)
    block.editor.setFocus()
    presses, looks = [], []
    for number in range(PRESSES // 2):
        letter = "åbc de"[number % 6]
        presses.append(timed(lambda c=letter: type_text(block.editor, c)))  # type: ignore[misc]
        looks.append(timed(block.discreet.look_again))
        if number % 10 == 0:
            QApplication.processEvents()
    assert block.discreet.marked
    assert window.isVisible()
    tell_time("a key press in a note of 800 characters, p99", percentile(presses, 0.99), 5)
    tell("looking through it, against the key press, median", percentile(looks, 0.5),
         percentile(presses, 0.5), None)  # fmt: skip
    both = [press + look for press, look in zip(presses, looks, strict=True)]
    tell_time("both, if none waited for a pause, p50", percentile(both, 0.5), 5)


def _bare(folder: Path) -> float:
    connection = dbapi2.connect(str(folder / "bare.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'ab' * 32}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE entry (bytes BLOB)")
    insert = "INSERT INTO entry VALUES (?)"
    times = [timed(lambda: connection.execute(insert, (b"x" * 41,))) for _n in range(PRESSES)]
    connection.close()
    return percentile(times, 0.5)
