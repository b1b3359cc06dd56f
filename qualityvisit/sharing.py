"""A workspace's sharing: ties documents and journal to rounds, membership and keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from qualityvisit.belonging import Belonging, Host
from qualityvisit.errors import BadInput, KnownError, Refused, StoreTrouble
from qualityvisit.folding import Change
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.shelf import Key
from qualityvisit.model.memory import Damaged, merge
from qualityvisit.model.records import ADMINISTRATOR, ROLES, Record, fresh_id
from qualityvisit.standing import is_document, may_write
from qualityvisit.sync import address as addresses
from qualityvisit.sync import credentials
from qualityvisit.sync.bundle import is_whole
from qualityvisit.sync.exchange import Policy, plan
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.keys import WORKSPACE_KEY, Identity, key_id, new_key
from qualityvisit.sync.membership import Statement, proof_of
from qualityvisit.sync.round import (
    DAMAGED,
    Opened,
    Rights,
    Round,
    marker_of,
    open_locked,
    wrong_store,
)
from qualityvisit.sync.seal import Keys, SealError
from qualityvisit.sync.store import Store, open_store
from qualityvisit.words import _

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round did, counted in bundles. ``problem`` is why it stopped, if it did."""

    sent: int
    received: int
    waiting: int
    quarantined: int
    problem: KnownError | None = None


class Sharing(Belonging):
    """This device's part in the workspace. One thread, but for ``Round.carry``."""

    def __init__(self, journal: Journal, now: Callable[[], str], host: Host) -> None:
        super().__init__(journal, now, host)
        self._store: Store | None = None

    # --- who we are

    def found(self, name: str, address: str) -> str:
        """Found a workspace, with a store where an address is given; return the founder's id."""
        store = open_store(address, new=True) if address else None
        keys, device, member = Keys.fresh(), fresh_id(), fresh_id()
        statement = Statement.make(
            keys, type="founded", at=self._now(), member=member, name=name, device=device,
            verify=keys.verify, receive=keys.receive, by=device, after=[],
        )  # fmt: skip
        if isinstance(store, FolderStore):
            store.make()
        with self._as_one():
            self._be(Identity(statement.id, device, member, keys))
            self._shelf.keep_statement(statement.id, statement.raw, ours=True)
            self._shelf.keep_keys([new_key(WORKSPACE_KEY)], self._now())
            self._journal.keep("store", store.address.encode() if store else b"")
            self._stand()
        if store is not None:
            self._mark(store)
        self._store = store
        return member

    def _mark(self, store: Store) -> None:
        """Make a store this workspace's. Raise WrongStore where it is another's."""
        marker, names = marker_of(self.identity.workspace), store.list()
        if marker in names:
            return
        if self._host.standing.me.role != ADMINISTRATOR or any(
            name.startswith("workspace/") for name in names
        ):
            raise wrong_store(names)
        store.put(marker, b"")

    def accept(self, invitation: Invitation, address: str = "") -> None:
        """Join: take in what is there, then tell that we have joined.

        ``address`` is where this computer finds the store, if not where the invitation says. Raise
        StoreTrouble, or BadInput where the invitation is used or unknown.
        """
        keys, store = Keys.fresh(), open_store(address or invitation.store, new=True)
        with self._as_one():
            more = ((invitation.id, invitation.keys),)
            self._be(Identity(invitation.workspace, fresh_id(), invitation.member, keys, more))
            key = invitation.workspace_key
            self._shelf.keep_keys([Key(key_id(key), WORKSPACE_KEY, key)], self._now())
            self._journal.keep("store", store.address.encode())
        self._store = store
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

    # --- members

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
        store = addresses.without_user(self._host.standing.address)
        return Invitation(workspace, store, invitation, member, keys, key).line()

    # --- the store

    def set_store(self, address: str) -> None:
        """Share through another store from now on; everything of ours is put there anew.

        A password in the address goes to the keyring, where one that stands already is replaced.
        Where the store is, is this computer's own affair; only an administrator begins a new one.
        """
        store = open_store(address, new=True) if address else None
        if store is not None:
            self._mark(store)
        with self._journal.transaction():
            self._journal.keep("store", store.address.encode() if store else b"")
            self._journal.keep("shared_at", b"")
            self._shelf.put_again()
        self._store, self._host.standing.problem = store, None

    def set_password(self, password: str) -> None:
        """Keep another password for the store in use. Raise StoreRefused without a keyring."""
        where, _inside = addresses.read(self._host.standing.address)
        credentials.keep(where, password)
        self._store = None

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
        if not all(is_whole(name, whole) for name, whole in self._shelf.to_put()):
            self.begin_again()
        policy = Policy(self.readers, Rights(is_document, may_write), merge)
        waiting = self._journal.waiting()
        return plan(self._shelf, waiting, self._store, self.identity, policy, self._now())

    def finish(self, done: Round) -> Iterator[None]:
        """Take in what a round brought, bundle by bundle; typing may go on between the steps."""
        here = done.store is self._store  # it may have been changed meanwhile
        if here:
            self._shelf.put_again(done.missing)
            self._shelf.stored(done.stored, self._now())
        for name, reason in done.refused:
            self._shelf.quarantine(name, reason, self._now())
        for opened in done.opened:
            if not self._shelf.has_taken(opened.name):  # by another round meanwhile
                self._take(opened)
                yield
        if done.cloned and done.identity.device == self.identity.device:
            self.renew_device()
        if here:
            self._host.standing.problem = done.problem or _remark(done)
        if here and not done.problem and not self._host.standing.waiting()[0]:
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
        parts = sum(1 for o in done.opened if o.refused)
        return RoundResult(
            sent=len(done.stored),
            received=len(done.opened),
            waiting=len(done.to_put) - len(done.stored) + done.unready,
            quarantined=len(done.refused) + parts,
            problem=done.problem,
        )

    def _take(self, opened: Opened) -> None:
        """Take one bundle in: entries, index rows and our place, in one transaction."""
        updates: dict[str, list[bytes]] = {}
        changes: list[Change] = []
        try:
            with self._as_one():
                updates = self._updates(opened)
                for document, more in updates.items():
                    try:
                        changes.append(self._host.absorb(document, more, opened.device))
                    except Damaged:
                        self._put_aside(opened.name, document, DAMAGED)
                self._note(opened)
                if opened.statements:
                    self._stand()
        except BaseException:
            self._host.spoil(updates)
            raise
        self._host.tell(changes)

    def _put_aside(self, bundle: str, part: str, why: str) -> None:
        self._shelf.quarantine(f"{bundle}#{part}", why, self._now())

    def _updates(self, opened: Opened) -> dict[str, list[bytes]]:
        """Return updates by document: what the bundle holds, and what its keys unlock."""
        updates: dict[str, list[bytes]] = {}
        for key in opened.keys:
            for part in self._shelf.locked(key.id):
                try:
                    found = open_locked(part, self.identity.workspace, key.bytes)
                except (SealError, ValueError):
                    self._put_aside(part.name, part.document, DAMAGED)
                else:
                    updates.setdefault(part.document, []).extend(found)
            self._shelf.unlocked(key.id)
        for document, more in opened.parts:
            updates.setdefault(document, []).extend(more)
        return updates

    def _note(self, opened: Opened) -> None:
        for raw in opened.statements:
            self._shelf.keep_statement(Statement.parse(raw).id, raw, ours=False)
        self._membership = None
        writer = self.membership.devices[opened.device].member
        for key in opened.keys:
            self._shelf.keep_keys([key], self._now(), seals=writer in self.readers(key.document))
        self._shelf.grant(opened.granted)
        self._shelf.lock(opened.locked)
        for document, why in opened.refused:
            self._put_aside(opened.name, document, why)
        self._shelf.take(opened.name, opened.device, opened.sequence)


def _remark(done: Round) -> StoreTrouble | None:
    """Return what to tell of a round that came to its end."""
    if done.newer:
        return StoreTrouble(
            _("A colleague uses a newer version of the program."),
            _("Install it here as well to see what they write from now on. Nothing is lost."),
        )
    if done.missing:
        return StoreTrouble(
            _("The shared folder has lost files that were there before."),
            _("What you have written is put there again. Ask your colleagues to share as well."),
        )
    return None
