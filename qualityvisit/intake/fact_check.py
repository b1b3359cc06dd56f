"""Fact checks that have come back: what was chosen and written for each paragraph."""

import re
from dataclasses import dataclass

from qualityvisit.intake.reserve import FilledForm
from qualityvisit.model.records import ACCURATE, INACCURATE, UNSAID
from qualityvisit.words import _

# What a verdict is, chosen or written by hand; words that say more are kept beside it.
_NO = re.compile(r"((stämmer|korrekt|riktigt?) (inte|ej)|(inte|ej|icke) \w+|fel(aktig\w*)?|nej|"
                 r"inaccurate|wrong|no|not \w+)\b")  # fmt: skip
_YES = re.compile(r"(det )?(stämmer|korrekt|riktigt?|rätt|ja|ok|accurate|right|yes)"
                  r"( (bra|helt|precis))?")  # fmt: skip
_BARE = frozenset({"", "stämmer", "stämmer inte", "accurate", "inaccurate"})
_UNCHOSEN = re.compile(r"(välj|choose)\b.*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back on a paragraph; ``passage`` is "" for what stands in no place.

    ``words`` are the paragraph's in the form, "" where they are not known as they went out.
    """

    passage: str
    verdict: str
    comment: str
    words: str = ""


def answers(form: FilledForm) -> list[Answered]:
    """Return what a form says, place by place, in its order; what says nothing is left out."""
    verdicts = {each.place: verdict(each.text) for each in form.chosen}
    written: dict[str, list[str]] = {place: [] for place in verdicts}
    quoted = {each.place: each.text for each in form.quoted}
    for each in form.chosen:
        if _says_more(each.text):
            written[each.place].append(each.text)
    for place in sorted(form.reworded):
        said = _("Changed in the form to: {text}", text=quoted.pop(place))
        written.setdefault(place, []).append(said)
    for line in form.lines:
        written.setdefault(line.place, []).append(line.text)
    found = [
        Answered(p, verdicts.get(p, UNSAID), "\n".join(said), quoted.get(p, ""))
        for p, said in written.items()
    ]
    return [each for each in found if each.verdict or each.comment]


def _says_more(text: str) -> bool:
    return _bare(text) not in _BARE and not _UNCHOSEN.match(text)


def verdict(text: str) -> str:
    """Return ACCURATE, INACCURATE, or UNSAID where neither can be read."""
    said = _bare(text)
    return INACCURATE if _NO.match(said) else ACCURATE if _YES.fullmatch(said) else UNSAID


def _bare(text: str) -> str:
    return text.casefold().strip(" .:!–-")
