"""How the board of the visit plan looks and answers: a table with cells painted as in a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from qualityvisit.ui.kit import LEFT, MIDDLE, draw_icon, elided, rounded
from qualityvisit.ui.plan_board import (
    DONE,
    FOLLOW,
    FOLLOWED,
    MARKS_ROLE,
    NEXT,
    PLAN,
    ROW_ROLE,
    BoardModel,
    Line,
    Mark,
)
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

NAME, HALF = 192, 76  # the name's column, and the least that a half year needs
SIDE, SMALL = 2, 0.86  # beside marks that share a cell; the size of their words


class Paint(NamedTuple):
    """How a kind of mark is painted."""

    icon: str
    ink: str
    fill: str
    line: str = ""
    width: int = 1
    bold: bool = False


LOOKS = {
    DONE: Paint("check", "on_accent", "accent", bold=True),
    NEXT: Paint("arrow-right", "accent", "panel", "accent", 2, bold=True),
    PLAN: Paint("", "text", "plan"),
    FOLLOW: Paint("flag", "follow_up", "follow_up_bg"),
    FOLLOWED: Paint("check", "muted", "hover", "line"),
}


def draw_mark(painter: QPainter, rect: QRectF, kind: str, words: str) -> None:
    """Draw a visit or a follow-up into a cell, or into the legend where there are no words.

    Words that do not fit stand closer and smaller: half a date says nothing.
    """
    theme, how = look(), LOOKS[kind]
    line = theme[how.line] if how.line else None
    rounded(painter, rect, px(6), theme[how.fill], line, width=how.width)
    painter.setFont(font(0.95, bold=how.bold))
    text = rect.adjusted(px(18 if how.icon else 9), 0, -px(2), 0)
    close = painter.fontMetrics().horizontalAdvance(words) > text.width()
    if close:
        text = room_for_words(rect)
        painter.setFont(font(SMALL, bold=how.bold))
    if how.icon:
        x = rect.center().x() if not words else rect.left() + px(8 if close else 10)
        draw_icon(painter, QPointF(x, rect.center().y()), how.icon, how.ink, 14)
    painter.setPen(theme["text" if kind == NEXT else how.ink])
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
        if at == model.now:
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


class Board(QTableView):
    """The board. ``opened`` is sent for a cell that Enter or a double click opens."""

    opened = Signal(QModelIndex)
    fitted = Signal()  # to another width
    moved = Signal(QModelIndex, int)  # the visit in this cell is to go so many half years on

    def __init__(self, model: BoardModel) -> None:
        super().__init__()
        self.board = model
        self._first = 0  # the first half year that is shown where not all find room
        self.setModel(model)
        self.setItemDelegate(Cells(self))
        self.setHorizontalHeader(Head(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAccessibleName(_("The visit plan: units and half years"))
        self.setAccessibleDescription(_("Enter opens a visit, or plans one in an empty cell."))
        self.horizontalHeader().setMinimumSectionSize(px(24))
        self.verticalHeader().setMinimumSectionSize(px(24))
        self.doubleClicked.connect(self._did_choose)

    def read(self) -> None:
        """Fit rows and columns to what the model holds; the first cell gets the focus frame."""
        self.clearSpans()
        for row in range(self.board.rowCount()):
            self.setRowHeight(row, px(29))
            if not self.board.line(row).unit:
                self.setSpan(row, 0, 1, self.board.columnCount())
        if not self.currentIndex().isValid():
            first = next((n for n in range(self.board.rowCount()) if self.board.line(n).unit), -1)
            if first >= 0:
                self.setCurrentIndex(self.board.index(first, max(0, self.board.now) + 1))
        self._fit()

    def content_height(self) -> int:
        """Return the height that shows every line."""
        return px(44) + px(29) * self.board.rowCount()

    def page(self, steps: int) -> None:
        """Show earlier or later half years, where not all find room."""
        self._first = self._first_shown() + steps
        self._fit()

    def shown(self) -> tuple[int, int, int]:
        """Return the first half year shown, how many are, and how many there are."""
        return self._first_shown(), self._room_for(), len(self.board.halves)

    def _room_for(self) -> int:
        name = px(NAME if self.viewport().width() > px(560) else 140)
        return max(1, min(len(self.board.halves), (self.viewport().width() - name) // px(HALF)))

    def _first_shown(self) -> int:
        last = len(self.board.halves) - self._room_for()
        return max(0, min(self._first, last))

    def _fit(self) -> None:
        if not self.board.halves:
            return
        room, first = self._room_for(), self._first_shown()
        name = px(NAME if self.viewport().width() > px(560) else 140)
        rest = self.viewport().width() - name
        self.setColumnWidth(0, name)
        for at in range(len(self.board.halves)):
            shown = first <= at < first + room
            self.setColumnHidden(at + 1, not shown)
            if shown:
                place = at - first
                wide = rest * (place + 1) // room - rest * place // room
                self.setColumnWidth(at + 1, wide)

    def show_now(self) -> None:
        """Begin with the half year before the current one."""
        self._first = max(0, self.board.now - 1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width."""
        super().resizeEvent(event)
        self._fit()
        self.fitted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Ctrl and an arrow moves a visit; the rest is the table's own."""
        index, key = self.currentIndex(), event.key()
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._did_choose(index)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and index.isValid():
            way = 1 if key == Qt.Key.Key_Right else -1
            if control:
                self.moved.emit(index, way)
            else:
                self._step(index, way)
        else:
            super().keyPressEvent(event)

    def _step(self, index: QModelIndex, way: int) -> None:
        """Go to the next cell; bring its half year into sight where it was not shown."""
        column = min(max(0, index.column() + way), self.board.columnCount() - 1)
        at, (first, room, _all) = column - 1, self.shown()
        if at >= first + room:
            self.page(at - first - room + 1)
        elif 0 <= at < first:
            self.page(at - first)
        self.setCurrentIndex(index.siblingAtColumn(column))
        self.fitted.emit()

    def _did_choose(self, index: QModelIndex) -> None:
        if self.board.line(index.row()).unit:
            self.opened.emit(index)


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


def legend_words() -> list[tuple[str, str]]:
    """Return the kinds of marks and what they mean."""
    return [
        (DONE, _("Visited")),
        (PLAN, _("Planned")),
        (NEXT, _("Next visit")),
        (FOLLOW, _("Follow-up in the committee")),
        (FOLLOWED, _("Followed up")),
    ]
