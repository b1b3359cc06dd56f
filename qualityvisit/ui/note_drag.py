"""Notes that are dragged from the notes to the minutes: what is in the hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

NOTE = "note"  # the property of a label that shows a note's words
MIME = "application/x-qualityvisit-note"


class Dragged(NamedTuple):
    """A note, and the words of it that are carried, "" for all of them."""

    note: str
    words: str


def packed(note: str, words: str) -> QMimeData:
    """Return a note as what is dragged. It has no text: other programs get nothing of it."""
    data = QMimeData()
    data.setData(MIME, json.dumps([note, words]).encode())
    return data


def dragged(data: QMimeData, source: object = None) -> Dragged | None:
    """Return the note that is dragged, or None where it is something else.

    ``source``: words that are marked in a note can be dragged as any text is.
    """
    if isinstance(source, QLabel) and source.property(NOTE) and source.selectedText():
        return Dragged(str(source.property(NOTE)), source.selectedText())
    if not data.hasFormat(MIME):
        return None
    try:
        note, words = json.loads(bytes(data.data(MIME).data()))
    except (ValueError, TypeError):
        return None
    return Dragged(str(note), str(words))


def drag(widget: QWidget, note: str, words: str) -> None:
    """Let a note be dragged; return when it has been let go."""
    hand = QDrag(widget)
    hand.setMimeData(packed(note, words))
    hand.setPixmap(widget.grab())
    hand.setHotSpot(QPoint(12, 12))
    hand.exec(Qt.DropAction.CopyAction)
