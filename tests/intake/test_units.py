import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import BadInput
from qualityvisit.intake.figures import read_figures
from qualityvisit.intake.guides import read_guide
from qualityvisit.intake.reading import MOST_BYTES
from qualityvisit.intake.units import IncomingUnit, Reading, compare, read_units
from qualityvisit.intake.xlsform_read import read_xlsform
from qualityvisit.model.records import GROUPS, Unit
from qualityvisit.settings import RESOURCES

REGISTER = (RESOURCES / "example" / "skolenhetsregistret-2020-staffanstorp.xlsx").read_bytes()
RESULTS = (RESOURCES / "example" / "slutbetyg-ak9-2025-staffanstorp.csv").read_bytes()
SCHOOL = Unit("u1", name="Skolan", forms=("GR 2010-08-01 -",), code="12345678", pupils="200")
COMING = IncomingUnit(row=2, name="Skolan", forms=("GR",), code="12345678", pupils="200")


def reading(*units: IncomingUnit) -> Reading:
    found = Reading()
    for unit in units:
        found.take(unit)
    return found


def test_the_same_file_twice_changes_nothing() -> None:
    first = compare([], read_units(REGISTER, "1230"))
    ours = [
        Unit(f"u{n}", name=u.name, forms=u.forms, code=u.code, pupils=u.pupils, address=u.address)
        for n, u in enumerate(first.added)
    ]
    again = compare(ours, read_units(REGISTER, "1230"))
    assert (again.added, again.updated) == ((), ())
    assert len(again.unchanged) == 13


def test_what_differs_is_updated_and_what_is_not_told_stands() -> None:
    told = replace(COMING, name="Nya skolan", pupils="", address="Gatan 1")
    [update] = compare([SCHOOL], reading(told)).updated
    assert update.unit == "u1"
    assert update.changes == {"name": "Nya skolan", "address": "Gatan 1"}


def test_a_form_keeps_the_dates_it_has_when_another_is_added() -> None:
    told = replace(COMING, forms=("FKLASS", "GR"))
    [update] = compare([SCHOOL], reading(told)).updated
    assert update.changes == {"forms": ("FKLASS", "GR 2010-08-01 -")}


def test_a_unit_entered_by_hand_gets_its_code_from_the_register() -> None:
    by_hand = replace(SCHOOL, code="", name="skolan")
    [update] = compare([by_hand], reading(COMING)).updated
    assert update.changes == {"name": "Skolan", "code": "12345678"}


def test_another_code_is_another_unit_even_under_the_same_name() -> None:
    assert compare([replace(SCHOOL, code="87654321")], reading(COMING)).added == (COMING,)


def test_a_name_that_several_units_have_is_rejected() -> None:
    twins = [replace(SCHOOL, id="u1", code=""), replace(SCHOOL, id="u2", code="")]
    found = compare(twins, reading(replace(COMING, code="")))
    assert [r.why for r in found.rejected] == ["Flera enheter har namnet Skolan."]


def test_an_invented_unit_is_never_taken_for_a_real_one() -> None:
    assert compare([replace(SCHOOL, invented=True)], reading(COMING)).added == (COMING,)


# --- whatever the file holds, it is read or refused with a known error


def whatever(data: bytes) -> None:
    for read in (
        read_units,
        read_figures,
        read_guide,
        lambda d: read_xlsform(d, dict.fromkeys(GROUPS, "")),
    ):
        with contextlib.suppress(BadInput):
            read(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    whatever(data)


@given(st.text(max_size=400), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_text_is_read_or_refused(text: str, encoding: str) -> None:
    whatever(text.encode(encoding, "replace"))


@given(
    st.sampled_from([REGISTER, RESULTS]),
    st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=8)), min_size=1, max_size=4),
)
def test_a_damaged_file_is_read_or_refused(data: bytes, wounds: list[tuple[int, bytes]]) -> None:
    damaged = bytearray(data)
    for at, bits in wounds:
        place = at % len(damaged)
        damaged[place : place + len(bits)] = bits
    whatever(bytes(damaged))


@given(
    st.lists(st.lists(st.sampled_from(["Namn", "Skolform", "GR", "A", '"', "12345678", "", "="])))
)
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    whatever("\n".join(";".join(row) for row in rows).encode())


def test_a_file_far_too_large_is_refused_at_once() -> None:
    with pytest.raises(BadInput, match="för stor"):
        read_units(b"a" * (MOST_BYTES + 1))
