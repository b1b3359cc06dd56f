"""What an administrator wants to know of a store: can it be used, and does it keep its promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from qualityvisit.errors import StoreTrouble
from qualityvisit.sync import address as addresses
from qualityvisit.sync import credentials
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.store import Store, connect
from qualityvisit.words import _

# Not one of our names, so nobody's round takes notice of it.
PROBE = "check/00000000-0000000000000000"
WORDS = b"Quality Visit: a check of the store"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``name`` is for scripts, ``text`` for people."""

    name: str
    good: bool
    text: str


def check(address: str) -> Iterator[Finding]:
    """Try a store, and give what is found as it is found. Raise BadInput.

    A password in the address is used and kept nowhere; else the one that is kept is used.
    """
    if addresses.kind_of(address) == addresses.FOLDER:
        yield from _try_all(FolderStore(address, new=True))
        return
    where, inside = addresses.read(address)
    store = connect(
        where, partial(str, inside) if inside else partial(credentials.secret_of, where)
    )
    if where.kind == addresses.POSTGRESQL:
        from qualityvisit.sync import postgres, postgres_check  # noqa: PLC0415 needs psycopg

        assert isinstance(store, postgres.PostgresStore)
        steps = postgres_check.findings(store)
    else:
        steps = _try_all(store)
    yield from steps


def _try_all(store: Store) -> Iterator[Finding]:
    """List, put, get and drop; stop at the first that does not go."""
    try:
        found = len(store.list())
        yield Finding("list", True, _("Files can be listed: {n} are there.", n=found))
        store.put(PROBE, WORDS)
        same = store.get(PROBE) == WORDS
        yield Finding("put", same, _("A file can be put and read back.") if same
                      else _("A file that was put does not come back as it was."))  # fmt: skip
        store.drop(PROBE)
        gone = store.get(PROBE) is None
        yield Finding("drop", gone, _("A file can be deleted.") if gone
                      else _("A file that was deleted is still there."))  # fmt: skip
    except StoreTrouble as problem:
        yield trouble_of(problem)


def trouble_of(problem: StoreTrouble) -> Finding:
    """Return the finding that the store does not do as it is asked."""
    return Finding("answer", False, f"{problem.title} {problem.advice}")
