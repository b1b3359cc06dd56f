"""What stands in the margin of a paragraph: the notes that its sentences rest on, and more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualityvisit.model import records
from qualityvisit.model.sourcing import manner_of, rests_on_notes, sentences_of
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.model.records import Passage
    from qualityvisit.model.view import MinutesView

NOTE, CHANGED, LACKS, MANNER, COMMENT = "note", "changed", "lacks", "manner", "comment"


class Mark(NamedTuple):
    """A sign in the margin, beside the line where the words at a code point stand."""

    at: int
    kind: str
    shown: str
    said: str  # what it means, in words
    number: int = 0  # of the note


def manner_word(manner: str) -> str:
    """Return what a kind of passage is called."""
    return {
        records.UTTERANCE: _("Utterance"),
        records.OBSERVATION: _("Observation made"),
        records.INTERPRETATION: _("Interpretation"),
    }.get(manner, "")


def marks_of(view: MinutesView, passage: Passage) -> tuple[Mark, ...]:
    """Return the signs of a passage, in the order of its words.

    The numbers of the notes stand beside each sentence; once where several have the same.
    """
    found = [*_manner(passage), *_comments(view, passage)]
    on_notes = rests_on_notes(passage.section)
    altered = {c.note for c in view.changed if c.passage == passage.id}
    before: tuple[str, ...] | None = None
    for sentence in sentences_of(passage):
        if sentence.notes == before:
            continue
        before = sentence.notes
        numbers = sorted((view.number(n), n) for n in sentence.notes)
        found += [
            _note(sentence.start, n, note in altered) for n, note in numbers if n or note in altered
        ]
        if on_notes and sentence.lacks:
            said = _("No note is linked here")
            found.append(Mark(sentence.start, LACKS, _("source?"), said))
    return tuple(found)


def _note(at: int, number: int, altered: bool) -> Mark:
    if not number:
        return Mark(at, CHANGED, "!", _("A note that was taken away"))
    if altered:
        said = _("Note {n} has changed since it was carried over", n=number)
        return Mark(at, CHANGED, f"{number} !", said, number)
    return Mark(at, NOTE, str(number), _("Show note {n}", n=number), number)


def _manner(passage: Passage) -> list[Mark]:
    """Return what a passage is, where it is another thing than its section tells of."""
    manner = manner_of(passage)
    usual = records.OBSERVATION if passage.section == records.OBSERVATIONS else records.UTTERANCE
    if not manner or manner == usual:
        return []
    return [Mark(0, MANNER, manner_word(manner), _("Choose what the paragraph is"))]


def _comments(view: MinutesView, passage: Passage) -> list[Mark]:
    """Return a sign for the open comments, beside the words of the first."""
    open_ = [t for t in view.threads if t.comment.passage == passage.id and t.is_open]
    if not open_:
        return []
    places = [s for t in open_ for s, _e in passage.stretches(f"comment:{t.comment.id}")]
    said = count("{n} open comment", "{n} open comments", len(open_))
    return [Mark(min(places, default=0), COMMENT, str(len(open_)), said)]


def marks_said(marks: tuple[Mark, ...]) -> str:
    """Return what the signs tell, to be read aloud with the paragraph."""
    numbers = sorted({m.number for m in marks if m.number})
    said = []
    if numbers:
        notes = ", ".join(map(str, numbers))
        said.append(f"{count('From note', 'From notes', len(numbers))} {notes}")
    said += [m.shown for m in marks if m.kind == MANNER]
    if any(m.kind == LACKS for m in marks):
        said.append(_("Without a source"))
    said += dict.fromkeys(m.said for m in marks if m.kind in (CHANGED, COMMENT))
    return ". ".join(said)
