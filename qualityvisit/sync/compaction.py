"""When a snapshot is due, what goes into it, and what the store then no longer needs to hold."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from qualityvisit.journal.chest import Key, Locked
from qualityvisit.journal.parts import whole_of
from qualityvisit.journal.shelf import STALE, Shelf
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.bundle import PACK, Written
from qualityvisit.sync.exchange import Policy, sealing_keys
from qualityvisit.sync.judging import Judge, Order
from qualityvisit.sync.keys import WORKSPACE_KEY, Grant, Identity
from qualityvisit.sync.membership import ADMINISTRATOR, Membership
from qualityvisit.sync.seal import SealError
from qualityvisit.sync.snapshot import Draft, Head

EVERY = 200  # bundles that are in no snapshot, after which there is one
PATIENCE = 10  # so many times as many, where a key is waited for, that may be nobody's
MOST_PACKS = 40  # after which all is packed anew
# Marks.
HEAD, DUE, NUMBER = "head", "snapshot_due", "snapshot_number"
JUDGED, TOLD = "snapshots_judged", "snapshot_told"


@dataclass(frozen=True, slots=True)
class Compaction:
    """A device's part in keeping the store small."""

    shelf: Shelf
    who: Identity
    policy: Policy
    membership: Membership
    at: str

    @property
    def head(self) -> Head | None:
        """The furthest snapshot that is known."""
        return Head.from_text(self.shelf.mark(HEAD))

    @property
    def judged(self) -> set[str]:
        """The names of the snapshots that need not be looked at again."""
        return set(self.shelf.mark(JUDGED).split())

    def owes_word(self) -> bool:
        """Tell, once, whether the others wait to hear that we have all that a snapshot covers."""
        head = self.head
        if head is None or self.shelf.mark(TOLD) == head.name:
            return False
        reached = self.shelf.known()
        if any(reached.get(device, 0) < number for device, number in head.covers.items()):
            return False
        self.shelf.set_mark(TOLD, head.name)
        return True

    def draft(self) -> Draft | None:
        """Return the snapshot to write now, if one is due and this device may and can make it."""
        head, known = self.head, self.shelf.in_store()
        covers = head.covers if head else {}
        fresh = sum(max(0, n - covers.get(d, 0)) for d, n in known.items())
        whole = bool(self.shelf.mark(DUE))
        called_for = whole or (head is not None and not self._is_relied_on(head))
        if not called_for and fresh < EVERY:
            return None
        if self.membership.role_of(self.who.device) != ADMINISTRATOR:
            return None
        aside = self.shelf.all_locked()
        if self.shelf.to_put() or any(bundles.kind_of(part.name) == PACK for part in aside):
            return None  # what is not in the store, or in no bundle and locked, cannot be covered
        if fresh < PATIENCE * EVERY and self._waits_for_keys(aside):
            return None  # who is given the key by a bundle that is covered would never see it
        old = dict(head.packs) if head and not whole else {}
        changed = self.shelf.changed(covers if old else None)
        if len(set(old.values())) > MOST_PACKS:
            old, changed = {}, self.shelf.changed(None)
        changed = {d for d in changed if not self.membership.has_erased(d)}
        if not changed and not called_for:
            return None  # who only tells how far they have come gives no cause for another one
        keys = sealing_keys(
            self.shelf,
            self.policy,
            self.membership,
            [*sorted(set(map(whole_of, changed))), WORKSPACE_KEY],
            self.at,
        )
        number = int(self.shelf.mark(NUMBER) or 0) + 1
        self.shelf.set_mark(NUMBER, str(number))
        ours, grants = self._grants(known)
        return Draft(
            self.who, number, self.at, keys[WORKSPACE_KEY], known,
            self.shelf.statements(), ours, grants,
            aside,
            self._held(), {device: self._tips(device) for device in known},
            self._ways(aside),
            {d: pack for d, pack in old.items() if d not in changed},
            list(self._documents(changed, keys)),
            self.shelf.mark(STALE),
        )  # fmt: skip

    def _waits_for_keys(self, aside: list[Locked]) -> bool:
        """Tell whether there is a part that counts and whose key has not come, but may."""
        judge = Judge(self.membership, self.policy.may_write, Order(self.shelf))
        keys = {key.id for key in self.shelf.all_keys()}
        return any(
            part.key not in keys and not judge.refuses(part.name, part.document) for part in aside
        )

    def _documents(
        self, names: set[str], keys: dict[str, Key]
    ) -> Iterator[tuple[str, Key, list[Written]]]:
        """Give documents with all their changes, each device's of an hour in one."""
        for name in sorted(names):
            found = [
                Written(self.policy.merge([b for b, _o, _a in run]), run[-1][2], device)
                for device, run in self._runs(self.shelf.history(name))
            ]
            yield name, keys[whole_of(name)], found

    def _runs(
        self, history: list[tuple[bytes, str, str]]
    ) -> Iterator[tuple[str, list[tuple[bytes, str, str]]]]:
        for (device, _hour), run in groupby(history, key=lambda row: (row[1], row[2][:13])):
            yield device or self.who.device, list(run)

    def _grants(self, covers: dict[str, int]) -> tuple[list[Grant], list[Grant]]:
        """Wrap keys for those who may begin from the snapshot, and miss what it covers.

        The workspace's own keys come apart: whoever lacks them cannot open the others.
        """
        ours: list[Grant] = []
        others: list[Grant] = []
        keys = [k for k in self.shelf.all_keys() if k.document not in self.membership.erased]
        cursors = self.shelf.cursors()
        readers = {k.document: self.policy.readers(k.document, self.membership) for k in keys}
        for found in self.membership.receivers(self.membership.members):
            if found.id == self.who.device or _has_come(cursors, found.id, covers):
                continue
            held = [k for k in keys if found.member in readers[k.document]]
            for grants, wanted in ((ours, True), (others, False)):
                kind = [k for k in held if (k.document == WORKSPACE_KEY) == wanted]
                with suppress(SealError):  # a key that is none
                    grants.append(Grant.make(kind, self.who.workspace, found.id, found.receive))
        return ours, others

    def _held(self) -> list[tuple[list[str], list[str]]]:
        """Tell who has which key, keys with the same receivers together.

        Whoever begins from the snapshot does not see the bundles by which they were given out, and
        must not seal with a key that somebody has who has gone.
        """
        receivers: dict[str, set[str]] = {}
        for key, receiver in self.shelf.hands():
            receivers.setdefault(key, set()).add(receiver)
        keys: dict[tuple[str, ...], list[str]] = {}
        for key, found in sorted(receivers.items()):
            keys.setdefault(tuple(sorted(found)), []).append(key)
        return [(some, list(found)) for found, some in keys.items()]

    def _tips(self, device: str) -> list[str]:
        """Return the names of a device's latest bundles, also if they came by a snapshot."""
        latest = Order(self.shelf).latest(device)
        return list(latest) if isinstance(latest, tuple) else []

    def _ways(self, aside: list[Locked]) -> dict[str, str]:
        """Return how the bundles of parts that are kept sealed lead to the latest of their device.

        Whether they count is decided by that, and may be decided otherwise later.
        """
        first: dict[str, int] = {}
        for part in aside:
            device, number = bundles.parts_of(part.name)
            first[device] = min(number, first.get(device, number))
        found: dict[str, str] = {}
        for device, number in first.items():
            links = self.shelf.links(device)
            for tip in self._tips(device):
                at = tip
                while at and bundles.parts_of(at)[1] >= number:
                    found[at] = at = links.get(at, "")
        return found

    def may_tidy(self) -> bool:
        """Tell whether all that the snapshot covers has reached every active device."""
        head, cursors = self.head, self.shelf.cursors()
        if head is None or not self._is_relied_on(head):
            return False
        if self.membership.role_of(self.who.device) != ADMINISTRATOR:
            return False
        cursors[self.who.device] = self.shelf.known()
        return all(
            _has_come(cursors, device.id, head.covers)
            for device in self.membership.devices.values() if device.state == "active"
        )  # fmt: skip

    def _is_relied_on(self, head: Head) -> bool:
        """Tell whether who joins later begins from a snapshot: an administrator's of today."""
        return self.membership.role_of(bundles.parts_of(head.name)[0]) == ADMINISTRATOR

    def did_write(self, head: Head, stale: str) -> None:
        """Note that a snapshot of ours stands in the store; ``stale`` is what it has caught up."""
        self.did_learn(head)
        self.shelf.set_mark(DUE, "")
        self.shelf.set_mark(STALE, self.shelf.mark(STALE).removeprefix(stale).strip())

    def did_learn(self, head: Head) -> None:
        """Note a snapshot that is further than those before."""
        self.shelf.set_mark(HEAD, head.to_text())
        self.shelf.set_mark(JUDGED, " ".join({*self.judged, head.name}))


def _has_come(cursors: dict[str, dict[str, int]], device: str, covers: dict[str, int]) -> bool:
    """Tell whether a device has said that it has all that a snapshot covers."""
    come = cursors.get(device, {})
    return all(come.get(d, 0) >= number for d, number in covers.items() if d != device)
