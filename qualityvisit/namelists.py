"""Lists of names and places, read from the resources when they are first needed."""

from collections.abc import Iterable
from functools import cache

from qualityvisit.model.safe import Lists
from qualityvisit.settings import RESOURCES

FILES = ("first", "last", "places", "countries")


@cache
def _files() -> tuple[bytes, ...]:
    return tuple((RESOURCES / "names" / f"{name}.txt").read_bytes() for name in FILES)


def lists(units: Iterable[str] = ()) -> Lists:
    """Return the lists; what is a name in ``units``, the register's units, is nobody's."""
    return Lists.of(_files(), units)
