"""Opening the encrypted file, and telling what is wrong with one that does not open."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from sqlcipher3 import dbapi2

from qualityvisit.errors import (
    FileTrouble,
    InUse,
    NotOurs,
    NotSaved,
    TornFile,
)
from qualityvisit.words import _

PAGE = 4096
DatabaseError = dbapi2.DatabaseError
Connection: TypeAlias = dbapi2.Connection


def connect(path: Path, key: bytes, *, new: bool = False) -> Connection:
    """Open the file at ``path``, or make a ``new`` one, with a raw 32-byte key; hold it alone.

    Raise InUse, NotOurs, TornFile or NotSaved; the file is then as it was.
    """
    if not new:
        _look_before(path)
    connection = None
    try:
        connection = dbapi2.connect(str(path), timeout=0.2, isolation_level=None)
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        # Two programs on one file are kept apart by the file itself, also after a crash.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _look_inside(path, connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except (dbapi2.Error, FileTrouble) as problem:
        if connection is not None:
            connection.close()
        if isinstance(problem, FileTrouble):
            raise
        raise translate(problem, path, opening=True) from problem
    return connection


@contextlib.contextmanager
def known_errors(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Turn what the database raises into what the user can act on."""
    try:
        yield
    except dbapi2.DatabaseError as problem:
        raise translate(problem, path, opening=opening) from problem


def translate(problem: Exception, path: Path, *, opening: bool = False) -> FileTrouble:
    """Return the known failure behind an error of the database."""
    said = str(problem).lower()
    if "locked" in said or "busy" in said:
        return InUse(
            _("The workspace is already open in another window or program."),
            _("Nothing is lost. Close the other one, then try again."),
        )
    words = ("full", "readonly", "read-only", "disk i/o", "unable to open", "closed database")
    if any(w in said for w in words):
        return not_opened(path) if opening else not_saved(path)
    return _torn(path) if opening else TornFile(
        _("The file of this workspace is damaged."),
        _("Close the program and restore the latest backup. The damaged file is kept: {path}.",
          path=path),
    )  # fmt: skip


def _torn(path: Path) -> TornFile:
    return TornFile(
        _("The file of this workspace is damaged."),
        _("It has been left untouched: {path}. Restore the latest backup.", path=path),
    )


def not_saved(path: Path) -> NotSaved:
    """Return what to tell when the disk takes no more, with the reason that can be seen now."""
    return NotSaved(
        _reason(path),
        _("What you wrote last is kept in memory only. Leave the program open, make room or bring"
          " the folder back: it is saved by itself as soon as that works."),
    )  # fmt: skip


def not_opened(path: Path) -> NotSaved:
    """Return what to tell when the disk does not let us begin."""
    return NotSaved(
        _reason(path),
        _("Nothing has been changed. Make room, or see to it that you may write there, then try"
          " again."),
    )  # fmt: skip


def _reason(path: Path) -> str:
    if not path.parent.is_dir():
        return _("The folder of this workspace is gone: {folder}.", folder=path.parent)
    if not all(os.access(p, os.W_OK) for p in (path, path.parent) if p.exists()):
        return _("The folder of this workspace can no longer be written: {f}.", f=path.parent)
    if not path.exists():
        return _("The file of this workspace is missing: {path}.", path=path)
    return _("The disk takes no more: {folder}.", folder=path.parent)


def _look_before(path: Path) -> None:
    """Refuse what cannot be ours, before anything opens it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(16)
    except FileNotFoundError:
        return
    except OSError as problem:
        if problem.errno in (errno.EACCES, errno.EPERM):
            raise not_opened(path) from problem
        raise NotOurs(
            _("This is not a file that the program can open: {path}.", path=path),
            _("It has been left untouched."),
        ) from problem
    if start.startswith(b"SQLite format 3"):
        raise NotOurs(
            _("This file was not made by Quality Visit: {path}.", path=path),
            _("It has been left untouched. Choose another folder."),
        )
    # an empty file would be taken for a new one, and the log beside it thrown away
    if not size or (size % PAGE and not wal(path).exists()):
        raise _torn(path)


def _look_inside(path: Path, connection: Connection) -> None:
    """Refuse a file that has lost its end."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    log = wal(path).stat().st_size if wal(path).exists() else 0
    if pages * PAGE > path.stat().st_size + log:
        raise _torn(path)


def wal(path: Path) -> Path:
    """Return the write-ahead log beside the file."""
    return path.with_name(path.name + "-wal")
