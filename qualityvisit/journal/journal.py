"""The journal: every edit, in the order in which it reached this computer, each durable at once."""

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from qualityvisit.errors import AlreadyThere, FileTrouble, NotOurs, TornFile
from qualityvisit.journal import schema
from qualityvisit.journal.database import (
    Connection,
    DatabaseError,
    connect,
    known_errors,
    not_opened,
    not_saved,
    translate,
)
from qualityvisit.journal.index import Index, Row
from qualityvisit.journal.parts import OF, named
from qualityvisit.journal.vault import Held, Vault
from qualityvisit.settings import FILE
from qualityvisit.words import _

VAULT, OUTBOX = "vault.json", "outbox"
THAWED = "-"  # stands in place of when a bundle of ours was stored: it has been taken back
SLICE = 200  # merging thousands of changes at once takes seconds, slices of this size nothing


class Waiting(NamedTuple):
    """An entry of this device that no bundle carries yet."""

    seq: int
    document: str
    bytes: bytes
    at: str


class Journal:
    """The open file. One object, one connection, one thread.

    Every method that writes is one transaction or none; inside ``transaction()`` they are one
    together. Raise NotSaved where the disk refuses and TornFile where the file turns out damaged.
    """

    def __init__(self, folder: Path, connection: Connection, key: bytes) -> None:
        self.folder = folder
        self.key = key
        self.path = folder / FILE
        self._depth = 0
        self._hold(connection)

    def _hold(self, connection: Connection) -> None:
        self.connection = connection
        self.index = Index(connection, self.path)
        self._place = _place(self.path)
        self._last = 0  # the number of the newest entry that we know of

    @classmethod
    def create(cls, folder: Path, passphrase: str = "", held: Held | None = None) -> Self:
        """Make a new file in ``folder``, with its key, unless one is ``held`` already.

        Raise AlreadyThere, NoKeyring, BadInput or NotSaved; nothing is left behind then.
        """
        if (folder / FILE).exists() or (folder / VAULT).exists():
            raise AlreadyThere(
                _("There is already a workspace in this folder: {folder}.", folder=folder),
                _("It has been left untouched. Open it, or choose another folder."),
            )
        made = not folder.exists()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            vault, key = held or Vault.fresh(passphrase)
            vault.write(folder / VAULT)
            return cls._ready(folder, key, new=True)
        except BaseException as problem:
            erase(folder)
            if made:
                with contextlib.suppress(OSError):
                    folder.rmdir()
            if isinstance(problem, OSError):
                raise not_opened(folder / FILE) from problem
            raise

    @classmethod
    def open(
        cls, folder: Path, passphrase: str = "", before_migration: Callable[[Self], object] = id
    ) -> Self:
        """Open the file in ``folder``; call ``before_migration`` on it if its tables are older.

        Raise NotOurs, NoKey, NoKeyring, WrongKey, TornFile, NewerFile or InUse; the file is then
        as it was.
        """
        if (folder / FILE).exists() and not (folder / VAULT).exists():
            raise TornFile(
                _("The key file of this workspace is missing: {path}.", path=folder / VAULT),
                _("Nothing has been changed. Restore the latest backup."),
            )
        vault = Vault.read(folder / VAULT)
        if not (folder / FILE).exists():
            raise NotOurs(
                _("The file of this workspace is missing: {path}.", path=folder / FILE),
                _("Restore the latest backup into an empty folder."),
            )
        key = vault.key(passphrase)
        try:
            return cls._ready(folder, key, before_migration)
        except TornFile:
            vault.check(key)  # with a wrong key every file looks damaged
            raise

    @classmethod
    def _ready(
        cls,
        folder: Path,
        key: bytes,
        before_migration: Callable[[Self], object] = id,
        *,
        new: bool = False,
    ) -> Self:
        path = folder / FILE
        connection = connect(path, key, new=new)
        try:
            with known_errors(path, opening=True):
                schema.check(connection)
                if not new and not schema.version(connection):
                    raise translate(DatabaseError("no tables"), path, opening=True)
                journal = cls(folder, connection, key)
                if 0 < schema.version(connection) < schema.CURRENT:
                    before_migration(journal)
                schema.migrate(connection)
                journal._last = journal._newest()
        except BaseException:
            connection.close()
            raise
        return journal

    def close(self) -> None:
        """Close the file. Everything in it is already durable."""
        self.connection.close()

    def erase(self) -> None:
        """Remove a closed file and its key: what began here did not come about."""
        erase(self.folder)

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
        if _place(self.path) != self._place:
            raise not_saved(self.path)

    def come_back(self) -> None:
        """Open the file again where it has been away and is back as another file or disk.

        Only a file that has all that we know of is taken; else nothing changes. Never raises
        FileTrouble: the next write will tell.
        """
        place = _place(self.path)
        if place is None or (place == self._place and self._answers()):
            return
        if place == self._place:  # nothing but closing frees the file
            self.connection.close()
        with contextlib.suppress(FileTrouble):
            found = connect(self.path, self.key)
            try:
                with known_errors(self.path):
                    newest = found.execute("SELECT coalesce(max(seq), 0) FROM entry").fetchone()[0]
            except FileTrouble:
                found.close()
                raise
            if newest < self._last:
                found.close()
                return
            old = self.connection
            self._hold(found)
            self._last = newest
            old.close()

    def _answers(self) -> bool:
        try:
            self._newest()
        except FileTrouble:
            return False
        return True

    def damaged_pages(self) -> int:
        """Return how many pages of the file do not read as they were written."""
        with known_errors(self.path):
            return len(self.connection.execute("PRAGMA cipher_integrity_check").fetchall())

    def _newest(self) -> int:
        return int(self._column("SELECT coalesce(max(seq), 0) FROM entry")[0])

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
        self._last = cursor.lastrowid or 0
        return self._last

    def absorb(self, updates: Iterable[tuple[str, bytes, str, str]]) -> None:
        """Add changes of other devices: document, bytes, device, time.

        The caller writes the index rows.
        """
        with self.transaction():
            self.connection.executemany(
                "INSERT INTO entry (document, bytes, origin, at, indexed) VALUES (?, ?, ?, ?, 1)",
                updates,
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

    def waiting(self, enough: int = 0) -> list[Waiting]:
        """Return this device's entries that no bundle carries, in order.

        With ``enough`` no more are read once they have so many bytes.
        """
        found, weight = list[Waiting](), 0
        with known_errors(self.path):
            for row in self.connection.execute(
                "SELECT seq, document, bytes, at FROM entry WHERE origin = '' AND seq > ?"
                " ORDER BY seq",
                (self.carried(),),
            ):
                found.append(Waiting._make(row))
                weight += len(found[-1].bytes)
                if 0 < enough <= weight:
                    break
        return found

    def carried(self) -> int:
        """Return the number of the last entry that a bundle of ours carries."""
        carried = "SELECT coalesce(max(last), 0) FROM outbox WHERE stored <> ?"
        return int(self._column(carried, THAWED)[0])

    def compact(self, document: str, merge: Callable[[list[bytes]], bytes]) -> None:
        """Replace long runs of a document's changes by their merger, in slices.

        ``merge`` must keep changes that wait for others (a snapshot would lose them). Runs end
        where another device's begin and where what no bundle carries begins, so nothing is shared
        twice or not at all, and with each hour, so that it can be told who wrote what when. The
        last number of a run is kept: numbers are handed out upwards from the highest, and one that
        falls below what the outbox carries would never be shared.
        """
        with known_errors(self.path):
            found = self.connection.execute(
                "SELECT seq, origin || substr(at, 1, 13), seq > ?, bytes FROM entry"
                " WHERE document = ? AND indexed = 1 ORDER BY seq",
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

    def erase_document(self, document: str) -> None:
        """Erase what a document and its parts have, and write over where that stood."""
        with self.transaction():
            self.connection.execute("PRAGMA secure_delete = ON")
            self.index.erase(document)
            self.connection.execute(f"DELETE FROM entry WHERE {OF}", named(document))  # noqa: S608 a constant
            # numbers go on from the highest that is left: none may be taken for carried already
            self._last = self._newest()
            self.connection.execute("UPDATE outbox SET last = min(last, ?)", (self._last,))

    def scrub(self) -> None:
        """Leave nothing of what was erased in the log beside the file."""
        with known_errors(self.path):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

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


def _place(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from all others, or None where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def erase(folder: Path) -> None:
    """Remove what ``Journal.create`` makes in a folder."""
    with contextlib.suppress(FileTrouble):
        Vault.read(folder / VAULT).forget()
    for name in (FILE, FILE + "-wal", FILE + "-shm", VAULT, VAULT + ".new"):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / OUTBOX, ignore_errors=True)


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
        raise not_opened(folder / FILE) from problem
    return aside
