"""Compiling: notes go over by key and by pointer, whole and in part; sentences have sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPlainTextEdit, QPushButton, QWidget

from qualityvisit.model import records
from qualityvisit.model.sourcing import sentences_of
from qualityvisit.ui import note_card
from qualityvisit.ui.comments_card import CommentDialog
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import Pressable
from qualityvisit.ui.note_drag import dragged, packed
from qualityvisit.ui.paper_lines import VoicesLine
from qualityvisit.ui.passage_marks import CHANGED, COMMENT, LACKS, MANNER
from qualityvisit.ui.passage_menu import PHRASE
from qualityvisit.ui.phrase_dialog import PhraseDialog
from qualityvisit.ui.presence import Present
from tests.ui import audit
from tests.ui.desks import Window, answer
from tests.ui.keys import CTRL, press
from tests.ui.test_minutes import Desk
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from qualityvisit.ui.passage_block import PassageBlock
    from qualityvisit.ui.passage_marks import Mark

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    filled = fill(tmp_path / "profile")
    yield Desk(filled, qtbot)
    filled.ws.close()


def key(
    desk: Desk, note: int, which: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:  # fmt: skip
    """Press a key on a note's card."""
    card = desk.card(desk.notes[note])
    card.setFocus()
    press(card, which, modifiers)
    desk.read()
    QApplication.processEvents()


def marks(block: PassageBlock) -> list[Mark]:
    return list(block._marks)


def block_of(desk: Desk, words: str) -> PassageBlock:
    return next(b for b in desk.blocks if words in b.words)


def action(desk: Desk, block: PassageBlock, *path: str) -> QAction:
    """Return an action of a paragraph's menu."""
    menu = desk.screen.paper.menu_of(block)
    for words in path[:-1]:
        inner = next(a for a in menu.actions() if a.text() == words).menu()
        assert isinstance(inner, QMenu)
        menu = inner
    return next(a for a in menu.actions() if a.text().startswith(path[-1]))


def settled(desk: Desk) -> None:
    """Let the lists be read anew, as after a pause."""
    desk.ws.settle()
    desk.screen._show_pointing()
    QApplication.processEvents()


# --- Notes by keys


def test_enter_carries_a_note_over_and_goes_on_to_the_next(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    assert desk.lines == ["Det är lugnt på rasten."]
    assert QApplication.focusWidget() is desk.card(desk.notes[2])
    key(desk, 1, Qt.Key.Key_Return)  # once more: to where it went
    assert QApplication.focusWidget() is desk.blocks[0].editor


def test_a_number_carries_a_note_over_as_what_it_is(desk: Desk) -> None:
    for number, which in enumerate((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)):
        key(desk, number, which)
    found = {p.sources: p.manner for p in desk.passages()}
    assert [found[n,] for n in desk.notes[:3]] == [*records.MANNERS]
    key(desk, 0, Qt.Key.Key_3)
    assert {p.sources: p.manner for p in desk.passages()}[desk.notes[0],] == "interpretation"
    marked = [m.shown for b in desk.blocks for m in marks(b) if m.kind == MANNER]
    assert marked == ["Tolkning", "Iakttagelse", "Tolkning"]


def test_delete_leaves_a_note_out_and_arrows_walk(desk: Desk) -> None:
    order = list(desk.screen.notes._cards)
    card = desk.card(order[0])
    card.setFocus()
    press(card, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is desk.card(order[1])
    press(desk.card(order[1]), Qt.Key.Key_Up)
    assert QApplication.focusWidget() is card
    answer(lambda d: next(b for b in d.findChildren(QPushButton)
                          if b.text() == "Någon kan kännas igen").click())  # fmt: skip
    key(desk, 1, Qt.Key.Key_X)
    assert desk.card(desk.notes[1]).fate == (note_card.LEFT_OUT, "Någon kan kännas igen")


def test_those_that_are_left_come_first(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    order = list(desk.screen.notes._cards)
    assert order == [desk.notes[0], desk.notes[2], desk.notes[3], desk.notes[1]]


def test_a_part_of_a_note_goes_over_by_keys_alone(desk: Desk) -> None:
    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, FormDialog)
        field = dialog.form.first()
        assert isinstance(field, QPlainTextEdit)
        cursor = field.textCursor()
        cursor.setPosition(0)
        cursor.setPosition(12, cursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)
        dialog.yes.click()

    answer(choose)
    key(desk, 1, Qt.Key.Key_Return, SHIFT)
    assert desk.lines == ["Det är lugnt"]
    assert desk.notes[1] not in desk.undecided


def test_words_that_are_marked_in_a_note_go_over(desk: Desk) -> None:
    desk.card(desk.notes[1])._text.setSelection(7, 5)
    key(desk, 1, Qt.Key.Key_Return, SHIFT)
    assert desk.lines == ["lugnt"]


def test_a_note_is_written_where_the_caret_is(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    desk.screen.paper.column.enter(desk.blocks[0], -1)
    key(desk, 2, Qt.Key.Key_Return, CTRL)
    assert desk.lines == ["Det är lugnt på rasten. ”Ingen vågar gå på toaletten.”"]
    [passage] = desk.passages()
    assert [s.notes for s in sentences_of(passage)] == [(desk.notes[1],), (desk.notes[2],)]
    assert [(m.number, m.at) for m in marks(desk.blocks[0])] == [(2, 0), (3, 24)]


# --- Notes by the pointer


def drop(target: QWidget, data: QMimeData, at: QPoint) -> None:
    """Drag over a widget, away, back and let go."""
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    none = Qt.KeyboardModifier.NoModifier
    for _turn in range(2):
        QApplication.sendEvent(target, QDragEnterEvent(at, *given, none))
        QApplication.sendEvent(target, QDragMoveEvent(at, *given, none))
        if not _turn:
            QApplication.sendEvent(target, QDragLeaveEvent())
    QApplication.sendEvent(target, QDropEvent(QPointF(at), *given, none))
    QApplication.processEvents()


def test_a_note_is_dropped_between_paragraphs(desk: Desk) -> None:
    key(desk, 0, Qt.Key.Key_Return)
    key(desk, 1, Qt.Key.Key_Return)
    ground, block = desk.screen.paper.column.ground, desk.blocks[0]
    drop(ground, packed(desk.notes[2], "Ingen vågar"), block.geometry().bottomLeft())
    desk.read()
    staff = [p for p in desk.passages() if p.section == block.section]
    assert [p.text for p in staff] == ["Rutinen följs upp varje vecka.", "Ingen vågar"]
    drop(ground, QMimeData(), block.geometry().bottomLeft())
    assert len(desk.passages()) == 3


def test_a_note_is_dropped_into_a_paragraph(desk: Desk, qtbot: QtBot) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    block = desk.blocks[0]
    drop(block.editor.viewport(), packed(desk.notes[2], ""), QPoint(1, 5))
    qtbot.waitUntil(lambda: desk.lines[0].startswith("”Ingen vågar"))
    assert desk.lines == ["”Ingen vågar gå på toaletten.” Det är lugnt på rasten."]
    assert desk.notes[2] not in desk.undecided


def test_words_dragged_out_of_a_note_are_that_notes(desk: Desk) -> None:
    card = desk.card(desk.notes[1])
    card._text.setSelection(7, 5)
    assert dragged(QMimeData(), card._text) == (desk.notes[1], "lugnt")
    assert dragged(QMimeData(), card) is None
    broken = QMimeData()
    broken.setData("application/x-qualityvisit-note", b"[1")
    assert dragged(broken) is None


def test_a_drag_begins_when_the_pointer_has_gone_far_enough(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(note_card, "drag", lambda _card, note, _words: begun.append(note))
    card = desk.card(desk.notes[1])
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    QTest.mouseMove(card, QPoint(6, 5))
    assert begun == []
    QTest.mouseMove(card, QPoint(60, 40))
    assert begun == [desk.notes[1]]
    QTest.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(60, 40))


# --- Sources


def test_a_sentence_of_ones_own_asks_for_its_source_until_it_has_one(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    block = desk.blocks[0]
    desk.screen.paper.column.enter(block, -1)
    desk.type(" Alla vet det.")
    settled(desk)
    assert [m.kind for m in marks(block)] == ["note", LACKS]
    said = [p.accessibleName() for p in desk.screen.side.sources.findChildren(Pressable)]
    assert said == ["Alla vet det."]
    desk.screen.side.sources.findChildren(Pressable)[0].click()
    assert block.editor.textCursor().position() == 24
    action(desk, block, "Koppla anteckning", "3  ").trigger()
    desk.read()
    assert [s.notes for s in sentences_of(desk.passages()[0])][1] == (desk.notes[2],)
    assert LACKS not in {m.kind for m in marks(block)}
    action(desk, block, "Koppla bort anteckning 3").trigger()
    desk.read()
    assert desk.notes[2] in desk.undecided


def test_a_paragraph_that_is_interpretation_needs_no_source(desk: Desk) -> None:
    desk.ws.visit(desk.filled.visit).add_passage(
        f"group:pupils/{desk.filled.theme}", "Vår slutsats."
    )
    desk.read()
    block = desk.blocks[0]
    assert [m.kind for m in marks(block)] == [LACKS]
    assert "Utan källa" in block.editor.accessibleName()
    action(desk, block, "Stycket är", "Tolkning").trigger()
    desk.read()
    assert [m.shown for m in marks(block)] == ["Tolkning"]
    assert "Tolkning" in block.editor.accessibleName()
    QApplication.processEvents()
    block.grab()


def test_a_note_that_changed_is_shown_with_two_ways(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    key(desk, 2, Qt.Key.Key_Return)
    notes = desk.ws.notes(desk.filled.visit)
    notes.edit(desk.notes[1], "Det är oftast lugnt på rasten.")
    notes.edit(desk.notes[2], "”Ingen går på toaletten.”")
    desk.read()
    assert [m.shown for b in desk.blocks for m in marks(b)] == ["2 !", "3 !"]
    assert marks(desk.blocks[0])[0].kind == CHANGED
    desk.press("Anteckning 2: Ta in den nya lydelsen", desk.screen.side)
    desk.press("Anteckning 3: Sedd", desk.screen.side)
    assert desk.lines == ["Det är oftast lugnt på rasten.", "”Ingen vågar gå på toaletten.”"]
    assert not desk.ws.minutes(desk.filled.visit).changed


def test_a_note_that_was_taken_away_is_told_without_its_words(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    desk.ws.notes(desk.filled.visit).remove(desk.notes[1])
    desk.read()
    assert [m.shown for m in marks(desk.blocks[0])] == ["!"]
    said = [p.accessibleName() for p in desk.screen.side.sources.findChildren(Pressable)]
    assert said == ["En anteckning som har tagits bort: Stycket bygger fortfarande på den."]
    labels = desk.screen.side.sources.findChildren(QLabel)
    assert not [w for w in labels if "lugnt" in w.text()]
    desk.press("En anteckning som har tagits bort: Sedd", desk.screen.side)
    assert [m.kind for m in marks(desk.blocks[0])] == [LACKS]


def test_a_paragraph_that_is_removed_leaves_its_notes_where_else_they_stand(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    document = desk.ws.visit(desk.filled.visit)
    own = document.add_passage("overall-strengths", "Lugnt på rasten.")
    document.rest_on(own, desk.notes[1], 0, 5)
    desk.read()
    action(desk, block_of(desk, "Lugnt på"), "Ta bort stycket").trigger()
    desk.read()
    assert desk.lines == ["Det är lugnt på rasten."]
    assert desk.notes[1] not in desk.undecided
    action(desk, desk.blocks[0], "Ta bort stycket").trigger()
    desk.read()
    assert desk.notes[1] in desk.undecided


# --- Comments


def write(words: str) -> Callable[[CommentDialog], None]:
    def act(dialog: CommentDialog) -> None:
        dialog.words.setPlainText(words)
        dialog.yes.click()

    return act


def dialog_of(desk: Desk) -> CommentDialog:
    return [d for d in desk.window.findChildren(CommentDialog) if d.isVisible()][-1]


def test_words_are_commented_on_answered_and_resolved(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    block = desk.blocks[0]
    desk.screen.paper.column.enter(block, 0)
    for _letter in range(12):
        press(block.editor, Qt.Key.Key_Right, SHIFT)
    desk.screen.paper.comment()
    write("Stämmer det?")(dialog_of(desk))
    desk.read()
    assert [m.shown for m in marks(block) if m.kind == COMMENT] == ["1"]
    side, said = desk.screen.side.comments, "Kommentar av Dag Demoson: Stämmer det?"
    assert side.isVisible()
    desk.press(f"Svara: {said}", side)
    write("Ja.")(dialog_of(desk))
    desk.read()
    block.editor.place(-1)
    next(p for p in side.findChildren(Pressable) if p.accessibleName() == said).click()
    assert block.editor.textCursor().position() == 0
    desk.press(f"Markera som löst: {said}", side)
    assert not [m for m in marks(block) if m.kind == COMMENT]
    desk.press("Visa 1 löst", side)
    desk.press(f"Öppna igen: {said}", side)
    desk.press(f"Ta bort: {said}", side)
    assert not desk.ws.all(records.Comment)
    assert not side.isVisible()


def test_an_empty_comment_is_not_kept(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    desk.screen.compiler.comment(desk.blocks[0].passage_id, 0, 0)
    write(" ")(dialog_of(desk))
    assert dialog_of(desk).isVisible()
    assert not desk.ws.all(records.Comment)


# --- What is put in


def test_a_text_block_is_found_filled_in_and_written_where_the_caret_is(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    desk.screen.paper.column.enter(desk.blocks[0], -1)
    desk.screen.paper.phrase()
    [dialog] = desk.window.findChildren(PhraseDialog)
    assert dialog.list.rows.rows[0].title == "Begränsat underlag"  # this section's come first
    dialog.search.setText("så gjordes")
    assert [r.title for r in dialog.list.rows.rows] == ["Så gjordes besöket"]
    press(dialog.search, Qt.Key.Key_Down)
    dialog.yes.click()
    text = desk.passages()[0].text
    assert text.startswith("Det är lugnt på rasten. Barn- och utbildningsnämnden besökte Exempel")
    assert "torsdag 23 mars 2028" in text
    press(desk.blocks[0].editor, Qt.Key.Key_Z, CTRL)
    assert desk.lines == ["Det är lugnt på rasten."]
    assert (PHRASE, "Infoga en standardfras") in desk.screen.shortcuts()


def test_the_four_voices_stand_until_they_are_renewed(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    action(desk, desk.blocks[0], "Infoga de fyra rösterna", "Som tabell").trigger()
    desk.read()
    [line] = [w for w in desk.screen.paper.findChildren(VoicesLine) if w.isVisibleTo(desk.screen)]
    before = line.passage.cells
    desk.filled.write("Nu är det stökigt.", records.DEFICIENCY)
    desk.read()
    assert desk.passages()[-1].cells == before
    desk.press("Uppdatera", line)
    [line] = [w for w in desk.screen.paper.findChildren(VoicesLine) if w.isVisibleTo(desk.screen)]
    assert line.passage.cells != before
    desk.press("Visa som diagram", line)
    assert [p.figure for p in desk.passages() if p.figure] == ["chart"]
    [line] = [w for w in desk.screen.paper.findChildren(VoicesLine) if w.isVisibleTo(desk.screen)]
    desk.press("Ta bort de fyra rösterna", line)
    assert not [p for p in desk.passages() if p.figure]


def test_an_empty_section_takes_a_text_block_and_the_voices(desk: Desk) -> None:
    desk.press("Infoga standardfras …: Inledning och enhetens förutsättningar")
    [dialog] = desk.window.findChildren(PhraseDialog)
    dialog.yes.click()
    desk.press("Infoga de fyra rösterna: Styrkor")
    assert [(p.section, p.figure) for p in desk.passages() if not p.sources] == [
        ("introduction", ""), ("overall-strengths", "table"),
    ]  # fmt: skip
    desk.screen.paper.begin(records.AGREED)
    draft = desk.blocks[-1]
    assert action(desk, draft, "Infoga de fyra rösterna", "Som diagram").isEnabled()


# --- The whole


def test_colleagues_carets_are_shown_in_paragraphs(desk: Desk) -> None:
    key(desk, 1, Qt.Key.Key_Return)
    block, presence = desk.blocks[0], desk.window.desk.presence
    presence._here = {
        "d": Present("d", desk.filled.colleague, block.passage_id, 3, 0.0)
    }  # fmt: skip
    presence.changed.emit()
    assert block.carets is not None
    assert block.carets.places() == {"EE": 3}
    desk.screen.paper.column.enter(block, 5)
    assert (presence._note, presence._caret) == (block.passage_id, 5)
    desk.screen.notes.matrix.setFocus()
    assert presence._note == ""


def test_tab_goes_from_the_notes_to_the_document_and_on(desk: Desk) -> None:
    desk.screen.carry_all()
    desk.read()
    QApplication.processEvents()
    settled(desk)
    desk.screen.notes.matrix.setFocus()
    seen: list[QWidget] = []
    for pane in (desk.screen.notes, desk.screen.paper, desk.screen.side):
        while (here := QApplication.focusWidget()) is not None and pane.isAncestorOf(here):
            seen.append(here)
            press(here, Qt.Key.Key_Tab)
    assert desk.blocks[0].editor in seen or desk.blocks[-1].editor in seen
    assert [desk.card(n) for n in desk.screen.notes._cards] == [
        w for w in seen if isinstance(w, note_card.NoteCard)
    ]
    here = QApplication.focusWidget()
    assert here is not None
    assert desk.screen.header.isAncestorOf(here) or here in desk.screen.findChildren(QWidget)
    assert len(seen) > 12


def test_all_that_was_added_has_a_name_and_is_reached(desk: Desk) -> None:
    desk.screen.carry_all()
    document = desk.ws.visit(desk.filled.visit)
    passage = desk.passages()[0].id
    document.add_comment(passage, "Stämmer det?")
    document.add_voices("overall-strengths", "table", "{}")
    document.add_passage("group:staff/", "Eget.")
    desk.ws.notes(desk.filled.visit).edit(desk.notes[1], "Annat.")
    desk.read()
    desk.qtbot.waitUntil(lambda: not audit.too_small(desk.screen))
    assert not audit.nameless(desk.screen)
    assert not audit.not_reached(desk.screen)


def test_what_remains_lies_over_the_document_where_there_is_little_room(
    tmp_path: Path, qtbot: QtBot
) -> None:
    filled = fill(tmp_path / "profile")
    filled.interview()
    window = Window(filled.ws, qtbot, 1000)
    from qualityvisit.ui.minutes import MinutesScreen  # noqa: PLC0415 as the window does

    screen = MinutesScreen(window.desk)
    window.show_screen(screen, id=filled.visit)
    assert not screen._right.isVisible()
    screen._show_rest.click()
    assert screen._right.isVisible()
    assert not screen._middle.isVisible()
    assert screen.escape()
    assert screen._middle.isVisible()
    window.close()
    filled.ws.close()
