"""A workspace's sharing: ties documents and journal to rounds, membership and keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from qualityvisit.belonging import POLICY, Host, check_role
from qualityvisit.errand import BREATH, Errand, Slow
from qualityvisit.errors import BadInput, KnownError, NotAllowed, StoreTrouble
from qualityvisit.journal.chest import Key
from qualityvisit.journal.journal import Journal
from qualityvisit.model.records import ADMINISTRATOR, fresh_id
from qualityvisit.remark import Found, remark
from qualityvisit.roster import here
from qualityvisit.sharelog import Refusal, refusals
from qualityvisit.sync import address as addresses
from qualityvisit.sync.bundle import is_whole, parts_of
from qualityvisit.sync.compaction import DUE, Compaction
from qualityvisit.sync.exchange import Freezer, current_keys, sealing_keys
from qualityvisit.sync.invitation import Invitation, check_words
from qualityvisit.sync.keys import WORKSPACE_KEY, Identity, key_id, new_key
from qualityvisit.sync.planning import enough, plan
from qualityvisit.sync.presence import Company, Live
from qualityvisit.sync.round import Round
from qualityvisit.sync.seal import Keys
from qualityvisit.sync.statement import Statement, device_id, proof_of
from qualityvisit.sync.store import Store, Watched, open_store
from qualityvisit.sync.trial import Trial
from qualityvisit.taking import Taking
from qualityvisit.words import _

DAYS = 14  # that an invitation is good for
LOST = "store_lost"  # the mark of a round in which the store lacked what was there before


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round did, counted in bundles.

    ``problem`` is why it stopped, if it did; ``remark`` what is to be told although it did not.
    ``more``: there was too much for one round, and another is to follow.
    """

    sent: int
    received: int
    waiting: int
    quarantined: int
    problem: KnownError | None = None
    remark: KnownError | None = None
    more: bool = False

    def after(self, earlier: "RoundResult | None") -> "RoundResult":
        """Return what both rounds did together."""
        if earlier is None:
            return self
        return replace(
            self, sent=earlier.sent + self.sent, received=earlier.received + self.received,
            quarantined=earlier.quarantined + self.quarantined,
            remark=self.remark or earlier.remark,
        )  # fmt: skip


class Sharing(Taking):
    """This device's part in the workspace. One thread, but for ``Round.carry``."""

    def __init__(self, journal: Journal, now: Callable[[], str], host: Host) -> None:
        super().__init__(journal, now, host)
        self._store: Store | None = None
        self._signs: dict[str, int] = {}  # device -> its newest sign of presence
        self._late = False  # the latest round left bundles that wait for others
        self._remark: StoreTrouble | None = None  # on the latest round

    # --- who we are

    def found(self, name: str) -> str:
        """Found a workspace that is not shared yet; return the founder's id."""
        keys, member = Keys.fresh(), fresh_id()
        device = device_id(keys.verify, keys.receive)
        statement = Statement.make(
            keys, type="founded", at=self._now(), member=member, name=name, device=device,
            verify=keys.verify, receive=keys.receive, by=device, after=[], label=here(),
        )  # fmt: skip
        with self._as_one():
            self._be(Identity(statement.id, device, member, keys))
            self._shelf.keep_statement(statement.id, statement.raw, ours=True)
            self._shelf.keep_keys([new_key(WORKSPACE_KEY)], self._now())
            self._stand()
        return member

    def entering(self, invitation: Invitation, address: str = "") -> Errand[None]:
        """Join: take in what is there, then say that we have joined, for the next round to tell.

        ``address`` is where this computer finds the store, if not where the invitation says. Raise
        StoreTrouble, or BadInput where the invitation is used or unknown.
        """
        keys, trial = Keys.fresh(), Trial(address or invitation.store)
        with self._as_one():
            more = ((invitation.id, invitation.keys),)
            device = device_id(keys.verify, keys.receive)
            self._be(Identity(invitation.workspace, device, invitation.member, keys, more))
            key = invitation.workspace_key
            self._shelf.keep_keys([Key(key_id(key), WORKSPACE_KEY, key)], self._now())
            self._journal.keep("store", trial.store.address.encode())
        self._store = trial.store
        done = self.start_round()
        try:
            yield Slow(done.carry, _asking(trial), trial.take_back, done.progress)
            for _step in self.finish(done):
                yield BREATH
        finally:
            done.progress.cancel = True  # whoever is still at it need not go on
        if done.problem:
            raise trial.told(done.problem)
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
        yield Slow(trial.keep)
        body = {"device": self.identity.device, "verify": keys.verify, "receive": keys.receive}
        proof = invitation.keys.sign(proof_of(body)).hex()
        self._say(keys, type="joined", invitation=invitation.id, proof=proof, label=here(), **body)
        self._store = None

    # --- members

    def invite(self, name: str, role: str, title: str = "", days: int = DAYS, *,
               tell: bool = True) -> str:  # fmt: skip
        """Invite a person; return the line to hand over.

        It works once we have shared, only once, and for a number of days. Here as below, it is
        shared at once with ``tell``, which may take its time, else in the next round.
        """
        self._administrator()
        check_role(role)
        self._host.standing.need_store()
        member = self._host.register.add_person(name, title, role)
        return self._invite(member, name.strip(), role, days, tell=tell)

    def invite_device(self, days: int = DAYS, *, tell: bool = True) -> str:
        """Invite oneself to use a second computer; return the line. Raise NotAllowed or Refused."""
        if not self.membership.active(self.identity.device):
            raise NotAllowed(
                _("You may read this, but not change it."),
                _("Ask an administrator for the right to; nothing was changed."),
            )
        self._host.standing.need_store()
        me = self.membership.members[self.identity.member]
        return self._invite(me.id, me.name, me.role, days, tell=tell)

    def invite_again(self, member: str, days: int = DAYS, *, tell: bool = True) -> str:
        """Invite a person who has not joined, or for another computer; return the line.

        What was handed over before can no longer be used. Raise NotAllowed, NotFound or Refused.
        """
        found = self._member(member)
        self._host.standing.need_store()
        for line in list(self.membership.invitations.values()):
            if line.member == member and line.state == "open":
                self.withdraw(line.id)
        return self._invite(found.id, found.name, found.role, days, tell=tell)

    def check_words(self, invitation: str) -> str:
        """Return the two words of an invitation, to be compared by telephone."""
        return check_words(self.identity.workspace, invitation)

    def make_recovery(self, name: str, *, tell: bool = True) -> str:
        """Make what is printed on a recovery sheet: an invitation of an administrator, for ever.

        ``name`` is what the person is called who restores the workspace by it. A sheet made
        before is no longer good.
        """
        self._administrator()
        self._host.standing.need_store()
        for line in list(self.membership.invitations.values()):
            if line.recovery and line.state == "open":
                self.withdraw(line.id)
        return self._invite(fresh_id(), name, ADMINISTRATOR, 0, tell=tell)

    def _invite(self, member: str, name: str, role: str, days: int, *, tell: bool) -> str:
        """Invite for ``days``; 0 makes a recovery sheet's invitation, which does not end."""
        keys = Keys.fresh()
        invitation = device_id(keys.verify, keys.receive)
        expires = (datetime.fromisoformat(self._now()) + timedelta(days=days)).isoformat()
        self._say(
            self.identity.keys, keys, type="invited", invitation=invitation, member=member,
            name=name, role=role, verify=keys.verify, receive=keys.receive,
            **({"expires": expires} if days else {"recovery": True}),
        )  # fmt: skip
        if tell:
            self.share()
        else:
            self._freeze()
        with self._journal.transaction():
            wanted = [WORKSPACE_KEY]
            held = sealing_keys(self._shelf, POLICY, self.membership, wanted, self._now())
        key = held[WORKSPACE_KEY].bytes
        store = addresses.without_user(self._host.standing.address)
        made = Invitation(self.identity.workspace, store, invitation, member, keys, key)
        return made.line()

    def _freeze(self) -> None:
        """Seal what waits, so that what parts with somebody is said by a key that they have."""
        self._host.settle()
        waiting = self._journal.waiting()
        with self._journal.transaction():
            who, known = self.identity, self.membership
            Freezer(self._shelf, who, POLICY, known, self._now()).freeze(waiting)

    # --- the store

    def moving(self, address: str, *, make: bool = False) -> Errand[None]:
        """Share through another store from now on; everything of ours is put there anew.

        A password in the address goes to the keyring, where one that stands already is replaced.
        Where the store is, is this computer's own affair; only an administrator begins a new one.
        With ``make`` a folder is made. Raise BadInput or StoreTrouble.
        """
        kept = ""
        if address:
            trial = Trial(address)
            begin = self._host.standing.me.role == ADMINISTRATOR
            take = partial(trial.take, self.identity.workspace, make=make, begin=begin)
            yield Slow(take, _asking(trial), trial.take_back)
            kept = trial.store.address
        with self._journal.transaction():
            self._journal.keep("store", kept.encode())
            self._journal.keep("shared_at", b"")
            self._shelf.put_again()
        self._store, self._host.standing.problem = None, None

    def changing_password(self, password: str) -> Errand[None]:
        """Use another password for the store in use. Raise StoreTrouble."""
        trial = Trial(self._host.standing.address, password)
        yield Slow(trial.look, _asking(trial))
        yield Slow(trial.keep, undo=trial.take_back)
        self._store, self._host.standing.problem = None, None

    def listener(self) -> Callable[[float], bool] | None:
        """Return what waits so many seconds for news, on any thread, raising StoreTrouble.

        None where the store tells nobody, as most.
        """
        store: object = self._store
        return store.watch if isinstance(store, Watched) else None

    def company(self, visit: str) -> Company | None:
        """Return what says and hears who is on a visit just now.

        None where the store carries no signs, or this person may not read the visit's notes.
        """
        store: object = self._store
        document = f"notes/{visit}"
        if not isinstance(store, Live):
            return None
        found, readers = self.membership, POLICY.readers(document, self.membership)
        if self.identity.member not in readers:
            return None
        devices = {
            d.id: (d.member, d.verify) for d in found.devices.values()
            if d.state == "active" and d.member in readers
        }  # fmt: skip
        return Company(
            store=store, who=self.identity, document=document,
            keys={key.id: key for key in self._shelf.sealing_keys([document])},
            current=current_keys(self._shelf, POLICY, found, [document]).get(document),
            devices=devices, latest=self._signs, clock=self._milliseconds,
        )  # fmt: skip

    def _milliseconds(self) -> int:
        return int(datetime.fromisoformat(self._now()).timestamp() * 1000)

    def quarantined(self) -> dict[str, str]:
        """Return what was put aside, with the reasons."""
        aside = {
            f"{name}#{document}": self._refuses(name, document)
            for name, _number, document in self._shelf.put_aside()
        }
        return self._shelf.quarantined() | aside

    def refusals(self) -> list[Refusal]:
        """Return what was put aside: by whom, what and why."""
        return refusals(self._shelf, self.membership, self.quarantined().items())

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
        waiting = self._journal.waiting(enough())
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
            self._shelf.put_again(done.put_again)
            self._shelf.stored(done.stored, self._now())
        for name, reason in done.refused:
            self._shelf.quarantine(name, reason, self._now())
        self._order.expect({opened.name: opened.previous for opened in done.opened})
        if done.base is not None:
            self._rely_on(done.base)
            yield from self._begin_from(done.base)
        self._believe([raw for opened in done.opened for raw in opened.statements])
        done.progress.begin("take", len(done.opened))
        for opened in done.opened:
            done.progress.step()
            if not self._shelf.has_taken(opened.name):  # by another round meanwhile
                yield from self.take(opened)
        lost, device = done.lost and bool(self._shelf.mark(LOST)), self.identity.device
        self._note_snapshots(done)
        self._clean()
        self._look_for_twins(done)
        if here:
            found = Found(
                renewed=device != self.identity.device, lost=lost,
                late=bool(done.unready) and self._late,
            )  # fmt: skip
            self._late = bool(done.unready)
            self._remark = (
                remark(done, found, self._now(), self._name) if not done.problem else None
            )
            self._host.standing.problem = done.problem or self._remark
        whole = not done.problem and not done.progress.cancel
        if here and whole and not self._host.standing.waiting()[0]:
            self._journal.keep("shared_at", self._now().encode())

    def _look_for_twins(self, done: Round) -> None:
        """Go on as another device where a copy of this file writes under our numbers.

        What we have written since is shared anew: snapshots cover bundles by their number, so
        whoever begins from one would miss what one of the two has written.
        """
        if not done.opened and not done.tips:
            return  # nothing has come: the names of all that we have sealed need not be read
        ours = self._shelf.ours()
        devices = {parts_of(name)[0] for name in ours}
        strangers = {opened.name for opened in done.opened if opened.device in devices}
        strangers |= {name for device in devices for name in done.tips.get(device, ())} - ours
        if not strangers:
            return
        apart = [
            name for name in self._shelf.in_use()
            if any(self._is_beside(name, stranger) for stranger in strangers)
        ]  # fmt: skip
        with self._as_one():
            if apart:
                self._shelf.thaw(apart[0])
            if any(parts_of(name)[0] == self.identity.device for name in strangers):
                self.renew_device()

    def _is_beside(self, bundle: str, other: str) -> bool:
        """Tell whether another bundle of the same device was written without knowing this one."""
        alike = parts_of(bundle)[0] == parts_of(other)[0]
        return alike and not self._order.leads(bundle, other)

    def share(self) -> RoundResult:
        """Share here and now: a round, or as many as it takes until all is sent."""
        found: RoundResult | None = None
        while True:
            done = self.start_round()
            done.carry()
            for _step in self.finish(done):
                pass
            found = self.result(done).after(found)
            if not found.more or found.problem is not None:
                return found

    def result(self, done: Round) -> RoundResult:
        """Return what a finished round did."""
        return RoundResult(
            sent=len(done.stored),
            received=len(done.opened),
            waiting=len(done.to_put) - len(done.stored) + done.unready,
            quarantined=len(done.refused) + self._aside,
            problem=done.problem,
            remark=self._remark,
            more=done.more,
        )

    def _note_snapshots(self, done: Round) -> None:
        """Remember which snapshot is the furthest, and whether another one is called for."""
        compaction = Compaction(self._shelf, self.identity, POLICY, self.membership, self._now())
        if done.learnt is not None:
            compaction.did_learn(done.learnt)
        if done.written is not None:
            compaction.did_write(done.written, done.draft.stale if done.draft else "")
        before, now = self._shelf.mark(LOST), "1" if done.lost and not done.problem else ""
        if before != now:
            self._shelf.set_mark(LOST, now)
        elif now and not done.written:
            self._shelf.set_mark(DUE, "1")  # a listing may be stale once; twice it is a loss

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


def _asking(trial: Trial) -> str:
    return _("Asking {place} …", place=trial.place)
