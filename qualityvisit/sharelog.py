"""What has been shared, by whom and when; and what was refused, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from qualityvisit.journal.parts import whole_of
from qualityvisit.journal.shelf import Shelf
from qualityvisit.roster import member_of
from qualityvisit.sync.bundle import PACK, kind_of, parts_of
from qualityvisit.sync.membership import Membership


@dataclass(frozen=True, slots=True)
class Shared:
    """One bundle: who shared what, when."""

    at: str  # ISO; of ours when the store was seen to hold it, "" before
    who: str  # name
    computer: str
    mine: bool  # it was shared from this computer
    documents: tuple[str, ...]  # () for what is about members and keys alone


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken in. ``why`` is a word of the format: see FORMAT.md."""

    bundle: str
    who: str  # name, "" where it cannot be told
    document: str  # "" for a whole bundle
    why: str
    at: str  # ISO: when it was put aside


def log(shelf: Shelf, found: Membership, names: dict[str, str], most: int = 0) -> list[Shared]:
    """Return what has been shared, the newest first; ``most`` of others and of ours, 0 for all."""
    told = []
    for device, at, documents in shelf.log_of_others(most):
        member = member_of(found, device)
        name = member.name if member else ""
        changed = _wholes(documents.split())
        told.append(Shared(at, name, names.get(device, ""), mine=False, documents=changed))
    for device, at, own in shelf.log_of_ours(most):
        member = member_of(found, device)
        name = member.name if member else ""
        told.append(Shared(at, name, names.get(device, ""), mine=True, documents=_wholes(own)))
    return sorted(told, key=lambda s: s.at or "9999", reverse=True)


def _wholes(documents: Iterable[str]) -> tuple[str, ...]:
    """Return documents without their parts: a hundred pictures are the notes of one visit."""
    return tuple(dict.fromkeys(map(whole_of, documents)))


def refusals(shelf: Shelf, found: Membership, refused: Iterable[tuple[str, str]]) -> list[Refusal]:
    """Return what was not taken in (name, why), the newest first."""
    times = shelf.aside_at()
    made = []
    for name, why in refused:
        bundle, _hash, document = name.partition("#")
        member = None if kind_of(bundle) == PACK else member_of(found, _device(bundle))
        at = times.get(name) or times.get(bundle, "")
        made.append(Refusal(bundle, member.name if member else "", document, why, at))
    return sorted(made, key=lambda r: r.at, reverse=True)


def _device(bundle: str) -> str:
    try:
        return parts_of(bundle)[0]
    except ValueError:
        return ""
