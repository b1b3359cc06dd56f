"""One person among few: a child and its class, small groups, and what is told of one person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.model.safe import words
from qualityvisit.model.safe.found import FAMILY, HEALTH, ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualityvisit.model.safe.lists import Lists
    from qualityvisit.model.safe.tokens import Walk

_LABEL = re.compile(r"[1-9][A-Ha-h]|[A-ZÅÄÖ]{2}[1-9][0-9]?[A-Za-z]?")
_YEARS = re.compile(r"[0-9]|1[0-9]")
BACK = 5  # words between a child and its class
NEAR = 4  # words before that tell what is said of a health word
REACH = 40  # words before or after in which its person stands


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens from and to that belong together."""

    first: int
    last: int
    word: str = ""


def is_singular(walk: Walk, at: int) -> bool:
    """Tell whether one child is meant here, by "barn" and the like."""
    low = walk.low(at)
    if low != "barn":
        return low in words.CHILD or low.endswith(words.CHILD_ENDINGS)
    before = {walk.low(b) for b in walk.back(at, 2)}
    return bool(before & words.ONE) and not before & words.EACH


# --- A child and its class


def classes(walk: Walk, lists: Lists, named: frozenset[int]) -> Iterator[Piece]:
    """Yield where one child, or somebody by name, stands together with its class."""
    at = 0
    while at < len(walk.t):
        end = label_end(walk, at, lists)
        if end < 0:
            at += 1
            continue
        piece = _child_before(walk, at, end, named) or _child_after(walk, at, end, named)
        if piece is not None:
            end = past_classes(walk, piece.last, lists)
            yield Piece(piece.first, end, piece.word)
        at = end + 1


def label_end(walk: Walk, at: int, lists: Lists) -> int:
    """Return the last token of a class's or department's label that begins here, or -1."""
    low, text = walk.low(at), walk.t[at].text
    if _LABEL.fullmatch(text) or low in words.CLASS_WORDS:
        return at
    if low in words.YEAR_WORDS and _YEARS.fullmatch(walk.low(at + 1)):
        return at + 1
    if _YEARS.fullmatch(low) and walk.low(at + 1) == ":" and walk.low(at + 2) == "an":
        return at + 2
    return at if _is_department(walk, at, lists) else -1


def past_classes(walk: Walk, end: int, lists: Lists) -> int:
    """Return the last token of a child or name with the classes that stand after it."""
    while True:
        at = end + 1
        while walk.low(at) in words.TO_CLASS or walk.low(at) in ("(", ",", "avdelning"):
            at += 1
        last = label_end(walk, at, lists) if walk.same(end, at) else -1
        if last < 0:
            return end
        end = last


def _is_department(walk: Walk, at: int, lists: Lists) -> bool:
    """Tell whether a capital is a department: "på Blåklockan", "avdelning Solrosen"."""
    token = walk.t[at]
    if not token.capital or token.fresh or token.text in words.THINGS:
        return False
    before = walk.low(at - 1)
    if before in ("avdelning", "avdelningen"):
        return True
    definite = token.low.endswith(("an", "en", "et", "orna", "arna"))
    return before == "på" and definite and not lists.is_first(token.text)


def _child_before(walk: Walk, at: int, end: int, named: frozenset[int]) -> Piece | None:
    to = at - 1
    while walk.low(to) in ("avdelning", "avdelningen", "klass", "klassen") and walk.same(to, at):
        to -= 1
    near = at - 2 if walk.low(at - 1) in ("(", ",") else at - 1
    beside = is_singular(walk, near) and walk.same(near, at)
    if walk.low(to) not in words.TO_CLASS and not beside:
        return None
    for place in walk.back(to + 1, BACK):
        if is_singular(walk, place) or _one_of_many(walk, place) or _is_year_child(walk, place):
            return _piece(walk, place, end)
        if place in named or walk.low(place) in ("han", "hon", "hen"):
            return Piece(place, end)
        if walk.low(place) not in words.WAY_TO_CLASS:
            return None
    return None


def _is_year_child(walk: Walk, at: int) -> bool:
    """Tell whether it is a child told by its year: "en nia"."""
    years = ("etta", "tvåa", "trea", "fyra", "femma", "sexa", "sjua", "åtta", "nia")
    return walk.low(at) in years and walk.low(at - 1) == "en"


def _one_of_many(walk: Walk, at: int) -> bool:
    """Tell whether it is "en av eleverna"."""
    of = walk.low(at) in words.GROUPS and walk.low(at - 1) == "av"
    return of and walk.low(at - 2) in ("en", "ett") and walk.same(at - 2, at)


def _piece(walk: Walk, child: int, end: int) -> Piece | None:
    """Return the child with the words before that go with it, to the end of its class."""
    first = child - 2 if _one_of_many(walk, child) else child
    for before in walk.back(first, 3):
        low = walk.low(before)
        if low in words.EACH:
            return None
        if low not in words.ONE and low not in words.POSSESSIVES:
            break
        first = before
    general = walk.low(end + 1) in words.NORMS
    return None if general else Piece(first, end, walk.low(child))


def _child_after(walk: Walk, at: int, end: int, named: frozenset[int]) -> Piece | None:
    """Return a child after its class: "9B:s enda tjej", "I 3A går en pojke"."""
    place = end + 1
    if walk.low(place) == ":" and walk.low(place + 1) == "s":
        for child in (place + 2, place + 3):
            if walk.same(at, child) and is_singular(walk, child):
                return Piece(at, child, walk.low(child))
        return None
    inside = walk.low(at - 1) in words.TO_CLASS and walk.same(at - 1, at)
    for child in range(place, place + 4):
        if not (inside and walk.same(at, child)):
            return None
        is_one = is_singular(walk, child) and walk.low(child - 1) in ("en", "ett")
        if is_one or child in named:
            return Piece(at - 1, child, walk.low(child))
    return None


# --- Small groups


def groups(walk: Walk, limit: int) -> Iterator[Piece]:
    """Yield groups of two or more and fewer than ``limit``, and the only one of a kind."""
    for at, low in enumerate(walk.lows):
        number = words.FEW.get(low, 0)
        if low.isascii() and low.isdigit() and len(low) < 5:
            number = int(low)
        if 2 <= number < limit:
            piece = _group(walk, at)
        elif low in words.TWINS:
            piece = Piece(at, at, "barn")
        elif low == "par" and walk.low(at - 1) == "ett":
            piece = _group(walk, at)
        elif low in ("enda", "ende", "ensam"):
            piece = _only(walk, at)
        else:
            piece = None
        if piece is not None:
            yield piece


def _group(walk: Walk, at: int) -> Piece | None:
    end = _people(walk, at)
    if end < 0 or _is_measure(walk, at, end):
        return None
    first = at
    for before in walk.back(at, 3):
        if walk.low(before) not in ("de", "dessa", "mina", "våra", "en", "ett", "av", "bara"):
            break
        if walk.low(before) != "bara":
            first = before
    return Piece(first, end, words.GROUPS[walk.low(end)])


def _people(walk: Walk, at: int) -> int:
    """Return where the people of a number stand, or -1."""
    for step in range(1, 4):
        if not walk.same(at, at + step) or not walk.t[at + step].is_word:
            return -1
        low = walk.low(at + step)
        if low in words.GROUPS:
            return at + step
        between = low in ("av", "st", "stycken", "de") or low.endswith("a")
        if not between or low == "några":
            return -1
    return -1


def _is_measure(walk: Walk, at: int, end: int) -> bool:
    """Tell whether it is a measure: "två elever per dator", "grupper om fyra"."""
    before = walk.low(at - 1) if walk.same(at - 1, at) else ""
    if before in words.MEASURES_BEFORE:
        return True
    if before == "har" and walk.low(end) in ("mammor", "pappor"):
        return True
    if walk.low(at) in ("båda", "bägge") and words.GROUPS[walk.low(end)] == "vårdnadshavare":
        return True
    after, second = walk.low(end + 1), walk.low(end + 2)
    if not walk.same(at, end + 1):
        return False
    if after in ("per", "/", "åt"):
        return True
    turn = after == "i" and second in ("taget", "varje")
    return turn or (after in ("av", "från") and (second in (*words.FEW, "tio", "varje")
                                               or second.isdigit()))  # fmt: skip


def _only(walk: Walk, at: int) -> Piece | None:
    """Return the only one of a kind: "den enda flickan"."""
    child = at + 1
    if not walk.same(at, child):
        return None
    if walk.low(child) not in ("barn", "familj", *words.CHILD, *words.ADULT):
        return None
    first = at
    for before in walk.back(at, 2):
        if walk.low(before) not in words.ONE:
            break
        first = before
    word = walk.low(child)
    return Piece(first, child, "barnet" if word == "barn" else word)


# --- What is told of one person


def told(
    walk: Walk, lists: Lists, named: frozenset[int], *, guardians: bool
) -> Iterator[tuple[Piece, str]]:
    """Yield health, family and origin where one person is meant; ``named``: tokens of names."""
    for at in range(len(walk.t)):
        category, size = _kind(walk, lists, at, named)
        if not category or not _of_one(walk, at, named, guardians=guardians):
            continue
        if category == HEALTH and walk.low(at) in words.WEAK and _has_strong(walk, at):
            continue
        first = at - 1 if walk.low(at - 1) == "psykisk" and category == HEALTH else at
        yield Piece(first, at + size - 1), category


def _kind(walk: Walk, lists: Lists, at: int, named: frozenset[int]) -> tuple[str, int]:
    """Return what a word tells, and how many words tell it."""
    low = walk.low(at)
    if at in named or not low[0].isalpha():
        return "", 0
    if _is_health(low):
        return HEALTH, 2 if walk.low(at + 1) in ("syndrom", "ohälsa") else 1
    if low in words.FAMILY or low.startswith(words.FAMILY_STEMS):
        return FAMILY, 1
    for category, pairs in ((FAMILY, words.FAMILY_PAIRS), (HEALTH, words.HEALTH_PAIRS)):
        for one, other in pairs:
            for step in (1, 2):
                if low == one and walk.low(at + step) == other:
                    return category, step + 1
    return _origin(walk, lists, at)


def _is_health(low: str) -> bool:
    found = low in words.HEALTH or low.startswith(words.HEALTH_STEMS)
    found = found or any(part in low for part in words.HEALTH_PARTS)
    return found and not low.endswith(words.WORK)


def _origin(walk: Walk, lists: Lists, at: int) -> tuple[str, int]:
    low = walk.low(at)
    before_it = walk.low(at - 1)
    came = before_it in ("från", "ifrån") or (before_it == "i" and walk.low(at - 2) in words.BORN)
    if came and walk.t[at].capital and lists.is_country(walk.t[at].text):
        return ORIGIN, 1
    if low in words.FAITHS or low in words.NATIONS:
        return ORIGIN, 1
    if low == "jehovas" and walk.low(at + 1).startswith("vittn"):
        return ORIGIN, 2
    before = {walk.low(b) for b in walk.back(at, NEAR)}
    if low in words.LANGUAGES and before & words.SPEAKS:
        return ORIGIN, 1
    if low == "svenska" and "inte" in before and before & words.SPEAKS:
        return ORIGIN, 1
    return "", 0


def _has_strong(walk: Walk, at: int) -> bool:
    """Tell whether the sentence has another health word that says more."""
    near = range(max(0, at - REACH), min(len(walk.t), at + REACH))
    return any(
        other != at
        and walk.same(at, other)
        and walk.low(other) not in words.WEAK
        and _is_health(walk.low(other))
        for other in near
    )


def _of_one(walk: Walk, at: int, named: frozenset[int], *, guardians: bool) -> bool:
    """Tell whether what is told here is told of one person."""
    near = {walk.low(b) for b in walk.back(at, NEAR)}
    owner = walk.low(at - 1) in words.POSSESSIVES
    if (near & words.BLOCKS or walk.low(at - 1) == "om") and not owner:
        return False
    before = list(walk.back(at, REACH))
    after = [p for p in range(at + 1, min(len(walk.t), at + REACH)) if walk.same(p, at)]
    for place in (*before, *after):
        meant = _who(walk, place, named, guardians=guardians)
        if meant:
            return meant == "one" or (meant == "staff" and walk.low(at) in words.ILL)
    return _follows_one(walk, before[-1] if before else at, named, guardians=guardians)


def _who(walk: Walk, at: int, named: frozenset[int], *, guardians: bool) -> str:
    """Return "one" where one person is meant, "staff", "many", or "" where nobody."""
    low = walk.low(at)
    if at in named or low in words.PRONOUNS or low in words.ADULT or is_singular(walk, at):
        return "one"
    if _one_of_many(walk, at) or (low == "vi" and guardians) or _is_owned(walk, at):
        return "one"
    if low in words.STAFF:
        return "staff"
    return "many" if low in words.PLURAL or low == "barn" else ""


def _is_owned(walk: Walk, at: int) -> bool:
    """Tell whether it is one person by the word before: "vår yngsta", "mina föräldrar"."""
    low = walk.low(at)
    if low in ("barn", "familj"):
        return bool({walk.low(b) for b in walk.back(at, 2)} & words.ONE)
    of_home = low in words.NEAREST or low in ("man", "föräldrar")
    return of_home and walk.low(at - 1) in words.POSSESSIVES


def _follows_one(walk: Walk, first: int, named: frozenset[int], *, guardians: bool) -> bool:
    """Tell whether a sentence without a subject goes on about one person: "Har adhd."."""
    if walk.low(first) not in words.STARTERS or first == 0:
        return False
    return any(
        _who(walk, p, named, guardians=guardians) == "one"
        for p in (first - 1, *walk.back(first - 1, REACH))
    )
