"""A square code that a camera reads (QR, ISO 18004), with words beside it."""

from collections.abc import Callable

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from qualityvisit.reports.look import SHIPPED
from qualityvisit.reports.pdf.lines import Span
from qualityvisit.reports.pdf.pieces import Piece, Stack
from qualityvisit.reports.pdf.sheet import Sheet
from qualityvisit.reports.pdf.tags import Element

SIDE = 96  # points
QUIET = 4  # modules of white round the code, as its standard asks
GAP = 12


class CodePiece(Piece):
    """A code, for the eye only: what it says must stand elsewhere in words."""

    before = 6

    def __init__(self, text: str, words: str, root: Element) -> None:
        code = QRCode(None, QRErrorCorrectLevel.L)
        code.addData(text)
        code.make()
        dark: Callable[[int, int], bool] = code.isDark
        side = code.getModuleCount()  # type: ignore[no-untyped-call]
        self.dark = [(x, y) for y in range(side) for x in range(side) if dark(y, x)]
        self._module = SIDE / (side + 2 * QUIET)
        self._words = Stack()
        span = Span(words, SHIPPED.aside.ink)
        self._words.add([span], SHIPPED.aside, SHIPPED.width - SIDE - GAP, root.add("P"))
        self.heights = [SIDE]

    def may_end(self, index: int) -> bool:
        """Tell that it is one piece."""
        del index
        return False

    def draw(self, sheet: Sheet, first: int, last: int, top: float) -> None:
        """Draw the code at the left, and the words beside it."""
        del first, last
        size, inset = self._module, QUIET * self._module
        places = [(SHIPPED.left - inset + (x + QUIET) * size, top + y * size) for x, y in self.dark]
        sheet.squares(places, size, SHIPPED.ink)
        lines = len(self._words.rows)
        tops = [top + SHIPPED.aside.leading * n for n in range(lines)]
        self._words.draw(sheet, SHIPPED.left + SIDE + GAP - inset, SHIPPED.width - SIDE, tops, 0)
