"""Listening to a store that tells when colleagues have shared, so that their words come at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from qualityvisit.errors import KnownError
from qualityvisit.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

EAR = (
    2.0  # seconds that one question to the store takes at most: a window that closes waits so long
)
AGAIN = 60_000  # milliseconds until a store that was in trouble is listened to again


class Watch(QObject):
    """Asks, on a thread of its own, whether there is news; ``news`` is sent when there is."""

    news = Signal()
    turned = Signal()  # a question has been answered: signs of presence may have come with it

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self)
        self._ask: Callable[[float], bool] | None = None
        self._busy = False
        self._again = QTimer(self, singleShot=True, interval=AGAIN)
        self._again.timeout.connect(self._listen)

    @property
    def live(self) -> bool:
        """Whether the store is being listened to."""
        return self._busy

    def listen(self, ask: Callable[[float], bool] | None) -> None:
        """Listen by ``ask`` from now on, or no more; the same as before changes nothing."""
        self._ask = ask
        if ask is not None and not self._again.isActive():
            self._listen()

    def stop(self) -> None:
        """Listen no more; wait for the question under way."""
        self._ask = None
        self._again.stop()
        self._tasks.wait(round(EAR * 1500))

    def _listen(self) -> None:
        ask = self._ask
        if ask is not None and not self._busy:
            self._busy = True
            self._tasks.run(lambda: ask(EAR), self._did_hear, self._did_fail)

    def _did_hear(self, anything: bool) -> None:
        self._busy = False
        if self._ask is not None:
            self.turned.emit()
            if anything:
                self.news.emit()
        self._listen()

    def _did_fail(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, KnownError):
            raise error
        if self._ask is not None:
            self._again.start()
