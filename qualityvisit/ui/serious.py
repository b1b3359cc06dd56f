"""A serious matter: something is told that must be acted on, and not be written here.

The way is laid out, and only that it was handed over is kept: to whom, when and by whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.words import _, clock, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk

KEYS = "Ctrl+Shift+U"
ROUTINE = "serious.routine"  # the committee's own words on what to do


def receiver_words(receiver: str) -> str:
    """Return to whom a serious matter was handed."""
    return {
        records.HEAD_TEACHER: _("the head teacher"),
        records.CHIEF_OFFICER: _("the chief education officer"),
        records.SOCIAL_SERVICES: _("the social services"),
        records.POLICE: _("the police"),
    }.get(receiver) or _("somebody else, by the routine")


class SeriousDialog(FormDialog):
    """Says what to do, and keeps that it was done. ``forget`` removes the note with the caret."""

    def __init__(
        self, desk: Desk, window: QWidget, visit: str, forget: Callable[[], object] | None
    ) -> None:
        self._desk, self._visit, self._forget = desk, visit, forget
        form = kit.Form()
        super().__init__(
            window, _("A serious matter"), form, _("Keep that it was handed over"), self._keep,
            width=600,
        )  # fmt: skip
        form.put(_steps(desk.ws.register.setting(ROUTINE)))
        self.receiver = kit.Choice(
            [(r, receiver_words(r)) for r in records.RECEIVERS], records.HEAD_TEACHER,
            name=_("Handed over to"),
        )  # fmt: skip
        form.add(
            _("Handed over to"), self.receiver,
            _("Only this, the time and your name are kept. Write no details anywhere."),
        )  # fmt: skip
        self.forget = kit.Check(_("Remove the note that I was writing"))
        stays = _("Its words stay in the history of the visit until the notes are weeded.")
        note = kit.box(kit.col(self.forget, kit.label(stays, "muted", 0.95, wrap=True), gap=2))
        note.setVisible(forget is not None)
        form.put(note)

    def _keep(self) -> None:
        self._desk.ws.visit(self._visit).hand_over(self.receiver.value())
        if self.forget.isChecked() and self._forget is not None:
            self._forget()
        self._desk.notices.passing(_("It is kept that the matter was handed over."))


def _steps(routine: str) -> QWidget:
    steps = [
        _("Listen calmly. Do not promise to keep it to yourself, and do not investigate."),
        _("Violated or harassed at school or preschool: tell the head teacher today, who reports"
          " it to the organiser (Education Act, chapter 6, section 10)."),
        _("Worry that a child is faring badly: tell the head teacher, and report to the social"
          " services (Social Services Act, chapter 19, section 1). In danger now: call 112."),
    ]  # fmt: skip
    lines: list[kit.Item] = [
        kit.row(
            kit.box(kit.col(kit.label(f"{number}.", "accent", bold=True), None)),
            (kit.label(words, wrap=True), 1), gap=10,
        )
        for number, words in enumerate(steps, 1)
    ]  # fmt: skip
    if routine:
        lines.append(kit.label(_("Our routine"), bold=True))
        lines.append(kit.label(routine, wrap=True, select=True))
    return kit.Surface(kit.col(*lines, gap=8, margins=(14, 12)), fill="sunken", radius=8)


def handovers_card(desk: Desk, visit: records.Visit) -> list[QWidget]:
    """Return the card on serious matters that were handed over, where there are any."""
    found, names = desk.ws.all(records.Handover, parent=visit.id), desk.ws.names()
    lines: list[kit.Item] = []
    for each in found:
        who = names.get(each.who)
        said = _("Handed over to {receiver} {day} {time} by {name}",
                 receiver=receiver_words(each.to), day=day(each.at), time=clock(each.at),
                 name=who.name if who else "–")  # fmt: skip
        lines.append(kit.label(said, wrap=True))
    title = _("Serious matters")
    return [kit.card(title, "octagon-alert", *lines, gap=7)] if found else []


def routine_card(desk: Desk) -> QWidget:
    """Return the setting with the committee's own routine."""
    field = QPlainTextEdit(desk.ws.register.setting(ROUTINE))
    field.setTabChangesFocus(True)
    field.setAccessibleName(_("Our routine"))
    field.setPlaceholderText(_("e.g. whom to call, and where the form is"))
    field.setFixedHeight(field.fontMetrics().height() * 5)

    def save() -> None:
        words = field.toPlainText().strip()
        if desk.attempt(lambda: desk.ws.register.set_fact(ROUTINE, words)):
            desk.notices.passing(_("The routine is saved. It is shown where it is needed."))

    keep = kit.button(_("Save the routine"), save)
    for each in (field, keep):
        each.setEnabled(desk.is_administrator)
    about = _("Shown in the interview when something serious is told. Write no names of children.")
    return kit.card(
        _("A serious matter"), "octagon-alert", kit.label(about, "muted", wrap=True), field,
        kit.row(None, keep), gap=12,
    )  # fmt: skip
