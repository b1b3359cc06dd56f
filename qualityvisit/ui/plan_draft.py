"""A proposal on the board: looked at, changed, and then taken or thrown away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.model.calendar import monday_of
from qualityvisit.model.proposal import Placement, adjusted, broken, form_in
from qualityvisit.model.proposal_words import breaks, why
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import DateField, Field, Form, box, label, pic, row
from qualityvisit.ui.team_field import TeamField
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk
    from qualityvisit.workspace import Workspace


class Draft:
    """A proposal with what the user has changed in it. Nothing of it is kept."""

    def __init__(self, ws: Workspace, term: records.TermOfOffice) -> None:
        self.term, self._people = term, ws.names()
        self.ground = ws.ground(term)
        self._proposal = ws.propose(term)
        self._changes: dict[str, Placement | None] = {}

    @property
    def placed(self) -> tuple[Placement, ...]:
        """What is proposed, as changed."""
        return adjusted(self._proposal, self._changes).placed

    @property
    def unplaced(self) -> dict[str, str]:
        """Why units have no place, by unit."""
        found = {unit: why(rules, self.ground) for unit, rules in self._proposal.unplaced}
        left = [unit for unit, placed in self._changes.items() if placed is None]
        return found | dict.fromkeys(left, _("left out of the proposal"))

    def of(self, unit: str) -> Placement | None:
        """Return what is proposed for a unit."""
        return next((p for p in self.placed if p.unit == unit), None)

    def change(self, unit: str, placed: Placement | None) -> None:
        """Place a unit otherwise, or (None) leave it out."""
        self._changes[unit] = placed

    def move(self, unit: str, week: str) -> None:
        """Propose another week."""
        found = self.of(unit)
        if found is not None:
            self.change(unit, replace(found, week=week))

    def breaks(self, placed: Placement) -> list[str]:
        """Return which rules a placement breaks beside the others, in words."""
        return breaks(broken(self.ground, self.placed, placed), self._people)

    def broken(self) -> dict[str, str]:
        """Return which rules the changes break, by unit."""
        changed = [p for p in self._changes.values() if p is not None]
        told = {p.unit: " ".join(self.breaks(p)) for p in changed}
        return {unit: words for unit, words in told.items() if words}


class ProposedVisit(FormDialog):
    """Changes the week and the team of a visit that is proposed."""

    def __init__(self, desk: Desk, window: QWidget, draft: Draft, placed: Placement) -> None:
        self._draft, self._placed = draft, placed
        unit = desk.ws.get(records.Unit, placed.unit)
        form = Form()
        super().__init__(window, _("Proposed: {unit}", unit=unit.name), form, _("Change it"),
                         self._change)  # fmt: skip
        self.time = DateField(placed.week, today=desk.today(), weeks=True)
        self.team = TeamField(desk)
        self.team.show_unit(unit, form_in(unit, placed.week) or unit.form, placed.team)
        self.said = label("", "warn", 0.95, wrap=True)
        self._line = box(row(pic("triangle-alert", "warn", 16), (self.said, 1), gap=6))
        form.add(_("Week"), self.time, check=self._check)
        form.put(self._line)
        form.put(Field(_("Team"), self.team))
        self.time.changed.connect(self._tell)
        self.team.changed.connect(self._tell)
        self._tell()

    def _check(self) -> str:
        week = self.time.week()
        term = self._draft.term
        inside = week and term.start <= monday_of(week).isoformat() <= term.end
        return "" if inside else _("Write a week of the term of office, as w. 41 2028.")

    def _new(self) -> Placement:
        week = self.time.week() or self._placed.week
        return replace(self._placed, week=week, team=tuple(self.team.team()))

    def _tell(self) -> None:
        words = " ".join(self._draft.breaks(self._new()))
        self.said.setText(words)
        self._line.setVisible(bool(words))

    def _change(self) -> None:
        self._draft.change(self._placed.unit, self._new())
