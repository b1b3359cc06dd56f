"""Steps on a line: what has been done, what is now, what remains."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _

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
        return QSize(round(self._whole_width()) + px(8), px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint rounds, lines and the names that there is room for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named = self._whole_width() <= self.width()
        x, middle, gap = 1.0, self.height() / 2, self._gap(named=named)
        for place, name in enumerate(self._names):
            self._paint_round(painter, QPointF(x + px(ROUND) / 2, middle), place)
            x += px(ROUND)
            if named or place == self._current:
                x = self._paint_name(painter, x + px(9), name, place)
            if place < len(self._names) - 1:
                painter.setPen(QPen(look()["control"], 1.2))
                painter.drawLine(QPointF(x + px(8), middle), QPointF(x + gap - px(8), middle))
                x += gap

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

    def _gap(self, *, named: bool) -> float:
        """Return the room for a line between two steps: they fill the width, within reason."""
        least, count = px(16 + LEAST_LINE), max(1, len(self._names) - 1)
        taken = self._whole_width() - least * count
        if not named:
            bold = QFontMetricsF(font(bold=True))
            here = self._names[self._current] if 0 <= self._current < len(self._names) else ""
            taken = px(ROUND) * len(self._names) + bold.horizontalAdvance(here) + px(10)
        return max(px(16), min(px(44), (self.width() - taken - px(4)) / count))

    def _whole_width(self) -> float:
        normal, bold = QFontMetricsF(font()), QFontMetricsF(font(bold=True))
        words = sum(
            (bold if n == self._current else normal).horizontalAdvance(name)
            for n, name in enumerate(self._names)
        )
        gaps = px(16 + LEAST_LINE) * max(0, len(self._names) - 1)
        return words + gaps + (px(ROUND) + px(9)) * len(self._names) + px(4)
