"""A quality meeting: one item over several visits, with questions, answers and outcomes."""

from collections.abc import Callable, Iterable, Mapping

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.document import Document
from qualityvisit.model.records import MeetingQuestion, MeetingVisit, Record
from qualityvisit.words import _

OUTCOMES = ("", "noted", "assignment", "action")


class MeetingDocument(Document):
    """The shared memory of one meeting. All members write it.

    Once it has been held every verb but `set_held` raises Refused.
    """

    kinds = frozenset({"meeting", "meeting-question"})
    head = part_of = "meeting"

    @property
    def id(self) -> str:
        """The id of the meeting."""
        return self.name.partition("/")[2]

    def begin(self, **values: str | bool) -> None:
        """Make the meeting itself, under the document's own id. Raise BadInput without a day."""
        _on_a_day(values)
        with self.change():
            self.create("meeting", values, name=self.id)

    def change_meeting(self, **values: str | bool) -> None:
        """Change title, date, start, minutes, place or closed."""
        self._open()
        if "date" in values:
            _on_a_day(values)
        with self.change():
            self.put(self.id, **values)

    def set_held(self, *, yes: bool) -> None:
        """Note that the meeting has been held, which closes it; or open it again."""
        with self.change() as stamp:
            if yes:
                self.put(self.id, status="held", held=stamp.at, held_by=stamp.who)
            else:
                self.put(self.id, status="planned", opened=stamp.at, opened_by=stamp.who)

    def _open(self) -> None:
        """Raise Refused where the meeting has been held.

        The words of an answer are never refused: somebody may still be writing them.
        """
        if self.field(self.id, "status") == "held":
            raise Refused(
                _("The meeting has been held."), _("Open it again to change it; it is noted.")
            )

    @property
    def may_be_removed(self) -> bool:
        """Whether nothing has come of the meeting yet, so that it may be one made by mistake."""
        asked = [r for r in self.records() if isinstance(r, MeetingQuestion)]
        come = any(q.answer.strip() or q.answered or q.outcome for q in asked)
        return self.field(self.id, "status") != "held" and not come

    def remove_meeting(self) -> Callable[[], None]:
        """Remove a meeting made by mistake; return what brings it back.

        Raise Refused where it has been held, or questions have answers or outcomes.
        """
        if not self.may_be_removed:
            raise Refused(
                _("The meeting stays: it has answers, or has been held."),
                _("Change its day instead, or take its visits away."),
            )
        gone = [r for r in self.records() if not isinstance(r, MeetingVisit)]
        taken = [r for r in self.records() if isinstance(r, MeetingVisit)]
        with self.change():
            for visit in taken:
                self.put_fact(f"visit/{visit.visit}", "")
            for each in gone:
                self.take_away(each.id)

        def again() -> None:
            with self.change():
                for each in gone:
                    self.bring_back(each.id)
                for visit in taken:
                    self.put_fact(f"visit/{visit.visit}", visit.order)

        return again

    def add_visit(self, visit: str) -> None:
        """Take a visit up, last."""
        self._open()
        with self.change() as stamp:
            self.put_fact(f"visit/{visit}", stamp.at)

    def take_visit(self, visit: str) -> None:
        """Take a visit from the meeting."""
        self._open()
        with self.change():
            self.put_fact(f"visit/{visit}", "")

    def add_question(self, visit: str, text: str, theme: str = "") -> str:
        """Add a question to a visit's unit; return its id."""
        self._open()
        if not text.strip():
            raise BadInput(_("The question is empty."), _("Write what you want to ask."))
        with self.change() as stamp:
            return self.create(
                "meeting-question",
                {"meeting": self.id, "visit": visit, "text": text.strip(), "theme": theme,
                 "at": stamp.at},
            )  # fmt: skip

    def claim(self, question: str, person: str) -> None:
        """Let a person put the question; "" lets it free."""
        self._open()
        with self.change():
            self.put(question, asked_by=person)

    def set_answered(self, question: str, *, yes: bool) -> None:
        """Note that a question has been answered, or not yet."""
        self._open()
        with self.change() as stamp:
            self.put(question, answered=stamp.at if yes else "")

    def set_outcome(self, question: str, outcome: str) -> None:
        """Say what came of a question: noted, assignment, action or ""."""
        self._open()
        if outcome not in OUTCOMES:
            raise BadInput(_("There is no such outcome: {outcome}.", outcome=outcome))
        with self.change():
            self.put(question, outcome=outcome)

    def remove(self, question: str) -> None:
        """Remove a question."""
        self._open()
        with self.change():
            self.take_away(question)

    def fact_records(self, keys: set[str]) -> Iterable[Record]:
        """Return the visits among ``keys`` that the meeting takes up."""
        for key in keys:
            kind, _slash, visit = key.partition("/")
            if kind == "visit" and self.fact(key):
                yield MeetingVisit(f"{self.id}/{visit}", self.id, visit, self.fact(key))

    def facts_gone(self, keys: set[str]) -> Iterable[tuple[str, str]]:
        """Return the visits among ``keys`` that were taken from the meeting."""
        for key in keys:
            if key.startswith("visit/") and not self.fact(key):
                yield "meeting-visit", f"{self.id}/{key.partition('/')[2]}"


def _on_a_day(values: Mapping[str, object]) -> None:
    if not values.get("date"):
        raise BadInput(_("The meeting has no day."), _("Write the day of the meeting."))
