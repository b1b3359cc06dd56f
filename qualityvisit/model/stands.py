"""What may point somebody out and is to stand all the same, in one text, for all who read it."""

from hashlib import sha256

from qualityvisit.model.document import Document


class StandingWords(Document):
    """Remembers, by a digest, which words of a text are let stand."""

    def let_stand(self, item: str, words: str) -> None:
        """Let words stand in an item's text: they are not pointed at again, here."""
        with self.change():
            self.put_fact(_key(item, words), "1")

    def stands(self, item: str, words: str) -> bool:
        """Tell whether words of an item's text are let stand."""
        return bool(self.fact(_key(item, words)))


def _key(item: str, words: str) -> str:
    return f"stands/{item}/{sha256(' '.join(words.casefold().split()).encode()).hexdigest()[:16]}"
