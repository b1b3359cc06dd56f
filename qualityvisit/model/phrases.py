"""Text blocks (standardfraser) of the committee, for the minutes. Administrators write them."""

from collections.abc import Iterable

from qualityvisit.errors import BadInput, NotFound
from qualityvisit.model.document import Document
from qualityvisit.model.records import Phrase
from qualityvisit.words import _

GROUP = "group"  # a phrase for what any group said


class PhraseVerbs(Document):
    """What can be done with the text blocks."""

    def add_phrase(self, name: str, text: str, section: str = "") -> str:
        """Add a text block, last; return its id."""
        _check(name, text)
        with self.change():
            values = {"name": name.strip(), "text": text.strip(), "section": section,
                      "order": f"{self._last() + 1:04}"}  # fmt: skip
            return self.create("phrase", values)

    def change_phrase(self, phrase: str, name: str, text: str, section: str) -> None:
        """Change a text block. What it has been used for stays as it is."""
        _check(name, text)
        with self.change():
            self.put(phrase, name=name.strip(), text=text.strip(), section=section)

    def order_phrases(self, phrases: Iterable[str]) -> None:
        """Put all text blocks in this order. Raise NotFound where one has gone."""
        with self.change():
            for number, phrase in enumerate(phrases, 1):
                if not self.has(phrase, "phrase"):
                    raise NotFound(
                        _("That is no longer there."), _("A colleague may have removed it.")
                    )
                self.put(phrase, order=f"{number:04}")

    def add_phrases(self, phrases: Iterable[tuple[str, str, str]]) -> int:
        """Add text blocks (name, text, section), but those whose name is taken; return how many."""
        taken = {r.name for r in self.records() if isinstance(r, Phrase)}
        fresh = [each for each in phrases if each[0] not in taken]
        with self.change():
            for each in fresh:
                self.add_phrase(*each)
        return len(fresh)

    def _last(self) -> int:
        held = [r.order for r in self.records() if isinstance(r, Phrase)]
        return max((int(order) for order in held if order.isdecimal()), default=0)


def _check(name: str, text: str) -> None:
    if not name.strip():
        raise BadInput(_("The text block has no name."), _("Write what it is about."))
    if not text.strip():
        raise BadInput(_("The text block is empty."), _("Write its text."))
