"""The chain: statements folded so that every device comes to the same members.

Statements come in order after those that they name, ties broken by id. One counts if its writer
had the right to say it as far as the writer knew. Who takes away wins over what the other said at
the same time; where two take away from each other, the senior wins: whoever came first into the
workspace. At least one administrator always remains.
"""

import heapq
from collections.abc import Iterable
from datetime import datetime

from qualityvisit.sync.membership import (
    ADMINISTRATOR,
    ROLES,
    Cut,
    Device,
    History,
    Member,
    Membership,
)
from qualityvisit.sync.seal import is_public, signed
from qualityvisit.sync.statement import Statement, device_id, proof_of

# What each type asks of its writer: to be an administrator, or only to take part.
BY_ADMINISTRATOR = frozenset({"role", "removed", "team", "erased", "withdrawn"})
LETS_IN = frozenset({"invited", "joined", "device"})
TAKES_AWAY = frozenset({"removed", "lost", "withdrawn", "role", "team"})


def fold(workspace: str, statements: Iterable[bytes]) -> Membership:
    """Return what statements come to, in whatever order they arrive; what is none is left out."""
    known = {}
    for raw in statements:
        try:
            statement = Statement.parse(raw)
        except ValueError:
            continue
        known[statement.id] = statement
    return _Chain(workspace, list(_in_order(known))).membership()


class _Chain:
    """One folding. Statements are known by their place in the order."""

    def __init__(self, workspace: str, order: list[Statement]) -> None:
        self.workspace = workspace
        self.order = order
        place = {s.id: n for n, s in enumerate(order)}
        self.past: list[int] = []  # each one's causal past, as a set of bits
        for s in order:
            before = 0
            for name in s.body.get("after", []):
                at = place[name]
                before |= self.past[at] | 1 << at
            self.past.append(before)
        self.void: dict[int, int] = {}  # place -> place of the one that made it void

    def membership(self) -> Membership:
        """Decide what counts and return what it comes to."""
        accepted: list[int] = []
        while True:
            self._count()
            fresh = [
                n for n in self.counted
                if self.order[n].type in TAKES_AWAY and n not in accepted
            ]  # fmt: skip
            fresh.sort(key=lambda n: (self.rank.get(self._author(n), n), n))
            if not any(self._accept(n, accepted) for n in fresh):
                return self._result()

    def _accept(self, n: int, accepted: list[int]) -> bool:
        """Let one take away what it takes away; tell whether that made others void."""
        accepted.append(n)
        before = dict(self.void)
        hit = [k for k in self.counted if k not in accepted and self._hits(n, k)]
        if hit:
            self.void.update(dict.fromkeys(hit, n))
            self._count()
        if self._leaves_nobody(n):
            self.void = before | {n: n}
            return True
        return bool(hit)

    # --- what counts

    def _count(self) -> None:
        """Go through the statements once, leaving out the void ones."""
        self.counted: list[int] = []
        self.devices: dict[str, tuple[int, Device]] = {}
        self.lines: dict[str, tuple[int, Device]] = {}
        self.used: dict[str, int] = {}  # invitation -> the one who joined by it
        self.events: dict[str, list[int]] = {}  # member -> what was said of them
        self.ended: dict[str, list[int]] = {}  # device or invitation -> lost, withdrawn
        self.rank: dict[str, int] = {}
        self.kept: dict[str, list[int]] = {}
        for n, s in enumerate(self.order):
            check = getattr(self, f"_{s.type}", None) if s.type in _TYPES else None
            if n not in self.void and check is not None and check(n, s):
                self.counted.append(n)

    def _author(self, n: int) -> str:
        found = self.devices.get(self.order[n].by)
        return found[1].member if found else ""

    def _knows(self, n: int, k: int) -> bool:
        return bool(self.past[n] >> k & 1)

    def _standing(self, member: str, n: int) -> tuple[str, str]:
        """Return role and state of a member, as the writer of ``n`` knew them."""
        role = state = ""
        for k in self.events.get(member, ()):
            if not self._knows(n, k):
                continue
            s = self.order[k]
            if s.type == "removed":
                state = "removed"
            elif s.type in ("founded", "joined"):
                state = state if state == "removed" else "active"
            if s.type == "founded":
                role = ADMINISTRATOR
            elif s.type == "role" or (s.type == "invited" and not role):
                role = s.text("role")
        return role, state

    def _may_speak(self, n: int, s: Statement) -> Device | None:
        """Return the writing device, if it took part as far as it knew and has signed."""
        found = self.devices.get(s.by)
        if found is None or not self._knows(n, found[0]) or not s.signed_by(found[1].verify):
            return None
        if any(self._knows(n, k) for k in self.ended.get(s.by, ())):
            return None
        role, state = self._standing(found[1].member, n)
        if state != "active" or (s.type in BY_ADMINISTRATOR and role != ADMINISTRATOR):
            return None
        return found[1]

    def _of(self, member: str, n: int) -> bool:
        self.events.setdefault(member, []).append(n)
        return True

    def _founded(self, n: int, s: Statement) -> bool:
        if s.id != self.workspace or not s.signed_by(s.text("verify")):
            return False
        self.rank[s.text("member")] = n
        return self._add_device(n, s, s.text("member")) and self._of(s.text("member"), n)

    def _add_device(self, n: int, s: Statement, member: str) -> bool:
        device = _brought(s, "device", member)
        if device is None or device.id in self.devices:
            return False
        self.devices[device.id] = (n, device)
        return True

    def _invited(self, n: int, s: Statement) -> bool:
        writer = self._may_speak(n, s)
        line, member = _brought(s, "invitation", s.text("member")), s.text("member")
        if writer is None or line is None or line.id in self.lines or s.text("role") not in ROLES:
            return False
        role, _state = self._standing(writer.member, n)
        known, state = self._standing(member, n)
        own = member == writer.member  # a second device of one's own
        if state == "removed" or not (role == ADMINISTRATOR or own):
            return False
        if known and s.text("role") != known:
            return False  # an invitation gives nobody already here another role
        self.lines[line.id] = (n, line)
        self.rank.setdefault(member, n)
        return self._of(member, n)

    def _joined(self, n: int, s: Statement) -> bool:
        found = self.lines.get(s.text("invitation"))
        if found is None or not self._knows(n, found[0]) or s.by != s.text("device"):
            return False
        line = found[1]
        if (
            line.id in self.used
            or any(self._knows(n, k) for k in self.ended.get(line.id, ()))
            or self._standing(line.member, n)[1] == "removed"
            or _later(s.text("at"), line.expires)
            or not s.signed_by(s.text("verify"))
            or not _proves(line.verify, s)
            or not self._add_device(n, s, line.member)
        ):
            return False
        self.used[line.id] = n
        return self._of(line.member, n)

    def _device(self, n: int, s: Statement) -> bool:
        old = self._may_speak(n, s)
        return old is not None and self._add_device(n, s, old.member)

    def _role(self, n: int, s: Statement) -> bool:
        if self._may_speak(n, s) is None or s.text("role") not in ROLES:
            return False
        role, state = self._standing(s.text("member"), n)
        return bool(role) and state != "removed" and self._of(s.text("member"), n)

    def _removed(self, n: int, s: Statement) -> bool:
        if self._may_speak(n, s) is None or not self._standing(s.text("member"), n)[0]:
            return False
        return self._of(s.text("member"), n)

    def _lost(self, n: int, s: Statement) -> bool:
        writer, found = self._may_speak(n, s), self.devices.get(s.text("device"))
        if writer is None or found is None or not self._knows(n, found[0]):
            return False
        role, _state = self._standing(writer.member, n)
        if role != ADMINISTRATOR and found[1].member != writer.member:
            return False
        self.ended.setdefault(found[1].id, []).append(n)
        return True

    def _withdrawn(self, n: int, s: Statement) -> bool:
        found = self.lines.get(s.text("invitation"))
        if self._may_speak(n, s) is None or found is None or not self._knows(n, found[0]):
            return False
        self.ended.setdefault(found[1].id, []).append(n)
        return True

    def _team(self, n: int, s: Statement) -> bool:
        return self._may_speak(n, s) is not None

    def _erased(self, n: int, s: Statement) -> bool:
        return self._may_speak(n, s) is not None and bool(s.text("document"))

    def _kept(self, n: int, s: Statement) -> bool:
        if self._may_speak(n, s) is None:
            return False
        self.kept.setdefault(s.text("of"), []).append(n)
        return True

    # --- who takes away what

    def _cut(self, n: int) -> Cut:
        """Return how far a statement that takes away leaves the devices' bundles."""
        s = self.order[n]
        last = dict(s.last)
        for k in self.kept.get(s.id, ()):
            for device, number in self.order[k].last.items():
                last[device] = max(last.get(device, 0), number)
        return Cut(s, last)

    def _hits(self, n: int, k: int) -> bool:
        """Tell whether ``n`` makes ``k`` void: its writer did not know of it, nor the other of him.

        Who was let in stays where somebody who had taken their words in says so.
        """
        taker, s = self.order[n], self.order[k]
        if self._knows(n, k) or self._knows(k, n) or not self._concerns(taker, s):
            return False
        if s.type not in LETS_IN:
            return True
        return not any(self._knows(kept, k) for kept in self.kept.get(taker.id, ()))

    def _concerns(self, taker: Statement, s: Statement) -> bool:
        if taker.type == "lost":
            return s.by == taker.text("device")
        if taker.type == "withdrawn":
            return s.type == "joined" and s.text("invitation") == taker.text("invitation")
        found = self.devices.get(s.by)
        if found is None or found[1].member != taker.text("member"):
            return False
        if taker.type == "removed":
            return True
        lowers = taker.type == "role" and taker.text("role") != ADMINISTRATOR
        foreign = s.type == "invited" and s.text("member") != found[1].member
        return lowers and (s.type in BY_ADMINISTRATOR or foreign)

    def _leaves_nobody(self, n: int) -> bool:
        if self.order[n].type not in ("removed", "role"):
            return False
        return not any(
            m.role == ADMINISTRATOR and m.state == "active"
            for m in self._result().members.values()
        )  # fmt: skip

    # --- what it comes to

    def _result(self) -> Membership:
        made = Membership(self.workspace)
        made.known = frozenset(s.id for s in self.order)
        later = {a for s in self.order for a in s.body.get("after", [])}
        made.heads = tuple(sorted(s.id for s in self.order if s.id not in later))
        made.void = {self.order[n].id: self.order[k].id for n, k in self.void.items() if n != k}
        for n in self.counted:
            s = self.order[n]
            if s.type in TAKES_AWAY:
                made.cuts[s.id] = self._cut(n)
            _TYPES[s.type](made, s)
        self._void_devices(made)
        return made

    def _void_devices(self, made: Membership) -> None:
        """Name the devices whose coming does not count, so that nobody waits for them."""
        for s in self.order:
            device = _brought(s, "device", "") if s.type in ("joined", "device") else None
            if device is not None and device.id not in made.devices:
                made.devices[device.id] = Device(
                    device.id, "", device.verify, device.receive, state="void"
                )


# --- what each type does to the members


def _did_found(made: Membership, s: Statement) -> None:
    member = Member(s.text("member"), s.text("name"), ADMINISTRATOR, "active")
    made.members[member.id] = member
    made.roles[member.id] = History([(ADMINISTRATOR, None)])
    _did_add(made, s, member.id)


def _did_add(made: Membership, s: Statement, member: str) -> None:
    device = _brought(s, "device", member)
    if device is not None:
        gone = made.members[member].state == "removed"
        made.devices[device.id] = _with(device, state="removed") if gone else device
        made.ends.setdefault(device.id, [])
        if gone:
            made.ends[device.id] += [
                c for c in made.cuts.values()
                if c.statement.type == "removed" and c.statement.text("member") == member
            ]  # fmt: skip


def _did_invite(made: Membership, s: Statement) -> None:
    line = _brought(s, "invitation", s.text("member"))
    if line is None:
        return
    if line.member not in made.members:
        made.members[line.member] = Member(line.member, s.text("name"), s.text("role"))
        made.roles[line.member] = History([(s.text("role"), None)])
    state = "removed" if made.members[line.member].state == "removed" else "open"
    made.invitations[line.id] = _with(
        line, state=state, expires=s.text("expires"), recovery=s.body.get("recovery") is True
    )


def _did_join(made: Membership, s: Statement) -> None:
    line = made.invitations[s.text("invitation")]
    if line.state == "open":
        made.invitations[line.id] = _with(line, state="used")
    member = made.members[line.member]
    if member.state != "removed":
        made.members[member.id] = Member(member.id, member.name, member.role, "active")
    _did_add(made, s, member.id)


def _did_vouch(made: Membership, s: Statement) -> None:
    _did_add(made, s, made.devices[s.by].member)


def _did_give_role(made: Membership, s: Statement) -> None:
    member, role = made.members[s.text("member")], s.text("role")
    made.members[member.id] = Member(member.id, member.name, role, member.state)
    made.roles[member.id].values.append((role, made.cuts[s.id]))


def _did_remove(made: Membership, s: Statement) -> None:
    member = made.members[s.text("member")]
    made.members[member.id] = Member(member.id, member.name, member.role, "removed")
    for device in made.devices.values():
        if device.member == member.id:
            _end(made, device.id, "removed", s)
    for line in made.invitations.values():
        if line.member == member.id and line.state == "open":
            made.invitations[line.id] = _with(line, state="removed")


def _did_lose(made: Membership, s: Statement) -> None:
    _end(made, s.text("device"), "lost", s)


def _end(made: Membership, device: str, state: str, s: Statement) -> None:
    made.devices[device] = _with(made.devices[device], state=state)
    made.ends[device].append(made.cuts[s.id])


def _did_withdraw(made: Membership, s: Statement) -> None:
    line = made.invitations[s.text("invitation")]
    if line.state == "open":
        made.invitations[line.id] = _with(line, state="withdrawn")


def _did_set_team(made: Membership, s: Statement) -> None:
    for key, value in (("add", "in"), ("gone", "")):
        for member in s.names(key):
            history = made.teams.setdefault((s.text("visit"), member), History([("", None)]))
            history.values.append((value, made.cuts[s.id]))


def _did_erase(made: Membership, s: Statement) -> None:
    made.erased.setdefault(s.text("document"), s)


def _did_keep(_made: Membership, _s: Statement) -> None:
    """Its numbers stand in the cuts already."""


_TYPES = {
    "founded": _did_found,
    "invited": _did_invite,
    "joined": _did_join,
    "device": _did_vouch,
    "role": _did_give_role,
    "removed": _did_remove,
    "lost": _did_lose,
    "withdrawn": _did_withdraw,
    "team": _did_set_team,
    "erased": _did_erase,
    "kept": _did_keep,
}


def _brought(s: Statement, kind: str, member: str) -> Device | None:
    """Return the device, or invitation, that a statement brings, if its id is that of its keys."""
    name, verify, receive = s.text(kind), s.text("verify"), s.text("receive")
    if not (is_public(verify) and is_public(receive)) or name != device_id(verify, receive):
        return None
    return Device(name, member, verify, receive, expires=s.text("expires"))


def _with(device: Device, state: str, expires: str = "", *, recovery: bool = False) -> Device:
    return Device(
        device.id, device.member, device.verify, device.receive, state,
        expires or device.expires, recovery or device.recovery,
    )  # fmt: skip


def _proves(verify: str, s: Statement) -> bool:
    try:
        proof = bytes.fromhex(s.text("proof"))
    except ValueError:
        return False
    return signed(verify, proof, proof_of(s.body))


def _later(at: str, expires: str) -> bool:
    """Tell whether a time is after another; one that is none is."""
    if not expires:
        return False
    try:
        return datetime.fromisoformat(at) > datetime.fromisoformat(expires)
    except (ValueError, TypeError):
        return True


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
