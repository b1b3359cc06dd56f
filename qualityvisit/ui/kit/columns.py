"""Widgets in two columns where there is room."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from qualityvisit.ui.theme import px


class Columns(QWidget):
    """Widgets in two columns, or in one where there is no room for two."""

    def __init__(self, widgets: Sequence[QWidget], least: int = 300, gap: int = 3) -> None:
        super().__init__()
        self._widgets, self._least, self._two = widgets, least, False
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(36))
        self._grid.setVerticalSpacing(px(gap))
        self.setLayout(self._grid)
        for line, widget in enumerate(widgets):
            self._grid.addWidget(widget, line, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose one column or two."""
        super().resizeEvent(event)
        two = event.size().width() >= 2 * px(self._least) + px(36)
        if two == self._two:
            return
        self._two = two
        half = -(-len(self._widgets) // 2) if two else len(self._widgets)
        for place, widget in enumerate(self._widgets):
            self._grid.addWidget(widget, place % half, place // half)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if two else 0)
