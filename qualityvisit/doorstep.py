"""What can be asked before a workspace is open: of a profile, an address or an invitation."""

from pathlib import Path

from qualityvisit.errors import BadInput
from qualityvisit.journal import backup
from qualityvisit.journal.backup import Backup
from qualityvisit.journal.journal import VAULT, set_aside
from qualityvisit.journal.vault import Vault
from qualityvisit.reading import now_here
from qualityvisit.settings import FILE
from qualityvisit.sync import address as addresses


class Doorstep:
    """What a workspace can tell of itself, and of another, before it is open."""

    @staticmethod
    def exists(profile: Path) -> bool:
        """Tell whether there is a workspace in this profile."""
        return (profile / FILE).exists()

    @staticmethod
    def needs_passphrase(profile: Path) -> bool:
        """Tell whether a passphrase opens the workspace. Raise NotOurs, NewerFile or TornFile."""
        return Vault.read(profile / VAULT).wrap is not None

    @staticmethod
    def latest_backup(profile: Path) -> Path | None:
        """Return the newest backup that the program made by itself, if any."""
        return backup.latest(profile)

    @staticmethod
    def verify_backup(file: Path, passphrase: str = "") -> Backup:
        """Open a backup and count what is in it. Raise BadInput, WrongKey or NoKey."""
        return backup.verify(file, passphrase)

    @staticmethod
    def set_aside(profile: Path) -> Path:
        """Move a workspace that cannot be opened into a folder beside it; return the folder.

        Nothing is deleted. Raise NotSaved.
        """
        return set_aside(profile, now_here().strftime("%Y-%m-%d-%H%M%S"))

    @staticmethod
    def needs_password(address: str) -> bool:
        """Tell whether a store's address is a server's, which lets nobody in without one."""
        try:
            return addresses.kind_of(address) != addresses.FOLDER
        except BadInput:
            return False

    @staticmethod
    def with_password(address: str, password: str) -> str:
        """Return a store's address with its password in it: it goes to the keyring when used.

        Raise BadInput where the address cannot be read.
        """
        return addresses.with_secret(address, password)

    @staticmethod
    def invited_to(invitation: str) -> str:
        """Return the store that an invitation leads to. Raise BadInput."""
        from qualityvisit.sync.invitation import Invitation  # noqa: PLC0415 once in a life

        return Invitation.read(invitation).store

    @staticmethod
    def check_words(invitation: str) -> str:
        """Return the two words that the inviter sees as well. Raise BadInput."""
        from qualityvisit.sync.invitation import Invitation  # noqa: PLC0415 once in a life

        return Invitation.read(invitation).check_words()
