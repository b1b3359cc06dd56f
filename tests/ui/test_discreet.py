"""What may point somebody out: underlined without a change, exchanged or let stand by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QMenu

from qualityvisit.model import records
from qualityvisit.ui.note_menu import note_menu
from qualityvisit.ui.note_sheet import NoteSheet, Place
from qualityvisit.ui.saving import SaveGuard
from tests.ui.keys import press, type_text
from tests.ui.stands import stand
from tests.ui.workspaces import Filled, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qualityvisit.ui.note_block import NoteBlock

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ALT = Qt.KeyboardModifier.AltModifier


class Sheet:
    """A sheet in which somebody is written of."""

    def __init__(self, filled: Filled, qtbot: QtBot) -> None:
        self.filled, self.ws, self.qtbot = filled, filled.ws, qtbot
        self.sheet = NoteSheet(filled.ws, SaveGuard(filled.ws))
        self.window = stand(self.sheet, qtbot, 800, 500)
        self.turn()

    def turn(self, question: int = 0) -> None:
        f = self.filled
        asked = f.questions[question]
        self.sheet.show_place(Place(f.visit, f.pupils, records.PUPILS, f.theme, asked))
        self.sheet.focus_end()

    @property
    def block(self) -> NoteBlock:
        return self.sheet._column.blocks[0]

    def type(self, text: str) -> None:
        for letter in text:
            widget = QApplication.focusWidget()
            assert widget is not None
            type_text(widget, letter)

    def marked(self, *words: str) -> None:
        """Wait until these are underlined."""
        self.qtbot.waitUntil(lambda: [w for _kind, w in self.block.discreet.marked] == [*words])

    def menu(self) -> QMenu:
        press(self.block.editor, Qt.Key.Key_Return, ALT)
        found = QApplication.activePopupWidget()
        assert isinstance(found, QMenu)
        return found

    def choose(self, words: str) -> None:
        menu = self.menu()
        next(a for a in menu.actions() if a.text() == words).trigger()
        menu.close()


@pytest.fixture
def sheet(tmp_path: Path, qtbot: QtBot) -> Iterator[Sheet]:
    filled = fill(tmp_path / "profile")
    made = Sheet(filled, qtbot)
    yield made
    made.window.close()
    filled.ws.close()


def test_a_name_is_underlined_with_dots_and_nothing_is_changed(sheet: Sheet) -> None:
    sheet.type("Det är Elsa som bestämmer.")
    before = sheet.block.editor.height()
    sheet.marked("Elsa")
    assert sheet.block.words == "Det är Elsa som bestämmer."
    assert sheet.block.editor.height() == before
    styles = [s.format.underlineStyle() for s in sheet.block.editor.extraSelections()]
    assert styles == [QTextCharFormat.UnderlineStyle.DotLine]


def test_the_underline_goes_with_the_words_and_away_with_them(sheet: Sheet) -> None:
    sheet.type("Elsa säger nej.")
    sheet.marked("Elsa")
    sheet.block.editor.place(0)
    sheet.type("Då! ")
    assert sheet.block.discreet.marked == [("name", "Elsa")]  # at once, before it is looked again
    sheet.marked("Elsa")
    sheet.block.editor.selectAll()
    sheet.type("Nej.")
    sheet.marked()


def test_a_key_exchanges_the_words_and_undo_brings_them_back(sheet: Sheet) -> None:
    sheet.type("Det är Elsa som bestämmer.")
    sheet.marked("Elsa")
    sheet.block.editor.place(9)
    sheet.choose("Byt till ”en elev”")
    assert sheet.block.words == "Det är en elev som bestämmer."
    sheet.marked()
    binding = sheet.block.binding
    assert binding is not None
    binding.undo()
    assert sheet.block.words == "Det är Elsa som bestämmer."
    sheet.marked("Elsa")


def test_words_that_are_let_stand_are_not_underlined_again(sheet: Sheet) -> None:
    sheet.type("Det är Elsa.")
    sheet.marked("Elsa")
    sheet.block.editor.place(9)
    sheet.choose("Låt stå")
    assert sheet.block.discreet.marked == []
    sheet.turn(1)
    sheet.turn(0)
    sheet.block.discreet.look_again()
    assert sheet.block.discreet.marked == []


def test_the_menu_says_what_it_is_and_why(sheet: Sheet) -> None:
    sheet.type("Det är Elsa.")
    sheet.marked("Elsa")
    sheet.block.editor.place(8)
    menu = sheet.menu()
    first = menu.actions()[0]
    assert first.text() == "Namn. Det visar vem som menas."
    assert not first.isEnabled()
    menu.close()
    offered = note_menu(sheet.sheet, sheet.block)
    assert [a.text() for a in offered.actions()[1:3]] == ["Byt till ”en elev”", "Låt stå"]
    offered.deleteLater()


def test_a_screen_reader_hears_of_the_words_at_the_caret(sheet: Sheet) -> None:
    sheet.type("Det är Elsa.")
    sheet.marked("Elsa")
    sheet.block.editor.place(8)
    said = sheet.block.editor.accessibleDescription()
    assert said == "Elsa: namn. Alt+Enter: vad som kan göras."
    sheet.block.editor.place(0)
    assert sheet.block.editor.accessibleDescription() == ""


def test_the_key_is_no_new_note_where_nothing_is_marked(sheet: Sheet) -> None:
    sheet.type("Det är lugnt.")
    sheet.marked()
    press(sheet.block.editor, Qt.Key.Key_Return, ALT)
    assert QApplication.activePopupWidget() is None
    assert sheet.block.words.strip() == "Det är lugnt."


def test_places_are_right_beside_signs_of_two_units(sheet: Sheet) -> None:
    sheet.type("😀 Det är Elsa 😀 och Hugo.")
    sheet.marked("Elsa", "Hugo")


def test_the_unit_s_own_name_and_the_size_of_groups_are_as_set(sheet: Sheet) -> None:
    sheet.ws.register.set_fact("groups.least", "3")
    sheet.type("Tre elever och två elever.")
    sheet.marked("två elever")
