import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qualityvisit import example
from qualityvisit.model import records
from qualityvisit.model.planning import day_of
from qualityvisit.workspace import Workspace
from tests import core

# Within a term of office, on its first and last days, in summer and between the years.
DAYS = (
    "2026-11-21",
    "2026-12-13",
    "2027-01-04",
    "2028-07-10",
    "2029-02-28",
    "2030-12-28",
    "2031-06-15",
)


def told(folder: Path, today: str) -> Workspace:
    with core.cheap():
        ws = Workspace.create(
            folder,
            name="Dag Demoson",
            committee="Barn- och utbildningsnämnden",
            passphrase=core.PASSPHRASE,
            clock=core.Clock(f"{today}T13:00:00+01:00"),
        )
    example.fill(ws, date.fromisoformat(today))
    return ws


@pytest.fixture(scope="module", params=DAYS)
def ws(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    made = told(tmp_path_factory.mktemp("example"), request.param)
    yield made
    made.close()


def test_only_invented_units_are_spoken_of(ws: Workspace) -> None:
    invented = {unit.id for unit in ws.all(records.Unit) if unit.invented}
    assert 6 <= len(invented) <= 8
    of_unit = {visit.id: visit.unit for visit in ws.all(records.Visit)}
    said = [note.visit for note in ws.all(records.Note)]
    said += [passage.visit for passage in ws.all(records.Passage)]
    said += [finding.visit for finding in ws.all(records.Finding)]
    said += [action.visit for action in ws.all(records.Action)]
    said += [question.visit for question in ws.all(records.MeetingQuestion)]
    assert {of_unit[visit] for visit in said} <= invented
    real = [v for v in ws.all(records.Visit) if v.unit not in invented]
    assert {visit.status for visit in real} == {"planned"}


def test_public_results_belong_to_real_units_and_name_their_source(ws: Workspace) -> None:
    real = {unit.id for unit in ws.all(records.Unit) if not unit.invented}
    assert len(real) == 13
    figures = ws.all(records.KeyFigure)
    assert len(figures) == 12
    for figure in figures:
        assert figure.unit in real
        assert figure.source.startswith("Skolverket: ")
        assert figure.period == "2024/25"


def test_it_looks_alive_today(ws: Workspace) -> None:
    today = ws.today()
    term = ws.term()
    assert term.start <= today <= term.end
    states = {v.status: v for v in ws.all(records.Visit)}
    assert states["prepared"].date == today
    assert {"planned", "done", "compiled", "reported", "closed"} <= set(states)
    ahead = [v for v in ws.all(records.Visit) if day_of(v) > today]
    assert len(ahead) >= 6
    assert {"held", "planned"} == {m.status for m in ws.all(records.Meeting)}
    late = [
        a for a in ws.all(records.Action) if a.status in ("decided", "ongoing") and a.due < today
    ]
    assert len(late) == 1
    assert len({a.status for a in ws.all(records.Action)}) >= 5


def test_no_day_of_the_story_falls_on_a_weekend_or_in_the_holidays(ws: Workspace) -> None:
    for visit in ws.all(records.Visit):
        day = date.fromisoformat(day_of(visit))
        if visit.date and visit.date != ws.today():
            assert day.weekday() < 5, visit
        if visit.date != ws.today():
            assert not (6, 12) <= (day.month, day.day) <= (8, 15), visit
            assert not (day.month, day.day) >= (12, 21), visit


def test_all_four_groups_are_heard_and_every_note_has_its_author_and_time(ws: Workspace) -> None:
    notes = ws.all(records.Note)
    assert len(notes) >= 60
    assert Counter(n.group for n in notes).keys() == {*records.GROUPS, ""}
    people, visits = ws.names(), {v.id: v for v in ws.all(records.Visit)}
    for note in notes:
        assert note.at[:10] == visits[note.visit].date
        assert note.at < ws.now()
        assert note.author in visits[note.visit].team
        assert people[note.author].name
    assert {mark for note in notes for mark in note.marks} == set(records.MARKS)


def test_finished_minutes_have_decided_on_every_note(ws: Workspace) -> None:
    for visit in ws.all(records.Visit):
        view = ws.minutes(visit.id)
        if view.minutes.finished:
            assert not view.undecided
            assert view.minutes.finished[:10] > visit.date
        if visit.status == "compiled":
            assert view.undecided
            assert view.left_out


def test_every_history_goes_forward(ws: Workspace) -> None:
    visits = {v.id: v for v in ws.all(records.Visit)}
    for action in ws.all(records.Action):
        steps = ws.all(records.ActionEvent, parent=action.id)
        assert steps[0].status == "proposed"
        assert steps[-1].status == action.status
        assert len({step.at for step in steps}) == len(steps)
        assert visits[action.visit].date < steps[0].at < steps[-1].at or len(steps) == 1
        assert steps[-1].at < ws.now()
    for meeting in ws.all(records.Meeting):
        for taken in ws.all(records.MeetingVisit, parent=meeting.id):
            assert visits[taken.visit].date < meeting.date
            view = ws.minutes(taken.visit)
            assert not view.minutes.finished or view.minutes.finished[:10] <= meeting.date


def test_meetings_lead_to_actions_and_interviews_are_asked_to_their_end(ws: Workspace) -> None:
    answered = {q.id: q for q in ws.all(records.MeetingQuestion) if q.answered}
    agreed = {a.question: a for a in ws.all(records.Action) if a.question}
    assert {q for q, found in answered.items() if found.outcome == "action"} <= set(agreed)
    assert all(answered[q].visit == action.visit for q, action in agreed.items())
    for session in ws.all(records.Session):
        asked = ws.all(records.Progress, parent=session.id)
        assert not session.ended or not session.group or len(asked) >= 8


def test_a_unit_has_one_deep_dive_a_term_of_office(ws: Workspace) -> None:
    had = Counter(visit.unit for visit in ws.all(records.Visit))
    assert set(had.values()) == {1}


def test_the_kept_index_is_what_the_journal_gives(ws: Workspace) -> None:
    found = ws.check()
    assert found.index_equals_journal
    assert not found.problems


def test_search_finds_what_was_said(ws: Workspace) -> None:
    assert {hit.kind for hit in ws.search("vikarie*")} >= {"note", "passage", "finding"}
    assert ws.search("lektionsst*")
    assert not ws.search("lektionsstårt*")


@pytest.mark.slow
def test_the_example_is_there_in_two_seconds(tmp_path: Path) -> None:
    begun = time.process_time()
    told(tmp_path, "2026-11-21").close()
    assert time.process_time() - begun < 2


def test_the_example_can_be_made_in_an_empty_profile(tmp_path: Path) -> None:
    with core.cheap():
        made = example.create(tmp_path, core.PASSPHRASE)
    assert made.committee().example
    assert (made.me.name, made.me.title) == ("Dag Demoson", "utbildningsstrateg")
    made.close()
