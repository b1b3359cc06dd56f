"""Steps on a line: what has been done, what is now, what remains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUND, LEAST_LINE = 24, 14


class Steps(QWidget):
    """Names of steps with the current one marked; names give way where there is little room."""

    def __init__(self, names: Sequence[str] = (), current: int = 0) -> None:
        super().__init__()
        self._names, self._current = tuple(names), current
        self.setFixedHeight(px(40))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(px(120))

    def tell(self, names: Sequence[str], current: int) -> None:
        """Show other steps; a ``current`` below zero marks none."""
        self._names, self._current = tuple(names), current
        here = names[current] if 0 <= current < len(names) else ""
        self.setAccessibleName(
            _("Step {n} of {all}: {name}", n=current + 1, all=len(names), name=here)
        )
        self.setToolTip(" → ".join(names))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for all names."""
        return QSize(round(self._taken(set(range(len(self._names))), LEAST_LINE)), px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint rounds, lines and the names that there is room for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named = self._named()
        lines = max(1, len(self._names) - 1)
        left = (self.width() - self._taken(named, 0) - px(4)) / lines
        gap = max(0.0, min(px(30), left))
        x, middle = 1.0, self.height() / 2
        for place, name in enumerate(self._names):
            self._paint_round(painter, QPointF(x + px(ROUND) / 2, middle), place)
            x += px(ROUND)
            if place in named:
                x = self._paint_name(painter, x + px(9), name, place)
            if place < len(self._names) - 1:
                x += px(8)
                painter.setPen(QPen(look()["control"], 1.2))
                painter.drawLine(QPointF(x, middle), QPointF(x + gap, middle))
                x += gap + px(8)

    def _paint_round(self, painter: QPainter, centre: QPointF, place: int) -> None:
        theme, here = look(), place == self._current
        done = place < self._current
        painter.setPen(QPen(theme["accent" if here or done else "control"], 1.3))
        painter.setBrush(theme["accent" if here else "soft" if done else "panel"])
        painter.drawEllipse(centre, px(ROUND) / 2 - 1, px(ROUND) / 2 - 1)
        if done:
            kit.draw_icon(painter, centre, "check", "accent", 14)
            return
        painter.setFont(font(0.92, bold=True))
        painter.setPen(theme["on_accent" if here else "muted"])
        box = QRectF(centre.x() - px(ROUND), centre.y() - px(ROUND), 2 * px(ROUND), 2 * px(ROUND))
        painter.drawText(box, kit.CENTRE, str(place + 1))

    def _paint_name(self, painter: QPainter, x: float, name: str, place: int) -> float:
        here = place == self._current
        painter.setFont(font(bold=here))
        painter.setPen(look()["text" if here else "muted"])
        wide = painter.fontMetrics().horizontalAdvance(name)
        painter.drawText(QRectF(x, 0, wide + 4, self.height()), kit.LEFT | kit.MIDDLE, name)
        return x + wide

    def _named(self) -> set[int]:
        """Return the steps whose names there is room for: the current and those nearest it."""
        named: set[int] = set()
        here = max(0, self._current)
        for place in sorted(range(len(self._names)), key=lambda n: (abs(n - here), -n)):
            if self._taken(named | {place}, LEAST_LINE) > self.width():
                break
            named.add(place)
        return named or {here}

    def _taken(self, named: set[int], line: int) -> float:
        """Return the width of the steps with some names, and lines of a length."""
        normal, bold = QFontMetricsF(font()), QFontMetricsF(font(bold=True))
        words = sum(
            (bold if n == self._current else normal).horizontalAdvance(self._names[n]) + px(9)
            for n in named
        )
        lines = px(16 + line) * max(0, len(self._names) - 1)
        return words + lines + px(ROUND) * len(self._names) + px(4)
