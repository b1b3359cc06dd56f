"""The steps of a question's scale: one is chosen by a press, or by a digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from qualityvisit.model.records import whole
from qualityvisit.ui import kit
from qualityvisit.ui.theme import icon
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from qualityvisit.ui.agenda import Asked

KEYS = "Ctrl+R"


class RatingBar(QWidget):
    """A row of steps, the lowest first. The arrow keys walk, a digit or Enter chooses."""

    rated = Signal(str)  # a step, or "" where it is taken back
    left = Signal()  # Esc: nothing was chosen

    def __init__(self) -> None:
        super().__init__()
        self._asked = ""
        self._steps: list[_Step] = []
        self._counts = kit.label("", "muted", 0.95)
        self._buttons = kit.row(gap=6)
        self._said = kit.label(_("Rating"), "muted", 0.95, bold=True)
        self._said.setToolTip(KEYS)
        self.setLayout(kit.row(self._said, (kit.box(self._buttons), 1), self._counts, gap=12))

    def show_asked(self, asked: Asked, *, locked: bool) -> None:
        """Show a question's scale, with what was chosen."""
        if asked.id != self._asked:
            self._asked = asked.id
            self._steps = [_Step(n, step) for n, step in enumerate(asked.scale, 1)]
            for button in self._steps:
                button.clicked.connect(self._choose(button))
            kit.refill(self._buttons, list(self._steps))
        for button in self._steps:
            button.show_chosen(button.step == asked.rating)
            button.setEnabled(not locked)
        self._counts.setText(counts_words(asked))
        self.setVisible(bool(self._steps))

    def focus(self) -> bool:
        """Put the focus on the step that was chosen, else the first; tell whether there is one."""
        at = next((b for b in self._steps if b.isChecked()), None) or next(iter(self._steps), None)
        if at is None or not at.isEnabled():
            return False
        at.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by a digit, walk by the arrow keys, leave by Esc."""
        typed = event.text()
        if 0 < whole(typed) <= len(self._steps):
            self._steps[whole(typed) - 1].click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _walk(self, way: int) -> None:
        here = next((n for n, b in enumerate(self._steps) if b.hasFocus()), 0)
        self._steps[(here + way) % len(self._steps)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, button: _Step) -> Callable[[bool], None]:
        return lambda on: self.rated.emit(button.step if on else "")


class _Step(kit.Button):
    """One step, with the digit that chooses it."""

    def __init__(self, number: int, step: str) -> None:
        super().__init__(f"{number}  {step}")
        self.step = step
        self.setProperty("kind", "small")
        self.setCheckable(True)
        self.setAccessibleName(f"{step}, {number}")

    def show_chosen(self, on: bool) -> None:
        """Show whether the step was chosen: by a tick, not by colour alone."""
        self.setChecked(on)
        self.setIcon(icon("check", "text", 16) if on else QIcon())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the bar hear digits and arrows, which Qt would walk all buttons by."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) or event.text().isdigit():
            event.ignore()
        else:
            super().keyPressEvent(event)


def counts_words(asked: Asked) -> str:
    """Return how many chose each step ("Ofta 3, Sällan 1"), or ""."""
    chosen = zip(asked.scale, asked.counts, strict=False)
    return ", ".join(f"{step} {number}" for step, number in chosen if number != "0")
