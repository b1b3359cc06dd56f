"""Members: who takes part on which computers, in what role, and the invitations that are open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui import lamps
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.invitations import Invite, ShowInvitation, ShowWords
from qualityvisit.ui.kit import (
    Choice,
    Elided,
    Form,
    Item,
    box,
    button,
    card,
    col,
    face,
    flow,
    label,
    link,
    pic,
    pill,
    row,
    rule,
)
from qualityvisit.ui.recovery_card import recovery_card
from qualityvisit.ui.trade import role_word
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.roster import Colleague, Computer, OpenLine, Roster
    from qualityvisit.ui.screen import Desk, Screen


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    found = desk.ws.sharing.roster()
    made: list[Item] = [_people(desk, window, found)]
    lines = [line for line in found.lines if not line.recovery]
    if lines:
        made.append(_invitations(desk, window, lines))
    made.append(recovery_card(desk, window, found))
    return made


def role_about() -> str:
    """Return what the roles mean."""
    return _("Members write in the visits that they take part in. Readers only read."
             " Administrators plan and decide.")  # fmt: skip


# --- people


def _people(desk: Desk, window: Screen, found: Roster) -> Item:
    items: list[Item] = []
    for person in found.people:
        items += [rule()] if items else []
        items.append(box(col(*_person(desk, window, person), gap=6)))
    shared = bool(desk.ws.status().store)
    invite = button(_("Invite a person"), lambda: Invite(desk, window).open(), "user-plus",
                    "primary")  # fmt: skip
    invite.setEnabled(desk.is_administrator and shared)
    own = button(_("Add a computer of mine"), lambda: _second(desk, window), "hard-drive")
    own.setEnabled(shared)
    history = button(_("History …"), lambda: _history(desk, window), "history")
    items.append(box(flow(invite, own, history)))
    if not shared:
        items.append(label(_("Choose a shared place first, under Sharing."), "muted", 0.95,
                           wrap=True))  # fmt: skip
    return card(_("Members"), "users", label(role_about(), "muted", wrap=True), *items, gap=12)


def _person(desk: Desk, window: Screen, person: Colleague) -> list[Item]:
    me = person.id == desk.ws.me.id
    known = desk.ws.names().get(person.id) or records.Person(person.id, person.name)
    gone = person.state == "removed"
    parts: list[Item] = [
        face(known.initials, known.name, person.id, 32),
        (box(col(Elided(_("{name} (you)", name=known.name) if me else known.name,
                        "muted" if gone else "", bold=True),
                 Elided(_about(desk, person), "muted", 0.95), gap=0)), 1),
    ]  # fmt: skip
    if not gone:
        kind = "accent" if person.role == records.ADMINISTRATOR else "quiet"
        parts.append(pill(role_word(person.role), kind))
    if desk.is_administrator and not gone:
        parts.append(
            button(_("Change the role of {name}", name=known.name),
                   lambda: GiveRole(desk, window, person).open(), "pencil", "icon"))  # fmt: skip
        if not me:
            parts.append(
                button(_("Remove {name}", name=known.name),
                       lambda: _remove(desk, window, person), "trash-2", "icon"))  # fmt: skip
    computers = [_computer(desk, window, c, person) for c in person.computers]
    return [row(*parts, gap=10), *computers]


def _about(desk: Desk, person: Colleague) -> str:
    """Return what is said of a member: invited, removed, or when last heard of."""
    said = {"invited": _("invited, has not joined yet"), "removed": _("removed")}
    if person.state in said:
        return said[person.state]
    if not person.seen:
        return _("not heard of yet")
    return _("last seen {time}", time=lamps.moment(person.seen, desk.today(), named=True))


def _computer(desk: Desk, window: Screen, computer: Computer, person: Colleague) -> Item:
    name = computer.name or _("Computer without a name")
    said = [name]
    if computer.state == "lost":
        said.append(_("is gone: nothing is taken in from it"))
    elif computer.here:
        said.append(_("this computer"))
    elif computer.seen:
        time = lamps.moment(computer.seen, desk.today(), named=True)
        said.append(_("last seen {time}", time=time))
    ink = "muted" if computer.state != "active" else ""
    parts: list[Item] = [42, pic("hard-drive", "muted", 16),
                         (Elided("  ·  ".join(said), ink, 0.95), 1)]  # fmt: skip
    may = desk.is_administrator or computer.member == desk.ws.me.id
    if may and computer.state == "active" and not computer.here:
        words = _("The computer is gone")
        parts.append(link(words, lambda: _lose(desk, window, computer, name),
                          name=f"{words}: {person.name}, {name}"))  # fmt: skip
    return row(*parts, gap=8)


def _history(desk: Desk, window: Screen) -> None:
    from qualityvisit.ui.history import HistoryDialog  # noqa: PLC0415 seldom needed

    HistoryDialog(desk, window).open()


def _done(desk: Desk, window: Screen, act: Callable[[], object], words: str) -> None:
    """Do something to a member; then say so, show it and let it travel."""
    if desk.attempt(act, again=False):
        window.make_stale()
        desk.notices.passing(words)
        if desk.ws.status().store:
            desk.way.share_soon()


def _remove(desk: Desk, window: Screen, person: Colleague) -> None:
    if desk.notices.ask(
        _("Remove {name} from the workspace?", name=person.name),
        _("Nothing that {name} writes from now on is taken in, and the keys are changed: what is"
          " written from now on cannot be read by {name}. What has already been shared stays on"
          " that computer, and what {name} has written stays here.", name=person.name),
        _("Remove"), danger=True,
    ):  # fmt: skip
        _done(desk, window, lambda: desk.ws.sharing.remove(person.id),
              _("{name} has been removed.", name=person.name))  # fmt: skip


def _lose(desk: Desk, window: Screen, computer: Computer, name: str) -> None:
    if desk.notices.ask(
        _("Is the computer {name} gone?", name=name),
        _("Nothing that is written on it from now on is taken in, and the keys are changed, so"
          " that it cannot read what is written from now on. What is on it is encrypted. It cannot"
          " be let in again; if it is found it joins by a new invitation."),
        _("The computer is gone"), danger=True,
    ):  # fmt: skip
        _done(desk, window, lambda: desk.ws.sharing.lose_device(computer.id),
              _("The computer {name} is no longer let in.", name=name))  # fmt: skip


def _second(desk: Desk, window: Screen) -> None:
    made: list[str] = []
    if desk.attempt(lambda: made.append(desk.ws.sharing.invite_device(tell=False)), again=False):
        window.make_stale()
        ShowInvitation(desk, window, desk.ws.me.name, made[0], own=True).open()


class GiveRole(FormDialog):
    """Gives a member another role."""

    def __init__(self, desk: Desk, window: Screen, person: Colleague) -> None:
        self._desk, self._window, self._person = desk, window, person
        form = Form()
        super().__init__(window, _("Change the role of {name}", name=person.name), form,
                         _("Save"), self._save, about=role_about())  # fmt: skip
        self.role = Choice([(r, role_word(r)) for r in records.ROLES], person.role)
        form.add(_("Role"), self.role)

    def _save(self) -> None:
        self._desk.ws.sharing.set_role(self._person.id, self.role.value())
        self._window.make_stale()
        if self._desk.ws.status().store:
            self._desk.way.share_soon()


# --- invitations


def _invitations(desk: Desk, window: Screen, lines: list[OpenLine]) -> Item:
    items: list[Item] = []
    for line in lines:
        items += [rule()] if items else []
        items.append(_invitation(desk, window, line))
    about = _("Each can be used once. Read the two words to each other over the telephone before"
              " the person joins.")  # fmt: skip
    return card(_("Open invitations"), "key-round", label(about, "muted", wrap=True), *items,
                gap=10)  # fmt: skip


def _invitation(desk: Desk, window: Screen, line: OpenLine) -> Item:
    over = bool(line.expires) and line.expires < desk.ws.now()
    until = _("its time is over") if over else _("good until {day}", day=day(line.expires))
    kind = _("another computer") if line.second else role_word(line.role)
    sharing = desk.ws.sharing
    words = button(_("Show the words"), lambda: ShowWords(desk, window, line).open(),
                   kind="small", name=_("Show the words for {name}", name=line.name))  # fmt: skip
    parts: list[Item] = [
        (box(col(Elided(line.name, bold=True), Elided(f"{kind}  ·  {until}",
                 "warn" if over else "muted", 0.95), gap=0)), 1), words]  # fmt: skip
    if desk.is_administrator:
        again = button(_("Make a new one"), lambda: _again(desk, window, line), kind="small",
                       name=_("Make a new invitation for {name}", name=line.name))  # fmt: skip
        withdraw = button(
            _("Withdraw the invitation for {name}", name=line.name),
            partial(_done, desk, window, lambda: sharing.withdraw(line.id),
                    _("The invitation has been withdrawn.")), "trash-2", "icon",
        )  # fmt: skip
        parts += [again, withdraw]
    return row(*parts, gap=8)


def _again(desk: Desk, window: Screen, line: OpenLine) -> None:
    made: list[str] = []
    sharing = desk.ws.sharing
    if desk.attempt(lambda: made.append(sharing.invite_again(line.member, tell=False)),
                    again=False):  # fmt: skip
        window.make_stale()
        ShowInvitation(desk, window, line.name, made[0]).open()
