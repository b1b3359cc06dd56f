from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.reports.pdf.pages import Placed, paginate
from qualityvisit.reports.pdf.pieces import Piece, TextPiece
from qualityvisit.reports.pdf.sheet import Sheet

BOTTOM = 100


@dataclass(eq=False)
class Block(Piece):
    """A piece that is only heights."""

    heights: list[float] = field(default_factory=list)
    before: float = 0
    after: float = 0
    stays: bool = False
    header: Piece | None = None
    whole: bool = False

    def may_end(self, index: int) -> bool:
        return not self.whole and TextPiece.may_end(self, index)  # type: ignore[arg-type]

    def draw(self, sheet: Sheet, first: int, last: int, top: float) -> None:
        """Draw nothing."""


def pages(*blocks: Block) -> list[list[tuple[int, int, int]]]:
    """Return (block, first slice, last slice) page by page."""
    order = list(blocks)
    found = paginate(list(blocks), (0, 20), BOTTOM)
    return [[(order.index(p.piece), p.first, p.last) for p in page] for page in found]  # type: ignore[arg-type]


def test_what_fits_stands_on_one_page() -> None:
    assert pages(Block([10] * 5), Block([10] * 5)) == [[(0, 0, 4), (1, 0, 4)]]


def test_no_line_stands_alone_at_the_foot_or_the_head() -> None:
    filler = Block([90], whole=True)
    assert pages(filler, Block([10] * 4)) == [[(0, 0, 0)], [(1, 0, 3)]]
    filler = Block([70], whole=True)
    assert pages(filler, Block([10] * 4)) == [[(0, 0, 0), (1, 0, 1)], [(1, 2, 3)]]


def test_a_heading_goes_with_what_follows() -> None:
    headings = Block([10], stays=True), Block([10], stays=True)
    assert pages(Block([75], whole=True), *headings, Block([10] * 3)) == [
        [(0, 0, 0)], [(1, 0, 0), (2, 0, 0), (3, 0, 2)],
    ]  # fmt: skip


def test_the_space_above_falls_away_at_the_top_of_a_page() -> None:
    tall = Block([95], whole=True)
    (_, second) = paginate([tall, Block([10], before=30)], (0, 20), BOTTOM)
    assert [p.top for p in second] == [20]


def test_between_two_blocks_the_larger_space_counts() -> None:
    (page,) = paginate([Block([10], after=8), Block([10], before=5)], (0, 20), BOTTOM)
    assert [p.top for p in page] == [0, 18]


def test_a_table_that_goes_on_leaves_room_for_its_header() -> None:
    header = Block([15], stays=True)
    rows = [Block([30], header=header) for _ in range(4)]
    first, second = paginate([header, *rows], (0, 20), BOTTOM)
    assert [p.continued for p in first] == [False, False, False]
    assert second[0] == Placed(rows[2], 0, 0, 35, continued=True)


def test_what_is_longer_than_a_page_goes_on_all_the_same() -> None:
    long = Block([30] * 7, whole=True)
    assert pages(long) == [[(0, 0, 2)], [(0, 3, 4)], [(0, 5, 6)]]


BLOCKS = st.builds(
    Block,
    st.lists(st.floats(1, 40), min_size=1, max_size=20),
    st.floats(0, 30),
    st.floats(0, 30),
    st.booleans(),
    whole=st.booleans(),
)


@given(st.lists(BLOCKS, max_size=12))
def test_every_slice_stands_once_in_order_inside_its_page(blocks: list[Block]) -> None:
    found = paginate(list(blocks), (0, 20), BOTTOM)
    placed = [(p.piece, n) for page in found for p in page for n in range(p.first, p.last + 1)]
    assert placed == [(block, n) for block in blocks for n in range(len(block.heights))]
    for number, page in enumerate(found):
        y = 0.0 if number == 0 else 20.0
        for part in page:
            assert part.top >= y - 1e-6
            y = part.top + sum(part.piece.heights[part.first : part.last + 1])
        assert y <= BOTTOM + 1e-6
    assert all(found[1:])
