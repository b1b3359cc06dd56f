"""The chest: documents' keys, who has been given them, and sealed parts that wait.

Part of what sharing keeps in the journal file; the rest lies on the shelf.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qualityvisit.journal.database import known_errors
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.parts import OF, named

SOME = 20  # documents that are rather asked for one by one
TO_GRANT = "to_grant"  # the mark of documents whose keys somebody may lack; "" is any
NONE = "-"  # none of them
LACKING = "lacking"  # the mark of keys that somebody has asked for
MOST_LACKING = 10_000  # of them that are remembered
AGAIN = "*"  # all of them, and all who may have them


@dataclass(frozen=True, slots=True)
class Key:
    """A document's key. ``id`` is public, ``bytes`` are not."""

    id: str
    document: str
    bytes: bytes


@dataclass(frozen=True, slots=True)
class Locked:
    """A sealed part whose key has not reached this device."""

    name: str
    part: int
    document: str
    key: str
    bytes: bytes


class Chest:
    """Reads and writes keys and sealed parts. Writes join the journal's transaction."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def _read(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with known_errors(self._journal.path):
            found: list[tuple[Any, ...]] = self._journal.connection.execute(sql, values).fetchall()
        return found

    def _write(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self._journal.transaction():
            self._journal.connection.executemany(sql, rows)

    def mark(self, name: str) -> str:
        """Return what was last noted under a name."""
        return self._journal.secret(name).decode()

    def set_mark(self, name: str, value: str) -> None:
        """Note how far something has come."""
        self._journal.keep(name, value.encode())

    # --- keys

    def all_keys(self) -> list[Key]:
        """Return all keys, in the order in which they came."""
        found = self._read("SELECT id, document, bytes FROM key ORDER BY rowid")
        return [Key(i, d, b) for i, d, b in found]

    def sealing_keys(self, documents: Iterable[str]) -> list[Key]:
        """Return the keys by which documents may be sealed, in the order in which they came."""
        wanted = list(documents)
        which = "WHERE seals = 1"
        if len(wanted) == 1:
            which += " AND document = ?"
        sql = f"SELECT id, document, bytes FROM key {which} ORDER BY rowid"  # noqa: S608 constants
        rows = self._read(sql, *(wanted if len(wanted) == 1 else ()))
        chosen = set(wanted)
        return [Key(i, d, b) for i, d, b in rows if d in chosen]

    def holders(self, key: str) -> list[str]:
        """Return the devices and invitations that have been given a key."""
        return [t for (t,) in self._read("SELECT target FROM granted WHERE key = ?", key)]

    def documents_with_keys(self) -> list[str]:
        """Return the documents that we have keys of."""
        return [d for (d,) in self._read("SELECT DISTINCT document FROM key")]

    def keys_of(self, document: str) -> list[str]:
        """Return the ids of a document's keys."""
        return [i for (i,) in self._read("SELECT id FROM key WHERE document = ?", document)]

    def keep_keys(self, keys: Iterable[Key], at: str, *, seals: bool = True) -> None:
        """Keep keys; those already there stay. One that does not seal only opens."""
        rows = [(k.id, k.document, k.bytes, int(seals), at) for k in keys]
        with self._journal.transaction():
            self._write(
                "INSERT OR IGNORE INTO key (id, document, bytes, seals, at) VALUES (?, ?, ?, ?, ?)",
                rows,
            )
            self.owe(document for _id, document, *_more in rows)

    def seal_no_more(self, keys: Iterable[str]) -> None:
        """Let keys only open: somebody may have them who may not read."""
        self._write("UPDATE key SET seals = 0 WHERE id = ?", [(key,) for key in keys])

    def granted(self, documents: set[str] | None = None) -> set[tuple[str, str]]:
        """Return the pairs (key id, receiver) that have been handed out, of some documents or all.

        Those of keys that were erased are among all, too.
        """
        if documents is None or len(documents) > SOME:
            return set(self._read("SELECT key, target FROM granted"))
        return {
            pair
            for document in documents
            for pair in self._read(
                "SELECT key, target FROM granted WHERE key IN"
                " (SELECT id FROM key WHERE document = ?)",
                document,
            )
        }

    def owe(self, documents: Iterable[str]) -> None:
        """Note that somebody who may read these documents may lack keys of them."""
        fresh, before = set(documents), self.mark(TO_GRANT).split()
        if NONE in before and not fresh <= set(before):
            self.set_mark(TO_GRANT, " ".join([NONE, *sorted(fresh | set(before[1:]))]))

    def owed(self) -> tuple[list[Key], set[tuple[str, str]]]:
        """Return the keys that somebody may lack who may have them, until ``owe_nothing``.

        With them the pairs (key id, receiver) that need not be handed out again.
        """
        documents, asked = self.mark(TO_GRANT).split(), self._asked()
        if documents == [AGAIN]:
            return self.all_keys(), set()
        if NONE not in documents:
            return self.all_keys(), self.granted() - asked
        wanted = set(documents[1:])
        return [k for k in self.all_keys() if k.document in wanted], self.granted(wanted) - asked

    def owe_nothing(self) -> None:
        """Note that all who may have keys have been given them."""
        self.set_mark(TO_GRANT, NONE)
        if self.mark(LACKING):
            self.set_mark(LACKING, "")

    def hear_lack(self, device: str, keys: Iterable[str]) -> None:
        """Note that a device asks for keys, though it may have been given them: those we have."""
        here = {key.id: key.document for key in self.all_keys()} if keys else {}
        asked = {(key, device) for key in keys if key in here} - self._asked()
        if asked:
            pairs = sorted(self._asked() | asked)[:MOST_LACKING]
            self.set_mark(LACKING, " ".join(f"{key}:{to}" for key, to in pairs))
            self.owe(here[key] for key, _device in asked)

    def _asked(self) -> set[tuple[str, str]]:
        found = (pair.partition(":") for pair in self.mark(LACKING).split())
        return {(key, device) for key, _colon, device in found}

    def missing_keys(self) -> list[tuple[str, str]]:
        """Return the keys that sealed parts wait for, with their documents."""
        return self._read(
            "SELECT DISTINCT key, document FROM locked WHERE key NOT IN (SELECT id FROM key)"
        )

    def grant(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember that keys have been handed out."""
        found = set(pairs)
        self._write("INSERT OR IGNORE INTO granted (key, target) VALUES (?, ?)", found)
        if answered := self._asked() & found:
            left = sorted(self._asked() - answered)
            self.set_mark(LACKING, " ".join(f"{key}:{to}" for key, to in left))

    def hands(self) -> list[tuple[str, str]]:
        """Return the same of keys that are here; "" is somebody unknown who has one."""
        return self._read(
            "SELECT key, target FROM granted WHERE key IN (SELECT id FROM key)"
            " UNION SELECT id, '' FROM key WHERE seals = 0"
        )

    # --- sealed parts

    def lock(self, parts: Iterable[Locked]) -> None:
        """Keep sealed parts until their key arrives."""
        self._write(
            "INSERT OR IGNORE INTO locked (name, part, document, key, bytes)"
            " VALUES (?, ?, ?, ?, ?)",
            [(p.name, p.part, p.document, p.key, p.bytes) for p in parts],
        )

    def put_aside(self) -> list[tuple[str, int, str]]:
        """Return (bundle, part, document) of the parts that we have the key of, and yet not taken.

        They were not allowed when they came; what is taken away may be given back.
        """
        found = self._read(
            "SELECT name, part, document FROM locked WHERE key IN (SELECT id FROM key)"
            " ORDER BY rowid"
        )
        return [(n, int(p), d) for n, p, d in found]

    def locked(self, name: str, part: int) -> Locked:
        """Return a sealed part that is kept."""
        row = self._read(
            "SELECT name, part, document, key, bytes FROM locked WHERE name = ? AND part = ?",
            name, part,
        )[0]  # fmt: skip
        return Locked(row[0], int(row[1]), *row[2:])

    def all_locked(self) -> list[Locked]:
        """Return all sealed parts that are kept."""
        found = self._read("SELECT name, part, document, key, bytes FROM locked ORDER BY rowid")
        return [Locked(n, int(p), d, k, b) for n, p, d, k, b in found]

    def unlocked(self, name: str, part: int) -> None:
        """Drop a part that has been opened."""
        self._write("DELETE FROM locked WHERE name = ? AND part = ?", [(name, part)])

    def forget(self, document: str) -> None:
        """Erase the keys of a document, and what is kept sealed of it and its parts."""
        with self._journal.transaction():
            self._write(f"DELETE FROM locked WHERE {OF}", [named(document)])  # noqa: S608 a constant
            self._write("DELETE FROM key WHERE document = ?", [(document,)])
