"""Planning a visit, and giving one another time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.model.calendar import week_of
from qualityvisit.model.planning import day_of, guide_for, may_not_go, team_for
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Check,
    Choice,
    DateField,
    Field,
    Form,
    box,
    label,
    line,
    pic,
    row,
)
from qualityvisit.ui.team_field import TeamField
from qualityvisit.ui.trade import half_of, when
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk
    from qualityvisit.ui.trade import Half
    from qualityvisit.workspace import Workspace


class NewVisit(FormDialog):
    """Plans a visit: unit, time, guide and team. What is proposed can be changed."""

    def __init__(
        self, desk: Desk, window: QWidget, unit: str = "", half: Half | None = None
    ) -> None:
        self._desk, self._ws = desk, desk.ws
        self._half = half
        form = Form()
        super().__init__(window, _("New visit"), form, _("Plan the visit"), self._plan)
        units = [u for u in self._ws.all(records.Unit) if u.status == "active"]
        self._unit = Choice([("", _("Choose a unit")), *((u.id, u.name) for u in units)], unit)
        self._time = DateField(today=desk.today(), weeks=True)
        self._guide = Choice([])
        self._extra = Check(_("An extra visit, beside the one of the term of office"))
        self.team = TeamField(desk)
        form.add(_("Unit"), self._unit, check=lambda: _missing_unit(self._unit.value()))
        hint = _("Leave it empty where the time is not settled.")
        form.add(_("Day or week"), self._time, hint, check=self._check_time)
        self.closed = closed_hint(desk, self._time, self._unit.value)
        self._unit.currentIndexChanged.connect(lambda _at: self._time.changed.emit())
        form.put(self.closed)
        form.put(self._extra)
        form.add(_("Question guide"), self._guide)
        form.put(Field(_("Team"), self.team, _("Proposed by the team rules in Settings.")))
        self._unit.currentIndexChanged.connect(self._did_choose_unit)
        self._did_choose_unit()
        self.made = ""  # the visit, once it is planned

    def _did_choose_unit(self) -> None:
        """Propose guide and team for the unit's school form."""
        unit = self._ws.find(records.Unit, self._unit.value())
        form = unit.form if unit else ""
        guides = self._ws.all(records.Guide)
        options = [(g.id, g.name) for g in guides if not form or form in g.forms]
        others = [(g.id, g.name) for g in guides if form and form not in g.forms]
        none = [("", _("No guide yet"))]
        self._guide.offer([*options, *others, *none], guide_for(form, guides))
        proposed: set[str] = set()
        if unit:
            barred = may_not_go(unit.id, self._ws.all(records.Conflict, parent=unit.id))
            people, rules = self._ws.all(records.Person), self._ws.all(records.TeamRule)
            proposed = set(team_for(form, people, rules)) - barred
        self.team.show_unit(unit, form, proposed)
        self._extra.setChecked(unit is not None and self._has_visit(unit.id))

    def _has_visit(self, unit: str) -> bool:
        term = self._ws.term()
        return any(
            not v.extra and v.status != "cancelled" and term.start <= day_of(v) <= term.end
            for v in self._ws.all(records.Visit, parent=unit)
        )

    def _check_time(self) -> str:
        chosen = _time_of(self._time)
        if self._time.trouble():
            return self._time.trouble()
        if self._half and chosen and half_of(chosen) != self._half:
            self._half = None  # said once: the user knows better
            return _("That is in {half}. Press once more if it is right.",
                     half=half_of(chosen).word)  # fmt: skip
        return ""

    def _plan(self) -> None:
        self.made = self._ws.plan_visit(
            self._unit.value(),
            date=self._time.iso(),
            week=self._time.week(),
            guide=self._guide.value(),
            team=self.team.team(),
            extra=self._extra.isChecked(),
        )


class NewTime(FormDialog):
    """Gives a visit another day or week."""

    def __init__(self, desk: Desk, window: QWidget, visit: records.Visit) -> None:
        self._ws, self._visit = desk.ws, visit
        form = Form()
        super().__init__(
            window, _("Another time for {unit}", unit=visit.title), form, _("Give it the time"),
            self._move, about=_("Now: {time}", time=when(visit, weekday=True)),
        )  # fmt: skip
        self.time = DateField(visit.date or visit.week, today=desk.today(), weeks=True)
        form.add(_("Day or week"), self.time, check=self.time.trouble)
        form.put(closed_hint(desk, self.time, lambda: visit.unit))

    def _move(self) -> None:
        self._ws.visit(self._visit.id).move(date=self.time.iso(), week=self.time.week())


class MoveDialog(FormDialog):
    """Moves a visit: why, and to when where that is known."""

    def __init__(self, desk: Desk, window: QWidget, visit: records.Visit, time: str = "") -> None:
        self._ws, self._visit = desk.ws, visit
        form = Form()
        about = _("The reason is kept and stands with the visit.")
        super().__init__(window, _("Move the visit"), form, _("Move it"), self._move, about=about)
        self.reason = line()
        self.time = DateField(time, today=desk.today(), weeks=True)
        form.add(
            _("Reason"), self.reason,
            check=lambda: "" if self.reason.text().strip() else _("Write a few words."),
        )  # fmt: skip
        hint = _("Leave it empty where the time is not settled.")
        form.add(_("New day or week"), self.time, hint, check=self.time.trouble)
        form.put(closed_hint(desk, self.time, lambda: visit.unit))

    def _move(self) -> None:
        self._ws.visit(self._visit.id).move(
            date=self.time.iso(), week=self.time.week(), reason=self.reason.text()
        )


def closed_hint(desk: Desk, time: DateField, unit: Callable[[], str]) -> QWidget:
    """Return a line that says where the week is closed for visits: it is taken all the same."""
    said = label("", "warn", 0.95, wrap=True)
    line_ = box(row(pic("triangle-alert", "warn", 16), (said, 1), gap=6))

    def tell() -> None:
        day, found = _time_of(time), desk.ws.find(records.Unit, unit())
        words = closed_words(desk.ws, day, found) if day and found else ""
        said.setText(words)
        line_.setVisible(bool(words))

    time.changed.connect(tell)
    tell()
    return line_


def closed_words(ws: Workspace, day: str, unit: records.Unit) -> str:
    """Return which holiday or tests close the week of a day for a unit, or ""."""
    from qualityvisit.model.proposal_words import period_word  # noqa: PLC0415 start-up time

    monday = date.fromisoformat(day)
    year = f"{monday.year}-01-01"
    closed = ws.closed_weeks(records.TermOfOffice("", year, year))
    period = closed.by(week_of(monday), unit.forms_on(day))
    if period is None:
        return ""
    return _("The week is closed: {period}.", period=period_word(period).lower())


def moved_week(visit: records.Visit, halves: int) -> str:
    """Return the week of a visit that goes some half years on: spring w. 11 is autumn w. 37."""
    monday = date.fromisoformat(day_of(visit)) + timedelta(weeks=26 * halves)
    year, week, _weekday = monday.isocalendar()
    if half_of(monday.isoformat()) == half_of(day_of(visit)):  # at the seam of two half years
        year, week, _weekday = (monday + timedelta(weeks=1 if halves > 0 else -1)).isocalendar()
    return f"{year}-W{week:02}"


def _time_of(field: DateField) -> str:
    """Return the day, or the Monday of the week, that a field holds."""
    if not field.week():
        return field.iso()
    year, week = field.week().split("-W")
    return date.fromisocalendar(int(year), int(week), 1).isoformat()


def _missing_unit(unit: str) -> str:
    return "" if unit else _("Choose the unit to be visited.")
