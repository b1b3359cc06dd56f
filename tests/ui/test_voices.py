"""Four voices on the screen: read by keys, silence and contradiction said, a question thrown on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from qualityvisit.model import records
from qualityvisit.ui.dialogs import ReasonDialog
from qualityvisit.ui.interview import Interview
from qualityvisit.ui.voices import Cell, Voices
from tests.ui.desks import Window, answer
from tests.ui.keys import CTRL, press
from tests.ui.workspaces import Filled, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path / "profile")
    made.interview()
    made.ws.notes(made.visit).set_mark(
        next(n.id for n in made.ws.all(records.Note, parent=made.visit) if n.group == "staff"),
        records.STRENGTH, on=True,
    )  # fmt: skip
    for note in made.ws.all(records.Note, parent=made.visit):
        if note.group == records.PUPILS and records.STRENGTH in note.marks:
            made.ws.notes(made.visit).set_mark(note.id, records.STRENGTH, on=False)
    learning = next(q.id for q in made.ws.all(records.Question, parent=made.guide)
                    if q.group == records.STAFF and q.order.startswith("02"))  # fmt: skip
    made.ws.notes(made.visit).set_progress(made.staff, learning, "done")
    yield made
    made.ws.close()


@pytest.fixture
def voices(filled: Filled, qtbot: QtBot) -> Voices:
    window = Window(filled.ws, qtbot)
    screen = Voices(window.desk)
    window.show_screen(screen, id=filled.visit)
    return screen


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def names(screen: Voices) -> list[list[str]]:
    return [[cell.accessibleName() for cell in row] for row in screen._cells]


def test_each_cell_says_whose_voice_it_is_and_how_it_stands(voices: Voices) -> None:
    safe, learning = names(voices)
    assert safe == [
        "Trygghet och studiero, Skolledning",
        "Trygghet och studiero, Personal, går isär",
        "Trygghet och studiero, Elever, går isär",
        "Trygghet och studiero, Vårdnadshavare",
    ]
    assert learning[1] == "Kunskaper och lärande, Personal, tyst"  # they have been asked
    assert learning[2] == "Kunskaper och lärande, Elever"  # not yet
    assert "Rutinen följs upp varje vecka." in voices._cells[0][1].accessibleDescription()
    assert voices._said.text() == "1 tema där rösterna går isär  ·  1 tystnad"


def test_the_arrow_keys_walk_and_enter_opens_the_notes(voices: Voices) -> None:
    assert isinstance(focused(), Cell)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        press(focused(), key)
    assert focused() is voices._cells[1][1]
    press(focused(), Qt.Key.Key_Up)
    press(focused(), Qt.Key.Key_Return)
    (place, arguments) = voices.desk.way.gone[-1]  # type: ignore[attr-defined]
    assert (place, arguments["session"]) == (
        "interview",
        voices._cells[0][1].voice.notes[0].session,
    )


def test_an_empty_voice_opens_its_interview(voices: Voices, filled: Filled) -> None:
    press(voices._cells[0][3], Qt.Key.Key_Return)
    session = next(s.id for s in filled.ws.all(records.Session, parent=filled.visit)
                   if s.group == records.GUARDIANS)  # fmt: skip
    assert voices.desk.way.gone[-1] == ("interview", {"id": filled.visit, "session": session})  # type: ignore[attr-defined]


def test_one_key_throws_a_question_into_the_next_interview_and_it_can_be_undone(
    voices: Voices, filled: Filled
) -> None:
    press(focused(), Qt.Key.Key_N, CTRL)
    (asked,) = filled.ws.all(records.OwnQuestion, parent=filled.visit)
    session = filled.ws.get(records.Session, asked.session)
    assert session.group == records.LEADERSHIP  # nobody has begun with them
    assert asked.text == "Vi har hört olika saker om trygghet och studiero. Hur ser ni på det?"
    assert asked.theme == filled.theme
    toast = voices.desk.notices._toast
    assert toast is not None
    next(b for b in toast.findChildren(QPushButton) if b.text() == "Ångra").click()
    assert not filled.ws.all(records.OwnQuestion)


def test_the_focus_stays_when_what_is_seen_is_read_again(voices: Voices) -> None:
    cell = voices._cells[1][2]
    cell.setFocus()
    voices.throw()
    voices.read_again()
    assert voices._cells[1][2] is not cell
    assert QApplication.focusWidget() is voices._cells[1][2]


def test_the_question_waits_in_the_interview_and_is_reworded(filled: Filled, qtbot: QtBot) -> None:
    asked = filled.ws.notes(filled.visit).ask_more(filled.pupils, filled.theme, "Hur är det?")
    window = Window(filled.ws, qtbot)
    screen = Interview(window.desk)
    window.show_screen(screen, id=filled.visit, session=filled.pupils)
    own = screen.course.agenda.find(asked)
    assert (own.number, own.theme_name) == ("+1", "Väckta under besöket")
    screen.ask(asked)

    def write(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        assert dialog.reason.text() == "Hur är det?"
        dialog.reason.setText("Hur brukar det vara?")
        dialog.try_it()

    answer(write)
    screen.reword()
    assert screen.course.asked.text == "Hur brukar det vara?"
    filled.ws.notes(filled.visit).reword(asked, "")
    screen.make_stale()
    assert asked not in {q.id for q in screen.course.agenda.questions}


def test_a_question_that_a_colleague_throws_in_is_seen_at_once(
    filled: Filled, qtbot: QtBot
) -> None:
    window = Window(filled.ws, qtbot)
    screen = Interview(window.desk)
    window.show_screen(screen, id=filled.visit, session=filled.pupils)
    asked = filled.ws.notes(filled.visit).ask_more(filled.pupils, filled.theme, "Hur är det?")
    qtbot.waitUntil(lambda: asked in {q.id for q in screen.course.agenda.questions})


def test_who_has_left_the_team_sees_neither_notes_nor_ratings_and_throws_nothing(
    filled: Filled, qtbot: QtBot
) -> None:
    ws, visit = filled.ws, filled.visit
    ws.notes(visit).rate(filled.pupils, filled.questions[0], "Bra")
    ws.standing.be(replace(ws.standing.me, role=records.MEMBER), {visit: ()}, {})
    window = Window(ws, qtbot)
    screen = Voices(window.desk)
    window.show_screen(screen, id=visit)
    assert screen._said.text() == "Bara besökets lag och administratörer läser anteckningarna."
    assert not [v for chorus, _name in screen._rows for v in chorus.voices if v.met]
    screen.throw()
    assert not ws.all(records.OwnQuestion)


def test_words_under_a_question_that_is_gone_stay_in_sight(filled: Filled, qtbot: QtBot) -> None:
    notes = filled.ws.notes(filled.visit)
    asked = notes.ask_more(filled.pupils, filled.theme, "Hur är det?")
    note = notes.add_note(filled.pupils, records.PUPILS, question=asked, text="Bra")
    notes.reword(asked, "")
    window = Window(filled.ws, qtbot)
    screen = Interview(window.desk)
    window.show_screen(screen, id=filled.visit, session=filled.pupils, note=note)
    assert screen.course.asked.text == "En fråga som inte finns kvar"
    assert [b.words for b in screen.page.sheet._written()] == ["Bra"]


def test_before_anything_is_written_it_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    made = fill(tmp_path / "empty")
    window = Window(made.ws, qtbot)
    screen = Voices(window.desk)
    window.show_screen(screen, id=made.visit)
    assert screen._said.text() == "Inget har skrivits i intervjuerna än."
    made.ws.close()
