"""Lists: rows with a title, a line about it, an icon and a pill, under headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from qualityvisit.ui.kit import LEFT, MIDDLE, RIGHT, draw_icon, elided, pill_colours, rounded
from qualityvisit.ui.theme import font, look, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Without an ``id`` it is a heading."""

    id: str
    title: str
    about: str = ""
    icon: str = ""
    ink: str = "muted"  # the icon's colour
    right: str = ""  # words at the right
    pill: str = ""  # the kind of pill that the words at the right stand in

    @property
    def said(self) -> str:
        """What is read aloud."""
        return ", ".join(part for part in (self.title, self.about, self.right) if part)


class RowModel(QAbstractListModel):
    """Rows as Qt's lists want them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's way
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a row's words, what is read aloud, or the row itself."""
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.said
            case _ if role == ROW:
                return row
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that headings cannot be chosen."""
        if not self.rows[index.row()].id:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowPainter(QStyledItemDelegate):
    """Paints rows and headings."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        row: Row = index.data(ROW)
        line = QFontMetrics(font()).height()
        if not row.id:
            return QSize(px(80), line + px(20))
        return QSize(px(80), line * (2 if row.about else 1) + px(16 if row.about else 18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        row: Row = index.data(ROW)
        painter.save()
        rect = QRectF(option.rect)
        if not row.id:
            self._heading(painter, rect, row)
        else:
            self._row(painter, rect, row, option)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        theme, text = look(), rect.adjusted(px(14), px(10), -px(14), 0)
        painter.setFont(font(0.95))
        painter.setPen(theme["muted"])
        painter.drawText(text, RIGHT | MIDDLE, row.right)
        painter.setFont(font(0.95, bold=True))
        elided(painter, text.adjusted(0, 0, -px(40), 0), row.title, LEFT | MIDDLE)

    def _row(self, painter: QPainter, rect: QRectF, row: Row, option: QStyleOptionViewItem) -> None:
        theme, flags = look(), QStyle.StateFlag
        chosen = bool(option.state & flags.State_Selected)
        ground = rect.adjusted(px(6), 1, -px(6), -1)
        if chosen or option.state & flags.State_MouseOver:
            rounded(painter, ground, px(8), theme["soft" if chosen else "hover"])
        if chosen:
            bar = QRectF(ground.left(), ground.top() + px(7), 3, ground.height() - px(14))
            rounded(painter, bar, 1.5, theme["accent"])
        if option.state & flags.State_HasFocus:
            rounded(painter, ground, px(8), None, theme["accent"], width=2)
        text = ground.adjusted(px(12), 0, -px(10), 0)
        if row.icon:
            ink = "accent" if chosen and row.ink == "muted" else row.ink
            draw_icon(painter, QPointF(text.left() + px(9), text.center().y()), row.icon, ink)
            text.setLeft(text.left() + px(30))
        text.setRight(self._right(painter, text, row))
        self._words(painter, text, row)

    def _right(self, painter: QPainter, text: QRectF, row: Row) -> float:
        """Paint what stands at the right; return where the room for words ends."""
        if not row.right:
            return text.right()
        painter.setFont(font(0.9, bold=bool(row.pill)))
        wide = painter.fontMetrics().horizontalAdvance(row.right) + px(18 if row.pill else 2)
        wide = min(wide, int(text.width() * 0.5))
        high = painter.fontMetrics().height() + px(4)
        area = QRectF(text.right() - wide, text.center().y() - high / 2, wide, high)
        ink, ground = pill_colours(row.pill or "quiet")
        if row.pill:
            rounded(painter, area, high / 2, ground)
        painter.setPen(ink)
        elided(
            painter, area, row.right, Qt.AlignmentFlag.AlignCenter if row.pill else RIGHT | MIDDLE
        )
        return area.left() - px(8)

    def _words(self, painter: QPainter, text: QRectF, row: Row) -> None:
        theme = look()
        painter.setFont(font())
        painter.setPen(theme["text"])
        if not row.about:
            elided(painter, text, row.title, LEFT | MIDDLE)
            return
        line = painter.fontMetrics().height()
        above = QRectF(text.left(), text.center().y() - line, text.width(), line)
        elided(painter, above, row.title, LEFT | MIDDLE)
        painter.setFont(font(0.95))
        painter.setPen(theme["muted"])
        elided(painter, above.translated(0, line), row.about, LEFT | MIDDLE)


class RowView(QListView):
    """A list of rows. ``chosen`` follows the selection; ``opened`` is Enter or a double click."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows = RowModel()
        self.setModel(self.rows)
        self.setItemDelegate(RowPainter(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._did_open)
        self.selectionModel().currentChanged.connect(self._did_choose)

    def show_rows(self, rows: Sequence[Row], chosen: str = "") -> None:
        """Show other rows; keep ``chosen``, or what was chosen, where it is still there."""
        wanted = chosen or self.current()
        quiet = self.selectionModel().blockSignals(True)
        self.rows.show(rows)
        self.selectionModel().blockSignals(quiet)
        self.choose(wanted)

    def choose(self, name: str) -> bool:
        """Choose a row by its id, without telling. Return whether it is there."""
        for number, row in enumerate(self.rows.rows):
            if row.id and row.id == name:
                quiet = self.blockSignals(True)
                self.setCurrentIndex(self.rows.index(number))
                self.blockSignals(quiet)
                return True
        return False

    def choose_first(self) -> None:
        """Choose the first row that can be, and tell."""
        for number, row in enumerate(self.rows.rows):
            if row.id:
                self.setCurrentIndex(self.rows.index(number))
                return

    def current(self) -> str:
        """Return the id of the chosen row, or ""."""
        row = self.currentIndex().data(ROW)
        return row.id if isinstance(row, Row) else ""

    def step(self, steps: int) -> None:
        """Go up or down past headings."""
        at = self.currentIndex().row()
        places = [n for n, row in enumerate(self.rows.rows) if row.id]
        if not places:
            return
        later = [n for n in places if (n > at if steps > 0 else n < at)]
        goal = (later[0] if steps > 0 else later[-1]) if later else at
        self.setCurrentIndex(self.rows.index(goal))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the arrows pass headings by."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._did_open(self.currentIndex())
            case Qt.Key.Key_Down:
                self.step(1)
            case Qt.Key.Key_Up:
                self.step(-1)
            case _:
                super().keyPressEvent(event)

    def _did_choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.current())

    def _did_open(self, index: QModelIndex) -> None:
        if index.isValid() and self.current():
            self.opened.emit(self.current())
