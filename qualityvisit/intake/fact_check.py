"""Fact checks that have come back: what was chosen and written for each paragraph."""

import re
from dataclasses import dataclass

from qualityvisit.intake.reserve import FilledForm
from qualityvisit.model.records import ACCURATE, INACCURATE, UNSAID

# What a verdict begins with, chosen or written by hand.
_NO = re.compile(r"((stämmer|korrekt|riktigt?) (inte|ej)|(inte|ej|icke) \w+|fel(aktig\w*)?|nej|"
                 r"inaccurate|wrong|no|not \w+)\b")  # fmt: skip
_YES = re.compile(r"(stämmer|korrekt|riktigt?|rätt|ja|ok|accurate|right|yes)\b")


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back on a paragraph; ``passage`` is "" for what stands in no place."""

    passage: str
    verdict: str
    comment: str


def answers(form: FilledForm) -> list[Answered]:
    """Return what a form says, place by place, in its order; what says nothing is left out."""
    verdicts = {each.place: verdict(each.text) for each in form.chosen}
    written: dict[str, list[str]] = {place: [] for place in verdicts}
    for line in form.lines:
        written.setdefault(line.place, []).append(line.text)
    found = [Answered(p, verdicts.get(p, UNSAID), "\n".join(said)) for p, said in written.items()]
    return [each for each in found if each.verdict or each.comment]


def verdict(text: str) -> str:
    """Return ACCURATE, INACCURATE, or UNSAID where neither can be read."""
    said = text.casefold().strip(" .:–-")
    return INACCURATE if _NO.match(said) else ACCURATE if _YES.match(said) else UNSAID
