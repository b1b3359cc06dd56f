"""The list of contents: a line for each heading, which leads there and tells its page."""

from qualityvisit.reports.look import Look, Manner
from qualityvisit.reports.pdf.lines import Span, Text
from qualityvisit.reports.pdf.pieces import Piece, TextPiece, baseline
from qualityvisit.reports.pdf.sheet import Sheet
from qualityvisit.reports.pdf.tags import Element

_PAGE = 34  # points kept free at the right for the number of the page
_GAP = 5  # beside the dots


class EntryPiece(TextPiece):
    """A line of the contents; ``heading`` is the piece that it leads to."""

    def __init__(self, words: str, manner: Manner, item: Element, look: Look) -> None:
        self._link = item.add("Reference").add("Link")
        self._words = words
        self.heading: Piece | None = None
        super().__init__([Span(words, manner.ink)], manner, self._link, look)

    def may_end(self, index: int) -> bool:
        """Keep it whole."""
        del index
        return False

    def draw(self, sheet: Sheet, first: int, last: int, top: float) -> None:
        """Draw the heading's words, dots and the number of its page."""
        super().draw(sheet, first, last, top)
        look, manner = self._look, self._manner
        page, down = self.heading.at if self.heading else (0, 0)
        height = manner.leading * (last - first + 1)
        area = look.left + manner.left, top, look.width - manner.left, height
        y = baseline(manner, top + height - manner.leading)
        number = Text([Span(f" {page + 1}", manner.ink)]).whole()
        right = look.left + look.width - number.width
        begin = look.left + manner.left + self._stack.rows[last][0].width + _GAP
        self._dots(sheet, begin, right - _GAP, y)
        with sheet.content(self._link):
            sheet.line(number, right, y)
        sheet.link(self._link, area, (page, down), self._words)

    def _dots(self, sheet: Sheet, begin: float, end: float, y: float) -> None:
        """Draw dots that stand under one another from line to line."""
        dot = Text([Span(" .", self._manner.ink)]).whole()
        count = int((end - begin) / dot.width)
        if count > 0:
            line = Text([Span(" ." * count, self._manner.ink)]).whole()
            with sheet.artifact():
                sheet.line(line, end - line.width, y)


def manner_of(look: Look, level: int) -> Manner:
    """Return how a line of the contents looks."""
    body = look.body
    return Manner(
        body.size,
        body.strong.font if level == 1 else body.font,
        body.colour,
        spread=body.spread,
        before=4 if level == 1 else 0,
        after=2,
        left=0 if level == 1 else 16,
        right=_PAGE,
    )
