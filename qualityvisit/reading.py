"""Reading a workspace: records and hits out of the index."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from qualityvisit.errors import NotFound
from qualityvisit.folding import decode
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.parts import id_of
from qualityvisit.model import guide_rules, planning, records
from qualityvisit.model.merged import standing_for
from qualityvisit.model.records import KIND_OF, KINDS, REGISTER, Record
from qualityvisit.standing import Standing
from qualityvisit.words import _

R = TypeVar("R", bound=Record)
Clock = Callable[[], datetime]
AROUND = 60  # characters of a snippet on each side of the first hit


def now_here() -> datetime:
    """Return the moment by this computer's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that search found. ``visit`` is the visit or other thing that it belongs to."""

    kind: str
    id: str
    visit: str
    snippet: str
    title: str


class Reading:
    """What can be read of a workspace without opening a document."""

    def __init__(self, journal: Journal, clock: Clock = now_here) -> None:
        self.journal = journal
        self.standing = Standing(journal)
        self._clock = clock

    def today(self) -> str:
        """Return the local date, ISO."""
        return self._clock().astimezone().date().isoformat()

    def all(
        self,
        kind: type[R],
        *,
        parent: str = "",
        state: str = "",
        limit: int = 0,
        newest: bool = False,
    ) -> list[R]:
        """Return records of a kind in sort order, narrowed where asked.

        What was said of a unit that is a part of another is said of that one.
        """
        parts = self._parts(kind)
        asked = _named(parent, parts)
        rows = [
            data
            for each in asked
            for data in self.journal.index.all(
                KIND_OF[kind], parent=each, state=state, limit=limit, newest=newest
            )
        ]
        found = [self._record(kind, data, parts) for data in rows]
        if len(asked) > 1:
            found.sort(key=lambda r: (r.sort, r.id), reverse=newest)
            return found[: limit or None]
        return [r for r in found if r.id not in parts]

    def find(self, kind: type[R], name: str) -> R | None:
        """Return a record by its id, or None; for a merged unit the one that it is a part of."""
        parts = self._parts(kind)
        found = self.journal.index.get(KIND_OF[kind], parts.get(name, name)) if name else None
        return self._record(kind, found, parts) if found else None

    def _record(self, kind: type[R], data: str, parts: dict[str, str]) -> R:
        """Return the record of a row; a visit's team is a right, which membership gives."""
        made = decode(kind, data)
        if isinstance(made, records.Visit):
            made = replace(made, team=self.standing.team(made.id))
        unit = getattr(made, "unit", "")
        followed: dict[str, Any] = {"unit": parts[unit]} if unit in parts else {}
        return replace(made, **followed) if followed else made

    def _parts(self, kind: type[Record]) -> dict[str, str]:
        """Return units that are parts of others, and of which; {} where the kind has no unit."""
        if kind is not records.Unit and "unit" not in kind.__dataclass_fields__:
            return {}
        merged = {u.id: u.merged for u in self.merged_units()}
        return {u: whole for u in merged if (whole := standing_for(u, merged)) != u}

    def merged_units(self) -> list[records.Unit]:
        """Return the units that are parts of others, as they stood by themselves."""
        found = self.journal.index.all("unit", state=records.MERGED)
        units = [decode(records.Unit, data) for data in found]
        return [u for u in units if self.journal.index.get("unit", u.merged)]

    def get(self, kind: type[R], name: str) -> R:
        """Return a record by its id. Raise NotFound."""
        found = self.find(kind, name)
        if found is None:
            raise NotFound(
                _("There is no such {kind}: {id}.", kind=KIND_OF[kind], id=name),
                _("Check the id, or share to get what colleagues have added."),
            )
        return found

    def count(self, kind: type[Record], *, parent: str = "", state: str = "") -> int:
        """Return how many records there are."""
        parts = self._parts(kind)
        index, name = self.journal.index, KIND_OF[kind]
        number = sum(index.count(name, parent=p, state=state) for p in _named(parent, parts))
        return number - (len(parts) if kind is records.Unit and not state else 0)

    def is_begun(self, visit: str) -> bool:
        """Tell whether a visit's notes hold anything: words, a file, a question, a rating."""
        noted = (records.Note, records.Attachment, records.OwnQuestion)
        return any(self.count(kind, parent=visit) for kind in noted) or any(
            self.count(records.Progress, parent=session.id)
            for session in self.all(records.Session, parent=visit)
        )

    def names(self) -> dict[str, records.Person]:
        """Return all people by id."""
        return {p.id: p for p in self.all(records.Person)}

    def committee(self) -> records.Committee:
        """Return the committee."""
        return self.find(records.Committee, REGISTER) or records.Committee(REGISTER)

    def term(self) -> records.TermOfOffice:
        """Return the term of office that is now, else the latest."""
        terms, today = self.all(records.TermOfOffice), self.today()
        now = [t for t in terms if t.start <= today <= t.end]
        return (now or terms or [records.TermOfOffice("", *term_around(today))])[-1]

    def coverage(self) -> list[planning.Coverage]:
        """Return how far the term of office has come, per school form."""
        return planning.coverage(self.all(records.Unit), self.all(records.Visit), self.term())

    def guides(self) -> list[records.Guide]:
        """Return the guides that new visits may take, each in its latest version."""
        return guide_rules.in_use(self.all(records.Guide))

    def guide_parts(self, guide: str) -> tuple[list[records.Theme], list[records.Question]]:
        """Return a guide's themes and questions in order, those too that are not asked here."""
        themes = self.all(records.Theme, parent=guide)
        asked = self.all(records.Question, parent=guide)
        asked += self.all(records.Question, parent=f"{guide}/unused")
        return themes, guide_rules.in_order(themes, asked)

    def title_of(self, document: str) -> str:
        """Return what people call a document: what it is about."""
        kind, name = document.partition("/")[0], id_of(document)
        if kind == "visit":
            visit = self.find(records.Visit, name)
            return visit.title if visit else _("A visit")
        if kind == "notes":
            visit = self.find(records.Visit, name)
            return _("Notes: {title}", title=visit.title) if visit else _("Notes")
        if kind == "meeting":
            meeting = self.find(records.Meeting, name)
            return (meeting.title if meeting else "") or _("Quality meeting")
        return _("The register") if kind == REGISTER else document

    def search(self, words: str, limit: int = 50) -> list[Hit]:
        """Return the newest things that hold all the words; ``trygg*`` is a prefix."""
        return [hit(found, words) for found in self.journal.index.search(words, limit)]

    def search_total(self, words: str) -> int:
        """Return how many things hold all the words."""
        return self.journal.index.total(words)


def _named(parent: str, parts: dict[str, str]) -> list[str]:
    """Return a parent and the units that are parts of it."""
    whole = parts.get(parent, parent)
    return [whole, *(part for part, of in parts.items() if parent and of == whole)]


def term_around(today: str) -> tuple[str, str]:
    """Return the term of office that holds a date: four calendar years, 2023-2026 among them.

    Source: kommunallagen, domain report 3.3.
    """
    first = (int(today[:4]) - 2023) // 4 * 4 + 2023
    return f"{first}-01-01", f"{first + 3}-12-31"


def hit(found: tuple[str, str, str, str], words: str) -> Hit:
    """Return a row that search found, with a snippet around the first word."""
    kind, name, parent, data = found
    record = decode(KINDS[kind], data)
    text = " ".join(record.words.split())
    first = next(iter(words.split()), "").rstrip("*").casefold()
    at = max(0, text.casefold().find(first))
    start = max(0, at - AROUND)
    snippet = ("…" if start else "") + text[start : at + AROUND]
    if at + AROUND < len(text):
        snippet += "…"
    values = json.loads(data)
    title = values.get("title") or values.get("name") or values.get("unit_name") or ""
    visit = name if kind == "visit" else str(values.get("visit") or parent)
    return Hit(kind, name, visit, snippet, title)
