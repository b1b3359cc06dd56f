"""Beside the board: the units without a time, and why a proposal could not place them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.ui.kit import (
    Elided,
    Item,
    Pressable,
    Surface,
    box,
    button,
    card,
    col,
    label,
    pic,
    pill,
    row,
    scroll,
)
from qualityvisit.ui.plan_view import far_enough
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import form_word, half_of, when
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

    from qualityvisit.model import records
    from qualityvisit.ui.plan import Plan
    from qualityvisit.ui.plan_board import Plan as PlanRead


class Waiting(Pressable):
    """A unit without a time: pressed to give it one, or carried to a half year on the board."""

    def __init__(self, screen: Plan, unit: records.Unit, about: Item, said: str) -> None:
        self._screen, self.unit = screen, unit
        words = col(Elided(unit.name), about, gap=1)
        line = row(pic("calendar-plus", "muted", 16), (box(words), 1), gap=10, margins=(4, 7))
        super().__init__(
            line, f"{unit.name}, {said}", lambda: screen.give_time(unit.id), inset=True
        )
        self.setAccessibleDescription(_("Enter gives it a time; or carry it to a half year."))
        self._held: QPoint | None = None
        self._carries = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the mouse went down."""
        super().mousePressEvent(event)
        self._held, self._carries = event.globalPosition().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the unit over the board."""
        at = event.globalPosition().toPoint()
        if self._held is None or not (self._carries or far_enough(self._held, at)):
            super().mouseMoveEvent(event)
            return
        self._carries = True
        self._screen.board.carry(self.unit.name, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the unit down, or be pressed."""
        self._held = None
        if not self._carries:
            super().mouseReleaseEvent(event)
            return
        self._carries = False
        self.setDown(False)
        target = self._screen.board.let_go()
        if target >= 0:
            self._screen.mover.plan_in(self.unit.id, target)


def waiting_card(
    screen: Plan, plan: PlanRead, why: dict[str, str], offer: tuple[str, Callable[[], object]]
) -> Surface:
    """Return the units without a time; ``why`` says what a proposal found in the way.

    ``offer`` is what can be done about them all: words and the act.
    """
    items: list[Item] = []
    groups = [(each.form, plan.waiting(each)) for each in plan.coverage]
    number = sum(len(units) for _form, units in groups)
    for form, units in groups:
        if units:
            heading = label(form_word(form), "muted", 0.95, bold=True)
            items.append(row(heading, None, label(str(len(units)), "muted", 0.95)))
        items += [_row(screen, plan, unit, why.get(unit.id, "")) for unit in units]
    doubles = [_double(screen, visit) for visit in plan.doubles()]
    if doubles:
        two = label(_("A second deep dive"), "muted", 0.95, bold=True)
        items = [two, *doubles, *items]
    title, icon = (
        (_("Not placed"), "circle-slash") if why else (_("Without a time"), "circle-dashed")
    )
    if not items:
        words = _("Every unit got a place.") if screen.draft else _("Every unit has a time.")
        none = label(words, "muted", wrap=True)
        return card(_("Without a time"), "circle-check", none, None, dense=True)
    held = scroll(box(col(*items, None, margins=(0, 0, 4, 0))), _("Units without a time"))
    held.setMinimumHeight(px(200))
    does = button(*offer, "wand-sparkles")
    does.setVisible(bool(offer[0]) and bool(number))
    hint = label(
        _("Choose a unit to give it a time, or carry it to a half year."), "muted", 0.95, wrap=True
    )
    hint.setVisible(bool(offer[0]))
    return card(title, icon, hint, does, (held, 1), right=pill(str(number)), gap=8,
                dense=True)  # fmt: skip


def _row(screen: Plan, plan: PlanRead, unit: records.Unit, why: str) -> QWidget:
    said = why or _about(screen, plan, unit)
    about = label(said, "muted", 0.95, wrap=True) if why else Elided(said, "muted", 0.95)
    made = Waiting(screen, unit, about, said)
    made.setEnabled(screen.desk.is_administrator)
    return made


def _about(screen: Plan, plan: PlanRead, unit: records.Unit) -> str:
    last, cancelled = plan.last_visit(unit.id), plan.cancelled(unit.id)
    if plan.untimed(unit.id):
        return _("planned, without a time")
    if cancelled:
        return _("cancelled: {why}", why=cancelled.reason)
    if last:
        return _("last {half}", half=half_of(last.date or screen.ws.today()).word)
    return _("not visited before")


def _double(screen: Plan, visit: records.Visit) -> QWidget:
    """Return a row that makes a visit beside the deep dive an extra one."""
    words = col(
        Elided(f"{visit.title}, {when(visit, year=False)}"),
        Elided(_("make it an extra visit"), "muted", 0.95), gap=1,
    )  # fmt: skip
    line = row(pic("plus", "warn", 16), (box(words), 1), gap=10, margins=(4, 7))
    said = _("{unit}, {time}: make it an extra visit", unit=visit.title, time=when(visit))
    made = Pressable(line, said, lambda: screen.mover.make_extra(visit), inset=True)
    made.setEnabled(screen.desk.is_administrator)
    return made
