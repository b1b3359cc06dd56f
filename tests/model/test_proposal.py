"""The proposal keeps every rule, and what it says of the rest is true: checked without its code."""

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualityvisit.model import proposal
from qualityvisit.model.calendar import BEGINNING
from qualityvisit.model.proposal import Ground, Placement, Proposal, propose
from qualityvisit.model.records import (
    BARRED,
    Conflict,
    Period,
    Person,
    TeamRule,
    TermOfOffice,
    Unit,
    Visit,
)

TERM = TermOfOffice("t", "2027-01-01", "2030-12-31")
EASTER = {2026: "2026-04-05", 2027: "2027-03-28", 2028: "2028-04-16", 2029: "2029-04-01",
          2030: "2030-04-21", 2031: "2031-04-13"}  # fmt: skip
RULES = (
    TeamRule("r1", forms=("FS", "PEDOMS"), titles=("AU-ledamot", "avdelningschef")),
    TeamRule("r2", forms=("GR", "GY"), titles=("AU-ledamot", "utbildningschef", "strateg")),
)
TITLES = ("AU-ledamot", "au-ledamot", "avdelningschef", "utbildningschef", "strateg", "rektor", "")


# --- An oracle that shares no code with the proposal


def monday(week: str) -> date:
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def half(day: date) -> tuple[int, bool]:
    return day.year, day.month < 7


def day_of(visit: Visit) -> date | None:
    if visit.date:
        return date.fromisoformat(visit.date)
    return monday(visit.week) if visit.week else None


def is_in(period: Period, day: date) -> bool:
    start, end = period.start, period.end
    if start[0] == "W":
        week, first, last = day.isocalendar().week, int(start[1:]), int(end[1:])
        return first <= week <= last if first <= last else week >= first or week <= last
    if start[0] == "E":
        away = (day - date.fromisoformat(EASTER[day.year])).days
        return int(start[1:]) <= away <= int(end[1:])
    if len(start) == 5:
        at = day.isoformat()[5:]
        return start <= at <= end if start <= end else at >= start or at <= end
    return start <= day.isoformat() <= end


def is_closed(ground: Ground, week: str, forms: Sequence[str]) -> bool:
    days = [monday(week) + timedelta(days=n) for n in range(5)]
    return any(
        (not p.forms or set(p.forms) & set(forms)) and any(is_in(p, d) for d in days)
        for p in ground.periods
    )


def weeks(ground: Ground) -> list[str]:
    day, found = date.fromisoformat(ground.term.start), []
    while day.isoformat() <= ground.term.end:
        if day.weekday() == 0 and day >= date.fromisoformat(ground.today) + timedelta(days=21):
            found.append(f"{day.isocalendar().year}-W{day.isocalendar().week:02}")
        day += timedelta(days=1)
    return found


def open_weeks(ground: Ground, unit: Unit) -> list[str]:
    return [
        w for w in weeks(ground)
        if (forms := unit.forms_on(monday(w).isoformat())) and not is_closed(ground, w, forms)
    ]  # fmt: skip


def wanted(ground: Ground, unit: Unit, week: str) -> set[str]:
    form = unit.forms_on(monday(week).isoformat())[-1]
    return {t.casefold() for r in ground.rules if form in r.forms for t in r.titles}


def able(ground: Ground, unit: Unit, title: str) -> set[str]:
    barred = {c.person for c in ground.conflicts if c.unit == unit.id and c.decision == BARRED}
    return {
        p.id for p in ground.people
        if p.title.casefold() == title and not p.left and p.id not in barred
    }  # fmt: skip


class Seen:
    """What is planned and proposed, counted."""

    def __init__(self, ground: Ground, placed: Sequence[Placement]) -> None:
        self.weeks: Counter[str] = Counter()
        self.people: Counter[tuple[tuple[int, bool], str]] = Counter()
        for visit in ground.visits:
            day = day_of(visit)
            if day and visit.status != "cancelled":
                self.add(f"{day.isocalendar().year}-W{day.isocalendar().week:02}", visit.team, day)
        self.before = self.weeks.copy(), self.people.copy()
        for each in placed:
            self.add(each.week, each.team, monday(each.week))

    def add(self, week: str, team: Sequence[str], day: date) -> None:
        self.weeks[week] += 1
        self.people.update((half(day), person) for person in team)


def waits(ground: Ground) -> set[str]:
    timed = {
        v.unit for v in ground.visits
        if not v.extra and v.status != "cancelled" and (day := day_of(v))
        and ground.term.start <= day.isoformat() <= ground.term.end
    }  # fmt: skip
    return {u.id for u in ground.units if u.status == "active"} - timed


def check(ground: Ground, made: Proposal) -> None:
    """Assert that every rule is kept and every reason true."""
    units = {u.id: u for u in ground.units}
    assert {p.unit for p in made.placed} | {u for u, _why in made.unplaced} == waits(ground)
    assert len(made.placed) + len(made.unplaced) == len(waits(ground))
    seen = Seen(ground, made.placed)
    for each in made.placed:
        unit = units[each.unit]
        assert each.week in open_weeks(ground, unit)
        titles = {p.id: p.title.casefold() for p in ground.people}
        assert sorted(titles[p] for p in each.team) == sorted(wanted(ground, unit, each.week))
        assert each.team
        assert all(p in able(ground, unit, titles[p]) for p in each.team)
    for week, number in seen.weeks.items():
        assert number <= max(ground.most_week, seen.before[0][week])
    for key, number in seen.people.items():
        assert number <= max(ground.most_term, seen.before[1][key])
    for name, why in made.unplaced:
        check_reason(ground, units[name], why, seen)


def check_reason(ground: Ground, unit: Unit, why: Sequence[proposal.Hindrance], seen: Seen) -> None:
    opened = open_weeks(ground, unit)
    told = {h.rule for h in why}
    titles = {t.casefold() for h in why for t in h.titles}
    assert why
    if told == {"past"}:
        assert weeks(ground) == []
    elif told == {"closed"}:
        assert opened == []
        assert weeks(ground)
    elif told == {"no-rule"}:
        assert not any(wanted(ground, unit, w) for w in opened)
    elif told == {"vacant"}:
        assert titles
        everybody = replace(ground, conflicts=())
        assert all(not able(everybody, unit, t) for t in titles)
    elif told == {"conflict"}:
        assert titles
        everybody = replace(ground, conflicts=())
        assert all(able(everybody, unit, t) and not able(ground, unit, t) for t in titles)
    else:
        assert told <= {"load", "weeks"}
        for week in opened:
            asked = wanted(ground, unit, week)
            at = half(monday(week))
            busy = {
                t for t in asked
                if all(seen.people[at, p] >= ground.most_term for p in able(ground, unit, t))
            }  # fmt: skip
            full = seen.weeks[week] >= ground.most_week
            assert full or busy or not asked
            impossible = any(not able(ground, unit, t) for t in asked)
            assert impossible or not asked or busy & titles or ("weeks" in told and full)


# --- What it is given


FORMS = (("FS",), ("GR",), ("FKLASS", "GR"), ("GY",), ("VUX",),
         ("FKLASS 2020-01-01 2028-06-30", "GR 2020-01-01 -"), ("GR 2020-01-01 2028-06-30",),
         ("FS 2029-08-01 -",))  # fmt: skip
PERIODS = (*BEGINNING, Period("x", name="Prov", tests=True, forms=("GY",), start="W02", end="W22"),
           Period("y", name="Planering", start="2028-10-11", end="2028-10-13"),
           Period("z", name="Stängt", start="W02", end="W50"))  # fmt: skip


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    pick = draw(st.randoms(use_true_random=False))
    people = [
        Person(f"p{n}", name=f"P{n}", title=pick.choice(TITLES), left=pick.random() < 0.1)
        for n in range(draw(st.integers(0, 9)))
    ]
    units = [
        Unit(f"u{n}", name=f"U{pick.randrange(99)}", forms=pick.choice(FORMS),
             status=pick.choice(("active", "active", "active", "dormant")))
        for n in range(draw(st.integers(0, 14)))
    ]  # fmt: skip
    visits = [_visit(pick, n, units, people) for n in range(draw(st.integers(0, 8))) if units]
    conflicts = [
        Conflict(f"{p.id}/{u.id}", p.id, u.id, pick.choice((BARRED, "free")))
        for p in people for u in units if pick.random() < 0.15
    ]  # fmt: skip
    last = draw(st.sampled_from(["2027-02-28", "2027-12-31", "2028-12-31"]))
    return Ground(
        replace(TERM, end=last), draw(st.sampled_from(["2026-11-22", "2027-01-30", "2027-12-24"])),
        units, visits, people, RULES[: draw(st.integers(0, 2))], conflicts,
        pick.sample(PERIODS, pick.randrange(len(PERIODS))),
        draw(st.integers(1, 4)), draw(st.integers(1, 2)),
    )  # fmt: skip


def _visit(pick: random.Random, n: int, units: list[Unit], people: list[Person]) -> Visit:
    time_ = pick.choice(("2027-03-10", "2027-05-11", "2028-02-02", "2026-05-05", "w", "w", ""))
    week = f"2027-W{pick.randrange(1, 53):02}" if time_ == "w" else ""
    return Visit(
        f"v{n}", pick.choice(units).id, date=time_ if time_ != "w" else "", week=week,
        status=pick.choice(("planned", "prepared", "moved", "done", "closed", "cancelled")),
        extra=pick.random() < 0.2, team=tuple(p.id for p in people if pick.random() < 0.4),
    )  # fmt: skip


@given(grounds())
@settings(deadline=None)
def test_every_rule_is_kept_and_every_reason_true(ground: Ground) -> None:
    check(ground, propose(ground))


@given(grounds(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=30)
def test_the_same_records_give_the_same_proposal(ground: Ground, pick: random.Random) -> None:
    other = replace(
        ground,
        units=pick.sample(ground.units, len(ground.units)),
        people=pick.sample(ground.people, len(ground.people)),
        visits=pick.sample(ground.visits, len(ground.visits)),
        conflicts=pick.sample(ground.conflicts, len(ground.conflicts)),
    )
    assert propose(other) == propose(ground)


def large(seed: int, most_term: int = 6, most_week: int = 2, barred: float = 0.1) -> Ground:
    """Return 200 units, 8 half years and 15 members."""
    pick = random.Random(seed)
    titles = ["AU-ledamot"] * 6 + ["avdelningschef"] * 3 + ["utbildningschef", "strateg"] * 3
    people = [Person(f"p{n:02}", name=f"P{n}", title=t) for n, t in enumerate(titles)]
    units = [Unit(f"u{n:03}", name=f"U{n}", forms=pick.choice(FORMS[:4])) for n in range(200)]
    conflicts = [
        Conflict(f"{p.id}/{u.id}", p.id, u.id, BARRED)
        for p in people for u in units if pick.random() < barred
    ]  # fmt: skip
    return Ground(TERM, "2026-11-22", units, [], people, RULES, conflicts, BEGINNING, most_term,
                  most_week)  # fmt: skip


def test_two_hundred_units_are_placed_evenly() -> None:
    ground = large(1, most_term=8)
    made = propose(ground)
    check(ground, made)
    assert len(made.placed) == 200
    each = Counter(half(monday(p.week)) for p in made.placed)
    assert len(each) == 8
    assert max(each.values()) - min(each.values()) <= 6  # spring has more open weeks
    busy = Counter((half(monday(p.week)), who) for p in made.placed for who in p.team)
    assert max(busy.values()) <= 8


@pytest.mark.slow
@pytest.mark.parametrize("most_term", [6, 3, 1])
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.1, 0.5, 0.9]), st.integers(1, 2))
@settings(deadline=None, max_examples=3)
def test_a_large_committee_gets_every_rule_kept_in_good_time(
    most_term: int, seed: int, barred_share: float, most_week: int
) -> None:
    ground = large(seed, most_term, most_week, barred_share)
    began = time.process_time()
    made = propose(ground)
    took = time.process_time() - began
    bounds = f"{most_term} a half year, {most_week} a week, jäv {barred_share:.0%}"
    print(f"200 units x 8 x 15, {bounds}: {len(made.placed)} placed in {took:.2f} s")
    check(ground, made)


def test_those_who_have_waited_longest_come_first() -> None:
    units = [Unit(f"u{n}", name=f"U{n}", forms=("GR",)) for n in range(4)]
    visits = [
        Visit("v0", "u0", date="2025-05-05", status="closed"),
        Visit("v1", "u1", date="2023-05-05", status="closed"),
        Visit("v2", "u2", date="2024-05-05", status="cancelled"),
    ]
    people = [Person(f"p{n}", name=f"P{n}", title=t) for n, t in enumerate(RULES[1].titles)]
    ground = Ground(TERM, "2026-11-22", units, visits, people, RULES, [], BEGINNING, 6, 2)
    made = propose(ground)
    assert [p.unit for p in made.placed] == ["u2", "u3", "u1", "u0"]
    assert next(half(monday(p.week)) for p in made.placed) == (2027, True)


def test_a_planned_visit_without_a_time_gets_it() -> None:
    ground = large(1)
    ground = replace(ground, visits=[Visit("v", "u007")])
    assert next(p.visit for p in propose(ground).placed if p.unit == "u007") == "v"


def test_somebody_is_moved_over_so_that_a_unit_finds_a_team() -> None:
    people = [Person("a", name="A", title="x"), Person("b", name="B", title="x")]
    units = [Unit("u1", name="1", forms=("GR",)), Unit("u2", name="2", forms=("GR",))]
    ground = Ground(
        replace(TERM, end="2027-06-30"), "2026-11-22", units, [], people,
        [TeamRule("r", ("GR",), ("x",))], [Conflict("b/u2", "b", "u2", BARRED)], [], 1, 1,
    )  # fmt: skip
    made = propose(ground)
    assert {p.unit: p.team for p in made.placed} == {"u1": ("b",), "u2": ("a",)}


def test_what_is_changed_by_hand_says_which_rules_it_breaks() -> None:
    ground = large(1, most_term=30)
    made = propose(ground)
    first, second = made.placed[0], made.placed[1]
    assert proposal.broken(ground, made.placed, first) == []
    lov = proposal.broken(ground, made.placed, replace(first, week="2027-W44"))
    assert [h.rule for h in lov] == ["closed"]
    assert lov[0].period is not None
    assert lov[0].period.id == "autumn"
    alone = proposal.broken(ground, made.placed, replace(first, team=()))
    assert [h.rule for h in alone] == ["vacant"]
    barred = replace(ground, conflicts=[Conflict("c", first.team[0], first.unit, BARRED)])
    found = proposal.broken(barred, made.placed, first)
    assert [(h.rule, h.people) for h in found] == [("conflict", (first.team[0],))]
    few = replace(ground, most_week=1, most_term=1)
    found = proposal.broken(few, made.placed, replace(first, week=second.week))
    assert [h.rule for h in found] == ["weeks", "load"]
    changed = proposal.adjusted(made, {first.unit: None, second.unit: replace(second, week="W")})
    assert len(changed.placed) == 199
    assert changed.placed[-1].week == "W"
