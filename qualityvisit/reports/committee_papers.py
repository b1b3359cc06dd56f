"""Papers to the committee: the report over a term's visits, the official's report, the notice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualityvisit.model import records
from qualityvisit.reports.charts import BARS, Chart, Series
from qualityvisit.reports.outline import (
    ASIDE,
    STRONG,
    Block,
    Bullets,
    Contents,
    Fact,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Table,
    one_line,
    runs,
)
from qualityvisit.reports.visit_papers import (
    Head,
    Told,
    action_table,
    finding_words,
    found,
    mark_words,
    rest,
)
from qualityvisit.words import _, clock, count, day, listing

SEVERAL = 2  # units: what as many say is a picture of more than one


def gap(what: str) -> Run:
    """Return a gap that somebody is to fill in: nothing is made up."""
    return Run(_("[fill in: {what}]", what=what), STRONG)


# --- the report over a term's visits


@dataclass(frozen=True, slots=True)
class TermInput:
    """The visits of a half year that were made, and those that remain."""

    term: str  # "våren 2028"
    told: tuple[Told, ...]
    left: tuple[str, ...]  # units whose visits were planned and not made
    head: Head


def term_report(given: TermInput) -> Outline:
    """Return the compiled report over a half year's visits (domain report 2.4)."""
    facts = (
        Fact(_("Period"), (given.term,)),
        Fact(_("Visits"), (str(len(given.told)),)),
    )
    title = _("Report – quality deep dives, {term}", term=given.term)
    return given.head.outline(title, _("Report"), facts, _term(given))


def _term(given: TermInput) -> Iterator[Block]:
    told = given.told
    yield Contents(_("Contents"))
    yield Heading(_("Summary"))
    yield Paragraph(runs(_summary(given)))
    if given.left:
        words = _("Not made in the period: {units}.", units=listing(given.left))
        yield Paragraph(runs(words), ASIDE)
    if not told:
        return
    yield Heading(_("The visits"))
    header = (_("Unit"), _("School form"), _("Visit"), _("Minutes"))
    rows = tuple((t.name, t.form, t.when, day(t.finished) or _("not finished")) for t in told)
    yield Table(_("The visits"), header, rows, (28, 22, 22, 28))
    yield from _picture(told)
    for each in told:
        yield Heading(each.name, fresh_page=False)
        yield from found(each, 2)
        if not each.findings:
            yield Paragraph(runs(_("Nothing was written down as found.")), ASIDE)
        if each.actions:
            yield Heading(_("Actions"), 2, numbered=False)
            yield action_table(each.actions, _("Actions, {unit}", unit=each.unit.name))
    every = [pair for each in told for pair in each.actions]
    if every:
        yield Heading(_("How the actions stand"))
        states = Counter(state for state, _a in every)
        yield Bullets(tuple(runs(f"{state}: {n}") for state, n in states.items()))


def _summary(given: TermInput) -> str:
    units = count("{n} unit was visited in {term}.", "{n} units were visited in {term}.",
                  len(given.told), term=given.term)  # fmt: skip
    marks = Counter(f.mark for t in given.told for f in t.findings if f.text.strip())
    parts = (
        count("{n} strength", "{n} strengths", marks[records.STRENGTH]),
        count("{n} area for development", "{n} areas for development", marks[records.DEVELOPMENT]),
        count("{n} deficiency", "{n} deficiencies", marks[records.DEFICIENCY]),
    )
    said = _("What was found: {what}.", what=listing(parts))
    actions = sum(len(t.actions) for t in given.told)
    agreed = count("{n} action was agreed.", "{n} actions were agreed.", actions) if actions else ""
    return " ".join(filter(None, (units, said if given.told else "", agreed)))


def _picture(told: Sequence[Told]) -> Iterator[Block]:
    """Yield what several units have in common, by theme; nobody is ranked."""
    themes = list(dict.fromkeys(name for t in told for _id, name in t.themes))
    counts = {mark: Counter[str]() for mark in mark_words()}
    for each in told:
        for finding in each.findings:
            name = each.theme_names.get(finding.theme, "")
            if name and finding.mark in counts:
                counts[finding.mark][name] += 1
    themes = [t for t in themes if any(c[t] for c in counts.values())]
    if not themes:
        return
    yield Heading(_("The joint picture"))
    words = _("How many findings there are by theme, all units together. The units are not ranked.")
    yield Paragraph(runs(words), ASIDE)
    series = tuple(
        Series(word, tuple(float(counts[mark][t]) for t in themes),
               tuple(str(counts[mark][t]) for t in themes))
        for mark, word in mark_words().items() if counts[mark]
    )  # fmt: skip
    yield Figure(Chart(BARS, _("Findings by theme"), tuple(themes), series))
    for theme in themes:
        yield from _common(told, theme)


def _common(told: Sequence[Told], theme: str) -> Iterator[Block]:
    lines = [
        (each, f) for each in told for f in each.findings
        if f.mark in (records.DEVELOPMENT, records.DEFICIENCY)
        and each.theme_names.get(f.theme, "") == theme and f.text.strip()
    ]  # fmt: skip
    if len({each.visit.id for each, _f in lines}) < SEVERAL:
        return
    yield Heading(_("{theme}: what several units show", theme=theme), 2)
    yield Bullets(tuple(
        (Run(f"{each.name}: ", STRONG), *finding_words(each, f))
        for each, f in lines
    ))  # fmt: skip


# --- the official's report


def official_report(
    told: Sequence[Told], head: Head, *, term: str, meeting: str, papers: Iterable[str]
) -> Outline:
    """Return an official's report (tjänsteskrivelse) on visits; what only people know is a gap.

    Headings as in domain report 2.1; ``papers`` are what the decision rests on.
    """
    title = _("Quality deep dives, {term}", term=term) if term else _("Quality deep dives")
    facts = (
        Fact(_("To"), (meeting or head.committee.name,)),
        Fact(_("Handled by"), (head.author,)),
    )
    blocks = _official(told, term, list(papers), head)
    return head.outline(title, _("Official's report"), facts, blocks)


def _official(told: Sequence[Told], term: str, papers: list[str], head: Head) -> Iterator[Block]:
    name = head.committee.name
    yield _plain(_("Proposed decision"))
    decision = _("{committee} notes the information on the quality deep dives.", committee=name)
    yield Bullets((runs(decision),), numbered=True)
    yield _plain(_("Summary"))
    yield Paragraph(runs(_summary(TermInput(term or _("the period"), tuple(told), (), head))))
    yield _plain(_("Papers that the decision rests on"))
    own = _("Official's report {day}", day=day(head.made))
    yield Bullets(tuple(runs(p) for p in (own, *papers)), numbered=True)
    yield _plain(_("The matter"))
    yield _plain(_("Background to the matter"), 2)
    yield Paragraph(runs(_(
        "Every unit has one quality deep dive in each term of office. Elected members and officials"
        " interview leadership, staff, pupils or children, and guardians."
    )))  # fmt: skip
    yield _plain(_("Deep dives that were made"), 2)
    if told:
        yield Bullets(tuple(runs(f"{t.name}, {t.when}") for t in told))
    yield _plain(_("Observations"), 2)
    for mark, words in mark_words().items():
        lines = [(t, f) for t in told for f in t.of(mark)]
        if lines:
            yield _plain(words, 3)
            yield Bullets(tuple(
                (Run(f"{t.name}: "), *finding_words(t, f)) for t, f in lines
            ))  # fmt: skip
    yield _plain(_("Assessment"), 2)
    yield Paragraph((gap(_("the administration's assessment of what was observed")),))
    yield _plain(_("Consequences for children and the child's best interests"))
    yield Paragraph((gap(_("what it means for children and pupils")),))
    yield _plain(_("Economic consequences"))
    yield Paragraph((gap(_("costs, or that there are none")),))
    yield _plain(_("The administration's view"))
    yield Paragraph((gap(_("what the administration proposes, and why")),))
    yield _plain(_("Signatures"))
    yield Paragraph((gap(_("names and titles of those who sign")),))
    yield _plain(_("The decision is sent to"))
    units = list(dict.fromkeys(t.name for t in told))
    yield Bullets(tuple(runs(u) for u in units) or ((gap(_("who gets the decision")),),))


def _plain(words: str, level: int = 1) -> Heading:
    return Heading(words, level, numbered=False)


# --- the meeting: notice, agenda, and the question session


@dataclass(frozen=True, slots=True)
class Item:
    """A visit in a meeting, with its time."""

    told: Told
    start: str
    end: str
    presenter: str = ""  # who is called: the unit's leadership


def notice(meeting: records.Meeting, items: Sequence[Item], head: Head) -> Outline:
    """Return the notice's text (kallelse) and the agenda's entries (domain report 2.2)."""
    begins = ", ".join(filter(None, (day(meeting.date, weekday=True), clock(meeting.start))))
    closed = _("Closed: the leaders are called to give information, and leave before decisions"
               " (KL 6 kap. 25-26 §§)")  # fmt: skip
    facts = (
        Fact(_("Time"), (begins,)),
        Fact(_("Place"), (meeting.place,)),
        Fact(_("The item"), (closed if meeting.closed else _("Open"),)),
    )
    title = _("Notice: {meeting}", meeting=meeting.title)
    return head.outline(title, _("Notice"), facts, _notice(items))


def _notice(items: Sequence[Item]) -> Iterator[Block]:
    yield _plain(_("Text of the notice"))
    units = listing(i.told.name for i in items) or "–"
    words = _("You are called to a question session on the quality deep dives at {units}. The"
              " leaders of the units answer the members' questions.", units=units)  # fmt: skip
    yield Paragraph(runs(words))
    yield Paragraph(
        (gap(_("ordinary members and substitutes, and whom to tell if you cannot come")),)
    )
    yield _plain(_("Agenda"))
    header = (_("No."), _("Matter"), _("Reg. no."), _("Presented by"), _("Time"))
    rows = tuple(
        (
            str(n),
            _("Follow-up of the quality deep dive, {unit}", unit=i.told.name),
            one_line(i.told.visit.registry_number) or "–",
            i.presenter or "–",
            f"{clock(i.start)}–{clock(i.end)}" if i.start else "–",
        )
        for n, i in enumerate(items, 1)
    )
    if rows:
        yield Table(_("Agenda"), header, rows, (8, 42, 18, 18, 14))
    else:
        yield Paragraph(runs(_("No visit has been chosen for the meeting yet.")), ASIDE)
    yield _plain(_("Papers"))
    papers = tuple(
        runs(_("Minutes of {unit}, {day}", unit=i.told.name,
               day=day(i.told.finished) or _("not finished")))
        for i in items
    )  # fmt: skip
    yield Bullets(papers, numbered=True) if papers else Paragraph(runs("–"))


def session_pack(meeting: records.Meeting, items: Sequence[Item], head: Head, most: int) -> Outline:
    """Return the question session's pack: a page for each unit, with its questions.

    ``most`` is how many findings of a mark and actions there is room for.
    """
    begins = ", ".join(filter(None, (day(meeting.date, weekday=True), clock(meeting.start))))
    facts = (Fact(_("Time"), (begins,)), Fact(_("Place"), (meeting.place,)))
    title = _("Question session: {meeting}", meeting=meeting.title)
    return head.outline(title, _("Question session"), facts, _pack(items, most))


def _pack(items: Sequence[Item], most: int) -> Iterator[Block]:
    if not items:
        yield Paragraph(runs(_("No visit has been chosen for the meeting yet.")), ASIDE)
    for number, item in enumerate(items):
        told = item.told
        yield Heading(told.name, numbered=False, fresh_page=number > 0)
        span = f"{clock(item.start)}–{clock(item.end)}" if item.start else ""
        about = ", ".join(filter(None, (span, told.form, _("visit {when}", when=told.when))))
        yield Paragraph(runs(about), ASIDE)
        yield from _questions(told)
        for mark, words in mark_words().items():
            if listed := told.of(mark):
                yield _plain(words, 2)
                yield Bullets(tuple(finding_words(told, f) for f in listed[:most]))
                yield from rest(len(listed) - most)
        if told.actions:
            yield _plain(_("Open actions"), 2)
            yield action_table(told.actions[:most], _("Actions, {unit}", unit=told.name))
            yield from rest(len(told.actions) - most)


def _questions(told: Told) -> Iterator[Block]:
    yield _plain(_("Questions"), 2)
    names = dict(told.asked_by)
    if not told.questions:
        yield Paragraph(runs(_("No questions have been written yet.")), ASIDE)
        return
    items: list[tuple[Run, ...]] = []
    for question in told.questions:
        by = names.get(question.asked_by, "")
        said = (Run(" " + _("({name} asks)", name=by)),) if by else ()
        items.append((Run(one_line(question.text)), *said))
    yield Bullets(tuple(items), numbered=True)
