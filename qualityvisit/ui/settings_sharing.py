"""Sharing: the folder, and a round now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from qualityvisit.ui.kit import (
    Field,
    Item,
    box,
    button,
    card,
    label,
    line,
    row,
)
from qualityvisit.ui.shared import SharingState
from qualityvisit.ui.store_password import StorePassword
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from qualityvisit.ui.notices import Banner
    from qualityvisit.ui.screen import Desk, Screen


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    made = [_folder(desk, window)]
    if desk.ws.status().store:
        made.insert(0, card(_("How sharing goes"), "share-2", SharingState(desk)))
    return made


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
    for each in (address, browse, keep):
        each.setEnabled(desk.is_administrator)
    if password.wanted:  # a member's own password is the member's to change
        keep.setEnabled(True)
    return card(_("The shared folder"), "folder", label(about, "muted", wrap=True), field,
                password, row(keep, None), gap=12)  # fmt: skip


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
