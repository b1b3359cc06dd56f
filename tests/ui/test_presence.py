"""Colleagues see each other on a visit, through a database, and each other's carets in a note."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qualityvisit.errors import StoreUnreachable
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.sync import credentials
from qualityvisit.sync.presence import Live
from qualityvisit.ui.here import HereNow
from qualityvisit.ui.interview import Interview
from qualityvisit.ui.note_block import NoteBlock
from qualityvisit.ui.presence import Presence
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair
from tests.servers.places import DatabasePlace
from tests.servers.postgres import Postgres

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@dataclass
class Desk:
    """Somebody at their window."""

    ws: Workspace
    window: MainWindow

    def here(self) -> str:
        """Return what is said of who is here, where the window says it."""
        screen = self.window.current()
        assert screen is not None
        [shown] = screen.findChildren(HereNow)
        return shown.accessibleName() if shown.isVisible() else ""

    def blocks(self) -> list[NoteBlock]:
        screen = self.window.current()
        assert isinstance(screen, Interview)
        return [b for b in screen.page.sheet._column.blocks if b.note is not None]


@dataclass
class Both:
    eva: Desk
    per: Desk
    visit: str

    def interview(self, who: Desk, qtbot: QtBot) -> Interview:
        session = core.session(who.ws, self.visit, "pupils").id
        question = who.ws.all(records.Question)[1].id
        who.window.go("interview", id=self.visit, session=session, question=question)
        who.window.activateWindow()
        qtbot.waitUntil(who.window.isActiveWindow)
        found = who.window.current()
        assert isinstance(found, Interview)
        return found


def at_window(ws: Workspace, qtbot: QtBot) -> Desk:
    window = MainWindow(ws.folder, Settings())
    window.hold(ws)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    return Desk(ws, window)


@pytest.fixture
def both(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[Both]:
    place = DatabasePlace(postgres)
    monkeypatch.setenv(credentials.VARIABLE, place.secret("eva"))
    eva = core.founded(tmp_path / "eva", place.address("eva", place.port))
    per = core.joined(eva, tmp_path / "per", "Per Ek", store=place.address("person1", place.port))
    eva.sharing.share()
    visit = core.planned(eva, eva.me.id, per.me.id)
    session = core.session(eva, visit, "pupils").id
    question = eva.all(records.Question)[1]
    eva.notes(visit).add_note(session, "pupils", question=question.id, text="Ett först.")
    for _round in range(2):
        eva.sharing.share()
        per.sharing.share()
    made = Both(at_window(eva, qtbot), at_window(per, qtbot), visit)
    for desk in (made.eva, made.per):
        qtbot.waitUntil(lambda desk=desk: desk.window.pulse._watch.live)  # type: ignore[misc]
    yield made
    for desk in (made.eva, made.per):
        desk.window.close()
        desk.ws.close()


def test_colleagues_on_one_visit_see_each_other(both: Both, qtbot: QtBot) -> None:
    eva, per = both.eva, both.per
    eva.window.go("visit", id=both.visit)
    assert eva.here() == ""
    per.window.go("visit", id=both.visit)
    qtbot.waitUntil(lambda: eva.here() == "Här nu: Per Ek")
    qtbot.waitUntil(lambda: per.here() == "Här nu: Eva Exempel")
    per.window.go("minutes", id=both.visit)  # of the same visit: nobody has gone
    assert per.here() == "Här nu: Eva Exempel"
    per.window.go("overview")
    qtbot.waitUntil(lambda: eva.here() == "")
    before = eva.ws.journal.entries()
    store = eva.ws.sharing._store
    assert store is not None
    files = store.list()
    per.window.go("visit", id=both.visit)
    qtbot.waitUntil(lambda: eva.here() == "Här nu: Per Ek")
    assert (eva.ws.journal.entries(), store.list()) == (before, files)  # nothing of it is kept


def test_a_caret_is_seen_where_the_colleague_writes(both: Both, qtbot: QtBot) -> None:
    eva, per = both.eva, both.per
    both.interview(eva, qtbot)
    sheet = both.interview(per, qtbot).page.sheet
    sheet.focus_end()
    QTest.keyClicks(sheet._draft.editor, "Per writes")
    qtbot.waitUntil(lambda: len(eva.blocks()) == 2)
    theirs = eva.blocks()[1]
    qtbot.waitUntil(lambda: theirs.carets is not None and theirs.carets.places() == {"PE": 10})
    assert theirs.editor.accessibleName().endswith("Per Ek skriver här")
    words = [b.words for b in eva.blocks()]
    QTest.keyClick(per.blocks()[0].editor, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: theirs.carets is not None and theirs.carets.places() == {"PE": 0})
    assert [b.words for b in eva.blocks()] == words
    per.window.go("overview")
    qtbot.waitUntil(lambda: theirs.carets is not None and theirs.carets.places() == {})
    assert "skriver här" not in theirs.editor.accessibleName()


def test_a_removed_colleague_is_seen_no_more(
    both: Both, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva, per = both.eva, both.per
    for desk in (eva, per):
        desk.window.go("visit", id=both.visit)
    qtbot.waitUntil(lambda: eva.here() == "Här nu: Per Ek")
    per.window.pulse._settle.stop()  # does not hear of it, and goes on
    company = per.ws.sharing.company(both.visit)
    assert company is not None
    eva.ws.sharing.remove(per.ws.me.id)
    eva.window.share_now()
    qtbot.waitUntil(lambda: not eva.window.pulse.busy and eva.ws.status().waiting == 0)
    eva.window.desk.presence.fade()
    assert eva.here() == ""
    store: object = eva.ws.sharing._store
    assert isinstance(store, Live)
    heard, signs = list[str](), store.signs

    def kept() -> tuple[str, ...]:
        heard.extend(found := signs())
        return found

    monkeypatch.setattr(store, "signs", kept)
    company.say(company.sign("n", 1))
    qtbot.waitUntil(lambda: bool(heard))
    assert eva.here() == ""


def test_whoever_gives_no_sign_fades(both: Both, qtbot: QtBot) -> None:
    eva, per = both.eva, both.per
    eva.window.go("visit", id=both.visit)
    per.window.go("visit", id=both.visit)
    qtbot.waitUntil(lambda: eva.here() == "Här nu: Per Ek")
    presence = eva.window.desk.presence
    now = presence._clock()
    presence._clock = lambda: now + 29
    presence.fade()
    assert eva.here() == "Här nu: Per Ek"
    presence._clock = lambda: now + 60
    presence.fade()
    assert eva.here() == ""


@dataclass
class Told:
    device: str
    note: str = ""
    caret: int = 0
    gone: bool = False


class Somewhere:
    """A visit's company without a store: keeps what is said, and gives what is to be heard."""

    devices = ("hennes",)

    def __init__(self) -> None:
        self.said: list[str] = []
        self.heard: list[tuple[str, Told]] = []
        self.go_on = threading.Event()
        self.go_on.set()
        self.broken = False

    def sign(self, note: str = "", caret: int = 0, *, gone: bool = False) -> str:
        return f"{note} {caret} {gone}"

    def say(self, sign: str) -> None:
        self.go_on.wait(20)
        self.said.append(sign)
        if self.broken:
            raise StoreUnreachable("Borta.")

    def hear(self) -> list[tuple[str, Told]]:
        found, self.heard = self.heard, []
        return found


@pytest.fixture
def alone(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Presence, Somewhere]]:
    there = Somewhere()
    monkeypatch.setattr(ws.sharing, "company", lambda _visit: there)
    made = Presence(ws)
    made.be("ett besök")
    made.listen(True)
    yield made, there
    made.stop()


def test_a_fast_typist_is_told_of_a_few_times(
    alone: tuple[Presence, Somewhere], qtbot: QtBot
) -> None:
    presence, there = alone
    there.go_on.clear()
    presence._send()  # the line is slow
    for caret in range(100):
        presence.write("n", caret)
    qtbot.waitUntil(lambda: presence._again)
    there.go_on.set()
    qtbot.waitUntil(lambda: there.said[-1:] == ["n 99 False"])
    assert len(there.said) == 2


def test_a_sign_that_does_not_get_through_is_no_trouble(
    alone: tuple[Presence, Somewhere], qtbot: QtBot
) -> None:
    presence, there = alone
    there.broken = True
    presence.write("n", 1)
    qtbot.waitUntil(lambda: there.said == ["n 1 False"] and not presence._sending)
    presence._beat.timeout.emit()
    qtbot.waitUntil(lambda: len(there.said) == 2)


def test_whoever_comes_is_answered_and_what_was_said_before_one_came_is_not_believed(
    alone: tuple[Presence, Somewhere], qtbot: QtBot
) -> None:
    presence, there = alone
    qtbot.waitUntil(lambda: len(there.said) == 1)
    there.heard = [("åsa", Told("hennes"))]
    presence.be("ett annat")
    presence.hear()
    assert presence.people() == []
    qtbot.waitUntil(lambda: there.said[1:] == [" 0 True", " 0 False"])
    there.heard = [("åsa", Told("hennes", "n", 3)), (presence._ws.me.id, Told("min andra"))]
    presence.hear()
    assert presence.people() == ["åsa"]
    assert [p.caret for p in presence.writers("n")] == [3]
    qtbot.waitUntil(lambda: len(there.said) == 4)
    there.heard = [("åsa", Told("hennes", gone=True))]
    presence.hear()
    assert presence.people() == []


def test_a_folder_says_nothing(pair: Pair, qtbot: QtBot) -> None:
    desk = at_window(pair.eva, qtbot)
    desk.window.go("visit", id=pair.visit)
    with qtbot.waitSignal(desk.window.pulse.listening) as told:
        desk.window.share_now()
    assert told.args == [False]
    assert desk.here() == ""
    assert pair.eva.sharing.company(pair.visit) is None
    desk.window.close()
