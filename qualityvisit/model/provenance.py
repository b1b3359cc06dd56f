"""What passages rest on: notes as a whole or sentence by sentence, and how they were said."""

from qualityvisit.errors import BadInput, NotFound, Refused
from qualityvisit.model.minutes import PART, MinutesVerbs
from qualityvisit.model.records import CHART, MANNERS, TABLE, Note, Passage
from qualityvisit.model.text import differences
from qualityvisit.words import _


class ProvenanceVerbs(MinutesVerbs):
    """Ties sentences to notes, says what a passage is, and puts in the four voices."""

    def set_manner(self, passage: str, manner: str) -> None:
        """Say that a passage is an utterance, an observation or an interpretation, or nothing."""
        if manner not in ("", *MANNERS):
            raise BadInput(_("There is no such kind: {kind}.", kind=manner), ", ".join(MANNERS))
        self._open()
        with self.change():
            self.put(passage, manner=manner)

    def carry_into(self, note: Note, passage: str, at: int, text: str = "") -> None:
        """Write a note, or a part of it, into a passage at a code point.

        The words that come are tied to the note; a space is put where it has none beside it.
        """
        self._open()
        shared = self.text(passage)
        before, words = str(shared), " ".join((text or note.text).split())
        at = max(0, min(at, len(before)))
        left = " " if before[:at].rstrip(" ") and not before[:at].endswith((" ", "\n")) else ""
        right = " " if before[at:].strip() and not before[at:].startswith((" ", "\n")) else ""
        with self.change():
            shared.splice(at, 0, f"{left}{words}{right}")
            for name in self._all_of_notes(passage):  # words put between a note's are not its own
                self.tie(passage, name, at, at + len(left + words + right), on=False)
            self._rest(passage, note.id, at + len(left), at + len(left) + len(words))

    def rest_on(self, passage: str, note: str, start: int, end: int) -> None:
        """Say that a stretch of a passage rests on a note.

        The note stays where it was carried over, too; one that was left out, or that nothing has
        become of, is then carried over here.
        """
        self._open()
        with self.change():
            self._rest(passage, note, start, end)

    def _all_of_notes(self, passage: str) -> set[str]:
        ties = (tie.rsplit(" ", 2)[0] for tie in self._ties(passage))
        return {name for name in ties if name.startswith("note:")}

    def _rest(self, passage: str, note: str, start: int, end: int) -> None:
        if not self.field(passage, "text")[max(0, start) : max(0, end)].strip():
            raise BadInput(_("There are no words there."), _("Select those that rest on the note."))
        stands = self.fact(f"decision/{note}").startswith("passage:") and note in self._standing()
        if self.record(passage) is None:
            self.put(passage, withdrawn=False)
        self.put(passage, **{f"sources:{note}": PART})
        self.tie(passage, f"note:{note}", start, end)
        if not stands:
            self.put_fact(f"decision/{note}", f"passage:{passage}")

    def unlink(self, passage: str, note: str) -> None:
        """Say that a passage does not rest on a note; the words stay."""
        self._open()
        with self.change():
            self.put(passage, **{f"sources:{note}": False})
            self.let_go_of(passage, f"note:{note}")

    def take_in(self, passage: str, before: str, after: str) -> None:
        """Let a passage read as a note does now, where the words of the note still stand in it.

        Raise Refused where they do not.
        """
        self._open()
        shared = self.text(passage)
        at = str(shared).find(before.strip()) if before.strip() else -1
        if at < 0:
            raise Refused(
                _("The note's words no longer stand in the paragraph."),
                _("Change the paragraph yourself, and say that you have seen the change."),
            )
        with self.change():
            for edit in differences(before.strip(), after.strip()):
                shared.splice(at + edit.at, edit.remove, edit.insert)

    # --- the four voices

    def add_voices(self, section: str, figure: str, cells: str, after: str = "") -> str:
        """Put the four voices in a section as a TABLE or a CHART; return the passage.

        ``cells`` are what they show from now on: a document does not change behind its reader.
        """
        _check_figure(figure)
        self._open()
        with self.change() as stamp:
            order = f"{self.field(after, 'order')} {stamp.at}" if after else f"{stamp.at} +"
            values = {"visit": self.id, "section": section, "order": order, "text": "",
                      "figure": figure, "cells": cells}  # fmt: skip
            return self.create("passage", values)

    def change_voices(self, passage: str, *, figure: str = "", cells: str = "") -> None:
        """Let the four voices stand as a table or a chart, or show what has been said now."""
        self._open()
        found = self.record(passage)
        if not isinstance(found, Passage) or not found.figure:
            raise NotFound(_("That is no longer there."), _("A colleague may have removed it."))
        if figure:
            _check_figure(figure)
        with self.change():
            self.put(passage, figure=figure or found.figure, cells=cells or found.cells)


def _check_figure(figure: str) -> None:
    if figure not in (TABLE, CHART):
        raise BadInput(_("There is no such figure: {figure}.", figure=figure))
