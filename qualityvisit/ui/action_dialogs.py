"""Actions: writing one, changing it, and taking it to another state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.trade import action_look
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk


class ActionDialog(FormDialog):
    """Writes a new action, from a finding where there is one, or changes an action."""

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        visit: str,
        *,
        finding: records.Finding | None = None,
        action: records.Action | None = None,
    ) -> None:
        self._ws, self._visit, self._finding, self._action = desk.ws, visit, finding, action
        self._notices, self.made = desk.notices, ""
        form = kit.Form()
        title = _("Change the action") if action else _("New action")
        about = _("From the finding: {text}", text=finding.text) if finding else ""
        does = _("Save the action") if action else _("Create the action")
        super().__init__(window, title, form, does, self._save, about=about)
        known = action or records.Action("")
        self.text = kit.writing(known.text, lines=2)
        self.responsible = kit.line(known.responsible, hint=_("e.g. the head teacher"))
        self.due = kit.DateField(known.due, today=desk.today(), ahead=True)
        self.cause, self.goal = kit.writing(known.cause, lines=2), kit.writing(known.goal, lines=2)
        form.add(
            _("What is to be done"), self.text,
            check=lambda: "" if self.text.toPlainText().strip() else _("Write what is to be done."),
        )  # fmt: skip
        form.add(_("Responsible"), self.responsible)
        form.add(_("Done by"), self.due, check=self.due.trouble)
        form.add(
            _("Cause"), self.cause, _("Why it is as it is: the analysis that the law asks for.")
        )
        form.add(_("Goal"), self.goal, _("What will be seen when it has had effect."))

    def _save(self) -> None:
        values = {
            "responsible": self.responsible.text().strip(), "due": self.due.iso(),
            "cause": self.cause.toPlainText().strip(), "goal": self.goal.toPlainText().strip(),
        }  # fmt: skip
        document, text = self._ws.visit(self._visit), self.text.toPlainText().strip()
        if self._action is not None:
            document.change_action(self._action.id, text=text, **values)
        else:
            finding = self._finding.id if self._finding else ""
            self.made = document.add_action(text, finding=finding, **values)
            self._notices.passing(_("The action is created."))


class ActionStateDialog(FormDialog):
    """Takes an action to a state, with a line for its history."""

    def __init__(
        self, desk: Desk, window: QWidget, action: records.Action, state: str = ""
    ) -> None:
        self._ws, self._action = desk.ws, action
        form = kit.Form()
        super().__init__(
            window, _("How far has it come?"), form, _("Save the state"), self._save,
            about=action.text,
        )  # fmt: skip
        states = records.ACTION_STATES + records.ACTION_SIDE_STATES
        self.state = kit.Choice(
            [(s, action_look(s).word) for s in states], state or next_state(action.status)
        )
        self.text = kit.writing(lines=2)
        form.add(_("State"), self.state)
        self._field = form.add(
            _("What has happened"), self.text, _("Stands in the action's history."),
            check=self._missing,
        )  # fmt: skip

    def _missing(self) -> str:
        if self.text.toPlainText().strip():
            return ""
        if self.state.value() in records.ACTION_SIDE_STATES:
            return _("Say why the action is dropped.")
        if self.state.value() == "closed" and self._action.status != "effect-checked":
            return _("The effect has not been checked. Say why the action is closed all the same.")
        return ""

    def _save(self) -> None:
        document = self._ws.visit(self._action.visit)
        document.set_action_state(
            self._action.id, self.state.value(), self.text.toPlainText().strip()
        )


def next_state(state: str) -> str:
    """Return the state that follows on the way forward."""
    way = records.ACTION_STATES
    return way[min(way.index(state) + 1, len(way) - 1)] if state in way else way[0]
