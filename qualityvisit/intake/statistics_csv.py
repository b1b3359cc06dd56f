"""Public results from Skolverket's statistics, saved as CSV with one row for each school unit."""

import re
from dataclasses import dataclass

from qualityvisit.errors import BadInput
from qualityvisit.intake.figures import (
    LEAST_PUPILS,
    SECRET,
    VALUE,
    FigureReading,
    IncomingFigure,
    fewer,
)
from qualityvisit.intake.reading import cell, is_code, text_of
from qualityvisit.intake.table import rows_of
from qualityvisit.words import _

NAME, CODE, MUNICIPALITY = "skola", "skolenhetskod", "kommunkod"
ABOUT = 7  # columns about the unit and its organiser, before the results
PERCENT, SHARE, NUMBER = "Andel (%)", "Andel", "Antal elever"  # the sign goes with the value
YEAR = re.compile(r"\b20\d\d(/\d\d)?\b")


@dataclass(frozen=True, slots=True)
class _Table:
    """What stands above the rows: where the columns are, and what the numbers are about."""

    name: int | None
    code: int
    municipality: int
    results: tuple[tuple[int, str], ...]  # column and name
    period: str
    source: str


def read(data: bytes, municipality: str, reading: FigureReading) -> None:
    """Read the results. Raise BadInput where it is not such a table."""
    rows = list(rows_of(text_of(data)))
    start = next((n for n, (_line, row) in enumerate(rows) if CODE in map(_key, row)), None)
    if start is None:
        raise BadInput(
            _("This is not a table of Skolverket's statistics for school units."),
            _("Save the table as CSV on Skolverket's page, one row for each school unit."),
        )
    table = _table([cell(row, 0) for _line, row in rows[:start]], rows[start][1])
    for line, row in rows[start + 1 :]:
        if municipality and cell(row, table.municipality) != municipality:
            continue
        code = cell(row, table.code)
        if is_code(code):
            reading.places[code] = cell(row, table.name)
            _read_row(line, row, code, table, reading)
        elif any(cell(row, place) for place, _name in table.results):  # else it explains the table
            reading.reject(line, _("The school unit code is missing."))


def _read_row(line: int, row: list[str], code: str, table: _Table, reading: FigureReading) -> None:
    numbers = (cell(row, place) for place, name in table.results if name.startswith(NUMBER))
    few = any(fewer(number, LEAST_PUPILS) for number in numbers)
    for place, name in table.results:
        value = cell(row, place)
        if not value:
            continue
        if VALUE.fullmatch(value):
            value = SECRET if few else f"{value} %" if name.startswith(PERCENT) else value
        told = name.replace(PERCENT, SHARE)
        reading.take(IncomingFigure(line, code, told, value, table.period, table.source))


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
        name=keys.index(NAME) if NAME in keys else None,
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
