"""One action: what, who and when, how far it has come, and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.action_dialogs import ActionDialog, ActionStateDialog, next_state
from qualityvisit.ui.dialogs import ask_reason
from qualityvisit.ui.pieces import fact, late_words, marked, shown_if
from qualityvisit.ui.trade import action_look
from qualityvisit.words import _, clock, day

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk


class ActionView(kit.Surface):
    """The card of the action that is chosen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._action = records.Action("")
        self._parts = kit.col(gap=10, margins=(18, 15, 18, 17))
        super().__init__(self._parts)

    def show_action(self, action: records.Action) -> None:
        """Show an action as it stands."""
        self._action = action
        ws, seen = self._desk.ws, action_look(action.status)
        may = ws.may_write(f"visit/{action.visit}")
        late = late_words(action, self._desk.today())
        head = kit.row(kit.pill(seen.word, seen.pill), kit.label(late, "follow_up", bold=True),
                       None, self._change(may=may), gap=10)  # fmt: skip
        parts: list[kit.Item] = [head, kit.label(action.text, factor=1.18, bold=True, wrap=True)]
        parts += [fact(name, value, 84) for name, value in self._facts() if value]
        finding = ws.find(records.Finding, action.finding)
        if finding is not None:
            parts.append(kit.inset(kit.col(marked(finding.mark, finding.text), margins=(12, 9))))
        parts.append(self._ways(may=may))
        parts += [kit.rule(), kit.label(_("History"), bold=True), *self._history()]
        kit.refill(self._parts, parts)
        self.setAccessibleName(action.text)

    def _facts(self) -> list[tuple[str, str]]:
        action = self._action
        return [
            (_("Unit"), action.unit_name), (_("Responsible"), action.responsible or "–"),
            (_("Done by"), day(action.due, weekday=True) or _("no date")),
            (_("Cause"), action.cause), (_("Goal"), action.goal),
        ]  # fmt: skip

    def _change(self, *, may: bool) -> QWidget:
        change = kit.button(_("Change the action"), self.change, "pencil", "icon")
        return shown_if(change, may)

    def _ways(self, *, may: bool) -> QWidget:
        action, desk = self._action, self._desk
        following = action_look(next_state(action.status)).word
        ended = action.status in records.ACTION_ENDED
        words = _("Other state") if ended else _("Change to {state}", state=following.lower())
        step = kit.button(words, self.set_state, "" if ended else "arrow-right",
                          "" if ended else "primary")  # fmt: skip
        note = kit.button(_("Add a line"), self.add_line, "plus")
        visit = kit.button(_("The visit"), lambda: desk.way.go("visit", id=action.visit),
                           "clipboard-list", "flat")  # fmt: skip
        shown_if(step, may)
        shown_if(note, may)
        return kit.box(kit.flow(step, note, visit))

    def _history(self) -> list[kit.Item]:
        people = self._desk.ws.names()
        events = self._desk.ws.all(records.ActionEvent, parent=self._action.id)
        lines: list[kit.Item] = []
        before = ""
        for event in events:
            seen = action_look(event.status)
            who = people[event.who].name if event.who in people else ""
            moved = event.status != before
            title = seen.word if moved or not event.text else _("Note")
            about = "  ·  ".join(filter(None, (f"{day(event.at)} {clock(event.at)}", who)))
            words: list[kit.Item] = [kit.label(title, bold=moved)]
            if event.text:
                words.append(kit.label(event.text, wrap=True, select=True))
            words.append(kit.label(about, "muted", 0.95, wrap=True))
            pic = kit.pic(seen.icon if moved else "pencil", "muted", 16)
            line = kit.row(kit.box(kit.col(2, pic, None, gap=0)),
                           (kit.box(kit.col(*words, gap=0)), 1), gap=10)  # fmt: skip
            lines.insert(0, line)
            before = event.status
        return lines

    # --- What can be done

    def set_state(self) -> None:
        """Take the action to another state, with a line for its history."""
        ActionStateDialog(self._desk, self, self._action).exec()

    def change(self) -> None:
        """Change what is to be done, by whom and when."""
        ActionDialog(self._desk, self, self._action.visit, action=self._action).exec()

    def add_line(self) -> None:
        """Add a line to the history."""
        text = ask_reason(
            self, _("What has happened?"), self._action.text, _("Add the line"),
            title_of_field=_("A line for the history"),
        )  # fmt: skip
        if text:
            document = self._desk.ws.visit(self._action.visit)
            self._desk.attempt(lambda: document.note_on_action(self._action.id, text))
