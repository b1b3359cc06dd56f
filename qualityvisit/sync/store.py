"""The store: a place that can list, get and put. What kinds there are is known here only."""

from typing import Protocol

from qualityvisit.errors import BadInput
from qualityvisit.sync.folder import FolderStore
from qualityvisit.words import _


class Store(Protocol):
    """A place for immutable files with names. Nothing else is asked of it.

    Every method raises StoreUnreachable where the place cannot be reached or refuses.
    """

    address: str  # by which it is opened again, from wherever the program is started

    def list(self) -> set[str]:
        """Return the names of all files; those still arriving may be among them or not."""

    def get(self, name: str) -> bytes | None:
        """Return a file's bytes, or None where it is not there (yet)."""

    def put(self, name: str, data: bytes) -> None:
        """Keep a file; doing it again is harmless. Durable on return as far as the place knows."""


def open_store(address: str) -> Store:
    """Return the store at an address: a folder's path or file: address. Raise BadInput."""
    if "://" in address and not address.startswith("file://"):
        raise BadInput(
            _("This kind of address is not known: {address}.", address=address),
            _("Give the path of a folder that all members can reach."),
        )
    return FolderStore(address)
