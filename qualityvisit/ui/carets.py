"""Colleagues' carets in a note: painted over the words, which they neither move nor keep busy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from qualityvisit.model.text import Units
from qualityvisit.ui import kit
from qualityvisit.ui.theme import font, px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualityvisit.model.records import Person
    from qualityvisit.model.text import Edit, SharedText
    from qualityvisit.ui.note_editor import NoteEditor
    from qualityvisit.ui.presence import Present

WIDTH = 2  # of a caret
SMALL = 0.72  # the initials' size
ROOM = 12  # above a note, for initials over its first line


class Writer(NamedTuple):
    """A colleague with a caret in this note. ``heard`` tells one word of it from the next."""

    device: str
    initials: str
    name: str
    kind: str  # the person's colour
    caret: int  # in code points
    heard: float


def writers(
    present: Callable[[str], Sequence[Present]], people: Mapping[str, Person], text: str
) -> list[Writer]:
    """Return those who have their caret in a text, as they are shown."""
    return [
        Writer(p.device, known.initials, known.name, kit.face_colour(p.member), p.caret, p.heard)
        for p in present(text) if (known := people.get(p.member))
    ]  # fmt: skip


class Carets(QWidget):
    """Lies over a note and paints; the mouse and the keyboard do not meet it.

    It lies on what the notes stand on, so that initials may reach over a note's edge.
    """

    def __init__(self, block: QWidget, editor: NoteEditor, text: SharedText) -> None:
        super().__init__(block.parentWidget())
        self._block, self._editor = block, editor
        self._writers: dict[str, Writer] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._watch = text.watch(self._did_edit)
        editor.document().contentsChanged.connect(self.update)
        for each in (block, editor):
            each.installEventFilter(self)
        self._cover()
        self.show()

    def tell(self, writers: Sequence[Writer]) -> None:
        """Show these; one that has not been heard of anew stays where it has come to."""
        before = self._writers
        self._writers = {
            w.device: before[w.device]
            if w.device in before and before[w.device].heard == w.heard else w
            for w in writers
        }  # fmt: skip
        self.raise_()
        self.update()

    def places(self) -> dict[str, int]:
        """Return where the carets stand, in code points, by initials."""
        return {w.initials: w.caret for w in self._writers.values()}

    def release(self) -> None:
        """Hear no more of the text."""
        self._watch.close()
        for each in (self._block, self._editor):
            each.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def _did_edit(self, edits: Sequence[Edit], mine: bool) -> None:
        """Let the carets go along with what is written here.

        What others write is told by where they next say that they are: their own words may come
        before that or after.
        """
        if not mine:
            return
        for edit in edits:
            for device, found in self._writers.items():
                caret = _moved(found.caret, edit)
                self._writers[device] = found._replace(caret=caret)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the note when it is moved or grows, comes or goes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._cover()
        elif watched is self._block and event.type() in (QEvent.Type.Hide, QEvent.Type.Show):
            self.setVisible(event.type() == QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def _cover(self) -> None:
        """Cover the editor, and the room around it that the initials may need."""
        above, beside = px(ROOM), self._block.width() - self._editor.geometry().right()
        editor = self._editor.geometry().translated(self._block.pos())
        self.setGeometry(editor.adjusted(-px(WIDTH), -above, beside, 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the carets, each with its initials."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken: list[QRectF] = []
        for writer in self._writers.values():
            taken.append(self._paint(painter, writer, taken))

    def _paint(self, painter: QPainter, writer: Writer, taken: list[QRectF]) -> QRectF:
        line, ends = self._line_of(writer)
        ink, ground = kit.pill_colours(writer.kind)
        painter.fillRect(line, ink)
        letters = font(SMALL, bold=True)
        metrics = QFontMetricsF(letters)
        flag = QRectF(0, 0, metrics.horizontalAdvance(writer.initials) + px(6), metrics.height())
        if ends and line.right() + flag.width() + px(3) <= self.width():
            flag.moveCenter(QPointF(line.right() + px(3) + flag.width() / 2, line.center().y()))
        else:
            flag.moveBottomLeft(line.topLeft())
            flag.moveRight(min(flag.right(), float(self.width())))
        while any(flag.intersects(other) for other in taken):
            flag.translate(flag.width() + px(2), 0)
        kit.rounded(painter, flag, px(3), ground, ink)
        painter.setFont(letters)
        painter.setPen(ink)
        painter.drawText(flag, kit.CENTRE, writer.initials)
        return flag

    def _line_of(self, writer: Writer) -> tuple[QRectF, bool]:
        """Return where the caret stands, and whether its line ends there."""
        document = self._editor.document()
        text = document.toRawText()
        cursor = QTextCursor(document)
        at = Units(text).to_units(writer.caret)
        cursor.setPosition(min(at, document.characterCount() - 1))
        found = QRectF(self._editor.cursorRect(cursor))
        viewport, block = self._editor.viewport(), self._block
        found.translate(QPointF(viewport.mapTo(block, QPoint()) + block.pos() - self.pos()))
        found.setWidth(px(WIDTH))
        found.translate(-px(WIDTH) / 2, 0)  # between two letters, not on the second
        cursor.movePosition(QTextCursor.MoveOperation.EndOfLine)
        return found, cursor.position() <= at


def _moved(place: int, edit: Edit) -> int:
    """Return where a place is after an edit of somebody else's."""
    if place <= edit.at:
        return place
    return max(edit.at, place - edit.remove) + len(edit.insert)
