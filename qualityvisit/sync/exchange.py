"""A round of sharing: freeze what waits, put it, get what is new, check it.

Three steps, so that the screen never waits: ``plan`` reads and freezes on the journal's thread,
``Round.carry`` does everything slow on any thread, and the caller takes ``Round.opened`` in on the
journal's thread again, each bundle in one transaction.
"""

import contextlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qualityvisit.journal.journal import Waiting
from qualityvisit.journal.shelf import Key, Shelf
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.bundle import Envelope
from qualityvisit.sync.keys import WORKSPACE_KEY, Grant, Identity, new_key
from qualityvisit.sync.membership import Membership
from qualityvisit.sync.round import PROVEN, Rights, Round, Seen
from qualityvisit.sync.seal import SealError
from qualityvisit.sync.store import Store

SLICE = 500  # changes merged into one update at most


@dataclass(frozen=True, slots=True)
class Policy:
    """What the trade says: asked here, answered by the caller.

    ``readers(document)`` gives the members that may read it; ``merge`` makes one update of several.
    """

    readers: Callable[[str], Iterable[str]]
    rights: Rights
    merge: Callable[[Iterable[bytes]], bytes]


def plan(shelf: Shelf, waiting: list[Waiting], store: Store, who: Identity, policy: Policy,
         at: str) -> Round:  # fmt: skip
    """Freeze what waits into a bundle of its own and return the round to carry out."""
    statements = shelf.statements()
    membership = Membership.fold(who.workspace, statements)
    if membership.active(who.device):
        _freeze(shelf, waiting, who, policy, membership, at)
    seen = Seen()
    for name in [*shelf.ours(), *shelf.taken()]:
        seen.add(name)
    for name, reason in shelf.quarantined().items():
        if bundles.NAME.fullmatch(name):
            seen.add(name, proven=reason in PROVEN)
    return Round(
        store=store,
        identity=who,
        to_put=shelf.to_put(),
        held=shelf.held(),
        seen=seen,
        statements=statements,
        ring={k.id: k.bytes for k in shelf.all_keys()},
        rights=policy.rights,
    )


def _freeze(shelf: Shelf, waiting: list[Waiting], who: Identity, policy: Policy,
            membership: Membership, at: str) -> None:  # fmt: skip
    """Seal everything that waits into one bundle, kept before its first put."""
    by_document: dict[str, list[bytes]] = {}
    for entry in waiting:
        by_document.setdefault(entry.document, []).append(entry.bytes)
    keys = _keys(shelf, by_document, at)
    grants = _grants(shelf, who, policy, membership)
    unsent = shelf.unsent_statements()
    if not (by_document or grants or unsent):
        return
    control = {"statements": [s.decode() for _id, s in unsent],
               "grants": [g.to_json() for g in grants]}  # fmt: skip
    workspace_key = keys[WORKSPACE_KEY]
    parts = [(bundles.CONTROL, workspace_key.id, workspace_key.bytes, json.dumps(control).encode())]
    for document, updates in by_document.items():
        key = keys[document]
        content = bundles.pack(_merged(updates, policy))
        parts.append((document, key.id, key.bytes, content))
    sequence, previous = shelf.last_sequence(who.device)
    deps: dict[str, int] = {}
    for device, number in shelf.taken().values():
        deps[device] = max(deps.get(device, 0), number)
    envelope = Envelope(who.workspace, who.device, sequence + 1, previous, deps)
    name, whole = bundles.build(envelope, who.keys, parts)
    last = waiting[-1].seq if waiting else 0
    shelf.seal(name, whole, last, [s for s, _raw in unsent])
    shelf.grant((key, g.to) for g in grants for key in g.keys)


def _merged(updates: list[bytes], policy: Policy) -> list[bytes]:
    """Merge typed letters, in slices; whole notes gain nothing by it and stay as they are."""
    if sum(map(len, updates)) > bundles.SMALL * len(updates):
        return updates
    return [policy.merge(updates[n : n + SLICE]) for n in range(0, len(updates), SLICE)]


def _keys(shelf: Shelf, documents: Iterable[str], at: str) -> dict[str, Key]:
    """Return the key that seals each document, made where there is none."""
    keys = shelf.sealing_keys()
    fresh = [new_key(document) for document in documents if document not in keys]
    shelf.keep_keys(fresh, at)
    return keys | {k.document: k for k in fresh}


def _grants(shelf: Shelf, who: Identity, policy: Policy, membership: Membership) -> list[Grant]:
    """Wrap every key for everybody who may read its document and has not been given it."""
    given = shelf.granted()
    by_receiver: dict[str, list[Key]] = {}
    receivers: dict[str, str] = {}
    for key in shelf.all_keys():
        if key.document == WORKSPACE_KEY:
            continue
        for receiver in membership.receivers(policy.readers(key.document)):
            if (key.id, receiver.id) not in given and receiver.id != who.device:
                by_receiver.setdefault(receiver.id, []).append(key)
                receivers[receiver.id] = receiver.receive
    grants = []
    for name, keys in by_receiver.items():
        with contextlib.suppress(SealError):  # no key can be wrapped for a key that is none
            grants.append(Grant.make(keys, who.workspace, name, receivers[name]))
    return grants
