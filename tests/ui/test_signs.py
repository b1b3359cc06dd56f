"""Signs that begin a line become marks and themes, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMenu

from qualityvisit.model import records
from tests.ui.keys import CTRL, type_text
from tests.ui.rooms import Room
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


# The platform that tests draw on knows no menus that take the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    filled = fill(tmp_path / "profile")
    yield Room(filled, qtbot)
    filled.ws.close()


def told(room: Room) -> list[tuple[str, tuple[str, ...]]]:
    return [(n.text, n.marks) for n in room.notes]


@pytest.mark.parametrize(
    ("sign", "mark"),
    [("+", records.STRENGTH), ("-", records.DEVELOPMENT), ("!", records.DEFICIENCY),
     ("?", records.FOLLOW_UP)],
)  # fmt: skip
def test_a_sign_that_begins_a_line_is_its_mark(room: Room, sign: str, mark: str) -> None:
    room.type(f"{sign}Lugnt på rasten")
    assert told(room) == [("Lugnt på rasten", (mark,))]


def test_what_opens_a_quotation_is_kept_in_the_words(room: Room) -> None:
    room.type('"Vi får vara med."')
    assert told(room) == [('"Vi får vara med."', (records.QUOTE,))]


def test_signs_can_stand_together_and_later_on_the_line_they_are_only_signs(room: Room) -> None:
    room.type('!"Dörren är trasig!" - sa flera')
    assert told(room) == [
        ('"Dörren är trasig!" - sa flera', (records.DEFICIENCY, records.QUOTE))
    ]  # fmt: skip


def test_each_new_note_has_its_own_sign(room: Room) -> None:
    room.type("+Bra")
    room.keys(Qt.Key.Key_Return)
    room.type("-Sämre")
    assert told(room) == [("Bra", (records.STRENGTH,)), ("Sämre", (records.DEVELOPMENT,))]


def test_undo_gives_the_sign_back_before_anything_is_written(room: Room) -> None:
    room.type("-")
    room.keys(Qt.Key.Key_Z, CTRL)
    room.type("5 grader i salen")
    assert told(room) == [("-5 grader i salen", ())]


def test_undo_takes_back_the_words_and_then_the_sign(room: Room) -> None:
    room.type("+bra")
    room.keys(Qt.Key.Key_Z, CTRL)
    assert told(room) == [("b", (records.STRENGTH,))]
    room.keys(Qt.Key.Key_Z, CTRL)
    assert told(room) == [("+b", ())]


def test_backspace_takes_the_mark_of_a_line_without_words(room: Room) -> None:
    room.type("+")
    room.keys(Qt.Key.Key_Backspace)
    room.type("Helt vanligt")
    assert told(room) == [("Helt vanligt", ())]


def test_a_sign_put_before_words_that_stand_marks_them(room: Room) -> None:
    room.type("Trasig dörr")
    room.keys(Qt.Key.Key_Home)
    room.type("!")
    assert told(room) == [("Trasig dörr", (records.DEFICIENCY,))]


def test_a_sign_that_an_input_method_puts_together_counts_too(room: Room) -> None:
    event = QInputMethodEvent()
    event.setCommitString("+")
    widget = QApplication.focusWidget()
    assert widget is not None
    QApplication.sendEvent(widget, event)
    room.type("Bra")
    assert told(room) == [("Bra", (records.STRENGTH,))]


def test_a_theme_is_chosen_by_a_sign_and_a_digit_and_undone(room: Room) -> None:
    other = room.ws.all(records.Theme, parent=room.filled.guide)[1]
    room.type("#")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = [a.text() for a in menu.actions() if a.text()]
    assert offered == ["&1  Kunskaper och lärande", "Skriva tecknet #"]
    menu.actions()[0].trigger()
    menu.close()
    room.type("Läxhjälp")
    assert [(n.text, n.theme) for n in room.notes] == [("Läxhjälp", other.id)]
    written = room.screen.page.sheet._written()[0]
    assert "Kunskaper och lärande" in written.editor.accessibleName()
    for _step in range(2):
        room.keys(Qt.Key.Key_Z, CTRL)
    assert [(n.text, n.theme) for n in room.notes] == [("#L", room.filled.theme)]


@pytest.mark.parametrize("words", ["kompis är ett ord", " 4 av 5"])
def test_who_writes_on_after_a_theme_sign_loses_no_letter(room: Room, words: str) -> None:
    room.type("#")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    type_text(menu, words[0])
    assert not menu.isVisible()
    room.type(words[1:])
    assert told(room) == [(f"#{words}", ())]


def test_a_theme_sign_can_be_written(room: Room) -> None:
    room.type("#")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[-1].trigger()
    menu.close()
    room.type("1 på listan")
    assert told(room) == [("#1 på listan", ())]
