"""Shared texts for tests: one alone, or two that meet when told."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from pycrdt import Doc, Text

from qualityvisit.model.text import MINE, SharedText


class FreeText(SharedText):
    """A shared text in a document of its own."""

    def __init__(self, text: str = "") -> None:
        self.doc: Doc[Text] = Doc()
        inner = self.doc.get("text", type=Text)
        if text:
            inner.insert(0, text)
        super().__init__(inner, self._change)

    def _change(self, edit: Callable[[], object], *, alone: bool = False) -> None:
        with nullcontext() if alone else self.doc.transaction(origin=MINE):
            edit()


@dataclass(frozen=True)
class Pair:
    """The same text on two computers."""

    mine: FreeText
    theirs: FreeText

    def meet(self) -> None:
        """Let each have what the other has written."""
        one, two = self.mine.doc, self.theirs.doc
        news, other = one.get_update(two.get_state()), two.get_update(one.get_state())
        one.apply_update(other)
        two.apply_update(news)


def pair(text: str = "") -> Pair:
    """Return two that read ``text``."""
    both = Pair(FreeText(text), FreeText())
    both.meet()
    return both
