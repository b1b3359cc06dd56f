"""One visit: plan, team, programme, preparations and the way from planned to closed."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.comments import CommentVerbs
from qualityvisit.model.days import a_date
from qualityvisit.model.follow_up import FollowUpVerbs
from qualityvisit.model.programme import ProgrammeVerbs
from qualityvisit.model.provenance import ProvenanceVerbs
from qualityvisit.model.records import (
    PREPARATIONS,
    RECEIVERS,
    VISIT_SIDE_STATES,
    VISIT_STATES,
    Preparation,
    Record,
    Session,
    Visit,
    whole,
)
from qualityvisit.model.steps import StepVerbs
from qualityvisit.words import _

TIME = re.compile(r"|([01]?\d|2[0-3]):[0-5]\d", re.ASCII)
STAYS = ("version", "fact-check", "dispatch")
FIELDS = ("date", "week", "place", "guide", "registry_number", "extra")


class VisitDocument(ProgrammeVerbs, StepVerbs, ProvenanceVerbs, CommentVerbs, FollowUpVerbs):
    """The shared memory of one visit. The visit's team and administrators write it."""

    kinds = frozenset(
        {
            "visit",
            "session",
            "handover",
            "passage",
            "comment",
            "finding",
            "action",
            "action-event",
            "fact-check",
            "version",
            "dispatch",
        }
    )
    head = part_of = "visit"

    def begin(self, **values: str | bool | tuple[str, ...]) -> None:
        """Make the visit itself, under the document's own id."""
        with self.change():
            self.create("visit", values, name=self.id)

    def change_visit(self, **values: str | bool) -> None:
        """Change date, week, place, guide, registry_number or extra."""
        unknown = set(values) - set(FIELDS)
        if unknown:
            raise BadInput(_("A visit has no {fields}.", fields=", ".join(sorted(unknown))))
        with self.change():
            self.put(self.id, **values)

    def set_state(self, state: str, reason: str = "") -> None:
        """Take the visit to a state.

        Raise BadInput for an unknown one, and Refused where a rule says no: moved and cancelled
        need a reason, a cancelled visit goes on from planned, and a visit is not finished before
        its minutes are.
        """
        if state not in VISIT_STATES + VISIT_SIDE_STATES:
            raise BadInput(_("There is no such state: {state}.", state=state))
        if state in VISIT_SIDE_STATES and not reason.strip():
            raise Refused(_("Say why the visit is moved or cancelled."), _("The reason is kept."))
        if self._status == "cancelled" and state not in ("planned", "moved"):
            raise Refused(_("A cancelled visit is planned anew first."))
        ready = VISIT_STATES.index("finished")
        if state in VISIT_STATES[ready:] and not self.fact("minutes/finished"):
            raise Refused(
                _("The minutes are not finished."), _("Finish them first; then the visit is.")
            )
        with self.change():
            self.put(self.id, status=state)
            if state in VISIT_SIDE_STATES:  # it stays when the visit is planned again
                self.put(self.id, reason=reason.strip())

    def move(self, *, date: str = "", week: str = "", reason: str = "") -> None:
        """Give the visit another time.

        One that people have prepared for is noted as moved, with the reason: raise Refused without
        one, and where the visit has been made.
        """
        if self._status == "cancelled":
            raise Refused(_("A cancelled visit is planned anew first."))
        if self._status not in ("planned", "prepared", "moved"):
            raise Refused(_("The visit has been made: it stays."))
        with self.change():
            if self.is_prepared_for or reason.strip():
                self.set_state("moved", reason)
            self.put(self.id, date=date, week=week)

    @property
    def is_prepared_for(self) -> bool:
        """Whether people know of the visit's time, so that they must be told why it is moved."""
        timed = bool(self.field(self.id, "date") or self.field(self.id, "week"))
        return timed and self._status in ("prepared", "moved")

    @property
    def _status(self) -> str:
        return self.field(self.id, "status") or VISIT_STATES[0]

    def move_back(self, before: Visit) -> None:
        """Take back what ``move`` has just done."""
        with self.change():
            self.put(self.id, date=before.date, week=before.week, status=before.status,
                     reason=before.reason)  # fmt: skip

    def withdraw(self) -> bool:
        """Take back that the visit was planned; return False where somebody has worked on it."""
        every = self.records()
        held = [r for r in every if isinstance(r, Session)]
        mine = [r for r in every if not isinstance(r, Visit | Session | Preparation)]
        mine += [r for r in every if isinstance(r, Preparation) and r.done]
        worked = any(s.ended or s.participants or s.informed for s in held)
        told = any(self.field(self.id, key) for key in ("place", "registry_number"))
        if mine or worked or told or self._status != "planned":
            return False
        with self.change():
            for name in (*(s.id for s in held), self.id):
                self.take_away(name)
        return True

    def remove(self, name: str) -> None:
        """Remove a session, a passage, a finding or an action's draft."""
        if name == self.id:
            raise Refused(_("A visit is not removed."), _("Cancel it, with the reason."))
        if any(self.has(name, kind) for kind in STAYS):
            raise Refused(_("What was finished or sent out is not removed."))
        self.may_write_text(name)
        with self.change():
            self.take_away(name)

    def restore(self, name: str) -> None:
        """Bring back what was removed a moment ago."""
        with self.change():
            if self.kind_of(name) == "passage":
                self._open()
            self.bring_back(name)

    def prepare(self, key: str, done: str) -> None:
        """Tick a preparation off with the date when it was done; "" takes the tick away."""
        if key not in PREPARATIONS:
            raise BadInput(_("There is no such preparation: {key}.", key=key))
        a_date(done)
        with self.change():
            self.put_fact(f"preparation/{key}", done)

    def hand_over(self, to: str) -> str:
        """Keep that a serious matter was handed over just now, and nothing else; return its id."""
        if to not in RECEIVERS:
            raise BadInput(_("There is nobody to hand it over to: {name}.", name=to))
        with self.change() as stamp:
            values = {"visit": self.id, "to": to, "at": stamp.at, "who": stamp.who}
            return self.create("handover", values)

    def _record(self, name: str, values: object) -> Record | None:
        """Read what is no time of day, and no number, of a session as not given."""
        found = super()._record(name, values)
        if not isinstance(found, Session):
            return found
        numbers = ("minutes", "participants")
        wrong: dict[str, Any] = {key: "" for key in numbers if not _counts(getattr(found, key))}
        if not TIME.fullmatch(found.start):
            wrong["start"] = ""
        return replace(found, **wrong) if wrong else found

    # --- records out of facts

    def fact_records(self, keys: set[str]) -> Iterable[Record]:
        """Return preparations, the minutes' state and what became of notes."""
        yield from self.minutes_records(keys)
        for key in keys:
            kind, _slash, name = key.partition("/")
            if kind == "preparation":
                yield Preparation(f"{self.id}/{name}", self.id, name, self.fact(key))

    def facts_gone(self, keys: set[str]) -> Iterable[tuple[str, str]]:
        """Return what facts no longer say."""
        return self.minutes_gone(keys)


def _counts(text: str) -> bool:
    return text in ("", "0") or bool(whole(text))
