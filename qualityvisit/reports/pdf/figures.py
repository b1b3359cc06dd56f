"""Pieces that are more than words: charts, and the letterhead with its logo."""

from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import PDFArray, PDFName

from qualityvisit.reports.look import Look
from qualityvisit.reports.pdf.pieces import Grid, Piece, RowPiece, Stack
from qualityvisit.reports.pdf.sheet import Sheet
from qualityvisit.reports.pdf.tags import Attributes, Element

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

_LOGO = 0.4  # of the line: what a logo may take


def standing(box: tuple[float, ...]) -> Attributes:
    """Return the attributes of a figure that stands by itself in a box on its page."""
    return {
        "O": PDFName("Layout"),
        "Placement": PDFName("Block"),
        "BBox": PDFArray([round(edge, 2) for edge in box]),
    }


class FigurePiece(Piece):
    """A chart, made smaller where it is higher than ``room``."""

    before, after = 8, 12

    def __init__(self, shapes: "Drawing", left: float, room: float, element: Element) -> None:
        self._shapes = shapes
        self._left = left
        self._scale = min(1, room / shapes.height)
        self._element = element
        self.heights = [shapes.height * self._scale]

    def may_end(self, index: int) -> bool:
        """Tell that it is one piece."""
        del index
        return False

    def draw(self, sheet: Sheet, first: int, last: int, top: float) -> None:
        """Draw the chart."""
        del first, last
        with sheet.content(self._element):
            box = sheet.shapes(self._shapes, self._left, top, self._scale)
        self._element.attributes = standing(box)


class HeadPiece(RowPiece):
    """A letterhead: words in columns, with a logo to the left of them where there is one."""

    def __init__(self, cells: list[Stack], grid: Grid, look: Look, element: Element) -> None:
        super().__init__(cells, grid)
        self._look = look
        self._element = element
        heights = list(self.heights)
        heights[-1] += max(logo_size(look)[1] - sum(heights), 0)
        self.heights = heights

    def draw(self, sheet: Sheet, first: int, last: int, top: float) -> None:
        """Draw the logo, then the words."""
        if first == 0 and self._look.logo:
            with sheet.content(self._element):
                size = logo_size(self._look)
                box = sheet.image(self._look.logo.content, self._look.left, top, *size)
            self._element.attributes = standing(box)
        super().draw(sheet, first, last, top)


def logo_size(look: Look) -> tuple[float, float]:
    """Return width and height of the logo, made smaller where it is too wide for its place."""
    if not look.logo:
        return 0, 0
    scale = min(1, _LOGO * look.width / look.logo.width)
    return look.logo.width * scale, look.logo.height * scale
