"""Keys for minutes that are to come back from Word: which words stand in which passage.

They are given when the outline is made, by the words, so that what builds it need not know of them.
A key of a line is "p_<passage>_<digest of the line>_<digest of its section>_<its number>_<of how
many>"; what the program has written itself, of findings and figures, has "g_<digest>_<number>".
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from qualityvisit.model import records
from qualityvisit.reports.outline import (
    Block,
    Bullets,
    Heading,
    Outline,
    Paragraph,
    Runs,
    Table,
    clean,
    plain,
)
from qualityvisit.words import _

_BULLETS = ("- ", "• ", "* ")


@dataclass(frozen=True, slots=True)
class Kept:
    """A passage of the minutes: where it stands, and what it says."""

    passage: str
    section: str
    text: str


def digest(words: str, length: int = 8) -> str:
    """Return a digest of words, whatever the spaces between them."""
    return sha256(" ".join(words.split()).encode()).hexdigest()[:length]


def lines_of(text: str) -> list[str]:
    """Return the lines of a passage as minutes show them: without the signs of a list."""
    lines = (line.strip() for line in clean(text).split("\n"))
    return [bare(line) for line in lines if line]


def bare(line: str) -> str:
    """Return a line without the sign of a list."""
    return line[2:].lstrip() if line.startswith(_BULLETS) else line


class _Keys:
    def __init__(self, passages: Iterable[Kept]) -> None:
        self._waiting: dict[str, deque[tuple[str, str]]] = defaultdict(deque)
        self._made = 0
        for kept in passages:
            about = f"p_{kept.passage[:12]}", digest(kept.section, 4)
            lines = lines_of(kept.text)
            for number, line in enumerate(lines):
                key = f"{about[0]}_{digest(line)}_{about[1]}_{number}_{len(lines)}"
                self._waiting[digest(line, 64)].append((key, kept.section))

    def of(self, words: Runs) -> tuple[str, str]:
        """Return the key of words, and the section that they stand in, "" for the program's own."""
        for told in (plain(words), words[-1].text if words else ""):
            if waiting := self._waiting[digest(told, 64)]:
                return waiting.popleft()
        return self.own(plain(words)), ""

    def own(self, words: str) -> str:
        """Return a key for what the program has written."""
        self._made += 1
        return f"g_{digest(words)}_{self._made}"


def keyed(outline: Outline, passages: Iterable[Kept]) -> Outline:
    """Return minutes with the keys by which their passages and sections are known again."""
    keys, fixed = _Keys(passages), _fixed()
    blocks: list[Block] = []
    heading = -1  # the latest heading that has no section yet
    for block in outline.blocks:
        made, sections = _keyed(block, keys)
        for section in sections:
            if heading >= 0 and section:
                found = blocks[heading]
                assert isinstance(found, Heading)
                blocks[heading] = replace(found, key=section)
                heading = -1
        if isinstance(made, Heading):
            made = replace(made, key=fixed.get(made.text, ""))
            heading = -1 if made.key else len(blocks)
        blocks.append(made)
    return replace(outline, blocks=tuple(blocks))


def passages_in(outline: Outline) -> list[str]:
    """Return the beginnings of the ids of the passages that stand in minutes."""
    keys = [key for block in outline.blocks for key in (
        block.keys if isinstance(block, Bullets) else
        (block.key,) if isinstance(block, Paragraph) else ())]  # fmt: skip
    return list(dict.fromkeys(key.split("_")[1] for key in keys if key.startswith("p_")))


def section_headings(outline: Outline, sections: Iterable[str]) -> dict[str, str]:
    """Return the sections by the words of their headings: alone, or under the heading above."""
    known, above, found = set(sections), dict[int, str](), _fixed()
    words = [b.text for b in outline.blocks if isinstance(b, Heading)]
    for block in outline.blocks:
        if isinstance(block, Heading):
            above[block.level] = block.text
            section = block.key if block.key in known else ""
            found[f"{above.get(block.level - 1)} / {block.text}"] = section
            if words.count(block.text) == 1:
                found[block.text] = section
    return found


def places_of(outline: Outline) -> dict[str, str]:
    """Return what each section is called, under the heading of its group."""
    found = {section: words for words, section in _fixed().items()}
    above = ""
    for block in outline.blocks:
        if isinstance(block, Heading):
            above = block.text if block.level <= 2 else above
            if block.key:
                found[block.key] = f"{above}: {block.text}" if block.level > 2 else block.text
    return found


def _fixed() -> dict[str, str]:
    """Return the sections that have a heading of their own in all minutes."""
    return {
        _("Introduction and the unit's conditions"): records.INTRO,
        _("Observations from the walk-through"): records.OBSERVATIONS,
        _("Strengths"): records.OVERALL[0],
        _("Areas for development"): records.OVERALL[1],
        _("Deficiencies"): records.OVERALL[2],
        _("Agreed and to be followed up"): records.AGREED,
        _("Distribution list"): records.DISTRIBUTION,
    }


def _keyed(block: Block, keys: _Keys) -> tuple[Block, list[str]]:
    if isinstance(block, Paragraph):
        key, section = keys.of(block.runs)
        return replace(block, key=key), [section]
    if isinstance(block, Bullets):
        found = [keys.of(i) if not isinstance(i, Bullets) else ("", "") for i in block.items]
        return replace(block, keys=tuple(k for k, _s in found)), [s for _k, s in found]
    if isinstance(block, Table):
        cells = " ".join(cell for row in (block.header, *block.rows) for cell in row)
        return replace(block, key=keys.own(cells)), []
    return block, []
