"""Shared texts for tests: one alone, or two that meet when told."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from pycrdt import Doc, Text

from qualityvisit.model.text import MINE, SharedText


class Home:
    """A document of one text."""

    moment = "2028-03-14T08:00:00+01:00"
    changing = False

    def __init__(self) -> None:
        self.doc: Doc[Text] = Doc()

    def fold(self) -> object:
        return self.doc

    def edit_text(self, name: str, edit: Callable[[], object], *, alone: bool = False) -> None:
        del name
        with nullcontext() if alone else self.doc.transaction(origin=MINE):
            edit()


class FreeText(SharedText):
    """A shared text in a document of its own."""

    def __init__(self, text: str = "") -> None:
        home = Home()
        self.doc = home.doc
        inner = self.doc.get("text", type=Text)
        if text:
            inner.insert(0, text)
        super().__init__(inner, home, "text")


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
