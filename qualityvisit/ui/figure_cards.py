"""Key figures beside what they are about: values written out, bars over the years, the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from qualityvisit.model import records
from qualityvisit.model.figures import (
    COUNTRY,
    Series,
    about,
    number,
    of_theme,
    series,
    value_words,
    who_word,
)
from qualityvisit.ui import kit
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk

BARS = 5  # periods side by side at most
BESIDE = 3  # figures beside a question at most
SHOWN = 8  # figures on the unit's page before all are asked for


def figures_of(desk: Desk, unit: str) -> list[Series]:
    """Return a unit's figures over time, beside those of its municipality and the country."""
    ws = desk.ws
    areas = filter(None, (ws.committee().municipality_code, COUNTRY))
    others = [f for area in areas for f in ws.all(records.KeyFigure, parent=area)]
    return series(ws.all(records.KeyFigure, parent=unit), others)


def theme_card(desk: Desk, unit: str, theme: records.Theme) -> QWidget | None:
    """Return a card of the unit's figures that a theme's questions are about, or None."""
    found = of_theme(figures_of(desk, unit), theme)[:BESIDE]
    if not found:
        return None
    blocks: list[kit.Item] = [figure_block(each) for each in found]
    title = _("Figures: {theme}", theme=theme.name)
    return kit.card(title, "chart-column", *blocks, sources(found), dense=True, gap=10)


def figures_card(desk: Desk, unit: str) -> QWidget:
    """Return the card of a unit's figures: some of many, and a way to see them all."""
    found = figures_of(desk, unit)
    if not found:
        words = _("No key figures have been added. They come with an import of public results.")
        return kit.card(_("Key figures"), "chart-column", kit.label(words, "muted", wrap=True))
    column = kit.col(gap=10)
    kit.fill(column, _by_source(found[:SHOWN]))
    if len(found) > SHOWN:

        def show_all() -> None:
            kit.refill(column, _by_source(found))

        words = _("Show all {n} key figures", n=len(found))
        column.addLayout(kit.row(kit.link(words, show_all), None))
    return kit.card(_("Key figures"), "chart-column", kit.box(column))


def _by_source(found: Sequence[Series]) -> list[kit.Item]:
    """Return the blocks under their sources."""
    items: list[kit.Item] = []
    for source in dict.fromkeys(s.latest.source for s in found):
        told = [s for s in found if s.latest.source == source]
        items.append(sources(told))
        parts = ([s for s in told if _bars(s)], [s for s in told if not _bars(s)])
        items += [
            kit.Columns([figure_block(s) for s in some], least=250, gap=14)
            for some in parts
            if some
        ]
    return items


def figure_block(found: Series) -> QWidget:
    """Return one measure: its name, bars or the value alone, and what others have."""
    latest, bars = found.latest, _bars(found)
    items: list[kit.Item] = [kit.label(latest.name, wrap=True)]
    if who := who_word(latest.who):
        items.append(kit.label(who, "muted", 0.95))
    if bars:
        items.append(Bars(bars))
    else:
        value = kit.label(value_words(latest.value), bold=True, wrap=True)
        items.append(kit.row((value, 1), kit.label(latest.period, "muted", 0.95)))
    if len(found.comparable) < len(found.figures):
        words = _("Earlier answers were to other questions.")
        items.append(kit.label(words, "muted", 0.9, wrap=True))
    if others := _others(found):
        items.append(kit.label(others, "muted", 0.95, wrap=True))
    return kit.box(kit.col(*items, None, gap=3))


def _bars(found: Series) -> tuple[records.KeyFigure, ...]:
    """Return the figures to show as bars: none where fewer than two have a height."""
    shown = found.comparable[-BARS:]
    return shown if sum(about(f.value) is not None for f in shown) > 1 else ()


def sources(found: Iterable[Series]) -> QWidget:
    """Return where figures come from, and when they were brought in: "Källa: Kolada"."""
    lines = []
    for source in dict.fromkeys(s.latest.source for s in found):
        taken = max(s.latest.taken for s in found if s.latest.source == source)
        when = _(", brought in {day}", day=day(taken)) if taken else ""
        lines.append(_("Source: {source}{when}", source=source, when=when))
    return kit.label("\n".join(lines), "muted", 0.95, wrap=True)


def _others(found: Series) -> str:
    told = []
    for other in found.beside:
        name = _("The country") if other.unit == COUNTRY else _("The municipality")
        told.append(f"{name} {other.period}: {value_words(other.value)}")
    return "  ·  ".join(told)


class Bars(kit.Paint):
    """A few periods side by side. Values are written out: height never speaks alone.

    What is kept secret has no bar, and its sign stands where the value would; what is told about so
    has a dashed one.
    """

    def __init__(self, figures: tuple[records.KeyFigure, ...]) -> None:
        self._figures = figures
        latest = figures[-1]
        said = ", ".join(f"{f.period} {value_words(f.value)}" for f in figures)
        named = " ".join(filter(None, (latest.name, who_word(latest.who))))
        super().__init__(self._bars, f"{named}: {said}", height=96)
        if any(number(f.value) is None for f in figures):
            self.setToolTip(said)

    def _bars(self, painter: QPainter, rect: QRectF) -> None:
        theme, step = look(), min(rect.width() / len(self._figures), px(84))
        numbers = [about(f.value) for f in self._figures]
        highest = max((abs(n) for n in numbers if n is not None), default=0.0) or 1.0
        painter.setFont(font(0.9))
        line = painter.fontMetrics().height()
        foot, room = rect.height() - line - px(2), rect.height() - 2 * line - px(8)
        painter.setPen(theme["line"])
        painter.drawLine(0, round(foot), round(step * len(numbers)), round(foot))
        for place, (figure, value) in enumerate(zip(self._figures, numbers, strict=True)):
            left, tall = place * step, room * abs(value or 0.0) / highest
            wide = min(px(38), step - px(10))
            bar = QRectF(left + (step - wide) / 2, foot - tall, wide, tall)
            if value is not None:
                ink = theme["accent" if place == len(numbers) - 1 else "control"]
                exact = number(figure.value) is not None
                kit.rounded(painter, bar, px(3), ink if exact else None, ink, dashed=not exact)
            painter.setPen(theme["text"])
            above = QRectF(left, bar.top() - line - px(1), step, line)
            kit.elided(painter, above, figure.value, kit.CENTRE)
            painter.setPen(theme["muted"])
            below = QRectF(left, foot + px(1), step, line)
            kit.elided(painter, below, figure.period, kit.CENTRE)
