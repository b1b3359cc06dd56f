import pytest

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.records import (
    PREPARATIONS,
    VISIT_STATES,
    Action,
    ActionEvent,
    Preparation,
    Session,
    Visit,
)
from qualityvisit.model.visit import VisitDocument
from tests.model.loose import all_of, fresh, only


@pytest.fixture
def visit() -> VisitDocument:
    made = fresh(VisitDocument, "visit/v1")
    made.begin(unit="u1", title="Skolan", form="GR", date="2028-03-23")
    return made


def test_a_visit_is_changed_field_by_field(visit: VisitDocument) -> None:
    visit.change_visit(date="", week="2028-W41", registry_number="BUN 2028/1")
    found = only(visit, Visit)
    assert (found.id, found.parent, found.sort) == ("v1", "u1", "2028-W41")
    assert found.words.startswith("Skolan")
    with pytest.raises(BadInput, match="status"):
        visit.change_visit(status="finished")


def test_a_visit_is_moved_or_cancelled_with_a_reason_only(visit: VisitDocument) -> None:
    with pytest.raises(Refused):
        visit.set_state("moved", " ")
    visit.set_state("cancelled", "Sjukdom")
    assert only(visit, Visit).reason == "Sjukdom"
    with pytest.raises(Refused):
        visit.set_state("done")
    visit.set_state("planned")
    found = only(visit, Visit)
    assert (found.status, found.reason) == ("planned", "Sjukdom")  # the reason is kept
    with pytest.raises(BadInput):
        visit.set_state("lost")


def test_a_visit_that_is_only_planned_gets_another_time_freely(visit: VisitDocument) -> None:
    visit.move(week="2028-W41")
    found = only(visit, Visit)
    assert (found.date, found.week, found.status, found.reason) == ("", "2028-W41", "planned", "")


def test_a_visit_that_is_prepared_is_moved_with_a_reason(visit: VisitDocument) -> None:
    visit.set_state("prepared")
    before = only(visit, Visit)
    with pytest.raises(Refused, match="varför"):
        visit.move(week="2028-W41")
    assert only(visit, Visit) == before
    visit.move(week="2028-W41", reason="Rektor är sjuk")
    found = only(visit, Visit)
    assert (found.week, found.status, found.reason) == ("2028-W41", "moved", "Rektor är sjuk")
    visit.move_back(before)
    assert only(visit, Visit) == before


def test_a_moved_visit_gets_its_new_time_without_another_reason(visit: VisitDocument) -> None:
    visit.move(reason="Rektor är sjuk")
    visit.move(date="2028-04-19")
    found = only(visit, Visit)
    assert (found.date, found.status, found.reason) == ("2028-04-19", "moved", "Rektor är sjuk")
    with pytest.raises(Refused):
        visit.move(date="2028-04-20")  # people know of it


def test_a_visit_that_has_been_made_is_not_moved(visit: VisitDocument) -> None:
    for state in ("done", "cancelled"):
        visit.set_state("planned")
        visit.set_state(state, "Sjukdom")
        with pytest.raises(Refused):
            visit.move(week="2028-W41", reason="Sjukdom")


def test_a_visit_is_withdrawn_before_anybody_has_worked_on_it(visit: VisitDocument) -> None:
    session = visit.add_session("interview", group="pupils")
    visit.prepare("guide", "2028-03-01")
    assert not visit.withdraw()
    visit.prepare("guide", "")
    visit.change_visit(place="Skolan")
    assert not visit.withdraw()
    visit.change_visit(place="")
    visit.change_session(session, participants="4")
    assert not visit.withdraw()
    visit.change_session(session, participants="")
    assert visit.withdraw()
    assert not all_of(visit, Visit)
    assert not all_of(visit, Session)


def test_a_visit_is_finished_after_its_minutes_only(visit: VisitDocument) -> None:
    for state in ("finished", "reported", "closed"):
        with pytest.raises(Refused):
            visit.set_state(state)
    visit.finish([], "kept")
    for state in VISIT_STATES:
        visit.set_state(state)
        assert only(visit, Visit).state == state


def test_people_in_the_room_are_counted(visit: VisitDocument) -> None:
    session = visit.add_session("interview", group="pupils", start="09:15", minutes="40")
    visit.change_session(session, participants="6", category="elever i åk 4–6")
    found = only(visit, Session)
    assert (found.parent, found.participants, found.sort) == ("v1", "6", " 09:15")
    with pytest.raises(BadInput):
        visit.change_session(session, participants="Eva och Per")
    with pytest.raises(BadInput):
        visit.add_session("party")


def test_an_interview_ends_and_a_session_can_go(visit: VisitDocument) -> None:
    session = visit.add_session("interview", group="staff")
    visit.end_session(session)
    assert only(visit, Session).ended.startswith("2028-03-14")
    visit.remove(session)
    assert not all_of(visit, Session)
    with pytest.raises(Refused):
        visit.remove("v1")


def test_preparations_are_ticked_off_with_their_date(visit: VisitDocument) -> None:
    for key in PREPARATIONS:
        visit.prepare(key, "2028-03-01")
    visit.prepare("guide", "")
    done = {p.key: p.done for p in all_of(visit, Preparation)}
    assert done == dict.fromkeys(PREPARATIONS, "2028-03-01") | {"guide": ""}
    with pytest.raises(BadInput):
        visit.prepare("coffee", "2028-03-01")


# --- actions


def test_an_action_knows_its_visit_and_unit_and_begins_proposed(visit: VisitDocument) -> None:
    visit.add_action(" Nya lås ", responsible="Rektor", due="2028-09-01")
    found = only(visit, Action)
    assert (found.text, found.unit, found.unit_name, found.state) == (
        "Nya lås",
        "u1",
        "Skolan",
        "proposed",
    )
    assert found.sort == "2028-09-01"
    with pytest.raises(BadInput):
        visit.add_action(" ")


def test_every_step_of_an_action_stays_in_its_history(visit: VisitDocument) -> None:
    action = visit.add_action("Nya lås")
    visit.set_action_state(action, "ongoing", "Beställda")
    visit.note_on_action(action, "Försenade")
    visit.set_action_state(action, "done")
    steps = [(e.status, e.text, e.who, e.parent) for e in all_of(visit, ActionEvent)]
    assert steps == [
        ("proposed", "", "eva", action),
        ("ongoing", "Beställda", "eva", action),
        ("ongoing", "Försenade", "eva", action),
        ("done", "", "eva", action),
    ]


def test_an_action_ends_with_its_effect_or_a_reason(visit: VisitDocument) -> None:
    action = visit.add_action("Nya lås")
    for state in ("closed", "dropped"):
        with pytest.raises(Refused):
            visit.set_action_state(action, state)
    visit.set_action_state(action, "dropped", "Huset rivs")
    visit.set_action_state(action, "effect-checked")
    visit.set_action_state(action, "closed")
    assert only(visit, Action).status == "closed"
    with pytest.raises(BadInput):
        visit.set_action_state(action, "forgotten")


def test_an_action_can_be_written_better(visit: VisitDocument) -> None:
    action = visit.add_action("Lås")
    visit.change_action(action, text="Nya lås", cause="Slitna", goal="Alla går att låsa")
    assert only(visit, Action).cause == "Slitna"
    with pytest.raises(BadInput, match="status"):
        visit.change_action(action, status="closed")
