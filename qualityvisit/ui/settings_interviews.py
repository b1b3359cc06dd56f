"""Settings that all share: the interview groups, and the times of the half-day programme."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.model.register import LEAST, PROGRAMME
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Columns,
    Elided,
    Field,
    Form,
    Item,
    button,
    card,
    label,
    line,
    pic,
    pill,
    row,
)
from qualityvisit.ui.serious import routine_card
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _, clock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QWidget

    from qualityvisit.ui.screen import Desk, Screen


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    return [_groups(desk, window), _least(desk), routine_card(desk), _times(desk)]


def _groups(desk: Desk, window: Screen) -> Item:
    items: list[Item] = []
    for group in desk.ws.all(records.Group):
        look = group_look(group.id, group.name)
        parts: list[Item] = [pic(look.icon), (Elided(look.word), 1)]
        if group.id in records.GROUPS:
            parts.append(pill(_("always there")))
        else:
            parts.append(_remover(desk, group))
        items.append(row(*parts, gap=10))
    add = button(_("Add a group"), lambda: NewGroup(desk, window).open(), "plus", "small")
    add.setEnabled(desk.is_administrator)
    about = _("Those who are met in interviews. Pupil health is often a fifth.")
    return card(_("Interview groups"), "messages-square", label(about, "muted", wrap=True), *items,
                row(add, None), gap=10)  # fmt: skip


def _least(desk: Desk) -> Item:
    """Return the card on how small a group may be that is told of."""
    form, field = Form(), line(desk.ws.register.setting(LEAST))
    form.add(
        _("Smallest group that is told of"), field, _("Fewer are underlined in notes and minutes."),
        check=lambda: _check_least(field),
    )  # fmt: skip

    def save() -> None:
        words = field.text().strip()
        if form.right() and desk.attempt(lambda: desk.ws.register.set_fact(LEAST, words)):
            desk.notices.passing(_("The size is saved. It holds for notes opened from now."))

    keep = button(_("Save the size"), save)
    for each in (field, keep):
        each.setEnabled(desk.is_administrator)
    return card(_("Child-safe notes"), "eye", form, row(None, keep), gap=14)


def _check_least(field: QLineEdit) -> str:
    text = field.text().strip()
    right = 2 <= records.whole(text) <= 20
    return "" if right else _("Write a number from 2 to 20.")


def _remover(desk: Desk, group: records.Group) -> QWidget:
    made = button(
        _("Take {group} away", group=group.name),
        lambda: desk.attempt(lambda: desk.ws.register.remove(group.id), again=False),
        "trash-2", "icon",
    )  # fmt: skip
    made.setEnabled(desk.is_administrator)
    return made


class NewGroup(FormDialog):
    """Adds an interview group."""

    def __init__(self, desk: Desk, window: Screen) -> None:
        form = Form()
        super().__init__(
            window, _("New interview group"), form, _("Add it"),
            lambda: desk.ws.register.add_group(self.name.text()),
        )  # fmt: skip
        self.name = line()
        form.add(_("Name"), self.name, check=self._check)

    def _check(self) -> str:
        return "" if self.name.text().strip() else _("Write the group's name.")


def _names() -> dict[str, str]:
    return {
        "programme.start": _("The visit begins"),
        "programme.introduction": _("School leadership, with its overview"),
        "programme.walk-through": _("Walk-through"),
        "programme.interview.pupils": _("Pupils"),
        "programme.interview.children": _("Children in preschool"),
        "programme.interview.staff": _("Staff"),
        "programme.interview.guardians": _("Guardians"),
        "programme.reconciliation": _("Reconciliation within the team"),
        "programme.closing": _("Closing talk with the leadership"),
    }


def _times(desk: Desk) -> Item:
    form, fields, shown = Form(), {}, []
    for key, words in _names().items():
        fields[key] = line(clock(desk.ws.register.setting(key)))
        hint = _("A time of day, as 08:15.") if key == "programme.start" else _("Minutes.")
        shown.append(Field(words, fields[key], hint))
        form.check(shown[-1], partial(_check, key, fields[key]))
    form.put(Columns(shown, least=200, gap=14))

    def save() -> None:
        if form.right() and desk.attempt(lambda: _keep(desk, fields)):
            desk.notices.passing(_("The times are saved. They hold for visits planned from now."))

    keep = button(_("Save the times"), save, kind="primary")
    for each in (*fields.values(), keep):
        each.setEnabled(desk.is_administrator)
    return card(_("The half-day programme"), "clock", form, row(None, keep), gap=14)


def _check(key: str, field: QLineEdit) -> str:
    text = field.text().strip()
    if key == "programme.start":
        right = re.fullmatch(r"([01]?\d|2[0-3])[.:][0-5]\d", text)
        return "" if right else _("Write a time of day, as 08:15.")
    return "" if 0 < records.whole(text) < 600 else _("Write minutes in digits.")


def _keep(desk: Desk, fields: dict[str, QLineEdit]) -> None:
    for key, field in fields.items():
        text = field.text().strip().replace(".", ":")
        if key == "programme.start":
            text = text.rjust(5, "0")
        if text != desk.ws.register.setting(key) and key in PROGRAMME:
            desk.ws.register.set_fact(key, text)
