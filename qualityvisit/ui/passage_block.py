"""A paragraph of the minutes: its words, and in the margin what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip

from qualityvisit.model.text import Units
from qualityvisit.ui import kit
from qualityvisit.ui.binding import TextBinding
from qualityvisit.ui.carets import Carets
from qualityvisit.ui.note_editor import NoteEditor
from qualityvisit.ui.passage_marks import CHANGED, COMMENT, LACKS, MANNER, NOTE, Mark, marks_said
from qualityvisit.ui.text_column import TextBlock
from qualityvisit.ui.theme import font, look, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import QContextMenuEvent, QResizeEvent

    from qualityvisit.model.records import Passage
    from qualityvisit.model.text import SharedText
    from qualityvisit.ui.carets import Writer

MARGIN = 92  # the room for the numbers
TEXT, SMALL = 1.08, 0.82
INKS = {NOTE: ("accent", "soft"), CHANGED: ("warn", "warn_bg"), LACKS: ("warn", "warn_bg"),
        MANNER: ("muted", "panel"), COMMENT: ("text", "panel")}  # fmt: skip


class PassageBlock(TextBlock):
    """A passage, or the empty line where one's own begins (``passage`` is None until it does)."""

    began = Signal()  # something was typed in the empty line
    asked = Signal(object)  # what can be done with the passage is asked for, at a QPoint
    source_pressed = Signal(int)  # a note's number
    manner_pressed = Signal(object)  # what the passage is, at a QPoint
    comments_pressed = Signal()

    def __init__(self, section: str) -> None:
        super().__init__()
        self.section = section
        self.passage: Passage | None = None
        self.binding: TextBinding | None = None
        self.carets: Carets | None = None  # of colleagues, where there has been one
        self._marks: tuple[Mark, ...] = ()
        self._said = ("", "")
        self._places: list[tuple[QRectF, Mark]] = []
        self.editor = NoteEditor(self)
        self.editor.setFont(font(TEXT))
        self.editor.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setLayout(kit.col(self.editor, None, gap=0, margins=(0, 2, MARGIN, 5)))
        self.editor.document().contentsChanged.connect(self._did_change)
        self.editor.did_grow.connect(self._lay_out)

    @property
    def passage_id(self) -> str:
        """The passage's id, or "" for the empty line."""
        return self.passage.id if self.passage is not None else ""

    @property
    def words(self) -> str:
        """What stands in the editor."""
        return self.editor.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    @property
    def is_empty(self) -> bool:
        """Whether nothing but spaces stands here."""
        return not self.words.strip()

    def bind(self, passage: Passage, text: SharedText) -> TextBinding:
        """Be this passage from now on."""
        self.passage = passage
        self.binding = TextBinding(self.editor, text)
        self.editor.setPlaceholderText("")
        return self.binding

    def release(self) -> None:
        """Let go of the passage's text."""
        if self.binding is not None:
            self.binding.close()
            self.binding = None
        if self.carets is not None:
            self.carets.release()
            self.carets = None

    def show_writers(self, writers: Sequence[Writer]) -> None:
        """Show where colleagues have their carets in the passage just now."""
        if self.binding is None or (self.carets is None and not writers):
            return
        if self.carets is None:
            self.carets = Carets(self, self.editor, self.binding.text)
        self.carets.tell(writers)

    def selected(self) -> tuple[int, int]:
        """Return what is marked, or the caret's place twice, in code points."""
        cursor, units = self.editor.textCursor(), Units(self.words)
        return units.to_points(cursor.selectionStart()), units.to_points(cursor.selectionEnd())

    def show_marks(self, marks: tuple[Mark, ...], where: str) -> None:
        """Show what the passage rests on; ``where`` is the heading that it stands under."""
        said = marks_said(marks)
        if (marks, (where, said)) == (self._marks, self._said):
            return
        self._marks, self._said = marks, (where, said)
        self.editor.setAccessibleName(f"{where}. {said}" if said else where)
        self._lay_out()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the signs, and a bar where no sentence rests on a note."""
        painter, theme = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kinds = {m.kind for m in self._marks}
        if LACKS in kinds and not kinds & {NOTE, CHANGED} and not self.is_empty:
            bar = QRectF(self.editor.x() - px(12), px(4), px(3), self.height() - px(10))
            kit.rounded(painter, bar, px(1.5), theme["warn"])
        painter.setFont(font(SMALL, bold=True))
        for rect, mark in self._places:
            self._paint_mark(painter, rect, mark)

    def _paint_mark(self, painter: QPainter, rect: QRectF, mark: Mark) -> None:
        theme = look()
        ink, ground = INKS[mark.kind]
        line = theme["line"] if mark.kind in (MANNER, COMMENT) else None
        kit.rounded(painter, rect, px(5), theme[ground], line)
        if mark.kind == COMMENT:
            centre = QPointF(rect.left() + px(11), rect.center().y())
            kit.draw_icon(painter, centre, "messages-square", ink, 13)
            rect = rect.adjusted(px(15), 0, 0, 0)
        painter.setPen(theme[ink])
        painter.drawText(rect, kit.CENTRE, mark.shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show what a sign leads to."""
        for rect, mark in self._places:
            if rect.contains(event.position()):
                if mark.number:
                    self.source_pressed.emit(mark.number)
                elif mark.kind == COMMENT:
                    self.comments_pressed.emit()
                else:
                    self.manner_pressed.emit(event.globalPosition().toPoint())
                return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for what can be done."""
        self.asked.emit(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Say what a sign means."""
        if isinstance(event, QHelpEvent):
            over = [m for rect, m in self._places if rect.contains(event.pos().toPointF())]
            if over:
                QToolTip.showText(event.globalPos(), over[0].said, self)
                return True
        return super().event(event)

    def menu_place(self) -> QPoint:
        """Return where a menu for the passage opens when it is asked for by a key."""
        return self.editor.viewport().mapToGlobal(self.editor.cursorRect().bottomLeft())

    def _lay_out(self) -> None:
        """Give every sign its place in the margin, beside its words and below what is above."""
        metrics = QFontMetricsF(font(SMALL, bold=True))
        high, gap, room = metrics.height() + px(2), px(3), px(MARGIN - 16)
        left = self.width() - px(MARGIN) + px(14)
        x, y, last = 0.0, float(px(5)), -1.0
        self._places = []
        for top, mark in sorted(((self._top(m.at), m) for m in self._marks), key=lambda p: p[0]):
            wide = metrics.horizontalAdvance(mark.shown) + px(11)
            wide = min(room, wide + (px(13) if mark.kind == COMMENT else 0))
            if top != last or (x and x + wide > room):
                under = y + high + gap if self._places else y
                x, y = 0.0, max(under, top + px(3)) if top != last else under
                last = top
            self._places.append((QRectF(left + x, y, wide, high), mark))
            x += wide + px(4)
        need = round(y + high + px(5)) if self._places else 0
        self.setMinimumHeight(need if y > px(5) else 0)

    def _top(self, at: int) -> float:
        """Return where the line with a code point begins."""
        cursor = self.editor.textCursor()
        cursor.setPosition(min(Units(self.words).to_units(at), self.editor.end()))
        return float(self.editor.y() + self.editor.cursorRect(cursor).top())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the numbers other places."""
        super().resizeEvent(event)
        self._lay_out()

    def _did_change(self) -> None:
        if self.passage is None and not self.is_empty:
            self.began.emit()
