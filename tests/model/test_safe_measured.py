"""How much of what may point somebody out is found, and how much is found in vain."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualityvisit.model.safe import CATEGORIES, find
from qualityvisit.namelists import lists
from qualityvisit.settings import RESOURCES
from tests.labelled import Passage, passages, score

NAMES = lists()
IN_THE_EXAMPLE = "Tom Testlund"  # the one who is named in it


def report(title: str, of: list[Passage]) -> tuple[float, float]:
    made = score(of, NAMES)
    print(f"{title}, {len(of)} passages: {made}")
    return made.precision, made.recall


def test_the_whole_set_is_found_well_enough() -> None:
    precision, recall = report("the whole set", list(passages("labelled")))
    assert recall >= 0.95
    assert precision >= 0.8


@pytest.mark.parametrize("held_out", [False, True], ids=["tuned on", "held out"])
def test_the_half_that_nothing_was_tuned_on_is_found_as_well(held_out: bool) -> None:
    half = [p for p in passages("labelled") if p.held_out is held_out]
    precision, recall = report("held out" if held_out else "tuned on", half)
    assert recall >= 0.95
    assert precision >= 0.8


def test_what_was_written_later_is_found_too() -> None:
    precision, recall = report("seen", list(passages("seen")))
    assert recall >= 0.95
    assert precision >= 0.8


def test_what_no_rule_was_changed_for_is_found_nearly_as_well() -> None:
    precision, recall = report("fresh", list(passages("fresh")))
    assert recall >= 0.9
    assert precision >= 0.8


def test_guides_and_what_was_written_for_the_example_point_nobody_out() -> None:
    folders = (RESOURCES / "guides", RESOURCES / "example" / "visits")
    texts = [t for f in folders for file in sorted(f.glob("*.json")) for t in strings(file)]
    found = [f.words(t) for t in texts for f in find(t, NAMES, "staff")]
    assert sum(map(len, texts)) > 30_000
    assert found == [IN_THE_EXAMPLE]


def strings(file: Path) -> list[str]:
    """Return all the texts of a file."""
    found: list[str] = []
    json.loads(file.read_text("utf-8"), object_pairs_hook=lambda pairs: found.extend(_texts(pairs)))
    return found


def _texts(pairs: list[tuple[str, object]]) -> Iterator[str]:
    for _key, value in pairs:
        yield from (v for v in (value if isinstance(value, list) else [value])
                    if isinstance(v, str))  # fmt: skip


def test_the_set_is_large_and_half_of_it_holds_nothing() -> None:
    all_of_it = list(passages("labelled"))
    assert len(all_of_it) >= 400
    assert 0.35 < sum(bool(p.marked) for p in all_of_it) / len(all_of_it) < 0.65
    assert {m[2] for p in all_of_it for m in p.marked} == set(CATEGORIES)


def test_the_lists_are_sorted_and_hold_each_name_once() -> None:
    for names in (NAMES.first, NAMES.last, NAMES.places, NAMES.countries):
        rows = names.strip(b"\n").split(b"\n")
        assert rows == sorted(set(rows))
        assert all(rows)
