"""From the questions of one version of a guide to those of another. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualityvisit.model.guide_rules import key_of
from qualityvisit.model.records import Question, Theme

KEPT, REWORDED, MOVED, NEW, GONE = "kept", "reworded", "moved", "new", "gone"
SPLIT, JOINED, UNUSED = "split", "joined", "unused"

Crosswalk = dict[str, tuple[str, ...]]


def crosswalk(
    older: Iterable[Question], newer: Sequence[Question], between: Iterable[Question] = ()
) -> Crosswalk:
    """Return for each older question's id those of the newer ones that ask the same, in order.

    They have the same key, or came from it by hand; ``between`` are the questions of the versions
    between the two, by whose ties the newer ones may have come from the older.
    """
    parents: dict[str, set[str]] = {}
    for question in (*between, *newer):
        parents.setdefault(key_of(question), set()).update(question.came_from)
    lines = {q.id: _line(key_of(q), parents) for q in newer}
    return {o.id: tuple(n.id for n in newer if key_of(o) in lines[n.id]) for o in older}


def _line(key: str, parents: Mapping[str, set[str]]) -> set[str]:
    """Return a key and all that it came from."""
    found, waiting = set(), [key]
    while waiting:
        now = waiting.pop()
        if now not in found:
            found.add(now)
            waiting += parents.get(now, ())
    return found


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one question, or what one came from. ``kinds`` say how."""

    kinds: tuple[str, ...]
    older: tuple[Question, ...]
    newer: tuple[Question, ...]


def compare(
    older: tuple[Sequence[Theme], Sequence[Question]],
    newer: tuple[Sequence[Theme], Sequence[Question]],
    between: Iterable[Question] = (),
) -> list[Compared]:
    """Return how two versions differ: themes and questions of each, both in order.

    What is gone comes first, then the newer version in its order.
    """
    ties = crosswalk(older[1], newer[1], between)
    before = {n.id: [o for o in older[1] if n.id in ties[o.id]] for n in newer[1]}
    themes = {t.id: key_of(t) for t in (*older[0], *newer[0])}
    found = [Compared((GONE,), (o,), ()) for o in older[1] if not ties[o.id]]
    for question in newer[1]:
        olds = before[question.id]
        kinds = _kinds(question, olds, ties, themes)
        found.append(Compared(kinds, tuple(olds), (question,)))
    return found


def _kinds(
    new: Question, olds: list[Question], ties: Crosswalk, themes: Mapping[str, str]
) -> tuple[str, ...]:
    if not olds:
        return (NEW,)
    found = []
    if len(olds) > 1:
        found.append(JOINED)
    if any(len(ties[o.id]) > 1 for o in olds):
        found.append(SPLIT)
    if len(olds) == 1 and _place(new, themes) != _place(olds[0], themes):
        found.append(MOVED)
    if not found or found == [MOVED]:
        found += [REWORDED] if _words(new) != _words(olds[0]) else []
    if new.unused:
        found.append(UNUSED)
    return tuple(found) or (KEPT,)


def _place(question: Question, themes: Mapping[str, str]) -> tuple[str, str]:
    return question.group, themes.get(question.theme, "")


def _words(question: Question) -> tuple[object, ...]:
    return question.text, question.prompts, question.scale
