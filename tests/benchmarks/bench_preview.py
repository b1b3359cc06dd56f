"""Minutes of ten pages beside their pages: from a key press until its page stands in the window."""

import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from qualityvisit import words
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.ui import spelling, theme
from qualityvisit.ui.minutes import MinutesScreen
from qualityvisit.ui.shell import MainWindow
from tests import core
from tests.benchmarks.figures import percentile, tell_time, timed
from tests.ui.keys import type_text

NOTES, PRESSES = 36, 30
TEXT = "Eleverna beskriver en gemensam start på lektionerna som märks i alla ämnen. " * 8


def run() -> None:
    """Print how long until new pages are seen, and what a key press costs meanwhile."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    words.use("sv")
    theme.use(app, "light", 100)
    spelling.use(spelling.OFF)
    with tempfile.TemporaryDirectory() as folder:
        ws = core.founded(Path(folder) / "p")
        visit = core.planned(ws)
        notes, session = ws.notes(visit), core.session(ws, visit, "pupils").id
        with notes.change():
            for n in range(NOTES):
                notes.add_note(session, "pupils", text=f"Sak {n}. {TEXT}")
        ws.compile(visit)
        ws.settle()
        window = MainWindow(ws.folder, Settings(spelling=spelling.OFF))
        window.hold(ws)
        window.resize(1440, 900)
        window.show()
        window.go("minutes", id=visit)
        screen = window.current()
        assert isinstance(screen, MinutesScreen)
        first = timed(lambda: _first_pages(app, screen))
        passage = ws.all(records.Passage, parent=visit)[NOTES // 2]
        screen.show_passage(passage.id)
        block = screen.paper.column.current
        assert block is not None
        seen, costs = [], []
        assert screen.preview is not None
        loop = QEventLoop()  # which waits, and leaves the processor to the worker
        screen.preview.pages.shown.connect(loop.quit)
        for number in range(PRESSES):
            began = time.perf_counter()
            costs.append(timed(lambda c="åbc de"[number % 6]: type_text(block.editor, c)))  # type: ignore[misc]
            loop.exec()
            seen.append((time.perf_counter() - began) * 1000)
        pages = screen.preview.pages.pages
        window.close()
        ws.close()
    tell_time(f"the first pages of {pages}", first, 1000)
    tell_time(f"preview page visible after a key, {pages} pages, median",
              percentile(seen, 0.5), 300)  # fmt: skip
    tell_time("the same, p95", percentile(seen, 0.95), 400)
    tell_time("a key press meanwhile, on the screen's thread, p95", percentile(costs, 0.95), 16)


def _first_pages(app: QApplication, screen: MinutesScreen) -> None:
    screen.turn_pages()
    assert screen.preview is not None
    while not screen.preview.pages.is_drawn:
        app.processEvents()
