"""The journal: every edit, in the order in which it reached this computer, each durable at once."""

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from qualityvisit.errors import AlreadyThere, FileTrouble, NotOurs
from qualityvisit.journal import schema
from qualityvisit.journal.database import (
    Connection,
    DatabaseError,
    connect,
    known_errors,
    not_saved,
    translate,
)
from qualityvisit.journal.index import Index, Row
from qualityvisit.journal.vault import Vault
from qualityvisit.words import _

FILE, VAULT, OUTBOX = "journal.db", "vault.json", "outbox"
THAWED = "-"  # stands in place of when a bundle of ours was stored: it has been taken back
SLICE = 200  # merging thousands of changes at once takes seconds, slices of this size nothing


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry of this device that no bundle carries yet."""

    seq: int
    document: str
    bytes: bytes


class Journal:
    """The open file. One object, one connection, one thread.

    Every method that writes is one transaction or none; inside ``transaction()`` they are one
    together. Raise NotSaved where the disk refuses and TornFile where the file turns out damaged.
    """

    def __init__(self, folder: Path, connection: Connection, key: bytes) -> None:
        self.folder = folder
        self.key = key
        self.path = folder / FILE
        self.connection = connection
        self.index = Index(connection)
        self._inode = self.path.stat().st_ino
        self._depth = 0

    @classmethod
    def create(cls, folder: Path, passphrase: str = "") -> Self:
        """Make a new file and its key in ``folder``.

        Raise AlreadyThere, NoKeyring, BadInput or NotSaved; nothing is left behind then.
        """
        if (folder / FILE).exists() or (folder / VAULT).exists():
            raise AlreadyThere(
                _("There is already a workspace in this folder: {folder}.", folder=folder),
                _("It has been left untouched. Open it, or choose another folder."),
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            key = Vault.create(folder / VAULT, passphrase)[1]
        except OSError as problem:
            raise not_saved(folder / FILE) from problem
        try:
            return cls._ready(folder, key)
        except FileTrouble:
            (folder / VAULT).unlink(missing_ok=True)
            (folder / FILE).unlink(missing_ok=True)
            raise

    @classmethod
    def open(
        cls, folder: Path, passphrase: str = "", before_migration: Callable[[Self], object] = id
    ) -> Self:
        """Open the file in ``folder``; call ``before_migration`` on it if its tables are older.

        Raise NotOurs, NoKey, NoKeyring, WrongKey, TornFile, NewerFile or InUse; the file is then
        as it was.
        """
        vault = Vault.read(folder / VAULT)
        if not (folder / FILE).exists():
            raise NotOurs(
                _("The file of this workspace is missing: {path}.", path=folder / FILE),
                _("Restore the latest backup into an empty folder."),
            )
        return cls._ready(folder, vault.key(passphrase), before_migration)

    @classmethod
    def _ready(
        cls, folder: Path, key: bytes, before_migration: Callable[[Self], object] = id
    ) -> Self:
        path = folder / FILE
        connection = connect(path, key)
        try:
            with known_errors(path):
                schema.check(connection)
                journal = cls(folder, connection, key)
                if 0 < schema.version(connection) < schema.CURRENT:
                    before_migration(journal)
                schema.migrate(connection)
        except BaseException:
            connection.close()
            raise
        return journal

    def close(self) -> None:
        """Close the file. Everything in it is already durable."""
        self.connection.close()

    def erase(self) -> None:
        """Remove a closed file and its key: what began here did not come about."""
        for name in (FILE, FILE + "-wal", FILE + "-shm", VAULT):
            (self.folder / name).unlink(missing_ok=True)
        shutil.rmtree(self.folder / OUTBOX, ignore_errors=True)

    # --- transactions

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what is written inside one transaction, durable when the block ends."""
        if self._depth:
            yield
            return
        self._still_there()
        connection = self.connection
        self._depth = 1
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")
        except BaseException as problem:
            with contextlib.suppress(DatabaseError):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            if isinstance(problem, DatabaseError):
                raise translate(problem, self.path) from problem
            raise
        finally:
            self._depth = 0

    def _still_there(self) -> None:
        """Notice a folder that vanished: the system would let us write into nowhere."""
        try:
            same = self.path.stat().st_ino == self._inode
        except OSError as problem:
            raise not_saved(self.path) from problem
        if not same:
            raise not_saved(self.path)

    # --- entries

    def append(
        self, document: str, update: bytes, at: str, rows: "RowsChange | None" = None
    ) -> int:
        """Add one change of this device; return its number.

        With ``rows`` the index follows in the same transaction; without, the document stays
        marked until ``reindex`` is called for it.
        """
        with self.transaction():
            cursor = self.connection.execute(
                "INSERT INTO entry (document, origin, at, bytes, indexed) VALUES (?, '', ?, ?, ?)",
                (document, at, update, int(rows is not None)),
            )
            if rows is not None:
                self.index.write(document, rows.put, rows.gone)
        return cursor.lastrowid or 0

    def absorb(self, document: str, updates: Iterable[bytes], origin: str, at: str) -> None:
        """Add changes of another device, whose index rows the caller writes."""
        with self.transaction():
            self.connection.executemany(
                "INSERT INTO entry (document, origin, at, bytes, indexed) VALUES (?, ?, ?, ?, 1)",
                [(document, origin, at, update) for update in updates],
            )

    def reindex(self, document: str, rows: "RowsChange") -> None:
        """Bring the index up to what was typed in ``document``."""
        with self.transaction():
            self.index.write(document, rows.put, rows.gone)
            self.connection.execute(
                "UPDATE entry SET indexed = 1 WHERE document = ? AND indexed = 0", (document,)
            )

    def unindexed(self) -> list[str]:
        """Return the documents whose typed text had not reached the index when we stopped."""
        return self._column("SELECT DISTINCT document FROM entry WHERE indexed = 0")

    def updates(self, document: str) -> list[bytes]:
        """Return a document's changes in order."""
        return self._column("SELECT bytes FROM entry WHERE document = ? ORDER BY seq", document)

    def documents(self) -> list[str]:
        """Return the names of all documents."""
        return self._column("SELECT DISTINCT document FROM entry ORDER BY document")

    def entries(self) -> int:
        """Return the number of entries."""
        return int(self._column("SELECT count(*) FROM entry")[0])

    def last_at(self) -> str:
        """Return when this device last wrote something, or ""."""
        found = self._column("SELECT at FROM entry WHERE origin = '' ORDER BY seq DESC LIMIT 1")
        return str(found[0]) if found else ""

    def waiting(self) -> list[Waiting]:
        """Return this device's entries that no bundle carries, in order."""
        with known_errors(self.path):
            found = self.connection.execute(
                "SELECT seq, document, bytes FROM entry WHERE origin = '' AND seq > ? ORDER BY seq",
                (self.carried(),),
            )
            return [Waiting(*row) for row in found]

    def carried(self) -> int:
        """Return the number of the last entry that a bundle of ours carries."""
        carried = "SELECT coalesce(max(last), 0) FROM outbox WHERE stored <> ?"
        return int(self._column(carried, THAWED)[0])

    def compact(self, document: str, merge: Callable[[list[bytes]], bytes]) -> None:
        """Replace long runs of a document's changes by their merger, in slices.

        ``merge`` must keep changes that wait for others (a snapshot would lose them). Runs end
        where another device's begin and where what no bundle carries begins, so nothing is shared
        twice or not at all. The last number of a run is kept: numbers are handed out upwards from
        the highest, and one that falls below what the outbox carries would never be shared.
        """
        with known_errors(self.path):
            found = self.connection.execute(
                "SELECT seq, origin, seq > ?, bytes FROM entry WHERE document = ? AND indexed = 1"
                " ORDER BY seq",
                (self.carried(), document),
            ).fetchall()
        with self.transaction():
            for run in _runs(found):
                self.connection.execute(
                    "UPDATE entry SET bytes = ? WHERE seq = ?",
                    (merge([row[3] for row in run]), run[-1][0]),
                )
                self.connection.executemany(
                    "DELETE FROM entry WHERE seq = ?", [(row[0],) for row in run[:-1]]
                )

    # --- small named bytes: identities, addresses, marks of progress

    def secret(self, name: str) -> bytes:
        """Return what was kept under ``name``, or nothing."""
        found = self._column("SELECT bytes FROM secret WHERE name = ?", name)
        return bytes(found[0]) if found else b""

    def keep(self, name: str, value: bytes) -> None:
        """Keep a value under ``name``."""
        with self.transaction():
            self.connection.execute(
                "INSERT INTO secret (name, bytes) VALUES (?, ?)"
                " ON CONFLICT(name) DO UPDATE SET bytes = excluded.bytes",
                (name, value),
            )

    def _column(self, sql: str, *values: object) -> list[Any]:
        with known_errors(self.path):
            return [row[0] for row in self.connection.execute(sql, values)]


@dataclass(frozen=True, slots=True)
class RowsChange:
    """What one change does to the index: rows to put, and (kind, id) of those that are gone."""

    put: tuple[Row, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()


def _runs(found: list[Any]) -> Iterator[list[Any]]:
    """Cut entries (seq, origin, waiting, bytes) into runs worth merging."""
    run: list[Any] = []
    for row in found:
        if run and (row[1:3] != run[0][1:3] or len(run) >= SLICE):
            if len(run) > 1:
                yield run
            run = []
        run.append(row)
    if len(run) > 1:
        yield run


def set_aside(folder: Path, stamp: str) -> Path:
    """Move a file that cannot be opened, with its key, into a folder of its own; return that.

    The backups stay where they are. Raise NotSaved.
    """
    aside = folder / f"aside-{stamp}"
    try:
        aside.mkdir()
        for name in (FILE, FILE + "-wal", FILE + "-shm", VAULT, OUTBOX):
            if (folder / name).exists():
                (folder / name).rename(aside / name)
    except OSError as problem:
        raise not_saved(folder / FILE) from problem
    return aside
