"""Ties a text editor to a shared text, both ways and key by key.

Qt counts UTF-16 units, the shared text counts code points: "å" is one of either, an emoji is two
and one. They meet here and only here. What is typed becomes the smallest splice that explains it;
what comes from elsewhere (a colleague, undo, another window) is put into the editor with caret,
selection and half-composed letters kept in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from qualityvisit.errors import KnownError, NotSaved
from qualityvisit.model.text import Units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

    from qualityvisit.model.text import Edit, SharedText

# What Qt would turn into a line end or the frame of a table, shown as one character of equal width,
# so that positions match one to one. Line ends of any kind are "\n" in the shared text.
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})
_SHOWN = _LINE_ENDS | str.maketrans({"\r": " ", "\0": "?", "\ufdd0": "?", "\ufdd1": "?"})
_NEVER_TYPED = str.maketrans(dict.fromkeys("\0\ufdd0\ufdd1"))
_HALF_CHARACTERS = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def cleaned(text: str) -> str:
    """Return what may enter a shared text: one kind of line end, no NUL, no half characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(_LINE_ENDS | _NEVER_TYPED | _HALF_CHARACTERS)


@dataclass(frozen=True, slots=True)
class Splice:
    """At code point ``at``, ``remove`` code points give way to ``insert``."""

    at: int
    remove: int
    insert: str


def difference(old: str, new: str, near: int) -> Splice:
    """Return the smallest splice from ``old`` to ``new``.

    ``near`` is the code point where the editor says that it began; it decides where several are
    equally small (which of three equal letters was typed).
    """
    start = min(near, _common_prefix(old, new))
    tail = _common_prefix(old[start:][::-1], new[start:][::-1])
    gone, come = old[start : len(old) - tail], new[start : len(new) - tail]
    alike = _common_prefix(gone, come)
    return Splice(start + alike, len(gone) - alike, come[alike:])


def _common_prefix(a: str, b: str) -> int:
    """Return how many code points ``a`` and ``b`` begin alike, by halving: slices compare fast."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class TextBinding(QObject):
    """Keeps ``editor`` and ``text`` equal until closed.

    The editor's own undo is switched off: undo and redo go to the shared text, which takes back
    only what this person did. The binding lives as long as the editor, or until ``close``.
    """

    typed = Signal()  # this person changed the text here
    did_change = Signal()  # the text is another now, whoever changed it
    not_saved = Signal(object)  # NotSaved: the words are kept in memory
    refused = Signal(object)  # another KnownError: the editor shows the text as it was

    def __init__(self, editor: QTextEdit | QPlainTextEdit, text: SharedText) -> None:
        super().__init__(editor)
        self._editor, self._text = editor, text
        self._document = editor.document()
        self._busy = False
        self._shown = ""
        self._landed = -1  # the unit where the last edit from elsewhere ended
        # takes back a step that was not in the text, and tells whether there was one: the last
        # of all, or (True) one that is left when the text has nothing more to take back
        self.undone_beside: Callable[[bool], bool] = lambda _nothing_else: False
        self._document.setUndoRedoEnabled(False)
        self._show_again()
        self._document.contentsChange.connect(self._on_contents_change)
        self._watch = text.watch(self._on_edits)
        editor.installEventFilter(self)

    @property
    def text(self) -> SharedText:
        """The shared text that the editor is tied to."""
        return self._text

    def close(self) -> None:
        """Let go of the text; the editor keeps what it shows."""
        self._watch.close()
        self._document.contentsChange.disconnect(self._on_contents_change)
        self._editor.removeEventFilter(self)

    def undo(self) -> None:
        """Take back this person's last step."""
        if self.undone_beside(False):
            return
        found = list[bool]()
        self._step(lambda: found.append(self._text.undo()))
        if not any(found):
            self.undone_beside(True)

    def redo(self) -> None:
        """Do this person's last undone step again."""
        self._step(self._text.redo)

    # --- What was typed

    def _on_contents_change(self, at: int, _removed: int, _added: int) -> None:
        # Qt's counts overshoot (a paragraph mark that is not there): they only say where to look.
        old, new = self._shown, self._raw()
        if self._busy or old == new:
            return  # a change of format, or of what the input method composes
        splice = difference(old, new, Units(new).to_points(at))
        self._shown = new
        self._record(splice)

    def _record(self, splice: Splice) -> None:
        insert = cleaned(splice.insert)
        self._busy = True
        try:
            kept = self._try(lambda: self._text.splice(splice.at, splice.remove, insert))
        finally:
            self._busy = False
        if not kept or insert != splice.insert:
            self._show_again()
        self.typed.emit()
        self.did_change.emit()

    def _try(self, change: Callable[[], object]) -> bool:
        """Make a change; return whether it stands, in memory at least, and tell of trouble."""
        try:
            change()
        except NotSaved as trouble:
            self.not_saved.emit(trouble)
        except KnownError as trouble:
            self.refused.emit(trouble)
            return False
        return True

    def _step(self, step: Callable[[], object]) -> None:
        """Undo or redo, and put the caret where it happened."""
        self._landed = -1
        self._try(step)
        if self._landed >= 0:
            cursor = self._editor.textCursor()
            cursor.setPosition(self._landed)
            self._editor.setTextCursor(cursor)
            self.typed.emit()

    # --- What came from elsewhere

    def _on_edits(self, edits: Sequence[Edit], _mine: bool) -> None:
        if self._busy or not edits:
            return
        self._landed = self._apply(edits)
        self.did_change.emit()

    def _apply(self, edits: Sequence[Edit]) -> int:
        """Put ``edits`` into the editor; return the unit where the last of them ends."""
        user, bar = self._editor.textCursor(), self._editor.verticalScrollBar()
        scrolled, composing = bar.value(), _Composing(user)
        ends = sorted((user.anchor(), user.position()))
        forward, has_selection = user.anchor() <= user.position(), user.hasSelection()
        last = 0
        self._busy = True
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        try:
            for edit in edits:
                at, removed, insert = self._in_units(edit)
                cursor.setPosition(at)
                cursor.setPosition(at + removed, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(insert)
                last = cursor.position()
                ends[0] = _moved(ends[0], at, removed, last - at, sticks=not has_selection)
                ends[1] = _moved(ends[1], at, removed, last - at, sticks=True)
        finally:
            cursor.endEditBlock()
            self._busy = False
        anchor, position = ends if forward else ends[::-1]
        user.setPosition(anchor)
        user.setPosition(max(position, ends[0]), QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(user)
        composing.follow(user)
        bar.setValue(scrolled)
        return last

    def _in_units(self, edit: Edit) -> tuple[int, int, str]:
        """Return the edit in Qt's units, and count it as shown."""
        shown, insert = self._shown, edit.insert.translate(_SHOWN)
        end, units = edit.at + edit.remove, Units(shown)
        self._shown = shown[: edit.at] + insert + shown[end:]
        at = units.to_units(edit.at)
        return at, units.to_units(end) - at, insert

    # --- The editor

    def _raw(self) -> str:
        # toPlainText() would turn a no-break space into a space.
        return self._document.toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _show_again(self) -> None:
        """Show the shared text whole, with the caret as near as can be."""
        cursor = self._editor.textCursor()
        position = cursor.position()
        was, self._busy = self._busy, True
        whole = QTextCursor(self._document)
        whole.select(QTextCursor.SelectionType.Document)
        self._shown = str(self._text).translate(_SHOWN)
        whole.insertText(self._shown)
        self._busy = was
        cursor.setPosition(min(position, self._document.characterCount() - 1))
        self._editor.setTextCursor(cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Send undo and redo to the shared text."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if isinstance(event, QKeyEvent) and event.type() in kinds:
            for key, step in (
                (QKeySequence.StandardKey.Undo, self.undo),
                (QKeySequence.StandardKey.Redo, self.redo),
            ):
                if event.matches(key):
                    if event.type() == QEvent.Type.KeyPress and not self._editor.isReadOnly():
                        step()
                    event.accept()
                    return True
        return super().eventFilter(watched, event)


def _moved(place: int, at: int, removed: int, inserted: int, *, sticks: bool) -> int:
    """Return where ``place`` is after an edit; one that sticks stays before what comes there."""
    if place < at or (place == at and sticks):
        return place
    if place <= at + removed and removed:
        return at if sticks else at + inserted
    return place - removed + inserted


class _Composing:
    """Letters that an input method is composing at the caret: they are in no document yet."""

    def __init__(self, caret: QTextCursor) -> None:
        self._block = caret.block()
        self._letters = self._block.layout().preeditAreaText()

    def follow(self, caret: QTextCursor) -> None:
        """Show them at the caret's new place."""
        if not self._letters:
            return
        if self._block.isValid():
            self._block.layout().setPreeditArea(-1, "")
        block = caret.block()
        block.layout().setPreeditArea(caret.positionInBlock(), self._letters)
        caret.document().markContentsDirty(block.position(), block.length())
