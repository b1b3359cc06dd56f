"""What must be asked and the time that is left shrink together; ratings are a digit away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar

from qualityvisit.model import records
from qualityvisit.model.records import Session
from qualityvisit.ui.interview_end import left_to_do
from qualityvisit.ui.interview_left import minutes_left
from tests.ui.keys import ALT, CTRL
from tests.ui.rooms import Room
from tests.ui.workspaces import TODAY, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

DAY = "2028-03-23"
SCALE = ("Sällan", "Ibland", "Ofta")


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    filled = fill(tmp_path / "profile")
    first, second, third = filled.questions
    register = filled.ws.register
    with register.change():
        register.put(first, scale=SCALE, required=records.ASK)
        register.put(second, after=first, answers=("Sällan",))
        register.put(third, required=records.ASK)
    yield Room(filled, qtbot)
    filled.ws.close()


@pytest.mark.parametrize(
    ("begun", "now", "left"),
    [
        ("", "09:00", 40),  # before it begins
        ("", "09:30", 40),
        ("", "09:45", 25),
        ("", "10:09", 1),
        (f"{DAY}T09:40:00+01:00", "09:45", 25),  # the programme counts while it goes on
        (f"{DAY}T10:05:00+01:00", "10:25", 20),  # begun late: reckoned from the first note
        (f"{DAY}T10:05:00+01:00", "11:30", 0),
        ("2028-03-22T10:05:00+01:00", "11:30", 40),  # notes of another day say nothing
    ],
)
def test_the_minutes_left_follow_the_programme_and_else_the_first_note(
    begun: str, now: str, left: int
) -> None:
    session = Session("s", start="09:30", minutes="40")
    assert minutes_left(session, DAY, begun, f"{DAY}T{now}:00+01:00") == left


def test_a_session_without_a_length_has_no_time_left_to_tell() -> None:
    assert minutes_left(Session("s", start="09:30"), DAY, "", f"{DAY}T09:45:00+01:00") is None


def test_the_bars_shrink_as_questions_are_dealt_with(room: Room) -> None:
    must, _time = room.screen.left.findChildren(QProgressBar)
    assert (must.value(), must.maximum(), must.accessibleName()) == (2, 2, "2 måste frågas")
    room.keys(Qt.Key.Key_Return, CTRL)
    assert (must.value(), must.accessibleName()) == (1, "1 måste frågas")


def test_alt_down_goes_round_what_must_be_asked(room: Room) -> None:
    seen = [room.screen.course.question]
    for _press in range(2):
        room.keys(Qt.Key.Key_Down, ALT)
        seen.append(room.screen.course.question)
    first, _second, third = room.filled.questions
    assert seen == [first, third, first]


def test_a_question_is_rated_by_two_keys_and_writing_goes_on(room: Room) -> None:
    room.type("Det är")
    room.keys(Qt.Key.Key_R, CTRL)
    room.keys(Qt.Key.Key_3)
    room.type(" lugnt")
    assert [n.text for n in room.notes] == ["Det är lugnt"]
    (found,) = room.ws.all(records.Progress, parent=room.filled.pupils)
    assert found.rating == "Ofta"


def test_esc_leaves_the_rating_as_it_was(room: Room) -> None:
    room.keys(Qt.Key.Key_R, CTRL)
    room.keys(Qt.Key.Key_Escape)
    room.type("x")
    assert [n.text for n in room.notes] == ["x"]
    assert not room.ws.all(records.Progress, parent=room.filled.pupils)


def test_a_digit_without_a_step_and_keys_on_a_question_without_a_scale_do_nothing(
    room: Room,
) -> None:
    room.keys(Qt.Key.Key_R, CTRL)
    room.keys(Qt.Key.Key_7)
    assert not room.ws.all(records.Progress, parent=room.filled.pupils)
    room.screen.ask(room.filled.questions[2])
    room.keys(Qt.Key.Key_R, CTRL)
    assert QApplication.focusWidget() is room.screen.page.sheet.writing_line()


def test_an_answer_opens_the_question_that_follows_on_it(room: Room) -> None:
    first, second, third = room.filled.questions
    assert [q.id for q in room.screen.course.agenda.numbered] == [first, third]
    room.screen.rate("Sällan")
    assert [q.id for q in room.screen.course.agenda.numbered] == [first, second, third]
    room.screen.ask(second)
    room.type("Därför att …")
    room.screen.ask(first)
    room.screen.rate("Ofta")  # what has been written stays in sight
    assert [q.id for q in room.screen.course.agenda.numbered] == [first, second, third]


def test_the_end_names_what_was_to_be_asked(room: Room) -> None:
    session = room.ws.get(records.Session, room.filled.pupils)
    said = left_to_do(session, room.screen.course.agenda)
    assert "1.1 Trygghet på rasten och 2.1 Hjälp när det är svårt" in said


def test_a_walk_through_has_the_themes_to_look_for(room: Room) -> None:
    document = room.ws.visit(room.filled.visit)
    walk = next(s.id for s in room.ws.all(records.Session, parent=room.filled.visit)
                if s.type == records.WALK_THROUGH)  # fmt: skip
    document.change_session(walk, date=TODAY)
    assert room.screen.page.turn.isVisible()
    room.screen.open(id=room.filled.visit, session=walk)
    assert not room.screen.page.turn.isVisible()  # there is nothing to be read by others
    shown = [q.short for q in room.screen.course.agenda.questions]
    assert shown == ["Trygghet och studiero", "Kunskaper och lärande", "Fri anteckning"]
    room.type("Tyst i korridoren")
    room.keys(Qt.Key.Key_Return, CTRL)
    room.type("Elevarbeten på väggarna")
    themes = room.ws.all(records.Theme, parent=room.filled.guide)
    assert [(n.text, n.theme, n.question) for n in room.notes] == [
        ("Tyst i korridoren", themes[0].id, ""), ("Elevarbeten på väggarna", themes[1].id, ""),
    ]  # fmt: skip
    room.keys(Qt.Key.Key_Left, ALT)
    assert [b.words for b in room.screen.page.sheet._written()] == ["Tyst i korridoren"]


def chosen(room: Room, words: str) -> None:
    menu = room.screen.dealing.button.menu()
    next(a for a in menu.actions() if a.text() == words).trigger()


def askers(room: Room) -> list[str]:
    return [q.asker for q in room.screen.course.agenda.numbered]


def test_questions_are_dealt_between_two_and_taken_back(room: Room) -> None:
    me, eva = room.ws.me.id, room.filled.colleague
    chosen(room, "Varannan fråga med Eva Exempel")
    assert askers(room) == [me, eva]
    shown = room.screen.questions.tree._model.item(1).child(0)
    assert shown.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", ställs av Eva Exempel")
    room.screen.ask(room.filled.questions[2])
    chosen(room, "Jag ställer den här frågan")
    assert askers(room) == [me, me]
    chosen(room, "Ta bort fördelningen")
    assert askers(room) == ["", ""]
    chosen(room, "Vartannat tema med Eva Exempel")
    assert askers(room) == [me, eva]


def test_a_question_that_was_dealt_is_closed_by_an_answer_all_the_same(room: Room) -> None:
    first, _second, third = room.filled.questions
    room.screen.rate("Sällan")
    chosen(room, "Varannan fråga med Eva Exempel")
    room.screen.rate("Ofta")  # nobody has asked the second one, nor said anything of it
    assert [q.id for q in room.screen.course.agenda.numbered] == [first, third]
