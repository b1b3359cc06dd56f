"""A note beside the minutes: as it was written, what has become of it, and what can."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.marks import PLAIN, in_order
from qualityvisit.ui.note_drag import NOTE, drag
from qualityvisit.ui.theme import look, px
from qualityvisit.words import _, clock, listing

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

UNDECIDED, CARRIED, LEFT_OUT = "undecided", "carried", "left out"
NUMBERS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)  # of MANNERS
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip


class NoteCard(kit.Surface):
    """A note. Can have the focus: keys carry it over; it can be dragged by its head and foot."""

    carry = Signal(str, str)  # the note, and one of MANNERS or ""
    part = Signal(str, str)  # the note, and the words that are marked in it
    into = Signal(str, str)  # the same: into the paragraph with the caret
    leave_out = Signal(str)
    undo = Signal(str)
    show_passage = Signal(str)
    stepped = Signal(str, int)

    def __init__(
        self, note: records.Note, number: int, author: str, fate: tuple[str, str], *, may: bool
    ) -> None:
        self.note, self.fate, self._may = note, fate, may
        self.shows = (note, number, author, fate, may)
        self._pressed: QPoint | None = None
        marks = in_order(note.marks) or [PLAIN]
        first = marks[0]
        words = listing([first.short, *(m.short.lower() for m in marks[1:])])
        title = kit.label(words, first.token, 0.9, bold=True)
        head = kit.row(
            kit.pic(first.icon, first.token, 15), title, None,
            kit.label(_("Note {n}", n=number), "muted", 0.9), gap=6,
        )  # fmt: skip
        self._text = kit.label(note.text, wrap=True, select=True)
        self._text.setProperty(NOTE, note.id)
        by = kit.label(f"{author} {clock(note.at)}".strip(), "muted", 0.9)
        foot = kit.row(by, None, *self._fate(number), gap=6)
        super().__init__(
            kit.col(head, self._text, foot, gap=5, margins=(12, 9, 12, 10)),
            fill="sunken", radius=8,
        )  # fmt: skip
        self.setAccessibleName(f"{_('Note {n}', n=number)}: {note.text}")
        self.setAccessibleDescription(self._about())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if may:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self._text.setCursor(Qt.CursorShape.IBeamCursor)

    @property
    def selected(self) -> str:
        """The words that are marked, or ""."""
        return self._text.selectedText()

    def _about(self) -> str:
        fate, detail = self.fate
        return {
            UNDECIDED: _("Not decided"), CARRIED: _("Carried over"),
            LEFT_OUT: _("Left out: {why}", why=detail),
        }[fate]  # fmt: skip

    def _fate(self, number: int) -> list[kit.Item]:
        """Return what has become of the note, or what can become of it."""
        name, (fate, detail) = self.note.id, self.fate
        of = _("Note {n}", n=number)
        if fate == CARRIED:
            shows = kit.link(_("Carried over"), lambda: self.show_passage.emit(detail))
            shows.setAccessibleName(_("{note}, carried over: show the paragraph", note=of))
            return [kit.pic("check", "ok", 14), shows]
        if fate == LEFT_OUT:
            undo = kit.link(_("Undo"), lambda: self.undo.emit(name))
            undo.setAccessibleName(_("{note}: take it back", note=of))
            said: list[kit.Item] = [kit.Elided(_("Left out: {why}", why=detail), "muted", 0.9)]
            return [*said, undo] if self._may else said
        if not self._may:
            return [kit.label(_("Not decided"), "warn", 0.9)]
        out = kit.button(_("Leave out"), lambda: self.leave_out.emit(name), kind="small")
        over = kit.button(_("Carry over"), self._carry, "arrow-right", "small")
        out.setAccessibleName(_("{note}: leave out", note=of))
        over.setAccessibleName(_("{note}: carry over", note=of))
        return [out, over]

    def _carry(self, manner: str = "") -> None:
        """Carry over the words that are marked, else the whole note."""
        if self.selected and not manner:
            self.part.emit(self.note.id, self.selected)
        else:
            self.carry.emit(self.note.id, manner)

    # --- Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Carry over by Enter or the number of a kind, leave out by Delete or X; walk by arrows."""
        act = self._way(Qt.Key(event.key()), event.modifiers())
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _way(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> partial[None] | None:
        """Return what a key does here, or None."""
        note, plain = self.note.id, modifiers & ~Qt.KeyboardModifier.KeypadModifier
        ways = {
            (Qt.Key.Key_Up, NONE): partial(self.stepped.emit, note, -1),
            (Qt.Key.Key_Down, NONE): partial(self.stepped.emit, note, 1),
        }
        if self._may:
            leave = partial(self.leave_out.emit, note)
            ways |= {
                (Qt.Key.Key_Return, NONE): partial(self._enter),
                (Qt.Key.Key_Return, SHIFT): partial(self.part.emit, note, self.selected),
                (Qt.Key.Key_Return, CTRL): partial(self.into.emit, note, self.selected),
            }
            for each, manner in zip(NUMBERS, records.MANNERS, strict=True):
                ways[each, NONE] = partial(self.carry.emit, note, manner)
            if self.fate[0] != LEFT_OUT:
                ways |= {(Qt.Key.Key_Delete, NONE): leave, (Qt.Key.Key_X, NONE): leave}
        return ways.get((Qt.Key.Key_Return if key == Qt.Key.Key_Enter else key, plain))

    def _enter(self) -> None:
        if self.fate[0] == CARRIED:
            self.show_passage.emit(self.fate[1])
        elif self.fate[0] == LEFT_OUT:
            self.undo.emit(self.note.id)
        else:
            self._carry()

    # --- The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left and self._may else None
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag when the pointer has gone far enough."""
        if self._pressed is None:
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._pressed = None
            drag(self, self.note.id, self.selected)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Forget it."""
        super().mouseReleaseEvent(event)
        self._pressed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, and the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            kit.rounded(QPainter(self), QRectF(self.rect()), px(8), None, look()["accent"], width=2)
