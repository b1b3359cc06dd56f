"""Frågeguider: the guides, and one of them to read: themes, questions, prompts, group by group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QScrollArea, QWidget

from qualityvisit import outside
from qualityvisit.model import records
from qualityvisit.ui.guide_import import ImportGuide
from qualityvisit.ui.kit import (
    TOP,
    Choice,
    Item,
    Surface,
    box,
    button,
    card,
    col,
    empty_state,
    header,
    label,
    pic,
    refill,
    row,
    scroll,
)
from qualityvisit.ui.pair import Pair
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import forms_words, group_look
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk

LIST = 300
XLSFORM = "*.xlsx"


class Guides(Screen):
    """The guides of the workspace."""

    kinds: ClassVar[frozenset[str]] = frozenset({"guide", "theme", "question", "group"})

    def __init__(self, desk: Desk) -> None:
        self._import = button(_("Import a guide"), self._did_ask_import, "file-up")
        self._import.setVisible(desk.is_administrator)
        self.list = RowView(_("Question guides"))
        self.list.chosen.connect(self._show_guide)
        pane = Surface(col(self.list, margins=(1, 8, 1, 8)))
        self.group = Choice([], name=_("Show the questions to"))
        self.group.currentIndexChanged.connect(lambda: self._show_guide(self.list.current()))
        self._head, self._cards = row(gap=12), col(gap=14)
        inner = box(col(box(self._cards), None, margins=(0, 0, 8, 0)))
        self._area: QScrollArea = scroll(inner, _("The guide"))
        one = box(col(box(self._head), row(self.group, None), (self._area, 1), gap=10))
        self.pair = Pair(pane, self.list, one, _("All guides"), width=LIST)
        adds = button(_("Add the guides that come with the program"), self.add_shipped,
                      kind="primary")  # fmt: skip
        adds.setVisible(desk.is_administrator)
        self._empty = empty_state(
            "book-open", _("No guides yet"),
            _("Two guides come with the program: one for preschool and one for compulsory school,"
              " with open questions to four groups."), adds,
        )  # fmt: skip
        page = col((self.pair, 1), (self._empty, 1), margins=(28, 20, 28, 16))
        super().__init__(desk, header(_("Question guides"), "", self._import), box(page))
        self._wanted = ""  # the question to bring into sight
        self._form = ""  # by which groups are named: preschools have children
        self._found: dict[str, QWidget] = {}

    def open(self, **arguments: str) -> None:
        """Open, at the guide with this ``id`` and at its ``question`` where they are given."""
        self._wanted = arguments.get("question", "")
        wanted = arguments.get("id", "")
        if not wanted:
            return
        self.read_again()
        if self._wanted:
            self.group.setCurrentIndex(0)
        self.list.choose(wanted)
        self.pair.show_one()
        self._show_guide(wanted)

    def first(self) -> QWidget:
        """Return the list."""
        return self.list

    def escape(self) -> bool:
        """Go from the guide back to the list, where only one of them is shown."""
        return self.pair.escape()

    def refresh(self) -> None:
        """Read the guides and show them."""
        guides = self.ws.all(records.Guide)
        self.pair.setVisible(bool(guides))
        self._empty.setVisible(not guides)
        self._import.setVisible(bool(guides) and self.desk.is_administrator)
        number = count("{n} guide", "{n} guides", len(guides)) if guides else ""
        self.header.tell(_("Question guides"), number)
        groups = [(g.id, group_look(g.id, g.name).word) for g in self.ws.all(records.Group)]
        self.group.offer([("", _("All groups")), *groups], self.group.value())
        rows = [
            Row(g.id, g.name, self._about(g), "book-open", right=_("version {n}", n=g.version))
            for g in guides
        ]
        self.list.show_rows(rows)
        if not self.list.current():
            self.list.choose_first()
        self._show_guide(self.list.current())

    def adapt(self, width: float, height: float) -> None:
        """Show list and guide beside each other, or one at a time."""
        del height
        self.pair.adapt(width)

    def _about(self, guide: records.Guide) -> str:
        number = self.ws.count(records.Question, parent=guide.id)
        return count("{n} question", "{n} questions", number)

    def _show_guide(self, name: str) -> None:
        guide = self.ws.find(records.Guide, name)
        if guide is None:
            return
        self._form = guide.forms[0] if guide.forms else ""
        refill(self._head, self._make_head(guide))
        wanted = self.group.value()
        questions: dict[str, list[records.Question]] = {}
        for question in self.ws.all(records.Question, parent=guide.id):
            if wanted in ("", question.group):
                questions.setdefault(question.theme, []).append(question)
        self._found = {}
        themes = [t for t in self.ws.all(records.Theme, parent=guide.id) if t.id in questions]
        cards: list[Item] = [self._theme(n, t, questions[t.id]) for n, t in enumerate(themes, 1)]
        if not cards:
            cards.append(label(_("The guide has no questions to this group."), "muted"))
        refill(self._cards, cards)
        if self._wanted in self._found:
            QTimer.singleShot(0, self, self._bring_into_sight)

    def _make_head(self, guide: records.Guide) -> list[Item]:
        exports = button(_("Save as a form"), lambda: self._did_ask_export(guide), "download")
        exports.setToolTip(_("Saves the guide as an XLSForm (Excel) to change or to hand on."))
        names = col(
            label(guide.name, factor=1.55, bold=True, wrap=True),
            label(forms_words(guide.forms), "muted", wrap=True), gap=1,
        )  # fmt: skip
        return [(box(names), 1), exports]

    def _theme(self, number: int, theme: records.Theme, questions: list[records.Question]) -> Item:
        names = {g.id: g.name for g in self.ws.all(records.Group)}
        items: list[Item] = []
        areas = [
            _("BRUK: {areas}", areas=theme.bruk) if theme.bruk else "",
            _("School survey: {areas}", areas=theme.survey) if theme.survey else "",
        ]
        about = "  ·  ".join(filter(None, areas))
        if about:
            items.append(label(about, "muted", 0.9, wrap=True))
        group = ""
        for question in questions:
            if question.group != group:
                group = question.group
                look = group_look(group, names.get(group, ""), form=self._form)
                title = row(
                    pic(look.icon, "accent", 16), label(look.word, "accent", bold=True), None
                )
                items += [2, title]
            items.append(self._question(question))
        return card(f"{number}. {theme.name}", "messages-square", *items, gap=8)

    def _question(self, question: records.Question) -> QWidget:
        lines: list[Item] = [label(question.text, wrap=True, select=True)]
        for prompt in question.prompts:
            mark = pic("corner-down-right", "control", 14)
            line = row(gap=8)
            line.addWidget(mark, 0, TOP)
            line.addWidget(label(prompt, "muted", wrap=True), 1)
            lines.append(line)
        made = box(col(*lines, gap=3, margins=(24, 0, 0, 0)))
        self._found[question.id] = made
        return made

    def _bring_into_sight(self) -> None:
        widget = self._found.get(self._wanted)
        if widget is not None:
            self._area.ensureWidgetVisible(widget, 0, px(80))
            self._wanted = ""

    # --- what is done

    def add_shipped(self) -> None:
        """Add the guides that come with the program."""
        self.desk.attempt(lambda: outside.add_guides(self.ws))

    def _did_ask_import(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(
            self, _("Import a guide"), "", _("Forms ({pattern})", pattern=XLSFORM)
        )
        if file:
            self.import_guide(Path(file))

    def import_guide(self, file: Path) -> None:
        """Show what a form would bring."""
        dialog = ImportGuide(self.desk, self, file)
        dialog.accepted.connect(lambda: self.open(id=dialog.made.guide if dialog.made else ""))
        dialog.open()

    def _did_ask_export(self, guide: records.Guide) -> None:
        file, _kind = QFileDialog.getSaveFileName(
            self, _("Save as a form"), f"{guide.name}.xlsx", _("Forms ({pattern})", pattern=XLSFORM)
        )
        if file and self.desk.attempt(lambda: outside.export_guide(self.ws, guide.id, Path(file))):
            self.desk.notices.passing(_("The guide is saved: {file}.", file=Path(file).name))
