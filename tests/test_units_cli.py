"""Units and key figures by command line: imported, matched, merged, refused."""

from pathlib import Path

import pytest

from tests.test_story_cli import Person

pytestmark = pytest.mark.slow


@pytest.fixture
def eva(tmp_path: Path) -> Person:
    made = Person(tmp_path / "eva")
    made("workspace", "create", "--name", "Eva Exempel", "--committee", "BUN")
    return made


def test_figures_come_in_with_their_units_and_a_second_time_changes_nothing(
    eva: Person, data: Path
) -> None:
    register = str(data / "register-2020-skane.xlsx")
    found = eva("unit", "import", register, "--municipality", "1230")
    assert (len(found["added"]), found["updated"]) == (13, [])
    table = str(data / "slutbetyg-2025-hela.csv")
    first = eva("figures", "import", table, "--municipality", "1230")
    assert (first["added"], first["without_unit"], first["rejected"]) == (12, ["68467205"], [])
    again = eva("figures", "import", table, "--municipality", "1230")
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 12)
    listed = eva("figures", "list")["figures"]
    assert len(listed) == 12
    assert {f["source"] for f in listed} == {
        "Skolverket: Grundskola - Slutbetyg årskurs 9, samtliga elever"
    }


def test_a_source_is_matched_and_files_that_name_no_unit_are_given_one(
    eva: Person, data: Path
) -> None:
    unit = eva("unit", "add", "--name", "Hägneskolan", "--form", "GR")["unit"]
    guardians = str(data / "survey" / "nestedsurveys_custodiansgr.json")
    assert eva("figures", "import", guardians)["without_unit"] == [""]
    assert eva("figures", "import", guardians, "--unit", unit)["added"] == 2
    eva("figures", "match", "V15E068400107", unit)
    found = eva("unit", "import", str(data / "kolada" / "ou.json"), "--municipality", "0684")
    assert len(found["added"]) == 6
    assert found["unchanged"] == [unit]


def test_two_units_are_made_one_and_parted(eva: Person) -> None:
    kept = eva("unit", "add", "--name", "Skolan", "--form", "GR", "--code", "12345678")["unit"]
    gone = eva("unit", "add", "--name", "Skolan", "--form", "GR")["unit"]
    visit = eva("visit", "plan", "--unit", gone, "--date", "2028-03-23")["visit"]
    assert eva("unit", "doubles")["doubles"] == [{"keep": kept, "other": gone, "why": "name"}]
    assert eva("unit", "merge", gone, "--into", kept) == {"unit": kept}
    assert [u["unit"] for u in eva("unit", "list")["units"]] == [kept]
    assert eva("visit", "show", visit)["unit"] == kept
    assert "del av sig själv" in eva.fails("unit", "merge", kept, "--into", kept)["title"]
    eva("unit", "part", gone)
    assert len(eva("unit", "list")["units"]) == 2
    assert eva("visit", "show", visit)["unit"] == gone


def test_what_cannot_be_read_is_told(eva: Person, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text("{", "utf-8")
    assert eva.fails("figures", "import", str(file))["error"] == "BadInput"
    assert eva.fails("unit", "import", str(tmp_path / "none.csv"))["error"] == "BadInput"
    assert eva.fails("figures", "match", "V15E068400107", "nobody")["error"] == "NotFound"
