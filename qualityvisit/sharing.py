"""A workspace's sharing: ties documents and journal to rounds, membership and keys."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from qualityvisit.belonging import Belonging, Host, check_role
from qualityvisit.errors import BadInput, KnownError, StoreTrouble
from qualityvisit.folding import Change
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.shelf import ERASED_AT, STALE, Key
from qualityvisit.model.memory import Damaged, merge
from qualityvisit.model.records import ADMINISTRATOR, fresh_id
from qualityvisit.standing import is_document, may_read, may_write
from qualityvisit.sync import address as addresses
from qualityvisit.sync import credentials
from qualityvisit.sync.bundle import PACK, Written, is_whole, kind_of, parts_of
from qualityvisit.sync.compaction import DUE, Compaction
from qualityvisit.sync.exchange import Policy
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.keys import WORKSPACE_KEY, Identity, key_id, new_key
from qualityvisit.sync.membership import ERASED
from qualityvisit.sync.planning import plan
from qualityvisit.sync.present import Base
from qualityvisit.sync.round import DAMAGED, Opened, Round, marker_of, open_locked, wrong_store
from qualityvisit.sync.seal import Keys, SealError
from qualityvisit.sync.statement import Statement, device_id, proof_of
from qualityvisit.sync.store import Store, open_store
from qualityvisit.words import _

SLICE = 200_000  # bytes of updates taken in at once: some 30 ms
DAYS = 14  # that an invitation is good for
LOST = "store_lost"  # the mark of a round in which the store lacked what was there before
POLICY = Policy(is_document, may_read, may_write, merge)


Found = list[tuple[str, list[Written]]]  # updates by their documents


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
        self._scrub = False  # whether something was erased just now
        self._aside = 0  # parts put aside in this round

    # --- who we are

    def found(self, name: str, address: str) -> str:
        """Found a workspace, with a store where an address is given; return the founder's id."""
        store = open_store(address, new=True) if address else None
        keys, member = Keys.fresh(), fresh_id()
        device = device_id(keys.verify, keys.receive)
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
            device = device_id(keys.verify, keys.receive)
            self._be(Identity(invitation.workspace, device, invitation.member, keys, more))
            key = invitation.workspace_key
            self._shelf.keep_keys([Key(key_id(key), WORKSPACE_KEY, key)], self._now())
            self._journal.keep("store", store.address.encode())
        self._store = store
        result = self.share()
        if result.problem:
            raise result.problem
        found = self.membership.invitations.get(invitation.id)
        if (
            found is None
            or found.state != "open"
            or (found.expires and found.expires < self._now())
        ):
            raise BadInput(
                _("This invitation can no longer be used, or not yet."),
                _("Ask the administrator to share once more, or for a new invitation."),
            )
        body = {"device": self.identity.device, "verify": keys.verify, "receive": keys.receive}
        proof = invitation.keys.sign(proof_of(body)).hex()
        self._say(keys, type="joined", invitation=invitation.id, proof=proof, **body)
        self.share()

    # --- members

    def invite(self, name: str, role: str, title: str = "", days: int = DAYS) -> str:
        """Invite a person; return the line to hand over.

        It works once we have shared, only once, and for a number of days.
        """
        self._administrator()
        check_role(role)
        self._host.standing.need_store()
        member = self._host.register.add_person(name, title, role)
        return self._invite(member, name.strip(), role, days)

    def invite_device(self, days: int = DAYS) -> str:
        """Invite oneself to use a second computer; return the line."""
        self._host.standing.need_store()
        me = self.membership.members[self.identity.member]
        return self._invite(me.id, me.name, me.role, days)

    def make_recovery(self, name: str) -> str:
        """Make what is printed on a recovery sheet: an invitation of an administrator, for ever.

        ``name`` is what the person is called who restores the workspace by it. A sheet made
        before is no longer good.
        """
        self._administrator()
        self._host.standing.need_store()
        for line in list(self.membership.invitations.values()):
            if line.recovery and line.state == "open":
                self.withdraw(line.id)
        return self._invite(fresh_id(), name, ADMINISTRATOR, 0)

    def _invite(self, member: str, name: str, role: str, days: int) -> str:
        """Invite for ``days``; 0 makes a recovery sheet's invitation, which does not end."""
        keys = Keys.fresh()
        invitation = device_id(keys.verify, keys.receive)
        expires = (datetime.fromisoformat(self._now()) + timedelta(days=days)).isoformat()
        self._say(
            self.identity.keys, type="invited", invitation=invitation, member=member, name=name,
            role=role, verify=keys.verify, receive=keys.receive,
            **({"expires": expires} if days else {"recovery": True}),
        )  # fmt: skip
        self.share()
        key = self._shelf.sealing_keys([WORKSPACE_KEY])[-1].bytes
        store = addresses.without_user(self._host.standing.address)
        made = Invitation(self.identity.workspace, store, invitation, member, keys, key)
        return made.line()

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
        aside = {
            f"{name}#{document}": self._refuses(name, document)
            for name, _number, document in self._shelf.put_aside()
        }
        return self._shelf.quarantined() | aside

    # --- rounds

    def start_round(self) -> Round:
        """Freeze what waits; carry the round out on any thread, then finish it here.

        Raise Refused where there is no store.
        """
        self._host.standing.need_store()
        if self._store is None:
            self._store = open_store(self._host.standing.address)
        self._host.settle()
        if not all(is_whole(name, whole) for name, whole in self._shelf.to_put()):
            self.begin_again()
        self.tidy_invitations()
        waiting = self._journal.waiting()
        with self._journal.transaction():
            return plan(
                self._shelf, waiting, self._store, self.identity, POLICY, self.membership,
                self._now(),
            )  # fmt: skip

    def finish(self, done: Round) -> Iterator[None]:
        """Take in what a round brought, bundle by bundle; typing may go on between the steps."""
        here = done.store is self._store  # it may have been changed meanwhile
        self._aside = 0
        if here:
            self._shelf.put_again(done.missing)
            self._shelf.stored(done.stored, self._now())
        for name, reason in done.refused:
            self._shelf.quarantine(name, reason, self._now())
        if done.base is not None:
            yield from self._begin_from(done.base)
        done.progress.begin("take", len(done.opened))
        for opened in done.opened:
            done.progress.step()
            if not self._shelf.has_taken(opened.name):  # by another round meanwhile
                yield from self._take(opened)
        self._note_snapshots(done)
        self._clean()
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
        return RoundResult(
            sent=len(done.stored),
            received=len(done.opened),
            waiting=len(done.to_put) - len(done.stored) + done.unready,
            quarantined=len(done.refused) + self._aside,
            problem=done.problem,
        )

    def _take(self, opened: Opened) -> Iterator[None]:
        """Take one bundle in: what it says, entries, index rows and our place, all or nothing.

        A large one comes in slices, so that typing need not wait, and our place with the last. What
        comes twice because the program ended in between is the same change twice, and so is one.
        Whether parts count is decided here and now, by what is known of their device.
        """
        with self._taking(opened.name) as absorb:
            self._believe(opened.statements)
            self._note(opened)
            if opened.statements or opened.keys:
                absorb(self._release())
            slices = list(_slices(self._allowed(opened)))
            absorb(slices.pop(0) if slices else [])
            if not slices:
                self._is_taken(opened)
        yield
        while slices:
            with self._taking(opened.name) as absorb:
                absorb(slices.pop(0))
                if not slices:
                    self._is_taken(opened)
            yield

    def _believe(self, statements: tuple[bytes, ...]) -> None:
        """Keep what is stated, and stand by what we had taken in before we knew."""
        if not statements:
            return
        before, known = self.membership, self._shelf.known()
        for raw in statements:
            self._shelf.keep_statement(Statement.parse(raw).id, raw, ours=False)
        self._stand()
        self._keep_ground(before, known)
        for document in set(self.membership.erased) - set(before.erased):
            self._erase(document)

    def _begin_from(self, base: Base) -> Iterator[None]:
        """Take a snapshot in: who takes part, then document by document, then that it is so."""
        opening = base.opening
        with self._as_one():
            self._believe(opening.statements)
            self._shelf.keep_keys(base.keys, self._now())
            self._shelf.lock([*opening.aside, *base.locked])
        for document, found in base.documents:
            if document in self.membership.erased or not is_document(document):
                continue
            for some in _slices([(document, found)]):
                with self._taking(opening.head.name) as absorb:
                    absorb(some)
                yield
        with self._as_one():
            self._shelf.cover(opening.head.covers)

    def _note_snapshots(self, done: Round) -> None:
        """Remember which snapshot is the furthest, and whether another one is called for."""
        compaction = Compaction(self._shelf, self.identity, POLICY, self.membership, self._now())
        if done.learnt is not None:
            compaction.did_learn(done.learnt)
        if done.written is not None:
            compaction.did_write(done.written)
        before, now = self._shelf.mark(LOST), "1" if done.lost and not done.problem else ""
        if before != now:
            self._shelf.set_mark(LOST, now)
        elif now and not done.written:
            self._shelf.set_mark(DUE, "1")  # a listing may be stale once; twice it is a loss

    def _note(self, opened: Opened) -> None:
        device = self.membership.devices.get(opened.device)
        for key in opened.keys:
            seals = device is not None and device.member in POLICY.readers(
                key.document, self.membership
            )
            self._shelf.keep_keys([key], self._now(), seals=seals)
        self._shelf.grant(opened.granted)
        self._shelf.pass_on(opened.device, opened.deps)
        self._shelf.lock(p for p in opened.locked if p.document not in self.membership.erased)
        for document in opened.damaged:
            self._put_aside(opened.name, document, DAMAGED)

    def _release(self) -> Found:
        """Open the parts that waited for a key, or to be allowed, and no longer do."""
        found: Found = []
        keys = {k.id: k.bytes for k in self._shelf.all_keys()}
        for name, number, document in self._shelf.put_aside():
            if self._refuses(name, document):
                continue
            part = self._shelf.locked(name, number)
            device = "" if kind_of(name) == PACK else parts_of(name)[0]
            try:
                opened = open_locked(part, self.identity.workspace, keys[part.key])
            except (SealError, ValueError, TypeError):
                self._put_aside(name, document, DAMAGED)
            else:
                found.append((document, _by(device, opened)))
            self._shelf.unlocked(name, number)
            self._shelf.set_mark(STALE, f"{self._shelf.mark(STALE)} {document}".strip())
        return found

    def _allowed(self, opened: Opened) -> Iterator[tuple[str, list[Written]]]:
        """Give the updates of the parts that count; keep the others sealed."""
        for sealed, found in opened.parts:
            why = self._refuses(opened.name, sealed.document)
            if not why:
                yield sealed.document, _by(opened.device, found)
            elif why != ERASED:
                self._shelf.lock([sealed])
                self._aside += 1

    def _refuses(self, bundle: str, document: str) -> str:
        if kind_of(bundle) == PACK:  # who made the snapshot was asked when it was taken in
            return ERASED if document in self.membership.erased else ""
        device, number = parts_of(bundle)
        return self.membership.refuses(device, number, document, may_write)

    @contextmanager
    def _taking(self, bundle: str) -> Iterator[Callable[[Found], None]]:
        """Give what takes updates in: all that the block does stands in the file, or nothing."""
        touched: list[str] = []
        changes: list[Change] = []

        def absorb(found: Found) -> None:
            for document, updates in found:
                touched.append(document)
                try:
                    changes.append(self._host.absorb(document, updates))
                except Damaged:
                    self._put_aside(bundle, document, DAMAGED)

        try:
            with self._as_one():
                yield absorb
        except BaseException:
            self._host.spoil(touched)
            raise
        self._host.tell(changes)

    def _is_taken(self, done: Opened) -> None:
        documents = {part.document for part in [*(s for s, _found in done.parts), *done.locked]}
        changed = " ".join(sorted(documents))
        self._shelf.take(done.name, done.device, done.sequence, done.at, changed)

    def _put_aside(self, bundle: str, part: str, why: str) -> None:
        self._shelf.quarantine(f"{bundle}#{part}", why, self._now())

    # --- weeding

    def erase(self, document: str, **protocol: object) -> None:
        """Erase a document for good, here and on every device at its next round.

        ``protocol`` is what is to be known of it for ever. Raise NotAllowed.
        """
        self._administrator()
        with self._as_one():
            self._say(self.identity.keys, type="erased", document=document, **protocol)
            self._erase(document)
        self._clean()

    def _clean(self) -> None:
        """Leave nothing of what was erased beside the file."""
        if self._scrub:
            self._journal.scrub()
            self._scrub = False

    def _erase(self, document: str) -> None:
        self._scrub = True
        self._host.forget(document)
        self._shelf.forget(document)
        self._shelf.set_mark(ERASED_AT, self._now())
        self._shelf.set_mark(DUE, "1")


def _by(device: str, found: list[Written]) -> list[Written]:
    """Return updates as written by a device; "" leaves it as a snapshot says."""
    return [Written(u.bytes, u.at, device or u.device) for u in found]


def _slices(
    found: Iterable[tuple[str, list[Written]]],
) -> Iterator[Found]:
    """Cut updates into slices that are taken in while nobody notices."""
    size = 0
    piece: Found = []
    for document, updates in found:
        some: list[Written] = []
        for update in updates:
            some.append(update)
            size += len(update.bytes)
            if size >= SLICE:
                piece.append((document, some))
                yield piece
                size, piece, some = 0, [], []
        if some:
            piece.append((document, some))
    if piece:
        yield piece


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
