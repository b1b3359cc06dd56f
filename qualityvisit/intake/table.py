"""Units from a table of one's own: a CSV file, or rows pasted from a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterator

from qualityvisit.errors import BadInput
from qualityvisit.intake.forms import forms_of
from qualityvisit.intake.reading import MOST_ROWS, cell, is_code, text_of, too_large, why_not
from qualityvisit.intake.units import IncomingUnit, Reading
from qualityvisit.words import _

HEADS = {  # how people head their columns, without spaces, hyphens and case
    "name": "name",
    "unit": "name",
    "namn": "name",
    "enhet": "name",
    "enhetensnamn": "name",
    "enhetsnamn": "name",
    "förskola": "name",
    "skola": "name",
    "skolenhet": "name",
    "form": "form",
    "schoolform": "form",
    "skolform": "form",
    "skolformer": "form",
    "verksamhetsform": "form",
    "code": "code",
    "kod": "code",
    "enhetskod": "code",
    "skolenhetskod": "code",
    "pupils": "pupils",
    "antalbarn": "pupils",
    "antalelever": "pupils",
    "antalbarn/elever": "pupils",
    "barn": "pupils",
    "elever": "pupils",
    "address": "address",
    "adress": "address",
    "besöksadress": "address",
    "kommunkod": "municipality",
}


def read(data: bytes, municipality: str = "") -> Reading:
    """Read a table with headings, or without them where each row has a name and a school form.

    Raise BadInput where no column holds names or no school form can be told.
    """
    return read_rows(rows_of(text_of(data)), municipality)


def read_rows(rows: Iterator[tuple[int, list[str]]], municipality: str = "") -> Reading:
    """Read rows, each with its number, as `read` does."""
    reading = Reading()
    first = next(rows, None)
    if first is None:
        return reading
    places = _places(first[1])
    if not places:
        places = _places_by_content(first[1])
        _read_row(*first, places, municipality, reading)
    for number, row in rows:
        _read_row(number, row, places, municipality, reading)
    return reading


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of each row that is not empty.

    Cells are parted by tab, semicolon or comma: by the one that the first line has most of.
    """
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    apart = max("\t;,", key=first.count)
    parsed = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
    try:
        for count, row in enumerate(parsed):
            if count >= MOST_ROWS:
                raise too_large()
            if any(c.strip() for c in row):
                yield parsed.line_num, row
    except csv.Error as problem:
        raise BadInput(
            _("The table cannot be read at line {line}.", line=parsed.line_num),
            _("Check the quotation marks there."),
        ) from problem


def _places(row: list[str]) -> dict[str, int]:
    """Return where each known column is; {} where the row is no heading."""
    found: dict[str, int] = {}
    for place, head in enumerate(row):
        key = HEADS.get(re.sub(r"[\s\-_]", "", head).casefold())
        if key:
            found.setdefault(key, place)
    return found if "name" in found and len(found) > 1 else {}


def _places_by_content(row: list[str]) -> dict[str, int]:
    """Return columns guessed from the first row of a table without headings."""
    found: dict[str, int] = {}
    for place in range(len(row)):
        text = cell(row, place)
        kind = "code" if is_code(text) else "form" if forms_of(text) else "name"
        found.setdefault(kind, place)
    if "name" in found and "form" in found:
        return found
    raise BadInput(
        _("The columns of the table are not understood."),
        _("Let the first row be headings: name, school form and, for schools, code."),
    )


def _read_row(
    number: int, row: list[str], places: dict[str, int], municipality: str, reading: Reading
) -> None:
    told = {key: cell(row, place) for key, place in places.items()}
    if municipality and told.get("municipality", municipality) != municipality:
        return
    name, code, form = told["name"], told.get("code", ""), told.get("form", "")
    why = why_not(name, code)
    forms = forms_of(form)
    if not why and not forms:
        why = _form_trouble(form)
    pupils = told.get("pupils", "")
    if not why and pupils and not pupils.isdecimal():
        why = _("The number of children or pupils is not a number: {text}.", text=pupils[:40])
    if why:
        reading.reject(number, why)
        return
    reading.take(IncomingUnit(number, name, forms, code, pupils, told.get("address", "")))


def _form_trouble(form: str) -> str:
    if not form:
        return _("The school form is missing.")
    if form.casefold() == "fsk":
        return _("Write preschool or preschool class in full: fsk is used for both.")
    return _("There is no such school form: {form}.", form=form[:40])
