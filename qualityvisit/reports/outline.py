"""A report before it is Word or PDF: what it says and in which order, not how it looks."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from qualityvisit.reports.charts import Chart
from qualityvisit.words import _

PLAIN, STRONG, MUTED = "plain", "strong", "muted"  # of a run
BODY, ASIDE, QUOTE = "body", "aside", "quote"  # of a paragraph


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one manner: PLAIN, STRONG or MUTED; ``link`` is an address that they lead to."""

    text: str
    manner: str = PLAIN
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1, 2 or 3; a level is never skipped. Levels 1 and 2 are numbered.

    Those of a letter or of a single page are not ``numbered``. ``key`` stays with a section
    through editing in Word, "" where nothing is to come back. ``fresh_page`` begins a page.
    """

    text: str
    level: int = 1
    numbered: bool = True
    key: str = ""
    fresh_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text: BODY, ASIDE (about the text, muted) or QUOTE. ``key`` as a heading's."""

    runs: Runs
    kind: str = BODY
    key: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, with numbers that begin at 1 where ``numbered``.

    A list among the items belongs to the item before it. ``keys`` are as a heading's, one for
    each item, or none at all.
    """

    items: "tuple[Runs | Bullets, ...]"
    numbered: bool = False
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``widths`` are shares of the line; ``name`` is for those who cannot see it.

    With ``row_headings`` the first cell of a row tells what the others are about. ``key`` is as a
    heading's.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    row_headings: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart; what it shows is told in words too (`charts.words`)."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of the headings that are numbered, with their pages."""

    title: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A row at the head of the report: a label, and one line or more."""

    label: str
    lines: tuple[str, ...]


Block = Heading | Paragraph | Bullets | Table | Figure | Contents


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the report: what it is made of, for machines."""

    name: str  # "minutes.json"
    type: str  # "application/json"
    content: bytes
    about: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place to write in, of a form in Word. ``name`` stays with it whatever is written.

    ``name`` is of letters and digits; ``heading`` stands above the place where it is given;
    ``noted`` is what has been written already; of ``choices`` one is chosen, the first before that.
    A ``quoted`` place is about its words, and does not ask them.
    """

    name: str
    words: str
    prompts: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    heading: str = ""
    choices: tuple[str, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole report.

    ``language`` is a tag as "sv-SE"; ``made`` an ISO date or moment, the only time that the files
    will hold; ``mark`` stands on every page ("Arbetsmaterial"), "" for none, and ``secrecy`` beside
    it. An edited file is known again by its ``identity``; ``version`` counts what was finished.
    """

    title: str
    language: str
    kind: str  # what sort of document: "Minnesanteckning"
    municipality: str = ""
    committee: str = ""
    registry_number: str = ""
    mark: str = ""
    author: str = ""
    made: str = ""
    facts: tuple[Fact, ...] = ()
    blocks: tuple[Block, ...] = ()
    secrecy: str = ""
    identity: str = ""
    version: str = ""
    data: tuple[Attached, ...] = ()

    @property
    def subject(self) -> str:
        """What the document is, for its properties: kind and registry number."""
        return ", ".join(part for part in (self.kind, self.registry_number) if part)

    @property
    def reference(self) -> str:
        """The registry number as it stands in the head of a letter, or ""."""
        number = one_line(self.registry_number)
        return _("Reg. no. {number}", number=number) if number else ""


def stays(block: Block, before: Block | None) -> bool:
    """Tell whether a block belongs on the page of what follows: headings, and asides under one."""
    aside = isinstance(block, Paragraph) and block.kind == ASIDE
    return isinstance(block, Heading) or (aside and isinstance(before, Heading))


def runs(text: str, *more: Run) -> Runs:
    """Return plain text, followed by whatever runs are given."""
    return (Run(text), *more)


def plain(parts: Iterable[Run]) -> str:
    """Return the words of some runs."""
    return "".join(run.text for run in parts)


# Line ends of every kind become one; other control characters mean nothing on paper, and XML
# forbids most of them as well as half characters (surrogates) and noncharacters.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_NOT_TEXT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    r"""Return text that any file can hold: composed letters, ``\n`` between lines, no controls.

    What cannot be text at all becomes a visible U+FFFD.
    """
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    return unicodedata.normalize("NFC", _NOT_TEXT.sub("\ufffd", text))


def one_line(text: str) -> str:
    """Return clean text without line breaks or doubled spaces: for titles and properties."""
    return " ".join(clean(text).split())
