"""How reports look on paper: the page, what stands in its margins, and the manners of text.

Lengths are in points. `SHIPPED` is as our own Word template has it.
"""

from dataclasses import dataclass, field

MM = 72 / 25.4
INK, MUTED_INK, ACCENT, WARNING = "1F2933", "52606D", "0F4C5C", "9A3412"
HAIRLINE, SHADE = "C5CFD6", "EEF3F5"

# The families that are shipped, with the height of a line of their own in sizes, and the fonts
# that have the same widths: text in one of those breaks alike.
CARLITO, SANS, SERIF = "Carlito", "LiberationSans", "LiberationSerif"
_NATURAL = {CARLITO: 1.2207, SANS: 1.149, SERIF: 1.149}
_ALIKE = {
    "arial": SANS,
    "helvetica": SANS,
    "helvetica neue": SANS,
    "liberation sans": SANS,
    "arimo": SANS,
    "times new roman": SERIF,
    "times": SERIF,
    "liberation serif": SERIF,
    "tinos": SERIF,
}
REGULAR, BOLD, ITALIC = "Carlito-Regular", "Carlito-Bold", "Carlito-Italic"


def family_of(name: str) -> str:
    """Return the family that stands for a font by this name: "Arial" -> Liberation Sans."""
    return _ALIKE.get(" ".join(name.casefold().split()), CARLITO)


def font(family: str, *, bold: bool = False, italic: bool = False) -> str:
    """Return the name of a family's font; there is none that is both bold and italic."""
    return f"{family}-{'Bold' if bold else 'Italic' if italic else 'Regular'}"


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters are drawn: font, size in points, colour as "1F2933", and where they lead.

    ``link`` is an address, "" for none.
    """

    font: str
    size: float
    colour: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a paragraph looks."""

    size: float
    font: str = REGULAR
    colour: str = INK
    spread: float = 1.117  # the line, in the font's own lines
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    bar: bool = False  # a line along its left side
    box: bool = False  # a frame round its words
    to_right: bool = False  # set against the right edge

    @property
    def family(self) -> str:
        """The family of its font."""
        return self.font.partition("-")[0]

    @property
    def leading(self) -> float:
        """The distance from one line to the next."""
        return self.size * _NATURAL[self.family] * self.spread

    @property
    def ink(self) -> Ink:
        """How its plain words are drawn."""
        return Ink(self.font, self.size, self.colour)

    @property
    def strong(self) -> Ink:
        """How its strong words are drawn."""
        return Ink(font(self.family, bold=True), self.size, self.colour)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture for the head of the first page: the bytes of a PNG or JPEG file, and its words."""

    content: bytes = field(repr=False)
    width: float
    height: float
    alt: str


def _headings() -> tuple[Manner, Manner, Manner]:
    return (
        Manner(16, BOLD, ACCENT, spread=1.042, before=22, after=5, left=28),
        Manner(13.5, BOLD, ACCENT, spread=1.042, before=14, after=4, left=28),
        Manner(12, BOLD, spread=1.042, before=9, after=2),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a report. ``left`` to ``bottom`` are the page's margins.

    ``header`` is from the page's upper edge to the first line there, ``footer`` from its lower
    edge to the last one. ``header_lines`` and ``footer_lines`` stand on every page, in place of
    our own letterhead and footer where given: "{page}" and "{pages}" become numbers, and what
    follows a tab stands at the right. A mark (working material, secrecy) and the registry number
    stand there all the same, and so does the page's number.
    """

    page_width: float = 210 * MM
    page_height: float = 297 * MM
    left: float = 32 * MM
    right: float = 36 * MM
    top: float = 34 * MM
    bottom: float = 28 * MM
    header: float = 15 * MM
    footer: float = 15.5 * MM
    body: Manner = Manner(12, after=8)
    aside: Manner = Manner(11, colour=MUTED_INK, before=2, after=6)
    quote: Manner = Manner(12, ITALIC, after=8, left=18, right=18, bar=True)
    item: Manner = Manner(12, after=4, left=16)
    title: Manner = Manner(22, BOLD, ACCENT, spread=1, before=14, after=12)
    headings: tuple[Manner, Manner, Manner] = field(default_factory=_headings)
    fact: Manner = Manner(11, spread=1.0625)
    fact_label: Manner = Manner(11, colour=MUTED_INK, spread=1.0625)
    fact_label_width: float = 136
    cell: Manner = Manner(10.5, spread=1.02)
    cell_heading: Manner = Manner(10.5, BOLD, ACCENT, spread=1.02)
    margin: Manner = Manner(10, colour=MUTED_INK, spread=1.05)  # header and footer
    margin_strong: Manner = Manner(10, BOLD, spread=1.05)
    mark: Manner = Manner(10, BOLD, WARNING, spread=1.05, box=True)
    ink: str = INK
    muted: str = MUTED_INK
    accent: str = ACCENT
    hairline: str = HAIRLINE
    shade: str = SHADE
    logo: Logo | None = None
    header_lines: tuple[str, ...] | None = None
    footer_lines: tuple[str, ...] | None = None

    @property
    def width(self) -> float:
        """The length of a line."""
        return self.page_width - self.left - self.right

    @property
    def family(self) -> str:
        """The family of running text; charts have it too."""
        return self.body.family


SHIPPED = Look()
