"""Sharing: the folder, a round now, the members, and the line that invites one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from qualityvisit.model import records
from qualityvisit.ui import lamps
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Choice,
    Elided,
    Field,
    Form,
    Item,
    box,
    button,
    card,
    col,
    face,
    label,
    line,
    pic,
    pill,
    row,
    writing,
)
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.store_password import StorePassword
from qualityvisit.ui.trade import role_word
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from qualityvisit.ui.notices import Banner
    from qualityvisit.ui.screen import Desk, Screen


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    return [_folder(desk, window), _members(desk, window)]


def _folder(desk: Desk, window: Screen) -> Item:
    status = desk.ws.status()
    about = _("A folder that everybody in the team can reach: on a file server, or one that"
              " OneDrive, Nextcloud or the like keeps in step. Or a server's address: WebDAV, S3,"
              " Azure Blob or PostgreSQL. Only encrypted files are put there: whoever runs it can"
              " read nothing.")  # fmt: skip
    address = line(status.store, hint=r"\\server\kvalitetsbesok")
    browse = button(_("Browse …"), lambda: _choose(window, address))
    field = Field(_("Shared folder"), box(row((address, 1), browse)))
    password = StorePassword(address)

    told: list[Banner] = []  # what was wrong with the folder that was tried before

    def use() -> None:
        wanted = address.text().strip()
        while told:
            desk.notices.take(told.pop())
        before = desk.notices.shown()
        if desk.attempt(lambda: _use(desk, wanted, password)):
            desk.notices.passing(_("The folder is chosen.") if wanted else _("Sharing is off."))
            window.make_stale()
            if wanted:
                desk.way.share_now()
        else:
            told.extend(b for b in desk.notices.shown() if b not in before)

    keep = button(_("Use the folder"), use, kind="primary")
    share = button(_("Share now"), desk.way.share_now, "share-2")
    share.setEnabled(bool(status.store))
    for each in (address, browse, keep):
        each.setEnabled(desk.is_administrator)
    if password.wanted:  # a member's own password is the member's to change
        keep.setEnabled(True)
    fact = lamps.shared(status, desk.today())
    said = row(
        pic("share-2", "muted", 16),
        (label(f"{fact.fact[:1].upper()}{fact.fact[1:]}.", "muted", wrap=True), 1),
    )
    return card(_("The shared folder"), "folder", label(about, "muted", wrap=True), field,
                password, said, row(keep, share, None), gap=12)  # fmt: skip


def _use(desk: Desk, wanted: str, password: StorePassword) -> None:
    """Share there from now on; where that is done already, take the new password."""
    if wanted == desk.ws.status().store and password.edit.text():
        desk.ws.sharing.set_password(password.edit.text())
    else:
        desk.ws.sharing.set_store(password.whole())


def _choose(window: Screen, address: QLineEdit) -> None:
    found = QFileDialog.getExistingDirectory(window, _("Shared folder"), address.text())
    if found:
        address.setText(found)


def _members(desk: Desk, window: Screen) -> Item:
    items: list[Item] = [
        _member(desk, window, records.Person(m.id, m.name, role=m.role), _state(m.state, devices))
        for m, devices in desk.ws.sharing.members()
    ]
    invite = button(_("Invite a person"), lambda: Invite(desk, window).open(), "user-plus")
    shared = bool(desk.ws.status().store)
    invite.setEnabled(desk.is_administrator and shared)
    why = "" if shared else _("Choose a shared folder first.")
    return card(_("Members"), "users", *items,
                row(invite, label(why, "muted", 0.95), None, gap=12), gap=10)  # fmt: skip


def _state(state: str, devices: int) -> str:
    """Return what is said of a member: invited, removed, or on how many computers."""
    said = {"invited": _("invited, has not joined yet"), "removed": _("removed")}
    return said.get(state) or count("{n} computer", "{n} computers", devices)


def _member(desk: Desk, window: Screen, person: records.Person, about: str) -> Item:
    kind = "accent" if person.role == records.ADMINISTRATOR else "quiet"
    parts: list[Item] = [
        face(person.initials, person.name, person.id),
        (box(col(Elided(person.name), Elided(about, "muted", 0.95), gap=0)), 1),
        pill(role_word(person.role), kind),
    ]
    if desk.is_administrator and about != _("removed") and person.id != desk.ws.me.id:
        parts.append(
            button(_("Remove {name}", name=person.name), lambda: _remove(desk, window, person),
                   "trash-2", "icon")
        )  # fmt: skip
    return row(*parts, gap=10)


def _remove(desk: Desk, window: Screen, person: records.Person) -> None:
    sure = desk.notices.ask(
        _("Remove {name} from the workspace?", name=person.name),
        _("{name} reads nothing that is written from now on. What has already been shared stays"
          " on that computer.", name=person.name),
        _("Remove"), danger=True,
    )  # fmt: skip
    if sure and desk.attempt(lambda: desk.ws.sharing.remove(person.id), again=False):
        window.make_stale()


class Invite(FormDialog):
    """Invites a person and shows the line to hand over."""

    def __init__(self, desk: Desk, window: Screen) -> None:
        self._desk, self._window = desk, window
        form = Form()
        super().__init__(
            window, _("Invite a person"), form, _("Make the invitation"), self._invite,
            about=_("You get a line of text to hand over: in person, or in a message that only"
                    " the person can read. It works once."),
        )  # fmt: skip
        self.name, self.title = line(), line()
        roles = [(r, role_word(r)) for r in (records.MEMBER, records.READER,
                                             records.ADMINISTRATOR)]  # fmt: skip
        self.role = Choice(roles, records.MEMBER)
        form.add(_("Name"), self.name, check=self._check)
        form.add(_("Title"), self.title)
        form.add(_("Role"), self.role, _("Members write in the visits that they take part in."
                 " Readers only read. Administrators plan and decide."))  # fmt: skip

    def _check(self) -> str:
        return "" if self.name.text().strip() else _("Write the person's name.")

    def _invite(self) -> None:
        invitation = self._desk.ws.sharing.invite(
            self.name.text(), self.role.value(), self.title.text()
        )
        self._window.make_stale()
        Invitation(self._desk, self._window, self.name.text().strip(), invitation).open()


class Invitation(FormDialog):
    """Shows the line that invites, to be copied."""

    def __init__(self, desk: Desk, window: Screen, name: str, invitation: str) -> None:
        self._desk, self.invitation = desk, invitation
        form = Form()
        super().__init__(
            window, _("An invitation for {name}", name=name), form, _("Copy the line"), self._copy,
            about=_("{name} installs the program, chooses Join a workspace and pastes the line. It"
                    " holds a key: treat it as a password.", name=name),
        )  # fmt: skip
        text = writing(invitation, lines=5)
        text.setReadOnly(True)
        text.selectAll()
        form.add(_("Invitation"), text)
        retitle(self.no, _("Close"))  # the invitation is made: there is nothing to cancel

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.invitation)
        self._desk.notices.passing(_("The invitation is copied."))
