"""The tables of an XLSForm: columns in several languages, kinds of rows in several spellings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qualityvisit.intake.reading import cell
from qualityvisit.words import _

OPEN = frozenset(
    {"text", "integer", "decimal", "date", "time", "datetime", "range", "select_one",
     "select_multiple", "rank"}
)  # fmt: skip
_DEVICE = frozenset(
    {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username",
     "email", "audit", "start-geopoint", "device_id", "phone_number"}
)  # fmt: skip
_COUNTED = frozenset({"calculate", "hidden", "xml-external", "csv-external", "entity"})
_FILES = frozenset(
    {"image", "photo", "audio", "video", "file", "background-audio", "barcode", "signature"}
)
_PLACES = frozenset({"geopoint", "geotrace", "geoshape", "location", "background-geopoint"})
_TICKS = frozenset({"acknowledge", "trigger"})
_OTHERWISE = {
    "string": "text", "int": "integer", "select1": "select_one", "photo": "image",
    "select_all_that_apply": "select_multiple", "select_one_from_file": "select_one",
    "select_multiple_from_file": "select_multiple", "select_one_external": "select_one",
    "begin_loop": "begin_repeat", "end_loop": "end_repeat",
    "add_select_one_prompt_using": "select_one", "q_string": "text",
}  # fmt: skip
_HEADS = {"list name": "list_name", "caption": "label", "relevance": "relevant", "value": "name"}
_SPOKEN = frozenset({"label", "hint", "guidance_hint"})
_TAG, _TIE = re.compile(r"<[^<>]{0,200}>"), re.compile(r"\$\{[^}]*\}")
_SELECT = re.compile(
    r"(add select one prompt using|select_one_from_file|select_multiple_from_file"
    r"|select_one_external|select[ _]one|select[ _]multiple|select1"
    r"|select all that apply|rank)(?:\s+from)?\s+(\S+).*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the sheet, its values by column, with their lines kept."""

    number: int
    values: dict[str, str]
    spoken: dict[str, list[str]] = field(default_factory=dict)  # by column, the best first

    def text(self, head: str) -> str:
        """Return a value on one line, in the language chosen or else in any."""
        return " ".join(self._best(head).split())

    def lines(self, head: str) -> list[str]:
        """Return the lines of a value."""
        return [" ".join(line.split()) for line in self._best(head).split("\n")]

    def says_yes(self, head: str) -> bool:
        """Tell whether a value says yes."""
        said = self.values.get(head, "").strip().casefold()
        return said in ("yes", "true", "true()", "1")

    def _best(self, head: str) -> str:
        return next(filter(None, self.spoken.get(head, ())), "") or self.values.get(head, "")


class Table:
    """A sheet: heads on the first row, then rows."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self._rows = rows
        self._language = ""
        first = rows[0] if rows else ()
        self._columns = [_head(cell(first, n)) for n in range(len(first))]
        self.heads = {head for head, _language in self._columns}
        told = [language for head, language in self._columns if head == "label" and language]
        self.languages = list(dict.fromkeys(told))

    def choose(self, wanted: str, default: str) -> str:
        """Choose the language in which rows are read; return it.

        That is the one wanted, or Swedish, or the form's own, or the first.
        """
        order = (wanted, "(sv)", "svenska", "swedish", default)
        found = (
            next((x for x in self.languages if part.casefold() in x.casefold()), "")
            for part in order
            if part
        )
        self._language = next(filter(None, found), self.languages[0] if self.languages else "")
        return self._language

    def rows(self) -> Iterator[Row]:
        """Give the rows that hold something."""
        for number, row in enumerate(self._rows[1:], 2):
            values: dict[str, str] = {}
            spoken: dict[str, list[str]] = {}
            for place, (head, language) in enumerate(self._columns):
                value = _lines(row, place)
                if not head or not value:
                    continue
                if language and head in _SPOKEN:
                    held = spoken.setdefault(head, [])
                    held.insert(0 if language == self._language else len(held), value)
                elif not language:
                    values[head] = value
            if values or spoken:
                yield Row(number, values, spoken)


def _head(said: str) -> tuple[str, str]:
    """Return a column's name and its language, or "": "label::Svenska (sv)", "hint:English"."""
    head, _colon, language = said.partition("::" if "::" in said else ":")
    head = head.strip().casefold()
    return _HEADS.get(head, head), language.strip(" :")


def _lines(row: Sequence[object], place: int) -> str:
    """Return a cell as text with its lines kept: prompts stand one a line."""
    held = row[place] if place < len(row) else None
    if isinstance(held, bool):
        return "yes" if held else ""
    if isinstance(held, str):
        return "\n".join(" ".join(line.split()) for line in held.splitlines()).strip()
    return cell(row, place)


def kind_of(row: Row) -> tuple[str, str]:
    """Return a row's kind in our spelling, and the name of its list of answers."""
    said = " ".join(row.values.get("type", "").split())
    if found := _SELECT.fullmatch(said):
        word = "_".join(found[1].casefold().split())
        return _OTHERWISE.get(word, word), found[2]
    word = "_".join(said.casefold().split())
    return _OTHERWISE.get(word, word), ""


def why_not_taken(kind: str) -> str:
    """Return why a kind of row is no question to ask in an interview."""
    reasons = (
        (_DEVICE, _("The telephone fills it in: it is no question.")),
        (_COUNTED, _("The form reckons it by itself: it is no question.")),
        (_FILES, _("It asks for a picture, a sound or a file, which are added to a note.")),
        (_PLACES, _("It asks for a place on the map.")),
        (_TICKS, _("It asks for a tick that something was read.")),
    )
    if not kind:
        return _("The row says no type.")
    for kinds, why in reasons:
        if kind in kinds:
            return why
    return _("There is no such type: {kind}.", kind=kind[:40])


def plain(text: str) -> str:
    """Return a text of others without marks of layout, and "…" for what the form puts in."""
    bare = _TIE.sub("…", _TAG.sub(" ", text))
    return " ".join(bare.replace("**", "").replace("__", "").lstrip("#").split())
