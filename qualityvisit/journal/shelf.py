"""The shelf: what sharing keeps in the journal file. Bytes with names, whatever they mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qualityvisit.journal.database import known_errors
from qualityvisit.journal.journal import Journal


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


class Shelf:
    """Reads and writes sharing's tables. Writes join the journal's transaction."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._conn = journal.db.conn

    def _read(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with known_errors(self._journal.path):
            return self._conn.execute(sql, values).fetchall()

    def _write(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self._journal.transaction():
            self._conn.executemany(sql, rows)

    # --- keys

    def all_keys(self) -> list[Key]:
        """Return all keys, oldest first."""
        found = self._read("SELECT id, document, bytes FROM key ORDER BY at, id")
        return [Key(i, d, b) for i, d, b in found]

    def keep_keys(self, keys: Iterable[Key], at: str) -> None:
        """Keep keys; those already there stay."""
        rows = [(k.id, k.document, k.bytes, at) for k in keys]
        self._write("INSERT OR IGNORE INTO key (id, document, bytes, at) VALUES (?, ?, ?, ?)", rows)

    def granted(self) -> set[tuple[str, str]]:
        """Return the pairs (key id, receiver) that have been handed out."""
        return {(k, t) for k, t in self._read("SELECT key, target FROM granted")}

    def grant(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember that keys have been handed out."""
        self._write("INSERT OR IGNORE INTO granted (key, target) VALUES (?, ?)", pairs)

    # --- membership statements

    def statements(self) -> list[bytes]:
        """Return all statements, in the order in which they arrived."""
        return [b for (b,) in self._read("SELECT bytes FROM statement ORDER BY rowid")]

    def unsent_statements(self) -> list[tuple[str, bytes]]:
        """Return this device's statements that no bundle carries."""
        found = self._read("SELECT id, bytes FROM statement WHERE bundle IS NULL ORDER BY rowid")
        return [(i, b) for i, b in found]

    def keep_statement(self, name: str, statement: bytes, *, ours: bool) -> None:
        """Keep a statement; one of ours waits for the next bundle."""
        self._write(
            "INSERT OR IGNORE INTO statement (id, bytes, bundle) VALUES (?, ?, ?)",
            [(name, statement, None if ours else 0)],
        )

    # --- bundles of ours

    def last_sequence(self, device: str) -> tuple[int, str]:
        """Return number and name of the newest bundle of a device of ours; (0, "") before it."""
        found = self._read(
            "SELECT sequence, name FROM outbox WHERE device = ? ORDER BY sequence DESC LIMIT 1",
            device,
        )
        return (found[0][0], found[0][1]) if found else (0, "")

    def seal(
        self,
        device: str,
        sequence: int,
        name: str,
        bundle: bytes,
        entries: Iterable[int],
        statements: Iterable[str],
    ) -> None:
        """Freeze a bundle before its first put, and mark what it carries."""
        with self._journal.transaction():
            self._write(
                "INSERT INTO outbox (sequence, device, name, bytes, stored)"
                " VALUES (?, ?, ?, ?, '')",
                [(sequence, device, name, bundle)],
            )
            self._write(
                "UPDATE entry SET bundle = ? WHERE seq = ?", [(sequence, e) for e in entries]
            )
            self._write(
                "UPDATE statement SET bundle = ? WHERE id = ?", [(sequence, s) for s in statements]
            )

    def to_put(self) -> list[tuple[str, bytes]]:
        """Return our bundles that no store has been seen to hold, oldest first."""
        found = self._read(
            "SELECT name, bytes FROM outbox WHERE stored = '' ORDER BY device, sequence"
        )
        return [(n, b) for n, b in found]

    def ours(self) -> set[str]:
        """Return the names of all bundles that this file has sealed."""
        return {n for (n,) in self._read("SELECT name FROM outbox")}

    def stored(self, names: Iterable[str], at: str) -> None:
        """Note that the store was seen to hold these bundles whole."""
        self._write("UPDATE outbox SET stored = ? WHERE name = ?", [(at, n) for n in names])

    def unstored(self) -> tuple[int, str]:
        """Return how many entries wait in sealed bundles, and since when."""
        if not self._read("SELECT 1 FROM outbox WHERE stored = '' LIMIT 1"):
            return 0, ""
        found = self._read(
            "SELECT count(*), min(at) FROM entry WHERE origin = '' AND bundle IN"
            " (SELECT sequence FROM outbox WHERE stored = '')"
        )
        return found[0][0], found[0][1] or ""

    def put_again(self) -> None:
        """Forget what the store holds: another store, or one that lost its content."""
        self._write("UPDATE outbox SET stored = '' WHERE stored <> ?", [("",)])

    # --- bundles of others

    def taken(self) -> dict[str, tuple[str, int]]:
        """Return the bundles of others that have been taken in: name -> (device, number)."""
        found = self._read("SELECT name, device, sequence FROM taken")
        return {n: (d, int(s)) for n, d, s in found}

    def take(self, name: str, device: str, sequence: int) -> None:
        """Note that a bundle has been taken in."""
        self._write(
            "INSERT OR IGNORE INTO taken (name, device, sequence) VALUES (?, ?, ?)",
            [(name, device, sequence)],
        )

    def quarantined(self) -> dict[str, str]:
        """Return what can never be taken in, with the reason."""
        return dict(self._read("SELECT name, reason FROM quarantine"))

    def quarantine(self, name: str, reason: str, at: str) -> None:
        """Put a bundle aside for good."""
        self._write(
            "INSERT OR IGNORE INTO quarantine (name, reason, at) VALUES (?, ?, ?)",
            [(name, reason, at)],
        )

    def lock(self, parts: Iterable[Locked]) -> None:
        """Keep sealed parts until their key arrives."""
        self._write(
            "INSERT OR IGNORE INTO locked (name, part, document, key, bytes)"
            " VALUES (?, ?, ?, ?, ?)",
            [(p.name, p.part, p.document, p.key, p.bytes) for p in parts],
        )

    def locked(self, key: str) -> list[Locked]:
        """Return the parts that wait for a key, in the order in which they arrived."""
        found = self._read(
            "SELECT name, part, document, key, bytes FROM locked WHERE key = ? ORDER BY rowid", key
        )
        return [Locked(n, int(p), d, k, b) for n, p, d, k, b in found]

    def unlocked(self, key: str) -> None:
        """Drop the parts that have been opened with a key."""
        self._write("DELETE FROM locked WHERE key = ?", [(key,)])
