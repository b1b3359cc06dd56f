"""The screen turned to pupils: no note to be seen, everyone counted, one chord leads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from qualityvisit.model import records
from qualityvisit.ui.pupil_view import PupilView
from tests.ui.keys import CTRL, SHIFT
from tests.ui.rooms import Room
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    filled = fill(tmp_path / "profile")
    with filled.ws.register.change():
        filled.ws.register.put(filled.questions[0], scale=("Dåligt", "Okej", "Bra"))
        filled.ws.register.put(filled.questions[1], scale=("Sällan", "Ofta"))
    yield Room(filled, qtbot)
    filled.ws.close()


def turned(room: Room) -> PupilView:
    room.keys(Qt.Key.Key_P, CTRL | SHIFT)
    view = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PupilView))
    room.qtbot.waitUntil(lambda: view.isActiveWindow() and focused() in (view, *view._steps))
    return view


def focused() -> QWidget:
    return QApplication.focusWidget() or QWidget()


def counts(room: Room) -> dict[str, tuple[str, ...]]:
    found = room.ws.all(records.Progress, parent=room.filled.pupils)
    return {p.question: p.counts for p in found}


def test_the_question_stands_alone_and_no_note_can_be_reached(room: Room) -> None:
    room.type("Hemligt")
    view = turned(room)
    assert view.isModal()
    assert view._question.text() == "Hur är det att vara på rasterna här?"
    assert not view.findChildren(QTextEdit)
    assert view.findChildren(type(view._steps[0]))[0].hasFocus()


def test_everyone_is_counted_by_digit_and_the_latest_taken_back(room: Room) -> None:
    view = turned(room)
    for key in (Qt.Key.Key_3, Qt.Key.Key_3, Qt.Key.Key_1):
        room.keys(key)
    assert counts(room) == {room.filled.questions[0]: ("1", "0", "2")}
    assert view._said.text() == "3 svar"
    room.keys(Qt.Key.Key_Backspace)
    assert counts(room) == {room.filled.questions[0]: ("0", "0", "2")}
    assert view._steps[2].accessibleName() == "Bra: 2"


def test_a_step_is_pressed_and_a_rating_beside_it_stays(room: Room) -> None:
    room.screen.rate("Okej")
    view = turned(room)
    view._steps[0].click()
    room.keys(Qt.Key.Key_Space)
    (found,) = room.ws.all(records.Progress, parent=room.filled.pupils)
    assert (found.rating, found.counts) == ("Okej", ("2", "0", "0"))
    view.accept()
    room.screen.rate("Bra")
    (found,) = room.ws.all(records.Progress, parent=room.filled.pupils)
    assert (found.rating, found.counts) == ("Bra", ("2", "0", "0"))


def test_arrows_turn_the_question_here_and_in_the_interview(room: Room) -> None:
    view = turned(room)
    room.keys(Qt.Key.Key_1)
    room.keys(Qt.Key.Key_Right)
    assert view._question.text() == "Berätta om när ni har arbetsro."
    assert [s.word for s in view._steps] == ["Sällan", "Ofta"]
    room.keys(Qt.Key.Key_Backspace)  # what was chosen at another question stays
    assert counts(room) == {room.filled.questions[0]: ("1", "0", "0")}
    room.keys(Qt.Key.Key_Right)
    assert not view._steps
    room.keys(Qt.Key.Key_Right)
    view.accept()
    assert room.screen.course.question == room.filled.questions[2]


def test_only_the_chord_leads_back(room: Room) -> None:
    view = turned(room)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_X):
        room.keys(key)
    assert view.isVisible()
    room.keys(Qt.Key.Key_P, CTRL | SHIFT)
    assert not view.isVisible()
    room.qtbot.waitUntil(lambda: room.screen.isAncestorOf(focused()))
    room.type("vidare")
    assert [n.text for n in room.notes] == ["vidare"]
