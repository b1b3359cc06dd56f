"""The blocks of an outline as WordprocessingML, in one piece: ten times faster than by calls."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from qualityvisit.reports.charts import words
from qualityvisit.reports.look import Look
from qualityvisit.reports.outline import (
    ASIDE,
    MUTED,
    PLAIN,
    QUOTE,
    STRONG,
    Block,
    Bullets,
    Contents,
    Fact,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Runs,
    Table,
    clean,
    one_line,
    runs,
    stays,
)

if TYPE_CHECKING:
    from qualityvisit.reports.docx.styles import Numbering, Styles

_PARAGRAPH_STYLES = {ASIDE: "Aside", QUOTE: "Quote"}
_RUN_STYLES = {STRONG: "Strong", MUTED: "Muted"}
_EMU = 635  # of a twentieth of a point
_LONGEST = 36  # letters of a key in a bookmark, whose name has 40 at most
_PIXELS = 1600  # a chart is so wide: sharp in print
_SCHEMES = ("http", "https", "mailto")
_SIGNS = "%/:=&?~#+!$,;'@()*[]"  # that an address may hold as they are
_TOC = (
    ' TOC \\o "1-2" \\n \\h \\z \\u '  # without pages: they would be wrong until Word counts them
)


def bookmark(key: str) -> str:
    """Return the name of the hidden bookmark at what has a key."""
    if len(key) > _LONGEST or not key.replace("_", "a").isalnum() or not key.isascii():
        key = "h" + sha256(key.encode()).hexdigest()[:20]
    return f"_qv_{key}"


class Body:
    """Writes the text of one report, in the styles of its file, on a line of a width."""

    def __init__(
        self,
        styles: "Styles",
        numbering: "Numbering",
        width: int,
        link: Callable[[str], str],
        picture: Callable[[bytes], str],
        marks: int,
        look: Look,
    ) -> None:
        self._styles, self._numbering, self._width = styles, numbering, width
        self._link, self._picture = link, picture
        self._look = look
        self._marks, self._drawings = marks, 0  # as many as the template has already
        self._names: set[str] = set()
        self._entries: dict[int, str] = {}  # the bookmark of each heading, by its place
        # Many templates write their text in "Body Text", and leave "Normal" without any space.
        self._text = styles.named("body text")

    def content(self, outline: Outline, *, titled: bool) -> str:
        """Return title, facts and blocks; ``titled`` where the template has said the title."""
        blocks = outline.blocks
        listed = any(isinstance(b, Contents) for b in blocks)
        for number, block in enumerate(blocks):
            if isinstance(block, Heading) and (block.key or (listed and block.numbered)):
                self._entries[number] = self._fresh_name(block.key or f"_{number}")
        parts = [] if titled else [self.paragraph("Title", runs(one_line(outline.title)))]
        parts += map(self._fact, outline.facts)
        for number, block in enumerate(blocks):
            parts += self._block(block, blocks[number - 1] if number else None, number, blocks)
        return "".join(parts)

    def paragraph(self, role: str, words: Runs, properties: str = "", mark: str = "") -> str:
        """Return a paragraph in the style that the shipped template calls ``role``."""
        style = self._styles.id(role) if role else self._text
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        properties = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
        written = [self._run(run) for run in words]
        inside = "".join(written)
        if mark:  # what a paragraph is called stands outside
            label = written.pop(0) if words[1:] and words[0].manner == STRONG else ""
            inside = "".join(written)
            self._marks += 1
            inside = (f'{label}<w:bookmarkStart w:id="{self._marks}" w:name="{mark}"/>{inside}'
                      f'<w:bookmarkEnd w:id="{self._marks}"/>')  # fmt: skip
        return f"<w:p>{properties}{inside}</w:p>"

    # --- blocks

    def _block(
        self, block: Block, before: Block | None, number: int, blocks: tuple[Block, ...]
    ) -> Iterator[str]:
        if isinstance(block, Heading):
            yield self._heading(block, number)
        elif isinstance(block, Paragraph):
            kept = "<w:keepNext/>" if stays(block, before) else ""
            kept += '<w:spacing w:before="140"/>' if isinstance(before, Table) else ""
            role = _PARAGRAPH_STYLES.get(block.kind, "")
            mark = self._fresh_name(block.key) if block.key else ""
            yield self.paragraph(role, block.runs, kept, mark)
        elif isinstance(block, Bullets):
            yield from self._list(block, 0)
        elif isinstance(block, Table):
            if isinstance(before, Table):
                yield "<w:p/>"  # two tables in a row are one
            yield self._table(block)
        elif isinstance(block, Figure):
            yield self._figure(block)
        else:
            yield from self._contents(block, blocks)

    def _heading(self, block: Heading, number: int) -> str:
        properties = "<w:pageBreakBefore/>" if block.fresh_page else ""
        if not block.numbered and self._numbering.heading(block.level)[0]:
            properties += ('<w:numPr><w:numId w:val="0"/></w:numPr>'
                           '<w:ind w:left="0" w:firstLine="0"/>')  # fmt: skip
        mark = self._entries.get(number, "")
        return self.paragraph(f"Heading{block.level}", runs(one_line(block.text)), properties, mark)

    def _list(self, block: Bullets, level: int) -> Iterator[str]:
        from qualityvisit.reports.docx.styles import DEPTH  # noqa: PLC0415 it needs lxml

        level = min(level, DEPTH - 1)
        role = "ListNumber" if block.numbered else "ListBullet"
        number = (self._numbering.restarted if block.numbered else self._numbering.bullets)(level)
        properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        keys = block.keys or ("",) * len(block.items)
        for item, key in zip(block.items, keys, strict=True):
            if isinstance(item, Bullets):
                yield from self._list(item, level + 1)
            else:
                mark = self._fresh_name(key) if key else ""
                yield self.paragraph(role, item, properties, mark)

    def _fact(self, fact: Fact) -> str:
        label = _run(one_line(fact.label), self._styles.id("FactLabel"))
        value = _words("\n".join(line for line in fact.lines if line))
        style = self._styles.id("Facts")
        return (f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{label}'
                f"<w:r><w:tab/>{value}</w:r></w:p>")  # fmt: skip

    # --- tables

    def _table(self, table: Table) -> str:
        whole = sum(table.widths)
        widths = [round(self._width * share / whole) for share in table.widths]
        strong = STRONG if table.row_headings else PLAIN
        mark = self._fresh_name(table.key) if table.key else ""
        header = self._row(table.header, widths, "TableHeading", mark=mark, head=True)
        rows = "".join(self._row(row, widths, "TableText", strong) for row in table.rows)
        return self.framed(table.name, widths, header + rows, named_rows=table.row_headings)

    def framed(self, name: str, widths: list[int], rows: str, *, named_rows: bool = False) -> str:
        """Return a table around its rows."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        first = int(named_rows)
        look = "00A0" if named_rows else "0020"
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._styles.id("ReportTable")}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{look}" w:firstRow="1" w:lastRow="0" w:firstColumn="{first}"'
            ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(one_line(name))}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(
        self, cells: Iterable[str], widths: list[int], role: str, first: str = PLAIN, *,
        mark: str = "", head: bool = False,
    ) -> str:  # fmt: skip
        inside = ""
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            words = (Run(cell, PLAIN if number else first),)
            told = self.paragraph(role, words, mark="" if number else mark)
            inside += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{told}</w:tc>'
        repeated = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inside}</w:tr>"

    # --- charts

    def _figure(self, block: Figure) -> str:
        from qualityvisit.reports.charts_draw import picture  # noqa: PLC0415 reportlab is slow

        drawn = picture(block.chart, _PIXELS, self._look)
        self._drawings += 1
        wide = min(self._width, 9600) * _EMU
        high = round(wide * _ratio(drawn))
        told = quoteattr(one_line(words(block.chart)))
        name, number = quoteattr(one_line(block.chart.title)), 1000 + self._drawings
        drawing = (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name={name}'
            f' descr={told}/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org'
            f'/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name={name}'
            f" descr={told}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="{self._picture(drawn)}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}"'
            f' cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        return f"<w:p>{drawing}</w:p>"

    # --- contents

    def _contents(self, block: Contents, blocks: tuple[Block, ...]) -> Iterator[str]:
        """Return the list of contents, filled in: right where no program makes it anew."""
        entries = list(self._listed(blocks))
        title = self.paragraph("TOCHeading", runs(one_line(block.title)))
        begin = (f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText'
                 f' xml:space="preserve">{_TOC}</w:instrText></w:r>'
                 '<w:r><w:fldChar w:fldCharType="separate"/></w:r>')  # fmt: skip
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        yield (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{title}"
        )
        for number, (level, told, mark) in enumerate(entries):
            before = begin if number == 0 else ""
            after = end if number == len(entries) - 1 else ""
            yield (
                f'<w:p><w:pPr><w:pStyle w:val="{self._styles.id(f"TOC{level}")}"/></w:pPr>{before}'
                f'<w:hyperlink w:anchor="{mark}" w:history="1">{_run(told)}</w:hyperlink>{after}'
                "</w:p>"
            )
        yield "</w:sdtContent></w:sdt>"

    def _listed(self, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str, str]]:
        """Yield level, words with their number, and bookmark of each heading of the contents."""
        counts = [0, 0]
        for number, block in enumerate(blocks):
            if isinstance(block, Heading) and block.numbered and block.level <= len(counts):
                counts[block.level - 1] += 1
                counts[block.level :] = [0] * (len(counts) - block.level)
                pattern, kinds = self._numbering.heading(block.level)
                written = pattern if all(kind == "decimal" for kind in kinds) else ""
                for place, value in enumerate(counts, 1):
                    written = written.replace(f"%{place}", str(value))
                told = f"{written}  {one_line(block.text)}" if written else one_line(block.text)
                yield block.level, told, self._entries[number]

    # --- words

    def _run(self, run: Run) -> str:
        style = _RUN_STYLES.get(run.manner, "")
        if run.link and urlsplit(run.link).scheme in _SCHEMES:
            inside = _run(run.text, self._styles.id("Hyperlink"))
            link = self._link(quote(run.link, _SIGNS))
            return f'<w:hyperlink r:id="{link}" w:history="1">{inside}</w:hyperlink>'
        return _run(run.text, self._styles.id(style) if style else "")

    def _fresh_name(self, key: str) -> str:
        """Return the bookmark of a key, of its own where the key stands more than once."""
        name = made = bookmark(key)
        number = 1
        while made in self._names:
            number += 1
            made = f"{name[:34]}_x{number}"
        self._names.add(made)
        return made


def _run(text: str, style: str = "") -> str:
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{properties}{_words(text)}</w:r>"


def _words(text: str) -> str:
    lines = escape(clean(text)).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)


def _ratio(png: bytes) -> float:
    """Return how high a picture is for its width, as its head says."""
    return int.from_bytes(png[20:24], "big") / int.from_bytes(png[16:20], "big")
