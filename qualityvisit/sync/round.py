"""What a round carries: ours is put, what is new is got, checked and opened. On any thread."""

from collections.abc import Callable
from dataclasses import dataclass, field

from qualityvisit.errors import StoreTrouble, WrongStore
from qualityvisit.journal.shelf import Key, Locked
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.bundle import Bundle, BundleError, NewerBundle
from qualityvisit.sync.keys import Grant, Identity, granted, keys_for
from qualityvisit.sync.membership import Device, Membership, Statement
from qualityvisit.sync.seal import SealError, read_json, unseal
from qualityvisit.sync.store import Store
from qualityvisit.words import _

# Why a bundle was put aside although its device has signed it: what builds on it need not wait.
REMOVED, DAMAGED = "removed member", "damaged"
PROVEN = (REMOVED, DAMAGED)


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
    refused: tuple[tuple[str, str], ...]  # (document, why) of parts that are put aside


@dataclass(frozen=True, slots=True)
class Rights:
    """What the trade says of documents: asked here, answered by the caller."""

    known: Callable[[str], bool]  # whether this version of the program knows such a document
    may_write: Callable[[str, str], bool]  # whether members of a role may write it


@dataclass(slots=True)
class Seen:
    """The bundles that are done with: ours, those taken in, and those put aside."""

    names: set[str] = field(default_factory=set)
    reached: dict[str, int] = field(default_factory=dict)  # device -> highest number

    def add(self, name: str, *, proven: bool = True) -> None:
        """Count a bundle; one that its device may never have written proves no number."""
        self.names.add(name)
        if proven:
            device, sequence = bundles.parts_of(name)
            self.reached[device] = max(self.reached.get(device, 0), sequence)

    def has_turn(self, found: Bundle) -> bool:
        """Tell whether what a bundle builds on is done with."""
        if found.previous and found.previous not in self.names:
            return False
        return all(self.reached.get(d, 0) >= number for d, number in found.deps.items())


@dataclass(slots=True)
class Round:
    """One round. ``carry`` fills the fields from ``stored`` on."""

    store: Store
    identity: Identity
    to_put: list[tuple[str, bytes]]
    held: set[str]  # bundles of ours that the store was seen to hold
    seen: Seen
    statements: list[bytes]
    ring: dict[str, bytes]  # key id -> key
    rights: Rights
    stored: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)  # of ``held``: the store has lost them
    opened: list[Opened] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    unready: int = 0  # bundles that wait for others, or are still arriving
    newer: set[str] = field(default_factory=set)  # bundles for a newer version of the program
    cloned: bool = False
    problem: StoreTrouble | None = None
    _membership: Membership | None = None

    def carry(self) -> None:
        """Put and get. Never raises StoreTrouble: it is in ``problem``, and nothing is lost."""
        try:
            names = self.store.list()
            if marker_of(self.identity.workspace) not in names:
                raise wrong_store(names)
            self.missing = self.held - names
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
        fresh = {n for n in names if bundles.NAME.fullmatch(n)} - self.seen.names
        waiting: list[Bundle] = []
        for name in sorted(fresh, key=lambda n: n.partition("/")[2]):
            whole = self.store.get(name)
            if whole is None or not bundles.is_whole(name, whole):
                self.unready += 1
                continue
            try:
                waiting.append(bundles.parse(name, whole))
            except NewerBundle:
                self.newer.add(name)
            except BundleError as why:
                self._refuse(name, str(why))
        while left := [b for b in waiting if not self._try(b)]:
            if len(left) == len(waiting):
                break
            waiting = left
        self.unready += len({b.name for b in left} | self.newer)

    def _refuse(self, name: str, reason: str) -> None:
        self.refused.append((name, reason))
        self.seen.add(name, proven=reason in PROVEN)

    def _try(self, found: Bundle) -> bool:
        """Open a bundle if it is its turn; tell whether it is done with."""
        if found.workspace != self.identity.workspace:
            self._refuse(found.name, "another workspace")
            return True
        if not self.seen.has_turn(found):
            return False
        try:
            statements, grants = self._control(found)
        except (SealError, ValueError, KeyError, TypeError):
            self._refuse(found.name, self._damage(found))
            return True
        membership = self._members(statements)
        device = membership.devices.get(found.device)
        if device is None:
            return False  # the statement that lets this device in has not arrived
        if why := _unfit(found, device):
            self._refuse(found.name, why)
        elif not all(self.rights.known(part.document) for part in found.parts[1:]):
            self.newer.add(found.name)
            return False
        else:
            self._membership = membership
            self.statements.extend(statements)
            self.cloned = self.cloned or found.device == self.identity.device
            self._open(found, membership.role_of(found.device), statements, grants)
        return True

    def _damage(self, found: Bundle) -> str:
        device = self._members().devices.get(found.device)
        signed = device is not None and found.signed_by(device.verify)
        return DAMAGED if signed else "forged or damaged"

    def _members(self, more: tuple[bytes, ...] = ()) -> Membership:
        """Return who takes part, if ``more`` is true as well."""
        if more:
            return Membership.fold(self.identity.workspace, [*self.statements, *more])
        if self._membership is None:
            self._membership = Membership.fold(self.identity.workspace, self.statements)
        return self._membership

    def _control(self, found: Bundle) -> tuple[tuple[bytes, ...], list[Grant]]:
        control = read_json(found.open(0, self.ring[found.parts[0].key]))
        statements = tuple(str(s).encode() for s in control["statements"])
        for statement in statements:
            Statement.parse(statement)
        return statements, [Grant.from_json(g) for g in control["grants"]]

    def _open(
        self, found: Bundle, role: str, statements: tuple[bytes, ...], grants: list[Grant]
    ) -> None:
        keys = tuple(keys_for(self.identity, grants, self.ring))
        self.ring.update({k.id: k.bytes for k in keys})
        parts: list[tuple[str, list[bytes]]] = []
        locked: list[Locked] = []
        refused: list[tuple[str, str]] = []
        for number, part in enumerate(found.parts[1:], 1):
            if not self.rights.may_write(role, part.document):
                refused.append((part.document, "not allowed"))
            elif part.key not in self.ring:
                locked.append(Locked(found.name, number, part.document, part.key, part.sealed))
            else:
                try:
                    content = found.open(number, self.ring[part.key])
                    parts.append((part.document, bundles.unpack(content)))
                except (SealError, ValueError):
                    refused.append((part.document, DAMAGED))
        self.seen.add(found.name)
        self.opened.append(
            Opened(
                found.name,
                found.device,
                found.sequence,
                statements,
                keys,
                granted(grants, found.device),
                tuple(parts),
                tuple(locked),
                tuple(refused),
            )
        )


def _unfit(found: Bundle, device: Device) -> str:
    """Return why a bundle of a device is put aside, or ""."""
    if not found.signed_by(device.verify):
        return "forged"
    if device.state != "active" and found.sequence > device.last:
        return REMOVED
    return ""


def marker_of(workspace: str) -> str:
    """Return the name of the empty file by which a store is known to be this workspace's."""
    return f"workspace/{workspace}"


def open_locked(locked: Locked, workspace: str, key: bytes) -> list[bytes]:
    """Open a part that waited for its key. Raise SealError or ValueError."""
    device, sequence = bundles.parts_of(locked.name)
    part = bundles.Part(locked.document, locked.key, locked.bytes)
    where = bundles.place(workspace, device, sequence, locked.part, part)
    return bundles.unpack(unseal(key, part.sealed, where))


def wrong_store(names: set[str]) -> WrongStore:
    """Return what to tell of a store that is not this workspace's."""
    if any(n.startswith("workspace/") for n in names):
        title = _("The shared folder belongs to another workspace.")
    else:
        title = _("The shared folder does not hold this workspace.")
    return WrongStore(
        title,
        _("Everything is safe on this computer and nothing has been changed. Check the address"
          " under Settings, or choose the folder anew to share everything there."),
    )  # fmt: skip
