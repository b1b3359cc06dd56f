import pytest

from qualityvisit.errors import BadInput
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
    meeting.change_meeting(status="held", closed=False)
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
