"""One serial worker for what takes time: sharing, backups. The screen's thread gets the answer."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

Found = TypeVar("Found")


class Tasks(QObject):
    """Runs one piece of work at a time, in the order in which it was given."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._ended.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], Found],
        done: Callable[[Found], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Do the work on the worker; then, on this thread, call ``done`` or ``failed``."""

        def on_worker() -> None:
            try:
                ended: tuple[Any, Any] = done, work()
            except Exception as error:  # noqa: BLE001 carried to the thread that asked
                ended = failed, error
            with suppress(RuntimeError):  # whoever asked is gone with the window
                self._ended.emit(ended)

        self._pool.start(on_worker)

    def wait(self, milliseconds: int) -> bool:
        """Wait until all work is done; return whether it was in time."""
        return bool(self._pool.waitForDone(milliseconds))

    def _answer(self, ended: tuple[Callable[[object], object], object]) -> None:
        answer, value = ended
        answer(value)
