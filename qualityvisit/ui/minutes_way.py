"""The way of the minutes: how far they have come, what comes next, and what else can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.steps import Steps as StepLine
from qualityvisit.ui.theme import icon
from qualityvisit.ui.trade import minutes_word
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.model.view import MinutesView
    from qualityvisit.ui.minutes_steps import StepActs
    from qualityvisit.visit_record import Steps

    Act = Callable[[], object]

# "reported" is the visit's own: a meeting that took it up has been held.
LINE = ("draft", "fact-check", "approval", "finished", "reported", "archived")


class MinutesWay(kit.Band):
    """The steps on a line, the next one as a button, and the others in a menu."""

    def __init__(self, acts: StepActs) -> None:
        self._acts = acts
        self.line = StepLine()
        self._why = kit.label("", "muted")
        self.next = kit.button("", self._go, "send")
        self._next_act: Act | None = None
        self.more = kit.button("", None, "ellipsis", "flat")
        self.more.setAccessibleName(_("More steps"))
        self.more.setToolTip(_("More steps"))
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self._has_room = True
        super().__init__(
            kit.row((self.line, 1), self._why, self.next, self.more, gap=10,
                    margins=(20, 6, 18, 6)),
            side="bottom", fill="sunken",
        )  # fmt: skip

    def give_room(self, room: bool) -> None:
        """Show why the next step waits, beside it, where there is room."""
        self._has_room = room
        self._why.setVisible(room and bool(self._why.text()))

    def show_minutes(self, view: MinutesView, steps: Steps) -> None:
        """Show how far they have come."""
        at = LINE.index(steps.minutes.status)
        if steps.minutes.status == "finished" and view.visit.status in ("reported", "closed"):
            at = LINE.index("reported")
        self.line.tell([minutes_word(s) for s in LINE], at)
        self._show_next(*self._next(view, steps))
        self._menu.clear()
        for words, act in self._others(steps):
            self._menu.addAction(words, act)
        self.more.setVisible(not self._menu.isEmpty())

    def _go(self) -> None:
        if self._next_act is not None:
            self._next_act()

    def _show_next(self, words: str, act: Act | None, why: str) -> None:
        button, self._next_act = self.next, act
        retitle(button, words)
        button.setProperty("kind", "" if why else "primary")
        button.setIcon(icon(button.icon_name, "muted" if why else "on_accent"))
        button.style().unpolish(button)
        button.style().polish(button)
        button.setVisible(bool(words))
        button.setEnabled(not why)
        button.setAccessibleDescription(why)
        button.setToolTip(why)
        self._why.setText(why)
        self._why.setVisible(bool(why) and self._has_room)

    def _next(self, view: MinutesView, steps: Steps) -> tuple[str, Act | None, str]:
        """Return the next step, what takes it, and why it cannot be taken yet or ""."""
        acts, state = self._acts, steps.minutes.status
        if not acts.may_write:
            return "", None, ""
        if acts.is_asked(steps):
            return _("Approve"), acts.approve, ""
        if state == "draft" and not steps.checks:
            return _("Send for fact check …"), acts.send_for_check, _why_no_check(view)
        if state in ("draft", "fact-check", "approval"):
            return _("Finish the minutes"), acts.finish, self._why_not_finished(view, steps)
        if state == "finished":
            return _("Note that they were sent …"), acts.note_dispatch, ""
        return "", None, ""

    def _why_not_finished(self, view: MinutesView, steps: Steps) -> str:
        """Return in a few words why the minutes cannot be finished yet, or ""."""
        left, remarks = len(view.undecided), len(steps.open_remarks)
        waiting = sum(not s.now for s in steps.signed)
        if left:
            return count("{n} note left first", "{n} notes left first", left)
        if remarks:
            return count("{n} remark is open", "{n} remarks are open", remarks)
        if waiting:
            return count("Waits for {n} approval", "Waits for {n} approvals", waiting)
        return "" if self._acts.is_administrator else _("An administrator does this")

    def _others(self, steps: Steps) -> list[tuple[str, Act]]:
        """Return the steps that can be taken besides the next one."""
        acts, state = self._acts, steps.minutes.status
        if not acts.may_write:
            return []
        closed = state in records.MINUTES_CLOSED
        found: list[tuple[str, Act]] = []
        if not closed:
            again = _("Send for fact check again …") if steps.checks else ""
            found.append((again or _("Send for fact check …"), acts.send_for_check))
            if steps.checks:
                found.append((_("Take in the answer to a fact check …"), acts.choose_answer))
            found.append((_("Ask for approval …"), acts.ask_approval))
            if acts.has_approved(steps):
                found.append((_("Take back my approval"), acts.unapprove))
        if acts.is_administrator:
            ways = {
                "finished": [(_("Correct the minutes …"), acts.correct),
                             (_("They are archived"), acts.archive)],
                "archived": [(_("Correct the minutes …"), acts.correct),
                             (_("They are not archived yet"), acts.unarchive)],
            }.get(state, [(_("Finish the minutes"), acts.finish)])  # fmt: skip
            found += ways
        return [*found, (_("Note that they were sent …"), acts.note_dispatch)]


def _why_no_check(view: MinutesView) -> str:
    if not view.notes and not any(s.passages for s in view.sections):
        return _("The minutes are empty")
    left = len(view.undecided)
    return count("{n} note left first", "{n} notes left first", left) if left else ""
