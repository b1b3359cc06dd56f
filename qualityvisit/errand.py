"""An errand: work in steps, of which the slow ones may be done on any thread.

An errand is a generator. What it does itself belongs to the thread that runs it, which owns the
documents and the journal; what it yields touches neither. It is all done or, where it fails or is
closed before its end, undone.
"""

from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from qualityvisit.errors import KnownError

T = TypeVar("T")


class Far(Protocol):
    """How far a slow step has come, as it tells itself."""

    what: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Slow:
    """A slow step: its ``work`` answers the errand; ``undo`` is harmless where nothing was done."""

    work: Callable[[], Any]
    words: str = ""  # what is being done, to be shown; "" lets stand what was shown before
    undo: Callable[[], object] | None = None
    far: Far | None = None


Errand = Generator[Slow, Any, T]
BREATH = Slow(lambda: None)  # lets others have their turn


def carry_out(errand: Errand[T]) -> T:
    """Do it all here and now, and raise what it raises."""
    begun: list[Slow] = []
    try:
        slow = next(errand)
        while True:
            begun.append(slow)
            try:
                answer = slow.work()
            except KnownError as error:
                slow = errand.throw(error)
            else:
                slow = errand.send(answer)
    except StopIteration as end:
        found: T = end.value
        return found
    except BaseException:
        undo(begun)
        raise


def undo(begun: list[Slow]) -> None:
    """Undo slow steps, the latest first; what cannot be undone is let be."""
    for slow in reversed(begun):
        if slow.undo is not None:
            with suppress(KnownError):
                slow.undo()
