from collections.abc import Iterator
from pathlib import Path

import pytest

from qualityvisit import outside
from qualityvisit.errors import BadInput, NotFound, NotSaved
from qualityvisit.model import records
from qualityvisit.settings import RESOURCES
from qualityvisit.workspace import Workspace
from tests import core

EXAMPLE = RESOURCES / "example"
REGISTER = EXAMPLE / "skolenhetsregistret-2020-staffanstorp.xlsx"
RESULTS = EXAMPLE / "slutbetyg-ak9-2025-staffanstorp.csv"


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = core.founded(tmp_path / "profile")
    yield made
    made.close()


def test_a_register_is_imported_once(ws: Workspace) -> None:
    first = outside.import_units(ws, REGISTER, "1230")
    assert (len(first["added"]), first["updated"], len(first["rejected"])) == (13, [], 4)
    assert {ws.get(records.Unit, unit).status for unit in first["added"]} == {"active"}
    again = outside.import_units(ws, REGISTER, "1230")
    assert (again["added"], again["updated"], len(again["unchanged"])) == ([], [], 13)


def test_a_unit_that_differs_is_updated(ws: Workspace, tmp_path: Path) -> None:
    table = tmp_path / "enheter.csv"
    table.write_text("Namn;Skolform;Kod;Antal elever\nExempelskolan;GR;12345678;240\n", "utf-8")
    [unit] = outside.import_units(ws, table)["updated"]
    assert ws.get(records.Unit, unit).pupils == "240"
    assert ws.get(records.Unit, unit).forms == ("GR 2010-08-01 -",)


def test_results_go_to_the_units_there_are(ws: Workspace) -> None:
    assert outside.import_figures(ws, RESULTS)["added"] == 0
    outside.import_units(ws, REGISTER, "1230")
    found = outside.import_figures(ws, RESULTS)
    assert (found["added"], found["without_unit"]) == (12, ["68467205"])
    assert outside.import_figures(ws, RESULTS)["unchanged"] == 12


def test_a_guide_goes_out_and_comes_in(ws: Workspace, tmp_path: Path) -> None:
    outside.add_guides(ws)
    young = next(g for g in ws.all(records.Guide) if "FS" in g.forms)
    file = tmp_path / "guide.xlsx"
    outside.export_guide(ws, young.id, file)
    back = ws.get(records.Guide, outside.import_guide(ws, file))
    assert (back.name, back.forms) == (young.name, young.forms)
    texts = [{q.text: q.prompts for q in ws.all(records.Question, parent=g)} for g in
             (young.id, back.id)]  # fmt: skip
    assert texts[0] == texts[1]
    with pytest.raises(NotFound):
        outside.export_guide(ws, "nothing", file)


def test_a_group_is_called_what_it_is_in_its_school_form() -> None:
    pupils = records.Group(records.PUPILS)
    assert outside.group_name(pupils, "GR") == "Elever"
    assert outside.group_name(pupils, "FS") == "Barn"
    assert outside.group_name(records.Group("x", name="Elevhälsan"), "GR") == "Elevhälsan"


def test_a_file_that_cannot_be_read_or_written_is_told(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput, match="går inte att läsa"):
        outside.import_units(ws, tmp_path / "missing.csv")
    monkeypatch.setattr(outside, "MOST", 10)
    with pytest.raises(BadInput, match="för stor"):
        outside.import_units(ws, RESULTS)
    guide = ws.all(records.Guide)[0]
    with pytest.raises(NotSaved):
        outside.export_guide(ws, guide.id, tmp_path / "no" / "folder.xlsx")
