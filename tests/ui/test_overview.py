"""The overview: what is next, preparations that can be ticked, what comes after."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from qualityvisit.errors import NotAllowed
from qualityvisit.model import records
from qualityvisit.ui.kit import Button, Check, Elided, Paint, Pressable
from qualityvisit.ui.next_visit import NextVisit, Programme
from qualityvisit.ui.overview import Overview
from qualityvisit.ui.overview_cards import due_look
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.ui import world
from tests.ui.conftest import opened

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def overview(window: MainWindow) -> Overview:
    current = window.current()
    assert isinstance(current, Overview)
    return current


def words(overview: Overview) -> str:
    found = [w.whole() if isinstance(w, Elided) else w.text()
             for w in overview.findChildren(QLabel) if w.isVisible()]  # fmt: skip
    return " | ".join(filter(None, found))


def test_the_next_visit_is_told(overview: Overview) -> None:
    shown = words(overview)
    for part in ("Nästa besök", "Lindskolan", "torsdag 23 mars, 08.15–12.20", "4 av 6 klara",
                 "senast 17 mars", "9 av 24", "30 % av perioden har gått"):  # fmt: skip
        assert part in shown
    line = overview.findChildren(Programme)[0]
    assert line.accessibleName().startswith("Programmet: 08.15 Skolledning, 09.00 Rundvandring")


def test_one_of_mine_goes_before_one_of_others(
    overview: Overview, ws: Workspace, qtbot: QtBot
) -> None:
    visit = next(v for v in ws.all(records.Visit) if v.title == "Lindskolan")
    ws.set_team(visit.id, [p for p in visit.team if p != ws.me.id])
    qtbot.waitUntil(lambda: "Nästa besök | Backskolan 7–9" in words(overview))


def test_a_preparation_is_ticked(overview: Overview, ws: Workspace, qtbot: QtBot) -> None:
    box = next(c for c in overview.findChildren(Check) if c.text() == "Frågeguiden vald och läst")
    box.setFocus()
    box.click()
    qtbot.waitUntil(lambda: "5 av 6 klara" in words(overview))
    visit = next(v for v in ws.all(records.Visit) if v.title == "Lindskolan")
    done = {p.key: p.done for p in ws.all(records.Preparation, parent=visit.id)}
    assert done["guide"] == "2028-03-14"
    focused = overview.window().focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Frågeguiden vald och läst"


def test_a_tick_that_is_refused_goes_back(
    overview: Overview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_visit: str) -> None:
        raise NotAllowed("Det får du inte.", "Fråga en administratör.")

    monkeypatch.setattr(overview.ws, "visit", refuse)
    box = next(c for c in overview.findChildren(Check) if c.text() == "Frågeguiden vald och läst")
    box.click()
    assert not box.isChecked()
    assert overview.desk.notices.shown()[0].title == "Det får du inte."


def test_what_has_been_done_is_not_late(overview: Overview, ws: Workspace) -> None:
    action = ws.all(records.Action)[0]
    ws.visit(action.visit).set_action_state(action.id, "done")
    overview.read_again()
    rows = [p.accessibleName() for p in overview.findChildren(Pressable)]
    assert not any("sen" in row.split(", ")[2] for row in rows[:5])


def test_actions_come_the_most_urgent_first(overview: Overview) -> None:
    rows = [p.accessibleName() for p in overview.findChildren(Pressable)]
    assert rows[0] == "Gemensam rutin för vikarier, Stenstorps skola, 4 dagar sen, Pågår"
    assert rows[1].startswith("Rastvärdsschema för skolgårdens baksida")


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("", ("inget datum", "muted", "clock")),
        ("2028-03-13", ("1 dag sen", "follow_up", "circle-alert")),
        ("2028-03-14", ("i dag", "warn", "clock")),
        ("2028-03-21", ("21 mars", "warn", "clock")),
        ("2029-03-21", ("21 mars 2029", "muted", "clock")),
    ],
)
def test_last_days_are_told(due: str, said: tuple[str, str, str]) -> None:
    assert due_look(due, "2028-03-14") == said


def test_what_comes_after_is_listed(overview: Overview) -> None:
    rows = [p.accessibleName() for p in overview.findChildren(Pressable)][-3:]
    assert rows == [
        "Förskolan Norrsken, 19 april, Besök, 08.15",
        "Kvalitetsnämnden, 17 maj, Uppföljning av 3 besök, 18.30",
        "Backskolan 7–9, v. 39 2028, Besök",
    ]


def test_the_day_itself_says_today(overview: Overview, clock: world.Time) -> None:
    clock.turn(days=9)
    overview.make_stale()
    card = overview.findChildren(NextVisit)[0]
    assert "I dag" in [p.accessibleName() for p in card.findChildren(Paint)]


def test_without_a_visit_the_way_to_one_is_shown(qtbot: QtBot, new_ws: Workspace) -> None:
    window = opened(qtbot, new_ws)
    current = window.current()
    assert isinstance(current, Overview)
    assert "Inget besök är planerat" in words(current)
    first = next(b for b in current.findChildren(Button)
                 if b.accessibleName() == "Öppna: Lägg in enheterna")  # fmt: skip
    assert first.property("kind") == "primary"
    first.click()
    assert window.place() == "units"


def test_a_narrow_window_has_one_column(window: MainWindow, overview: Overview) -> None:
    window.resize(700, 900)
    overview.adapt(640, 800)
    assert overview._side.maximumWidth() > 10_000
    overview.adapt(1200, 800)
    assert overview._side.maximumWidth() == 372
