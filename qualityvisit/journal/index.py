"""The index: rows and words by which lists and search find things; derived, can be made again."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import category, normalize

from qualityvisit.journal.database import Connection, known_errors
from qualityvisit.journal.parts import OF, named

AT_ONCE = 400  # keys in one question to the database
_NEVER = re.compile('[\0"\ud800-\udfff]')  # ends a query, or a word in it, or is no text


class Row(NamedTuple):
    """One row of the index. ``words`` is what search finds; the rest is for lists."""

    kind: str
    id: str
    parent: str
    state: str
    sort: str
    data: str
    words: str


class Index:
    """Reads and writes the index. Writes belong inside the journal's transaction."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._conn = connection
        self._path = path

    def _read(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with known_errors(self._path):
            found: list[tuple[Any, ...]] = self._conn.execute(sql, values).fetchall()
        return found

    def write(
        self, document: str, put: Iterable[Row], gone: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Put rows of a document, replacing those with the same kind and id; remove the gone.

        A row belongs to the document that had it first: none can take another's.
        """
        self.write_all([(document, put, gone)])

    def write_all(
        self, changes: Iterable[tuple[str, Iterable[Row], Iterable[tuple[str, str]]]]
    ) -> None:
        """Do the same for several documents at once, which is quicker."""
        rows: dict[tuple[str, str], Row] = {}  # the last of those that are the same
        owners: dict[tuple[str, str], str] = {}
        for document, put, gone in changes:
            for kind, name in gone:
                self._remove("kind = ? AND id = ? AND document = ?", (kind, name, document))
            for row in put:
                key = (row.kind, row.id)
                if owners.setdefault(key, document) == document:
                    rows[key] = row
        free = self._conn.execute("SELECT coalesce(max(number), 0) FROM row").fetchone()[0]
        numbers = self._numbers(owners, free)
        rows = {key: row for key, row in rows.items() if key in numbers}
        self._conn.executemany(
            "INSERT OR REPLACE INTO row (number, kind, id, document, parent, state, sort, data)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (numbers[key], r.kind, r.id, owners[key], r.parent, r.state, r.sort, r.data)
                for key, r in rows.items()
            ],
        )
        self._conn.executemany(
            "DELETE FROM search WHERE rowid = ?",
            [(numbers[key],) for key in rows if numbers[key] <= free],
        )
        self._conn.executemany(
            "INSERT INTO search (rowid, words) VALUES (?, ?)",
            [(numbers[key], _plain(r.words)) for key, r in rows.items() if r.words],
        )

    def _numbers(self, owners: dict[tuple[str, str], str], free: int) -> dict[tuple[str, str], int]:
        """Return the numbers of rows: their own, or the next ones that are free."""
        wanted = list(owners)
        found: dict[tuple[str, str], tuple[int, str]] = {}
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            rows = self._conn.execute(
                "SELECT kind, id, number, document FROM row WHERE (kind, id) IN (VALUES "  # noqa: S608 only marks
                + ", ".join(["(?, ?)"] * len(some)) + ")",
                [value for key in some for value in key],
            )  # fmt: skip
            found |= {(kind, name): (number, owner) for kind, name, number, owner in rows}
        numbers = {}
        for key, document in owners.items():
            number, owner = found.get(key, (0, document))
            if not number:
                number = free = free + 1
            if owner == document:
                numbers[key] = number
        return numbers

    def drop(self, document: str = "") -> None:
        """Remove all rows, or those of one document."""
        if document:
            self._remove(OF, named(document))
        else:
            self._conn.execute("DELETE FROM row")
            self._conn.execute("INSERT INTO search (search) VALUES ('delete-all')")

    def erase(self, document: str) -> None:
        """Remove a document's rows, and their words out of the search, for good."""
        self._remove(OF, named(document))
        # What is only deleted stays in the search's pages until they are next merged.
        self._conn.execute("INSERT INTO search (search) VALUES ('optimize')")

    def _remove(self, where: str, values: tuple[str, ...]) -> None:
        self._conn.execute(
            f"DELETE FROM search WHERE rowid IN (SELECT number FROM row WHERE {where})",  # noqa: S608 a constant
            values,
        )
        self._conn.execute(f"DELETE FROM row WHERE {where}", values)  # noqa: S608 a constant

    def get(self, kind: str, name: str) -> str | None:
        """Return one row's data."""
        found = self._read("SELECT data FROM row WHERE kind = ? AND id = ?", (kind, name))
        return found[0][0] if found else None

    def all(
        self,
        kind: str,
        *,
        parent: str = "",
        state: str = "",
        limit: int = 0,
        newest: bool = False,
    ) -> list[str]:
        """Return data of a kind in sort order; narrowed by parent and state where given."""
        where, values = self._where(kind, parent, state)
        way = "DESC" if newest else "ASC"
        sql = f"SELECT data FROM row WHERE {where} ORDER BY sort {way}, id {way}"  # noqa: S608 constants
        if limit:
            sql += f" LIMIT {int(limit)}"
        return [data for (data,) in self._read(sql, values)]

    def count(self, kind: str, *, parent: str = "", state: str = "") -> int:
        """Return how many rows there are."""
        where, values = self._where(kind, parent, state)
        return int(self._read(f"SELECT count(*) FROM row WHERE {where}", values)[0][0])  # noqa: S608 constants

    @staticmethod
    def _where(kind: str, parent: str, state: str) -> tuple[str, list[str]]:
        parts, values = ["kind = ?"], [kind]
        for column, value in (("parent", parent), ("state", state)):
            if value:
                parts.append(f"{column} = ?")
                values.append(value)
        return " AND ".join(parts), values

    def search(self, words: str, limit: int) -> list[tuple[str, str, str, str]]:
        """Return (kind, id, parent, data) of the newest rows that hold all the words.

        A word that ends in ``*`` is a prefix.
        """
        query = match(words)
        if not query:
            return []
        found = self._read(
            "SELECT kind, id, parent, data FROM row JOIN"
            " (SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) AS hit"
            " ON row.number = hit.rowid ORDER BY row.number DESC",
            (query, limit),
        )
        return [(kind, name, parent, data) for kind, name, parent, data in found]

    def total(self, words: str) -> int:
        """Return how many rows hold all the words."""
        query = match(words)
        sql = "SELECT count(*) FROM search WHERE search MATCH ?"
        return int(self._read(sql, (query,))[0][0]) if query else 0

    def keys(self, document: str) -> list[tuple[str, str]]:
        """Return (kind, id) of all rows of a document."""
        found = self._read("SELECT kind, id FROM row WHERE document = ?", (document,))
        return [(kind, name) for kind, name in found]

    def documents(self) -> list[str]:
        """Return the documents that have rows."""
        return [name for (name,) in self._read("SELECT DISTINCT document FROM row")]

    def dump(self, document: str = "") -> list[tuple[Any, ...]]:
        """Return all rows of a document, or all there are, comparable with a rebuilt index."""
        where, values = ("document = ?", [document]) if document else ("1", [])
        return self._read(
            "SELECT kind, id, document, parent, state, sort, data FROM row"  # noqa: S608 constants
            f" WHERE {where} ORDER BY kind, id",
            values,
        )

    def has_words(self, kind: str, name: str, words: str) -> bool:
        """Tell whether search finds this row by these words."""
        query = match(words)
        return not query or bool(
            self._read(
                "SELECT 1 FROM search JOIN row ON row.number = search.rowid"
                " WHERE search MATCH ? AND row.kind = ? AND row.id = ?",
                (query, kind, name),
            )
        )


def match(words: str) -> str:
    """Return typed words as an FTS5 query: each quoted, all of them wanted.

    What stands between spaces is one word or, where FTS5 parts it further, one phrase.
    """
    found = []
    for word in _plain(words).split():
        start, star, _rest = word.partition("*")
        if any(_counts(letter) for letter in start):
            found.append(f'"{start}"{star}')
    return " ".join(found)


def _plain(words: str) -> str:
    """Return words as they are indexed: å is one letter, whichever way it was written."""
    return normalize("NFC", _NEVER.sub(" ", words))


def _counts(letter: str) -> bool:
    """Tell whether FTS5 takes a letter for a part of a word."""
    kind = category(letter)
    return kind[0] in "LN" or kind == "Co"
