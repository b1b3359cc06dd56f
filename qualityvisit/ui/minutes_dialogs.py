"""Questions on the way of the minutes: the fact check, who approves, how the document stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from qualityvisit import visit_record
from qualityvisit.model import official, records
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.trade import minutes_standing
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk


class CheckDialog(FormDialog):
    """Asks to whom a fact check goes and until when, and saves its form."""

    def __init__(
        self, desk: Desk, window: QWidget, visit: str, done: Callable[[Path], object]
    ) -> None:
        self._ws, self._visit, self._done = desk.ws, visit, done
        form = kit.Form()
        super().__init__(
            window, _("Send for a fact check"), form, _("Save the form …"), self._choose,
            about=_("The unit's leadership gets a Word form: for each paragraph they say whether"
                    " its facts are accurate. Drop the answer on the window when it comes."),
        )  # fmt: skip
        self.to = kit.line(hint=_("e.g. Rut Rektor, head teacher"))
        self.due = kit.DateField("", today=desk.today(), ahead=True)
        form.add(
            _("To"), self.to,
            check=lambda: "" if self.to.text().strip() else _("Write to whom it goes."),
        )  # fmt: skip
        form.add(_("Answer by"), self.due, check=self.due.trouble)

    def _choose(self) -> bool:
        visit = self._ws.get(records.Visit, self._visit)
        name = f"{_('Fact check')} {visit.title}".replace("/", "-")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the form"), str(Path.home() / f"{name}.docx"), _("Word document (*.docx)")
        )
        if chosen:
            file = Path(chosen)
            visit_record.send_for_check(self._ws, self._visit, file, self.to.text(), self.due.iso())
            self._done(file)
        return bool(chosen)


class ApproversDialog(FormDialog):
    """Chooses who is to approve the minutes; whoever is asked does so in their own program."""

    def __init__(self, desk: Desk, window: QWidget, visit: str) -> None:
        self._ws, self._visit = desk.ws, visit
        form = kit.Form()
        super().__init__(
            window, _("Who is to approve the minutes?"), form, _("Ask them"), self._ask,
            about=_("They see it in their own program. An approval holds for the words as they"
                    " read then; when the text changes it is asked for anew."),
        )  # fmt: skip
        named = set(desk.ws.minutes(visit).minutes.approvers)
        team = desk.ws.get(records.Visit, visit).team
        people = [
            p for p in desk.ws.all(records.Person)
            if p.id in named
            or (p.role and not p.left and (p.id in team or p.role == records.ADMINISTRATOR))
        ]  # fmt: skip
        people += [records.Person(p, name=p) for p in sorted(named - {p.id for p in people})]
        self.ticks: list[tuple[str, kit.Check]] = []
        for person in people:
            words = ", ".join(filter(None, (person.name, person.title)))
            tick = kit.Check(words, on=person.id in named)
            self.ticks.append((person.id, tick))
            form.put(tick)

    def _ask(self) -> None:
        document = self._ws.visit(self._visit)
        with document.change():
            for person, tick in self.ticks:
                document.ask_approval(person, on=tick.isChecked())


class StandingDialog(FormDialog):
    """Says how the matter stands, marks secrecy, and overrules what the program says."""

    def __init__(self, desk: Desk, window: QWidget, visit: str) -> None:
        self._ws, self._visit = desk.ws, visit
        view = desk.ws.minutes(visit)
        found = visit_record.steps(desk.ws, visit).standing
        form = kit.Form()
        super().__init__(
            window, _("Standing and secrecy"), form, _("Save"), self._save,
            about=_("The program gives advice. It is you who decide."),
        )  # fmt: skip
        by_number = official.matter_of(view.visit, records.Minutes(visit))
        names = {
            official.NONE: _("They belong to no matter"), official.OPEN: _("The matter is open"),
            official.CLOSED: _("The matter is closed"),
        }  # fmt: skip
        auto = _("By the registry number: {what}", what=names[by_number].lower())
        self.matter = kit.Choice([("", auto), *names.items()], view.minutes.matter)
        own = official.provision(view.visit.form)
        marks = [("", _("No mark")), (own, own), (_("OSL 21 kap. 7 §"), _("OSL 21 kap. 7 §"))]
        if view.minutes.secrecy not in [key for key, _words in marks]:
            marks.append((view.minutes.secrecy, view.minutes.secrecy))
        self.secrecy = kit.Choice(marks, view.minutes.secrecy)
        chosen = found.status if found.computed else ""
        said = minutes_standing(found.computed or found.status)
        self.standing = kit.Choice(
            [("", _("As the program says: {what}", what=said.lower())),
             *((s, minutes_standing(s)) for s in official.STANDINGS)],
            chosen,
        )  # fmt: skip
        self.note = kit.writing(found.note, lines=2)
        form.add(_("The matter"), self.matter)
        form.add(_("Secrecy mark"), self.secrecy,
                 _("Stands on every page. Each request is still tested by itself."))  # fmt: skip
        form.add(_("Standing"), self.standing)
        self._why = form.add(_("Why it is judged otherwise"), self.note, check=self._missing)
        self.standing.currentIndexChanged.connect(self._show_why)
        self._show_why()

    def _show_why(self) -> None:
        self._why.setVisible(bool(self.standing.value()))

    def _missing(self) -> str:
        return "" if self.note.toPlainText().strip() else _("Write a few words.")

    def _save(self) -> None:
        document = self._ws.visit(self._visit)
        with document.change():
            document.set_matter(self.matter.value())
            document.set_secrecy(self.secrecy.value())
            document.set_standing(self.standing.value(), self.note.toPlainText())
