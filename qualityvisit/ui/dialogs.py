"""Small questions that need words for an answer: why, when, who, what was found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from qualityvisit.model import official, records
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.marks import MARKS
from qualityvisit.ui.team_field import TeamField
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk


class ReasonDialog(FormDialog):
    """Asks why: one of a few usual reasons at a press, or one's own words."""

    def __init__(
        self, window: QWidget, title: str, about: str, yes: str, usual: Sequence[str] = (),
        *, title_of_field: str = "",
    ) -> None:  # fmt: skip
        form = kit.Form()
        super().__init__(window, title, form, yes, lambda: None, about=about, width=480)
        self.reason = kit.line()
        buttons = [kit.button(words, partial(self._take, words)) for words in usual]
        if buttons:
            form.put(kit.box(kit.col(*buttons, gap=6)))
        own = _("Reason in your own words") if usual else _("Reason")
        self.field = form.add(
            title_of_field or own, self.reason,
            check=lambda: "" if self.reason.text().strip() else _("Write a few words."),
        )  # fmt: skip

    def _take(self, words: str) -> None:
        self.reason.setText(words)
        self.try_it()


def ask_reason(
    window: QWidget, title: str, about: str, yes: str, usual: Sequence[str] = (),
    *, title_of_field: str = "",
) -> str:  # fmt: skip
    """Ask why; return the reason, or "" where the answer was no."""
    dialog = ReasonDialog(window, title, about, yes, usual, title_of_field=title_of_field)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    return dialog.reason.text().strip() if accepted else ""


def ask_words(window: QWidget, title: str, words: str, yes: str) -> str:
    """Ask for other words than these; return them, or "" where the answer was no."""
    dialog = ReasonDialog(window, title, "", yes, title_of_field=title)
    dialog.reason.setText(words)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    return dialog.reason.text().strip() if accepted else ""


class PlanDialog(FormDialog):
    """Changes the facts of a visit's plan."""

    def __init__(self, desk: Desk, window: QWidget, visit: records.Visit) -> None:
        self._ws, self._visit = desk.ws, visit
        form = kit.Form()
        super().__init__(window, _("The plan of the visit"), form, _("Save the plan"), self._change)
        self.time = kit.DateField(visit.date or visit.week, today=desk.today(), weeks=True)
        self.place = kit.line(visit.place, hint=_("e.g. the school's meeting room"))
        self.number = kit.line(visit.registry_number)
        taken = {g.id for g in desk.ws.guides()} | {visit.guide}
        guides = [
            (g.id, f"{g.name}, {_('version {n}', n=g.version)}")
            for g in desk.ws.all(records.Guide) if g.id in taken
        ]  # fmt: skip
        self.guide = kit.Choice([*guides, ("", _("No guide yet"))], visit.guide)
        self.extra = kit.Check(
            _("An extra visit, beside the one of the term of office"), on=visit.extra
        )
        form.add(_("Day or week"), self.time, check=self.time.trouble)
        self.reason = kit.line()
        why = form.add(_("Why it is moved"), self.reason, _("The reason is kept."),
                       check=self._check_reason)  # fmt: skip
        self.time.changed.connect(lambda: why.setVisible(self._is_moved()))
        why.setVisible(False)
        form.add(_("Place"), self.place)
        hint = _("Written as the registry has it. The program makes no numbers of its own.")
        form.add(_("Registry number"), self.number, hint)
        self._pattern = desk.ws.register.setting(official.PATTERN)
        self.reminder = kit.label("", "warn", 0.95, wrap=True)
        form.put(self.reminder)
        self.number.textChanged.connect(self._remind)
        self._remind()
        form.add(_("Question guide"), self.guide)
        form.put(self.extra)

    def _remind(self) -> None:
        """Say where the number is written otherwise than numbers are here."""
        fits = official.fits(self._pattern, self.number.text())
        words = _("Numbers are written as {pattern} here. It stands as you write it.",
                  pattern=self._pattern)  # fmt: skip
        self.reminder.setText("" if fits else words)
        self.reminder.setVisible(not fits)

    def _is_moved(self) -> bool:
        """Tell whether people who have prepared for the visit must be told why it is moved."""
        same = (self.time.iso(), self.time.week()) == (self._visit.date, self._visit.week)
        return not same and self._ws.visit(self._visit.id).is_prepared_for

    def _check_reason(self) -> str:
        return "" if self.reason.text().strip() else _("Write a few words.")

    def _change(self) -> None:
        document, extra = self._ws.visit(self._visit.id), self.extra.isChecked()
        when = {"date": self.time.iso(), "week": self.time.week()}
        self._ws.check_deep_dive(self._visit.id, extra=extra, **when)
        with document.change():
            if self._is_moved():
                document.set_state("moved", self.reason.text())
            document.change_visit(
                place=self.place.text().strip(), registry_number=self.number.text().strip(),
                guide=self.guide.value(), extra=extra, **when,
            )  # fmt: skip


class TeamDialog(FormDialog):
    """Chooses who visits; says which titles the team rules miss, and who may not go."""

    def __init__(self, desk: Desk, window: QWidget, visit: records.Visit) -> None:
        self._ws, self._visit = desk.ws, visit
        form = kit.Form()
        about = _("Those who are ticked can read and write the notes of the visit.")
        super().__init__(window, _("The team"), form, _("Save the team"), self._change, about=about)
        self.team = TeamField(desk)
        unit = desk.ws.find(records.Unit, visit.unit) or records.Unit(visit.unit)
        self.team.show_unit(unit, visit.form, visit.team)
        form.put(self.team)

    def _change(self) -> None:
        self._ws.set_team(self._visit.id, self.team.team())


class FindingDialog(FormDialog):
    """Adds what a visit found, or changes it."""

    def __init__(
        self, desk: Desk, window: QWidget, visit: str, finding: records.Finding | None = None
    ) -> None:
        self._ws, self._visit, self._finding = desk.ws, visit, finding
        self._notices, self.made = desk.notices, ""
        form = kit.Form()
        title = _("Change the finding") if finding else _("New finding")
        super().__init__(window, title, form, _("Save the finding"), self._save)
        kinds = [(m.key, m.word) for m in MARKS[:3]]
        self.mark = kit.Choice(kinds, finding.mark if finding else records.STRENGTH)
        self.text = kit.writing(finding.text if finding else "", lines=3)
        form.add(_("What kind"), self.mark)
        form.add(
            _("What was found"), self.text,
            _("One or two sentences that can be understood without the notes."),
            check=lambda: "" if self.text.toPlainText().strip() else _("Write what was found."),
        )  # fmt: skip

    def _save(self) -> None:
        document, text = self._ws.visit(self._visit), self.text.toPlainText().strip()
        if self._finding is None:
            self.made = document.add_finding(self.mark.value(), text)
            self._notices.passing(_("The finding is written down."))
        else:
            document.change_finding(self._finding.id, mark=self.mark.value(), text=text)
