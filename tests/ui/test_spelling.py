"""Spelling: a wave under what no list knows, suggestions by a key, words of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QMenu

from qualityvisit.model import records
from qualityvisit.ui import spelling
from qualityvisit.ui.note_sheet import NoteSheet, Place
from qualityvisit.ui.saving import SaveGuard
from qualityvisit.ui.spelling import Spelling
from qualityvisit.workspace import Workspace
from tests.ui.keys import ALT, press, type_text
from tests.ui.stands import stand
from tests.ui.workspaces import PASSPHRASE, Filled, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def swedish(no_spelling: None, qapp: QApplication) -> None:  # noqa: ARG001 both come first
    spelling.use("sv")
    Spelling()
    QThreadPool.globalInstance().waitForDone()


class Sheet:
    """A sheet with the caret in it."""

    def __init__(self, filled: Filled, qtbot: QtBot) -> None:
        self.filled, self.ws, self.qtbot = filled, filled.ws, qtbot
        self.sheet = NoteSheet(filled.ws, SaveGuard(filled.ws))
        self.window = stand(self.sheet, qtbot, 800, 500)
        place = Place(filled.visit, filled.pupils, records.PUPILS, filled.theme,
                      filled.questions[0])  # fmt: skip
        self.sheet.show_place(place)
        self.sheet.focus_end()

    def type(self, text: str) -> None:
        for letter in text:
            widget = QApplication.focusWidget()
            assert widget is not None
            type_text(widget, letter)

    def marked(self, *found: tuple[str, str]) -> None:
        """Wait until these are underlined."""
        discreet = self.sheet._column.blocks[0].discreet
        self.qtbot.waitUntil(lambda: discreet.marked == [*found])

    def menu(self, at: int) -> QMenu:
        self.sheet._column.blocks[0].editor.place(at)
        widget = QApplication.focusWidget()
        assert widget is not None
        press(widget, Qt.Key.Key_Return, ALT)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu


@pytest.fixture
def sheet(tmp_path: Path, qtbot: QtBot) -> Iterator[Sheet]:
    filled = fill(tmp_path / "profile")
    yield Sheet(filled, qtbot)
    filled.ws.close()


def wrong(text: str, *learnt: str) -> list[str]:
    return [text[a:b] for a, b in Spelling(frozenset(learnt)).wrong(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vårdnadshavarna är nöjda med elevhälsan.", []),
        ("Kvalitetsdjupdykning på förskolan i åk 4–6", []),
        ("Biblotek och studiro", ["Biblotek", "studiro"]),
        ("BUN och BRUK skrivs med versaler", []),
        ("Skola-hem-samverkan, SO-ämnena", []),
        ("Det är 😀 lugnt 12:30", []),
        ("", []),
    ],
)
def test_swedish_words_are_known_and_others_found(text: str, words: list[str]) -> None:
    assert wrong(text) == words


def test_words_of_ones_own_are_right() -> None:
    assert wrong("Prat i Zorklunda", "Zorklunda") == []
    assert wrong("Prat i Zorklunda") == ["Zorklunda"]


def test_english_has_its_own_list() -> None:
    spelling.use("en")
    checked = Spelling()
    QThreadPool.globalInstance().waitForDone()
    assert [*checked.wrong("The pupils are hapy")] == [(15, 19)]


def test_what_is_switched_off_finds_nothing() -> None:
    spelling.use(spelling.OFF)
    assert wrong("Biblotek") == []


def test_a_word_is_underlined_when_it_has_been_written_out(sheet: Sheet) -> None:
    sheet.type("Vårt biblotek")
    sheet.marked()
    sheet.type(" är bra")
    sheet.marked(("spelling", "biblotek"))
    (shown,) = sheet.sheet._column.blocks[0].editor.extraSelections()
    assert shown.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline


def test_the_caret_that_leaves_a_word_lets_it_be_checked(sheet: Sheet) -> None:
    sheet.type("biblotek")
    sheet.marked()
    sheet.sheet._column.blocks[0].editor.place(0)
    sheet.marked(("spelling", "biblotek"))


def test_a_suggestion_is_written_instead_as_one_step(sheet: Sheet) -> None:
    sheet.type("Vårt biblotek är bra")
    sheet.marked(("spelling", "biblotek"))
    menu = sheet.menu(8)
    words = [a.text() for a in menu.actions() if a.text()]
    assert words[:2] == ["Finns inte i ordlistan.", "bibliotek"]
    menu.actions()[1].trigger()
    menu.close()
    sheet.marked()
    binding = sheet.sheet._column.blocks[0].binding
    assert binding is not None
    assert str(binding.text) == "Vårt bibliotek är bra"
    binding.undo()
    assert str(binding.text) == "Vårt biblotek är bra"


def test_a_word_that_is_added_is_right_everywhere_and_for_good(sheet: Sheet) -> None:
    sheet.type("Zorklunda är stort")
    sheet.marked(("spelling", "Zorklunda"))
    menu = sheet.menu(3)
    adds = [a for a in menu.actions() if a.text()][-1]
    assert adds.text() == "Lägg till ”Zorklunda” i mina ord"
    adds.trigger()
    menu.close()
    sheet.marked()
    assert sheet.ws.standing.learnt == {"Zorklunda"}
    sheet.ws.close()
    again = Workspace.open(sheet.ws.folder, PASSPHRASE)
    assert again.standing.learnt == {"Zorklunda"}
    again.close()


def test_what_points_somebody_out_is_not_told_to_be_misspelt_too(sheet: Sheet) -> None:
    sheet.type("Hon heter Zbygniewa och är glad")
    sheet.qtbot.waitUntil(lambda: bool(sheet.sheet._column.blocks[0].discreet.marked))
    kinds = {kind for kind, _w in sheet.sheet._column.blocks[0].discreet.marked}
    assert kinds == {"name"}


def test_the_names_of_units_are_rightly_spelt(sheet: Sheet) -> None:
    sheet.ws.register.add_unit("Qvarnbyxskolan", ("GR",))
    sheet.sheet._check = type(sheet.sheet._check)(sheet.ws)
    assert [*sheet.sheet._check.spelling.wrong("Qvarnbyxskolan är stor")] == []
