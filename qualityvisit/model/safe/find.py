"""One paragraph in, what may point somebody out in it, with what to write instead."""

from collections.abc import Iterator

from qualityvisit.model.records import GUARDIANS, PUPILS
from qualityvisit.model.safe import words
from qualityvisit.model.safe.found import (
    CLASS,
    FAMILY,
    GROUP,
    HEALTH,
    LIMIT,
    NAME,
    ORIGIN,
    Found,
    raised,
    settled,
)
from qualityvisit.model.safe.lists import Lists
from qualityvisit.model.safe.names import Name, Namer
from qualityvisit.model.safe.numbers import numbers
from qualityvisit.model.safe.people import Piece, classes, groups, past_classes, told
from qualityvisit.model.safe.tokens import Walk, tokens

CHILDREN = "children"  # pupils of a preschool
ONE = {CHILDREN: "ett barn", PUPILS: "en elev", GUARDIANS: "ett barn"}
TOLD = {HEALTH: "behov av stöd", FAMILY: "särskilda hemförhållanden", ORIGIN: "en annan bakgrund"}


def find(text: str, lists: Lists, group: str = "", limit: int = LIMIT) -> list[Found]:
    """Return what may point somebody out in a paragraph, in order and without overlap.

    ``group`` is who was interviewed ("children" for pupils of a preschool), ``limit`` the size
    from which a group is large enough to be told of.
    """
    return settled(_all(text, lists, group, limit))


def _all(text: str, lists: Lists, group: str, limit: int) -> Iterator[Found]:
    yield from numbers(text)
    walk = Walk(tokens(text))
    named: set[int] = set()
    for name in Namer(walk, lists).names():
        named.update(range(name.first, name.last + 1))
        end = past_classes(walk, name.last, lists)
        neutral = _person(name, group)
        yield _found(text, walk, Piece(name.first, end), NAME, neutral)
    for piece in classes(walk, lists, frozenset(named)):
        yield _found(text, walk, piece, CLASS, _child(piece.word, group))
    for piece in groups(walk, limit):
        named.update(range(piece.first, piece.last + 1))  # what is told of so few is told of each
        many = piece.word in words.GROUPS.values()
        neutral = f"några {piece.word}" if many else _child(piece.word, group)
        end = past_classes(walk, piece.last, lists)
        yield _found(text, walk, Piece(piece.first, end), GROUP, neutral)
    of_home = group == GUARDIANS
    for piece, category in told(walk, lists, frozenset(named), guardians=of_home):
        yield _found(text, walk, piece, category, TOLD[category])


def _found(text: str, walk: Walk, piece: Piece, category: str, neutral: str) -> Found:
    start, end = walk.t[piece.first].start, walk.t[piece.last].end
    return Found(start, end, category, raised(neutral, text, start))


def _person(name: Name, group: str) -> str:
    """Return what to write for a name."""
    if name.titled in words.STAFF:
        neutral = "en i personalen"
    elif name.titled:
        neutral = _child(name.titled, group)
    else:
        neutral = ONE.get(group, "en person")
    return neutral + "s" if name.genitive else neutral


def _child(word: str, group: str) -> str:
    """Return what to write for one child or one grown-up of a home."""
    if word.startswith("familj"):
        return "en familj"
    if word in words.ADULT:
        return "en vårdnadshavare"
    return "ett barn" if group == CHILDREN or word.startswith("barn") else "en elev"
