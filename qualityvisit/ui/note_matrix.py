"""Notes by theme and group: how many there are, and how many something has become of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QTableView,
)

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.tables import settle
from qualityvisit.ui.theme import font, look, px
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qualityvisit.model.view import MinutesView

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Cell:
    """The notes of one group on one theme."""

    decided: int
    all: int

    @property
    def words(self) -> str:
        """Return "4/5", or a dash where there are none."""
        return f"{self.decided}/{self.all}" if self.all else "–"


class MatrixModel(QAbstractTableModel):
    """Themes down, groups across; the first row is all themes together."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.themes: list[tuple[str, str]] = []  # id and name
        self.groups: list[str] = []
        self._cells: dict[tuple[str, str], Cell] = {}
        self._form = ""

    def show(self, view: MinutesView, themes: dict[str, records.Theme], groups: list[str]) -> None:
        """Show other numbers."""
        names = [(t, themes[t].name) for t in themes if any(n.theme == t for n in view.notes)]
        if any(n.theme not in themes for n in view.notes):
            names.append(("", _("Without a theme")))
        shown = [g for g in groups if any(n.group == g for n in view.notes)]
        if any(not n.group for n in view.notes):
            shown.append("")
        left = {n.id for n in view.undecided}
        cells: dict[tuple[str, str], Cell] = {}
        for note in view.notes:
            theme = note.theme if note.theme in themes else ""
            for row in ("*", theme):
                was = cells.get((row, note.group), Cell(0, 0))
                cells[row, note.group] = Cell(was.decided + (note.id not in left), was.all + 1)
        same = (names, shown) == (self.themes[1:], self.groups)
        if not same:
            self.beginResetModel()
        self._cells, self._form = cells, view.visit.form
        self.themes, self.groups = [("*", _("All themes")), *names], shown
        if not same:
            self.endResetModel()
        else:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's way
        """Return the number of themes, and one."""
        return 0 if parent.isValid() else len(self.themes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's way
        """Return the number of groups, and one for the themes' names."""
        return 0 if parent.isValid() else len(self.groups) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 Qt's way
        """Return what a group is called."""
        if orientation != Qt.Orientation.Horizontal or not section:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.group_word(section)
        return None

    def group_word(self, column: int) -> str:
        """Return what the group of a column is called."""
        group = self.groups[column - 1]
        return group_look(group, form=self._form).word if group else _("Observations")

    def short_word(self, column: int) -> str:
        """Return what the group of a column is called where there is little room."""
        short = {records.LEADERSHIP: _("Leaders"), records.GUARDIANS: _("Guard.")}
        return short.get(self.groups[column - 1]) or self.group_word(column)

    def group_icon(self, column: int) -> str:
        """Return the icon of the group of a column."""
        group = self.groups[column - 1]
        return group_look(group, form=self._form).icon if group else "eye"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a name or a number."""
        theme, name = self.themes[index.row()]
        if not index.column():
            is_name = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return name if is_name else None
        cell = self._cells.get((theme, self.groups[index.column() - 1]), Cell(0, 0))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return _(
                    "{theme}, {group}: {done} of {all} decided on",
                    theme=name, group=self.group_word(index.column()), done=cell.decided,
                    all=cell.all,
                )  # fmt: skip
            case _ if role == CELL:
                return cell
        return None


class Matrix(QTableView):
    """The matrix. Choosing a cell narrows the notes to it, choosing a name to the theme."""

    chosen = Signal(str, str)  # theme ("*": all) and group ("*": all)

    def __init__(self) -> None:
        super().__init__()
        self.matrix = MatrixModel(self)
        self.setModel(self.matrix)
        self.setItemDelegate(_Cells(self))
        settle(self, _("Notes by theme and group"), row=30, room=10)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalHeader(_Groups(self.matrix, self))
        self.matrix.modelReset.connect(self._fit)
        self.selectionModel().currentChanged.connect(self._tell)

    def choice(self) -> tuple[str, str]:
        """Return the theme and the group that are chosen, "*" for all."""
        index = self.currentIndex()
        if not index.isValid():
            return "*", "*"
        group = self.matrix.groups[index.column() - 1] if index.column() else "*"
        return self.matrix.themes[index.row()][0], group

    def _tell(self) -> None:
        self.chosen.emit(*self.choice())

    def _fit(self) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        if self.matrix.columnCount() > 1:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, self.matrix.columnCount()):
            header.resizeSection(column, px(54))
        rows = self.matrix.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(rows + header.sizeHint().height() + px(2))


class _Groups(QHeaderView):
    """Groups with icon and word."""

    def __init__(self, model: MatrixModel, parent: Matrix) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._matrix = model
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        """Return the room for an icon and a line."""
        return QSize(px(60), px(24) + self.fontMetrics().height())

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:  # noqa: N802
        """Paint the icon and the word of a group."""
        if not column:
            return
        painter.save()
        centre = QPointF(rect.center().x() + 1, rect.top() + px(10))
        kit.draw_icon(painter, centre, self._matrix.group_icon(column), "muted", 16)
        painter.setFont(font(0.86))
        painter.setPen(look()["muted"])
        words = QRectF(rect.left() - px(2), rect.top() + px(19), rect.width() + px(4),
                       rect.height() - px(20))  # fmt: skip
        kit.elided(painter, words, self._matrix.short_word(column), kit.CENTRE)
        painter.restore()


class _Cells(QStyledItemDelegate):
    """Draws names and numbers; what is left over is outlined."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        painter.save()
        theme, rect, flags = look(), QRectF(option.rect), QStyle.StateFlag
        chosen = bool(option.state & flags.State_Selected)
        if chosen:
            kit.rounded(painter, rect.adjusted(0, 1, 0, -1), px(6), theme["soft"])
        cell = index.data(CELL)
        if isinstance(cell, Cell):
            self._paint_cell(painter, rect, cell, total=not index.row())
        else:
            painter.setFont(font(bold=chosen or not index.row()))
            painter.setPen(theme["text"])
            name = rect.adjusted(px(8), 0, -px(4), 0)
            kit.elided(painter, name, str(index.data()), kit.LEFT | kit.MIDDLE)
        if option.state & flags.State_HasFocus:
            kit.rounded(painter, rect.adjusted(0, 1, 0, -1), px(6), None, theme["accent"], width=2)
        painter.restore()

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell, *, total: bool) -> None:
        theme, left = look(), cell.decided < cell.all
        if left and not total:
            wide = min(rect.width() - px(8), px(42))
            box = QRectF(rect.center().x() - wide / 2, rect.top() + px(4), wide,
                         rect.height() - px(8))  # fmt: skip
            kit.rounded(painter, box, px(5), theme["warn_bg"], theme["warn"])
        painter.setFont(font(bold=left or total))
        painter.setPen(theme["muted" if not cell.all else "warn" if left else "text"])
        painter.drawText(rect, kit.CENTRE, cell.words)
