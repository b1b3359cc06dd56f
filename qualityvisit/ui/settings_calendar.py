"""Settings that a visit plan keeps: load, school holidays and weeks of national tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.model.plan_rules import LOAD
from qualityvisit.model.proposal_words import period_word
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Check,
    Choice,
    Columns,
    Elided,
    Field,
    Form,
    Item,
    Pressable,
    box,
    button,
    card,
    col,
    flow,
    label,
    line,
    read_date,
    row,
)
from qualityvisit.ui.trade import form_word, forms_words
from qualityvisit.words import MONTHS, _, day, language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from qualityvisit.ui.screen import Desk, Screen

WEEKS, DAYS, ONCE = "weeks", "days", "once"  # how a period is written
HOLY_WEEK, EASTER_WEEK = ("E-6", "E-2"), ("E+1", "E+5")


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    found = desk.ws.register.calendar()
    return [
        _load(desk),
        _periods(desk, window, [p for p in found if not p.tests], tests=False),
        _periods(desk, window, [p for p in found if p.tests], tests=True),
    ]


def _load(desk: Desk) -> Item:
    register, form = desk.ws.register, Form()
    words = {
        "load.term": (_("Visits of one person in half a year, at most"),
                      _("Planned visits count too.")),
        "load.week": (_("Visits in one week, at most"), _("All teams together.")),
    }  # fmt: skip
    fields, shown = {}, []
    for key, (title, hint) in words.items():
        fields[key] = line(str(register.most(key)))
        shown.append(Field(title, fields[key], hint))
        form.check(shown[-1], lambda f=fields[key]: _check_number(f))  # type: ignore[misc]
    form.put(Columns(shown, least=320, gap=14))

    def keep() -> None:
        for key in LOAD:
            register.set_fact(key, fields[key].text().strip())

    def save() -> None:
        if form.right() and desk.attempt(keep):
            desk.notices.passing(_("The load is saved. It holds for the next proposal."))

    does = button(_("Save the load"), save, kind="primary")
    for each in (*fields.values(), does):
        each.setEnabled(desk.is_administrator)
    about = _("What a proposal of the visit plan may ask of people.")
    return card(_("Load"), "scale", label(about, "muted", wrap=True), form, row(None, does),
                gap=12)  # fmt: skip


def _check_number(field: QLineEdit) -> str:
    text = field.text().strip()
    right = text.isdigit() and text.isascii() and 1 <= int(text) <= 99
    return "" if right else _("Write a number from 1 to 99.")


def _periods(desk: Desk, window: Screen, found: list[records.Period], *, tests: bool) -> Item:
    items = [_row(desk, window, period) for period in found]
    words = _("Add test weeks") if tests else _("Add a holiday")
    new = records.Period("", tests=tests)
    add = button(words, lambda: EditPeriod(desk, window, new).open(), "plus", "small")
    add.setEnabled(desk.is_administrator)
    if tests:
        title, icon = _("National tests"), "list-checks"
        about = _("Skolverket settles the days for each school year: go through them every autumn."
                  " No visit is proposed in a week with tests.")  # fmt: skip
    else:
        title, icon = _("School holidays"), "sun"
        about = _("A week is closed for visits where a school day of it lies in a holiday. The"
                  " weeks differ between municipalities.")  # fmt: skip
    return card(title, icon, label(about, "muted", wrap=True), *items, row(add, None), gap=6)


def _row(desk: Desk, window: Screen, period: records.Period) -> Item:
    name, time = period_word(period), time_words(period)
    forms = forms_words(period.forms) if period.forms else _("All school forms")
    parts: list[Item] = [
        (box(col(Elided(name), Elided(forms, "muted", 0.95), gap=0)), 1), label(time, "muted"),
    ]  # fmt: skip
    made = Pressable(row(*parts, gap=10, margins=(0, 4)), f"{name}, {time}, {forms}",
                     lambda: EditPeriod(desk, window, period).open())  # fmt: skip
    made.setEnabled(desk.is_administrator)
    return made


def time_words(period: records.Period) -> str:
    """Return when a period is, in words."""
    if (period.start, period.end) == HOLY_WEEK:
        return _("the week before Easter")
    if (period.start, period.end) == EASTER_WEEK:
        return _("the week after Easter")
    parts = [_moment(period.start), _moment(period.end)]
    return parts[0] if parts[0] == parts[1] else f"{parts[0]} – {parts[1]}"


def _moment(text: str) -> str:
    """Return a start or an end in words: "v. 44", "20 december", "11 oktober 2028"."""
    if re.fullmatch(r"W\d\d", text):
        return _("w. {week}", week=int(text[1:]))
    if re.fullmatch(r"\d\d-\d\d", text):
        return f"{int(text[3:])} {MONTHS[language()].split()[int(text[:2]) - 1]}"
    return day(text) if text.count("-") == 2 else text


def _read(text: str, way: str) -> str:
    """Return a moment as it is stored, or "" where it cannot be read."""
    text = text.strip().casefold()
    if way == WEEKS:
        found = re.fullmatch(r"(?:v|w|vecka|week)?\.?\s*(\d{1,2})", text)
        return f"W{int(found[1]):02}" if found else ""
    from datetime import date  # noqa: PLC0415 nowhere else here

    read = read_date(text, date(2000, 1, 1)) or ""
    return read if way == ONCE else read[5:]


class EditPeriod(FormDialog):
    """Adds a holiday or test weeks, changes one, or takes it away."""

    def __init__(self, desk: Desk, window: Screen, period: records.Period) -> None:
        self._desk, self._old = desk, period
        form = Form()
        new = _("New test weeks") if period.tests else _("New holiday")
        name = period_word(period) if period.id else ""
        super().__init__(window, name or new, form, _("Save"), self._save)
        self.name = line(name)
        form.add(_("Name"), self.name, check=self._check_name)
        self.way = Choice(
            [(WEEKS, _("Every year, by week")), (DAYS, _("Every year, by date")),
             (HOLY_WEEK[0], _("Every year, the week before Easter")),
             (EASTER_WEEK[0], _("Every year, the week after Easter")),
             (ONCE, _("Once"))], _way(period),
        )  # fmt: skip
        form.add(_("How often"), self.way)
        timed = not period.start.startswith("E")
        self.start = line(_moment(period.start) if timed else "")
        self.end = line(_moment(period.end) if timed else "")
        self._times = [
            form.add(_("From"), self.start, check=lambda: self._check(self.start)),
            form.add(_("Until"), self.end, check=lambda: self._check(self.end)),
        ]
        self.forms = {code: Check(form_word(code), on=code in period.forms)
                      for code in records.FORMS}  # fmt: skip
        hint = _("Where none is ticked it holds for all.")
        form.put(Field(_("School forms"), box(flow(*self.forms.values(), gap=4)), hint))
        if period.id:
            form.put(box(row(button(_("Take it away"), self._remove, "trash-2", "danger"), None)))
        self.way.currentIndexChanged.connect(self._did_choose_way)
        self._did_choose_way()

    def _did_choose_way(self) -> None:
        way = self.way.value()
        hints = {WEEKS: _("w. 44"), DAYS: _("20 December"), ONCE: "2028-10-11"}
        for field, edit in zip(self._times, (self.start, self.end), strict=True):
            field.setVisible(way in hints)
            edit.setPlaceholderText(hints.get(way, ""))

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else _("Write what the period is called.")

    def _check(self, field: QLineEdit) -> str:
        way = self.way.value()
        if _read(field.text(), way):
            return ""
        if way == WEEKS:
            return _("Write a week, as w. 44.")
        return _("Write a day, as 20 December.") if way == DAYS else _("Write the date.")

    def _times_stored(self) -> tuple[str, str]:
        way = self.way.value()
        if way in (HOLY_WEEK[0], EASTER_WEEK[0]):
            return HOLY_WEEK if way == HOLY_WEEK[0] else EASTER_WEEK
        return _read(self.start.text(), way), _read(self.end.text(), way)

    def _save(self) -> None:
        start, end = self._times_stored()
        name = self.name.text().strip()
        same = self._old.id and not self._old.name and name == period_word(self._old)
        self._desk.ws.register.set_period(
            "" if same else name, start, end, period=self._old.id, tests=self._old.tests,
            forms=[code for code, tick in self.forms.items() if tick.isChecked()],
        )  # fmt: skip

    def _remove(self) -> None:
        register = self._desk.ws.register
        if self._desk.attempt(lambda: register.remove_period(self._old.id), again=False):
            self.accept()


def _way(period: records.Period) -> str:
    if period.start.startswith("E"):
        return HOLY_WEEK[0] if period.start.startswith("E-") else EASTER_WEEK[0]
    if not period.start or period.start.startswith("W"):
        return WEEKS
    return DAYS if len(period.start) == len("12-20") else ONCE
