"""The yearly quality report (kvalitetsrapport), of one unit or of all that the committee has."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualityvisit.model import records
from qualityvisit.reports.charts import BARS, LINES, Chart, Series
from qualityvisit.reports.outline import (
    ASIDE,
    Block,
    Bullets,
    Contents,
    Fact,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Table,
    runs,
)
from qualityvisit.reports.visit_papers import (
    Head,
    Told,
    action_table,
    found,
    mark_words,
    sources,
)
from qualityvisit.words import _, count

MOST_LINES = 6  # charts of one unit; the other figures stand in the table


@dataclass(frozen=True, slots=True)
class Measure:
    """A key figure over time: each value as it is written, and as a number where it is one."""

    name: str
    source: str
    periods: tuple[str, ...]
    shown: tuple[str, ...]
    values: tuple[float | None, ...]

    @property
    def unit(self) -> str:
        """ "%" where every value is a share, else ""."""
        told = [s for s in self.shown if s]
        return "%" if told and all(s.endswith("%") for s in told) else ""


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's year: its visits and what came of them, and its key figures."""

    unit: records.Unit
    form: str  # in words
    told: tuple[Told, ...]  # the visits of the year
    open_before: tuple[tuple[str, records.Action], ...]  # of earlier years, with their states
    measures: tuple[Measure, ...]


def of_unit(given: UnitYear, year: str, head: Head) -> Outline:
    """Return a unit's report of a year: figures, what was found, actions and their effect."""
    title = _("Quality report {year} – {unit}", year=year, unit=given.unit.name)
    facts = (Fact(_("Unit"), (given.unit.name,)), Fact(_("School form"), (given.form,)),
             Fact(_("Year"), (year,)))  # fmt: skip
    return head.outline(title, _("Quality report"), facts, _unit(given, 1))


def _unit(given: UnitYear, level: int) -> Iterator[Block]:
    """Yield a unit's year; of one unit alone it is told too what there is nothing of."""
    actions = [*given.open_before, *(pair for t in given.told for pair in t.actions)]
    visits = (block for told in given.told for block in _visit(told, level + 1))
    table = (action_table(actions, _("Actions, {unit}", unit=given.unit.name)),) if actions else ()
    parts = (
        (_("Results"), list(_figures(given.measures)), _("No key figures have been added.")),
        (_("What was found at visits"), list(visits),
         _("Nothing was written down as found this year.")),
        (_("Actions and their effect"), list(table), _("No actions have been agreed.")),
    )  # fmt: skip
    for words, blocks, none in parts:
        if blocks or level == 1:
            yield Heading(words, level)
            yield from blocks or [Paragraph(runs(none), ASIDE)]


def _visit(told: Told, level: int) -> Iterator[Block]:
    if told.findings:
        yield Paragraph(runs(_("Visit {when}.", when=told.when)), ASIDE)
        yield from found(told, level)


def _figures(measures: Sequence[Measure]) -> Iterator[Block]:
    if not measures:
        return
    header = (_("Key figure"), _("Value"), _("Period"))
    rows = tuple((m.name, m.shown[-1] or "–", m.periods[-1]) for m in measures)
    yield Table(_("Key figures"), header, rows, (64, 18, 18))
    yield from sources(m.source for m in measures)
    drawn = [m for m in measures if sum(v is not None for v in m.values) > 1][:MOST_LINES]
    for each in drawn:
        series = (Series(each.name, each.values, each.shown),)
        yield Figure(Chart(LINES, each.name, each.periods, series, each.unit, each.source))


@dataclass(frozen=True, slots=True)
class CommitteeYear:
    """The committee's year. ``coverage`` is, by school form, units visited, planned and all."""

    units: tuple[UnitYear, ...]
    coverage: tuple[tuple[str, int, int, int], ...]


def of_committee(given: CommitteeYear, year: str, head: Head) -> Outline:
    """Return the committee's report of a year: coverage, what units share, and each unit."""
    title = _("Quality report {year}", year=year)
    facts = (Fact(_("Year"), (year,)), Fact(_("Units"), (str(len(given.units)),)))
    return head.outline(title, _("Quality report"), facts, _committee(given))


def _committee(given: CommitteeYear) -> Iterator[Block]:
    yield Contents(_("Contents"))
    yield Heading(_("Summary"))
    visits = sum(len(u.told) for u in given.units)
    actions = [pair for u in given.units for t in u.told for pair in t.actions]
    made = count("{n} visit was made in the year.", "{n} visits were made in the year.", visits)
    agreed = count("{n} action was agreed.", "{n} actions were agreed.", len(actions))
    yield Paragraph(runs(f"{made} {agreed}"))
    yield from _coverage(given.coverage)
    yield from _shared(given)
    yield from _effect(given)
    for each in given.units:
        if each.told or each.open_before or each.measures:
            yield Heading(each.unit.name)
            yield Paragraph(runs(each.form), ASIDE)
            yield from _unit(each, 2)


def _coverage(coverage: Sequence[tuple[str, int, int, int]]) -> Iterator[Block]:
    if not coverage:
        return
    yield Heading(_("Deep dives in the term of office"))
    header = (_("School form"), _("Visited"), _("Planned"), _("Units"))
    rows = tuple((form, str(done), str(planned), str(every)) for form, done, planned, every
                 in coverage)  # fmt: skip
    yield Table(_("Deep dives in the term of office"), header, rows, (46, 18, 18, 18))


def _shared(given: CommitteeYear) -> Iterator[Block]:
    """Yield how many units have findings of each mark, by theme; nobody is ranked."""
    counts: dict[str, Counter[str]] = {mark: Counter() for mark in mark_words()}
    for unit in given.units:
        for mark, counter in counts.items():
            counter.update({t.theme_names.get(f.theme, "") for t in unit.told for f in t.of(mark)})
    themes = [t for t in dict.fromkeys(t for c in counts.values() for t in c) if t]
    if not themes:
        return
    yield Heading(_("What the units have in common"))
    series = tuple(
        Series(word, tuple(float(counts[mark][t]) for t in themes),
               tuple(str(counts[mark][t]) for t in themes))
        for mark, word in mark_words().items() if any(counts[mark][t] for t in themes)
    )  # fmt: skip
    yield Figure(Chart(BARS, _("Units with findings, by theme"), tuple(themes), series))


def _effect(given: CommitteeYear) -> Iterator[Block]:
    every = [pair for u in given.units for pair in (*u.open_before, *(
        p for t in u.told for p in t.actions))]  # fmt: skip
    if not every:
        return
    yield Heading(_("How the actions stand"))
    states = Counter(state for state, _action in every)
    yield Bullets(tuple(runs(f"{state}: {n}") for state, n in states.items()))
