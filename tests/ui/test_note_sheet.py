"""The interview's sheet: notes come, split, go and are walked through as on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTextEdit

from qualityvisit.errors import NotSaved
from qualityvisit.model import records
from qualityvisit.model.records import Note
from qualityvisit.ui.note_sheet import NoteSheet, Place
from qualityvisit.ui.saving import SaveGuard
from tests.core import whole
from tests.ui.keys import CTRL, SHIFT, press, type_text
from tests.ui.stands import stand
from tests.ui.workspaces import Filled, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qualityvisit.ui.note_block import NoteBlock


class Paper:
    """The sheet as a person meets it: what it shows, and keys pressed where the caret is."""

    def __init__(self, filled: Filled, qtbot: QtBot) -> None:
        self.filled, self.ws = filled, filled.ws
        self.sheet = NoteSheet(filled.ws, SaveGuard(filled.ws))
        self.window = stand(self.sheet, qtbot, 800, 500)
        self.turn_to(0)

    def turn_to(self, question: int) -> None:
        f = self.filled
        asked = f.questions[question]
        self.sheet.show_place(Place(f.visit, f.pupils, records.PUPILS, f.theme, asked))
        self.sheet.focus_end()

    @property
    def blocks(self) -> list[NoteBlock]:
        return self.sheet._column.blocks

    @property
    def lines(self) -> list[str]:
        return [b.words for b in self.blocks]

    @property
    def kept(self) -> list[str]:
        """The words of the notes, as another program would read them."""
        self.ws.settle()
        return [n.text for n in self.notes]

    @property
    def notes(self) -> list[Note]:
        return self.ws.all(Note, parent=self.filled.visit)

    def marks(self, note: int = 0) -> list[str]:
        return list(self.notes[note].marks)

    @property
    def editor(self) -> QTextEdit:
        found = QApplication.focusWidget()
        assert isinstance(found, QTextEdit)
        return found

    def type(self, text: str) -> None:
        for letter in text:
            type_text(self.editor, letter)

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        times: int = 1,
    ) -> None:
        for _ in range(times):
            press(self.editor, key, modifiers)

    @property
    def caret(self) -> tuple[int, int]:
        """The block that the caret is in, and its place there."""
        at = next(n for n, b in enumerate(self.blocks) if b.editor.hasFocus())
        return at, self.blocks[at].editor.textCursor().position()


@pytest.fixture
def paper(tmp_path: Path, qtbot: QtBot) -> Iterator[Paper]:
    filled = fill(tmp_path / "profile")
    yield Paper(filled, qtbot)
    filled.ws.close()


# --- Notes come and go


def test_an_empty_sheet_has_a_line_to_type_in_and_no_note(paper: Paper) -> None:
    assert paper.lines == [""]
    assert not paper.notes
    assert paper.editor.placeholderText()


def test_the_first_letter_makes_the_note(paper: Paper) -> None:
    paper.type("Å")
    assert [n.text for n in paper.notes] == ["Å"]
    paper.type("terigen 😀👩‍🏫 går det bra")
    assert paper.kept == ["Återigen 😀👩‍🏫 går det bra"]
    note = paper.notes[0]
    assert (note.author, note.session) == (paper.ws.me.id, paper.filled.pupils)
    assert note.question == paper.filled.questions[0]


def test_spaces_alone_make_no_note(paper: Paper) -> None:
    paper.type("  ")
    assert not paper.notes
    paper.type("a")
    assert paper.kept == ["  a"]


def test_enter_begins_a_new_note_and_shift_enter_a_line(paper: Paper) -> None:
    paper.type("ett")
    paper.press(Qt.Key.Key_Return, SHIFT)
    paper.type("rad två")
    paper.press(Qt.Key.Key_Return)
    paper.type("nästa")
    assert paper.kept == ["ett\nrad två", "nästa"]
    assert paper.lines == ["ett\nrad två", "nästa", ""]


def test_enter_on_the_empty_line_makes_nothing(paper: Paper) -> None:
    paper.type("ett")
    paper.press(Qt.Key.Key_Return, times=4)
    assert paper.lines == ["ett", ""]
    assert len(paper.notes) == 1


def test_enter_in_the_middle_splits_and_the_mark_goes_along(paper: Paper) -> None:
    paper.type("Före 😀 efter")
    paper.sheet.toggle(records.STRENGTH)
    paper.press(Qt.Key.Key_Left, times=5)
    paper.press(Qt.Key.Key_Return)
    assert paper.lines == ["Före 😀 ", "efter", ""]
    assert paper.caret == (1, 0)
    assert sorted(paper.kept) == ["Före 😀 ", "efter"]
    assert [n.marks for n in paper.notes] == [("strength",), ("strength",)]


def test_enter_between_notes_gives_a_line_there(paper: Paper) -> None:
    paper.type("ett\ntvå")
    paper.press(Qt.Key.Key_Up)
    paper.press(Qt.Key.Key_End)
    paper.press(Qt.Key.Key_Return)
    assert paper.lines == ["ett", "", "två"]
    paper.type("däremellan")
    assert paper.lines == ["ett", "däremellan", "två", ""]


def test_a_note_begun_between_two_others_stands_there_when_the_place_is_opened_again(
    paper: Paper,
) -> None:
    paper.type("ett\ntre\nfyra")
    paper.press(Qt.Key.Key_Up, times=2)
    paper.press(Qt.Key.Key_End)
    paper.type("\ntvå")
    paper.type("\ntvå och ett halvt, sjua")
    paper.press(Qt.Key.Key_Left, times=5)
    paper.type("\n")  # what is split stays in its order too
    order = ["ett", "två", "två och ett halvt,", "sjua", "tre", "fyra"]
    assert [line.strip() for line in paper.lines if line] == order
    paper.turn_to(1)
    paper.turn_to(0)
    assert [line.strip() for line in paper.lines if line] == order
    assert [text.strip() for text in paper.kept] == order
    paper.ws.compile(paper.filled.visit)
    passages = paper.ws.all(records.Passage, parent=paper.filled.visit)
    assert [p.text.strip() for p in passages] == order
    whole(paper.ws)


def test_enter_replaces_a_selection(paper: Paper) -> None:
    paper.type("kvar bort sist")
    paper.press(Qt.Key.Key_Left, times=4)
    paper.press(Qt.Key.Key_Left, SHIFT, times=5)
    paper.press(Qt.Key.Key_Return)
    assert paper.lines == ["kvar ", "sist", ""]


def test_backspace_in_an_empty_note_removes_it(paper: Paper) -> None:
    paper.type("ett\ntvå")
    paper.press(Qt.Key.Key_Backspace, times=3)
    assert len(paper.notes) == 2
    paper.press(Qt.Key.Key_Backspace)
    assert paper.kept == ["ett"]
    assert paper.caret == (0, 3)


def test_backspace_at_the_start_of_a_note_only_moves_up(paper: Paper) -> None:
    paper.type("ett\ntvå")
    paper.press(Qt.Key.Key_Home)
    paper.press(Qt.Key.Key_Backspace)
    assert paper.lines == ["ett", "två", ""]
    assert paper.caret == (0, 3)


def test_a_note_left_empty_goes_away(paper: Paper, qtbot: QtBot) -> None:
    paper.type("ett\ntvå")
    paper.press(Qt.Key.Key_A, CTRL)
    paper.press(Qt.Key.Key_Delete)
    assert len(paper.notes) == 2
    paper.press(Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: len(paper.notes) == 1)
    assert paper.lines == ["ett", ""]


def test_turning_to_another_question_leaves_no_empty_note(paper: Paper) -> None:
    paper.type("a")
    paper.press(Qt.Key.Key_Backspace)
    paper.turn_to(1)
    assert not paper.notes


def test_each_question_has_its_own_notes(paper: Paper) -> None:
    paper.type("om den första")
    paper.turn_to(1)
    assert paper.lines == [""]
    paper.type("om den andra")
    paper.turn_to(0)
    assert paper.lines == ["om den första", ""]


def test_a_pasted_text_of_several_lines_stays_one_note(paper: Paper) -> None:
    QApplication.clipboard().setText("rad ett\r\nrad två\nrad\u00a0tre")
    paper.editor.paste()
    assert paper.kept == ["rad ett\nrad två\nrad\u00a0tre"]
    assert len(paper.blocks) == 2


# --- Marks


def test_marks_are_set_and_taken(paper: Paper) -> None:
    paper.type("ett")
    paper.sheet.toggle(records.DEFICIENCY)
    paper.sheet.toggle(records.QUOTE)
    assert paper.marks() == ["deficiency", "quote"]
    paper.sheet.toggle(records.DEFICIENCY)
    assert paper.marks() == ["quote"]
    assert "Citat" in paper.editor.accessibleName()


def test_a_mark_on_the_empty_line_waits_for_its_note(paper: Paper) -> None:
    paper.sheet.toggle(records.QUOTE)
    assert not paper.notes
    paper.type("”Det är lugnt.”")
    assert paper.notes[0].marks == ("quote",)


def test_the_marks_of_the_note_with_the_caret_are_told(paper: Paper, qtbot: QtBot) -> None:
    paper.type("ett")
    paper.sheet.toggle(records.STRENGTH)
    with qtbot.waitSignal(paper.sheet.marks_changed) as told:
        paper.press(Qt.Key.Key_Return)
    assert told.args == [()]
    with qtbot.waitSignal(paper.sheet.marks_changed) as told:
        paper.press(Qt.Key.Key_Up)
    assert told.args == [("strength",)]


# --- The caret


def test_the_arrow_keys_walk_through_the_notes_in_their_column(paper: Paper) -> None:
    paper.type("abcdefgh\nab\nabcdefgh")
    assert paper.caret == (2, 8)
    paper.press(Qt.Key.Key_Up)
    assert paper.caret == (1, 2)
    paper.press(Qt.Key.Key_Up)
    assert paper.caret == (0, 8)
    paper.press(Qt.Key.Key_Up)
    assert paper.caret == (0, 8)
    paper.press(Qt.Key.Key_Down, times=3)
    assert paper.caret == (3, 0)


def test_left_and_right_go_over_the_edges(paper: Paper) -> None:
    paper.type("ett\ntvå")
    paper.press(Qt.Key.Key_Left, times=4)
    assert paper.caret == (0, 3)
    paper.press(Qt.Key.Key_Right)
    assert paper.caret == (1, 0)


def test_ctrl_home_and_end_go_to_the_ends_of_the_sheet(paper: Paper) -> None:
    paper.type("ett\ntvå\ntre")
    paper.press(Qt.Key.Key_Home, CTRL)
    assert paper.caret == (0, 0)
    paper.press(Qt.Key.Key_End, CTRL)
    assert paper.caret == (3, 0)


def test_page_keys_move_a_screenful(paper: Paper) -> None:
    for number in range(30):
        paper.filled.write(f"anteckning {number}")
    paper.sheet.refresh()
    paper.turn_to(0)
    paper.press(Qt.Key.Key_PageUp)
    assert paper.caret[0] < 25
    paper.press(Qt.Key.Key_PageUp, times=5)
    assert paper.caret[0] == 0
    paper.press(Qt.Key.Key_PageDown, times=8)
    assert paper.caret[0] == 30


def test_only_the_current_note_is_a_stop_of_the_tab_key(paper: Paper) -> None:
    paper.type("ett\ntvå\ntre")
    stops = [b for b in paper.blocks if b.editor.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [paper.blocks[2]]


# --- Others


def test_a_colleagues_note_stands_below_signed_and_closed(paper: Paper) -> None:
    paper.type("mitt")
    with paper.filled.as_colleague():
        paper.filled.write("ditt")
    paper.sheet.refresh()
    assert paper.lines == ["mitt", "", "ditt"]
    assert "Eva Exempel" in paper.blocks[2].editor.accessibleName()


def test_a_colleagues_words_come_while_i_write(paper: Paper) -> None:
    paper.type("gemensam")
    note = paper.notes[0].id
    paper.ws.notes(paper.filled.visit).text(note).splice(0, 0, "En ")
    paper.type(" rad")
    assert paper.kept == ["En gemensam rad"]


def test_a_note_that_a_colleague_removes_goes_away_and_the_caret_stays(paper: Paper) -> None:
    paper.type("ett\ntvå")
    paper.ws.notes(paper.filled.visit).remove(paper.notes[1].id)
    paper.sheet.refresh()
    assert paper.lines == ["ett", ""]
    assert paper.caret == (0, 3)


def test_undo_takes_back_in_the_note_with_the_caret_only(paper: Paper) -> None:
    paper.type("ett\n")
    paper.type("två")
    paper.press(Qt.Key.Key_Z, CTRL)
    assert paper.lines[0] == "ett"
    assert paper.lines[1] in ("", "t")  # the first letter came with the note itself


# --- Trouble


def test_what_cannot_be_saved_stays_and_the_editors_close(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.type("sparat")

    def full(*_args: object) -> None:
        raise NotSaved("Disken är full.", "Orden finns kvar.")

    with monkeypatch.context() as patch:
        patch.setattr(paper.ws.journal, "append", full)
        paper.type("!")
        assert paper.lines == ["sparat!", ""]
        assert all(b.editor.isReadOnly() for b in paper.blocks)
        paper.sheet._guard.look()
        assert paper.sheet._guard.trouble
    paper.sheet._guard.look()
    assert paper.sheet._guard.closed is False
    paper.type("?")
    assert paper.kept == ["sparat!?"]


def test_a_note_that_cannot_be_saved_keeps_its_letter(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise NotSaved("Disken är full.", "Orden finns kvar.")

    with monkeypatch.context() as patch:
        patch.setattr(paper.ws.journal, "append", full)
        paper.type("å")
    assert paper.lines == ["å", ""]
    paper.sheet._guard.look()
    paper.sheet.refresh()
    paper.type("terigen")
    assert paper.kept == ["återigen"]
    assert paper.lines == ["återigen", ""]


def test_every_editor_has_a_name(paper: Paper) -> None:
    paper.type("ett\ntvå")
    names = [b.editor.accessibleName() for b in paper.blocks]
    assert all(names)
    assert len(set(names)) == 3
