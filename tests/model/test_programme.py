"""The programme: times move along with their gaps, and calendars are told what is other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import Refused
from qualityvisit.model.programme import (
    Told,
    end,
    minute,
    moved_along,
    overlaps,
    read_told,
    tell_anew,
    time_of,
)
from qualityvisit.model.records import Session, Visit
from qualityvisit.model.visit import VisitDocument
from tests.model.loose import all_of, fresh, only

DAY = "2028-03-23"
HALF_DAY = [
    Session("a", start="08:15", minutes="45"),
    Session("b", start="09:00", minutes="30"),
    Session("c", start="09:45", minutes="40"),
    Session("d", start="10:25", minutes="0"),
    Session("e", start="17:30", minutes="45"),
    Session("f", date="2028-03-24", start="09:00", minutes="45"),
    Session("g"),
]


def starts(changes: dict[str, dict[str, str]]) -> dict[str, str]:
    return {s: fields["start"] for s, fields in changes.items() if "start" in fields}


def test_a_session_that_grows_moves_those_after_it_with_their_gaps() -> None:
    changes = moved_along(HALF_DAY, "b", {"minutes": "45"}, DAY)
    assert changes["b"] == {"minutes": "45"}
    assert starts(changes) == {"c": "10:00", "d": "10:40"}


def test_a_session_that_begins_later_moves_those_after_it() -> None:
    assert starts(moved_along(HALF_DAY, "a", {"start": "08:30"}, DAY)) == {
        "a": "08:30", "b": "09:15", "c": "10:00", "d": "10:40"
    }  # fmt: skip
    assert starts(moved_along(HALF_DAY, "c", {"start": "09:30"}, DAY)) == {
        "c": "09:30",
        "d": "10:10",
    }


def test_the_evening_and_other_days_stay_where_they_are() -> None:
    changes = moved_along(HALF_DAY, "a", {"minutes": "90"}, DAY)
    assert not {"e", "f", "g"} & changes.keys()
    assert set(moved_along(HALF_DAY, "f", {"start": "10:00"}, DAY)) == {"f"}
    assert set(moved_along(HALF_DAY, "g", {"start": "10:00"}, DAY)) == {"g"}
    assert set(moved_along(HALF_DAY, "b", {"date": "2028-03-24", "start": "08:00"}, DAY)) == {"b"}
    assert set(moved_along(HALF_DAY, "b", {"start": ""}, DAY)) == {"b"}
    assert set(moved_along(HALF_DAY, "b", {"place": "Matsalen"}, DAY)) == {"b"}


def test_what_runs_beside_a_session_that_grows_stays() -> None:
    both = [*HALF_DAY[:2], Session("x", start="09:15", minutes="30"), HALF_DAY[2]]
    changes = moved_along(both, "b", {"minutes": "40"}, DAY)
    assert starts(changes) == {"c": "09:55"}


def test_no_session_is_moved_past_midnight() -> None:
    late = [Session("a", start="22:00", minutes="60"), Session("b", start="23:30", minutes="20")]
    with pytest.raises(Refused, match="dygn"):
        moved_along(late, "a", {"minutes": "120"}, DAY)


def test_sessions_that_overlap_are_told() -> None:
    assert overlaps(HALF_DAY, DAY) == []
    longer = [Session("a", start="08:15", minutes="60"), *HALF_DAY[1:]]
    assert [(x.id, y.id) for x, y in overlaps(longer, DAY)] == [("a", "b")]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=2, max_size=8),
    st.integers(0, 7), st.integers(0, 90), st.integers(-60, 60),
)  # fmt: skip
def test_gaps_are_kept_and_the_order_stays(
    given_: list[tuple[int, int]], chosen: int, minutes: int, later: int
) -> None:
    at, sessions = 480, []
    for n, (gap, long) in enumerate(given_):
        at += gap
        sessions.append(Session(str(n), start=time_of(at), minutes=str(long)))
        at += max(1, long)
    old = sessions[chosen % len(sessions)]
    fields = {"start": time_of(minute(old.start) + later), "minutes": str(minutes)}
    changes = moved_along(sessions, old.id, fields, DAY)
    after = [
        Session(s.id, start=changes.get(s.id, {}).get("start", s.start),
                minutes=changes.get(s.id, {}).get("minutes", s.minutes))
        for s in sessions
    ]  # fmt: skip
    place = int(old.id)
    assert after[:place] == sessions[:place]
    for n in range(place, len(sessions) - 1):
        gap = minute(sessions[n + 1].start) - end(sessions[n])
        assert minute(after[n + 1].start) - end(after[n]) == gap


# --- calendars


ABOUT = (DAY, "08:15", "45", "Elever", "Sal 1")


def test_an_event_is_told_anew_only_when_it_is_other() -> None:
    first = tell_anew({}, {"a": ABOUT}, "2028-03-01T08:00:00+01:00")
    assert [(t.sequence, t.live) for t in first] == [(0, True)]
    held = {t.session: t for t in first}
    assert tell_anew(held, {"a": ABOUT}, "2028-03-02T08:00:00+01:00") == first
    moved = tell_anew(held, {"a": (DAY, "09:00", *ABOUT[2:])}, "2028-03-02T08:00:00+01:00")
    assert [(t.sequence, t.at[:10]) for t in moved] == [(1, "2028-03-02")]


def test_what_is_no_more_is_told_as_cancelled_and_can_come_back() -> None:
    told = {t.session: t for t in tell_anew({}, {"a": ABOUT}, "2028-03-01T08:00:00+01:00")}
    gone = tell_anew(told, {}, "2028-03-02T08:00:00+01:00")
    assert [(t.sequence, t.live, t.about) for t in gone] == [(1, False, ABOUT)]
    held = {"a": gone[0]}
    assert tell_anew(held, {}, "2028-03-03T08:00:00+01:00") == gone
    back = tell_anew(held, {"a": ABOUT}, "2028-03-04T08:00:00+01:00")
    assert [(t.sequence, t.live) for t in back] == [(2, True)]


@pytest.mark.parametrize(
    "fact", ["", "x", "[]", '[0, "x", true, "2028-03-23", ""]', '[0, "2028-03-01", true, "x", ""]']
)
def test_a_fact_that_is_none_of_ours_is_passed_over(fact: str) -> None:
    assert read_told("a", fact) is None


def test_what_was_told_is_kept_in_the_visit() -> None:
    visit = fresh(VisitDocument, "visit/v1")
    visit.begin(unit="u1", title="Skolan", form="GR", date=DAY)
    told = Told("a", 3, "2028-03-01T08:00:00+01:00", live=False, about=ABOUT)
    visit.keep_told([told])
    assert visit.told() == {"a": told}
    before = visit.whole()
    visit.keep_told([told])
    assert visit.whole() == before
    assert only(visit, Visit).date == DAY


def test_several_sessions_change_as_one_step() -> None:
    visit = fresh(VisitDocument, "visit/v1")
    visit.begin(unit="u1", title="Skolan", form="GR", date=DAY)
    one, two = (visit.add_session("interview", start=s, minutes="30") for s in ("08:00", "08:30"))
    visit.change_programme({one: {"minutes": "40"}, two: {"start": "08:40"}})
    assert {(s.start, s.minutes) for s in all_of(visit, Session)} == {
        ("08:00", "40"),
        ("08:40", "30"),
    }
