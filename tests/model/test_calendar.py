from datetime import date, timedelta

import pytest

from qualityvisit.errors import BadInput
from qualityvisit.model import calendar
from qualityvisit.model.calendar import BEGINNING, Closed, check_period
from qualityvisit.model.records import Period

# Easter Sundays as almanacs have them.
EASTERS = ("2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01",
           "2030-04-21", "2038-04-25", "2285-03-22")  # fmt: skip


@pytest.mark.parametrize("sunday", EASTERS)
def test_easter_is_where_the_almanac_has_it(sunday: str) -> None:
    assert calendar.easter(int(sunday[:4])).isoformat() == sunday


def closed(period: Period, year: int = 2028) -> list[str]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = Closed([period], first, last)
    weeks = calendar.weeks_between(first - timedelta(days=7), last)
    return [week for week in weeks if found.by(week, ("GR",))]


@pytest.mark.parametrize(
    ("start", "end", "weeks"),
    [
        ("W09", "W09", ["2028-W09"]),
        ("E+1", "E+5", ["2028-W16"]),
        ("E-6", "E-2", ["2028-W15"]),
        ("W44", "W44", ["2028-W44"]),
        ("12-20", "01-08", ["2028-W01", "2028-W51", "2028-W52"]),
        ("2028-10-11", "2028-10-16", ["2028-W41", "2028-W42"]),
        ("2028-10-14", "2028-10-15", []),  # a Saturday and a Sunday
        ("2028-10-14", "2028-10-16", ["2028-W42"]),
        ("2027-10-14", "2027-10-16", []),
    ],
)
def test_a_week_is_closed_where_a_school_day_of_it_is(
    start: str, end: str, weeks: list[str]
) -> None:
    assert closed(Period("p", start=start, end=end)) == weeks


def test_a_holiday_over_the_new_year_closes_the_first_weeks() -> None:
    assert closed(Period("p", start="W51", end="W02"), 2027) == [
        "2026-W53", "2027-W01", "2027-W02", "2027-W51", "2027-W52",
    ]  # fmt: skip


def test_tests_close_weeks_for_their_school_forms_only() -> None:
    found = Closed(BEGINNING, date(2028, 1, 1), date(2028, 12, 31))
    assert found.by("2028-W12", ("FS",)) is None
    tests = found.by("2028-W12", ("FKLASS", "GR"))
    assert tests is not None
    assert tests.id == "tests-1"
    assert found.by("2028-W09", ("FS",)) is not None


def test_every_year_leaves_enough_open_weeks() -> None:
    for year in range(2027, 2100):
        found = Closed(BEGINNING, date(year, 1, 1), date(year, 12, 31))
        weeks = list(calendar.weeks_between(date(year, 1, 1), date(year, 12, 31)))
        assert 28 <= sum(found.by(week, ("GR",)) is None for week in weeks) <= 36


@pytest.mark.parametrize(
    ("start", "end"),
    [("", ""), ("W54", "W54"), ("W00", "W01"), ("13-01", "13-02"), ("2028-02-30", "2028-03-01"),
     ("2028-03-02", "2028-03-01"), ("W09", "sportlov"), ("02-01", "01-31"), ("E", "E+1"),
     ("2028-01-01", "2029-01-01")],
)  # fmt: skip
def test_what_is_no_period_is_refused(start: str, end: str) -> None:
    with pytest.raises(BadInput):
        check_period(start, end)
