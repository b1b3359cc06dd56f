"""How the board of the visit plan looks: cells painted as in a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from qualityvisit.ui.kit import LEFT, MIDDLE, draw_icon, elided, rounded
from qualityvisit.ui.plan_board import (
    CANCELLED,
    DONE,
    EXTRA,
    EXTRA_DONE,
    FOLLOW,
    FOLLOWED,
    MARKS_ROLE,
    MOVED,
    NEXT,
    PLAN,
    PROPOSED,
    ROW_ROLE,
    Line,
    Mark,
)
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QPaintEvent

    from qualityvisit.ui.plan_view import Board

SIDE, SMALL = 2, 0.86  # beside marks that share a cell; the size of their words


class Paint(NamedTuple):
    """How a kind of mark is painted."""

    icon: str
    ink: str
    fill: str
    line: str = ""
    width: int = 1
    bold: bool = False
    dashed: bool = False


LOOKS = {
    DONE: Paint("check", "on_accent", "accent", bold=True),
    NEXT: Paint("arrow-right", "accent", "panel", "accent", 2, bold=True),
    PLAN: Paint("", "text", "plan"),
    FOLLOW: Paint("flag", "follow_up", "follow_up_bg"),
    FOLLOWED: Paint("check", "muted", "hover", "line"),
    MOVED: Paint("calendar-clock", "text", "plan"),
    CANCELLED: Paint("circle-slash", "muted", "hover", "line"),
    EXTRA: Paint("plus", "text", "plan"),
    EXTRA_DONE: Paint("plus", "on_accent", "accent", bold=True),
    PROPOSED: Paint("wand-sparkles", "accent", "panel", "accent", dashed=True),
}


def draw_mark(painter: QPainter, rect: QRectF, kind: str, words: str) -> None:
    """Draw a visit or a follow-up into a cell, or into the legend where there are no words.

    Words that do not fit stand closer and smaller: half a date says nothing.
    """
    theme, how = look(), LOOKS[kind]
    line = theme[how.line] if how.line else None
    rounded(painter, rect, px(6), theme[how.fill], line, width=how.width, dashed=how.dashed)
    painter.setFont(font(0.95, bold=how.bold))
    text = rect.adjusted(px(18 if how.icon else 9), 0, -px(2), 0)
    close = painter.fontMetrics().horizontalAdvance(words) > text.width()
    if close:
        text = room_for_words(rect)
        painter.setFont(font(SMALL, bold=how.bold))
    if how.icon:
        x = rect.center().x() if not words else rect.left() + px(8 if close else 10)
        draw_icon(painter, QPointF(x, rect.center().y()), how.icon, how.ink, 14)
    painter.setPen(theme["text" if kind in (NEXT, PROPOSED) else how.ink])
    elided(painter, text, words, LEFT | MIDDLE)


def room_for_words(rect: QRectF) -> QRectF:
    """Return where words stand that have little room."""
    return rect.adjusted(px(14), 0, -px(1), 0)


def beside(cell: QRectF) -> tuple[QRectF, QRectF]:
    """Return the rest of a cell, and at its right the room of a mark without words."""
    icon = QRectF(cell.right() - px(16), cell.top(), px(16), cell.height())
    return cell.adjusted(0, 0, -icon.width() - px(1), 0), icon


class Cells(QStyledItemDelegate):
    """Paints headings, names and marks, and the focus."""

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._board = board

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a cell."""
        line: Line = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not line.unit:
            self._heading(painter, rect, line)
        elif index.column() == 0:
            self._name(painter, rect, line, last=self._is_last(index.row()))
        else:
            self._half(painter, rect, index)
        focused = option.state & QStyle.StateFlag.State_HasFocus
        if focused and line.unit:
            rounded(painter, rect.adjusted(1, 1, -1, -1), px(6), None, look()["accent"], width=2)
        painter.restore()

    def _is_last(self, row: int) -> bool:
        model = self._board.board
        return row + 1 >= model.rowCount() or not model.line(row + 1).unit

    def _heading(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        theme = look()
        painter.fillRect(rect, theme["window"])
        painter.setPen(theme["line"])
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        room = rect.adjusted(px(18), 0, -px(14), 0)
        painter.setFont(font(bold=True))
        painter.setPen(theme["text"])
        painter.drawText(room, LEFT | MIDDLE, line.name)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(line.name) + px(12))
        painter.setFont(font(0.95))
        painter.setPen(theme["muted"])
        elided(painter, room, line.about, LEFT | MIDDLE)

    def _name(self, painter: QPainter, rect: QRectF, line: Line, *, last: bool) -> None:
        theme = look()
        if not last:
            painter.setPen(theme["line"])
            painter.drawLine(rect.bottomLeft() + QPointF(px(18), 0), rect.bottomRight())
        painter.setFont(font(bold=line.coming))
        painter.setPen(theme["text"])
        elided(painter, rect.adjusted(px(18), 0, -px(8), 0), line.name, LEFT | MIDDLE)

    def _half(
        self, painter: QPainter, rect: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, at = look(), index.column() - 1
        model = self._board.board
        if at == self._board.target:
            painter.fillRect(rect, theme["soft"])
        elif at == model.now:
            painter.fillRect(rect, theme["hover" if theme.dark else "sunken"])
        _draw_grid(painter, rect, spring=model.halves[at].spring)
        self._tie(painter, rect, model.line(index.row()), at)
        marks: list[Mark] = index.data(MARKS_ROLE)
        if not marks:
            return
        side = px(5 if len(marks) == 1 else SIDE)
        cell = rect.adjusted(side, px(3), -side, -px(3))
        for mark in reversed(marks[1:]):  # there is room for words of the first only
            cell, icon = beside(cell)
            draw_mark(painter, icon, mark.kind, "")
        alone = len(marks) == 1
        draw_mark(painter, cell, marks[0].kind, marks[0].words if alone else marks[0].brief)

    def _tie(self, painter: QPainter, rect: QRectF, line: Line, at: int) -> None:
        """Draw the thin line between a visit and its follow-up, where it crosses this cell."""
        places = {
            (mark.visit, bool(mark.meeting)): column
            for column, found in line.marks.items()
            for mark in found
        }
        painter.setPen(QPen(look()["control"], 1.2))
        middle = rect.center().y()
        for (visit, meeting), start in places.items():
            end = places.get((visit, True), -1)
            if meeting or not start <= at <= end or start == end:
                continue
            left = rect.right() - px(5) if at == start else rect.left()
            right = rect.left() + px(5) if at == end else rect.right()
            painter.drawLine(QPointF(left, middle), QPointF(right, middle))


class Head(QHeaderView):
    """The names of the half years: the current one tinted and underlined."""

    def __init__(self, board: Board) -> None:
        super().__init__(Qt.Orientation.Horizontal, board)
        self._board = board
        self.setFixedHeight(px(42))
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: object, section: int) -> None:  # noqa: N802
        """Paint one name."""
        theme, area, model = look(), QRectF(rect), self._board.board  # type: ignore[call-overload]
        painter.save()
        painter.fillRect(area, theme["panel"])
        painter.setPen(theme["line"])
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if section == 0:
            painter.setFont(font(0.95))
            painter.setPen(theme["muted"])
            painter.drawText(area.adjusted(px(18), 0, 0, 0), LEFT | MIDDLE, _("Unit"))
            painter.restore()
            return
        at, half = section - 1, model.halves[section - 1]
        if half.spring:
            _draw_grid(painter, area, spring=True)
        if at == model.now:
            painter.fillRect(area, theme["hover" if theme.dark else "sunken"])
            painter.fillRect(area.adjusted(0, area.height() - 3, 0, 0), theme["accent"])
        painter.setFont(font(bold=at == model.now))
        past = at < model.now
        painter.setPen(theme["accent" if at == model.now else "muted" if past else "text"])
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, half.word)
        painter.restore()


def _draw_grid(painter: QPainter, rect: QRectF, *, spring: bool) -> None:
    """Draw the line before a half year: solid before a year, dotted within it."""
    pen = QPen(look()["line"], 2 if spring else 1)
    pen.setStyle(Qt.PenStyle.SolidLine if spring else Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(rect.topLeft(), rect.bottomLeft())


class Sample(QFrame):
    """A mark in the legend."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setFixedSize(px(24), px(19))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark without words."""
        draw_mark(QPainter(self), QRectF(self.rect()), self._kind, "")


def legend_words(kinds: Collection[str]) -> list[tuple[str, str]]:
    """Return those kinds of marks that are always told, or are among ``kinds``, in words."""
    words = [
        (DONE, _("Visited")),
        (PLAN, _("Planned")),
        (NEXT, _("Next visit")),
        (PROPOSED, _("Proposed visit")),
        (MOVED, _("Moved")),
        (CANCELLED, _("Cancelled")),
        (EXTRA, _("Extra visit")),
        (FOLLOW, _("Follow-up in the committee")),
        (FOLLOWED, _("Followed up")),
    ]
    seldom = (PROPOSED, MOVED, CANCELLED, EXTRA)
    return [(kind, said) for kind, said in words if kind not in seldom or kind in kinds]
