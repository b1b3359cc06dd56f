"""Every failure that a user may meet: what happened, what is safe, what to do.

KnownError
├── BadInput           what was given cannot be read or used; nothing was changed
├── NotFound           no such thing in this workspace
├── NotAllowed         this member may not do that
├── Refused            a rule of the trade says no
├── NoAnswer           a public source on the network does not answer, or not as it should
├── FileTrouble        the file on this computer
│   ├── InUse          another program has the file open
│   ├── NotOurs        not a Quality Visit file
│   ├── WrongKey       the key does not open the file
│   ├── TornFile       the file is damaged
│   ├── NewerFile      written by a newer version
│   ├── NotSaved       the disk is full, read-only or gone: the words are kept in memory
│   └── AlreadyThere   the profile already holds a workspace
├── KeyTrouble         no key can be had
│   ├── NoKeyring      this computer has no keyring and no passphrase was given
│   └── NoKey          the keyring answers but holds no key for this file
└── StoreTrouble       the shared store
    ├── StoreUnreachable   cannot be read or written now
    ├── StoreRefused       answers, but does not let us in, or not do this
    └── WrongStore         belongs to another workspace

Anything else that is raised is a bug. A known error becomes a notice on the screen and exit code 1
on the command line; title and advice are already in the user's language.
"""


class KnownError(Exception):
    """A failure that the user can act on.

    ``title`` says what happened, ``advice`` what is safe and what to do, ``may_retry`` whether the
    same call can succeed later without any change.
    """

    may_retry = False

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(f"{title} {advice}".strip())
        self.title = title
        self.advice = advice


class BadInput(KnownError):
    """What was given cannot be read or used; nothing was changed."""


class NotFound(KnownError):
    """No such thing in this workspace."""


class NotAllowed(KnownError):
    """This member may not do that."""


class Refused(KnownError):
    """A rule of the trade says no."""


class NoAnswer(KnownError):
    """A public source on the network does not answer, or not as it should."""

    may_retry = True


class FileTrouble(KnownError):
    """The file on this computer cannot be used."""


class InUse(FileTrouble):
    """Another program has the file open."""

    may_retry = True


class NotOurs(FileTrouble):
    """The file is not a Quality Visit file."""


class WrongKey(FileTrouble):
    """The key does not open the file."""


class TornFile(FileTrouble):
    """The file is damaged."""


class NewerFile(FileTrouble):
    """The file was written by a newer version of the program."""


class NotSaved(FileTrouble):
    """The disk is full, read-only or gone; the words are kept in memory and tried again."""

    may_retry = True


class AlreadyThere(FileTrouble):
    """The profile already holds a workspace."""


class KeyTrouble(KnownError):
    """No key can be had for the file."""


class NoKeyring(KeyTrouble):
    """This computer has no keyring and no passphrase was given."""


class NoKey(KeyTrouble):
    """The keyring answers but holds no key for this file."""


class StoreTrouble(KnownError):
    """The shared store cannot be used."""


class StoreUnreachable(StoreTrouble):
    """The store cannot be read or written now; everything is safe on this computer."""

    may_retry = True


class StoreRefused(StoreTrouble):
    """The store answers but wants another password or does not allow this; nothing is lost."""


class WrongStore(StoreTrouble):
    """The store belongs to another workspace."""
