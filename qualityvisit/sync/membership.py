"""Membership: who takes part, with which devices, in which role and team, and what is erased.

It is what `chain` makes of the statements. Each right has a history, since what a device wrote
before its right was taken away still counts: a statement that takes away says in ``last`` how far
the bundles of every device had come to its writer, and ``kept`` statements of others extend that.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from qualityvisit.sync.statement import Statement

ADMINISTRATOR = "administrator"
ROLES = (ADMINISTRATOR, "member", "reader")
REMOVED, NOT_ALLOWED, ERASED = "removed member", "not allowed", "erased"

# ``allows(role, document, in_team)``: what the trade says of a role and a document.
Allows = Callable[[str, str, bool], bool]


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
    state: str = "active"  # active, lost, removed, void; an invitation: open, used, withdrawn, ...
    expires: str = ""  # an invitation's, ISO; "" never
    recovery: bool = False  # an invitation on paper


@dataclass(slots=True)
class Cut:
    """How far the devices' bundles count where something was taken away."""

    statement: Statement
    last: dict[str, int]  # device -> number

    def leaves(self, device: str, number: int) -> bool:
        """Tell whether a device's bundle is from before."""
        return number <= self.last.get(device, 0)


@dataclass(slots=True)
class History:
    """The values that a right has had, each with the cut that ended the one before it, if any."""

    values: list[tuple[str, Cut | None]] = field(default_factory=list)

    @property
    def now(self) -> str:
        """The value that holds."""
        return self.values[-1][0] if self.values else ""

    def at(self, device: str, number: int) -> list[str]:
        """Return the values under which a bundle may have been written.

        A right that has been given back forgives all, so that nobody's words are lost in between.
        """
        found = []
        for value, cut in reversed(self.values):
            found.append(value)
            if cut is None or not cut.leaves(device, number):
                break
        return found


@dataclass(slots=True)
class Membership:
    """The folded statements."""

    workspace: str
    members: dict[str, Member] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    invitations: dict[str, Device] = field(default_factory=dict)
    roles: dict[str, History] = field(default_factory=dict)  # member -> role
    teams: dict[tuple[str, str], History] = field(default_factory=dict)  # (visit, member) -> in, ""
    ends: dict[str, list[Cut]] = field(default_factory=dict)  # device -> why it ended
    erased: dict[str, Statement] = field(default_factory=dict)  # document -> who, when
    heads: tuple[str, ...] = ()  # that no other names: what the next one comes after
    cuts: dict[str, Cut] = field(default_factory=dict)  # statement that takes away -> how far
    void: dict[str, str] = field(default_factory=dict)  # statement -> the one that made it void
    known: frozenset[str] = frozenset()  # ids of the statements that have their place

    def role_of(self, device: str) -> str:
        """Return the role of a device's member, or "" where it takes no part."""
        found = self.devices.get(device)
        if found is None or found.state != "active":
            return ""
        return self.members[found.member].role

    def active(self, device: str) -> bool:
        """Tell whether a device takes part now."""
        found = self.devices.get(device)
        return found is not None and found.state == "active"

    def team(self, visit: str) -> list[str]:
        """Return the people in a visit's team, in the order in which they came."""
        return [m for (v, m), history in self.teams.items() if v == visit and history.now]

    def all_teams(self) -> dict[str, list[str]]:
        """Return every team by its visit."""
        found: dict[str, list[str]] = {}
        for (visit, member), history in self.teams.items():
            found.setdefault(visit, [])
            if history.now:
                found[visit].append(member)
        return found

    def in_team(self, member: str, document: str) -> bool:
        """Tell whether somebody is in the team of the visit that a document belongs to."""
        history = self.teams.get((document.partition("/")[2], member))
        return history is not None and bool(history.now)

    def readers(self, document: str, allows: Allows) -> set[str]:
        """Return the members who may read a document."""
        return {
            m.id for m in self.members.values()
            if m.state != "removed" and allows(m.role, document, self.in_team(m.id, document))
        }  # fmt: skip

    def receivers(self, members: Iterable[str]) -> list[Device]:
        """Return the devices and open invitations of members for which keys are wrapped."""
        wanted = set(members)
        found = [d for d in self.devices.values() if d.state == "active" and d.member in wanted]
        found += [i for i in self.invitations.values() if i.state == "open" and i.member in wanted]
        return found

    def holder(self, receiver: str) -> str:
        """Return the member who holds what was wrapped for a device or invitation.

        "" where nobody should: it was lost, or the line was never used and no longer can be.
        """
        device = self.devices.get(receiver)
        if device is not None:
            return device.member if device.state == "active" else ""
        line = self.invitations.get(receiver)
        return line.member if line is not None and line.state in ("open", "used") else ""

    def refuses(self, device: str, number: int, document: str, allows: Allows) -> str:
        """Return why a device's bundle may not change a document, or "" where it may."""
        found = self.devices.get(device)
        if document in self.erased:
            return ERASED
        if found is None or found.state == "void":
            return REMOVED
        if not all(cut.leaves(device, number) for cut in self.ends.get(device, ())):
            return REMOVED
        roles = self.roles[found.member].at(device, number)
        history = self.teams.get((document.partition("/")[2], found.member))
        teams = history.at(device, number) if history is not None else [""]
        fits = any(allows(role, document, bool(team)) for role in roles for team in teams)
        return "" if fits else NOT_ALLOWED
