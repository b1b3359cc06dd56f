"""Compiling a visit's minutes: its notes and its passages are in documents of their own."""

from dataclasses import replace

from qualityvisit.documents import Documents
from qualityvisit.errors import Refused
from qualityvisit.model import records
from qualityvisit.model.sourcing import changed, threads
from qualityvisit.model.view import MinutesView, minutes_view
from qualityvisit.settings import RESOURCES
from qualityvisit.words import _


def shipped_phrases() -> list[tuple[str, str, str]]:
    """Return the text blocks that a workspace begins with: name, text and section."""
    found = []
    kept = (RESOURCES / "phrases" / "minutes.txt").read_text(encoding="utf-8")
    for block in kept.removeprefix("# ").split("\n# "):
        head, _newline, text = block.partition("\n")
        name, _bar, section = head.partition(" | ")
        found.append((name.strip(), text.strip(), section.strip()))
    return found


class Compiling(Documents):
    """The verbs that carry notes over. How a note read then is kept with the notes."""

    def minutes(self, visit: str) -> MinutesView:
        """Return a visit's minutes as they stand."""
        hidden = self.visit(visit).superseded()
        notes = self.all(records.Note, parent=visit)
        view = minutes_view(
            self.get(records.Visit, visit),
            self.find(records.Minutes, visit) or records.Minutes(visit),
            [p for p in self.all(records.Passage, parent=visit) if p.id not in hidden],
            notes,
            self.all(records.Decision, parent=visit),
            {t.id: t for t in self.all(records.Theme)},
        )
        return replace(
            view,
            weeded=f"notes/{visit}" in self.standing.weeded,
            changed=changed(view.passages, notes, self.all(records.Carried, parent=visit)),
            threads=threads(self.all(records.Comment, parent=visit), view.passages),
        )

    def add_shipped_phrases(self) -> int:
        """Add the program's own text blocks that are not here; return how many."""
        return self.register.add_phrases(shipped_phrases())

    def compile(self, visit: str) -> int:
        """Carry over every note of a visit that nothing has become of; return how many."""
        notes, document = self.notes(visit), self.visit(visit)
        self.settle()
        found = self.all(records.Note, parent=visit)
        made = document.compile(found)
        with notes.change():
            for note in found:
                passage = document.fact(f"decision/{note.id}").removeprefix("passage:")
                if document.has(passage, "passage") and not notes.was_carried(passage, note.id):
                    notes.keep_carried(passage, note.id, note.text)
        return made

    def carry(
        self, visit: str, note: str, section: str = "", words: str = "", *,
        manner: str = "", after: str = "",
    ) -> str:  # fmt: skip
        """Carry a note, or some of its words, over to a passage of its own; return the passage."""
        found = self._note(visit, note)
        made = self.visit(visit).carry_over(found, section, words, manner=manner, after=after)
        self.notes(visit).keep_carried(made, note, found.text)
        return made

    def carry_into(self, visit: str, note: str, passage: str, at: int, words: str = "") -> None:
        """Write a note, or some of its words, into a passage at a code point."""
        found = self._note(visit, note)
        self.visit(visit).carry_into(found, passage, at, words)
        self.notes(visit).keep_carried(passage, note, found.text)

    def rest_on(self, visit: str, passage: str, note: str, start: int = 0, end: int = 0) -> None:
        """Say that a passage, or its words between two code points, rest on a note."""
        found = self._note(visit, note)
        if end > start:
            self.visit(visit).rest_on(passage, note, start, end)
        else:
            self.visit(visit).link(passage, note)
        self.notes(visit).keep_carried(passage, note, found.text)

    def saw_change(self, visit: str, passage: str, note: str) -> None:
        """Say that it was seen how a note reads now; the passage stays as it is.

        Where the note has been taken away, the passage does not rest on it any more.
        """
        found = self.find(records.Note, note)
        if found is None:
            self.visit(visit).unlink(passage, note)
        self.notes(visit).keep_carried(passage, note, found.text if found else "")

    def take_change(self, visit: str, passage: str, note: str) -> None:
        """Let a passage read as a note does now.

        Raise Refused where the words that were carried over no longer stand in it.
        """
        found = self._note(visit, note)
        notes = self.notes(visit)
        self.visit(visit).take_in(passage, notes.was_carried(passage, note), found.text)
        notes.keep_carried(passage, note, found.text)

    def _note(self, visit: str, note: str) -> records.Note:
        """Return a note as it reads now. Raise NotFound, or Refused where it is empty."""
        self.notes(visit)
        self.settle()
        found = self.get(records.Note, note)
        if not found.text.strip():
            raise Refused(_("The note is empty."), _("Nothing was done."))
        return found
