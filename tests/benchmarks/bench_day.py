"""The day of the visit at its largest: a guide of 500 questions, 300 pictures in one visit."""

import tempfile
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QApplication

from qualityvisit import words
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.ui import theme
from qualityvisit.ui.interview import Interview
from qualityvisit.ui.pictures import prepared
from qualityvisit.ui.shell import MainWindow
from tests import core
from tests.benchmarks.figures import percentile, tell_time, timed
from tests.ui.keys import type_text

QUESTIONS, PICTURES, PRESSES = 500, 300, 400
KINDS = 6  # different pictures, each some 5 MB as a camera has it


def run() -> None:
    """Print what opening, typing and attaching take on the screen's thread."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    words.use("sv")
    theme.use(app, "light", 100)
    with tempfile.TemporaryDirectory() as folder:
        ws = core.founded(Path(folder) / "p")
        guide = ws.register.add_guide(
            "Stor", ("GR",), [(f"Tema {n}", "", "") for n in range(20)],
            [(n % 20, "pupils", f"Fråga {n}", f"Hur är det med {n}?", ("Och sedan?",))
             for n in range(QUESTIONS)],
        )  # fmt: skip
        unit = ws.all(records.Unit)[0].id
        visit = ws.plan_visit(unit, date="2028-03-21", guide=guide)
        session = core.session(ws, visit, "pupils").id
        window = MainWindow(ws.folder, Settings())
        window.hold(ws)
        window.resize(1366, 768)
        window.show()
        app.processEvents()
        first = timed(lambda: _open(window, visit, session))
        again = timed(lambda: _open(window, visit, session))
        tell_time(f"a guide of {QUESTIONS} questions opens, the first time", first, 500)
        tell_time("and again", again, 500)
        screen = window.current()
        assert isinstance(screen, Interview)
        _typing(screen, "a key press in it, p99")
        tell_time("done, and on to the next question", timed(lambda: _turn(screen)), 100)
        _pictures(window, screen, Path(folder))
        window.pulse.stop()
        window.close()
        ws.close()


def _open(window: MainWindow, visit: str, session: str) -> None:
    window.go("overview")
    window.go("interview", id=visit, session=session)
    QApplication.processEvents()


def _turn(screen: Interview) -> None:
    screen.done()
    QApplication.processEvents()


def _typing(screen: Interview, name: str) -> None:
    costs = []
    for number in range(PRESSES):
        editor = screen.page.sheet.writing_line() if number == 0 else QApplication.focusWidget()
        assert editor is not None
        editor.setFocus()
        costs.append(timed(lambda e=editor, n=number: type_text(e, "åbc de"[n % 6])))  # type: ignore[misc]
        if number % 10 == 0:
            QApplication.processEvents()
    tell_time(name, percentile(costs, 0.99), 4)


def _pictures(window: MainWindow, screen: Interview, folder: Path) -> None:
    """Attach pictures, type meanwhile, and look at them."""
    files = []
    for number in range(KINDS):
        files.append(folder / f"vägg {number}.jpg")
        Image.effect_noise((3600, 2400), 60 + number).convert("RGB").save(files[-1], quality=86)
    size = sum(f.stat().st_size for f in files) / KINDS
    ready = timed(lambda: prepared(files[0]))
    tell_time(f"a picture of {size / 1e6:.1f} MB is made ready, beside", ready, 2000)
    made = [prepared(file) for file in files]
    ws, place, keeps = window.ws, screen.course.place(), []
    for number in range(PICTURES):
        one = made[number % KINDS]
        keeps.append(timed(lambda one=one: ws.add_file(  # type: ignore[misc]
            place.visit, one.name, one.type, one.content, session=place.session,
            question=place.question,
        )))  # fmt: skip
        if number % 10 == 0:
            QApplication.processEvents()
    kept = sum(len(m.content) for m in made) / KINDS / 1e6
    tell_time(f"one is kept ({kept:.2f} MB), p95", percentile(keeps, 0.95), 100)
    shows = timed(lambda: _shown(screen))
    tell_time(f"{PICTURES} of them come into the strip", shows, 500)
    steps = [timed(screen.page.files.strip._show_next) for _n in range(12)]
    tell_time("one more picture in sight, the longest", max(steps), 50)
    _typing(screen, "a key press beside them, p99")
    tell_time("the interview opens with them", timed(lambda: _open(
        window, place.visit, place.session)), 500)  # fmt: skip
    _shared(window)


def _shown(screen: Interview) -> None:
    screen.page.files.refresh()


def _shared(window: MainWindow) -> None:
    """Print what a round with all of them takes of the screen's thread."""
    with tempfile.TemporaryDirectory() as store:
        core.move(window.ws, store)
        sharing = window.ws.sharing
        made = []
        froze = timed(lambda: made.append(sharing.start_round()))
        tell_time("a round freezes as many as it takes", froze, 250)
        made[0].carry()
        for _slice in sharing.finish(made[0]):
            pass
        sharing.share()
        assert not window.ws.status().waiting
