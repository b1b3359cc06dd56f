"""Days as they are stored: ISO dates and weeks, and nothing else."""

import re
from collections.abc import Mapping
from datetime import date

from qualityvisit.errors import BadInput
from qualityvisit.words import _

# Which fields of which kinds hold a date ("2027-03-23") or a week ("2028-W41").
DATES = {"visit": ("date",), "session": ("date",), "action": ("due",), "meeting": ("date",),
         "term": ("start", "end"), "dispatch": ("at",), "fact-check": ("due",)}  # fmt: skip
WEEKS = {"visit": ("week",)}


def check_days(kind: str, values: Mapping[str, object]) -> None:
    """Raise BadInput where a field that holds a day is given something else; "" will do."""
    for field in DATES.get(kind, ()):
        a_date(str(values.get(field) or ""))
    for field in WEEKS.get(kind, ()):
        a_week(str(values.get(field) or ""))


def told_days(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return "" for the fields that hold a day, or should, and do not: as they are read."""
    wrong = {}
    for check, fields in ((a_date, DATES), (a_week, WEEKS)):
        for field in fields.get(kind, ()):
            try:
                check(values.get(field, ""))
            except BadInput:
                wrong[field] = ""
    return wrong


def a_date(text: str) -> str:
    """Return an ISO date or "". Raise BadInput for anything else."""
    try:
        # what Python reads as a date can be written in other ways too, which sort otherwise
        right = not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        right = False
    if not right:
        raise BadInput(_("This is not a date: {text}.", text=text), _("Write it as 2027-03-23."))
    return text


def a_week(text: str) -> str:
    """Return a week as it is stored or "". Raise BadInput for anything else."""
    found = re.fullmatch(r"(\d{4})-W(\d\d)", text, re.ASCII)
    try:
        right = not text or bool(found)
        if found:
            date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        right = False
    if not right:
        raise BadInput(_("This is not a week: {text}.", text=text), _("Write it as 2028-W41."))
    return text
