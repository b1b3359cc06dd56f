"""Membership: who may take part, as signed statements that begin with the founder's.

A statement is a line of canonical JSON, a newline and the signature in hexadecimal digits; its id
is the SHA-256 of that, and the founding statement's id is the workspace's. ``after`` names the
latest statements that the writer knew. Folding them in that order, ties broken by id, gives the
same members everywhere; what the writer had no right to say is passed over.
"""

import heapq
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from qualityvisit.sync.seal import Keys, digest, is_public, read_json, signed

ADMINISTRATOR = "administrator"
ROLES = (ADMINISTRATOR, "member", "reader")
MOST = 1 << 16  # bytes of a statement


@dataclass(frozen=True, slots=True)
class Statement:
    """One signed statement. ``raw`` is what travels and what is kept."""

    id: str
    body: dict[str, Any]
    raw: bytes

    @classmethod
    def make(cls, keys: Keys, **body: object) -> "Statement":
        """Write and sign a statement."""
        line = _canonical(body)
        raw = line + b"\n" + keys.sign(line).hex().encode()
        return cls(digest(raw), body, raw)

    @classmethod
    def parse(cls, raw: bytes) -> "Statement":
        """Read a statement. Raise ValueError where it is none; the signature is checked later."""
        line, _newline, signature = raw.rpartition(b"\n")
        if len(raw) > MOST or len(signature) != 128:
            raise ValueError
        body = read_json(line)
        if not isinstance(body, dict) or _canonical(body) != line:
            raise ValueError  # one statement has one form, and so one id
        after = body.get("after", [])
        if not isinstance(after, list) or not all(isinstance(a, str) for a in after):
            raise ValueError
        return cls(digest(raw), body, raw)

    def signed_by(self, verify: str) -> bool:
        """Tell whether this was signed with the key."""
        line, _newline, signature = self.raw.rpartition(b"\n")
        try:
            return signed(verify, bytes.fromhex(signature.decode()), line)
        except ValueError:
            return False

    def text(self, key: str) -> str:
        """Return a field as text."""
        value = self.body.get(key, "")
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Member:
    """A person who takes part."""

    id: str
    name: str
    role: str
    state: str = "invited"  # invited, active, removed


@dataclass(frozen=True, slots=True)
class Device:
    """A computer of a member, or an invitation: a device whose keys travel in a line of text."""

    id: str
    member: str
    verify: str
    receive: str
    state: str = "active"  # active, removed; an invitation: open, used, removed
    last: int = -1  # the last bundle that counts, for a removed device


@dataclass(slots=True)
class Membership:
    """The folded statements. ``workspace`` is the id that the founding statement must have."""

    workspace: str
    members: dict[str, Member] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    invitations: dict[str, Device] = field(default_factory=dict)
    heads: tuple[str, ...] = ()

    @classmethod
    def fold(cls, workspace: str, statements: Iterable[bytes]) -> "Membership":
        """Fold statements, in whatever order they come."""
        membership = cls(workspace)
        known = {}
        for raw in statements:
            try:
                statement = Statement.parse(raw)
            except ValueError:
                continue
            known[statement.id] = statement
        folded = []
        for statement in _in_order(known):
            membership._take(statement)
            folded.append(statement)
        later = {a for s in folded for a in s.body.get("after", [])}
        membership.heads = tuple(sorted(s.id for s in folded if s.id not in later))
        return membership

    def role_of(self, device: str) -> str:
        """Return the role of a device's member, or "" where it has none any more."""
        found = self.devices.get(device)
        member = self.members.get(found.member) if found else None
        return member.role if member else ""

    def active(self, device: str) -> bool:
        """Tell whether a device takes part now."""
        found = self.devices.get(device)
        return found is not None and found.state == "active"

    def receivers(self, members: Iterable[str]) -> list[Device]:
        """Return the devices and open invitations of members for which keys are wrapped."""
        wanted = set(members)
        found = [d for d in self.devices.values() if d.state == "active" and d.member in wanted]
        found += [i for i in self.invitations.values() if i.state == "open" and i.member in wanted]
        return found

    def _take(self, statement: Statement) -> None:
        take = {
            "founded": self._founded,
            "invited": self._invited,
            "joined": self._joined,
            "device": self._device,
            "removed": self._removed,
        }.get(statement.text("type"))
        if take is not None:
            take(statement)

    def _founded(self, s: Statement) -> None:
        if s.id == self.workspace and s.signed_by(s.text("verify")):
            member = Member(s.text("member"), s.text("name"), ADMINISTRATOR, "active")
            self.members[member.id] = member
            self._add_device(s, member.id)

    def _add_device(self, s: Statement, member: str) -> None:
        name, found = s.text("device"), (s.text("verify"), s.text("receive"))
        if name and name not in self.devices and all(map(is_public, found)):
            self.devices[name] = Device(name, member, *found)

    def _by_administrator(self, s: Statement) -> bool:
        device = self.devices.get(s.text("by"))
        return (
            device is not None
            and device.state == "active"
            and self.role_of(device.id) == ADMINISTRATOR
            and s.signed_by(device.verify)
        )

    def _invited(self, s: Statement) -> None:
        member, name = s.text("member"), s.text("invitation")
        if not self._by_administrator(s) or name in self.invitations or s.text("role") not in ROLES:
            return
        if not (is_public(s.text("verify")) and is_public(s.text("receive"))):
            return
        if member not in self.members:
            self.members[member] = Member(member, s.text("name"), s.text("role"))
        self.invitations[name] = Device(
            name, member, s.text("verify"), s.text("receive"), state="open"
        )

    def _joined(self, s: Statement) -> None:
        invitation = self.invitations.get(s.text("invitation"))
        if invitation is None or invitation.state != "open":
            return
        try:
            proof = bytes.fromhex(s.text("proof"))
        except ValueError:
            return
        if signed(invitation.verify, proof, proof_of(s.body)) and s.signed_by(s.text("verify")):
            self.invitations[invitation.id] = replace(invitation, state="used")
            member = self.members[invitation.member]
            self.members[member.id] = replace(member, state="active")
            self._add_device(s, member.id)

    def _device(self, s: Statement) -> None:
        """Take a new device of the same person, vouched for by an old one."""
        old = self.devices.get(s.text("by"))
        if old is not None and old.state == "active" and s.signed_by(old.verify):
            self._add_device(s, old.member)

    def _removed(self, s: Statement) -> None:
        member = self.members.get(s.text("member"))
        if member is None or not self._by_administrator(s):
            return
        others = [
            m for m in self.members.values()
            if m.id != member.id and m.role == ADMINISTRATOR and m.state == "active"
        ]  # fmt: skip
        if not others:
            return
        self.members[member.id] = replace(member, state="removed")
        last = s.body.get("last", {})
        for name, device in self.devices.items():
            if device.member == member.id:
                number = last.get(name, 0) if isinstance(last, dict) else 0
                self.devices[name] = replace(
                    device, state="removed", last=number if isinstance(number, int) else 0
                )
        for name, invitation in self.invitations.items():
            if invitation.member == member.id:
                self.invitations[name] = replace(invitation, state="removed")


def proof_of(body: dict[str, Any]) -> bytes:
    """Return what an invitation's key signs for the device that uses it."""
    return "|".join(str(body.get(k, "")) for k in ("device", "verify", "receive")).encode()


def _canonical(body: dict[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _in_order(known: dict[str, Statement]) -> Iterable[Statement]:
    """Give statements after those that they name, ties by id; what waits for others is kept out."""
    waits = {s.id: {a for a in s.body.get("after", []) if a != s.id} for s in known.values()}
    followers: dict[str, list[str]] = {}
    for name, befores in waits.items():
        for before in befores:
            followers.setdefault(before, []).append(name)
    ready = [name for name, befores in waits.items() if not befores]
    heapq.heapify(ready)
    while ready:
        name = heapq.heappop(ready)
        yield known[name]
        for follower in followers.get(name, ()):
            waits[follower].discard(name)
            if not waits[follower]:
                heapq.heappush(ready, follower)
