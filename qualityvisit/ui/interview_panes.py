"""The three panes of the interview: questions, the page, what stands beside. They give way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.ui.interview_page import QuestionPage

WIDE, NARROW = 1180, 860  # widths below which the right and the left pane give way
ROOMY = 1340  # and one from which the left has more room
LIST, SIDE = "list", "side"
UNBOUND = 16777215  # what Qt calls no limit
BESIDE = 328


class Panes(QWidget):
    """Shows what there is room for; a pane that has given way lies over the page when asked for."""

    turned = Signal(str)  # the pane that lies over the page now, or ""

    def __init__(self, left: QWidget, page: QuestionPage, right: QWidget) -> None:
        super().__init__()
        self._left, self._page, self._right = left, page, right
        self._wide, self._narrow = True, False
        self.asked = ""  # the pane that lies over the page
        self.list_button = kit.button(
            _("Questions"), lambda: self.turn(LIST), "list-checks", "flat"
        )
        self.side_button = kit.button(
            _("Beside the interview"), lambda: self.turn(SIDE), "info", "icon"
        )
        for each in (self.list_button, self.side_button):
            each.hide()
        self.setLayout(kit.row(left, (page, 1), right, gap=0))

    def adapt(self, width: float, height: float) -> None:
        """Fit into a room, measured in pixels at normal text size."""
        self._wide, self._narrow = width >= WIDE, width < NARROW
        self._width = px(336 if width >= ROOMY else 290)
        self._page.adapt(height)
        self._arrange()

    def turn(self, pane: str) -> None:
        """Lay a pane that has given way over the page, or take it away again."""
        self.asked = "" if self.asked == pane else pane
        self._arrange()
        self.turned.emit(self.asked)

    def uncover(self) -> bool:
        """Take away what lies over the page; tell whether there was something."""
        covered = bool(self.asked)
        if covered:
            self.turn(self.asked)
        return covered

    def show_pane(self, pane: str) -> None:
        """See to it that a pane is in sight."""
        hidden = self._narrow if pane == LIST else not self._wide
        if hidden and self.asked != pane:
            self.turn(pane)

    def _arrange(self) -> None:
        if (self.asked == LIST and not self._narrow) or (self.asked == SIDE and self._wide):
            self.asked = ""
        self.list_button.setVisible(self._narrow)
        self.side_button.setVisible(not self._wide)
        over = bool(self.asked)
        self._left.setVisible(self.asked == LIST or not (self._narrow or over))
        self._right.setVisible(self._wide or self.asked == SIDE)
        self._page.setVisible(not over)
        self._left.setMinimumWidth(self._width)
        self._left.setMaximumWidth(UNBOUND if self._narrow else self._width)
        self._right.setMinimumWidth(px(BESIDE))
        self._right.setMaximumWidth(px(BESIDE) if self._wide else UNBOUND)
