"""Fields: a label above, help or the error below, and dates as people write them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QPlainTextEdit, QWidget

from qualityvisit.ui.kit.controls import button
from qualityvisit.ui.kit.layout import Item, box, col, row
from qualityvisit.ui.kit.parts import label, pic
from qualityvisit.ui.theme import icon, px
from qualityvisit.words import MONTHS, _, day, language


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
        inner = control.focusProxy() or control
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
        inner = self.control.focusProxy() or self.control
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

    def put(self, item: QWidget) -> None:
        """Add something that is not a field."""
        self._column.addWidget(item)

    def right(self) -> bool:
        """Show every error; return whether there is none."""
        shown = [field for field, _check in self._checks if not field.isHidden()]
        wrong = [f for f, check in self._checks if f in shown and f.wrong(check())]
        if wrong:
            wrong[0].control.setFocus()
        return not wrong


class DateField(QWidget):
    """A date as people write it ("2028-03-23", "23 mars 2028", "23/3"), or from a calendar."""

    changed = Signal()

    def __init__(self, iso: str = "", *, name: str = "", today: str = "") -> None:
        super().__init__()
        self._today = date.fromisoformat(today) if today else date.today()  # noqa: DTZ011 local day
        self.edit = line(iso, hint=_("year-month-day"), name=name)
        self._said = label("", "muted", 0.95)
        pick = button(_("Choose in a calendar"), self._open, "calendar-days", "icon")
        items: list[Item] = [(self.edit, 1), pick, (self._said, 1)]
        self.setLayout(row(*items))
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._did_change)
        self._did_change()

    def iso(self) -> str:
        """Return the date, or "" where nothing or no date is written."""
        return read_date(self.edit.text(), self._today) or ""

    def trouble(self) -> str:
        """Return why what is written is not a date, or ""."""
        if read_date(self.edit.text(), self._today) is None:
            return _("Write the date as 2028-03-23 or 23 March 2028.")
        return ""

    def set_iso(self, iso: str) -> None:
        """Show another date."""
        self.edit.setText(iso)

    def _did_change(self) -> None:
        iso = self.iso()
        self._said.setText(day(iso, weekday=True, year=False))
        self.changed.emit()

    def _open(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        chosen = date.fromisoformat(self.iso()) if self.iso() else self._today
        calendar.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))

        def take(picked: QDate) -> None:
            self.edit.setText(picked.toString(Qt.DateFormat.ISODate))
            calendar.close()

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        calendar.show()
        calendar.setFocus()


def read_date(text: str, today: date) -> str | None:
    """Return the ISO date that a text says, "" for an empty text, None for what is no date.

    A day without a year is the next such day.
    """
    text = text.strip().casefold()
    if not text:
        return ""
    if found := re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)", text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})\s*/\s*(\d{1,2})(?:[\s/-]+(\d{4}))?", text):
        return _near(today, found[3], int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})\s+([^\W\d]{3,})\.?(?:\s+(\d{4}))?", text):
        return _near(today, found[3], _month(found[2]), int(found[1]))
    return None


def _month(word: str) -> int:
    names = [name.casefold() for name in MONTHS[language()].split()]
    return next((n for n, name in enumerate(names, 1) if name.startswith(word)), 0)


def _near(today: date, year: str | None, month: int, of_month: int) -> str | None:
    if year:
        return _date(int(year), month, of_month)
    this = _date(today.year, month, of_month)
    past = this is not None and this < (today - timedelta(days=1)).isoformat()
    return _date(today.year + 1, month, of_month) if past else this


def _date(year: int, month: int, of_month: int) -> str | None:
    try:
        return date(year, month, of_month).isoformat()
    except ValueError:
        return None
