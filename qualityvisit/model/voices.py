"""Four voices: what each group has said of each theme so far, side by side. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from qualityvisit.model.records import (
    DEFICIENCY,
    DEVELOPMENT,
    STRENGTH,
    WRITTEN,
    Note,
    Progress,
    Question,
    Session,
)

FAR = 0.5  # ratings this far apart, of the length of their scale, contradict each other


@dataclass(frozen=True, slots=True)
class Rated:
    """How a group rated a question: where on the scale from 0 to 1, and in words."""

    question: str
    place: float
    words: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What one group has said of one theme.

    ``met``: they have been interviewed, or it goes on; ``asked``: so far that the theme has had its
    turn.
    """

    group: str
    met: bool
    asked: bool
    notes: tuple[Note, ...] = ()
    rated: tuple[Rated, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether they were asked and nothing of theirs was written or rated."""
        return self.asked and not self.notes and not self.rated

    @property
    def leaning(self) -> int:
        """1 where they tell of strengths alone, -1 of what is lacking alone, else 0."""
        marks = {mark for note in self.notes for mark in note.marks}
        good, bad = STRENGTH in marks, bool(marks & {DEVELOPMENT, DEFICIENCY})
        return good - bad


@dataclass(frozen=True, slots=True)
class Chorus:
    """All voices on one theme, in the order of the groups."""

    theme: str
    voices: tuple[Voice, ...]

    @property
    def contradictions(self) -> tuple[tuple[str, str], ...]:
        """The pairs of groups who tell opposite things, or rate far apart."""
        return tuple(
            (one.group, other.group) for one, other in combinations(self.voices, 2)
            if one.leaning * other.leaning < 0 or _far(one, other)
        )  # fmt: skip

    @property
    def is_empty(self) -> bool:
        """Whether nobody has said anything."""
        return not any(v.notes or v.rated for v in self.voices)


def chorus_of(
    themes: Iterable[str],
    groups: Sequence[str],
    sessions: Iterable[Session],
    notes: Iterable[Note],
    progress: Iterable[Progress],
    questions: Mapping[str, Question],
) -> list[Chorus]:
    """Return what is said of each theme; notes of themes that are not given come last, under "".

    Ratings are compared by their questions' ``key``, or else their text: groups are asked in
    questions of their own.
    """
    held, told = list(notes), list(progress)
    by_id = {s.id: s for s in sessions if s.type in WRITTEN and s.group}
    rated = [p for p in told if p.session in by_id and (p.rating or any(map(int, p.counts)))]
    begun = {n.session for n in held} | {p.session for p in rated}
    met = {s.group for s in by_id.values() if s.ended or s.id in begun}
    asked = _asked(by_id, told, questions)
    order = [*themes]
    if any(n.theme not in order for n in held if n.group):
        order.append("")
    made = []
    for theme in order:
        voices = []
        for group in groups:
            said = tuple(
                n
                for n in held
                if n.group == group and (n.theme if n.theme in order else "") == theme
            )
            found = tuple(
                r for p in rated
                if by_id[p.session].group == group
                and (r := _rated(p, questions.get(p.question), theme)) is not None
            )  # fmt: skip
            voices.append(Voice(group, group in met, (group, theme) in asked, said, found))
        made.append(Chorus(theme, tuple(voices)))
    return made


def _asked(
    sessions: Mapping[str, Session], progress: Iterable[Progress], questions: Mapping[str, Question]
) -> set[tuple[str, str]]:
    """Return the groups that have been asked, each with the theme."""
    ended = {s.group for s in sessions.values() if s.ended}
    asked = {(q.group, q.theme) for q in questions.values() if q.group in ended}
    for each in progress:
        question = questions.get(each.question)
        if question is not None and each.status == "done" and each.session in sessions:
            asked.add((sessions[each.session].group, question.theme))
    return asked


def _rated(progress: Progress, question: Question | None, theme: str) -> Rated | None:
    """Return a rating of the theme; counts are told as they are, and weighed."""
    if question is None or question.theme != theme or not question.scale:
        return None
    steps, last = question.scale, max(1, len(question.scale) - 1)
    counts = [int(n) for n in progress.counts][: len(steps)]
    key = question.key or question.text
    if progress.rating in steps:
        return Rated(key, steps.index(progress.rating) / last, progress.rating)
    if not any(counts):
        return None
    middle = sum(at * n for at, n in enumerate(counts)) / sum(counts) / last
    words = ", ".join(f"{s} {n}" for s, n in zip(steps, counts, strict=False) if n)
    return Rated(key, middle, words)


def _far(one: Voice, other: Voice) -> bool:
    """Tell whether two groups rate far apart: the same question, else the theme on the whole."""
    theirs = {r.question: r.place for r in other.rated}
    same = [abs(r.place - theirs[r.question]) for r in one.rated if r.question in theirs]
    if same:
        return max(same) >= FAR
    if not (one.rated and other.rated):
        return False
    means = [sum(r.place for r in v.rated) / len(v.rated) for v in (one, other)]
    return abs(means[0] - means[1]) >= FAR
