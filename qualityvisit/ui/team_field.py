"""Who visits: people to tick, with what the team rules miss and who has a conflict of interest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.model import records
from qualityvisit.model.planning import may_not_go, missing_titles, not_asked
from qualityvisit.ui.kit import Check, box, col, label, pic, refill, row
from qualityvisit.ui.trade import form_word
from qualityvisit.words import _, listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualityvisit.ui.screen import Desk


class TeamField(QWidget):
    """Ticks for everybody; who has a conflict of interest at the unit cannot be ticked."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._ws = desk.ws
        self._form, self._unit = "", ""
        self._rules = desk.ws.all(records.TeamRule)
        self._people: list[records.Person] = []
        self._ticks = col(gap=0)
        self.ticks: dict[str, Check] = {}
        self.missing = label("", "warn", 0.95, wrap=True)
        self.unasked = label("", "muted", 0.95, wrap=True)
        self._lacks = box(row(pic("triangle-alert", "warn", 16), (self.missing, 1), gap=6))
        self._asks = box(row(pic("scale", "muted", 16), (self.unasked, 1), gap=6))
        self.setLayout(col(box(self._ticks), self._lacks, self._asks, gap=4))

    def show_unit(self, unit: records.Unit | None, form: str, chosen: Iterable[str]) -> None:
        """Offer a team for a unit, with these people ticked."""
        team = set(chosen)
        self._form, self._unit = form if unit else "", unit.id if unit else ""
        conflicts = self._ws.all(records.Conflict, parent=self._unit) if unit else []
        barred = may_not_go(self._unit, conflicts)
        everybody = self._ws.all(records.Person)
        self._people = [p for p in everybody if not p.left or p.id in team]
        self.ticks = {p.id: self._tick(p, p.id in team, p.id in barred) for p in self._people}
        refill(self._ticks, list(self.ticks.values()))
        self._tell()

    def _tick(self, person: records.Person, on: bool, barred: bool) -> Check:
        words = f"{person.name}, {person.title}" if person.title else person.name
        if barred:
            words = _("{person}: conflict of interest", person=words)
        tick = Check(words, on=on)
        tick.setEnabled(on or not barred)
        tick.toggled.connect(self._tell)
        return tick

    def team(self) -> list[str]:
        """Return the people who are ticked."""
        return [person for person, tick in self.ticks.items() if tick.isChecked()]

    def _tell(self) -> None:
        chosen = set(self.team())
        team = [p for p in self._people if p.id in chosen]
        lacks = team_lacks(self._form, team, self._rules) if self._form else ""
        self.missing.setText(lacks)
        self._lacks.setVisible(bool(lacks))
        unasked = team_unasked(self._ws.all(records.Conflict), self._unit, team)
        self.unasked.setText(unasked)
        self._asks.setVisible(bool(unasked))
        self.changed.emit()


def team_lacks(form: str, team: list[records.Person], rules: Iterable[records.TeamRule]) -> str:
    """Return in words which titles the team rules ask for in vain, or ""."""
    missing = missing_titles(form, team, rules)
    if not missing:
        return ""
    return _(
        "Missing by the rules for {form}: {titles}.",
        form=form_word(form).lower(), titles=listing(missing),
    )  # fmt: skip


def team_unasked(
    conflicts: Iterable[records.Conflict], unit: str, team: list[records.Person]
) -> str:
    """Return in words who has not been asked about a conflict of interest at a unit, or ""."""
    names = [p.name for p in not_asked(unit, team, conflicts)] if unit else []
    if not names:
        return ""
    return _("Not asked about conflict of interest: {names}.", names=listing(names))
