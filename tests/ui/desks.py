"""A desk for one screen at a time: a real workspace, and a way that remembers where it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLayout, QVBoxLayout, QWidget

from qualityvisit.settings import Settings
from qualityvisit.ui.notices import Notices
from qualityvisit.ui.screen import Desk, Screen
from qualityvisit.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qualityvisit.workspace import Workspace


class Window(QWidget):
    """Stands in for the main window."""

    def __init__(self, ws: Workspace, qtbot: QtBot, width: int = 1440, height: int = 900) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.resize(width, height)
        self.qtbot = qtbot
        qtbot.addWidget(self)
        self.gone: list[tuple[str, dict[str, str]]] = []
        self.notices = Notices(self)
        profile = ws.journal.folder
        self.desk = Desk(ws, profile, Settings(), self.notices, Tasks(self), self)

    def show_screen(self, screen: Screen, **arguments: str) -> None:
        """Open a screen as the main window would."""
        screen.open(**arguments)
        self._column.addWidget(screen)
        screen.hold_notices(self.notices.place)
        self.desk.ws.subscribe(screen.did_change)
        with self.qtbot.waitActive(self):
            self.show()
            self.activateWindow()
        (screen.first() or screen).setFocus()

    def go(self, name: str, **arguments: str) -> None:
        """Remember where to."""
        self.gone.append((name, arguments))

    def back(self) -> None:
        """Remember that it was back."""
        self.gone.append(("back", {}))

    def lamps(self) -> QWidget:
        """Return something in their place."""
        return QLabel("")

    def share_soon(self) -> None:
        """Nothing is shared here."""

    def far(self) -> None:
        """Nothing is under way."""

    def stop_sharing(self) -> None:
        """Nothing is under way."""

    def share_now(self) -> None:
        """Do nothing."""

    def rebuild(self) -> None:
        """Do nothing."""


def answer(act: Callable[[QDialog], object]) -> None:
    """Answer the dialog that opens next; one that is still open after that is closed."""

    def when_open() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog), "no dialog has opened"
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, when_open)


def drop(window: QWidget, file: Path) -> None:
    """Drop a file on a window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    at, copy = window.rect().center(), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(at, copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, data, left, none))
