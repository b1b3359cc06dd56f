"""The visit plan worked by keyboard alone and by mouse: visits moved, proposals changed, taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from qualityvisit.model import records
from qualityvisit.ui.kit import Button, Pressable
from qualityvisit.ui.plan import Plan
from qualityvisit.ui.plan_board import CANCELLED, EXTRA, MOVED, PROPOSED
from qualityvisit.ui.plan_dialog import MoveDialog, NewVisit
from qualityvisit.ui.plan_draft import ProposedVisit
from qualityvisit.ui.plan_side import Waiting
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.ui import audit, world
from tests.ui.conftest import opened
from tests.ui.keys import CTRL, SHIFT, press, type_text
from tests.ui.test_plan import cell, dialog_of, said, unit_of

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture
def plan(window: MainWindow) -> Plan:
    window.go("plan")
    window.activateWindow()
    current = window.current()
    assert isinstance(current, Plan)
    return current


def visit_of(ws: Workspace, name: str) -> records.Visit:
    return next(v for v in ws.all(records.Visit) if v.title == name)


def focused(kind: type[Kind]) -> Kind:
    found = QApplication.focusWidget()
    assert isinstance(found, kind), found
    return found


def tab_to(name: str) -> QWidget:
    """Go on with Tab until something with this name has the focus."""
    for _step in range(80):
        here = QApplication.focusWidget()
        if here is not None and here.accessibleName().startswith(name):
            return here
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not come to {name}")


def banner(plan: Plan, words: str) -> Button:
    """Return the button of a notice."""
    found = [b for b in plan.window().findChildren(Button) if b.words == words and b.isVisible()]
    return found[-1]


def drafted(plan: Plan) -> bool:
    return plan.draft is not None


# --- keyboard alone


def test_a_visit_is_moved_by_a_week_past_those_that_are_closed(plan: Plan, ws: Workspace) -> None:
    index = cell(plan, "Backskolan 7–9", "HT 28")
    plan.board.setFocus()
    plan.board.setCurrentIndex(index)
    press(plan.board, Qt.Key.Key_Right, CTRL | SHIFT)
    assert visit_of(ws, "Backskolan 7–9").week == "2028-W40"
    for _step in range(4):
        press(plan.board, Qt.Key.Key_Right, CTRL | SHIFT)
    assert visit_of(ws, "Backskolan 7–9").week == "2028-W45"  # w. 44 is the autumn break
    press(plan.board, Qt.Key.Key_Left, CTRL | SHIFT)
    assert visit_of(ws, "Backskolan 7–9").week == "2028-W43"
    assert plan.board.currentIndex() == cell(plan, "Backskolan 7–9", "HT 28")


def test_half_a_year_on_it_lands_in_an_open_week(plan: Plan, ws: Workspace) -> None:
    ws.visit(visit_of(ws, "Borgskolan").id).change_visit(week="2028-W35")
    plan.read_again()
    plan.board.setCurrentIndex(cell(plan, "Borgskolan", "HT 28"))
    press(plan.board, Qt.Key.Key_Right, CTRL)
    assert visit_of(ws, "Borgskolan").week == "2029-W10"  # w. 9 is the winter break


def test_a_prepared_visit_is_moved_with_a_reason_and_says_so(plan: Plan, ws: Workspace) -> None:
    visit = visit_of(ws, "Lindskolan")
    ws.visit(visit.id).set_state("prepared")
    plan.read_again()
    before = ws.get(records.Visit, visit.id)
    plan.board.setFocus()
    plan.board.setCurrentIndex(cell(plan, "Lindskolan", "VT 28"))
    with answered(MoveDialog, lambda d: d.reject()):
        press(plan.board, Qt.Key.Key_Right, CTRL)
    assert ws.get(records.Visit, visit.id) == before

    def give(dialog: MoveDialog) -> None:
        assert dialog.time.week() == "2028-W38"
        dialog.try_it()
        assert dialog.isVisible()  # it asks why
        type_text(dialog.reason, "Rektor är sjuk")
        press(dialog.reason, Qt.Key.Key_Return)

    with answered(MoveDialog, give):
        press(plan.board, Qt.Key.Key_Right, CTRL)
    moved = ws.get(records.Visit, visit.id)
    assert (moved.status, moved.reason, moved.week) == ("moved", "Rektor är sjuk", "2028-W38")
    index = cell(plan, "Lindskolan", "HT 28")
    assert said(index) == "Lindskolan, HT 28: flyttat till v. 38 2028: Rektor är sjuk"
    assert plan.marks(index)[0].kind == MOVED
    assert plan.board.currentIndex() == index
    banner(plan, "Ångra").click()
    assert ws.get(records.Visit, visit.id) == before


@contextmanager
def answered(kind: type[Kind], answer: object) -> Iterator[None]:
    """Answer the dialog that comes up; fail where none does."""
    seen: list[QWidget] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind):
            return
        seen.append(dialog)
        timer.stop()
        try:
            assert callable(answer)
            answer(dialog)
        finally:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    yield
    timer.stop()
    assert seen


def test_a_cancelled_visit_stays_on_the_board_with_its_reason(plan: Plan, ws: Workspace) -> None:
    ws.visit(visit_of(ws, "Borgskolan").id).set_state("cancelled", "Vattenskada")
    plan.read_again()
    [waiting] = [w for w in plan.findChildren(Waiting) if w.unit.name == "Borgskolan"]
    assert waiting.accessibleName() == "Borgskolan, inställt: Vattenskada"
    ws.plan_visit(waiting.unit.id, week="2029-W11")
    plan.read_again()
    index = cell(plan, "Borgskolan", "HT 28")
    assert said(index) == "Borgskolan, HT 28: inställt, v. 46 2028: Vattenskada"
    assert plan.marks(index)[0].kind == CANCELLED
    before = visit_of(ws, "Borgskolan")
    plan.mover.move(index, 1)
    assert visit_of(ws, "Borgskolan") == before


def test_a_proposal_is_gone_through_changed_and_taken_by_keyboard_alone(
    plan: Plan, ws: Workspace
) -> None:
    before = {v.id for v in ws.all(records.Visit)}
    plan.board.setFocus()
    press(tab_to("Föreslå tider"), Qt.Key.Key_Return)
    assert plan.board.hasFocus()
    proposed = {p.unit: p for p in plan.draft.placed} if plan.draft else {}
    assert len(proposed) == 7
    names = {u.id: u.name for u in ws.all(records.Unit)}
    assert {names[u] for u in proposed} >= {"Tottebo skola", "Förskolan Tuvan"}
    assert {v.id for v in ws.all(records.Visit)} == before  # nothing is planned yet
    unit = unit_of(ws, "Tottebo skola")
    at = next(
        n for n in range(1, 9) if plan.marks(plan.model.index(plan.model.place_of(unit.id), n))
    )
    index = plan.model.index(plan.model.place_of(unit.id), at)
    assert "föreslås v." in said(index)
    does = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert does.startswith("Enter ändrar, Delete tar bort ur förslaget.")
    plan.board.setCurrentIndex(index)
    press(plan.board, Qt.Key.Key_Right, CTRL)
    assert plan.draft is not None
    moved = plan.draft.of(unit.id)
    assert moved is not None
    assert moved.week != proposed[unit.id].week
    press(plan.board, Qt.Key.Key_Right, CTRL | SHIFT)
    again = plan.draft.of(unit.id)
    assert again is not None
    assert again.week > moved.week
    gone = unit_of(ws, "Förskolan Tuvan")
    row = plan.model.place_of(gone.id)
    column = next(n for n in range(1, 9) if plan.marks(plan.model.index(row, n)))
    plan.board.setCurrentIndex(plan.model.index(row, column))
    press(plan.board, Qt.Key.Key_Delete)
    assert plan.model.place_of(gone.id) == -1
    left = [w.accessibleName() for w in plan.findChildren(Waiting) if w.isVisible()]
    assert left == ["Förskolan Tuvan, borttagen ur förslaget"]
    assert audit.nameless(plan) == []
    plan.board.setFocus()
    press(tab_to("Planera dem"), Qt.Key.Key_Return)
    made = {v.unit: v for v in ws.all(records.Visit) if v.id not in before}
    assert len(made) == 6
    assert made[unit.id].week == again.week
    assert not drafted(plan)
    assert plan.board.hasFocus()
    press(banner(plan, "Ta tillbaka dem"), Qt.Key.Key_Return)
    assert {v.id for v in ws.all(records.Visit)} == before


def test_a_proposed_visit_is_changed_and_says_what_it_breaks(plan: Plan, ws: Workspace) -> None:
    plan.propose()
    assert plan.draft is not None
    unit = unit_of(ws, "Kyrkbyns skola")
    placed = plan.draft.of(unit.id)
    assert placed is not None
    row = plan.model.place_of(unit.id)
    column = next(n for n in range(1, 9) if plan.marks(plan.model.index(row, n)))
    plan.board.setFocus()
    plan.board.setCurrentIndex(plan.model.index(row, column))
    press(plan.board, Qt.Key.Key_Return)
    dialog = dialog_of(plan, ProposedVisit)
    assert audit.nameless(dialog) == []
    assert not dialog._line.isVisible()
    dialog.time.set_text("v. 44 2029")
    assert dialog.said.text() == "Veckan är stängd: höstlov."
    chief = next(p for p in placed.team if ws.names()[p].title == "utbildningschef")
    dialog.team.ticks[chief].setChecked(False)
    assert dialog.said.text().endswith("Lagreglerna kräver också utbildningschef.")
    dialog.time.set_text("v. 44")
    dialog.time.set_text("12 maj 2029")
    dialog.try_it()
    assert dialog.isVisible()  # a week is asked for
    dialog.time.set_text("v. 44 2029")
    dialog.try_it()
    changed = plan.draft.of(unit.id)
    assert changed == replace(placed, week="2029-W44", team=tuple(
        p for p in plan.draft._people if p in placed.team and p != chief))  # fmt: skip
    assert plan.draft.broken()[unit.id].startswith("Veckan är stängd: höstlov.")
    press(plan.board, Qt.Key.Key_Escape)
    assert not drafted(plan)
    assert not plan.escape()


def test_a_unit_that_cannot_be_placed_says_why(plan: Plan, ws: Workspace) -> None:
    unit = unit_of(ws, "Tottebo skola")
    chiefs = [p.id for p in ws.all(records.Person) if p.title == "utbildningschef"]
    ws.register.decide_conflicts({(p, unit.id): records.BARRED for p in chiefs})
    plan.propose()
    [row] = [w for w in plan.findChildren(Waiting) if w.isVisible()]
    assert row.accessibleName() == ("Tottebo skola, Alla som är utbildningschef är jäviga här.")
    assert plan.desk.notices.passing_words() == "1 enhet fick ingen plats."


def test_a_proposal_without_a_visit_says_so_and_why(
    plan: Plan, ws: Workspace, clock: world.Time
) -> None:
    ending = next(t for t in ws.all(records.TermOfOffice) if t.end.startswith("2030"))
    clock.now = datetime(2030, 12, 2, 8, 0, tzinfo=UTC)
    plan.read_again()
    plan._term.setCurrentIndex(plan._term.findData(ending.start))
    plan.propose()
    told = [w.text() for w in plan.findChildren(QLabel) if w.isVisible()]
    assert "Inget besök kunde föreslås. Listan säger varför, enhet för enhet." in told
    assert not banner(plan, "Planera dem").isEnabled()
    row = next(w for w in plan.findChildren(Waiting) if w.isVisible())
    assert "Besök föreslås tidigast om 3 veckor, och de veckorna stängs av" in row.accessibleName()


def test_a_week_that_is_closed_is_said_and_taken_all_the_same(plan: Plan, ws: Workspace) -> None:
    plan.plan_visit(unit_of(ws, "Tottebo skola").id)
    dialog = dialog_of(plan, NewVisit)
    assert not dialog.closed.isVisible()
    dialog._time.set_text("v. 12 2029")
    words = [w.text() for w in dialog.closed.findChildren(QLabel)]
    assert "Veckan är stängd: nationella prov." in words
    dialog._unit.setCurrentIndex(dialog._unit.findData(unit_of(ws, "Förskolan Tuvan").id))
    assert not dialog.closed.isVisible()
    dialog._unit.setCurrentIndex(dialog._unit.findData(unit_of(ws, "Tottebo skola").id))
    assert dialog.closed.isVisible()
    dialog.try_it()
    assert ws.get(records.Visit, dialog.made).week == "2029-W12"


# --- the mouse


def middle(plan: Plan, index: QModelIndex) -> QPoint:
    return plan.board.visualRect(index).center()


def drag(widget: QWidget, start: QPoint, target: QWidget, end: QPoint) -> None:
    """Press, move in steps and let go, as a hand does."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    goal = widget.mapFromGlobal(target.mapToGlobal(end))
    for step in (0.1, 0.5, 0.9, 1.0):
        way = goal - start
        QTest.mouseMove(widget, start + QPoint(int(way.x() * step), int(way.y() * step)))
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=goal)


def test_a_visit_is_dragged_to_another_half_year(plan: Plan, ws: Workspace) -> None:
    start, end = cell(plan, "Borgskolan", "HT 28"), cell(plan, "Borgskolan", "HT 29")
    view = plan.board.viewport()
    drag(view, middle(plan, start), view, middle(plan, end))
    assert visit_of(ws, "Borgskolan").week == "2029-W46"
    assert plan.board.currentIndex() == cell(plan, "Borgskolan", "HT 29")
    assert plan.board.target == -1
    banner(plan, "Ångra").click()
    assert visit_of(ws, "Borgskolan").week == "2028-W46"


def test_what_is_let_go_beside_the_board_or_at_home_stays(plan: Plan, ws: Workspace) -> None:
    start = cell(plan, "Borgskolan", "HT 28")
    view = plan.board.viewport()
    for end in (middle(plan, start) + QPoint(12, 0), QPoint(20, 60), QPoint(20, -300)):
        drag(view, middle(plan, start), view, end)
    done = cell(plan, "Exempelskolan", "VT 27")
    drag(view, middle(plan, done), view, middle(plan, start))
    assert visit_of(ws, "Borgskolan").week == "2028-W46"
    assert visit_of(ws, "Exempelskolan").date == "2027-04-20"
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(plan, start))
    QTest.mouseMove(view, middle(plan, cell(plan, "Borgskolan", "VT 29")))
    assert plan.board.target == 4
    press(plan.board, Qt.Key.Key_Escape)
    assert plan.board.target == -1
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton,
                       pos=middle(plan, cell(plan, "Borgskolan", "VT 29")))  # fmt: skip
    assert visit_of(ws, "Borgskolan").week == "2028-W46"


def test_a_unit_without_a_time_is_dragged_to_a_half_year(plan: Plan, ws: Workspace) -> None:
    before = ws.count(records.Visit)
    [row] = [w for w in plan.findChildren(Waiting) if w.unit.name == "Tottebo skola"]
    end = middle(plan, cell(plan, "Lindskolan", "HT 29"))
    drag(row, QPoint(30, 15), plan.board.viewport(), end)
    made = visit_of(ws, "Tottebo skola")
    assert made.week.startswith("2029-W")
    assert len(made.team) == 5
    plan.read_again()
    index = cell(plan, "Tottebo skola", "HT 29")
    assert plan.marks(index)[0].visit == made.id
    banner(plan, "Ångra").click()
    assert ws.count(records.Visit) == before
    plan.read_again()
    [row] = [w for w in plan.findChildren(Waiting)
             if w.unit.name == "Tottebo skola" and w.isVisible()]  # fmt: skip
    drag(row, QPoint(30, 15), row, QPoint(30, 60))  # nowhere
    assert ws.count(records.Visit) == before
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert dialog_of(plan, NewVisit).isVisible()


def test_a_planned_visit_without_a_time_is_dragged_and_put_back(plan: Plan, ws: Workspace) -> None:
    visit = ws.plan_visit(unit_of(ws, "Tottebo skola").id)
    team = ws.get(records.Visit, visit).team
    plan.read_again()
    plan.mover.plan_in(unit_of(ws, "Tottebo skola").id, 5)
    assert ws.get(records.Visit, visit).week.startswith("2029-W")
    banner(plan, "Ångra").click()
    back = ws.get(records.Visit, visit)
    assert (back.week, back.team) == ("", team)
    plan.mover.plan_in(unit_of(ws, "Tottebo skola").id, 0)
    assert plan.desk.notices.passing_words() == "Ingen vecka är öppen VT 27."


def test_a_proposed_visit_is_dragged(plan: Plan, ws: Workspace) -> None:
    plan.propose()
    assert plan.draft is not None
    unit = unit_of(ws, "Tottebo skola")
    row = plan.model.place_of(unit.id)
    start = next(n for n in range(1, 9) if plan.marks(plan.model.index(row, n)))
    view, end = plan.board.viewport(), 8 if start != 8 else 6
    plan.board.scrollTo(plan.model.index(row, end))
    drag(view, middle(plan, plan.model.index(row, start)), view,
         middle(plan, plan.model.index(row, end)))  # fmt: skip
    row = plan.model.place_of(unit.id)
    assert plan.marks(plan.model.index(row, end))[0].kind == PROPOSED
    assert all(v.title != "Tottebo skola" for v in ws.all(records.Visit))


# --- one deep dive in a term of office


def test_a_second_deep_dive_is_made_an_extra_visit(plan: Plan, ws: Workspace) -> None:
    unit = unit_of(ws, "Exempelskolan")
    visit = ws.plan_visit(unit.id, week="2028-W40")
    plan.read_again()
    name = "Exempelskolan, v. 40 2028: gör det till ett extra besök"
    [row] = [w for w in plan.findChildren(Pressable) if w.accessibleName() == name]
    row.click()
    assert ws.get(records.Visit, visit).extra
    plan.read_again()
    index = cell(plan, "Exempelskolan", "HT 28")
    assert said(index) == "Exempelskolan, HT 28: planerat v. 40 2028, extra besök"
    assert plan.marks(index)[0].kind == EXTRA
    banner(plan, "Ångra").click()
    assert not ws.get(records.Visit, visit).extra


def test_a_second_deep_dive_that_is_done_is_offered_as_an_extra_visit(
    window: MainWindow, ws: Workspace
) -> None:
    visit = ws.plan_visit(unit_of(ws, "Exempelskolan").id, date="2028-03-10")
    ws.visit(visit).set_state("prepared")
    window.go("visit", id=visit)
    screen = window.current()
    assert screen is not None
    screen.go_on()  # type: ignore[attr-defined]
    assert ws.get(records.Visit, visit).status == "prepared"
    [told] = window.desk.notices._banners
    assert told.advice.startswith("Den var 20 april 2027.")
    next(b for b in told.findChildren(Button) if b.words == "Gör det till ett extra besök").click()
    done = ws.get(records.Visit, visit)
    assert (done.status, done.extra) == ("done", True)


# --- ears


def test_every_cell_is_read_with_what_can_be_done(plan: Plan) -> None:
    table = QAccessible.queryAccessibleInterface(plan.board)
    assert table.text(QAccessible.Text.Name) == "Besöksplanen: enheter och terminer"
    model = plan.model
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            if not model.line(row).unit and column:
                continue
            assert said(index)
            does = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
            assert bool(does) == bool(model.line(row).unit)
    row = model.place_of(unit_of(plan.ws, "Lindskolan").id)
    read = table.child((row + 1) * (model.columnCount() + 1) + 1 + 3)  # after the headers
    assert read.role() == QAccessible.Role.Cell
    assert read.text(QAccessible.Text.Name) == said(model.index(row, 3))
    assert "Ctrl och pil flyttar det" in read.text(QAccessible.Text.Description)


def test_a_reader_looks_at_the_plan_and_changes_nothing(qtbot: QtBot, pair: object) -> None:
    per = pair.per  # type: ignore[attr-defined]
    window = opened(qtbot, per)
    window.go("plan")
    current = window.current()
    assert isinstance(current, Plan)
    assert not current._more.isVisible()
    window.close()
