"""Files of every kind into a workspace: what comes in, and that a second time changes nothing."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualityvisit import imports
from qualityvisit.errors import BadInput
from qualityvisit.intake.figures import read_figures
from qualityvisit.intake.units import read_units
from qualityvisit.model import records
from qualityvisit.settings import RESOURCES
from qualityvisit.workspace import Workspace
from tests import core
from tests.intake.test_survey_xlsx import book
from tests.intake.test_survey_xlsx import unit as row_of

EXAMPLE = RESOURCES / "example"
REGISTER = EXAMPLE / "skolenhetsregistret-2020-staffanstorp.xlsx"
RESULTS = EXAMPLE / "slutbetyg-ak9-2025-staffanstorp.csv"
OURS = "44673074"  # the unit of the samples of Skolenkäten


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = core.founded(tmp_path / "profile")
    yield made
    made.close()


# --- units


def test_a_register_is_imported_once(ws: Workspace) -> None:
    first = imports.import_units(ws, REGISTER, "1230")
    assert (len(first["added"]), first["updated"], len(first["rejected"])) == (13, [], 4)
    assert {ws.get(records.Unit, unit).status for unit in first["added"]} == {"active"}
    again = imports.import_units(ws, REGISTER, "1230")
    assert (again["added"], again["updated"], len(again["unchanged"])) == ([], [], 13)


def test_a_unit_that_differs_is_updated(ws: Workspace, tmp_path: Path) -> None:
    table = tmp_path / "enheter.csv"
    table.write_text("Namn;Skolform;Kod;Antal elever\nExempelskolan;GR;12345678;240\n", "utf-8")
    [unit] = imports.import_units(ws, table)["updated"]
    assert ws.get(records.Unit, unit).pupils == "240"
    assert ws.get(records.Unit, unit).forms == ("GR 2010-08-01 -",)


UNIT_FILES = {
    "register-2020-skane.xlsx": 763,
    "register-v2-list.json": 0,
    "planned/school-units_page.json": 27,
    "planned/compact-school-units_page.json": 0,
    "kolada/ou.json": 13,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", UNIT_FILES)
def test_a_second_import_of_units_changes_nothing(ws: Workspace, data: Path, name: str) -> None:
    began = time.process_time()
    first = imports.import_units(ws, data / name)
    assert len(first["added"]) == UNIT_FILES[name]
    ws.settle()
    entries = ws.journal.entries()
    again = imports.import_units(ws, data / name)
    assert (again["added"], again["updated"]) == ([], [])
    known = len(first["updated"]) + len(first["unchanged"])
    assert len(again["unchanged"]) == UNIT_FILES[name] + known
    assert ws.journal.entries() == entries
    assert time.process_time() - began < 20


def test_a_unit_of_kolada_is_known_again_whatever_it_is_called_here(
    ws: Workspace, data: Path
) -> None:
    ours = ws.register.add_unit("Almens Förskola", ("FS",))
    found = imports.compare_units(ws, read_units((data / "kolada" / "ou.json").read_bytes()))
    assert [(u.unit, u.incoming.own, u.changes) for u in found.updated] == [
        (ours, "V11E1280128054", {})
    ]
    imports.take_units(ws, found)
    ws.register.change_unit(ours, name="Förskolan Almen")
    again = imports.import_units(ws, data / "kolada" / "ou.json")
    assert (again["added"], again["updated"]) == ([], [])
    assert ws.get(records.Unit, ours).name == "Förskolan Almen"


def test_rows_that_the_user_leaves_out_stay_out(ws: Workspace, data: Path) -> None:
    found = imports.compare_units(ws, read_units((data / "kolada" / "ou.json").read_bytes()))
    kept = found.without([("", 1), ("", 2)])
    assert len(imports.take_units(ws, kept)["added"]) == 11


# --- key figures


def test_results_go_to_the_units_there_are(ws: Workspace) -> None:
    assert imports.import_figures(ws, [RESULTS])["added"] == 0
    imports.import_units(ws, REGISTER, "1230")
    found = imports.import_figures(ws, [RESULTS])
    assert (found["added"], found["without_unit"]) == (12, ["68467205"])
    assert imports.import_figures(ws, [RESULTS])["unchanged"] == 12


FIGURE_FILES = {
    "slutbetyg-2025.csv": 10,
    "kolada/data_N00945.json": 63,
    "planned/statistics-gr_10661388.json": 76,
    "planned/salsa.json": 9,
    "planned/skolverket_stat_jsonstat2.json": 4,
    "survey/nestedsurveys_pupilsgr.json": 6,
    "survey/surveys_flat_pupilsgr.json": 3,
    "survey/nestedsurveys_custodiansgr.json": 2,
}


@pytest.mark.parametrize("name", FIGURE_FILES)
def test_a_second_import_of_figures_changes_nothing(ws: Workspace, data: Path, name: str) -> None:
    codes = ("10661388", "68613823", OURS, "46191968", "48000763", "69498258", "82520504")
    units = {code: ws.register.add_unit(code, ("GR",), code) for code in codes}
    first = imports.import_figures(ws, [data / name], unit=units[OURS])
    assert first["added"] == FIGURE_FILES[name]
    ws.settle()
    entries = ws.journal.entries()
    again = imports.import_figures(ws, [data / name], unit=units[OURS])
    assert {key: again[key] for key in ("added", "updated", "named")} == {
        "added": 0, "updated": 0, "named": 0
    }  # fmt: skip
    assert again["unchanged"] == FIGURE_FILES[name]
    assert ws.journal.entries() == entries


def test_a_second_workbook_of_skolenkaten_changes_nothing(ws: Workspace, tmp_path: Path) -> None:
    unit = ws.register.add_unit("Skolan", ("GR",), OURS)
    file = tmp_path / "enkät.xlsx"
    file.write_bytes(book(["2. Stimulans", "9. Trygghet"], [row_of(OURS, 45, 7.6, "-")]))
    assert imports.import_figures(ws, [file])["added"] == 2
    again = imports.import_figures(ws, [file])
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert {f.value for f in ws.all(records.KeyFigure, parent=unit)} == {"7,6", "-"}


def test_a_second_table_of_ones_own_changes_nothing(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "enheter.csv"
    file.write_text("Förskolan Vinden;Förskola\nFörskolan Solen;Förskola\n", "utf-8")
    assert len(imports.import_units(ws, file)["added"]) == 2
    again = imports.import_units(ws, file)
    assert (again["added"], again["updated"], len(again["unchanged"])) == ([], [], 2)


def test_flat_answers_bring_nothing_that_nested_ones_have_brought(
    ws: Workspace, data: Path
) -> None:
    unit = ws.register.add_unit("Skolan", ("GR",), OURS)
    imports.import_figures(ws, [data / "survey" / "nestedsurveys_pupilsgr.json"])
    again = imports.import_figures(ws, [data / "survey" / "surveys_flat_pupilsgr.json"])
    assert (again["added"], again["unchanged"]) == (0, 3)
    found = {f.index: f for f in ws.all(records.KeyFigure, parent=unit)}
    assert (found["Trygghet"].value, found["Trygghet"].who) == ("8,6", "ak5")
    assert found["Trygghet"].source == "Skolinspektionen, Skolenkäten"
    assert found["Trygghet"].taken == ws.today()


def test_what_a_source_has_revised_is_revised(ws: Workspace, data: Path, tmp_path: Path) -> None:
    told = json.loads((data / "kolada" / "data_N00945.json").read_text("utf-8"))
    imports.import_figures(ws, [data / "kolada" / "data_N00945.json"], "1280")
    told["values"][1]["values"][0]["value"] = 12.5
    told["values"][4]["values"][0]["value"] = None
    file = tmp_path / "new.json"
    file.write_text(json.dumps(told), "utf-8")
    found = imports.import_figures(ws, [file], "1280")
    assert (found["added"], found["updated"]) == (0, 2)
    values = {f.period: f.value for f in ws.all(records.KeyFigure, parent="1280")}
    assert (values["2000"], values["2001"]) == ("12,5", ".")


def test_titles_that_come_later_name_the_figures_there_are(ws: Workspace, data: Path,
                                                           tmp_path: Path) -> None:  # fmt: skip
    file = tmp_path / "oudata.json"
    file.write_text(json.dumps(OUDATA), "utf-8")
    unit = ws.register.add_unit("Hägneskolan", ("GR",))
    ws.register.remember({"V15E068400107": unit})
    imports.import_figures(ws, [file])
    assert {f.name for f in ws.all(records.KeyFigure, parent=unit)} == {"N15419"}
    assert imports.import_figures(ws, [data / "kolada" / "kpi.json"])["named"] == 1
    title = "Elever i åk 9 som uppnått betygskriterierna i alla ämnen, kommunala skolor, andel (%)"
    assert {f.name for f in ws.all(records.KeyFigure, parent=unit)} == {title}
    assert imports.import_figures(ws, [file, data / "kolada" / "kpi.json"])["unchanged"] == 1


OUDATA = {
    "values": [
        {"kpi": "N15419", "ou": "V15E068400107", "period": 2025, "values": [
            {"gender": "T", "count": 1, "status": "", "value": 85.234},
            {"gender": "K", "count": 1, "status": "Private", "value": None},
            {"gender": "M", "count": 1, "status": "Missing", "value": None},
            {"gender": "M", "count": 1, "status": "", "value": 1.0, "isdeleted": True},
        ]},
    ],
    "count": 1, "next_url": None, "previous_url": None,
}  # fmt: skip


def test_a_unit_is_matched_by_the_user_once_and_remembered(ws: Workspace, data: Path) -> None:
    unit = ws.register.add_unit("Hägneskolan", ("GR",))
    ou = (data / "kolada" / "ou.json").read_bytes()
    read = read_figures(json.dumps(OUDATA).encode(), ou)
    [unmatched] = imports.compare_figures(ws, read).unmatched
    assert (unmatched.at, unmatched.name, unmatched.figures) == ("V15E068400107", "Hägneskolan", 1)
    assert unmatched.proposal == unit  # proposed, never taken unasked
    imports.take_figures(ws, imports.compare_figures(ws, read, {"V15E068400107": unit}))
    found = {(f.who, f.value) for f in ws.all(records.KeyFigure, parent=unit)}
    assert found == {("", "85,2")}
    again = imports.compare_figures(ws, read)
    assert (again.unmatched, again.changes, again.unchanged) == ((), 0, 1)


def test_figures_of_a_merged_unit_go_to_the_one_that_it_is_a_part_of(
    ws: Workspace, data: Path
) -> None:
    kept = ws.register.add_unit("Hjärupslundsskolan", ("GR",), "11112222")
    gone = ws.register.add_unit("Hjärup", ("GR",), "46191968")
    ws.register.merge_unit(gone, kept)
    assert imports.import_figures(ws, [data / "slutbetyg-2025.csv"], "1230")["added"] == 4
    assert ws.count(records.KeyFigure, parent=kept) == 4


@pytest.mark.slow
def test_a_whole_countrys_table_comes_in_within_seconds(ws: Workspace, data: Path) -> None:
    imports.import_units(ws, data / "register-2020-skane.xlsx")
    began = time.process_time()
    found = imports.import_figures(ws, [data / "slutbetyg-2025-hela.csv"])
    assert found["added"] > 400
    assert time.process_time() - began < 10


def test_nothing_is_written_where_a_file_cannot_be_read(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{"values": [', "utf-8")
    entries = ws.journal.entries()
    with pytest.raises(BadInput):
        imports.import_units(ws, file)
    with pytest.raises(BadInput):
        imports.import_figures(ws, [file])
    assert ws.journal.entries() == entries
