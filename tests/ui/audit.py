"""What every screen must keep: names for ears, keys for hands, room for fingers."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

LEAST = 24  # pixels that a target measures, both ways


def focusable(root: QWidget) -> list[QWidget]:
    """Return what Tab should reach."""
    return [
        w for w in root.findChildren(QWidget)
        if w.isVisible() and w.isEnabled() and not isinstance(w, QScrollBar)
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None
    ]  # fmt: skip


def nameless(root: QWidget) -> list[str]:
    """Return what has no name to be read aloud."""
    found = []
    for widget in focusable(root):
        said = QAccessible.queryAccessibleInterface(widget)
        if not said.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def too_small(root: QWidget) -> list[str]:
    """Return what is hard to hit."""
    return [
        f"{type(w).__name__} {w.accessibleName()!r} {w.width()}x{w.height()}"
        for w in focusable(root)
        if min(w.width(), w.height()) < LEAST
    ]


def not_reached(root: QWidget) -> list[str]:
    """Return what Tab does not come to, going once round."""
    wanted = set(focusable(root))
    start = QApplication.focusWidget() or root
    seen: list[QWidget] = []
    for _step in range(len(wanted) * 3 + 20):
        QTest.keyClick(QApplication.focusWidget() or start, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if here is None or (seen and here is seen[0]):
            break
        if here not in seen:
            seen.append(here)
    return [f"{type(w).__name__} {w.accessibleName()!r}" for w in wanted - set(seen)]
