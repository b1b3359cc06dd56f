"""Who takes part, as it is shown: people with their computers, and invitations that are open."""

import platform
from collections.abc import Iterable
from dataclasses import dataclass

from qualityvisit.sync.keys import Identity
from qualityvisit.sync.membership import Device, Member, Membership
from qualityvisit.sync.statement import Statement

LONGEST = 60  # letters of a computer's name
BRINGS = ("founded", "joined", "device")  # the statements by which a computer comes


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer of a member. ``state`` is active, lost or removed."""

    id: str
    member: str
    name: str  # what the computer is called, "" where that is not known
    state: str
    seen: str  # when what it sent latest was sealed, ISO, "" for never
    here: bool  # this one


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member. ``state`` is invited, active or removed."""

    id: str
    name: str
    role: str
    state: str
    computers: tuple[Computer, ...]

    @property
    def seen(self) -> str:
        """When one of the computers was last heard of, "" for never."""
        return max((c.seen for c in self.computers), default="")


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An invitation that can be used, or could be until its time was over."""

    id: str
    member: str
    name: str
    role: str
    made: str  # ISO
    by: str  # the name of who made it
    expires: str  # ISO, "" where it does not end
    recovery: bool  # it is printed on a recovery sheet
    second: bool  # for another computer of somebody who takes part already


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, and every invitation that is open."""

    people: tuple[Colleague, ...]
    lines: tuple[OpenLine, ...]

    def computer(self, device: str) -> Computer | None:
        """Return a computer, or None where it is not known."""
        return next((c for p in self.people for c in p.computers if c.id == device), None)


def here() -> str:
    """Return what this computer is called."""
    return tidy(platform.node())


def tidy(name: str) -> str:
    """Return a computer's name as it is shown, whatever its statement holds."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST]


def roster(found: Membership, statements: list[Statement], seen: dict[str, str], me: Identity,
           ) -> Roster:  # fmt: skip
    """Put together who takes part. ``seen`` tells when each device was last heard of."""
    names = labels(found, statements)
    computers: dict[str, list[Computer]] = {}
    for device in found.devices.values():
        if device.state != "void":
            made = Computer(device.id, device.member, names.get(device.id, ""), device.state,
                            seen.get(device.id, ""), device.id == me.device)  # fmt: skip
            computers.setdefault(device.member, []).append(made)
    lines = tuple(_lines(found, statements))
    on_paper = {i.member for i in found.invitations.values() if i.recovery}
    people = [
        Colleague(m.id, m.name, m.role, m.state, tuple(computers.get(m.id, ())))
        for m in found.members.values()
        if m.id in computers or m.id not in on_paper
    ]
    people.sort(key=lambda p: (p.state == "removed", p.name.casefold()))
    return Roster(tuple(people), lines)


def _lines(found: Membership, statements: Iterable[Statement]) -> Iterable[OpenLine]:
    made = {s.text("invitation"): s for s in statements if s.type == "invited"}
    for line in found.invitations.values():
        if line.state != "open" or line.id not in made:
            continue
        member, said = found.members[line.member], made[line.id]
        yield OpenLine(
            line.id, member.id, member.name, member.role, said.text("at"), _name(found, said.by),
            line.expires, line.recovery, member.state == "active",
        )  # fmt: skip


def _name(found: Membership, device: str) -> str:
    member = member_of(found, device)
    return member.name if member else ""


def member_of(found: Membership, device: str) -> Member | None:
    """Return whose device this is, or None where nobody's."""
    known = found.devices.get(device)
    return found.members.get(known.member) if known else None


def labels(found: Membership, statements: Iterable[Statement]) -> dict[str, str]:
    """Return what each device is called, as it said itself when it came."""
    told: dict[str, str] = {}
    for s in statements:
        device = found.devices.get(s.text("device"))
        if s.type in BRINGS and device is not None and s.signed_by(_signer(found, s, device)):
            told.setdefault(device.id, tidy(s.text("label")))
    return told


def _signer(found: Membership, s: Statement, device: Device) -> str:
    """Return the public key that must have signed a statement that brings a device."""
    other = found.devices.get(s.by)
    return other.verify if s.type == "device" and other else device.verify
