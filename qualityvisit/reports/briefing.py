"""The briefing of a visit (underlag) on one page: figures, the last visit, questions, files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualityvisit.model.records import Action, Committee, Finding, KeyFigure, Person, Visit
from qualityvisit.reports.outline import (
    ASIDE,
    STRONG,
    Block,
    Bullets,
    Fact,
    Heading,
    Outline,
    Paragraph,
    Run,
    Runs,
    Table,
    one_line,
    runs,
)
from qualityvisit.words import _, count, day, language

# How many lines of each list, and letters of a line: the first that makes one page is taken.
ROOMS = ((8, 150), (6, 150), (5, 120), (4, 110), (3, 100), (2, 80), (1, 60))


@dataclass(frozen=True, slots=True)
class BriefingInput:
    """What a briefing is made of; lists are in order, what matters most comes first."""

    committee: Committee
    visit: Visit
    when: str
    about: str  # school form and number of pupils
    team: Sequence[Person]
    figures: Sequence[KeyFigure]
    last: Visit | None
    last_when: str
    findings: Sequence[tuple[str, Finding]]  # the mark in words before each
    actions: Sequence[tuple[str, Action]]  # the state in words before each
    questions: Sequence[str]
    files: Sequence[str]
    made: str


def build(given: BriefingInput, most: int, long: int) -> Outline:
    """Return the briefing as an outline, within a room as in ``ROOMS``."""
    return Outline(
        title=_("Briefing – {unit}", unit=given.visit.title),
        language="sv-SE" if language() == "sv" else "en-GB",
        kind=_("Briefing"),
        municipality=given.committee.municipality,
        committee=given.committee.name,
        registry_number=given.visit.registry_number,
        mark=_("Working material"),
        author=given.committee.name,
        made=given.made,
        facts=tuple(f for f in (
            Fact(_("Visit"), (given.when,)),
            Fact(_("Unit"), (given.about,)),
            Fact(_("Team"), (", ".join(p.name for p in given.team),)),
        ) if any(f.lines)),
        blocks=tuple(_blocks(given, most, long)),
    )  # fmt: skip


def _blocks(given: BriefingInput, most: int, long: int) -> Iterator[Block]:
    yield Heading(_("Key figures"), numbered=False)
    yield from _figures(given.figures, most, long)
    if given.last is None:
        yield Heading(_("The last visit"), numbered=False)
        yield Paragraph(runs(_("No earlier visit to the unit is known here.")))
    else:
        yield Heading(_("The last visit, {when}", when=given.last_when), numbered=False)
        found = [_marked(word, _short(f.text, long)) for word, f in given.findings]
        yield from _listed(found, most, _("Nothing was written down as found."))
    if given.actions:
        yield Heading(_("Open actions"), numbered=False)
        told = [_marked(word, _action(a, long)) for word, a in given.actions]
        yield from _listed(told, most, "")
    if given.questions:
        yield Heading(_("Questions to take along"), numbered=False)
        yield from _listed([runs(_short(q, long + 60)) for q in given.questions], most, "")
    if given.files:
        yield Heading(_("Attached"), numbered=False)
        yield Paragraph(runs(_short(", ".join(given.files), 2 * long)))


def _figures(figures: Sequence[KeyFigure], most: int, long: int) -> Iterator[Block]:
    if not figures:
        yield Paragraph(runs(_("No key figures have been added.")))
        return
    header = (_("What"), _("Value"), _("Period"))
    rows = tuple((_short(f.name, long // 2 + 20), f.value, f.period) for f in figures[:most])
    yield Table(_("Key figures"), header, rows, (8, 3, 2))
    yield Paragraph(runs("  ".join((*_sources(figures[:most]), _more(len(figures) - most)))), ASIDE)


def _sources(figures: Iterable[KeyFigure]) -> Iterator[str]:
    """Give where figures come from, each source with the last day when it was brought in."""
    taken: dict[str, str] = {}
    for each in figures:
        taken[each.source] = max(each.taken, taken.get(each.source, ""))
    for source, when in taken.items():
        brought = _(", brought in {day}", day=day(when)) if when else ""
        yield _("Source: {source}{when}", source=source, when=brought) + "."


def _listed(lines: Sequence[Runs], most: int, none: str) -> Iterator[Block]:
    if lines:
        yield Bullets(tuple(lines[:most]))
        if more := _more(len(lines) - most):
            yield Paragraph(runs(more), ASIDE)
    elif none:
        yield Paragraph(runs(none))


def _more(number: int) -> str:
    if number <= 0:
        return ""
    return count("{n} more in the program.", "{n} more in the program.", number)


def _marked(word: str, text: str) -> Runs:
    return (Run(f"{word}: ", STRONG), Run(text))


def _action(action: Action, long: int) -> str:
    about = ", ".join(filter(None, (action.responsible, day(action.due))))
    text = _short(action.text, long)
    return f"{text} ({about})" if about else text


def _short(text: str, long: int) -> str:
    line = one_line(text)
    return line if len(line) <= long else line[: long - 1].rstrip() + "…"
