"""The program's sense of time: when typing is settled, when to share, when a day has passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from qualityvisit.errors import KnownError, NotSaved
from qualityvisit.ui.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualityvisit.sharing import RoundResult
    from qualityvisit.ui.tasks import Tasks
    from qualityvisit.workspace import Workspace

SLOW = 1000  # milliseconds after which a round shows how far it has come
LOOK = 250  # milliseconds between looks at it
SETTLE = 100  # milliseconds until what typing left behind is in the index
PATIENT_SETTLE = 2000  # the same while the disk refuses
FIRST_BACKUP = 3000  # milliseconds after the start
MINUTE = 60_000
LIVELY = 300  # milliseconds between rounds where colleagues hear of each other at once
QUIET_ROUND = 2 * MINUTE  # a round is made this often even where nothing waits


class Progress(Protocol):
    """What the worker tells of a round while it goes on."""

    what: str
    done: int
    total: int
    cancel: bool


@dataclass(frozen=True, slots=True)
class Far:
    """How far a round has come: ``what`` is a word of sync, seconds left or -1."""

    what: str
    done: int
    total: int
    left: int


class Pulse(QObject):
    """Owns the timers.

    The journal is only touched on this thread; the slow part of a round runs on the worker.
    """

    beat = Signal()  # the status may have changed
    shared = Signal(object)  # RoundResult of a round that was asked for
    failed = Signal(object)  # KnownError of a round that was asked for

    remarked = Signal(object)  # KnownError to be told of a round that went well, or None
    cancelled = Signal()
    listening = Signal(bool)  # after a round that went well: whether the store tells at once
    turned = Signal()  # the store has been listened to

    def __init__(self, ws: Workspace, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws, self._tasks = ws, tasks
        self.busy = False
        self._asked = self._again = False
        self._before: RoundResult | None = None  # what the rounds did that this one goes on from
        self._settle = QTimer(self, interval=SETTLE)
        self._settle.timeout.connect(self._did_settle)
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self._did_pass_minute)
        self._first_round = QTimer(self, singleShot=True, interval=SETTLE)
        self._first_round.timeout.connect(self._share_if_due)
        self._first_backup = QTimer(self, singleShot=True, interval=FIRST_BACKUP)
        self._first_backup.timeout.connect(self._back_up_if_due)
        self._since_round = QElapsedTimer()
        self._progress: Progress | None = None  # of the round under way
        self._began, self._phase = QElapsedTimer(), QElapsedTimer()
        self._doing = ""
        self._looking = QTimer(self, interval=LOOK)
        self._looking.timeout.connect(self._did_look)
        self._watch = Watch(self)
        self._watch.news.connect(self._did_hear)
        self._watch.turned.connect(self.turned)
        self._stopped = False  # what a round brings after that waits for the next start

    def start(self) -> None:
        """Begin to count; the first round and the day's backup follow when the window stands."""
        for timer in (self._settle, self._minute, self._first_round, self._first_backup):
            timer.start()

    def stop(self) -> None:
        """Stop counting and wait a little for a round under way."""
        self._stopped = True
        for timer in (self._settle, self._minute, self._first_round, self._first_backup,
                      self._looking):  # fmt: skip
            timer.stop()
        self.cancel()
        self._watch.stop()
        self._tasks.wait(2000)

    def share_now(self) -> None:
        """Share because the user asked; the outcome is told."""
        self._asked = True
        if not self.busy:
            self._begin()

    def share_soon(self) -> None:
        """Share something that the others are to know of; nothing is told unless it was asked."""
        if self.busy:
            self._again = True  # what is under way may have been planned before
        elif self._ws.standing.address:
            self._begin()

    def _did_hear(self) -> None:
        """Fetch at once what a colleague has shared."""
        if not self.busy:
            self._begin()

    def _share_at_once(self) -> None:
        """Where colleagues are told at once, let them have what was written at once."""
        if self.busy or not self._watch.live or self._since_round.elapsed() < LIVELY:
            return
        if self._ws.standing.waiting()[0]:
            self._begin()

    def far(self) -> Far | None:
        """Return how far a round under way has come, or None while it is quick."""
        found = self._progress
        if found is None or self._began.elapsed() < SLOW:
            return None
        left = -1
        if found.total and found.done and found.what == self._doing:
            gone = self._phase.elapsed()
            left = round(gone * max(0, found.total - found.done) / found.done / 1000)
        return Far(found.what, min(found.done, found.total), found.total, left)

    def cancel(self) -> None:
        """Stop the round under way before its next file: what is done stays done."""
        if self._progress is not None:
            self._progress.cancel = True

    def _did_look(self) -> None:
        if self._progress is not None and self._progress.what != self._doing:
            self._doing = self._progress.what
            self._phase.start()
        if self.far() is not None:
            self.beat.emit()

    def _did_settle(self) -> None:
        """Write what typing left behind; in trouble try again, less often."""
        try:
            self._ws.settle()
        except NotSaved:
            if self._settle.interval() == SETTLE:
                self.beat.emit()
            self._settle.setInterval(PATIENT_SETTLE)
        else:
            if self._settle.interval() != SETTLE:
                self._settle.setInterval(SETTLE)
                self.beat.emit()
            self._share_at_once()

    def _did_pass_minute(self) -> None:
        self._share_if_due()
        self._back_up_if_due()
        self.beat.emit()

    def _back_up_if_due(self) -> None:
        if not self._ws.backup_due():
            return
        try:
            self._ws.back_up()
        except KnownError as error:
            self._ws.backup_trouble = error
        self.beat.emit()

    def _share_if_due(self) -> None:
        status = self._ws.status()
        quiet = self._since_round.isValid() and self._since_round.elapsed() < QUIET_ROUND
        if status.store and not self.busy and (status.waiting or not quiet):
            self._begin()

    def _begin(self) -> None:
        sharing = self._ws.sharing
        try:
            started = sharing.start_round()
        except KnownError as error:
            self._end(error)
            return
        self.busy = True
        self._progress, self._doing = started.progress, ""
        self._began.start()
        self._looking.start()
        self.beat.emit()

        def carried(_nothing: None) -> None:
            self._take_in(sharing.finish(started), lambda: sharing.result(started))

        self._tasks.run(started.carry, carried, self._did_fail)

    def _take_in(self, steps: Iterator[None], result: Callable[[], RoundResult]) -> None:
        """Take in one bundle, then let typing and painting have their turn before the next."""
        if self._stopped:
            return
        progress = self._progress
        if progress is not None and progress.what == "take" and progress.cancel:
            found = result()
            self._end(found.problem, found)
            return
        try:
            next(steps)
        except StopIteration:
            found = result()
            self._end(found.problem, found)
        except KnownError as error:
            self._end(error)
        else:
            QTimer.singleShot(0, self, lambda: self._take_in(steps, result))

    def _did_fail(self, error: Exception) -> None:
        if not self._stopped:
            self._end(error if isinstance(error, KnownError) else None)
        if not isinstance(error, KnownError):
            raise error

    def _end(self, trouble: KnownError | None, result: RoundResult | None = None) -> None:
        cancelled = self._progress is not None and self._progress.cancel
        self.busy, self._progress = False, None
        if result is not None:
            result = self._before = result.after(self._before)
            if result.more and trouble is None and not cancelled:
                self._begin()
                return
        self._before = None
        asked, self._asked = self._asked, False
        again, self._again = self._again, False
        self._looking.stop()
        self._since_round.start()
        if trouble is None:
            listener = self._ws.sharing.listener()
            self._watch.listen(listener)
            self.listening.emit(listener is not None)
        if result is not None:
            self.remarked.emit(result.remark)
        self.beat.emit()
        if cancelled:
            self.cancelled.emit()
        elif asked and trouble is not None:
            self.failed.emit(trouble)
        elif asked and result is not None:
            self.shared.emit(result)
        if again and trouble is None and not cancelled:
            self.share_soon()
