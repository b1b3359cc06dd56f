"""The pictures and files of one question, or of a visit, as a row that opens them.

A picture is only read when it is in sight, one at a time, and what is shown of it is remembered.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from qualityvisit.errors import KnownError
from qualityvisit.ui.pictures import JPEG, reader_of
from qualityvisit.ui.theme import icon, px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from qualityvisit.model.records import Attachment
    from qualityvisit.ui.screen import Desk

WIDE, HIGH = 96, 72
NAME = Qt.ItemDataRole.UserRole


class FileStrip(QListWidget):
    """Thumbnails side by side; Enter or a press opens one, Delete asks to remove it."""

    opened = Signal(str)  # a file's id
    removal_asked = Signal(str)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._ws = desk.ws
        self._seen: dict[str, QIcon] = {}  # a file's bytes never change
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(px(WIDE), px(HIGH)))
        line = self.fontMetrics().height()
        self.setGridSize(QSize(px(WIDE + 16), px(HIGH) + line + px(12)))
        self.setFixedHeight(px(HIGH) + line + px(36))
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_next)
        self.horizontalScrollBar().valueChanged.connect(lambda _at: self._soon.start())
        self.itemActivated.connect(self._open)
        self.itemClicked.connect(self._open)

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Show these files; a strip without any hides."""
        shown = [self.item(n).data(NAME) for n in range(self.count())]
        if shown != [f.id for f in files]:
            self.clear()
            for file in files:
                self.addItem(QListWidgetItem())
                self.item(self.count() - 1).setData(NAME, file.id)
        for n, file in enumerate(files):
            self._tell(self.item(n), file)
        self.setVisible(bool(files))
        self._soon.start()

    def _tell(self, item: QListWidgetItem, file: Attachment) -> None:
        words = file.text or file.name
        item.setText(words)
        item.setToolTip(file.name)
        kind = _("Picture") if file.type == JPEG else _("File")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind}: {words}")
        if item.icon().isNull() and file.type != JPEG:
            item.setIcon(icon("file-text", "muted", HIGH))

    def _show_next(self) -> None:
        """Read one picture that is in sight and not shown yet; typing comes in between."""
        sight = self.viewport().rect()
        for n in range(self.count()):
            item = self.item(n)
            if item.icon().isNull() and self.visualItemRect(item).intersects(sight):
                item.setIcon(self._thumbnail(item.data(NAME)))
                self._soon.start()
                return

    def _thumbnail(self, name: str) -> QIcon:
        if name not in self._seen:
            try:
                reader, _held = reader_of(self._ws.file_bytes(name))
            except KnownError:
                return icon("image", "muted", HIGH)  # its bytes have not come yet
            room = QSize(px(WIDE), px(HIGH))
            reader.setScaledSize(reader.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
            shown = QPixmap.fromImage(reader.read())
            unread = shown.isNull()  # it says that it is a picture, and is none
            self._seen[name] = icon("image", "muted", HIGH) if unread else QIcon(shown)
        return self._seen[name]

    def _open(self, item: QListWidgetItem) -> None:
        QTimer.singleShot(0, self, partial(self.opened.emit, item.data(NAME)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Delete ask to remove the file."""
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Delete and item is not None:
            self.removal_asked.emit(item.data(NAME))
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is in sight."""
        super().showEvent(event)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what has come into sight."""
        super().resizeEvent(event)
        self._soon.start()
