"""A PostgreSQL database as store: rows are added and read, never changed.

What the database allows whom stands in ``resources/store/postgresql.sql``. Connections are kept
between questions and made anew where they have died, as they do when a laptop sleeps.
"""

from __future__ import annotations

import contextlib
import os
import weakref
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from qualityvisit.errors import StoreTrouble
from qualityvisit.sync import trouble, trusted
from qualityvisit.sync.address import Address
from qualityvisit.sync.credentials import Ask, user_and_password
from qualityvisit.sync.names import ours

if TYPE_CHECKING:
    from psycopg import Connection, Error

    Link = Connection[tuple[object, ...]]

T = TypeVar("T")

CHANNEL = "qualityvisit"
PRESENCE = "qualityvisit_here"  # signs from window to window, which no table keeps
MOST_SIGNS = 200  # that wait to be read; older ones are forgotten
ANOTHER_LOGIN = "QV001"  # our own SQLSTATE, for a device that belongs to another login
# Not allowed: by grants and policies, by a role that is no member, in a server that is read-only.
REFUSED = {"42501", "42P01", "3F000", "25006"}


class PostgresStore:
    """A store in a database. The password is asked for when it is first needed."""

    bound = True  # see `store.Bound`

    def __init__(self, address: Address, secret: Ask) -> None:
        self._where = address
        self._secret = secret
        self._idle: deque[Link] = deque()
        self._ear: deque[Link] = deque()  # the one that listens, if any
        self._own: set[int] = set()  # the server's numbers for our connections
        self._signs: deque[str] = deque(maxlen=MOST_SIGNS)
        weakref.finalize(self, _close, self._idle, self._ear)
        self.address = address.text

    def list(self) -> set[str]:
        """Return the names of all files that are ours: every one that is committed by now."""

        def names(link: Link) -> set[str]:
            return {str(name) for (name,) in link.execute("SELECT name FROM qualityvisit.file")}

        return ours(self.ask(names))

    def get(self, name: str) -> bytes | None:
        """Return a file's bytes, or None."""

        def read(link: Link) -> bytes | None:
            question = "SELECT bytes FROM qualityvisit.file WHERE name = %s"
            found = link.execute(question, (name,), binary=True).fetchone()
            return found[0] if found and isinstance(found[0], bytes) else None

        return self.ask(read)

    def put(self, name: str, data: bytes) -> None:
        """Keep a file; a file of that name stays as it is."""
        self.ask(
            lambda link: link.execute(
                "INSERT INTO qualityvisit.file (name, bytes) VALUES (%s, %b)"
                " ON CONFLICT (name) DO NOTHING",
                (name, data),
            )
        )

    def drop(self, name: str) -> None:
        """Delete a file. Raise StoreRefused where we may not."""
        self.ask(
            lambda link: link.execute("DELETE FROM qualityvisit.file WHERE name = %s", (name,))
        )

    def watch(self, timeout: float) -> bool:
        """Wait so many seconds; tell whether something of others may be new.

        True at once after connecting: what came before is not heard.
        """
        from psycopg import Error  # noqa: PLC0415 start-up time is measured

        try:
            if not self._ear:
                link = self._connect()
                self._ear.append(link)
                link.execute(f"LISTEN {CHANNEL}")
                link.execute(f"LISTEN {PRESENCE}")
                return True
            heard = list(self._ear[0].notifies(timeout=timeout, stop_after=1))
        except Error as problem:
            _close(self._ear)
            raise self._told(problem) from problem
        others = [each for each in heard if each.pid not in self._own]
        self._signs.extend(each.payload for each in others if each.channel == PRESENCE)
        return any(each.channel == CHANNEL for each in others)

    def say(self, sign: str) -> None:
        """Send a sign of presence to all who listen just now."""
        self.ask(lambda link: link.execute("SELECT pg_notify(%s, %s)", (PRESENCE, sign)))

    def signs(self) -> tuple[str, ...]:
        """Return the signs that have come since the last call."""
        return tuple(self._signs.popleft() for _each in range(len(self._signs)))

    def ask(self, question: Callable[[Link], T]) -> T:
        """Ask the database something that may be asked twice. Raise StoreTrouble."""
        from psycopg import Error, OperationalError  # noqa: PLC0415 start-up time is measured

        while True:
            kept = link = self._unused()
            try:
                link = kept or self._connect()
                answer = question(link)
            except Error as problem:
                if link is not None:
                    link.close()
                if kept is not None and isinstance(problem, OperationalError):
                    continue  # it died while nobody used it
                raise self._told(problem) from problem
            self._idle.append(link)
            return answer

    def _unused(self) -> Link | None:
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        return None

    def _connect(self) -> Link:
        """Return a new connection, on which no answer is waited for longer than agreed."""
        from psycopg import OperationalError  # noqa: PLC0415 start-up time is measured
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415

        from qualityvisit.sync.patient import PatientConnection  # noqa: PLC0415 imports psycopg

        with trusted.certificates() as roots:
            given = {"sslrootcert": roots} | self._given() | dict(self._where.options)
            link = PatientConnection.connect(make_conninfo("", **given), autocommit=True)
        try:
            link.execute(f"SET statement_timeout = {round(trouble.WHOLE * 1000)}")
            link.execute("SET synchronous_commit = on")
        except OperationalError:
            link.close()
            raise
        self._own.add(link.info.backend_pid)
        return link

    def _given(self) -> dict[str, str | int | None]:
        """Return how to connect; the address may say more."""
        user, password = user_and_password(self._where, self._secret())
        server = urlsplit(f"//{self._where.host}")
        return {
            "host": server.hostname, "port": server.port, "dbname": self._where.path,
            "user": user or None, "password": password or None,
            "passfile": f"{os.devnull}/none",  # passwords come from the keyring
            "sslmode": "verify-full", "gssencmode": "disable",  # it would take the place of TLS
            "connect_timeout": max(2, round(trouble.CONNECT)),
            "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 10,
            "application_name": "qualityvisit",
        }  # fmt: skip

    def _told(self, problem: Error) -> StoreTrouble:
        """Return what to tell. What the server says is not repeated: it is in its language."""
        place, state = self._where.place, problem.sqlstate
        if state == ANOTHER_LOGIN:
            return trouble.another_login(place)
        if state in REFUSED:
            return trouble.not_allowed(place)
        link = problem.pgconn  # only there where the connection could not be made
        if link is not None and link.needs_password:
            return trouble.no_password(place)
        if link is not None and link.used_password:
            return trouble.not_let_in(place)
        return trouble.unreachable(place)


def _close(*links: deque[Link]) -> None:
    for several in links:
        while several:
            several.pop().close()
