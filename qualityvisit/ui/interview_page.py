"""The middle of the interview: the question, the marks, the sheet and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qualityvisit.model.records import ASK
from qualityvisit.ui import kit
from qualityvisit.ui.agenda import SKIPPED, Asked
from qualityvisit.ui.files import KEYS as KEYS_OF_FILES
from qualityvisit.ui.files import Files
from qualityvisit.ui.interview_end import EndedStrip
from qualityvisit.ui.interview_list import KEYS as KEYS_OF_LIST
from qualityvisit.ui.interview_list import AllQuestions
from qualityvisit.ui.marks import MarkBar
from qualityvisit.ui.note_sheet import NoteSheet
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.pupil_view import KEYS as KEYS_OF_PUPILS
from qualityvisit.ui.rating import RatingBar
from qualityvisit.ui.serious import KEYS
from qualityvisit.ui.theme import font, px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from qualityvisit.ui.agenda import Agenda
    from qualityvisit.ui.saving import SaveGuard
    from qualityvisit.ui.screen import Desk

KEYS_OF_SKIPPING = "Ctrl+Shift+H"
KEYS_OF_VOICES = "Ctrl+Shift+R"
WIDEST = 900  # text is not read well in longer lines
LOW = 560  # the height below which there is no room for what to ask on with


class Ways(QWidget):
    """The row of buttons below the sheet; those that can do without words give them up in turn."""

    def __init__(self, row: QHBoxLayout, giving: tuple[kit.Button, ...]) -> None:
        super().__init__()
        self._row, self._giving = row, giving
        self.setLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between words and icons."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show the words that there is room for."""
        for each in self._giving:
            each.compact(False)
        for each in self._giving:
            if self._row.sizeHint().width() > self.width():
                each.compact(True)


class QuestionPage(QWidget):
    """One question at a time, or all in a list with one open."""

    previous = Signal()
    skip = Signal()
    done = Signal()  # done, and on to the next
    reopen = Signal()
    compared = Signal()  # what all groups have said is to be shown
    listed = Signal()  # all questions, or one at a time again
    reword = Signal()  # a question of the visit's own
    turned = Signal()  # the screen is to be turned to those who are asked
    serious = Signal()  # something is told that must be acted on

    def __init__(self, desk: Desk, guard: SaveGuard) -> None:
        super().__init__()
        self._low = self._locked = False
        self._theme = kit.label("", "accent", bold=True)
        self._state = kit.row(gap=6)
        self._question = kit.label("", factor=1.55, bold=True, wrap=True)
        self._prompt_lines = kit.col(gap=3)
        self._prompts = kit.box(self._prompt_lines)
        self.marks = MarkBar()
        self.sheet = NoteSheet(desk.ws, guard)
        self.files = Files(desk)
        self.sheet.dropped.connect(self.files.take)
        self.ended = EndedStrip()
        self.rating = RatingBar()
        self.sheet.follow(self.marks.buttons[-1])
        self._ways = self._foot()
        self.marks.toggled.connect(self._mark)
        self.sheet.marks_changed.connect(self.marks.show_marks)
        self.list_them = kit.button(
            _("All questions"), self.listed.emit, "list", "icon",
            tip=f"{_('All questions')} ({KEYS_OF_LIST})",
        )  # fmt: skip
        voices = kit.button(
            _("Four voices"), self.compared.emit, "columns-4", "icon",
            tip=f"{_('Four voices: what all groups have said')} ({KEYS_OF_VOICES})",
        )  # fmt: skip
        above = kit.row(self._theme, 6, self._state, None, voices, self.list_them, gap=6)
        self._card = kit.box(
            kit.col(
                above, 4, self._question, 8, self._prompts, 10, self.rating, 8, self.ended,
                self.marks, 10, (self.sheet, 1), 6, self.files, gap=0,
            )
        )  # fmt: skip
        self.all = AllQuestions()
        self.all.hide()
        self._alone = kit.col((self._card, 1), gap=0, margins=(32, 24, 32, 0))
        self._holder = kit.box(self._alone)
        foot = kit.col(self._ways, margins=(32, 8, 32, 18))
        inner = kit.box(kit.col((self.all, 1), (self._holder, 1), foot, gap=0))
        inner.setMaximumWidth(px(WIDEST))
        self.setLayout(kit.row(None, (inner, 100), None, gap=0))

    @property
    def in_list(self) -> bool:
        """Whether all questions are shown."""
        return not self.all.isHidden()

    def turn_list(self) -> None:
        """Show all questions, or one at a time again."""
        on = not self.in_list
        self.all.setVisible(on)
        self._holder.setVisible(not on)
        if not on:
            self._card.setMinimumHeight(0)
            self._alone.addWidget(self._card, 1)
            self._card.show()

    def show_all(self, agenda: Agenda, asked: Asked, notes: Mapping[str, Sequence[str]]) -> None:
        """Show all questions, with one of them open."""
        self.all.show_agenda(agenda, notes)
        self.all.open(asked.id, self._card)

    def lock(self, on: bool) -> None:
        """Let the session only be read, or be written again."""
        self._locked = on
        self.marks.setVisible(not on)
        self.matter.setVisible(not on)
        self.attach.setVisible(not on)
        self.turn.setVisible(not on)
        self._ways.fit()
        self.sheet.lock(on)

    def show_question(self, asked: Asked, before: Asked | None, after: Asked | None) -> None:
        """Show a question and where the ways lead."""
        free = not asked.question
        self._theme.setText(f"{asked.number}  {asked.theme_name}".strip())
        self._question.setText(asked.text)
        self._show_prompts(asked.prompts)
        kit.refill(self._state, self._state_of(asked))
        self.rating.show_asked(asked, locked=self._locked)
        self.back.setVisible(before is not None)
        self.pass_by.setVisible(not free and not asked.is_settled and not self._locked)
        self.turn.setVisible(bool(asked.question) and not self._locked)
        self.go_on.setVisible(after is not None or not (free or self._locked))
        words = _("Next question") if self._locked else _next_words(asked, after)
        retitle(self.go_on, words)
        self._ways.fit()
        for button, other, keys in ((self.back, before, "Alt+←"), (self.go_on, after, "Ctrl+↵")):
            name = f"{other.number} {other.short}".strip() if other else ""
            button.setToolTip(f"{name} ({keys})" if name else keys)

    def adapt(self, height: float) -> None:
        """Fit into a room, measured at normal text size."""
        self._low = height < LOW
        self._question.setFont(font(1.18 if self._low else 1.55, bold=True))
        self._prompts.setVisible(self._prompt_lines.count() > 0 and not self._low)

    def _foot(self) -> Ways:
        self.back = kit.button(_("Previous"), self.previous.emit, "arrow-left", "flat")
        self.pass_by = kit.button(_("Skip"), self.skip.emit, tip=KEYS_OF_SKIPPING)
        self.go_on = kit.button(_("Done, next question"), self.done.emit, "check", "primary")
        words = _("A serious matter …")
        self.matter = kit.button(words, self.serious.emit, "octagon-alert", "flat",
                                 tip=f"{words} ({KEYS})")  # fmt: skip
        attach = _("Attach pictures and files")
        self.attach = kit.button(attach, self.files.choose, "paperclip", "icon",
                                 tip=f"{attach} ({KEYS_OF_FILES})")  # fmt: skip
        turn = _("Turn the screen to those who are asked")
        self.turn = kit.button(turn, self.turned.emit, "presentation", "icon",
                               tip=f"{turn} ({KEYS_OF_PUPILS})")  # fmt: skip
        left, right = (self.back, self.attach, self.turn, self.matter), (self.pass_by, self.go_on)
        return Ways(kit.row(*left, None, *right), (self.back, self.matter, self.go_on))

    def _mark(self, mark: str, _on: bool) -> None:
        self.sheet.toggle(mark)
        self.sheet.focus_current()

    def _state_of(self, asked: Asked) -> list[kit.Item]:
        """Return how the question was left, and the way to take that back."""
        if not asked.is_settled and asked.is_own:
            return [kit.link(_("Reword"), self.reword.emit)]
        if not asked.is_settled:
            return [kit.pill(_("Must be asked"), "accent")] if asked.required == ASK else []
        skipped = asked.status == SKIPPED
        pill = kit.pill(_("Skipped") if skipped else _("Answered"), "quiet" if skipped else "ok")
        why = [kit.Elided(asked.reason, "muted", 0.95)] if asked.reason else []
        ways = [] if self._locked else [kit.link(_("Open again"), self.reopen.emit)]
        return [pill, *why, *ways]

    def _show_prompts(self, prompts: tuple[str, ...]) -> None:
        lines: list[kit.Item] = []
        for words in prompts:
            turn = kit.pic("corner-down-right", "control", 16)
            lines.append(kit.row(turn, (kit.label(words, "muted", wrap=True), 1)))
        kit.refill(self._prompt_lines, lines)
        self._prompts.setVisible(bool(lines) and not self._low)


def _next_words(asked: Asked, after: Asked | None) -> str:
    if not asked.question:
        return _("Next")
    if after is None:
        return _("Done, the last one")
    return _("Next question") if asked.is_settled else _("Done, next question")
