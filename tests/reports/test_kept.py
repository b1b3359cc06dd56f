"""Finished versions: what has been kept is read as it was, or told as unreadable."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import BadInput
from qualityvisit.reports import docx, kept
from qualityvisit.reports.charts import LINES, Chart, Series
from qualityvisit.reports.minutes import build
from qualityvisit.reports.outline import (
    Bullets,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Table,
    runs,
)
from tests.reports.example import FULL

CHART = Chart(LINES, "Trygghet", ("2026", "2027"), (Series("Åk 5", (7.0, None), ("7", "")),), "%")
SMALL = Outline(
    "Rapport", "sv-SE", "Rapport",
    blocks=(Heading("Om", 1), Paragraph((Run("a", "strong"), Run("b")), "quote"), Figure(CHART),
            Table("T", ("x", "y"), (("1", "2"),), (1, 2)), Bullets((runs("z"),), keys=("k",))),
)  # fmt: skip
JSON: Any = json.loads(kept.dumps(SMALL))
OTHER: tuple[Any, ...] = (
    5, -1, "x", None, [], True, 1.5, {"is": "Run", "text": "a"}, ["a"], [["a"]], {}, {"is": 3}
)  # fmt: skip


def _places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(
        value, list) else ()  # fmt: skip
    for name, each in inside:
        yield from _places(each, (*path, name))


def test_what_is_kept_comes_back_the_same() -> None:
    for report in (SMALL, build(FULL)):
        assert kept.loads(kept.dumps(report)) == report


@pytest.mark.slow
@given(st.sampled_from(list(_places(JSON))), st.sampled_from(OTHER))
def test_whatever_is_read_can_be_written(path: tuple[Any, ...], other: object) -> None:
    changed = copy.deepcopy(JSON)
    around = changed
    for step in path[:-1]:
        around = around[step]
    around[path[-1]] = other
    try:
        report = kept.loads(json.dumps(changed))
    except BadInput:
        return
    assert docx.write(report)
