"""Views: what a screen or a report reads when it needs several records put together."""

from dataclasses import dataclass

from qualityvisit.model.planning import groups_in_order
from qualityvisit.model.records import (
    AGREED,
    DISTRIBUTION,
    INTRO,
    OBSERVATIONS,
    OVERALL,
    QUESTIONS_SECTION,
    Decision,
    Minutes,
    Note,
    Passage,
    Theme,
    Visit,
)
from qualityvisit.model.sourcing import Changed, Thread


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the minutes with its passages in order.

    ``group`` and ``theme`` are set for what a group said ("" for a group's other remarks).
    """

    key: str
    group: str
    theme: str  # its name
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class MinutesView:
    """The minutes of a visit as they stand, with what became of each note."""

    visit: Visit
    minutes: Minutes
    sections: tuple[SectionView, ...]
    notes: tuple[Note, ...]  # numbered from 1 in this order
    undecided: tuple[Note, ...]
    left_out: tuple[tuple[Note, str], ...]
    weeded: bool = False  # the notes have been erased for good
    changed: tuple[Changed, ...] = ()  # notes that read otherwise since they were carried over
    threads: tuple[Thread, ...] = ()  # comments

    def number(self, note: str) -> int:
        """Return a note's number, or 0."""
        return next((n for n, found in enumerate(self.notes, 1) if found.id == note), 0)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in order."""
        return tuple(p for s in self.sections for p in s.passages)

    @property
    def carried(self) -> tuple[Note, ...]:
        """The notes that stand in the text."""
        rest = {n.id for n in self.undecided} | {n.id for n, _reason in self.left_out}
        return tuple(n for n in self.notes if n.id not in rest)


def minutes_view(
    visit: Visit,
    minutes: Minutes,
    passages: list[Passage],
    notes: list[Note],
    decisions: list[Decision],
    themes: dict[str, Theme],
) -> MinutesView:
    """Put the minutes together. Empty notes ask for no decision."""
    place = {g: n for n, g in enumerate(groups_in_order({n.group for n in notes}))}
    ordered = sorted((n for n in notes if n.text.strip()), key=lambda n: (place[n.group], n.sort))
    decided = {d.id: d for d in decisions}
    standing = {note for passage in passages for note in passage.sources}
    undecided, left_out = [], []
    for note in ordered:
        found = decided.get(note.id)
        if found is None or (found.passage and note.id not in standing):
            undecided.append(note)
        elif found.reason:
            left_out.append((note, found.reason))
    sections = _sections(passages, ordered, themes)
    return MinutesView(visit, minutes, sections, tuple(ordered), tuple(undecided), tuple(left_out))


def _sections(
    passages: list[Passage], notes: list[Note], themes: dict[str, Theme]
) -> tuple[SectionView, ...]:
    held: dict[str, list[Passage]] = {}
    for passage in sorted(passages, key=lambda p: (p.sort, p.id)):
        held.setdefault(passage.section, []).append(passage)
    keys = {key for key in held if key.startswith("group:")}
    keys |= {f"group:{n.group}/{n.theme}" for n in notes if n.group}
    groups = groups_in_order({_split(key)[0] for key in keys})

    def order(key: str) -> tuple[int, str, str]:
        group, theme = _split(key)
        known = themes.get(theme)
        return groups.index(group), known.order if known else "99", theme

    fixed = [OBSERVATIONS, *OVERALL, AGREED, QUESTIONS_SECTION, DISTRIBUTION]
    sections = []
    for key in [INTRO, *sorted(keys, key=order), *fixed]:
        group, theme = _split(key)
        known = themes.get(theme)
        sections.append(
            SectionView(key, group, known.name if known else "", tuple(held.pop(key, ())))
        )
    # a section that this version does not know keeps its words in sight
    sections += [SectionView(key, "", "", tuple(found)) for key, found in sorted(held.items())]
    return tuple(sections)


def _split(key: str) -> tuple[str, str]:
    if not key.startswith("group:"):
        return "", ""
    group, _slash, theme = key.removeprefix("group:").partition("/")
    return group, theme
