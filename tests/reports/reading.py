"""Word and PDF files read back: what they say, by what it is, in the order of reading."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import page as judge
import pikepdf
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from qualityvisit.reports.outline import clean
from tests.reports import structure

# --- Word


def opened(file: bytes) -> Document:
    """Return a Word file as python-docx reads it."""
    return docx.Document(io.BytesIO(file))


def part(file: bytes, name: str) -> str:
    """Return the XML of a part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return parts.read(name).decode("utf-8")


def word_lines(file: bytes) -> list[str]:
    """Return each paragraph as "Style: words", and each row of a table as "Row: cell | cell"."""
    lines = []
    for block in opened(file).iter_inner_content():
        if isinstance(block, Paragraph):
            assert block.style is not None
            lines.append(f"{block.style.name}: {_flat(block.text)}")
        else:
            lines += _rows(block)
    return lines


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield "Row: " + " | ".join(_flat(cell.text) for cell in row.cells)


def _flat(text: str) -> str:
    return text.replace("\t", " → ").replace("\n", " / ")


# --- PDF


class Spoken:
    """A PDF as a program reads it aloud: its structure tree, with the words of each part."""

    def __init__(self, file: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(file))
        self.artifacts: list[str] = []  # the words outside the structure, a page each
        self._marked: dict[tuple[int, int], str] = {}
        self._pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        for number, page in enumerate(self.pdf.pages):
            self._read(number, page)

    @property
    def lines(self) -> list[str]:
        """Each part with its depth, type and words, as "  LI > LBody: words"."""
        return list(self._walk(self.pdf.Root.StructTreeRoot.K, 0))

    @property
    def words(self) -> str:
        """All words inside the structure."""
        return " ".join(line.partition(": ")[2] for line in self.lines)

    def check(self) -> None:
        """Assert that content and structure point at each other, and that nothing is left out."""
        assert len(self.lines) > 1
        structure.check(self.pdf)

    def _walk(self, element: Any, depth: int) -> Iterator[str]:
        if isinstance(element, pikepdf.Array):
            for one in element:
                yield from self._walk(one, depth)
            return
        words, parts = "", []
        for kid in structure.kids_of(element):
            place = self._place(kid, element)
            if place is not None:
                words += self._marked[place]
            elif "/Obj" not in kid:
                parts.append(kid)
        alt = f"{element.Alt}: " if "/Alt" in element else ""
        yield f"{'  ' * depth}{str(element.S)[1:]}: {alt}{words}".rstrip(" ")
        for one in parts:
            yield from self._walk(one, depth + 1)

    def _place(self, kid: Any, element: Any) -> tuple[int, int] | None:
        if isinstance(kid, int):
            return self._pages[element.Pg.objgen], kid
        if "/MCID" in kid:
            return self._pages[kid.Pg.objgen], int(kid.MCID)
        return None

    def _read(self, number: int, page: pikepdf.Page) -> None:
        """Take in a page's words by the number of their mark."""
        fonts = {name: _characters(font) for name, font in page.Resources.Font.items()}
        marks: list[tuple[int, int] | None] = []
        font: dict[int, str] = {}
        outside = ""
        for instruction in pikepdf.parse_content_stream(page):
            operands: Any = instruction.operands
            match str(instruction.operator):
                case "BDC":
                    mark = _mark(operands[1])
                    marks.append(None if mark is None else (number, mark))
                    if mark is not None:
                        self._marked[number, mark] = ""
                case "EMC":
                    marks.pop()
                case "Tf":
                    font = fonts[str(operands[0])]
                case "Tj":
                    assert marks, "words that are neither content nor artifact"
                    words = "".join(font[code] for code in bytes(operands[0]))
                    if marks[-1] is None:
                        outside += words + "\n"
                    else:
                        self._marked[marks[-1]] += words
        self.artifacts.append(outside)


def _mark(properties: Any) -> int | None:
    return int(properties.MCID) if "/MCID" in properties else None


def _characters(font: Any) -> dict[int, str]:
    """Return the character of each code, by the font's own table."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    return {
        int(code, 16): bytes.fromhex(char).decode("utf-16-be")
        for code, char in re.findall(r"<([0-9A-F]{2})> <([0-9a-f]{4,})>", table)
    }


def faults(file: bytes, profile: str) -> list[str]:
    """Return what a judge of PDF/A ("2a") or PDF/UA ("ua1") finds."""
    found = judge.validate_pdf_bytes(file, profile=profile)
    assert found.is_compliant == (not found.failures)
    return [f"{failure.rule_id}: {failure.message}" for failure in found.failures]


def squeezed(text: str) -> str:
    """Return text without the spaces that lines and cells may add or lose, as files hold it."""
    return "".join(clean(text).split())
