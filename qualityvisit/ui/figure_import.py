"""Importing key figures: from files or fetched; whose they are is asked once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qualityvisit.imports import compare_figures, take_figures
from qualityvisit.intake import figures as intake
from qualityvisit.intake.reading import is_code
from qualityvisit.model import records
from qualityvisit.model.figures import value_words, who_word
from qualityvisit.outside import read_file
from qualityvisit.ui.import_dialog import ImportDialog, rejected_rows
from qualityvisit.ui.kit import Choice, Field, box, col
from qualityvisit.ui.rows import Row
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualityvisit.fetching import Step
    from qualityvisit.intake.figures import FigureComparison, FigureReading
    from qualityvisit.ui.import_dialog import Load
    from qualityvisit.ui.screen import Desk


MOST_NAMED = 30  # units that are not here: a table of the whole country has thousands


class ImportFigures(ImportDialog):
    """Shows what key figures would come, and for whom; asks for units that are not known."""

    def __init__(
        self, desk: Desk, window: QWidget, about: str, load: Load, *, fetches: bool = False
    ) -> None:
        self.found: FigureComparison | None = None
        self._reading: FigureReading | None = None
        self._matched: dict[str, str] = {}  # the source's own id -> the unit that was chosen
        self._units = {u.id: u.name for u in desk.ws.all(records.Unit) if not u.invented}
        options = [("", _("No unit")), *self._units.items()]
        self._whose = Choice(options, name=_("Unit of the chosen row"))
        self._field = Field(_("Unit of the chosen row"), self._whose)
        self._shown = box(col(self._field))
        hint = _("Only figures of this municipality and the country are taken. Empty takes all.")
        super().__init__(
            desk, window, _("Import key figures"), about, load, hint=hint, fetches=fetches
        )
        self.below.addWidget(self._shown)
        self._shown.hide()
        self._whose.activated.connect(self._did_match)
        self.list.opened.connect(self._accept_proposal)

    def parse(self, files: list[bytes], municipality: str) -> FigureReading:
        """Read figures from what was loaded."""
        return intake.read_figures(*files, municipality=municipality)

    def compared(self, reading: object) -> None:
        """Compare with the register, with what the user has said of whom they are."""
        assert isinstance(reading, intake.FigureReading)
        self._reading = reading
        self.found = compare_figures(self.desk.ws, reading, self._matched)

    # --- whose they are

    def did_choose(self, name: str) -> None:
        """Offer the units where the chosen row is somebody unknown."""
        super().did_choose(name)
        at = name.partition("/")[2]
        unknown = name.startswith("who/")
        self._shown.setVisible(unknown)
        if unknown:
            self._whose.setCurrentIndex(max(0, self._whose.findData(self._matched.get(at, ""))))

    def _did_match(self) -> None:
        kind, _slash, at = self.list.current().partition("/")
        if kind == "who" and self._reading is not None:
            self.match(at, self._whose.value())

    def _accept_proposal(self, name: str) -> None:
        kind, _slash, at = name.partition("/")
        unknown = {u.at: u.proposal for u in self.found.unmatched} if self.found else {}
        if kind == "who" and unknown.get(at):
            self.match(at, unknown[at])

    def match(self, at: str, unit: str) -> None:
        """Say of which unit a source's figures are."""
        assert self._reading is not None
        self._matched = {k: v for k, v in (self._matched | {at: unit}).items() if v}
        self.compared(self._reading)
        self.show_again()

    # --- what is shown

    def _chosen(self) -> FigureComparison:
        """Return what was found without what is left out."""
        assert self.found is not None
        out = {name.partition("/")[2] for name in self.list.left_out}
        return replace(
            self.found,
            added=tuple((unit, f) for unit, f in self.found.added if unit not in out),
            updated=tuple(pair for pair in self.found.updated if pair[0].id not in out),
            remembered=tuple((own, u) for own, u in self.found.remembered if u not in out),
        )

    def counts(self) -> list[tuple[str, str]]:
        """Return how many figures are new, revised, as before, without a unit, not usable."""
        found = self._chosen()
        nobody = sum(u.figures for u in found.unmatched)
        told = [
            (_("{n} new", n=len(found.added)), "ok"),
            (_("{n} changed", n=len(found.updated) + len(found.titled)), "accent"),
            (_("{n} as before", n=found.unchanged), "quiet"),
            (_("{n} without a unit here", n=nobody), "quiet"),
            (_("{n} not usable", n=len(found.rejected)), "warn" if found.rejected else "quiet"),
        ]
        return [each for each in told if not each[0].startswith("0 ")] or told[:1]

    def does(self) -> tuple[int, str]:
        """Return how many figures would be written."""
        number = self._chosen().changes
        return number, count("Import {n} key figure", "Import {n} key figures", number)

    def idle(self) -> str:
        """Return why nothing would be written: it may wait for whose they are."""
        unknown = self.found and any(not is_code(u.at) for u in self.found.unmatched)
        return _("Choose first whose figures these are.") if unknown else super().idle()

    def rows(self) -> tuple[list[Row], set[str]]:
        """Return a row for each unit with new figures, for each revised one, and the rest."""
        found = self.found
        assert found is not None
        asked = [u for u in found.unmatched if not is_code(u.at)]
        rows: list[Row] = [Row("", _("Whose figures are these?"))] if asked or self._matched else []
        rows += [Row(f"who/{at}", self._name(at), self._units.get(unit, ""), "link", "ok",
                     right=_("Chosen"), pill="ok")
                 for at, unit in self._matched.items()]  # fmt: skip
        for each in asked:
            name = self._units.get(each.proposal, "")
            about = (
                _("Perhaps {unit}: Enter takes it", unit=name) if name else _("Choose a unit below")
            )
            number = count("{n} figure", "{n} figures", each.figures)
            rows.append(Row(f"who/{each.at}", self._name(each.at), about, "circle-question-mark",
                            "warn", right=number))  # fmt: skip
        free = self._new_rows(rows, found) | self._revised_rows(rows, found)
        if found.titled:
            rows.append(Row("", _("Named by their source")))
            rows += [Row(f"title/{f.id}", name, f.name, "tag") for f, name in found.titled]
        if found.unchanged:
            rows.append(Row("", _("As before"), right=str(found.unchanged)))
        self._nobodys_rows(rows, found)
        return rows + rejected_rows(found.rejected), free

    def _new_rows(self, rows: list[Row], found: FigureComparison) -> set[str]:
        numbers = Counter(unit for unit, _f in found.added)
        rows += [Row("", _("New"))] if numbers else []
        for unit, number in numbers.items():
            measures = dict.fromkeys(f.name for u, f in found.added if u == unit)
            about = ";  ".join(measures)
            told = count("{n} figure", "{n} figures", number)
            rows.append(Row(f"new/{unit}", self._name(unit), about, right=told, pill="ok"))
        return {f"new/{unit}" for unit in numbers}

    def _revised_rows(self, rows: list[Row], found: FigureComparison) -> set[str]:
        rows += [Row("", _("Changed"))] if found.updated else []
        for old, new in found.updated:
            change = f"{value_words(old.value)} → {value_words(new.value)}"
            who = who_word(old.who)
            about = "  ·  ".join(filter(None, (self._name(old.unit), who, old.period, change)))
            rows.append(Row(f"old/{old.id}", old.name, about, right=_("Is changed"), pill="accent"))
        return {f"old/{old.id}" for old, _new in found.updated}

    def _nobodys_rows(self, rows: list[Row], found: FigureComparison) -> None:
        nobody = [u for u in found.unmatched if is_code(u.at)]
        if nobody:
            words = _("Of units that are not here: passed over")
            rows.append(Row("", words, right=str(len(nobody))))
        for each in nobody[:MOST_NAMED]:
            number = count("{n} figure", "{n} figures", each.figures)
            rows.append(Row(f"nobody/{each.at}", each.name or each.at, each.at, "circle-minus",
                            right=number))  # fmt: skip

    def _name(self, at: str) -> str:
        """Return what a unit or a municipality is called, here or at the source."""
        if at in self._units:
            return self._units[at]
        told = self._reading.places.get(at, "") if self._reading else ""
        if told:
            return f"{told} ({at})"
        return at or _("The file does not say of which unit they are")

    def take(self) -> None:
        """Do what was shown."""
        if self.found is None:
            return
        found = self._chosen()
        if self.desk.attempt(lambda: take_figures(self.desk.ws, found), again=False):
            said = count("{n} key figure imported.", "{n} key figures imported.", found.changes)
            self.desk.notices.passing(said)
            self.accept()


def from_files(files: Sequence[str]) -> Load:
    """Return what loads files."""
    return lambda _municipality, _step: [read_file(Path(file)) for file in files]


def from_skolverket(desk: Desk) -> Load:
    """Return what fetches statistics and Skolenkäten of the schools there are."""
    codes = [u.code for u in desk.ws.all(records.Unit) if u.code and not u.invented]

    def load(_municipality: str, step: Step) -> list[bytes]:
        from qualityvisit import fetching  # noqa: PLC0415 seldom asked for

        return fetching.planned_figures(codes, step)

    return load


def from_kolada(desk: Desk) -> Load:
    """Return what fetches the figures of units whose ids in Kolada are known, and those beside."""
    from qualityvisit.imports import kolada_wishes  # noqa: PLC0415

    wishes = kolada_wishes(desk.ws)

    def load(municipality: str, step: Step) -> list[bytes]:
        from qualityvisit import fetching  # noqa: PLC0415 seldom asked for

        areas = [area for area in (municipality, intake.COUNTRY) if area]
        return fetching.kolada_figures(wishes.measures, wishes.units, areas, wishes.years, step)

    return load
