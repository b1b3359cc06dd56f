"""A visit as an iCalendar file (RFC 5545): one event a session, the team as attendees.

The file is a snapshot, without METHOD: PUBLISH forbids attendees, and REQUEST and CANCEL may hold
one event only. Calendars know an event again by its UID, and take what has the higher SEQUENCE.
People have no addresses here, so theirs is one that nobody can write to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from qualityvisit.model.records import whole
from qualityvisit.reports.outline import clean, one_line

if TYPE_CHECKING:
    from icalendar import Event

ZONE = "Europe/Stockholm"
NOBODY = "invalid:nomail"
# The rules of summer time in force since 1996; no visit is older.
STOCKHOLM = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class Appointment:
    """One event. ``date`` is ISO, ``start`` "08:15" or "" for the whole day, ``at`` a moment."""

    uid: str
    sequence: int
    at: str
    live: bool
    date: str
    start: str
    minutes: str
    title: str
    place: str
    about: str
    team: Sequence[str]  # names


def write(name: str, organizer: str, events: Iterable[Appointment]) -> bytes:
    """Return the file. The same events give the same bytes."""
    from icalendar import Calendar, Timezone  # noqa: PLC0415 seldom needed

    calendar = Calendar()
    calendar.add("prodid", "-//Kvalitetsbesok//Kvalitetsbesok//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", one_line(name))
    calendar.add_component(Timezone.from_ical(STOCKHOLM.replace("\n", "\r\n")))
    for each in events:
        calendar.add_component(_event(each, organizer))
    return bytes(calendar.to_ical())


def _event(each: Appointment, organizer: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415 as above

    made, changed = Event(), datetime.fromisoformat(each.at).astimezone(UTC).replace(microsecond=0)
    made.add("uid", each.uid)
    made.add("sequence", each.sequence)
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("status", "CONFIRMED" if each.live else "CANCELLED")
    made.add("summary", one_line(each.title))
    _add_time(made, each)
    if each.place:
        made.add("location", one_line(each.place))
    if each.about:
        made.add("description", clean(each.about))
    made.add("organizer", NOBODY, parameters={"CN": _parameter(organizer)})
    for name in each.team:
        parameters = {"CN": _parameter(name), "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}
        made.add("attendee", NOBODY, parameters=parameters)
    return made


def _add_time(made: "Event", each: Appointment) -> None:
    if not each.start:
        first = date.fromisoformat(each.date)
        made.add("dtstart", first)
        made.add("dtend", first + timedelta(1))
        return
    start = datetime.fromisoformat(f"{each.date}T{each.start}")
    made.add("dtstart", start, parameters={"TZID": ZONE})
    if minutes := whole(each.minutes):
        end = start + timedelta(minutes=minutes)
        made.add("dtend", end, parameters={"TZID": ZONE})


def _parameter(text: str) -> str:
    """Return text that a parameter can hold: quotes cannot stand in it."""
    return one_line(text).replace('"', "'")
