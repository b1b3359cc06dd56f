"""Sharing: how it goes, and the place that is shared through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from qualityvisit.errors import BadInput
from qualityvisit.ui.kit import (
    Field,
    Item,
    box,
    button,
    card,
    col,
    label,
    line,
    row,
)
from qualityvisit.ui.shared import SharingState
from qualityvisit.ui.store_password import StorePassword
from qualityvisit.ui.waiting import Waiting
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.errand import Errand
    from qualityvisit.errors import KnownError
    from qualityvisit.ui.notices import Banner
    from qualityvisit.ui.screen import Desk, Screen


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    made: list[Item] = [Place(desk, window)]
    if desk.ws.status().store:
        made.insert(0, card(_("How sharing goes"), "share-2", SharingState(desk)))
    return made


class Place(QWidget):
    """The card in which it is chosen where to share."""

    def __init__(self, desk: Desk, window: Screen) -> None:
        super().__init__()
        self._desk, self._window = desk, window
        self._store = desk.ws.status().store
        self._told: list[Banner] = []  # what was wrong with the place that was tried before
        self._waiting: Waiting | None = None
        about = _("A folder that everybody in the team can reach: on a file server, or one that"
                  " OneDrive, Nextcloud or the like keeps in step. Or a server's address: WebDAV,"
                  " S3, Azure Blob or PostgreSQL. Only encrypted files are put there: whoever runs"
                  " it can read nothing.")  # fmt: skip
        self._address = line(self._store, hint=r"\\server\kvalitetsbesok")
        browse = button(_("Browse …"), self._browse)
        field = Field(_("Shared place"), box(row((self._address, 1), browse)))
        self._password = StorePassword(self._address)
        keep = button(_("Use the place"), self.use, kind="primary")
        for each in (self._address, browse, keep):
            each.setEnabled(desk.is_administrator)
        if self._password.wanted:  # a member's own password is the member's to change
            keep.setEnabled(True)
        self.setLayout(col(card(_("The shared place"), "folder", label(about, "muted", wrap=True),
                                field, self._password, row(keep, None), gap=12)))  # fmt: skip

    def use(self) -> None:
        """Share there from now on, once it has answered."""
        if self._waiting is not None and self._waiting.busy:
            return
        while self._told:
            self._desk.notices.take(self._told.pop())
        try:
            errand = self._errand(self._address.text().strip())
        except BadInput as error:
            self._did_fail(error)
        else:
            self._waiting = Waiting(
                self._window, _("The shared place"), errand, self._did_use, self._did_fail
            )

    def _errand(self, wanted: str) -> Errand[None]:
        """Return what is to be done; for the place in use, only a new password. Raise BadInput."""
        sharing, password = self._desk.ws.sharing, self._password.edit.text()
        if wanted == self._store and password:
            return sharing.changing_password(password)
        return sharing.moving(self._password.whole())

    def _did_use(self, _none: None) -> None:
        shared = bool(self._desk.ws.status().store)
        self._desk.notices.passing(_("The place is chosen.") if shared else _("Sharing is off."))
        self._window.make_stale()
        if shared:
            self._desk.way.share_now()

    def _did_fail(self, error: KnownError) -> None:
        before = self._desk.notices.shown()
        self._desk.notices.known(error)
        self._told = [b for b in self._desk.notices.shown() if b not in before]

    def _browse(self) -> None:
        title = _("Shared folder")
        found = QFileDialog.getExistingDirectory(self._window, title, self._address.text())
        if found:
            self._address.setText(found)
