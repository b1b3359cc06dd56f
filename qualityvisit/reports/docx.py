"""An outline as a Word document: our template's styles, filled in.

The template owns how it looks: styles, page, header and footer. Header and footer hold content
controls that are filled by their tag; a control without a value goes, with its line. The body is
written as WordprocessingML in one piece, which is some ten times faster than a call a paragraph.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

from qualityvisit.reports.outline import (
    ASIDE,
    BODY,
    MUTED,
    QUOTE,
    STRONG,
    Block,
    Fact,
    Heading,
    Outline,
    Paragraph,
    Place,
    Runs,
    Table,
    clean,
    one_line,
    runs,
    stays,
)
from qualityvisit.settings import RESOURCES
from qualityvisit.words import _

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

TEMPLATE = RESOURCES / "templates" / "report.docx"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH_STYLES = {BODY: "", ASIDE: "Aside", QUOTE: "Quote"}
_RUN_STYLES = {STRONG: "Strong", MUTED: "Muted"}
_NUMBERS = 3  # the template's abstract numbering of List Number
_LINE_WIDTH = 8050  # the template's line, 142 mm, in twentieths of a point
_UNNUMBERED = '<w:numPr><w:numId w:val="0"/></w:numPr><w:ind w:left="0" w:firstLine="0"/>'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name


def write(outline: Outline, places: Sequence[Place] = (), name: str = "") -> bytes:
    """Return the report as a .docx file. The same outline gives the same bytes.

    A form has ``places`` to write in, which follow the report, and a ``name`` of its own, by which
    `intake.reserve` knows it again.
    """
    import docx  # noqa: PLC0415 slow to import, seldom needed
    from docx.oxml.ns import nsdecls  # noqa: PLC0415
    from docx.oxml.parser import parse_xml  # noqa: PLC0415

    document = docx.Document(str(TEMPLATE))
    _fill_controls(document, outline)
    _set_properties(document, outline)
    body = document.element.body
    if name:
        document.core_properties.identifier = name
    content = "".join((*_content(document, outline), *_form(places, name)))
    written = parse_xml(f"<w:body {nsdecls('w')}>{content}</w:body>")
    body[:0] = list(written)
    return _packed(document)


# --- What stands round the text


def _fill_controls(document: "Document", outline: Outline) -> None:
    values = {
        "municipality": one_line(outline.municipality),
        "committee": one_line(outline.committee),
        "kind": one_line(outline.kind),
        # Spaces that do not break: it stays on one line, under a long name.
        "registry-number": outline.reference.replace(" ", "\u00a0"),
        "mark": one_line(outline.mark),
        "title": one_line(outline.title),
        "page-word": _("Page"),
    }
    for part in document.part.package.iter_parts():
        if part.partname.startswith(("/word/header", "/word/footer")):
            _fill(part.element, values)


def _fill(story: "BaseOxmlElement", values: dict[str, str]) -> None:
    """Fill a header or footer's controls; take away those without a value, and emptied lines."""
    for control in list(story.iter(f"{_W}sdt")):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        value = values.get(tag.get(f"{_W}val", "")) if tag is not None else None
        shown, line = control.find(f".//{_W}t"), control.getparent()
        if value and shown is not None:
            shown.text = value
        elif value is not None and line is not None:
            line.remove(control)
    emptied = [line for line in story if line.find(f".//{_W}t") is None]
    for line in emptied[: len(story) - 1]:  # one must stand
        story.remove(line)


def _set_properties(document: "Document", outline: Outline) -> None:
    made = _moment(outline.made)
    properties = document.core_properties
    properties.title = one_line(outline.title)[:255]
    properties.subject = one_line(outline.subject)[:255]
    properties.author = properties.last_modified_by = one_line(outline.author)[:255]
    properties.language = outline.language
    properties.created = properties.modified = made
    defaults = document.styles.element.find(f"{_W}docDefaults")
    for language in defaults.iter(f"{_W}lang"):
        language.set(f"{_W}val", outline.language)


def _moment(made: str) -> datetime:
    """Return an ISO date or moment as python-docx wants it: UTC without saying so."""
    moment = datetime.fromisoformat(made) if made else datetime(*_EPOCH, tzinfo=UTC)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None)


# --- The text


def _content(document: "Document", outline: Outline) -> Iterator[str]:
    yield _paragraph("Title", runs(one_line(outline.title)))
    yield from map(_fact, outline.facts)
    for before, block in pairwise((None, *outline.blocks)):
        if block:
            yield from _block(document, block, before)


def _block(document: "Document", block: Block, before: Block | None) -> Iterator[str]:
    if isinstance(block, Heading):
        plain = "" if block.numbered else _UNNUMBERED
        yield _paragraph(f"Heading{block.level}", runs(one_line(block.text)), plain)
    elif isinstance(block, Paragraph):
        kept = "<w:keepNext/>" if stays(block, before) else ""
        yield _paragraph(_PARAGRAPH_STYLES[block.kind], block.runs, kept)
    elif isinstance(block, Table):
        yield _table(block)
    elif block.numbered:
        restarted = _restarted_numbers(document)
        yield from (_paragraph("ListNumber", item, restarted) for item in block.items)
    else:
        yield from (_paragraph("ListBullet", item) for item in block.items)


def _paragraph(style: str, words: Runs, properties: str = "", *, marks: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    inside = "".join(_run(r.text, _RUN_STYLES.get(r.manner)) for r in words)
    if marks:
        number = crc32(marks.encode()) & 0x7FFFFFFF  # the schema wants a number of its own for each
        start = f'<w:bookmarkStart w:id="{number}" w:name="{marks}"/>'
        inside = f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'
    return f"<w:p>{properties}{inside}</w:p>"


def _run(text: str, style: str | None = None) -> str:
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{properties}{_words(text)}</w:r>"


def _words(text: str) -> str:
    lines = escape(clean(text)).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)


def _fact(fact: Fact) -> str:
    label = _run(one_line(fact.label), "FactLabel")
    value = _words("\n".join(line for line in fact.lines if line))
    return f'<w:p><w:pPr><w:pStyle w:val="Facts"/></w:pPr>{label}<w:r><w:tab/>{value}</w:r></w:p>'


def _restarted_numbers(document: "Document") -> str:
    """Return the properties of a list whose numbers begin again at 1."""
    number = document.part.numbering_part.element.add_num(_NUMBERS)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return f'<w:numPr><w:numId w:val="{number.numId}"/></w:numPr>'


def _table(table: Table) -> str:
    whole = sum(table.widths)
    widths = [round(_LINE_WIDTH * share / whole) for share in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    header = _row(table.header, widths, "TableHeading", "<w:cantSplit/><w:tblHeader/>")
    rows = "".join(_row(row, widths, "TableText") for row in table.rows)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(one_line(table.name))}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>"
    )


def _row(cells: Iterable[str], widths: list[int], style: str, properties: str = "") -> str:
    properties = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(style, runs(cell))}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{properties}{inside}</w:tr>"


# --- Places to write in


def _form(places: Sequence[Place], name: str) -> Iterator[str]:
    """Return places as tables of one column: what is asked, what is noted, and an empty cell.

    Bookmarks name them, since those outlive editing in Word and LibreOffice alike: "s_" the form,
    "h_" a heading, "q_" what is asked, "n_" what was noted before, "a_" the place itself.
    """
    if places:
        yield _paragraph("Aside", runs(_("Write under each question, on as many lines as needed."
                                         " Each line becomes a note of its own.")),
                         marks=f"s_{name}")  # fmt: skip
    for place in places:
        if place.heading:
            yield _paragraph("Heading1", runs(one_line(place.heading)), marks=f"h_{place.name}")
        yield _place(place)
        yield "<w:p/>"


def _place(place: Place) -> str:
    asked = _paragraph("TableHeading", runs(one_line(place.words)), marks=f"q_{place.name}")
    asked += "".join(_paragraph("ListBullet", runs(one_line(p))) for p in place.prompts)
    rows = _wide_row(asked)
    if place.noted:
        head = _paragraph("Aside", runs(_("Noted already:")), marks=f"n_{place.name}")
        rows += _wide_row(head + "".join(_paragraph("TableText", runs(t)) for t in place.noted))
    rows += _wide_row(_paragraph("TableText", (), marks=f"a_{place.name}"), "1100")
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{_LINE_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCaption w:val={quoteattr(one_line(place.words))}/></w:tblPr>"
        f'<w:tblGrid><w:gridCol w:w="{_LINE_WIDTH}"/></w:tblGrid>{rows}</w:tbl>'
    )


def _wide_row(inside: str, height: str = "") -> str:
    properties = f'<w:trPr><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{_LINE_WIDTH}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
    return f"<w:tr>{properties if height else ''}{cell}</w:tr>"


# --- The file


def _packed(document: "Document") -> bytes:
    """Return the file, packed anew so that it names no moment but the report's own."""
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(out, "w") as packed:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # else Windows would pack other bytes than Linux
            packed.writestr(entry, parts.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
