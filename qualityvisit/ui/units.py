"""Enheter: the units of the register, and one of them with its figures and visits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget

from qualityvisit.model import records
from qualityvisit.model.planning import VISITED, day_of
from qualityvisit.ui import figure_import, unit_import
from qualityvisit.ui.kit import (
    Choice,
    Surface,
    box,
    button,
    col,
    empty_state,
    header,
    line,
    refill,
    row,
    scroll,
)
from qualityvisit.ui.pair import Pair
from qualityvisit.ui.pieces import shown_if
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.trade import form_word, forms_words, half_of
from qualityvisit.ui.unit_cards import unit_cards
from qualityvisit.ui.unit_dialogs import EditUnit
from qualityvisit.ui.unit_doubles import MergeUnits
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualityvisit.ui.import_dialog import Load
    from qualityvisit.ui.screen import Desk

LIST = 348  # the list's pane


class Units(Screen):
    """The units: a list that can be narrowed down, and the one that is chosen."""

    kinds: ClassVar[frozenset[str]] = frozenset({"unit", "figure", "visit", "term"})

    def __init__(self, desk: Desk) -> None:
        self._add = button(_("Add a unit"), lambda: self._edit(""), "plus", "primary")
        self._import = button(_("Import"), icon_name="file-up")
        self._import.setMenu(self._make_menu(self._import))
        self.find_field = line(hint=_("Name or code"), name=_("Narrow down the units"))
        self.find_field.textChanged.connect(self._show_list)
        self._form = Choice([], name=_("Show school forms"))
        self._form.currentIndexChanged.connect(self._show_list)
        self.list = RowView(_("Units"))
        self.list.chosen.connect(self._did_choose)
        pane = Surface(
            col(box(col(self.find_field, self._form, gap=8, margins=(12, 12, 12, 4))),
                (self.list, 1), gap=0, margins=(1, 1, 1, 8))
        )  # fmt: skip
        self._cards = col(gap=16)
        self._detail = scroll(box(col(self._cards, None, margins=(0, 0, 8, 0))), _("The unit"))
        self.pair = Pair(pane, self.list, self._detail, _("All units"), width=LIST)
        add = button(_("Add a unit"), lambda: self._edit(""), "plus")
        imports = button(_("Import"), icon_name="file-up", kind="primary")
        imports.setMenu(self._make_menu(imports))
        self._empty = empty_state(
            "building-2", _("No units yet"),
            _("Import Skolverket's register or a list of your own. Preschools have no public"
              " register: fetch them from Kolada, or add them from a list or one by one."),
            shown_if(box(row(imports, add)), desk.is_administrator),
        )  # fmt: skip
        page = col((self.pair, 1), (self._empty, 1), margins=(28, 20, 28, 16))
        super().__init__(desk, header(_("Units"), "", self._import, self._add), box(page))
        self._units: list[records.Unit] = []

    def open(self, **arguments: str) -> None:
        """Open, at the unit with this ``id`` where one is given."""
        wanted = arguments.get("id", "")
        if not wanted:
            return
        self.find_field.clear()
        self._form.setCurrentIndex(0)
        self.make_stale() if self.isVisible() else self.refresh()
        self.list.choose(wanted)
        self._show_unit(wanted)
        self.pair.show_one()

    def first(self) -> QWidget:
        """Return the list."""
        return self.list if self._units else self._empty

    def escape(self) -> bool:
        """Go from the unit back to the list, where only one of them is shown."""
        return self.pair.escape()

    def refresh(self) -> None:
        """Read the units and show them."""
        self._units = self.ws.all(records.Unit)
        self.pair.setVisible(bool(self._units))
        self._empty.setVisible(not self._units)
        for each in (self._add, self._import):  # else they stand where the list would
            each.setVisible(bool(self._units) and self.desk.is_administrator)
        number = count("{n} unit", "{n} units", len(self._units)) if self._units else ""
        self.header.tell(_("Units"), number)
        forms = dict.fromkeys(u.form for u in self._units)
        options = [("", _("All school forms")), *((f, form_word(f)) for f in forms)]
        self._form.offer(options, self._form.value())
        self._show_list()

    def adapt(self, width: float, height: float) -> None:
        """Show list and unit beside each other, or one at a time."""
        del height
        self.pair.adapt(width)

    def _show_list(self) -> None:
        wanted, form = self.find_field.text().casefold(), self._form.value()
        shown = [
            u for u in self._units
            if form in ("", u.form) and (wanted in u.name.casefold() or wanted in u.code)
        ]  # fmt: skip
        visits: dict[str, list[records.Visit]] = {}
        for visit in self.ws.all(records.Visit):
            visits.setdefault(visit.unit, []).append(visit)
        groups: dict[str, list[records.Unit]] = {}
        for unit in shown:
            groups.setdefault(unit.form, []).append(unit)
        rows: list[Row] = []
        for each in self.ws.coverage():
            found = groups.pop(each.form, [])
            rows += _group(each.form, found, visits)
        for rest, found in groups.items():
            rows += _group(rest, found, visits)
        if not rows:
            rows = [Row("", _("No unit fits."))]
        self.list.show_rows(rows)
        if not self.list.current():
            self.list.choose_first()
        self._show_unit(self.list.current())

    def _did_choose(self, unit: str) -> None:
        self._show_unit(unit)

    def _show_unit(self, unit: str) -> None:
        found = self.ws.find(records.Unit, unit)
        edit = self._edit if self.desk.is_administrator else None
        refill(self._cards, list(unit_cards(self.desk, found, edit)) if found else [])

    # --- what is done

    def _edit(self, unit: str) -> None:
        dialog = EditUnit(self.desk, self, self.ws.find(records.Unit, unit))
        dialog.accepted.connect(lambda: self.open(id=dialog.unit))
        dialog.open()

    def _make_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.addAction(_("Units from a file …"), self.import_units)
        menu.addAction(_("Units from a table that you paste …"), self.paste_units)
        menu.addAction(_("Fetch schools from Skolverket's register …"), self.fetch_units)
        menu.addAction(_("Fetch preschools and schools from Kolada …"), self.fetch_kolada_units)
        menu.addSeparator()
        menu.addAction(_("Key figures from files …"), self.import_figures)
        menu.addAction(_("Fetch statistics and Skolenkäten from Skolverket …"), self.fetch_figures)
        menu.addAction(_("Fetch key figures from Kolada …"), self.fetch_kolada_figures)
        menu.addSeparator()
        menu.addAction(_("Units that are entered twice …"), self.merge_units)
        return menu

    def import_units(self) -> None:
        """Ask for a file, show what it would do, and do it when the user says so."""
        file, _kind = QFileDialog.getOpenFileName(
            self, _("Import units"), "", _("Registers and lists (*.xlsx *.json *.csv *.txt)")
        )
        if file:
            self.show_import(file)

    def show_import(self, file: str) -> None:
        """Show what an import of a file would do."""
        self._show_units(Path(file).name, unit_import.from_file(file))

    def paste_units(self) -> None:
        """Ask for a table, and show what it would do."""
        paste = unit_import.PasteTable(self)
        paste.accepted.connect(
            lambda: self._show_units(
                _("A table that was pasted"), unit_import.from_text(paste.text)
            )
        )
        paste.open()

    def fetch_units(self) -> None:
        """Show what Skolverket's register would bring."""
        about = _("Asks {host}. Only the municipality code is sent.", host="api.skolverket.se")
        self._show_units(about, unit_import.from_register, fetches=True)

    def fetch_kolada_units(self) -> None:
        """Show what Kolada would bring."""
        about = _(
            "Asks {host}. Only the municipality code is sent. Independent preschools and schools"
            " are in the list too: leave those out.",
            host="api.kolada.se",
        )
        self._show_units(about, unit_import.from_kolada, fetches=True)

    def _show_units(self, about: str, load: Load, *, fetches: bool = False) -> None:
        self._show(unit_import.ImportUnits(self.desk, self, about, load, fetches=fetches))

    def import_figures(self) -> None:
        """Ask for files of key figures, and show what they would do."""
        files, _kind = QFileDialog.getOpenFileNames(
            self, _("Import key figures"), "", _("Key figures (*.json *.csv *.xlsx)")
        )
        if files:
            self.show_figures(files)

    def show_figures(self, files: Sequence[str]) -> None:
        """Show what an import of key figures would do."""
        about = ", ".join(Path(file).name for file in files)
        self._show_figures(about, figure_import.from_files(files))

    def fetch_figures(self) -> None:
        """Show which figures planned-educations would bring."""
        about = _("Asks {host}. Only the units' codes are sent.", host="api.skolverket.se")
        self._show_figures(about, figure_import.from_skolverket(self.desk), fetches=True)

    def fetch_kolada_figures(self) -> None:
        """Show which figures Kolada would bring."""
        about = _("Asks {host}. Only Kolada's own ids of the units are sent.", host="api.kolada.se")
        self.desk.attempt(
            lambda: self._show_figures(about, figure_import.from_kolada(self.desk), fetches=True),
            again=False,
        )

    def _show_figures(self, about: str, load: Load, *, fetches: bool = False) -> None:
        self._show(figure_import.ImportFigures(self.desk, self, about, load, fetches=fetches))

    def merge_units(self) -> None:
        """Propose units that look like one, and make two one."""
        dialog = MergeUnits(self.desk, self)
        dialog.accepted.connect(lambda: self.open(id=dialog.unit))
        dialog.open()

    def _show(self, dialog: QDialog) -> None:
        dialog.accepted.connect(self.make_stale)
        dialog.open()


def _group(
    form: str, units: list[records.Unit], visits: dict[str, list[records.Visit]]
) -> list[Row]:
    if not units:
        return []
    rows = [Row("", form_word(form), right=str(len(units)))]
    for unit in units:
        right, pill = _latest(visits.get(unit.id, []))
        if unit.status != "active":
            right, pill = status_word(unit.status), "warn"
        rows.append(Row(unit.id, unit.name, _about(unit), right=right, pill=pill))
    return rows


def _about(unit: records.Unit) -> str:
    """Return the line about a unit: its code and how many children or pupils it has."""
    number = ""
    if unit.pupils and unit.form in records.PRESCHOOL_FORMS:
        number = _("{n} children", n=unit.pupils)
    elif unit.pupils:
        number = _("{n} pupils", n=unit.pupils)
    return "  ·  ".join(filter(None, (number, unit.code))) or forms_words(unit.forms)


def _latest(visits: list[records.Visit]) -> tuple[str, str]:
    """Return the latest or coming half year of a unit's visits, and the kind of its pill."""
    ahead = [v for v in visits if v.status not in (*VISITED, "cancelled") and day_of(v)]
    had = [v for v in visits if v.status in VISITED and day_of(v)]
    if ahead:
        return half_of(day_of(min(ahead, key=day_of))).word, "accent"
    if had:
        return half_of(day_of(max(had, key=day_of))).word, "quiet"
    return "", ""


def status_word(status: str) -> str:
    """Return what a unit's status is called."""
    return {
        "active": _("Active"),
        "dormant": _("Dormant"),
        "closed": _("Ended"),
        "planned": _("To come"),
    }.get(status, status)
