"""A paragraph as words and signs in their sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|\n|[^\w\s]")
_ENDS = frozenset(".!?\n")
_OPENS = frozenset(':”“"»«•*+#(–—-')  # after these a capital letter tells nothing


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign. ``fresh``: a capital letter would tell nothing here."""

    text: str
    start: int
    end: int
    fresh: bool
    sentence: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number."""
        return self.text[0].isalnum() or self.text[0] == "_"

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter and is no abbreviation in capitals."""
        text = self.text
        return text[0].isupper() and not (len(text) > 1 and text.isupper() and text.isalpha())

    @property
    def low(self) -> str:
        """The word in small letters."""
        return self.text.lower()


def tokens(text: str) -> list[Token]:
    """Return the words and signs of a paragraph."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    fresh, sentence = True, 0
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word in _ENDS:
            sentence += 1
        else:
            yield Token(word, match.start(), match.end(), fresh, sentence)
        fresh = word in _ENDS or word in _OPENS


class Walk:
    """Steps through the tokens of a paragraph."""

    def __init__(self, all_tokens: Sequence[Token]) -> None:
        self.t = all_tokens
        self.lows = [t.low for t in all_tokens]

    def low(self, at: int) -> str:
        """Return the word at a place in small letters, or ""."""
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def same(self, at: int, other: int) -> bool:
        """Tell whether two places are in one sentence."""
        if not (0 <= at < len(self.t) and 0 <= other < len(self.t)):
            return False
        return self.t[at].sentence == self.t[other].sentence

    def back(self, at: int, most: int) -> Iterator[int]:
        """Yield the places before one in its sentence, nearest first."""
        for before in range(at - 1, max(-1, at - 1 - most), -1):
            if not self.same(before, at):
                return
            yield before
