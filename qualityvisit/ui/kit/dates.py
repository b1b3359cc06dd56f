"""Days and weeks as people write them, and a field for them with a calendar."""

import re
from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.ui.kit.controls import button
from qualityvisit.ui.kit.forms import line
from qualityvisit.ui.kit.layout import col, row
from qualityvisit.ui.kit.parts import label
from qualityvisit.words import MONTHS, _, day, language


class DateField(QWidget):
    """A date as people write it ("2028-03-23", "23 mars 2028", "23/3"), or from a calendar.

    With ``weeks`` a week will do as well ("v. 41", "v. 41 2028"). Where the day should lie
    ``ahead``, one that has passed is taken but said.
    """

    changed = Signal()

    def __init__(
        self, iso: str = "", *, name: str = "", today: str = "", weeks: bool = False,
        ahead: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._today = date.fromisoformat(today) if today else date.today()  # noqa: DTZ011 local day
        self._weeks, self._ahead = weeks, ahead
        hint = _("23 March 2028, or w. 41") if weeks else _("year-month-day")
        self.edit = line(iso, hint=hint, name=name)
        self._said = label("", "muted", 0.95)
        self.passed = label(_("The day has already passed."), "warn", 0.95)
        pick = button(_("Choose in a calendar"), self._open, "calendar-days", "icon")
        self.setLayout(col(row((self.edit, 1), pick),
                           row(self._said, self.passed, None, gap=8), gap=2))  # fmt: skip
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._did_change)
        self._did_change()

    def iso(self) -> str:
        """Return the date, or "" where nothing, a week or no date is written."""
        return read_date(self.edit.text(), self._today) or ""

    def week(self) -> str:
        """Return the week ("2028-W41"), or ""."""
        return read_week(self.edit.text(), self._today) if self._weeks else ""

    def trouble(self) -> str:
        """Return why what is written will not do, or ""."""
        if self.week() or read_date(self.edit.text(), self._today) is not None:
            return ""
        if self._weeks:
            return _("Write a date as 23 March 2028, or a week as w. 41 2028.")
        return _("Write the date as 2028-03-23 or 23 March 2028.")

    def set_text(self, text: str) -> None:
        """Show another date or week."""
        self.edit.setText(text)

    def _did_change(self) -> None:
        said = day(self.iso(), weekday=True) or _week_said(self.week())
        self._said.setText(said)
        self._said.setVisible(bool(said))
        past = self._ahead and "" < self.iso() < self._today.isoformat()
        self.passed.setVisible(past)
        self.edit.setAccessibleDescription(self.passed.text() if past else "")
        self.changed.emit()

    def _open(self) -> None:
        from PySide6.QtWidgets import QCalendarWidget  # noqa: PLC0415 seldom needed

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


def read_week(text: str, today: date) -> str:
    """Return the week that a text says as "2028-W41", or "". Without a year it is the next such."""
    found = re.fullmatch(
        r"(?:(\d{4})-?w|(?:v|w)\.?\s*|vecka\s+|week\s+)(\d{1,2})(?:[\s,]+(\d{4}))?",
        text.strip().casefold(),
    )
    if not found:
        return ""
    year, number = found[1] or found[3], int(found[2])
    if year:
        return _week(int(year), number)
    this = _week(today.year, number)
    here = f"{today.isocalendar().year}-W{today.isocalendar().week:02}"
    return _week(today.year + 1, number) if this < here else this


def _week(year: int, number: int) -> str:
    try:
        date.fromisocalendar(year, number, 1)
    except ValueError:
        return ""
    return f"{year}-W{number:02}"


def _week_said(week: str) -> str:
    if not week:
        return ""
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    friday = monday + timedelta(days=4)
    return f"{day(monday.isoformat(), year=False)} – {day(friday.isoformat())}"


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
