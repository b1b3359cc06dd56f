"""The cards of one unit: what it is, its key figures with their sources, its visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from qualityvisit.model import records
from qualityvisit.model.planning import day_of
from qualityvisit.ui.figure_cards import figures_card
from qualityvisit.ui.kit import (
    LEFT,
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
    link,
    pic,
    pill,
    row,
)
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import forms_words, visit_look, when
from qualityvisit.ui.unit_dialogs import dated_words
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualityvisit.ui.screen import Desk


def unit_cards(
    desk: Desk, unit: records.Unit, edit: Callable[[str], object] | None
) -> Iterator[Item]:
    """Give the cards of a unit; ``edit`` changes it, where the user may."""
    yield _head(desk, unit, edit)
    yield _facts(desk, unit, edit)
    yield figures_card(desk, unit.id)
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


def _facts(desk: Desk, unit: records.Unit, edit: Callable[[str], object] | None) -> Item:
    preschool = unit.form in records.PRESCHOOL_FORMS
    facts = [(_("School form"), dated_words(form)) for form in unit.forms]
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
    parts = [m for m in desk.ws.merged_units() if desk.ws.get(records.Unit, m.id).id == unit.id]
    lines = [_part(desk, each, may=edit is not None) for each in parts]
    return card(_("About the unit"), "building-2", box(grid), *lines)


def _part(desk: Desk, unit: records.Unit, *, may: bool) -> Item:
    """Return the line of a unit that is a part of this one now, and the way to part them."""
    told = " ".join(filter(None, (unit.name, unit.code)))
    words = label(_("Also entered as {unit}", unit=told), "muted", wrap=True)
    if not may:
        return words

    def part() -> None:
        desk.attempt(lambda: desk.ws.register.part_unit(unit.id), again=False)

    return row((words, 1), link(_("Part them again"), part, name=_("Part {unit} again", unit=told)))


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
