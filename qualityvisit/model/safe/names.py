"""Names of people: by list where the place allows it, by what stands around them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.model.safe import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualityvisit.model.safe.lists import Lists
    from qualityvisit.model.safe.tokens import Walk

REACH = 3  # capitals in a row that may belong to the name of a school or a street
_PARTICLES = frozenset(("von", "af", "de", "al", "el"))
_ENDINGS = (
    "sson", "qvist", "kvist", "ović", "ovic", "ević", "evic", "wicz", "oğlu", "oglu",
    "zadeh", "nejad", "enko", "svili", "dottir", "dóttir",
)  # fmt: skip
_AFTER_FIRST = ("ova", "eva", "ski", "ska", "nen", "ian", "yan", "pour")


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its tokens, from and to; ``titled`` where the first is a title."""

    first: int
    last: int
    titled: str = ""
    genitive: bool = False


class Namer:
    """Finds the names in one paragraph."""

    def __init__(self, walk: Walk, lists: Lists) -> None:
        self._t = walk.t
        self._low = walk.low
        self._same = walk.same
        self._lists = lists

    def names(self) -> Iterator[Name]:
        """Yield the names in order."""
        at = 0
        while at < len(self._t):
            end = self._name(at)
            if end < 0:
                at += 1
                continue
            yield self._named(at, end)
            at = end + 1

    def _named(self, at: int, end: int) -> Name:
        before = self._low(at - 1) if self._together(at - 1) else ""
        title = before if before in words.TITLES else ""
        last = self._t[end].text
        bare = last[:-1]
        genitive = last.endswith("s") and not self._known(last) and self._known(bare)
        genitive = genitive or (last.endswith("s") and self._low(end + 1) in words.KIN)
        return Name(at - 1 if title else at, end, title, genitive)

    def _name(self, at: int) -> int:
        """Return the last token of the name that begins here, or -1."""
        token = self._t[at]
        if not token.is_word or token.text[0].isdigit():
            return -1
        if self._is_called(at):
            return at
        if not token.capital:
            return self._initials(at) if token.text[0].isupper() else self._small(at)
        if self._is_thing(at):
            return -1
        end = self._chain(at)
        return end if self._counts(at, end) else -1

    # --- What stands where

    def _together(self, at: int) -> bool:
        """Tell whether a token and the next stand beside each other."""
        if at < 0 or at + 1 >= len(self._t):
            return False
        beside = self._t[at + 1].start - self._t[at].end == 1
        return beside and self._t[at].is_word and self._same(at, at + 1)

    def _after(self, at: int) -> str:
        """Return the next word of the sentence, past brackets and commas."""
        for step in (1, 2):
            if not self._same(at, at + step):
                return ""
            if self._t[at + step].is_word:
                return self._low(at + step)
        return ""

    # --- What a word is

    def _parts(self, word: str) -> list[str]:
        return [p for p in word.split("-") if p]

    def _known(self, word: str) -> bool:
        parts = self._parts(word)
        return any(self._lists.is_first(p) or self._lists.is_last(p) for p in (word, *parts))

    def _first(self, word: str) -> bool:
        """Tell whether a word is a first name, also its genitive."""
        tries = [word, word.removesuffix("s"), *self._parts(word)[:1]]
        return any(self._lists.is_first(w) for w in tries if len(w) > 1)

    def _last(self, word: str) -> bool:
        """Tell whether a word is a surname, also its genitive."""
        bare = word.removesuffix("s")
        if self._lists.is_last(word) or self._lists.is_last(bare):
            return True
        return len(word) > 5 and (word.endswith(_ENDINGS) or bare.endswith(_ENDINGS))

    def _owns(self, end: int) -> bool:
        """Tell whether it is the genitive before what people have: "Zeyneps mamma"."""
        text = self._t[end].text
        return text.endswith("s") and self._after(end) in words.KIN and text != "Hans"

    def _is_ordinary(self, word: str) -> bool:
        bare = word.removesuffix("s") if len(word) > 4 else word
        return bool({word, bare} & (words.NOUNS | words.OTHERS | words.LATER))

    def _is_compound(self, at: int) -> bool:
        """Tell whether a word is a compound with a name in it: Lisa-böckerna."""
        tail = self._t[at].text.rpartition("-")[2]
        return "-" in self._t[at].text and tail[:1].islower()

    def _is_thing(self, at: int) -> bool:
        """Tell whether a capital here has nothing to do with a person."""
        word = self._t[at].text
        if word in words.THINGS or self._is_compound(at):
            return True
        if word.lower().endswith(words.SCHOOLISH) and not self._known(word):
            return True
        if self._same(at - 1, at) and self._low(at - 1) in words.CALLED:
            return True
        return self._is_figure(at) or self._is_place_name(at)

    def _is_figure(self, at: int) -> bool:
        """Tell whether the word belongs to a figure of books or history."""
        for begin in range(max(0, at - 2), at + 1):
            for rest in words.FIGURES.get(self._t[begin].text, ()):
                end = begin + len(rest)
                texts = [t.text for t in self._t[begin + 1 : end + 1]]
                if at <= end and texts in (rest, [*rest[:-1], rest[-1] + "s"]):
                    return True
        return False

    def _is_place_name(self, at: int) -> bool:
        """Tell whether a row of capitals from here ends in a school, a street or a compound."""
        for step in range(1, REACH + 1):
            here = at + step
            if not self._same(at, here) or not self._t[here].is_word:
                return False
            if self._low(here) in words.PLACES_AFTER or self._is_compound(here):
                return True
            if not self._t[here].capital and self._low(here) != "och":
                return False
        return False

    # --- The ways to be a name

    def _is_called(self, at: int) -> bool:
        """Tell whether the word stands after "heter" and it is a person who is called so."""
        naming = at - 1
        pair = (self._low(naming - 1), self._low(naming))
        if pair == ("vid", "namn") or (pair[0] in words.NAMING and pair[1] in ("för", "bara")):
            naming -= 1
        if not self._same(naming, at) or self._low(naming) not in (*words.NAMING, "vid"):
            return False
        if self._low(naming) == "vid" and naming == at - 1:
            return False
        plain = self._low(at) in words.NOBODY or self._low(at) in words.UNNAMED
        return len(self._t[at].text) > 1 and not plain and self._of_person(naming)

    def _of_person(self, naming: int) -> bool:
        """Tell whether the subject before "heter" is a person."""
        for at in range(naming - 1, max(-1, naming - 5), -1):
            if not self._same(at, naming):
                break
            low = self._low(at)
            if low in words.TITLES or low in words.PRONOUNS or low in ("du", "nån", "någon"):
                return True
            thing = len(low) > 3 and low.endswith(("en", "et", "an"))
            if thing or low in ("den", "det", "vad"):
                return False
        return self._low(naming - 1) == "som" or not self._same(naming - 1, naming)

    def _initials(self, at: int) -> int:
        """Return ``at`` where initials do what people do: "L-G håller i fysiken"."""
        text = self._t[at].text
        is_initials = len(text) == 3 and text[1] == "-" and text[0].isupper() and text[2].isupper()
        return at if is_initials and self._after(at) in words.FINITE else -1

    def _small(self, at: int) -> int:
        """Return ``at`` where a first name is typed without its capital: "elsa säger"."""
        word = self._t[at].text
        if len(word) < 3 or self._low(at + 1) not in words.SAYS or not self._same(at, at + 1):
            return -1
        name = word[0].upper() + word[1:]
        known = word.isalpha() and self._lists.is_first(name)
        return at if known and not self._is_ordinary(name) else -1

    def _chain(self, at: int) -> int:
        """Return the last of the capitals that make one name from here on."""
        end = at
        while end - at < REACH and self._together(end):
            after = self._t[end + 1]
            if after.low in _PARTICLES and end + 2 < len(self._t) and self._t[end + 2].capital:
                end += 2
                continue
            initial = len(after.text) == 1 and after.text.isupper()
            fits = initial or (after.capital and not self._is_thing(end + 1))
            if not fits or after.text in words.THINGS:
                break
            end += 1
        return end

    def _counts(self, at: int, end: int) -> bool:
        """Tell whether the capitals from ``at`` to ``end`` are a person's name."""
        first, word = self._t[at], self._t[at].text
        if self._is_placed(at, end):
            return False
        if end > at and self._whole_name(at, end):
            return True
        if self._titled(at):
            return True
        if self._first(word) and not self._is_ordinary(word):
            return not self._lists.is_place(word) or self._acts(at, end) or not first.fresh
        if self._first(word):
            return self._ordinary_counts(at, end)
        return self._stranger_counts(at, end)

    def _is_placed(self, at: int, end: int) -> bool:
        """Tell whether it is a place, by the list and by the word before."""
        word = self._t[at].text
        if not self._lists.is_place(word) or (end > at and self._whole_name(at, end)):
            return False
        before = self._low(at - 1) if self._same(at - 1, at) else ""
        if before in words.PLACES_BEFORE or not self._first(word):
            return not self._titled(at)
        beside = before in ("och", ",") and self._lists.is_place(self._t[at - 2].text)
        ahead = self._low(end + 1) in ("och", ",") and end + 2 < len(self._t)
        return beside or (ahead and self._lists.is_place(self._t[end + 2].text))

    def _whole_name(self, at: int, end: int) -> bool:
        """Tell whether a row of capitals is first name and surname."""
        word, later = self._t[at].text, [t.text for t in self._t[at + 1 : end + 1]]
        if self._first(word):
            plain = not self._is_ordinary(word) or not self._t[at].fresh
            return plain or any(self._last(w) or self._first(w) for w in later)
        strange = not self._t[at].fresh or self._acts(at, end)
        return strange and any(
            (self._last(w) or w.endswith(_AFTER_FIRST))
            and not self._lists.is_place(w)
            and w not in words.LATER
            for w in later
        )

    def _titled(self, at: int) -> bool:
        """Tell whether a title or a word for a person stands just before."""
        if not self._together(at - 1):
            return False
        low = self._low(at - 1)
        return low in words.TITLES and not (low == "familjen" and self._t[at].text in words.THINGS)

    def _acts(self, at: int, end: int) -> bool:
        """Tell whether something is said here that is said of people."""
        after = self._after(end)
        if after in words.SAYS or self._owns(end):
            return True
        return self._low(at - 1) in words.ASKED and self._same(at - 1, at)

    def _ordinary_counts(self, at: int, end: int) -> bool:
        """Tell whether an ordinary word that can be a name is one here."""
        word = self._t[at].text
        if self._acts(at, end):
            return True
        if not self._t[at].fresh:
            return not self._lists.is_place(word)
        if word in words.OTHERS and self._low(end + 1) in words.FINITE:
            return True
        return self._beside_name(end)

    def _beside_name(self, end: int) -> bool:
        """Tell whether "och" or a comma and another name follow."""
        other = end + 2
        if self._low(end + 1) not in ("och", "o", ",", "&") or not self._same(end, other):
            return False
        return self._t[other].capital and self._first(self._t[other].text)

    def _stranger_counts(self, at: int, end: int) -> bool:
        """Tell whether a capital that is no known first name is a name by its place."""
        word = self._t[at].text
        if self._lists.is_place(word) or (self._low(at - 1) == "på" and word.endswith("n")):
            return False
        if self._last(word) and word not in words.LATER:
            owner = word.endswith("s") and self._last(word[:-1]) and bool(self._after(end))
            return (
                not self._t[at].fresh
                or owner
                or self._acts(at, end)
                or self._low(end + 1) in ("har", "vill", "tar", "kan", "håller", "ska")
                or (self._low(end + 1) == "och" and self._follows_last(end + 2))
            )
        if self._t[at].fresh:
            return end == at and self._says_that(at)
        return len(word) > 2 and (self._acts(at, end) or self._is_listed(at, end))

    def _says_that(self, at: int) -> bool:
        """Tell whether it is the unknown first word of "Görel säger att"."""
        low = self._low(at)
        if low in words.NOBODY or low in words.TITLES or low in words.PLURAL or len(low) < 3:
            return False
        if low.endswith(("erna", "orna", "arna", "en", "et", "rn", "ln", "or", "er")):
            return False
        return self._low(at + 1) in words.SAYS and self._low(at + 2) in ("att", ":")

    def _is_listed(self, at: int, end: int) -> bool:
        """Tell whether an unknown word stands in a row with known first names."""
        if self._low(at - 1) in ("hos", "åt") and self._same(at - 1, at):
            return True
        before = at - 2 if self._low(at - 1) in ("och", ",") and self._same(at - 2, at) else -1
        known = before >= 0 and self._is_plain_first(before)
        return known or (self._low(end + 1) in ("och", ",") and self._is_plain_first(end + 2))

    def _is_plain_first(self, at: int) -> bool:
        if at >= len(self._t) or not self._t[at].capital:
            return False
        return self._first(self._t[at].text) and not self._is_ordinary(self._t[at].text)

    def _follows_last(self, at: int) -> bool:
        return at < len(self._t) and self._t[at].capital and self._last(self._t[at].text)
