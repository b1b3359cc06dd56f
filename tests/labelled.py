"""Passages with what is to be found marked in them, and how well it is found."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qualityvisit.model.safe import Lists, find

FOLDER = Path(__file__).parent / "data" / "safe"
_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of one group's interview; ``marked``: from, to and category."""

    group: str
    text: str
    marked: tuple[tuple[int, int, str], ...]

    @property
    def held_out(self) -> bool:
        """Whether the passage belongs to the half that no rule is tuned on."""
        return zlib.crc32(self.text.encode()) % 2 == 1


def passages(name: str) -> Iterator[Passage]:
    """Yield the passages of a file."""
    group = ""
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("=="):
            group = line[2:].strip()
        elif line and not line.startswith("#"):
            yield _passage(group, line)


def _passage(group: str, line: str) -> Passage:
    text, marked, place = "", [], 0
    for match in _MARK.finditer(line):
        text += line[place : match.start()]
        marked.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        place = match.end()
    return Passage(group, text + line[place:], tuple(marked))


@dataclass(slots=True)
class Score:
    """What was found, found in vain, and not found, by category."""

    right: Counter[str]
    vain: Counter[str]
    missed: Counter[str]

    @property
    def precision(self) -> float:
        """Of what is found, how much is marked."""
        return self.right.total() / max(1, self.right.total() + self.vain.total())

    @property
    def recall(self) -> float:
        """Of what is marked, how much is found."""
        return self.right.total() / max(1, self.right.total() + self.missed.total())

    def __str__(self) -> str:
        """Return the figures, all and by category."""
        lines = [f"precision {self.precision:.3f}, recall {self.recall:.3f}"]
        for each in sorted({*self.right, *self.vain, *self.missed}):
            right, vain, missed = self.right[each], self.vain[each], self.missed[each]
            lines.append(f"  {each:<9} right {right:>3}  in vain {vain:>2}  missed {missed:>2}")
        return "\n".join(lines)


def score(of: list[Passage], lists: Lists) -> Score:
    """Measure: found is right where it meets a mark of its category, each mark counting once."""
    made = Score(Counter(), Counter(), Counter())
    for passage in of:
        left = list(passage.marked)
        for found in find(passage.text, lists, passage.group):
            meets = [
                m
                for m in passage.marked
                if m[0] < found.end and found.start < m[1] and m[2] == found.category
            ]
            if not meets:
                made.vain[found.category] += 1
            for mark in [m for m in meets if m in left][:1]:
                left.remove(mark)
                made.right[mark[2]] += 1
        made.missed.update(mark[2] for mark in left)
    return made
