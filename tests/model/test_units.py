import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import BadInput, NotFound, Refused
from qualityvisit.model.merged import doubles, standing_for
from qualityvisit.model.records import KeyFigure, Match, Unit
from qualityvisit.model.register import Register
from tests.model.loose import all_of, fresh, meet, only


@pytest.fixture
def register() -> Register:
    made = fresh(Register, "register")
    made.begin("Barn- och utbildningsnämnden", "2027-01-01", "2030-12-31")
    return made


def unit_of(register: Register, unit: str) -> Unit:
    found = register.record(unit)
    assert isinstance(found, Unit)
    return found


def test_a_unit_has_dated_forms(register: Register) -> None:
    unit = register.add_unit("Skolan", ("FKLASS - 2028-06-30", "GR 2010-08-01 -"), "12345678")
    found = register.record(unit)
    assert isinstance(found, Unit)
    assert found.form == "GR"
    assert found.forms_on("2028-03-01") == ("FKLASS", "GR")
    assert found.forms_on("2028-08-01") == ("GR",)
    assert found.forms_on("2009-01-01") == ("FKLASS",)


@pytest.mark.parametrize(
    ("name", "forms", "code"),
    [
        ("", ("GR",), ""),
        ("A", (), ""),
        ("A", ("XX",), ""),
        ("A", ("GR",), "1234567"),
        ("A", ("GR",), "1234567a"),
        ("A", ("GR",), "١٢٣٤٥٦٧٨"),
    ],
)
def test_a_unit_that_cannot_be_is_refused(
    register: Register, name: str, forms: tuple[str, ...], code: str
) -> None:
    with pytest.raises(BadInput):
        register.add_unit(name, forms, code)
    assert not all_of(register, Unit)


def test_a_code_belongs_to_one_unit(register: Register) -> None:
    first = register.add_unit("Första", ("GR",), "12345678")
    second = register.add_unit("Andra", ("GR",))
    with pytest.raises(BadInput, match="Första"):
        register.add_unit("Tredje", ("GR",), "12345678")
    with pytest.raises(BadInput, match="Första"):
        register.change_unit(second, code="12345678")
    register.change_unit(first, code="12345678", name="Etta")
    with pytest.raises(BadInput):
        register.change_unit(first, forms=("XX",))
    assert [u.name for u in all_of(register, Unit)] == ["Andra", "Etta"]


def test_a_figure_has_its_period_and_source(register: Register) -> None:
    register.add_figure("u1", "Meritvärde", "262,4", "2024/25", "Skolverket")
    found = only(register, KeyFigure)
    assert (found.parent, found.sort, found.source) == ("u1", "Meritvärde 2024/25", "Skolverket")


def test_a_preschool_class_ends_by_law_where_no_other_end_is_told(register: Register) -> None:
    plain = unit_of(register, register.add_unit("A", ("FKLASS 2010-08-01 -", "GR")))
    assert plain.forms_on("2028-06-30") == ("FKLASS", "GR")
    assert plain.forms_on("2028-07-01") == ("GR",)
    told = unit_of(register, register.add_unit("B", ("FKLASS - 2029-06-30", "GR")))
    assert told.forms_on("2028-07-01") == ("FKLASS", "GR")


def test_a_form_cannot_end_before_it_begins(register: Register) -> None:
    with pytest.raises(BadInput, match="upphör efter"):
        register.add_unit("A", ("GR 2028-08-01 2028-06-30",))


def test_units_come_together_or_not_at_all(register: Register) -> None:
    new = [{"name": name, "forms": ("GR",), "code": "12345678"} for name in ("A", "B")]
    with pytest.raises(BadInput, match="A har redan"):
        register.add_units(new)
    assert all_of(register, Unit) == []
    one, two = register.add_units([new[0], new[1] | {"code": ""}])
    with pytest.raises(BadInput, match="A har redan"):
        register.change_units(
            {two: {"name": "C"}, one: {"pupils": "7"}} | {two: {"code": "12345678"}}
        )
    assert unit_of(register, one).pupils == ""


def test_what_a_source_means_is_remembered_and_can_be_changed(register: Register) -> None:
    register.remember({"V11E1": "u1", "V11E2": "u2"})
    register.remember({"V11E1": "u3"})
    assert [(m.own, m.unit, m.parent) for m in all_of(register, Match)] == [
        ("V11E1", "u3", "u3"), ("V11E2", "u2", "u2"),
    ]  # fmt: skip


# --- units that are the same


def test_a_unit_takes_over_what_it_lacks_from_the_one_that_is_merged_into_it(
    register: Register,
) -> None:
    kept = register.add_unit("Skolan", ("GR 2010-08-01 -",), address="Gatan 1")
    gone = register.add_unit("Skolan", ("FKLASS", "GR"), "12345678", address="Vägen 2", pupils="80")
    register.merge_unit(gone, kept)
    found = unit_of(register, kept)
    assert (found.code, found.address, found.pupils) == ("12345678", "Gatan 1", "80")
    assert found.forms == ("FKLASS", "GR 2010-08-01 -")
    assert unit_of(register, gone).merged == kept
    register.change_unit(kept, name="Nya skolan", code="12345678")  # its own code now
    with pytest.raises(BadInput):
        register.add_unit("Tredje", ("GR",), "12345678")


def test_a_merged_unit_stands_by_itself_again_with_its_code(register: Register) -> None:
    kept = register.add_unit("Skolan", ("GR",))
    gone = register.add_unit("Skola", ("GR",), "12345678")
    register.merge_unit(gone, kept)
    register.part_unit(gone)
    assert (unit_of(register, kept).code, unit_of(register, gone).merged) == ("", "")
    assert unit_of(register, gone).code == "12345678"


def test_a_unit_is_no_part_of_itself(register: Register) -> None:
    one, two, three = (register.add_unit(name, ("GR",)) for name in "ABC")
    register.merge_unit(one, two)
    register.merge_unit(two, three)
    for unit, into in ((one, one), (three, three), (three, one), (three, two)):
        with pytest.raises(Refused, match="del av sig själv"):
            register.merge_unit(unit, into)
    with pytest.raises(NotFound):
        register.merge_unit("nothing", one)
    with pytest.raises(NotFound):
        register.merge_unit(one, "nothing")


def test_two_who_merge_crosswise_have_one_unit_that_stands_for_both(register: Register) -> None:
    one, two = register.add_unit("A", ("GR",)), register.add_unit("B", ("GR",))
    other = fresh(Register, "register", [register.whole()], who="per")
    register.merge_unit(one, two)
    other.merge_unit(two, one)
    meet(register, other)
    for each in (register, other):
        merged = {u.id: u.merged for u in all_of(each, Unit)}
        assert standing_for(one, merged) == standing_for(two, merged) == min(one, two)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), max_size=8))
def test_whatever_is_merged_into_what_each_unit_has_one_that_stands_for_it(
    merged: dict[str, str],
) -> None:
    for unit in "abcdefgh":
        whole = standing_for(unit, merged)
        assert standing_for(whole, merged) == whole
        if unit in merged:
            assert standing_for(merged[unit], merged) == whole


def units(*told: tuple[str, str, str, str]) -> list[Unit]:
    return [
        Unit(f"u{n}", name=name, code=code, address=address, forms=(form,))
        for n, (name, code, address, form) in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        (("Skolan", "12345678", "", "GR"), ("Annat", "12345678", "", "GR"), ["code"]),
        (("Skolan", "12345678", "", "GR"), ("SKOLAN", "", "", "GR"), ["name"]),
        (("Humlans förskola", "", "", "FS"), ("Förskolan Humlan", "", "", "FS"), ["name"]),
        (("Åsen", "", "Gatan 1, Lund", "FS"), ("Ekan", "", "GATAN 1 LUND", "FS"), ["place"]),
        (("Åsen", "", "Gatan 1", "FS"), ("Ekan", "", "Gatan 1", "GR"), []),
        (("Skolan", "12345678", "Gatan 1", "GR"), ("Skolan", "87654321", "Gatan 1", "GR"), []),
        (("Backskolan F-6", "", "", "GR"), ("Backskolan 7-9", "", "", "GR"), []),
        (("Skolan", "", "", "GR"), ("Förskolan", "", "", "FS"), []),
    ],
)
def test_doubles_are_proposed_by_code_name_and_address(
    one: tuple[str, str, str, str], two: tuple[str, str, str, str], why: list[str]
) -> None:
    assert [d.why for d in doubles(units(one, two))] == why


def test_the_unit_with_a_code_is_the_one_to_keep() -> None:
    [double] = doubles(units(("Skolan", "", "", "GR"), ("Skolan", "12345678", "", "GR")))
    assert (double.keep.id, double.other.id) == ("u1", "u0")
