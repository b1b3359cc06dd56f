"""Freezing: what waits is sealed into one bundle, with keys for whoever may read and lacks them.

No key seals any more once somebody who may not read its document has been given it: a removed
member, a lost device, somebody who left the team. The next one who writes makes a new key.
"""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from qualityvisit.journal.chest import Key
from qualityvisit.journal.journal import Waiting
from qualityvisit.journal.parts import whole_of
from qualityvisit.journal.shelf import Shelf
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.bundle import Envelope, Written
from qualityvisit.sync.keys import WORKSPACE_KEY, Grant, Identity, new_key
from qualityvisit.sync.membership import Allows, Membership
from qualityvisit.sync.seal import SealError
from qualityvisit.sync.statement import Statement

LACKED, ASKED = "lacked", "asked"  # the marks of keys that are missing, and were asked for
SLICE = 500  # changes merged into one update at most
LOAD = 8 * 1024 * 1024  # bytes of changes after which a bundle has enough


@dataclass(frozen=True, slots=True)
class Policy:
    """What the trade says: asked here, answered by the caller."""

    known: Callable[[str], bool]  # whether this version of the program knows such a document
    may_read: Allows
    may_write: Allows
    merge: Callable[[Iterable[bytes]], bytes]  # one update of several

    def readers(self, document: str, membership: Membership) -> set[str]:
        """Return the members who may have a document's key."""
        if document == WORKSPACE_KEY:
            return {m.id for m in membership.members.values() if m.state != "removed"}
        return membership.readers(document, self.may_read)


@dataclass(slots=True)
class Freezer:
    """Seals what waits, for one device."""

    shelf: Shelf
    who: Identity
    policy: Policy
    membership: Membership
    at: str

    def freeze(self, waiting: list[Waiting], *, tell: bool = False, most: int = 0) -> bool:
        """Seal everything that waits into a bundle, kept before its first put; into more if large.

        With ``tell`` there is one even where nothing waits: it says how far we have come. With
        ``most`` there are so many bundles at most; return whether something still waits then.
        """
        waiting = [entry for entry in waiting if not self.membership.has_erased(entry.document)]
        for number, some in enumerate(_loads(waiting)):
            if most and number == most:
                return True
            self._freeze(some, tell=tell and not number)
        return False

    def _freeze(self, waiting: list[Waiting], *, tell: bool) -> None:
        by_document: dict[str, list[Written]] = {}
        for entry in waiting:
            written = Written(entry.bytes, entry.at)
            by_document.setdefault(entry.document, []).append(written)
        unsent = self._part(self.shelf.unsent_statements())
        keys = sealing_keys(
            self.shelf,
            self.policy,
            self.membership,
            [*dict.fromkeys(map(whole_of, by_document)), WORKSPACE_KEY],
            self.at,
        )
        grants, lacks = self._grants(), self._lacks()
        if not (by_document or grants or unsent or tell or lacks):
            return
        opens = self._opens({key for g, _document in grants for key in g.keys})
        ours = [g for g, document in grants if document == WORKSPACE_KEY]
        others = [g for g, document in grants if document != WORKSPACE_KEY]
        control = {"statements": [s.decode() for _id, s in unsent],
                   "grants": [g.to_json() for g in others], "at": self.at,
                   **({"lacks": lacks} if lacks else {}),
                   **({"opens": opens} if opens else {})}  # fmt: skip
        parts = [(bundles.CONTROL, keys[WORKSPACE_KEY], json.dumps(control).encode())]
        parts += [
            (document, keys[whole_of(document)], bundles.pack(self._merged(updates)))
            for document, updates in by_document.items()
        ]
        last = waiting[-1].seq if waiting else 0
        self._seal(parts, [s for s, _raw in unsent], last, ours)
        self.shelf.grant((key, g.to) for g, _document in grants for key in g.keys)

    def _part(self, unsent: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        """Tell those who are parted with that they are, by a key that they have; return the rest.

        That goes into a bundle of its own: what is said from then on is not for them.
        """
        last = max((n for n, (_id, raw) in enumerate(unsent, 1) if _parts_with(raw)), default=0)
        before = self.shelf.sealing_keys([WORKSPACE_KEY])
        if not last or not before:
            return unsent
        control = {"statements": [raw.decode() for _id, raw in unsent[:last]],
                   "grants": [], "at": self.at}  # fmt: skip
        parts = [(bundles.CONTROL, before[-1], json.dumps(control).encode())]
        self._seal(parts, [s for s, _raw in unsent[:last]])
        return unsent[last:]

    def _seal(self, parts: list[tuple[str, Key, bytes]], statements: list[str], last: int = 0,
              grants: Iterable[Grant] = ()) -> None:  # fmt: skip
        """Freeze a bundle; ``last`` is the last entry in it, ``grants`` go in the open."""
        sequence, previous = self.shelf.last_sequence(self.who.device)
        envelope = Envelope(
            self.who.workspace, self.who.device, sequence + 1, previous, self.shelf.reached(),
            tuple(g.to_json() for g in grants),
        )  # fmt: skip
        name, whole = bundles.build(
            envelope, self.who.keys, [(d, k.id, k.bytes, content) for d, k, content in parts]
        )
        self.shelf.seal(name, whole, last, statements)

    def _merged(self, updates: list[Written]) -> list[Written]:
        """Merge typed letters, in slices; whole notes gain nothing by it and stay as they are."""
        if sum([len(u.bytes) for u in updates]) > bundles.SMALL * len(updates):
            return updates
        slices = [updates[n : n + SLICE] for n in range(0, len(updates), SLICE)]
        return [
            Written(self.policy.merge(u.bytes for u in found), found[-1].at) for found in slices
        ]

    def _opens(self, keys: set[str]) -> list[str]:
        """Return those of keys that we do not seal with: nor may whoever gets them from us.

        Others may have them who may not read, of whom only we know.
        """
        if not keys:
            return []
        able = self.shelf.sealing_keys(self.shelf.documents_with_keys())
        safe = {
            key.id for key in able
            if key.id in keys and _is_safe(key, self.shelf, self.policy, self.membership)
        }  # fmt: skip
        return sorted(keys - safe)

    def _lacks(self) -> list[str]:
        """Return the keys to ask for, once: those that we may have, and lacked the last time too.

        They were handed out in a bundle that we never saw, because a snapshot has replaced it.
        """
        missing = {
            key for key, document in self.shelf.missing_keys()
            if self.who.member in self.policy.readers(document, self.membership)
        }  # fmt: skip
        before, asked = (set(self.shelf.mark(m).split()) for m in (LACKED, ASKED))
        wanted = missing & before - asked
        if missing != before or wanted:
            self.shelf.set_mark(LACKED, " ".join(sorted(missing)))
            self.shelf.set_mark(ASKED, " ".join(sorted(asked & missing | wanted)))
        return sorted(wanted)

    def _grants(self) -> list[tuple[Grant, str]]:
        """Wrap every key for everybody who may read its document and has not been given it.

        The workspace's own keys come apart from the others: whoever lacks them cannot open those.
        """
        keys, given = self.shelf.owed()
        keys = [k for k in keys if k.document not in self.membership.erased]
        if not keys:
            return []
        wanted: dict[tuple[str, str], list[Key]] = {}
        receivers: dict[str, str] = {}
        readers: dict[str, list[tuple[str, str]]] = {}
        for key in keys:
            if key.document not in readers:
                members = self.policy.readers(key.document, self.membership)
                found = self.membership.receivers(members)
                readers[key.document] = [(r.id, r.receive) for r in found]
            kind = WORKSPACE_KEY if key.document == WORKSPACE_KEY else ""
            for name, receive in readers[key.document]:
                if (key.id, name) not in given and name != self.who.device:
                    wanted.setdefault((name, kind), []).append(key)
                    receivers[name] = receive
        grants = []
        for (name, kind), held in wanted.items():
            with contextlib.suppress(SealError):  # no key can be wrapped for a key that is none
                grant = Grant.make(held, self.who.workspace, name, receivers[name])
                grants.append((grant, kind))
        self.shelf.owe_nothing()
        return grants


def _loads(waiting: list[Waiting]) -> Iterator[list[Waiting]]:
    """Give what waits in loads that a slow line carries; nothing is one load too."""
    load, weight = list[Waiting](), 0
    for entry in waiting:
        if load and weight + len(entry.bytes) > LOAD:
            yield load
            load, weight = [], 0
        load.append(entry)
        weight += len(entry.bytes)
    yield load


def sealing_keys(shelf: Shelf, policy: Policy, membership: Membership, documents: Iterable[str],
                 at: str) -> dict[str, Key]:  # fmt: skip
    """Return the key that seals each document now, made where there is none that may."""
    wanted = list(documents)
    found = current_keys(shelf, policy, membership, wanted)
    fresh = [new_key(document) for document in wanted if document not in found]
    shelf.keep_keys(fresh, at)
    return found | {k.document: k for k in fresh}


def current_keys(shelf: Shelf, policy: Policy, membership: Membership, documents: list[str],
                 ) -> dict[str, Key]:  # fmt: skip
    """Return the key that seals each document now, where there is one that may."""
    found: dict[str, Key] = {}
    for key in shelf.sealing_keys(documents):
        if key.document not in found and _is_safe(key, shelf, policy, membership):
            found[key.document] = key
    return found


def _is_safe(key: Key, shelf: Shelf, policy: Policy, membership: Membership) -> bool:
    """Tell whether nobody has been given a key who may not read its document now."""
    readers = policy.readers(key.document, membership)
    return all(membership.holder(receiver) in readers for receiver in shelf.holders(key.id))


def _parts_with(raw: bytes) -> bool:
    """Tell whether a statement parts the workspace with somebody or some device."""
    return Statement.parse(raw).type in ("removed", "lost", "withdrawn")
