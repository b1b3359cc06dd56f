"""Whatever a file holds, it is read or refused with a known error, row by row, and in time."""

import contextlib
import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import BadInput
from qualityvisit.intake.figures import compare_figures, read_figures
from qualityvisit.intake.reading import MOST_ROWS
from qualityvisit.intake.units import compare, read_units
from qualityvisit.model.records import KeyFigure, Unit
from tests.intake.test_survey_xlsx import book, unit

FOLDER = Path(__file__).parent.parent / "data"
JSONS = sorted(
    str(path.relative_to(FOLDER))
    for part in (".", "kolada", "planned", "survey")
    for path in (FOLDER / part).glob("*.json")
)
TABLES = ["slutbetyg-2025.csv", "register-v2-list.json"]
OURS = [Unit("u1", name="Skolan", code="46191968", forms=("GR",))]
HAD = [KeyFigure("f1", unit="u1", name="x", measure="N15419", value="1", period="2024")]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["..", ".", "-", "*", "²", "\ud800", "V11E1280128053", "46191968", "T"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


@cache
def sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def whatever(data: bytes) -> None:
    """Read and compare; what comes of it can be kept, as text that every file can hold."""
    with contextlib.suppress(BadInput):
        units = compare(OURS, read_units(data))
        for added in units.added:
            json.dumps(
                [added.name, added.forms, added.code, added.own], ensure_ascii=False
            ).encode()
        [r.why.encode() for r in units.rejected]
    with contextlib.suppress(BadInput):
        figures = compare_figures(OURS, HAD, read_figures(data))
        for _unit, f in figures.added:
            f"{f.name} {f.value} {f.period} {f.who} {f.index} {f.measure}".encode()
        [r.why.encode() for r in figures.rejected]
        [u.name.encode() for u in figures.unmatched]


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    whatever(data)


@given(
    st.sampled_from([*JSONS, *TABLES]),
    st.lists(st.tuples(st.integers(0, 50_000), st.binary(max_size=8)), min_size=1, max_size=4),
)
def test_a_sample_with_wounds(name: str, wounds: list[tuple[int, bytes]]) -> None:
    damaged = bytearray(sample(name))
    for at, bits in wounds:
        place = at % len(damaged)
        damaged[place : place + len(bits)] = bits
    whatever(bytes(damaged))


@given(st.sampled_from([*JSONS, *TABLES]), st.integers(0, 50_000))
def test_a_sample_that_is_torn_off(name: str, length: int) -> None:
    whatever(sample(name)[:length])


def spoil(found: Any, draw: Any) -> Any:
    """Return JSON with one of its values changed, taken away, or doubled."""
    if isinstance(found, dict) and found:
        key = draw(st.sampled_from(sorted(found)))
        what = draw(st.sampled_from(["deeper", "deeper", "deeper", "other", "gone", "named"]))
        rest = {k: v for k, v in found.items() if k != key}
        if what == "deeper":
            return found | {key: spoil(found[key], draw)}
        if what == "gone":
            return rest
        return rest | {key if what == "other" else draw(st.text(max_size=5)): draw(VALUES)}
    if isinstance(found, list) and found:
        place = draw(st.integers(0, min(len(found), 8) - 1))
        return [*found[:place], spoil(found[place], draw), *found[place:60]]
    return draw(VALUES)


@given(st.sampled_from(JSONS), st.data())
def test_a_sample_with_other_values(name: str, data: st.DataObject) -> None:
    found = json.loads(sample(name))
    for _turn in range(data.draw(st.integers(1, 3))):
        found = spoil(found, data.draw)
    whatever(json.dumps(found).encode())


SPOKEN = ["46191968", "-", "..", "Samtliga", "Index", "9. Trygghet", "VT26", "Skolenhetskod", "²"]
CELLS = (
    st.none()
    | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([*SPOKEN, 4, True])
)


@given(
    st.lists(st.lists(CELLS, max_size=12), max_size=6), st.lists(st.text(max_size=9), max_size=3)
)
def test_a_workbook_with_any_cells(rows: list[list[Any]], columns: list[str]) -> None:
    clean = [[strip(c) for c in row] for row in rows]
    whatever(book([strip(c) for c in columns], clean))


def strip(value: Any) -> Any:
    """Return what a workbook can hold."""
    return "".join(c for c in value if c.isprintable()) if isinstance(value, str) else value


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=6)), min_size=1, max_size=3))
def test_a_workbook_with_wounds(wounds: list[tuple[int, bytes]]) -> None:
    damaged = bytearray(book(["9. Trygghet"], [unit("46191968", 45, 8.6)]))
    for at, bits in wounds:
        place = at % len(damaged)
        damaged[place : place + len(bits)] = bits
    whatever(bytes(damaged))


# --- what is made to hang or to swell


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def test_a_workbook_that_swells_is_refused() -> None:
    bomb = zipped(**{"xl/workbook.xml": bytes(120_000_000)})
    assert len(bomb) < 200_000
    for read in (read_units, read_figures):
        with pytest.raises(BadInput, match="för stor"):
            read(bomb)


def test_entities_that_swell_are_refused_or_left_alone() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><x>&l11;</x>'.encode()
    whatever(zipped(**{"[Content_Types].xml": xml, "xl/workbook.xml": xml}))


@pytest.mark.parametrize("text", ["[" * 200_000, '{"values":' * 200_000, '{"body":{"a":' * 100_000])
def test_deep_json_is_refused(text: str) -> None:
    for read in (read_units, read_figures):
        with pytest.raises(BadInput):
            read(text.encode())


def test_far_too_many_rows_are_refused() -> None:
    many = json.dumps({"values": [{"id": "V11E1280128053"}] * (MOST_ROWS + 1)}).encode()
    for read in (read_units, read_figures):
        with pytest.raises(BadInput, match="för stor"):
            read(many)
    with pytest.raises(BadInput, match="för stor"):
        read_figures(b"a;b\n" * (MOST_ROWS + 1))


def test_numbers_beyond_all_reason_are_rejected() -> None:
    row = '{"kpi": "N1", "municipality": "1230", "period": 2024, "values": [{"value": 1e999}]}'
    found = read_figures(f'{{"values": [{row}]}}'.encode())
    assert [r.why for r in found.rejected] == ["inf är inget tal: N1."]
