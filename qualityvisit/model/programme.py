"""The programme's verbs: sessions, times that move along, and what calendars have been told."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import pairwise

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.document import Document
from qualityvisit.model.records import SESSION_TYPES, Session, whole
from qualityvisit.words import _, clock

APART = 120  # minutes between two sessions that make the later one an occasion of its own
NIGHT = 24 * 60

Changes = dict[str, dict[str, str]]  # fields by session


def moved_along(
    sessions: Iterable[Session], session: str, fields: Mapping[str, str], day: str
) -> Changes:
    """Return what becomes of a day's sessions when one of them gets another start or length.

    Those after it move along with their gaps kept, up to the first that begins so much later that
    it is an occasion of its own (guardians in the evening). ``day`` is the visit's. Raise Refused
    where a session would begin on another day.
    """
    every = list(sessions)
    old = next(s for s in every if s.id == session)
    changes: Changes = {session: dict(fields)}
    if fields.get("date", old.date) != old.date or not old.start or not fields.get("start", "x"):
        return changes  # it leaves the day, or had no time in it
    start = minute(fields.get("start", old.start)) - minute(old.start)
    longer = length(fields.get("minutes", old.minutes)) - length(old.minutes)
    for each in _following(every, old, day):
        shift = start + (longer if minute(each.start) >= end(old) else 0)
        if shift:
            at = minute(each.start) + shift
            if not 0 <= at < NIGHT:
                raise Refused(
                    _("The session at {time} would move to another day.", time=clock(each.start)),
                    _("Nothing was changed. Give it another day or time first."),
                )
            changes[each.id] = {"start": time_of(at)}
    return changes


def _following(sessions: Iterable[Session], old: Session, day: str) -> Iterable[Session]:
    same = [s for s in sessions if s.start and (s.date or day) == (old.date or day)]
    last = end(old)
    for each in sorted(same, key=lambda s: s.start):
        if each.id == old.id or minute(each.start) <= minute(old.start):
            continue
        if minute(each.start) - last >= APART:
            return
        last = max(last, end(each))
        yield each


def overlaps(sessions: Iterable[Session], day: str) -> list[tuple[Session, Session]]:
    """Return pairs of sessions on one day where the second begins before the first has ended."""
    timed = sorted((s for s in sessions if s.start), key=lambda s: (s.date or day, s.start))
    found = []
    for n, first in enumerate(timed):
        for later in timed[n + 1 :]:
            same = (later.date or day) == (first.date or day)
            if same and minute(later.start) < end(first):
                found.append((first, later))
    return found


def a_time(start: str) -> str:
    """Return a time of day as it is stored ("08:15"), or "" for what is none."""
    return start if re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", start) else ""


def minute(start: str) -> int:
    """Return "08:15" as minutes since midnight, 0 for what is no time."""
    hours, _colon, minutes = start.partition(":")
    told = (hours + minutes).isascii() and hours.isdigit() and minutes.isdigit()
    return int(hours) * 60 + int(minutes) if told else 0


def length(minutes: str) -> int:
    """Return a session's length in minutes, 0 where none is given."""
    return whole(minutes)


def end(session: Session) -> int:
    """Return when a session ends, as minutes since its day's midnight."""
    return minute(session.start) + length(session.minutes)


def time_of(minutes: int) -> str:
    """Return minutes since midnight as "08:15"; they may reach into the next day."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def shared_times(start: str, minutes: int, parts: int) -> list[tuple[str, str]]:
    """Return from when to when each part lasts that shares a time evenly; "" without a start."""
    if not a_time(start):
        return [("", "")] * parts
    first = minute(start)
    ends = [time_of(first + minutes * n // parts) for n in range(parts + 1)] if parts else []
    return list(pairwise(ends))


# --- what calendars have been told


@dataclass(frozen=True, slots=True)
class Told:
    """A calendar event as it was last told: enough to tell it anew, or that it is cancelled."""

    session: str
    sequence: int
    at: str  # the moment when it last became other
    live: bool  # not cancelled
    about: tuple[str, ...] = ()  # date, start, minutes, title, place, and what else is told

    def kept(self) -> str:
        """Return it as the fact in which the visit's document keeps it."""
        return json.dumps([self.sequence, self.at, self.live, *self.about], ensure_ascii=False)


def read_told(session: str, fact: str) -> Told | None:
    """Return what a fact keeps, or None where it is none of ours."""
    try:
        sequence, at, live, day, start, *rest = json.loads(fact)
        date.fromisoformat(str(day))
        datetime.fromisoformat(str(at))
        about = (str(day), a_time(str(start)), *map(str, rest))
        return Told(session, max(0, int(sequence)), str(at), bool(live), about)
    except (ValueError, TypeError):
        return None


def tell_anew(
    before: Mapping[str, Told], now: Mapping[str, tuple[str, ...]], at: str
) -> list[Told]:
    """Return the events to tell: those that are other than before with a higher sequence.

    What was told before and is no more is told as cancelled.
    """
    made = []
    for session, about in now.items():
        old = before.get(session)
        if old and old.live and old.about == about:
            made.append(old)
        else:
            made.append(Told(session, old.sequence + 1 if old else 0, at, live=True, about=about))
    for session, old in before.items():
        if session not in now:
            same = Told(session, old.sequence + 1, at, live=False, about=old.about)
            made.append(same if old.live else old)
    return made


def short_digest(*parts: str) -> str:
    """Return a short digest of some words, to see whether they have changed."""
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


class ProgrammeVerbs(Document):
    """What can be done with a visit's programme."""

    def add_session(self, kind: str, **values: str | bool) -> str:
        """Add a session to the programme; return its id. Fields as in `records.Session`."""
        if kind not in SESSION_TYPES:
            raise BadInput(_("There is no such session: {kind}.", kind=kind))
        with self.change():
            visit = self.name.partition("/")[2]
            return self.create("session", {"visit": visit, "type": kind, **values})

    def change_session(self, session: str, **values: str | bool) -> None:
        """Change fields of a session. People in the room are counted, never named."""
        number = values.get("participants", "")
        if number and str(number) != "0" and not whole(str(number)):
            raise BadInput(_("Write the number of participants in digits."))
        with self.change():
            self.put(session, **values)

    def change_programme(self, changes: Mapping[str, Mapping[str, str]]) -> None:
        """Change several sessions as one step; ``changes`` are fields by session."""
        with self.change():
            for session, fields in changes.items():
                self.put(session, **fields)

    def end_session(self, session: str) -> None:
        """Note that the interview has been ended; it can be opened again."""
        with self.change() as stamp:
            self.put(session, ended=stamp.at)

    def told(self) -> dict[str, Told]:
        """Return what calendars have been told, by session."""
        keys = [k for k in self._facts.keys() if str(k).startswith("event/")]  # noqa: SIM118 a pycrdt Map
        found = (read_told(str(k).partition("/")[2], self.fact(str(k))) for k in keys)
        return {t.session: t for t in found if t is not None}

    def keep_told(self, events: Sequence[Told]) -> None:
        """Keep what calendars are told now. Nothing is written where it is as before."""
        before = self.told()
        fresh = [t for t in events if before.get(t.session) != t]
        if fresh:
            with self.change():
                for each in fresh:
                    self.put_fact(f"event/{each.session}", each.kept())
