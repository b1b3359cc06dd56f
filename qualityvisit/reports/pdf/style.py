"""How the PDF looks: the page and the manners of text, as the Word template has them."""

from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qualityvisit.reports.pdf.fonts import BOLD, ITALIC, REGULAR
from qualityvisit.reports.pdf.lines import Ink

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, WIDTH = 32 * mm, 142 * mm
HEADER, TOP, BOTTOM, FOOTER = 15 * mm, 34 * mm, 28 * mm, 20 * mm  # from the edge of the page

INK, MUTED_INK, ACCENT, WARNING = "1F2933", "52606D", "0F4C5C", "9A3412"
HAIRLINE, SHADE = "C5CFD6", "EEF3F5"
_NATURAL = 1.2207  # Carlito's own line, in sizes


@dataclass(frozen=True, slots=True)
class Manner:
    """How a paragraph looks; lengths in points."""

    size: float
    font: str = REGULAR
    colour: str = INK
    spread: float = 1.117  # the line, in Carlito's own lines
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    bar: bool = False  # a line along its left side
    box: bool = False  # a frame round its words
    to_right: bool = False  # set against the right edge

    @property
    def leading(self) -> float:
        """The distance from one line to the next."""
        return self.size * _NATURAL * self.spread

    @property
    def ink(self) -> Ink:
        """How its plain words are drawn."""
        return Ink(self.font, self.size, self.colour)


BODY = Manner(12, after=8)
ASIDE = Manner(11, colour=MUTED_INK, before=2, after=6)
QUOTE = Manner(12, ITALIC, after=8, left=18, right=18, bar=True)
ITEM = Manner(12, after=4, left=16)
TITLE = Manner(22, BOLD, ACCENT, spread=1, before=14, after=12)
HEADINGS = (
    Manner(16, BOLD, ACCENT, spread=1.042, before=22, after=5, left=28),
    Manner(13.5, BOLD, ACCENT, spread=1.042, before=14, after=4, left=28),
    Manner(12, BOLD, spread=1.042, before=9, after=2),
)
FACT = Manner(11, spread=1.0625)
FACT_LABEL = Manner(11, colour=MUTED_INK, spread=1.0625)
FACT_LABEL_WIDTH = 136
CELL = Manner(10.5, spread=1.02)
CELL_HEADING = Manner(10.5, BOLD, ACCENT, spread=1.02)
MARGIN = Manner(10, colour=MUTED_INK, spread=1.05)  # header and footer
MARGIN_STRONG = Manner(10, BOLD, spread=1.05)
MARK = Manner(10, BOLD, WARNING, spread=1.05, box=True)
