"""The raw notes of one visit, and how far each question has come."""

from collections.abc import Iterable

from qualityvisit.errors import BadInput, NotAllowed
from qualityvisit.model import order
from qualityvisit.model.records import MARKS, Progress, Record
from qualityvisit.model.stands import StandingWords
from qualityvisit.model.text import clean
from qualityvisit.words import _

STATUSES = ("", "done", "skipped")


class NotesDocument(StandingWords):
    """The shared memory of what was said and seen. The visit's team and administrators read it."""

    kinds = frozenset({"note"})
    part_of = "visit"

    @property
    def visit(self) -> str:
        """The id of the visit that the notes belong to."""
        return self.name.partition("/")[2]

    def add_note(
        self,
        session: str,
        group: str,
        *,
        theme: str = "",
        question: str = "",
        text: str = "",
        marks: Iterable[str] = (),
        between: tuple[str, str] = ("", ""),
    ) -> str:
        """Write a note; return its id. Its author and time are kept for ever.

        ``between``: the notes (or "") that it is written after and before; else it stands last.
        """
        marks = _checked(marks)
        above, below = (self._place(note) for note in between)
        with self.change() as stamp:
            by_time = not below and stamp.at > above
            return self.create(
                "note",
                {"visit": self.visit, "session": session, "group": group, "theme": theme,
                 "question": question, "author": stamp.who, "at": stamp.at, "marks": marks,
                 "text": text, "order": "" if by_time else order.between(above, below)},
            )  # fmt: skip

    def _place(self, note: str) -> str:
        found = self.record(note) if note else None
        return found.sort if found is not None else ""

    def edit(self, note: str, text: str) -> None:
        """Make a note read ``text``, changing only the words that differ."""
        self.may_write_text(note)
        shared = self.text(note)
        if str(shared) == clean(text):
            return
        with self.change() as stamp:
            shared.replace(text)
            self.put(note, edited=stamp.at)

    def set_mark(self, note: str, mark: str, *, on: bool) -> None:
        """Set or take a mark."""
        _checked([mark])
        self.may_write_text(note)
        with self.change():
            self.put(note, **{f"marks:{mark}": on})

    def remove(self, note: str) -> None:
        """Remove a note for everybody."""
        self.may_write_text(note)
        with self.change():
            self.take_away(note)

    def may_write_text(self, name: str) -> None:
        """Raise NotAllowed unless the writer is the note's author or an administrator."""
        stamp = self._stamp(self.name)
        if not stamp.administrator and self.field(name, "author") != stamp.who:
            raise NotAllowed(
                _("Only the author and administrators may change a note."),
                _("Write a note of your own beside it."),
            )

    def set_progress(self, session: str, question: str, status: str, reason: str = "") -> None:
        """Say that a question is done, skipped (with a reason) or neither ("")."""
        if status not in STATUSES:
            raise BadInput(_("There is no such state: {state}.", state=status))
        with self.change():
            value = f"{status}|{reason}" if status else ""
            self.put_fact(f"progress/{session}/{question}", value)

    def fact_records(self, keys: set[str]) -> Iterable[Record]:
        """Return progress for the questions among ``keys``."""
        for key in keys:
            status, _bar, reason = self.fact(key).partition("|")
            kind, _slash, where = key.partition("/")
            session, _slash, question = where.partition("/")
            if kind == "progress" and status:
                yield Progress(where, self.visit, session, question, status, reason)

    def facts_gone(self, keys: set[str]) -> Iterable[tuple[str, str]]:
        """Return the questions among ``keys`` that are neither done nor skipped any more."""
        for key in keys:
            if key.startswith("progress/") and not self.fact(key):
                yield "progress", key.partition("/")[2]


def _checked(marks: Iterable[str]) -> tuple[str, ...]:
    found = tuple(marks)
    for mark in found:
        if mark not in MARKS:
            raise BadInput(_("There is no such mark: {mark}.", mark=mark), ", ".join(MARKS))
    return found
