"""The memory of one document: a pycrdt document folded from changes, and what has changed since."""

from collections.abc import Iterable
from typing import Any

from pycrdt import Doc, Map, Text
from pycrdt import get_update as _beyond
from pycrdt import merge_updates as _merge

_probe = Doc({"text": Text("å")})
assert len(_probe.get("text", type=Text)) == 2, "pycrdt must count bytes: all here converts"


def merge(updates: Iterable[bytes]) -> bytes:
    """Return one update for many; changes that wait for others are kept, unlike in a snapshot."""
    found = list(updates)
    return found[0] if len(found) == 1 else bytes(_merge(*found))


class Damaged(Exception):
    """These bytes are no change of a document."""


class Memory:
    """Two shared maps, and what hears their changes. Close it, or it is never freed.

    ``waits`` tells that some change waits for one that has not come. pycrdt forgets it then if more
    than one does and they come in an unlucky order: a merger of all of them is right, so whoever
    takes in more folds anew.
    """

    def __init__(self, updates: Iterable[bytes]) -> None:
        self.doc: Doc[Any] = Doc()  # a new client id each time: a used one diverges silently
        self.items = self.doc.get("items", type=Map)
        self.facts = self.doc.get("facts", type=Map)
        self.waits = False
        found, late = list(updates), b""
        for start in range(0, len(found), 200):
            some = found[start : start + 200]
            slice_ = merge([late, *some] if late else some)
            self.doc.apply_update(slice_)
            self.waits = self._lacks_for(slice_)
            late = slice_ if self.waits else b""
        self.pending: list[bytes] = []  # changes of this program's that nobody keeps yet
        self.touched: set[str] = set()
        self.touched_facts: set[str] = set()
        self.absorbing = False
        # pycrdt holds what it calls, so a memory that still listens is held by itself
        self._watching: list[tuple[Any, Any]] = [
            (self.items, self.items.observe_deep(self._did_change_items)),
            (self.facts, self.facts.observe(self._did_change_facts)),
            (self.doc, self.doc.observe(self._did_update)),
        ]

    def absorb(self, updates: Iterable[bytes]) -> None:
        """Take in changes of others. Raise Damaged; memory is not to be used then."""
        found = list(updates)
        self.absorbing = True
        try:
            with self.doc.transaction():
                for update in found:
                    self.doc.apply_update(update)
            self.waits = self.waits or any(map(self._lacks_for, found))
        except (ValueError, RuntimeError) as problem:
            raise Damaged from problem
        except BaseException as problem:
            if type(problem).__name__ == "PanicException":  # pycrdt names it nowhere
                raise Damaged from problem
            raise
        finally:
            self.absorbing = False

    def _lacks_for(self, update: bytes) -> bool:
        """Tell whether something is missing that a change builds on: some of it is beyond us."""
        return bool(_beyond(update, self.doc.get_state())[0])

    def close(self) -> None:
        """Hear no more."""
        for what, subscription in self._watching:
            what.unobserve(subscription)
        self._watching = []

    def _did_update(self, event: Any) -> None:  # noqa: ANN401 pycrdt's events have no public type
        if not self.absorbing:
            self.pending.append(event.update)

    def _did_change_items(self, events: list[Any]) -> None:
        for event in events:
            path = event.path
            self.touched.update([path[0]] if path else event.keys)

    def _did_change_facts(self, event: Any) -> None:  # noqa: ANN401
        self.touched_facts.update(event.keys)
