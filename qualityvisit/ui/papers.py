"""What goes out before a visit: the programme and letters to write on, and the calendar file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from qualityvisit import papers
from qualityvisit.model import records
from qualityvisit.reports import letter
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.export import ExportDialog
from qualityvisit.ui.theme import px
from qualityvisit.words import _, count

if TYPE_CHECKING:
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


class PapersDialog(ExportDialog):
    """Shows the programme or a letter. A letter can be written on here; that is not kept."""

    def __init__(self, desk: Desk, window: QWidget, visit: str, what: str = PROGRAMME) -> None:
        super().__init__(desk, window, visit, _("Programme and letters"))
        form = self._visit.form
        options = [(w, paper_word(w, form)) for w in (PROGRAMME, *letter.RECEIVERS)]
        self.what = kit.Choice(options, what, name=_("What goes out"))
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(px(120))
        self._lacks = kit.label("", "warn", 0.95, wrap=True)
        self._lacking = kit.box(kit.row(kit.pic("triangle-alert", "warn", 16), (self._lacks, 1)))
        self._own = kit.button(_("The committee's text …"), self.change_text, "pencil", "small")
        self._calendar = kit.button(
            _("Calendar file …"), partial(self.save, "ics"), "calendar-plus", "small"
        )
        self.setLayout(
            kit.col(
                self._head,
                kit.box(kit.flow(self.what, self._own, self._calendar)),
                (self.text, 1),
                self._lacking,
                kit.row((self._said, 1), self._tick),
                self.ways((_("Copy"), self.copy_text, "copy")),
                gap=10,
                margins=24,
            )
        )
        self.what.currentIndexChanged.connect(self.show_paper)
        self.text.textChanged.connect(self._count_gaps)
        self.show_paper()

    def paper(self) -> Outline:
        """Return the programme, or the letter as it stands here."""
        ws, visit = self._desk.ws, self._visit.id
        if self.what.value() == PROGRAMME:
            return papers.programme_outline(ws, visit)
        return papers.letter_outline(ws, visit, self.text.toPlainText())

    def name(self) -> str:
        """Return what the paper is called."""
        return paper_word(self.what.value(), self._visit.form)

    def prepares(self) -> str:
        """Return what is prepared when the paper has gone out."""
        return papers.PREPARES.get(self.what.value(), "")

    def data(self, kind: str) -> bytes:
        """Return the bytes of a file."""
        if kind == "ics":
            return papers.calendar_file(self._desk.ws, self._visit.id)
        return super().data(kind)

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
        self.text.setAccessibleName(self.name())
        self._own.setVisible(is_letter and ws.may_write(records.REGISTER))
        self._calendar.setVisible(not is_letter)
        hint = _("Fill in and change what you like: it holds for this letter alone.")
        self.tell(hint if is_letter else _("It follows the programme on the visit's page."))

    def _count_gaps(self) -> None:
        found = letter.gaps(self.text.toPlainText()) if self.what.value() != PROGRAMME else []
        what = ", ".join(g.strip("[]").partition(": ")[2] or g for g in found)
        self._lacks.setText(
            count("{n} thing is not known: {what}", "{n} things are not known: {what}",
                  len(found), what=what)
        )  # fmt: skip
        self._lacking.setVisible(bool(found))

    def copy_text(self) -> None:
        """Copy the whole text as it stands."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.tell(_("Copied. Paste it into a message."), out=True)

    def change_text(self) -> None:
        """Change the text that the committee begins with."""
        dialog = TextDialog(self._desk, self, self.what.value(), self._visit.form)
        if dialog.exec():
            self.show_paper()
            self.tell(_("The committee's text is kept, for all visits to come."))


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
