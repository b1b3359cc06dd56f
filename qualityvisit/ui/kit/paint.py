"""Painted parts: surfaces, pills, faces and whatever one function can draw."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QSizePolicy, QWidget

from qualityvisit.ui.kit.layout import CENTRE
from qualityvisit.ui.theme import font, icon, look, px


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    line: QColor | None = None,
    *,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """Draw a rounded rectangle, filled, outlined or both; the outline lies inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if line is not None:
        pen = QPen(line, width)
        if dashed:
            pen.setDashPattern([2.5, 2.5])
        painter.setPen(pen)
        rect = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.drawPath(path)
    painter.restore()


def draw_icon(painter: QPainter, centre: QPointF, name: str, token: str, size: int = 18) -> None:
    """Draw an icon with its middle in a point."""
    side = px(size)
    left, top = round(centre.x() - side / 2), round(centre.y() - side / 2)
    icon(name, token, size).paint(painter, left, top, side, side)


def elided(painter: QPainter, rect: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
    """Draw one line of text, ended with "…" where it does not fit."""
    fitting = QFontMetricsF(painter.font()).elidedText(
        text, Qt.TextElideMode.ElideRight, rect.width()
    )
    painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, fitting)


class Paint(QWidget):
    """A widget drawn by one function, ``draw(painter, rect)``, with a name that is read aloud."""

    def __init__(
        self, draw: Callable[[QPainter, QRectF], None], name: str, *, height: int, width: int = 0
    ) -> None:
        super().__init__()
        self._draw = draw
        self.setAccessibleName(name)
        self.setFixedHeight(px(height))
        if width:
            self.setFixedWidth(px(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Let the function draw."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, QRectF(self.rect()))


class Surface(QFrame):
    """A frame with a filled, rounded ground; ``pick`` gives it the outline of the current one."""

    def __init__(
        self, layout: QLayout, *, fill: str = "panel", line: str = "line", radius: int = 10
    ) -> None:
        super().__init__()
        self._fill, self._line, self._radius = fill, line, radius
        self._picked = False
        self.setLayout(layout)

    def pick(self, on: bool) -> None:
        """Show or take away the outline of the current one."""
        self._picked = on
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        theme, painter = look(), QPainter(self)
        fill = "panel" if self._picked else self._fill
        rounded(
            painter,
            QRectF(self.rect()),
            px(self._radius),
            theme[fill] if fill else None,
            theme["accent" if self._picked else self._line],
            width=2 if self._picked else 1,
        )


class Band(QFrame):
    """A flat ground with a hairline on one side: rail, header and status strip."""

    def __init__(self, layout: QLayout, *, side: str, fill: str = "panel") -> None:
        super().__init__()
        self._side, self._fill = side, fill
        self.setLayout(layout)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the hairline."""
        theme, painter, r = look(), QPainter(self), self.rect()
        painter.fillRect(r, theme[self._fill])
        painter.setPen(theme["line"])
        match self._side:
            case "right":
                painter.drawLine(r.topRight(), r.bottomRight())
            case "left":
                painter.drawLine(r.topLeft(), r.bottomLeft())
            case "top":
                painter.drawLine(r.topLeft(), r.topRight())
            case "bottom":
                painter.drawLine(r.bottomLeft(), r.bottomRight())


class Pill(QLabel):
    """A state or a count in a tinted, rounded ground: ``kind`` is a token with a `_bg`."""

    def __init__(self, text: str, kind: str = "quiet") -> None:
        super().__init__(text)
        self._kind = kind
        self.setFont(font(0.9, bold=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of the text and the ground round it."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.text()) + px(20), metrics.height() + px(5))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a pill is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the text."""
        painter, (ink, ground) = QPainter(self), pill_colours(self._kind)
        rect = QRectF(self.rect())
        rounded(painter, rect, min(px(10), rect.height() / 2), ground)
        painter.setPen(ink)
        painter.drawText(rect, CENTRE, self.text())


class Face(QWidget):
    """A person's initials in a round ground."""

    def __init__(self, initials: str, name: str, kind: str = "accent", size: int = 28) -> None:
        super().__init__()
        self._initials, self._kind = initials, kind
        self.setFixedSize(px(size), px(size))
        self.setFont(font(size / 34, bold=True))
        self.setToolTip(name)
        self.setAccessibleName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the initials."""
        painter, (ink, ground) = QPainter(self), pill_colours(self._kind)
        rect = QRectF(self.rect())
        rounded(painter, rect, rect.width() / 2, ground)
        painter.setPen(ink)
        painter.drawText(rect, CENTRE, self._initials)


def pill_colours(kind: str) -> tuple[QColor, QColor]:
    """Return ink and ground of a pill, a face or a tag."""
    theme = look()
    match kind:
        case "accent":
            return theme["accent"], theme["soft"]
        case "quiet":
            return theme["muted"], theme["hover"]
        case _:
            return theme[kind], theme[f"{kind}_bg"]
