"""The visit plan: what the board says, planning by keyboard, moving and undoing."""

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qualityvisit.errors import NotAllowed
from qualityvisit.model import records
from qualityvisit.ui.kit import Button, Pressable
from qualityvisit.ui.plan import Plan
from qualityvisit.ui.plan_board import DONE, FOLLOW, NEXT, PLAN
from qualityvisit.ui.plan_dialog import NewTime, NewVisit, moved_week
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.ui import audit
from tests.ui.conftest import opened

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def plan(window: MainWindow) -> Plan:
    window.go("plan")
    current = window.current()
    assert isinstance(current, Plan)
    return current


def unit_of(ws: Workspace, name: str) -> records.Unit:
    return next(u for u in ws.all(records.Unit) if u.name == name)


def cell(plan: Plan, unit: str, half: str) -> QModelIndex:
    row = plan.model.place_of(unit_of(plan.ws, unit).id)
    column = [h.word for h in plan.model.halves].index(half) + 1
    return plan.model.index(row, column)


def said(index: QModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def went(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    gone: list[tuple[str, dict[str, str]]] = []

    def go(name: str, **arguments: str) -> None:
        gone.append((name, arguments))

    monkeypatch.setattr(plan.desk.way, "go", go)
    return gone


def test_the_board_says_what_stands_in_each_cell(plan: Plan) -> None:
    assert [h.word for h in plan.model.halves] == [
        f"{half} {year}" for year in (27, 28, 29, 30) for half in ("VT", "HT")
    ]
    assert said(cell(plan, "Lindskolan", "VT 28")) == (
        "Lindskolan, VT 28: nästa besök torsdag 23 mars 2028"
    )
    assert said(cell(plan, "Lindskolan", "HT 29")) == "Lindskolan, HT 29: inget planerat"
    assert said(cell(plan, "Backskolan 7–9", "HT 28")) == (
        "Backskolan 7–9, HT 28: planerat v. 39 2028"
    )
    assert "uppföljning onsdag 17 maj 2028" in said(cell(plan, "Mellanängsskolan", "VT 28"))
    heading = plan.model.index(0, 0)
    assert said(heading) == "Förskola, 4 av 11, 7 aldrig besökta"
    assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable
    assert plan.model.headerData(3, Qt.Orientation.Horizontal) == "VT 28"
    assert plan.model.headerData(0, Qt.Orientation.Vertical) == "Förskola"


def test_shapes_tell_what_colours_tell(plan: Plan) -> None:
    kinds = {
        unit: [m.kind for m in plan.marks(cell(plan, unit, half))]
        for unit, half in (("Exempelskolan", "VT 27"), ("Lindskolan", "VT 28"),
                           ("Borgskolan", "HT 28"), ("Mellanängsskolan", "VT 28"))
    }  # fmt: skip
    assert kinds == {
        "Exempelskolan": [DONE],
        "Lindskolan": [NEXT],
        "Borgskolan": [PLAN],
        "Mellanängsskolan": [DONE, FOLLOW],
    }


def test_enter_opens_a_visit(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = went(plan, monkeypatch)
    index = cell(plan, "Lindskolan", "VT 28")
    plan.board.setCurrentIndex(index)
    QTest.keyClick(plan.board, Qt.Key.Key_Return)
    visit = plan.marks(index)[0].visit
    assert gone == [("visit", {"id": visit})]


def test_enter_on_a_name_opens_the_unit_and_on_a_follow_up_the_meeting(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = went(plan, monkeypatch)
    index = cell(plan, "Hjälmaskolan", "VT 28")
    plan._did_open(index.siblingAtColumn(0))
    plan._did_open(index)
    assert [name for name, _arguments in gone] == ["units", "meeting"]


def test_arrows_go_between_the_cells(plan: Plan) -> None:
    start = cell(plan, "Lindskolan", "VT 28")
    plan.board.setCurrentIndex(start)
    QTest.keyClick(plan.board, Qt.Key.Key_Right)
    assert plan.board.currentIndex().column() == start.column() + 1
    QTest.keyClick(plan.board, Qt.Key.Key_Down)
    assert plan.board.currentIndex().row() == start.row() + 1


def dialog_of(plan: Plan, kind: type[Any]) -> Any:
    return plan.window().findChildren(kind)[-1]


def test_a_visit_is_planned_by_keyboard_in_an_empty_cell(plan: Plan, ws: Workspace) -> None:
    index = cell(plan, "Lindskolan", "HT 29")
    plan.board.setCurrentIndex(index)
    QTest.keyClick(plan.board, Qt.Key.Key_Return)
    dialog = dialog_of(plan, NewVisit)
    assert dialog._unit.currentText() == "Lindskolan"
    assert dialog._extra.isChecked()  # it has its deep dive in this term of office
    assert len(dialog.team.team()) == 5
    dialog._time.set_text("v. 11 2029")
    dialog.try_it()
    assert dialog.made == ""  # the half year differs from the cell's: said once
    dialog._time.set_text("v. 40 2029")
    dialog.try_it()
    made = ws.get(records.Visit, dialog.made)
    assert (made.week, made.extra, made.status) == ("2029-W40", True, "planned")
    assert plan.desk.notices.passing_words().startswith("Lindskolan är planerad: v. 40 2029.")
    plan.read_again()
    assert "planerat v. 40 2029" in said(cell(plan, "Lindskolan", "HT 29"))


def test_a_unit_without_a_time_gets_one(plan: Plan, ws: Workspace) -> None:
    waiting = [w for w in plan.findChildren(Pressable) if w.accessibleName().startswith("Tottebo")]
    assert waiting[0].accessibleName() == "Tottebo skola, inte besökt förut"
    waiting[0].click()
    dialog = dialog_of(plan, NewVisit)
    assert not dialog._extra.isChecked()
    dialog._time.set_text("4 maj 2028")
    dialog.try_it()
    assert ws.get(records.Visit, dialog.made).date == "2028-05-04"
    plan.read_again()
    names = [w.accessibleName() for w in plan.findChildren(Pressable) if w.isVisible()]
    assert not any(name.startswith("Tottebo") for name in names)


def test_the_form_says_what_is_wrong_beside_the_field(plan: Plan) -> None:
    plan.plan_visit()
    dialog = dialog_of(plan, NewVisit)
    dialog._time.set_text("någon gång")
    dialog.try_it()
    errors = [f.error() for f in dialog.form.findChildren(type(dialog.form.add("", dialog._extra)))]
    assert "Välj vilken enhet som ska besökas." in errors
    assert "Skriv ett datum som 23 mars 2028 eller en vecka som v. 41 2028." in errors
    assert dialog.made == ""


def test_the_team_follows_the_rules_and_tells_who_is_missing(plan: Plan, ws: Workspace) -> None:
    plan.plan_visit(unit_of(ws, "Förskolan Tuvan").id)
    dialog = dialog_of(plan, NewVisit)
    people = ws.names()
    assert {people[p].title for p in dialog.team.team()} == {
        "AU-ledamot", "avdelningschef", "administratör",
    }  # fmt: skip
    assert dialog.team._lacks.isHidden()
    head = next(p for p, tick in dialog.team.ticks.items() if "avdelningschef" in tick.text())
    dialog.team.ticks[head].setChecked(False)
    assert not dialog.team._lacks.isHidden()
    assert dialog.team.missing.text() == "Enligt reglerna för förskola saknas avdelningschef."


def test_a_refusal_stands_in_the_dialog(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_values: object) -> str:
        raise NotAllowed("Det får du inte.", "Fråga en administratör.")

    monkeypatch.setattr(plan.ws, "plan_visit", refuse)
    plan.plan_visit(unit_of(plan.ws, "Tottebo skola").id)
    dialog = dialog_of(plan, NewVisit)
    dialog.try_it()
    assert dialog.trouble() == "Det får du inte. Fråga en administratör."
    assert dialog.isVisible()
    dialog.reject()


def test_ctrl_and_an_arrow_moves_a_visit_and_it_can_be_undone(plan: Plan, ws: Workspace) -> None:
    index = cell(plan, "Lindskolan", "VT 28")
    visit = plan.marks(index)[0].visit
    plan.board.setCurrentIndex(index)
    QTest.keyClick(plan.board, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    moved = ws.get(records.Visit, visit)
    assert (moved.date, moved.week) == ("", "2028-W38")
    assert "planerat v. 38 2028" in said(cell(plan, "Lindskolan", "HT 28"))
    assert plan.board.currentIndex().column() == index.column() + 1
    undo = plan.desk.notices._toast
    assert undo is not None
    undo.findChildren(Button)[0].click()
    back = ws.get(records.Visit, visit)
    assert (back.date, back.week) == ("2028-03-23", "")


def test_what_has_been_made_stays(plan: Plan, ws: Workspace) -> None:
    index = cell(plan, "Exempelskolan", "VT 27")
    plan.mover.move(index, 1)
    assert plan.desk.notices.passing_words() == "Besöket är gjort: det ligger kvar."
    assert ws.get(records.Visit, plan.marks(index)[0].visit).date == "2027-04-20"
    plan.mover.move(cell(plan, "Lindskolan", "VT 30"), 1)  # nothing there


@pytest.mark.parametrize(
    ("date", "halves", "week"),
    [("2028-03-23", 1, "2028-W38"), ("2028-10-12", 1, "2029-W15"), ("2028-10-12", -1, "2028-W15"),
     ("2028-06-28", 1, "2028-W52")],
)  # fmt: skip
def test_half_a_year_on_lands_in_the_next_half_year(date: str, halves: int, week: str) -> None:
    assert moved_week(records.Visit("", date=date), halves) == week


def test_a_visit_gets_another_time(plan: Plan, ws: Workspace) -> None:
    visit = next(v for v in ws.all(records.Visit) if v.title == "Borgskolan")
    dialog = NewTime(plan.desk, plan, visit)
    dialog.open()
    dialog.time.set_text("12 oktober 2028")
    dialog.try_it()
    assert ws.get(records.Visit, visit.id).date == "2028-10-12"


def test_the_board_is_narrowed_to_a_school_form(plan: Plan) -> None:
    plan._form.setCurrentIndex(plan._form.findData("FS"))
    names = [plan.model.line(n).name for n in range(plan.model.rowCount())]
    assert names[0] == "Förskola"
    assert "Lindskolan" not in names


def test_a_narrow_window_pages_through_the_half_years(
    window: MainWindow, plan: Plan, qtbot: QtBot
) -> None:
    assert not plan._pages.isVisible()
    window.resize(520, 700)
    qtbot.waitUntil(lambda: plan.board.shown()[1] < 6)
    first, room, every = plan.board.shown()
    assert room < every
    assert plan._pages.isVisible()
    assert first == plan.model.now - 1
    plan._page(1)
    assert plan.board.shown()[0] > first
    plan.board.setCurrentIndex(cell(plan, "Lindskolan", "VT 27"))
    QTest.keyClick(plan.board, Qt.Key.Key_Home)
    plan.board.setCurrentIndex(cell(plan, "Lindskolan", "HT 27"))
    QTest.keyClick(plan.board, Qt.Key.Key_Left)
    assert plan.board.shown()[0] == 0


def test_no_units_no_board(qtbot: QtBot, new_ws: Workspace) -> None:
    window = opened(qtbot, new_ws)
    window.go("plan")
    current = window.current()
    assert isinstance(current, Plan)
    assert current._empty.isVisible()
    assert not current.board.isVisible()
    assert audit.nameless(window) == []


def test_the_dialog_has_names_and_is_gone_through_with_tab(plan: Plan) -> None:
    plan.plan_visit(unit_of(plan.ws, "Tottebo skola").id)
    dialog = dialog_of(plan, NewVisit)
    assert audit.nameless(dialog) == []
    assert audit.too_small(dialog) == []
    dialog.reject()


def test_the_next_term_of_office_can_be_looked_at(plan: Plan) -> None:
    assert [plan._term.itemText(n) for n in range(plan._term.count())] == ["2027–2030", "2031–2034"]
    plan._term.setCurrentIndex(1)
    assert plan.model.halves[0].word == "VT 31"
    assert plan.model.now == -1
    assert plan.header._about.whole() == "Mandatperioden 2031–2034"
    assert all(
        not line.marks for line in (plan.model.line(n) for n in range(plan.model.rowCount()))
    )


def test_a_visit_in_the_next_term_of_office_stands_there(plan: Plan, ws: Workspace) -> None:
    ws.plan_visit(unit_of(ws, "Lindskolan").id, date="2031-03-20", extra=False)
    plan.read_again()
    plan._term.setCurrentIndex(1)
    assert "planerat" in said(cell(plan, "Lindskolan", "VT 31"))
