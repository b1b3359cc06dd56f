from pathlib import Path

import pytest

from qualityvisit.errors import BadInput
from qualityvisit.intake.figures import compare_figures, read_figures
from qualityvisit.model.records import KeyFigure, Unit

TITLE = "Skolverket: Grundskola - Slutbetyg årskurs 9, samtliga elever"


@pytest.fixture
def table(data: Path) -> bytes:
    return (data / "slutbetyg-2025.csv").read_bytes()


def test_results_are_read_with_period_source_and_unit_of_measure(table: bytes) -> None:
    found = {f.name: f for f in read_figures(table, "1230").figures}
    assert {name: f.value for name, f in found.items()} == {
        "Antal elever, slutbetyg årskurs 9": "135",
        "Andel elever som uppfyllt betygskriterierna i alla ämnen": "85,2 %",
        "Andel elever behöriga till yrkesprog.": "93,3 %",
        "Genomsnittligt meritvärde (17 ämnen)": "262,4",
    }
    assert {(f.period, f.source, f.code) for f in found.values()} == {
        ("2024/25", TITLE, "46191968")
    }


def test_few_pupils_stay_secret_and_what_is_missing_is_left_out(table: bytes) -> None:
    few = [(f.name, f.value) for f in read_figures(table, "0604").figures]
    assert few == [
        ("Antal elever, slutbetyg årskurs 9", ".."),
        ("Genomsnittligt meritvärde (17 ämnen)", ".."),
    ]


def test_a_rounded_value_is_kept_as_it_stands(table: bytes) -> None:
    assert "~100 %" in {f.value for f in read_figures(table).figures}


def test_rows_that_cannot_be_used_are_told(table: bytes) -> None:
    wounded = table.decode().replace("46191968", "4619").replace(";10;", ";tio;")
    found = read_figures(wounded.encode())
    assert sorted(r.why for r in found.rejected) == [
        "Skolenhetskoden saknas.",
        "tio är inget tal: Antal elever, slutbetyg årskurs 9.",
    ]


def test_figures_are_added_once_to_the_units_there_are(table: bytes) -> None:
    found = read_figures(table)
    ours = [Unit("u1", name="Hjärupslundsskolan", code="46191968"), Unit("u2", name="Utan kod")]
    first = compare_figures(ours, [], found)
    assert {unit for unit, _figure in first.added} == {"u1"}
    assert len(first.added) == 4
    assert "48000763" in first.without_unit
    had = [
        KeyFigure(f"f{n}", unit=unit, name=f.name, value=f.value, period=f.period)
        for n, (unit, f) in enumerate(first.added)
    ]
    again = compare_figures(ours, had, found)
    assert (again.added, again.unchanged) == ((), 4)


def test_another_table_is_refused() -> None:
    with pytest.raises(BadInput, match="inte en tabell ur Skolverkets statistik"):
        read_figures(b"Namn;Skolform\nA;GR\n")
    with pytest.raises(BadInput, match="saknar kolumnen Kommun-kod"):
        read_figures(b"Skola;Skol-enhetskod\nA;12345678\n")
