"""What is dropped on the window: forms and fact checks filled in, and minutes edited, elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk


class Drops(QObject):
    """Takes Word files that are dropped anywhere on a window; lives as long as the window."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Accept Word files, and show what they would bring."""
        if not isinstance(event, QDropEvent):
            return False
        files = _forms(event.mimeData())
        if not files or event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            for file in files:
                self._take(file)
        return True

    def _take(self, file: Path) -> None:
        from qualityvisit import visit_record  # noqa: PLC0415 seldom needed
        from qualityvisit.ui import minutes_steps, word_back  # noqa: PLC0415

        if visit_record.is_check(self._desk.ws, file):
            self._desk.attempt(lambda: minutes_steps.take_check(self._desk, file), again=False)
        else:
            word_back.take_in(self._desk, self._window, file)


def _forms(data: QMimeData) -> list[Path]:
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [f for f in files if f.suffix.casefold() == ".docx"]
