"""Two units made one: whoever reads follows, and nothing that was said of either is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualityvisit.errors import Refused
from qualityvisit.model import records
from qualityvisit.model.planning import may_not_go
from qualityvisit.workspace import Workspace
from tests import core


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = core.founded(tmp_path / "profile")
    yield made
    made.close()


def visited(ws: Workspace, name: str, number: int) -> str:
    """Return a unit with visits, actions and figures; all of them say so in their words."""
    unit = ws.register.add_unit(name, ("GR",))
    for turn in range(number):
        visit = ws.plan_visit(unit, date=f"2028-0{turn + 1}-11", programme=False)
        ws.visit(visit).add_action(f"{name} {turn}")
        ws.register.add_figure(unit, f"{name} {turn}", "1", "2024", "S")
    ws.settle()
    return unit


def everything(ws: Workspace, unit: str) -> set[str]:
    """Return what is said of a unit."""
    visits = ws.all(records.Visit, parent=unit)
    assert {v.unit for v in visits} <= {unit}
    actions = [a for v in visits for a in ws.all(records.Action, parent=v.id)]
    assert {a.unit for a in actions} <= {unit}
    figures = ws.all(records.KeyFigure, parent=unit)
    assert {f.unit for f in figures} <= {unit}
    assert len(visits) == ws.count(records.Visit, parent=unit)
    assert visits == sorted(visits, key=lambda v: (v.sort, v.id))
    return {v.id for v in visits} | {a.id for a in actions} | {f.id for f in figures}


def test_visits_actions_and_figures_follow_and_their_documents_stay(ws: Workspace) -> None:
    kept, gone = visited(ws, "Skolan", 2), visited(ws, "Skola", 3)
    both = everything(ws, kept) | everything(ws, gone)
    documents = {d: ws.document(d).whole() for d in ws.journal.documents() if d != "register"}
    number = ws.count(records.Unit)
    ws.register.merge_unit(gone, kept)
    ws.settle()
    assert everything(ws, kept) == both
    assert ws.get(records.Unit, gone).id == kept  # who held the old id is led on
    assert everything(ws, ws.get(records.Unit, gone).id) == both
    assert ws.all(records.Visit, parent=gone) == ws.all(records.Visit, parent=kept)
    assert len(ws.all(records.Unit)) == ws.count(records.Unit) == number - 1
    assert gone not in {v.unit for v in ws.all(records.Visit)}
    newest = ws.all(records.Visit, parent=kept, newest=True, limit=2)
    assert [v.date for v in newest] == ["2028-03-11", "2028-02-11"]
    assert {d: ws.document(d).whole() for d in documents} == documents
    ws.register.part_unit(gone)
    ws.settle()
    assert everything(ws, kept) | everything(ws, gone) == both
    assert len(everything(ws, gone)) == 9


def test_the_coverage_counts_two_that_are_one_once(ws: Workspace) -> None:
    before = {c.form: c for c in ws.coverage()}["GR"]
    kept, gone = visited(ws, "Skolan", 1), visited(ws, "Skola", 1)
    ws.register.merge_unit(gone, kept)
    ws.settle()
    after = {c.form: c for c in ws.coverage()}["GR"]
    assert after.total == before.total + 1


def test_who_may_not_visit_either_may_visit_neither(ws: Workspace) -> None:
    kept, gone = visited(ws, "Skolan", 0), visited(ws, "Skola", 0)
    person = ws.register.add_person("Eva Exempel", "AU-ledamot")
    ws.register.decide_conflicts({(person, gone): records.BARRED})
    ws.register.merge_unit(gone, kept)
    ws.settle()
    assert may_not_go(kept, ws.all(records.Conflict, parent=kept)) == {person}


def test_what_a_removed_unit_had_taken_in_stands_by_itself_again(ws: Workspace) -> None:
    kept, gone = visited(ws, "Skolan", 0), visited(ws, "Skola", 1)
    ws.register.merge_unit(gone, kept)
    ws.register.remove(kept)
    ws.settle()
    assert ws.get(records.Unit, gone).id == gone
    assert len(everything(ws, gone)) == 3


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.sampled_from(["merge", "merge", "part"]), st.integers(0, 4),
                  st.integers(0, 4)),
        max_size=8,
    )
)  # fmt: skip
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_merged_and_parted_every_visit_figure_and_action_is_kept(
    whole: tuple[Workspace, list[str], set[str]], steps: list[tuple[str, int, int]]
) -> None:
    ws, units, said = whole
    for what, one, two in steps:
        if what == "merge":
            try:
                ws.register.merge_unit(units[one], units[two])
            except Refused:
                continue
        else:
            ws.register.part_unit(units[one])
    ws.settle()
    live = [u.id for u in ws.all(records.Unit)]
    found = [thing for unit in live for thing in everything(ws, unit)]
    assert len(found) == len(set(found))
    assert set(found) == said
    assert {ws.get(records.Unit, unit).id for unit in units} <= set(live)
    for unit in units:
        ws.register.part_unit(unit)


@pytest.fixture
def whole(ws: Workspace) -> tuple[Workspace, list[str], set[str]]:
    """Return a workspace with five units, and all that is said of any unit."""
    units = [visited(ws, f"Skolan {n}", n % 3) for n in range(5)]
    live = [u.id for u in ws.all(records.Unit)]
    return ws, units, {thing for unit in live for thing in everything(ws, unit)}
