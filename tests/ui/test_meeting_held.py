"""A meeting in the real window: one that has been held is closed, one by mistake goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QTextEdit

from qualityvisit.model import records
from tests.core import whole

if TYPE_CHECKING:
    from tests.ui.person import Person


@pytest.fixture
def meeting(settled: Person) -> records.Meeting:
    found = settled.ws.all(records.Meeting)[0]
    visit = settled.ws.all(records.MeetingVisit)[0].visit
    settled.ws.meeting(found.id).add_question(visit, "Hur är det på rasten?")
    settled.window.go("follow-up")
    settled.window.go("meeting", id=found.id)
    settled.look()
    return found


def now(person: Person, meeting: records.Meeting) -> records.Meeting:
    return person.ws.get(records.Meeting, meeting.id)


def end(person: Person) -> None:
    person.press("Avsluta punkten", lambda: person.press("Avsluta punkten"))


def test_a_meeting_that_has_been_held_is_only_read_until_it_is_opened_again(
    settled: Person, meeting: records.Meeting
) -> None:
    settled.type("Det är lugnt")
    end(settled)
    assert (now(settled, meeting).status, now(settled, meeting).held_by) == (
        "held", settled.ws.me.id,
    )  # fmt: skip
    settled.window.go("meeting", id=meeting.id)
    assert settled.reads("Hållet; avslutat")
    assert settled.reads("av Dag Demoson")
    for words in ("Ändra sammanträdet", "Ny fråga", "Skapa åtgärden", "Ta frågan"):
        assert not settled.is_seen(words), words
    answer = settled.find(QTextEdit, "Svar")
    assert answer.isReadOnly()
    assert answer.toPlainText() == "Det är lugnt"
    settled.press("Öppna igen")
    assert settled.reads("Öppnat igen")
    assert not settled.find(QTextEdit, "Svar").isReadOnly()
    assert settled.is_seen("Ändra sammanträdet")


def test_who_writes_an_answer_when_a_colleague_ends_the_item_writes_on(
    settled: Person, meeting: records.Meeting
) -> None:
    settled.type("Det är ")
    settled.ws.meeting(meeting.id).set_held(yes=True)  # as a colleague's change would
    settled.look()
    settled.type("lugnt")
    settled.ws.settle()
    assert [q.answer for q in settled.ws.all(records.MeetingQuestion)] == ["Det är lugnt"]


def test_a_meeting_made_by_mistake_is_removed_and_brought_back(
    settled: Person, meeting: records.Meeting
) -> None:
    visits = settled.ws.all(records.MeetingVisit, parent=meeting.id)
    settled.press("Ändra sammanträdet", lambda: settled.press("Ta bort sammanträdet"))
    assert settled.ws.all(records.Meeting) == []
    assert settled.ws.all(records.MeetingVisit) == []
    assert settled.window.place() == "follow-up"
    settled.press_in_passing("Ångra")
    assert now(settled, meeting) == meeting
    assert settled.ws.all(records.MeetingVisit, parent=meeting.id) == visits
    whole(settled.ws)


def test_a_meeting_with_answers_cannot_be_removed(
    settled: Person, meeting: records.Meeting
) -> None:
    settled.type("Det är lugnt")
    settled.ws.settle()

    def look() -> None:
        assert not settled.is_seen("Ta bort sammanträdet")
        settled.press("Avbryt")

    settled.press("Ändra sammanträdet", look)
    assert now(settled, meeting) == meeting


def test_a_meeting_needs_a_day(settled: Person) -> None:
    settled.window.go("follow-up")
    before = settled.ws.count(records.Meeting)

    def answer() -> None:
        settled.press("Planera sammanträdet")
        assert settled.reads("Skriv vilken dag sammanträdet är.")
        settled.press("Avbryt")

    settled.press("Nytt sammanträde", answer)
    assert settled.ws.count(records.Meeting) == before


def test_a_question_that_is_found_is_taken_up(settled: Person, meeting: records.Meeting) -> None:
    visit = settled.ws.all(records.MeetingVisit)[-1].visit
    settled.ws.meeting(meeting.id).add_question(visit, "Vem utreder frånvaro?")
    settled.window.go("overview")
    settled.look()
    settled.press("Sök i allt")
    settled.type("utreder\n")
    settled.look()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QTextEdit)
    assert editor.accessibleName() == "Svar"
    assert settled.reads("Vem utreder frånvaro?")
