"""The program's sense of time: when typing is settled, when to share, when a day has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from qualityvisit.errors import KnownError, NotSaved

if TYPE_CHECKING:
    from qualityvisit.ui.tasks import Tasks
    from qualityvisit.workspace import Change, Round, RoundResult, Workspace

SETTLE = 100  # milliseconds after the last key until what typing left behind is written
MINUTE = 60_000
QUIET_ROUND = 2 * MINUTE  # a round is made this often even where nothing waits


class Pulse(QObject):
    """Owns the timers.

    The journal is only touched on this thread; the slow part of a round runs on the worker.
    """

    beat = Signal()  # the status may have changed
    shared = Signal(object)  # RoundResult of a round that was asked for
    failed = Signal(object)  # KnownError of a round that was asked for

    def __init__(self, ws: Workspace, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws, self._tasks = ws, tasks
        self.busy = False
        self.trouble: KnownError | None = None  # why the last round failed
        self._asked = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLE)
        self._settle.timeout.connect(self._did_settle)
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self._did_pass_minute)
        self._since_round = QElapsedTimer()

    def start(self) -> None:
        """Begin to count; the first round follows at once."""
        self._minute.start()
        QTimer.singleShot(0, self, self._share_if_due)

    def stop(self) -> None:
        """Stop counting and wait a little for a round under way."""
        self._settle.stop()
        self._minute.stop()
        self._tasks.wait(2000)

    def did_change(self, change: Change) -> None:
        """Hear of a change: one's own is settled soon."""
        if change.mine and not self._settle.isActive():
            self._settle.start()
        self.beat.emit()

    def share_now(self) -> None:
        """Share because the user asked; the outcome is told."""
        self._asked = True
        if not self.busy:
            self._begin()

    def _did_settle(self) -> None:
        try:
            self._ws.settle()
        except NotSaved:
            self._settle.start(1000)  # the status tells of the trouble; try again soon
        self.beat.emit()

    def _did_pass_minute(self) -> None:
        self._share_if_due()
        self.beat.emit()

    def _share_if_due(self) -> None:
        status = self._ws.status()
        quiet = self._since_round.isValid() and self._since_round.elapsed() < QUIET_ROUND
        if status.store and not self.busy and (status.waiting or not quiet):
            self._begin()

    def _begin(self) -> None:
        try:
            started = self._ws.start_round()
        except KnownError as error:
            self._end(error)
            return
        self.busy = True
        self.beat.emit()

        def carried(_nothing: None) -> None:
            self._finish(started)

        self._tasks.run(started.carry, carried, self._did_fail)

    def _finish(self, started: Round) -> None:
        try:
            result = self._ws.finish_round(started)
        except KnownError as error:
            self._end(error)
            return
        self._end(None, result)

    def _did_fail(self, error: Exception) -> None:
        self._end(error if isinstance(error, KnownError) else None)
        if not isinstance(error, KnownError):
            raise error

    def _end(self, trouble: KnownError | None, result: RoundResult | None = None) -> None:
        asked, self._asked = self._asked, False
        self.busy, self.trouble = False, trouble
        self._since_round.start()
        self.beat.emit()
        if asked and trouble is not None:
            self.failed.emit(trouble)
        elif asked and result is not None:
            self.shared.emit(result)
