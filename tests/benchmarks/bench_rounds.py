"""A round of 1,000 notes of 800 characters in 40 visits, against bare bytes.

Bare push: each note's change sealed, all written to one file (or row), forced to disk. Bare pull:
it is read, each opened, applied to its visit's document, entry, row and words inserted, in one
transaction.
"""

import os
import random
import shutil
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection
from pycrdt import Doc
from sqlcipher3 import dbapi2

from qualityvisit.model import records
from qualityvisit.sync import credentials
from qualityvisit.sync.seal import seal, unseal
from qualityvisit.workspace import Workspace
from tests import core
from tests.benchmarks.bench_search import WORDS
from tests.benchmarks.figures import tell, tell_time, timed
from tests.servers import base
from tests.servers.postgres import running

VISITS, NOTES, LENGTH, ROUNDS = 40, 1000, 800, 5


@dataclass
class Bare:
    """What a store of the kind does with bare bytes, for comparison."""

    put: Callable[[Path, bytes], object]
    get: Callable[[Path], bytes]


def run() -> None:
    """Print what rounds through a folder and through PostgreSQL take."""
    _measure("folder", lambda folder: str(folder / "store"), Bare(_to_disk, _from_disk))
    initdb = shutil.which("initdb") or str(max(Path("/usr/lib/postgresql").glob("*/bin/initdb")))
    with running(initdb) as server:
        os.environ[credentials.VARIABLE] = base.PASSWORD

        def address(_folder: Path) -> str:
            server.empty()
            return server.address("eva")

        with server.chief() as chief:
            chief.execute("CREATE TABLE qualityvisit.bare (name text, bytes bytea)")
            chief.execute("GRANT ALL ON qualityvisit.bare TO eva")
        given = server.address("eva")
        with psycopg.connect(given, password=base.PASSWORD, autocommit=True) as link:
            _measure("PostgreSQL", address, _in_database(link))


def _measure(kind: str, address: Callable[[Path], str], bare: Bare) -> None:
    """Print cold push, cold pull, 20 edits and a round without news."""
    times: dict[str, list[float]] = {}

    def keep(name: str, work: Callable[[], object]) -> None:
        times.setdefault(name, []).append(timed(work))

    for _round in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            where = address(folder)
            first = core.founded(folder / "a", where)
            second = core.joined(first, folder / "b", "Per Prov", "administrator", store=where)
            first.sharing.share()
            texts = _write(first)
            keep("push", first.sharing.share)
            keep("pull", second.sharing.share)
            assert second.count(records.Note) == NOTES
            second.sharing.share()
            first.sharing.share()
            keep("quiet", first.sharing.share)
            _edit(first)
            keep("out", first.sharing.share)
            keep("home", second.sharing.share)
            updates = _updates(first)
            keep("bare push", partial(_push, folder, updates, bare))
            keep("bare pull", partial(_pull, folder, texts, bare))
            first.close()
            second.close()
    found = {name: statistics.median(values) for name, values in times.items()}
    tell(f"{kind}: cold push, 1,000 notes", found["push"], found["bare push"], 2)
    tell(f"{kind}: cold pull, the same", found["pull"], found["bare pull"], 2)
    tell_time(f"{kind}: a round without news", found["quiet"], 30)
    tell_time(f"{kind}: 20 edits, to the store", found["out"], 100)
    tell_time(f"{kind}: 20 edits, from the store", found["home"], 100)


def _to_disk(folder: Path, whole: bytes) -> None:
    with (folder / "bare").open("wb") as out:
        out.write(whole)
        out.flush()
        os.fsync(out.fileno())


def _from_disk(folder: Path) -> bytes:
    return (folder / "bare").read_bytes()


def _in_database(link: Connection[tuple[object, ...]]) -> Bare:
    name = "workspace/" + "0" * 64

    def put(_folder: Path, whole: bytes) -> None:
        link.execute("INSERT INTO qualityvisit.bare (name, bytes) VALUES (%s, %b)", (name, whole))

    def get(_folder: Path) -> bytes:
        found = link.execute("SELECT bytes FROM qualityvisit.bare", binary=True).fetchone()
        link.execute("DELETE FROM qualityvisit.bare")
        assert found is not None
        assert isinstance(found[0], bytes)
        return found[0]

    return Bare(put, get)


def _write(ws: Workspace) -> list[str]:
    dice, texts = random.Random(2), []
    for _visit in range(VISITS):
        visit = core.planned(ws)
        session, notes = core.session(ws, visit, "pupils").id, ws.notes(visit)
        for _note in range(NOTES // VISITS):
            words = " ".join(dice.choice(WORDS) for _n in range(150))[:LENGTH]
            notes.add_note(session, "pupils", text=words)
            texts.append(words)
    return texts


def _edit(ws: Workspace) -> None:
    """Change twenty notes here and there."""
    for note in ws.all(records.Note)[::50]:
        ws.notes(note.visit).edit(note.id, f"Ändrat: {note.text}")


def _updates(ws: Workspace) -> list[bytes]:
    names = [n for n in ws.journal.documents() if n.startswith("notes/")]
    return [u for n in names for u in ws.journal.updates(n)]


KEY = bytes(range(32))


def _push(folder: Path, updates: list[bytes], bare: Bare) -> None:
    sealed = [seal(KEY, u, b"") for u in updates]
    bare.put(folder, b"".join(len(part).to_bytes(4, "big") + part for part in sealed))


def _pull(folder: Path, texts: list[str], bare: Bare) -> None:
    whole, at = bare.get(folder), 0
    connection = dbapi2.connect(str(folder / "bare.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'ab' * 32}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE entry (bytes BLOB)")
    connection.execute("CREATE TABLE row (data TEXT)")
    connection.execute(
        "CREATE VIRTUAL TABLE search USING fts5(words, prefix='2,3,4',"
        " tokenize='unicode61 remove_diacritics 0')"
    )
    connection.execute("BEGIN")
    number, document = 0, Doc[Any]()
    while at < len(whole):
        size = int.from_bytes(whole[at : at + 4], "big")
        update = unseal(KEY, whole[at + 4 : at + 4 + size], b"")
        if number % (NOTES // VISITS) == 0:
            document = Doc()
        document.apply_update(update)
        number += 1
        connection.execute("INSERT INTO entry VALUES (?)", (update,))
        at += 4 + size
    connection.executemany("INSERT INTO row VALUES (?)", [(t,) for t in texts])
    connection.executemany("INSERT INTO search (words) VALUES (?)", [(t,) for t in texts])
    connection.execute("COMMIT")
    connection.close()
