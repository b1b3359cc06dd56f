"""A guide to read: themes, questions and prompts, group by group; built as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from qualityvisit.ui.guide_tree import marks_of
from qualityvisit.ui.kit import (
    TOP,
    Item,
    box,
    card,
    clear,
    col,
    flow,
    label,
    pic,
    pill,
    row,
    scroll,
)
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualityvisit.model import records

AT_ONCE = 3  # themes that are built before the first is shown
AHEAD = 3  # and as many heights of the window as stand ready below


class GuidePage(QWidget):
    """The cards of a guide's themes, with what stands above them."""

    def __init__(self, *above: Item) -> None:
        super().__init__()
        self._cards = col(gap=14)
        inner = box(col(*above, box(self._cards), None, gap=10, margins=(0, 0, 8, 0)))
        self._area = scroll(inner, _("The guide"))
        self.setLayout(col(self._area, gap=0))
        self._wanted = ""  # the question to bring into sight
        self._waiting: list[tuple[int, records.Theme, list[records.Question]]] = []
        self._names: dict[str, str] = {}
        self._form = ""  # by which groups are named: preschools have children
        self._found: dict[str, QWidget] = {}
        self._shown: tuple[object, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._build_more)
        self._area.verticalScrollBar().valueChanged.connect(lambda _at: self._soon.start())

    def seek(self, question: str) -> None:
        """Bring a question into sight when it is shown."""
        self._wanted = question

    def show_guide(
        self, guide: records.Guide, themes: Sequence[records.Theme],
        questions: Sequence[records.Question], groups: Sequence[records.Group], group: str,
    ) -> None:  # fmt: skip
        """Show a guide's questions to one group, or to all; what is shown already stays."""
        wanted = (guide, *themes, *questions, *groups, group)
        if wanted == self._shown:
            self._soon.start()
            return
        self._shown = wanted
        place = {g.id: n for n, g in enumerate(groups)}
        self._names = {g.id: g.name for g in groups}
        self._form = guide.forms[0] if guide.forms else ""
        self._found = {}
        clear(self._cards)
        self._waiting = []
        for number, theme in enumerate(themes, 1):
            asked = [q for q in questions if q.theme == theme.id and group in ("", q.group)]
            if asked:
                asked.sort(key=lambda q: place.get(q.group, len(place)))
                self._waiting.append((number, theme, asked))
        if not self._waiting:
            self._cards.addWidget(label(_("The guide has no questions to this group."), "muted"))
        for _turn in range(AT_ONCE):
            self._build_one()
        self._soon.start()

    def _build_one(self) -> None:
        if self._waiting:
            made = self._theme(*self._waiting.pop(0))
            self._cards.addWidget(made)
            made.show()

    def _build_more(self) -> None:
        """Build as far as somebody may scroll soon, and to the question that is sought."""
        bar, sought = self._area.verticalScrollBar(), self._wanted not in ("", *self._found)
        if self._waiting and (sought or bar.maximum() - bar.value() < AHEAD * bar.pageStep()):
            self._build_one()
            self._soon.start()
        elif self._wanted:
            widget = self._found.get(self._wanted)
            if widget is not None:
                self._area.ensureWidgetVisible(widget, 0, px(80))
            self._wanted = ""

    def _theme(
        self, number: int, theme: records.Theme, questions: list[records.Question]
    ) -> QWidget:
        items: list[Item] = []
        areas = [
            _("BRUK: {areas}", areas=theme.bruk) if theme.bruk else "",
            _("School survey: {areas}", areas=theme.survey) if theme.survey else "",
        ]
        about = "  ·  ".join(filter(None, areas))
        if about:
            items.append(label(about, "muted", 0.95, wrap=True))
        group = ""
        for question in questions:
            if question.group != group:
                group = question.group
                look = group_look(group, self._names.get(group, ""), form=self._form)
                title = row(
                    pic(look.icon, "accent", 16), label(look.word, "accent", bold=True), None
                )
                items += [2, title]
            items.append(self._question(question))
        return card(f"{number}. {theme.name}", "messages-square", *items, gap=8)

    def _question(self, question: records.Question) -> QWidget:
        tone = "muted" if question.unused else ""
        lines: list[Item] = [label(question.text, tone, wrap=True, select=True)]
        if question.unused:
            why = _("Not asked here: {why}", why=question.unused)
            lines.append(label(why, "warn", wrap=True))
        for prompt in question.prompts:
            mark = pic("corner-down-right", "control", 14)
            line = row(gap=8)
            line.addWidget(mark, 0, TOP)
            line.addWidget(label(prompt, "muted", wrap=True), 1)
            lines.append(line)
        if question.scale:
            steps = " · ".join(question.scale)
            lines.append(label(_("Rating: {steps}", steps=steps), "muted", wrap=True))
        marks = [pill(mark) for mark in marks_of(question) if mark != _("locked")]
        if marks:
            lines.append(flow(*marks, gap=6))
        made = box(col(*lines, gap=3, margins=(24, 0, 0, 0)))
        self._found[question.id] = made
        return made
