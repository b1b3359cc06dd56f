"""Whatever a report is put together of: its PDF is whole, fit for archives and for everybody."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualityvisit.reports import pdf
from qualityvisit.reports.look import SHIPPED, Look
from qualityvisit.reports.outline import (
    ASIDE,
    BODY,
    MUTED,
    PLAIN,
    QUOTE,
    STRONG,
    Block,
    Bullets,
    Contents,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Table,
)
from tests.reports.other_look import OTHER
from tests.reports.reading import Spoken, faults
from tests.reports.some_charts import ALL

WORDS = st.sampled_from(["", "ord", "två ord ", "rad\nbruten", "långt " * 90, "lång" * 60, "❤ ع"])
RUNS = st.lists(
    st.builds(
        Run, WORDS, st.sampled_from([PLAIN, STRONG, MUTED]),
        st.sampled_from(["", "", "https://example.se", "mailto:x@example.se"]),
    ),
    max_size=4,
).map(tuple)  # fmt: skip
LISTS = st.recursive(
    st.builds(Bullets, st.lists(RUNS, max_size=4).map(tuple), st.booleans()),
    lambda inner: st.builds(Bullets, st.lists(RUNS | inner, max_size=4).map(tuple), st.booleans()),
    max_leaves=6,
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 4))
    cells = st.tuples(*[WORDS] * columns)
    rows = draw(st.lists(cells, max_size=12))
    widths = tuple(draw(st.lists(st.integers(1, 5), min_size=columns, max_size=columns)))
    return Table("Tabell", draw(cells), tuple(rows), widths, draw(st.booleans()))


BLOCKS = st.lists(
    st.builds(Heading, WORDS, st.integers(1, 3), st.booleans(), fresh_page=st.booleans())
    | st.builds(Paragraph, RUNS, st.sampled_from([BODY, ASIDE, QUOTE]))
    | LISTS
    | tables()
    | st.builds(Figure, st.sampled_from(ALL))
    | st.just(Contents("Innehåll")),
    max_size=14,
)


def stepped(blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks whose headings never skip a level."""
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level, level + 1)
            yield replace(block, level=level)
        else:
            yield block


@pytest.mark.slow
@settings(max_examples=50)
@given(BLOCKS, st.sampled_from([SHIPPED, OTHER]), st.sampled_from(["1a", "2a", "3a"]))
def test_any_report_is_whole(blocks: list[Block], look: Look, profile: str) -> None:
    outline = Outline("Titel", "sv-SE", "Rapport", blocks=tuple(stepped(blocks)))
    file = pdf.write(outline, look=look, profile=profile)
    assert faults(file, profile) == []
    assert profile == "1a" or faults(file, "ua1") == []
    Spoken(file).check()
