"""The top of the visit plan: how far the term of office has come, all together and by form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from qualityvisit.ui.kit import Item, Paint, Surface, box, col, label, refill, rounded, row, rule
from qualityvisit.ui.kit import tiles as squares
from qualityvisit.ui.theme import look, px
from qualityvisit.ui.trade import form_word, share_passed
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.plan_board import Plan

PACE = 3  # percent within which the plan keeps pace


class Summary(Surface):
    """Visited units against the time that has passed, and a square for every unit."""

    def __init__(self) -> None:
        self._row = row(gap=22, margins=(20, 13, 20, 14))
        super().__init__(self._row)
        self._blocks: list[QWidget] = []

    def show_plan(self, plan: Plan, today: str) -> None:
        """Show another plan."""
        self._blocks = []
        items: list[Item] = [_whole(plan, today)]
        for each in plan.coverage:
            done = _("{done} of {all} visited", done=len(each.visited), all=each.total)
            counts = len(each.visited), len(each.planned), len(each.without_time)
            title = row(label(form_word(each.form), bold=True), None, label(done, "muted", 0.95))
            line = rule(upright=True)
            block = box(col(None, title, squares(*counts, 18, 4), None))
            self._blocks += [line, block]
            items += [line, (block, max(6, each.total))]
        refill(self._row, items)

    def narrow(self, narrow: bool) -> None:
        """Leave the school forms out where there is little room."""
        for block in self._blocks:
            block.setVisible(not narrow)


def _whole(plan: Plan, today: str) -> QWidget:
    visited = sum(len(c.visited) for c in plan.coverage)
    total = sum(c.total for c in plan.coverage)
    passed = share_passed(plan.term, today)
    share = round(100 * visited / total) if total else 0
    number = label(_("{done} of {all}", done=visited, all=total), factor=1.55, bold=True)
    words = _pace(share, passed)
    bar = Paint(lambda p, r: _draw_pace(p, r, share, passed), words, height=14)
    about = label(_("units visited"), "muted", 0.95)
    made = box(col(row(number, about, None), bar, label(words, "muted", 0.95), gap=5))
    made.setMinimumWidth(px(236))
    return made


def _pace(share: int, passed: int) -> str:
    if share > passed + PACE:
        return _("Ahead: {n} % of the time has passed", n=passed)
    if share < passed - PACE:
        return _("Behind: {n} % of the time has passed", n=passed)
    return _("Keeping pace: {n} % of the time has passed", n=passed)


def _draw_pace(painter: QPainter, rect: QRectF, share: int, passed: int) -> None:
    theme = look()
    bar = QRectF(0, px(3), rect.width(), px(8))
    rounded(painter, bar, px(4), theme["line"])
    if share:
        done = QRectF(0, px(3), max(px(8), rect.width() * share / 100), px(8))
        rounded(painter, done, px(4), theme["accent"])
    x = rect.width() * passed / 100
    painter.fillRect(QRectF(min(x, rect.width() - 2), 0, 2, rect.height()), theme["text"])
