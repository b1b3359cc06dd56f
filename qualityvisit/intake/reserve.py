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
from qualityvisit.intake.word_compare import digest
from qualityvisit.intake.workbook import MOST_UNPACKED, TORN
from qualityvisit.words import _

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARK = re.compile(r"([shqnav])_([0-9a-zA-Z]{1,32})(?:_([0-9a-f]{8}))?(?:_\d+)?")
_AROUND = tuple(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml"))
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
    lines: tuple[Answer, ...]  # and every comment in the margin
    chosen: tuple[Answer, ...] = ()  # what stands where something is chosen
    quoted: tuple[Answer, ...] = ()  # the words that places are about, as they read now
    reworded: frozenset[str] = frozenset()  # the places whose words were edited


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
        lines = [*_lines(body), *_margin(document)]
        marks, chosen, quoted = set(_marks(body)), tuple(_chosen(body)), dict(_quoted(body))
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
    reworded = frozenset(place for place, (_text, same) in quoted.items() if not same)
    asked = tuple(Answer(place, text) for place, (text, _same) in quoted.items())
    return FilledForm(form, places, tuple(lines), chosen, asked, reworded)


def _lines(body: "BaseOxmlElement") -> list[Answer]:
    found: list[Answer] = []
    begun = False  # what stands above the first mark is the form's own
    for element in _blocks(body):
        if element.tag == f"{_W}tbl":
            begun = True
            found += _table(element)
        elif any(_marks(element)):
            begun = True
        elif begun:
            found += [Answer("", text) for text in _texts([element])]
    return found


def _blocks(body: "BaseOxmlElement") -> Iterator["BaseOxmlElement"]:
    """Return paragraphs and tables, those in controls and tracked changes too."""
    for element in body:
        if element.tag in (f"{_W}tbl", f"{_W}p"):
            yield element
        elif element.tag in _AROUND:
            yield from _blocks(element)


def _table(table: "BaseOxmlElement") -> Iterator[Answer]:
    """Return the lines of a place: of its empty cell, and what was added to what was noted.

    Tables that stand close may have become one: each row is of the place that was named last.
    """
    every = [(kind, name) for kind, name in _marks(table) if kind in "qvan"]
    place = every[0][1] if every else ""
    whole = "q" in dict(every)
    rows = (r for r in table.iter(f"{_W}tr") if next(r.iterancestors(f"{_W}tbl")) is table)
    for number, row in enumerate(rows):
        if _holds_places(row):  # the template has the text in a table
            for cell in row.iterchildren(f"{_W}tc"):
                yield from _lines(cell)
            continue
        kinds = dict(_marks(row))
        place = next((kinds[kind] for kind in "qvan" if kind in kinds), place)
        asked = kinds.keys() & {"q", "v"} or (number == 0 and not whole and not kinds)
        if not asked:
            paragraphs = [p for p in row.iter(f"{_W}p") if not _is_label(p)]
            yield from (Answer(place, text) for text in _texts(paragraphs))


def _holds_places(row: "BaseOxmlElement") -> bool:
    return any(any(_marks(table)) for table in row.iter(f"{_W}tbl"))


def _rows(body: "BaseOxmlElement") -> Iterator["BaseOxmlElement"]:
    return (row for row in body.iter(f"{_W}tr") if not _holds_places(row))


def _chosen(body: "BaseOxmlElement") -> Iterator[Answer]:
    for row in _rows(body):
        place = next((name for kind, name in _marks(row) if kind == "v"), "")
        if place:
            yield Answer(place, " ".join(_texts(row.iter(f"{_W}p"))))


def _quoted(body: "BaseOxmlElement") -> Iterator[tuple[str, tuple[str, bool]]]:
    """Return the words that places are about, and whether they read as the form was made."""
    for row in _rows(body):
        found = next((m for m in _named(row) if m[1] == "q" and m[3]), None)
        if found:
            text = "\n".join(_texts(row.iter(f"{_W}p")))
            yield found[2], (text, digest(text) == found[3])


def _margin(document: "Document") -> Iterator[Answer]:
    """Return the comments in the margin, each by the place at which it stands."""
    places, place = dict[str, str](), ""
    for element in document.element.body.iter(f"{_W}bookmarkStart", f"{_W}commentReference"):
        if element.tag == f"{_W}commentReference":
            places[str(element.get(f"{_W}id", ""))] = place
        elif found := _MARK.fullmatch(str(element.get(f"{_W}name", ""))):
            place = found[2] if found[1] in "hqvan" else place
    for comment in document.comments if places else ():
        where = places.get(str(comment.comment_id), "")
        lines = (" ".join(line.split()) for p in comment.paragraphs for line in p.text.split("\n"))
        yield from (Answer(where, line) for line in lines if line)


def _is_label(paragraph: "BaseOxmlElement") -> bool:
    return any(kind == "n" for kind, _name in _marks(paragraph))


def _marks(element: "BaseOxmlElement") -> Iterator[tuple[str, str]]:
    return ((found[1], found[2]) for found in _named(element))


def _named(element: "BaseOxmlElement") -> Iterator[re.Match[str]]:
    for mark in element.iter(f"{_W}bookmarkStart"):
        if found := _MARK.fullmatch(str(mark.get(f"{_W}name", ""))):
            yield found


def _texts(paragraphs: Iterable["BaseOxmlElement"]) -> Iterator[str]:
    """Return the lines of paragraphs; a line that was broken by hand is two."""
    for paragraph in paragraphs:
        pieces = paragraph.iter(f"{_W}t", *_BREAKS)
        words = "".join(_BREAKS.get(str(p.tag)) or p.text or "" for p in pieces)
        yield from filter(None, (" ".join(line.split()) for line in words.split("\n")))
