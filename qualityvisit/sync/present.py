"""The present out of a snapshot: which one is the furthest, who made it, what its packs hold."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.journal.chest import Locked
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.bundle import SNAPSHOT, Bundle, BundleError, Written
from qualityvisit.sync.chain import fold
from qualityvisit.sync.keys import keys_for
from qualityvisit.sync.membership import ADMINISTRATOR
from qualityvisit.sync.seal import SealError
from qualityvisit.sync.snapshot import Head, Opening

if TYPE_CHECKING:
    from qualityvisit.journal.chest import Key
    from qualityvisit.sync.round import Round

FEW = 20  # bundles, which are rather taken one by one
BAD = (SealError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Base:
    """A snapshot that has been fetched and opened, to be taken in before any bundle."""

    opening: Opening
    keys: tuple[Key, ...]
    documents: tuple[tuple[str, list[Written]], ...]
    locked: tuple[Locked, ...]


def heads(work: Round, names: set[str]) -> list[Bundle]:
    """Return the snapshots that are further than the known one, the furthest first.

    The known one as well where this device has not come so far. None of them has been checked:
    anybody may have put them there.
    """
    known = work.head is not None and work.head.name in names and _has_come(work, work.head)
    best = work.head.reach if work.head is not None and known else (0, "")
    found: list[tuple[tuple[int, str], Bundle]] = []
    for name in names - (work.judged if known else set()):
        whole = work.store.get(name) if bundles.kind_of(name) == SNAPSHOT else None
        if whole is None or not bundles.is_whole(name, whole):
            continue
        with contextlib.suppress(BundleError):
            head = bundles.parse(name, whole)
            reach = (sum(head.deps.values()), name)
            if reach > best and head.workspace == work.identity.workspace:
                found.append((reach, head))
    return [head for _reach, head in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _has_come(work: Round, head: Head) -> bool:
    """Tell whether this device has all that a snapshot covers."""
    seen, own = work.seen, work.identity.device
    return all(
        seen.come(device) >= number
        for device, number in head.covers.items() if device != own
    )  # fmt: skip


def is_needed(work: Round, head: Bundle, names: set[str]) -> bool:
    """Tell whether bundles that the snapshot covers are gone, or so many that it is quicker."""
    there = {bundles.parts_of(n) for n in names if bundles.NAME.fullmatch(n)}
    seen, own = work.seen, work.identity.device
    lacking = {  # ranges: the head may not be who it says, and name any number
        device: range(seen.come(device) + 1, last + 1)
        for device, last in head.deps.items() if device != own
    }  # fmt: skip
    if not seen.names and sum(map(len, lacking.values())) > FEW:
        return True
    return any((device, n) not in there for device, numbers in lacking.items() for n in numbers)


def opened(work: Round, head: Bundle, others: list[Bundle]) -> Opening | None:
    """Open a head; None where it is not an administrator's, or that cannot be told yet.

    Whoever has just been invited relies on the statement that invites them: whoever said it knew
    who is no administrator any more.
    """
    ring = work.ring | work.loose
    statements = list(work.statements)
    for other in others:
        with contextlib.suppress(*BAD):
            statements += work.statements_of(other, ring[other.parts[0].key])
    try:
        opening = Opening.read(head, ring[head.parts[0].key])
    except BAD:
        return None
    membership = fold(work.identity.workspace, [*statements, *opening.statements])
    device = membership.devices.get(head.device)
    mine = {work.identity.device, *(name for name, _keys in work.identity.more)}
    if not mine & {*membership.devices, *membership.invitations}:
        return None
    if device is None or not head.signed_by(device.verify):
        return None
    return opening if membership.role_of(head.device) == ADMINISTRATOR else None


def base(work: Round, opening: Opening) -> Base | None:
    """Fetch the packs of a snapshot and open what we have keys for; None where one is missing."""
    keys = tuple(keys_for(work.identity, opening.grants, work.ring))
    ring = work.ring | work.loose | {k.id: k.bytes for k in keys}
    documents: list[tuple[str, list[Written]]] = []
    locked: list[Locked] = []
    packs = sorted(set(opening.head.packs.values()))
    work.progress.begin("get", len(packs))
    for name in packs:
        whole = work.store.get(name)
        if not work.progress.step() or whole is None or not bundles.is_whole(name, whole):
            return None
        try:
            pack = bundles.parse(name, whole)
        except BundleError:
            return None
        for number, part in enumerate(pack.parts):
            if opening.head.packs.get(part.document) != name:
                continue  # the control part, or a later pack holds the document
            if part.key not in ring:
                locked.append(Locked(name, number, part.document, part.key, part.sealed))
                continue
            try:
                content = bundles.unpack(pack.open(number, ring[part.key]))
            except BAD:
                return None
            documents.append((part.document, content))
    return Base(opening, keys, tuple(documents), tuple(locked))
