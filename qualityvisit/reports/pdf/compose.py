"""The outline's blocks as pieces, with the structure that tells what each of them is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from qualityvisit.reports import outline as outlines
from qualityvisit.reports.outline import (
    Block,
    Bullets,
    Fact,
    Heading,
    Outline,
    Paragraph,
    Runs,
    Table,
    clean,
    one_line,
)
from qualityvisit.reports.pdf import fonts, pages, style, tags
from qualityvisit.reports.pdf.lines import Ink, Span, Text
from qualityvisit.reports.pdf.pieces import (
    Grid,
    Piece,
    RowPiece,
    Stack,
    TextPiece,
    baseline,
    frame,
    start_of,
)
from qualityvisit.reports.pdf.sheet import Sheet
from qualityvisit.reports.pdf.style import Manner
from qualityvisit.reports.pdf.tags import Element, Tree
from qualityvisit.words import _

_MANNERS = {
    outlines.BODY: style.BODY,
    outlines.ASIDE: style.ASIDE,
    outlines.QUOTE: style.QUOTE,
}


def draw(outline: Outline, last: Callable[[Element], Iterable[Piece]] | None = None) -> bytes:
    """Return the PDF of an outline, with further pieces after it."""
    tree = Tree()
    pieces = list(_pieces(outline, tree.root))
    pieces += last(tree.root) if last else ()
    placed = pages.paginate(pieces, (style.HEADER, style.TOP), style.PAGE_HEIGHT - style.BOTTOM)
    sheet = Sheet(outline, tree)
    for number, page in enumerate(placed, 1):
        _margins(sheet, outline, number, len(placed))
        for part in page:
            header = part.piece.header
            if part.continued and isinstance(header, RowPiece):
                header.draw_again(sheet, part.top - sum(header.heights))
            part.piece.draw(sheet, part.first, part.last, part.top)
        sheet.turn()
    return sheet.close()


def _pieces(outline: Outline, root: Element) -> Iterator[Piece]:
    yield from _letterhead(outline, root)
    title = one_line(outline.title)
    yield TextPiece([Span(title, style.TITLE.ink)], style.TITLE, root.add("H1"))
    yield from _facts(outline.facts, root)
    numbers = [0, 0]
    for before, block in pairwise((None, *outline.blocks)):
        if block:
            for piece in _block(block, root, numbers):
                piece.stays = piece.stays or outlines.stays(block, before)
                yield piece


def _block(block: Block, root: Element, numbers: list[int]) -> Iterator[Piece]:
    if isinstance(block, Heading):
        yield _heading(block, root, numbers)
    elif isinstance(block, Paragraph):
        manner = _MANNERS[block.kind]
        parent = root.add("BlockQuote") if block.kind == outlines.QUOTE else root
        yield TextPiece(_spans(block.runs, manner), manner, parent.add("P"))
    elif isinstance(block, Bullets):
        yield from _bullets(block, root)
    else:
        yield from _table(block, root)


def _spans(words: Runs, manner: Manner) -> list[Span]:
    inks = {
        outlines.PLAIN: manner.ink,
        outlines.STRONG: Ink(fonts.BOLD, manner.size, manner.colour),
        outlines.MUTED: Ink(manner.font, manner.size, style.MUTED_INK),
    }
    return [Span(clean(run.text), inks[run.manner]) for run in words]


def _plain(text: str, manner: Manner) -> list[Span]:
    return [Span(clean(text), manner.ink)]


# --- The first page


def _letterhead(outline: Outline, root: Element) -> Iterator[Piece]:
    """Yield who the document is from and what it is, in two columns over the title."""
    left = ((outline.municipality, style.MARGIN), (outline.committee, style.MARGIN_STRONG))
    right = (
        (outline.kind, style.MARGIN_STRONG),
        (outline.reference, style.MARGIN),
        (outline.mark, style.MARK),
    )
    grid = Grid((style.WIDTH * 0.6, style.WIDTH * 0.4), style.MARGIN.leading)
    cells = [Stack(), Stack()]
    for column, lines in enumerate((left, right)):
        for text, manner in lines:
            if words := one_line(text):
                placed = replace(manner, to_right=column == 1)
                cells[column].add(_plain(words, manner), placed, grid.inner(column), root.add("P"))
    if any(cell.rows for cell in cells):
        letterhead = RowPiece(cells, grid)
        room = style.TOP - style.HEADER - sum(letterhead.heights)
        letterhead.after = max(room, 8) + style.TITLE.before
        yield letterhead


def _facts(facts: tuple[Fact, ...], root: Element) -> Iterator[Piece]:
    listed = root.add("L") if facts else root
    for place, fact in enumerate(facts):
        item = listed.add("LI")
        grid = Grid(
            (style.FACT_LABEL_WIDTH, style.WIDTH - style.FACT_LABEL_WIDTH),
            style.FACT.leading,
            above=7 if place == 0 else 3,
            below=5 if place == len(facts) - 1 else 0,
            over=style.HAIRLINE if place == 0 else "",
            rule=style.HAIRLINE if place == len(facts) - 1 else "",
        )
        label, value = Stack(), Stack()
        label.add(
            _plain(fact.label, style.FACT_LABEL),
            style.FACT_LABEL,
            grid.inner(0) - 6,
            item.add("Lbl"),
        )
        body = item.add("LBody")
        for line in fact.lines:
            if line:
                value.add(_plain(line, style.FACT), style.FACT, grid.inner(1), body.add("P"))
        yield RowPiece([label, value], grid)


# --- The blocks


def _heading(block: Heading, root: Element, numbers: list[int]) -> Piece:
    text = one_line(block.text)
    number = _number(block.level, numbers) if block.numbered else ""
    plain = style.HEADINGS[block.level - 1]
    manner = _indented(plain, f"{number} ") if block.numbered else replace(plain, left=0)
    element = root.add(f"H{block.level + 1}")  # the title is H1
    piece = TextPiece([Span(text, manner.ink)], manner, element)
    if number:
        piece.label(f"{number} ", element)
    piece.lead(f"{number} {text}".strip(), block.level - 1)
    return piece


def _indented(manner: Manner, label: str) -> Manner:
    """Return a manner with room for the label before its words."""
    room = Text(_plain(label, manner)).whole().width + 4
    return replace(manner, left=max(manner.left, room)) if label.strip() else manner


def _number(level: int, numbers: list[int]) -> str:
    """Return the number of the next heading, "" for those without; count in ``numbers``."""
    if level > len(numbers):
        return ""
    numbers[level - 1] += 1
    numbers[level:] = [0] * (len(numbers) - level)
    return ".".join(map(str, numbers[:level]))


def _bullets(block: Bullets, root: Element) -> Iterator[Piece]:
    listed = root.add("L", tags.NUMBERED_LIST if block.numbered else tags.LIST)
    manner = _indented(style.ITEM, f"{len(block.items)}. " if block.numbered else "• ")
    for number, words in enumerate(block.items, 1):
        item = listed.add("LI")
        label, body = item.add("Lbl"), item.add("LBody")
        piece = TextPiece(_spans(words, manner), manner, body)
        if block.numbered:
            piece.label(f"{number}. ", label)
        else:
            piece.label("• ", label, style.ACCENT)
        yield piece


def _table(block: Table, root: Element) -> Iterator[Piece]:
    whole = sum(block.widths)
    columns = tuple(style.WIDTH * share / whole for share in block.widths)
    table = root.add("Table", name=one_line(block.name))
    plain = Grid(columns, style.CELL.leading, 5, above=4, below=4.5, rule=style.HAIRLINE)
    top = replace(plain, shade=style.SHADE, rule=style.ACCENT, rule_width=1)
    header = _row(block.header, top, style.CELL_HEADING, table)
    header.stays = True
    yield header
    rows = [_row(cells, plain, style.CELL, table, header) for cells in block.rows]
    (rows or [header])[-1].after = 6
    yield from rows


def _row(
    cells: tuple[str, ...],
    grid: Grid,
    manner: Manner,
    table: Element,
    header: RowPiece | None = None,
) -> RowPiece:
    row = table.add("TR")
    stacks = []
    for column, text in enumerate(cells):
        cell = row.add("TD") if header else row.add("TH", tags.COLUMN_HEADING)
        stack = Stack()
        stack.add(_plain(text, manner), manner, grid.inner(column), cell)
        stacks.append(stack)
    return RowPiece(stacks, grid, header)


# --- Header and footer


def _margins(sheet: Sheet, outline: Outline, page: int, total: int) -> None:
    """Draw what repeats: for the eye only, as the first page says it all."""
    if page > 1:
        _margin(sheet, one_line(outline.committee), outline.reference, style.HEADER)
        if mark := one_line(outline.mark):
            _margin(sheet, "", mark, style.HEADER + style.MARGIN.leading, style.MARK)
    bottom = style.PAGE_HEIGHT - style.FOOTER
    sheet.fill(style.LEFT, bottom - 6, style.WIDTH, 0.5, style.HAIRLINE)
    place = _("Page {number} ({total})", number=page, total=total)
    _margin(sheet, one_line(outline.title), place, bottom)


def _margin(sheet: Sheet, left: str, right: str, top: float, manner: Manner = style.MARGIN) -> None:
    """Draw a line of header or footer: words at the left and at the right, shortened to fit."""
    ending = Text(_plain(right, manner)).shortened(style.WIDTH * 0.6)
    beginning = Text(_plain(left, manner)).shortened(style.WIDTH - ending.width - 12)
    x = start_of(ending, replace(manner, to_right=True), style.LEFT, style.WIDTH)
    y = baseline(manner, top)
    with sheet.artifact("Pagination"):
        sheet.line(beginning, style.LEFT, y)
        sheet.line(ending, x, y)
    if manner.box:
        frame(sheet, ending, manner, x, top)
