"""Charts as they are told: what they compare, before anything is drawn."""

from dataclasses import dataclass

BARS, SHARES, LINES, MATRIX = "bars", "shares", "lines", "matrix"  # of a chart


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
