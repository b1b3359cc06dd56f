"""The interview: every question dealt with, every word kept, all by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QPushButton,
    QWidget,
)

from qualityvisit.model import records
from qualityvisit.ui.agenda import FREE
from qualityvisit.ui.dialogs import ReasonDialog
from qualityvisit.ui.figure_cards import Bars
from qualityvisit.ui.note_menu import note_menu
from tests.ui.desks import answer
from tests.ui.keys import ALT, CTRL, SHIFT, press, type_text
from tests.ui.rooms import Room
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


# The platform that tests draw on does not know of least and greatest sizes of dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    filled = fill(tmp_path / "profile")
    yield Room(filled, qtbot)
    filled.ws.close()


def test_it_opens_at_the_first_open_question_with_the_caret_on_the_line(room: Room) -> None:
    assert room.asked == "1.1"
    room.type("Lugnt på rasten 😀")
    assert [n.text for n in room.notes] == ["Lugnt på rasten 😀"]


def test_ctrl_enter_ticks_the_question_off_and_goes_on(room: Room) -> None:
    room.keys(Qt.Key.Key_Return, CTRL)
    assert room.progress() == {room.filled.questions[0]: "done"}
    assert room.asked == "1.2"


def test_alt_and_arrows_turn_without_ticking(room: Room) -> None:
    room.keys(Qt.Key.Key_Right, ALT)
    assert room.asked == "1.2"
    room.keys(Qt.Key.Key_Left, ALT)
    assert room.asked == "1.1"
    room.keys(Qt.Key.Key_Left, ALT)
    assert room.asked == "1.1"
    assert not room.progress()


def test_a_question_is_skipped_with_a_usual_reason(room: Room) -> None:
    def choose(dialog: QWidget) -> None:
        buttons = dialog.findChildren(QPushButton)
        next(b for b in buttons if b.text() == "Tiden räckte inte").click()

    answer(choose)
    room.screen.skip()
    assert room.progress() == {room.filled.questions[0]: "skipped Tiden räckte inte"}
    assert room.asked == "1.2"


@pytest.mark.parametrize("width", [1366, 1100, 900])
def test_the_words_below_the_sheet_are_whole_or_not_there_at_all(
    room: Room, qtbot: QtBot, width: int
) -> None:
    room.keys(Qt.Key.Key_Right, ALT)
    room.window.resize(width, 768)
    page = room.screen.page
    ways = (page.back, page.matter, page.pass_by, page.go_on)

    def are_whole() -> bool:
        at_rest = room.screen.width() == width
        return at_rest and all(b.width() >= b.sizeHint().width() for b in ways)

    qtbot.waitUntil(are_whole)
    assert page.go_on.text()


def test_a_key_skips_the_question_and_nothing_where_it_is_settled(room: Room) -> None:
    def choose(dialog: QWidget) -> None:
        buttons = dialog.findChildren(QPushButton)
        next(b for b in buttons if b.text() == "Passar inte gruppen").click()

    answer(choose)
    room.keys(Qt.Key.Key_H, CTRL | SHIFT)
    skipped = {room.filled.questions[0]: "skipped Passar inte gruppen"}
    assert room.progress() == skipped
    room.keys(Qt.Key.Key_Left, ALT)
    room.keys(Qt.Key.Key_H, CTRL | SHIFT)  # would wait for ever if it asked
    assert room.progress() == skipped


def test_a_question_is_skipped_with_ones_own_reason(room: Room) -> None:
    def write(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        dialog.try_it()
        assert dialog.field.error()
        dialog.reason.setText("Gruppen var ny")
        dialog.try_it()

    answer(write)
    room.screen.skip()
    assert room.progress() == {room.filled.questions[0]: "skipped Gruppen var ny"}


def test_a_question_that_is_done_can_be_opened_again(room: Room) -> None:
    room.screen.done()
    room.screen.ask(room.filled.questions[0])
    room.screen.page.reopen.emit()
    assert not room.progress()


def test_the_last_question_says_what_is_left(room: Room) -> None:
    room.screen.ask(room.filled.questions[-1])
    room.screen.done()
    assert "2 frågor återstår" in room.window.notices.passing_words()


def test_search_finds_a_question_and_enter_goes_there(room: Room) -> None:
    room.keys(Qt.Key.Key_F, CTRL)
    room.type("svårt")
    room.keys(Qt.Key.Key_Return)
    assert room.asked == "2.1"
    assert room.screen.questions.search.text() == ""


def test_marks_by_keyboard_and_by_button(room: Room) -> None:
    room.type("Bra")
    room.keys(Qt.Key.Key_1, CTRL)
    assert room.notes[0].marks == ("strength",)
    button = room.screen.page.marks.buttons[3]
    button.click()
    assert set(room.notes[0].marks) == {"strength", "quote"}
    assert button.isChecked()
    room.type("!")
    assert room.notes[0].text == "Bra!"


def test_a_note_without_a_question(room: Room) -> None:
    room.keys(Qt.Key.Key_0, CTRL)
    room.type("Rektor bad att få återkomma")
    assert room.notes[0].question == FREE
    assert room.notes[0].session == room.filled.pupils


def test_people_in_the_room_are_counted_where_they_stand(room: Room) -> None:
    card = room.screen.room
    card.number.setFocus()
    type_text(card.number, "6")
    press(card.number, Qt.Key.Key_Return)
    card.category.setText("elever i åk 7–9")
    card.category.editingFinished.emit()
    card.informed.click()
    found = room.session()
    assert (found.participants, found.category, found.informed) == ("6", "elever i åk 7–9", True)


def test_a_kind_warning_where_the_leadership_listens(room: Room) -> None:
    card = room.screen.room
    assert card._warning.isHidden()
    card.leadership.click()
    room.screen.read_again()
    assert not card._warning.isHidden()


def test_a_small_group_is_warned_of(room: Room) -> None:
    room.ws.visit(room.filled.visit).change_session(room.filled.pupils, participants="2")
    room.screen.read_again()
    assert not room.screen.room._small.isHidden()


def test_the_session_can_be_changed(room: Room) -> None:
    room.type("hos eleverna")
    room.screen._turn_to(room.filled.staff)
    assert "Personal" in room.screen.header._about.whole() or room.screen.sessions.value()
    room.type("hos personalen")
    assert {n.session for n in room.notes} == {room.filled.pupils, room.filled.staff}
    assert {n.group for n in room.notes} == {"pupils", "staff"}


def test_ending_asks_and_leads_back(room: Room) -> None:
    def agree(dialog: QWidget) -> None:
        assert "Antalet deltagare saknas" in dialog.accessibleDescription()
        words = "Avsluta intervjun"
        next(b for b in dialog.findChildren(QPushButton) if b.text() == words).click()

    answer(agree)
    room.screen.end()
    assert room.session().ended
    assert room.window.gone == [("back", {})]


def test_a_note_is_removed_from_its_menu_once_that_is_certain(room: Room) -> None:
    room.type("fel plats")
    sheet = room.screen.page.sheet
    menu = note_menu(sheet, sheet._column.blocks[0])
    words = {a.text() for a in menu.actions()}
    assert {"Ångra", "Gör om", "Styrka", "Citat"} <= words

    def agree(dialog: QWidget) -> None:
        buttons = dialog.findChildren(QPushButton)
        next(b for b in buttons if b.text() == "Ta bort anteckningen").click()

    answer(agree)
    next(a for a in menu.actions() if a.text().startswith("Ta bort")).trigger()
    assert not room.notes
    assert [b.words for b in sheet._column.blocks] == [""]


def test_a_mark_is_set_from_the_menu(room: Room) -> None:
    room.type("bra")
    sheet = room.screen.page.sheet
    menu = note_menu(sheet, sheet._column.blocks[0])
    next(a for a in menu.actions() if a.text() == "Brist").trigger()
    assert room.notes[0].marks == ("deficiency",)


def test_a_visit_without_sessions_says_what_is_missing(room: Room) -> None:
    document = room.ws.visit(room.filled.visit)
    for session in room.ws.all(records.Session, parent=room.filled.visit):
        document.remove(session.id)
    room.screen.open(id=room.filled.visit)
    assert room.screen._none.isVisible()
    room.screen.done()
    room.screen.end()


def test_what_is_half_filled_in_is_kept_when_one_leaves(room: Room) -> None:
    room.screen.room.category.setText("lärare")
    assert room.screen.may_leave()
    assert room.session().category == "lärare"


def test_a_colleagues_note_comes_while_i_write(room: Room) -> None:
    room.type("mitt")
    with room.filled.as_colleague():
        room.filled.write("ditt", "deficiency")
    room.screen.read_again()
    room.type(" ord")
    shown = [b.words for b in room.screen.page.sheet._column.blocks]
    assert shown == ["mitt ord", "", "ditt"]
    assert room.screen.counts._numbers["deficiency"].text() == "1"


def test_a_hidden_screen_waits_and_a_visible_one_reads_again(room: Room, qtbot: QtBot) -> None:
    room.screen.hide()
    room.filled.write("kom medan ingen såg")
    qtbot.wait(5)
    assert len(room.screen.page.sheet._column.blocks) == 1
    room.screen.show()
    assert len(room.screen.page.sheet._column.blocks) == 2
    room.filled.write("kom medan någon såg")
    qtbot.waitUntil(lambda: len(room.screen.page.sheet._column.blocks) == 3)


@pytest.mark.parametrize(
    ("width", "left", "right"), [(1440, True, True), (1100, True, False), (800, False, False)]
)
def test_the_panes_give_way(
    tmp_path: Path, qtbot: QtBot, width: int, left: bool, right: bool
) -> None:
    filled = fill(tmp_path / "profile")
    room = Room(filled, qtbot, width)
    assert room.screen.panes._left.isVisible() == left
    assert room.screen._right.isVisible() == right
    room.keys(Qt.Key.Key_F, CTRL)
    assert room.screen.panes._left.isVisible()
    room.type("svårt\n")
    assert room.asked == "2.1"
    assert room.screen.panes._left.isVisible() == left
    filled.ws.close()


def test_everything_is_reached_by_the_tab_key_and_has_a_name(room: Room) -> None:
    seen: list[QWidget] = []
    for _ in range(80):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget in seen:
            break
        seen.append(widget)
        press(widget, Qt.Key.Key_Tab)
    assert room.screen.page.go_on in seen
    assert room.screen.questions.tree in seen
    assert room.screen.room.number in seen
    nameless = [w for w in seen if not isinstance(w, QAbstractScrollArea | QPushButton)]
    assert all(w.accessibleName() for w in nameless), nameless
    assert all(w.accessibleName() for w in seen), [w for w in seen if not w.accessibleName()]


def test_what_was_known_before_stands_beside(room: Room) -> None:
    register, unit = room.ws.register, room.filled.unit
    for year, value in (("2026", "66 %"), ("2027", "79 %")):
        register.add_figure(unit, "Jag har studiero, åk 5", value, year, "Skolenkäten")
    register.add_figure(unit, "Meritvärde", "..", "2027", "Skolverket")
    before = room.ws.plan_visit(unit, date="2027-05-12", extra=True)
    document = room.ws.visit(before)
    document.set_state("done")
    document.add_finding(records.DEVELOPMENT, "Studieron varierar.")
    document.add_action("Gemensam lektionsstart", responsible="Rektor", due="2028-05-01")
    document.set_action_state(document.add_action("Gammalt"), "dropped", "inaktuellt")
    room.screen.read_again()
    QApplication.processEvents()
    side = room.screen._right
    said = {label.text() for label in side.findChildren(QLabel)}
    assert {"Förra besöket, maj 2027", "Studieron varierar.", "Gemensam lektionsstart"} <= said
    assert "Gammalt" not in said
    bars = side.findChildren(Bars)  # of what the question is about
    assert bars[0].accessibleName() == "Jag har studiero, åk 5: 2026 66 %, 2027 79 %"
    bars[0].grab()
    room.screen.ask(room.filled.questions[2])  # of another theme
    QApplication.processEvents()
    said = {label.text() for label in side.findChildren(QLabel) if label.isVisible()}
    assert "Meritvärde" in said
    assert "Jag har studiero, åk 5" not in said


@pytest.mark.parametrize("width", [1440, 1100, 800])
def test_who_is_in_the_room_is_told_by_keys_at_every_width(
    tmp_path: Path, qtbot: QtBot, width: int
) -> None:
    filled = fill(tmp_path / "profile")
    room = Room(filled, qtbot, width)
    room.type("Det är")
    room.keys(Qt.Key.Key_D, CTRL)
    room.type("5")
    room.keys(Qt.Key.Key_Tab)
    room.type("elever i åk 7")
    room.keys(Qt.Key.Key_Tab)
    room.keys(Qt.Key.Key_Tab)
    room.keys(Qt.Key.Key_Space)
    assert room.screen.escape()
    room.type(" lugnt")
    session = room.session()
    assert (session.participants, session.category, session.informed) == (
        "5", "elever i åk 7", True
    )  # fmt: skip
    assert [n.text for n in room.notes] == ["Det är lugnt"]
    QApplication.processEvents()  # what was asked to be read again
    filled.ws.close()


def test_an_interview_with_nothing_left_ends_by_one_key_without_a_question(room: Room) -> None:
    room.ws.visit(room.filled.visit).change_session(room.filled.pupils, participants="5")
    for _question in room.filled.questions:
        room.keys(Qt.Key.Key_Return, CTRL)
    room.keys(Qt.Key.Key_E, CTRL | SHIFT)
    assert room.session().ended
    assert ("back", {}) in room.window.gone


def test_all_questions_are_shown_in_a_list_and_one_is_open_among_them(room: Room) -> None:
    room.filled.write("Ganska lugnt", question=1)
    room.type("Först")
    room.keys(Qt.Key.Key_L, CTRL)
    room.type(" och sist")
    listed = room.screen.page.all
    rows = {name: row for name, row in listed._rows.items() if not row.isHidden()}
    assert list(rows) == [*room.filled.questions[1:], FREE]
    said = [label.text() for label in rows[room.filled.questions[1]].findChildren(QLabel)]
    assert said == ["1.2  Berätta om när ni har arbetsro.", "påbörjad", "–  Ganska lugnt"]
    room.keys(Qt.Key.Key_Return, CTRL)
    assert room.asked == "1.2"
    rows[room.filled.questions[2]].pressed.emit()
    room.type("Man räcker upp handen")
    assert room.asked == "2.1"
    room.keys(Qt.Key.Key_L, CTRL)
    assert not room.screen.page.in_list
    room.type(" och väntar")
    texts = sorted(n.text for n in room.notes)
    assert texts == ["Först och sist", "Ganska lugnt", "Man räcker upp handen och väntar"]
