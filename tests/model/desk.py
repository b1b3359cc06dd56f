"""A person's desk with one document on it, whose disk may be full and who may be refused."""

from typing import Generic, TypeVar

from qualityvisit.errors import NotAllowed, NotSaved
from qualityvisit.model.document import Document, Stamp
from tests.core import Clock

D = TypeVar("D", bound=Document)


class Desk(Generic[D]):
    """One document of a person's, without a workspace around it: what it sends is kept in a list.

    While ``full`` the disk takes no more; what is written then waits, as in the workspace.
    """

    def __init__(
        self, kind: type[D], name: str, who: str = "eva", *, administrator: bool = True
    ) -> None:
        self.who, self.administrator, self.full, self.allowed = who, administrator, False, True
        self.clock = Clock()
        self.kept: list[bytes] = []
        self.waiting: list[bytes] = []
        self.document = kind(name, self._stamp, self._sink, lambda _name: self.known)

    @property
    def known(self) -> list[bytes]:
        return [*self.kept, *self.waiting]

    def _stamp(self, _document: str) -> Stamp:
        if not self.allowed:
            raise NotAllowed("You may read this, but not change it.")
        at = self.clock().isoformat(timespec="milliseconds")
        return Stamp(at, self.who, administrator=self.administrator)

    def _sink(self, document: Document, update: bytes, *, typed: bool) -> None:
        del document, typed
        self.waiting.append(update)
        if self.full:
            raise NotSaved("The disk takes no more.")
        self.kept += self.waiting
        self.waiting = []

    def meet(self, other: "Desk[D]") -> None:
        """Exchange everything with a colleague, in both directions."""
        mine, theirs = list(self.known), list(other.known)
        for desk, news in ((self, theirs), (other, mine)):
            fresh = [u for u in news if u not in desk.known]
            desk.document.absorb(fresh)
            desk.kept += fresh

    def folded_anew(self) -> D:
        """Return what another program would read out of what has been kept."""
        kind = type(self.document)
        return kind(self.document.name, self._stamp, self._sink, lambda _name: self.known)
