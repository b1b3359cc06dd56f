"""The pen that charts are drawn with: reportlab's shapes, in our fonts and in few colours."""

from dataclasses import dataclass
from typing import Literal

from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import HexColor

from qualityvisit.reports.look import Ink, Look, font
from qualityvisit.reports.outline import one_line
from qualityvisit.reports.pdf import fonts
from qualityvisit.reports.pdf.lines import Line as TextLine
from qualityvisit.reports.pdf.lines import Span, Text

Align = Literal["start", "middle", "end"]
MARKERS = ("disc", "square", "triangle", "diamond")
_LINE = 1.28  # the distance between lines, in sizes
_DROP = 0.95  # from the top of a line to its baseline, in sizes


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a chart: ``series`` and ``shares`` stand out from the ground by 3 to 1.

    ``shares`` go from agreeing to disagreeing; ``on`` is the ink of words that stand on them.
    """

    ground: str
    ink: str
    muted: str
    rule: str
    series: tuple[str, ...]
    shares: tuple[str, ...]
    on: str


LIGHT = Palette(
    "FFFFFF", "1F2933", "52606D", "C5CFD6",
    ("0F4C5C", "B4592A", "6B5B95", "3D7685", "5F6B76"),
    ("0F4C5C", "3D7685", "B4592A", "7A3415", "5F6B76"), "FFFFFF",
)  # fmt: skip
DARK = Palette(
    "1E2429", "E8EDF0", "AEBAC4", "46535E",
    ("6FB7C9", "E39A6B", "B9A9E0", "9CCFDB", "AAB5BE"),
    ("6FB7C9", "A9D8E3", "F0B48C", "D9824C", "AAB5BE"), "10181D",
)  # fmt: skip


class Pen:
    """Draws a chart from top to bottom. Lengths are in points, ``y`` downwards."""

    def __init__(self, width: float, look: Look, palette: Palette) -> None:
        self.width = width
        self.size = look.cell.size * 0.9
        self.palette = palette
        self.y = 2.0  # down to where it is drawn
        self._look = look
        self._shapes = Group()

    @property
    def leading(self) -> float:
        """The distance between lines of words."""
        return self.size * _LINE

    def ink(self, colour: str = "", *, bold: bool = False, size: float = 0) -> Ink:
        """Return how words are drawn."""
        name = font(self._look.family, bold=bold)
        return Ink(name, size or self.size, colour or self.palette.ink)

    def measure(self, words: str, ink: Ink) -> float:
        """Return how wide some words are on one line."""
        return Text([Span(one_line(words), ink)]).whole().width

    def lines(self, words: str, ink: Ink, width: float) -> list[TextLine]:
        """Return words broken to a width."""
        return Text([Span(one_line(words), ink)]).lines(width)

    def write(self, words: str, x: float, y: float, ink: Ink, align: Align = "start") -> None:
        """Write words on one line whose top is at ``y``, shortened where there is no room."""
        left, right = x, self.width - x
        room = {"start": right, "middle": 2 * min(left, right), "end": left}[align]
        line = Text([Span(one_line(words), ink)]).shortened(max(room, ink.size))
        self._line(line, x, y, ink.size, align)

    def column(
        self, words: str, x: float, y: float, width: float, ink: Ink, align: Align = "start"
    ) -> float:
        """Write words in a column, broken to its width; return the height that they take."""
        found = self.lines(words, ink, width)
        at = x + {"start": 0, "middle": width / 2, "end": width}[align]
        for n, line in enumerate(found):
            self._line(line, at, y + n * ink.size * _LINE, ink.size, align)
        return len(found) * ink.size * _LINE

    def _line(self, line: TextLine, x: float, y: float, size: float, align: Align) -> None:
        x -= {"start": 0, "middle": line.width / 2, "end": line.width}[align]
        for span in line.spans:
            ink = span.ink
            shape = String(x, -(y + _DROP * size), span.text)
            shape.fontName, shape.fontSize = ink.font, ink.size
            shape.fillColor = HexColor(f"#{ink.colour}")
            self._shapes.add(shape)
            x += sum(map(fonts.widths(ink.font).__getitem__, span.text)) * ink.size / 1000

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        shape = Rect(x, -(y + height), width, height)
        self._add(shape, colour)

    def rule(self, x: float, y: float, x2: float, y2: float, colour: str = "") -> None:
        """Draw a thin line."""
        shape = Line(x, -y, x2, -y2)
        shape.strokeColor = HexColor(f"#{colour or self.palette.rule}")
        shape.strokeWidth = 0.6
        self._shapes.add(shape)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a disc."""
        self._add(Circle(x, -y, radius), colour)

    def ring(self, x: float, y: float, radius: float) -> None:
        """Draw a circle."""
        shape = Circle(x, -y, radius)
        shape.fillColor = None
        shape.strokeColor, shape.strokeWidth = HexColor(f"#{self.palette.muted}"), 0.8
        self._shapes.add(shape)

    def marker(self, kind: str, x: float, y: float, colour: str) -> None:
        """Draw a mark of one of several forms, so that lines differ by more than colour."""
        r = 3.2
        if kind == "disc":
            self.dot(x, y, r, colour)
        elif kind == "square":
            self.box(x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r, colour)
        else:
            lower = (x, y + 1.3 * r) if kind == "diamond" else ()
            points = [(x - 1.2 * r, y), (x, y - 1.3 * r), (x + 1.2 * r, y), lower]
            if kind == "triangle":
                points = [(x - 1.2 * r, y + r), (x, y - 1.2 * r), (x + 1.2 * r, y + r)]
            flat = [v for point in points if point for v in (point[0], -point[1])]
            self._add(Polygon(flat), colour)

    def path(self, points: list[tuple[float, float]], colour: str, dash: list[int]) -> None:
        """Draw a line through points."""
        shape = PolyLine([v for x, y in points for v in (x, -y)])
        shape.strokeColor, shape.strokeWidth = HexColor(f"#{colour}"), 1.8
        if dash:
            shape.strokeDashArray = dash
        self._shapes.add(shape)

    def _add(self, shape: Rect | Circle | Polygon, colour: str) -> None:
        shape.fillColor, shape.strokeColor = HexColor(f"#{colour}"), None
        self._shapes.add(shape)

    def drawing(self) -> Drawing:
        """Return what is drawn."""
        made = Drawing(self.width, self.y)
        # Else reportlab begins in a font of its own, which is not embedded.
        made.__dict__["initialFontName"] = self.ink().font
        self._shapes.transform = (1, 0, 0, 1, 0, self.y)
        made.add(self._shapes)
        return made
