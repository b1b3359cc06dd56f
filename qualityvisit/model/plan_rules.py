"""What a plan must keep, as the register holds it: conflicts of interest, closed weeks, load."""

import json
from collections.abc import Iterable, Mapping

from qualityvisit.errors import BadInput, NotFound, Refused
from qualityvisit.model.calendar import BEGINNING, check_period
from qualityvisit.model.document import Document
from qualityvisit.model.records import (
    BARRED,
    FORMS,
    FREE_TO_GO,
    Conflict,
    Period,
    Person,
    Record,
    TermOfOffice,
    fresh_id,
    whole,
)
from qualityvisit.words import _

# How many visits a person may have in half a year, and all together in a week.
LOAD = {"load.term": "6", "load.week": "2"}
TAKEN_AWAY = "-"


class PlanRuleVerbs(Document):
    """The verbs of the register on what a plan must keep."""

    # --- conflicts of interest

    def decide_conflicts(self, decisions: Mapping[tuple[str, str], str]) -> None:
        """Keep for each (person, unit) whether the person may visit it; "" takes it back.

        Only the decision is kept, with who made it and when: the reason is nobody's business.
        """
        for (person, unit), decision in decisions.items():
            if decision not in ("", FREE_TO_GO, BARRED):
                raise BadInput(_("There is no such decision: {decision}.", decision=decision))
            if not (self.has(person, "person") and self.has(unit, "unit")):
                raise NotFound(
                    _("There is no such person or unit."),
                    _("Check the id, or share to get what colleagues have added."),
                )
        with self.change() as stamp:
            for (person, unit), decision in decisions.items():
                key = f"conflict/{person}/{unit}"
                if decision != self.fact(key).partition("|")[0]:
                    said = f"{decision}|{stamp.who}|{stamp.at}" if decision else ""
                    self.put_fact(key, said)

    # --- closed weeks

    def calendar(self) -> list[Period]:
        """Return the holidays and test weeks: those that a register begins with, as changed."""
        said = (key for key in self._facts if key.startswith("calendar/"))
        own = {r.id: r for r in self.rule_records(said) if isinstance(r, Period)}
        begun = [p for p in BEGINNING if p.id not in own and not self.fact(f"calendar/{p.id}")]
        return sorted([*begun, *own.values()], key=_place)

    def set_period(
        self,
        name: str,
        start: str,
        end: str,
        *,
        forms: Iterable[str] = (),
        tests: bool = False,
        period: str = "",
    ) -> str:
        """Add a holiday or test weeks, or change ``period``; return its id. Raise BadInput."""
        check_period(start, end)
        chosen = tuple(forms)
        if unknown := [form for form in chosen if form not in FORMS]:
            raise BadInput(_("There is no such school form: {form}.", form=unknown[0]))
        begun = any(p.id == period for p in BEGINNING)
        if not name.strip() and not begun:
            raise BadInput(_("The name is missing."), _("Write what the period is called."))
        period = period or fresh_id()
        said = json.dumps([name.strip(), "tests" if tests else "", start, end, *chosen])
        with self.change():
            self.put_fact(f"calendar/{period}", said)
        return period

    def remove_period(self, period: str) -> None:
        """Take a holiday or test weeks away."""
        with self.change():
            self.put_fact(f"calendar/{period}", TAKEN_AWAY)

    def most(self, key: str) -> int:
        """Return a limit of `LOAD`."""
        said = whole(self.fact(f"setting/{key}"))
        return said if 0 < said < 1000 else int(LOAD[key])

    # --- terms of office

    def add_term(self, start: str, end: str) -> str:
        """Add a term of office; return its id. Raise BadInput where it overlaps another."""
        if not is_term(start, end):
            raise BadInput(_("A term of office ends after it begins."), _("Check the dates."))
        for record in self.records():
            if isinstance(record, TermOfOffice) and start <= record.end and record.start <= end:
                raise BadInput(
                    _("Two terms of office cannot overlap."), _("Check the dates of both.")
                )
        with self.change():
            return self.create("term", {"start": start, "end": end})

    def begin_term(self, start: str, end: str, leaving: Iterable[str] = ()) -> str:
        """Add the next term of office and note who leaves; all else lives on. Return its id."""
        people = list(leaving)
        for person in people:
            found = self.record(person)
            if not isinstance(found, Person):
                raise NotFound(
                    _("There is no such person or unit."),
                    _("Check the id, or share to get what colleagues have added."),
                )
            if found.role:
                raise Refused(
                    _("{name} is a member of the workspace.", name=found.name),
                    _("Remove the membership under Members; then the person has left."),
                )
        with self.change():
            made = self.add_term(start, end)
            for person in people:
                self.put(person, left=True)
        return made

    # --- records out of facts

    def rule_records(self, keys: Iterable[str]) -> Iterable[Record]:
        """Return the conflicts and periods among these facts."""
        for key in keys:
            kind, _slash, name = key.partition("/")
            found = self._rule(kind, name, self.fact(key))
            if found is not None:
                yield found

    def facts_gone(self, keys: set[str]) -> Iterable[tuple[str, str]]:
        """Return decisions that were taken back, and periods that were taken away."""
        for key in keys:
            kind, _slash, name = key.partition("/")
            if kind in ("conflict", "calendar") and self._rule(kind, name, self.fact(key)) is None:
                yield ("conflict" if kind == "conflict" else "period"), name

    def _rule(self, kind: str, name: str, said: str) -> Record | None:
        if kind == "conflict":
            return _conflict(name, said)
        return _period(name, said) if kind == "calendar" else None


def is_term(start: str, end: str) -> bool:
    """Tell whether a term of office can have these ISO dates."""
    return "1900" < start < end < "2200"


def _conflict(name: str, said: str) -> Conflict | None:
    person, _slash, unit = name.partition("/")
    decision, by, at = (*said.split("|"), "", "")[:3]
    if decision not in (FREE_TO_GO, BARRED) or not (person and unit):
        return None
    return Conflict(name, person, unit, decision, by, at)


def _period(name: str, said: str) -> Period | None:
    """Return the period that a fact holds, or None where there is none that makes sense."""
    try:
        title, tests, start, end, *forms = (str(part) for part in json.loads(said))
        check_period(start, end)
    except (ValueError, TypeError, RecursionError, BadInput):
        return None
    return Period(name, title, tests == "tests", tuple(forms), start, end)


def _place(period: Period) -> tuple[bool, int, str]:
    """Order periods: holidays first, as they are in BEGINNING; others by name."""
    known = [p.id for p in BEGINNING]
    at = known.index(period.id) if period.id in known else len(known)
    return period.tests, at, period.name.casefold()
