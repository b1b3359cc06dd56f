"""Waiting for an errand: the window lives on, tells what is being done, and lets it be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QProgressBar

from qualityvisit.errand import undo
from qualityvisit.errors import KnownError
from qualityvisit.ui import kit, lamps
from qualityvisit.ui.pulse import Far
from qualityvisit.ui.tasks import Tasks
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.errand import Errand, Slow

SLOW = 300  # milliseconds after which it is said that something is being done
LOOK = 250  # milliseconds between looks at how far it has come


class Waiting(QDialog):
    """Runs one errand, the slow steps on a thread of its own; seen only where that takes time.

    ``done`` is called with what the errand returns, or ``failed`` with why it could not be done;
    neither where it was stopped. A window that closes stops it.
    """

    def __init__(
        self, window: QWidget, title: str, errand: Errand[Any], done: Callable[[Any], object],
        failed: Callable[[KnownError], object],
    ) -> None:  # fmt: skip
        super().__init__(window.window())
        self._errand, self._done, self._failed = errand, done, failed
        self._tasks = Tasks(self)
        self._begun: list[Slow] = []
        self.busy = True
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._words = kit.label("", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How far it has come"))
        about = kit.label(_("You can stop it: then everything is as it was before."),
                          "muted", wrap=True)  # fmt: skip
        stop = kit.button(_("Cancel"), self.reject)
        head = kit.label(title, factor=1.25, bold=True, wrap=True)
        self.setLayout(kit.col(head, self._words, self._bar, about, 8, kit.row(None, stop), gap=8,
                               margins=24))  # fmt: skip
        self.setFixedWidth(min(px(460), window.window().width() - px(24)))
        self._soon = QTimer(self, singleShot=True, interval=SLOW)
        self._soon.timeout.connect(self.open)
        self._looking = QTimer(self, interval=LOOK)
        self._looking.timeout.connect(self._look)
        window.window().installEventFilter(self)
        self._soon.start()
        self._looking.start()
        self._go_on(lambda: next(errand))

    def reject(self) -> None:
        """Stop: what was begun is undone, on its thread where that takes time."""
        if self.busy:
            self._end()
            self._errand.close()
            begun = self._begun
            self._tasks.run(lambda: undo(begun), lambda _none: self._leave(), self._broke)
        super().reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop when the window is closed."""
        if event.type() == QEvent.Type.Close:
            self.reject()
        return super().eventFilter(watched, event)

    def _go_on(self, turn: Callable[[], Slow]) -> None:
        """Let the errand take its turn, then do what it asks for."""
        try:
            slow = turn()
        except StopIteration as end:
            self._end()
            self._leave()
            self._done(end.value)
        except KnownError as error:
            self._end()
            begun = self._begun
            self._tasks.run(lambda: undo(begun), lambda _none: self._leave(), self._broke)
            self._failed(error)
        except BaseException:
            self._end()
            raise
        else:
            self._begun.append(slow)
            if slow.words:
                self._words.setText(slow.words)
            self._look()
            self._tasks.run(slow.work, self._did, self._did_fail)

    def _did(self, answer: object) -> None:
        if self.busy:
            self._go_on(lambda: self._errand.send(answer))

    def _did_fail(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            if self.busy:
                self._go_on(lambda: self._errand.throw(error))
            return
        self.reject()
        raise error

    def _look(self) -> None:
        """Show how far the step has come that is under way."""
        far = self._begun[-1].far if self._begun else None
        self._bar.setMaximum(far.total if far is not None else 0)
        self._bar.setValue(far.done if far is not None else 0)
        if far is not None and far.total:
            said = lamps.doing(Far(far.what, min(far.done, far.total), far.total, -1))
            self._words.setText(f"{said[:1].upper()}{said[1:]}")

    def _end(self) -> None:
        self.busy = False
        self._soon.stop()
        self._looking.stop()
        self.hide()

    def _leave(self) -> None:
        self.deleteLater()

    def _broke(self, error: Exception) -> None:
        self._leave()
        raise error
