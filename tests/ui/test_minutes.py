"""The minutes: no note is dropped, every word is shared, nothing is finished too early."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from qualityvisit import visit_record
from qualityvisit.errors import NotSaved
from qualityvisit.model import records
from qualityvisit.model.sourcing import lacking
from qualityvisit.ui.dialogs import ReasonDialog
from qualityvisit.ui.kit import Pressable
from qualityvisit.ui.minutes import MinutesScreen
from tests.ui import audit
from tests.ui.desks import Window, answer
from tests.ui.keys import CTRL, press, type_text
from tests.ui.workspaces import Filled, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qualityvisit.ui.note_card import NoteCard
    from qualityvisit.ui.passage_block import PassageBlock

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Desk:
    """Minutes that are being written."""

    def __init__(self, filled: Filled, qtbot: QtBot) -> None:
        self.filled, self.ws, self.qtbot = filled, filled.ws, qtbot
        self.notes = filled.interview()
        self.window = Window(filled.ws, qtbot)
        self.screen = MinutesScreen(self.window.desk)
        self.window.show_screen(self.screen, id=filled.visit)

    def read(self) -> None:
        self.screen.make_stale()

    @property
    def view(self) -> records.Minutes:
        return self.ws.minutes(self.filled.visit).minutes

    @property
    def undecided(self) -> list[str]:
        return [n.id for n in self.ws.minutes(self.filled.visit).undecided]

    @property
    def blocks(self) -> list[PassageBlock]:
        return self.screen.paper.column.blocks

    @property
    def lines(self) -> list[str]:
        return [b.words for b in self.blocks]

    def card(self, note: str) -> NoteCard:
        return self.screen.notes._cards[note]

    def press(self, words: str, inside: QWidget | None = None) -> None:
        buttons = (inside or self.screen).findChildren(QPushButton)
        next(b for b in buttons if b.accessibleName() == words).click()
        self.read()

    def type(self, text: str) -> None:
        for letter in text:
            widget = QApplication.focusWidget()
            assert widget is not None
            type_text(widget, letter)

    def passages(self) -> list[records.Passage]:
        self.ws.settle()
        return self.ws.all(records.Passage, parent=self.filled.visit)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    filled = fill(tmp_path / "profile")
    yield Desk(filled, qtbot)
    filled.ws.close()


# --- Notes


def test_notes_are_counted_by_theme_and_group(desk: Desk) -> None:
    matrix = desk.screen.notes.matrix.matrix
    cells = [
        [matrix.index(r, c).data() for c in range(matrix.columnCount())]
        for r in range(matrix.rowCount())
    ]
    assert cells == [
        ["Alla teman", "0/1", "0/3"], ["Trygghet och studiero", "0/1", "0/3"]
    ]  # fmt: skip


def test_a_cell_narrows_the_notes(desk: Desk) -> None:
    matrix = desk.screen.notes.matrix
    matrix.setCurrentIndex(matrix.matrix.index(1, 1))
    assert list(desk.screen.notes._cards) == [desk.notes[0]]
    matrix.setCurrentIndex(matrix.matrix.index(0, 0))
    assert set(desk.screen.notes._cards) == set(desk.notes)


def test_ways_to_write_are_told_apart_by_their_heading(desk: Desk) -> None:
    names = [b.accessibleName() for b in desk.screen.paper.findChildren(QPushButton)]
    assert "Skriv ett stycke: Styrkor" in names
    assert len(names) == len(set(names))


def test_a_note_is_carried_over_to_its_section(desk: Desk) -> None:
    desk.press("Anteckning 2: för över")
    assert desk.notes[1] not in desk.undecided
    assert desk.lines == ["Det är lugnt på rasten."]
    assert "Ur anteckning 2" in desk.blocks[0].editor.accessibleName()
    assert desk.card(desk.notes[1]).fate[0] == "carried"


def test_a_note_is_left_out_with_a_reason_and_taken_back(desk: Desk) -> None:
    def because(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        buttons = dialog.findChildren(QPushButton)
        next(b for b in buttons if b.text() == "Någon kan kännas igen").click()

    answer(because)
    desk.press("Anteckning 3: lämna utanför")
    view = desk.ws.minutes(desk.filled.visit)
    assert [(n.id, why) for n, why in view.left_out] == [(desk.notes[2], "Någon kan kännas igen")]
    desk.press("Anteckning 3: ångra", desk.screen.side)
    assert desk.notes[2] in desk.undecided


def test_all_notes_are_carried_over_at_once_and_the_visit_follows(desk: Desk) -> None:
    desk.ws.visit(desk.filled.visit).set_state("done")
    desk.screen.carry_all()
    desk.read()
    assert not desk.undecided
    assert len(desk.lines) == 4
    assert desk.ws.get(records.Visit, desk.filled.visit).status == "compiled"


# --- The document


def test_words_are_kept_as_they_are_typed(desk: Desk) -> None:
    desk.screen.carry_all()
    desk.read()
    block = desk.blocks[0]
    desk.screen.paper.column.enter(block, -1)
    desk.type(" Också på våren 😀")
    assert "Rutinen följs upp varje vecka. Också på våren 😀" in {p.text for p in desk.passages()}


def test_a_colleagues_words_come_into_the_same_paragraph(desk: Desk) -> None:
    desk.screen.carry_all()
    desk.read()
    block = desk.blocks[0]
    desk.screen.paper.column.enter(block, -1)
    desk.ws.visit(desk.filled.visit).text(block.passage_id).splice(0, 0, "Enligt alla: ")
    desk.type("!")
    assert desk.lines[0] == "Enligt alla: Rutinen följs upp varje vecka.!"


def test_enter_at_the_end_begins_a_paragraph_of_ones_own(desk: Desk) -> None:
    desk.screen.carry_all()
    desk.read()
    first = desk.blocks[0]
    desk.screen.paper.column.enter(first, -1)
    desk.type("\n")
    assert len(desk.passages()) == 4
    desk.type("Egna ord")
    own = next(p for p in desk.passages() if p.text == "Egna ord")
    assert own.section == first.section
    assert desk.lines[:2] == ["Rutinen följs upp varje vecka.", "Egna ord"]
    desk.read()
    assert [s.passage for s in lacking(desk.passages())] == [own.id]


def test_enter_in_the_middle_is_a_new_line(desk: Desk) -> None:
    desk.screen.carry_all()
    desk.read()
    desk.screen.paper.column.enter(desk.blocks[0], 7)
    desk.type("\n")
    assert desk.lines[0] == "Rutinen\n följs upp varje vecka."


def test_an_empty_line_that_is_left_goes_away(desk: Desk, qtbot: QtBot) -> None:
    desk.screen.paper.begin(records.INTRO)
    assert desk.lines == [""]
    desk.screen.notes.matrix.setFocus()
    qtbot.waitUntil(lambda: desk.lines == [])
    assert not desk.passages()


def test_a_paragraph_that_is_emptied_lets_its_notes_go(desk: Desk) -> None:
    desk.press("Anteckning 2: för över")
    block = desk.blocks[0]
    desk.screen.paper.column.enter(block, -1)
    press(block.editor, Qt.Key.Key_A, CTRL)
    press(block.editor, Qt.Key.Key_Delete)
    press(block.editor, Qt.Key.Key_Backspace)
    assert desk.lines == []
    assert desk.notes[1] in desk.undecided


def test_a_note_is_linked_to_a_paragraph(desk: Desk) -> None:
    section = f"group:pupils/{desk.filled.theme}"
    desk.ws.visit(desk.filled.visit).add_passage(section, "Flera undviker toaletten.")
    desk.read()
    menu = desk.screen.paper.menu_of(desk.blocks[0])
    links = menu.findChild(QMenu)
    assert links is not None
    assert links.title() == "Koppla anteckning"
    action = next(a for a in links.actions() if "toaletten" in a.text())
    action.trigger()
    assert desk.passages()[0].sources == (desk.notes[2],)
    assert desk.notes[2] not in desk.undecided


def test_undo_in_a_paragraph_takes_back_ones_own(desk: Desk) -> None:
    desk.screen.carry_all()
    desk.read()
    desk.screen.paper.column.enter(desk.blocks[0], 0)
    desk.type("X")
    press(desk.blocks[0].editor, Qt.Key.Key_Z, CTRL)
    assert desk.lines[0] == "Rutinen följs upp varje vecka."


def test_findings_and_actions_stand_in_the_document(desk: Desk) -> None:
    document = desk.ws.visit(desk.filled.visit)
    document.add_finding(records.STRENGTH, "Lugna raster")
    document.add_action("Lås på toaletterna", responsible="Rektor")
    desk.read()
    said = {label.text() for label in desk.screen.paper.findChildren(QLabel)}
    assert {"Lugna raster", "Lås på toaletterna", "Rektor"} <= said


# --- Files


def test_they_are_written_to_a_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ut.docx"
    monkeypatch.setattr(
        visit_record, "write_minutes", lambda _ws, _v, f, kind, _version: f.write_text(kind)
    )
    desk.screen.acts.write(file, "docx")
    assert file.read_text() == "docx"
    assert "ut.docx" in desk.window.notices.passing_words()

    def full(*_args: object) -> None:
        raise NotSaved("Disken är full.")

    monkeypatch.setattr(visit_record, "write_minutes", full)
    desk.screen.acts.write(file, "pdf")
    assert desk.window.notices.shown()[0].title == "Disken är full."


def test_the_document_closes_while_the_disk_refuses(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise NotSaved("Disken är full.")

    desk.screen.carry_all()
    desk.read()
    desk.screen.paper.column.enter(desk.blocks[0], 0)
    with monkeypatch.context() as patch:
        patch.setattr(desk.ws.journal, "append", full)
        desk.type("Å")
        assert desk.lines[0].startswith("Å")
        assert desk.blocks[0].editor.isReadOnly()
    desk.screen.guard.look()
    assert not desk.blocks[0].editor.isReadOnly()


@pytest.mark.parametrize("width", [1440, 1100, 800])
def test_the_panes_give_way(tmp_path: Path, qtbot: QtBot, width: int) -> None:
    filled = fill(tmp_path / "profile")
    window = Window(filled.ws, qtbot, width)
    screen = MinutesScreen(window.desk)
    filled.interview()
    window.show_screen(screen, id=filled.visit)
    assert screen._right.isVisible() == (width >= 1240)
    assert screen._left.isVisible() == (width >= 900)
    screen.show_note(2)
    assert screen._left.isVisible()
    assert screen.notes._marked
    assert screen.notes._all.isVisible() == (width < 1240)
    assert screen.escape() == (width < 900)
    screen.notes.carry_all.emit()
    screen.read_again()
    assert not filled.ws.minutes(filled.visit).undecided
    assert screen.notes._all.isHidden()
    window.close()
    filled.ws.close()


def test_every_control_has_a_name_and_is_reached(desk: Desk) -> None:
    desk.screen.carry_all()
    desk.read()
    assert not audit.nameless(desk.screen)
    assert not audit.too_small(desk.screen)
    assert not audit.not_reached(desk.screen)


def test_a_number_in_the_margin_leads_to_its_note(desk: Desk, qtbot: QtBot) -> None:
    desk.screen.carry_all()
    desk.read()
    QApplication.processEvents()
    block = desk.blocks[0]
    rect, mark = block._places[0]
    with qtbot.waitSignal(block.source_pressed):
        QTest.mouseClick(block, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert mark.number == 1
    assert desk.screen.notes._marked == desk.notes[0]
    block.grab()


def test_many_sources_take_more_lines(desk: Desk) -> None:
    section = f"group:pupils/{desk.filled.theme}"
    document = desk.ws.visit(desk.filled.visit)
    passage = document.add_passage(section, "Alla säger samma sak.")
    for note in desk.notes:
        document.link(passage, note)
    desk.read()
    QApplication.processEvents()
    block = next(b for b in desk.blocks if b.passage_id == passage)
    assert [m.number for _rect, m in block._places] == [1, 2, 3, 4]
    desk.screen.paper.column.enter(block, 0)
    desk.screen.paper.show_menu()
    menu = desk.screen.paper.menu_of(block)
    next(a for a in menu.actions() if a.text() == "Visa anteckning 2").trigger()
    assert desk.screen.notes._marked == desk.notes[1]
    next(a for a in menu.actions() if a.text() == "Ta bort stycket").trigger()
    assert len(desk.undecided) == 4


# --- What may point somebody out


def pointing(desk: Desk, *words: str) -> None:
    """Carry over a note that names somebody, and wait until the card has these words."""
    card = desk.screen.side.pointing
    desk.qtbot.waitUntil(lambda: [*words] == shown_words(card))


def shown_words(card: QWidget) -> list[str]:
    return [p.accessibleName().partition(":")[0] for p in card.findChildren(Pressable)]


def test_the_minutes_show_what_may_point_somebody_out(desk: Desk) -> None:
    desk.filled.write("Det är Elsa som säger det.")
    desk.read()
    desk.screen.carry_all()
    desk.read()
    pointing(desk, "Elsa")
    next(p for p in desk.screen.side.pointing.findChildren(Pressable)).click()
    here = next(b for b in desk.blocks if "Elsa" in b.words).editor
    assert here.textCursor().position() == len("Det är ")  # one press leads to the words
    assert here.hasFocus()
    desk.press("Elsa: Byt till ”en elev”", desk.screen.side)
    assert "Det är en elev som säger det." in desk.lines
    pointing(desk)
    assert not desk.screen.side.pointing.isVisible()


def test_finishing_asks_once_more_where_somebody_may_be_pointed_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.filled.write("Det är Elsa som säger det.")
    desk.read()
    desk.screen.carry_all()
    desk.read()
    asked: list[str] = []

    def ask(_title: str, advice: str, _yes: str) -> bool:
        asked.append(advice)
        return False

    monkeypatch.setattr(desk.window.desk.notices, "ask", ask)
    desk.screen.acts.finish()
    assert "1 ställe kan peka ut någon: ”Elsa”." in asked[0]
    desk.screen.let_stand(desk.screen._pointing()[0])
    desk.screen.acts.finish()
    assert "peka ut" not in asked[1]
    pointing(desk)


def test_the_minutes_are_shown_again_when_what_tab_left_for_them_is_gone(desk: Desk) -> None:
    desk.screen.carry_all()
    desk.read()
    desk.screen._show_lists()
    for card in desk.screen.notes._cards.values():  # as when they are made anew
        for button in card.findChildren(QPushButton):
            button.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.screen.paper.show_minutes(desk.ws.minutes(desk.filled.visit))
    assert desk.lines
