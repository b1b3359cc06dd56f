"""Where a dragged note is let go in the minutes: a line marks the place between paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from qualityvisit.ui.note_drag import dragged
from qualityvisit.ui.theme import look, px

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData

    from qualityvisit.ui.note_editor import NoteEditor


class Place(NamedTuple):
    """A section, the passage after which something comes ("" is last), and where that is shown."""

    section: str
    after: str
    y: int


class DropPlaces(QObject):
    """Takes notes that are let go beside the paragraphs' own text."""

    dropped = Signal(str, str, str, str)  # note, words, section, after

    def __init__(self, ground: QWidget, place_at: Callable[[int], Place | None]) -> None:
        super().__init__(ground)
        self._ground, self._place_at = ground, place_at
        self._line = _Line(ground)
        ground.setAcceptDrops(True)
        ground.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow what is dragged over the ground."""
        if isinstance(event, QDragMoveEvent):  # entering is a move, too
            place = self._place(event)
            self._show(place)
            if place is not None:
                event.acceptProposedAction()
            else:
                event.ignore()
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._show(None)
        elif isinstance(event, QDropEvent):
            self._drop(event)
            return True
        return False

    def _drop(self, event: QDropEvent) -> None:
        self._show(None)
        place, found = self._place(event), dragged(event.mimeData(), event.source())
        if place is not None and found is not None:
            event.acceptProposedAction()
            self.dropped.emit(found.note, found.words, place.section, place.after)

    def _place(self, event: QDropEvent) -> Place | None:
        found = dragged(event.mimeData(), event.source())
        return self._place_at(event.position().toPoint().y()) if found is not None else None

    def _show(self, place: Place | None) -> None:
        self._line.setVisible(place is not None)
        if place is not None:
            wide = self._ground.width() - px(40 + 92)
            self._line.setGeometry(QRect(px(40), place.y - px(3), wide, px(6)))
            self._line.raise_()


class DropInText(QObject):
    """Takes notes that are let go in a text: they come where the pointer is."""

    dropped = Signal(str, str, int)  # note, words, position in Qt's units

    def __init__(self, editor: NoteEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        editor.takes_files = self._takes
        editor.viewport().installEventFilter(self)

    def _takes(self, data: QMimeData, *, now: bool = False) -> bool:
        """Let the editor show where a note would come; what is let go is taken below."""
        return not now and not self._editor.isReadOnly() and dragged(data) is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a note before the editor takes it for words."""
        if not isinstance(event, QDropEvent) or event.type() != QEvent.Type.Drop:
            return False
        found = dragged(event.mimeData(), event.source())
        if found is None or self._editor.isReadOnly():
            return False
        at = self._editor.cursorForPosition(event.position().toPoint()).position()
        QApplication.sendEvent(watched, QDragLeaveEvent())  # the editor's mark goes
        event.setDropAction(Qt.DropAction.CopyAction)  # dragged words stay in the note
        event.accept()
        QTimer.singleShot(0, self, lambda: self.dropped.emit(found.note, found.words, at))
        return True


class _Line(QWidget):
    """A line where the note would come."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line with a knob at its beginning."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, px(2), self.width(), px(2), look()["accent"])
        painter.setBrush(look()["accent"])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(0, 0, px(6), px(6))
