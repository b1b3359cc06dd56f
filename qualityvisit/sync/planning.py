"""Planning a round: what waits is frozen, what is known is handed along, a snapshot gathered.

Three steps, so that the screen never waits: ``plan`` reads and freezes on the journal's thread,
``Round.carry`` does everything slow on any thread, and the caller takes ``Round.opened`` in on the
journal's thread again, each bundle in one transaction.
"""

from qualityvisit.journal.journal import Waiting
from qualityvisit.journal.shelf import Shelf
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync import exchange
from qualityvisit.sync.arrival import DAMAGED, Seen
from qualityvisit.sync.compaction import Compaction
from qualityvisit.sync.exchange import Freezer, Policy
from qualityvisit.sync.keys import Identity
from qualityvisit.sync.membership import Membership
from qualityvisit.sync.round import Round
from qualityvisit.sync.store import Store

LOADS = 2  # large bundles frozen in one round: sealing them is what the screen waits for


def enough() -> int:
    """Return how many bytes of what waits a round has use for, and a little more."""
    return (LOADS + 1) * exchange.LOAD


def plan(shelf: Shelf, waiting: list[Waiting], store: Store, who: Identity, policy: Policy,
         membership: Membership, at: str) -> Round:  # fmt: skip
    """Freeze what waits into a bundle of its own and return the round to carry out."""
    compaction = Compaction(shelf, who, policy, membership, at)
    draft, more = None, False
    if membership.active(who.device):
        tell = compaction.owes_word()
        more = Freezer(shelf, who, policy, membership, at).freeze(waiting, tell=tell, most=LOADS)
        draft = compaction.draft()
    taken = set(shelf.taken())
    seen = Seen(shelf.ours() | taken, shelf.known(), shelf.covered())
    for name, reason in shelf.quarantined().items():
        if bundles.NAME.fullmatch(name):
            seen.add(name, proven=reason == DAMAGED)
    return Round(
        store=store,
        identity=who,
        to_put=shelf.to_put(),
        held=shelf.held(),
        taken=taken,
        to_look_after=shelf.to_look_after(compaction.head.covers if compaction.head else {}),
        seen=seen,
        statements=shelf.statements(),
        membership=membership,
        ring={k.id: k.bytes for k in shelf.all_keys()},
        known=policy.known,
        outbox=shelf.outbox,
        head=compaction.head,
        judged=compaction.judged,
        draft=draft,
        tidy=compaction.may_tidy(),
        more=more,
    )
