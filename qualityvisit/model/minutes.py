"""The minutes' verbs: every note is carried over or left out with a reason, none is dropped.

A passage is a paragraph of shared text in a section. What became of a note is one fact, so two
who carry the same note over at once end with one decision; the passage that lost, if nobody has
written in it, is superseded and not shown.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pycrdt import Map

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.records import (
    INTERVIEW,
    MANNERS,
    MARKS,
    OBSERVATION,
    OBSERVATIONS,
    UTTERANCE,
    Decision,
    Note,
    Passage,
    Record,
    Session,
)
from qualityvisit.model.stands import StandingWords
from qualityvisit.words import _


def section_of(note: Note) -> str:
    """Return the section in which a note belongs: its group and theme, or the observations."""
    return f"group:{note.group}/{note.theme}" if note.group else OBSERVATIONS


PART = "part"  # how a note is kept among a passage's sources that holds for stretches of it alone


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
        fresh = self._left(notes)
        with self.change() as stamp:
            for note in fresh:
                self._carry(note, section_of(note), note.text)
            if not self.fact("minutes/compiled"):
                self.put_fact("minutes/compiled", stamp.at)
        return len(fresh)

    def carry_over(
        self, note: Note, section: str = "", text: str = "", *, manner: str = "", after: str = ""
    ) -> str:
        """Carry a note over to a passage of its own, by time or after another; return it.

        Raise BadInput for a manner that is none of MANNERS or "", which is what the note is.
        """
        self._open()
        if manner not in ("", *MANNERS):
            raise BadInput(_("There is no such kind: {kind}.", kind=manner), ", ".join(MANNERS))
        with self.change() as stamp:
            section = section or section_of(note)
            before = self._keep_part(note.id, section, text or note.text)
            after = after or before
            made = self._carry(note, section, text or note.text)
            if manner:
                self.put(made, manner=manner)
            if after:
                self.put(made, order=f"{self.field(after, 'order')} {stamp.at}")
            return made

    def _keep_part(self, note: str, section: str, text: str) -> str:
        """Let a passage stand that other words of a note were carried to, untouched as it is.

        Return it where it stands in the section: what is carried now comes after it.
        """
        what, _colon, before = self.fact(f"decision/{note}").partition(":")
        if what != "passage" or not self.has(before, "passage"):
            return ""
        if self.field(before, "origin") == text:
            return ""
        self.put(before, kept=True)
        return before if self.field(before, "section") == section else ""

    def _carry(self, note: Note, section: str, text: str) -> str:
        passage = self.create(
            "passage",
            {"visit": self.id, "section": section, "order": f"{note.sort} {note.id}",
             f"sources:{note.id}": PART, "origin": text, "text": text,
             "manner": self._manner_of(note)},
        )  # fmt: skip
        self.tie(passage, f"note:{note.id}", 0, len(text))
        self.put_fact(f"decision/{note.id}", f"passage:{passage}")
        return passage

    def leave_out(self, note: str, reason: str) -> None:
        """Leave a note out of the minutes, with the reason."""
        self._open()
        if not reason.strip():
            raise Refused(_("Say why the note is left out."), _("The reason is kept."))
        with self.change():
            self._let_go(note)
            self.put_fact(f"decision/{note}", f"out:{reason.strip()}")

    def undecide(self, note: str) -> None:
        """Take back what became of a note; an untouched passage of its own goes with it."""
        self._open()
        with self.change():
            self._let_go(note)
            self.put_fact(f"decision/{note}", "")

    def _let_go(self, note: str) -> None:
        """Let no passage rest on a note."""
        for name, item in list(self._items.items()):
            if isinstance(item, Map) and item.get(f"sources:{note}") and self.has(name, "passage"):
                self._withdraw(note, name)

    def _withdraw(self, note: str, passage: str) -> None:
        """Let a passage not rest on a note; an untouched one that was the note's own goes."""
        item, found = self._item(passage), self.record(passage)
        if isinstance(found, Passage) and found.sources == (note,) and _untouched(item):
            # not taken away: if a colleague writes in it meanwhile, the words come back into sight
            self.put(passage, withdrawn=True)
        else:
            self.put(passage, **{f"sources:{note}": False})
            self.let_go_of(passage, f"note:{note}")

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
        """Say that a passage rests on a note as a whole; the note is then carried over there."""
        self._open()
        with self.change():
            self.put(passage, **{f"sources:{note}": True})  # first: it may be gone
            self.let_go_of(passage, f"note:{note}")
            if self.record(passage) is None:
                self.put(passage, withdrawn=False)
            what, _colon, before = self.fact(f"decision/{note}").partition(":")
            if (what, before) != ("passage", passage):
                if what == "passage" and self.has(before, "passage"):
                    self._withdraw(note, before)
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

    def _left(self, notes: Iterable[Note]) -> list[Note]:
        """Return the notes that are neither left out nor stand in the text."""
        standing = self._standing()
        return [n for n in notes if n.text.strip() and not self._decided(n.id, standing)]

    def _decided(self, note: str, standing: set[str]) -> bool:
        """Tell whether a note is left out, or carried over and still rested on."""
        what, _colon, reason = self.fact(f"decision/{note}").partition(":")
        return (what == "out" and bool(reason)) or (what == "passage" and note in standing)

    def _standing(self) -> set[str]:
        """Return the notes that passages in sight rest on, as they read now."""
        hidden = self.superseded()
        found = (
            self._record(name, values)
            for name, values in self.stored("passage") if name not in hidden
        )  # fmt: skip
        return {note for passage in found if isinstance(passage, Passage)
                for note in passage.sources}  # fmt: skip

    def _manner_of(self, note: Note) -> str:
        """Return what a note is by where it was written: said in an interview, else seen."""
        session = self.record(note.session) if note.session else None
        kind = session.type if isinstance(session, Session) else INTERVIEW if note.group else ""
        return UTTERANCE if kind == INTERVIEW else OBSERVATION

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
        if not isinstance(found, Passage) or not isinstance(values, dict):
            return found
        if values.get("withdrawn") and values.get("text") == values.get("origin"):
            return None
        rests = (note for note in found.sources if _rests(found, note, values))
        return replace(found, sources=tuple(rests) if found.text.strip() else ())

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
        for name, values in self.stored("passage"):
            sources = [k.partition(":")[2] for k, on in values.items() if on and _is_source(k)]
            lost = all(self.fact(f"decision/{s}") != f"passage:{name}" for s in sources)
            untouched = "origin" in values and values.get("text") == values["origin"]
            if sources and lost and untouched and not values.get("kept"):
                found.add(name)
        return found


def _is_source(key: str) -> bool:
    return key.startswith("sources:")


def _rests(passage: Passage, note: str, values: dict[str, Any]) -> bool:
    """Tell whether a passage rests on a note: on all of it, or a stretch that is still there."""
    whole = values.get(f"sources:{note}") != PART
    return whole or bool(passage.stretches(f"note:{note}"))


def _untouched(item: object) -> bool:
    """Tell whether a passage still reads as it was carried over."""
    values = item.to_py()  # type: ignore[attr-defined]
    return "origin" in values and values["text"] == values["origin"]
