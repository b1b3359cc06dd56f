"""A paragraph of the minutes: its words, and in the margin the numbers of the notes it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip

from qualityvisit.ui import kit
from qualityvisit.ui.binding import TextBinding
from qualityvisit.ui.note_editor import NoteEditor
from qualityvisit.ui.text_column import TextBlock
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import QContextMenuEvent, QResizeEvent

    from qualityvisit.model.records import Passage
    from qualityvisit.model.text import SharedText

MARGIN = 92  # the room for the numbers
TEXT = 1.08


class PassageBlock(TextBlock):
    """A passage, or the empty line where one's own begins (``passage`` is None until it does)."""

    began = Signal()  # something was typed in the empty line
    asked = Signal(object)  # what can be done with the passage is asked for, at a QPoint
    source_pressed = Signal(int)  # a note's number

    def __init__(self, section: str) -> None:
        super().__init__()
        self.section = section
        self.passage: Passage | None = None
        self.binding: TextBinding | None = None
        self._numbers: tuple[int, ...] = ()
        self._lacks_source = False
        self._places: list[tuple[QRectF, int]] = []
        self.editor = NoteEditor(self)
        self.editor.setFont(font(TEXT))
        self.editor.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setLayout(kit.col(self.editor, None, gap=0, margins=(0, 2, MARGIN, 5)))
        self.editor.document().contentsChanged.connect(self._did_change)

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

    def show_sources(self, numbers: tuple[int, ...], *, lacks: bool, where: str) -> None:
        """Show the notes that the passage rests on, or that it lacks one."""
        self._numbers, self._lacks_source = numbers, lacks
        said = where
        if numbers:
            notes = ", ".join(str(n) for n in numbers)
            said = f"{where}. {count('From note', 'From notes', len(numbers))} {notes}"
        elif lacks:
            said = f"{where}. {_('Without a source')}"
        self.editor.setAccessibleName(said)
        self._lay_out()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the numbers, or that a source is missing."""
        painter, theme = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._lacks_source and not self.is_empty:
            bar = QRectF(self.editor.x() - px(12), px(4), px(3), self.height() - px(10))
            kit.rounded(painter, bar, px(1.5), theme["warn"])
        painter.setFont(font(0.82, bold=True))
        for rect, number in self._places:
            ink, ground = ("accent", "soft") if number else ("warn", "warn_bg")
            kit.rounded(painter, rect, px(5), theme[ground])
            painter.setPen(theme[ink])
            painter.drawText(rect, kit.CENTRE, str(number) if number else _("source?"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the note of a number that is pressed."""
        for rect, number in self._places:
            if number and rect.contains(event.position()):
                self.source_pressed.emit(number)
                return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for what can be done."""
        self.asked.emit(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Say what a number is."""
        if isinstance(event, QHelpEvent):
            over = [n for rect, n in self._places if rect.contains(event.pos().toPointF())]
            if over:
                said = _("Show note {n}", n=over[0]) if over[0] else _("No note is linked here")
                QToolTip.showText(event.globalPos(), said, self)
                return True
        return super().event(event)

    def menu_place(self) -> QPoint:
        """Return where a menu for the passage opens when it is asked for by a key."""
        return self.editor.viewport().mapToGlobal(self.editor.cursorRect().bottomLeft())

    def _lay_out(self) -> None:
        """Give every number its place in the margin, on as many lines as are needed."""
        metrics = QFontMetricsF(font(0.82, bold=True))
        high, x, y = metrics.height() + px(2), 0.0, float(px(5))
        room, self._places = px(MARGIN - 16), []
        left = self.width() - px(MARGIN) + px(14)
        shown = list(self._numbers) or ([0] if self._lacks_source else [])
        for number in shown:
            words = str(number) if number else _("source?")
            wide = metrics.horizontalAdvance(words) + px(11)
            if x and x + wide > room:
                x, y = 0.0, y + high + px(3)
            self._places.append((QRectF(left + x, y, wide, high), number))
            x += wide + px(4)
        lines = round(y + high + px(5)) if shown else 0
        self.setMinimumHeight(lines if y > px(5) else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the numbers other places."""
        super().resizeEvent(event)
        self._lay_out()

    def _did_change(self) -> None:
        if self.passage is None and not self.is_empty:
            self.began.emit()
