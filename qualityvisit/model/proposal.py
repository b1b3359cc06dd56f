"""A proposal for the visits that have no time: weeks and teams that keep every rule. Pure.

The same records give the same proposal. Units are taken in the order in which they have waited,
and fill the half years evenly. Where a week or a person is wanted by more than there is room for,
others are moved over within the half year (augmenting paths), so that what is left out could not
have been let in there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qualityvisit.model.calendar import Closed, half_start, monday_of, week_of, weeks_between
from qualityvisit.model.planning import VISITED, coverage, day_of, may_not_go
from qualityvisit.model.records import (
    Conflict,
    Period,
    Person,
    TeamRule,
    TermOfOffice,
    Unit,
    Visit,
)

AHEAD = 21  # days before a visit: the programme is then sent to the head teacher

# The rules, by the name under which one that stands in the way is told.
NO_RULE, VACANT, CONFLICT = "no-rule", "vacant", "conflict"
CLOSED, WEEKS, LOAD, PAST = "closed", "weeks", "load", "past"


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a proposal rests on."""

    term: TermOfOffice
    today: str
    units: Sequence[Unit]
    visits: Sequence[Visit]
    people: Sequence[Person]
    rules: Sequence[TeamRule]
    conflicts: Sequence[Conflict]
    periods: Sequence[Period]
    most_term: int  # visits of one person in half a year
    most_week: int  # visits in one week, all together


@dataclass(frozen=True, slots=True)
class Placement:
    """A visit that is proposed."""

    unit: str
    week: str
    team: tuple[str, ...]
    visit: str = ""  # one that is planned without a time, which gets it


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A rule that stands in the way, with whom or what it concerns."""

    rule: str
    titles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, and why the rest could not be placed."""

    placed: tuple[Placement, ...] = ()
    unplaced: tuple[tuple[str, tuple[Hindrance, ...]], ...] = ()  # (unit, why)


def propose(ground: Ground) -> Proposal:
    """Return a proposal for every unit without a time in the term of office."""
    room = _Room(ground)
    left = [unit for unit in room.waiting() if room.why_never(unit) is None]
    for quota in (room.quotas(len(left)), None):
        left = [unit for unit in left if not room.place(unit, quota)]
    return room.proposal()


def broken(ground: Ground, placed: Iterable[Placement], changed: Placement) -> list[Hindrance]:
    """Return the rules that a placement would break, beside the others that are placed."""
    others = [p for p in placed if p.unit != changed.unit]
    room = _Room(ground)
    for each in others:
        room.count(each.week, each.team)
    return list(room.broken(changed))


class _Room:
    """How much room there is, and who has got it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._units = {u.id: u for u in ground.units}
        first = max(
            date.fromisoformat(ground.term.start),
            date.fromisoformat(ground.today) + timedelta(days=AHEAD),
        )
        last = date.fromisoformat(ground.term.end)
        self._weeks = list(weeks_between(first, last))
        self._closed = Closed(ground.periods, first - timedelta(days=366), last)
        self._half = {week: half_start(monday_of(week).isoformat()) for week in self._weeks}
        self._halves = sorted(set(self._half.values()))
        self._in_week: dict[str, int] = {}
        self._busy: dict[tuple[str, str], int] = {}  # (half year, person)
        self._all_busy: dict[str, int] = {}  # person, in all half years
        self._weeks_of: dict[str, set[str]] = {}  # person -> weeks with a visit
        self._week: dict[str, str] = {}  # unit -> week proposed
        self._duty: dict[tuple[str, str], dict[str, str]] = {}  # (half year, title): unit -> person
        self._open: dict[str, dict[str, list[str]]] = {}
        self._needs: dict[tuple[str, str], list[tuple[list[str], tuple[str, ...]]]] = {}
        self._barred = {u.id: may_not_go(u.id, ground.conflicts) for u in ground.units}
        self._untimed = {v.unit: v.id for v in ground.visits if _has_no_time(v)}
        self._by_title: dict[str, list[str]] = {}
        for person in sorted(ground.people, key=lambda p: (p.sort, p.id)):
            if not person.left and person.title:
                self._by_title.setdefault(person.title.casefold(), []).append(person.id)
        for visit in ground.visits:
            if visit.status != "cancelled" and (day := day_of(visit)):
                self.count(week_of(date.fromisoformat(day)), visit.team, day)

    def count(self, week: str, team: Iterable[str], day: str = "") -> None:
        """Count a visit that is planned."""
        half = half_start(day or monday_of(week).isoformat())
        self._in_week[week] = self._in_week.get(week, 0) + 1
        for person in team:
            self._engage(half, person, 1)
            self._weeks_of.setdefault(person, set()).add(week)

    def _engage(self, half: str, person: str, visits: int) -> None:
        self._busy[half, person] = self._busy.get((half, person), 0) + visits
        self._all_busy[person] = self._all_busy.get(person, 0) + visits

    # --- who waits

    def waiting(self) -> list[Unit]:
        """Return the units without a time, those that have waited longest first.

        School forms are mixed. What can be visited in few half years comes before the others.
        """
        ground, found = self._ground, list[tuple[int, str, float, Unit]]()
        last: dict[str, str] = {}
        for visit in ground.visits:
            if visit.status in VISITED:
                last[visit.unit] = max(last.get(visit.unit, ""), day_of(visit))
        for each in coverage(ground.units, ground.visits, ground.term):
            units = sorted(each.without_time, key=lambda u: (last.get(u.id, ""), u.sort, u.id))
            for place, unit in enumerate(units):
                share = (place + 0.5) / len(units)
                found.append((len(self._halves_of(unit)), last.get(unit.id, ""), share, unit))
        return [unit for *_key, unit in sorted(found, key=lambda f: (*f[:3], f[3].sort, f[3].id))]

    def quotas(self, number: int) -> dict[str, int]:
        """Return how many more visits each half year gets where they are spread evenly."""
        share = {half: self._share(half) for half in self._halves}
        had = {half: self._had(half) for half in self._halves}
        whole, total = sum(share.values()) or 1, number + sum(had.values())
        quotas, before, passed = {}, 0, 0
        for half in self._halves:
            passed += share[half]
            until = round(total * passed / whole)
            quotas[half] = max(0, until - before - had[half])
            before = until
        return quotas

    def _share(self, half: str) -> int:
        weeks = [w for w, h in self._half.items() if h == half]
        return sum(1 for w in weeks if self._closed.by(w, ()) is None)

    def _had(self, half: str) -> int:
        return sum(self._in_week.get(w, 0) for w, h in self._half.items() if h == half)

    # --- what a unit needs

    def _open_weeks(self, unit: Unit) -> dict[str, list[str]]:
        """Return the weeks in which a unit may be visited, by half year."""
        known = self._open.get(unit.id)
        if known is None:
            known = {}
            for week in self._weeks:
                forms = forms_in(unit, week)
                if forms and self._closed.by(week, forms) is None:
                    known.setdefault(self._half[week], []).append(week)
            self._open[unit.id] = known
        return known

    def _halves_of(self, unit: Unit) -> list[str]:
        return [half for half in self._halves if half in self._open_weeks(unit)]

    def titles(self, form: str) -> tuple[str, ...]:
        """Return the titles that the team rules ask for."""
        return titles_for(form, self._ground.rules)

    def _may(self, title: str, unit: str) -> list[str]:
        """Return who has a title and may visit a unit."""
        people = self._by_title.get(title.casefold(), ())
        return [p for p in people if p not in self._barred[unit]]

    def why_never(self, unit: Unit) -> Hindrance | None:
        """Return what makes a visit impossible whatever room there is, or None."""
        if not self._weeks:
            return Hindrance(PAST)
        opened = [w for found in self._open_weeks(unit).values() for w in found]
        if not opened:
            return Hindrance(CLOSED)
        wanted = {form: self.titles(form) for form in {form_in(unit, w) for w in opened}}
        if not any(wanted.values()):
            return Hindrance(NO_RULE)
        everyone = dict.fromkeys(t for found in wanted.values() for t in found)
        possible = [f for f, titles in wanted.items() if titles and self._have(unit, titles)]
        if possible:
            return None
        if vacant := tuple(t for t in everyone if t.casefold() not in self._by_title):
            return Hindrance(VACANT, vacant)
        return Hindrance(CONFLICT, tuple(t for t in everyone if not self._may(t, unit.id)))

    def _have(self, unit: Unit, titles: Iterable[str]) -> bool:
        return all(self._may(title, unit.id) for title in titles)

    # --- placing

    def place(self, unit: Unit, quota: dict[str, int] | None) -> bool:
        """Give a unit a week and a team in the first half year with room; tell whether it got."""
        halves = self._halves_of(unit)
        if quota is None:
            halves.sort(key=lambda h: (self._had(h) / (self._share(h) or 1), h))
        for half in halves:
            if (quota is None or quota[half] > 0) and self._place_in(unit, half):
                if quota is not None:
                    quota[half] -= 1
                return True
        return False

    def _place_in(self, unit: Unit, half: str) -> bool:
        for weeks, titles in self._kinds(unit, half):
            staffed = [self._staffing(half, title, unit.id) for title in titles]
            if not titles or any(path is None for path in staffed):
                continue
            team = [path[-1][1] for path in staffed if path]
            week = self._best_week(weeks, team)
            path = [(unit.id, week)] if week else self._week_path(unit.id, half, weeks)
            if not path:
                continue
            for name, to in reversed(path):
                self._move(name, to)
            for title, way in zip(titles, staffed, strict=True):
                self._assign(half, title, way or [])
            return True
        return False

    def _kinds(self, unit: Unit, half: str) -> list[tuple[list[str], tuple[str, ...]]]:
        """Return the open weeks of a half year by what the team needs then: forms are dated."""
        known = self._needs.get((unit.id, half))
        if known is None:
            found: dict[tuple[str, ...], list[str]] = {}
            for week in self._open_weeks(unit)[half]:
                found.setdefault(self.titles(form_in(unit, week)), []).append(week)
            known = self._needs[unit.id, half] = [(weeks, needs) for needs, weeks in found.items()]
        return known

    def _best_week(self, weeks: list[str], team: Sequence[str]) -> str:
        """Return the calmest week with room, far from others, or ""."""
        free = [w for w in weeks if self._in_week.get(w, 0) < self._ground.most_week]
        if not free:
            return ""
        full = [n for n, w in enumerate(self._weeks) if self._in_week.get(w)]
        place = {w: n for n, w in enumerate(self._weeks)}

        def key(week: str) -> tuple[int, int, int, str]:
            met = sum(week in self._weeks_of.get(p, ()) for p in team)
            away = min((abs(n - place[week]) for n in full), default=0)
            return self._in_week.get(week, 0), met, -away, week

        return min(free, key=key)

    def calmest(self, unit: str, half: str) -> str:
        """Return the calmest open week for a unit, one with room where there is, or ""."""
        weeks = self._open_weeks(self._units[unit]).get(half, [])
        fewest = min(weeks, key=lambda w: (self._in_week.get(w, 0), w), default="")
        return self._best_week(weeks, ()) or fewest

    def _week_path(self, unit: str, half: str, weeks: list[str]) -> list[tuple[str, str]]:
        """Return who goes to which week so that ``unit`` finds room in one; [] where none."""
        seen, queue = set(weeks), [[(unit, w)] for w in weeks]
        for way in queue:
            if self._in_week.get(way[-1][1], 0) < self._ground.most_week:
                return way
            for other in [u for u, w in self._week.items() if w == way[-1][1]]:
                alike = self._alike(other, way[-1][1], half)
                for week in [w for w in alike if w not in seen]:
                    seen.add(week)
                    queue.append([*way, (other, week)])
        return []

    def _alike(self, unit: str, week: str, half: str) -> list[str]:
        """Return the weeks to which a unit can be moved with its team."""
        return next(w for w, _titles in self._kinds(self._units[unit], half) if week in w)

    def _move(self, unit: str, week: str) -> None:
        before = self._week.get(unit, "")
        if before:
            self._in_week[before] -= 1
        self._week[unit] = week
        self._in_week[week] = self._in_week.get(week, 0) + 1

    def _staffing(self, half: str, title: str, unit: str) -> list[tuple[str, str]] | None:
        """Return who visits what instead, so that somebody with a title is free for ``unit``.

        The last step is the first in time; None where nobody can be made free.
        """
        holders, most = self._by_title.get(title.casefold(), ()), self._ground.most_term
        if all(self._busy.get((half, person), 0) >= most for person in holders):
            return None
        duty = self._duty.get((half, title.casefold()), {})
        seen: set[str] = set()
        queue: list[list[tuple[str, str]]] = [[(unit, "")]]
        for way in queue:
            wanted = sorted(self._may(title, way[-1][0]), key=lambda p: self._load(half, p))
            for person in [p for p in wanted if p not in seen]:
                seen.add(person)
                found = [*way[:-1], (way[-1][0], person)]
                if self._busy.get((half, person), 0) < most:
                    return found[::-1]
                queue += [[*found, (u, "")] for u, p in duty.items() if p == person]
        return None

    def _load(self, half: str, person: str) -> tuple[int, int]:
        return self._busy.get((half, person), 0), self._all_busy.get(person, 0)

    def _assign(self, half: str, title: str, way: list[tuple[str, str]]) -> None:
        duty = self._duty.setdefault((half, title.casefold()), {})
        for unit, person in way:
            before = duty.get(unit)
            if before:
                self._engage(half, before, -1)
            duty[unit] = person
            self._engage(half, person, 1)
            self._weeks_of.setdefault(person, set()).add(self._week[unit])

    # --- the answer

    def proposal(self) -> Proposal:
        """Return what has been placed, in order of time, and why the rest was not."""
        placed = [
            Placement(unit, week, self._team(unit, week), self._untimed.get(unit, ""))
            for unit, week in self._week.items()
        ]
        placed.sort(key=lambda p: (p.week, self._units[p.unit].sort, p.unit))
        rest = [(u.id, self._why(u)) for u in self.waiting() if u.id not in self._week]
        return Proposal(tuple(placed), tuple(rest))

    def _team(self, unit: str, week: str) -> tuple[str, ...]:
        titles = self.titles(form_in(self._units[unit], week))
        return tuple(self._duty[self._half[week], t.casefold()][unit] for t in titles)

    def _why(self, unit: Unit) -> tuple[Hindrance, ...]:
        """Return what stood in the way in each half year, told once."""
        never = self.why_never(unit)
        if never is not None:
            return (never,)
        crowded, titles = False, dict[str, None]()
        for half in self._halves_of(unit):
            for weeks, wanted in self._kinds(unit, half):
                if not wanted or not self._have(unit, wanted):
                    continue
                lacking = [t for t in wanted if self._staffing(half, t, unit.id) is None]
                titles |= dict.fromkeys(lacking)
                crowded = crowded or not (lacking or self._best_week(weeks, ()))
        found = [Hindrance(LOAD, tuple(titles))] if titles else []
        return tuple([*found, Hindrance(WEEKS)] if crowded else found)

    def broken(self, placement: Placement) -> Iterator[Hindrance]:
        """Give the rules that a placement breaks."""
        unit, week = self._units[placement.unit], placement.week
        half = half_start(monday_of(week).isoformat())
        period = self._closed.by(week, forms_in(unit, week))
        if period is not None:
            yield Hindrance(CLOSED, period=period)
        if self._in_week.get(week, 0) >= self._ground.most_week:
            yield Hindrance(WEEKS)
        if barred := tuple(p for p in placement.team if p in self._barred[unit.id]):
            yield Hindrance(CONFLICT, people=barred)
        titles = self.titles(form_in(unit, week))
        had = {t for t, people in self._by_title.items() if set(people) & set(placement.team)}
        if lacking := tuple(t for t in titles if t.casefold() not in had):
            yield Hindrance(VACANT, lacking)
        most = self._ground.most_term
        if busy := tuple(p for p in placement.team if self._busy.get((half, p), 0) >= most):
            yield Hindrance(LOAD, people=busy)


def _has_no_time(visit: Visit) -> bool:
    ahead = visit.status not in (*VISITED, "cancelled")
    return ahead and not visit.extra and not day_of(visit)


def forms_in(unit: Unit, week: str) -> tuple[str, ...]:
    """Return the school forms that a unit has in a week."""
    return unit.forms_on(monday_of(week).isoformat())


def form_in(unit: Unit, week: str) -> str:
    """Return the school form under which a unit is visited in a week, "" where it has none."""
    return ("", *forms_in(unit, week))[-1]


def titles_for(form: str, rules: Iterable[TeamRule]) -> tuple[str, ...]:
    """Return the titles that the team rules ask for, each once."""
    wanted = (t for rule in rules if form in rule.forms for t in rule.titles)
    return tuple({t.casefold(): t for t in wanted}.values())


def adjusted(proposal: Proposal, changes: Mapping[str, Placement | None]) -> Proposal:
    """Return a proposal with some units placed otherwise, or (None) left out."""
    placed = [changes.get(p.unit, p) for p in proposal.placed]
    kept = sorted((p for p in placed if p is not None), key=lambda p: (p.week, p.unit))
    return replace(proposal, placed=tuple(kept))


def calmest(ground: Ground, unit: str, half: str) -> str:
    """Return the calmest open week of a half year for a unit, one with room first, or ""."""
    return _Room(ground).calmest(unit, half)
