"""Skolverket's register of school units as exported to Excel: a sheet for each school form."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator

from qualityvisit.errors import BadInput
from qualityvisit.intake.forms import in_order
from qualityvisit.intake.reading import MOST_ROWS, Rejected, cell, too_large
from qualityvisit.intake.units import IncomingUnit, Reading
from qualityvisit.words import _

SHEETS = {  # sheet -> school form; other sheets (organisers) hold no units
    "Grundskola": "GR",
    "Anpassad grundskola": "GRAN",
    "Grundsärskola": "GRAN",
    "Specialskola": "SP",
    "Sameskola": "SAM",
    "Gymnasieskola": "GY",
    "Anpassad gymnasieskola": "GYAN",
    "Gymnasiesärskola": "GYAN",
    "Komm. vuxenutb.": "VUX",
    "Komm. vuxenutb. i sv. f. inv.": "VUX",
    "Särsk. utb. f. vuxna": "VUX",
}
NEEDED = ("SKOLENHETSKOD", "NAMN", "KOMMUN", "HUVUDMANNATYP")
MOST_UNPACKED = 300_000_000
MOST_COLUMNS = 200
# What a torn or forged file makes zipfile, XML and openpyxl raise.
TORN = (
    OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError,
    ArithmeticError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip

Row = tuple[object, ...]


def read(data: bytes, municipality: str = "") -> Reading:
    """Read the municipal units. Raise BadInput where it is not this workbook."""
    sheets = [(name, rows) for name, rows in workbook(data) if name in SHEETS]
    if not sheets:
        raise BadInput(
            _("This workbook is not Skolverket's register of school units."),
            _("Lists of your own: save them as CSV with the columns name, form and code."),
        )
    reading = Reading()
    for name, rows in sheets:
        _read_sheet(name, rows, municipality, reading)
    return reading


def workbook(data: bytes) -> list[tuple[str, list[Row]]]:
    """Return each sheet's name and rows. Formulas count as what they last gave.

    Raise BadInput where the file is torn, no workbook, or more than any register can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise too_large()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, which we do not read
            return list(_sheets(data))
    except TORN as problem:
        raise BadInput(
            _("The workbook cannot be read."),
            _("Open it in Excel or LibreOffice, save it anew as .xlsx and try again."),
        ) from problem


def _sheets(data: bytes) -> Iterator[tuple[str, list[Row]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 start-up time is measured

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            rows: list[Row] = []
            for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
                if len(rows) >= MOST_ROWS:
                    raise too_large()
                rows.append(row)
            yield sheet.title, rows
    finally:
        book.close()


def _read_sheet(name: str, rows: list[Row], municipality: str, reading: Reading) -> None:
    heads = {cell(rows[0], n).upper(): n for n in range(len(rows[0]))} if rows else {}
    missing = [head for head in NEEDED if head not in heads]
    if missing:
        why = _("The sheet lacks the columns {columns}.", columns=", ".join(missing))
        reading.rejected.append(Rejected(1, why, name))
        return
    for number, row in enumerate(rows[1:], 2):
        told = {head: cell(row, place) for head, place in heads.items()}
        if any(told.values()) and municipality in ("", told["KOMMUN"]):
            _read_row(name, number, told, reading)


def _read_row(sheet: str, number: int, told: dict[str, str], reading: Reading) -> None:
    why = why_not(told["NAMN"], told["SKOLENHETSKOD"])
    if not why and told["HUVUDMANNATYP"].casefold() != "kommunal":
        why = _("{name} is not run by the municipality.", name=told["NAMN"])
    if why:
        reading.reject(number, why, sheet)
        return
    forms = [SHEETS[sheet]] + (["FKLASS"] if told.get("FKLASS") == "J" else [])
    street = told.get("BESÖKSADRESS") or told.get("ADRESS", "")
    town = told.get("BESÖKSPOSTORT") or told.get("POSTORT", "")
    reading.take(
        IncomingUnit(
            row=number,
            name=told["NAMN"],
            forms=in_order(forms),
            code=told["SKOLENHETSKOD"],
            pupils=_pupils(told),
            address=", ".join(part for part in (street, town.title()) if part),
            sheet=sheet,
        )
    )


def _pupils(told: dict[str, str]) -> str:
    """Return the number of pupils: the total, or the sum of the years, or "" where untold."""
    if told.get("ELEVER TOTALT", "").isdigit():
        return told["ELEVER TOTALT"]
    years = [v for head, v in told.items() if head.startswith(("ELEVER FKLASS", "ELEVER ÅR"))]
    total = sum(int(v) for v in years if v.isdigit())
    return str(total) if total else ""


def why_not(name: str, code: str) -> str:
    """Return why a unit with this name and code cannot be used, or ""."""
    if not name:
        return _("The name is missing.")
    if name.startswith(("=", "+", "@")):
        return _("The name looks like a formula: {name}.", name=name[:40])
    if len(name) > 200:
        return _("The name is too long.")
    if code and not is_code(code):
        return _("A school unit code has eight digits: {code}.", code=code[:40])
    return ""


def is_code(text: str) -> bool:
    """Tell whether a text is a school unit code."""
    return len(text) == 8 and text.isascii() and text.isdigit()
