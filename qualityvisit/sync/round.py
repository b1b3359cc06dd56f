"""What a round carries: ours is put, what is new is got, checked and opened. On any thread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

from qualityvisit.errors import StoreTrouble, WrongStore
from qualityvisit.journal.chest import Locked
from qualityvisit.journal.outbox import Outbox
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.arrival import DAMAGED, Control, Opened, Seen
from qualityvisit.sync.bundle import Bundle, BundleError, Envelope, NewerBundle, Written
from qualityvisit.sync.chain import fold
from qualityvisit.sync.keys import Grant, Identity, granted, keys_for
from qualityvisit.sync.membership import Membership
from qualityvisit.sync.present import Base, base, heads, is_needed, opened
from qualityvisit.sync.seal import SealError, digest, unseal
from qualityvisit.sync.snapshot import Draft, Head, Opening
from qualityvisit.sync.store import Bound, Store
from qualityvisit.words import _


@dataclass(slots=True)
class Progress:
    """How far a round has come. Another thread may read it, and set ``cancel``."""

    what: str = ""  # "list", "put", "get" or "check", then "take" in the caller's hands
    done: int = 0
    total: int = 0
    cancel: bool = False  # stop before the next file: what is done stays done

    def begin(self, what: str, total: int = 0) -> None:
        """Begin another kind of work."""
        self.what, self.done, self.total = what, 0, total

    def step(self) -> bool:
        """Count one more; return whether to go on."""
        self.done += 1
        return not self.cancel


@dataclass(slots=True)
class Round:
    """One round. ``carry`` fills the fields from ``stored`` on."""

    store: Store
    identity: Identity
    to_put: list[tuple[str, bytes]]
    held: set[str]  # bundles of ours that the store was seen to hold
    taken: set[str]  # bundles of others that have been taken in
    to_look_after: list[tuple[str, bytes]]  # some of ``held``, to see that they are unharmed
    seen: Seen
    statements: list[bytes]
    membership: Membership
    ring: dict[str, bytes]  # key id -> key
    known: Callable[[str], bool]  # whether this version of the program knows such a document
    outbox: Outbox  # where bundles of others lie as well, as long as the store holds them
    head: Head | None = None  # the furthest snapshot that is known
    judged: set[str] = field(default_factory=set)  # snapshots that need not be looked at again
    draft: Draft | None = None  # a snapshot to write
    tidy: bool = False  # whether what the known snapshot covers is needed by nobody
    more: bool = False  # whether something waits for another round
    stored: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)  # of ``held``: the store has lost them
    put_again: set[str] = field(default_factory=set)  # of ``missing``: to be put there again
    opened: list[Opened] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    unready: int = 0  # bundles that wait for others, or are still arriving
    newer: set[str] = field(default_factory=set)  # bundles for a newer version of the program
    problem: StoreTrouble | None = None
    progress: Progress = field(default_factory=Progress)
    loose: dict[str, bytes] = field(default_factory=dict)  # workspace keys found on the way
    base: Base | None = None  # a snapshot to take in before what was opened
    learnt: Head | None = None  # a snapshot that is further than the known one
    tips: dict[str, list[str]] = field(default_factory=dict)  # the last bundles that it holds
    closed: list[Bundle] = field(
        default_factory=list
    )  # snapshots that we cannot open, and others may
    written: Head | None = None  # the snapshot that this round has put
    lost: bool = False  # whether the store has lost files of others that were there before

    def carry(self) -> None:
        """Put and get. Never raises StoreTrouble: it is in ``problem``, and nothing is lost."""
        try:
            self.progress.begin("list")
            names = self.store.list()
            if marker_of(self.identity.workspace) not in names:
                raise wrong_store(names)
            self._put(names)
            self._look_after(names)
            self._get(names)
            self._look_for_losses(names)
            if not self.progress.cancel:
                self._keep_small(names)
        except StoreTrouble as problem:
            self.problem = problem

    def _look_for_losses(self, names: set[str]) -> None:
        """Find what the store held before and does not now, though no snapshot holds it.

        What others wrote is put again by whoever has it: they may be gone for good, and what
        builds on it waits. Those who take no part any more put nothing: it would be dropped again.
        Nor do those who have not heard of it, and see only that there is a snapshot: they tell.
        """
        if not self.membership.active(self.identity.device):
            return
        head = self.learnt or self.head
        there = head is not None and {head.name, *head.packs.values()} <= names
        gone = (self.held | self.taken) - names
        if head is not None and there:
            covered = {name for name in gone if head.has(name)}
            self._forget(covered & self.taken)
            gone -= covered
        self.missing = gone & self.held
        gone = {n for n in gone if not any(_covers(closed, n) for closed in self.closed)}
        self.put_again = gone & self.held
        replaced = head is None or there or bool(self.closed)
        self.lost = not self._put_back(gone & self.taken) or not replaced

    def _may_count(self, head: Bundle) -> bool:
        """Tell whether others may rely on a snapshot that we cannot: they may know more than we."""
        device = self.membership.devices.get(head.device)
        return device is None or (device.state == "active" and head.signed_by(device.verify))

    def _forget(self, needless: set[str]) -> None:
        """Drop our copies of what others wrote and the store need not hold any more."""
        for name in self.outbox.held(needless):
            with contextlib.suppress(OSError):
                self.outbox.drop(name)

    def _put_back(self, gone: set[str]) -> bool:
        """Put bundles of others that the store has lost; tell whether none is missing now.

        Not where their devices would be bound to us: they could write there no more.
        """
        if isinstance(self.store, Bound):
            return not gone
        back = 0
        for name in sorted(gone):
            whole = self.outbox.read(name)
            with contextlib.suppress(StoreTrouble):  # some may only read
                if whole and bundles.is_whole(name, whole):
                    if self.store.get(name) is None:  # a listing may be stale
                        self.store.put(name, whole)
                    back += 1
        return back == len(gone)

    def _put(self, names: set[str]) -> None:
        """Put what waits; believe only what can be read back."""
        self.progress.begin("put", len(self.to_put))
        for name, whole in self.to_put:
            if not self.progress.step():
                return
            try:
                if name not in names or self.store.get(name) != whole:
                    self.store.put(name, whole)
                if self.store.get(name) == whole:
                    self.stored.append(name)
            except StoreTrouble as problem:
                self.problem = problem  # a share that is read-only can still be read
                return

    def _look_after(self, names: set[str]) -> None:
        """Put again what lies in the store damaged: whoever needs it would wait for ever."""
        for name, whole in self.to_look_after:
            if name in names and self.store.get(name) != whole:
                self.store.put(name, whole)
                self.stored.append(name)

    def _get(self, names: set[str]) -> None:
        fresh = {n for n in names if bundles.NAME.fullmatch(n) and not self.seen.has(n)}
        waiting: list[Bundle] = []
        opening: Opening | None = None
        for head in heads(self, names):
            needed = is_needed(self, head, names)
            wanted = {n for n in fresh if not _covers(head, n)} if needed else fresh
            waiting += self._fetched(wanted)
            fresh = fresh - wanted
            self._look_for_keys([*waiting, head])
            opening = opened(self, head, waiting)
            if opening is not None and (not needed or self._begin_from(opening)):
                self.learnt, self.tips = opening.head, opening.tips
                break
            if opening is None and self._may_count(head):
                self.closed.append(head)
        else:
            waiting += self._fetched(fresh)
            self._look_for_keys(waiting)
        self.progress.begin("check", len(waiting))
        left = self._checked(waiting)
        stuck = opening is not None and any(opening.head.has(b.name) for b in left)
        # What builds on a bundle that is gone is not taken though all numbers are there: a twin's.
        if stuck and opening is not None and self.base is None and self._begin_from(opening):
            left = self._checked(left)
        readable = {
            b.name for b in left if b.parts[0].key in self.ring or b.parts[0].key in self.loose
        }
        self.unready += len(readable | self.newer)

    def _checked(self, waiting: list[Bundle]) -> list[Bundle]:
        """Open all bundles whose turn it is; return the others."""
        waiting = [b for b in waiting if not self.seen.has(b.name)]
        while left := [b for b in waiting if not self._try(b)]:
            if len(left) == len(waiting):
                break
            waiting = left
        return left

    def _fetched(self, fresh: set[str]) -> list[Bundle]:
        waiting: list[Bundle] = []
        self.progress.begin("get", len(fresh))
        for name in sorted(fresh, key=lambda n: n.partition("/")[2]):
            if not self.progress.step():
                break
            whole = self.store.get(name)
            if whole is None or not bundles.is_whole(name, whole):
                self.unready += 1
                continue
            try:
                waiting.append(self._parsed(name, whole))
                self._keep(name, whole)
            except NewerBundle:
                self.newer.add(name)
            except BundleError as why:
                self._refuse(name, str(why))
        return waiting

    def _keep(self, name: str, whole: bytes) -> None:
        """Keep a copy of a bundle, as long as the store holds it; see `_put_back`."""
        with contextlib.suppress(OSError):  # there will be others who have one
            self.outbox.write(name, whole)

    def _begin_from(self, opening: Opening) -> bool:
        """Fetch what a snapshot holds; tell whether all of it is there."""
        self.base = base(self, opening)
        if self.base is None:
            return False
        self.statements.extend(opening.statements)
        self.membership = fold(self.identity.workspace, self.statements)
        self.ring.update({k.id: k.bytes for k in self.base.keys})
        for device, number in opening.head.covers.items():
            self.seen.covered[device] = max(self.seen.covered.get(device, 0), number)
        return True

    def _keep_small(self, names: set[str]) -> None:
        """Write the snapshot that is due, or drop what the known one has made superfluous."""
        if self.draft is not None and set(self.draft.packs.values()) <= names:
            self.progress.begin("pack")
            self.written = self.draft.write(self.store, self.progress.step)
            return
        head = self.head
        if head is None or not self.tidy or head.name not in names or self.learnt is not None:
            return
        needless = {n for n in names if _is_needless(head, n)}
        self.progress.begin("tidy", len(needless))
        with contextlib.suppress(StoreTrouble):  # some may not; another administrator will
            for name in sorted(needless):
                if not self.progress.step():
                    return
                self.store.drop(name)

    @staticmethod
    def statements_of(found: Bundle, key: bytes) -> tuple[bytes, ...]:
        """Return what a bundle states. Raise SealError or one of Python's errors of bad values."""
        return Control.read(found, key).statements

    def _look_for_keys(self, found: list[Bundle]) -> None:
        """Find the workspace's own keys that somebody has wrapped for us, wherever they lie.

        Whoever joins late has been given them in the latest bundles, and needs them for the first.
        """
        for bundle in found:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                grants = [Grant.from_json(g) for g in bundle.keys]
                ring = self.ring | self.loose if grants else {}
                self.loose.update({k.id: k.bytes for k in keys_for(self.identity, grants, ring)})

    def _parsed(self, name: str, whole: bytes) -> Bundle:
        found = bundles.parse(name, whole)
        if found.workspace != self.identity.workspace:
            raise BundleError("another workspace")
        return found

    def _refuse(self, name: str, reason: str) -> None:
        self.refused.append((name, reason))
        with contextlib.suppress(OSError):
            self.outbox.drop(name)
        self.seen.add(name, proven=reason == DAMAGED)

    def _try(self, found: Bundle) -> bool:
        """Open a bundle if it is its turn; tell whether it is done with."""
        if not self.seen.has_turn(found):
            return False
        key = self.ring.get(found.parts[0].key) or self.loose.get(found.parts[0].key)
        if key is None:
            return False  # the key that opens it has not reached us, or never will
        try:
            control = Control.read(found, key)
        except (SealError, ValueError, KeyError, TypeError, AttributeError):
            self._refuse(found.name, self._damage(found))
            return True
        fresh = [s for s in control.statements if digest(s) not in self.membership.known]
        membership = self.membership
        device = membership.devices.get(found.device)
        if device is None and fresh:
            membership = fold(self.identity.workspace, [*self.statements, *fresh])
            device = membership.devices.get(found.device)
        if device is None:
            return False  # the statement that lets this device in has not arrived
        if not found.signed_by(device.verify):
            self._refuse(found.name, "forged")
        elif not all(self.known(part.document) for part in found.parts[1:]):
            self.newer.add(found.name)
            return False
        else:
            self.membership = membership
            self.statements.extend(fresh)
            self._open(found, control)
        return True

    def _damage(self, found: Bundle) -> str:
        device = self.membership.devices.get(found.device)
        signed = device is not None and found.signed_by(device.verify)
        return DAMAGED if signed else "forged or damaged"

    def _open(self, found: Bundle, control: Control) -> None:
        keys = tuple(keys_for(self.identity, control.grants, self.ring))
        self.ring.update({k.id: k.bytes for k in keys})
        parts: list[tuple[Locked, list[Written]]] = []
        locked: list[Locked] = []
        damaged: list[str] = []
        for number, part in enumerate(found.parts[1:], 1):
            sealed = Locked(found.name, number, part.document, part.key, part.sealed)
            if part.key not in self.ring:
                locked.append(sealed)
                continue
            try:
                parts.append((sealed, open_locked(sealed, found.workspace, self.ring[part.key])))
            except (SealError, ValueError, TypeError):
                damaged.append(part.document)
        self.seen.add(found.name)
        self.opened.append(
            Opened(
                found.name,
                found.device,
                found.sequence,
                control.statements,
                keys,
                granted(control.grants, found.device),
                control.opens,
                control.lacks,
                control.at,
                found.deps,
                found.previous,
                tuple(parts),
                tuple(locked),
                tuple(damaged),
            )
        )


def _covers(head: Bundle, name: str) -> bool:
    device, number = bundles.parts_of(name)
    return number <= head.deps.get(device, 0)


def _is_needless(head: Head, name: str) -> bool:
    """Tell whether a file is superfluous once everybody has what a snapshot covers."""
    kind = bundles.kind_of(name)
    if kind == bundles.SNAPSHOT:
        return name != head.name
    if kind == bundles.PACK:
        return name not in head.packs.values()
    return bundles.NAME.fullmatch(name) is not None and head.has(name)


def marker_of(workspace: str) -> str:
    """Return the name of the empty file by which a store is known to be this workspace's."""
    return f"workspace/{workspace}"


def open_locked(locked: Locked, workspace: str, key: bytes) -> list[Written]:
    """Open a part that waited for its key. Raise SealError, ValueError or TypeError."""
    device, sequence = bundles.parts_of(locked.name)
    part = bundles.Part(locked.document, locked.key, locked.bytes)
    file = Envelope(workspace, device, sequence, "", {}, kind=bundles.kind_of(locked.name))
    where = bundles.place(file, locked.part, part)
    return bundles.unpack(unseal(key, part.sealed, where))


def wrong_store(names: set[str]) -> WrongStore:
    """Return what to tell of a store that is not this workspace's."""
    if any(n.startswith("workspace/") for n in names):
        title = _("The shared place belongs to another workspace.")
        advice = _("Everything is safe on this computer and nothing has been changed. Check the"
                   " address under Settings, or choose another place.")  # fmt: skip
    else:
        title = _("The shared place does not hold this workspace.")
        advice = _("Everything is safe on this computer and nothing has been changed. Check the"
                   " address under Settings. If it is right, the place has been emptied: an"
                   " administrator chooses it anew there, and all is shared again.")  # fmt: skip
    return WrongStore(title, advice)
