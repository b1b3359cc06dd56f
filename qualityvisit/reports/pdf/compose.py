"""The outline's blocks as pieces, with the structure that tells what each of them is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from qualityvisit.reports import charts
from qualityvisit.reports import outline as outlines
from qualityvisit.reports.look import Ink, Look, Manner
from qualityvisit.reports.outline import (
    Block,
    Bullets,
    Contents,
    Fact,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Runs,
    Table,
    clean,
    one_line,
)
from qualityvisit.reports.pdf import contents, margins, pages, tags
from qualityvisit.reports.pdf.contents import EntryPiece
from qualityvisit.reports.pdf.figures import FigurePiece
from qualityvisit.reports.pdf.lines import Span, Text
from qualityvisit.reports.pdf.pieces import Grid, Piece, RowPiece, Stack, TextPiece
from qualityvisit.reports.pdf.sheet import Sheet
from qualityvisit.reports.pdf.tags import Element, Tree

_BULLETS = ("• ", "– ")  # of a list, and of one inside it


def draw(
    outline: Outline,
    look: Look,
    profile: str,
    last: Callable[[Element], Iterable[Piece]] | None = None,
) -> bytes:
    """Return the PDF of an outline, with further pieces after it."""
    look = margins.printable(look)
    tree = Tree()
    pieces = list(_Composer(outline, look, tree.root).pieces())
    pieces += last(tree.root) if last else ()
    tops = look.header, margins.top_of(outline, look)
    placed = pages.paginate(pieces, tops, margins.bottom_of(look))
    _settle(placed)
    sheet = Sheet(outline, tree, look, profile)
    for number, page in enumerate(placed, 1):
        margins.draw(sheet, outline, look, margins.Place(number, len(placed)))
        for part in page:
            header = part.piece.header
            if part.continued and isinstance(header, RowPiece):
                header.draw_again(sheet, part.top - sum(header.heights))
            part.piece.draw(sheet, part.first, part.last, part.top)
        sheet.turn()
    return sheet.close()


def _settle(placed: list[list[pages.Placed]]) -> None:
    """Tell the pieces where they begin: the contents lead there."""
    for number, page in enumerate(placed):
        for part in page:
            if part.first == 0:
                part.piece.at = number, part.top


class _Composer:
    """Makes the pieces of one outline."""

    def __init__(self, outline: Outline, look: Look, root: Element) -> None:
        self._outline = outline
        self._look = look
        self._root = root
        self._numbers = [0, 0]  # of headings
        self._level = 1  # of the last heading
        self._headings: list[Piece] = []  # that are numbered
        self._entries: list[EntryPiece] = []  # of the contents, in the same order
        self._manners = {
            outlines.BODY: look.body,
            outlines.ASIDE: look.aside,
            outlines.QUOTE: look.quote,
        }

    def pieces(self) -> Iterator[Piece]:
        """Yield the whole document's pieces."""
        outline, look = self._outline, self._look
        yield from margins.letterhead(outline, look, self._root)
        title = one_line(outline.title)
        yield TextPiece([Span(title, look.title.ink)], look.title, self._root.add("H1"), look)
        yield from self._facts(outline.facts)
        for before, block in pairwise((None, *outline.blocks)):
            if block:
                for piece in self._block(block):
                    piece.stays = piece.stays or outlines.stays(block, before)
                    yield piece
        for n, entry in enumerate(self._entries):
            entry.heading = self._headings[n % len(self._headings)]

    def _facts(self, facts: tuple[Fact, ...]) -> Iterator[Piece]:
        look = self._look
        columns = (look.fact_label_width, look.width - look.fact_label_width)
        grid = Grid(look.left, columns, look.fact.leading, above=3)
        listed = self._root.add("L") if facts else self._root
        for place, fact in enumerate(facts):
            item = listed.add("LI")
            if place == 0:
                grid = replace(grid, above=7, over=look.hairline)
            if place == len(facts) - 1:
                grid = replace(grid, below=5, rule=look.hairline)
            label, value = Stack(), Stack()
            spans = _plain(fact.label, look.fact_label)
            label.add(spans, look.fact_label, grid.inner(0) - 6, item.add("Lbl"))
            body = item.add("LBody")
            for line in filter(None, fact.lines):
                value.add(_plain(line, look.fact), look.fact, grid.inner(1), body.add("P"))
            row = RowPiece([label, value], grid)
            row.after = 10 if place == len(facts) - 1 else 0
            yield row
            grid = replace(grid, above=3, over="")

    def _block(self, block: Block) -> Iterator[Piece]:
        if isinstance(block, Heading):
            yield self._heading(block)
        elif isinstance(block, Paragraph):
            manner = self._manners[block.kind]
            quoted = block.kind == outlines.QUOTE
            parent = self._root.add("BlockQuote") if quoted else self._root
            spans = self._spans(block.runs, manner)
            yield TextPiece(spans, manner, parent.add("P"), self._look)
        elif isinstance(block, Bullets):
            yield from self._bullets(block, self._root)
        elif isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, Figure):
            yield self._figure(block)
        else:
            yield from self._contents(block)

    def _spans(self, words: Runs, manner: Manner) -> list[Span]:
        inks = {
            outlines.PLAIN: manner.ink,
            outlines.STRONG: manner.strong,
            outlines.MUTED: replace(manner.ink, colour=self._look.muted),
        }
        return [Span(clean(run.text), self._inked(inks[run.manner], run.link)) for run in words]

    def _inked(self, ink: Ink, link: str) -> Ink:
        return replace(ink, colour=self._look.accent, link=clean(link)) if link else ink

    def _heading(self, block: Heading) -> Piece:
        text = one_line(block.text)
        number = _number(block.level, self._numbers) if block.numbered else ""
        plain = self._look.headings[block.level - 1]
        manner = _indented(plain, f"{number} ") if block.numbered else replace(plain, left=0)
        element = self._root.add(f"H{block.level + 1}")  # the title is H1
        piece = TextPiece([Span(text, manner.ink)], manner, element, self._look)
        piece.fresh = block.fresh_page
        self._level = block.level
        if number:
            piece.label(f"{number} ", element)
            self._headings.append(piece)
        piece.lead(f"{number} {text}".strip(), block.level - 1)
        return piece

    def _contents(self, block: Contents) -> Iterator[Piece]:
        """Yield a line for each numbered heading; what is under another hangs under it."""
        told = _numbered(self._outline.blocks)
        if not told:
            return
        look, title = self._look, one_line(block.title)
        manner = replace(look.headings[0], left=0)
        # Of the level where it stands, so that none is skipped after it.
        element = self._root.add(f"H{self._level + 1}")
        heading = TextPiece([Span(title, manner.ink)], manner, element, look)
        heading.lead(title, self._level - 1)
        yield heading
        listed = self._root.add("TOC")
        item, inner = None, None
        for level, words in told:
            if level == 1:
                item, inner = listed.add("TOCI"), None
                place = item
            else:
                inner = inner or (item.add("TOC") if item else listed)
                place = inner.add("TOCI")
            entry = EntryPiece(words, contents.manner_of(look, level), place, look)
            self._entries.append(entry)
            yield entry

    def _figure(self, block: Figure) -> Piece:
        from qualityvisit.reports.charts_draw import drawing  # noqa: PLC0415 slow to import

        look = self._look
        shapes = drawing(block.chart, look.width, look)
        element = self._root.add("Figure")
        element.alt = one_line(charts.words(block.chart))
        room = margins.bottom_of(look) - margins.top_of(self._outline, look) - 2
        return FigurePiece(shapes, look.left, room, element)

    def _bullets(
        self, block: Bullets, parent: Element, left: float = 0, depth: int = 0
    ) -> Iterator[Piece]:
        """Yield a list's items; a list among them stands inside the item before it."""
        if not block.items:
            return
        listed = parent.add("L", tags.NUMBERED_LIST if block.numbered else tags.LIST)
        count = sum(not isinstance(item, Bullets) for item in block.items)
        bullet = _BULLETS[depth % len(_BULLETS)]
        manner = _indented(self._look.item, f"{count}. " if block.numbered else bullet)
        manner = replace(manner, left=manner.left + left)
        number, body = 0, None
        for words in block.items:
            if isinstance(words, Bullets):
                body = body or listed.add("LI").add("LBody")
                yield from self._bullets(words, body, manner.left, depth + 1)
                continue
            number += 1
            item = listed.add("LI")
            label, body = item.add("Lbl"), item.add("LBody")
            piece = TextPiece(self._spans(words, manner), manner, body, self._look)
            if block.numbered:
                piece.label(f"{number}. ", label, left=left)
            else:
                piece.label(bullet, label, self._look.accent, left)
            yield piece

    def _table(self, block: Table) -> Iterator[Piece]:
        look, whole = self._look, sum(block.widths)
        columns = tuple(look.width * share / whole for share in block.widths)
        table = self._root.add("Table", name=one_line(block.name))
        leading = look.cell.leading
        plain = Grid(look.left, columns, leading, 5, above=4, below=4.5, rule=look.hairline)
        top = replace(plain, shade=look.shade, rule=look.accent, rule_width=1)
        header = _row(block.header, top, look.cell_heading, table)
        header.before, header.stays = 6, True
        yield header
        first = replace(look.cell, font=look.cell.strong.font) if block.row_headings else None
        rows = [_row(cells, plain, look.cell, table, header, first) for cells in block.rows]
        (rows or [header])[-1].after = 6
        yield from rows


def _plain(text: str, manner: Manner) -> list[Span]:
    return [Span(clean(text), manner.ink)]


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


def _row(
    cells: tuple[str, ...],
    grid: Grid,
    manner: Manner,
    table: Element,
    header: RowPiece | None = None,
    heading: Manner | None = None,
) -> RowPiece:
    """Return a row; its first cell is a ``heading`` where it looks so."""
    row = table.add("TR")
    stacks = []
    for column, text in enumerate(cells):
        look = heading if heading and column == 0 else manner
        if header and look is manner:
            cell = row.add("TD")
        else:
            cell = row.add("TH", tags.ROW_HEADING if header else tags.COLUMN_HEADING)
        stack = Stack()
        stack.add(_plain(text, look), look, grid.inner(column), cell)
        stacks.append(stack)
    return RowPiece(stacks, grid, header)


def _numbered(blocks: Iterable[Block]) -> list[tuple[int, str]]:
    """Return level and words of each heading that has a number."""
    numbers, found = [0, 0], []
    for block in blocks:
        if not isinstance(block, Heading) or not block.numbered:
            continue
        if number := _number(block.level, numbers):
            found.append((block.level, f"{number} {one_line(block.text)}"))
    return found
