"""The year as schools have it: half years, weeks, and the days on which nobody visits. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from qualityvisit.errors import BadInput
from qualityvisit.model.records import Period
from qualityvisit.words import _

# What a register begins with; each can be changed or taken away. Holidays differ between
# municipalities. The weeks of the tests are those of 2024/25 in years 6 and 9 (Skolverket,
# "Provdatum i grundskolan"); Skolverket settles them for each school year.
TESTED = ("GR", "SP", "SAM")
BEGINNING = (
    Period("winter", start="W09", end="W09"),
    Period("easter", start="E+1", end="E+5"),
    Period("summer", start="W24", end="W33"),
    Period("autumn", start="W44", end="W44"),
    Period("christmas", start="12-20", end="01-08"),
    Period("tests-1", tests=True, forms=TESTED, start="W12", end="W13"),
    Period("tests-2", tests=True, forms=(*TESTED, "GY"), start="W20", end="W20"),
)
LONGEST = 200  # days: a longer one is a slip of the pen


def half_start(iso: str) -> str:
    """Return the first day of the half year that a day lies in."""
    return f"{iso[:4]}-{'01' if iso[5:7] < '07' else '07'}-01"


def week_of(day: date) -> str:
    """Return the week of a day: "2028-W41"."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(week: str) -> date:
    """Return the Monday of a week. Raise ValueError where there is no such week."""
    year, _w, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def weeks_between(first: date, last: date) -> Iterator[str]:
    """Give the weeks whose Mondays lie between two days, both included."""
    monday = first + timedelta(days=-first.weekday() % 7)
    while monday <= last:
        yield week_of(monday)
        monday += timedelta(weeks=1)


def easter(year: int) -> date:
    """Return Easter Sunday, by the Gregorian reckoning."""
    golden, century = year % 19, year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (skipped + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=epact - weekday)


def check_period(start: str, end: str) -> None:
    """Raise BadInput unless both are written in one of the ways of `records.Period`."""
    found = spans(Period("", start=start, end=end), 2027, 2028)
    if not found or any((last - first).days > LONGEST for first, last in found):
        raise BadInput(
            _("These are no days of a holiday: {start} – {end}.", start=start, end=end),
            _("Write days, weeks or dates, the first one first."),
        )


def spans(period: Period, first: int, last: int) -> list[tuple[date, date]]:
    """Return the first and last days of a period that begins in these years; none where wrong."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", period.start):
            dated = (date.fromisoformat(period.start), date.fromisoformat(period.end))
            return [dated] if dated[0] <= dated[1] else []
        return [_span(period, year) for year in range(first, last + 1)]
    except ValueError:
        return []


def _span(period: Period, year: int) -> tuple[date, date]:
    start, end = _day(period.start, year), _day(period.end, year, last=True)
    return start, (end if end >= start else _day(period.end, year + 1, last=True))


def _day(text: str, year: int, *, last: bool = False) -> date:
    """Return the day of a year that a text means. Raise ValueError."""
    if found := re.fullmatch(r"W(\d\d)", text):
        number = int(found[1])
        whole = date(year, 12, 28).isocalendar().week  # the year's last week
        return date.fromisocalendar(year, min(number, whole) if number <= 53 else 0,
                                    7 if last else 1)  # fmt: skip
    if found := re.fullmatch(r"E([+-]\d{1,2})", text):
        return easter(year) + timedelta(days=int(found[1]))
    if found := re.fullmatch(r"(\d\d)-(\d\d)", text):
        month, of_month = int(found[1]), int(found[2])
        return date(year, month, 28 if (month, of_month) == (2, 29) else of_month)
    raise ValueError(text)


class Closed:
    """Which weeks are closed for visits, and by what."""

    def __init__(self, periods: Iterable[Period], first: date, last: date) -> None:
        self._weeks: dict[str, list[Period]] = {}
        for period in periods:
            for start, end in spans(period, first.year - 1, last.year):
                for week in _weeks_touched(max(start, first), min(end, last + timedelta(days=7))):
                    self._weeks.setdefault(week, []).append(period)

    def by(self, week: str, forms: Collection[str]) -> Period | None:
        """Return what closes a week for a unit of these school forms, or None."""
        found = self._weeks.get(week, ())
        return next((p for p in found if not p.forms or set(p.forms) & set(forms)), None)

    def nearest(self, week: str, forms: Collection[str]) -> str:
        """Return the open week nearest to a week in its half year, or itself where none is."""
        monday = monday_of(week)
        half = half_start(monday.isoformat())
        for away in range(27):
            for weeks in (away, -away):
                day = monday + timedelta(weeks=weeks)
                inside = half_start(day.isoformat()) == half
                if inside and self.by(week_of(day), forms) is None:
                    return week_of(day)
        return week

    def next(self, week: str, forms: Collection[str], way: int) -> str:
        """Return the next open week after (``way`` 1) or before (-1) a week."""
        days = (monday_of(week) + timedelta(weeks=way * n) for n in range(1, 54))
        found = (week_of(day) for day in days if self.by(week_of(day), forms) is None)
        return next(found, week)


def _weeks_touched(start: date, end: date) -> Iterator[str]:
    """Give the weeks of which some school day lies between two days."""
    day = start + timedelta(days=(7 - start.weekday()) if start.weekday() > 4 else 0)
    while day <= end:
        yield week_of(day)
        day += timedelta(days=7 - day.weekday())
