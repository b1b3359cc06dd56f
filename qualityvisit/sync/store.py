"""The store: a place that can list, get, put and drop. What kinds there are is known here only."""

from functools import partial
from typing import Protocol, runtime_checkable

from qualityvisit.sync import address as addresses
from qualityvisit.sync import credentials
from qualityvisit.sync.address import POSTGRESQL, Address
from qualityvisit.sync.folder import FolderStore


class Store(Protocol):
    """A place for immutable files with names. Nothing else is asked of it.

    Every method raises StoreUnreachable where the place cannot be reached, and StoreRefused where
    it answers but wants another password or does not allow this. None waits for ever.
    """

    address: str  # by which it is opened again, from wherever the program is started

    def list(self) -> set[str]:
        """Return the names of all files that are ours, as ``names`` tells them.

        Those still arriving may be among them or not.
        """

    def get(self, name: str) -> bytes | None:
        """Return a file's bytes, or None where it is not there (yet)."""

    def put(self, name: str, data: bytes) -> None:
        """Keep a file; doing it again is harmless. Durable on return as far as the place knows."""

    def drop(self, name: str) -> None:
        """Delete a file that nobody needs; one that is not there is no trouble."""


@runtime_checkable
class Watched(Protocol):
    """A store that tells when something comes. Ask with isinstance, on a thread of your own."""

    def watch(self, timeout: float) -> bool:
        """Wait so many seconds; tell whether something of others may be new.

        The first call, and the first after trouble, connects and answers True. Raise StoreTrouble.
        """


@runtime_checkable
class Bound(Protocol):
    """A store that takes a device's files from the login that first wrote as it, and no other."""

    bound: bool


def open_store(address: str) -> Store:
    """Return the store in use; nothing is asked of it yet. Raise BadInput."""
    if addresses.kind_of(address) == addresses.FOLDER:
        return FolderStore(address)
    where, _none = addresses.read(address)
    return connect(where, partial(credentials.secret_of, where))


def connect(where: Address, secret: credentials.Ask) -> Store:
    """Return the store at an address on a network; ``secret`` is asked when it is first used."""
    if where.kind == POSTGRESQL:
        from qualityvisit.sync.postgres import PostgresStore  # noqa: PLC0415 one kind is used

        return PostgresStore(where, secret)
    from qualityvisit.sync.objects import HttpStore  # noqa: PLC0415 one kind is used

    return HttpStore(where, secret)
