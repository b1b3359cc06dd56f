"""Pieces set on pages: headings stay with their text, no line stands alone, headers repeat."""

from collections.abc import Iterator
from dataclasses import dataclass

from qualityvisit.reports.pdf.pieces import Piece


@dataclass(frozen=True, slots=True)
class Placed:
    """Slices of a piece at their place, in points from the top of the page."""

    piece: Piece
    first: int
    last: int
    top: float
    continued: bool = False  # its table began on an earlier page


@dataclass(frozen=True, slots=True)
class _Slice:
    piece: Piece
    index: int
    gap: float  # above, unless it is the first on its page

    @property
    def height(self) -> float:
        return self.piece.heights[self.index]


def paginate(pieces: list[Piece], tops: tuple[float, float], bottom: float) -> list[list[Placed]]:
    """Return what stands on each page.

    ``tops`` is where the words begin on the first page and on the others, ``bottom`` where they
    must end. What may not be parted goes to a new page together, unless it is longer than one.
    """
    pages: list[list[Placed]] = [[]]
    top, y = tops[0], tops[0]

    def turn() -> None:
        nonlocal top, y
        pages.append([])
        top = y = tops[1]

    for chunk in _chunks(pieces):
        fresh = chunk[0].piece.fresh and chunk[0].index == 0
        if y > top and (fresh or y + _height(chunk, with_gap=True) > bottom):
            turn()
        for part in chunk:
            if y + (part.gap if y > top else 0) + part.height > bottom and y > top:
                turn()
            header = part.piece.header if y == top and len(pages) > 1 else None
            if header:
                y += sum(header.heights)
            elif y > top:
                y += part.gap
            _place(pages[-1], part, y, continued=header is not None)
            y += part.height
    return pages


def _place(page: list[Placed], part: _Slice, y: float, *, continued: bool) -> None:
    before = page[-1] if page else None
    if before and before.piece is part.piece:
        page[-1] = Placed(part.piece, before.first, part.index, before.top, before.continued)
    else:
        page.append(Placed(part.piece, part.index, part.index, y, continued))


def _chunks(pieces: list[Piece]) -> Iterator[list[_Slice]]:
    """Yield runs of slices that are to stand on one page."""
    chunk: list[_Slice] = []
    above = 0.0
    for piece in pieces:
        if piece.fresh and chunk:
            yield chunk
            chunk = []
        last = len(piece.heights) - 1
        for index in range(last + 1):
            gap = max(above, piece.before) if index == 0 else 0  # as Word has it
            chunk.append(_Slice(piece, index, gap))
            if (index == last and not piece.stays) or (index < last and piece.may_end(index)):
                yield chunk
                chunk = []
        above = piece.after
    if chunk:
        yield chunk


def _height(chunk: list[_Slice], *, with_gap: bool) -> float:
    gaps = sum(part.gap for part in chunk[1:]) + (chunk[0].gap if with_gap else 0)
    return gaps + sum(part.height for part in chunk)
