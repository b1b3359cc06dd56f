"""Reserve forms: saved for a visit, and taken in with a look at where each line lands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from qualityvisit import outside
from qualityvisit.model import records
from qualityvisit.ui.kit import Surface, box, button, col, flow, label, pill, row
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk

WORD = "*.docx"


def save_forms(desk: Desk, window: QWidget, visit: str) -> None:
    """Ask for a folder and save a form for each interview there."""
    folder = QFileDialog.getExistingDirectory(window, _("Save reserve forms"))
    made: list[Path] = []
    if folder and desk.attempt(
        lambda: made.extend(outside.write_reserve_forms(desk.ws, visit, Path(folder)))
    ):
        desk.notices.passing(
            count("{n} form is saved in {folder}.", "{n} forms are saved in {folder}.",
                  len(made), folder=Path(folder).name)
        )  # fmt: skip


def choose_form(desk: Desk, window: QWidget) -> None:
    """Ask for a form that was filled in, and show what it would bring."""
    file, _kind = QFileDialog.getOpenFileName(
        window, _("Take in a reserve form"), "", _("Forms ({pattern})", pattern=WORD)
    )
    if file:
        take_in(desk, window, Path(file))


def take_in(desk: Desk, window: QWidget, file: Path) -> None:
    """Show what a form would bring."""
    found: list[outside.FilledIn] = []
    if desk.attempt(lambda: found.append(outside.read_reserve_form(desk.ws, file)), again=False):
        TakeForm(desk, window, file, found[0]).open()


class TakeForm(QDialog):
    """Shows where each line of a form lands, and takes it in when the user says so."""

    def __init__(self, desk: Desk, window: QWidget, file: Path, found: outside.FilledIn) -> None:
        super().__init__(window.window())
        self._desk, self._found = desk, found
        self.setWindowTitle(_("Take in a reserve form"))
        visit = desk.ws.get(records.Visit, found.visit)
        names = {g.id: g.name for g in desk.ws.all(records.Group)}
        group = group_look(found.session.group, names.get(found.session.group, ""), form=visit.form)
        self.list = RowView(_("What the form would bring"))
        self.list.show_rows(self._rows())
        number = sum(line.state != outside.THERE for line in found.lines)
        yes = count("Take in {n} note", "Take in {n} notes", number)
        self._yes = button(yes, self.take, kind="primary")
        self._yes.setEnabled(bool(number))
        self.setLayout(
            col(
                label(_("Take in a reserve form"), factor=1.25, bold=True),
                label(f"{visit.title}  ·  {group.word}", bold=True, wrap=True),
                label(file.name, "muted", wrap=True),
                box(flow(*self._pills(number))),
                (Surface(col(self.list, margins=1)), 1),
                row(None, button(_("Cancel"), self.reject), self._yes),
                gap=12,
                margins=24,
            )
        )
        room = window.window().size()
        self.resize(min(px(620), room.width() - px(24)), min(px(640), room.height() - px(24)))

    def _pills(self, number: int) -> list[QWidget]:
        there = len(self._found.lines) - number
        gone = len(self._found.gone)
        pills: list[QWidget] = [pill(count("{n} new note", "{n} new notes", number), "ok")]
        if there:
            pills.append(pill(count("{n} line noted already", "{n} lines noted already", there)))
        if gone:
            lost = count("{n} question is gone from the form",
                         "{n} questions are gone from the form", gone)  # fmt: skip
            pills.append(pill(lost, "warn"))
        return pills

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        shown = None
        lines = [line for line in self._found.lines if line.state != outside.THERE]
        for number, line in enumerate(lines):
            if line.question != shown:
                shown = line.question
                rows.append(Row("", self._called(shown)))
            odd = line.state == outside.ELSEWHERE
            icon, ink = ("triangle-alert", "warn") if odd else ("plus", "ok")
            rows.append(Row(f"line/{number}", line.text, line.why, icon, ink))
        there = [line for line in self._found.lines if line.state == outside.THERE]
        rows += [Row("", _("Noted already: nothing is doubled"))] if there else []
        rows += [Row(f"there/{n}", line.text, "", "check") for n, line in enumerate(there)]
        gone = self._found.gone
        rows += [Row("", _("Gone from the form: nothing can be read of these"))] if gone else []
        rows += [Row(f"gone/{name}", self._called(name), "", "unlink", "warn") for name in gone]
        return rows

    def _called(self, name: str) -> str:
        question = self._desk.ws.find(records.Question, name)
        return question.text if question else _("Without a question")

    def take(self) -> None:
        """Take in what was shown."""
        taken: list[int] = []
        found = self._found
        if self._desk.attempt(
            lambda: taken.append(outside.take_reserve_form(self._desk.ws, found)), again=False
        ):
            said = count("{n} note is taken in.", "{n} notes are taken in.", taken[0])
            self._desk.notices.passing(said)
            self.accept()
