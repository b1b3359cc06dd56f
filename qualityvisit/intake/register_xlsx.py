"""Skolverket's register of school units as exported to Excel: a sheet for each school form."""

from qualityvisit.intake import table
from qualityvisit.intake.forms import in_order
from qualityvisit.intake.reading import Rejected, cell, why_not
from qualityvisit.intake.units import IncomingUnit, Reading
from qualityvisit.intake.workbook import Row, workbook
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


def read(data: bytes, municipality: str = "") -> Reading:
    """Read the municipal units, or those of a list of one's own. Raise BadInput for another one."""
    book = workbook(data)
    sheets = [(name, rows) for name, rows in book if name in SHEETS]
    if not sheets:
        return _read_own(book, municipality)
    reading = Reading()
    for name, rows in sheets:
        _read_sheet(name, rows, municipality, reading)
    return reading


def _read_own(book: list[tuple[str, list[Row]]], municipality: str) -> Reading:
    """Read the first sheet that holds anything as a table of one's own."""
    filled = (rows for _name, rows in book if any(any(row) for row in rows))
    cells = ([cell(row, n) for n in range(len(row))] for row in next(filled, []))
    return table.read_rows(
        ((number, row) for number, row in enumerate(cells, 1) if any(row)), municipality
    )


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
    if told.get("ELEVER TOTALT", "").isdecimal():
        return told["ELEVER TOTALT"]
    years = [v for head, v in told.items() if head.startswith(("ELEVER FKLASS", "ELEVER ÅR"))]
    total = sum(int(v[:9]) for v in years if v.isdecimal())
    return str(total) if total else ""
