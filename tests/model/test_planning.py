from dataclasses import replace

import pytest

from qualityvisit.model import planning, records
from qualityvisit.model.records import Guide, Person, TeamRule, TermOfOffice, Unit, Visit
from qualityvisit.model.register import PROGRAMME, Register
from tests.model.loose import all_of, fresh

TERM = TermOfOffice("t", start="2027-01-01", end="2030-12-31")
PEOPLE = (
    Person("p1", name="Eva", title="AU-ledamot"),
    Person("p2", name="Ulla", title="Utbildningschef"),
    Person("p3", name="Tom", title="avdelningschef"),
    Person("p4", name="Per", title="AU-ledamot", left=True),
)


@pytest.fixture
def rules() -> list[TeamRule]:
    register = fresh(Register, "register")
    register.begin("Nämnden", "2027-01-01", "2030-12-31")
    return all_of(register, TeamRule)


def test_the_team_follows_the_school_form(rules: list[TeamRule]) -> None:
    assert planning.team_for("GR", PEOPLE, rules) == ("p1", "p2")
    assert planning.team_for("FS", PEOPLE, rules) == ("p1", "p3")
    assert planning.team_for("XX", PEOPLE, rules) == ()
    assert planning.missing_titles("GR", PEOPLE[:2], rules) == ("utbildningsstrateg",)


def test_a_guide_is_found_by_form() -> None:
    guides = [Guide("g1", forms=("FS",)), Guide("g2", forms=("GR", "GRAN"))]
    assert planning.guide_for("GRAN", guides) == "g2"
    assert planning.guide_for("GY", guides) == ""


def test_the_half_day_begins_and_ends_with_the_leadership() -> None:
    day = planning.programme_for("GR", lambda key: PROGRAMME.get(key, ""))
    assert [(s["start"], s["type"], s["group"]) for s in day] == [
        ("08:15", "interview", "leadership"),
        ("09:00", "walk-through", ""),
        ("09:30", "interview", "pupils"),
        ("10:10", "interview", "staff"),
        ("10:55", "interview", "guardians"),
        ("11:40", "reconciliation", ""),
        ("12:00", "closing", ""),
    ]
    young = planning.programme_for("FS", lambda key: PROGRAMME.get(key, ""))
    assert young[2]["minutes"] == "25"


def test_a_setting_that_makes_no_sense_is_passed_over() -> None:
    odd = {"programme.start": "early", "programme.closing": "-5"}
    day = planning.programme_for("GR", lambda key: odd.get(key, "10"))
    assert day[0]["start"] == "08:15"
    assert day[-1]["minutes"] == "30"


def test_coverage_counts_each_active_unit_once_in_this_term() -> None:
    units = [
        Unit("u1", name="A", forms=("GR",)),
        Unit("u2", name="B", forms=("GR",)),
        Unit("u3", name="C", forms=("FS",)),
        Unit("u4", name="D", forms=("GR",), status="closed"),
        Unit("u5", name="E", forms=("GY",)),
    ]
    visits = [
        Visit("v1", unit="u1", date="2027-03-01", status="done"),
        Visit("v2", unit="u1", date="2028-03-01", status="planned"),
        Visit("v3", unit="u2", date="2026-03-01", status="closed"),  # the term before
        Visit("v4", unit="u2", week="2030-W10", status="moved"),
        Visit("v5", unit="u3", date="2028-03-01", status="cancelled"),
        Visit("v6", unit="u5", date="2028-03-01", status="done", extra=True),
        Visit("v7", unit="u4", date="2028-03-01", status="done"),
    ]
    found = planning.coverage(units, visits, TERM)
    told = [(c.form, len(c.visited), len(c.planned), len(c.without_time), c.total) for c in found]
    assert told == [("FS", 0, 0, 1, 1), ("GR", 1, 1, 0, 2), ("GY", 0, 0, 1, 1)]


def test_a_week_counts_as_its_monday() -> None:
    assert planning.day_of(Visit("v", week="2028-W41")) == "2028-10-09"
    assert planning.day_of(Visit("v", week="2028-W41", date="2028-10-12")) == "2028-10-12"
    assert planning.day_of(Visit("v", week="someday")) == ""
    assert planning.day_of(Visit("v")) == ""


def test_added_groups_come_last() -> None:
    assert planning.groups_in_order({"x", "guardians", "leadership"}) == [
        "leadership",
        "guardians",
        "x",
    ]


def test_a_deep_dive_done_before_in_the_term_is_found() -> None:
    done = Visit("v1", unit="u1", date="2027-03-01", status="reported")
    again = Visit("v2", unit="u1", date="2029-03-01")
    others = [
        done,
        again,
        Visit("v3", unit="u2", date="2027-03-01", status="done"),
        Visit("v4", unit="u1", date="2026-03-01", status="done"),
    ]
    assert planning.done_before(again, others, [TERM]) == done
    assert planning.done_before(done, others, [TERM]) is None
    assert planning.done_before(Visit("v5", unit="u1"), others, [TERM]) is None


def test_a_visit_seems_made_when_its_last_session_has_been_ended() -> None:
    visit = records.Visit("v", date="2028-03-23")
    day = [
        records.Session("a", "v", start="08:15"),
        records.Session("b", "v", start="09:00"),
        records.Session("c", "v", type=records.CLOSING, start="10:00"),
    ]

    def ended(*names: str) -> list[records.Session]:
        return [replace(s, ended="2028-03-23T09:40:00+01:00") if s.id in names else s for s in day]

    assert planning.seems_made(visit, ended("b"), "2028-03-23")
    assert not planning.seems_made(visit, ended("a"), "2028-03-23")  # there is more to come
    assert planning.seems_made(visit, ended("a"), "2028-03-24")  # the rest was not held
    assert not planning.seems_made(visit, day, "2028-03-24")
    assert not planning.seems_made(replace(visit, status="done"), ended("b"), "2028-03-23")
    assert not planning.seems_made(replace(visit, date=""), ended("a"), "2028-03-24")
