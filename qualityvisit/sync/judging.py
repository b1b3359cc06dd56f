"""Judging: whether what a bundle says counts, by what is known of its device and its rights."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from qualityvisit.journal.shelf import Shelf
from qualityvisit.sync.bundle import parts_of
from qualityvisit.sync.membership import ERASED, NOT_ALLOWED, Allows, Membership
from qualityvisit.sync.statement import Reach

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class Order:
    """In which order each device's bundles build on each other."""

    shelf: Shelf
    fresh: dict[str, str] = field(default_factory=dict)  # bundle -> the one before, not taken yet
    _links: dict[str, dict[str, str]] = field(default_factory=dict)  # by device
    _past: dict[str, set[str]] = field(default_factory=dict)  # bundle -> it and those before

    def expect(self, fresh: dict[str, str]) -> None:
        """Reckon with bundles that are about to be taken in: bundle -> the one before."""
        self.fresh, self._links, self._past = fresh, {}, {}

    def leads(self, bundle: str, later: str) -> bool:
        """Tell whether a bundle is the later one of its device, or before it."""
        if later not in self._past:
            links, past, at = self._of(parts_of(bundle)[0]), {later}, later
            while (at := links.get(at, "")) and at not in past:
                past.add(at)
            self._past[later] = past
        return bundle in self._past[later]

    def _of(self, device: str) -> dict[str, str]:
        if device not in self._links:
            fresh = {b: p for b, p in self.fresh.items() if parts_of(b)[0] == device}
            self._links[device] = self.shelf.links(device) | fresh
        return self._links[device]

    def latest(self, device: str) -> Reach:
        """Return a device's latest bundles that we know: several where it has twins.

        What has come by a snapshot that does not name them has a number.
        """
        links, covered = self.shelf.links(device), self.shelf.covered().get(device, 0)
        names = tuple(sorted(links.keys() - links.values()))
        if covered and covered >= max((parts_of(n)[1] for n in names), default=0):
            return tuple(sorted(self.shelf.tips(device))) or covered
        return names


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges by one membership."""

    membership: Membership
    allows: Allows
    order: Order

    def refuses(self, bundle: str, document: str) -> str:
        """Return why a bundle may not change a document, or "" where it may."""
        return self.membership.refuses(bundle, document, self.allows, self.order.leads)

    def reach(self, members: Iterable[str], devices: Iterable[str] = ()) -> dict[str, Reach]:
        """Return how far the bundles of members' devices, and of others, have come to us."""
        wanted = {d.id for d in self.membership.devices.values() if d.member in set(members)}
        return {device: self.order.latest(device) for device in sorted(wanted | set(devices))}

    def fallen(self, now: "Judge", me: str) -> list[str]:
        """Return the bundles that counted when we took them in, and no longer do.

        Of what a snapshot has brought, the last of each device: the others led to it. What a member
        has said without the right to is not for that member to keep.
        """
        hit, shelf = self._hit(now.membership), self.order.shelf
        found: list[str] = []
        if not hit:
            return found
        all_documents = sorted(shelf.changed(None))
        brought = [(tip, all_documents) for device in sorted(hit) for tip in shelf.tips(device)]
        for bundle, documents in [*shelf.changes(), *brought]:
            device = parts_of(bundle)[0]
            if device not in hit:
                continue
            own = device in now.membership.devices and now.membership.devices[device].member == me
            for document in documents:
                why = now.refuses(bundle, document)
                if why in ("", ERASED) or (own and why == NOT_ALLOWED):
                    continue
                if not self.refuses(bundle, document):
                    found.append(bundle)
                    break
        return found

    def _hit(self, now: Membership) -> set[str]:
        """Return the devices whose rights are not what they were."""
        before = self.membership
        if (before.cuts.keys(), before.void, before.kept) == (now.cuts.keys(), now.void, now.kept):
            return set()
        members = set(_differing(before.roles, now.roles))
        members |= {
            member for visit, member in _differing(before.teams, now.teams)
            if member not in now.team(visit)  # who is in it now is forgiven all
        }  # fmt: skip
        return (
            {d for d, found in before.devices.items() if found.member in members}
            | set(_differing(before.devices, now.devices))
            | set(_differing(before.ends, now.ends))
            | {parts_of(b)[0] for k in before.kept if k not in now.kept for b in k.bundles}
        )


def _differing(one: dict[K, V], other: dict[K, V]) -> Iterator[K]:
    """Give the keys under which two hold different things."""
    return (key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
