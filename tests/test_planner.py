"""The verbs of the visit plan over a whole workspace: conflicts of interest, taking a proposal."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from qualityvisit.cli import root
from qualityvisit.errors import BadInput, NotAllowed, NotFound, Refused
from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair

TITLES = ("AU-ledamot", "AU-ledamot", "utbildningschef", "utbildningsstrateg")
UNITS = 5


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = core.founded(tmp_path / "eva")
    for number, title in enumerate(TITLES):
        made.register.add_person(f"Person {number}", title)
    for number in range(1, UNITS):
        made.register.add_unit(f"Skola {number}", ("GR",))
    yield made
    made.close()


def person(ws: Workspace, title: str) -> records.Person:
    return next(p for p in ws.all(records.Person) if p.title == title)


def barred(ws: Workspace, unit: records.Unit, title: str) -> records.Person:
    found = person(ws, title)
    ws.register.decide_conflicts({(found.id, unit.id): records.BARRED})
    return found


def test_somebody_with_a_conflict_of_interest_is_let_into_no_team(ws: Workspace) -> None:
    unit = ws.all(records.Unit)[0]
    chief = barred(ws, unit, "utbildningschef")
    visit = ws.plan_visit(unit.id, date="2028-05-04")
    assert chief.id not in ws.get(records.Visit, visit).team
    before = ws.get(records.Visit, visit).team
    with pytest.raises(Refused, match="Jäv vid enheten: Person 2"):
        ws.set_team(visit, [*before, chief.id])
    with pytest.raises(Refused):
        ws.plan_visit(unit.id, date="2028-05-04", team=[chief.id])
    assert ws.get(records.Visit, visit).team == before
    assert ws.count(records.Visit) == 1
    ws.register.decide_conflicts({(chief.id, unit.id): records.FREE_TO_GO})
    ws.set_team(visit, [*before, chief.id])
    core.whole(ws)


def test_a_proposal_is_taken_in_one_go_and_taken_back(ws: Workspace) -> None:
    units = ws.all(records.Unit)
    waiting = ws.plan_visit(units[0].id, team=[])
    made = ws.propose()
    assert len(made.placed) == UNITS
    taken = ws.take(made.placed)
    visits = {v.unit: v for v in ws.all(records.Visit)}
    assert {u: (v.week, set(v.team)) for u, v in visits.items()} == {
        p.unit: (p.week, set(p.team)) for p in made.placed
    }
    assert visits[units[0].id].id == waiting
    assert all(ws.count(records.Session, parent=v.id) for v in visits.values())
    assert ws.propose().placed == ()
    assert ws.take_back(taken) == 0
    assert [(v.id, v.week, v.team) for v in ws.all(records.Visit)] == [(waiting, "", ())]
    assert ws.count(records.Session) == ws.count(records.Session, parent=waiting)
    assert ws.propose() == made
    core.whole(ws)


def test_a_picture_or_a_question_of_its_own_keeps_a_visit_too(ws: Workspace) -> None:
    first, second, *_rest = ws.take(ws.propose().placed)
    ws.add_file(first.visit, "a.txt", "text/plain", b"x")
    ws.notes(second.visit).ask_more("s", "", "Hur är det?")
    assert ws.take_back([first, second]) == 2
    assert ws.find(records.Visit, first.visit) is not None


def test_what_somebody_has_worked_on_stays_when_a_proposal_is_taken_back(ws: Workspace) -> None:
    taken = ws.take(ws.propose().placed)
    first, second, third = (t.visit for t in taken[:3])
    ws.visit(first).set_state("prepared")
    ws.visit(second).prepare("guide", "2028-03-15")
    session = core.session(ws, third, "pupils")
    ws.notes(third).add_note(session.id, "pupils", text="Rasten är lugn.")
    assert ws.take_back(taken) == 3
    assert {v.id for v in ws.all(records.Visit)} == {first, second, third}
    assert ws.take_back(taken) == 3


def test_a_proposal_that_does_not_hold_any_more_changes_nothing(ws: Workspace) -> None:
    made = ws.propose()
    units = {u.id: u for u in ws.all(records.Unit)}
    last = made.placed[-1]
    visit = ws.plan_visit(last.unit, week="2028-W40")
    with pytest.raises(Refused, match=f"{units[last.unit].name} har fått en tid"):
        ws.take(made.placed)
    ws.visit(visit).set_state("cancelled", "Vattenskada")
    conflict = {(last.team[0], last.unit): records.BARRED}
    ws.register.decide_conflicts(conflict)
    with pytest.raises(Refused, match="Jäv"):
        ws.take(made.placed)
    for wrong, error in (
        (replace(last, team=("nobody",)), NotFound),
        (replace(last, team=(), week="v. 40"), BadInput),
        (replace(last, team=(), visit="gone"), Refused),
    ):
        with pytest.raises(error):
            ws.take([*made.placed[:-1], wrong])
    assert ws.count(records.Visit) == 1


def test_the_form_of_a_visit_is_that_of_its_week(ws: Workspace) -> None:
    unit = ws.register.add_unit("Ny", ("FKLASS - 2028-06-30", "GR 2028-07-01 -"))
    before = ws.plan_visit(unit, week="2028-W20")
    after = ws.plan_visit(unit, week="2028-W40", extra=True)
    assert [ws.get(records.Visit, v).form for v in (before, after)] == ["FKLASS", "GR"]
    with pytest.raises(BadInput):
        ws.plan_visit(unit, week="40")


def test_settings_hold_for_the_next_proposal(ws: Workspace) -> None:
    ws.register.set_fact("load.week", "1")
    ws.register.set_fact("load.term", "1")
    monday = date.fromisocalendar(2028, 20, 1)
    ws.register.set_period("Flytt", monday.isoformat(), (monday + timedelta(100)).isoformat())
    made = ws.propose()
    halves = {"2028", "2029", "2030"}
    assert all(p.week != "2028-W20" for p in made.placed)
    assert len({p.week for p in made.placed}) == len(made.placed) == UNITS
    assert {p.week[:4] for p in made.placed} == halves


@pytest.mark.slow
def test_only_administrators_take_a_proposal(pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        pair.per.take([])
    with pytest.raises(NotAllowed):
        pair.per.take_back([])
    with pytest.raises(NotAllowed):
        pair.per.register.decide_conflicts({})


@pytest.mark.slow
def test_forty_visits_are_planned_while_one_waits(ws: Workspace) -> None:
    for number in range(40 - UNITS):
        ws.register.add_unit(f"Enhet {number}", ("GR",))
    ws.register.set_fact("load.term", "12")
    made = ws.propose()
    assert len(made.placed) == 40
    began = time.process_time()
    taken = ws.take(made.placed)
    took = time.process_time() - began
    print(f"40 visits planned in {took:.2f} s")
    assert len({t.visit for t in taken}) == 40


@pytest.mark.slow
def test_a_proposal_on_the_command_line_is_looked_at_and_taken(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = ws.all(records.Unit)[0]
    lonely = ws.register.add_unit("Förskolan", ("FS",))
    year = f"{datetime.now(UTC).year + 10}"  # the command line has a clock of its own
    ws.register.add_term(f"{year}-01-01", f"{int(year) + 3}-12-31")
    gone = ws.register.add_unit("Tottebo skola", ("GR",))
    ws.register.decide_conflicts({(person(ws, "utbildningschef").id, gone): records.BARRED})
    monkeypatch.setenv("QUALITYVISIT_PASSPHRASE", core.PASSPHRASE)
    profile = str(ws.folder)
    ws.close()

    def run(*words: str) -> str:
        term = ["--term", year] if "propose" in words else []
        done = CliRunner().invoke(root, ["--profile", profile, "--lang", "sv", *words, *term])
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    shown = run("visit", "propose")
    assert f"{unit.name}: Person 0, Person 2 och Person 3" in shown
    assert "Tottebo skola: Alla som är utbildningschef är jäviga här." in shown
    assert shown.endswith("Inget är planerat än. Lägg till --take för att planera.\n")
    looked = json.loads(run("--json", "visit", "propose"))
    assert len(looked["placed"]) == UNITS
    assert looked["taken"] == 0
    assert {(u["unit"], *u["rules"]) for u in looked["unplaced"]} == {
        (gone, "conflict"), (lonely, "vacant"),
    }  # fmt: skip
    assert f"{UNITS} besök är planerade." in run("visit", "propose", "--take")
    visits = json.loads(run("--json", "visit", "list"))["visits"]
    assert {(v["unit"], v["week"]) for v in visits} == {
        (p["unit"], p["week"]) for p in looked["placed"]
    }
    wrong = CliRunner().invoke(root, ["--profile", profile, "visit", "propose", "--term", "1999"])
    assert isinstance(wrong.exception, BadInput)


def test_a_unit_has_no_second_deep_dive_by_a_changed_plan(ws: Workspace) -> None:
    unit = ws.all(records.Unit)[0].id
    first, other = (ws.plan_visit(unit, date=f"2028-0{n}-12", extra=n == 5) for n in (3, 5))
    late = ws.plan_visit(unit, date="2031-03-12")
    for visit in (first, other, late):
        ws.visit(visit).set_state("done")
    with pytest.raises(Refused, match="redan"):
        ws.check_deep_dive(other, extra=False)
    ws.register.add_term("2031-01-01", "2034-12-31")
    ws.check_deep_dive(late, date="2031-04-12")
    with pytest.raises(Refused):
        ws.check_deep_dive(late, date="2028-09-12")
