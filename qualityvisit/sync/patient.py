"""A connection to PostgreSQL that waits so long for an answer and no longer."""

from typing import TypeVar

from psycopg import Connection
from psycopg.abc import PQGen

from qualityvisit.sync import trouble

T = TypeVar("T")


class PatientConnection(Connection[tuple[object, ...]]):
    """Gives up on a server that holds the line but never answers."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for an answer. Raise OperationalError where the time is up."""
        patience = trouble.WHOLE if timeout is None else timeout
        return super().wait(gen, interval, patience)
