"""Letters about a visit: a text with blanks, filled in with what is known, as an outline.

In a text the first line is the title; ``# `` begins a heading, ``- `` a line of a list, and an
empty line ends a paragraph. A blank stands in braces. What is not known is left as a gap in
brackets, to be filled in by hand: nothing is made up.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qualityvisit.reports.outline import STRONG, Block, Bullets, Heading, Outline, Paragraph, Run
from qualityvisit.words import _

UNIT, GUARDIANS, PUPILS = "unit", "guardians", "pupils"
RECEIVERS = (UNIT, GUARDIANS, PUPILS)
_BLANK, _GAP = re.compile(r"\{([^{}\n]*)\}"), re.compile(r"\[[^\[\]\n]+\]")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around a letter's text."""

    committee: str
    municipality: str
    registry_number: str
    made: str


def filled(text: str, blanks: Mapping[str, str], values: Mapping[str, str]) -> str:
    """Return a text with its blanks filled in, and gaps where a value is missing.

    ``blanks`` are the words in braces and what they stand for, which ``values`` has. What begins a
    line begins with a capital.
    """

    def value(blank: re.Match[str]) -> str:
        meant = blanks.get(blank[1], blank[1])
        found = values.get(meant, "") or gap(meant)
        begins = blank.start() == 0 or text[blank.start() - 1] == "\n"
        return found[:1].upper() + found[1:] if begins else found

    return _BLANK.sub(value, text)


def unknown_blanks(text: str, blanks: Mapping[str, str]) -> list[str]:
    """Return words in braces that no letter fills in."""
    return [word for word in dict.fromkeys(_BLANK.findall(text)) if word not in blanks]


def gap(meant: str) -> str:
    """Return what stands where a value is missing."""
    what = {
        "unit": _("the unit"),
        "committee": _("the committee"),
        "day": _("the day of the visit"),
        "place": _("the place"),
        "team": _("who comes"),
        "programme": _("the programme"),
        "group time": _("the time of the talk"),
        "group place": _("the place of the talk"),
        "contact": _("name and telephone of whom to ask"),
    }.get(meant, meant)
    return _("[fill in: {what}]", what=what)


def gaps(text: str) -> list[str]:
    """Return the gaps that are left in a text."""
    return list(dict.fromkeys(_GAP.findall(text)))


def build(text: str, head: Head) -> Outline:
    """Return a letter as an outline. Gaps stand out."""
    title, _newline, rest = text.strip().partition("\n")
    return Outline(
        title=title.strip() or _("Letter"),
        language="sv-SE",
        kind=_("Information about a visit"),
        municipality=head.municipality,
        committee=head.committee,
        registry_number=head.registry_number,
        author=head.committee,
        made=head.made,
        blocks=tuple(_blocks(rest.splitlines())),
    )


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    words: list[str] = []
    items: list[str] = []

    def held() -> Iterator[Block]:
        if items:
            yield Bullets(tuple(map(_runs, items)))
        if words:
            yield Paragraph(_runs("\n".join(words)))
        items.clear()
        words.clear()

    for line in map(str.strip, lines):
        if line.startswith("- ") and not words:
            items.append(line[2:])
            continue
        if items or not line or line.startswith(("# ", "- ")):
            yield from held()
        if line.startswith("# "):
            yield Heading(line[2:].strip(), numbered=False)
        elif line.startswith("- "):
            items.append(line[2:])
        elif line:
            words.append(line)
    yield from held()


def _runs(text: str) -> tuple[Run, ...]:
    found, at = list[Run](), 0
    for each in _GAP.finditer(text):
        found += [Run(text[at : each.start()])] if each.start() > at else []
        found.append(Run(each[0], STRONG))
        at = each.end()
    return (*found, Run(text[at:])) if text[at:] or not found else tuple(found)
