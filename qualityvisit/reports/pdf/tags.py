"""The structure of a PDF: what its words are (headings, lists, tables), in reading order.

Programs that read aloud go by this tree and not by the page (PDF/UA-1, ISO 14289-1). Each stretch
of drawing on a page carries a number, and a leaf of the tree names page and number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
)

if TYPE_CHECKING:
    from qualityvisit.reports.pdf.archive import ArchiveDocument

Attributes = Mapping[str, object]

LIST: Attributes = {"O": PDFName("List"), "ListNumbering": PDFName("Disc")}
NUMBERED_LIST: Attributes = {"O": PDFName("List"), "ListNumbering": PDFName("Decimal")}
COLUMN_HEADING: Attributes = {"O": PDFName("Table"), "Scope": PDFName("Column")}
ROW_HEADING: Attributes = {"O": PDFName("Table"), "Scope": PDFName("Row")}

_STRING = 32_000  # bytes, with room for what announces them


@dataclass(frozen=True, slots=True)
class Mark:
    """Content on a page (counted from 0), by its number there."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page that leads elsewhere: an annotation, by its reference."""

    page: int
    reference: object


@dataclass(eq=False, slots=True)
class Element:
    """A part of the document: a standard type ("P", "H1", "TD"), its parts and content."""

    tag: str
    attributes: Attributes = field(default_factory=dict)
    name: str = ""  # for those who cannot see a table
    alt: str = ""  # for those who cannot see a picture
    parts: "list[Element | Mark | Spot]" = field(default_factory=list)

    def add(self, tag: str, attributes: Attributes | None = None, name: str = "") -> "Element":
        """Add a part after the others and return it."""
        part = Element(tag, attributes or {}, name)
        self.parts.append(part)
        return part


class Tree:
    """The structure tree under construction."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._pages: list[list[Element]] = []
        self._spots: list[tuple[PDFDictionary, Element]] = []

    def mark(self, element: Element, page: int) -> int:
        """Note that the element has content on a page; return the content's number there."""
        while len(self._pages) <= page:
            self._pages.append([])
        number = len(self._pages[page])
        self._pages[page].append(element)
        element.parts.append(Mark(page, number))
        return number

    def link(self, element: Element, page: int, written: PDFDictionary, reference: object) -> None:
        """Note that the element has an annotation on a page."""
        element.parts.append(Spot(page, reference))
        self._spots.append((written, element))

    def write(self, document: "ArchiveDocument") -> None:
        """Add the tree to a document whose pages are all drawn."""
        top = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        document.Catalog.StructTreeRoot = top
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        written: dict[int, str] = {}  # the reference to an element, by the element's id
        top_reference = _written(document, document.Reference(top))
        for element, parent in _walk(self.root, None):
            entry = _Entry(element, written[id(parent)] if parent else top_reference, written)
            written[id(element)] = _written(document, document.Reference(entry))
        numbered: list[object] = []
        for page, elements in enumerate(self._pages):
            owners = " ".join(written[id(element)] for element in elements)
            numbered += [page, f"[{owners}]"]
        for key, (spot, element) in enumerate(self._spots, len(self._pages)):
            spot["StructParent"] = key
            numbered += [key, written[id(element)]]
        top["K"] = written[id(self.root)]
        top["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbered)}))
        top["ParentTreeNextKey"] = len(self._pages) + len(self._spots)


def _written(document: "ArchiveDocument", reference: object) -> str:
    """Return a reference as it stands in the file."""
    text: bytes = pdfdoc.format(reference, document)
    return text.decode("ascii")


def _walk(element: Element, parent: Element | None) -> Iterator[tuple[Element, Element | None]]:
    yield element, parent
    for part in element.parts:
        if isinstance(part, Element):
            yield from _walk(part, element)


class _Entry(pdfdoc.PDFObject):
    """An element as it stands in the file.

    Written here rather than by reportlab's dictionaries: there are some thousands of them.
    """

    def __init__(self, element: Element, up: str, written: dict[int, str]) -> None:
        self._element = element
        self._up = up
        self._references = written

    def format(self, document: "ArchiveDocument") -> bytes:
        """Return what reportlab is to write."""
        element = self._element
        pages = {part.page for part in element.parts if isinstance(part, Mark)}
        alone = _page(document, *pages) if len(pages) == 1 else ""
        told = [f"<< /Type /StructElem /S /{element.tag} /P {self._up}"]
        if alone:
            told.append(f"/Pg {alone}")
        if element.parts:
            told.append(f"/K [{' '.join(self._kid(document, p, alone) for p in element.parts)}]")
        entry = " ".join(told).encode("ascii")
        more: dict[str, object] = {}
        if element.attributes:
            more["A"] = PDFDictionary(dict(element.attributes))
        if element.name:
            more["T"] = PDFString(short(element.name))
        if element.alt:
            more["Alt"] = PDFString(short(element.alt))
        for key, value in more.items():
            entry += b" /%s %s" % (key.encode("ascii"), pdfdoc.format(value, document))
        return entry + b" >>"

    def _kid(self, document: "ArchiveDocument", part: Element | Mark | Spot, alone: str) -> str:
        """Return a part as its parent names it; ``alone`` where the parent names the page."""
        if isinstance(part, Element):
            return self._references[id(part)]
        if isinstance(part, Spot):
            spot = _written(document, part.reference)
            return f"<< /Type /OBJR /Pg {_page(document, part.page)} /Obj {spot} >>"
        if alone:
            return str(part.number)
        return f"<< /Type /MCR /Pg {_page(document, part.page)} /MCID {part.number} >>"


def _page(document: "ArchiveDocument", page: int) -> str:
    return _written(document, PDFObjectReference(page_name(page)))


def page_name(page: int) -> str:
    """Return the name under which reportlab keeps a page, counted from 0."""
    return f"Page{page + 1}"


def short(text: str) -> str:
    """Return text as a string of a PDF/A file may hold it: at most 32,767 bytes."""
    if len(text) * 4 < _STRING:
        return text
    return text.encode("utf-16-be")[:_STRING].decode("utf-16-be", "ignore")
