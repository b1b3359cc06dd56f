"""Days and weeks are understood as people write them."""

from datetime import date

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCalendarWidget
from pytestqt.qtbot import QtBot

from qualityvisit import words
from qualityvisit.ui.kit import DateField, read_date, read_week

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen only

TODAY = date(2028, 3, 14)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("", ""),
        ("2028-03-23", "2028-03-23"),
        ("20280323", "2028-03-23"),
        ("23 mars 2028", "2028-03-23"),
        ("23 mars", "2028-03-23"),
        ("23 MAR", "2028-03-23"),
        ("1 mars", "2029-03-01"),
        ("13 mars", "2028-03-13"),
        ("23/3", "2028-03-23"),
        ("1/2 2030", "2030-02-01"),
        ("31 april", None),
        ("2028-13-01", None),
        ("i morgon", None),
        ("23 må", None),
    ],
)
def test_days(text: str, iso: str | None) -> None:
    assert read_date(text, TODAY) == iso


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("v. 41", "2028-W41"),
        ("V41", "2028-W41"),
        ("vecka 41 2029", "2029-W41"),
        ("2028-W41", "2028-W41"),
        ("v. 5", "2029-W05"),
        ("v. 11", "2028-W11"),
        ("v. 54", ""),
        ("41", ""),
    ],
)
def test_weeks(text: str, week: str) -> None:
    assert read_week(text, TODAY) == week


def test_english_months() -> None:
    words.use("en")
    assert read_date("23 March 2028", TODAY) == "2028-03-23"


def test_the_field_says_what_it_understood(qtbot: QtBot) -> None:
    field = DateField(today="2028-03-14", weeks=True)
    qtbot.addWidget(field)
    field.set_text("23/3")
    assert (field.iso(), field.week(), field.trouble()) == ("2028-03-23", "", "")
    assert field._said.text() == "torsdag 23 mars 2028"
    field.set_text("v. 41")
    assert (field.iso(), field.week(), field.trouble()) == ("", "2028-W41", "")
    assert field._said.text() == "9 oktober – 13 oktober 2028"
    field.set_text("nångång")
    assert field.trouble() == "Skriv ett datum som 23 mars 2028 eller en vecka som v. 41 2028."


def test_the_calendar_writes_the_day(qtbot: QtBot) -> None:
    field = DateField("2028-03-23", today="2028-03-14")
    qtbot.addWidget(field)
    field.show()
    field._open()
    calendar = field.findChildren(QCalendarWidget)[-1]
    assert calendar.selectedDate() == QDate(2028, 3, 23)
    calendar.clicked.emit(QDate(2028, 4, 1))
    assert field.iso() == "2028-04-01"
    assert not DateField("", today="2028-03-14").trouble()
    field.set_text("32 mars")
    assert field.trouble() == "Skriv datumet som 2028-03-23 eller 23 mars 2028."
