"""The screen turned to pupils or children: one large question, a scale of pictures, no notes.

Those in the room are counted, step by step. Only a chord leads back: Esc is easily pressed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QSizePolicy, QWidget

from qualityvisit.model.records import whole
from qualityvisit.ui import kit
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from qualityvisit.ui.course import Course

KEYS = "Ctrl+Shift+P"
FACES = ("frown", "annoyed", "meh", "smile", "laugh")
LOW = 500  # a screen lower than this, at normal text size, has less room for pictures
MOST = 40  # people who are counted at one step


class PupilView(QDialog):
    """Shows the questions of an interview one at a time; ``turned`` tells of another one."""

    turned = Signal(str)  # a question

    def __init__(self, window: QWidget, course: Course) -> None:
        super().__init__(window.window(), Qt.WindowType.FramelessWindowHint)
        self._course = course
        self._steps: list[_Step] = []
        self._chosen: list[int] = []  # steps in the order in which they were chosen
        self._question = kit.label("", factor=2.6, bold=True, wrap=True)
        self._question.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = kit.row(gap=20)
        self._said = kit.label("", "muted", 1.2)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        back = kit.button(_("Previous question"), partial(self.turn, -1), "chevron-left", "icon")
        on = kit.button(_("Next question"), partial(self.turn, 1), "chevron-right", "icon")
        undo = kit.button(_("Take the latest back"), self.take_back, "rotate-ccw", "icon")
        for each in (back, on, undo):
            each.setAutoDefault(False)
        hint = kit.label(_("Back to the notes: {keys}", keys=KEYS), "muted", 0.9)
        self.setLayout(
            kit.col(
                None, self._question, 40, self._row, 12, self._said, None,
                kit.row(back, undo, None, hint, None, on), gap=6, margins=(60, 40, 60, 24),
            )
        )  # fmt: skip
        QShortcut(QKeySequence(KEYS), self).activated.connect(self.accept)
        self.setWindowTitle(_("For those who are asked"))
        self.show_question()

    def show_question(self) -> None:
        """Show what is asked now."""
        asked = self._course.asked
        self._question.setText(asked.text)
        self._chosen = []
        counts = [int(n) for n in asked.counts]
        counts += [0] * (len(asked.scale) - len(counts))
        feelings = bool(asked.scale) and _is_bad(asked.scale[0])
        self._steps = [
            _Step(step, at, len(asked.scale), counts[at], feelings=feelings)
            for at, step in enumerate(asked.scale)
        ]
        for step in self._steps:
            step.clicked.connect(partial(self._choose, step.at))
        kit.refill(self._row, list(self._steps))
        self._flatten()
        self._tell()
        (self._steps[0] if self._steps else self).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take less room where the screen is low."""
        super().resizeEvent(event)
        self._flatten()

    def _flatten(self) -> None:
        low = self.height() / look().scale < LOW
        self._question.setFont(font(1.6 if low else 2.6, bold=True))
        for step in self._steps:
            step.flatten(low)

    def turn(self, way: int) -> None:
        """Turn to the question before or after; what is not a question is passed over."""
        ids = [q.id for q in self._course.agenda.numbered]
        here = self._course.question
        at = ids.index(here) + way if here in ids else 0
        if 0 <= at < len(ids):
            self._course.question = ids[at]
            self.turned.emit(ids[at])
            self.show_question()

    def take_back(self) -> None:
        """Take back the step that was chosen last."""
        if self._chosen:
            self._add(self._chosen.pop(), -1)

    def _choose(self, at: int, _checked: bool = False) -> None:
        if self._steps[at].number < MOST and self._add(at, 1):
            self._chosen.append(at)

    def _add(self, at: int, more: int) -> bool:
        numbers = [s.number for s in self._steps]
        numbers[at] = max(0, numbers[at] + more)
        if not self._course.count(numbers):
            return False
        self._steps[at].tell(numbers[at])
        self._tell()
        return True

    def _tell(self) -> None:
        all_ = sum(s.number for s in self._steps)
        self._said.setText(count("{n} answer", "{n} answers", all_) if all_ else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hear digits, the arrows and Backspace; Esc and Enter do nothing by themselves."""
        typed, steps = event.text(), self._steps
        if 0 < whole(typed) <= len(steps):
            steps[whole(typed) - 1].click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turn(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() == Qt.Key.Key_Backspace:
            self.take_back()


def _is_bad(step: str) -> bool:
    """Tell whether the lowest step names a feeling: those scales get faces, others amounts."""
    return step.casefold().startswith(tuple(_("bad sad unsafe unhappy boring no").split()))


class _Step(QPushButton):
    """One step of the scale: its picture, its word, and how many chose it."""

    def __init__(self, word: str, at: int, all_: int, number: int, *, feelings: bool) -> None:
        super().__init__()
        self.word, self.at, self._all, self._feelings = word, at, all_, feelings
        self.number, self._low = number, False
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.tell(number)

    def sizeHint(self) -> QSize:
        """Return the room for the picture, the word and the number."""
        return QSize(px(220), px(130 if self._low else 220))

    def flatten(self, on: bool) -> None:
        """Take less room where the screen is low."""
        self._low = on
        self.updateGeometry()

    def tell(self, number: int) -> None:
        """Show how many chose it."""
        self.number = number
        self.setAccessibleName(f"{self.word}: {number}")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter and Space; the rest is for the whole screen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.click()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, the word and the number."""
        painter, theme, rect = QPainter(self), look(), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme["hover" if self.underMouse() or self.isDown() else "panel"]
        line = theme["accent" if self.hasFocus() else "control"]
        kit.rounded(painter, rect, px(16), ground, line, width=3 if self.hasFocus() else 1)
        side = 44 if self._low else 84
        middle = QPointF(rect.center().x(), rect.top() + px(side / 2 + (10 if self._low else 28)))
        if self._feelings:
            face = FACES[round(self.at * (len(FACES) - 1) / max(1, self._all - 1))]
            kit.draw_icon(painter, middle, face, "accent", side)
        else:
            self._paint_amount(painter, middle, side)
        painter.setFont(font(1.1 if self._low else 1.35, bold=True))
        painter.setPen(theme["text"])
        words = QRectF(rect.left() + px(6), middle.y() + px(side / 2 + 4), rect.width() - px(12),
                       px(34) if self._low else px(58))  # fmt: skip
        painter.drawText(words, kit.CENTRE | Qt.TextFlag.TextWordWrap, self.word)
        painter.setFont(font(1.3 if self._low else 1.9, bold=True))
        painter.setPen(theme["accent"])
        below = QRectF(rect.left(), words.bottom(), rect.width(), rect.bottom() - words.bottom())
        painter.drawText(below, kit.CENTRE, str(self.number) if self.number else "")

    def _paint_amount(self, painter: QPainter, middle: QPointF, side: int) -> None:
        """Paint a column that is filled so far as the step goes."""
        theme, wide, tall = look(), px(side / 2), px(side)
        frame = QRectF(middle.x() - wide / 2, middle.y() - tall / 2, wide, tall)
        share = (self.at + 1) / self._all
        fill = frame.adjusted(0, tall * (1 - share), 0, 0)
        kit.rounded(painter, fill, px(8), theme["accent"])
        kit.rounded(painter, frame, px(8), None, theme["accent"], width=2)
