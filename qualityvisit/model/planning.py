"""Proposals for a visit: who should go, and the half-day programme. Pure; nothing is written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qualityvisit.model.records import (
    BARRED,
    CLOSING,
    GROUPS,
    GUARDIANS,
    INTERVIEW,
    INTRODUCTION,
    LEADERSHIP,
    PRESCHOOL_FORMS,
    PUPILS,
    RECONCILIATION,
    STAFF,
    WALK_THROUGH,
    WRITTEN,
    Conflict,
    Guide,
    Person,
    Session,
    TeamRule,
    TermOfOffice,
    Unit,
    Visit,
    whole,
)


def team_for(form: str, people: Iterable[Person], rules: Iterable[TeamRule]) -> tuple[str, ...]:
    """Return the people whose titles belong in a team that visits this school form."""
    wanted = {t.casefold() for rule in rules if form in rule.forms for t in rule.titles}
    return tuple(p.id for p in people if not p.left and p.title.casefold() in wanted)


def missing_titles(form: str, team: Iterable[Person], rules: Iterable[TeamRule]) -> tuple[str, ...]:
    """Return the titles that the rules ask for and nobody in the team has."""
    had = {p.title.casefold() for p in team}
    return tuple(
        t for rule in rules if form in rule.forms for t in rule.titles if t.casefold() not in had
    )


def may_not_go(unit: str, conflicts: Iterable[Conflict]) -> frozenset[str]:
    """Return the people who have a conflict of interest at a unit."""
    return frozenset(c.person for c in conflicts if c.unit == unit and c.decision == BARRED)


def not_asked(unit: str, people: Iterable[Person], conflicts: Iterable[Conflict]) -> list[Person]:
    """Return those of some people about whom nothing has been decided at a unit."""
    decided = {c.person for c in conflicts if c.unit == unit}
    return [p for p in people if p.id not in decided]


def titles_of(rules: Iterable[TeamRule], people: Iterable[Person] = ()) -> list[str]:
    """Return the titles that the team rules ask for, and those that people have."""
    found = {title for rule in rules for title in rule.titles}
    known = {title.casefold() for title in found}
    found |= {p.title for p in people if p.title and p.title.casefold() not in known}
    return sorted(found, key=str.casefold)


def guide_for(form: str, guides: Iterable[Guide]) -> str:
    """Return the guide for a school form, or ""."""
    return next((g.id for g in guides if form in g.forms), "")


def programme_for(form: str, setting: Callable[[str], str]) -> list[dict[str, str]]:
    """Return the sessions of a half day with their times, as fields of `records.Session`.

    Leadership comes first and last; staff and pupils are met without it. ``setting`` gives
    minutes by key, as `model.register.PROGRAMME` lists them.
    """
    pupils = "children" if form in PRESCHOOL_FORMS else "pupils"
    parts = [
        (INTRODUCTION, "", "introduction"),
        (INTERVIEW, LEADERSHIP, ""),
        (WALK_THROUGH, "", "walk-through"),
        (INTERVIEW, PUPILS, f"interview.{pupils}"),
        (INTERVIEW, STAFF, "interview.staff"),
        (INTERVIEW, GUARDIANS, "interview.guardians"),
        (RECONCILIATION, "", "reconciliation"),
        (CLOSING, "", "closing"),
    ]
    now = _time(setting("programme.start"))
    sessions = []
    for kind, group, key in parts:
        # the leadership's overview and its interview share the introduction's time
        minutes = _minutes(setting(f"programme.{key}")) if key else 0
        if kind == INTRODUCTION:
            continue
        if group == LEADERSHIP:
            minutes = _minutes(setting("programme.introduction"))
        sessions.append(
            {"type": kind, "group": group, "start": now.strftime("%H:%M"), "minutes": str(minutes)}
        )
        now += timedelta(minutes=minutes)
    return sessions


def _time(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%H:%M")  # noqa: DTZ007 a time of day has no zone
    except ValueError:
        return datetime(2000, 1, 1, 8, 15)  # noqa: DTZ001


def _minutes(text: str) -> int:
    return whole(text) if text == "0" or 0 < whole(text) < 24 * 60 else 30


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a term of office has come for one kind of unit."""

    form: str  # "" for all together
    visited: tuple[Unit, ...]
    planned: tuple[Unit, ...]
    without_time: tuple[Unit, ...]

    @property
    def total(self) -> int:
        """All units that are to be visited."""
        return len(self.visited) + len(self.planned) + len(self.without_time)


VISITED = ("done", "compiled", "fact-checked", "finished", "reported", "closed")


def coverage(units: Sequence[Unit], visits: Sequence[Visit], term: TermOfOffice) -> list[Coverage]:
    """Return coverage per school form, in the order of the law, of one term of office."""
    inside = [v for v in visits if not v.extra and term.start <= day_of(v) <= term.end]
    done = {v.unit for v in inside if v.status in VISITED}
    planned = {v.unit for v in inside if v.status not in (*VISITED, "cancelled")} - done
    active = [u for u in units if u.status == "active"]
    order = {form: n for n, form in enumerate(("FS", "PEDOMS", "GR", "GRAN", "GY", "GYAN"))}
    forms = sorted({u.form for u in active}, key=lambda f: (order.get(f, 99), f))
    return [
        Coverage(
            form,
            tuple(u for u in active if u.form == form and u.id in done),
            tuple(u for u in active if u.form == form and u.id in planned),
            tuple(u for u in active if u.form == form and u.id not in done | planned),
        )
        for form in forms
    ]


def done_before(
    visit: Visit, visits: Iterable[Visit], terms: Iterable[TermOfOffice]
) -> Visit | None:
    """Return another deep dive of the same unit that is done in the same term of office."""
    day = day_of(visit)
    term = next((t for t in terms if t.start <= day <= t.end), None)
    if term is None:
        return None
    return next(
        (
            v
            for v in visits
            if v.id != visit.id
            and v.unit == visit.unit
            and not v.extra
            and v.status in VISITED
            and term.start <= day_of(v) <= term.end
        ),
        None,
    )


def day_of(visit: Visit) -> str:
    """Return a visit's date, or the Monday of its week, or ""."""
    if visit.date or not visit.week:
        return visit.date
    year, _w, week = visit.week.partition("-W")
    try:
        return date.fromisocalendar(int(year), int(week), 1).isoformat()
    except ValueError:
        return ""


def seems_made(visit: Visit, sessions: Iterable[Session], today: str) -> bool:
    """Tell whether a visit that is still ahead has most likely been made.

    Its last session with notes has been ended; or one has, and the last day is past.
    """
    written = [s for s in sessions if s.type in WRITTEN]
    if visit.status not in ("planned", "prepared", "moved") or not any(s.ended for s in written):
        return False
    last = max((s.date or visit.date, s.start) for s in written)
    at_last = [s for s in written if (s.date or visit.date, s.start) == last]
    return "" < last[0] < today or all(s.ended for s in at_last)


def groups_in_order(groups: Iterable[str]) -> list[str]:
    """Return groups in the order in which they are met; added ones last."""
    place = {g: n for n, g in enumerate(GROUPS)}
    return sorted(groups, key=lambda g: (place.get(g, 99), g))
