"""What stands round the text: the letterhead of the first page, and what repeats on every page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from qualityvisit.reports.look import Look, Manner
from qualityvisit.reports.outline import Outline, clean, one_line
from qualityvisit.reports.pdf.figures import HeadPiece, logo_size
from qualityvisit.reports.pdf.lines import Span, Text
from qualityvisit.reports.pdf.pieces import Grid, Piece, Stack, baseline, frame, start_of
from qualityvisit.reports.pdf.sheet import Sheet
from qualityvisit.reports.pdf.tags import Element
from qualityvisit.words import _

_EDGE = 20  # points along the edge of the paper that a printer may not reach
_APART = 12  # points between the header and the text, at least
_BETWEEN = 8  # points between two marks
_BESIDE = 14  # points between a logo and the words beside it


@dataclass(frozen=True, slots=True)
class Place:
    """A page among all of them, counted from 1."""

    number: int
    of: int

    def fill(self, text: str) -> str:
        """Return a line of the margin with its numbers."""
        return text.replace("{pages}", str(self.of)).replace("{page}", str(self.number))


def printable(look: Look) -> Look:
    """Return a look whose header and footer do not stand at the very edge of the paper."""
    return replace(look, header=max(look.header, _EDGE), footer=max(look.footer, _EDGE))


def top_of(outline: Outline, look: Look) -> float:
    """Return where the words begin on every page but the first, from its upper edge."""
    rows = _header_rows(outline, look, Place(2, 2))
    lines = max(len(rows), _mark_row(rows) + bool(_marks(outline)))
    return max(look.top, look.header + lines * look.margin.leading + _APART)


def bottom_of(look: Look) -> float:
    """Return where the words must end, from the page's upper edge."""
    lines = len(_footer_rows(look, Place(1, 1), ""))
    room = look.footer + lines * look.margin.leading + _APART
    return look.page_height - max(look.bottom, room)


def letterhead(outline: Outline, look: Look, root: Element) -> Iterator[Piece]:
    """Yield who the document is from and what it is, in two columns over the title."""
    whose: Iterable[tuple[str, Manner]] = (
        (outline.municipality, look.margin),
        (outline.committee, look.margin_strong),
    )
    if look.header_lines is not None:
        parts = [part for line in look.header_lines for part in line.split("\t")]
        whose = ((part, look.margin) for part in parts if "{page" not in part)
    what = (
        (outline.kind, look.margin_strong),
        (outline.reference, look.margin),
        (version(outline), look.margin),
        *((mark, look.mark) for mark in _marks(outline)),
    )
    logo = logo_size(look)[0] + _BESIDE if look.logo else 0
    room = look.width - logo
    grid = Grid(look.left + logo, (room * 0.6, room * 0.4), look.margin.leading)
    cells = [Stack(), Stack()]
    figure = root
    if look.logo:
        figure = root.add("Figure")
        figure.alt = one_line(look.logo.alt) or _("Logotype")
    for column, told in enumerate((whose, what)):
        for text, manner in told:
            if words := one_line(text):
                placed = replace(manner, to_right=column == 1)
                span = Span(clean(words), manner.ink)
                cells[column].add([span], placed, grid.inner(column), root.add("P"))
    if look.logo or any(cell.rows for cell in cells):
        head = HeadPiece(cells, grid, look, figure)
        room = look.top - look.header - sum(head.heights)
        head.after = max(room, _APART) + look.title.before
        yield head


def _marks(outline: Outline) -> tuple[str, ...]:
    """Return what must be seen on every page: how final it is, and that it is secret."""
    return tuple(filter(None, map(one_line, (outline.mark, outline.secrecy))))


def draw(sheet: Sheet, outline: Outline, look: Look, place: Place) -> None:
    """Draw what repeats: for the eye only, as the first page says it all."""
    if place.number > 1:
        _header(sheet, outline, look, place)
    _footer(sheet, outline, look, place)


def _header(sheet: Sheet, outline: Outline, look: Look, place: Place) -> None:
    rows = _header_rows(outline, look, place)
    for n, (begin, end) in enumerate(rows):
        _margin(sheet, look, begin, end, look.header + n * look.margin.leading)
    _draw_marks(sheet, outline, look, look.header + _mark_row(rows) * look.margin.leading)


def _header_rows(outline: Outline, look: Look, place: Place) -> list[tuple[str, str]]:
    """Return what stands at the left and right of each line of the header."""
    reference = " · ".join(filter(None, (outline.reference, version(outline))))
    if look.header_lines is None:
        return [(one_line(outline.committee), reference)]
    parted = [line.partition("\t") for line in look.header_lines]
    rows = [(place.fill(begin), place.fill(end)) for begin, _tab, end in parted]
    if rows and not rows[0][1]:
        return [(rows[0][0], reference), *rows[1:]]
    return [*rows, ("", reference)]


def _mark_row(rows: list[tuple[str, str]]) -> int:
    """Return the first row under everything at the right."""
    return max((n for n, (_begin, end) in enumerate(rows) if end), default=-1) + 1


def _draw_marks(sheet: Sheet, outline: Outline, look: Look, top: float) -> None:
    """Draw the marks beside one another at the right."""
    x = look.left + look.width
    for mark in reversed(_marks(outline)):
        line = Text([Span(mark, look.mark.ink)]).shortened(look.width * 0.45)
        start = start_of(line, replace(look.mark, to_right=True), look.left, x - look.left)
        with sheet.artifact("Pagination"):
            sheet.line(line, start, baseline(look.mark, top))
        frame(sheet, line, look.mark, start, top)
        x = start - _BETWEEN


def version(outline: Outline) -> str:
    """Return which version of the document it is, in words; "" where none is finished."""
    return _("Version {number}", number=outline.version) if outline.version else ""


def _footer(sheet: Sheet, outline: Outline, look: Look, place: Place) -> None:
    rows = _footer_rows(look, place, one_line(outline.title))
    top = look.page_height - look.footer - look.margin.leading * len(rows)
    if look.footer_lines is None:
        sheet.fill(look.left, top - 6, look.width, 0.5, look.hairline)
    for n, (begin, end) in enumerate(rows):
        _margin(sheet, look, begin, end, top + n * look.margin.leading)


def _footer_rows(look: Look, place: Place, title: str) -> list[tuple[str, str]]:
    """Return what stands at the left and right of each line of the footer, the page with it."""
    told = _("Page {number} ({total})", number=place.number, total=place.of)
    if look.footer_lines is None:
        return [(title, told)]
    parted = [line.partition("\t") for line in look.footer_lines]
    rows = [(place.fill(begin), place.fill(end)) for begin, _tab, end in parted]
    above = look.header_lines or () if place.number > 1 else ()  # the first has a letterhead
    if any("{page}" in line for line in (*look.footer_lines, *above)):
        return rows
    if rows and not rows[-1][1]:
        return [*rows[:-1], (rows[-1][0], told)]
    return [*rows, ("", told)]


def _margin(sheet: Sheet, look: Look, left: str, right: str, top: float) -> None:
    """Draw a line of header or footer: words at the left and at the right, shortened to fit."""
    manner = look.margin
    ending = Text([Span(clean(right), manner.ink)]).shortened(look.width * 0.6)
    beginning = Text([Span(clean(left), manner.ink)]).shortened(look.width - ending.width - 12)
    y = baseline(manner, top)
    with sheet.artifact("Pagination"):
        sheet.line(beginning, look.left, y)
        sheet.line(ending, look.left + look.width - ending.width, y)
