"""What is typed is what is shared, in every alphabet and from both sides."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from qualityvisit.errors import NotSaved, Refused
from qualityvisit.model.text import Units
from qualityvisit.ui.binding import Splice, TextBinding, cleaned, difference
from tests.ui.keys import CTRL, SHIFT, press, type_text
from tests.ui.texts import FreeText, pair

LETTERS = ["a", "å", "Ä", "ö", " ", "\n", "\u00a0", "\u0301", "–", "😀", "👩‍🏫", "🇸🇪"]
ANY = st.lists(st.sampled_from(LETTERS)).map("".join)
MESSY = ["å", "ä", "Ö", "a", " ", "\n", "\r\n", "😀", "👩‍🏫", "é", "\u00a0", "\u2028", "\t", "\0"]


@dataclass
class Bound:
    editor: QTextEdit | QPlainTextEdit
    text: FreeText
    binding: TextBinding

    @property
    def shown(self) -> str:
        raw = self.editor.document().toRawText()
        return raw.replace("\u2029", "\n").replace("\u2028", "\n")

    def agree(self) -> str:
        assert self.shown == str(self.text)
        return self.shown

    def place(self, anchor: int, position: int | None = None) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(anchor)
        if position is not None:
            cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)


Bind = Callable[..., Bound]


@pytest.fixture(params=[QTextEdit, QPlainTextEdit])
def bind(request: pytest.FixtureRequest, qtbot: QtBot) -> Bind:
    def make(text: FreeText | str = "") -> Bound:
        shared = FreeText(text) if isinstance(text, str) else text
        editor = request.param()
        qtbot.addWidget(editor)
        return Bound(editor, shared, TextBinding(editor, shared))

    return make


# --- Counting


@given(ANY, st.integers(0, 60))
def test_units_and_points_are_each_others_inverse(text: str, at: int) -> None:
    at = min(at, len(text))
    units = Units(text)
    assert units.to_points(units.to_units(at)) == at


@given(ANY)
def test_a_unit_inside_a_pair_rounds_down(text: str) -> None:
    units = Units(text)
    places = [units.to_points(unit) for unit in range(units.to_units(len(text)) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(text)


@given(ANY, ANY, st.integers(0, 60))
def test_the_difference_leads_from_old_to_new(old: str, new: str, near: int) -> None:
    splice = difference(old, new, near)
    assert old[: splice.at] + splice.insert + old[splice.at + splice.remove :] == new


def test_the_difference_is_the_smallest_and_where_it_was_typed() -> None:
    assert difference("aaa", "aaaa", 1) == Splice(1, 0, "a")
    assert difference("hej du", "hej dag", 0) == Splice(5, 1, "ag")
    assert difference("abc", "xbc", 0) == Splice(0, 1, "x")
    assert difference("abc", "", 0) == Splice(0, 3, "")


@given(st.text())
def test_cleaned_text_has_one_kind_of_line_end_and_whole_characters(text: str) -> None:
    found = cleaned(text)
    assert not set(found) & set("\r\0\u2028\u2029")
    assert found.encode().decode() == found


# --- Typing


def test_swedish_and_emoji_are_typed(bind: Bind) -> None:
    bound = bind()
    type_text(bound.editor, "Hej åäö ÅÄÖ")
    bound.editor.insertPlainText(" 😀👩‍🏫 ")
    press(bound.editor, Qt.Key.Key_Return)
    type_text(bound.editor, "é")
    assert bound.agree() == "Hej åäö ÅÄÖ 😀👩‍🏫 \né"
    for _ in range(6):
        press(bound.editor, Qt.Key.Key_Backspace)
        bound.agree()


def test_a_whole_replacement_and_a_change_of_format_are_understood(bind: Bind) -> None:
    bound = bind("a\nb")
    bound.editor.setPlainText("å\u00a0b\n😀")
    assert bound.agree() == "å\u00a0b\n😀"
    cursor = bound.editor.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    wide = QTextBlockFormat()
    wide.setTopMargin(5)
    cursor.mergeBlockFormat(wide)
    bound.agree()
    bound.editor.selectAll()
    bound.editor.cut()
    assert bound.agree() == ""


def test_pasted_line_ends_and_nul_are_made_clean(bind: Bind) -> None:
    bound = bind("före efter")
    bound.place(5)
    bound.editor.insertPlainText("a\r\nb\0c\u2028d")
    assert bound.agree() == "före a\nbc\ndefter"
    type_text(bound.editor, "å")
    bound.agree()


def test_what_others_bring_with_odd_line_ends_keeps_positions(bind: Bind) -> None:
    bound = bind("ab")
    bound.text.splice(1, 0, "\r\n\u2029\ufdd0")
    bound.place(1 + 4)
    type_text(bound.editor, "å")
    assert str(bound.text) == "a\r\n\u2029\ufdd0åb"


def test_shift_enter_is_a_line_end(bind: Bind) -> None:
    bound = bind("a")
    bound.place(1)
    press(bound.editor, Qt.Key.Key_Return, SHIFT)
    type_text(bound.editor, "b")
    assert bound.agree() == "a\nb"


# --- Others at the same time


def test_a_colleagues_words_leave_caret_and_selection(bind: Bind) -> None:
    both = pair("åäö 😀 slut")
    bound = bind(both.mine)
    bound.place(4, 6)
    both.theirs.splice(0, 0, "😀Ö ")
    both.meet()
    bound.agree()
    assert bound.editor.textCursor().selectedText() == "😀"
    both.theirs.splice(len("😀Ö åäö "), 0, "!")
    both.theirs.splice(len("😀Ö åäö !😀"), 0, "?")
    both.meet()
    assert bound.agree() == "😀Ö åäö !😀? slut"
    assert bound.editor.textCursor().selectedText() == "😀"


def test_a_selection_made_backwards_stays_so(bind: Bind) -> None:
    both = pair("ett två tre")
    bound = bind(both.mine)
    bound.place(7, 4)
    both.theirs.splice(0, 0, "noll ")
    both.meet()
    cursor = bound.editor.textCursor()
    assert (cursor.selectedText(), cursor.position()) == ("två", 9)


def test_the_caret_stays_before_words_that_come_there(bind: Bind) -> None:
    both = pair("slut")
    bound = bind(both.mine)
    bound.place(4)
    both.theirs.splice(4, 0, " här")
    both.meet()
    type_text(bound.editor, "!")
    assert bound.agree() == "slut! här"


def test_a_caret_in_words_that_go_is_left_where_they_were(bind: Bind) -> None:
    both = pair("ett två tre")
    bound = bind(both.mine)
    bound.place(6)
    both.theirs.splice(4, 4, "")
    both.meet()
    assert bound.agree() == "ett tre"
    assert bound.editor.textCursor().position() == 4


def test_two_editors_on_one_text_follow_each_other(bind: Bind) -> None:
    one = bind("gemensam")
    two = bind(one.text)
    one.place(8)
    type_text(one.editor, " åsikt")
    assert two.agree() == "gemensam åsikt"
    two.place(0)
    type_text(two.editor, "En ")
    assert one.agree() == "En gemensam åsikt"


def test_what_an_input_method_composes_is_not_shared_before_it_is_done(bind: Bind) -> None:
    both = pair("caf")
    bound = bind(both.mine)
    bound.place(3)
    QApplication.sendEvent(bound.editor, QInputMethodEvent("´", []))
    assert str(bound.text) == "caf"
    both.theirs.splice(0, 0, "X")
    both.meet()
    bound.agree()
    assert bound.editor.textCursor().block().layout().preeditAreaPosition() == 4
    done = QInputMethodEvent("", [])
    done.setCommitString("é")
    QApplication.sendEvent(bound.editor, done)
    assert bound.agree() == "Xcafé"


# --- Undo


def test_undo_takes_back_only_ones_own(bind: Bind) -> None:
    both = pair("")
    bound = bind(both.mine)
    type_text(bound.editor, "mitt")
    both.meet()
    both.theirs.splice(4, 0, " ditt")
    both.meet()
    press(bound.editor, Qt.Key.Key_Z, CTRL)
    assert bound.agree() == " ditt"
    press(bound.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert bound.agree() == "mitt ditt"
    assert bound.editor.textCursor().position() == 4


def test_undo_in_a_closed_editor_does_nothing(bind: Bind) -> None:
    bound = bind("")
    type_text(bound.editor, "ord")
    bound.editor.setReadOnly(True)
    press(bound.editor, Qt.Key.Key_Z, CTRL)
    assert bound.agree() == "ord"


# --- Trouble


class Failing(FreeText):
    """Fails as told, before or after the words are in memory."""

    trouble: Exception | None = None
    keeps = True

    def splice(self, at: int, remove: int, insert: str) -> None:
        if self.keeps or not self.trouble:
            super().splice(at, remove, insert)
        if self.trouble:
            raise self.trouble


def test_words_stay_when_the_disk_is_full(bind: Bind, qtbot: QtBot) -> None:
    bound = bind(Failing())
    bound.text.trouble = NotSaved("full")  # type: ignore[attr-defined]
    with qtbot.waitSignal(bound.binding.not_saved):
        type_text(bound.editor, "å")
    assert bound.agree() == "å"


def test_what_is_refused_goes_away_again(bind: Bind, qtbot: QtBot) -> None:
    bound = bind(Failing("kvar"))
    bound.text.trouble, bound.text.keeps = Refused("no"), False  # type: ignore[attr-defined]
    with qtbot.waitSignal(bound.binding.refused):
        type_text(bound.editor, "å")
    assert bound.agree() == "kvar"


def test_a_closed_binding_lets_go(bind: Bind) -> None:
    bound = bind("a")
    bound.binding.close()
    type_text(bound.editor, "å")
    bound.text.splice(0, 1, "b")
    assert (bound.shown, str(bound.text)) == ("åa", "b")


# --- At random


def test_two_people_write_at_random_and_agree(bind: Bind) -> None:
    rnd = random.Random(7)
    both = pair("")
    editors = [bind(both.mine), bind(both.theirs)]
    for _ in range(800):
        bound = rnd.choice(editors)
        _edit_somewhere(rnd, bound)
        bound.agree()
        if rnd.random() < 0.1:
            both.meet()
            assert editors[0].agree() == editors[1].agree()


def _edit_somewhere(rnd: random.Random, bound: Bound) -> None:
    end = bound.editor.document().characterCount() - 1
    bound.place(0)
    cursor = bound.editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, n=rnd.randint(0, end))
    if rnd.random() < 0.35:
        keep = QTextCursor.MoveMode.KeepAnchor
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, keep, rnd.randint(1, 6))
    bound.editor.setTextCursor(cursor)
    if rnd.random() < 0.3:
        cursor.removeSelectedText()
    elif rnd.random() < 0.15:
        rnd.choice((bound.binding.undo, bound.binding.redo))()
    else:
        bound.editor.insertPlainText("".join(rnd.choices(MESSY, k=rnd.randint(1, 4))))
