"""Reserve forms that were filled in, wherever that was: what stands in each place.

`reports.docx` writes them; its places are tables whose bookmarks name them. Word and LibreOffice
keep those, but who edits may lose some: what can be known by what is left is taken, the rest told.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.errors import BadInput
from qualityvisit.intake.reading import too_large
from qualityvisit.intake.workbook import MOST_UNPACKED, TORN
from qualityvisit.words import _

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARK = re.compile(r"([shqnav])_([0-9a-zA-Z]{1,32})(?:_\d+)?")
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A line that stands in a place; ``place`` is "" where the place has lost its name."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a form holds: whose it is, the places that are left in it, and every line."""

    form: str
    places: frozenset[str]
    lines: tuple[Answer, ...]
    chosen: tuple[Answer, ...] = ()  # what stands where something is chosen


def read_form(data: bytes) -> FilledForm:
    """Read a form that was filled in. Raise BadInput where it is none, or cannot be read."""
    from docx import Document  # noqa: PLC0415 start-up time is measured
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise too_large()
        document = Document(io.BytesIO(data))
        body = document.element.body
        lines, marks, chosen = _lines(body), set(_marks(body)), tuple(_chosen(body))
        told = document.core_properties.identifier
    except (OpcError, *TORN) as problem:
        raise BadInput(
            _("The form cannot be read."),
            _("Open it in Word or LibreOffice, save it anew as .docx and try again."),
        ) from problem
    form = next((name for kind, name in marks if kind == "s"), told)
    places = frozenset(name for kind, name in marks if kind in "qa")
    if not form or not (places or lines):
        raise BadInput(
            _("This is no reserve form."),
            _("Only forms that the program has saved can be read. Nothing has been changed."),
        )
    return FilledForm(form, places, tuple(lines), chosen)


def _lines(body: "BaseOxmlElement") -> list[Answer]:
    found: list[Answer] = []
    begun = False  # what stands above the first place is the form's own
    for element in body:
        if element.tag in (f"{_W}tbl", f"{_W}sdt"):
            begun = True
            found += _table(element)
        elif begun and element.tag == f"{_W}p" and not any(_marks(element)):
            found += [Answer("", text) for text in _texts([element])]
    return found


def _table(table: "BaseOxmlElement") -> Iterator[Answer]:
    """Return the lines of a place: of its empty cell, and what was added to what was noted."""
    marks = dict(_marks(table))
    place = marks.get("q") or marks.get("a") or marks.get("n") or ""
    for number, row in enumerate(table.iter(f"{_W}tr")):
        kinds = {kind for kind, _name in _marks(row)}
        asked = kinds & {"q", "v"} or (number == 0 and "q" not in marks and not kinds)
        if not asked:
            paragraphs = [p for p in row.iter(f"{_W}p") if not _is_label(p)]
            yield from (Answer(place, text) for text in _texts(paragraphs))


def _chosen(body: "BaseOxmlElement") -> Iterator[Answer]:
    for row in body.iter(f"{_W}tr"):
        place = next((name for kind, name in _marks(row) if kind == "v"), "")
        if place:
            yield Answer(place, " ".join(_texts(row.iter(f"{_W}p"))))


def _is_label(paragraph: "BaseOxmlElement") -> bool:
    return any(kind == "n" for kind, _name in _marks(paragraph))


def _marks(element: "BaseOxmlElement") -> Iterator[tuple[str, str]]:
    for mark in element.iter(f"{_W}bookmarkStart"):
        if found := _MARK.fullmatch(str(mark.get(f"{_W}name", ""))):
            yield found[1], found[2]


def _texts(paragraphs: Iterable["BaseOxmlElement"]) -> Iterator[str]:
    """Return the lines of paragraphs; a line that was broken by hand is two."""
    for paragraph in paragraphs:
        pieces = paragraph.iter(f"{_W}t", *_BREAKS)
        words = "".join(_BREAKS.get(str(p.tag)) or p.text or "" for p in pieces)
        yield from filter(None, (" ".join(line.split()) for line in words.split("\n")))
