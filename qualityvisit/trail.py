"""The trail: who changed what when, told by the journal itself and by the statements.

A document's changes are folded anew, some minutes of one device at a time, and its records are
compared before and after. Nothing is kept of it: what is told is what the journal holds.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NoReturn

from qualityvisit.model.document import Document
from qualityvisit.model.kinds import kind_of
from qualityvisit.model.records import KIND_OF, Record
from qualityvisit.roster import member_of, tidy
from qualityvisit.sync.membership import Membership
from qualityvisit.sync.statement import Statement

MADE, CHANGED, REMOVED = "made", "changed", "removed"
RUN = 15  # letters of an ISO time: what one device writes within ten minutes is one step

# What is told of each kind of record; the first field is what the record says.
WATCHED: dict[str, tuple[str, ...]] = {
    "passage": ("text",),
    "minutes": ("status",),
    "decision": ("reason",),
    "finding": ("text", "mark"),
    "action": ("text", "status", "responsible", "due", "cause", "goal"),
    "note": ("text", "marks"),
    "visit": ("title", "status", "reason", "date", "week", "place", "registry_number"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a document: its bytes, the device ("" for this one) and the time."""

    update: bytes
    device: str
    at: str


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one thing by one person.

    ``kind`` is a record's, "team" or "member"; ``what`` is "made", "changed" or "removed", and for
    members what was stated; ``about`` is what the thing says, or the person concerned.
    """

    at: str
    who: str  # name, "" where it is not known
    kind: str
    id: str
    what: str
    field: str
    before: str
    after: str
    about: str


def of_document(name: str, changes: Iterable[Entry], who: Callable[[str], str]) -> list[Step]:
    """Return the steps of a document, oldest first. ``who`` names the person behind a device."""
    document = kind_of(name)(name, _never, _never, lambda _name: ())
    known: dict[tuple[str, str], Record] = {}
    steps: list[Step] = []
    for (device, _minutes), run in groupby(changes, key=lambda c: (c.device, c.at[:RUN])):
        found = list(run)
        document.absorb([c.update for c in found])
        writer, at = who(device), found[-1].at
        steps += [Step(at, writer, *told) for told in _compared(document, known)]
    document.let_go()
    return steps


def _never(*_arguments: object, **_more: object) -> NoReturn:
    raise AssertionError("a trail is only read")


def _compared(
    document: Document, known: dict[tuple[str, str], Record]
) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    """Give what has changed since the last call: kind, id, what, field, before, after, about.

    In the same order on every computer, which a document's own memory does not promise.
    """
    put, gone = document.touched()
    for record in sorted(put, key=lambda r: (r.sort, r.id)):
        kind = KIND_OF[type(record)]
        if kind in WATCHED:
            yield from _told(kind, known.get((kind, record.id)), record)
            known[kind, record.id] = record
    for key in sorted(gone):
        old = known.pop(key, None)
        if old is not None:
            said = _value(old, WATCHED[key[0]][0])
            yield key[0], key[1], REMOVED, WATCHED[key[0]][0], said, "", said


def _told(
    kind: str, old: Record | None, new: Record
) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    first, *_others = WATCHED[kind]
    about = _value(new, first)
    if old is None:
        empty = not about or (kind == "minutes" and about == "draft")
        if not empty:
            yield kind, new.id, MADE, first, "", about, about
        return
    for field in WATCHED[kind]:
        before, after = _value(old, field), _value(new, field)
        if before != after:
            yield kind, new.id, CHANGED, field, before, after, about


def _value(record: Record, field: str) -> str:
    value = getattr(record, field)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


# --- members and teams

TOLD = ("founded", "invited", "joined", "device", "role", "removed", "lost", "withdrawn", "erased")


def of_people(found: Membership, statements: Iterable[Statement]) -> list[Step]:
    """Return what has been stated of members and computers, oldest first."""
    steps = [_stated(found, s) for s in statements if s.type in TOLD and _counts(found, s)]
    return sorted(steps, key=attrgetter("at"))


def of_teams(found: Membership, statements: Iterable[Statement], visit: str = "") -> list[Step]:
    """Return who came into a visit's team and left it, or into any; oldest first."""
    steps = []
    for s in statements:
        if s.type != "team" or not _counts(found, s) or visit not in ("", s.text("visit")):
            continue
        for key, what in (("add", MADE), ("gone", REMOVED)):
            steps += [
                _step(found, s, "team", s.text("visit"), what, member) for member in s.names(key)
            ]
    return sorted(steps, key=attrgetter("at"))


def _stated(found: Membership, s: Statement) -> Step:
    device = found.devices.get(s.text("device"))
    line = found.invitations.get(s.text("invitation"))
    concerned = device.member if device else line.member if line else s.text("member")
    after = {
        "role": s.text("role"), "invited": s.text("role"), "erased": s.text("document"),
        "lost": s.text("device"),
    }.get(s.type, tidy(s.text("label")))  # fmt: skip
    return _step(found, s, "member", s.text("device"), s.type, concerned, after)


def _step(
    found: Membership, s: Statement, kind: str, name: str, what: str, member: str, after: str = ""
) -> Step:
    writer, about = member_of(found, s.by), found.members.get(member)
    return Step(
        s.text("at"), writer.name if writer else "", kind, name, what, "", "", after,
        about.name if about else member,
    )  # fmt: skip


def _counts(found: Membership, s: Statement) -> bool:
    """Tell whether a statement has had its effect."""
    if s.type == "founded":
        return s.id == found.workspace
    if s.type == "erased":
        said = found.erased.get(s.text("document"))
        return said is not None and said.id == s.id
    if s.type == "invited":
        return s.text("invitation") in found.invitations
    if s.type in ("joined", "device"):
        device = found.devices.get(s.text("device"))
        return device is not None and device.state != "void"
    return s.id in found.cuts
