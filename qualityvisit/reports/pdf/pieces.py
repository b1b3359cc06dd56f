"""Laid-out blocks: each a row of slices between which a page may end, or may not."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from qualityvisit.reports.look import Look, Manner
from qualityvisit.reports.pdf.lines import Line, Span, Text, width_of
from qualityvisit.reports.pdf.sheet import Sheet
from qualityvisit.reports.pdf.tags import Element

_ASCENT = 0.75  # of a font's size: where capitals and ascenders end, above the baseline
_FRAME = 3  # points between words and the frame round them


class Piece(ABC):
    """A block that is laid out: slices from top to bottom, with their heights."""

    before: float = 0  # space above, which falls away at the top of a page
    after: float = 0
    stays: bool = False  # on the page of what follows
    fresh: bool = False  # begins a page
    at: tuple[int, float] = (0, 0)  # page from 0 and how far down, once it is placed
    heights: Sequence[float] = ()
    header: "Piece | None" = None  # drawn again where the piece goes on upon a new page

    @abstractmethod
    def may_end(self, index: int) -> bool:
        """Tell whether a page may end after this slice, which is not the last one."""

    @abstractmethod
    def draw(self, sheet: Sheet, first: int, last: int, top: float) -> None:
        """Draw the slices ``first`` to ``last`` from ``top`` downwards."""


_Row = tuple[Line, Manner, Element, float]  # with how far down it begins


@dataclass(slots=True)
class Stack:
    """Paragraphs below one another in a column, each with its own element: lines, top to bottom."""

    rows: list[tuple[Line, Manner, Element]] = field(default_factory=list)
    _linked: bool = False
    _open: tuple[Element, str, Element] | None = None  # a link whose words may go on

    def add(self, spans: list[Span], manner: Manner, width: float, element: Element) -> None:
        """Add a paragraph, broken to a width."""
        self.rows += [(line, manner, element) for line in Text(spans).lines(width)]
        self._linked = self._linked or any(span.ink.link for span in spans)

    def draw(self, sheet: Sheet, x: float, width: float, tops: Sequence[float], first: int) -> None:
        """Draw lines from ``first`` on, as many as there are ``tops``, in a column."""
        shown = zip(self.rows[first:], tops, strict=False)
        for _, same in groupby(shown, lambda item: id(item[0][2])):
            rows = [(line, manner, element, top) for (line, manner, element), top in same]
            if self._linked:
                self._draw_linked(sheet, rows, x, width)
                continue
            with sheet.content(rows[0][2]):
                for line, manner, _, top in rows:
                    sheet.line(line, start_of(line, manner, x, width), baseline(manner, top))
            for line, manner, _, top in rows:
                if manner.box:
                    frame(sheet, line, manner, start_of(line, manner, x, width), top)

    def _draw_linked(self, sheet: Sheet, rows: list[_Row], x: float, width: float) -> None:
        """Draw lines of one paragraph with its links: each a part of the paragraph."""
        for line, manner, element, top in rows:
            place = start_of(line, manner, x, width)
            for address, same in groupby(line.spans, lambda span: span.ink.link):
                spans = list(same)
                part = self._link(element, address) if address else element
                if not address:
                    self._open = None
                with sheet.content(part):
                    sheet.spans(spans, place, baseline(manner, top))
                length = width_of(spans)
                if address:
                    edge = start_of(line, manner, x, width) + line.width
                    shown = max(min(length, edge - place), 0)  # no space at the end of the line
                    under = baseline(manner, top) + 1.5
                    sheet.fill(place, under, shown, 0.5, spans[0].ink.colour)
                    sheet.link(part, (place, top, shown, manner.leading), address, address)
                place += length

    def _link(self, element: Element, address: str) -> Element:
        """Return the element of a link: the one before, where its words go on."""
        if not self._open or self._open[:2] != (element, address):
            self._open = element, address, element.add("Link")
        return self._open[2]


def start_of(line: Line, manner: Manner, x: float, width: float) -> float:
    """Return where a line begins in a column at ``x``."""
    frame_room = _FRAME if manner.box else 0
    return x + width - line.width - frame_room if manner.to_right else x + frame_room


def baseline(manner: Manner, top: float) -> float:
    """Return where the letters stand when a line begins at ``top``: in its middle, optically."""
    return top + (manner.leading + _ASCENT * manner.size - 0.19 * manner.size) / 2


def frame(sheet: Sheet, line: Line, manner: Manner, x: float, top: float) -> None:
    """Draw the frame of a line that begins at ``x``."""
    width = line.width + 2 * _FRAME
    sheet.frame(x - _FRAME, top + 1, width, manner.leading - 2, manner.colour)


class TextPiece(Piece):
    """A paragraph, a heading or an item of a list; a slice is a line."""

    def __init__(self, spans: list[Span], manner: Manner, element: Element, look: Look) -> None:
        self._manner = manner
        self._look = look
        self._stack = Stack()
        self._stack.add(spans, manner, look.width - manner.left - manner.right, element)
        self._label: tuple[Line, Element, float] | None = None
        self._bookmark: tuple[str, int] | None = None
        self.before, self.after = manner.before, manner.after
        self.heights = [manner.leading] * len(self._stack.rows)

    def label(self, text: str, element: Element, colour: str = "", left: float = 0) -> None:
        """Put a label before the first line, a bullet or a number, ``left`` from the margin."""
        ink = replace(self._manner.ink, colour=colour or self._manner.colour)
        self._label = Text([Span(text, ink)]).whole(), element, left

    def lead(self, title: str, level: int) -> None:
        """Make this a heading: it stays with what follows, and has a bookmark."""
        self.stays = True
        self._bookmark = title, level

    def may_end(self, index: int) -> bool:
        """Never leave one line alone, and never break a heading."""
        return not self.stays and 0 < index < len(self.heights) - 2

    def draw(self, sheet: Sheet, first: int, last: int, top: float) -> None:
        """Draw the lines."""
        manner, look = self._manner, self._look
        tops = [top + manner.leading * n for n in range(last - first + 1)]
        if manner.bar:
            height = manner.leading * len(tops)
            sheet.fill(look.left + manner.left - 12, top + 1, 1.5, height - 2, look.hairline)
        if first == 0 and self._bookmark:
            sheet.bookmark(*self._bookmark, top)
        if first == 0 and self._label:
            line, element, left = self._label
            with sheet.content(element):
                sheet.line(line, look.left + left, baseline(manner, top))
        width = look.width - manner.left - manner.right
        self._stack.draw(sheet, look.left + manner.left, width, tops, first)


@dataclass(frozen=True, slots=True)
class Grid:
    """How the rows of a table look; lengths in points."""

    left: float  # where it begins
    columns: tuple[float, ...]  # widths
    leading: float
    inset: float = 0  # left and right of each cell's words
    above: float = 0  # over each cell's words
    below: float = 0
    shade: str = ""
    over: str = ""  # the colour of a line over each row
    rule: str = ""  # the colour of the line under each row
    rule_width: float = 0.5

    def inner(self, column: int) -> float:
        """Return the width that a column leaves for words."""
        return self.columns[column] - 2 * self.inset


_LONG_ROW = 8  # lines: a row of more may go on upon the next page


class RowPiece(Piece):
    """A row of a table; a slice is a line across it. Its cells share one line height."""

    def __init__(self, cells: list[Stack], grid: Grid, header: "RowPiece | None" = None) -> None:
        self._cells = cells
        self._grid = grid
        self.header = header
        lines = max([1, *(len(cell.rows) for cell in cells)])
        heights = [grid.leading] * lines
        heights[0] += grid.above
        heights[-1] += grid.below
        self.heights = heights

    def may_end(self, index: int) -> bool:
        """Keep short rows whole."""
        return len(self.heights) > _LONG_ROW and 0 < index < len(self.heights) - 2

    def draw(self, sheet: Sheet, first: int, last: int, top: float) -> None:
        """Draw the lines column by column: that is how the row is read."""
        self._ground(sheet, first, last, top)
        grid = self._grid
        start = top + (grid.above if first == 0 else 0)
        tops = [start + grid.leading * n for n in range(last - first + 1)]
        x = grid.left
        for column, cell in enumerate(self._cells):
            cell.draw(sheet, x + grid.inset, grid.inner(column), tops, first)
            x += grid.columns[column]

    def draw_again(self, sheet: Sheet, top: float) -> None:
        """Draw the row for the eye only: a header on a new page."""
        self._ground(sheet, 0, len(self.heights) - 1, top)
        grid, x = self._grid, self._grid.left
        with sheet.artifact("Pagination"):
            for column, cell in enumerate(self._cells):
                for n, (line, manner, _) in enumerate(cell.rows):
                    y = top + grid.above + grid.leading * n
                    sheet.line(line, x + grid.inset, baseline(manner, y))
                x += grid.columns[column]

    def _ground(self, sheet: Sheet, first: int, last: int, top: float) -> None:
        grid = self._grid
        width = sum(grid.columns)
        height = sum(self.heights[first : last + 1])
        if grid.shade:
            sheet.fill(grid.left, top, width, height, grid.shade)
        if grid.over and first == 0:
            sheet.fill(grid.left, top, width, 0.5, grid.over)
        if grid.rule and last == len(self.heights) - 1:
            sheet.fill(grid.left, top + height - grid.rule_width, width, grid.rule_width, grid.rule)
