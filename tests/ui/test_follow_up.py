"""Follow-up: what is late stands first, each step leaves its line, meetings make actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from qualityvisit.model import records
from qualityvisit.ui.action_dialogs import ActionDialog, ActionStateDialog
from qualityvisit.ui.dialogs import ReasonDialog
from qualityvisit.ui.follow_up import FollowUp
from qualityvisit.ui.meeting import MeetingScreen
from qualityvisit.ui.meeting_dialogs import MeetingDialog, QuestionDialog
from qualityvisit.visit_record import finish_minutes
from tests.ui import audit
from tests.ui.desks import Window, answer
from tests.ui.keys import ALT, CTRL, type_text
from tests.ui.workspaces import Filled, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qualityvisit.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Shown:
    """A school with three actions and a deficiency that none of them answers."""

    def __init__(self, filled: Filled, qtbot: QtBot) -> None:
        self.filled, self.ws, self.qtbot = filled, filled.ws, qtbot
        document = self.ws.visit(filled.visit)
        document.set_state("done")
        self.late = document.add_action("Bemanna rasten", responsible="Rektor", due="2028-03-01")
        self.later = document.add_action("Läsgrupper", due="2028-09-01")
        self.dropped = document.add_action("Ny skola")
        document.set_action_state(self.dropped, "dropped", "För dyrt")
        document.add_finding(records.DEFICIENCY, "Frånvaro utreds sent.")
        self.window = Window(filled.ws, qtbot)

    def follow_up(self, **where: str) -> FollowUp:
        screen = FollowUp(self.window.desk)
        self.window.show_screen(screen, **where)
        return screen

    def action(self, action: str) -> records.Action:
        return self.ws.get(records.Action, action)


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    filled = fill(tmp_path / "profile")
    yield Shown(filled, qtbot)
    filled.ws.close()


def texts(widget: QWidget) -> set[str]:
    QApplication.processEvents()  # what is new is shown in Qt's own time
    return {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}


def press(widget: QWidget, words: str) -> None:
    buttons = [b for b in widget.findChildren(QPushButton) if b.isVisible()]
    next(b for b in buttons if words in (b.accessibleName(), b.text().strip())).click()


# --- Actions


def test_late_actions_stand_first_and_ended_ones_not_at_all(shown: Shown) -> None:
    screen = shown.follow_up()
    rows = [(r.id, r.title) for r in screen.list.rows.rows]
    assert rows == [
        ("", "Sena"), (shown.late, "Bemanna rasten"), ("", "Senare"), (shown.later, "Läsgrupper")
    ]  # fmt: skip
    assert screen.list.current() == shown.late
    assert "22 dagar sen" in texts(screen.action)


def test_actions_are_narrowed_by_state_unit_and_words(shown: Shown) -> None:
    screen = shown.follow_up()
    screen._state.setCurrentIndex(screen._state.findData("dropped"))
    screen.read_again()
    assert [r.id for r in screen.list.rows.rows if r.id] == [shown.dropped]
    screen._state.setCurrentIndex(screen._state.findData("open"))
    screen._find.setText("läs")
    screen.read_again()
    assert [r.id for r in screen.list.rows.rows if r.id] == [shown.later]
    screen._find.setText("inget sådant")
    screen.read_again()
    assert screen._none.isVisible()


def test_an_action_named_by_another_screen_is_chosen(shown: Shown) -> None:
    screen = shown.follow_up(action=shown.dropped)
    assert screen.list.current() == shown.dropped


def test_an_action_goes_on_with_a_line_in_its_history(shown: Shown) -> None:
    screen = shown.follow_up()

    def decide(dialog: QWidget) -> None:
        assert isinstance(dialog, ActionStateDialog)
        dialog.text.setPlainText("Beslutat på arbetsplatsträffen")
        dialog.try_it()

    answer(decide)
    press(screen.action, "Ändra till beslutad")
    assert shown.action(shown.late).status == "decided"
    screen.read_again()
    assert "Beslutat på arbetsplatsträffen" in texts(screen.action)


def test_closing_without_the_effect_checked_asks_why(shown: Shown) -> None:
    screen = shown.follow_up()

    def close(dialog: QWidget) -> None:
        assert isinstance(dialog, ActionStateDialog)
        dialog.state.setCurrentIndex(dialog.state.findData("closed"))
        dialog.try_it()
        assert "Effekten" in dialog._field.error()
        dialog.text.setPlainText("Enheten har stängt")
        dialog.try_it()

    answer(close)
    screen.action.set_state()
    assert shown.action(shown.late).status == "closed"


def test_a_line_is_added_and_the_action_changed(shown: Shown) -> None:
    screen = shown.follow_up()

    def write(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        dialog.reason.setText("Rastvärdar anställda")
        dialog.try_it()

    answer(write)
    press(screen.action, "Lägg till rad")

    def change(dialog: QWidget) -> None:
        assert isinstance(dialog, ActionDialog)
        dialog.goal.setPlainText("Alla känner sig trygga")
        dialog.try_it()

    answer(change)
    press(screen.action, "Ändra åtgärden")
    assert shown.action(shown.late).goal == "Alla känner sig trygga"
    screen.read_again()
    assert "Rastvärdar anställda" in texts(screen.action)


def test_a_deficiency_without_an_action_is_pointed_out(shown: Shown) -> None:
    screen = shown.follow_up()

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, ActionDialog)
        dialog.text.setPlainText("Rutin för frånvaro")
        dialog.try_it()

    assert "Brister utan åtgärd" in texts(screen)
    answer(act)
    press(screen, "Skapa åtgärd av: Frånvaro utreds sent.")
    screen.read_again()
    assert "Brister utan åtgärd" not in texts(screen)


def test_follow_up_can_be_heard_and_reached(shown: Shown) -> None:
    screen = shown.follow_up()
    assert not audit.nameless(screen)
    assert not audit.too_small(screen)
    assert not audit.not_reached(screen)


# --- Meetings


def test_a_meeting_is_planned_with_its_visits(shown: Shown) -> None:
    screen = shown.follow_up()

    def plan(dialog: QWidget) -> None:
        assert isinstance(dialog, MeetingDialog)
        dialog.start.setText("halv sju")
        dialog.try_it()
        dialog.start.setText("18.30")
        dialog.day.edit.setText("2028-05-17")
        dialog.ticks[shown.filled.visit].setChecked(True)
        dialog.try_it()

    answer(plan)
    screen.plan_meeting()
    meeting = shown.ws.all(records.Meeting)[0]
    assert (meeting.start, meeting.date) == ("18:30", "2028-05-17")
    taken = shown.ws.all(records.MeetingVisit, parent=meeting.id)
    assert [m.visit for m in taken] == [shown.filled.visit]
    assert shown.window.gone[-1] == ("meeting", {"id": meeting.id})


class Held:
    """A meeting over one visit, with two questions."""

    def __init__(self, shown: Shown) -> None:
        self.shown, self.ws = shown, shown.ws
        visit = shown.filled.visit
        self.id = self.ws.add_meeting("Uppföljning", date="2028-05-17", start="18:30",
                                      visits=[visit])  # fmt: skip
        document = self.ws.meeting(self.id)
        self.first = document.add_question(visit, "Hur är det på rasten?", "Trygghet")
        self.second = document.add_question(visit, "Vem utreder frånvaro?")
        self.screen = MeetingScreen(shown.window.desk)
        shown.window.show_screen(self.screen, id=self.id)

    def question(self, question: str) -> records.MeetingQuestion:
        self.ws.settle()
        return self.ws.get(records.MeetingQuestion, question)

    def type(self, text: str) -> None:
        for letter in text:
            widget = QApplication.focusWidget()
            assert widget is not None
            type_text(widget, letter)

    def keys(self, key: Qt.Key, how: Qt.KeyboardModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.shown.window, key, how)


@pytest.fixture
def held(shown: Shown) -> Held:
    return Held(shown)


def test_the_answer_is_shared_as_it_is_typed(held: Held) -> None:
    held.type("Två rastvärdar 😀")
    assert held.question(held.first).answer == "Två rastvärdar 😀"
    held.ws.meeting(held.id).text(held.first).splice(0, 0, "Nu: ")
    held.type("!")
    assert held.question(held.first).answer == "Nu: Två rastvärdar 😀!"


def test_ctrl_enter_notes_the_answer_and_goes_on(held: Held) -> None:
    held.type("Det är bättre.")
    held.keys(Qt.Key.Key_Return, CTRL)
    found = held.question(held.first)
    assert (bool(found.answered), found.outcome) == (True, "noted")
    assert held.screen._question_id == held.second
    held.type("Rektor.")
    assert held.question(held.second).answer == "Rektor."


def test_an_answer_becomes_an_action(held: Held) -> None:
    assert held.screen.current is not None
    current = held.screen.current
    current.what.setText("Bemanna eftermiddagsrasten")
    current.due.edit.setText("2028-09-29")
    held.keys(Qt.Key.Key_Return, CTRL)
    action = next(a for a in held.ws.all(records.Action) if a.question == held.first)
    assert (action.text, action.due) == ("Bemanna eftermiddagsrasten", "2028-09-29")
    assert action.responsible == "Rektor, Exempelskolan"
    assert held.question(held.first).outcome == "action"
    assert "Bemanna eftermiddagsrasten" in texts(held.screen._right)


def test_an_action_needs_words(held: Held) -> None:
    assert held.screen.current is not None
    held.screen.current.makes.click()
    assert not held.question(held.first).answered


def test_a_question_is_taken_by_one_member(held: Held) -> None:
    press(held.screen, "Ta frågan")
    held.screen.read_again()
    assert held.question(held.first).asked_by == held.ws.me.id
    assert "Dag Demoson frågar" in texts(held.screen)


def test_a_question_that_is_answered_can_be_opened_again(held: Held) -> None:
    held.screen.go_on()
    held.screen.ask(held.first)
    press(held.screen, "Öppna igen")
    assert not held.question(held.first).answered


def test_a_new_question_is_put_on_the_list(held: Held) -> None:
    def write(dialog: QWidget) -> None:
        assert isinstance(dialog, QuestionDialog)
        dialog.text.setPlainText("Räcker lokalerna?")
        dialog.mine.setChecked(True)
        dialog.try_it()

    answer(write)
    held.keys(Qt.Key.Key_N, CTRL)
    found = held.ws.all(records.MeetingQuestion, parent=held.id)[-1]
    assert (found.text, found.asked_by) == ("Räcker lokalerna?", held.ws.me.id)


def test_ending_the_item_reports_finished_visits(held: Held) -> None:
    ws: Workspace = held.ws
    visit = held.shown.filled.visit
    finish_minutes(ws, visit)
    ws.visit(visit).set_state("finished")

    def agree(dialog: QWidget) -> None:
        assert "2 frågor är inte besvarade" in dialog.accessibleDescription()
        buttons = dialog.findChildren(QPushButton)
        next(b for b in buttons if b.property("kind") == "primary").click()

    answer(agree)
    held.screen.end()
    assert ws.get(records.Meeting, held.id).status == "held"
    assert ws.get(records.Visit, visit).status == "reported"


def test_the_meeting_reads_again_and_keeps_the_caret(held: Held, qtbot: QtBot) -> None:
    held.type("Svar")
    held.ws.meeting(held.id).add_question(held.shown.filled.visit, "En fråga till")
    qtbot.waitUntil(lambda: "1 av 3" in held.screen._counted.text() or "0 av 3" in
                    held.screen._counted.text())  # fmt: skip
    held.type(" igen")
    assert held.question(held.first).answer == "Svar igen"


def test_a_meeting_without_visits_says_so(shown: Shown) -> None:
    meeting = shown.ws.add_meeting("Tomt", date="2028-05-17")
    screen = MeetingScreen(shown.window.desk)
    shown.window.show_screen(screen, id=meeting)
    assert "Inget besök att följa upp" in texts(screen)


def test_the_meeting_can_be_heard_and_reached(held: Held) -> None:
    assert not audit.nameless(held.screen)
    assert not audit.too_small(held.screen)
    assert not audit.not_reached(held.screen)


def test_the_meeting_turns_between_visits_and_questions(held: Held) -> None:
    other = held.ws.plan_visit(held.shown.filled.unit, date="2028-01-11", extra=True)
    held.ws.visit(other).set_state("done")
    held.ws.meeting(held.id).add_visit(other)
    asked = held.ws.meeting(held.id).add_question(other, "Vad har ändrats?")
    held.screen.read_again()
    QApplication.processEvents()
    assert [s.start for s in held.screen._slots] == ["18:30", "18:50"]
    held.screen.turn_to(other)
    assert held.screen._question_id == asked
    held.screen.turn_to(held.shown.filled.visit)
    held.keys(Qt.Key.Key_Right, ALT)
    assert held.screen._question_id == held.second
    held.keys(Qt.Key.Key_Left, ALT)
    assert held.screen._question_id == held.first
    for question in (held.first, held.second):
        held.ws.meeting(held.id).set_answered(question, yes=True)
    held.screen.read_again()
    held.screen.grab()


def test_an_assignment_goes_to_the_administration(held: Held) -> None:
    assert held.screen.current is not None
    held.screen.current.what.setText("Översyn av vikariepoolen")
    held.screen.current._settle("assignment")
    action = next(a for a in held.ws.all(records.Action) if a.question == held.first)
    assert action.responsible == "Förvaltningen"


def test_a_meeting_is_changed_and_opened_again(held: Held) -> None:
    def change(dialog: QWidget) -> None:
        assert isinstance(dialog, MeetingDialog)
        dialog.place.setText("Rådhuset")
        dialog.ticks[held.shown.filled.visit].setChecked(False)
        dialog.try_it()

    answer(change)
    held.screen.change_meeting()
    held.screen.read_again()
    assert held.ws.get(records.Meeting, held.id).place == "Rådhuset"
    assert not held.screen._slots
    held.ws.meeting(held.id).set_held(yes=True)
    held.screen.read_again()
    held.screen.end()
    assert held.ws.get(records.Meeting, held.id).status == "planned"


@pytest.mark.parametrize("width", [1440, 1000, 800])
def test_the_panes_give_way(shown: Shown, width: int) -> None:
    shown.window.resize(width, 900)
    screen = Held(shown).screen
    assert screen._right.isVisible() == (width >= 1180)
    assert screen._left.isVisible() == (width >= 860)
    screen._turn_list()
    assert screen._left.isVisible()
    screen.turn_to(shown.filled.visit)
    assert screen._middle.isVisible()
