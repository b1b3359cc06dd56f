"""A workspace's sharing: ties documents and journal to rounds, membership and keys."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from qualityvisit.errors import BadInput, KnownError, NotAllowed, NotFound, Refused
from qualityvisit.folding import Change
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.shelf import Key, Shelf
from qualityvisit.model.memory import merge
from qualityvisit.model.records import ADMINISTRATOR, ROLES, Record, Visit, fresh_id
from qualityvisit.model.register import Register
from qualityvisit.standing import Me, Standing, may_write
from qualityvisit.sync import exchange
from qualityvisit.sync.exchange import WORKSPACE_KEY, Identity, Opened, Policy, Round
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.membership import Member, Membership, Statement, proof_of
from qualityvisit.sync.seal import Keys, SealError
from qualityvisit.sync.store import Store, open_store
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


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round did, counted in bundles. ``problem`` is why it stopped, if it did."""

    sent: int
    received: int
    waiting: int
    quarantined: int
    problem: KnownError | None = None


class Sharing:
    """This device's part in the workspace. One thread, but for ``Round.carry``."""

    def __init__(self, journal: Journal, now: Callable[[], str], host: Host) -> None:
        self._journal = journal
        self._shelf = Shelf(journal)
        self._now = now
        self._host = host
        self._store: Store | None = None
        self._membership: Membership | None = None
        kept = journal.secret("identity")
        self.identity = _identity(kept) if kept else Identity("", "", "", Keys(b"", b""))

    # --- who we are

    def found(self, name: str, address: str) -> str:
        """Found a workspace, with a store where an address is given; return the founder's id."""
        store = open_store(address) if address else None
        keys, device, member = Keys.fresh(), fresh_id(), fresh_id()
        statement = Statement.make(
            keys, type="founded", at=self._now(), member=member, name=name, device=device,
            verify=keys.verify, receive=keys.receive, by=device, after=[],
        )  # fmt: skip
        if isinstance(store, FolderStore):
            store.make()
        if store is not None:
            store.put(exchange.marker_of(statement.id), b"")
        with self._journal.transaction():
            self._be(Identity(statement.id, device, member, keys))
            self._shelf.keep_statement(statement.id, statement.raw, ours=True)
            self._shelf.keep_keys([exchange.new_key(WORKSPACE_KEY)], self._now())
            self._journal.keep("store", address.encode())
            self._stand()
        self._store = store
        return member

    def accept(self, invitation: Invitation) -> None:
        """Join: take in what is there, then tell that we have joined.

        Raise StoreUnreachable, WrongStore, or BadInput where the invitation is used or unknown.
        """
        keys = Keys.fresh()
        with self._journal.transaction():
            more = ((invitation.id, invitation.keys),)
            self._be(Identity(invitation.workspace, fresh_id(), invitation.member, keys, more))
            key = invitation.workspace_key
            self._shelf.keep_keys([Key(exchange.key_id(key), WORKSPACE_KEY, key)], self._now())
            self._journal.keep("store", invitation.store.encode())
        self._store = open_store(invitation.store)
        result = self.share()
        if result.problem:
            raise result.problem
        found = self.membership.invitations.get(invitation.id)
        if found is None or found.state != "open":
            raise BadInput(
                _("This invitation can no longer be used, or not yet."),
                _("Ask the administrator to share once more, or for a new invitation."),
            )
        body = {"device": self.identity.device, "verify": keys.verify, "receive": keys.receive}
        proof = invitation.keys.sign(proof_of(body)).hex()
        self._say(keys, type="joined", invitation=invitation.id, proof=proof, **body)
        self.share()

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
        self._shelf.thaw()
        self.renew_device()

    def renew_device(self) -> None:
        """Take a new identity, vouched for by the old one: this file has a twin somewhere."""
        old, keys, device = self.identity, Keys.fresh(), fresh_id()
        with self._journal.transaction():
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
        self._shelf.keep_statement(statement.id, statement.raw, ours=True)
        self._stand()

    # --- members

    def members(self) -> list[tuple[Member, int]]:
        """Return all members with the number of their active devices."""
        devices = self.membership.devices.values()
        return [
            (m, sum(1 for d in devices if d.member == m.id and d.state == "active"))
            for m in sorted(self.membership.members.values(), key=lambda m: m.name.casefold())
        ]

    def invite(self, name: str, role: str, title: str = "") -> str:
        """Invite a person; return the line to hand over, which works once we have shared."""
        self._administrator()
        if role not in ROLES:
            raise BadInput(_("There is no such role: {role}.", role=role), ", ".join(ROLES))
        if not self._host.standing.address:
            raise Refused(
                _("This workspace has no shared folder."), _("Choose one under Settings first.")
            )
        member = self._host.register.add_person(name, title, role)
        keys, invitation = Keys.fresh(), fresh_id()
        self._say(
            self.identity.keys, type="invited", invitation=invitation, member=member,
            name=name.strip(), role=role, verify=keys.verify, receive=keys.receive,
        )  # fmt: skip
        self.share()
        key = next(k.bytes for k in self._shelf.all_keys() if k.document == WORKSPACE_KEY)
        workspace = self.identity.workspace
        return Invitation(
            workspace, self._host.standing.address, invitation, member, keys, key
        ).line()

    def remove(self, member: str) -> None:
        """Remove a member: nothing that they write from now on is taken in."""
        self._administrator()
        found = self.membership.members.get(member)
        if found is None:
            raise NotFound(_("There is no such member: {id}.", id=member))
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

    # --- the store

    def set_store(self, address: str) -> None:
        """Share through another store from now on; everything of ours is put there anew."""
        self._administrator()
        store = open_store(address) if address else None
        if store is not None:
            store.list()
            store.put(exchange.marker_of(self.identity.workspace), b"")
        with self._journal.transaction():
            self._journal.keep("store", address.encode())
            self._journal.keep("shared_at", b"")
            self._shelf.put_again()
        self._store, self._host.standing.problem = store, None

    def quarantined(self) -> dict[str, str]:
        """Return what was put aside, with the reasons."""
        return self._shelf.quarantined()

    # --- rounds

    def start_round(self) -> Round:
        """Freeze what waits; carry the round out on any thread, then finish it here.

        Raise Refused where there is no store.
        """
        if not self._host.standing.address:
            raise Refused(
                _("This workspace has no shared folder."), _("Choose one under Settings first.")
            )
        if self._store is None:
            self._store = open_store(self._host.standing.address)
        self._host.settle()
        if self._shelf.lost():
            self.begin_again()
        policy = Policy(self.readers, may_write, merge)
        waiting = self._journal.waiting()
        return exchange.plan(self._shelf, waiting, self._store, self.identity, policy, self._now())

    def finish(self, done: Round) -> Iterator[None]:
        """Take in what a round brought, bundle by bundle; typing may go on between the steps."""
        self._shelf.stored(done.stored, self._now())
        for name, reason in done.refused:
            self._shelf.quarantine(name, reason, self._now())
        for opened in done.opened:
            self._take(opened)
            yield
        self._host.standing.problem = done.problem
        if done.cloned:
            self.renew_device()
        if not done.problem and not self._host.standing.waiting()[0]:
            self._journal.keep("shared_at", self._now().encode())

    def share(self) -> RoundResult:
        """Do a whole round here and now."""
        done = self.start_round()
        done.carry()
        for _step in self.finish(done):
            pass
        return self.result(done)

    def result(self, done: Round) -> RoundResult:
        """Return what a finished round did."""
        forbidden = sum(1 for o in done.opened if o.forbidden)
        return RoundResult(
            sent=len(done.stored),
            received=len(done.opened),
            waiting=len(done.to_put) - len(done.stored) + done.unready,
            quarantined=len(done.refused) + forbidden,
            problem=done.problem,
        )

    def _take(self, opened: Opened) -> None:
        """Take one bundle in: entries, index rows and our place, in one transaction."""
        updates: dict[str, list[bytes]] = {}
        try:
            with self._journal.transaction():
                updates = self._updates(opened)
                changes = [self._host.absorb(d, u, opened.device) for d, u in updates.items()]
                self._note(opened)
        except BaseException:
            self._host.spoil(updates)
            raise
        if opened.statements:
            self._stand()
        self._host.tell(changes)

    def _updates(self, opened: Opened) -> dict[str, list[bytes]]:
        """Return updates by document: what the bundle holds, and what its keys unlock."""
        updates: dict[str, list[bytes]] = {}
        for key in opened.keys:
            for part in self._shelf.locked(key.id):
                try:
                    found = exchange.open_locked(part, self.identity.workspace, key.bytes)
                except (SealError, ValueError):
                    self._shelf.quarantine(f"{part.name}#{part.part}", "damaged", self._now())
                else:
                    updates.setdefault(part.document, []).extend(found)
            self._shelf.unlocked(key.id)
        for document, more in opened.parts:
            updates.setdefault(document, []).extend(more)
        return updates

    def _note(self, opened: Opened) -> None:
        for raw in opened.statements:
            self._shelf.keep_statement(Statement.parse(raw).id, raw, ours=False)
        self._shelf.keep_keys(opened.keys, self._now())
        self._shelf.grant(opened.granted)
        self._shelf.lock(opened.locked)
        for document in opened.forbidden:
            self._shelf.quarantine(f"{opened.name}#{document}", "not allowed", self._now())
        self._shelf.take(opened.name, opened.device, opened.sequence)


def _identity(kept: bytes) -> Identity:
    found = json.loads(kept)
    more = tuple((name, Keys.from_bytes(bytes.fromhex(k))) for name, k in found["more"])
    keys = Keys.from_bytes(bytes.fromhex(found["keys"]))
    return Identity(found["workspace"], found["device"], found["member"], keys, more)
