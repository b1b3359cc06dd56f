"""Small pieces that several screens of the visit share."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.marks import mark_of
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import days_between
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTextEdit

    from qualityvisit.ui.binding import TextBinding
    from qualityvisit.ui.kit import Button
    from qualityvisit.ui.screen import Desk

Shown = TypeVar("Shown", bound=QWidget)


def shown_if(widget: Shown, on: bool) -> Shown:
    """Return a widget, hidden unless ``on``.

    Never show one that stands nowhere yet: Qt would open a window for it.
    """
    if not on:
        widget.hide()
    return widget


def icons_alone(lamps: QWidget, on: bool) -> None:
    """Let the lamps of a header show their icons alone; what they say is still read aloud."""
    for lamp in lamps.findChildren(QPushButton):
        lamp.setMaximumWidth(px(28) if on else 16777215)
        lamp.setMinimumWidth(px(28) if on else 0)


def tab_through(*panes: QWidget) -> list[QWidget]:
    """Let the Tab key go through panes one after the other, each as it is read.

    What is made anew would come last otherwise. Return where it stops.
    """
    found = [
        w for pane in panes for w in sorted(_stops(pane), key=lambda w: _place(w, pane))
    ]  # fmt: skip
    for one, other in pairwise(found):
        QWidget.setTabOrder(one, other)
    return found


def _stops(pane: QWidget) -> list[QWidget]:
    return [
        w for w in pane.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisibleTo(pane)
    ]  # fmt: skip


def _place(widget: QWidget, pane: QWidget) -> tuple[int, int]:
    at = widget.mapTo(pane, QPoint())
    return at.y(), at.x()


def retitle(button: Button, words: str) -> None:
    """Give a button other words."""
    button.words = words
    button.compact(False)
    button.setAccessibleName(words)


def editing_menu(editor: QTextEdit, binding: TextBinding | None) -> QMenu:
    """Return a menu for a text: undo and redo of one's own, the clipboard."""
    menu, open_ = QMenu(editor), not editor.isReadOnly()
    menu.aboutToHide.connect(menu.deleteLater)
    if binding is not None and open_:
        menu.addAction(_("Undo"), binding.undo).setShortcut(QKeySequence.StandardKey.Undo)
        menu.addAction(_("Redo"), binding.redo).setShortcut(QKeySequence.StandardKey.Redo)
        menu.addSeparator()
    if open_:
        menu.addAction(_("Cut"), editor.cut).setShortcut(QKeySequence.StandardKey.Cut)
    menu.addAction(_("Copy"), editor.copy).setShortcut(QKeySequence.StandardKey.Copy)
    if open_:
        menu.addAction(_("Paste"), editor.paste).setShortcut(QKeySequence.StandardKey.Paste)
    menu.addAction(_("Select all"), editor.selectAll)
    return menu


def marked(mark: str, text: str) -> QWidget:
    """Return a line with a mark's icon, its word for those who do not see it, and a text."""
    seen = mark_of(mark)
    pic = kit.pic(seen.icon, seen.token, 16, seen.word)
    return kit.box(
        kit.row(kit.box(kit.col(pic, None, gap=0)), (kit.label(text, wrap=True), 1), gap=9)
    )


def fact(name: str, value: str, width: int = 104) -> QWidget:
    """Return a name and its value on a line."""
    title = kit.label(name, "muted", 0.95)
    title.setFixedWidth(px(width))
    title.setWordWrap(True)
    above = kit.box(kit.col(title, None, gap=0))
    return kit.box(kit.row(above, (kit.label(value, wrap=True, select=True), 1), gap=10))


def late_words(action: records.Action, today: str) -> str:
    """Return "17 days late", or "" for what is in time or has ended."""
    ended = action.status in (*records.ACTION_ENDED, "done", "effect-checked")
    days = days_between(action.due, today) if action.due and not ended else 0
    return count("{n} day late", "{n} days late", days) if days > 0 else ""


DOCUMENTS = "Ctrl+Shift+D"


def show_documents(desk: Desk, window: QWidget, *, visit: str = "", meeting: str = "") -> None:
    """Show the documents of a visit or a meeting, and those of a half year or a year."""
    from qualityvisit.ui.documents import DocumentsDialog  # noqa: PLC0415 seldom needed

    DocumentsDialog(desk, window, visit=visit, meeting=meeting).open()
