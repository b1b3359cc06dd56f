"""What the board of the visit plan does to visits: other times, by keys and by mouse."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.model.calendar import monday_of, week_of
from qualityvisit.model.planning import VISITED, day_of
from qualityvisit.planner import Taken
from qualityvisit.ui.plan_board import PROPOSED
from qualityvisit.ui.plan_dialog import MoveDialog, moved_week
from qualityvisit.ui.trade import week_word, when
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex

    from qualityvisit.model.calendar import Closed
    from qualityvisit.ui.plan import Plan
    from qualityvisit.ui.screen import Desk
    from qualityvisit.workspace import Workspace

    To = Callable[[str, Closed, tuple[str, ...]], str]  # from week, closed weeks, school forms


class Mover:
    """Gives visits of a plan other times."""

    def __init__(self, screen: Plan) -> None:
        self._screen = screen

    @property
    def _desk(self) -> Desk:
        return self._screen.desk

    @property
    def _ws(self) -> Workspace:
        return self._screen.desk.ws

    def plan_in(self, unit: str, column: int) -> None:
        """Give a unit the calmest week of a half year, at once; it can be undone."""
        from qualityvisit.model.proposal import Placement, calmest  # noqa: PLC0415 start-up time

        if self._screen.plan is None:
            return
        half = self._screen.model.halves[column]
        week = calmest(self._ws.ground(self._screen.plan.term), unit, half.start)
        if not week:
            words = _("No week is open in {half}.", half=half.word)
            self._desk.notices.passing(words, kind="info")
            return
        planned, made = self._screen.plan.untimed(unit), list[Taken]()

        def act() -> None:
            if planned:
                placed = Placement(unit, week, planned.team, planned.id)
                made.extend(self._ws.take([placed]))
            else:
                made.append(Taken(self._ws.plan_visit(unit, week=week), made=True))

        if self._desk.attempt(act):
            visit = self._ws.get(records.Visit, made[0].visit)
            words = _("{unit} is planned: {time}.", unit=visit.title, time=when(visit))
            self._desk.notices.passing(words, (_("Undo"), lambda: self.take_back(made)))

    def make_extra(self, visit: records.Visit) -> None:
        """Make a visit beside the deep dive an extra one."""
        document = self._ws.visit(visit.id)
        if self._desk.attempt(lambda: document.change_visit(extra=True)):
            words = _("{unit}: the visit {time} is an extra visit.", unit=visit.title,
                      time=when(visit))  # fmt: skip
            self._desk.notices.passing(words, (_("Undo"), lambda: self._undo_extra(visit)))

    def _undo_extra(self, visit: records.Visit) -> None:
        self._desk.attempt(lambda: self._ws.visit(visit.id).change_visit(extra=False))

    def move(self, index: QModelIndex, halves: int) -> None:
        """Move the visit to another half year, to its nearest open week."""
        self._move(index, lambda week, closed, forms: closed.nearest(
            moved_week(records.Visit("", week=week), halves), forms))  # fmt: skip

    def nudge(self, index: QModelIndex, way: int) -> None:
        """Move the visit to the next open week, or the one before."""
        self._move(index, lambda week, closed, forms: closed.next(week, forms, way))

    def _move(self, index: QModelIndex, to: To) -> None:
        unit = self._ws.find(records.Unit, self._screen.model.line(index.row()).unit)
        marks = [m for m in self._screen.marks(index) if not m.meeting]
        if unit is None or not marks:
            return
        draft = self._screen.draft
        placed = draft.of(unit.id) if draft and marks[0].kind == PROPOSED else None
        if draft and placed:
            week, column = self._found(unit, placed.week, to)
            if column >= 0:
                draft.move(unit.id, week)
                self._settle(index, column)
                words = _("Proposed: {unit}, {time}.", unit=unit.name, time=week_word(week))
                self._desk.notices.passing(words)
            return
        visit = self._ws.get(records.Visit, marks[0].visit)
        if visit.status in (*VISITED, "cancelled"):
            self._desk.notices.passing(_("The visit has been made: it stays."), kind="info")
            return
        week, column = self._found(unit, week_of(date.fromisoformat(day_of(visit))), to)
        if column >= 0:
            self._move_visit(visit, week, partial(self._settle, index, column))

    def _found(self, unit: records.Unit, now: str, to: To) -> tuple[str, int]:
        """Return the week to which a visit goes, and its half year's place or -1."""
        plan = self._screen.plan
        if plan is None:
            return now, -1
        forms = unit.forms_on(monday_of(now).isoformat())
        week = to(now, self._ws.closed_weeks(plan.term), forms)
        return week, plan.column(monday_of(week).isoformat())

    def _settle(self, index: QModelIndex, column: int) -> None:
        """Follow what was moved with the cursor."""
        unit = self._screen.model.line(index.row()).unit
        self._screen.make_stale()
        row_ = self._screen.model.place_of(unit)
        if row_ >= 0:
            self._screen.board.setCurrentIndex(self._screen.model.index(row_, column + 1))

    def _move_visit(self, before: records.Visit, week: str, did: Callable[[], object]) -> None:
        """Move a visit; ask why where people have prepared for it."""
        document = self._ws.visit(before.id)
        if document.is_prepared_for:
            dialog = MoveDialog(self._desk, self._screen, before, week)
            if not dialog.exec():
                return
        elif not self._desk.attempt(lambda: document.move(week=week)):
            return
        did()
        moved = self._ws.get(records.Visit, before.id)
        self._desk.notices.passing(
            _("{unit} is moved to {time}.", unit=before.title, time=when(moved)),
            (_("Undo"), lambda: self._desk.attempt(lambda: document.move_back(before))),
        )

    def take_back(self, taken: list[Taken]) -> None:
        """Undo that visits were planned; say where somebody has worked on them since."""
        stay: list[int] = []
        if not self._desk.attempt(lambda: stay.append(self._ws.take_back(taken))):
            return
        self._screen.make_stale()
        if stay[0]:
            words = count("{n} visit stays: somebody has worked on it.",
                          "{n} visits stay: somebody has worked on them.", stay[0])  # fmt: skip
            self._desk.notices.passing(words, kind="info")
        else:
            self._desk.notices.passing(_("They are taken back."))
