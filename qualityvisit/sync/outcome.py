"""What the statements that count come to: members, devices, invitations, teams."""

from collections.abc import Callable
from dataclasses import replace

from qualityvisit.sync.counting import TAKES_AWAY
from qualityvisit.sync.membership import (
    ADMINISTRATOR,
    Cut,
    History,
    Member,
    Membership,
    brought,
)
from qualityvisit.sync.statement import Statement


def outcome(workspace: str, order: list[Statement], counted: list[int]) -> Membership:
    """Return what those statements in order whose places are ``counted`` come to."""
    made = Membership(workspace)
    made.known = frozenset(s.id for s in order)
    made.heads = tuple(sorted(made.known - {a for s in order for a in s.after}))
    for n in counted:
        s = order[n]
        if s.type in TAKES_AWAY:
            made.cuts[s.id] = Cut(s, s.last)
        _TYPES[s.type](made, s)
    _add_void_devices(made, order)
    return made


def _add_void_devices(made: Membership, order: list[Statement]) -> None:
    """Name the devices whose coming does not count, so that nobody waits for them."""
    for s in order:
        if s.type in ("joined", "device") and s.text("device") not in made.devices:
            device = brought(s, "device", "")
            if device is not None:
                made.devices[device.id] = replace(device, state="void")


def _did_found(made: Membership, s: Statement) -> None:
    member = Member(s.text("member"), s.text("name"), ADMINISTRATOR, "active")
    made.members[member.id] = member
    made.roles[member.id] = History([(ADMINISTRATOR, None)])
    _did_add(made, s, member.id)


def _did_add(made: Membership, s: Statement, member: str) -> None:
    device = brought(s, "device", member)
    if device is not None:
        gone = made.members[member].state == "removed"
        made.devices[device.id] = replace(device, state="removed") if gone else device
        made.ends[device.id] = [
            c for c in made.cuts.values()
            if c.statement.type == "removed" and c.statement.text("member") == member
        ]  # fmt: skip


def _did_invite(made: Membership, s: Statement) -> None:
    line = brought(s, "invitation", s.text("member"))
    if line is None:
        return
    if line.member not in made.members:
        made.members[line.member] = Member(line.member, s.text("name"), s.text("role"))
        made.roles[line.member] = History([(s.text("role"), None)])
    state = "removed" if made.members[line.member].state == "removed" else "open"
    recovery = s.body.get("recovery") is True
    made.invitations[line.id] = replace(line, state=state, recovery=recovery)


def _did_join(made: Membership, s: Statement) -> None:
    line = made.invitations[s.text("invitation")]
    if line.state == "open":
        made.invitations[line.id] = replace(line, state="used")
    member = made.members[line.member]
    if member.state != "removed":
        made.members[member.id] = replace(member, state="active")
    _did_add(made, s, member.id)


def _did_vouch(made: Membership, s: Statement) -> None:
    _did_add(made, s, made.devices[s.by].member)


def _did_give_role(made: Membership, s: Statement) -> None:
    member, role = made.members[s.text("member")], s.text("role")
    made.members[member.id] = replace(member, role=role)
    made.roles[member.id].values.append((role, made.cuts[s.id]))


def _did_remove(made: Membership, s: Statement) -> None:
    member = made.members[s.text("member")]
    made.members[member.id] = replace(member, state="removed")
    for device in list(made.devices.values()):
        if device.member == member.id:
            _end(made, device.id, "removed", s)
    for line in list(made.invitations.values()):
        if line.member == member.id and line.state == "open":
            made.invitations[line.id] = replace(line, state="removed")


def _did_lose(made: Membership, s: Statement) -> None:
    _end(made, s.text("device"), "lost", s)


def _end(made: Membership, device: str, state: str, s: Statement) -> None:
    made.devices[device] = replace(made.devices[device], state=state)
    made.ends[device].append(made.cuts[s.id])


def _did_withdraw(made: Membership, s: Statement) -> None:
    line = made.invitations[s.text("invitation")]
    if line.state == "open":
        made.invitations[line.id] = replace(line, state="withdrawn")


def _did_set_team(made: Membership, s: Statement) -> None:
    for key, value in (("add", "in"), ("gone", "")):
        for member in s.names(key):
            history = made.teams.setdefault((s.text("visit"), member), History([("", None)]))
            history.values.append((value, made.cuts[s.id]))


def _did_erase(made: Membership, s: Statement) -> None:
    made.erased.setdefault(s.text("document"), s)


def _did_keep(_made: Membership, _s: Statement) -> None:
    """Do nothing: what was kept is looked up where it is asked for."""


_TYPES: dict[str, Callable[[Membership, Statement], None]] = {
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
