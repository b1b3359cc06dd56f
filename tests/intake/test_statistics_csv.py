from pathlib import Path

import pytest

from qualityvisit.errors import BadInput
from qualityvisit.intake.figures import read_figures

TITLE = "Skolverket: Grundskola - Slutbetyg årskurs 9, samtliga elever"


@pytest.fixture
def table(data: Path) -> bytes:
    return (data / "slutbetyg-2025.csv").read_bytes()


def test_results_are_read_with_period_source_and_unit_of_measure(table: bytes) -> None:
    found = {f.name: f for f in read_figures(table, municipality="1230").figures}
    assert {name: f.value for name, f in found.items()} == {
        "Antal elever, slutbetyg årskurs 9": "135",
        "Andel elever som uppfyllt betygskriterierna i alla ämnen": "85,2 %",
        "Andel elever behöriga till yrkesprog.": "93,3 %",
        "Genomsnittligt meritvärde (17 ämnen)": "262,4",
    }
    assert {(f.period, f.source, f.at) for f in found.values()} == {("2024/25", TITLE, "46191968")}


def test_few_pupils_stay_secret_and_what_is_missing_is_told_so(table: bytes) -> None:
    few = [f.value for f in read_figures(table, municipality="0604").figures]
    assert few == ["..", ".", ".", ".."]


def test_results_of_fewer_than_ten_pupils_are_kept_secret_whatever_the_file_tells(
    table: bytes,
) -> None:
    told = table.decode().replace(";135;", ";9;").encode()
    found = {f.value for f in read_figures(told, municipality="1230").figures}
    assert found == {".."}


def test_what_explains_the_table_is_no_row(data: Path) -> None:
    whole = read_figures((data / "slutbetyg-2025-hela.csv").read_bytes())
    assert (len(whole.figures), whole.rejected) == (6856, [])
    ours = read_figures((data / "slutbetyg-2025-hela.csv").read_bytes(), municipality="1230")
    found = {(f.at, f.name[:5]): f.value for f in ours.figures}
    assert found["28784410", "Genom"] == "246,9"
    assert found["86546038", "Antal"] == "68"
    assert len(ours.figures) == 16


def test_a_rounded_value_is_kept_as_it_stands(table: bytes) -> None:
    assert "~100 %" in {f.value for f in read_figures(table).figures}


def test_rows_that_cannot_be_used_are_told(table: bytes) -> None:
    wounded = table.decode().replace("46191968", "4619").replace(";10;", ";tio;")
    found = read_figures(wounded.encode())
    assert sorted(r.why for r in found.rejected) == [
        "Skolenhetskoden saknas.",
        "tio är inget tal: Antal elever, slutbetyg årskurs 9.",
    ]


def test_another_table_is_refused() -> None:
    with pytest.raises(BadInput, match="inte en tabell ur Skolverkets statistik"):
        read_figures(b"Namn;Skolform\nA;GR\n")
    with pytest.raises(BadInput, match="saknar kolumnen Kommun-kod"):
        read_figures(b"Skola;Skol-enhetskod\nA;12345678\n")
