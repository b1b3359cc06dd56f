"""What counts: each statement if its writer had the right to say it, as far as the writer knew."""

from datetime import datetime
from functools import lru_cache

from qualityvisit.sync.membership import ADMINISTRATOR, ROLES, Device, brought
from qualityvisit.sync.seal import signed
from qualityvisit.sync.statement import Statement, claim_of, proof_of

# What each type asks of its writer: to be an administrator, or only to take part.
BY_ADMINISTRATOR = frozenset({"role", "removed", "team", "erased", "withdrawn"})
TAKES_AWAY = frozenset({"removed", "lost", "withdrawn", "role", "team"})
TYPES = BY_ADMINISTRATOR | {"founded", "invited", "joined", "device", "lost", "kept"}
NEVER = 1 << 62


class Counting:
    """Statements in order, each known by its place; ``void`` ones are left out."""

    def __init__(self, workspace: str, order: list[Statement]) -> None:
        self.workspace = workspace
        self.order = order
        self.void: dict[int, int] = {}  # place -> place of the one that made it void
        self.past: list[int] = []  # each one's causal past, as a set of bits
        self.said_by: dict[str, int] = {}  # device -> what it said, as a set of bits
        self.joined_by: dict[str, int] = {}  # invitation -> who joined by it, the same
        place = {s.id: n for n, s in enumerate(order)}
        for n, s in enumerate(order):
            before = 0
            for name in s.after:
                before |= self.past[place[name]] | 1 << place[name]
            self.past.append(before)
            self.said_by[s.by] = self.said_by.get(s.by, 0) | 1 << n
            if s.type == "joined":
                line = s.text("invitation")
                self.joined_by[line] = self.joined_by.get(line, 0) | 1 << n

    def _count(self) -> None:
        """Go through the statements once, leaving out the void ones."""
        self.counted: list[int] = []
        self.devices: dict[str, tuple[int, Device]] = {}
        self.lines: dict[str, tuple[int, Device]] = {}
        self.used: set[str] = set()  # invitations
        self.events: dict[str, list[int]] = {}  # member -> what was said of them
        self.ended: dict[str, list[int]] = {}  # device or invitation -> lost, withdrawn
        self.counted_bits = 0
        for n, s in enumerate(self.order):
            if n not in self.void and s.type in TYPES and getattr(self, f"_{s.type}")(n, s):
                self.counted.append(n)
                self.counted_bits |= 1 << n

    def _knows(self, n: int, k: int) -> bool:
        return bool(self.past[n] >> k & 1)

    def _standing(self, member: str, n: int) -> tuple[str, str]:
        """Return role and state of a member, as the writer of ``n`` knew them."""
        role = state = ""
        for k in self.events.get(member, ()):
            if self._knows(n, k):
                role, state = self._after(self.order[k], role, state)
        return role, state

    def _after(self, s: Statement, role: str, state: str) -> tuple[str, str]:
        """Return role and state of the member of whom a statement is said, after it."""
        if s.type == "removed":
            return role, "removed"
        if s.type == "founded":
            return ADMINISTRATOR, "active"
        if s.type == "joined":
            return role, state or "active"
        return s.text("role") if s.type == "role" or not role else role, state

    def _about(self, s: Statement) -> str:
        """Return the member of whom, or of whose device, a statement is said."""
        if s.type == "joined":
            return self.lines[s.text("invitation")][1].member
        if s.type in ("device", "lost"):
            found = self.devices.get(s.text("device"))
            return found[1].member if found else ""
        return s.text("member")

    def _administrator_since(self, member: str, n: int) -> int:
        """Return which statement made somebody the administrator that the writer knew."""
        role, since = "", NEVER
        for k in self.events.get(member, ()):
            if self._knows(n, k):
                before, (role, _state) = role, self._after(self.order[k], role, "")
                if role != ADMINISTRATOR:
                    since = NEVER
                elif before != ADMINISTRATOR:
                    since = k
        return since

    def _as_administrator(self, k: int, member: str) -> bool:
        """Tell whether a member needed to be an administrator to say this."""
        s = self.order[k]
        if s.type == "lost":
            found = self.devices.get(s.text("device"))
            return found is None or found[1].member != member
        foreign = s.type == "invited" and s.text("member") != member
        return foreign or s.type in BY_ADMINISTRATOR

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

    def _add_device(self, n: int, s: Statement, member: str) -> bool:
        device = brought(s, "device", member)
        if device is None or device.id in self.devices:
            return False
        self.devices[device.id] = (n, device)
        return True

    # --- each type

    def _founded(self, n: int, s: Statement) -> bool:
        if s.id != self.workspace or not s.signed_by(s.text("verify")):
            return False
        return self._add_device(n, s, s.text("member")) and self._of(s.text("member"), n)

    def _invited(self, n: int, s: Statement) -> bool:
        writer = self._may_speak(n, s)
        line, member = brought(s, "invitation", s.text("member")), s.text("member")
        if writer is None or line is None or line.id in self.lines or s.text("role") not in ROLES:
            return False
        role, _state = self._standing(writer.member, n)
        known, state = self._standing(member, n)
        own = member == writer.member  # a second device of one's own
        if state == "removed" or not (role == ADMINISTRATOR or own):
            return False
        if known and s.text("role") != known:
            return False  # an invitation gives nobody already here another role
        if not _proves(line.verify, s.text("claim"), claim_of(s.body)):
            return False
        self.lines[line.id] = (n, line)
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
            or not _proves(line.verify, s.text("proof"), proof_of(s.body))
            or not self._add_device(n, s, line.member)
        ):
            return False
        self.used.add(line.id)
        return self._of(line.member, n)

    def _device(self, n: int, s: Statement) -> bool:
        old = self._may_speak(n, s)
        if old is None or not _proves(s.text("verify"), s.text("claim"), claim_of(s.body)):
            return False
        return self._add_device(n, s, old.member)

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
        return self._may_speak(n, s) is not None


@lru_cache(maxsize=8192)
def _proves(verify: str, signature: str, said: bytes) -> bool:
    try:
        return signed(verify, bytes.fromhex(signature), said)
    except ValueError:
        return False


def _later(at: str, expires: str) -> bool:
    """Tell whether a time is after another; one that is none is."""
    if not expires:
        return False
    try:
        return datetime.fromisoformat(at) > datetime.fromisoformat(expires)
    except (ValueError, TypeError):
        return True
