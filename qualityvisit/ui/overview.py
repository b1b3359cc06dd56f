"""Översikt: what is next, open actions, how far the term of office has come, what waits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QBoxLayout, QWidget

from qualityvisit.model import records
from qualityvisit.model.planning import VISITED, day_of
from qualityvisit.ui import overview_cards as cards
from qualityvisit.ui.kit import Item, box, button, col, header, refill, row, scroll
from qualityvisit.ui.next_visit import NextVisit, begin_card
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import px
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk

SIDE = 372  # the right column
TWO_COLUMNS = 1000  # a room narrower than this has one column
SHOWN_ACTIONS = 5
SHOWN_LATER = 3


class Overview(Screen):
    """The first screen: what is next for the one who sits here."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"visit", "session", "preparation", "action", "unit", "term", "meeting", "person",
         "committee", "guide"}
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        self._left, self._right = col(gap=20), col(gap=20)
        self._side = box(self._right)
        self._body: QBoxLayout = row(
            (box(self._left), 1), self._side, gap=20, margins=(28, 24, 28, 24)
        )
        plan = button(_("New visit"), lambda: desk.way.go("plan", new="yes"), "plus")
        plan.setVisible(desk.is_administrator)
        super().__init__(desk, header(_("Overview"), "", plan), scroll(box(self._body)))

    def refresh(self) -> None:
        """Read what is next and show it."""
        today = self.desk.today()
        week = date.fromisoformat(today).isocalendar().week
        about = _("{day}, week {week}", day=day(today, weekday=True), week=week)
        self.header.tell(_("Overview"), about)
        coming = self._coming(today)
        mine = [v for v in coming if self.ws.me.id in v.team]
        following = next(iter(mine or coming), None)
        hero: QWidget = (
            NextVisit(self.desk, following) if following is not None else begin_card(self.desk)
        )
        actions = cards.open_actions(self.desk, SHOWN_ACTIONS)
        refill(self._left, [hero, (actions, 1)])
        later: list[Item] = [
            cards.coverage(self.desk),
            cards.waiting(self.desk),
            (cards.afterwards(self.desk, self._later(coming, following, today)), 1),
        ]
        refill(self._right, later)

    def adapt(self, width: float, height: float) -> None:
        """Put the columns beside or under each other."""
        del height
        two = width >= TWO_COLUMNS
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.LeftToRight if two else ways.TopToBottom)
        self._side.setMinimumWidth(px(SIDE) if two else 0)
        self._side.setMaximumWidth(px(SIDE) if two else 16777215)

    def _coming(self, today: str) -> list[records.Visit]:
        """Return visits that are to be made, the nearest first; a week counts until it ends."""
        waiting = [
            v for v in self.ws.all(records.Visit)
            if v.status not in (*VISITED, "cancelled") and (v.date or v.week)
        ]  # fmt: skip
        ahead = [v for v in waiting if v.date >= today or (not v.date and v.week >= _week(today))]
        return sorted(ahead, key=day_of)

    def _later(
        self, coming: list[records.Visit], following: records.Visit | None, today: str
    ) -> list[records.Visit | records.Meeting]:
        meetings = [m for m in self.ws.all(records.Meeting) if m.date >= today]
        rest: list[records.Visit | records.Meeting] = [v for v in coming if v is not following]
        return sorted([*rest, *meetings], key=_day)[:SHOWN_LATER]


def _day(what: records.Visit | records.Meeting) -> str:
    return day_of(what) if isinstance(what, records.Visit) else what.date


def _week(today: str) -> str:
    year, week, _weekday = date.fromisoformat(today).isocalendar()
    return f"{year}-W{week:02}"
