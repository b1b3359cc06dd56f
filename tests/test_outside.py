from collections.abc import Iterator
from dataclasses import replace
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


def guide_named(ws: Workspace, name: str) -> records.Guide:
    return next(g for g in ws.guides() if g.name == name)


def test_the_shipped_guides_are_added_once(ws: Workspace) -> None:
    before = ws.count(records.Guide)
    for _time in range(2):
        outside.add_guides(ws)
        assert ws.count(records.Guide) == before + 2
    questions = ws.guide_parts(guide_named(ws, "Förskola").id)[1]
    assert all(q.core and q.key for q in questions)


def test_a_guide_that_is_lent_comes_in_as_it_went_out(ws: Workspace, tmp_path: Path) -> None:
    outside.add_guides(ws)
    young, file = guide_named(ws, "Förskola"), tmp_path / "guide.xlsx"
    outside.export_guide(ws, young.id, file)
    found = outside.read_form(ws, file)
    again = outside.take_guide(ws, found.whole(""))
    assert again == outside.TakenGuide(young.id, new=False, draft=False)  # it is here already
    other = core.founded(tmp_path / "other")
    lent = outside.take_guide(other, outside.read_form(other, file).whole(""))
    assert (lent.new, lent.draft) == (True, False)
    held = (outside.incoming_guide(w, g) for w, g in ((ws, young.id), (other, lent.guide)))
    assert len({repr(each) for each in held}) == 1
    other.close()
    with pytest.raises(NotFound):
        outside.export_guide(ws, "nothing", file)


def test_our_own_guide_is_lent_in_our_name_and_stays_ours_when_it_comes_home(
    ws: Workspace, tmp_path: Path
) -> None:
    own, file = ws.guides()[0], tmp_path / "guide.xlsx"
    outside.export_guide(ws, own.id, file)
    found = outside.read_form(ws, file)
    assert found.guide.origin.startswith(ws.committee().name)
    draft = ws.register.draft_of(own.id)
    [question, *_rest] = ws.guide_parts(draft)[1]
    ws.register.change_question(question.id, text="Hur är det nu?")
    outside.export_guide(ws, draft, file)
    ws.register.remove_draft(draft)
    back = outside.take_guide(ws, outside.read_form(ws, file).whole(""))
    made = ws.get(records.Guide, back.guide)
    assert (made.draft, made.origin, made.family) == (True, "", own.id)
    assert [g.id for g in ws.guides()] == [own.id]  # visits take what they took before


def test_what_is_not_whole_comes_in_as_a_draft(ws: Workspace) -> None:
    whole = outside.incoming_guide(ws, ws.guides()[0].id)
    torn = replace(whole, guide=replace(whole.guide, family="f", name=" "))
    assert outside.take_guide(ws, torn).draft


def test_visits_to_come_without_notes_take_the_new_version_and_others_keep_theirs(
    ws: Workspace,
) -> None:
    old, unit = ws.guides()[0], ws.all(records.Unit)[0].id
    empty, noted, rated = (ws.plan_visit(unit, date=f"2028-0{m}-03", extra=True) for m in (4, 5, 6))
    ws.notes(rated).rate(ws.all(records.Session, parent=rated)[0].id, "q", "Ofta")
    session = ws.all(records.Session, parent=noted)[0].id
    ws.notes(noted).add_note(session, "staff", text="Ett ord")
    new = ws.register.draft_of(old.id)
    ws.register.publish_guide(new)
    ws.settle()
    assert [v.id for v in ws.visits_behind(new)] == [empty]
    assert ws.bring_visits(new) == 1
    assert ws.get(records.Visit, empty).guide == new
    assert ws.get(records.Visit, noted).guide == old.id
    assert ws.get(records.Visit, ws.plan_visit(unit, extra=True)).guide == new


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
