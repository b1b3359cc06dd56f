"""Planning visits: one by one, or as a proposal that is taken; who visits, and how far it goes."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from qualityvisit.documents import Documents
from qualityvisit.errors import NotAllowed, Refused
from qualityvisit.model import planning, records
from qualityvisit.model.calendar import Closed
from qualityvisit.model.days import a_date, a_week
from qualityvisit.model.records import ADMINISTRATOR, fresh_id
from qualityvisit.words import _, day, listing

if TYPE_CHECKING:
    from qualityvisit.model.proposal import Ground, Placement, Proposal
    from qualityvisit.model.visit import VisitDocument


@dataclass(frozen=True, slots=True)
class Taken:
    """A visit that a proposal gave its time, and what it was before: so that it can be undone."""

    visit: str
    made: bool  # there was no visit before
    team: tuple[str, ...] = ()


class Planner(Documents):
    """The verbs of the visit plan."""

    def plan_visit(
        self,
        unit: str,
        *,
        date: str = "",
        week: str = "",
        guide: str = "",
        team: Iterable[str] | None = None,
        extra: bool = False,
        programme: bool = True,
    ) -> str:
        """Plan a visit: team by the rules where none is given, the half-day programme; its id.

        Raise Refused where somebody in the team has a conflict of interest at the unit.
        """
        self._administrator()
        a_date(date)
        a_week(week)
        found = self.get(records.Unit, unit)
        when = planning.day_of(records.Visit("", date=date, week=week)) or self.today()
        form = (found.forms_on(when) or (found.form,))[-1]
        if guide:
            self.get(records.Guide, guide)
        chosen = guide or planning.guide_for(form, self.guides())
        if team is None:
            barred = planning.may_not_go(unit, self.all(records.Conflict, parent=unit))
            wanted = planning.team_for(form, self.all(records.Person), self.all(records.TeamRule))
            team = [p for p in wanted if p not in barred]
        people = self._team(unit, team)
        document = cast("VisitDocument", self.document(f"visit/{fresh_id()}"))
        self.sharing.set_team(document.id, people)
        with document.change():
            document.begin(unit=unit, title=found.name, form=form, guide=chosen, date=date,
                           week=week, extra=extra, status="planned")  # fmt: skip
            if programme:
                for session in planning.programme_for(form, self.register.setting):
                    document.add_session(session.pop("type"), **session)
        return document.id

    def set_team(self, visit: str, people: Iterable[str]) -> None:
        """Let these people be a visit's team: they and administrators write it and read its notes.

        Raise NotAllowed where this is no administrator, and Refused where somebody has a conflict
        of interest at the unit.
        """
        found = self.get(records.Visit, visit)
        self.sharing.set_team(visit, self._team(found.unit, people))

    def _team(self, unit: str, people: Iterable[str]) -> list[str]:
        """Return people who exist and may visit the unit."""
        team = [self.get(records.Person, person) for person in people]
        barred = planning.may_not_go(unit, self.all(records.Conflict, parent=unit))
        if named := [p.name for p in team if p.id in barred]:
            raise Refused(
                _("Conflict of interest at the unit: {names}.", names=listing(named)),
                _("Choose somebody else for the team; nothing was changed."),
            )
        return [p.id for p in team]

    def set_visit_state(self, visit: str, state: str, reason: str = "") -> None:
        """Take a visit to a state; a unit has one deep dive done in a term of office.

        Raise Refused where a rule says no; the second one can be made an extra visit.
        """
        self.check_deep_dive(visit, status=state)
        self.visit(visit).set_state(state, reason)

    def check_deep_dive(self, visit: str, **values: str | bool) -> None:
        """Raise Refused where these values would give the unit a second deep dive in its term."""
        found = replace(self.get(records.Visit, visit), **cast("dict[str, Any]", values))
        other = self._done_before(found) if found.status in planning.VISITED else None
        if other is not None:
            raise Refused(
                _("The unit has already had its deep dive in this term of office."),
                _(
                    "It was on {date}. Make this one an extra visit.",
                    date=day(planning.day_of(other)),
                ),
            )

    def done_before(self, visit: str) -> records.Visit | None:
        """Return the unit's done deep dive, beside which this visit can only be an extra one."""
        return self._done_before(self.get(records.Visit, visit))

    def _done_before(self, found: records.Visit) -> records.Visit | None:
        if found.extra:
            return None
        visits = self.all(records.Visit, parent=found.unit)
        return planning.done_before(found, visits, self.all(records.TermOfOffice))

    # --- a proposal

    def ground(self, term: records.TermOfOffice | None = None) -> "Ground":
        """Return what a proposal for a term of office rests on."""
        from qualityvisit.model.proposal import Ground  # noqa: PLC0415 start-up time is measured

        register = self.register
        return Ground(
            term or self.term(), self.today(), self.all(records.Unit), self.all(records.Visit),
            self.all(records.Person), self.all(records.TeamRule), self.all(records.Conflict),
            register.calendar(), register.most("load.term"), register.most("load.week"),
        )  # fmt: skip

    def closed_weeks(self, term: records.TermOfOffice) -> Closed:
        """Return which weeks are closed for visits, in a term of office and a year around it."""
        first, last = dt.date.fromisoformat(term.start), dt.date.fromisoformat(term.end)
        year = dt.timedelta(days=366)
        return Closed(self.register.calendar(), first - year, last + year)

    def propose(self, term: records.TermOfOffice | None = None) -> "Proposal":
        """Return a proposal for the units of a term of office that have no time."""
        from qualityvisit.model.proposal import propose  # noqa: PLC0415 start-up time is measured

        return propose(self.ground(term))

    def take(self, placed: "Sequence[Placement]") -> list[Taken]:
        """Plan what is proposed; return what ``take_back`` needs.

        Everything is checked first: raise NotAllowed, NotFound or Refused with nothing done.
        """
        self._administrator()
        waiting = {u.unit: u.id for u in self.all(records.Visit) if not planning.day_of(u)}
        for each in placed:
            self._check(each, waiting)
        return [self._take(each) for each in placed]

    def _check(self, placed: "Placement", waiting: dict[str, str]) -> None:
        unit = self.get(records.Unit, placed.unit)
        a_week(placed.week)
        self._team(placed.unit, placed.team)
        monday = planning.day_of(records.Visit("", week=placed.week))
        terms = self.all(records.TermOfOffice)
        term = next((t for t in terms if t.start <= monday <= t.end), None)
        visits = self.all(records.Visit, parent=placed.unit)
        timed = term and not planning.coverage([unit], visits, term)[0].without_time
        if timed or (placed.visit and waiting.get(placed.unit) != placed.visit):
            raise Refused(
                _("{unit} has got a time meanwhile.", unit=unit.name),
                _("Make the proposal anew; nothing was changed."),
            )

    def _take(self, placed: "Placement") -> Taken:
        if not placed.visit:
            made = self.plan_visit(placed.unit, week=placed.week, team=placed.team)
            return Taken(made, made=True)
        before = self.get(records.Visit, placed.visit)
        self.sharing.set_team(placed.visit, placed.team)
        self.visit(placed.visit).change_visit(date="", week=placed.week)
        return Taken(placed.visit, made=False, team=before.team)

    def take_back(self, taken: Iterable[Taken]) -> int:
        """Undo what ``take`` did; return how many visits stay, since somebody has worked on them.

        They can be moved or cancelled as any other.
        """
        self._administrator()
        stay = 0
        for each in taken:
            found = self.find(records.Visit, each.visit)
            if found is None:
                continue
            if found.status != "planned" or self.is_begun(each.visit):
                stay += 1
            elif each.made:
                stay += not self.visit(each.visit).withdraw()
            else:
                self.sharing.set_team(each.visit, each.team)
                self.visit(each.visit).change_visit(date="", week="")
        return stay

    def _administrator(self) -> None:
        if self.role != ADMINISTRATOR:
            raise NotAllowed(
                _("Only administrators may do this."), _("Ask one of them; nothing was changed.")
            )
