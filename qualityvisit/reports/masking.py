"""A report with words masked, for release: what is masked is nowhere in it, nor how long it was."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from qualityvisit.reports.outline import Outline, Run, Runs, plain
from qualityvisit.words import _

BAR = "█████"  # as long for whatever it hides
_KEEP = frozenset({"language", "made", "identity", "kind", "key"})
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Mask:
    """Words that are masked wherever they stand, and under which provision."""

    words: str
    provision: str = ""


def masked(report: Outline, masks: Iterable[Mask]) -> Outline:
    """Return a report in which the words of masks stand nowhere.

    Whole words are taken, in any letter case and in the genitive too; white space of any kind is as
    one space. What is made for machines is left out, and the report says that it is masked.
    """
    asked = [m for m in masks if m.words.split()]
    if not asked:
        return report
    pattern = _pattern(asked)
    hidden = _through(replace(report, data=(), identity=""), lambda t: pattern.sub(BAR, t))
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
        texts.append(text)
        return text

    _through(replace(report, secrecy=""), look)
    asked = [m for m in masks if m.words.split()]
    return [m.words for m in asked if any(_pattern([m]).search(text) for text in texts)]


def _pattern(masks: Iterable[Mask]) -> re.Pattern[str]:
    longest = sorted(masks, key=lambda m: -len(m.words))
    each = (r"\s+".join(map(re.escape, m.words.split())) for m in longest)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})s?(?!\w)", re.IGNORECASE)


def _through(part: P, change: Callable[[str], str]) -> P:
    """Return a part of a report with every text changed."""
    made: Any = part
    if isinstance(part, str):
        made = change(part)
    elif isinstance(part, tuple) and part and all(isinstance(each, Run) for each in part):
        made = _runs(part, change)
    elif isinstance(part, tuple):
        made = tuple(_through(each, change) for each in part)
    elif is_dataclass(part) and not isinstance(part, type):
        values: Mapping[str, Any] = {
            f.name: _through(getattr(part, f.name), change)
            for f in fields(part)
            if f.name not in _KEEP
        }
        made = replace(part, **values)
    found: P = made
    return found


def _runs(words: Runs, change: Callable[[str], str]) -> Runs:
    """Change runs one by one, or as one where what is changed goes over several."""
    changed = tuple(replace(run, text=change(run.text), link="") for run in words)
    whole = change(plain(changed))
    return changed if whole == plain(changed) else (Run(whole),)
