import json
from pathlib import Path
from typing import Any

import pytest

from qualityvisit.errors import BadInput
from qualityvisit.intake.units import compare, read_units
from qualityvisit.model.records import Unit


@pytest.fixture
def page(data: Path) -> Any:
    found = json.loads((data / "register-v2-unit.json").read_text("utf-8"))
    found["included"]["attributes"]["organizerType"] = "KOMMUN"
    return found


def encoded(found: object) -> bytes:
    return json.dumps(found).encode()


def test_a_units_page_is_read_with_dates_and_visiting_address(page: Any) -> None:
    [unit] = read_units(encoded(page)).units
    assert (unit.name, unit.code, unit.status) == ("Storskolan", "12345678", "active")
    assert unit.forms == (
        "FTH 2022-11-08 -", "FKLASS 2022-11-08 -", "VUX 2022-11-08 -", "GY 2022-11-08 -",
        "GR 2022-11-08 -",
    )  # fmt: skip
    assert unit.address == "Agatan 1, Borås"


def test_a_list_of_pages_is_read_and_narrowed_to_the_municipality(page: Any) -> None:
    other = json.loads(json.dumps(page))
    other["data"]["schoolUnitCode"] = "87654321"
    other["data"]["attributes"]["municipalityCode"] = "1230"
    found = read_units(encoded([page, other]), "1230")
    assert [unit.code for unit in found.units] == ["87654321"]


def test_an_independent_organiser_is_rejected(data: Path) -> None:
    found = read_units((data / "register-v2-unit.json").read_bytes())
    assert [r.why for r in found.rejected] == ["Storskolan drivs inte av kommunen."]


def test_a_unit_without_a_known_form_is_rejected(page: Any) -> None:
    page["data"]["attributes"]["schoolTypes"] = ["NEW"]
    [rejected] = read_units(encoded(page)).rejected
    assert rejected.why == "Skolform saknas för Storskolan."


def test_the_registers_list_tells_names_and_states_of_units_that_we_have(data: Path) -> None:
    found = read_units((data / "register-v2-list.json").read_bytes())
    assert [(u.name, u.code, u.status, u.forms) for u in found.units][3:5] == [
        ("Ekerö gymnasium", "23456789", "active", ()),
        ("Stenhamra skola", "34567890", "dormant", ()),
    ]
    ours = Unit("u1", name="Stenhamraskolan", code="34567890", forms=("GR 2010-08-01 -",))
    compared = compare([ours], found)
    [update] = compared.updated
    assert update.changes == {"name": "Stenhamra skola", "status": "dormant"}
    assert compared.added == ()
    assert (
        compared.rejected[0].why == "Listan anger ingen skolform: hämta sidan för Färentuna skola."
    )
    assert len(compared.rejected) == 5


@pytest.mark.parametrize(
    "found",
    [{}, {"data": 1}, {"data": {"attributes": {}}}, [[]], {"data": {"attributes": "x"}}],
)
def test_other_json_is_refused(found: object) -> None:
    with pytest.raises(BadInput, match="inga enheter som går att läsa"):
        read_units(encoded(found))


@pytest.mark.parametrize("text", [b"{", b"[" * 100_000, b'{"data": NaN'])
def test_broken_json_is_refused(text: bytes) -> None:
    with pytest.raises(BadInput, match="JSON"):
        read_units(text)


def test_fields_of_the_wrong_kind_are_passed_over(page: Any) -> None:
    page["data"]["attributes"] |= {"addresses": "here", "status": 7, "startdate": None}
    [unit] = read_units(encoded(page)).units
    assert (unit.address, unit.status, unit.forms[0]) == ("", "", "FTH - -")
