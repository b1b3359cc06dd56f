"""The chain: statements folded so that every device comes to the same members.

Statements come in order after those that they name, ties broken by id. One counts if its writer
had the right to say it as far as the writer knew. Who takes away wins over what the other said at
the same time; where two take away from each other, the senior wins: whoever became administrator
first. At least one administrator always remains.
"""

import heapq
from collections.abc import Iterable, Iterator

from qualityvisit.sync.counting import Counting
from qualityvisit.sync.membership import ADMINISTRATOR, Kept, Membership
from qualityvisit.sync.outcome import outcome
from qualityvisit.sync.statement import Statement

CHIEF = (ADMINISTRATOR, "active")
HIT = frozenset({"removed", "lost", "withdrawn", "role"})  # those who make void what others say
VIEWS = 64  # memberships of the past that are remembered
_views: dict[tuple[str, ...], Membership] = {}


def fold(workspace: str, statements: Iterable[bytes]) -> Membership:
    """Return what statements come to, in whatever order they arrive; what is none is left out."""
    known = {}
    for raw in statements:
        try:
            statement = Statement.parse(raw)
        except ValueError:
            continue
        known[statement.id] = statement
    return _Chain(workspace, list(_in_order(known))).membership()


class _Chain(Counting):
    """One folding: decides which statements are void."""

    def membership(self) -> Membership:
        """Return what the statements come to."""
        self._decide()
        made = outcome(self.workspace, self.order, self.counted)
        made.void = {self.order[n].id: self.order[k].id for n, k in self.void.items() if n != k}
        made.kept = [self._kept_ground(n) for n in self.counted if self.order[n].type == "kept"]
        return made

    def _decide(self) -> None:
        """Hear those who take away, the senior first; no last administrator takes it all away."""
        refused: set[int] = set()
        unheard: set[int] = set()  # those whose right to take away was taken away meanwhile
        while True:
            self._hear(refused, unheard)
            if not (last := self._last_ones()):
                return
            refused |= last

    def _hear(self, refused: set[int], unheard: set[int]) -> None:
        """Let those who take away do so one by one."""
        self._begin(refused)
        while True:
            counted = set(self.counted)
            if fallen := {n for n in self.heard if n not in counted}:
                unheard |= fallen
                self._begin(refused)
            elif hit := {k: n for n in self.heard for k in self._hit_by(n)}:
                self.void |= hit
                self._count()
            elif not self._hear_more(unheard):
                return

    def _begin(self, refused: set[int]) -> None:
        self.heard: dict[int, None] = {}  # those who have taken away, in order
        self.void = {n: n for n in refused}
        self._count()

    def _hear_more(self, unheard: set[int]) -> bool:
        """Hear the next ones until one has hit something; tell whether there was one."""
        waiting = [
            n for n in self.counted
            if n not in self.heard and n not in unheard and self._takes(self.order[n])
        ]  # fmt: skip
        for n in sorted(waiting, key=self._seniority):
            self.heard[n] = None
            if hit := self._hit_by(n):
                self.void |= dict.fromkeys(hit, n)
                self._count()
                return True
        return False

    @staticmethod
    def _takes(s: Statement) -> bool:
        """Tell whether a statement may make void what others say."""
        return s.type in HIT and not (s.type == "role" and s.text("role") == ADMINISTRATOR)

    def _last_ones(self) -> set[int]:
        """Return those after which there would be no administrator."""
        found: set[int] = set()
        standing: dict[str, tuple[str, str]] = {}
        devices: dict[str, set[str]] = {}
        for n in self.counted:
            s = self.order[n]
            if s.type in HIT:
                before = dict(standing), {m: set(held) for m, held in devices.items()}
            if s.type in ("founded", "joined", "device"):
                devices.setdefault(self._about(s), set()).add(s.text("device"))
            elif s.type == "lost":
                devices[self._about(s)].discard(s.text("device"))
            if s.type in ("founded", "invited", "joined", "role", "removed"):
                member = self._about(s)
                standing[member] = self._after(s, *standing.get(member, ("", "")))
            if s.type in HIT and not _has_chief(standing, devices):
                standing, devices = before
                found.add(n)
        return found

    def _seniority(self, n: int) -> tuple[int, bool, int, int]:
        """Return what tells the senior of two: who became administrator first.

        Of one's own, what ends a right of one's own comes first: whoever steps down can no longer
        say something in the past. Then the older device, then the order.
        """
        s = self.order[n]
        place, device = self.devices[s.by]
        since = self._administrator_since(device.member, n)
        return since, self._about(s) != device.member, place, n

    # --- who takes away what

    def _hit_by(self, n: int) -> list[int]:
        """Return what a taker makes void: said at the same time by the one whom it hits."""
        found = self._concerned(self.order[n]) & self.counted_bits & ~self.past[n]
        return [k for k in _bits(found) if k not in self.heard and not self._knows(k, n)]

    def _concerned(self, taker: Statement) -> int:
        """Return all statements, as a set of bits, to which a taker puts an end."""
        if taker.type == "lost":
            return self.said_by.get(taker.text("device"), 0)
        if taker.type == "withdrawn":
            return self.joined_by.get(taker.text("invitation"), 0)
        member = taker.text("member")
        theirs = 0
        for _place, device in self.devices.values():
            if device.member == member:
                theirs |= self.said_by.get(device.id, 0)
        if taker.type == "removed":
            return theirs
        return sum(1 << k for k in _bits(theirs) if self._as_administrator(k, member))

    # --- what was taken in before its writer's right was known to be gone

    def _kept_ground(self, n: int) -> Kept:
        s = self.order[n]
        place = {self.order[k].id: k for k in _bits(self.past[n])}
        heads = [place[name] for name in s.names("heads") if name in place]
        return Kept(frozenset(s.names("bundles")), lambda: self._view(heads))

    def _view(self, heads: list[int]) -> Membership:
        """Return what these statements and those before them come to."""
        key = (self.workspace, *sorted(self.order[n].id for n in heads))
        if key not in _views:
            wanted = 0
            for n in heads:
                wanted |= self.past[n] | 1 << n
            chosen = _Chain(self.workspace, [self.order[n] for n in _bits(wanted)])
            made = chosen.membership()
            while len(_views) >= VIEWS:
                del _views[next(iter(_views))]
            _views[key] = made
        return _views[key]


def _has_chief(standing: dict[str, tuple[str, str]], devices: dict[str, set[str]]) -> bool:
    """Tell whether there is an administrator who has a device."""
    return any(found == CHIEF and devices.get(member) for member, found in standing.items())


def _bits(found: int) -> Iterator[int]:
    """Give the places in a set of bits."""
    while found:
        low = found & -found
        yield low.bit_length() - 1
        found ^= low


def _in_order(known: dict[str, Statement]) -> Iterable[Statement]:
    """Give statements after those that they name, ties by id; what waits for others is kept out."""
    waits = {s.id: set(s.after) for s in known.values()}
    followers: dict[str, list[str]] = {}
    for name, befores in waits.items():
        for before in befores:
            followers.setdefault(before, []).append(name)
    ready = [name for name, befores in waits.items() if not befores]
    heapq.heapify(ready)
    while ready:
        name = heapq.heappop(ready)
        yield known[name]
        for follower in followers.get(name, ()):
            waits[follower].discard(name)
            if not waits[follower]:
                heapq.heappush(ready, follower)
