"""A report with words masked, for release: what is masked is nowhere in it, nor how long it was."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from qualityvisit.reports.outline import Outline, Run, Runs, clean, plain
from qualityvisit.words import _

BAR = "█████"  # as long for whatever it hides
_KEEP = frozenset({"language", "made", "identity", "kind", "manner"})
_FORGOTTEN = {"key": "", "keys": ()}  # digests of what stood there
# What may stand inside a word unseen, and what parts it at the end of a line.
_UNSEEN = "\u00ad\u034f\u200b-\u200f\u2060\ufeff"
_INSIDE = rf"(?:[{_UNSEEN}]|[-\u2010\u2011]\n\s*)*"
_HYPHEN = "[-\u2010-\u2013]"
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Mask:
    """Words that are masked wherever they stand, and under which provision."""

    words: str
    provision: str = ""


def masked(report: Outline, masks: Iterable[Mask]) -> Outline:
    """Return a report in which the words of masks stand nowhere.

    Whole words are taken, in any letter case and in the genitive too, also where they go on in the
    next cell; white space of any kind is as one space, and what is not seen is passed over. What is
    made for machines is left out, and the report says that it is masked.
    """
    asked = [m for m in masks if _parts(m)]
    if not asked:
        return report
    pattern = _pattern(asked)
    hidden = _through(replace(report, data=(), identity=""), lambda t: pattern.sub(BAR, clean(t)))
    provisions = ", ".join(dict.fromkeys(m.provision for m in asked if m.provision))
    said = _("Words are masked")
    return replace(
        hidden,
        kind=_("{kind}, masked version", kind=hidden.kind),
        secrecy=f"{said}: {provisions}" if provisions else said,
    )


def remaining(report: Outline, masks: Iterable[Mask]) -> list[str]:
    """Return the words of masks that still stand somewhere in a report, but in what marks it."""
    texts: list[str] = []

    def look(text: str) -> str:
        texts.append(clean(text))
        return text

    _through(replace(report, secrecy=""), look)
    asked = [m for m in masks if _parts(m)]
    return [m.words for m in asked if any(_pattern([m]).search(text) for text in texts)]


def _pattern(masks: Iterable[Mask]) -> re.Pattern[str]:
    longest = sorted(masks, key=lambda m: -len(m.words))
    each = (rf"[\s{_UNSEEN}]+".join(map(_letters, _parts(m))) for m in longest)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(each)})s?(?![^\W_])", re.IGNORECASE)


def _parts(mask: Mask) -> list[str]:
    """Return the words of a mask as files have them, without what is not seen."""
    return re.sub(f"[{_UNSEEN}]", "", clean(mask.words)).split()


def _letters(word: str) -> str:
    """Return a pattern of a word, however it is parted and whichever hyphen it has."""
    return _INSIDE.join(_HYPHEN if re.fullmatch(_HYPHEN, c) else re.escape(c) for c in word)


def _through(part: P, change: Callable[[str], str]) -> P:
    """Return a part of a report with every text changed."""
    made: Any = part
    if isinstance(part, str):
        made = change(part)
    elif isinstance(part, tuple) and part and all(isinstance(each, Run) for each in part):
        made = _runs(part, change)
    elif isinstance(part, tuple) and all(isinstance(each, str) for each in part):
        made = _cells(part, change)
    elif isinstance(part, tuple):
        made = tuple(_through(each, change) for each in part)
    elif is_dataclass(part) and not isinstance(part, type):
        values: dict[str, Any] = {
            f.name: _through(getattr(part, f.name), change)
            for f in fields(part)
            if f.name not in _KEEP and f.name not in _FORGOTTEN
        }
        values |= {f.name: _FORGOTTEN[f.name] for f in fields(part) if f.name in _FORGOTTEN}
        made = replace(part, **values)
    found: P = made
    return found


def _cells(words: tuple[str, ...], change: Callable[[str], str]) -> tuple[str, ...]:
    """Change cells one by one, and mask those that only together say what is masked."""
    cells = list(map(change, words))
    for size in (2, 3):
        for at in range(len(cells) - size + 1):
            joined = "\n".join(cells[at : at + size])
            if change(joined) != joined:
                cells[at : at + size] = [BAR] * size
    return tuple(cells)


def _runs(words: Runs, change: Callable[[str], str]) -> Runs:
    """Change runs one by one, or as one where what is changed goes over several."""
    changed = tuple(replace(run, text=change(run.text), link="") for run in words)
    whole = change(plain(changed))
    return changed if whole == plain(changed) else (Run(whole),)
