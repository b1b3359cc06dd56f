"""A day is an ISO date or nothing, whoever asks."""

import pytest

from qualityvisit.errors import BadInput
from qualityvisit.model.meeting import MeetingDocument
from qualityvisit.model.records import INTERVIEW, Action, Meeting, Session, Visit
from qualityvisit.model.register import Register
from qualityvisit.model.visit import VisitDocument
from tests.model.loose import all_of, fresh, only

NO_DATES = ("snart", "2028-13-01", "20280323", "2028-W12-4", "2028-03-23T08:00", "٢٠٢٨-٠٣-٢٣")


@pytest.fixture
def visit() -> VisitDocument:
    made = fresh(VisitDocument, "visit/v1")
    made.begin(unit="u1", title="Skolan", form="GR", date="2028-03-23")
    return made


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_refused_and_changes_nothing(visit: VisitDocument, text: str) -> None:
    action = visit.add_action("Rutin", due="2028-05-01")
    session = visit.add_session(INTERVIEW)
    before = visit.whole()
    for attempt in (
        lambda: visit.change_visit(date=text, place="Matsalen"),
        lambda: visit.change_action(action, text="Annat", due=text),
        lambda: visit.add_action("En till", due=text),
        lambda: visit.add_session(INTERVIEW, date=text),
        lambda: visit.change_session(session, place="Biblioteket", date=text),
        lambda: visit.prepare("programme", text),
    ):
        with pytest.raises(BadInput, match=text):
            attempt()
    assert visit.whole() == before
    assert only(visit, Action).due == "2028-05-01"
    assert only(visit, Session).date == ""


@pytest.mark.parametrize("week", ["v. 41", "2028-W54", "2028-41", "2028-W4"])
def test_what_is_no_week_is_refused(visit: VisitDocument, week: str) -> None:
    with pytest.raises(BadInput, match="vecka"):
        visit.change_visit(date="", week=week)
    visit.change_visit(date="", week="2028-W41")
    assert only(visit, Visit).week == "2028-W41"


def test_a_day_can_be_taken_away(visit: VisitDocument) -> None:
    action = visit.add_action("Rutin", due="2028-05-01")
    visit.change_action(action, due="")
    assert only(visit, Action).due == ""


def test_a_meeting_has_a_day() -> None:
    meeting = fresh(MeetingDocument, "meeting/m1")
    for date in ("", "i maj"):
        with pytest.raises(BadInput):
            meeting.begin(title="Kvalitetsnämnden", date=date)
    assert all_of(meeting, Meeting) == []
    meeting.begin(title="Kvalitetsnämnden", date="2028-05-17")
    with pytest.raises(BadInput, match="ingen dag"):
        meeting.change_meeting(date="")
    meeting.change_meeting(place="Rådhuset")
    assert only(meeting, Meeting).date == "2028-05-17"


def test_a_term_of_office_has_dates() -> None:
    register = fresh(Register, "register")
    with pytest.raises(BadInput):
        register.add_term("2027", "2030")
