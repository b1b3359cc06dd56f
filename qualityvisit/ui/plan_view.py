"""How the board of the visit plan answers: keys, and carrying a visit with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QTableView, QWidget

from qualityvisit.ui.kit import Surface, label, pic, row
from qualityvisit.ui.plan_board import MARKS_ROLE, ROW_ROLE, BoardModel, Line, Mark
from qualityvisit.ui.plan_paint import Cells, Head
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

NAME, HALF = 192, 76  # the name's column, and the least that a half year needs


def far_enough(start: QPoint, at: QPoint) -> bool:
    """Tell whether the mouse has gone so far that it carries something."""
    return (at - start).manhattanLength() >= QApplication.startDragDistance()


class Carried(Surface):
    """What follows the pointer: the name of the unit whose visit is carried."""

    def __init__(self, board: QWidget, words: str) -> None:
        super().__init__(row(pic("calendar-days"), label(words), gap=8, margins=(10, 6)),
                         line="accent", radius=8)  # fmt: skip
        self.setParent(board.window())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.adjustSize()
        self.show()
        self.raise_()

    def follow(self, at: QPoint) -> None:
        """Stand beside the pointer."""
        window = self.parentWidget()
        if window is not None:
            self.move(window.mapFromGlobal(at) + QPoint(px(10), px(8)))


class Board(QTableView):
    """The board. ``opened`` is sent for a cell that Enter or a double click opens."""

    opened = Signal(QModelIndex)
    fitted = Signal()  # to another width
    moved = Signal(QModelIndex, int)  # the visit in this cell is to go so many half years on
    nudged = Signal(QModelIndex, int)  # or so many weeks
    left_out = Signal(QModelIndex)  # Delete

    def __init__(self, model: BoardModel) -> None:
        super().__init__()
        self.board = model
        self.target = -1  # the half year over which something is carried
        self._carried: Carried | None = None
        self._held = QModelIndex()  # where the mouse went down on a visit
        self._pressed = QPoint()
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
        for at in range(self.board.rowCount()):
            self.setRowHeight(at, px(29))
            if not self.board.line(at).unit:
                self.setSpan(at, 0, 1, self.board.columnCount())
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
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape and self._carried is not None:
            self.let_go()
        elif key == Qt.Key.Key_Delete and index.isValid():
            self.left_out.emit(index)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._did_choose(index)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and index.isValid():
            way = 1 if key == Qt.Key.Key_Right else -1
            if control:
                (self.nudged if shift else self.moved).emit(index, way)
            else:
                self._step(index, way)
        else:
            super().keyPressEvent(event)

    # --- carrying with the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the visit that may be about to be carried."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        marks: list[Mark] = (index.data(MARKS_ROLE) if index.isValid() else None) or []
        left = event.button() == Qt.MouseButton.LeftButton
        self._held = index if left and marks and not marks[0].stays else QModelIndex()
        self._pressed = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the visit that is held."""
        at = event.globalPosition().toPoint()
        if not self._held.isValid():
            super().mouseMoveEvent(event)
        elif self._carried is not None or far_enough(self._pressed, at):
            line: Line = self._held.data(ROW_ROLE)
            self.carry(line.name, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the visit down in the half year under the pointer."""
        held, carried = self._held, self._carried is not None
        self._held = QModelIndex()
        super().mouseReleaseEvent(event)
        if not carried:
            return
        target = self.let_go()
        if target >= 0 and target != held.column() - 1:
            self.moved.emit(held, target - held.column() + 1)

    def carry(self, words: str, at: QPoint) -> None:
        """Show something that is carried over the board, and where it would land."""
        if self._carried is None:
            self._carried = Carried(self, words)
        self._carried.follow(at)
        viewport = self.viewport()
        local = viewport.mapFromGlobal(at)
        inside = viewport.rect().contains(local)
        target = self.columnAt(local.x()) - 1 if inside else -1
        if target != self.target:
            self.target = max(-1, target)
            viewport.update()

    def let_go(self) -> int:
        """End the carrying; return the half year where it ended, or -1 for none."""
        target, self.target = self.target, -1
        if self._carried is not None:
            self._carried.hide()
            self._carried.deleteLater()
            self._carried = None
        self._held = QModelIndex()
        self.viewport().update()
        return target

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
