"""The minutes' verbs: every note is carried over or left out with a reason, none is dropped.

A passage is a paragraph of shared text in a section. What became of a note is one fact, so two
who carry the same note over at once end with one decision; the passage that lost, if nobody has
written in it, is superseded and not shown.
"""

from collections.abc import Iterable

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.records import (
    MARKS,
    OBSERVATIONS,
    Decision,
    Note,
    Passage,
    Record,
)
from qualityvisit.model.stands import StandingWords
from qualityvisit.words import _


def section_of(note: Note) -> str:
    """Return the section in which a note belongs: its group and theme, or the observations."""
    return f"group:{note.group}/{note.theme}" if note.group else OBSERVATIONS


class MinutesVerbs(StandingWords):
    """What can be done with a visit's minutes and findings."""

    @property
    def id(self) -> str:
        """The id of the visit."""
        return self.name.partition("/")[2]

    def compile(self, notes: Iterable[Note]) -> int:
        """Carry over every note that nothing has become of; return how many.

        Can be done again at any time: what is decided stays as it is.
        """
        self._open()
        fresh = [n for n in notes if not self._decided(n.id) and n.text.strip()]
        with self.change() as stamp:
            for note in fresh:
                self._carry(note, section_of(note), note.text)
            if not self.fact("minutes/compiled"):
                self.put_fact("minutes/compiled", stamp.at)
        return len(fresh)

    def carry_over(self, note: Note, section: str = "", text: str = "") -> str:
        """Carry a note over to a passage of its own; return the passage."""
        self._open()
        with self.change():
            return self._carry(note, section or section_of(note), text or note.text)

    def _carry(self, note: Note, section: str, text: str) -> str:
        passage = self.create(
            "passage",
            {"visit": self.id, "section": section, "order": f"{note.sort} {note.id}",
             "sources": (note.id,), "origin": text, "text": text},
        )  # fmt: skip
        self.put_fact(f"decision/{note.id}", f"passage:{passage}")
        return passage

    def leave_out(self, note: str, reason: str) -> None:
        """Leave a note out of the minutes, with the reason."""
        self._open()
        if not reason.strip():
            raise Refused(_("Say why the note is left out."), _("The reason is kept."))
        with self.change():
            self._withdraw(note)
            self.put_fact(f"decision/{note}", f"out:{reason.strip()}")

    def undecide(self, note: str) -> None:
        """Take back what became of a note; an untouched passage of its own goes with it."""
        self._open()
        with self.change():
            self._withdraw(note)
            self.put_fact(f"decision/{note}", "")

    def _withdraw(self, note: str) -> None:
        kind, _colon, passage = self.fact(f"decision/{note}").partition(":")
        if kind != "passage" or not self.has(passage):
            return
        item = self._item(passage)
        found = self.record(passage)
        if isinstance(found, Passage) and found.sources == (note,) and _untouched(item):
            # not taken away: if a colleague writes in it meanwhile, the words come back into sight
            self.put(passage, withdrawn=True)
        else:
            self.put(passage, **{f"sources:{note}": False})

    def add_passage(self, section: str, text: str = "", after: str = "") -> str:
        """Add a paragraph of one's own to a section, last or after another; return it."""
        self._open()
        with self.change() as stamp:
            order = f"{self.field(after, 'order')} {stamp.at}" if after else f"{stamp.at} +"
            return self.create(
                "passage",
                {"visit": self.id, "section": section, "order": order, "text": text},
            )

    def link(self, passage: str, note: str) -> None:
        """Say that a passage rests on a note; the note is then carried over."""
        self._open()
        with self.change():
            self.put(passage, **{f"sources:{note}": True})  # first: it may be gone
            if self.record(passage) is None:
                self.put(passage, withdrawn=False)
            if self.fact(f"decision/{note}") != f"passage:{passage}":
                self._withdraw(note)
                self.put_fact(f"decision/{note}", f"passage:{passage}")

    def may_write_text(self, name: str) -> None:
        """Raise Refused where the minutes are finished."""
        if self.has(name, "passage") or self.has(name, "finding"):
            self._open()

    def _open(self) -> None:
        if self.fact("minutes/finished"):
            raise Refused(
                _("The minutes are finished."),
                _("Begin a correction to change them; the reason stands with the new version."),
            )

    def _decided(self, note: str) -> bool:
        """Tell whether a note is left out, or carried over to a passage that still stands."""
        what, _colon, rest = self.fact(f"decision/{note}").partition(":")
        return what == "out" or (what == "passage" and self.record(rest) is not None)

    # --- findings

    def add_finding(
        self,
        mark: str,
        text: str,
        *,
        theme: str = "",
        sources: Iterable[str] = (),
        groups: Iterable[str] = (),
    ) -> str:
        """Add a strength, an area for development or a deficiency; return its id."""
        if mark not in MARKS[:3]:
            raise BadInput(_("There is no such finding: {mark}.", mark=mark))
        if not text.strip():
            raise BadInput(_("The finding is empty."), _("Write what was found."))
        self._open()
        with self.change() as stamp:
            return self.create(
                "finding",
                {"visit": self.id, "mark": mark, "theme": theme, "text": text.strip(),
                 "sources": tuple(sources), "groups": tuple(groups), "at": stamp.at},
            )  # fmt: skip

    def change_finding(self, finding: str, **values: str) -> None:
        """Change mark, text or theme."""
        self._open()
        with self.change():
            self.put(finding, **values)

    def move_passage(self, passage: str, section: str, after: str = "") -> None:
        """Let a passage stand in another section, last or after another."""
        self._open()
        with self.change() as stamp:
            order = f"{self.field(after, 'order')} {stamp.at}" if after else f"{stamp.at} +"
            self.put(passage, section=section, order=order)

    # --- records

    def _record(self, name: str, values: object) -> Record | None:
        """Build a record; a withdrawn passage stands only if somebody has written in it."""
        found = super()._record(name, values)
        if isinstance(found, Passage) and isinstance(values, dict) and values.get("withdrawn"):
            return found if values.get("text") != values.get("origin") else None
        return found

    def decisions(self, keys: set[str]) -> Iterable[Decision]:
        """Return what became of notes, among ``keys``."""
        for key in keys:
            kind, _slash, note = key.partition("/")
            what, _colon, rest = self.fact(key).partition(":")
            if kind == "decision" and what == "passage":
                yield Decision(note, self.id, passage=rest)
            elif kind == "decision" and what == "out":
                yield Decision(note, self.id, reason=rest)

    def superseded(self) -> set[str]:
        """Return passages whose every note went to another, and in which nobody has written."""
        found = set()
        for record in self.records():
            if isinstance(record, Passage) and record.sources:
                lost = all(
                    self.fact(f"decision/{s}") != f"passage:{record.id}" for s in record.sources
                )
                if lost and _untouched(self._item(record.id)):
                    found.add(record.id)
        return found


def _untouched(item: object) -> bool:
    """Tell whether a passage still reads as it was carried over."""
    values = item.to_py()  # type: ignore[attr-defined]
    return "origin" in values and values["text"] == values["origin"]
