"""Documents without a journal: what they would keep is a list, and the clock is a counter."""

from collections.abc import Callable
from itertools import count
from typing import TypeVar

from qualityvisit.model.document import Document, Stamp
from qualityvisit.model.records import Record

D = TypeVar("D", bound=Document)
R = TypeVar("R", bound=Record)


class Kept:
    """A journal of one document: the updates in the order in which they were made durable."""

    def __init__(self) -> None:
        self.updates: list[bytes] = []
        self.fails = False

    def __call__(self, document: Document, update: bytes, *, typed: bool) -> None:
        del document, typed
        if self.fails:
            raise OSError("the disk is full")
        self.updates.append(update)


def fresh(
    kind: Callable[..., D],
    name: str,
    updates: list[bytes] | None = None,
    *,
    who: str = "eva",
    administrator: bool = True,
    kept: Kept | None = None,
) -> D:
    """Return a document of this kind, folded from updates."""
    ticks = count()

    def stamp(_name: str) -> Stamp:
        tick = next(ticks)
        return Stamp(f"2028-03-14T08:00:{tick // 1000:02}.{tick % 1000:03}", who, administrator)

    kept = kept or Kept()
    known = list(updates or [])
    return kind(name, stamp, kept, lambda _name: [*known, *kept.updates])


def all_of(document: Document, kind: type[R]) -> list[R]:
    """Return the document's records of a kind, in sort order."""
    found = [record for record in document.records() if isinstance(record, kind)]
    return sorted(found, key=lambda record: record.sort)


def only(document: Document, kind: type[R]) -> R:
    """Return the document's one record of a kind."""
    [found] = all_of(document, kind)
    return found


def meet(*documents: Document) -> None:
    """Let documents take in each other's changes."""
    whole = [document.whole() for document in documents]
    for document in documents:
        document.absorb(whole)
