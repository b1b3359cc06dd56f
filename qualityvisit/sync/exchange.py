"""A round of sharing: freeze what waits, put it, get what is new, check it.

Three steps, so that the screen never waits: ``plan`` reads and freezes on the journal's thread,
``Round.carry`` does everything slow on any thread, and the caller takes ``Round.opened`` in on the
journal's thread again, each bundle in one transaction.
"""

import base64
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from qualityvisit.errors import StoreTrouble, WrongStore
from qualityvisit.journal.journal import Waiting
from qualityvisit.journal.shelf import Key, Locked, Shelf
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.bundle import Bundle, BundleError, Envelope
from qualityvisit.sync.membership import Membership
from qualityvisit.sync.seal import Keys, SealError, digest, unseal, wrap
from qualityvisit.sync.store import Store
from qualityvisit.words import _

WORKSPACE_KEY = "workspace"  # the document name under which the workspace's own key is kept
SLICE = 500  # changes merged into one update at most


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this device is. ``more`` are further keys that receive: an invitation's."""

    workspace: str
    device: str
    member: str
    keys: Keys
    more: tuple[tuple[str, Keys], ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the trade says: asked here, answered by the caller.

    ``readers(document)`` gives the members that may read it; ``may_write(role, document)`` tells
    whether members of a role may; ``merge`` makes one update of several.
    """

    readers: Callable[[str], Iterable[str]]
    may_write: Callable[[str, str], bool]
    merge: Callable[[Iterable[bytes]], bytes]


@dataclass(frozen=True, slots=True)
class Grant:
    """Keys wrapped together for one receiver. Which keys is open to members, the keys are not."""

    to: str
    keys: tuple[str, ...]  # their public ids
    sealed: bytes

    def to_json(self) -> dict[str, object]:
        """Return the grant as JSON values."""
        sealed = base64.b64encode(self.sealed).decode()
        return {"to": self.to, "keys": list(self.keys), "sealed": sealed}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Grant":
        """Read what to_json wrote. Raise ValueError, KeyError or TypeError."""
        keys = tuple(str(k) for k in found["keys"])
        return cls(str(found["to"]), keys, base64.b64decode(found["sealed"], validate=True))


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that has been checked and opened, ready to be taken in whole."""

    name: str
    device: str
    sequence: int
    statements: tuple[bytes, ...]
    keys: tuple[Key, ...]
    granted: tuple[tuple[str, str], ...]  # (key id, receiver) that need not be handed out again
    parts: tuple[tuple[str, list[bytes]], ...]  # (document, updates)
    locked: tuple[Locked, ...]
    forbidden: tuple[str, ...]  # documents that the writer may not write


@dataclass(slots=True)
class Round:
    """One round. ``carry`` fills the fields from ``stored`` on."""

    store: Store
    identity: Identity
    to_put: list[tuple[str, bytes]]
    ours: set[str]
    passed: dict[str, tuple[str, int]]  # taken or quarantined bundles of others
    statements: list[bytes]
    ring: dict[str, bytes]  # key id -> key
    may_write: Callable[[str, str], bool]
    stored: list[str] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    unready: int = 0  # bundles that wait for others, or are still arriving
    cloned: bool = False
    problem: StoreTrouble | None = None
    _membership: Membership | None = None

    def carry(self) -> None:
        """Put and get. Never raises StoreTrouble: it is in ``problem``, and nothing is lost."""
        try:
            names = self.store.list()
            marker = marker_of(self.identity.workspace)
            if marker not in names:
                raise _wrong(names)
            self._put(names)
            self._get(names)
        except StoreTrouble as problem:
            self.problem = problem

    def _put(self, names: set[str]) -> None:
        """Put what waits; believe only what can be read back."""
        for name, whole in self.to_put:
            try:
                if name not in names or self.store.get(name) != whole:
                    self.store.put(name, whole)
                if self.store.get(name) == whole:
                    self.stored.append(name)
            except StoreTrouble as problem:
                self.problem = problem  # a share that is read-only can still be read
                return

    def _get(self, names: set[str]) -> None:
        fresh = {n for n in names if bundles.NAME.fullmatch(n)} - self.ours - set(self.passed)
        self.cloned = any(n.startswith(f"{self.identity.device}/") for n in fresh)
        waiting: list[Bundle] = []
        for name in sorted(fresh, key=lambda n: n.partition("/")[2]):
            whole = self.store.get(name)
            if whole is None or not bundles.is_whole(name, whole):
                self.unready += 1
                continue
            try:
                waiting.append(bundles.parse(name, whole))
            except BundleError as why:
                self._refuse(name, str(why))
        while left := [b for b in waiting if not self._try(b)]:
            if len(left) == len(waiting):
                break
            waiting = left
        self.unready += len(left)

    def _refuse(self, name: str, reason: str) -> None:
        self.refused.append((name, reason))
        self.passed[name] = bundles.parts_of(name)

    def _try(self, found: Bundle) -> bool:
        """Open a bundle if it is its turn; tell whether it is done with."""
        if found.workspace != self.identity.workspace:
            self._refuse(found.name, "another workspace")
            return True
        if not self._turn(found):
            return False
        try:
            statements, grants = self._control(found)
        except (SealError, ValueError, KeyError, TypeError):
            self._refuse(found.name, "forged or damaged")
            return True
        membership = self._members(statements)
        device = membership.devices.get(found.device)
        if device is None:
            return False  # the statement that lets this device in has not arrived
        if not found.signed_by(device.verify):
            self._refuse(found.name, "forged")
        elif device.state != "active" and found.sequence > device.last:
            self._refuse(found.name, "removed member")
        else:
            self._membership = membership
            self.statements.extend(statements)
            self._open(found, membership.role_of(found.device), statements, grants)
        return True

    def _members(self, more: tuple[bytes, ...]) -> Membership:
        """Return who takes part, if ``more`` is true as well."""
        if more or self._membership is None:
            return Membership.fold(self.identity.workspace, [*self.statements, *more])
        return self._membership

    def _turn(self, found: Bundle) -> bool:
        """Tell whether what the bundle builds on has been taken in."""
        done = self.passed.keys() | self.ours
        if found.previous and found.previous not in done:
            return False
        reached: dict[str, int] = {}
        for device, sequence in [*self.passed.values(), *map(bundles.parts_of, self.ours)]:
            reached[device] = max(reached.get(device, 0), sequence)
        return all(reached.get(device, 0) >= number for device, number in found.deps.items())

    def _control(self, found: Bundle) -> tuple[tuple[bytes, ...], list[Grant]]:
        key = self.ring[found.parts[0].key]
        control = json.loads(found.open(0, key))
        statements = tuple(str(s).encode() for s in control["statements"])
        return statements, [Grant.from_json(g) for g in control["grants"]]

    def _open(
        self,
        found: Bundle,
        role: str,
        statements: tuple[bytes, ...],
        grants: list[Grant],
    ) -> None:
        keys = tuple(self._unwrap(grants))
        self.ring.update({k.id: k.bytes for k in keys})
        parts: list[tuple[str, list[bytes]]] = []
        locked: list[Locked] = []
        forbidden: list[str] = []
        for number, part in enumerate(found.parts[1:], 1):
            if not self.may_write(role, part.document):
                forbidden.append(part.document)
            elif part.key not in self.ring:
                locked.append(Locked(found.name, number, part.document, part.key, part.sealed))
            else:
                try:
                    content = found.open(number, self.ring[part.key])
                    parts.append((part.document, bundles.unpack(content)))
                except (SealError, ValueError):
                    forbidden.append(part.document)
        self.passed[found.name] = (found.device, found.sequence)
        self.opened.append(
            Opened(
                found.name,
                found.device,
                found.sequence,
                statements,
                keys,
                _granted(grants, found.device),
                tuple(parts),
                tuple(locked),
                tuple(forbidden),
            )
        )

    def _unwrap(self, grants: list[Grant]) -> Iterable[Key]:
        """Give the keys that were wrapped for us."""
        ours = {self.identity.device: self.identity.keys, **dict(self.identity.more)}
        for grant in grants:
            keys = ours.get(grant.to)
            if keys is None or set(grant.keys) <= self.ring.keys():
                continue
            try:
                held = keys.unwrap(grant.sealed, _purpose(self.identity.workspace, grant.to))
                rows = [(str(d), bytes.fromhex(raw)) for d, raw in json.loads(held)]
            except (SealError, ValueError, TypeError):
                continue
            for document, raw in rows:
                if key_id(raw) not in self.ring:
                    yield Key(key_id(raw), document, raw)


def plan(shelf: Shelf, waiting: list[Waiting], store: Store, who: Identity, policy: Policy,
         at: str) -> Round:  # fmt: skip
    """Freeze what waits into a bundle of its own and return the round to carry out."""
    statements = shelf.statements()
    membership = Membership.fold(who.workspace, statements)
    if membership.active(who.device):
        _freeze(shelf, waiting, who, policy, membership, at)
    passed = shelf.taken()
    for name in shelf.quarantined():
        if bundles.NAME.fullmatch(name):
            passed[name] = bundles.parts_of(name)
    return Round(
        store=store,
        identity=who,
        to_put=shelf.to_put(),
        ours=shelf.ours(),
        passed=passed,
        statements=statements,
        ring={k.id: k.bytes for k in shelf.all_keys()},
        may_write=policy.may_write,
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
    """Return the newest key of each document, made where there is none."""
    keys = {k.document: k for k in shelf.all_keys()}
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
        held = json.dumps([(k.document, k.bytes.hex()) for k in keys]).encode()
        sealed = wrap(held, receivers[name], _purpose(who.workspace, name))
        grants.append(Grant(name, tuple(k.id for k in keys), sealed))
    return grants


def _granted(grants: list[Grant], device: str) -> tuple[tuple[str, str], ...]:
    """Return who has which key by these grants; who hands a key out has it."""
    return tuple({(key, to) for g in grants for key in g.keys for to in (g.to, device)})


def new_key(document: str) -> Key:
    """Make a key for a document."""
    raw = os.urandom(32)
    return Key(key_id(raw), document, raw)


def key_id(raw: bytes) -> str:
    """Return the public id of a key."""
    return digest(b"qv-key" + raw)[:20]


def marker_of(workspace: str) -> str:
    """Return the name of the empty file by which a store is known to be this workspace's."""
    return f"workspace/{workspace}"


def open_locked(locked: Locked, workspace: str, key: bytes) -> list[bytes]:
    """Open a part that waited for its key. Raise SealError or ValueError."""
    device, sequence = bundles.parts_of(locked.name)
    part = bundles.Part(locked.document, locked.key, locked.bytes)
    where = bundles.place(workspace, device, sequence, locked.part, part)
    return bundles.unpack(unseal(key, part.sealed, where))


def _purpose(workspace: str, receiver: str) -> bytes:
    return f"{workspace}|{receiver}".encode()


def _wrong(names: set[str]) -> WrongStore:
    if any(n.startswith("workspace/") for n in names):
        title = _("The shared folder belongs to another workspace.")
    else:
        title = _("The shared folder does not hold this workspace.")
    return WrongStore(
        title,
        _("Everything is safe on this computer and nothing has been changed. Check the address"
          " under Settings, or choose the folder anew to share everything there."),
    )  # fmt: skip
