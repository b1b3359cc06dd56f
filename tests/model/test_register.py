import pytest

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.records import (
    GROUPS,
    Committee,
    Group,
    Guide,
    Person,
    Question,
    TeamRule,
    TermOfOffice,
    Theme,
)
from qualityvisit.model.register import Register
from tests.model.loose import all_of, fresh, only


@pytest.fixture
def register() -> Register:
    made = fresh(Register, "register")
    made.begin("Barn- och utbildningsnämnden", "2027-01-01", "2030-12-31")
    return made


def test_a_new_register_has_what_every_committee_needs(register: Register) -> None:
    assert only(register, Committee).name == "Barn- och utbildningsnämnden"
    assert [g.id for g in all_of(register, Group)] == list(GROUPS)
    titles = {rule.titles for rule in all_of(register, TeamRule)}
    assert titles == {
        ("AU-ledamot", "avdelningschef", "administratör"),
        ("AU-ledamot", "utbildningschef", "utbildningsstrateg"),
    }
    ruled = [form for rule in all_of(register, TeamRule) for form in rule.forms]
    assert len(ruled) == len(set(ruled)) == 12


def test_the_committee_is_changed_field_by_field(register: Register) -> None:
    register.set_committee(municipality=" Staffanstorp ", municipality_code="1230", example=True)
    found = only(register, Committee)
    assert (found.municipality, found.municipality_code, found.example) == (
        "Staffanstorp",
        "1230",
        True,
    )
    register.set_committee(example=False)
    assert not only(register, Committee).example


def test_a_setting_has_a_default_until_it_is_set(register: Register) -> None:
    assert register.setting("programme.closing") == "20"
    register.set_fact("programme.closing", "30")
    assert register.setting("programme.closing") == "30"
    assert register.setting("unknown") == ""


def test_terms_of_office_do_not_overlap(register: Register) -> None:
    register.add_term("2031-01-01", "2034-12-31")
    assert [t.start for t in all_of(register, TermOfOffice)] == ["2027-01-01", "2031-01-01"]
    for start, end in (("2030-12-31", "2035-01-01"), ("2026-01-01", "2040-01-01")):
        with pytest.raises(BadInput, match="gå in i varandra"):
            register.add_term(start, end)
    for start, end in (("2036-01-01", "2035-01-01"), ("", "2040-01-01")):
        with pytest.raises(BadInput):
            register.add_term(start, end)


def test_people_come_change_and_leave(register: Register) -> None:
    eva = register.add_person(" Eva Exempel ", "AU-ledamot", "member")
    register.change_person(eva, left=True)
    found = only(register, Person)
    assert (found.name, found.initials, found.left) == ("Eva Exempel", "EE", True)
    for name, role in ((" ", ""), ("Per", "king")):
        with pytest.raises(BadInput):
            register.add_person(name, role=role)


def test_team_rules_are_data(register: Register) -> None:
    added = register.set_team_rule(("GY",), ("rektor", ""))
    register.set_team_rule(("GY", "GYAN"), ("ordförande",), rule=added)
    found = register.record(added)
    assert isinstance(found, TeamRule)
    assert (found.forms, found.titles) == (("GY", "GYAN"), ("ordförande",))


def test_groups_can_be_added_but_the_four_stay(register: Register) -> None:
    added = register.add_group("Elevhälsan")
    assert [g.id for g in all_of(register, Group)] == [*GROUPS, added]
    register.remove(added)
    assert [g.id for g in all_of(register, Group)] == list(GROUPS)
    with pytest.raises(Refused):
        register.remove("staff")
    with pytest.raises(BadInput):
        register.add_group("  ")


def test_a_guide_keeps_the_order_of_its_themes_and_questions(register: Register) -> None:
    guide = register.add_guide(
        "Grundskola",
        ("GR",),
        [("Trygghet", "Normer", "Trygghet"), ("Inflytande", "", "")],
        [
            (1, "pupils", "Råd", "Hur går klassrådet till?", ()),
            (0, "staff", "Ro", "Hur får ni studiero?", ("När?", "Var?")),
            (0, "pupils", "Rast", "Berätta om rasten.", ()),
        ],
        "2",
    )
    found = only(register, Guide)
    assert (found.id, found.name, found.forms, found.version) == (guide, "Grundskola", ("GR",), "2")
    assert found.published
    assert [t.name for t in all_of(register, Theme)] == ["Trygghet", "Inflytande"]
    asked = all_of(register, Question)
    assert [q.short for q in asked] == ["Ro", "Rast", "Råd"]
    assert asked[0].prompts == ("När?", "Var?")
    assert {q.parent for q in asked} == {guide}
    with pytest.raises(BadInput):
        register.add_guide(" ", ("GR",), [], [])
