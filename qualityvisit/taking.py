"""Taking in what a round brought. What may count is decided here, by what is known of devices."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from qualityvisit.belonging import POLICY, Belonging, Host
from qualityvisit.folding import Change
from qualityvisit.journal.chest import Key
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.shelf import ERASED_AT, STALE
from qualityvisit.standing import is_document
from qualityvisit.sync.arrival import DAMAGED, Opened
from qualityvisit.sync.bundle import PACK, Written, kind_of, parts_of
from qualityvisit.sync.chain import fold
from qualityvisit.sync.compaction import DUE
from qualityvisit.sync.judging import Judge
from qualityvisit.sync.membership import ERASED
from qualityvisit.sync.present import Base
from qualityvisit.sync.round import open_locked
from qualityvisit.sync.seal import SealError, digest
from qualityvisit.sync.statement import Statement
from qualityvisit.weeding import CARRIED_OUT

SLICE = 400_000  # bytes of updates taken in at once: some 40 ms
JUDGED_AT = "judged_at"  # the mark of the statements by which parts put aside were judged

Found = list[tuple[str, list[Written]]]  # updates by their documents


class Taking(Belonging):
    """Takes bundles and snapshots in, and erases what is to be erased."""

    def __init__(self, journal: Journal, now: Callable[[], str], host: Host) -> None:
        super().__init__(journal, now, host)
        self._scrub = False  # whether something was erased just now
        self._aside = 0  # parts put aside in this round

    def take(self, opened: Opened) -> Iterator[None]:
        """Take one bundle in: what it says, entries, index rows and our place, all or nothing.

        A large one comes in slices, so that typing need not wait, and our place with the last. What
        comes twice because the program ended in between is the same change twice, and so is one.
        Whether parts count is decided here and now, by what is known of their device.
        """
        with self._taking(opened.name) as absorb:
            self._note(opened)
            if opened.keys:
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

    def _believe(self, said: Iterable[bytes]) -> None:
        """Keep what a round's bundles state, and stand by what we had taken in before we knew.

        Before any of them is taken in: what one of them states may be about another.
        """
        named = {Statement.parse(raw).id: raw for raw in said}
        fresh = {name: raw for name, raw in named.items() if name not in self.membership.known}
        if not fresh and self._shelf.mark(JUDGED_AT) == self._heads():
            return
        with self._taking(self.identity.device) as absorb:
            before = self._judge
            for name, raw in fresh.items():
                self._shelf.keep_statement(name, raw, ours=False)
            if fresh:
                self._stand_by(before.membership)
                self._keep_ground(before)
            for document in set(self.membership.erased) - set(before.membership.erased):
                self._erase(document)
                if self.membership.active(self.identity.device):
                    self._say(self.identity.keys, type=CARRIED_OUT, document=document)
            absorb(self._release())
            self._shelf.set_mark(JUDGED_AT, self._heads())

    def _heads(self) -> str:
        return digest(" ".join(self.membership.heads).encode())

    def _rely_on(self, base: Base) -> None:
        """Take a snapshot's word for who took part then, and who had which keys.

        Before anything that was stated later: who has lost a right since had the keys of then.
        """
        self._believe(base.opening.statements)
        with self._as_one():
            keys = [k for k in base.keys if k.document not in self.membership.erased]
            self._shelf.keep_keys(keys, self._now())
            self._shelf.grant(base.opening.held)
            self._shelf.keep_ways(base.opening.tips, base.opening.ways)

    def _begin_from(self, base: Base) -> Iterator[None]:
        """Take a snapshot in, document by document, and then that it is so."""
        opening = base.opening
        with self._as_one():
            self._shelf.lock([*opening.aside, *base.locked])
        for document, found in base.documents:
            if self.membership.has_erased(document) or not is_document(document):
                continue
            for some in _slices([(document, found)]):
                with self._taking(opening.head.name) as absorb:
                    absorb(some)
                yield
        with self._taking(opening.head.name) as absorb:
            absorb(self._release())  # its keys open what we had as well
            self._shelf.cover(opening.head.covers)
            then = fold(self.identity.workspace, opening.statements)
            self._keep_ground(Judge(then, POLICY.may_write, self._order))

    def _note(self, opened: Opened) -> None:
        giver = self.membership.holder(opened.device)
        known, erased = self.membership, self.membership.erased
        seal: list[Key] = []
        only_open: list[Key] = []
        for key in opened.keys:
            if key.document not in erased:
                may_read = giver in POLICY.readers(key.document, known)
                (seal if may_read else only_open).append(key)
        self._shelf.keep_keys(seal, self._now())
        self._shelf.keep_keys(only_open, self._now(), seals=False)
        self._shelf.seal_no_more(opened.opens)
        self._shelf.grant(opened.granted)
        self._shelf.hear_lack(opened.device, opened.lacks)
        self._shelf.pass_on(opened.device, opened.deps)
        self._shelf.lock(p for p in opened.locked if not known.has_erased(p.document))
        for document in opened.damaged:
            self._put_aside(opened.name, document, DAMAGED)

    def _release(self) -> Found:
        """Open the parts that waited for a key, or to be allowed, and no longer do."""
        found: Found = []
        aside = self._shelf.put_aside()
        keys = {k.id: k.bytes for k in self._shelf.all_keys()} if aside else {}
        for name, number, document in aside:
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
            return ERASED if self.membership.has_erased(document) else ""
        return self._judge.refuses(bundle, document)

    @contextmanager
    def _taking(self, bundle: str) -> Iterator[Callable[[Found], None]]:
        """Give what takes updates in: all that the block does stands in the file, or nothing."""
        touched: list[str] = []
        changes: list[Change] = []

        def absorb(found: Found) -> None:
            touched.extend(document for document, _updates in found)
            taken, damaged = self._host.absorb(found)
            changes.extend(taken)
            for document in damaged:
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
        self._shelf.take(done.name, done.previous, done.at, documents)

    def _put_aside(self, bundle: str, part: str, why: str) -> None:
        self._shelf.quarantine(f"{bundle}#{part}", why, self._now())

    # --- weeding

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
