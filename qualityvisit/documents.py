"""Documents tied to their journal, their index and their sharing: what is said is durable."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, cast

from qualityvisit.errors import FileTrouble, KnownError, NotAllowed, Refused
from qualityvisit.folding import FOLD, Change, kinds_of, row_of, rows_change
from qualityvisit.journal.parts import PART, id_of, is_of, whole_of
from qualityvisit.model import records
from qualityvisit.model.records import ADMINISTRATOR, KIND_OF, REGISTER, Record
from qualityvisit.reading import Clock, Reading
from qualityvisit.standing import may_read, may_write
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qualityvisit.journal.index import Row
    from qualityvisit.journal.journal import Journal, RowsChange
    from qualityvisit.model.document import Document, Stamp
    from qualityvisit.model.files import FileDocument
    from qualityvisit.model.meeting import MeetingDocument
    from qualityvisit.model.notes import NotesDocument
    from qualityvisit.model.register import Register
    from qualityvisit.model.visit import VisitDocument
    from qualityvisit.sharing import Sharing
    from qualityvisit.sync.bundle import Written

LONG = 400  # entries of one document after which it is compacted when it is folded
SHUT = 40  # documents folded in memory at most, besides the register and those in use


class Documents(Reading):
    """The documents of an open workspace. One thread; every verb is durable when it returns."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        super().__init__(journal, clock)
        self.folder = journal.folder
        self._documents: dict[str, Document] = {}  # the one asked for most lately stands last
        self._unsaved: list[tuple[str, bytes, str]] = []  # changes that are in memory only
        self._unsettled: set[str] = set()  # documents whose text the index lacks
        self.trouble: FileTrouble | None = None  # why changes are in memory only
        self._subscribers: list[Callable[[Change], None]] = []
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
        if whole_of(document) in self.standing.weeded:
            raise Refused(
                _("The notes of this visit have been weeded."),
                _("What is to be added is written in the minutes."),
            )
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

    def add_file(self, visit: str, name: str, type: str, content: bytes, **place: str) -> str:  # noqa: A002 as the record has it
        """Attach a file to a visit's notes; return its id. ``place`` as in `records.Attachment`.

        Raise NotFound, NotAllowed, Refused where the notes are weeded, or BadInput.
        """
        self.notes(visit)
        document = self.document(f"notes/{visit}{PART}{records.fresh_id()}")
        cast("FileDocument", document).begin(content, name=name, type=type, visit=visit, **place)
        return document.name.partition("/")[2]

    def file(self, name: str) -> FileDocument:
        """Return the document of an attached file. Raise NotFound, or NotAllowed as for notes."""
        self.notes(self.get(records.Attachment, name).visit)
        found = self.document(f"notes/{name}")
        return cast("FileDocument", found)

    def file_bytes(self, name: str) -> bytes:
        """Return an attached file's bytes, without holding them. Raise as ``file`` does."""
        document = self.file(name)
        content = document.content()
        if not document.in_use and document.name not in self._unsettled:
            document.let_go()
        return content

    def meeting(self, meeting: str) -> MeetingDocument:
        """Return a meeting's document. Raise NotFound."""
        self.get(records.Meeting, meeting)
        found = self.document(f"meeting/{meeting}")
        return cast("MeetingDocument", found)

    def document(self, name: str) -> Document:
        """Return a document by its name: one object for each name."""
        found = self._documents.pop(name, None) or self._made(name, self._updates)
        self._documents[name] = found
        return found

    def _made(self, name: str, updates: Callable[[str], Iterable[bytes]]) -> Document:
        from qualityvisit.model.kinds import kind_of  # noqa: PLC0415 as for sharing

        return kind_of(name)(name, self._stamp, self._sink, updates)

    def _updates(self, name: str) -> list[bytes]:
        """Return all that is known of a document, also what could not be saved yet."""
        self._make_room()
        updates = self.journal.updates(name)
        if len(updates) > LONG:
            from qualityvisit.model.kinds import merge  # noqa: PLC0415 as for sharing

            with suppress(FileTrouble):  # reading must not depend on writing
                self.journal.compact(name, merge)
                updates = self.journal.updates(name)
        return updates + [update for n, update, _at in self._unsaved if n == name]

    def _make_room(self) -> None:
        """Let go of the documents that nobody has used for long."""
        folded = [d for d in self._documents.values() if d.folded]
        if len(folded) < SHUT + SHUT // 5:  # some slack, so that this is rarely asked
            return
        kept = {REGISTER, *self._unsettled}
        idle = [d for d in folded if d.name not in kept and not d.in_use]
        for document in idle[: max(0, len(idle) - SHUT)]:
            document.let_go()

    def _let_all_go(self) -> None:
        for document in self._documents.values():
            document.let_go()

    # --- rights

    def may_write(self, document: str) -> bool:
        """Tell whether the person at this computer may write a document."""
        if whole_of(document) in self.standing.weeded:
            return False
        return may_write(self.role, document, in_team=self._in_team(document))

    def may_read(self, document: str) -> bool:
        """Tell whether the person at this computer may read a document."""
        return may_read(self.role, document, in_team=self._in_team(document))

    def _in_team(self, document: str) -> bool:
        return self.standing.me.member in self.standing.team(id_of(document))

    def may_edit(self, note: records.Note) -> bool:
        """Tell whether the person at this computer may change a note."""
        return self.role == ADMINISTRATOR or note.author == self.standing.me.member

    # --- writing

    @property
    def unsaved(self) -> int:
        """How many changes are in memory only."""
        return len(self._unsaved)

    def _sink(self, document: Document, update: bytes, *, typed: bool) -> None:
        """Make a change durable, then tell everybody. See model.document.Sink."""
        self._unsaved.append((document.name, update, self.now()))
        if typed:
            self.save()
        elif len(self._unsaved) > 1:
            self.save()
            with suppress(FileTrouble):  # the words are safe; the index follows
                self._settle(document)
        else:
            put, gone = self._rows(document)
            try:
                self.save(rows_change(put, gone))
            except FileTrouble:
                document.behind = True
                raise
            self._tell(Change(document.name, *kinds_of(put, gone), mine=True))

    def save(self, rows: RowsChange | None = None) -> None:
        """Make durable what is in memory only, oldest first. Raise FileTrouble where it fails."""
        if self.trouble is not None:
            self.journal.come_back()
        while self._unsaved:
            name, update, at = self._unsaved[0]
            try:
                self.journal.append(name, update, at, rows)
            except FileTrouble as trouble:
                self.trouble = trouble
                raise
            self._unsaved.pop(0)
            if rows is None:
                self._unsettled.add(name)
            rows = None
        if self.trouble is not None:
            self.trouble = None
            self._tell(Change("", frozenset(), frozenset(), mine=True))

    # --- the index

    def settle(self) -> None:
        """Save what waits and bring the index up to what has been typed; tell those who watch."""
        if self._unsaved:
            self.save()
        for name in tuple(self._unsettled):
            self._settle(self.document(name))

    def _settle(self, document: Document) -> None:
        put, gone = self._rows(document)
        try:
            self.journal.reindex(document.name, rows_change(put, gone))
        except FileTrouble:
            document.behind = True
            raise
        self._unsettled.discard(document.name)
        self._tell(Change(document.name, *kinds_of(put, gone), mine=True))

    def _catch_up(self) -> None:
        """Bring the index up to what was typed before the program ended, and to this version."""
        current = self.journal.secret("fold") == FOLD
        self._settle_later(self.journal.unindexed() if current else self.journal.documents())
        with suppress(FileTrouble):  # a full disk can still be read
            self.settle()
            if not current:
                self.journal.keep("fold", FOLD)

    def _settle_later(self, names: Iterable[str]) -> None:
        """Mark documents whose rows are not known to be right."""
        for name in names:
            self.document(name).behind = True
            self._unsettled.add(name)

    def _rows(self, document: Document) -> tuple[list[Record], list[tuple[str, str]]]:
        """Return records to put into the index and (kind, id) of those to remove."""
        put, gone = document.touched()
        if document.behind:
            put = document.records()
            there = {(KIND_OF[type(r)], r.id) for r in put}
            gone = [key for key in self.journal.index.keys(document.name) if key not in there]
        document.behind = False
        return sorted(put, key=lambda r: (r.sort, r.id)), gone  # search gives the latest put first

    def problems(self) -> list[str]:
        """Read and fold everything anew; return what is damaged and where the index differs."""
        found = []
        if pages := self.journal.damaged_pages():
            found.append(
                count(
                    "{n} page of the file is damaged. Restore the latest backup.",
                    "{n} pages of the file are damaged. Restore the latest backup.",
                    pages,
                )
            )
        for name in sorted({*self.journal.documents(), *self.journal.index.documents()}):
            fresh = self._made(name, self.journal.updates)
            rows = sorted(map(row_of, fresh.records()))
            fresh.let_go()
            if self.journal.index.dump(name) != [(r.kind, r.id, name, *r[2:6]) for r in rows]:
                found.append(_("The index of {document} differs.", document=name))
            elif not all(self.journal.index.has_words(r.kind, r.id, r.words) for r in rows):
                found.append(_("The search words of {document} differ.", document=name))
        return found

    # --- what colleagues have written (called by sharing)

    def absorb(self, found: Iterable[tuple[str, list[Written]]]) -> tuple[list[Change], list[str]]:
        """Take colleagues' changes of documents into memory, journal and index.

        Return what they changed, and the documents of those that are no changes. Belongs inside a
        transaction of the journal's; where that fails, call ``spoil``.
        """
        from qualityvisit.model.memory import Damaged  # noqa: PLC0415 as for sharing

        changes: list[Change] = []
        rows: list[tuple[str, tuple[Row, ...], tuple[tuple[str, str], ...]]] = []
        damaged: list[str] = []
        for name, updates in found:
            document = self.document(name)
            try:
                document.absorb([update.bytes for update in updates])
            except Damaged:
                damaged.append(name)
                continue
            self.journal.absorb((name, u.bytes, u.device, u.at) for u in updates)
            if document.waits:
                document.spoil()
            if any(name == before for before, _put, _gone in rows):
                self.journal.index.write_all(rows)  # in order: it may take away what came before
                rows = []
            put, gone = self._rows(document)
            change = rows_change(put, gone)
            rows.append((name, change.put, change.gone))
            changes.append(Change(name, *kinds_of(put, gone), mine=False))
        self.journal.index.write_all(rows)
        return changes, damaged

    def forget(self, document: str) -> None:
        """Erase a document and its parts for good: memory, entries, rows and words."""
        self._unsaved = [change for change in self._unsaved if not is_of(change[0], document)]
        self._unsettled = {name for name in self._unsettled if not is_of(name, document)}
        for name in [name for name in self._documents if is_of(name, document)]:
            self._documents.pop(name).let_go()
        self.journal.erase_document(document)

    def spoil(self, names: Iterable[str]) -> None:
        """Forget what memory has of documents beyond the journal."""
        for name in names:
            self.document(name).spoil()

    def tell(self, changes: Iterable[Change]) -> None:
        """Tell that colleagues' changes have come in."""
        for change in changes:
            self._tell(change)

    # --- those who watch

    def subscribe(self, fn: Callable[[Change], None]) -> Callable[[], None]:
        """Call ``fn`` after each change; return what ends that."""
        self._subscribers.append(fn)
        return lambda: self._subscribers.remove(fn)

    def _tell(self, change: Change) -> None:
        for fn in tuple(self._subscribers):
            fn(change)
