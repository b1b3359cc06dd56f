"""A column of texts: one below the other, with one caret that walks through them all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.theme import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent

    from qualityvisit.ui.discreet import Discreet
    from qualityvisit.ui.note_editor import NoteEditor


class TextBlock(QWidget):
    """A widget that is written in."""

    editor: NoteEditor
    discreet: Discreet  # what may point somebody out in it

    def release(self) -> None:
        """Let go of the text."""


Block = TypeVar("Block", bound=TextBlock)


class TextColumn(QWidget, Generic[Block]):
    """Blocks in order, with other widgets (headings) between them.

    The arrow keys cross from block to block with the column kept; Ctrl+Home and Ctrl+End go to
    the ends, Page Up and Page Down a screenful. Only the current block is a stop of the Tab key.
    """

    entered = Signal(object)  # the block that the caret is in now
    left = Signal(object)  # the block that the caret was in
    pressed = Signal()  # beside the blocks

    def __init__(self, gap: int = 3, margins: tuple[int, int, int, int] = (14, 10, 14, 10)) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.current: Block | None = None
        self._follows: QWidget | None = None
        self._column = kit.col(gap=gap, margins=margins)
        self._column.addStretch(1)
        self._ground = _Ground()
        self._ground.setLayout(self._column)
        self._ground.pressed.connect(self.pressed)
        self._area = kit.scroll(self._ground)
        self.setLayout(kit.col(self._area))

    @property
    def ground(self) -> QWidget:
        """What the blocks stand on."""
        return self._ground

    def follow(self, widget: QWidget) -> None:
        """Come after a widget in the order of the Tab key, as long as that is there.

        Blocks would come last otherwise: they are made later than all that stands after them.
        """
        if widget is not self._follows:
            self._follows = widget
            widget.destroyed.connect(partial(self._forget, id(widget)))

    def _forget(self, gone: int) -> None:
        if id(self._follows) == gone:
            self._follows = None

    # --- Blocks

    def put(self, block: Block, at: int) -> None:
        """Give a new block its place."""
        self._follow(block)
        self.blocks.insert(at, block)

    def drop(self, block: Block) -> None:
        """Take a block away; a caret in it goes to the end of the one above."""
        at, had_focus = self.blocks.index(block), block.editor.hasFocus()
        self.blocks.remove(block)
        self._discard(block)
        if had_focus and self.blocks:
            self.enter(self.blocks[max(0, at - 1)], -1)

    def empty(self) -> None:
        """Take every block away."""
        for block in self.blocks:
            self._discard(block)
        self.blocks = []

    def arrange(self, order: Sequence[QWidget]) -> None:
        """Show blocks and other widgets in this order; what is not named is hidden."""
        for place, shown in enumerate(order):
            if self._column.indexOf(shown) != place:
                self._column.insertWidget(place, shown)
            shown.show()
        while (item := self._column.itemAt(len(order))) is not None:
            widget = item.widget()
            if widget is None:
                break
            widget.hide()
            self._column.removeItem(item)
        self._make_stop()

    def _discard(self, block: Block) -> None:
        if self.current is block:
            self.current = None
        block.release()
        self._column.removeWidget(block)
        block.hide()
        block.deleteLater()

    def _follow(self, block: Block) -> None:
        editor = block.editor
        editor.did_focus.connect(lambda on: self._did_focus(block, on))
        editor.leave.connect(lambda way: self._go(block, way, keep_column=True))
        editor.step_out.connect(lambda way: self._go(block, way))
        editor.jump.connect(self._jump)
        editor.turn_page.connect(lambda way: self._turn_page(block, way))
        editor.cursorPositionChanged.connect(lambda: self._show_caret(block))
        editor.did_grow.connect(lambda: self._show_caret(block))

    # --- The caret

    def enter(self, block: Block, position: int) -> None:
        """Put the caret in a block; a negative position is its end."""
        block.editor.place(position)
        block.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal(self, widget: QWidget) -> None:
        """Scroll to a block or a heading."""
        self._area.ensureWidgetVisible(widget, 0, px(60))

    def _did_focus(self, block: Block, on: bool) -> None:
        if block not in self.blocks:
            return  # thrown away, and still to be deleted
        if not on:
            self.left.emit(block)
            return
        self.current = block
        self._make_stop()
        self.entered.emit(block)

    def _make_stop(self) -> None:
        """Let the Tab key stop at one block: the current, else the last."""
        stop = self.current or (self.blocks[-1] if self.blocks else None)
        for block in self.blocks:
            here = Qt.FocusPolicy.StrongFocus if block is stop else Qt.FocusPolicy.ClickFocus
            block.editor.setFocusPolicy(here)
        if stop is not None and self._follows is not None:
            QWidget.setTabOrder(self._follows, stop.editor)

    def _go(self, block: Block, way: int, *, keep_column: bool = False) -> None:
        at = self.blocks.index(block) + way
        if not 0 <= at < len(self.blocks):
            return
        target, column = self.blocks[at], block.editor.column
        if keep_column and column is not None:
            target.editor.enter_line(column, first=way > 0)
            target.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.enter(target, 0 if way > 0 else -1)

    def _jump(self, way: int) -> None:
        self.enter(self.blocks[0 if way < 0 else -1], 0 if way < 0 else -1)

    def _turn_page(self, block: Block, way: int) -> None:
        caret = block.editor.cursorRect()
        step = self._area.viewport().height() - 2 * caret.height()
        aim = block.editor.viewport().mapTo(self._ground, caret.center()) + QPoint(0, way * step)
        near = min(self.blocks, key=lambda b: _distance(b, aim.y())).editor
        near.setTextCursor(near.cursorForPosition(near.viewport().mapFrom(self._ground, aim)))
        near.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_caret(self, block: Block) -> None:
        if block.editor.hasFocus():
            QTimer.singleShot(0, block, lambda: self._scroll_to(block))

    def _scroll_to(self, block: Block) -> None:
        editor, bar = block.editor, self._area.verticalScrollBar()
        caret = editor.cursorRect().translated(editor.viewport().mapTo(self._ground, QPoint()))
        highest, lowest = caret.bottom() + px(14) - self._area.viewport().height(), caret.top()
        bar.setValue(max(highest, min(bar.value(), lowest - px(12))))


class _Ground(QWidget):
    """What the blocks stand on."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell of a press beside the blocks."""
        super().mousePressEvent(event)
        self.pressed.emit()


def _distance(block: QWidget, y: int) -> int:
    rect = block.geometry()
    return max(rect.top() - y, y - rect.bottom(), 0)
