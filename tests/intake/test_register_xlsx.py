import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from qualityvisit.errors import BadInput
from qualityvisit.intake import workbook
from qualityvisit.intake.units import Reading, read_units
from qualityvisit.settings import RESOURCES

REAL = (RESOURCES / "example" / "skolenhetsregistret-2020-staffanstorp.xlsx").read_bytes()
HEADS = ("HUVUDMANNATYP", "KOMMUN", "SKOLENHETSKOD", "NAMN", "FKLASS", "ELEVER ÅR1", "ELEVER ÅR2")


def book(rows: Sequence[Sequence[object]], sheet: str = "Grundskola") -> bytes:
    made = Workbook()
    first = made.active
    assert first is not None
    first.title = sheet
    for row in rows:
        first.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(*rows: Sequence[object], municipality: str = "") -> Reading:
    return read_units(book([HEADS, *rows]), municipality)


def test_the_real_register_gives_the_municipal_units_of_staffanstorp() -> None:
    found = read_units(REAL, "1230")
    assert len(found.units) == 13
    by_code = {unit.code: unit for unit in found.units}
    school = by_code["82149276"]
    assert (school.name, school.forms, school.pupils) == (
        "Kyrkheddinge skola",
        ("FKLASS", "GR"),
        "76",
    )
    assert by_code["46191968"].forms == ("GR",)
    assert by_code["46191968"].address == "Ämnesvägen, Hjärup"
    assert by_code["31688123"].forms == ("GY",)
    assert by_code["31688123"].pupils == "37"


def test_independent_schools_are_rejected_with_the_reason() -> None:
    rejected = read_units(REAL, "1230").rejected
    assert {(r.sheet, r.row) for r in rejected} >= {("Grundskola", 11), ("Grundsärskola", 2)}
    assert all("drivs inte av kommunen" in r.why for r in rejected)


def test_another_municipality_is_passed_over() -> None:
    found = read(
        ("Kommunal", "1231", "11111111", "Grannskolan", "N", 1, 2),
        ("Kommunal", "1230", "22222222", "Vår skola", "J", 1, 2),
        municipality="1230",
    )
    assert [unit.name for unit in found.units] == ["Vår skola"]
    assert not found.rejected
    with pytest.raises(BadInput, match="ingen enhet"):
        read_units(REAL, "9999")


def test_a_row_that_cannot_be_used_is_told_with_its_number() -> None:
    found = read(
        ("Kommunal", "1230", "1234", "Kort kod", "N", 1, 2),
        (None, None, None, None, None, None, None),
        ("Kommunal", "1230", "22222222", None, "N", 1, 2),
        ("Kommunal", "1230", 33333333, "Talkoden", "N", 4, None),
        ("Kommunal", "1230", "33333333", "Annat namn", "N", 1, 2),
    )
    assert [(unit.code, unit.pupils) for unit in found.units] == [("33333333", "4")]
    assert [(r.row, r.why) for r in found.rejected] == [
        (2, "En skolenhetskod har åtta siffror: 1234."),
        (4, "Namnet saknas."),
        (6, "Rad 5 har samma kod men ett annat namn."),
    ]


def test_one_unit_in_two_sheets_has_both_forms_and_the_compulsory_school_last() -> None:
    made = Workbook()
    for sheet in ("Grundsärskola", "Grundskola"):
        rows = made.create_sheet(sheet)
        rows.append(HEADS)
        rows.append(("Kommunal", "1230", "22222222", "Skolan", "N", 3, 3))
    out = io.BytesIO()
    made.save(out)
    [unit] = read_units(out.getvalue()).units
    assert unit.forms == ("GRAN", "GR")


def test_a_formula_is_never_reckoned() -> None:
    found = read(("Kommunal", "1230", "22222222", "=1+1", "N", 1, 2))
    assert not found.units
    assert [r.why for r in found.rejected] == ["Namnet saknas."]


def test_a_sheet_without_the_columns_is_told() -> None:
    found = read_units(book([("NAMN", "KOMMUN"), ("Skolan", "1230")]))
    [rejected] = found.rejected
    assert (rejected.sheet, rejected.row) == ("Grundskola", 1)
    assert "SKOLENHETSKOD" in rejected.why


def test_a_workbook_of_something_else_is_refused() -> None:
    for rows, why in (
        ([HEADS], "ingen enhet"),
        ([("Budget", 2026), ("Lokaler", 7)], "kolumner"),
        ([], "ingen enhet"),
    ):
        with pytest.raises(BadInput, match=why):
            read_units(book(rows, sheet="Blad1"))


def test_a_workbook_of_ones_own_is_read_as_a_table() -> None:
    rows = [
        ("Enhet", "Skolform", "Antal barn"),
        (),
        ("Förskolan Vinden", "Förskola", 54.0),
        ("Förskolan Solen", "Daghem", 48),
    ]
    found = read_units(book(rows, sheet="Blad1"))
    assert [(u.row, u.name, u.forms, u.pupils) for u in found.units] == [
        (3, "Förskolan Vinden", ("FS",), "54")
    ]
    assert [(r.row, r.why) for r in found.rejected] == [
        (4, "Det finns ingen sådan skolform: Daghem.")
    ]


@pytest.mark.parametrize("cut", [4, 100, 5000, len(REAL) - 30])
def test_a_torn_workbook_is_refused(cut: int) -> None:
    with pytest.raises(BadInput, match="går inte att läsa"):
        read_units(REAL[:cut])


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("hej.txt", "hej")
    with pytest.raises(BadInput, match="går inte att läsa"):
        read_units(out.getvalue())


def test_a_workbook_that_unpacks_without_end_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 10_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(10_000_001))
    assert len(out.getvalue()) < 20_000
    with pytest.raises(BadInput, match="för stor"):
        read_units(out.getvalue())


def test_a_sheet_with_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(BadInput, match="för stor"):
        read(*[("Kommunal", "1230", "", f"Skola {n}", "N", 1, 2) for n in range(4)])
