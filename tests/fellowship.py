"""Members with their devices and a folder, who do all that can be done; what must then hold."""

import itertools
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

from pycrdt import Doc

from qualityvisit.errors import KnownError, NotFound
from qualityvisit.model import memory, records
from qualityvisit.standing import may_read, may_write
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync import compaction, keys, present
from qualityvisit.sync.chain import fold
from qualityvisit.sync.membership import Membership
from qualityvisit.sync.round import marker_of
from qualityvisit.sync.seal import Keys, seal, unseal
from qualityvisit.sync.statement import Statement
from qualityvisit.workspace import Workspace
from tests import core
from tests.rogue import Rogue

ROLES = ("administrator", "member", "reader")
FAULTS = ("", "", "", "before", "after", "hide", "cut")
SELDOM = 9
VISITS = 3  # that are worked with at a time
ROUNDS = 60  # until all must have come to an end
QUIET = 3  # rounds in which nothing happens: what the store lacks twice counts as lost


@dataclass
class Seat:
    """A device in use, with its profile's folder."""

    ws: Workspace
    folder: Path
    names: set[str] = field(default_factory=set)  # the ids that its device has had
    copied: set[str] = field(default_factory=set)  # its own words of when the profile was copied

    @property
    def id(self) -> str:
        """Return the device's id now."""
        return self.ws.sharing.identity.device

    def note_name(self) -> None:
        """Remember the device's id, and those that it had before."""
        who = self.ws.sharing.identity
        self.names |= {who.device, *(name for name, _keys in who.more)}


@dataclass
class Word:
    """Something that was written, with what its device knew when sealing it."""

    token: str
    document: str
    seat: int
    step: int = -1  # when it was sealed
    known: Membership = field(default_factory=lambda: Membership(""))

    def is_kept_from(self, member: str, devices: set[str]) -> bool:
        """Tell whether the writer knew that somebody, or these devices, may not read it."""
        found = self.known
        gone = [d for d in devices if d in found.devices and not found.active(d)]
        stranger = member in found.members and member not in found.readers(self.document, may_read)
        return stranger or len(gone) == len(devices)


def _wrap(key: bytes, receive: str, purpose: bytes) -> bytes:
    """Stand in for HPKE, which draws its own chances: only who has the other key unwraps it."""
    return seal(bytes.fromhex(receive), key, purpose)


def _unwrap(self: Keys, wrapped: bytes, purpose: bytes) -> bytes:
    return unseal(bytes.fromhex(self.receive), wrapped, purpose)


class CountedStore(core.FaultyStore):
    """A folder that fails as told, and counts what is done to keep it small."""

    def __init__(self, address: str, happened: Counter[str]) -> None:
        super().__init__(address)
        self.happened = happened
        self.dropping = False  # whether the last thing done was to drop a file

    def list(self) -> set[str]:
        self.dropping = False
        return super().list()

    def put(self, name: str, data: bytes) -> None:
        super().put(name, data)
        self.happened["snapshots"] += bundles.kind_of(name) == bundles.SNAPSHOT

    def drop(self, name: str) -> None:
        super().drop(name)
        self.happened["tidy-ups"] += not self.dropping
        self.happened["dropped files"] += 1
        self.dropping = True

    def work(self) -> None:
        """Fail no more."""
        self.fail_put, self.hide, self.cut = "", 0, False


@contextmanager
def chance(seed: int) -> Iterator[random.Random]:
    """Let keys and ids be the same in every run of a seed; give dice of the same seed.

    What is done seldom in the field is done often, so that it is met.
    """
    bits, numbers = random.Random(seed).randbytes, random.Random(seed)

    def numbered() -> Doc[Any]:
        return Doc(client_id=numbers.getrandbits(32))

    with (
        mock.patch.object(memory, "Doc", side_effect=numbered),
        mock.patch.object(os, "urandom", bits),
        mock.patch.object(os, "fsync"),  # no power goes here
        mock.patch.object(random, "_urandom", bits),
        mock.patch.object(keys, "wrap", _wrap),
        mock.patch.object(Keys, "unwrap", _unwrap),
        mock.patch.object(compaction, "EVERY", 20),
        mock.patch.object(compaction, "MOST_PACKS", 4),
        mock.patch.object(present, "FEW", 5),
    ):
        yield random.Random(seed)


def template(folder: Path) -> Path:
    """Make three members, two visits and a meeting once; every run begins with a copy."""
    first = core.founded(folder / "0", folder / "store")
    others = [
        core.joined(first, folder / "1", "Per Prov"),
        core.joined(first, folder / "2", "Lena Ledamot", "administrator"),
    ]
    first.sharing.share()
    core.planned(first, first.me.id, *(o.me.id for o in others))
    core.planned(first, first.me.id)
    first.add_meeting("Möte", date="2028-05-17")
    for _round in range(3):
        for ws in [first, *others]:
            ws.sharing.share()
    for ws in [first, *others]:
        ws.close()
    return folder


class Fellowship:
    """Everybody. Each verb takes numbers, and takes them for whatever there is to choose from."""

    def __init__(self, template: Path, folder: Path, seats: int = 6) -> None:
        self.folder, self.most = folder, seats
        shutil.copytree(template, folder, dirs_exist_ok=True)
        self.store = folder / "store"
        self.step = 0
        self.happened: Counter[str] = Counter()
        self.seats: list[Seat] = []
        for n in range(3):
            self._sit(folder / str(n))
        first = self.seats[0].ws
        self.visits = [v.id for v in first.all(records.Visit)]
        self.meeting = first.all(records.Meeting)[0].id
        self.numbers = itertools.count()
        self.words: list[Word] = []
        self.views: list[tuple[int, Membership]] = []  # what each device has ever known
        self.lost: set[str] = set()  # bundles that the store has lost for good
        self.erased: set[str] = set()
        self.published = ""  # what has been carried over from notes to minutes
        self.old_store: Path | None = None

    # --- devices

    def _sit(self, folder: Path) -> Seat:
        seat = Seat(self._opened(folder), folder)
        seat.note_name()
        self.seats.append(seat)
        return seat

    def _opened(self, folder: Path) -> Workspace:
        ws = Workspace.open(folder, core.PASSPHRASE, core.Clock())
        self._move_in(ws)
        self._watch(ws)
        return ws

    def _move_in(self, ws: Workspace) -> None:
        ws.journal.keep("store", str(self.store).encode())
        ws.sharing._store = CountedStore(str(self.store), self.happened)

    def _seat(self, number: int) -> Seat:
        """Choose one who acts: whoever knows that they take no part any more does so seldom."""
        chosen = self.seats if number % SELDOM == 0 else self._in_play() or self.seats
        return chosen[number % len(chosen)]

    def _in_play(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.ws.me.role]

    def close(self) -> None:
        """Close everything."""
        for seat in self.seats:
            seat.ws.close()
        shutil.rmtree(self.folder)

    # --- writing

    def _token(self, seat: Seat, document: str) -> str:
        word = Word(f"⟦å{next(self.numbers)}😀⟧", document, self.seats.index(seat))
        self.words.append(word)
        return word.token

    def _watch(self, ws: Workspace) -> None:
        """Remember by what knowledge words are sealed, the first time."""
        shelf = ws.sharing._shelf
        seal = shelf.seal

        def watched(name: str, bundle: bytes, last: int, statements: Iterable[str]) -> None:
            seal(name, bundle, last, statements)
            for word in self.words if last else ():
                if word.step < 0 and self.seats[word.seat].ws is ws:
                    word.step, word.known = self.step, ws.sharing.membership

        shelf.seal = watched  # type: ignore[method-assign]

    def _visit(self, seat: Seat, number: int) -> str:
        """Choose one of the latest visits that somebody knows."""
        seat.ws.settle()
        known = {v.id for v in seat.ws.all(records.Visit)}
        visits = [v for v in self.visits[-VISITS:] if v in known]
        if not visits:
            raise NotFound("There is no such visit.")
        return visits[number % len(visits)]

    def _pick(self, seat: Seat, kind: type[Any], visit: str, place: int) -> Any:
        seat.ws.settle()
        found = seat.ws.all(kind, parent=visit)
        if kind is records.Note:
            found = [n for n in found if seat.ws.may_edit(n)]
        return found[place % len(found)] if found else None

    @staticmethod
    def _type(text: Any, at: int, token: str) -> None:
        """Type a token, one code point at a time, never inside another token."""
        at %= len(str(text)) + 1
        while str(text)[:at].count("⟦") > str(text)[:at].count("⟧"):
            at += 1
        for n, letter in enumerate(token):
            text.splice(at + n, 0, letter)

    def write_a_note(self, who: int, where: int) -> None:
        seat = self._seat(who)
        visit = self._visit(seat, where)
        notes = seat.ws.notes(visit)
        _may(seat, notes.name)
        session = core.session(seat.ws, visit, "pupils").id
        notes.add_note(session, "pupils", text=f"Början {self._token(seat, notes.name)} slut")

    def type_in_a_note(self, who: int, where: int, place: int, at: int) -> None:
        seat = self._seat(who)
        visit = self._visit(seat, where)
        notes = seat.ws.notes(visit)
        note = self._pick(seat, records.Note, visit, place)
        _may(seat, notes.name)
        if note is not None:
            self._type(notes.text(note.id), at, self._token(seat, notes.name))

    def edit_a_note_as_a_whole(self, who: int, where: int, place: int) -> None:
        seat = self._seat(who)
        visit = self._visit(seat, where)
        notes = seat.ws.notes(visit)
        note = self._pick(seat, records.Note, visit, place)
        _may(seat, notes.name)
        if note is not None:
            notes.edit(note.id, f"{note.text} {self._token(seat, notes.name)}")

    def mark_a_note(self, who: int, where: int, place: int, how: int) -> None:
        seat = self._seat(who)
        visit = self._visit(seat, where)
        note = self._pick(seat, records.Note, visit, place)
        if note is not None:
            mark = records.MARKS[how % len(records.MARKS)]
            seat.ws.notes(visit).set_mark(note.id, mark, on=bool(how % 2))

    def compile_the_minutes(self, who: int, where: int) -> None:
        seat = self._seat(who)
        visit = self._visit(seat, where)
        _may(seat, f"visit/{visit}")
        self.published += _text(seat.ws, f"notes/{visit}")  # all members read the minutes
        seat.ws.compile(visit)

    def write_in_the_minutes(self, who: int, where: int) -> None:
        seat = self._seat(who)
        visit = self._visit(seat, where)
        _may(seat, f"visit/{visit}")
        token = self._token(seat, f"visit/{visit}")
        seat.ws.visit(visit).add_passage("agreed", f"Början {token} slut")

    def type_in_the_minutes(self, who: int, where: int, place: int, at: int) -> None:
        seat = self._seat(who)
        visit = self._visit(seat, where)
        passage = self._pick(seat, records.Passage, visit, place)
        _may(seat, f"visit/{visit}")
        if passage is not None:
            text = seat.ws.visit(visit).text(passage.id)
            self._type(text, at, self._token(seat, f"visit/{visit}"))

    def ask_at_the_meeting(self, who: int, where: int) -> None:
        seat, document = self._seat(who), f"meeting/{self.meeting}"
        _may(seat, document)
        token = self._token(seat, document)
        seat.ws.meeting(self.meeting).add_question(self._visit(seat, where), token)

    def register_a_school(self, who: int) -> None:
        seat = self._seat(who)
        _may(seat, "register")
        seat.ws.register.add_unit(self._token(seat, "register"), ("GR",))

    def plan_a_visit(self, who: int, people: int) -> None:
        seat = self._seat(who)
        _may(seat, "register")
        self.visits.append(core.planned(seat.ws, *self._some(seat, people)))

    # --- belonging

    def _somebody(self, seat: Seat, number: int) -> Any:
        members = [m for m, _n in seat.ws.sharing.members() if m.state != "removed"]
        return members[number % len(members)]

    def _some(self, seat: Seat, number: int) -> list[str]:
        members = [m.id for m, _n in seat.ws.sharing.members() if m.state != "removed"]
        return [m for n, m in enumerate(members) if number >> n & 1]

    def let_somebody_in(self, who: int, role: int) -> None:
        if len(self._in_play()) >= self.most:
            return
        seat, folder = self._seat(who), self.folder / f"p{self.step}"
        name = f"Gäst {self.step}"
        seat.ws.journal.keep("store", str(self.store).encode())
        self._join(seat.ws.sharing.invite(name, ROLES[role % 3]), folder)

    def begin_with_a_second_device(self, who: int) -> None:
        if len(self._in_play()) >= self.most:
            return
        self._join(self._seat(who).ws.sharing.invite_device(), self.folder / f"p{self.step}")

    def _join(self, line: str, folder: Path) -> None:
        with core.cheap():
            made = Workspace.join(folder, line, passphrase=core.PASSPHRASE, clock=core.Clock())
        made.close()
        self._sit(folder)

    def remove_a_member(self, who: int, whom: int) -> None:
        seat = self._seat(who)
        seat.ws.sharing.remove(self._somebody(seat, whom).id)

    def give_a_role(self, who: int, whom: int, role: int) -> None:
        seat = self._seat(who)
        member = self._somebody(seat, whom)
        seat.ws.sharing.set_role(member.id, ROLES[role % 3])

    def lose_a_device(self, who: int, whom: int) -> None:
        seat = self._seat(who)
        devices = sorted(d.id for d in seat.ws.sharing.membership.devices.values())
        seat.ws.sharing.lose_device(devices[whom % len(devices)])

    def set_a_team(self, who: int, where: int, people: int) -> None:
        seat = self._seat(who)
        seat.ws.set_team(self._visit(seat, where), self._some(seat, people))

    def weed(self, who: int, where: int) -> None:
        seat = self._seat(who)
        document = f"notes/{self._visit(seat, where)}"
        seat.ws.sharing.erase(document)
        self.erased.add(document)

    def copy_a_profile(self, who: int) -> None:
        """Let two go on from one profile."""
        if len(self._in_play()) >= self.most:
            return
        seat, folder = self._seat(who), self.folder / f"p{self.step}"
        seat.ws.close()
        shutil.copytree(seat.folder, folder)
        seat.ws = self._opened(seat.folder)
        self._sit(folder)
        # What waited is sealed by both, each by what it then knows.
        twin = len(self.seats) - 1
        self.seats[twin].copied = seat.copied | {
            w.token for w in self.words if self.seats[w.seat] is seat
        }
        self.words += [
            replace(w, seat=twin) for w in self.words if w.step < 0 and self.seats[w.seat] is seat
        ]

    # --- sharing

    def share(self, who: int, fault: int) -> None:
        seat, how = self._seat(who), FAULTS[fault % len(FAULTS)]
        store = _store(seat)
        store.fail_put = how if how in ("before", "after") else ""
        store.hide = 2 if how == "hide" else 0
        store.cut = how == "cut"
        seat.ws.sharing.share()
        store.work()
        seat.note_name()

    def begin_a_round_and_lose_it(self, who: int) -> None:
        """A crash between freezing and putting, or between putting and remembering."""
        self._seat(who).ws.sharing.start_round().carry()

    def restart(self, who: int) -> None:
        seat = self._seat(who)
        seat.ws.close()
        seat.ws = self._opened(seat.folder)

    def keep_the_store(self) -> None:
        """Remember the folder as it is now."""
        if self.old_store is None:
            self.old_store = self.folder / f"s{self.step}"
            shutil.copytree(self.store, self.old_store)

    def roll_the_store_back(self) -> None:
        """Let the folder be as it was."""
        if self.old_store is not None:
            self._note_losses(self.old_store)
            shutil.rmtree(self.store)
            self.old_store.rename(self.store)
            self.old_store = None

    def empty_the_store(self) -> None:
        """Let the folder be empty, and taken into use again."""
        self._note_losses(None)
        shutil.rmtree(self.store)
        marker = self.store / marker_of(self.seats[0].ws.sharing.identity.workspace)
        marker.parent.mkdir(parents=True)
        marker.touch()

    def _note_losses(self, then: Path | None) -> None:
        now = {f"{p.parent.name}/{p.name}" for p in self.store.glob("*/*")}
        self.lost |= {n for n in now if then is None or not (then / n).exists()}

    def use_another_store(self) -> None:
        """Let everybody move to another folder."""
        self.store = self.folder / f"store {self.step}"
        marker = self.store / marker_of(self.seats[0].ws.sharing.identity.workspace)
        marker.parent.mkdir(parents=True)
        marker.touch()
        for seat in self.seats:
            core.move(seat.ws, str(self.store))
            self._move_in(seat.ws)
        self.old_store = None

    # --- doing

    def do(self, verb: Callable[..., None], *numbers: int) -> None:
        """Do it, or be refused."""
        self.step += 1
        before = len(self.words)
        try:
            verb(*numbers)
        except KnownError:
            del self.words[before:]  # whoever typed was told
            for seat in self.seats:
                _store(seat).work()
        self._note_views()

    # --- what must hold

    def come_to_rest(self) -> None:
        """Let everybody share until nobody has anything more to say."""
        for seat in self.seats:
            _store(seat).work()
        quiet, before = 0, ""
        for _round in range(ROUNDS):
            for seat in self.seats:
                assert seat.ws.sharing.share().problem is None
                seat.note_name()
                self._note_views()
            quiet, before = (quiet + 1, before) if before == self._state() else (0, self._state())
            if quiet == QUIET:
                return
        raise AssertionError("they never come to an end")

    def _state(self) -> str:
        """Return in a few words what everybody has, and the store."""
        shelves = [seat.ws.sharing._shelf for seat in self.seats]
        devices = [
            (sorted(s.known().items()), len(s.statements()), len(s.to_put())) for s in shelves
        ]
        return f"{devices} {sorted(self.store.glob('*/*'))}"

    @property
    def truth(self) -> Membership:
        """What all that anybody has said comes to."""
        said = {raw for seat in self.seats for raw in seat.ws.sharing._shelf.statements()}
        return fold(self.seats[0].ws.sharing.identity.workspace, said)

    @property
    def active(self) -> list[Seat]:
        """The devices that take part in truth: others may never hear that they do not."""
        truth = self.truth
        return [s for s in self.seats if truth.active(s.id)]

    def check(self) -> None:
        """Make sure of everything, after all have come to rest."""
        self.come_to_rest()
        active = self.active
        assert active
        views = [s.ws.sharing.membership for s in active]
        assert all(view == views[0] for view in views)
        for seat in active:
            assert seat.ws.check().problems == ()
            assert seat.ws.status().waiting == 0
        self._all_read_the_same(active)
        self._nothing_is_lost(active)
        self._nobody_reads_what_they_may_not()
        self.happened["checks of everything"] += 1

    def count(self) -> None:
        """Count what has happened, for the figure."""
        truth = self.truth
        self.happened["words"] += len(self.words)
        self.happened["members removed"] += sum(
            m.state == "removed" for m in truth.members.values()
        )
        self.happened["devices lost"] += sum(d.state == "lost" for d in truth.devices.values())
        said = [Statement.parse(raw) for raw in self.active[0].ws.sharing._shelf.statements()]
        self.happened["clones told apart"] += sum(s.type == "device" for s in said)
        self.happened["documents weeded"] += len(truth.erased)
        for seat in self.seats:
            shelf = seat.ws.sharing._shelf
            self.happened["begun from a snapshot"] += bool(shelf.covered())
            self.happened["quarantined"] += len(shelf.quarantined())
            self.happened["parts put aside"] += len(shelf.put_aside())

    def _documents(self) -> list[str]:
        found = {d for seat in self.active for d in seat.ws.journal.documents()}
        return sorted(found)

    def _refused(self, document: str) -> set[str]:
        """Return the members who have written something into a document that does not count."""
        members = {name: seat.ws.me.id for seat in self.seats for name in seat.names}
        return {
            members.get(name.partition("/")[0], "")
            for seat in self.active
            for name, _part, of in seat.ws.sharing._shelf.put_aside()
            if of == document
        }

    def _all_read_the_same(self, active: list[Seat]) -> None:
        said = [Statement.parse(raw) for raw in active[0].ws.sharing._shelf.statements()]
        weeded = {s.text("document") for s in said if s.type == "erased"}
        for document in self._documents():
            if document in weeded and document not in active[0].ws.sharing.membership.erased:
                continue  # whoever lost the right to at that time had weeded it in vain, for good
            refused = self._refused(document)
            readers = [s for s in active if s.ws.may_read(document) and s.ws.me.id not in refused]
            rows = [s.ws.journal.index.dump(document) for s in readers]
            for seat, found in zip(readers, rows, strict=True):
                assert found == rows[0], (document, seat.folder.name, readers[0].folder.name)
            for seat in readers:
                assert self._waits_for_keys(document, seat) == [], (document, seat.folder.name)

    def _waits_for_keys(self, document: str, seat: Seat) -> list[str]:
        """Return the bundles that count and that somebody who may read them cannot, as others can.

        What its writer sealed for nobody who is still here, nobody can.
        """
        keys = {k.id for s in self.active for k in s.ws.sharing._shelf.all_keys()}
        mine = {k.id for k in seat.ws.sharing._shelf.all_keys()}
        return [
            part.name
            for part in seat.ws.sharing._shelf.all_locked()
            if part.document == document
            and part.key in keys - mine
            and not seat.ws.sharing._refuses(part.name, document)
        ]

    def _nothing_is_lost(self, active: list[Seat]) -> None:
        membership = active[0].ws.sharing.membership
        texts: dict[tuple[int, str], str] = {}
        for word in self.words:
            seat = self.seats[word.seat]
            if seat not in active or word.document in {*membership.erased, *self.erased}:
                continue
            member = seat.ws.me.id
            role, in_team = seat.ws.role, membership.in_team(member, word.document)
            if not may_write(role, word.document, in_team):
                continue
            for reader in active:
                refused = reader.ws.me.id in self._refused(word.document)
                if reader.ws.may_read(word.document) and not refused:
                    place = (self.seats.index(reader), word.document)
                    if place not in texts:
                        texts[place] = _shown(reader.ws, word.document)
                    assert texts[place].count(word.token) == 1, (word.token, *place, word.seat)

    def _nobody_reads_what_they_may_not(self) -> None:
        membership = self.truth
        for n, seat in enumerate(self.seats):
            rogue = Rogue.of(seat.ws)
            rogue.store = type(rogue.store)(str(self.store))
            me = rogue.who.member
            read = rogue.reads(quickly=True).decode("utf-8", "replace")
            open_to_me = {
                w.token for w in self.words
                if w.seat == n or w.token in seat.copied or not w.is_kept_from(me, seat.names)
            }  # fmt: skip
            for word in self.words:
                may = me in membership.readers(word.document, may_read) and membership.active(
                    seat.id
                )
                if may or word.token in self.published or word.token in open_to_me:
                    continue
                if word.token in read:
                    assert self._was_given(word, n), (word.token, word.document, word.step)

    def _was_given(self, word: Word, number: int) -> bool:
        """Tell whether another device gave a word's key in good faith.

        It knew all that the writer knew, and of something else that made void, for it and then,
        what had taken the right away; or of a right that the writer had not heard of.
        """
        seat = self.seats[number]
        raws = {raw for s in (seat, *self.active) for raw in s.ws.sharing._shelf.statements()}
        said = map(Statement.parse, raws)
        gave = {s.id for s in said if _gives(s, seat.ws.me.id)} - word.known.known
        return any(
            other != number
            and (word.known.known <= view.known or gave & view.known)
            and seat.names & {d.id for d in view.receivers(view.readers(word.document, may_read))}
            for other, view in self.views
        )

    def _note_views(self) -> None:
        """Remember what everybody knows now."""
        latest = dict(self.views)
        for n, seat in enumerate(self.seats):
            if latest.get(n) is not seat.ws.sharing.membership:
                self.views.append((n, seat.ws.sharing.membership))


def _store(seat: Seat) -> CountedStore:
    store = seat.ws.sharing._store
    assert isinstance(store, CountedStore)
    return store


def _gives(s: Statement, member: str) -> bool:
    """Tell whether a statement may give somebody a right."""
    return member in (*s.names("add"), s.text("member")) and s.type != "removed"


def _text(ws: Workspace, document: str) -> str:
    return "".join(str(row[-1]) for row in ws.journal.index.dump(document))


def _shown(ws: Workspace, document: str) -> str:
    """Return the words of a document as they are shown.

    Of the minutes that is what is not superseded; of the notes, not how they read when the minutes
    took them.
    """
    kind, _slash, visit = document.partition("/")
    if kind != "visit":
        rows = ws.journal.index.dump(document)
        return "".join(str(row[-1]) for row in rows if row[0] != "carried")
    view = ws.minutes(visit)
    return "".join(p.text for section in view.sections for p in section.passages)


def _may(seat: Seat, document: str) -> None:
    if not seat.ws.may_write(document):
        raise KnownError("You may not.", "Nothing was changed.")
