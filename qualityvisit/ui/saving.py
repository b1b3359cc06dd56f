"""While the disk refuses: words stay, editors close, and a message says so."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.errors import KnownError, NotSaved
from qualityvisit.ui import kit
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import SignalInstance

    from qualityvisit.workspace import Workspace

AGAIN = 1000  # milliseconds between looks at whether everything is saved again


class SaveGuard(QObject):
    """Knows whether what is written can be saved. Screens close their editors while it cannot."""

    changed = Signal(bool)  # whether editors are closed

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.trouble: KnownError | None = None
        self._timer = QTimer(self, interval=AGAIN)
        self._timer.timeout.connect(self.look)

    @property
    def closed(self) -> bool:
        """Whether something that was written is not saved."""
        return self.trouble is not None

    def failed(self, trouble: KnownError) -> None:
        """Hear that something could not be saved; the words are in memory."""
        news = self.trouble is None
        self.trouble = trouble
        self._timer.start()
        if news:
            self.changed.emit(True)

    def look(self) -> None:
        """Open the editors again where everything is saved."""
        if self.trouble is None:
            return
        with suppress(NotSaved):
            self._workspace.settle()
        if self._workspace.status().unsaved == 0:
            self.trouble = None
            self._timer.stop()
            self.changed.emit(False)


class Telling:
    """For what is written in: changes something without reading it again; tells of trouble."""

    _guard: SaveGuard
    _busy = False
    refused: SignalInstance  # KnownError

    @contextmanager
    def _telling(self) -> Iterator[None]:
        self._busy = True
        try:
            yield
        except NotSaved as trouble:
            self._guard.failed(trouble)
        except KnownError as trouble:
            self.refused.emit(trouble)
        finally:
            self._busy = False


class SaveNotice(QWidget):
    """A band over the text that says what is not saved, and that nothing typed is lost."""

    def __init__(self, guard: SaveGuard) -> None:
        super().__init__()
        self._guard = guard
        self._title = kit.label("", "deficiency", bold=True, wrap=True)
        self._advice = kit.label("", "text", 0.95, wrap=True)
        again = kit.button(_("Try again"), guard.look, kind="small")
        words = kit.col(self._title, self._advice, gap=2)
        inside = kit.row(
            kit.pic("octagon-alert", "deficiency"), (words, 1), again, gap=10, margins=(14, 10)
        )
        ground = kit.Surface(inside, fill="deficiency_bg", line="deficiency", radius=8)
        self.setLayout(kit.col(ground, margins=(14, 6, 14, 4)))
        guard.changed.connect(self._show)
        if guard.closed:
            self._tell()
        else:
            self.hide()

    def _show(self, closed: bool) -> None:
        self._tell()
        self.setVisible(closed)

    def _tell(self) -> None:
        trouble = self._guard.trouble
        if trouble is not None:
            self._title.setText(trouble.title)
            self._advice.setText(
                trouble.advice
                or _("Everything you have written is kept here. You can write on when it is saved.")
            )
