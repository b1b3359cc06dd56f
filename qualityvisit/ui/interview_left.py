"""What is left of an interview: questions that must be asked, and minutes. It is silent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from qualityvisit.model.records import ASK, whole
from qualityvisit.ui import kit
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent

    from qualityvisit.model.records import Session
    from qualityvisit.ui.agenda import Agenda

TICK = 15_000  # milliseconds between looks at the clock
KEYS = "Alt+↓"


def minutes_left(session: Session, day: str, begun: str, now: str) -> int | None:
    """Return the minutes that a session has left, or None where it has no length.

    While the programme says that it goes on, its end counts; else it is reckoned from the moment
    ``begun``, or not begun where that is "". ``now`` is a moment with zone, ``day`` the visit's.
    """
    if not whole(session.minutes):
        return None
    length, here = timedelta(minutes=whole(session.minutes)), datetime.fromisoformat(now)
    start = _moment(f"{session.date or day}T{session.start}", here)
    if start is None or not start <= here < start + length:
        start = _moment(begun, here)
    if start is None or start.date() != here.date():
        return whole(session.minutes)
    left = start + length - here
    return max(0, -(-left // timedelta(minutes=1)))


def _moment(text: str, like: datetime) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=like.tzinfo)


class WhatIsLeft(QWidget):
    """Two bars that shrink together: what must be asked, and the time."""

    asked = Signal()  # the way to the next question that must be asked

    def __init__(self, minutes: Callable[[], int | None]) -> None:
        super().__init__()
        self._minutes, self._whole = minutes, 0
        self._must = kit.link("", self.asked.emit)
        self._must.setToolTip(_("Go to the next of them ({keys})", keys=KEYS))
        self._time = kit.label("", "muted")
        self._must_bar, self._time_bar = _bar(), _bar()
        self._must_side = kit.box(kit.col(self._must, self._must_bar, gap=3))
        self._time_side = kit.box(kit.col(self._time, self._time_bar, gap=3))
        self.setLayout(kit.row((self._must_side, 1), (self._time_side, 1), gap=14))
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._show_time)

    def tell(self, agenda: Agenda, session: Session) -> None:
        """Show another session, or how far it has come."""
        all_ = sum(q.required == ASK for q in agenda.numbered)
        left = len(agenda.must)
        words = _("{n} must be asked", n=left)
        self._must.words = words if left else _("All that must be asked is")
        self._must.compact(False)
        self._must.setAccessibleName(self._must.words)
        self._must.setEnabled(bool(left))
        self._must_side.setVisible(all_ > 0)
        _fill(self._must_bar, left, all_, self._must.words)
        self._whole = whole(session.minutes)
        self._time_side.setVisible(bool(self._whole) and not session.ended)
        self._show_time()
        self.setVisible(all_ > 0 or bool(self._whole and not session.ended))

    def _show_time(self) -> None:
        left = self._minutes()
        if left is None:
            return
        words = count("{n} minute left", "{n} minutes left", left)
        self._time.setText(words)
        _fill(self._time_bar, left, self._whole, words)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the clock now and then."""
        super().showEvent(event)
        self._show_time()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the clock alone."""
        super().hideEvent(event)
        self._timer.stop()


def _bar() -> QProgressBar:
    made = QProgressBar()
    made.setTextVisible(False)
    return made


def _fill(bar: QProgressBar, value: int, whole: int, words: str) -> None:
    bar.setMaximum(max(1, whole))
    bar.setValue(min(value, max(1, whole)))
    bar.setAccessibleName(words)
