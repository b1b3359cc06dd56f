"""Fields: a label above, help or the error below."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from qualityvisit.ui.kit.layout import box, col, row
from qualityvisit.ui.kit.parts import label, pic
from qualityvisit.ui.theme import icon, px
from qualityvisit.words import _


def line(text: str = "", *, hint: str = "", name: str = "") -> QLineEdit:
    """Return a field for one line; ``hint`` is an example shown while it is empty."""
    made = QLineEdit(text)
    made.setPlaceholderText(hint)
    made.setAccessibleName(name)
    made.setClearButtonEnabled(False)
    return made


def secret(*, name: str = "") -> QLineEdit:
    """Return a field for a passphrase, with an eye that shows what is written."""
    made = line(name=name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    show = QAction(icon("eye", "muted"), _("Show what is written"), made)
    show.setCheckable(True)

    def turn(on: bool) -> None:
        made.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    show.toggled.connect(turn)
    made.addAction(show, QLineEdit.ActionPosition.TrailingPosition)
    return made


def writing(text: str = "", *, lines: int = 3, hint: str = "", name: str = "") -> QPlainTextEdit:
    """Return a field for some lines of text; Tab goes on to the next field."""
    made = QPlainTextEdit(text)
    made.setTabChangesFocus(True)
    made.setPlaceholderText(hint)
    made.setAccessibleName(name)
    made.setFixedHeight(QFontMetrics(made.font()).lineSpacing() * lines + px(26))
    return made


class Field(QWidget):
    """A control with its label above and, below, help that gives way to an error."""

    def __init__(self, title: str, control: QWidget, hint: str = "") -> None:
        super().__init__()
        self.control, self._hint = control, hint
        words = label(title, bold=True, factor=0.95)
        inner = _inner(control)
        words.setBuddy(inner)
        if not inner.accessibleName():
            inner.setAccessibleName(title)
        inner.setAccessibleDescription(hint)
        self._below = label(hint, "muted", 0.95, wrap=True)
        self._error = label("", "deficiency", 0.95, wrap=True)
        self._trouble = box(row(pic("circle-alert", "deficiency", 16), (self._error, 1), gap=6))
        self.setLayout(col(words, control, self._below, self._trouble, gap=4))
        self.wrong("")

    def wrong(self, why: str) -> bool:
        """Show why the content will not do, or "" that it does. Return whether it is wrong."""
        inner = _inner(self.control)
        self._error.setText(why)
        self._trouble.setVisible(bool(why))
        self._below.setVisible(bool(self._hint) and not why)
        inner.setAccessibleDescription(why or self._hint)
        if inner.property("wrong") != bool(why):
            inner.setProperty("wrong", bool(why))
            inner.style().unpolish(inner)
            inner.style().polish(inner)
        return bool(why)

    def error(self) -> str:
        """Return the error that is shown, or ""."""
        return self._error.text()


class Form(QWidget):
    """Fields in a column, checked together; the first that is wrong gets the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._column = col(gap=16)
        self.setLayout(self._column)
        self._checks: list[tuple[Field, Callable[[], str]]] = []

    def add(
        self,
        title: str,
        control: QWidget,
        hint: str = "",
        *,
        check: Callable[[], str] | None = None,
    ) -> Field:
        """Add a field; ``check`` answers why its content will not do, or ""."""
        field = Field(title, control, hint)
        self._column.addWidget(field)
        if check is not None:
            self._checks.append((field, check))
        return field

    def check(self, field: Field, check: Callable[[], str]) -> None:
        """Check a field that was put in."""
        self._checks.append((field, check))

    def put(self, item: QWidget) -> None:
        """Add something that is not a field."""
        self._column.addWidget(item)

    def first(self) -> QWidget | None:
        """Return the first that can be written in or pressed, or None."""
        fields = self.findChildren(Field)
        if fields:
            return _inner(fields[0].control)
        stops = (w for w in self.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return next(stops, None)

    def right(self) -> bool:
        """Show every error; return whether there is none."""
        shown = [field for field, _check in self._checks if not field.isHidden()]
        wrong = [f for f, check in self._checks if f in shown and f.wrong(check())]
        if wrong:
            _inner(wrong[0].control).setFocus()
        return not wrong


def _inner(control: QWidget) -> QWidget:
    """Return what is written in or pressed: the control itself, or the first in a group."""
    proxy = control.focusProxy()
    if proxy is not None:
        return proxy
    if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
        return control
    inside = [w for w in control.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return inside[0] if inside else control
