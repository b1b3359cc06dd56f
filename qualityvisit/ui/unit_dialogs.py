"""Adding and changing a unit, with the days from and until which it has its school forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from qualityvisit.intake.forms import in_order
from qualityvisit.model import records
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Check,
    Choice,
    DateField,
    Form,
    Item,
    box,
    col,
    flow,
    label,
    line,
    refill,
    row,
)
from qualityvisit.ui.trade import form_word
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk

USUAL = ("FS", "FKLASS", "GR", "FTH", "GRAN", "GY", "GYAN", "VUX", "PEDOMS", "OPPFTH", "SP", "SAM")
OPEN_DATES = ("-", "2000-01-01")  # a form's dates that say nothing


class EditUnit(FormDialog):
    """Adds a unit, or changes one. ``unit`` is its id when the dialog is accepted."""

    def __init__(self, desk: Desk, window: QWidget, unit: records.Unit | None) -> None:
        self._register, self._old = desk.ws.register, unit
        self.unit = unit.id if unit else ""
        title = _("Change {unit}", unit=unit.name) if unit else _("New unit")
        does = _("Save the changes") if unit else _("Add the unit")
        form = Form()
        super().__init__(window, title, form, does, self._save)
        old = unit or records.Unit("")
        self.name = line(old.name)
        self.forms = DatedForms(old.forms, desk.today())
        self.code = line(old.code, hint="12345678")
        self.pupils = line(old.pupils)
        self.address = line(old.address)
        states = [("active", _("Active")), ("dormant", _("Dormant")), ("closed", _("Ended")),
                  ("planned", _("To come"))]  # fmt: skip
        self.status = Choice(states, old.status)
        form.add(_("Name"), self.name, check=lambda: _given(self.name.text()))
        form.add(_("School forms"), self.forms, check=self.forms.trouble)
        hint = _("Eight digits. Preschools have none.")
        form.add(_("School unit code"), self.code, hint, check=self._check_code)
        form.add(_("Children or pupils"), self.pupils, check=self._check_pupils)
        form.add(_("Address"), self.address)
        form.add(_("Status"), self.status)

    def _check_code(self) -> str:
        code = self.code.text().strip()
        if code and not (len(code) == 8 and code.isascii() and code.isdigit()):
            return _("A school unit code has eight digits.")
        return ""

    def _check_pupils(self) -> str:
        number = self.pupils.text().strip()
        return _("Write the number in digits.") if number and not number.isdigit() else ""

    def _save(self) -> None:
        values: dict[str, str] = {
            "pupils": self.pupils.text().strip(),
            "address": self.address.text().strip(),
            "status": self.status.value(),
        }
        name, code = self.name.text().strip(), self.code.text().strip()
        if self._old is None:
            self.unit = self._register.add_unit(name, self.forms.value(), code, **values)
        else:
            self._register.change_unit(
                self._old.id, name=name, code=code, forms=self.forms.value(), **values
            )


class DatedForms(QWidget):
    """School forms to tick, each with the days from and until which the unit has it."""

    def __init__(self, forms: tuple[str, ...], today: str) -> None:
        super().__init__()
        had = {f.split()[0]: (*f.split(), "-", "-") for f in forms}
        self.checks = {code: Check(form_word(code), on=code in had) for code in USUAL}
        self.dates: dict[str, tuple[DateField, DateField]] = {}
        self._had, self._today = had, today
        lines: list[Item] = [flow(*self.checks.values(), gap=4)]
        for code, check in self.checks.items():
            room = col()
            lines.append(holder := box(room))
            holder.hide()
            check.toggled.connect(lambda on, c=code, r=room, h=holder: self._show(c, r, h, on=on))
            if check.isChecked():
                self._show(code, room, holder, on=True)
        self.setLayout(col(*lines, gap=12))
        self.setFocusProxy(self.checks[USUAL[0]])

    def _show(self, code: str, room: QBoxLayout, holder: QWidget, *, on: bool) -> None:
        """Show the days of a form that is ticked; they are made when they are first needed."""
        if on and code not in self.dates:
            told = self._had.get(code, (code, "-", "-"))
            start, end = ("" if day in OPEN_DATES else day for day in told[1:3])
            word = form_word(code)
            fields = (
                DateField(start, name=_("{form} from", form=word), today=self._today),
                DateField(
                    end or records.FORM_ENDS.get(code, ""),
                    name=_("{form} until", form=word),
                    today=self._today,
                ),
            )
            self.dates[code] = fields
            inside: list[Item] = [label(word, bold=True, factor=0.95), _from_until(*fields)]
            if code in records.FORM_ENDS:
                inside.append(label(_("By law this school form ends then."), "muted", 0.95))
            refill(room, [box(col(*inside, gap=2))])
        holder.setVisible(on)

    def value(self) -> tuple[str, ...]:
        """Return the forms that are ticked, with their days, in the order in which they count."""
        chosen = in_order([code for code, check in self.checks.items() if check.isChecked()])
        return tuple(self._dated(code) for code in chosen)

    def _dated(self, code: str) -> str:
        start, end = (field.iso() for field in self.dates[code])
        told = self._had.get(code, (code, "-", "-"))
        if not start and told[1] in OPEN_DATES:
            start = told[1]  # says nothing, as it did before
        if end == records.FORM_ENDS.get(code) and told[2] == "-":
            end = ""  # the law says so
        dated = f"{code} {start or '-'} {end or '-'}"
        return code if dated == f"{code} - -" else dated

    def trouble(self) -> str:
        """Return why what is chosen will not do, or ""."""
        chosen = [code for code, check in self.checks.items() if check.isChecked()]
        if not chosen:
            return _("Choose at least one school form.")
        for code in chosen:
            start, end = self.dates[code]
            if why := start.trouble() or end.trouble():
                return f"{form_word(code)}: {why}"
            if start.iso() and end.iso() and end.iso() < start.iso():
                return _("{form} ends after it begins.", form=form_word(code))
        return ""


def _from_until(start: DateField, end: DateField) -> Item:
    sides = [
        box(col(label(word, "muted", 0.95), field, None, gap=1))
        for word, field in ((_("From"), start), (_("Until"), end))
    ]
    return row((sides[0], 1), (sides[1], 1), gap=12)


def dated_words(form: str) -> str:
    """Return a school form with its days: "Grundskola från 1 augusti 2010"."""
    code, start, end = (*form.split(), "-", "-")[:3]
    words = form_word(code)
    if start not in OPEN_DATES:
        words = _("{form} from {day}", form=words, day=day(start))
    end = records.FORM_ENDS.get(code, "-") if end == "-" else end
    return _("{form} until {day}", form=words, day=day(end)) if end != "-" else words


def _given(name: str) -> str:
    return "" if name.strip() else _("Write the unit's name.")
