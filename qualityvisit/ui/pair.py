"""A list, and beside it the one that is chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qualityvisit.ui.kit import box, button, col, row
from qualityvisit.ui.theme import px

if TYPE_CHECKING:
    from qualityvisit.ui.rows import RowView

BESIDE = 820  # a room narrower than this shows the list or the one, not both


class Pair(QWidget):
    """A pane with a list, and the one that is chosen; one at a time where there is little room."""

    def __init__(
        self, pane: QWidget, rows: RowView, one: QWidget, back: str, *, width: int
    ) -> None:
        super().__init__()
        self.pane, self._rows, self._width = pane, rows, width
        self._narrow = self._showing_one = False
        self._back = button(back, self.show_all, "arrow-left", "flat")
        self.one = box(col(row(self._back, None), (one, 1), gap=8))
        self.setLayout(row(pane, (self.one, 1), gap=20))
        rows.opened.connect(self._did_open)
        rows.clicked.connect(lambda _index: self._did_open(rows.current()))

    def adapt(self, width: float) -> None:
        """Fit into a room, measured at normal text size."""
        self._narrow = width < BESIDE
        self._arrange()

    def show_one(self) -> None:
        """Show the one that is chosen, where only one of them is shown."""
        self._showing_one = True
        self._arrange()

    def show_all(self) -> None:
        """Go back to the list."""
        self._showing_one = False
        self._arrange()
        self._rows.setFocus()

    def escape(self) -> bool:
        """Go back to the list where only one of them is shown; return whether that was so."""
        one = self._narrow and self._showing_one
        if one:
            self.show_all()
        return one

    def _arrange(self) -> None:
        both = not self._narrow
        self._back.setVisible(not both)
        self.pane.setVisible(both or not self._showing_one)
        self.one.setVisible(both or self._showing_one)
        self.pane.setMinimumWidth(px(self._width) if both else 0)
        self.pane.setMaximumWidth(px(self._width) if both else 16777215)

    def _did_open(self, name: str) -> None:
        if name:
            self.show_one()
            if self._narrow:
                self._back.setFocus()
