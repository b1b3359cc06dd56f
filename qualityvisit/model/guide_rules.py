"""What holds for guides and their versions. Pure; nothing is written.

What is published is never changed, not even its spelling: notes and minutes show the words that
people were asked. Who corrects a guide makes its next version, in which every question keeps its
key; see `crosswalk`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualityvisit.model.records import Guide, Question, Theme
from qualityvisit.words import _

LONGEST_SHORT = 34  # what stands in the list of questions
FEWEST_STEPS, MOST_STEPS = 2, 10


def key_of(item: Question | Theme) -> str:
    """Return what is the same for a question or theme in all versions."""
    return item.key or item.id


def family_of(guide: Guide) -> str:
    """Return what is the same for all versions of a guide."""
    return guide.family or guide.id


def in_use(guides: Iterable[Guide]) -> list[Guide]:
    """Return the guides that new visits may take: of each family, the latest that is published."""
    latest: dict[str, Guide] = {}
    found = [g for g in guides if not g.draft]
    for guide in found:
        before = latest.get(family_of(guide))
        if before is None or _age(before) < _age(guide):
            latest[family_of(guide)] = guide
    return [g for g in found if not g.retired and latest[family_of(g)] is g]


def versions(guide: Guide, guides: Iterable[Guide]) -> list[Guide]:
    """Return all versions of a guide, the first one first; drafts come last."""
    family = family_of(guide)
    found = [g for g in guides if family_of(g) == family]
    return sorted(found, key=lambda g: (g.draft, *_age(g)))


def _age(guide: Guide) -> tuple[int, str, str]:
    """Return what later versions have more of; clocks may go wrong, numbers do not."""
    return _number(guide), guide.published, guide.id


def _number(guide: Guide) -> int:
    return int(guide.version) if guide.version.isdecimal() else 0


def number_after(published: Iterable[Guide]) -> str:
    """Return the number of the version after these."""
    return str(max(map(_number, published), default=0) + 1)


def in_order(themes: Sequence[Theme], questions: Iterable[Question]) -> list[Question]:
    """Return questions in the order of a guide: by theme, then by place."""
    place = {t.id: n for n, t in enumerate(themes)}
    return sorted(questions, key=lambda q: (place.get(q.theme, len(place)), q.order, q.id))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a guide cannot be published yet. ``item`` is a question, a theme, or the guide."""

    item: str
    why: str


def problems(guide: Guide, themes: Sequence[Theme], questions: Iterable[Question]) -> list[Problem]:
    """Return what is to be mended before a guide can be published, in the order of the guide."""
    asked = in_order(themes, (q for q in questions if not q.unused))
    found = [] if guide.forms else [Problem(guide.id, _("Choose at least one school form."))]
    if not guide.name.strip():
        found.append(Problem(guide.id, _("Write the guide's name.")))
    if not asked:
        found.append(Problem(guide.id, _("The guide has no question yet.")))
    found += [Problem(t.id, _("Write the theme's name.")) for t in themes if not t.name.strip()]
    known = {t.id for t in themes}
    earlier: dict[str, Question] = {}
    for question in asked:
        why = _wrong(question, known, earlier)
        if why:
            found.append(Problem(question.id, why))
        earlier[question.id] = question
    return found


def _wrong(question: Question, themes: set[str], earlier: dict[str, Question]) -> str:
    if not question.text.strip():
        return _("Write the question.")
    if question.theme not in themes:
        return _("Choose the theme that the question belongs to.")
    steps = question.scale
    if steps and not (FEWEST_STEPS <= len(steps) <= MOST_STEPS and len(set(steps)) == len(steps)):
        return _("A rating has two to ten different steps.")
    return _wrong_way(question, earlier.get(question.after)) if question.after else ""


def _wrong_way(question: Question, before: Question | None) -> str:
    if before is None or before.group != question.group:
        return _("It follows a question that is not asked before it in the same group.")
    if not question.answers or set(question.answers) - set(before.scale):
        return _("Choose the steps of the earlier question that open this one.")
    return ""


def may_precede(question: Question, questions: Sequence[Question]) -> list[Question]:
    """Return the rated questions that this one can follow; ``questions`` are in order."""
    ids = [q.id for q in questions]
    at = ids.index(question.id) if question.id in ids else len(ids)
    return [q for q in questions[:at] if q.scale and q.group == question.group and not q.unused]
