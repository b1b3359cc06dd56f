"""Who this device is in the workspace, and who else takes part: statements told and kept."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from qualityvisit.errors import NotAllowed, NotFound, Refused
from qualityvisit.folding import Change
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.shelf import Shelf
from qualityvisit.model.records import ADMINISTRATOR, Record, Visit, fresh_id
from qualityvisit.model.register import Register
from qualityvisit.standing import Me, Standing
from qualityvisit.sync.keys import Identity
from qualityvisit.sync.membership import Member, Membership, Statement
from qualityvisit.sync.seal import Keys
from qualityvisit.words import _

R = TypeVar("R", bound=Record)


class Host(Protocol):
    """What sharing needs of the workspace."""

    @property
    def register(self) -> Register:
        """The register."""

    def find(self, kind: type[R], name: str) -> R | None:
        """Return a record, or None."""

    def absorb(self, name: str, updates: list[bytes], device: str) -> Change:
        """Take a colleague's changes into memory, journal and index; return what they changed."""

    def spoil(self, names: Iterable[str]) -> None:
        """Forget what memory has of documents beyond the journal."""

    def tell(self, changes: Iterable[Change]) -> None:
        """Tell subscribers what has come in."""

    def settle(self) -> None:
        """Bring the index up to what has been typed."""

    @property
    def standing(self) -> Standing:
        """Where this device stands."""


class Belonging:
    """This device's and its person's place among the members."""

    def __init__(self, journal: Journal, now: Callable[[], str], host: Host) -> None:
        self._journal = journal
        self._shelf = Shelf(journal)
        self._now = now
        self._host = host
        self._membership: Membership | None = None
        self._read()

    @contextmanager
    def _as_one(self) -> Iterator[None]:
        """Keep what the block says and who it makes us, all or nothing."""
        try:
            with self._journal.transaction():
                yield
        except BaseException:
            self._read()
            self._host.standing.read()
            raise

    def _read(self) -> None:
        """Read anew who we are."""
        kept = self._journal.secret("identity")
        self.identity = _identity(kept) if kept else Identity("", "", "", Keys(b"", b""))
        self._membership = None

    def _be(self, identity: Identity) -> None:
        self.identity = identity
        values = {
            "workspace": identity.workspace,
            "device": identity.device,
            "member": identity.member,
            "keys": identity.keys.to_bytes().hex(),
            "more": [(name, keys.to_bytes().hex()) for name, keys in identity.more],
        }
        self._journal.keep("identity", json.dumps(values).encode())

    def begin_again(self) -> None:
        """Go on without the outbox, which backups do not hold: as a new device."""
        with self._as_one():
            self._shelf.thaw()
            self.renew_device()

    def renew_device(self) -> None:
        """Take a new identity, vouched for by the old one: this file has a twin somewhere."""
        old, keys, device = self.identity, Keys.fresh(), fresh_id()
        with self._as_one():
            self._say(
                old.keys, type="device", device=device, verify=keys.verify, receive=keys.receive
            )
            more = ((old.device, old.keys), *old.more)
            self._be(Identity(old.workspace, device, old.member, keys, more))
            self._stand()

    @property
    def membership(self) -> Membership:
        """Who takes part, as far as this device knows."""
        if self._membership is None:
            self._membership = Membership.fold(self.identity.workspace, self._shelf.statements())
        return self._membership

    def _stand(self) -> None:
        """Work out anew who we are, after statements have come or gone."""
        self._membership = None
        found, who = self.membership, self.identity
        member = found.members.get(who.member)
        role = found.role_of(who.device) if found.active(who.device) else ""
        self._host.standing.be(Me(who.member, member.name if member else "", role))

    def _say(self, keys: Keys, **body: object) -> None:
        """Sign a statement and let it wait for the next round."""
        statement = Statement.make(
            keys, by=self.identity.device, at=self._now(), after=list(self.membership.heads), **body
        )
        with self._as_one():
            self._shelf.keep_statement(statement.id, statement.raw, ours=True)
            self._stand()

    def members(self) -> list[tuple[Member, int]]:
        """Return all members with the number of their active devices."""
        devices = self.membership.devices.values()
        return [
            (m, sum(1 for d in devices if d.member == m.id and d.state == "active"))
            for m in sorted(self.membership.members.values(), key=lambda m: m.name.casefold())
        ]

    def remove(self, member: str) -> None:
        """Remove a member: nothing that they write from now on is taken in."""
        self._administrator()
        found = self.membership.members.get(member)
        if found is None:
            raise NotFound(_("There is no such member: {id}.", id=member))
        if member == self.identity.member:
            raise Refused(
                _("You cannot remove yourself."), _("Ask another administrator to do it.")
            )
        others = [
            m for m in self.membership.members.values()
            if m.role == ADMINISTRATOR and m.state == "active" and m.id != member
        ]  # fmt: skip
        if not others:
            raise Refused(
                _("The last administrator cannot be removed."),
                _("Invite another administrator first."),
            )
        last: dict[str, int] = {}
        for device, sequence in self._shelf.taken().values():
            last[device] = max(last.get(device, 0), sequence)
        self._say(self.identity.keys, type="removed", member=member, last=last)

    def _administrator(self) -> None:
        if self._host.standing.me.role != ADMINISTRATOR:
            raise NotAllowed(
                _("Only administrators may do this."), _("Ask one of them; nothing was changed.")
            )

    def readers(self, document: str) -> set[str]:
        """Return the members who may read a document (design: Documents)."""
        members = [m for m in self.membership.members.values() if m.state != "removed"]
        if not document.startswith("notes/"):
            return {m.id for m in members}
        visit = self._host.find(Visit, document.partition("/")[2])
        team = set(visit.team) if visit else {self.identity.member}
        return {m.id for m in members if m.role == ADMINISTRATOR or m.id in team}


def _identity(kept: bytes) -> Identity:
    found = json.loads(kept)
    more = tuple((name, Keys.from_bytes(bytes.fromhex(k))) for name, k in found["more"])
    keys = Keys.from_bytes(bytes.fromhex(found["keys"]))
    return Identity(found["workspace"], found["device"], found["member"], keys, more)
