"""The raw notes of one visit, and how each question stands."""

from collections.abc import Iterable, Iterator, Mapping

from qualityvisit.errors import BadInput, NotAllowed
from qualityvisit.model import order
from qualityvisit.model.records import MARKS, Carried, Progress, Record, whole
from qualityvisit.model.stands import StandingWords
from qualityvisit.model.text import clean
from qualityvisit.words import _

STATUSES = ("", "done", "skipped")
PROGRESS = ("progress", "rating", "asker")  # the facts about a question in a session


class NotesDocument(StandingWords):
    """The shared memory of what was said and seen. The visit's team and administrators read it."""

    kinds = frozenset({"note", "own-question"})
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

    def set_theme(self, note: str, theme: str) -> None:
        """Say what a note is about; "" takes that away."""
        self.may_write_text(note)
        with self.change():
            self.put(note, theme=theme)

    def set_progress(self, session: str, question: str, status: str, reason: str = "") -> None:
        """Say that a question is done, skipped (with a reason) or neither ("")."""
        if status not in STATUSES:
            raise BadInput(_("There is no such state: {state}.", state=status))
        with self.change():
            value = f"{status}|{reason}" if status else ""
            self.put_fact(f"progress/{session}/{question}", value)

    def ask_more(self, session: str, theme: str, text: str) -> str:
        """Add a question of the visit's own to a session; return its id."""
        if not text.strip():
            raise BadInput(_("The question is empty."), _("Write what is to be asked."))
        with self.change() as stamp:
            values = {"visit": self.visit, "session": session, "theme": theme,
                      "text": " ".join(text.split()), "at": stamp.at}  # fmt: skip
            return self.create("own-question", values)

    def reword(self, question: str, text: str) -> None:
        """Put a question of the visit's own in other words; "" takes it away."""
        with self.change():
            if text.strip():
                self.put(question, text=" ".join(text.split()))
            else:
                self.take_away(question)

    def rate(self, session: str, question: str, rating: str, counts: Iterable[int] = ()) -> None:
        """Keep the step of a question's scale that the group chose, or how many chose each.

        "" and no counts take the rating back.
        """
        chosen = [str(n) for n in counts]
        if any(not n.isdigit() for n in chosen):
            raise BadInput(_("Write how many in digits."))
        value = f"{','.join(chosen)}|{rating}" if rating or any(map(int, chosen)) else ""
        with self.change():
            self.put_fact(f"rating/{session}/{question}", value)

    def deal(self, session: str, askers: Mapping[str, str]) -> None:
        """Say who puts which questions in a session; "" leaves a question to all."""
        with self.change():
            for question, person in askers.items():
                self.put_fact(f"asker/{session}/{question}", person)

    def keep_carried(self, passage: str, note: str, words: str) -> None:
        """Keep how a note read when a passage of the minutes took it; "" forgets it."""
        with self.change():
            self.put_fact(f"carried/{passage}/{note}", words)

    def was_carried(self, passage: str, note: str) -> str:
        """Return how a note read when a passage took it, or ""."""
        return self.fact(f"carried/{passage}/{note}")

    def fact_records(self, keys: set[str]) -> Iterable[Record]:
        """Return how the questions among ``keys`` stand, and how notes read once."""
        yield from (self._progress(where) for where in _asked(keys) if self._is_told_of(where))
        for key, passage, note in _carried(keys):
            if self.fact(key):
                yield Carried(f"{passage}/{note}", self.visit, passage, note, self.fact(key))

    def facts_gone(self, keys: set[str]) -> Iterable[tuple[str, str]]:
        """Return the questions among ``keys`` of which nothing is said any more."""
        gone = (where for where in _asked(keys) if not self._is_told_of(where))
        yield from (("progress", where) for where in gone)
        for key, passage, note in _carried(keys):
            if not self.fact(key):
                yield "carried", f"{passage}/{note}"

    def _is_told_of(self, where: str) -> bool:
        return any(self.fact(f"{kind}/{where}") for kind in PROGRESS)

    def _progress(self, where: str) -> Progress:
        session, _slash, question = where.partition("/")
        status, _bar, reason = self.fact(f"progress/{where}").partition("|")
        counts, _bar, rating = self.fact(f"rating/{where}").partition("|")
        return Progress(
            where, self.visit, session, question, status, reason, rating,
            tuple(str(whole(n)) for n in counts.split(",")) if counts else (),
            self.fact(f"asker/{where}"),
        )  # fmt: skip


def _asked(keys: Iterable[str]) -> list[str]:
    """Return the "<session>/<question>" that facts are about."""
    parts = (key.partition("/") for key in keys)
    return sorted({where for kind, _slash, where in parts if kind in PROGRESS})


def _carried(keys: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the keys that tell how a note read, with passage and note."""
    for key in sorted(keys):
        kind, *rest = key.split("/")
        if kind == "carried" and len(rest) == 2:
            yield key, rest[0], rest[1]


def _checked(marks: Iterable[str]) -> tuple[str, ...]:
    found = tuple(marks)
    for mark in found:
        if mark not in MARKS:
            raise BadInput(_("There is no such mark: {mark}.", mark=mark), ", ".join(MARKS))
    return found
