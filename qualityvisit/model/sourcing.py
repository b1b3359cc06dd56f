"""What a visit's minutes rest on, sentence by sentence: read from records. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qualityvisit.model.records import (
    INTERPRETATION,
    OBSERVATION,
    OBSERVATIONS,
    UTTERANCE,
    Carried,
    Comment,
    Note,
    Passage,
)
from qualityvisit.model.sentences import spans


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, in code points, and the notes that it rests on."""

    passage: str
    start: int
    end: int
    text: str
    notes: tuple[str, ...] = ()
    interpreted: bool = False  # what we make of it: needs no note

    @property
    def lacks(self) -> bool:
        """Whether it is said to be what was said or seen, and rests on no note."""
        return not self.notes and not self.interpreted


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sentences rest on notes, how many lack one, and how many are interpretation."""

    resting: int = 0
    lacking: int = 0
    interpreted: int = 0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.resting + other.resting,
            self.lacking + other.lacking,
            self.interpreted + other.interpreted,
        )

    @property
    def sentences(self) -> int:
        """All of them."""
        return self.resting + self.lacking + self.interpreted


@dataclass(frozen=True, slots=True)
class Changed:
    """A note that reads otherwise than when a passage took it; ``after`` is "" where it is gone."""

    passage: str
    note: str
    before: str
    after: str
    may_take: bool  # the words of before still stand in the passage

    @property
    def is_gone(self) -> bool:
        """Whether the note has been taken away."""
        return not self.after


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers. ``stands``: the passage that it is about is still there."""

    comment: Comment
    answers: tuple[Comment, ...]
    stands: bool

    @property
    def is_open(self) -> bool:
        """Whether it is not resolved, or was answered since by somebody who had not heard."""
        resolved = self.comment.resolved_at
        return not resolved or any(a.at > resolved for a in self.answers)


def rests_on_notes(section: str) -> bool:
    """Tell whether what stands in a section is what was said or seen, so that it needs notes."""
    return section.startswith("group:") or section == OBSERVATIONS


def manner_of(passage: Passage) -> str:
    """Return what a passage is: as was said of it, else by the notes that it rests on, or ""."""
    if passage.manner or not passage.sources or not rests_on_notes(passage.section):
        return passage.manner
    return OBSERVATION if passage.section == OBSERVATIONS else UTTERANCE


def sentences_of(passage: Passage) -> list[Sentence]:
    """Return a passage's sentences. A note that is tied to no stretch holds for all of them."""
    tied = {note: passage.stretches(f"note:{note}") for note in passage.sources}
    interpreted = passage.manner == INTERPRETATION
    return [
        Sentence(
            passage.id, start, end, passage.text[start:end],
            tuple(n for n, ties in tied.items() if not ties or _meets(ties, start, end)),
            interpreted,
        )
        for start, end in spans(passage.text)
    ]  # fmt: skip


def _meets(ties: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in ties)


def coverage(passages: Iterable[Passage]) -> dict[str, Coverage]:
    """Return how the sentences of each section rest on notes, of sections that need them."""
    found: dict[str, Coverage] = {}
    for passage in passages:
        if rests_on_notes(passage.section):
            for each in sentences_of(passage):
                one = Coverage(bool(each.notes), each.lacks, not each.notes and each.interpreted)
                found[passage.section] = found.get(passage.section, Coverage()) + one
    return found


def lacking(passages: Iterable[Passage]) -> Iterator[Sentence]:
    """Yield the sentences on what was said or seen that rest on no note."""
    for passage in passages:
        if rests_on_notes(passage.section):
            yield from (s for s in sentences_of(passage) if s.lacks)


def changed(
    passages: Iterable[Passage], notes: Iterable[Note], carried: Iterable[Carried]
) -> tuple[Changed, ...]:
    """Return the notes that read otherwise than when they were carried over, passage by passage."""
    now = {n.id: n.text for n in notes}
    was = {(c.passage, c.note): c.text for c in carried}
    found = []
    for passage in passages:
        for note in passage.sources:
            before, after = was.get((passage.id, note), ""), now.get(note, "")
            if before and _plain(before) != _plain(after):
                stands = bool(after) and before.strip() in passage.text
                found.append(Changed(passage.id, note, before, after, stands))
    return tuple(found)


def _plain(text: str) -> str:
    return " ".join(text.split())


def threads(comments: Iterable[Comment], passages: Iterable[Passage]) -> tuple[Thread, ...]:
    """Return the comments with their answers, in the order of the passages that they are about."""
    found = sorted(comments, key=lambda c: (c.at, c.id))
    place = {p.id: n for n, p in enumerate(passages)}
    firsts = [c for c in found if not c.answers_to]
    firsts.sort(key=lambda c: place.get(c.passage, len(place)))
    return tuple(
        Thread(c, tuple(a for a in found if a.answers_to == c.id), c.passage in place)
        for c in firsts
    )
