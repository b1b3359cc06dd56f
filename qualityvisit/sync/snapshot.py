"""Snapshots: the present of all documents in a few files, so that nobody downloads the past.

A snapshot is a head and packs, files of the same form as bundles. Each part of a pack is a document
with all its changes. The head's ``deps`` say how far the devices' bundles are covered; its control
part holds all statements, in which pack each document lies, and the parts that were put aside. Only
administrators make them: they may read everything.
"""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from qualityvisit.journal.chest import Key, Locked
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.bundle import PACK, SNAPSHOT, Bundle, Envelope, Written
from qualityvisit.sync.keys import Grant, Identity
from qualityvisit.sync.names import OURS
from qualityvisit.sync.seal import read_json
from qualityvisit.sync.statement import Statement
from qualityvisit.sync.store import Store

MOST_PARTS = 1 << 24  # of a bundle
PIECE = 4_000_000  # bytes of changes in a pack at most, but for a document larger than that

Parts = list[tuple[str, Key, bytes]]


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a snapshot."""

    name: str
    covers: dict[str, int]  # device -> number of the last bundle that is in it
    packs: dict[str, str]  # document -> the name of the pack that holds it

    @property
    def reach(self) -> tuple[int, str]:
        """By which the furthest of several is told, the same everywhere."""
        return sum(self.covers.values()), self.name

    def has(self, bundle: str) -> bool:
        """Tell whether a bundle is covered."""
        device, number = bundles.parts_of(bundle)
        return number <= self.covers.get(device, 0)

    def to_text(self) -> str:
        """Return the head as text, to be kept."""
        return json.dumps([self.name, self.covers, self.packs])

    @classmethod
    def from_text(cls, text: str) -> "Head | None":
        """Read what to_text wrote; None where there is nothing."""
        return cls(*json.loads(text)) if text else None


@dataclass(frozen=True, slots=True)
class Opening:
    """A head's control part, opened."""

    head: Head
    statements: tuple[bytes, ...]
    grants: tuple[Grant, ...]
    aside: tuple[Locked, ...]
    at: str
    held: tuple[tuple[str, str], ...]  # (key id, receiver): who has which key
    tips: dict[str, list[str]]  # device -> the last of its bundles that are covered; see `Draft`
    ways: dict[str, str]  # bundle -> the one before it, for those of which parts are sealed

    @classmethod
    def read(cls, found: Bundle, key: bytes) -> "Opening":
        """Open it. Raise SealError or one of Python's errors of bad values."""
        control = read_json(found.open(0, key))
        statements = tuple(str(s).encode() for s in control["statements"])
        for statement in statements:
            Statement.parse(statement)
        packs = {str(document): _pack(name) for document, name in control["packs"].items()}
        return cls(
            Head(found.name, found.deps, packs),
            statements,
            tuple(Grant.from_json(g) for g in [*found.keys, *control["grants"]]),
            tuple(_locked(row) for row in control["aside"]),
            str(control["at"]),
            tuple(
                (str(key), str(receiver))
                for keys, receivers in control.get("held", ())
                for key in keys
                for receiver in receivers
            ),
            {str(d): [_bundle(n) for n in names] for d, names in control.get("tips", {}).items()},
            {
                _bundle(n): before and _bundle(before)
                for n, before in control.get("ways", {}).items()
            },
        )


@dataclass(slots=True)
class Draft:
    """What a snapshot is to hold, gathered on the journal's thread and written on any."""

    who: Identity
    number: int  # of the device's snapshots
    at: str
    key: Key  # the workspace's own
    covers: dict[str, int]
    statements: list[bytes]
    ours: list[Grant]  # of the workspace's own keys, for those who have not joined yet
    grants: list[Grant]  # of the documents' keys, for the same
    aside: list[Locked]
    held: list[tuple[list[str], list[str]]]  # keys, and the receivers that have been given them
    tips: dict[str, list[str]]  # which bundles ``covers`` means: a device may have a twin
    ways: dict[str, str]
    packs: dict[str, str]  # documents that lie in an older pack, unchanged
    documents: list[tuple[str, Key, list[Written]]]
    stale: str = ""  # what had changed apart from any bundle, and is in it

    def write(self, store: Store, step: Callable[[], bool]) -> Head | None:
        """Put the packs and then the head; None where ``step`` says to stop.

        Raise StoreTrouble: what has been put by then is of no use, and harms nobody.
        """
        packs = dict(self.packs)
        for piece in self._pieces():
            if not step():
                return None
            name, whole = self._built(PACK, self.number * 1000 + len(set(packs.values())), piece)
            store.put(name, whole)
            packs |= dict.fromkeys((document for document, _key, _content in piece[1:]), name)
        control = {
            "statements": [s.decode() for s in self.statements],
            "grants": [g.to_json() for g in self.grants],
            "at": self.at,
            "packs": packs,
            "aside": [_row(part) for part in self.aside],
            "held": self.held,
            "tips": self.tips,
            "ways": self.ways,
        }
        parts = [(bundles.CONTROL, self.key, json.dumps(control).encode())]
        name, whole = self._built(SNAPSHOT, self.number, parts)
        store.put(name, whole)
        return Head(name, self.covers, packs) if store.get(name) == whole else None

    def _pieces(self) -> Iterator[Parts]:
        """Give the documents in packs of a handy size, each after an empty control part."""
        empty = (bundles.CONTROL, self.key, b"{}")
        piece, size = [empty], 0
        for document, key, changes in self.documents:
            content = bundles.pack(changes)
            if size and size + len(content) > PIECE:
                yield piece
                piece, size = [empty], 0
            piece.append((document, key, content))
            size += len(content)
        if len(piece) > 1:
            yield piece

    def _built(self, kind: str, number: int, parts: Parts) -> tuple[str, bytes]:
        is_head = kind == SNAPSHOT
        envelope = Envelope(
            self.who.workspace, self.who.device, number, "", self.covers if is_head else {},
            tuple(g.to_json() for g in self.ours) if is_head else (), kind,
        )  # fmt: skip
        return bundles.build(envelope, self.who.keys, [(d, k.id, k.bytes, c) for d, k, c in parts])


def _row(part: Locked) -> list[Any]:
    sealed = base64.b64encode(part.bytes).decode()
    return [part.name, part.part, part.document, part.key, sealed]


def _pack(name: object) -> str:
    if not (OURS.fullmatch(str(name)) and bundles.kind_of(str(name)) == PACK):
        raise ValueError  # anything else might lie outside the store
    return str(name)


def _bundle(name: object) -> str:
    if not bundles.NAME.fullmatch(str(name)):
        raise ValueError
    return str(name)


def _locked(row: list[Any]) -> Locked:
    name, part, document, key, sealed = row
    if part not in range(MOST_PARTS):
        raise ValueError
    raw = base64.b64decode(sealed, validate=True)
    return Locked(_bundle(name), int(part), str(document), str(key), raw)
