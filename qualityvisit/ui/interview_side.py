"""What stands beside the interview: the last visit, open actions, key figures, what is marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from qualityvisit.model import records
from qualityvisit.model.planning import VISITED, day_of
from qualityvisit.ui import kit
from qualityvisit.ui.marks import MARKS
from qualityvisit.ui.pieces import marked
from qualityvisit.ui.theme import font, look, px
from qualityvisit.ui.trade import when
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk

MOST = 4  # findings, actions and figures at most: the side is a reminder, not a report


@dataclass(frozen=True, slots=True)
class Background:
    """What was known of a unit before a visit."""

    last: records.Visit | None
    findings: tuple[records.Finding, ...]
    actions: tuple[records.Action, ...]
    figures: tuple[tuple[records.KeyFigure, ...], ...]  # each figure's values, oldest first


def read_background(desk: Desk, visit: records.Visit) -> Background:
    """Read what was known of the visit's unit."""
    ws = desk.ws
    earlier = [
        v
        for v in ws.all(records.Visit, parent=visit.unit)
        if v.id != visit.id and v.status in VISITED and day_of(v) < (day_of(visit) or desk.today())
    ]
    last = earlier[-1] if earlier else None
    actions = [
        a
        for v in earlier
        for a in ws.all(records.Action, parent=v.id)
        if a.status not in records.ACTION_ENDED
    ]
    figures: dict[str, list[records.KeyFigure]] = {}
    for figure in ws.all(records.KeyFigure, parent=visit.unit):
        figures.setdefault(figure.name, []).append(figure)
    return Background(
        last,
        tuple(ws.all(records.Finding, parent=last.id)) if last else (),
        tuple(sorted(actions, key=lambda a: a.sort)),
        tuple(tuple(values) for values in figures.values()),
    )


def background_cards(background: Background, theme: str) -> list[QWidget]:
    """Return the cards on what was known; findings of the theme asked about stand first."""
    cards: list[QWidget] = []
    if background.last is not None and background.findings:
        ordered = sorted(background.findings, key=lambda f: theme not in (f.theme, ""))
        lines: list[kit.Item] = [marked(f.mark, f.text) for f in ordered[:MOST]]
        month = when(background.last).partition(" ")[2] if background.last.date else ""
        title = _("Last visit, {when}", when=month or when(background.last))
        cards.append(kit.card(title, "history", *lines, dense=True, gap=7))
    if background.actions:
        lines = [_action(a) for a in background.actions[:MOST]]
        cards.append(kit.card(_("Open actions"), "list-todo", *lines, dense=True, gap=9))
    if background.figures:
        lines = [_figure(values) for values in background.figures[:MOST]]
        sources = {v[-1].source for v in background.figures[:MOST]}
        lines.append(kit.label("; ".join(sorted(sources)), "muted", 0.9, wrap=True))
        cards.append(kit.card(_("Key figures"), "chart-column", *lines, dense=True, gap=8))
    return cards


def _action(action: records.Action) -> QWidget:
    who = " · ".join(filter(None, (action.responsible, day(action.due, year=False))))
    words: list[kit.Item] = [kit.label(action.text, wrap=True)]
    if who:
        words.append(kit.label(who, "muted", 0.95, wrap=True))
    return kit.box(kit.col(*words, gap=1))


def _figure(values: tuple[records.KeyFigure, ...]) -> QWidget:
    """Return a figure: its value, or bars where there are several years to compare."""
    latest = values[-1]
    if len(values) > 1 and all(_number(v.value) is not None for v in values):
        return kit.box(kit.col(kit.label(latest.name, wrap=True), Bars(values), gap=4))
    value = kit.label(latest.value, bold=True)
    line = kit.row((kit.label(latest.name, wrap=True), 1), value, gap=8)
    return kit.box(kit.col(line, kit.label(latest.period, "muted", 0.9), gap=0))


class Bars(kit.Paint):
    """A few years side by side. Values are written out: height never speaks alone."""

    def __init__(self, values: tuple[records.KeyFigure, ...]) -> None:
        self._values = values[-4:]
        said = ", ".join(f"{v.period} {v.value}" for v in self._values)
        super().__init__(self._bars, f"{values[-1].name}: {said}", height=104)

    def _bars(self, painter: QPainter, rect: QRectF) -> None:
        theme, step = look(), rect.width() / len(self._values)
        numbers = [_number(v.value) or 0.0 for v in self._values]
        highest, room, foot = max(numbers) or 1.0, rect.height() - px(40), rect.height() - px(20)
        painter.setFont(font(0.9))
        painter.setPen(theme["line"])
        painter.drawLine(0, round(foot), round(rect.width()), round(foot))
        for place, (value, number) in enumerate(zip(self._values, numbers, strict=True)):
            left, tall = place * step, room * number / highest
            wide = min(px(38), step - px(12))
            bar = QRectF(left + (step - wide) / 2, foot - tall, wide, tall)
            last = place == len(self._values) - 1
            kit.rounded(painter, bar, px(3), theme["accent" if last else "control"])
            painter.setPen(theme["text"])
            above = QRectF(left, bar.top() - px(19), step, px(18))
            painter.drawText(above, kit.CENTRE, value.value)
            painter.setPen(theme["muted"])
            painter.drawText(QRectF(left, foot + px(2), step, px(18)), kit.CENTRE, value.period)


def _number(value: str) -> float | None:
    try:
        return float(value.removesuffix("%").replace("\u00a0", "").replace(",", ".").strip())
    except ValueError:
        return None


class MarkCounts(kit.Surface):
    """How many notes of each mark there are in the interview so far."""

    def __init__(self) -> None:
        self._numbers = {mark.key: kit.label("0", bold=True) for mark in MARKS}
        self._all = kit.label("0", bold=True)
        lines: list[kit.Item] = []
        for mark in MARKS:
            word, number = kit.label(mark.word), self._numbers[mark.key]
            lines.append(kit.row(kit.pic(mark.icon, mark.token, 16), word, None, number))
        notes = kit.row(
            kit.pic("notebook-pen", "muted", 16), kit.label(_("Notes")), None, self._all
        )
        title = kit.label(_("The interview so far"), bold=True)
        head = kit.row(kit.pic("list-checks"), title, None)
        super().__init__(kit.col(head, notes, *lines, gap=7, margins=(16, 14, 16, 15)))

    def count(self, notes: list[records.Note]) -> None:
        """Show other numbers."""
        self._all.setText(str(len(notes)))
        for key, label in self._numbers.items():
            label.setText(str(sum(key in n.marks for n in notes)))
