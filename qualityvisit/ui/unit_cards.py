"""The cards of one unit: what it is, its key figures with their sources, its visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from qualityvisit.model import records
from qualityvisit.model.planning import day_of
from qualityvisit.ui.kit import (
    LEFT,
    RIGHT,
    TOP,
    Elided,
    Item,
    Pressable,
    box,
    button,
    card,
    col,
    flow,
    label,
    pic,
    pill,
    row,
    rule,
)
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import form_word, forms_words, visit_look, when
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualityvisit.ui.screen import Desk

OPEN_DATES = ("-", "2000-01-01")  # a form's dates that say nothing


def unit_cards(
    desk: Desk, unit: records.Unit, edit: Callable[[str], object] | None
) -> Iterator[Item]:
    """Give the cards of a unit; ``edit`` changes it, where the user may."""
    yield _head(desk, unit, edit)
    yield _facts(desk, unit)
    yield _figures(desk, unit)
    yield _visits(desk, unit)


def _head(desk: Desk, unit: records.Unit, edit: Callable[[str], object] | None) -> Item:
    title = label(unit.name, factor=1.55, bold=True, wrap=True)
    about = forms_words(unit.forms_on(desk.today()) or unit.forms)
    if unit.invented:
        about = _("{forms}  ·  invented for the example", forms=about)
    names = box(col(title, label(about, "muted", wrap=True), gap=1))
    if edit is None:
        return names
    plan = button(
        _("Plan a visit"), lambda: desk.way.go("plan", new="yes", unit=unit.id), "calendar-plus"
    )
    change = button(_("Change"), lambda: edit(unit.id), "pencil", name=_("Change the unit"))
    return col(names, flow(plan, change), gap=10)


def _facts(desk: Desk, unit: records.Unit) -> Item:
    preschool = unit.form in records.PRESCHOOL_FORMS
    facts = [(_("School form"), _dated(form)) for form in unit.forms]
    facts.append((
        _("School unit code"),
        unit.code or (_("Preschools have none") if preschool else _("Not given")),
    ))  # fmt: skip
    if unit.pupils:
        facts.append((_("Children") if preschool else _("Pupils"), unit.pupils))
    if unit.address:
        facts.append((_("Address"), unit.address))
    grid = _grid()
    for line, (name, value) in enumerate(facts):
        grid.addWidget(label(name, "muted"), line, 0, LEFT | TOP)
        grid.addWidget(label(value, wrap=True, select=True), line, 1)
    grid.setColumnStretch(1, 1)
    del desk
    return card(_("About the unit"), "building-2", box(grid))


def _dated(form: str) -> str:
    code, start, end = (*form.split(), "-", "-")[:3]
    words = form_word(code)
    if start not in OPEN_DATES:
        words = _("{form} from {day}", form=words, day=day(start))
    return _("{form} until {day}", form=words, day=day(end)) if end != "-" else words


def _figures(desk: Desk, unit: records.Unit) -> Item:
    found = desk.ws.all(records.KeyFigure, parent=unit.id)
    if not found:
        words = _("No key figures have been added. They come with an import of public results.")
        return card(_("Key figures"), "chart-column", label(words, "muted", wrap=True))
    grid = _grid()
    for place, figure in enumerate(found):
        at = place * 2
        if place:
            grid.addWidget(rule(), at - 1, 0, 1, 3)
        told = col(
            label(figure.name, wrap=True), label(figure.source, "muted", 0.9, wrap=True), gap=1
        )
        grid.addWidget(box(told), at, 0)
        grid.addWidget(label(figure.period, "muted"), at, 1, LEFT | TOP)
        value = label(_value(figure.value), bold=True)
        grid.addWidget(value, at, 2, RIGHT | TOP)
    grid.setColumnStretch(0, 1)
    return card(_("Key figures"), "chart-column", box(grid))


def _value(value: str) -> str:
    """Return a value as shown; Skolverket's signs for hidden and missing are said in words."""
    return {"..": _("kept secret"), ".": _("missing"), "": "–"}.get(value, value)


def _visits(desk: Desk, unit: records.Unit) -> Item:
    found = sorted(desk.ws.all(records.Visit, parent=unit.id), key=day_of, reverse=True)
    items: list[Item] = []
    for visit in found:
        state = visit_look(visit.status)
        what = _("Extra visit") if visit.extra else _("Quality deep dive")
        line = row(
            pic(state.icon, size=16), (Elided(when(visit, weekday=True)), 1),
            Elided(what, "muted"), pill(state.word, state.pill), gap=10, margins=(0, 5),
        )  # fmt: skip
        said = f"{what}, {when(visit, weekday=True)}, {state.word}"
        items.append(
            Pressable(line, said, lambda name=visit.id: desk.way.go("visit", id=name))  # type: ignore[misc]
        )
    if not items:
        items.append(label(_("No visit has been made or planned."), "muted", wrap=True))
    return card(_("Visits"), "clipboard-list", *items, gap=4)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(20))
    grid.setVerticalSpacing(px(8))
    return grid
