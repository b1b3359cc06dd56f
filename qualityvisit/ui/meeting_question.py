"""One question at a meeting: in the list, and the one that is answered now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from qualityvisit.ui import kit
from qualityvisit.ui.binding import TextBinding
from qualityvisit.ui.note_editor import GrowingEditor
from qualityvisit.ui.pieces import editing_menu, shown_if
from qualityvisit.ui.saving import SaveNotice
from qualityvisit.ui.theme import font, px
from qualityvisit.words import _, clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.model import records
    from qualityvisit.model.text import SharedText
    from qualityvisit.ui.saving import SaveGuard
    from qualityvisit.ui.screen import Desk


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to come of a question. ``kind`` as in the model: noted, assignment or action."""

    kind: str
    text: str = ""
    responsible: str = ""
    due: str = ""


def outcome_word(outcome: str) -> str:
    """Return what came of a question, in words."""
    return {
        "noted": _("noted"), "assignment": _("an assignment"), "action": _("an action"),
    }.get(outcome, "")  # fmt: skip


class WaitingQuestion(kit.Pressable):
    """A question in the list: answered, next, or free to be taken."""

    def __init__(
        self, question: records.MeetingQuestion, asker: records.Person | None, state: str,
        *, on: Callable[[], object], take: Callable[[], object] | None,
    ) -> None:  # fmt: skip
        who = asker.name if asker else _("nobody has taken the question")
        about = "  ·  ".join(filter(None, (question.theme, who)))
        face: QWidget = kit.pic("hand", "muted")
        if asker is not None:
            face = kit.face(asker.initials, asker.name, asker.id, 26)
        face_box = kit.box(kit.row(None, face, None, gap=0))
        face_box.setFixedWidth(px(28))
        words = kit.col(kit.Elided(question.text), kit.Elided(about, "muted", 0.92), gap=1)
        right: list[kit.Item] = []
        if question.answered:
            said = _("Answered {time}", time=clock(question.answered))
            came = outcome_word(question.outcome)
            right = [kit.pic("circle-check", "ok", 16),
                     kit.label(f"{said}, {came}" if came else said, "muted", 0.95)]  # fmt: skip
        elif asker is None and take is not None:
            name = _("Take the question: {text}", text=question.text)
            right = [kit.button(_("Take the question"), take, kind="small", name=name)]
        elif state:
            right = [kit.pic("circle-dot", "accent", 16), kit.label(state, "muted", 0.95)]
        line = kit.row(face_box, (kit.box(words), 1), *right, gap=12, margins=(10, 9, 8, 9))
        super().__init__(line, f"{question.text}, {about}", on, inset=True)


class CurrentQuestion(kit.Surface):
    """The question that is answered now: the answer as shared text, and what comes of it.

    ``locked``: the meeting has been held, and what was answered is only read.
    """

    settled = Signal(object)  # an Outcome
    reopen = Signal()
    claim = Signal()
    refused = Signal(object)  # KnownError

    def __init__(
        self, desk: Desk, guard: SaveGuard, question: records.MeetingQuestion, answer: SharedText,
        responsible: str, *, locked: bool = False,
    ) -> None:  # fmt: skip
        self.question, self._guard, self.locked = question, guard, locked
        self.answer = GrowingEditor(font(1.08))
        self.answer.setAccessibleName(_("Answer"))
        self.answer.setPlaceholderText(_("Write the answer as it is given. All see it."))
        self._head = kit.row(gap=12)
        box = kit.inset(kit.col(self.answer, None, margins=(14, 10, 14, 12)))
        box.setMinimumHeight(px(130))
        self.what = kit.line(name=_("Action"))
        self.who = kit.line(responsible, name=_("Responsible"))
        self.due = kit.DateField(name=_("Done by"), today=desk.today(), ahead=True)
        parts: list[kit.Item] = [
            self._head, kit.label(question.text, factor=1.25, bold=True, wrap=True),
            SaveNotice(guard), box, shown_if(self._outcome(), not locked),
        ]  # fmt: skip
        super().__init__(kit.col(*parts, gap=12, margins=(18, 16, 18, 16)))
        self.pick(True)
        self._binding = TextBinding(self.answer, answer)
        self._binding.not_saved.connect(guard.failed)
        self.answer.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.answer.customContextMenuRequested.connect(
            lambda at: editing_menu(self.answer, self._binding).popup(self.answer.mapToGlobal(at))
        )
        self._binding.refused.connect(self.refused)
        guard.changed.connect(self._close)
        self._close(guard.closed)

    def _outcome(self) -> QWidget:
        hint = kit.label(_("Ctrl+Enter saves and goes on"), "muted", 0.92)
        head = kit.row(kit.pic("corner-down-right", "muted", 16),
                       kit.label(_("Outcome"), bold=True), None, hint)  # fmt: skip
        self._due = kit.Field(_("Done by"), self.due)
        fields = kit.col(
            kit.Field(_("Action"), self.what),
            kit.row((kit.Field(_("Responsible"), self.who), 1), (self._due, 1), gap=12), gap=8,
        )  # fmt: skip
        assign = kit.button(_("Assignment to the administration"),
                            lambda: self._settle("assignment"), "flag", "flat")  # fmt: skip
        noted = kit.button(_("The information is noted"), lambda: self._settle("noted"), "check",
                           "flat")  # fmt: skip
        self.makes = kit.button(
            _("Create the action"), lambda: self._settle("action"), "plus", "primary"
        )
        ways = kit.row((kit.box(kit.flow(noted, assign)), 1), self.makes, gap=8)
        return kit.box(kit.col(head, fields, 2, ways, gap=9))

    def tell(self, question: records.MeetingQuestion, asker: records.Person | None) -> None:
        """Show who asks and how it stands; what is being written is left alone."""
        self.question = question
        who = _("{name} asks", name=asker.name) if asker else _("Nobody has taken the question")
        face: QWidget = kit.pic("hand", "muted", 22)
        if asker is not None:
            face = kit.face(asker.initials, asker.name, asker.id, 32)
        words: list[kit.Item] = [kit.label(who, "muted", 0.95)]
        if question.theme:
            words.insert(0, kit.label(question.theme, "accent", 0.95, bold=True))
        right: list[kit.Item] = []
        if asker is None and not self.locked:
            right.append(kit.button(_("Take the question"), self.claim.emit, kind="small"))
        if question.answered:
            right.append(kit.pill(_("Answered {time}", time=clock(question.answered)), "ok"))
            if not self.locked:
                right.append(kit.link(_("Open again"), self.reopen.emit))
        elif not self.locked:
            right.append(kit.pill(_("Being answered"), "accent"))
        kit.refill(self._head, [face, kit.col(None, *words, None, gap=0), None, *right])

    def go_on(self) -> None:
        """Save with what is filled in: an action where one is written, else noted."""
        if not self.locked:
            self._settle("action" if self.what.text().strip() else "noted")

    def release(self) -> None:
        """Let go of the answer."""
        self._binding.close()

    def _settle(self, kind: str) -> None:
        if self._due.wrong(self.due.trouble()):
            return
        text = self.what.text().strip()
        if kind == "action" and not text:
            self.what.setFocus()
            self.what.setPlaceholderText(_("Write what is to be done"))
            return
        self.settled.emit(Outcome(kind, text, self.who.text().strip(), self.due.iso()))

    def _close(self, closed: bool) -> None:
        self.answer.setReadOnly(closed or self.locked)
