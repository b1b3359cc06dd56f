"""A folder round of 1,000 notes of 800 characters in 40 visits, against bare bytes.

Bare push: each note's change sealed, all written to one file, forced to disk. Bare pull: the file
read, each opened, applied to its visit's document, entry, row and words inserted, one transaction.
"""

import os
import random
import statistics
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from pycrdt import Doc
from sqlcipher3 import dbapi2

from qualityvisit.model import records
from qualityvisit.sync.seal import seal, unseal
from qualityvisit.workspace import Workspace
from tests import core
from tests.benchmarks.bench_search import WORDS
from tests.benchmarks.figures import tell, tell_time, timed

VISITS, NOTES, LENGTH, ROUNDS = 40, 1000, 800, 5


def run() -> None:
    """Print cold push, cold pull and a round without news."""
    pushes, pulls, quiet, bare_push, bare_pull = [], [], [], [], []
    out, home = [], []
    for _round in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            first = core.founded(folder / "a", folder / "store")
            second = core.joined(first, folder / "b", "Per Prov", "administrator")
            first.sharing.share()
            texts = _write(first)
            pushes.append(timed(first.sharing.share))
            pulls.append(timed(second.sharing.share))
            assert second.count(records.Note) == NOTES
            second.sharing.share()
            first.sharing.share()
            quiet.append(timed(first.sharing.share))
            _edit(first)
            out.append(timed(first.sharing.share))
            home.append(timed(second.sharing.share))
            updates = _updates(first)
            bare_push.append(timed(partial(_push, folder, updates)))
            bare_pull.append(timed(partial(_pull, folder, texts)))
            first.close()
            second.close()
    median = statistics.median
    tell("cold push, 1,000 notes of 800 characters", median(pushes), median(bare_push), 2)
    tell("cold pull, the same", median(pulls), median(bare_pull), 2)
    tell_time("a round without news", median(quiet), 30)
    tell_time("20 edits, to the store", median(out), 100)
    tell_time("20 edits, from the store", median(home), 100)


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


def _push(folder: Path, updates: list[bytes]) -> None:
    sealed = [seal(KEY, u, b"") for u in updates]
    with (folder / "bare").open("wb") as out:
        for part in sealed:
            out.write(len(part).to_bytes(4, "big") + part)
        out.flush()
        os.fsync(out.fileno())


def _pull(folder: Path, texts: list[str]) -> None:
    whole, at = (folder / "bare").read_bytes(), 0
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
