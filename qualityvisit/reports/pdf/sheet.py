"""Drawing on tagged pages: every stroke belongs to a part of the document or is an artifact."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from qualityvisit.reports.pdf.archive import ArchiveDocument
from qualityvisit.reports.pdf.fonts import face
from qualityvisit.reports.pdf.tags import Element, Tree

if TYPE_CHECKING:
    from qualityvisit.reports.look import Look
    from qualityvisit.reports.outline import Outline
    from qualityvisit.reports.pdf.lines import Line


@cache
def _colour(colour: str) -> Color:
    return HexColor(f"#{colour}")


class _Canvas(Canvas):
    """reportlab's canvas on our kind of document."""

    _code: list[str]

    def __init__(self, out: io.BytesIO, outline: "Outline", look: "Look") -> None:
        face(look.body.font)  # else it begins every page in Helvetica, which is not embedded
        size = (look.page_width, look.page_height)
        font: Any = look.body.font  # reportlab's types take it for a number
        super().__init__(out, pagesize=size, pageCompression=1, initialFontName=font)
        self._doc: ArchiveDocument = ArchiveDocument(outline)

    @property
    def document(self) -> ArchiveDocument:
        return self._doc

    def operator(self, code: str) -> None:
        """Write an operator of the PDF language as it is."""
        self._code.append(code)


class Sheet:
    """The pages, one after another. Lengths are in points, ``y`` downwards from the top edge."""

    def __init__(self, outline: "Outline", tree: Tree, look: "Look") -> None:
        self._out = io.BytesIO()
        self._height = look.page_height
        self._canvas = _Canvas(self._out, outline, look)
        self._tree = tree
        self._page = 0
        self._level = -1

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
        text = self._canvas.beginText(x, self._height - baseline)
        for span in line.spans:
            text.setFont(span.ink.font, span.ink.size)
            text.setFillColor(_colour(span.ink.colour))
            text.textOut(span.text)
        self._canvas.drawText(text)

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle, as an artifact."""
        with self.artifact():
            self._canvas.setFillColor(_colour(colour))
            top = self._height - y
            self._canvas.rect(x, top - height, width, height, stroke=0, fill=1)

    def squares(self, places: list[tuple[float, float]], size: float, colour: str) -> None:
        """Fill squares at these places (x, y), as one artifact."""
        with self.artifact():
            self._canvas.setFillColor(_colour(colour))
            for x, y in places:
                self._canvas.rect(x, self._height - y - size, size, size, stroke=0, fill=1)

    def frame(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw a rectangle's outline, as an artifact."""
        with self.artifact():
            self._canvas.setStrokeColor(_colour(colour))
            self._canvas.setLineWidth(0.75)
            top = self._height - y
            self._canvas.rect(x, top - height, width, height)

    def bookmark(self, title: str, level: int, y: float) -> None:
        """Let the list of contents point here; ``level`` counts from 0."""
        self._level = min(level, self._level + 1)
        key = f"{self._page}-{y:.1f}"
        self._canvas.bookmarkHorizontalAbsolute(key, self._height - y)
        self._canvas.addOutlineEntry(title, key, self._level)

    def turn(self) -> None:
        """End the page."""
        self._canvas.showPage()
        self._page += 1

    def close(self) -> bytes:
        """Return the whole file."""
        self._tree.write(self._canvas.document)
        self._canvas.save()
        return self._out.getvalue()
