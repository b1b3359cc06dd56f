import pytest

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.meeting import MeetingDocument
from qualityvisit.model.records import Meeting, MeetingQuestion, MeetingVisit
from tests.model.loose import all_of, fresh, meet, only


@pytest.fixture
def meeting() -> MeetingDocument:
    made = fresh(MeetingDocument, "meeting/m1")
    made.begin(title="Uppföljning", date="2028-05-17", start="18:30")
    return made


def test_a_meeting_is_closed_by_default_and_can_be_held(meeting: MeetingDocument) -> None:
    found = only(meeting, Meeting)
    assert (found.id, found.closed, found.status) == ("m1", True, "planned")
    meeting.change_meeting(closed=False)
    meeting.set_held(yes=True)
    found = only(meeting, Meeting)
    assert (found.closed, found.state, found.sort) == (False, "held", "2028-05-17")


def test_visits_are_taken_up_in_their_order_and_let_go(meeting: MeetingDocument) -> None:
    for visit in ("v2", "v1", "v3"):
        meeting.add_visit(visit)
    assert [v.visit for v in all_of(meeting, MeetingVisit)] == ["v2", "v1", "v3"]
    meeting.touched()
    meeting.take_visit("v1")
    assert meeting.touched() == ([], [("meeting-visit", "m1/v1")])
    assert [v.visit for v in all_of(meeting, MeetingVisit)] == ["v2", "v3"]


def test_a_question_is_claimed_answered_and_has_an_outcome(meeting: MeetingDocument) -> None:
    question = meeting.add_question("v1", " Hur går det? ", "Trygghet")
    meeting.claim(question, "p1")
    meeting.text(question).splice(0, 0, "Bättre.")
    meeting.set_answered(question, yes=True)
    meeting.set_outcome(question, "noted")
    found = only(meeting, MeetingQuestion)
    assert (found.text, found.asked_by, found.answer, found.outcome) == (
        "Hur går det?",
        "p1",
        "Bättre.",
        "noted",
    )
    assert found.answered
    assert "Bättre" in found.words
    meeting.set_answered(question, yes=False)
    assert not only(meeting, MeetingQuestion).answered


def test_what_cannot_be_is_refused(meeting: MeetingDocument) -> None:
    question = meeting.add_question("v1", "Hur går det?")
    with pytest.raises(BadInput):
        meeting.add_question("v1", "  ")
    with pytest.raises(BadInput):
        meeting.set_outcome(question, "party")
    meeting.remove(question)
    assert not all_of(meeting, MeetingQuestion)


def test_two_who_write_the_answer_both_keep_their_words(meeting: MeetingDocument) -> None:
    question = meeting.add_question("v1", "Hur går det?")
    meeting.text(question).splice(0, 0, "Bra.")
    other = fresh(MeetingDocument, "meeting/m1", [meeting.whole()])
    meeting.text(question).splice(4, 0, " Och på rasten?")
    other.text(question).splice(0, 0, "Ja. ")
    meet(meeting, other)
    assert only(other, MeetingQuestion).answer == "Ja. Bra. Och på rasten?"


def test_a_meeting_that_has_been_held_is_closed_until_it_is_opened_again(
    meeting: MeetingDocument,
) -> None:
    question = meeting.add_question("v1", "Hur går det?")
    meeting.set_held(yes=True)
    before = meeting.whole()
    for attempt in (
        lambda: meeting.change_meeting(place="Rådhuset"),
        lambda: meeting.add_visit("v2"),
        lambda: meeting.take_visit("v1"),
        lambda: meeting.add_question("v1", "En till?"),
        lambda: meeting.claim(question, "p1"),
        lambda: meeting.set_answered(question, yes=True),
        lambda: meeting.set_outcome(question, "noted"),
        lambda: meeting.remove(question),
        meeting.remove_meeting,
    ):
        with pytest.raises(Refused):
            attempt()
    assert meeting.whole() == before
    meeting.text(question).splice(0, 0, "Den som skriver får skriva klart.")
    meeting.set_held(yes=False)
    meeting.change_meeting(place="Rådhuset")
    found = only(meeting, Meeting)
    assert (found.status, found.held_by, found.opened_by) == ("planned", "eva", "eva")
    assert found.held < found.opened


def test_a_meeting_made_by_mistake_is_removed_and_brought_back(meeting: MeetingDocument) -> None:
    for visit in ("v2", "v1"):
        meeting.add_visit(visit)
    meeting.add_question("v1", "Hur går det?")
    before = set(meeting.records())
    again = meeting.remove_meeting()
    assert meeting.records() == []
    again()
    assert set(meeting.records()) == before


@pytest.mark.parametrize("what", ["answer", "answered", "outcome"])
def test_a_meeting_that_something_came_of_stays(meeting: MeetingDocument, what: str) -> None:
    question = meeting.add_question("v1", "Hur går det?")
    if what == "answer":
        meeting.text(question).splice(0, 0, "Bra.")
    elif what == "answered":
        meeting.set_answered(question, yes=True)
    else:
        meeting.set_outcome(question, "noted")
    with pytest.raises(Refused):
        meeting.remove_meeting()
