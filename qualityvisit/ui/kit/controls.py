"""What can be pressed, ticked or chosen."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from qualityvisit.ui.kit.layout import LEFT, MIDDLE
from qualityvisit.ui.kit.paint import draw_icon, elided, rounded
from qualityvisit.ui.theme import icon, look, px

BLEED = 6  # how far the ground of a row that can be pressed reaches beyond its parts
_INKS = {"primary": "on_accent", "link": "accent", "danger": "deficiency"}


class Button(QPushButton):
    """A button that Enter presses too; ``words`` are kept while only its icon is shown."""

    def __init__(self, words: str, icon_name: str = "") -> None:
        super().__init__()
        self.words, self.icon_name = words, icon_name
        self.compact(False)

    def compact(self, on: bool) -> None:
        """Show the icon alone (the words become the tip), or icon and words."""
        alone = on and bool(self.icon_name)
        self.setText("" if alone else f" {self.words}" if self.icon_name else self.words)
        if alone and not self.toolTip():
            self.setToolTip(self.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isEnabled():
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    words: str,
    on: Callable[[], object] | None = None,
    icon_name: str = "",
    kind: str = "",
    *,
    tip: str = "",
    name: str = "",
) -> Button:
    """Return a button that calls ``on``.

    ``kind``: "" has a line, "primary" (one in a view), "flat", "small", "icon" (no words shown),
    "link" or "danger". ``name`` is read aloud where the words alone would not do.
    """
    made = Button(words, icon_name)
    if kind:
        made.setProperty("kind", kind)
    if icon_name:
        made.setIcon(icon(icon_name, _INKS.get(kind, "text")))
        made.setIconSize(QSize(px(18), px(18)))
    made.compact(kind == "icon")
    made.setAccessibleName(name or words)
    made.setToolTip(tip or (words if kind == "icon" else ""))
    if on is not None:
        made.clicked.connect(lambda _checked=False: on())
    return made


def link(words: str, on: Callable[[], object] | None = None, *, name: str = "") -> Button:
    """Return words in the accent's colour that can be pressed."""
    made = button(words, on, kind="link", name=name)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


class Check(QCheckBox):
    """A box to tick, drawn with the program's own icons; long words end with "…"."""

    def __init__(self, words: str, *, on: bool = False, muted_when_on: bool = False) -> None:
        super().__init__(words)
        self._muted_when_on = muted_when_on
        self.setChecked(on)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for the box and the words."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.text()) + px(38), max(px(26), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        """Return the room for the box and a few letters."""
        return QSize(px(90), self.sizeHint().height())

    def hitButton(self, _where: object) -> bool:  # noqa: N802 Qt's name
        """Let the whole widget be the target."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the words and the focus."""
        painter, theme, on = QPainter(self), look(), self.isChecked()
        rect = QRectF(self.rect())
        if self.hasFocus():
            rounded(painter, rect, px(6), None, theme["accent"], width=2)
        token = "muted" if not self.isEnabled() else "ok" if on else "control"
        middle = QPointF(px(13), rect.center().y())
        draw_icon(painter, middle, "square-check" if on else "square", token)
        quiet = not self.isEnabled() or (on and self._muted_when_on)
        painter.setPen(theme["muted" if quiet else "text"])
        words = rect.adjusted(px(32), 0, -px(4), 0)
        elided(painter, words, self.text(), LEFT | MIDDLE)


class _Box(QComboBox):
    """Qt's box with our arrow, which leaves the wheel to the page."""

    def minimumSizeHint(self) -> QSize:
        """Return the room for a few letters: where there is little, words are cut."""
        return QSize(px(96), super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a value is never changed by scrolling past it."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint Qt's own, with dots where words are cut, and the arrow in the text's colour."""
        option, box = QStyleOptionComboBox(), QStylePainter(self)
        self.initStyleOption(option)
        whole, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(whole, option, part, self).width() - px(4)
        cut = QFontMetrics(self.font()).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        option.currentText = cut
        box.drawComplexControl(whole, option)
        box.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        box.end()
        centre = QPointF(self.width() - px(18), self.height() / 2)
        token = "text" if self.isEnabled() else "muted"
        draw_icon(QPainter(self), centre, "chevron-down", token, 16)


class Choice(_Box):
    """One of several values; each has words to be shown."""

    def __init__(
        self, options: Iterable[tuple[str, str]], value: str = "", *, name: str = ""
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.offer(options, value)

    def offer(self, options: Iterable[tuple[str, str]], value: str = "") -> None:
        """Offer other values, with ``value`` chosen; nothing is signalled."""
        self.blockSignals(True)
        self.clear()
        for each, words in options:
            self.addItem(words, each)
        longest = max((len(self.itemText(n)) for n in range(self.count())), default=0)
        self.setMinimumContentsLength(min(max(8, longest), 22))
        self.setCurrentIndex(max(0, self.findData(value)))
        self.blockSignals(False)

    def value(self) -> str:
        """Return what is chosen."""
        return str(self.currentData() or "")


class Suggested(_Box):
    """A line that is written in freely, with words to choose from where they fit."""

    def __init__(self, text: str = "", words: Iterable[str] = (), *, name: str = "") -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItems(list(words))
        self.setEditText(text)
        self.setAccessibleName(name)

    def text(self) -> str:
        """Return what is written."""
        return self.currentText()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 Qt's name
        """Say the same of the box and of the line in it."""
        super().setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)


class Pressable(QAbstractButton):
    """A row or a card that can be pressed as a whole; its parts are only looked at."""

    def __init__(
        self, layout: QLayout, name: str, on: Callable[[], object] | None = None, *,
        inset: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._inset = inset  # stands on a sunken ground of its own
        inner, side = layout.contentsMargins(), px(BLEED)
        layout.setContentsMargins(
            inner.left() + side, inner.top(), inner.right() + side, inner.bottom()
        )
        self.setLayout(layout)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # what wraps must be let grow beyond the height that it would like best
        wraps = any(words.wordWrap() for words in self.findChildren(QLabel))
        high = QSizePolicy.Policy.Minimum if wraps else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        if on is not None:
            self.clicked.connect(lambda _checked=False: on())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 Qt's name
        """Tell whether the parts wrap."""
        layout = self.layout()
        return layout is not None and layout.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height that the parts need at this width."""
        layout = self.layout()
        high = layout.totalHeightForWidth(width) if layout is not None else -1
        return max(high, self.minimumHeight())

    def sizeHint(self) -> QSize:
        """Return the room that the parts need."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        """Return the room that the parts need at least."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else QSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the ground."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ground away."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground under the pointer, and the focus."""
        theme, painter, rect = look(), QPainter(self), QRectF(self.rect())
        if self._inset:
            fill = theme["hover" if self.underMouse() else "sunken"]
            rounded(painter, rect, px(6), fill, theme["line"])
        elif self.underMouse():
            rounded(painter, rect, px(6), theme["hover"])
        if self.hasFocus():
            rounded(painter, rect, px(6), None, theme["accent"], width=2)
