"""Text broken into lines: between words, and inside one only where it is wider than the line."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby

from qualityvisit.reports.look import Ink
from qualityvisit.reports.pdf import fonts

# A line may end after a space, and after a hyphen or slash between letters ("läs- och/eller").
_MAY_END = re.compile(r"[ \u200b]+|(?<=[^\W\d_])[-/\u2010](?=[^\W\d_])")
_ALIKE = str.maketrans(fonts.ALIKE)
_HANGING = " \n"  # may stand beyond the edge: nothing is seen of it


@dataclass(frozen=True, slots=True)
class Span:
    """Letters of one ink, as they are drawn."""

    text: str
    ink: Ink


def width_of(spans: Iterable[Span]) -> float:
    """Return how wide letters are, in points."""
    return sum(
        fonts.widths(span.ink.font)[letter] * span.ink.size / 1000
        for span in spans
        for letter in span.text
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its spans, and its width in points without the space at its end.

    A line that ends between two words ends with a space: without it whoever listens to the
    page, or copies from it, would get two words in one.
    """

    spans: tuple[Span, ...]
    width: float


class Text:
    """Spans of one paragraph, measured letter by letter."""

    def __init__(self, spans: list[Span]) -> None:
        self._letters: list[str] = []
        self._inks: list[Ink] = []
        for span in spans:
            self._add(span)
        self._whole = "".join(self._letters)
        alike = bool(self._inks) and self._inks.count(self._inks[0]) == len(self._inks)
        self._alone = self._inks[0] if alike else None  # the ink of all letters

    def _add(self, span: Span) -> None:
        ink = span.ink
        known = fonts.widths(ink.font)
        if known.keys() >= set(span.text):
            self._letters += span.text
            self._inks += [ink] * len(span.text)
            return
        for char in span.text:
            font, letters = (ink.font, char) if char in known else fonts.drawn(char, ink.font)
            self._letters += letters
            other = ink if font == ink.font else replace(ink, font=font)
            self._inks += [other] * len(letters)

    @cached_property
    def _ends(self) -> list[float]:
        """Where each letter ends, in points from the first; one more for the beginning."""
        if self._alone:
            font, part = fonts.widths(self._alone.font), self._alone.size / 1000
            found = accumulate(map(font.__getitem__, self._letters), initial=0.0)
            return [end * part for end in found]
        steps = (
            fonts.widths(ink.font)[letter] * ink.size / 1000
            for letter, ink in zip(self._letters, self._inks, strict=True)
        )
        return [*accumulate(steps, initial=0.0)]

    def lines(self, width: float) -> list[Line]:
        """Return the lines, each no wider than ``width`` points; one at least."""
        found: list[Line] = []
        start = 0
        for row in self._whole.split("\n"):
            stops = [start + m.end() for m in _MAY_END.finditer(row)]
            end = min(start + len(row) + 1, len(self._letters))  # its line end goes with it
            found += self._broken(start, end, stops, width)
            start = end
        return found

    def whole(self) -> Line:
        """Return everything on one line."""
        return self._line(0, len(self._letters))

    def shortened(self, width: float) -> Line:
        """Return one line; where it is too wide its end becomes "…"."""
        if self._ends[-1] <= width:
            return self.whole()
        ink = self._inks[0]
        dots = Text([Span("…", ink)]).whole()
        line = self._line(0, max(bisect_right(self._ends, width - dots.width) - 1, 0))
        return Line((*line.spans, *dots.spans), line.width + dots.width)

    def _broken(self, start: int, end: int, stops: list[int], width: float) -> Iterator[Line]:
        """Yield the lines of the letters between ``start`` and ``end``."""
        width += 1e-6  # sums of widths are not exact
        while self._width(start, end) > width:
            room = max(bisect_right(self._ends, self._ends[start] + width) - 1, start + 1)
            # Spaces may hang over the edge: the stop after them counts where its word ends.
            while room < end and self._letters[room] in _HANGING:
                room += 1
            place = bisect_right(stops, room) - 1
            stop = stops[place] if place >= 0 and stops[place] > start else room
            yield self._line(start, stop)
            start = stop
        yield self._line(start, end)

    def _width(self, start: int, end: int) -> float:
        while end > start and self._letters[end - 1] in _HANGING:
            end -= 1
        return self._ends[end] - self._ends[start]

    def _line(self, start: int, end: int) -> Line:
        width = self._width(start, end)
        if self._alone:
            text = self._whole[start:end].translate(_ALIKE)
            return Line((Span(text, self._alone),) if text else (), width)
        spans, place = [], start
        for ink, same in groupby(self._inks[start:end]):
            after = place + sum(1 for _ in same)
            if text := self._whole[place:after].translate(_ALIKE):
                spans.append(Span(text, ink))
            place = after
        return Line(tuple(spans), width)
