"""Spelling: which words of a paragraph no word list knows, and what may have been meant.

The list is read on a thread of its own when it is first asked for: until then every word is right.
All is done on this computer.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QThreadPool, Signal

from qualityvisit.settings import RESOURCES
from qualityvisit.words import language

if TYPE_CHECKING:
    from collections.abc import Iterator

OFF = "off"
LISTS = {"sv": "sv_SE", "en": "en_US"}  # by the language of what is written
WORD = re.compile(r"[^\W\d_]+(?:['’:-][^\W\d_]+)*")
MOST = 5  # suggestions
KEPT = 20_000  # words of which it is known whether they are right


class _List(Protocol):
    def spell(self, word: str) -> bool: ...

    def suggest(self, word: str) -> tuple[str, ...]: ...


_lists: dict[str, _List] = {}  # those that have been read; they are large
_chosen = ""


def use(chosen: str) -> None:
    """Check the spelling of a language from now on: "sv", "en", OFF or "" for that of the window.

    Holds for what is opened afterwards.
    """
    global _chosen  # noqa: PLW0603 one for the whole program, as the looks are
    _chosen = chosen


class Spelling(QObject):
    """The chosen language's word list, with the words that this person has added."""

    ready = Signal()  # the list has been read; not sent where it was before

    def __init__(self, learnt: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._right: dict[str, bool] = {}
        self.learnt = learnt
        self._name = LISTS.get(_chosen or language(), "")
        if self._name and self._name not in _lists:
            QThreadPool.globalInstance().start(self._read)

    def _read(self) -> None:
        from hunspell import Hunspell  # noqa: PLC0415 when it is first needed

        ours = RESOURCES / "spelling"
        folder = {"hunspell_data_dir": str(ours)} if (ours / f"{self._name}.dic").exists() else {}
        _lists[self._name] = Hunspell(self._name, **folder)
        with suppress(RuntimeError):  # whoever asked is gone with the window
            self.ready.emit()

    @property
    def _list(self) -> _List | None:
        return _lists.get(self._name)

    def wrong(self, paragraph: str) -> Iterator[tuple[int, int]]:
        """Yield where a word begins and ends, in code points, that is in no list."""
        words = self._list
        if words is None:
            return
        for found in WORD.finditer(paragraph):
            if not self._is_right(found.group(), words):
                yield found.span()

    def suggestions(self, word: str) -> list[str]:
        """Return what may have been meant, the likeliest first. It may take some 0.2 s."""
        return list(self._list.suggest(word)[:MOST]) if self._list is not None else []

    def learn(self, word: str) -> None:
        """Take a word for right from now on."""
        self.learnt |= {word}

    def _is_right(self, word: str, words: _List) -> bool:
        if len(word) < 2 or word.isupper() or word in self.learnt:
            return True
        if word not in self._right:
            if len(self._right) >= KEPT:
                self._right.clear()
            plain = word.replace("’", "'")
            lower = plain[0].isupper() and words.spell(plain.lower())
            self._right[word] = lower or words.spell(plain)
        return self._right[word]
