"""Importing units: from files, from a table that is pasted, or fetched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qualityvisit.imports import compare_units, take_units
from qualityvisit.intake import units as intake
from qualityvisit.model import records
from qualityvisit.outside import read_file
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.import_dialog import ImportDialog, rejected_rows
from qualityvisit.ui.kit import Form, writing
from qualityvisit.ui.rows import Row
from qualityvisit.ui.trade import form_word, forms_words
from qualityvisit.ui.unit_dialogs import dated_words
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.fetching import Step
    from qualityvisit.intake.units import Comparison, IncomingUnit
    from qualityvisit.ui.import_dialog import Load
    from qualityvisit.ui.screen import Desk


class ImportUnits(ImportDialog):
    """Shows what a list of units would do, and does it when the user says so."""

    def __init__(
        self, desk: Desk, window: QWidget, about: str, load: Load, *, fetches: bool = False
    ) -> None:
        self.found: Comparison | None = None
        hint = _("Only units of this municipality are taken. Empty takes all in the file.")
        super().__init__(
            desk, window, _("Import units"), about, load, hint="" if fetches else hint,
            fetches=fetches,
        )  # fmt: skip

    def parse(self, files: list[bytes], municipality: str) -> intake.Reading:
        """Read units from what was loaded."""
        return intake.read_units(files[0], municipality)

    def compared(self, reading: object) -> None:
        """Compare with the register."""
        assert isinstance(reading, intake.Reading)
        self.found = compare_units(self.desk.ws, reading)

    def _chosen(self) -> Comparison:
        """Return what was found without what is left out."""
        assert self.found is not None
        places = {f"new/{n}": u.place for n, u in enumerate(self.found.added)}
        places |= {f"old/{u.unit}/{n}": u.incoming.place for n, u in enumerate(self.found.updated)}
        return self.found.without(places[name] for name in self.list.left_out)

    def counts(self) -> list[tuple[str, str]]:
        """Return how many units are new, changed, as before, not usable and left out."""
        found, out = self._chosen(), len(self.list.left_out)
        told = [
            (_("{n} new", n=len(found.added)), "ok"),
            (_("{n} changed", n=len(found.updated)), "accent"),
            (_("{n} as before", n=len(found.unchanged)), "quiet"),
            (_("{n} not usable", n=len(found.rejected)), "warn" if found.rejected else "quiet"),
        ]
        return [*told, (_("{n} left out", n=out), "quiet")] if out else told

    def does(self) -> tuple[int, str]:
        """Return how many units would be written."""
        found = self._chosen()
        number = len(found.added) + len(found.updated)
        return number, count("Import {n} unit", "Import {n} units", number)

    def rows(self) -> tuple[list[Row], set[str]]:
        """Return a row for each unit of the list."""
        found = self.found
        assert found is not None
        rows: list[Row] = [Row("", _("New"))] if found.added else []
        rows += [Row(f"new/{n}", u.name, _about(u), right=_("Is added"), pill="ok")
                 for n, u in enumerate(found.added)]  # fmt: skip
        rows += [Row("", _("Changed"))] if found.updated else []
        for n, update in enumerate(found.updated):
            old = self.desk.ws.get(records.Unit, update.unit)
            told = changes_words(old, update.changes)
            if update.incoming.own:
                same = _("the same as {own} in Kolada", own=update.incoming.own)
                told = "  ·  ".join(filter(None, (told, same)))
            name = f"old/{update.unit}/{n}"
            rows.append(Row(name, old.name, told, right=_("Is changed"), pill="accent"))
        free = {r.id for r in rows if r.id}
        rows += [Row("", _("As before"))] if found.unchanged else []
        for n, unit in enumerate(found.unchanged):
            name = self.desk.ws.get(records.Unit, unit).name
            rows.append(Row(f"same/{n}", name, icon="check", ink="muted"))
        return rows + rejected_rows(found.rejected), free

    def take(self) -> None:
        """Do what was shown."""
        if self.found is None:
            return
        found = self._chosen()
        if self.desk.attempt(lambda: take_units(self.desk.ws, found), again=False):
            added, changed = len(found.added), len(found.updated)
            self.desk.notices.passing(
                _("Imported: {added} new, {changed} changed.", added=added, changed=changed)
            )
            self.accept()


class PasteTable(FormDialog):
    """Takes a table that is pasted; ``text`` is it when the dialog is accepted."""

    def __init__(self, window: QWidget) -> None:
        self.text = ""
        form = Form()
        about = _("Copy the rows in Excel or a mail and paste them here. The first row may be"
                  " headings: name, school form, code, number, address.")  # fmt: skip
        super().__init__(
            window, _("Paste a table"), form, _("Show what it would do"), self._keep, about=about
        )
        self.field = writing(lines=8)
        form.add(_("The table"), self.field, check=self._check)

    def _check(self) -> str:
        return "" if self.field.toPlainText().strip() else _("Paste some rows.")

    def _keep(self) -> None:
        self.text = self.field.toPlainText()


def from_file(file: str) -> Load:
    """Return what loads a file."""
    return lambda _municipality, _step: [read_file(Path(file))]


def from_text(text: str) -> Load:
    """Return what loads a table that was pasted."""
    return lambda _municipality, _step: [text.encode("utf-8", "replace")]


def from_register(municipality: str, step: Step) -> list[bytes]:
    """Fetch a municipality's units from Skolverket's register."""
    from qualityvisit import fetching  # noqa: PLC0415 seldom asked for

    return [fetching.register_units(municipality, step)]


def from_kolada(municipality: str, step: Step) -> list[bytes]:
    """Fetch a municipality's preschools and schools from Kolada."""
    from qualityvisit import fetching  # noqa: PLC0415 seldom asked for

    step(0, 1)
    return [fetching.kolada_units(municipality)]


def changes_words(old: records.Unit, values: dict[str, str | tuple[str, ...]]) -> str:
    """Return what would change, as "namn: A → B"."""
    names = {"name": _("name"), "code": _("code"), "pupils": _("number"), "address": _("address"),
             "status": _("status"), "forms": _("school forms")}  # fmt: skip
    parts = []
    for key, new in values.items():
        before = getattr(old, key)
        if isinstance(new, tuple):
            shown = [_forms(v, {*before} ^ {*new}) for v in (before, new)]
        else:
            shown = [str(v or "–") for v in (before, new)]
        parts.append(f"{names.get(key, key)}: {shown[0]} → {shown[1]}")
    return "  ·  ".join(parts)


def _forms(forms: tuple[str, ...], differ: set[str]) -> str:
    """Return school forms, with their dates where these differ."""
    return (
        ", ".join(dated_words(f) if f in differ else form_word(f.split()[0]) for f in forms) or "–"
    )


def _about(new: IncomingUnit) -> str:
    told = (forms_words(tuple(f.split()[0] for f in new.forms)), new.code or new.own, new.address)
    return "  ·  ".join(filter(None, told))
