"""Where an interview stands: its visit and session, what is asked, and which question is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui.agenda import Agenda, Asked, place_of, read_agenda
from qualityvisit.ui.interview_left import minutes_left
from qualityvisit.ui.note_sheet import Place

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk


class Course:
    """The course of one session. It has no widgets; what it changes it counts anew."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._ws = desk, desk.ws
        self.visit: records.Visit | None = None
        self.session: records.Session | None = None
        self.agenda = Agenda(())
        self.question = ""  # the id of what is asked now
        self.locked = False  # the session has been ended, and is only read

    @property
    def asked(self) -> Asked:
        """What is asked now."""
        return self.agenda.find(self.question)

    @property
    def is_known(self) -> bool:
        """Whether what is asked now is among what the session asks."""
        return self.question in {q.id for q in self.agenda.questions}

    def forget(self) -> None:
        """Begin with another visit."""
        self.agenda, self.session = Agenda(()), None

    def follow(self, visit: records.Visit, session: records.Session) -> bool:
        """Follow a session from now on, and tell whether it is another one.

        Who was writing in it when a colleague ended it writes on until they leave: nobody's words
        are cut off.
        """
        turned = self.session is None or session.id != self.session.id
        self.visit, self.session = visit, session
        self.locked = bool(session.ended) and (turned or self.locked)
        return turned

    def recount(self) -> None:
        """Read anew how far each question has come."""
        if self.visit is not None and self.session is not None:
            self.agenda = read_agenda(self._ws, self.visit, self.session)

    def notes(self) -> list[records.Note]:
        """Return the notes of the session."""
        visit, session = self.visit, self.session
        if visit is None or session is None:
            return []
        return [n for n in self._ws.all(records.Note, parent=visit.id) if n.session == session.id]

    def said(self) -> dict[str, list[str]]:
        """Return what has been noted in the session, by what was asked."""
        found: dict[str, list[str]] = {}
        for note in self.notes():
            if self.session is not None and note.text.strip():
                found.setdefault(place_of(note, self.session), []).append(note.text)
        return found

    def place(self) -> Place:
        """Return where notes on what is asked now belong."""
        asked, session = self.asked, self.session
        assert session is not None
        return Place(
            session.visit, session.id, session.group, asked.theme, asked.question,
            about=not (session.group or asked.question),
        )  # fmt: skip

    def first(self, note: str) -> tuple[str, str]:
        """Return what to begin with, and a note there: that of ``note`` where it is given."""
        found = self._ws.find(records.Note, note)
        if found is not None and self.session is not None:
            return place_of(found, self.session), found.id
        if self.is_known and self.question:
            return self.question, ""
        first = self.agenda.questions[0] if self.locked else self.agenda.first_open()
        return first.id, ""

    def next_must(self) -> str:
        """Return the next question that must be asked, after the last the first again, or ""."""
        ids = [q.id for q in self.agenda.questions]
        here = ids.index(self.question) if self.question in ids else -1
        must = [q.id for q in self.agenda.must]
        return next((q for q in must if ids.index(q) > here), next(iter(must), ""))

    def minutes_left(self) -> int | None:
        """Return the minutes left, or None where nothing says how long the session is."""
        if self.visit is None or self.session is None:
            return None
        begun = min((n.at for n in self.notes()), default="")
        return minutes_left(self.session, self.visit.date, begun, self._ws.now())

    # --- what is changed

    def settle(self, status: str, reason: str = "") -> bool:
        """Say that the question is done, skipped or neither; tell whether that was kept."""
        session, question = self._here()
        notes = self._ws.notes
        kept = self._desk.attempt(
            lambda: notes(session.visit).set_progress(session.id, question, status, reason)
        )
        self.recount()
        return kept

    def rate(self, step: str) -> bool:
        """Keep the step that the group chose; tell whether that was kept."""
        return self._rate(step, [int(n) for n in self.asked.counts])

    def count(self, numbers: list[int]) -> bool:
        """Keep how many chose each step; tell whether that was kept."""
        return self._rate(self.asked.rating, numbers)

    def _rate(self, step: str, counts: list[int]) -> bool:
        session, question = self._here()
        notes = self._ws.notes
        kept = self._desk.attempt(
            lambda: notes(session.visit).rate(session.id, question, step, counts)
        )
        self.recount()
        return kept

    def deal(self, askers: dict[str, str]) -> bool:
        """Keep who puts which questions ("" is whoever will); tell whether that was kept."""
        session, _question = self._here()
        notes = self._ws.notes
        kept = self._desk.attempt(lambda: notes(session.visit).deal(session.id, askers))
        self.recount()
        return kept

    def _here(self) -> tuple[records.Session, str]:
        assert self.session is not None
        return self.session, self.question
