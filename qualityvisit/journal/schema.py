"""The tables of the journal file, and how an older file becomes a newer one.

A migration is one function that takes the database from its number minus one to its number. They
are never changed once released; all of them together make an empty file current.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import sqlcipher3
from sqlcipher3 import dbapi2

from qualityvisit.errors import NewerFile
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from qualityvisit.journal.database import Connection


def _first(db: Database) -> None:
    """Entries, what is derived from them, and the bytes that sharing keeps."""
    db.table("entry").create(
        {
            "seq": int,
            "document": str,
            "origin": str,  # the device that wrote it; "" for this one
            "at": str,
            "bytes": bytes,
            "indexed": int,  # 0 while typed text has not reached the index
        },
        pk="seq",
        not_null={"document", "origin", "at", "bytes", "indexed"},
    )
    db.table("entry").create_index(["document", "seq"])
    db.execute("CREATE INDEX entry_ours ON entry(seq) WHERE origin = ''")
    db.execute("CREATE INDEX entry_unindexed ON entry(document) WHERE indexed = 0")
    db.table("row").create(
        {
            "number": int,
            "kind": str,
            "id": str,
            "document": str,
            "parent": str,
            "state": str,
            "sort": str,
            "data": str,
        },
        pk="number",
        not_null={"kind", "id", "document", "parent", "state", "sort", "data"},
    )
    db.table("row").create_index(["kind", "id"], unique=True)
    db.table("row").create_index(["kind", "parent", "sort"])
    db.table("row").create_index(["kind", "state", "sort"])
    db.table("row").create_index(["kind", "sort"])
    db.table("row").create_index(["document"])
    # å ä ö are letters of their own; contentless, since the words already stand in row.data
    db.execute(
        "CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1,"
        " prefix='2,3,4', tokenize='unicode61 remove_diacritics 0')"
    )
    db.table("secret").create({"name": str, "bytes": bytes}, pk="name")
    db.table("key").create(
        {
            "id": str,
            "document": str,
            "bytes": bytes,
            "seals": int,  # 0 where it came from somebody who may not read: it opens, and no more
            "at": str,
        },
        pk="id",
    )
    db.table("key").create_index(["document"])
    db.table("granted").create({"key": str, "target": str}, pk=("key", "target"))
    db.table("statement").create({"id": str, "bytes": bytes, "bundle": int}, pk="id")
    db.table("outbox").create(
        {
            "name": str,  # the bundle's; its bytes lie in a file of their own
            "device": str,
            "sequence": int,
            "last": int,  # the last entry of ours that it carries, or one before it
            "stored": str,  # when the store was seen to hold it, "" before, "-" where taken back
        },
        pk="name",
    )
    db.table("taken").create(
        {
            "name": str,
            "device": str,
            "sequence": int,
            "previous": str,  # the device's bundle before
            "at": str,  # when it was sealed, by its device's clock
            "documents": str,  # those that it changed, between spaces
        },
        pk="name",
    )
    db.table("covered").create({"device": str, "number": int}, pk="device")
    db.table("cursor").create(
        {"device": str, "target": str, "number": int}, pk=("device", "target")
    )
    db.table("quarantine").create({"name": str, "reason": str, "at": str}, pk="name")
    db.table("locked").create(
        {"name": str, "part": int, "document": str, "key": str, "bytes": bytes},
        pk=("name", "part"),
    )
    db.table("locked").create_index(["key"])


MIGRATIONS: tuple[Callable[[Database], None], ...] = (_first,)
CURRENT = len(MIGRATIONS)


def version(connection: Connection) -> int:
    """Return the file's schema number; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check(connection: Connection) -> None:
    """Raise NewerFile where a newer program has written the file."""
    if version(connection) > CURRENT:
        raise NewerFile(
            _("This workspace was last used by a newer version of the program."),
            _("Nothing has been changed. Install the newest version and open it again."),
        )


def migrate(connection: Connection) -> None:
    """Bring the file to the current schema, each step whole or not at all."""
    if version(connection) == CURRENT:
        return
    db = _tables(connection)
    for number in range(version(connection), CURRENT):
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            MIGRATIONS[number](db)
            connection.execute(f"PRAGMA user_version = {number + 1}")


def _tables(connection: Connection) -> Database:
    """Return the connection as sqlite-utils sees it."""
    # It looks for pysqlite3 first: this makes it speak SQLCipher throughout.
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
    from sqlite_utils import Database  # noqa: PLC0415 start-up time is measured

    return Database(connection, execute_plugins=False)
