"""Settings that all share: the committee and its terms of office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import official, records
from qualityvisit.ui.kit import (
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
    pattern = line(desk.ws.register.setting(official.PATTERN), hint="BUN ####/*")
    form.add(
        _("How registry numbers are written"),
        pattern,
        _("# is a digit, * is anything. The program only reminds, and makes up no numbers."),
    )

    def save() -> None:
        register = desk.ws.register

        def write() -> None:
            with register.change():
                register.set_committee(
                    name=name.text(),
                    municipality=place.text(),
                    municipality_code=code.text(),
                    meeting_name=meeting.text(),
                )
                register.set_fact(official.PATTERN, pattern.text())

        if form.right() and desk.attempt(write):
            desk.notices.passing(_("The committee is saved."))

    keep = button(_("Save the committee"), save, kind="primary")
    for each in (name, place, code, meeting, pattern, keep):
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
    add = button(_("Add a term of office"), lambda: _begin(desk, window), "plus", "small")
    add.setEnabled(desk.is_administrator)
    about = _("Every unit has one quality deep dive in each term of office.")
    return card(_("Terms of office"), "calendar-range", label(about, "muted", wrap=True),
                col(*items, gap=8), row(add, None), gap=12)  # fmt: skip


def _begin(desk: Desk, window: Screen) -> None:
    from qualityvisit.ui.new_term import NextTerm  # noqa: PLC0415 seldom needed

    terms = desk.ws.all(records.TermOfOffice)
    NextTerm(desk, window, terms[-1] if terms else desk.ws.term()).open()
