"""Papers of single visits: the brief on one page, the action plan, and what they have in common."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qualityvisit.model import records
from qualityvisit.reports.outline import (
    ASIDE,
    MUTED,
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

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a visit; lists are in the order in which they are to stand."""

    visit: records.Visit
    unit: records.Unit
    when: str  # the day in words
    form: str  # the school form in words
    findings: tuple[records.Finding, ...] = ()
    actions: tuple[tuple[str, records.Action], ...] = ()  # the state in words before each
    figures: tuple[records.KeyFigure, ...] = ()
    themes: tuple[tuple[str, str], ...] = ()  # id and name of each that a finding speaks of
    questions: tuple[records.MeetingQuestion, ...] = ()
    asked_by: tuple[tuple[str, str], ...] = ()  # id and name of each who puts a question
    finished: str = ""  # the day when the minutes were finished

    @property
    def name(self) -> str:
        """What the unit is called."""
        return self.unit.name or self.visit.title

    def of(self, mark: str) -> list[records.Finding]:
        """Return the findings of a mark that say something."""
        return [f for f in self.findings if f.mark == mark and f.text.strip()]

    @property
    def theme_names(self) -> dict[str, str]:
        """The themes' names by their ids."""
        return dict(self.themes)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands round a report, whatever it tells."""

    committee: records.Committee
    made: str  # the moment
    author: str = ""
    registry_number: str = ""
    mark: str = ""
    secrecy: str = ""

    def outline(
        self, title: str, kind: str, facts: Iterable[Fact], blocks: Iterable[Block]
    ) -> Outline:
        """Return a report under this head; facts without a line are left out."""
        return Outline(
            title=title,
            language=LANGUAGES[language()],
            kind=kind,
            municipality=self.committee.municipality,
            committee=self.committee.name,
            registry_number=self.registry_number,
            mark=self.mark,
            secrecy=self.secrecy,
            author=self.author or self.committee.name,
            made=self.made,
            facts=tuple(fact for fact in facts if any(fact.lines)),
            blocks=tuple(blocks),
        )


def mark_words() -> dict[str, str]:
    """Return what lists of findings are called, in the order in which they stand."""
    return {
        records.STRENGTH: _("Strengths"),
        records.DEVELOPMENT: _("Areas for development"),
        records.DEFICIENCY: _("Deficiencies"),
    }


def group_words(group: str, form: str) -> str:
    """Return what one of the four groups is called in running text; others as they are."""
    children = form in records.PRESCHOOL_FORMS
    return {
        records.LEADERSHIP: _("school leadership"),
        records.STAFF: _("staff"),
        records.PUPILS: _("children") if children else _("pupils"),
        records.GUARDIANS: _("guardians"),
    }.get(group, group)


def finding_words(told: Told, finding: records.Finding) -> Runs:
    """Return a finding, with who said so."""
    groups = ", ".join(group_words(g, told.visit.form) for g in finding.groups)
    said = (Run(" " + _("(said by {groups})", groups=groups), MUTED),) if groups else ()
    return (Run(one_line(finding.text)), *said)


def found(told: Told, level: int) -> Iterator[Block]:
    """Yield a visit's findings, a list under a heading for each mark."""
    for mark, words in mark_words().items():
        if listed := told.of(mark):
            yield Heading(words, level, numbered=False)
            yield Bullets(tuple(finding_words(told, f) for f in listed))


def action_table(actions: Sequence[tuple[str, records.Action]], name: str) -> Table:
    """Return actions as a table: what, who, when and how far."""
    header = (_("What"), _("Responsible"), _("When"), _("State"))
    rows = tuple(
        (one_line(a.text), a.responsible or "–", day(a.due) or "–", state) for state, a in actions
    )
    return Table(name, header, rows, (42, 22, 18, 18))


def labelled(label: str, text: str) -> Iterator[Block]:
    """Yield a paragraph that begins with what it is about; nothing without words."""
    if text.strip():
        yield Paragraph((Run(f"{label}: ", STRONG), Run(text.strip())))


def sources(names: Iterable[str]) -> Iterator[Block]:
    """Yield where figures are from, each source once."""
    said = "  ".join(
        _("Source: {source}", source=n) + "." for n in dict.fromkeys(filter(None, names))
    )
    if said:
        yield Paragraph(runs(said), ASIDE)


# --- the brief on one page

# How many lines of each list, and letters of a line: the first that makes one page is taken.
ROOMS = ((7, 220), (5, 180), (4, 150), (3, 120), (2, 100), (1, 70))


def brief(told: Told, head: Head, most: int, long: int) -> Outline:
    """Return what a visit found on one page, within a room as in ``ROOMS``."""
    return head.outline(
        _("In brief – {unit}", unit=told.name),
        _("Brief"),
        (Fact(_("Visit"), (told.when,)), Fact(_("Unit"), (told.form,)),
         Fact(_("Minutes finished"), (day(told.finished),))),
        _brief(told, most, long),
    )  # fmt: skip


def _brief(told: Told, most: int, long: int) -> Iterator[Block]:
    for mark, words in mark_words().items():
        if listed := told.of(mark):
            yield Heading(words, numbered=False)
            yield Bullets(tuple(runs(_short(f.text, long)) for f in listed[:most]))
            yield from rest(len(listed) - most)
    if told.actions:
        yield Heading(_("Actions"), numbered=False)
        yield action_table(told.actions[:most], _("Actions"))
        yield from rest(len(told.actions) - most)
    if told.figures:
        yield Heading(_("Key figures"), numbered=False)
        header = (_("What"), _("Value"), _("Period"))
        rows = tuple((f.name, f.value, f.period) for f in told.figures[:most])
        yield Table(_("Key figures"), header, rows, (64, 18, 18))
        yield from sources(f.source for f in told.figures[:most])
    if not (told.findings or told.actions):
        yield Paragraph(runs(_("Nothing was written down as found.")))


def rest(number: int) -> Iterator[Block]:
    """Yield that there is more than is shown, where there is."""
    if number > 0:
        words = count("{n} more in the minutes.", "{n} more in the minutes.", number)
        yield Paragraph(runs(words), ASIDE)


def _short(text: str, long: int) -> str:
    line = one_line(text)
    return line if len(line) <= long else line[: long - 1].rstrip() + "…"


# --- the action plan


def action_plan(told: Sequence[Told], head: Head) -> Outline:
    """Return the actions of visits as a plan: an overview, then each with cause, goal and effect.

    Source of what it holds: skollagen 4 kap. 3 and 7 §§, domain report 2.5.
    """
    one = told[0] if len(told) == 1 else None
    name = (one.name) if one else ""
    title = _("Action plan – {unit}", unit=name) if one else _("Action plan")
    facts = (Fact(_("Visit"), (one.when,)), Fact(_("Unit"), (one.form,))) if one else ()
    return head.outline(title, _("Action plan"), facts, _plan(told, alone=one is not None))


def _plan(told: Sequence[Told], *, alone: bool) -> Iterator[Block]:
    every = [pair for each in told for pair in each.actions]
    if not every:
        yield Paragraph(runs(_("No actions have been agreed.")))
    if every:
        yield Heading(_("Overview"))
        yield action_table(every, _("Actions"))
    for each in told:
        if each.actions:
            yield Heading(_("The actions") if alone else each.name)
            for state, action in each.actions:
                yield from _action(each, state, action)
    yield from _unmet(told)


def _action(told: Told, state: str, action: records.Action) -> Iterator[Block]:
    yield Heading(one_line(action.text), 2)
    finding = next((f for f in told.findings if f.id == action.finding), None)
    theme = told.theme_names.get(finding.theme, "") if finding else ""
    yield from labelled(_("Area"), theme)
    yield from labelled(_("From the visit"), finding.text if finding else "")
    yield from labelled(_("Cause"), action.cause)
    yield from labelled(_("Goal"), action.goal)
    yield from labelled(_("Responsible"), action.responsible)
    yield from labelled(_("Done by"), day(action.due))
    yield from labelled(_("State"), state)
    missing = [w for w, t in ((_("cause"), action.cause), (_("goal"), action.goal)) if not t]
    if missing:
        words = _("Not written yet: {what}.", what=", ".join(missing))
        yield Paragraph(runs(words), ASIDE)


def _unmet(told: Sequence[Told]) -> Iterator[Block]:
    """Yield the deficiencies that no action answers to: the law asks for measures."""
    left = [
        (each, finding) for each in told for finding in each.of(records.DEFICIENCY)
        if finding.id not in {a.finding for _s, a in each.actions}
    ]  # fmt: skip
    if not left:
        return
    yield Heading(_("Deficiencies without an action"))
    words = _("The authority shall see to it that deficiencies are remedied (skollagen 4 kap. 7 §)."
              " Link an action to each, or note why not.")  # fmt: skip
    yield Paragraph(runs(words), ASIDE)
    for name, theirs in groupby(left, key=lambda pair: pair[0].unit.name):
        items = tuple(runs(one_line(f.text)) for _told, f in theirs)
        if len(told) > 1:
            yield Heading(name, 2)
        yield Bullets(items)
