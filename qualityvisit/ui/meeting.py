"""The quality meeting: one item over several visits, questions answered live, actions from them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.meeting_dialogs import MeetingDialog, QuestionDialog
from qualityvisit.ui.meeting_question import CurrentQuestion, Outcome, WaitingQuestion
from qualityvisit.ui.meeting_side import action_cards
from qualityvisit.ui.meeting_slots import Slot, SlotsPane, read_slots
from qualityvisit.ui.pieces import DOCUMENTS, icons_alone, retitle, show_documents
from qualityvisit.ui.saving import SaveGuard
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import px
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.folding import Change
    from qualityvisit.ui.screen import Desk

WIDE, NARROW = 1180, 860  # widths below which the right and the left pane give way


class MeetingScreen(Screen):
    """One meeting; every answer is shared text and kept as it is typed."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"meeting", "meeting-visit", "meeting-question", "action", "finding", "visit", "person"}
    )
    focus_frame = True

    def __init__(self, desk: Desk) -> None:
        self._id = self._visit_id = self._question_id = ""
        self._slots: list[Slot] = []
        self._list_asked_for = self._held = False
        self.guard = SaveGuard(desk.ws)
        self.current: CurrentQuestion | None = None
        self.slots = SlotsPane(desk)
        self._title = kit.label("", factor=1.55, bold=True, wrap=True)
        self._counted = kit.label("", "muted")
        self._questions = kit.col(gap=9)
        self._beside = kit.col(gap=12, margins=20)
        self._left = kit.Band(kit.col(self.slots, margins=(0, 0, 1, 0)), side="right")
        self._right = kit.Band(
            kit.col(kit.scroll(kit.box(self._beside), _("Actions")), margins=(1, 0, 0, 0)),
            side="left", fill="window",
        )  # fmt: skip
        super().__init__(desk, self._make_header(desk), self._make_body())
        self.guard.setParent(self)
        self.slots.chosen.connect(self.turn_to)
        self.slots.change.connect(self.change_meeting)
        self._keys()

    # --- Parts

    def _make_header(self, desk: Desk) -> kit.Header:
        self._show_list = kit.button(_("Visits"), self._turn_list, "list-checks", "flat")
        self._show_list.hide()
        self._end = kit.button(_("End the item"), self.end)
        papers = kit.button(_("Documents"), self.show_documents, "file-text", tip=DOCUMENTS)
        self._lamps = desk.way.lamps()
        return kit.header(
            "", "", self._show_list, self._lamps, papers, self._end,
            back=(_("Follow-up"), desk.way.back),
        )  # fmt: skip

    def _make_body(self) -> QWidget:
        self._left.setFixedWidth(px(352))
        self._right.setFixedWidth(px(328))
        new = kit.button(_("New question"), self.add_question, "plus", tip="Ctrl+N")
        self._new = new
        head = kit.row((self._title, 1), self._counted, new, gap=12)
        page = kit.col(head, 4, kit.box(self._questions), None, gap=8, margins=(28, 20, 28, 20))
        self._middle = kit.scroll(kit.box(page), _("Questions"))
        return kit.box(kit.row(self._left, (self._middle, 1), self._right, gap=0))

    def _keys(self) -> None:
        ways: dict[str, Callable[[], object]] = {
            "Ctrl+Return": self.go_on, "Ctrl+Enter": self.go_on, "Ctrl+N": self.add_question,
            "Alt+Left": partial(self._step, -1), "Alt+Right": partial(self._step, 1),
            DOCUMENTS: self.show_documents,
        }  # fmt: skip
        for keys, act in ways.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the keys of the meeting."""
        return [
            ("Ctrl+Enter", _("Save the answer and go on")), ("Ctrl+N", _("New question")),
            ("Alt+← →", _("Turn to another question")),
            (DOCUMENTS, _("Documents: notice, agenda, question session, reports")),
        ]  # fmt: skip

    def show_documents(self) -> None:
        """Show the documents of the meeting."""
        show_documents(self.desk, self, meeting=self._id)

    # --- Showing

    def open(self, id: str = "", visit: str = "", question: str = "", **_more: str) -> None:  # noqa: A002
        """Open a meeting, at a visit or a question where one is named."""
        asked = self.ws.find(records.MeetingQuestion, question)
        self._id, self._visit_id = id, asked.visit if asked else visit
        self._question_id = question
        self._forget()
        self.make_stale()

    def first(self) -> QWidget | None:
        """Return the answer."""
        if self.current is None:
            return self._new
        self.current.answer.place(-1)
        return self.current.answer

    def refresh(self) -> None:
        """Read the meeting; the answer that is being written is left alone."""
        meeting = self.ws.find(records.Meeting, self._id)
        if meeting is None:  # removed, perhaps by a colleague
            self._forget()
            QTimer.singleShot(0, self, self.desk.way.back)
            return
        self._held = meeting.status == "held"
        self._slots = read_slots(self.desk, meeting)
        ids = [s.visit.id for s in self._slots]
        if self._visit_id not in ids:
            unfinished = [s.visit.id for s in self._slots if s.answered < s.all]
            self._visit_id = (unfinished or ids or [""])[0]
        name = self.ws.committee().meeting_name or _("Quality meeting")
        at = " ".join(filter(None, (day(meeting.date, weekday=True), clock(meeting.start))))
        self.header.tell(name, "  ·  ".join(filter(None, (at, meeting.place))))
        retitle(self._end, _("Open again") if self._held else _("End the item"))
        self.slots.show_meeting(meeting, self._slots, self._visit_id)
        self._show_questions()
        cards = action_cards(self.desk, self._id, self._slots, self._visit_id)
        kit.refill(self._beside, [*cards, None])

    def did_change(self, change: Change) -> None:
        """Hear of changes; an answer that was typed here is on the screen already."""
        typed = change.mine and change.kinds == {"meeting-question"}
        if not (typed and change.ids == {self._question_id} and self._unchanged()):
            super().did_change(change)

    def _unchanged(self) -> bool:
        """Tell whether only the answer of the current question differs from what is shown."""
        now = self.ws.find(records.MeetingQuestion, self._question_id)
        shown = self.current.question if self.current else None
        if now is None or shown is None:
            return False
        return (now.asked_by, now.answered, now.outcome, now.text) == (
            shown.asked_by, shown.answered, shown.outcome, shown.text,
        )  # fmt: skip

    def adapt(self, width: float, height: float) -> None:
        """Let the panes give way where there is little room."""
        del height
        narrow = width < NARROW
        self._list_asked_for = self._list_asked_for and narrow
        self._show_list.setVisible(narrow)
        icons_alone(self._lamps, narrow)
        self._left.setVisible(not narrow or self._list_asked_for)
        self._middle.setVisible(not self._list_asked_for)
        self._right.setVisible(width >= WIDE)
        wide = px(352 if width >= 1340 else 300)
        self._left.setMinimumWidth(wide if not narrow else 0)
        self._left.setMaximumWidth(wide if not narrow else 16777215)

    def escape(self) -> bool:
        """Close the list that lies over the questions."""
        if self._list_asked_for:
            self._turn_list()
            return True
        return False

    def _turn_list(self) -> None:
        self._list_asked_for = not self._list_asked_for
        self._left.setVisible(self._list_asked_for)
        self._middle.setVisible(not self._list_asked_for)

    # --- Questions

    def _asked(self) -> list[records.MeetingQuestion]:
        """Return the questions to the chosen unit, in the order in which they came."""
        found = self.ws.all(records.MeetingQuestion, parent=self._id)
        return [q for q in found if q.visit == self._visit_id]

    def _show_questions(self) -> None:
        slot = next((s for s in self._slots if s.visit.id == self._visit_id), None)
        self._new.setVisible(slot is not None and not self._held)
        if slot is None:
            self._title.setText(_("No visit to follow up"))
            kit.refill(self._questions, [])
            return
        self._title.setText(_("Questions to {unit}", unit=slot.visit.title))
        self._counted.setText(_("{done} of {all} answered", done=slot.answered, all=slot.all))
        asked, names = self._asked(), self.ws.names()
        ids = [q.id for q in asked]
        if self._question_id not in ids:
            self._question_id = next((q.id for q in asked if not q.answered), "")
        waiting = [q for q in asked if not q.answered and q.id != self._question_id]
        items: list[kit.Item] = []
        for question in asked:
            asker = names.get(question.asked_by)
            if question.id == self._question_id:
                items.append(self._show_current(question, asker, slot.visit))
                continue
            state = _("Next in turn") if waiting and question is waiting[0] else ""
            items.append(
                WaitingQuestion(
                    question, asker, state, on=partial(self.ask, question.id),
                    take=None if self._held else partial(self.claim, question.id),
                )
            )  # fmt: skip
        if not asked and not self._held:
            items.append(self._no_questions(slot.visit))
        self._replace(items)

    def _replace(self, items: list[kit.Item]) -> None:
        """Put the questions in place; the current one is kept as it is, with its caret."""
        if self.current is not None:
            focused = QApplication.focusWidget()
            self._questions.removeWidget(self.current)
            kit.refill(self._questions, items)
            self.current.show()
            if focused is not None and self.current.isAncestorOf(focused):
                focused.setFocus()
        else:
            kit.refill(self._questions, items)

    def _show_current(
        self, question: records.MeetingQuestion, asker: records.Person | None, visit: records.Visit
    ) -> CurrentQuestion:
        # who writes when a colleague ends the item writes on until they turn to something else
        if self.current is not None and self.current.locked and not self._held:
            self._forget()
        if self.current is None or self.current.question.id != question.id:
            self._forget()
            head = _("The head teacher, {unit}", unit=visit.title)
            answer = self.ws.meeting(self._id).text(question.id)
            made = CurrentQuestion(self.desk, self.guard, question, answer, head, locked=self._held)
            made.settled.connect(self.settle)
            made.claim.connect(partial(self.claim, question.id))
            made.reopen.connect(self.reopen)
            made.refused.connect(self.desk.notices.known)
            may = self.ws.may_write(f"visit/{visit.id}")
            made.makes.setEnabled(may)
            made.makes.setToolTip("" if may else _("Only the visit's team makes actions."))
            self.current = made
        self.current.tell(question, asker)
        return self.current

    def _forget(self) -> None:
        if self.current is not None:
            self.current.release()
            self._questions.removeWidget(self.current)
            self.current.hide()
            self.current.deleteLater()
            self.current = None

    def _no_questions(self, visit: records.Visit) -> QWidget:
        return kit.empty_state(
            "messages-square", _("No questions yet"),
            _("Collect questions to {unit} before the meeting, or write them as they are put.",
              unit=visit.title),
            kit.button(_("New question"), self.add_question, "plus", "primary"),
        )  # fmt: skip

    # --- The way through

    def turn_to(self, visit: str) -> None:
        """Turn to another visit."""
        self._visit_id, self._question_id = visit, ""
        self._forget()
        if self._list_asked_for:
            self._turn_list()
        self.make_stale()
        self._focus()

    def ask(self, question: str) -> None:
        """Take a question up."""
        self._question_id = question
        self.make_stale()
        self._focus()

    def claim(self, question: str) -> None:
        """Let the person at this computer put a question."""
        self.desk.attempt(lambda: self.ws.meeting(self._id).claim(question, self.ws.me.id))

    def go_on(self) -> None:
        """Save the answer and go on to the next question."""
        if self.current is not None:
            self.current.go_on()

    def settle(self, outcome: Outcome) -> None:
        """Write down what came of the question, and go on."""
        question = self._question_id
        if not self.desk.attempt(lambda: self._settle(question, outcome)):
            return
        left = [q for q in self._asked() if not q.answered and q.id != question]
        self._question_id = left[0].id if left else question
        self._forget()
        self.make_stale()
        self._focus()
        if not left:
            self.desk.notices.passing(_("Every question to this unit is answered."))

    def _settle(self, question: str, outcome: Outcome) -> None:
        found = self.ws.get(records.MeetingQuestion, question)
        if outcome.kind in ("action", "assignment") and (outcome.text or outcome.kind == "action"):
            responsible = outcome.responsible
            if outcome.kind == "assignment":
                responsible = _("The administration")
            self.ws.visit(found.visit).add_action(
                outcome.text, responsible=responsible, due=outcome.due, question=question
            )
        meeting = self.ws.meeting(self._id)
        meeting.set_outcome(question, outcome.kind)
        if not found.answered:
            meeting.set_answered(question, yes=True)

    def reopen(self) -> None:
        """Note that the question is not answered after all."""
        question = self._question_id
        self.desk.attempt(lambda: self.ws.meeting(self._id).set_answered(question, yes=False))

    def add_question(self) -> None:
        """Ask for a new question to the chosen unit."""
        visit = self.ws.find(records.Visit, self._visit_id)
        if visit is not None and not self._held:
            QuestionDialog(self.desk, self, self._id, visit).exec()

    def change_meeting(self) -> None:
        """Change when and where, and which visits are taken up."""
        MeetingDialog(self.desk, self, self.ws.get(records.Meeting, self._id)).exec()

    def end(self) -> None:
        """End the item: the visits are reported to the committee. Or open it again."""
        meeting, document = self.ws.get(records.Meeting, self._id), self.ws.meeting(self._id)
        if meeting.status == "held":
            self.desk.attempt(lambda: document.set_held(yes=False))
            return
        left = sum(s.all - s.answered for s in self._slots)
        said = count("{n} question is not answered.", "{n} questions are not answered.", left)
        advice = _("Finished visits are marked as reported to the committee.")
        if not self.desk.notices.ask(
            _("End the item?"), f"{said} {advice}" if left else advice, _("End the item")
        ):
            return
        if self.desk.attempt(lambda: document.set_held(yes=True)):
            for slot in self._slots:
                visit = slot.visit
                if visit.status == "finished" and self.ws.may_write(f"visit/{visit.id}"):
                    self.desk.attempt(partial(self.ws.visit(visit.id).set_state, "reported"))
            self.desk.way.back()

    def _step(self, step: int) -> None:
        ids = [q.id for q in self._asked()]
        at = (ids.index(self._question_id) if self._question_id in ids else 0) + step
        if 0 <= at < len(ids):
            self.ask(ids[at])

    def _focus(self) -> None:
        if self.current is not None:
            self.current.answer.place(-1)
            self.current.answer.setFocus()
            self._middle.ensureWidgetVisible(self.current, 0, px(20))
