"""Importing a guide from a form, with a look at what becomes of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from qualityvisit import outside
from qualityvisit.errors import KnownError
from qualityvisit.model import records
from qualityvisit.ui.kit import (
    Check,
    Choice,
    Field,
    Surface,
    box,
    button,
    col,
    flow,
    label,
    pic,
    pill,
    refill,
    row,
    scroll,
)
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import form_word, group_look
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from pathlib import Path

    from qualityvisit.intake.xlsform_read import FormReading, FormRow
    from qualityvisit.ui.screen import Desk


class ImportGuide(QDialog):
    """Shows what a form would bring, and brings it when the user says so.

    ``made`` is what it has brought when the dialog is accepted.
    """

    def __init__(self, desk: Desk, window: QWidget, file: Path) -> None:
        super().__init__(window.window())
        self._desk, self._file = desk, file
        self.found: FormReading | None = None
        self.made: outside.TakenGuide | None = None
        self.setWindowTitle(_("Import a guide"))
        self._counts = col(gap=8)
        self.language = Choice([], name=_("Language"))
        self.language.currentIndexChanged.connect(lambda: self.read(self.language.value()))
        self._language = Field(_("Language"), self.language)
        self.group = Choice([], name=_("Interview group"))
        self._group = Field(
            _("Interview group"), self.group,
            _("For the questions that are in no interview group in the file."),
        )  # fmt: skip
        self.forms = {code: Check(form_word(code)) for code in records.FORMS}
        self._forms = Field(_("School forms"), box(flow(*self.forms.values(), gap=4)))
        for tick in self.forms.values():
            tick.toggled.connect(self._tell_ready)
        self.list = RowView(_("What the import would do"))
        self._yes = button(_("Import"), self.take, kind="primary")
        wants = row((col(self._language, None), 1), (col(self._group, None), 1), gap=16)
        self.list.setMinimumHeight(px(220))
        rows = Surface(col(self.list, margins=1))
        parts = box(self._counts), box(wants), self._forms, (rows, 1)
        inner = col(*parts, gap=12, margins=(0, 0, 8, 0))
        self.setLayout(
            col(
                label(_("Import a guide"), factor=1.25, bold=True), label(file.name, "muted"),
                (scroll(box(inner), _("What the import would do")), 1),
                row(None, button(_("Cancel"), self.reject), self._yes),
                gap=12, margins=24,
            )
        )  # fmt: skip
        room = window.window().size()
        self.resize(min(px(640), room.width() - px(24)), min(px(680), room.height() - px(24)))
        self._wants(None)
        self.read()

    def read(self, language: str = "") -> None:
        """Read the file in one of its languages."""
        try:
            self.found = outside.read_form(self._desk.ws, self._file, language)
        except KnownError as error:
            self.found = None
            said = label(f"{error.title} {error.advice}", "deficiency", wrap=True)
            refill(self._counts, [row(pic("octagon-alert", "deficiency"), (said, 1))])
            self.list.show_rows([])
        else:
            self._show(self.found)
        self._wants(self.found)

    def _wants(self, found: FormReading | None) -> None:
        """Ask for what the file does not say."""
        several = found is not None and len(found.languages) > 1
        self._language.setVisible(several)
        if found is not None and several:
            self.language.offer([(x, x) for x in found.languages], found.language)
        self._group.setVisible(found is not None and bool(found.homeless))
        groups = [(g.id, group_look(g.id, g.name).word) for g in
                  self._desk.ws.all(records.Group)]  # fmt: skip
        self.group.offer(groups, self.group.value() or records.STAFF)
        self._forms.setVisible(found is not None and not found.guide.forms)
        self._tell_ready()

    def _tell_ready(self) -> None:
        found = self.found
        forms = found is not None and bool(found.guide.forms or self._chosen())
        self._yes.setEnabled(forms)
        if found is not None:
            number = len(found.questions)
            self._yes.setText(count("Import {n} question", "Import {n} questions", number))

    def _chosen(self) -> tuple[str, ...]:
        return tuple(code for code, tick in self.forms.items() if tick.isChecked())

    def _show(self, found: FormReading) -> None:
        left = [r for r in found.rows if not r.taken]
        told = [r for r in found.rows if r.taken and r.why]
        themes = count("{n} theme", "{n} themes", len(found.themes))
        questions = count("{n} question", "{n} questions", len(found.questions))
        remarks = count("{n} row with a remark", "{n} rows with a remark", len(told))
        passed = count("{n} row not taken", "{n} rows not taken", len(left))
        pills = (
            pill(themes, "ok"), pill(questions, "ok"),
            pill(remarks, "accent" if told else "quiet"), pill(passed, "warn" if left else "quiet"),
        )  # fmt: skip
        refill(self._counts, [label(found.guide.name, bold=True, wrap=True), flow(*pills)])
        rows: list[Row] = []
        for heading, some in ((_("Not taken"), left), (_("Taken, with a remark"), told)):
            if some:
                rows += [Row("", heading), *map(_row, some)]
        rows += self._questions(found)
        self.list.show_rows(rows)

    def _questions(self, found: FormReading) -> list[Row]:
        groups = {g.id: g.name for g in self._desk.ws.all(records.Group)}
        form = next(iter(found.guide.forms), "")
        rows: list[Row] = []
        for theme in found.themes:
            rows.append(Row("", theme.name))
            for question in (q for q in found.questions if q.theme == theme.id):
                look = group_look(question.group, groups.get(question.group, ""), form=form)
                word = look.word if question.group else ""
                rows.append(Row(question.id, question.text, word, look.icon))
        return rows

    def take(self) -> None:
        """Bring in what was shown."""
        found = self.found
        if found is None:
            return
        made: list[outside.TakenGuide] = []

        def bring() -> None:
            whole = found.whole(self.group.value(), self._chosen())
            made.append(outside.take_guide(self._desk.ws, whole))

        if self._desk.attempt(bring, again=False):
            self.made = made[0]
            self._desk.notices.passing(_said(found.guide.name, self.made))
            self.accept()


def _row(found: FormRow) -> Row:
    where = "  ·  ".join(filter(None, (_("Row {row}", row=found.row), found.kind, found.label)))
    name = f"row/{found.row}"
    icon, ink = ("info", "accent") if found.taken else ("triangle-alert", "warn")
    return Row(name, found.why, where, icon, ink)


def _said(name: str, made: outside.TakenGuide) -> str:
    if not made.new:
        return _("The guide {name} is here already, word for word.", name=name)
    if made.draft:
        return _("The guide {name} is imported as a draft. Publish it when it is right.", name=name)
    return _("The guide {name} is imported.", name=name)
