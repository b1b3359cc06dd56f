"""Minutes that were edited in Word or LibreOffice, read again: which words stand where now.

`reports.docx` marks headings and lines with hidden bookmarks. Editors keep those, but may move,
double or drop some: what is left of them is used, and what has none is told by its words.
Tracked changes are read as accepted, and listed.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from qualityvisit.errors import BadInput
from qualityvisit.intake.reading import too_large
from qualityvisit.intake.workbook import MOST_UNPACKED, TORN
from qualityvisit.words import _

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_MARK = re.compile(r"_qv_(.+?)(?:_x\d+|_?Copy_?\d*)?")
_LINE = re.compile(r"p_([0-9a-zA-Z]{1,12})_([0-9a-f]{8})_([0-9a-f]{4})_(\d+)_(\d+)")
_OWN = re.compile(r"g_([0-9a-f]{8})_\d+")
_LABEL = re.compile(r"\s*\w[\w ]{0,28}: ?")
_SKIPPED = (f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr",
            "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")  # fmt: skip

HEADING = "heading"  # the digest of a heading that reads otherwise now
ADDED, REMOVED = "added", "removed"  # of a tracked change
_ADDED = {f"{W}ins": ADDED, f"{W}moveTo": ADDED, f"{W}del": REMOVED, f"{W}moveFrom": REMOVED}


@dataclass(frozen=True, slots=True)
class Tracked:
    """A tracked change: words that somebody ADDED or REMOVED."""

    kind: str
    text: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in the margin, and the words it stands at."""

    author: str
    at: str
    text: str
    words: str = ""
    section: str = ""
    passage: str = ""
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands now.

    ``passage`` is the beginning of its passage's id, ``digest`` and ``home`` tell how it read and
    in which section it stood when the file was made, ``number`` which of the passage's lines it
    is, ``of`` how many. A line that the program wrote has a digest only, HEADING where it is one;
    a new line has nothing. ``follows`` tells that it was split off the line before it.
    """

    text: str
    section: str
    passage: str = ""
    digest: str = ""
    home: str = ""
    number: int = -1
    of: int = 0
    follows: bool = False
    tracked: tuple[Tracked, ...] = ()


@dataclass(frozen=True, slots=True)
class EditedFile:
    """What an edited file says: whose it is, its lines in order, and the comments in it."""

    identity: str
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]
    exported: frozenset[str] = frozenset()  # beginnings of the ids of what stood in it at first


def read_edited(data: bytes, sections: Mapping[str, str]) -> EditedFile:
    """Read a file; ``sections`` are keyed by a heading's bookmark or by its words.

    Raise BadInput where it cannot be read, or was not written by the program.
    """
    from docx import Document  # noqa: PLC0415 start-up time is measured
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise too_large()
        document = Document(io.BytesIO(data))
        custom = _custom(document)
        reader = _Reader(sections, _names(document))
        reader.read(document.element.body)
        reader.finish()
        remarks = tuple(_remarks(document, reader))
    except (OpcError, *TORN) as problem:
        raise BadInput(
            _("The Word file cannot be read."),
            _("Open it in Word or LibreOffice, save it anew as .docx and try again."),
        ) from problem
    identity = custom.get("QualityVisit") or document.core_properties.identifier
    if not identity and not any(line.passage for line in reader.lines):
        raise BadInput(
            _("The file was not written by the program, or has lost what tells whose it is."),
            _("Only minutes that were saved as Word here can be taken in. Nothing was changed."),
        )
    there = " ".join(v for k, v in custom.items() if k.startswith("QualityVisit "))
    return EditedFile(identity, tuple(reader.lines), remarks, frozenset(there.split()))


def _names(document: Any) -> dict[str, str]:  # noqa: ANN401 as python-docx has it
    """Return the built-in name of each style by its id."""
    return {
        str(s.get(f"{W}styleId")): str(s.find(f"{W}name").get(f"{W}val")).casefold()
        for s in document.styles.element.iter(f"{W}style") if s.find(f"{W}name") is not None
    }  # fmt: skip


def _custom(document: Any) -> dict[str, str]:  # noqa: ANN401 as above
    """Return the properties that the program gave the file."""
    from lxml import etree  # noqa: PLC0415 comes with docx

    for part in document.part.package.iter_parts():
        if "custom-properties" in part.content_type:
            tree = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
            return {str(p.get("name")): "".join(p.itertext()) for p in tree}
    return {}


# --- Lines


@dataclass(slots=True)
class _Story:
    """What is known on the way through a paragraph."""

    text: str = ""
    starts: list[tuple[int, str]] = field(default_factory=list)  # where a bookmark begins
    tracked: list[Tracked] = field(default_factory=list)


class _Reader:
    def __init__(self, sections: Mapping[str, str], styles: Mapping[str, str]) -> None:
        self._sections, self._styles = sections, styles
        self.lines: list[Line] = []
        self.anchors: dict[str, tuple[str, int]] = {}  # of comments: words and line
        self._open: dict[str, str] = {}  # bookmarks that go on, by their number
        self._covers: dict[str, int] = {}  # how many characters each covers
        self._anchored: dict[str, str] = {}  # comments that go on: the words so far
        self._section = ""
        self._above: dict[int, str] = {}  # the headings that a heading stands under, by level
        self._carried = _Story()
        self._used: set[str] = set()
        self._last = ""

    def read(self, body: Any) -> None:  # noqa: ANN401 an lxml element
        """Read all that stands in an element."""
        for element in body:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag == f"{W}sdt":
                if element.find(f"{W}sdtPr/{W}docPartObj") is None:
                    self.read(element.find(f"{W}sdtContent"))
            elif element.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml"):
                self.read(element)
            else:
                self._note(element, _Story())

    def finish(self) -> None:
        """Take in what was left over of a paragraph whose end was taken away."""
        if self._carried.text.strip():
            self._line(self._carried, [])

    def _table(self, table: Any) -> None:  # noqa: ANN401 as above
        """Read a table as one line: the program wrote it."""
        story, words = _Story(), []
        for paragraph in table.iter(f"{W}p"):
            before, story.text = story.text, ""
            self._runs(paragraph, story)
            words.append(story.text)
            story.text = before
        told = [found[1] for _at, name in story.starts if (found := _OWN.fullmatch(name))]
        text = " ".join(" ".join(words).split())
        if told or text:
            tracked = tuple(story.tracked)
            self.lines.append(Line(text, self._section, digest=(told or [""])[0], tracked=tracked))

    def _paragraph(self, paragraph: Any) -> None:  # noqa: ANN401 as above
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = self._styles.get(str(style.get(f"{W}val")), "") if style is not None else ""
        story, self._carried = self._carried, _Story()
        going_on = [n for n in self._open.values() if _LINE.fullmatch(n)]
        self._runs(paragraph, story)
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            if story.text.strip():
                self._carried = story  # its end was taken away: it goes on in the next
            else:
                self._carried.tracked = story.tracked
            return
        if name.startswith(("toc ", "contents", "title")):
            return
        if name.startswith("heading") or self._is_heading(story):
            level = int(name[-1]) if name[-1:].isdigit() else 1
            self._heading(story, level)
        elif story.text.strip():
            self._line(story, going_on)

    def _is_heading(self, story: _Story) -> bool:
        return any(f"_qv_{n}" in self._sections for _at, n in story.starts)

    def _heading(self, story: _Story, level: int) -> None:
        """Begin a section: by the heading's bookmark, else by its words."""
        words, tracked = " ".join(story.text.split()), tuple(story.tracked)
        marked = [self._sections[f"_qv_{n}"] for _at, n in story.starts
                  if f"_qv_{n}" in self._sections and self._covers.get(n)]  # fmt: skip
        named = [self._sections[key] for key in (f"{self._above.get(level - 1)} / {words}", words)
                 if key in self._sections]  # fmt: skip
        if words:
            self._above[level] = words
            self._section = (marked or named or [self._section])[0]
        if marked and not named:
            self.lines.append(Line(words, self._section, digest=HEADING, tracked=tracked))
        elif words and not named:
            self.lines.append(Line(words, self._section, tracked=tracked))

    def _line(self, story: _Story, going_on: list[str]) -> None:
        """Take in a paragraph's words, parted where several lines have become one."""
        marks = [(at, n) for at, n in story.starts if self._covers.get(n) and n not in self._used
                 and (_LINE.fullmatch(n) or _OWN.fullmatch(n))]  # fmt: skip
        self._used |= {n for _at, n in marks}
        before = story.text[: marks[0][0]] if marks else story.text
        if not marks:
            follows = bool(going_on) and going_on[-1] == self._last
            self._add(story.text, going_on[-1] if follows else "", story, follows=follows)
            return
        label = "" if _LABEL.fullmatch(before) else before
        for number, (at, name) in enumerate(marks):
            end = marks[number + 1][0] if number + 1 < len(marks) else len(story.text)
            words = ("" if number else label) + story.text[at:end]
            if words.strip():
                self._add(words, name, story, follows=False)
                self._last = name

    def _add(self, words: str, name: str, story: _Story, *, follows: bool) -> None:
        text = "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
        tracked = tuple(story.tracked)
        if found := _LINE.fullmatch(name):
            self.lines.append(Line(text, self._section, found[1], found[2], found[3],
                                   int(found[4]), int(found[5]), follows, tracked))  # fmt: skip
        else:
            own = _OWN.fullmatch(name)
            self.lines.append(Line(text, self._section, digest=own[1] if own else "",
                                   tracked=tracked))  # fmt: skip

    # --- what stands inside a paragraph

    def _runs(self, element: Any, story: _Story) -> None:  # noqa: ANN401 as above
        for each in element:
            if each.tag in _ADDED and each.get(f"{W}author") is not None:
                self._track(each, story)
            if each.tag in _SKIPPED:
                continue
            words = {f"{W}t": each.text or "", f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n",
                     f"{W}noBreakHyphen": "-"}.get(each.tag)  # fmt: skip
            if words is not None and element.tag == f"{W}r":
                self._say(words, story)
            elif not self._note(each, story):
                self._runs(each, story)

    def _say(self, words: str, story: _Story) -> None:
        story.text += words
        for name in self._open.values():
            self._covers[name] = self._covers.get(name, 0) + len(words.strip())
        for key in self._anchored:
            self._anchored[key] += words

    def _note(self, each: Any, story: _Story) -> bool:  # noqa: ANN401 as above
        """Take in where a bookmark or a comment begins or ends."""
        key = str(each.get(f"{W}id", ""))
        if each.tag == f"{W}bookmarkStart":
            if found := _MARK.fullmatch(str(each.get(f"{W}name", ""))):
                self._open[key] = found[1]
                story.starts.append((len(story.text), found[1]))
        elif each.tag == f"{W}bookmarkEnd":
            self._open.pop(key, None)
        elif each.tag == f"{W}commentRangeStart":
            self._anchored[key] = ""
            self.anchors[key] = ("", len(self.lines))
        elif each.tag == f"{W}commentRangeEnd":
            line = self.anchors.get(key, ("", len(self.lines)))[1]
            self.anchors[key] = (" ".join(self._anchored.pop(key, "").split()), line)
        elif each.tag == f"{W}commentReference":
            self.anchors.setdefault(key, ("", len(self.lines)))
        else:
            return False
        return True

    @staticmethod
    def _track(each: Any, story: _Story) -> None:  # noqa: ANN401 as above
        words = "".join(t.text or "" for t in each.iter(f"{W}t", f"{W}delText"))
        if words.strip():
            who, when = str(each.get(f"{W}author")), str(each.get(f"{W}date", ""))
            story.tracked.append(Tracked(_ADDED[each.tag], words, who, when))


# --- Comments


def _remarks(document: Any, reader: _Reader) -> Iterator[Remark]:  # noqa: ANN401 as above
    from lxml import etree  # noqa: PLC0415 comes with docx

    parts = {str(rel.reltype).rpartition("/")[2]: rel.target_part
             for rel in document.part.rels.values() if not rel.is_external}  # fmt: skip
    if "comments" not in parts:
        return
    safe = etree.XMLParser(resolve_entities=False)
    done: set[str] = set()
    if "commentsExtended" in parts:
        for each in etree.fromstring(parts["commentsExtended"].blob, safe):
            if each.get(f"{_W15}done") in ("1", "true"):
                done.add(str(each.get(f"{_W15}paraId")))
    for each in etree.fromstring(parts["comments"].blob, safe).iter(f"{W}comment"):
        paragraphs = list(each.iter(f"{W}p"))
        text = "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in paragraphs)
        last = str(paragraphs[-1].get(f"{_W14}paraId")) if paragraphs else ""
        words, place = reader.anchors.get(str(each.get(f"{W}id")), ("", len(reader.lines)))
        line = reader.lines[place] if place < len(reader.lines) else None
        yield Remark(
            str(each.get(f"{W}author", "")), str(each.get(f"{W}date", "")), text.strip(), words,
            line.section if line else "", line.passage if line else "", last in done,
        )  # fmt: skip
