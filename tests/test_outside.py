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
RESULTS = EXAMPLE / "slutbetyg-ak9-2025-staffanstorp.csv"


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = core.founded(tmp_path / "profile")
    yield made
    made.close()


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
        outside.read_file(tmp_path / "missing.csv")
    monkeypatch.setattr(outside, "MOST", 10)
    with pytest.raises(BadInput, match="för stor"):
        outside.read_file(RESULTS)
    guide = ws.all(records.Guide)[0]
    with pytest.raises(NotSaved):
        outside.export_guide(ws, guide.id, tmp_path / "no" / "folder.xlsx")
