"""Conflicts of interest (jäv): asked of each person about each unit; only the answer is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import Choice, Elided, Form, Item, box, button, col, label, refill, row
from qualityvisit.ui.trade import when
from qualityvisit.words import _, count, day, listing

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk


class Conflicts(FormDialog):
    """Goes through the units with one person after the other."""

    def __init__(self, desk: Desk, window: QWidget, person: str = "") -> None:
        self._desk, ws = desk, desk.ws
        self._people = {p.id: p for p in ws.all(records.Person) if not p.left}
        self._units = [u for u in ws.all(records.Unit) if u.status == "active"]
        kept = sorted(ws.all(records.Conflict), key=lambda c: c.decision == records.BARRED)
        self._kept = {(c.person, c.unit): c for c in kept}  # of units that are one: barred stands
        self._answers: dict[tuple[str, str], str] = {}  # what is new
        form = Form()
        about = _(
            "Ask for each unit: do you work there, do you have a child there, or does somebody"
            " close to you? Only the answer is kept, with who wrote it down and when. Never why."
        )
        super().__init__(window, _("Conflicts of interest"), form, _("Save the answers"),
                         self._save, about=about, width=600)  # fmt: skip
        self.person = Choice([(p.id, _named(p)) for p in self._people.values()], person)
        form.add(_("Who is asked"), self.person)
        self._asked = label("", "muted", 0.95)
        self.rest = button(_("The others: may go"), self.free_rest, "check-check", "small")
        form.put(box(row(self._asked, None, self.rest)))
        self._rows = col(gap=8)
        form.put(box(self._rows))
        self.choices: dict[str, Choice] = {}
        self.person.currentIndexChanged.connect(self._show)
        self._show()

    def answer(self, person: str, unit: str) -> str:
        """Return what is answered so far."""
        kept = self._kept.get((person, unit))
        return self._answers.get((person, unit), kept.decision if kept else "")

    def free_rest(self) -> None:
        """Note that the person may go wherever nothing is answered."""
        for unit, choice in self.choices.items():
            if not choice.value():
                self._answers[self.person.value(), unit] = records.FREE_TO_GO
        self._show()

    def _show(self) -> None:
        person, items = self.person.value(), list[Item]()
        options = [
            ("", _("Not asked")), (records.FREE_TO_GO, _("May go")),
            (records.BARRED, _("May not go")),
        ]  # fmt: skip
        self.choices = {}
        for unit in self._units:
            choice = Choice(options, self.answer(person, unit.id), name=unit.name)
            choice.setAccessibleDescription(self._kept_words(person, unit.id))
            choice.setToolTip(self._kept_words(person, unit.id))
            choice.currentIndexChanged.connect(partial(self._did_answer, unit.id))
            self.choices[unit.id] = choice
            items.append(row((Elided(unit.name), 1), choice, gap=12))
        refill(self._rows, items)
        self._tell()

    def _kept_words(self, person: str, unit: str) -> str:
        """Return who wrote down the answer and when."""
        kept = self._kept.get((person, unit))
        if kept is None or (person, unit) in self._answers:
            return ""
        by = self._desk.ws.names().get(kept.by)
        return _("Written down by {name} on {day}.", name=by.name if by else "–", day=day(kept.at))

    def _did_answer(self, unit: str, _index: int) -> None:
        self._answers[self.person.value(), unit] = self.choices[unit].value()
        self._tell()

    def _tell(self) -> None:
        asked = sum(bool(choice.value()) for choice in self.choices.values())
        self._asked.setText(_("{n} of {all} answered", n=asked, all=len(self.choices)))
        self.rest.setEnabled(asked < len(self.choices))

    def _save(self) -> None:
        told = dict(self._answers)
        for kept in self._desk.ws.all(records.Conflict):  # and of the unit before it was merged
            if (kept.person, kept.unit) in self._answers:
                own = kept.person, kept.id.partition("/")[2]
                told[own] = self._answers[kept.person, kept.unit]
        self._desk.ws.register.decide_conflicts(told)
        tell_teams(self._desk)


def tell_teams(desk: Desk) -> None:
    """Say where somebody with a conflict of interest is in the team of a visit ahead."""
    ws, names = desk.ws, desk.ws.names()
    barred = {(c.person, c.unit) for c in ws.all(records.Conflict, state=records.BARRED)}
    found = [
        (visit, [p for p in visit.team if (p, visit.unit) in barred])
        for visit in ws.all(records.Visit) if visit.status in ("planned", "prepared", "moved")
    ]  # fmt: skip
    told = [(visit, people) for visit, people in found if people]
    if not told:
        desk.notices.passing(_("The answers are saved."))
        return
    where = listing(
        f"{visit.title}, {when(visit)} ({listing(names[p].name for p in people if p in names)})"
        for visit, people in told
    )

    def take_out() -> None:
        for visit, people in told:
            team = [p for p in visit.team if p not in people]
            desk.attempt(partial(ws.set_team, visit.id, team))

    desk.notices.stay(
        count(
            "A team has somebody with a conflict of interest.",
            "{n} teams have somebody with a conflict of interest.", len(told),
        ),
        where, kind="warn", actions=[(_("Take them out of the teams"), take_out)],
    )  # fmt: skip


def _named(person: records.Person) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name
