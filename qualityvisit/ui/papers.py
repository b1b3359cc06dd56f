"""What goes out before a visit: shown, written on, copied, saved, printed; and into calendars."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QPlainTextEdit, QWidget

from qualityvisit import outside, papers
from qualityvisit.errors import KnownError
from qualityvisit.model import records
from qualityvisit.reports import letter
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import preparation_word
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.reports.outline import Outline
    from qualityvisit.ui.screen import Desk

PROGRAMME = "programme"


def paper_word(what: str, form: str) -> str:
    """Return what a paper is called."""
    children = form in records.PRESCHOOL_FORMS
    return {
        PROGRAMME: _("The programme"),
        letter.UNIT: _("Letter to the unit"),
        letter.GUARDIANS: _("Letter to guardians"),
        letter.PUPILS: _("Letter to the children") if children else _("Letter to the pupils"),
    }[what]


class PapersDialog(QDialog):
    """Shows the programme or a letter. A letter can be written on here; that is not kept."""

    def __init__(self, desk: Desk, window: QWidget, visit: str, what: str = PROGRAMME) -> None:
        super().__init__(window.window())
        self._desk, self._visit = desk, desk.ws.get(records.Visit, visit)
        title = _("Programme and letters")
        self.setWindowTitle(title)
        form = self._visit.form
        options = [(w, paper_word(w, form)) for w in (PROGRAMME, *letter.RECEIVERS)]
        self.what = kit.Choice(options, what, name=_("What goes out"))
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(px(120))
        self._lacks = kit.label("", "warn", 0.95, wrap=True)
        self._lacking = kit.box(kit.row(kit.pic("triangle-alert", "warn", 16), (self._lacks, 1)))
        self._said = kit.label("", "muted", 0.95, wrap=True)
        self._tick = kit.button("", self.tick_off, "check", "small")
        self._own = kit.button(_("The committee's text …"), self.change_text, "pencil", "small")
        self._calendar = kit.button(
            _("Calendar file …"), partial(self.save, "ics"), "calendar-plus", "small"
        )
        self.setLayout(
            kit.col(
                kit.label(f"{title}: {self._visit.title}", factor=1.25, bold=True, wrap=True),
                kit.box(kit.flow(self.what, self._own, self._calendar)),
                (self.text, 1),
                self._lacking,
                kit.row((self._said, 1), self._tick),
                kit.box(kit.flow(*self._ways())),
                gap=10,
                margins=24,
            )
        )
        self.what.currentIndexChanged.connect(self.show_paper)
        self.text.textChanged.connect(self._count_gaps)
        room = window.window().size()
        self.resize(min(px(760), room.width() - px(24)), min(px(720), room.height() - px(24)))
        self.show_paper()

    def _ways(self) -> list[QWidget]:
        export = kit.button(_("Save or print"), None, "download")
        menu = QMenu(export)
        for words, act, keys in (
            (_("Word document …"), partial(self.save, "docx"), "Ctrl+S"),
            (_("PDF for the archive …"), partial(self.save, "pdf"), ""),
            (_("Print …"), self.print_out, "Ctrl+P"),
        ):
            way = menu.addAction(words, act)
            way.setShortcut(QKeySequence(keys))
            self.addAction(way)  # its keys hold in the whole dialog
        export.setMenu(menu)
        close = kit.button(_("Close"), self.accept)
        made = [kit.button(_("Copy"), self.copy_text, "copy"), export, close]
        for button in made:
            button.setAutoDefault(False)
        return list(made)

    def show_paper(self) -> None:
        """Show the chosen paper as it stands; what was written on another is not kept."""
        what, ws = self.what.value(), self._desk.ws
        is_letter = what != PROGRAMME
        text = (
            papers.letter_to(ws, self._visit.id, what).text
            if is_letter
            else papers.programme_text(ws, self._visit.id)
        )
        self.text.setPlainText(text)
        self.text.setReadOnly(not is_letter)
        self.text.setAccessibleName(paper_word(what, self._visit.form))
        self._own.setVisible(is_letter and ws.may_write(records.REGISTER))
        self._calendar.setVisible(not is_letter)
        hint = _("Fill in and change what you like: it holds for this letter alone.")
        self._tell(hint if is_letter else _("It follows the programme on the visit's page."))

    def _count_gaps(self) -> None:
        found = letter.gaps(self.text.toPlainText()) if self.what.value() != PROGRAMME else []
        self._lacks.setText(
            count("{n} thing is not known: {what}", "{n} things are not known: {what}",
                  len(found), what=", ".join(g.strip("[]").partition(": ")[2] or g for g in found))
        )  # fmt: skip
        self._lacking.setVisible(bool(found))

    def _tell(self, words: str, *, out: bool = False) -> None:
        """Say something below the text; where the paper has gone out, offer to tick it off."""
        self._said.setText(words)
        key = self._preparation()
        ws = self._desk.ws
        done = ws.find(records.Preparation, f"{self._visit.id}/{key}")
        may = ws.may_write(f"visit/{self._visit.id}")
        self._tick.setVisible(out and bool(key) and may and not (done and done.done))
        retitle(self._tick, _("Tick off: {what}", what=preparation_word(key)))

    def _preparation(self) -> str:
        return papers.PREPARES.get(self.what.value(), "")

    # --- What can be done with it

    def tick_off(self) -> None:
        """Tick off the preparation that is done now."""
        desk, key = self._desk, self._preparation()
        if self._try(lambda: desk.ws.visit(self._visit.id).prepare(key, desk.today())):
            self._tell(_("Ticked off: {what}", what=preparation_word(key)))

    def copy_text(self) -> None:
        """Copy the whole text as it stands."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._tell(_("Copied. Paste it into a message."), out=True)

    def save(self, kind: str) -> None:
        """Ask where to, and write the paper, or the calendar file."""
        name = _("Visit") if kind == "ics" else paper_word(self.what.value(), self._visit.form)
        name = f"{name} {self._visit.title} {self._visit.date}".strip().replace("/", "-")
        words = {
            "docx": _("Word document (*.docx)"), "pdf": _("PDF for the archive (*.pdf)"),
            "ics": _("Calendar file (*.ics)"),
        }[kind]  # fmt: skip
        proposed = str(Path.home() / f"{name}.{kind}")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save"), proposed, words)
        if chosen:
            self.write(Path(chosen), kind)

    def write(self, file: Path, kind: str) -> None:
        """Write the paper to a file."""
        ws = self._desk.ws

        def act() -> None:
            data = (
                papers.calendar_file(ws, self._visit.id)
                if kind == "ics"
                else papers.file_of(self._outline(), kind)
            )
            outside.write_file(file, data)

        if self._try(act):
            self._tell(_("Written: {file}", file=file.name), out=kind != "ics")

    def print_out(self) -> None:
        """Print the paper."""
        from qualityvisit.ui.printing import ask_printer, print_pdf  # noqa: PLC0415 seldom needed

        printer = ask_printer(self, paper_word(self.what.value(), self._visit.form))
        if printer is not None:
            data = papers.file_of(self._outline(), "pdf")
            done = print_pdf(data, printer)
            self._tell(_("Printed.") if done else _("The printer did not answer."), out=done)

    def change_text(self) -> None:
        """Change the text that the committee begins with."""
        dialog = TextDialog(self._desk, self, self.what.value(), self._visit.form)
        if dialog.exec():
            self.show_paper()
            self._tell(_("The committee's text is kept, for all visits to come."))

    def _outline(self) -> Outline:
        ws, visit = self._desk.ws, self._visit.id
        if self.what.value() == PROGRAMME:
            return papers.programme_outline(ws, visit)
        return papers.letter_outline(ws, visit, self.text.toPlainText())

    def _try(self, act: Callable[[], object]) -> bool:
        """Do something; a known error is said here, where the user looks."""
        try:
            act()
        except KnownError as error:
            self._tell(f"{error.title} {error.advice}".strip())
            return False
        return True


class TextDialog(FormDialog):
    """Changes what a letter begins with, at all visits of preschools or of schools."""

    def __init__(self, desk: Desk, window: QWidget, to: str, form: str) -> None:
        ws = desk.ws
        self._to, self._form, self._ws = to, form, ws
        fields = kit.Form()
        preschool = form in records.PRESCHOOL_FORMS
        title = paper_word(to, form)
        about = _("For all preschools.") if preschool else _("For all schools.")
        super().__init__(
            window, title, fields, _("Keep the text"), self._keep, about=about, width=760
        )
        self.contact = kit.line(ws.register.setting(papers.CONTACT))
        fields.add(
            _("Whom to ask"), self.contact, _("Name, title and telephone. The same in all letters.")
        )
        self.text = kit.writing(papers.template(ws, to, form), lines=16)
        words = ", ".join(f"{{{word}}}" for word in papers.blanks())
        fields.add(
            _("Text"), self.text,
            _("The first line is the title, # begins a heading, - a line of a list. These are"
              " filled in: {words}", words=words),
        )  # fmt: skip
        fields.put(kit.box(kit.row(kit.link(_("Back to the program's own text"), self.back), None)))

    def back(self) -> None:
        """Show the program's own text again."""
        self.text.setPlainText(papers.own_template(self._to, self._form))

    def _keep(self) -> None:
        papers.keep_template(self._ws, self._to, self._form, self.text.toPlainText())
        self._ws.register.set_fact(papers.CONTACT, self.contact.text())
