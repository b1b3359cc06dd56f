"""Skolenkäten as workbooks. No real one is at hand: these are built as they are described."""

import io

import pytest
from openpyxl import Workbook

from qualityvisit.errors import BadInput
from qualityvisit.intake.figures import FigureReading, read_figures

HEADS = ["Org.nr", "Huvudman", "Kommun", "Skolenhetskod", "Skolenhet", "Antal i gruppen",
         "Antal svar", "Svarsfrekvens"]  # fmt: skip
TITLE = "Skolenkäten våren 2026, VT26, elever i årskurs 5"


def book(columns: list[str], rows: list[list[object]], title: str = TITLE) -> bytes:
    """Return a workbook with these areas; the rows of units begin in row 4."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Resultat"
    sheet.append([title])
    sheet.append([None] * len(HEADS) + columns)
    sheet.append([*HEADS, *("Index" if c else "Fråga" for c in columns)])
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def unit(code: str, answers: object, *values: object) -> list[object]:
    return ["2120001017", "Staffanstorp", "Staffanstorp", code, "Skolan", 50, answers, 0.9, *values]


def told(found: FigureReading) -> list[tuple[str, str, str]]:
    return [(f.at, f.index, f.value) for f in found.figures]


def test_areas_are_found_by_their_headings_wherever_they_stand() -> None:
    row = unit("46191968", 45, 7.649999, "x", 8.6, "-")
    first = book(["2. Stimulans", "", "9. Trygghet", "5. Bemötande - lärare"], [row])
    assert told(read_figures(first)) == [
        ("46191968", "Stimulans", "7,6"), ("46191968", "Trygghet", "8,6"),
        ("46191968", "Bemötande lärare", "-"),
    ]  # fmt: skip
    moved = book(["9. Trygghet", "2. Stimulans"], [unit("46191968", 45, 8.6, 7.6)])
    assert told(read_figures(moved)) == [
        ("46191968", "Trygghet", "8,6"), ("46191968", "Stimulans", "7,6"),
    ]  # fmt: skip


def test_period_group_and_source_come_from_the_workbook() -> None:
    [figure] = read_figures(book(["9. Trygghet"], [unit("46191968", 45, "8,6")])).figures
    assert (figure.period, figure.who, figure.measure) == ("VT26", "ak5", "survey.index.Trygghet")
    assert figure.source == "Skolinspektionen, Skolenkäten"
    title = "Skolenkäten höstterminen 2025, vårdnadshavare grundskola"
    [figure] = read_figures(book(["9. Trygghet"], [unit("46191968", 45, "8,6")], title)).figures
    assert (figure.period, figure.who) == ("HT25", "guardians")


def test_sums_are_passed_over_and_few_answers_hidden() -> None:
    rows: list[list[object]] = [
        ["Samtliga skolenheter", None, None, None, None, 9000, 8000, 0.8, 7.0],
        unit("46191968", 4, 8.6),
        unit("4619196", 40, 8.6),
    ]
    found = read_figures(book(["9. Trygghet"], rows))
    assert told(found) == [("46191968", "Trygghet", "-")]
    assert [(r.row, r.sheet, r.why) for r in found.rejected] == [
        (6, "Resultat", "Skolenhetskoden saknas.")
    ]


def test_a_workbook_that_does_not_say_when_is_rejected_row_by_row() -> None:
    found = read_figures(book(["9. Trygghet"], [unit("46191968", 40, 8.6)], "Skolenkäten"))
    assert [r.why for r in found.rejected] == ["Det framgår inte vilken termin arbetsboken gäller."]


def test_another_workbook_is_refused() -> None:
    with pytest.raises(BadInput, match="inga svar ur Skolenkäten"):
        read_figures(book([], []))
