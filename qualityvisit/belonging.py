"""Who this device is in the workspace, and who else takes part: statements told and kept."""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from qualityvisit.errors import BadInput, NotAllowed, NotFound, NotSaved, Refused
from qualityvisit.folding import Change
from qualityvisit.journal.database import not_opened
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.parts import id_of
from qualityvisit.journal.shelf import Shelf
from qualityvisit.model.memory import merge
from qualityvisit.model.records import ADMINISTRATOR, KIND_OF, ROLES, Visit
from qualityvisit.model.register import Register
from qualityvisit.roster import Roster, here, labels, member_of, roster
from qualityvisit.sharelog import Shared, log
from qualityvisit.standing import Me, Standing, Weeded, is_document, may_read, may_write
from qualityvisit.sync.bundle import Written
from qualityvisit.sync.chain import fold
from qualityvisit.sync.exchange import Policy
from qualityvisit.sync.judging import Judge, Order
from qualityvisit.sync.keys import Identity
from qualityvisit.sync.membership import Member, Membership
from qualityvisit.sync.seal import Keys
from qualityvisit.sync.statement import Statement, claim_of, device_id
from qualityvisit.trail import Entry, Step, of_document, of_people, of_teams
from qualityvisit.weeding import Weeding, number_of, weeding
from qualityvisit.words import _

GROUND = "ground"  # the mark of what is to be said to be kept, and by what knowledge
MANY = 500  # bundles named in one statement
POLICY = Policy(is_document, may_read, may_write, merge)


class Host(Protocol):
    """What sharing needs of the workspace."""

    @property
    def register(self) -> Register:
        """The register."""

    def absorb(self, found: Iterable[tuple[str, list[Written]]]) -> tuple[list[Change], list[str]]:
        """Take colleagues' changes of documents into memory, journal and index.

        Return what they changed, and the documents of those that are no changes.
        """

    def forget(self, document: str) -> None:
        """Erase a document out of memory, journal and index."""

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
        self._order = Order(self._shelf)
        self._membership: Membership | None = None
        self._read()

    @contextmanager
    def _as_one(self) -> Iterator[None]:
        """Keep what the block says and who it makes us, all or nothing."""
        try:
            with self._journal.transaction():
                yield
        except NotSaved as problem:
            self._read()
            self._host.standing.read()
            raise not_opened(self._journal.path) from problem
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
        old, keys = self.identity, Keys.fresh()
        device = device_id(keys.verify, keys.receive)
        with self._as_one():
            self._say(
                old.keys, keys, type="device", device=device,
                verify=keys.verify, receive=keys.receive, label=here(),
            )  # fmt: skip
            more = ((old.device, old.keys), *old.more)
            self._be(Identity(old.workspace, device, old.member, keys, more))
            self._stand()

    @property
    def membership(self) -> Membership:
        """Who takes part, as far as this device knows."""
        if self._membership is None:
            self._membership = fold(self.identity.workspace, self._shelf.statements())
        return self._membership

    def _stand(self) -> None:
        """Work out anew who we are, after statements have come or gone."""
        self._membership = None
        found, who = self.membership, self.identity
        member = found.members.get(who.member)
        role = found.role_of(who.device)
        before = self._host.standing.teams
        teams = {visit: tuple(people) for visit, people in found.all_teams().items()}
        name = member.name if member else ""
        erased, weeded = self._host.standing.weeded, _weeded(found)
        self._host.standing.be(Me(who.member, name, role), teams, weeded)
        visits = {v for v in {*before, *teams} if before.get(v) != teams.get(v)}
        for visit in visits | {d.partition("/")[2] for d in set(weeded) - set(erased)}:
            kinds, ids = frozenset({KIND_OF[Visit]}), frozenset({visit})
            self._host.tell([Change(f"visit/{visit}", kinds, ids, mine=False)])

    def _stand_by(self, before: Membership) -> None:
        """Stand where statements put us that have come.

        Who has got the right to a document lacks its keys. Those who have lost it are reckoned to
        have been given all of them: somebody who does not know that they have lost it may be giving
        them out just now. Those who have gone altogether, the keys of all documents: a right that
        they had not may have been given to them at the same time.
        """
        self._stand()
        after, owed = self.membership, []
        teams = before.all_teams(), after.all_teams()
        moved = {v for v in {*teams[0], *teams[1]} if teams[0].get(v) != teams[1].get(v)}
        same = (before.members, before.devices, before.invitations) == (
            after.members, after.devices, after.invitations)  # fmt: skip
        for document in self._shelf.documents_with_keys():
            if same and id_of(document) not in moved:
                continue
            then, now = (
                {d.id for d in m.receivers(POLICY.readers(document, m))} for m in (before, after)
            )
            if now - then:
                owed.append(document)
            if lost := then - now:
                keys = self._shelf.keys_of(document)
                self._shelf.grant(itertools.product(keys, lost))
        self._shelf.owe(owed)
        gone = {d.id for d in before.receivers(before.members)} - {
            d.id for d in after.receivers(after.members)
        }
        if gone:
            keys = [key.id for key in self._shelf.all_keys()]
            self._shelf.grant(itertools.product(keys, gone))

    @property
    def _judge(self) -> Judge:
        """Judges what bundles say by what is known now."""
        return Judge(self.membership, POLICY.may_write, self._order)

    def _say(self, keys: Keys, new: Keys | None = None, /, **body: object) -> None:
        """Sign a statement and let it wait for the next round; ``new`` are keys that it brings."""
        body |= {"by": self.identity.device, "at": self._now()}
        if new is not None:
            body["claim"] = new.sign(claim_of(body)).hex()
        statement = Statement.make(keys, after=list(self.membership.heads), **body)
        with self._as_one():
            before = self.membership
            self._shelf.keep_statement(statement.id, statement.raw, ours=True)
            self._stand_by(before)

    def _take_away(self, members: Iterable[str] = (), device: str = "", **body: object) -> None:
        """Say something that ends a right of members or a device, and how far theirs have come."""
        if device:
            body["device"] = device
        last = self._judge.reach(list(members), [device] if device else [])
        self._say(self.identity.keys, last=last, **body)

    # --- members

    def members(self) -> list[tuple[Member, int]]:
        """Return all members with the number of their active devices."""
        devices = self.membership.devices.values()
        return [
            (m, sum(1 for d in devices if d.member == m.id and d.state == "active"))
            for m in sorted(self.membership.members.values(), key=lambda m: m.name.casefold())
        ]

    def roster(self) -> Roster:
        """Return everybody with their computers, and the invitations that are open."""
        seen = self._shelf.seen() | {self.identity.device: self._journal.last_at()}
        return roster(self.membership, self.statements(), seen, self.identity)

    def statements(self) -> list[Statement]:
        """Return all that has been stated and has its place, in the order in which it came."""
        known = self.membership.known
        found = [Statement.parse(raw) for raw in self._shelf.statements()]
        return [s for s in found if s.id in known]

    def weeding(self, document: str) -> Weeding | None:
        """Return the protocol of a document that was erased for good, or None."""
        return weeding(self.membership, self.statements(), document)

    def trail(self, document: str) -> list[Step]:
        """Return who changed what in a document and when, oldest first."""
        changes = [Entry(*entry) for entry in self._shelf.history(document)]
        return of_document(document, changes, self._name)

    def trail_of_people(self) -> list[Step]:
        """Return what has been stated of members and computers, oldest first."""
        return of_people(self.membership, self.statements())

    def trail_of_teams(self, visit: str = "") -> list[Step]:
        """Return who came into a visit's team, or any, and who left it; oldest first."""
        return of_teams(self.membership, self.statements(), visit)

    def _name(self, device: str) -> str:
        """Return the name of whose device this is; "" is this one."""
        member = member_of(self.membership, device or self.identity.device)
        return member.name if member else ""

    def log(self, most: int = 0) -> list[Shared]:
        """Return who shared what and when, the newest first; all there is where 0."""
        names = labels(self.membership, self.statements())
        return log(self._shelf, self.membership, names, most)

    def remove(self, member: str) -> None:
        """Remove a member: nothing that they write from now on is taken in.

        Raise NotAllowed, NotFound, or Refused for oneself and the last administrator.
        """
        self._member(member)
        if member == self.identity.member:
            raise Refused(
                _("You cannot remove yourself."), _("Ask another administrator to do it.")
            )
        self._another_administrator(member)
        self._take_away([member], type="removed", member=member)

    def set_role(self, member: str, role: str) -> None:
        """Give a member another role. Raise NotAllowed, NotFound, BadInput or Refused."""
        found = self._member(member)
        check_role(role)
        if role == found.role:
            return
        if found.role == ADMINISTRATOR:
            self._another_administrator(member)
        self._take_away([member], type="role", member=member, role=role)

    def lose_device(self, device: str) -> None:
        """End a device that is gone: nothing that it writes from now on is taken in.

        One's own other devices, or anybody's for an administrator. Raise NotAllowed, NotFound, or
        Refused for this one.
        """
        found = self.membership.devices.get(device)
        if found is None or found.state != "active":
            raise NotFound(_("There is no such computer: {id}.", id=device))
        if found.member != self.identity.member:
            self._administrator()
        if device == self.identity.device:
            raise Refused(
                _("This is the computer that you are using."),
                _("Do it from another computer, or ask an administrator."),
            )
        self._take_away(type="lost", device=device)

    def withdraw(self, invitation: str) -> None:
        """End an invitation that nobody has used. Raise NotAllowed or NotFound."""
        self._administrator()
        found = self.membership.invitations.get(invitation)
        if found is None or found.state != "open":
            raise NotFound(_("There is no such open invitation: {id}.", id=invitation))
        self._take_away(type="withdrawn", invitation=invitation)

    def set_team(self, visit: str, people: Iterable[str]) -> None:
        """Let these people be a visit's team. Raise NotAllowed."""
        self._administrator()
        wanted, now = list(dict.fromkeys(people)), self.membership.team(visit)
        add = [p for p in wanted if p not in now]
        gone = [p for p in now if p not in wanted]
        if gone:
            self._take_away(gone, type="team", visit=visit, add=add, gone=gone)
        elif add:
            self._say(self.identity.keys, type="team", visit=visit, add=add)

    def tidy_invitations(self) -> None:
        """Withdraw the invitations whose time is over, where this is an administrator's device.

        Those that have been used as well: nobody else can have used them before.
        """
        if self._host.standing.me.role != ADMINISTRATOR:
            return
        said = [cut.statement for cut in self.membership.cuts.values()]
        withdrawn = {s.text("invitation") for s in said if s.type == "withdrawn"}
        for line in list(self.membership.invitations.values()):
            over = bool(line.expires) and line.expires < self._now()
            if line.id not in withdrawn and (
                line.state == "used" or (line.state == "open" and over)
            ):
                self._take_away(type="withdrawn", invitation=line.id)

    def _keep_ground(self, before: Judge) -> None:
        """Say which bundles we had taken in already of devices that have lost a right just now.

        They stand here and others build on them: so they must stand everywhere. A device that is
        thought to be lost says it when that turns out to be void.
        """
        held = json.loads(self._shelf.mark(GROUND) or "[]")
        fallen = before.fallen(self._judge, self.identity.member)
        for n in range(0, len(fallen), MANY):
            held.append([fallen[n : n + MANY], list(before.membership.heads)])
        if held and self.membership.active(self.identity.device):
            for found, heads in held:
                self._say(self.identity.keys, type="kept", bundles=found, heads=heads)
            held = []
        self._shelf.set_mark(GROUND, json.dumps(held) if held else "")

    def _member(self, member: str) -> Member:
        self._administrator()
        found = self.membership.members.get(member)
        if found is None or found.state == "removed":
            raise NotFound(_("There is no such member: {id}.", id=member))
        return found

    def _another_administrator(self, member: str) -> None:
        others = [
            d for d in self.membership.devices.values()
            if d.member != member and self.membership.role_of(d.id) == ADMINISTRATOR
        ]  # fmt: skip
        if not others:
            raise Refused(
                _("The last administrator must remain."),
                _("Make another member administrator first."),
            )

    def _administrator(self) -> None:
        if self._host.standing.me.role != ADMINISTRATOR:
            raise NotAllowed(
                _("Only administrators may do this."), _("Ask one of them; nothing was changed.")
            )


def _weeded(found: Membership) -> dict[str, Weeded]:
    """Return what has been erased, as it is shown at once."""
    made = {}
    for document, said in found.erased.items():
        member = member_of(found, said.by)
        by = member.name if member else ""
        made[document] = Weeded(said.text("at"), by, number_of(said))
    return made


def check_role(role: str) -> None:
    """Raise BadInput where there is no such role."""
    if role not in ROLES:
        raise BadInput(_("There is no such role: {role}.", role=role), ", ".join(ROLES))


def _identity(kept: bytes) -> Identity:
    found = json.loads(kept)
    more = tuple((name, Keys.from_bytes(bytes.fromhex(k))) for name, k in found["more"])
    keys = Keys.from_bytes(bytes.fromhex(found["keys"]))
    return Identity(found["workspace"], found["device"], found["member"], keys, more)
