"""The text of one note: an editor that is as tall as its words and knows where it ends."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from qualityvisit.ui.binding import cleaned
from qualityvisit.ui.theme import font

LINE_HEIGHT = 142  # percent

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_CTRL = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier,
)

_EDGE_KEYS = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Backspace,
)  # fmt: skip


class TakesFiles(Protocol):
    """Tells whether what is pasted or dropped are files, and attaches them where asked."""

    def __call__(self, data: QMimeData, *, now: bool = False) -> bool:
        """Return whether these are files that can be attached here."""


def _no_files(data: QMimeData, *, now: bool = False) -> bool:  # noqa: ARG001 as the others
    return False


class GrowingEditor(QTextEdit):
    """Plain text without frame or scroll bar, as tall as the text at its width."""

    did_focus = Signal(bool)
    did_grow = Signal()

    def __init__(self, text_font: QFont | None = None, line_height: int = LINE_HEIGHT) -> None:
        super().__init__()
        self._line_height = line_height
        # tells whether what is pasted or dropped are files; ``now`` attaches them
        self.takes_files: TakesFiles = _no_files
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(text_font or font(1.12))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self._space_lines()
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def place(self, position: int) -> None:
        """Put the caret at a position in Qt's units; a negative one is the end."""
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.end()) if position >= 0 else self.end())
        self.setTextCursor(cursor)

    def end(self) -> int:
        """Return the last position."""
        return self.document().characterCount() - 1

    def first_baseline(self) -> float:
        """Return where the first line of text stands, from the top."""
        block = self.document().firstBlock()
        top = self.document().documentLayout().blockBoundingRect(block).top()
        line = block.layout().lineAt(0)
        return top + line.y() + line.ascent() if line.isValid() else top

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the caret is here."""
        super().focusInEvent(event)
        self.did_focus.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the caret has left."""
        super().focusOutEvent(event)
        self.did_focus.emit(False)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Let files and pictures be pasted and dropped where they can be attached."""
        return super().canInsertFromMimeData(source) or self.takes_files(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Attach files; paste words without anything that cannot be kept."""
        if not self.takes_files(source, now=True):
            self.insertPlainText(cleaned(source.text()))

    def _space_lines(self) -> None:
        lines = QTextBlockFormat()
        lines.setLineHeight(
            self._line_height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(lines)

    def _grow(self) -> None:
        height = max(round(self.document().size().height()), self.fontMetrics().height())
        if height != self.height() or height != self.maximumHeight():
            self.setFixedHeight(height)
            self.did_grow.emit()


class NoteEditor(GrowingEditor):
    """A note's editor, which tells when a key leads out of it."""

    begin_note = Signal()  # Enter
    leave = Signal(int)  # up (-1) or down (1), the column kept
    step_out = Signal(int)  # left of the first character (-1) or right of the last (1)
    jump = Signal(int)  # to the sheet's first (-1) or last (1) place
    turn_page = Signal(int)
    backspaced = Signal()  # Backspace at the very beginning

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self.setParent(parent)
        # takes a character typed at the very beginning as a sign, and tells whether it did
        self.takes_sign: Callable[[str], bool] = lambda _typed: False
        self.undone_beside: Callable[[bool], bool] = lambda _nothing_else: False  # see TextBinding
        self.column: int | None = None  # where Up and Down began, in pixels

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of keys that lead out of the note; the rest is the editor's own."""
        if event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.column = None
        way_out = self._way_out(event)
        if way_out is not None:
            way_out()
        elif not (
            self._is_sign(event.text())
            or (event.matches(QKeySequence.StandardKey.Undo) and self.undone_beside(True))
        ):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Hear signs that dead keys and input methods put together."""
        if event.preeditString() or not self._is_sign(event.commitString()):
            super().inputMethodEvent(event)

    def _is_sign(self, typed: str) -> bool:
        cursor = self.textCursor()
        begins = cursor.atStart() and not cursor.hasSelection() and not self.isReadOnly()
        return begins and len(typed) == 1 and self.takes_sign(typed)

    def _way_out(self, event: QKeyEvent) -> Callable[[], None] | None:
        modifiers, emit = event.modifiers(), _emit
        if modifiers in _CTRL:
            ways = {Qt.Key.Key_Home: emit(self.jump, -1), Qt.Key.Key_End: emit(self.jump, 1)}
        elif modifiers in _PLAIN:
            ways = {
                Qt.Key.Key_Return: self.begin_note.emit,
                Qt.Key.Key_Enter: self.begin_note.emit,
                Qt.Key.Key_PageUp: emit(self.turn_page, -1),
                Qt.Key.Key_PageDown: emit(self.turn_page, 1),
            }
            if event.key() in _EDGE_KEYS:
                ways |= self._ways_at_an_edge()
        else:
            ways = {}
        return ways.get(Qt.Key(event.key()))

    def _ways_at_an_edge(self) -> dict[Qt.Key, Callable[[], None]]:
        """Return the ways out that the caret's place opens."""
        cursor, ways = self.textCursor(), dict[Qt.Key, Callable[[], None]]()
        if self._on_edge(first=True):
            ways[Qt.Key.Key_Up] = lambda: self._leave(-1)
        if self._on_edge(first=False):
            ways[Qt.Key.Key_Down] = lambda: self._leave(1)
        if cursor.atStart() and not cursor.hasSelection():
            ways[Qt.Key.Key_Left] = _emit(self.step_out, -1)
            ways[Qt.Key.Key_Backspace] = self.backspaced.emit
        if cursor.atEnd() and not cursor.hasSelection():
            ways[Qt.Key.Key_Right] = _emit(self.step_out, 1)
        return ways

    def enter_line(self, column: int, *, first: bool) -> None:
        """Put the caret in the first or last line, as near ``column`` as can be."""
        probe = self.textCursor()
        start, end = QTextCursor.MoveOperation.Start, QTextCursor.MoveOperation.End
        probe.movePosition(start if first else end)
        line = self.cursorRect(probe).center().y()
        self.setTextCursor(self.cursorForPosition(QPoint(column, line)))
        self.column = column

    def _leave(self, way: int) -> None:
        if self.column is None:
            self.column = self.cursorRect().center().x()
        self.leave.emit(way)

    def _on_edge(self, *, first: bool) -> bool:
        cursor = self.textCursor()
        block = cursor.block()
        line = block.layout().lineForTextPosition(cursor.positionInBlock()).lineNumber()
        if first:
            return not block.previous().isValid() and line <= 0
        return not block.next().isValid() and line >= block.layout().lineCount() - 1


def _emit(signal: SignalInstance, value: int) -> Callable[[], None]:
    return lambda: signal.emit(value)
