"""What was found, and how findings that meet become one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

IDENTITY, EMAIL, PHONE, NAME = "identity", "email", "phone", "name"
CLASS, GROUP = "class", "group"
HEALTH, FAMILY, ORIGIN = "health", "family", "origin"
CATEGORIES = (IDENTITY, EMAIL, PHONE, NAME, CLASS, GROUP, HEALTH, FAMILY, ORIGIN)
LIMIT = 5  # fewer than this can be told apart

REMOVED = {
    IDENTITY: "[personnummer borttaget]",
    EMAIL: "[e-postadress borttagen]",
    PHONE: "[telefonnummer borttaget]",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may point somebody out: where, in code points, what, and what to write."""

    start: int
    end: int
    category: str
    neutral: str

    def words(self, text: str) -> str:
        """Return what stands there."""
        return text[self.start : self.end]


def settled(found: Iterable[Found]) -> list[Found]:
    """Return findings in order; those that meet become one, under the weightiest of them."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, f.end)):
        if kept and one.start < kept[-1].end:
            last = kept.pop()
            first = min(last, one, key=lambda f: CATEGORIES.index(f.category))
            kept.append(replace(first, start=last.start, end=max(last.end, one.end)))
        else:
            kept.append(one)
    return kept


def at_start(text: str, start: int) -> bool:
    """Tell whether a sentence begins at a place."""
    near = text[max(0, start - 20) : start]
    before = near.rstrip(" \t\n\u00a0”“\"»«'(-–—•*+!?#")
    return not before or before[-1] in ".!?:" or "\n" in near[len(before) :]


def raised(neutral: str, text: str, start: int) -> str:
    """Return a neutral wording with a capital letter where a sentence begins."""
    return neutral[:1].upper() + neutral[1:] if at_start(text, start) else neutral
