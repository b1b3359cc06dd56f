"""The rail at the left: the program's name, search, the places, and settings at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from qualityvisit.ui.kit import (
    LEFT,
    MIDDLE,
    RIGHT,
    Band,
    Elided,
    Paint,
    box,
    col,
    draw_icon,
    elided,
    rounded,
    row,
    scroll,
)
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

WIDE, NARROW = 216, 60


def places() -> list[tuple[str, str, str]]:
    """Return the rail's places in order: name, icon and words. The last lies at the foot."""
    return [
        ("overview", "layout-dashboard", _("Overview")),
        ("plan", "calendar-range", _("Visit plan")),
        ("visits", "clipboard-list", _("Visits")),
        ("follow-up", "messages-square", _("Follow-up")),
        ("units", "building-2", _("Units")),
        ("guides", "book-open", _("Question guides")),
        ("settings", "settings", _("Settings")),
    ]


class _Painted(QPushButton):
    """A button in the rail, painted whole; narrow it shows its icon alone."""

    def __init__(self, words: str, icon_name: str, keys: str) -> None:
        super().__init__()
        self.words, self.icon_name, self.keys = words, icon_name, keys
        self.narrow = False
        self.setAccessibleName(words)
        self.setAccessibleDescription(keys)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.compact(False)

    def compact(self, on: bool) -> None:
        """Show the icon alone, or icon and words."""
        self.narrow = on
        self.setToolTip(f"{self.words} ({self.keys})" if on else self.keys)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for a line."""
        return QSize(px(NARROW), px(38))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def ground(self) -> QRectF:
        """Return what is tinted when the button is chosen."""
        side = px(8 if self.narrow else 10)
        return QRectF(self.rect()).adjusted(side, 1, -side, -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press, and the arrows go up and down the rail."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key == Qt.Key.Key_Down:
            self.focusNextChild()
        elif key == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


class RailItem(_Painted):
    """A place in the rail, with a count at the right where something waits there."""

    def __init__(self, name: str, icon_name: str, words: str, number: int) -> None:
        super().__init__(words, icon_name, f"Alt+{number}")
        self.name, self.count = name, 0
        self.setCheckable(True)

    def nextCheckState(self) -> None:  # noqa: N802 Qt's name
        """Leave it to the window which place is the current one."""

    def tell(self, count: int, said: str) -> None:
        """Show how many wait here; ``said`` is read aloud."""
        self.count = count
        self.setAccessibleName(f"{self.words}, {said}" if count else self.words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, bar, icon, words, count and focus."""
        theme, painter, on = look(), QPainter(self), self.isChecked()
        ground = self.ground()
        if on or self.underMouse():
            rounded(painter, ground, px(8), theme["soft" if on else "hover"])
        if on:
            bar = QRectF(ground.left(), ground.top() + px(8), 3, ground.height() - px(16))
            rounded(painter, bar, 1.5, theme["accent"])
        if self.hasFocus():
            rounded(painter, ground, px(8), None, theme["accent"], width=2)
        x = self.width() / 2 if self.narrow else px(33)
        middle = QPointF(x, self.height() / 2)
        draw_icon(painter, middle, self.icon_name, "accent" if on else "muted")
        if self.narrow:
            return
        right = ground.adjusted(0, 0, -px(12), 0)
        painter.setFont(font())
        painter.setPen(theme["muted"])
        if self.count:
            painter.drawText(right, RIGHT | MIDDLE, str(self.count))
        painter.setFont(font(bold=on))
        painter.setPen(theme["text"])
        elided(painter, right.adjusted(px(44), 0, -px(24), 0), self.words, LEFT | MIDDLE)


class FindButton(_Painted):
    """The way to search, at the head of the rail."""

    def __init__(self) -> None:
        super().__init__(_("Search"), "search", "Ctrl+K")
        self.setAccessibleName(_("Search everything"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as a field that can be pressed."""
        theme, painter = look(), QPainter(self)
        ground = self.ground().adjusted(px(4), 0, -px(4), 0)
        line = theme["accent" if self.hasFocus() else "control"]
        fill = theme["hover" if self.underMouse() else "sunken"]
        rounded(painter, ground, px(8), fill, line, width=2 if self.hasFocus() else 1)
        x = self.width() / 2 if self.narrow else px(33)
        draw_icon(painter, QPointF(x, self.height() / 2), "search", "muted")
        if self.narrow:
            return
        painter.setPen(theme["muted"])
        painter.setFont(font())
        painter.drawText(ground.adjusted(px(40), 0, 0, 0), LEFT | MIDDLE, self.words)
        painter.setFont(font(0.9))
        painter.drawText(ground.adjusted(0, 0, -px(11), 0), RIGHT | MIDDLE, self.keys)


class Rail(Band):
    """The places that the program has."""

    def __init__(self, owner: str, go: Callable[[str], object], find: Callable[[], object]) -> None:
        mark = brand()
        names = (Elided(_("Quality Visit"), bold=True), Elided(owner, "muted", 0.9))
        self._names = box(col(None, *names, None, gap=0))
        self._brand = box(row(mark, (self._names, 1), gap=10, margins=(13, 0, 12, 0)))
        self._brand.setFixedHeight(px(68))
        self._find = FindButton()
        self._find.clicked.connect(find)
        self.items = [RailItem(*place, n) for n, place in enumerate(places(), 1)]
        for item in self.items:
            item.clicked.connect(lambda _on=False, name=item.name: go(name))
        head = col(self._find, 6, *self.items[:-1], None, gap=2, margins=(0, 4, 0, 0))
        middle = scroll(box(head))
        super().__init__(
            col(self._brand, (middle, 1), self.items[-1], gap=2, margins=(0, 0, 1, 10)),
            side="right",
        )
        self.setAccessibleName(_("Places"))
        self.compact(False)

    def choose(self, name: str) -> None:
        """Show which place is the current one."""
        for item in self.items:
            item.setChecked(item.name == name)
            item.update()

    def tell(self, name: str, count: int, said: str) -> None:
        """Show how many wait in a place."""
        for item in self.items:
            if item.name == name:
                item.tell(count, said)

    def compact(self, on: bool, *, low: bool = False) -> None:
        """Show icons alone, or icons and words; ``low`` leaves out the program's name."""
        self.setFixedWidth(px(NARROW if on else WIDE))
        self._names.setVisible(not on)
        self._brand.setVisible(not low)
        for each in (self._find, *self.items):
            each.compact(on)


def brand() -> Paint:
    """Return the program's mark."""
    return Paint(_draw_mark, "", height=34, width=34)


def _draw_mark(painter: QPainter, rect: QRectF) -> None:
    rounded(painter, rect, px(8), look()["accent"])
    draw_icon(painter, rect.center(), "clipboard-list", "on_accent")
