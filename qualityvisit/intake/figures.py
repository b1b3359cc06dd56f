"""Public results from Skolverket's statistics, saved as CSV with one row for each school unit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qualityvisit.errors import BadInput
from qualityvisit.intake.reading import Rejected, cell, is_code, text_of
from qualityvisit.intake.table import rows_of
from qualityvisit.model.records import KeyFigure, Unit
from qualityvisit.words import _

CODE, MUNICIPALITY = "skolenhetskod", "kommunkod"
ABOUT = 7  # columns about the unit and its organiser, before the results
# "12,4", "cirka 210", "~100"; "." is missing, ".." kept secret (few pupils), "*" and "-" untold
VALUE = re.compile(r"(cirka |~)?\d[\d ]*(,\d+)?|\.\.")
UNTOLD = ("", ".", "*", "-")
PERCENT, SHARE = "Andel (%)", "Andel"  # the sign goes with the value
YEAR = re.compile(r"\b20\d\d(/\d\d)?\b")


@dataclass(frozen=True, slots=True)
class IncomingFigure:
    """A public result of the unit with this school unit code."""

    row: int
    code: str
    name: str
    value: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class FigureReading:
    """What was read from a table: its figures, and the rows that cannot be used."""

    figures: tuple[IncomingFigure, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class FigureComparison:
    """What an import of figures would do. ``added`` has the unit's id beside each figure."""

    added: tuple[tuple[str, IncomingFigure], ...]
    unchanged: int
    without_unit: tuple[str, ...]  # codes of units that are not in the register


@dataclass(frozen=True, slots=True)
class _Table:
    """What stands above the rows: where the columns are, and what the numbers are about."""

    code: int
    municipality: int
    results: tuple[tuple[int, str], ...]  # column and name
    period: str
    source: str


def read_figures(data: bytes, municipality: str = "") -> FigureReading:
    """Read the results. Raise BadInput where it is not such a table."""
    rows = list(rows_of(text_of(data)))
    start = next((n for n, (_line, row) in enumerate(rows) if CODE in map(_key, row)), None)
    if start is None:
        raise BadInput(
            _("This is not a table of Skolverket's statistics for school units."),
            _("Save the table as CSV on Skolverket's page, one row for each school unit."),
        )
    table = _table([cell(row, 0) for _line, row in rows[:start]], rows[start][1])
    figures: list[IncomingFigure] = []
    rejected: list[Rejected] = []
    for line, row in rows[start + 1 :]:
        if municipality and cell(row, table.municipality) != municipality:
            continue
        code = cell(row, table.code)
        if not is_code(code):
            rejected.append(Rejected(line, _("The school unit code is missing.")))
            continue
        for place, name in table.results:
            value = cell(row, place)
            if VALUE.fullmatch(value):
                shown = f"{value} %" if name.startswith(PERCENT) and value != ".." else value
                name_shown = name.replace(PERCENT, SHARE)
                figures.append(
                    IncomingFigure(line, code, name_shown, shown, table.period, table.source)
                )
            elif value not in UNTOLD:
                why = _("{value} is no number: {name}.", value=value[:40], name=name[:80])
                rejected.append(Rejected(line, why))
    return FigureReading(tuple(figures), tuple(rejected))


def compare_figures(
    units: Iterable[Unit], existing: Iterable[KeyFigure], reading: FigureReading
) -> FigureComparison:
    """Compare with what there is. A figure of the same name and period is not added twice."""
    by_code = {u.code: u.id for u in units if u.code}
    had = {(f.unit, f.name, f.period) for f in existing}
    added, without = [], dict[str, None]()
    unchanged = 0
    for figure in reading.figures:
        unit = by_code.get(figure.code)
        if unit is None:
            without[figure.code] = None
        elif (unit, figure.name, figure.period) in had:
            unchanged += 1
        else:
            added.append((unit, figure))
    return FigureComparison(tuple(added), unchanged, tuple(without))


def _table(above: list[str], heads: list[str]) -> _Table:
    """Read the title, the school year and the columns."""
    keys = [_key(head) for head in heads]
    if MUNICIPALITY not in keys:
        raise BadInput(_("The table lacks the column {name}.", name="Kommun-kod"))
    title = next((text for text in above if " - " in text), "")
    year = next((found for text in above if (found := YEAR.search(text))), None)
    results = (
        (place, _name(head, title))
        for place, head in enumerate(heads)
        if place >= ABOUT and head.strip()
    )
    return _Table(
        code=keys.index(CODE),
        municipality=keys.index(MUNICIPALITY),
        results=tuple(results),
        period=year.group() if year else "",
        source=f"Skolverket: {title}" if title else "Skolverket",
    )


def _name(head: str, title: str) -> str:
    """Return a column's name; a bare number of pupils says of whom ("slutbetyg årskurs 9")."""
    name = " ".join(head.split())
    about = title.partition(" - ")[2].partition(",")[0]
    return f"{name}, {about[:1].lower()}{about[1:]}" if name.startswith("Antal") and about else name


def _key(head: str) -> str:
    return re.sub(r"[\s\-]", "", head).casefold()
