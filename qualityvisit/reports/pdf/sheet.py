"""Drawing on tagged pages: every stroke belongs to a part of the document or is an artifact."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from PIL import Image
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfgen.canvas import Canvas

from qualityvisit.reports.pdf.archive import ArchiveDocument
from qualityvisit.reports.pdf.fonts import face
from qualityvisit.reports.pdf.tags import Element, Tree, page_name, short

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

    from qualityvisit.reports.look import Look
    from qualityvisit.reports.outline import Outline
    from qualityvisit.reports.pdf.lines import Line, Span


Area = tuple[float, float, float, float]  # left, upper edge from the top, width, height
Target = str | tuple[int, float]  # an address, or a page from 0 and how far down

_ADDRESS = "%/:=&?~#+!$,;'@()*[]"  # what stands in addresses besides letters and digits


def _short(length: float) -> float:
    return round(length, 2)


# Bytes that a string of the PDF language names by their number.
_ESCAPES = {n: f"\\{n:03o}" for n in (*range(32), *range(127, 256), *b"()\\")}


@cache
def _colour(colour: str) -> Color:
    return HexColor(f"#{colour}")


@cache
def _paint(colour: str) -> str:
    """Return the operator that fills with a colour."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return " ".join(f"{part:.4g}" for part in parts) + " rg"


class _Canvas(Canvas):
    """reportlab's canvas on our kind of document."""

    _code: list[str]
    _formsinuse: list[str]
    _annotationrefs: list[object]

    def __init__(self, out: io.BytesIO, outline: "Outline", look: "Look", profile: str) -> None:
        face(look.body.font)  # else it begins every page in Helvetica, which is not embedded
        size = (look.page_width, look.page_height)
        font: Any = look.body.font  # reportlab's types take it for a number
        super().__init__(out, pagesize=size, pageCompression=1, initialFontName=font)
        self._doc: ArchiveDocument = ArchiveDocument(outline, profile)

    @property
    def document(self) -> ArchiveDocument:
        return self._doc

    def operator(self, code: str) -> None:
        """Write an operator of the PDF language as it is."""
        self._code.append(code)

    def letters(self, name: str, text: str) -> Iterator[tuple[str, str]]:
        """Yield text in parts that one font of the file holds: its name there, and its codes."""
        font = face(name)
        for subset, codes in font.splitString(text, self._doc):
            yield font.getSubsetInternalName(subset, self._doc), codes.decode("latin-1")

    def annotate(self, written: PDFDictionary) -> object:
        """Add an annotation to the page and return its reference."""
        reference = self._doc.Reference(written)
        self._annotationrefs.append(reference)
        return reference

    def image(self, name: str, content: bytes) -> None:
        """Draw a picture file in the unit square: without transparency, as PDF/A-1 wants it."""
        if not self._doc.hasForm(name):
            self._doc.addForm(name, _image(content))
        self._formsinuse.append(name)
        self._code.append(f"/{self._doc.getXObjectName(name)} Do")


def _image(content: bytes) -> PDFStream:
    with Image.open(io.BytesIO(content)) as file:
        shown = Image.new("RGB", file.size, "white")
        whole = file.convert("RGBA")
    shown.paste(whole, mask=whole)
    written = {
        "Type": PDFName("XObject"),
        "Subtype": PDFName("Image"),
        "Width": shown.width,
        "Height": shown.height,
        "ColorSpace": PDFName("DeviceRGB"),
        "BitsPerComponent": 8,
    }
    return PDFStream(PDFDictionary(written), shown.tobytes(), [PDFZCompress])


class Sheet:
    """The pages, one after another. Lengths are in points, ``y`` downwards from the top edge."""

    def __init__(self, outline: "Outline", tree: Tree, look: "Look", profile: str) -> None:
        self._out = io.BytesIO()
        self._height = look.page_height
        self._canvas = _Canvas(self._out, outline, look, profile)
        self._tree = tree
        self._page = 0
        self._level = -1
        self._colour = ""  # that is filled with

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """Make what is drawn inside a part of the document."""
        number = self._tree.mark(element, self._page)
        self._canvas.operator(f"/{element.tag} <</MCID {number}>> BDC")
        yield
        self._canvas.operator("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Keep what is drawn inside from being read aloud: lines, what repeats (Pagination)."""
        self._canvas.operator(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._canvas.operator("EMC")

    def line(self, line: "Line", x: float, baseline: float) -> None:
        """Draw a line of text; to be called inside ``content`` or ``artifact``."""
        self.spans(line.spans, x, baseline)

    def spans(self, spans: "Iterable[Span]", x: float, baseline: float) -> None:
        """Draw letters one after another; to be called inside ``content`` or ``artifact``."""
        canvas = self._canvas
        canvas.operator(f"BT 1 0 0 1 {x:.2f} {self._height - baseline:.2f} Tm")
        for span in spans:
            ink = span.ink
            self._ink(ink.colour)
            for name, letters in canvas.letters(ink.font, span.text):
                canvas.operator(f"{name} {ink.size:g} Tf ({letters.translate(_ESCAPES)}) Tj")
        canvas.operator("ET")

    def _ink(self, colour: str) -> None:
        """Fill with a colour from now on."""
        if colour != self._colour:
            self._canvas.operator(_paint(colour))
            self._colour = colour

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle, as an artifact."""
        with self.artifact():
            self._ink(colour)
            self._rectangle(x, y, width, height)

    def squares(self, places: list[tuple[float, float]], size: float, colour: str) -> None:
        """Fill squares at these places (x, y), as one artifact."""
        with self.artifact():
            self._ink(colour)
            for x, y in places:
                self._rectangle(x, y, size, size)

    def _rectangle(self, x: float, y: float, width: float, height: float) -> None:
        lower = self._height - y - height
        self._canvas.operator(f"{x:.2f} {lower:.2f} {width:.2f} {height:.2f} re f")

    def frame(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw a rectangle's outline, as an artifact."""
        with self.artifact():
            self._canvas.setStrokeColor(_colour(colour))
            self._canvas.setLineWidth(0.75)
            top = self._height - y
            self._canvas.rect(x, top - height, width, height)

    def shapes(self, shapes: "Drawing", x: float, y: float, scale: float) -> tuple[float, ...]:
        """Draw reportlab's shapes, to be called inside ``content``; return where they stand.

        That is left, lower, right and upper edge, from the page's lower left corner.
        """
        from reportlab.graphics import renderPDF  # noqa: PLC0415 slow to import, seldom needed

        canvas = self._canvas
        lower = self._height - y - shapes.height * scale
        canvas.saveState()
        canvas.transform(scale, 0, 0, scale, x, lower)
        renderPDF.draw(shapes, canvas, 0, 0)
        canvas.restoreState()
        return x, lower, x + shapes.width * scale, lower + shapes.height * scale

    def image(
        self, content: bytes, x: float, y: float, width: float, height: float
    ) -> tuple[float, ...]:
        """Draw a picture file, to be called inside ``content``; return where it stands."""
        canvas = self._canvas
        lower = self._height - y - height
        canvas.saveState()
        canvas.transform(width, 0, 0, height, x, lower)
        canvas.image("Logo", content)
        canvas.restoreState()
        return x, lower, x + width, lower + height

    def link(self, element: Element, area: "Area", target: "Target", words: str) -> None:
        """Let an area of the page lead to an address, or to a place in the document."""
        x, y, width, height = area
        lower = self._height - y - height
        written = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "Rect": PDFArray([_short(v) for v in (x, lower, x + width, lower + height)]),
                "Border": PDFArray([0, 0, 0]),
                "F": 4,  # printed, as PDF/A wants it
                "Contents": PDFString(short(words)),
            }
        )
        if isinstance(target, str):
            address = PDFString(short(quote(target, safe=_ADDRESS)))
            action = {"Type": PDFName("Action"), "S": PDFName("URI"), "URI": address}
            written["A"] = PDFDictionary(action)
        else:
            page, top = target
            to = PDFObjectReference(page_name(page)), PDFName("XYZ"), 0, _short(self._height - top)
            written["Dest"] = PDFArray([*to, 0])
        self._tree.link(element, self._page, written, self._canvas.annotate(written))

    def bookmark(self, title: str, level: int, y: float) -> None:
        """Let the list of contents point here; ``level`` counts from 0."""
        self._level = min(level, self._level + 1)
        key = f"{self._page}-{y:.1f}"
        self._canvas.bookmarkHorizontalAbsolute(key, self._height - y)
        self._canvas.addOutlineEntry(short(title), key, self._level)

    def turn(self) -> None:
        """End the page."""
        self._canvas.showPage()
        self._page += 1
        self._colour = ""

    def close(self) -> bytes:
        """Return the whole file."""
        self._tree.write(self._canvas.document)
        self._canvas.save()
        return self._out.getvalue()
