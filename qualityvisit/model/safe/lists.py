"""Names and places, each list as it lies in its file: one name to a line, searched as bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


def _listed(names: bytes) -> bytes:
    return b"\n" + names.strip(b"\n") + b"\n"


@dataclass(frozen=True, slots=True)
class Lists:
    """First names, surnames, places at home, countries; ``units``: the register's own names."""

    first: bytes = b"\n"
    last: bytes = b"\n"
    places: bytes = b"\n"
    countries: bytes = b"\n"
    units: frozenset[str] = frozenset()  # every word of them

    @classmethod
    def of(cls, files: Iterable[bytes], units: Iterable[str] = ()) -> "Lists":
        """Return the lists from files in the order of the fields, and the names of units."""
        words = frozenset(word for unit in units for word in unit.split() if word[:1].isupper())
        first, last, places, countries = map(_listed, files)
        return cls(first, last, places, countries, words)

    def is_first(self, word: str) -> bool:
        """Tell whether a word is a first name, as it is written."""
        return _holds(self.first, word)

    def is_last(self, word: str) -> bool:
        """Tell whether a word is a surname, as it is written."""
        return _holds(self.last, word)

    def is_place(self, word: str) -> bool:
        """Tell whether a word is a place or a unit, as it is written; also its genitive."""
        tries = {word, word.removesuffix("s")}
        return any(w in self.units or _holds(self.places, w) or self.is_country(w) for w in tries)

    def is_country(self, word: str) -> bool:
        """Tell whether a word is another country, a part of the world or its capital."""
        return _holds(self.countries, word)


@lru_cache(2048)  # a paragraph is looked through again at each pause, and its words are the same
def _holds(names: bytes, word: str) -> bool:
    """Tell whether a sorted list holds a word, by halving it."""
    sought = word.encode("utf-8", "replace")
    low, high = 0, len(names) - 1  # low: a line begins after it; high: a line ends before it
    while low < high:
        start = names.rfind(b"\n", low, (low + high) // 2 + 1) + 1
        end = names.find(b"\n", start)
        line = names[start:end]
        if line == sought:
            return True
        low, high = (end, high) if line < sought else (low, start - 1)
    return False
