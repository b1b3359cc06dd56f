"""Key presses as Qt delivers them.

pytest-qt's keyClicks aborts the process on å, ä and ö, so the events are sent here.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def press(
    widget: QWidget,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    text: str = "",
) -> None:
    """Press and release one key, as the keyboard would: first offered as a shortcut."""
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        text = text or "\r"
    offer = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text)
    QApplication.sendEvent(widget, offer)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def type_text(widget: QWidget, text: str) -> None:
    """Type ``text`` letter by letter; "\\n" is Enter."""
    for letter in text:
        if letter == "\n":
            press(widget, Qt.Key.Key_Return)
        else:
            press(widget, Qt.Key.Key_unknown, text=letter)
