"""Charts as they are told: what they compare, and in words what they show.

`charts_draw` draws them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from qualityvisit.words import _

BARS, SHARES, LINES, MATRIX = "bars", "shares", "lines", "matrix"  # of a chart
_FEW = 3  # values: with fewer nobody needs to be told which is the highest


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values. ``shown`` are the words of each, "" where there is no value."""

    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart compares.

    BARS compare labels, one bar for each series; SHARES divide each label among the series;
    LINES go over labels in time; MATRIX sets marks (0 to 3) of each series for each label.
    """

    kind: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""  # "%"
    source: str = ""


def told(chart: Chart, series: Series, place: int) -> str:
    """Return a value as it is written, with its unit; where there is none, that it is missing."""
    shown = series.shown[place]
    if not shown or series.values[place] is None:
        return _("no figure")
    return shown if chart.unit in shown else f"{shown} {chart.unit}"


def source_of(chart: Chart) -> str:
    """Return where the figures are from, as a line; "" where that is not told."""
    return _("Source: {source}", source=chart.source) if chart.source else ""


def words(chart: Chart) -> str:
    """Return what the chart shows, for those who cannot see it: each value, and what stands out."""
    return " ".join(_sentences(chart))


def _sentences(chart: Chart) -> Iterator[str]:
    yield _KINDS[chart.kind](chart.title)
    if chart.kind == LINES:
        for series in chart.series:
            yield _over_time(chart, series)
    else:
        for place, label in enumerate(chart.labels):
            values = _row(chart, place)
            yield f"{label}: {values}."
    if chart.kind == BARS:
        for series in chart.series:
            yield from _extremes(chart, series)
    if source := source_of(chart):
        yield f"{source}."


_KINDS = {
    BARS: lambda title: _("Bar chart: {title}.", title=title),
    SHARES: lambda title: _("Bars of shares: {title}.", title=title),
    LINES: lambda title: _("Line chart over time: {title}.", title=title),
    MATRIX: lambda title: _("Matrix: {title}.", title=title),
}


def _row(chart: Chart, place: int) -> str:
    """Return a label's values, each with its series where there are several."""
    values = [told(chart, series, place) for series in chart.series]
    if len(values) == 1 and chart.kind == BARS:
        return values[0]
    pairs = zip(chart.series, values, strict=True)
    return ", ".join(f"{series.name} {value}" for series, value in pairs)


def _over_time(chart: Chart, series: Series) -> str:
    """Return a line's values, and how the last one is to the first."""
    places = range(len(chart.labels))
    values = ", ".join(f"{chart.labels[n]} {told(chart, series, n)}" for n in places)
    if series.name != chart.title:
        values = f"{series.name}: {values}"
    known = [(n, value) for n, value in enumerate(series.values) if value is not None]
    if len(known) < 2:
        return f"{values}."
    (first, before), (last, after) = known[0], known[-1]
    since, until = told(chart, series, first), told(chart, series, last)
    if after == before:
        change = _("The last is as the first.")
    elif after > before:
        change = _("Up from {since} to {until}.", since=since, until=until)
    else:
        change = _("Down from {since} to {until}.", since=since, until=until)
    return f"{values}. {change}"


def _extremes(chart: Chart, series: Series) -> Iterator[str]:
    """Yield which labels have a series' highest and lowest value, where they are many."""
    known = [value for value in series.values if value is not None]
    if len(known) < _FEW or min(known) == max(known):
        return
    told_of = f"{series.name}: " if len(chart.series) > 1 else ""
    high, low = (_labels_with(chart, series, value) for value in (max(known), min(known)))
    yield told_of + _("Highest: {high}. Lowest: {low}.", high=high, low=low)


def _labels_with(chart: Chart, series: Series, value: float) -> str:
    places = [n for n, other in enumerate(series.values) if other == value]
    labels = ", ".join(chart.labels[n] for n in places)
    return f"{labels} ({told(chart, series, places[0])})"
