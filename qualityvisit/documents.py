"""Documents tied to their journal, their index and their sharing: what is said is durable."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from qualityvisit.errors import KnownError, NotAllowed, NotSaved
from qualityvisit.folding import Change, kinds_of, row_of, rows_change
from qualityvisit.journal.journal import RowsChange
from qualityvisit.model import records
from qualityvisit.model.records import ADMINISTRATOR, REGISTER
from qualityvisit.reading import Clock, Reading
from qualityvisit.standing import Standing, may_write
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qualityvisit.journal.journal import Journal
    from qualityvisit.model.document import Document, Stamp
    from qualityvisit.model.meeting import MeetingDocument
    from qualityvisit.model.notes import NotesDocument
    from qualityvisit.model.register import Register
    from qualityvisit.model.visit import VisitDocument
    from qualityvisit.sharing import Sharing

LONG = 400  # entries of one document after which it is compacted when it is opened
SHUT = 40  # documents kept in memory at most, besides those that someone watches


class Documents(Reading):
    """The documents of an open workspace. One thread; every verb is durable when it returns."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        super().__init__(journal, clock)
        self.folder = journal.folder
        self._held: dict[str, Document] = {}
        self._unsettled: dict[str, Document] = {}
        self._unsaved: list[tuple[str, bytes, str]] = []
        self._trouble: NotSaved | None = None
        self._subscribers: list[Callable[[Change], None]] = []
        self.standing = Standing(journal)
        self.backup_trouble: KnownError | None = None

    @cached_property
    def sharing(self) -> Sharing:
        """This device's part in sharing; brings cryptography in when it is first needed."""
        from qualityvisit.sharing import Sharing  # noqa: PLC0415 start-up time is measured

        return Sharing(self.journal, self.now, self)

    # --- time and people

    def now(self) -> str:
        """Return the moment, ISO with zone."""
        return self._clock().isoformat(timespec="milliseconds")

    @property
    def me(self) -> records.Person:
        """The person at this computer."""
        me = self.standing.me
        return self.find(records.Person, me.member) or records.Person(
            me.member, name=me.name, role=me.role
        )

    @property
    def role(self) -> str:
        """The role of the person at this computer, "" where removed."""
        return self.standing.me.role

    def _stamp(self, document: str) -> Stamp:
        if not self.may_write(document):
            raise NotAllowed(
                _("You may read this, but not change it."),
                _("Ask an administrator for the right to; nothing was changed."),
            )
        from qualityvisit.model.document import Stamp  # noqa: PLC0415 a document is open already

        me = self.standing.me
        return Stamp(self.now(), me.member, administrator=me.role == ADMINISTRATOR)

    # --- documents

    @property
    def register(self) -> Register:
        """The register."""
        found = self.document(REGISTER)
        return cast("Register", found)

    def visit(self, visit: str) -> VisitDocument:
        """Return a visit's document. Raise NotFound."""
        self.get(records.Visit, visit)
        found = self.document(f"visit/{visit}")
        return cast("VisitDocument", found)

    def notes(self, visit: str) -> NotesDocument:
        """Return the document of a visit's notes. Raise NotFound, or NotAllowed for others."""
        if not self.may_read(f"notes/{visit}"):
            raise NotAllowed(
                _("Only the visit's team and administrators read the notes."),
                _("Ask an administrator to add you to the team."),
            )
        self.get(records.Visit, visit)
        found = self.document(f"notes/{visit}")
        return cast("NotesDocument", found)

    def meeting(self, meeting: str) -> MeetingDocument:
        """Return a meeting's document. Raise NotFound."""
        self.get(records.Meeting, meeting)
        found = self.document(f"meeting/{meeting}")
        return cast("MeetingDocument", found)

    def document(self, name: str) -> Document:
        """Return a document by its name, folded from the journal where it is not in memory."""
        found = self._held.pop(name, None)
        if found is None or found.spoiled:
            from qualityvisit.model.kinds import kind_of, merge  # noqa: PLC0415 as for sharing

            found = kind_of(name)(name, self._stamp, self._sink)
            updates = self.journal.updates(name)
            if len(updates) > LONG:
                self.journal.compact(name, merge)
                updates = self.journal.updates(name)
            found.load(updates)
            self._make_room()
        self._held[name] = found  # last: the one used most lately
        return found

    def _make_room(self) -> None:
        held = [n for n, d in self._held.items() if not d.watched and n != REGISTER]
        for name in held[: max(0, len(held) - SHUT)]:
            if name not in self._unsettled:
                del self._held[name]

    # --- writing

    def may_write(self, document: str) -> bool:
        """Tell whether the person at this computer may write a document."""
        if not may_write(self.role, document):
            return False
        visit = document.partition("/")[2]
        if document.startswith(("visit/", "notes/")) and self.role != ADMINISTRATOR:
            found = self.find(records.Visit, visit)
            return found is not None and self.standing.me.member in found.team
        return True

    def may_read(self, document: str) -> bool:
        """Tell whether the person at this computer may read a document."""
        if not document.startswith("notes/") or self.role == ADMINISTRATOR:
            return bool(self.role)
        found = self.find(records.Visit, document.partition("/")[2])
        return found is not None and self.standing.me.member in found.team

    def may_edit(self, note: records.Note) -> bool:
        """Tell whether the person at this computer may change a note."""
        return self.role == ADMINISTRATOR or note.author == self.standing.me.member

    def _sink(self, document: Document, update: bytes, *, typed: bool) -> None:
        """Make a change durable, then tell everybody. See model.document.Sink."""
        at = self.now()
        put, gone = ([], []) if typed else document.touched()
        rows = None if typed else rows_change(put, gone)
        self._unsaved.append((document.name, update, at))
        self.save(rows if len(self._unsaved) == 1 else None)
        if typed:
            self._unsettled[document.name] = document
        else:
            self._tell(Change(document.name, *kinds_of(put, gone), mine=True))

    def save(self, rows: RowsChange | None = None) -> None:
        """Make durable what is in memory only, oldest first. Raise NotSaved where it fails."""
        had_trouble = self._trouble is not None
        while self._unsaved:
            name, update, at = self._unsaved[0]
            try:
                self.journal.append(name, update, at, rows)
            except NotSaved as trouble:
                self._trouble = trouble
                self._unsettled.setdefault(name, self._held[name])
                raise
            self._unsaved.pop(0)
            rows = None
        self._trouble = None
        if had_trouble:
            self._rebuild_where_behind()
            self._tell(Change("", frozenset(), frozenset(), mine=True))

    def _rebuild_where_behind(self) -> None:
        """Index whole documents again after trouble: what was touched then is not known."""
        for name in self.journal.unindexed():
            self.journal.reindex(
                name, RowsChange(tuple(map(row_of, self.document(name).records())))
            )

    def settle(self) -> None:
        """Bring the index up to what has been typed; tell those who watch."""
        if self._unsaved:
            self.save()
        while self._unsettled:
            name, document = next(iter(self._unsettled.items()))
            put, gone = document.touched()
            self.journal.reindex(name, rows_change(put, gone))
            del self._unsettled[name]
            self._tell(Change(name, *kinds_of(put, gone), mine=True))

    def subscribe(self, fn: Callable[[Change], None]) -> Callable[[], None]:
        """Call ``fn`` after each change; return what ends that."""
        self._subscribers.append(fn)
        return lambda: self._subscribers.remove(fn)

    def _tell(self, change: Change) -> None:
        for fn in tuple(self._subscribers):
            fn(change)

    def absorbed(self, names: Iterable[str], kinds: set[str], ids: set[str]) -> None:
        """Tell that colleagues' changes have come in (called by sharing)."""
        for name in names:
            self._tell(Change(name, frozenset(kinds), frozenset(ids), mine=False))
