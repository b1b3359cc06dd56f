"""Skolenkäten as Skolinspektionen's workbooks have it: one row for each unit.

Where the areas stand differs from year to year, so that columns are known by their headings only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qualityvisit.errors import BadInput
from qualityvisit.intake.figures import (
    HIDDEN,
    LEAST_ANSWERS,
    VALUE,
    FigureReading,
    IncomingFigure,
    fewer,
)
from qualityvisit.intake.reading import cell, is_code
from qualityvisit.intake.survey_json import SOURCE
from qualityvisit.intake.workbook import Row, workbook
from qualityvisit.words import _

CODE, NAME, ANSWERS, RATE = "skolenhetskod", "skolenhet", "antalsvar", "svarsfrekvens"
MUNICIPALITY = "kommunkod"
WHOLE = "samtliga"  # how rows begin that sum up several units
HEADS = 8  # the headings stand in the first rows
AREA = re.compile(r"(?:\d{1,2}\.\s*|index(?:värde)?[\s:]+)(?P<area>\w.*)", re.IGNORECASE)
AREAS = {"Information om utbildningen": "Information", "Bemötande - lärare": "Bemötande lärare",
         "Bemötande - elever": "Bemötande elever"}  # fmt: skip
TERM = re.compile(r"\b(VT|HT)\s?-?(?:20)?(\d\d)\b|\b(vår|höst)terminen\s+20(\d\d)\b", re.IGNORECASE)
GROUPS = (  # how a workbook says who was asked, and how we do
    (re.compile(r"vårdnadshavare", re.IGNORECASE), "guardians"),
    (re.compile(r"\blärare\b|pedagogisk personal", re.IGNORECASE), "teachers"),
    (re.compile(r"(?:årskurs|åk)\s*5", re.IGNORECASE), "ak5"),
    (re.compile(r"(?:årskurs|åk)\s*8", re.IGNORECASE), "ak8"),
    (re.compile(r"(?:år|gy)\s*2\b", re.IGNORECASE), "gy2"),
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where the columns are, and of whom and when the answers are."""

    name: str
    places: dict[str, int]
    areas: dict[str, int]
    who: str
    period: str


def read(data: bytes, municipality: str, reading: FigureReading) -> None:
    """Read the sheets that hold units. Raise BadInput where there is none."""
    found = False
    for name, rows in workbook(data):
        start = next((n for n, row in enumerate(rows[:HEADS]) if CODE in _keys(row)), None)
        if start is None:
            continue
        sheet = _sheet(name, rows[: start + 1])
        first = _first(rows, start)
        found = found or bool(sheet.areas)
        for number, row in enumerate(rows[first:], first + 1):
            _read_row(number, row, sheet, municipality, reading)
    if not found:
        raise BadInput(
            _("This workbook holds no answers of Skolenkäten for school units."),
            _("Fetch the workbook with all school units from Skolinspektionen."),
        )


def _first(rows: list[Row], start: int) -> int:
    """Return where the rows of units begin: headings may go on below the one with the code."""
    places = [n for n, row in enumerate(rows) if n > start and _is_unit(row)]
    return places[0] if places else start + 1


def _is_unit(row: Row) -> bool:
    told = [cell(row, n) for n in range(min(len(row), 8))]
    return any(is_code(text) or text.casefold().startswith(WHOLE) for text in told)


def _sheet(name: str, above: list[Row]) -> _Sheet:
    keys = _keys(above[-1])
    told = [cell(row, n) for row in above for n in range(len(row))]
    about = " ".join([name, *(text for text in told if text)])
    return _Sheet(
        name,
        {key: keys.index(key) for key in (CODE, NAME, ANSWERS, RATE, MUNICIPALITY) if key in keys},
        dict(_areas(above)),
        next((who for pattern, who in GROUPS if pattern.search(about)), ""),
        _term(about),
    )


def _areas(above: list[Row]) -> Iterator[tuple[str, int]]:
    """Yield the areas that the headings name, and the column in which each begins."""
    seen = set[str]()
    for row in above:
        for place in range(len(row)):
            heading = AREA.fullmatch(cell(row, place))
            if heading and heading["area"] not in seen:
                seen.add(heading["area"])
                yield AREAS.get(heading["area"], heading["area"]), place


def _term(about: str) -> str:
    found = TERM.search(about)
    if not found:
        return ""
    half, year = found[1] or ("VT" if found[3].casefold() == "vår" else "HT"), found[2] or found[4]
    return f"{half.upper()}{year}"


def _read_row(
    number: int, row: Row, sheet: _Sheet, municipality: str, reading: FigureReading
) -> None:
    told = {key: cell(row, place) for key, place in sheet.places.items()}
    cells = [cell(row, n) for n in range(min(len(row), 8))]
    if not any(cells) or any(text.casefold().startswith(WHOLE) for text in cells):
        return
    if municipality and told.get(MUNICIPALITY, municipality) != municipality:
        return
    if not is_code(told[CODE]):
        reading.reject(number, _("The school unit code is missing."), sheet.name)
        return
    if not sheet.period:
        reading.reject(number, _("The workbook does not say of which term it is."), sheet.name)
        return
    reading.places[told[CODE]] = told.get(NAME, "")
    few = fewer(told.get(ANSWERS, ""), LEAST_ANSWERS)
    for area, place in sheet.areas.items():
        shown = _shown(row, place)
        if shown:
            reading.take(
                IncomingFigure(
                    number,
                    told[CODE],
                    area,
                    HIDDEN if few and VALUE.fullmatch(shown) else shown,
                    sheet.period,
                    SOURCE,
                    f"survey.index.{area}",
                    sheet.who,
                    area,
                    sheet.name,
                )
            )


def _shown(row: Row, place: int) -> str:
    """Return an average with one decimal."""
    found = row[place] if place < len(row) else None
    return f"{found:.1f}".replace(".", ",") if isinstance(found, float) else cell(row, place)


def _keys(row: Row) -> list[str]:
    return [re.sub(r"[\W_]", "", cell(row, n)).casefold() for n in range(len(row))]
