"""Settings that all share: the committee and its terms of office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    DateField,
    Elided,
    Form,
    Item,
    button,
    card,
    col,
    label,
    line,
    pill,
    row,
)
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk, Screen


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    return [_committee(desk), _terms(desk, window)]


def _committee(desk: Desk) -> Item:
    found = desk.ws.committee()
    name, place = line(found.name), line(found.municipality)
    code, meeting = line(found.municipality_code, hint="1230"), line(found.meeting_name)
    form = Form()
    form.add(
        _("The committee's name"),
        name,
        check=lambda: "" if name.text().strip() else _("Write the committee's name."),
    )
    form.add(_("Municipality"), place)
    form.add(
        _("Municipality code"),
        code,
        _("Four digits, used when registers are read."),
        check=lambda: _check_code(code.text().strip()),
    )
    form.add(_("What the quality meeting is called"), meeting, _("For example Quality committee."))

    def save() -> None:
        if form.right() and desk.attempt(
            lambda: desk.ws.register.set_committee(
                name=name.text(),
                municipality=place.text(),
                municipality_code=code.text(),
                meeting_name=meeting.text(),
            )
        ):
            desk.notices.passing(_("The committee is saved."))

    keep = button(_("Save the committee"), save, kind="primary")
    for each in (name, place, code, meeting, keep):
        each.setEnabled(desk.is_administrator)
    return card(_("The committee"), "school", form, row(None, keep), gap=14)  # fmt: skip


def _check_code(code: str) -> str:
    right = not code or (len(code) == 4 and code.isascii() and code.isdigit())
    return "" if right else _("A municipality code has four digits.")


def _terms(desk: Desk, window: Screen) -> Item:
    now = desk.ws.term().id
    items: list[Item] = []
    for term in desk.ws.all(records.TermOfOffice):
        words = Elided(f"{day(term.start)} – {day(term.end)}")
        items.append(row((words, 1), *([pill(_("now"), "accent")] if term.id == now else [])))
    if not items:
        items.append(label(_("No term of office has been given."), "muted"))
    add = button(_("Add a term of office"), lambda: NewTerm(desk, window).open(), "plus", "small")
    add.setEnabled(desk.is_administrator)
    about = _("Every unit has one quality deep dive in each term of office.")
    return card(_("Terms of office"), "calendar-range", label(about, "muted", wrap=True),
                col(*items, gap=8), row(add, None), gap=12)  # fmt: skip


class NewTerm(FormDialog):
    """Adds a term of office."""

    def __init__(self, desk: Desk, window: Screen) -> None:
        form = Form()
        super().__init__(window, _("New term of office"), form, _("Add it"), self._add)
        self._register = desk.ws.register
        last = desk.ws.all(records.TermOfOffice)
        year = int(last[-1].end[:4]) + 1 if last else int(desk.today()[:4])
        self.start = DateField(f"{year}-01-01", today=desk.today())
        self.end = DateField(f"{year + 3}-12-31", today=desk.today())
        form.add(_("From"), self.start, check=lambda: _given(self.start))
        form.add(_("Until"), self.end, check=lambda: _given(self.end))

    def _add(self) -> None:
        self._register.add_term(self.start.iso(), self.end.iso())


def _given(field: DateField) -> str:
    return field.trouble() or ("" if field.iso() else _("Write the date."))
