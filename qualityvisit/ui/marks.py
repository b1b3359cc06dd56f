"""The marks of a note: their words, icons and colours, and the row of buttons that sets them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.theme import font, icon, look, px
from qualityvisit.words import _


@dataclass(frozen=True, slots=True)
class Mark:
    """How a mark looks. ``key`` is the mark as stored; "" is a note without a mark.

    ``sign`` sets it where a line begins with it.
    """

    key: str
    icon: str
    token: str
    sign: str = ""

    @property
    def word(self) -> str:
        """What the mark is called."""
        return {
            records.STRENGTH: _("Strength"),
            records.DEVELOPMENT: _("Area for development"),
            records.DEFICIENCY: _("Deficiency"),
            records.QUOTE: _("Quote"),
            records.FOLLOW_UP: _("Follow up"),
        }.get(self.key) or _("Statement")

    @property
    def short(self) -> str:
        """What it is called where there is little room."""
        return _("Development") if self.key == records.DEVELOPMENT else self.word


PLAIN = Mark("", "message-square-quote", "muted")
MARKS = (
    Mark(records.STRENGTH, "thumbs-up", "strength", "+"),
    Mark(records.DEVELOPMENT, "sprout", "development", "-"),
    Mark(records.DEFICIENCY, "octagon-alert", "deficiency", "!"),
    Mark(records.QUOTE, "quote", "quote", '"'),
    Mark(records.FOLLOW_UP, "flag", "follow_up", "?"),
)
BY_SIGN = {mark.sign: mark for mark in MARKS}
THEME_SIGN = "#"
_BY_KEY = {mark.key: mark for mark in MARKS}
BY_SIGN["”"] = _BY_KEY[records.QUOTE]


def mark_of(key: str) -> Mark:
    """Return the look of a mark; a word that is not known is a plain statement."""
    return _BY_KEY.get(key, PLAIN)


def in_order(keys: tuple[str, ...]) -> list[Mark]:
    """Return the looks of a note's marks, always in the same order."""
    return [mark for mark in MARKS if mark.key in keys]


class MarkButton(QPushButton):
    """A button in a mark's colour: outlined, or filled when the note has the mark."""

    def __init__(self, mark: Mark, number: int) -> None:
        super().__init__()
        self.mark = mark
        self.setCheckable(True)
        self.setFont(font(bold=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(
            _(
                "Mark the note: {mark} (Ctrl+{n}, or begin the line with {sign})",
                mark=mark.word,
                n=number,
                sign=mark.sign,
            )
        )
        self.setAccessibleName(mark.word)
        self.shorten(False)

    def shorten(self, short: bool) -> None:
        """Say the mark in a shorter word."""
        self.setText(self.mark.short if short else self.mark.word)
        self.setFixedSize(self.width_of(self.text()), self._height())

    def width_of(self, word: str) -> int:
        """Return how wide the button is with a word."""
        return self.fontMetrics().horizontalAdvance(word) + px(16 + 7 + 2 * 13)

    def _height(self) -> int:
        return max(px(31), self.fontMetrics().height() + px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint outline or ground, icon and word."""
        theme, painter, on = look(), QPainter(self), self.isChecked()
        token = self.mark.token if self.isEnabled() else "muted"
        ink = "panel" if on else token
        ground = theme[token] if on else theme["panel"]
        if self.underMouse() and not on and self.isEnabled():
            ground = theme[f"{token}_bg"]
        outline = theme["text"] if self.hasFocus() else theme[token]
        rect = self.rect().toRectF()
        kit.rounded(
            painter, rect, px(8), ground, outline,
            width=2 if self.hasFocus() else 1, dashed=not self.isEnabled(),
        )  # fmt: skip
        icon(self.mark.icon, ink, 16).paint(
            painter, px(13), round((self.height() - px(16)) / 2), px(16), px(16)
        )
        painter.setPen(theme[ink])
        painter.drawText(rect.adjusted(px(13 + 16 + 7), 0, 0, 0), kit.MIDDLE, self.text())


class MarkBar(QWidget):
    """The five marks in a row; shorter words, then more lines, where there is little room."""

    toggled = Signal(str, bool)  # mark, on

    def __init__(self) -> None:
        super().__init__()
        self.buttons = [MarkButton(mark, n) for n, mark in enumerate(MARKS, 1)]
        for button in self.buttons:
            button.clicked.connect(self._toggler(button.mark.key))
        self._hint = kit.label(_('Ctrl+1–5, or + - ! " ? first on the line'), "muted", 0.95)
        self.setLayout(kit.row((kit.box(kit.flow(*self.buttons)), 1), self._hint, gap=12))

    def show_marks(self, keys: tuple[str, ...]) -> None:
        """Show which marks the current note has."""
        for button in self.buttons:
            button.setChecked(button.mark.key in keys)

    def _toggler(self, mark: str) -> Callable[[bool], None]:
        return lambda on: self.toggled.emit(mark, on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose words that fit."""
        super().resizeEvent(event)
        room, hint = event.size().width(), self._hint.sizeHint().width() + px(12)
        whole = sum(b.width_of(b.mark.word) + px(8) for b in self.buttons)
        short = sum(b.width_of(b.mark.short) + px(8) for b in self.buttons)
        for button in self.buttons:
            button.shorten(whole > room)
        self._hint.setVisible((whole if whole <= room else short) + hint <= room)
