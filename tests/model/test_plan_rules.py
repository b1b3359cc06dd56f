import json

import pytest

from qualityvisit.errors import BadInput, NotFound, Refused
from qualityvisit.model import planning
from qualityvisit.model.calendar import BEGINNING
from qualityvisit.model.records import BARRED, FREE_TO_GO, Conflict, Period, Person, TermOfOffice
from qualityvisit.model.register import Register
from tests.model.loose import all_of, fresh, meet, only


@pytest.fixture
def register() -> Register:
    made = fresh(Register, "register")
    made.begin("Nämnden", "2023-01-01", "2026-12-31")
    return made


@pytest.fixture
def pair(register: Register) -> tuple[str, str]:
    return register.add_person("Eva", "AU-ledamot"), register.add_unit("Skolan", ("GR",))


def test_a_conflict_keeps_the_decision_and_who_made_it_when(
    register: Register, pair: tuple[str, str]
) -> None:
    person, unit = pair
    register.decide_conflicts({pair: BARRED})
    found = only(register, Conflict)
    assert (found.id, found.person, found.unit) == (f"{person}/{unit}", person, unit)
    assert (found.parent, found.state, found.by) == (unit, BARRED, "eva")
    assert found.at.startswith("2028-03-14T08:00")
    assert planning.may_not_go(unit, [found]) == {person}
    at = found.at
    register.decide_conflicts({pair: BARRED})
    assert only(register, Conflict).at == at  # said before: who said it first stands
    register.decide_conflicts({pair: FREE_TO_GO})
    assert only(register, Conflict).decision == FREE_TO_GO
    assert planning.may_not_go(unit, all_of(register, Conflict)) == frozenset()
    register.touched()
    register.decide_conflicts({pair: ""})
    assert all_of(register, Conflict) == []
    assert register.touched() == ([], [("conflict", f"{person}/{unit}")])


def test_a_conflict_is_decided_of_those_who_are_there(
    register: Register, pair: tuple[str, str]
) -> None:
    with pytest.raises(BadInput):
        register.decide_conflicts({pair: "her child goes there"})
    with pytest.raises(NotFound):
        register.decide_conflicts({pair: BARRED, ("nobody", pair[1]): BARRED})
    assert all_of(register, Conflict) == []


def test_two_who_decide_at_once_end_with_one_decision(
    register: Register, pair: tuple[str, str]
) -> None:
    other = fresh(Register, "register", [register.whole()], who="per")
    register.decide_conflicts({pair: BARRED})
    other.decide_conflicts({pair: FREE_TO_GO})
    meet(register, other)
    assert only(register, Conflict) == only(other, Conflict)


def test_those_who_have_not_been_asked_are_known(register: Register, pair: tuple[str, str]) -> None:
    per = register.add_person("Per", "AU-ledamot")
    register.decide_conflicts({pair: FREE_TO_GO})
    people, decided = all_of(register, Person), all_of(register, Conflict)
    assert [p.id for p in planning.not_asked(pair[1], people, decided)] == [per]


def test_a_register_begins_with_holidays_and_tests(register: Register) -> None:
    assert register.calendar() == list(BEGINNING)
    assert all_of(register, Period) == []


def test_holidays_are_changed_added_and_taken_away(register: Register) -> None:
    register.set_period("", "W08", "W08", period="winter")
    added = register.set_period("Ämnesprov", "2028-03-06", "2028-03-10", forms=("GR",), tests=True)
    register.remove_period("tests-2")
    found = {p.id: p for p in register.calendar()}
    assert (found["winter"].start, found["winter"].name) == ("W08", "")
    assert (found[added].forms, found[added].tests) == (("GR",), True)
    assert "tests-2" not in found
    assert [p.id for p in register.calendar()][:2] == ["winter", "easter"]
    assert {p.id for p in all_of(register, Period)} == {"winter", added}
    register.touched()
    register.remove_period(added)
    assert register.touched() == ([], [("period", added)])


def test_a_holiday_that_cannot_be_is_refused(register: Register) -> None:
    for name, start, forms in (("A", "W99", ()), ("A", "W10", ("XX",)), (" ", "W10", ())):
        with pytest.raises(BadInput):
            register.set_period(name, start, "W10", forms=forms)
    assert register.calendar() == list(BEGINNING)


@pytest.mark.parametrize(
    "said", ["", "nonsense", "{}", "[1]", json.dumps(["a", "", "W60", "W61"]), "null"]
)
def test_what_a_colleague_sends_as_a_holiday_may_be_anything(register: Register, said: str) -> None:
    with register.change():
        register.put_fact("calendar/odd", said)
        register.put_fact("conflict/odd", said)
    assert len(register.calendar()) == len(BEGINNING)
    assert all_of(register, Conflict) == []


def test_the_load_is_a_number(register: Register) -> None:
    assert (register.most("load.term"), register.most("load.week")) == (6, 2)
    register.set_fact("load.week", "3")
    assert register.most("load.week") == 3
    register.set_fact("load.week", "many")
    assert register.most("load.week") == 2


def test_the_next_term_of_office_begins_with_those_who_stay(
    register: Register, pair: tuple[str, str]
) -> None:
    made = register.begin_term("2027-01-01", "2030-12-31", leaving=[pair[0]])
    assert [t.id for t in all_of(register, TermOfOffice)][-1] == made
    assert only(register, Person).left
    with pytest.raises(BadInput):
        register.begin_term("2028-01-01", "2031-12-31")


def test_a_term_of_office_changes_no_membership(register: Register) -> None:
    member = register.add_person("Per", "AU-ledamot", "member")
    for people in ([member], ["nobody"]):
        with pytest.raises((Refused, NotFound)):
            register.begin_term("2027-01-01", "2030-12-31", leaving=people)
    assert len(all_of(register, TermOfOffice)) == 1
