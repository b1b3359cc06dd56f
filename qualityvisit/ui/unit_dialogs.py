"""Adding and changing a unit, and importing many from a file with a look at what it would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from qualityvisit.errors import KnownError
from qualityvisit.imports import compare_units, take_units
from qualityvisit.intake import units as intake
from qualityvisit.model import records
from qualityvisit.outside import read_file
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Check,
    Choice,
    Field,
    Form,
    Item,
    Surface,
    box,
    button,
    col,
    flow,
    label,
    line,
    pic,
    pill,
    refill,
    row,
)
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import form_word, forms_words
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.intake.units import Comparison
    from qualityvisit.ui.screen import Desk

USUAL = ("FS", "FKLASS", "GR", "FTH", "GRAN", "GY", "GYAN", "VUX", "PEDOMS", "OPPFTH", "SP", "SAM")


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
        had = {f.split()[0] for f in old.forms}
        self.forms = {code: Check(form_word(code), on=code in had) for code in USUAL}
        self.code = line(old.code, hint="12345678")
        self.pupils = line(old.pupils)
        self.address = line(old.address)
        states = [("active", _("Active")), ("dormant", _("Dormant")), ("closed", _("Ended")),
                  ("planned", _("To come"))]  # fmt: skip
        self.status = Choice(states, old.status)
        form.add(_("Name"), self.name, check=lambda: _given(self.name.text()))
        forms = Field(_("School forms"), box(flow(*self.forms.values(), gap=4)))
        form.put(forms)
        form.check(forms, self._check_forms)
        hint = _("Eight digits. Preschools have none.")
        form.add(_("School unit code"), self.code, hint, check=self._check_code)
        form.add(_("Children or pupils"), self.pupils, check=self._check_pupils)
        form.add(_("Address"), self.address)
        form.add(_("Status"), self.status)

    def _chosen(self) -> tuple[str, ...]:
        """Return the forms that are ticked, with the dates that they had."""
        dated = {f.split()[0]: f for f in (self._old.forms if self._old else ())}
        return tuple(dated.get(c, c) for c in USUAL if self.forms[c].isChecked())

    def _check_forms(self) -> str:
        return "" if self._chosen() else _("Choose at least one school form.")

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
            self.unit = self._register.add_unit(name, self._chosen(), code, **values)
        else:
            self._register.change_unit(
                self._old.id, name=name, code=code, forms=self._chosen(), **values
            )


class ImportUnits(QDialog):
    """Shows what a file of units would do, and does it when the user says so."""

    def __init__(self, desk: Desk, window: QWidget, file: str) -> None:
        super().__init__(window.window())
        self._desk, self._file = desk, Path(file)
        self.found: Comparison | None = None
        self.setWindowTitle(_("Import units"))
        code = desk.ws.committee().municipality_code
        self.municipality = line(code, hint="1230", name=_("Municipality code"))
        self._read_again = button(_("Read again"), self.read, "refresh-cw", "small")
        hint = _("Only units of this municipality are taken. Empty takes all in the file.")
        field = Field(_("Municipality code"), box(row((self.municipality, 1), self._read_again)),
                      hint)  # fmt: skip
        self._counts = col(gap=8)
        self.list = RowView(_("What the import would do"))
        self._yes = button(_("Import"), self.take, kind="primary")
        self._yes.setEnabled(False)
        self.setLayout(
            col(
                label(_("Import units"), factor=1.25, bold=True),
                label(self._file.name, "muted"),
                field,
                box(self._counts),
                (Surface(col(self.list, margins=1)), 1),
                row(None, button(_("Cancel"), self.reject), self._yes),
                gap=12,
                margins=24,
            )
        )
        room = window.window().size()
        self.resize(min(px(600), room.width() - px(24)), min(px(640), room.height() - px(24)))
        self.read()

    def read(self) -> None:
        """Read the file on the worker and compare it with the register."""
        municipality = self.municipality.text().strip()
        self._yes.setEnabled(False)
        refill(self._counts, [label(_("Reading …"), "muted")])
        self._desk.tasks.run(
            lambda: intake.read_units(read_file(self._file), municipality), self._did_read,
            self._did_fail,
        )  # fmt: skip

    def _did_read(self, reading: intake.Reading) -> None:
        self.found = compare_units(self._desk.ws, reading)
        self._show(self.found)

    def _did_fail(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        said = label(f"{error.title} {error.advice}", "deficiency", wrap=True)
        refill(self._counts, [row(pic("octagon-alert", "deficiency"), (said, 1))])
        self.list.show_rows([])

    def _show(self, found: Comparison) -> None:
        pills = (
            pill(_("{n} new", n=len(found.added)), "ok"),
            pill(_("{n} changed", n=len(found.updated)), "accent"),
            pill(_("{n} as before", n=len(found.unchanged))),
            pill(_("{n} not usable", n=len(found.rejected)), "warn" if found.rejected else "quiet"),
        )
        items: list[Item] = [flow(*pills)]
        refill(self._counts, items)
        self.list.show_rows(self._rows(found))
        number = len(found.added) + len(found.updated)
        self._yes.setEnabled(bool(number))
        self._yes.setText(count("Import {n} unit", "Import {n} units", number))

    def _rows(self, found: Comparison) -> list[Row]:
        rows: list[Row] = []
        if found.added:
            rows.append(Row("", _("New")))
        for n, new in enumerate(found.added):
            about = "  ·  ".join(filter(None, (forms_words(new.forms), new.code)))
            rows.append(Row(f"new/{n}", new.name, about, "plus", "ok"))
        if found.updated:
            rows.append(Row("", _("Changed")))
        for update in found.updated:
            old = self._desk.ws.get(records.Unit, update.unit)
            rows.append(Row(old.id, old.name, _changes(old, update.changes), "pencil", "accent"))
        if found.rejected:
            rows.append(Row("", _("Not usable: these rows are passed over")))
        for n, each in enumerate(found.rejected):
            where = _("Row {row}", row=each.row)
            rows.append(Row(f"no/{n}", each.why, where, "triangle-alert", "warn"))
        return rows

    def take(self) -> None:
        """Do what was shown."""
        found = self.found
        if found is None:
            return
        if self._desk.attempt(lambda: take_units(self._desk.ws, found), again=False):
            added, changed = len(found.added), len(found.updated)
            self._desk.notices.passing(
                _("Imported: {added} new, {changed} changed.", added=added, changed=changed)
            )
            self.accept()


def _changes(old: records.Unit, values: dict[str, str | tuple[str, ...]]) -> str:
    """Return what would change, as "namn: A → B"."""
    names = {"name": _("name"), "code": _("code"), "pupils": _("number"), "address": _("address"),
             "status": _("status"), "forms": _("school forms")}  # fmt: skip
    parts = []
    for key, new in values.items():
        before = getattr(old, key)
        shown = [forms_words(v) if isinstance(v, tuple) else str(v or "–") for v in (before, new)]
        parts.append(f"{names.get(key, key)}: {shown[0]} → {shown[1]}")
    return "  ·  ".join(parts)


def _given(name: str) -> str:
    return "" if name.strip() else _("Write the unit's name.")
