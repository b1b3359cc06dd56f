"""Membership: who takes part, with which devices, in which role and team, and what is erased.

It is what `chain` makes of the statements. Each right has a history, since what a device wrote
before its right was taken away still counts: a statement that takes away says in ``last`` how far
the bundles of those whom it hits had come to its writer. ``kept`` statements name bundles that
others had taken in before they knew: those count as they did then.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from qualityvisit.journal.parts import id_of, whole_of
from qualityvisit.sync.bundle import parts_of
from qualityvisit.sync.seal import is_public
from qualityvisit.sync.statement import Reach, Statement, device_id

ADMINISTRATOR = "administrator"
ROLES = (ADMINISTRATOR, "member", "reader")
REMOVED, NOT_ALLOWED, ERASED = "removed member", "not allowed", "erased"

# ``allows(role, document, in_team)``: what the trade says of a role and a document.
Allows = Callable[[str, str, bool], bool]

# ``leads(bundle, later)``: whether a bundle is the later one of its device, or before it.
Leads = Callable[[str, str], bool]


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
    last: dict[str, Reach]  # by device

    def leaves(self, bundle: str, leads: Leads) -> bool:
        """Tell whether a bundle is from before.

        A number is not enough where names are known: whoever has lost a right could write another
        bundle with the number of an old one.
        """
        device, number = parts_of(bundle)
        reach = self.last.get(device, 0)
        if isinstance(reach, int):
            return number <= reach
        return any(leads(bundle, latest) for latest in reach)


@dataclass(slots=True)
class Kept:
    """Bundles that a member had taken in before knowing that their writer's right was gone."""

    bundles: frozenset[str]
    view: "Callable[[], Membership]" = field(compare=False)  # what that member knew then

    def has(self, bundle: str, leads: Leads) -> bool:
        """Tell whether a bundle is one of these, or one that led to them."""
        device = parts_of(bundle)[0]
        return bundle in self.bundles or any(
            leads(bundle, name) for name in self.bundles if name.startswith(device)
        )


@dataclass(slots=True)
class History:
    """The values that a right has had, each with the cut that ended the one before it, if any."""

    values: list[tuple[str, Cut | None]] = field(default_factory=list)

    @property
    def now(self) -> str:
        """The value that holds."""
        return self.values[-1][0] if self.values else ""

    def at(self, bundle: str, leads: Leads) -> list[str]:
        """Return the values under which a bundle may have been written.

        A right that has been given back forgives all, so that nobody's words are lost in between.
        """
        found = []
        for value, cut in reversed(self.values):
            found.append(value)
            if cut is None or not cut.leaves(bundle, leads):
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
    kept: list[Kept] = field(default_factory=list)
    known: frozenset[str] = frozenset()  # ids of the statements that have their place
    _teams: dict[str, list[str]] | None = field(default=None, compare=False)  # as they are now

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
        return self.all_teams().get(visit, [])

    def all_teams(self) -> dict[str, list[str]]:
        """Return every team by its visit."""
        if self._teams is None:
            self._teams = {}
            for (visit, member), history in self.teams.items():
                found = self._teams.setdefault(visit, [])
                if history.now:
                    found.append(member)
        return self._teams

    def in_team(self, member: str, document: str) -> bool:
        """Tell whether somebody is in the team of the visit that a document belongs to."""
        return member in self.team(id_of(document))

    def readers(self, document: str, allows: Allows) -> set[str]:
        """Return the members who may read a document."""
        team = self.team(id_of(document))
        return {
            m.id for m in self.members.values()
            if m.state != "removed" and allows(m.role, document, m.id in team)
        }  # fmt: skip

    def has_erased(self, document: str) -> bool:
        """Tell whether a document, or the one that it is a part of, was erased for good."""
        return any(name in self.erased for name in (document, whole_of(document)))

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

    def refuses(self, bundle: str, document: str, allows: Allows, leads: Leads) -> str:
        """Return why a bundle may not change a document, or "" where it may."""
        why = self._refuses(bundle, document, allows, leads)
        if why in ("", ERASED):
            return why
        kept = any(
            k.has(bundle, leads) and not k.view().refuses(bundle, document, allows, leads)
            for k in self.kept
        )
        return "" if kept else why

    def _refuses(self, bundle: str, document: str, allows: Allows, leads: Leads) -> str:
        device, _number = parts_of(bundle)
        found = self.devices.get(device)
        if self.has_erased(document):
            return ERASED
        if found is None or found.state == "void":
            return REMOVED
        if not all(cut.leaves(bundle, leads) for cut in self.ends.get(device, ())):
            return REMOVED
        roles = self.roles[found.member].at(bundle, leads)
        history = self.teams.get((id_of(document), found.member))
        teams = history.at(bundle, leads) if history is not None else [""]
        fits = any(allows(role, document, bool(team)) for role in roles for team in teams)
        return "" if fits else NOT_ALLOWED


def brought(s: Statement, kind: str, member: str) -> Device | None:
    """Return the device, or invitation, that a statement brings, if its id is that of its keys."""
    name, verify, receive = s.text(kind), s.text("verify"), s.text("receive")
    if not (is_public(verify) and is_public(receive)) or name != device_id(verify, receive):
        return None
    return Device(name, member, verify, receive, expires=s.text("expires"))
