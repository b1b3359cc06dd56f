"""What has come: bundles that have been checked, what they say, and which ones are done with."""

from __future__ import annotations

from dataclasses import dataclass, field

from qualityvisit.journal.chest import Key, Locked
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.bundle import Bundle, Written
from qualityvisit.sync.keys import Grant
from qualityvisit.sync.seal import read_json
from qualityvisit.sync.statement import Statement

DAMAGED = "damaged"  # what its device has signed, and yet cannot be read


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that has been checked, ready to be taken in whole; what may count is not decided."""

    name: str
    device: str
    sequence: int
    statements: tuple[bytes, ...]
    keys: tuple[Key, ...]
    granted: tuple[tuple[str, str], ...]  # (key id, receiver) that need not be handed out again
    opens: tuple[str, ...]  # ids of keys that its device hands out, and does not seal with
    lacks: tuple[str, ...]  # ids of keys that its device asks for
    at: str  # when it was sealed, by its device's clock
    deps: dict[str, int]  # how far its device had come
    previous: str  # the name of its device's bundle before
    parts: tuple[tuple[Locked, list[Written]], ...]  # as it came sealed, and its updates
    locked: tuple[Locked, ...]
    damaged: tuple[str, ...]  # documents of parts that hold no changes


@dataclass(slots=True)
class Seen:
    """The bundles that are done with: ours, those taken in, and those put aside."""

    names: set[str] = field(default_factory=set)
    reached: dict[str, int] = field(default_factory=dict)  # device -> highest number
    covered: dict[str, int] = field(default_factory=dict)  # the same, that came in a snapshot

    def add(self, name: str, *, proven: bool = True) -> None:
        """Count a bundle; one that its device may never have written proves no number."""
        self.names.add(name)
        if proven:
            device, sequence = bundles.parts_of(name)
            self.reached[device] = max(self.reached.get(device, 0), sequence)

    def has(self, name: str) -> bool:
        """Tell whether a bundle is done with."""
        if name in self.names:
            return True
        device, sequence = bundles.parts_of(name)
        return sequence <= self.covered.get(device, 0)

    def has_turn(self, found: Bundle) -> bool:
        """Tell whether what a bundle builds on is done with."""
        if found.previous and not (
            bundles.NAME.fullmatch(found.previous) and self.has(found.previous)
        ):
            return False
        return all(self.come(device) >= number for device, number in found.deps.items())

    def come(self, device: str) -> int:
        """Return the highest number of a device that is done with."""
        return max(self.reached.get(device, 0), self.covered.get(device, 0))


@dataclass(frozen=True, slots=True)
class Control:
    """What a bundle says besides changes."""

    statements: tuple[bytes, ...]
    grants: tuple[Grant, ...]
    at: str
    opens: tuple[str, ...]  # ids of keys in the grants that its device does not seal with
    lacks: tuple[str, ...]  # ids of keys that its device may have, and has not

    @classmethod
    def read(cls, found: Bundle, key: bytes) -> Control:
        """Open the control part. Raise SealError or one of Python's errors of bad values."""
        control = read_json(found.open(0, key))
        statements = tuple(str(s).encode() for s in control["statements"])
        for statement in statements:
            Statement.parse(statement)
        grants = tuple(Grant.from_json(g) for g in [*found.keys, *control["grants"]])
        opens, lacks = (
            tuple(str(key) for key in control.get(name, ())) for name in ("opens", "lacks")
        )
        return cls(statements, grants, str(control.get("at", "")), opens, lacks)
