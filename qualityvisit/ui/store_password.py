"""The password of a place to share through: asked for where its address is a server's."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from qualityvisit.errors import BadInput
from qualityvisit.ui.kit import Field, col, line, secret
from qualityvisit.words import _
from qualityvisit.workspace import Workspace


class StorePassword(Field):
    """Stands below an address, and is seen while that address needs a password."""

    def __init__(self, address: QLineEdit) -> None:
        self.edit = secret(name=_("Password"))
        super().__init__(
            _("Password"), self.edit,
            _("Kept in this computer's keyring and never handed on. Where the address names no"
              " user, write user:password; for S3 the access key, a colon and the secret key."),
        )  # fmt: skip
        self._address = address
        address.textChanged.connect(self._suit)
        self._suit()

    @property
    def wanted(self) -> bool:
        """Whether the address is a server's."""
        return Workspace.needs_password(self._address.text())

    def _suit(self) -> None:
        _show(self, self.wanted)

    def whole(self) -> str:
        """Return the address with the password in it, as it is handed to the workspace.

        Raise BadInput where the address cannot be used.
        """
        address = self._address.text().strip()
        return Workspace.with_password(address, self.edit.text()) if self.wanted else address


class OwnStore(QWidget):
    """Stands below an invitation to a server, where each may have an address of their own."""

    def __init__(self, invitation: QPlainTextEdit) -> None:
        super().__init__()
        self._invitation = invitation
        self.address = line(name=_("Address"))
        self.password = StorePassword(self.address)
        field = Field(
            _("Address"), self.address,
            _("As the invitation has it. If you have a user name of your own there, put it before"
              " the server's name: https://eva@…"),
        )  # fmt: skip
        self.setLayout(col(field, self.password, gap=16))
        invitation.textChanged.connect(self._suit)
        self._suit()

    def _suit(self) -> None:
        """Take the address from the invitation, once it is whole."""
        try:
            address = Workspace.invited_to(self._invitation.toPlainText())
        except BadInput:
            address = ""
        self.address.setText(address if Workspace.needs_password(address) else "")
        _show(self, self.password.wanted)

    def whole(self) -> str:
        """Return the address with the password in it, or "" for where the invitation leads."""
        return self.password.whole() if self.password.wanted else ""


def _show(widget: QWidget, seen: bool) -> None:
    """Show or hide a part of a form: one that has no parent yet would be a window."""
    if widget.parentWidget() is not None or not seen:
        widget.setVisible(seen)
