"""Units from planned-educations and Kolada."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from qualityvisit.intake.kolada_units import calm
from qualityvisit.intake.units import compare, read_units
from qualityvisit.model.records import Unit


def load(data: Path, name: str) -> Any:
    return json.loads((data / name).read_text("utf-8"))


def encoded(found: object) -> bytes:
    return json.dumps(found).encode()


def test_a_page_of_units_is_read_and_fsk_is_the_preschool_class(data: Path) -> None:
    found = read_units((data / "planned/school-units_page.json").read_bytes(), "0180")
    assert (len(found.units), len(found.rejected)) == (27, 23)
    first = found.units[0]
    assert (first.name, first.code) == ("Nya Elementar", "83828066")
    assert first.forms == ("FKLASS", "GRAN", "GR")
    assert {form for u in found.units for form in u.forms} == {"FKLASS", "GR", "GRAN"}
    assert found.rejected[0].why == "Pops Academy Östermalm drivs inte av kommunen."
    assert found.rejected[0].row == 4


def test_units_of_another_municipality_are_passed_over(data: Path) -> None:
    page = load(data, "planned/school-units_page.json")
    page["body"]["_embedded"]["listedSchoolUnits"][0]["geographicalAreaCode"] = "1230"
    found = read_units(encoded(page), "1230")
    assert [u.name for u in found.units] == ["Nya Elementar"]


CODES = ("10661388", "13954336", "24142153", "36276828", "44373961", "82854505")


@pytest.mark.parametrize("code", CODES)
def test_a_single_unit_is_read_and_one_that_is_not_municipal_rejected(
    data: Path, code: str
) -> None:
    page = load(data, f"planned/school-unit_{code}.json")
    assert read_units(encoded(page)).rejected[0].why.endswith("drivs inte av kommunen.")
    page["body"]["principalOrganizerType"] = "Kommunal"
    [unit] = read_units(encoded(page)).units
    assert (unit.name, unit.code) == (page["body"]["name"], code)
    assert unit.forms[-1] == "GR"


def test_a_single_unit_has_its_visiting_address(data: Path) -> None:
    page = load(data, "planned/school-unit_10661388.json")
    page["body"]["principalOrganizerType"] = "Kommunal"
    assert read_units(encoded(page)).units[0].address == "Nibble 19, Järna"


def test_the_short_list_names_only_units_that_we_have(data: Path) -> None:
    found = read_units((data / "planned/compact-school-units_page.json").read_bytes(), "0126")
    assert len(found.units) == 50
    ours = Unit("u1", name="Stapelbädden", code="39087850", forms=("GR",))
    compared = compare([ours], found)
    assert [(u.unit, u.changes) for u in compared.updated] == [
        ("u1", {"name": "Stapelbäddsskolan"})
    ]
    assert (compared.added, len(compared.rejected)) == ((), 49)


def test_kolada_tells_preschools_by_its_own_ids(data: Path) -> None:
    found = read_units((data / "kolada/ou.json").read_bytes())
    assert Counter(u.forms for u in found.units) == {("GR",): 7, ("FS",): 6}
    assert (found.units[8].name, found.units[8].own) == ("Almens förskola", "V11E1280128054")
    assert found.units[0].name == "Hägneskolan"
    assert len(read_units((data / "kolada/ou.json").read_bytes(), "1280").units) == 6


@pytest.mark.parametrize(
    ("own", "why"),
    [("V21E1280128053", "V21E1280128053 är varken förskola eller skola."),
     ("V11E12", "V11E12 är varken förskola eller skola.")],
)  # fmt: skip
def test_other_units_of_kolada_are_rejected(data: Path, own: str, why: str) -> None:
    page = load(data, "kolada/ou.json")
    page["values"][0]["id"] = own
    assert [r.why for r in read_units(encoded(page)).rejected] == [why]


@pytest.mark.parametrize(
    ("title", "name"),
    [("ANNELUNDS FÖRSKOLA", "Annelunds förskola"), ("FÖRSKOLAN TUVAN", "Förskolan Tuvan"),
     ("MONTESSORIFÖRSKOLAN I LUND", "Montessoriförskolan i Lund"),
     ("BERGA-HÖJDENS SKOLA, STORGATAN 1", "Berga-Höjdens skola, Storgatan 1"),
     ("Vallsjöskolan", "Vallsjöskolan")],
)  # fmt: skip
def test_a_title_in_capitals_is_written_as_a_name(title: str, name: str) -> None:
    assert calm(title) == name
