"""Search while typing over 100,000 notes of 300 characters, against bare FTS5 on SQLCipher."""

import random
import tempfile
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2

from qualityvisit.folding import row_of
from qualityvisit.model import records
from tests import core
from tests.benchmarks.figures import percentile, tell, timed

NOTES, LENGTH, ROUNDS = 100_000, 300, 300
WORDS = [
    "trygghet",
    "studiero",
    "rast",
    "matsal",
    "lärare",
    "elever",
    "vårdnadshavare",
    "rektor",
    "undervisning",
    "stöd",
    "ängslig",
    "åtgärd",
    "överlämning",
    "skolgård",
    "klassråd",
    "läsning",
    "matematik",
    "idrott",
    "fritids",
    "samverkan",
    "personal",
]


def text(dice: random.Random) -> str:
    """Return some 300 characters of words, a few of them rare."""
    words: list[str] = []
    while len(" ".join(words)) < LENGTH:
        rare = dice.random() < 0.1
        words.append(f"ord{dice.randrange(20_000)}" if rare else dice.choice(WORDS))
    return " ".join(words)[:LENGTH]


def run() -> None:
    """Print the p99 of the program's search and of the bare query."""
    dice = random.Random(1)
    texts = [text(dice) for _n in range(NOTES)]
    with tempfile.TemporaryDirectory() as folder:
        ws = core.founded(Path(folder) / "p")
        bare = _bare(Path(folder) / "bare.db", texts)
        for start in range(0, NOTES, 5000):
            with ws.journal.transaction():
                notes = [
                    records.Note(f"n{n:06}", visit="v", at=f"{n:08}", text=texts[n])
                    for n in range(start, start + 5000)
                ]
                ws.journal.index.write("notes/v", map(row_of, notes))
        queries = [dice.choice(WORDS)[: dice.randint(2, 6)] + "*" for _n in range(ROUNDS)]
        ours = [timed(partial(ws.search, q, 50)) for q in queries]
        theirs = [timed(partial(_ask, bare, q)) for q in queries]
        tell(
            "search while typing, 100,000 notes, p99",
            percentile(ours, 0.99),
            percentile(theirs, 0.99),
            2,
        )
        ws.close()
        bare.close()


def _bare(path: Path, texts: list[str]) -> dbapi2.Connection:
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'ab' * 32}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "CREATE VIRTUAL TABLE search USING fts5(words, prefix='2,3,4',"
        " tokenize='unicode61 remove_diacritics 0')"
    )
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO search (words) VALUES (?)", [(t,) for t in texts])
    connection.execute("COMMIT")
    return connection


def _ask(connection: dbapi2.Connection, query: str) -> list[tuple[str]]:
    found: list[tuple[str]] = connection.execute(
        "SELECT words FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 50",
        (f'"{query[:-1]}"*',),
    ).fetchall()
    return found
