"""The structure of a PDF: what its words are (headings, lists, tables), in reading order.

Programs that read aloud go by this tree and not by the page (PDF/UA-1, ISO 14289-1). Each stretch
of drawing on a page carries a number, and a leaf of the tree names page and number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
        top_reference = document.Reference(top)
        document.Catalog.StructTreeRoot = top
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        names = {id(element): f"Part{n}" for n, (element, _) in enumerate(_walk(self.root, None))}
        for element, parent in _walk(self.root, None):
            up = PDFObjectReference(names[id(parent)]) if parent else top_reference
            document.Reference(_dictionary(element, up, names), names[id(element)])
        numbered: list[object] = []
        for page, elements in enumerate(self._pages):
            owners = [PDFObjectReference(names[id(element)]) for element in elements]
            numbered += [page, PDFArray(owners)]
        for key, (written, element) in enumerate(self._spots, len(self._pages)):
            written["StructParent"] = key
            numbered += [key, PDFObjectReference(names[id(element)])]
        top["K"] = PDFObjectReference(names[id(self.root)])
        top["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbered)}))
        top["ParentTreeNextKey"] = len(self._pages) + len(self._spots)


def _walk(element: Element, parent: Element | None) -> Iterator[tuple[Element, Element | None]]:
    yield element, parent
    for part in element.parts:
        if isinstance(part, Element):
            yield from _walk(part, element)


def _dictionary(element: Element, up: object, names: dict[int, str]) -> PDFDictionary:
    written = {"Type": PDFName("StructElem"), "S": PDFName(element.tag), "P": up}
    pages = {part.page for part in element.parts if isinstance(part, Mark)}
    if len(pages) == 1:
        written["Pg"] = PDFObjectReference(page_name(*pages))
    if element.parts:
        kids = [_kid(part, names, alone=len(pages) == 1) for part in element.parts]
        written["K"] = PDFArray(kids)
    if element.attributes:
        written["A"] = PDFDictionary(dict(element.attributes))
    if element.name:
        written["T"] = PDFString(element.name)
    if element.alt:
        written["Alt"] = PDFString(element.alt)
    return PDFDictionary(written)


def _kid(part: Element | Mark | Spot, names: dict[int, str], *, alone: bool) -> object:
    """Return a part as its parent names it; ``alone`` where the parent names the page."""
    if isinstance(part, Element):
        return PDFObjectReference(names[id(part)])
    page = PDFObjectReference(page_name(part.page))
    if isinstance(part, Spot):
        return PDFDictionary({"Type": PDFName("OBJR"), "Pg": page, "Obj": part.reference})
    if alone:
        return part.number
    return PDFDictionary({"Type": PDFName("MCR"), "Pg": page, "MCID": part.number})


def page_name(page: int) -> str:
    """Return the name under which reportlab keeps a page, counted from 0."""
    return f"Page{page + 1}"
