"""A colleague's caret stands where it was said to be, and goes along with what is written here."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qualityvisit.ui.note_block import NoteBlock
from qualityvisit.ui.presence import Present
from tests.ui.test_note_sheet import Paper, paper

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
__all__ = ["paper"]


def show(paper: Paper, *carets: int, heard: float = 1.0) -> NoteBlock:
    """Let a colleague's computers have their carets in the first note."""
    block = paper.blocks[0]
    there = [
        Present(f"device {n}", paper.filled.colleague, block.note_id, at, heard)
        for n, at in enumerate(carets)
    ]
    paper.sheet.show_company(lambda note: there if note == block.note_id else [])
    return block


def places(block: NoteBlock) -> list[int]:
    assert block.carets is not None
    return [w.caret for w in block.carets._writers.values()]


def test_it_goes_along_with_what_is_written_before_it(paper: Paper) -> None:
    paper.type("hej på dig")
    block = show(paper, 3)
    assert places(block) == [3]
    paper.press(Qt.Key.Key_Home)
    paper.type("å ")
    assert places(block) == [5]
    paper.press(Qt.Key.Key_End)
    paper.type("!")
    assert places(block) == [5]
    paper.press(Qt.Key.Key_Backspace, times=9)
    assert places(block) == [4]
    show(paper, 3)  # nothing new has been heard: it stays where it has come to
    assert places(block) == [4]
    show(paper, 2, heard=2.0)
    assert places(block) == [2]


def test_it_neither_moves_the_text_nor_takes_the_caret(paper: Paper) -> None:
    paper.type("en anteckning med 🙂 och en lång rad som går till nästa " * 3)
    before = [b.geometry() for b in paper.blocks], paper.caret
    block = show(paper, 20, 999)
    QApplication.processEvents()
    assert ([b.geometry() for b in paper.blocks], paper.caret) == before
    assert block.carets is not None
    assert block.carets.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert block.carets.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert not block.carets.grab().isNull()  # one beyond the end is painted at the end


def test_it_is_painted_where_the_letter_stands(paper: Paper) -> None:
    paper.type("🙂å🙂 hej")
    block = show(paper, 4)
    assert block.carets is not None
    [writer] = block.carets._writers.values()
    line, ends = block.carets._line_of(writer)
    cursor = block.editor.textCursor()
    cursor.setPosition(6)  # two of the four are two units wide
    wanted = block.editor.viewport().mapToGlobal(block.editor.cursorRect(cursor).topLeft())
    found = block.carets.mapToGlobal(line.topLeft().toPoint())
    assert (abs(found.x() - wanted.x()) <= 1, found.y(), ends) == (True, wanted.y(), False)


def test_it_is_told_aloud_and_goes_with_its_note(paper: Paper) -> None:
    paper.type("hej")
    block = show(paper, 1)
    assert block.editor.accessibleName().endswith("skriver här")
    show(paper)
    assert not block.editor.accessibleName().endswith("skriver här")
    show(paper, 1, heard=2.0)
    paper.sheet.leave()
    paper.turn_to(1)
    paper.turn_to(0)
    assert paper.blocks[0].carets is not None
    assert paper.blocks[0].carets.isVisible()
