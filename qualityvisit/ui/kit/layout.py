"""Rows, columns and flows: layouts whose lengths follow the text size."""

from collections.abc import Iterable
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qualityvisit.ui.theme import px

# A widget, a layout, a space of so many px, (either of the first two, its share of what is left
# over), or None: what is left over.
Item: TypeAlias = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None
Margins: TypeAlias = int | tuple[int, int] | tuple[int, int, int, int]

Box = TypeVar("Box", bound=QBoxLayout)

TOP = Qt.AlignmentFlag.AlignTop
LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def row(*items: Item, gap: int = 8, margins: Margins = 0) -> QHBoxLayout:
    """Return a row of items. Margins: all, (sides, ends) or (left, top, right, bottom)."""
    return _filled(QHBoxLayout(), items, gap, margins)


def col(*items: Item, gap: int = 8, margins: Margins = 0) -> QVBoxLayout:
    """Return a column of items; margins as for `row`."""
    return _filled(QVBoxLayout(), items, gap, margins)


def flow(*widgets: QWidget, gap: int = 8) -> "Flow":
    """Return widgets in a row that wraps where there is no more room."""
    made = Flow(px(gap))
    for widget in widgets:
        made.addWidget(widget)
    return made


def box(layout: QLayout, *, tight: bool = False) -> QWidget:
    """Return a widget that holds a layout and paints nothing; ``tight`` takes no spare width."""
    widget = QWidget()
    widget.setLayout(layout)
    if tight:
        widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    return widget


def fill(layout: QBoxLayout, items: Iterable[Item]) -> None:
    """Add items to a row or column."""
    for item in items:
        match item:
            case None:
                layout.addStretch(1)
            case int():
                layout.addSpacing(px(item))
            case (QWidget() as widget, share):
                layout.addWidget(widget, share)
            case (QLayout() as inner, share):
                layout.addLayout(inner, share)
            case QWidget():
                layout.addWidget(item)
            case QLayout():
                layout.addLayout(item)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and throw it away."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()


def refill(layout: QBoxLayout, items: Iterable[Item]) -> None:
    """Put these items where others were, and show them at once, so that they can have focus."""
    clear(layout)
    fill(layout, items)
    holder = layout.parentWidget()
    if holder is not None and holder.isVisible():
        for widget in _widgets(layout):
            if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                widget.show()


def _widgets(layout: QLayout) -> list[QWidget]:
    """Return the widgets of a layout and of the layouts in it."""
    found: list[QWidget] = []
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            found.append(widget)
        elif inner is not None:
            found += _widgets(inner)
    return found


def scroll(inner: QWidget, name: str = "", area: QScrollArea | None = None) -> QScrollArea:
    """Return the widget in an area that scrolls up and down, with the keyboard too."""
    area = area or QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(inner)
    for ground in (inner, area.viewport()):
        ground.setAutoFillBackground(False)
    return area


def margins_of(margins: Margins) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom in real pixels."""
    match margins:
        case int():
            sides = (margins,) * 4
        case (across, ends):
            sides = (across, ends, across, ends)
        case _:
            sides = margins
    left, top, right, bottom = sides
    return px(left), px(top), px(right), px(bottom)


def _filled(layout: Box, items: Iterable[Item], gap: int, margins: Margins) -> Box:
    layout.setSpacing(px(gap))
    layout.setContentsMargins(*margins_of(margins))
    fill(layout, items)
    return layout


class Flow(QLayout):
    """A row that wraps: as many widgets on a line as there is room for."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 Qt's name
        """Take one more item, last."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Return an item, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Take an item out, or None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Return no direction: a flow takes what it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Tell that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the lines at this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the size of everything on one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(h.width() for h in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((h.height() for h in hints), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the size of the largest widget."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            tall = max(hint.height() for _item, hint in line)
            x = rect.x()
            for item, hint in line:
                if move:
                    place = QPoint(x, y + (tall - hint.height()) // 2)
                    item.setGeometry(QRect(place, hint))
                x += hint.width() + self.spacing()
            y += tall + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Return the items of each line with the sizes that they get."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._shown():
            hint = item.sizeHint()
            hint.setWidth(min(hint.width(), width))
            used += hint.width() + self.spacing()
            if not lines or used - self.spacing() > width:
                lines.append([])
                used = hint.width() + self.spacing()
            lines[-1].append((item, hint))
        return lines
