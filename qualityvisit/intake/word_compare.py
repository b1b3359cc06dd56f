"""An edited file held against the minutes as they stand: what it changes, passage by passage.

Three states are compared line by line: as it was when the file was made (its digest stands in the
file), as it reads in the file, and as it reads here. What only one side has changed is clear; what
both have is a conflict, with both texts shown. Nothing is lost whichever is chosen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import sha256

from qualityvisit.intake.word_back import HEADING, EditedFile, Line, Remark, Tracked

REWORDED, CONFLICT, NEW, REMOVED, MOVED = "reworded", "conflict", "new", "removed", "moved"
OURS, UNPLACED = "ours", "unplaced"  # written by the program; stands in no section
LIKE = 0.6  # how alike words are that are the same paragraph, without its bookmark
_SIGNS = ("- ", "• ", "* ")


@dataclass(frozen=True, slots=True)
class Standing:
    """A passage as it stands here: a line of it may begin with the sign of a list."""

    id: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a file changes.

    ``section`` is where it stands in the file, ``old`` how it reads here, ``new`` how it would
    read. A passage that was MOVED may be reworded too. OURS and UNPLACED cannot be taken in.
    """

    kind: str
    section: str
    passage: str = ""
    old: str = ""
    new: str = ""
    after: str = ""  # the passage that a new or a moved one follows
    tracked: tuple[Tracked, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that a file changes, in its own order, with the comments in it."""

    changes: tuple[Change, ...]
    remarks: tuple[Remark, ...]
    unchanged: int  # passages


def digest(words: str, length: int = 8) -> str:
    """Return the digest of words as bookmarks have it."""
    return sha256(" ".join(words.split()).encode()).hexdigest()[:length]


def compare(edited: EditedFile, fresh: EditedFile, standing: Sequence[Standing]) -> Comparison:
    """Return what ``edited`` changes; ``fresh`` is the same file as it would be made now."""
    return _Comparing(edited, fresh, standing).done()


class _Comparing:
    def __init__(self, edited: EditedFile, fresh: EditedFile, standing: Sequence[Standing]) -> None:
        self._edited, self._standing = edited, standing
        self._by_id = {p.id[:12]: p for p in standing}
        self._lines: dict[str, list[Line]] = defaultdict(list)
        for line in edited.lines:
            if line.passage in self._by_id:
                self._lines[line.passage].append(line)
        # What the program writes without a mark: title, facts, a template's own words.
        self._known = Counter(line.text for line in fresh.lines if not line.passage)
        self._owned = {line.digest for line in fresh.lines if not line.passage}

    def done(self) -> Comparison:
        self._find_lost()
        changes = [*self._in_order(), *self._removed()]
        changed = {c.passage for c in changes if c.passage}
        remarks = tuple(self._placed(r) for r in self._edited.remarks)
        return Comparison(tuple(changes), remarks, len(self._standing) - len(changed))

    def _placed(self, remark: Remark) -> Remark:
        found = self._by_id.get(remark.passage)
        return replace(remark, passage=found.id if found else "")

    def _find_lost(self) -> None:
        """Let lines without a mark be those that have lost theirs, where the words are alike."""
        lost = [line for p in self._standing for line in self._lost_of(p)]
        free = [line for line in self._edited.lines if self._is_free(line)]
        self._matched: dict[int, Line] = {}
        for share in (1.0, LIKE):
            pairs = sorted(
                ((ratio, one.section == other.section, -n, -k) for n, one in enumerate(lost)
                 for k, other in enumerate(free)
                 if (ratio := _likeness(one, other, share)) >= share),
                reverse=True,
            )  # fmt: skip
            used: tuple[set[int], set[int]] = (set(), set())
            for _ratio, _same, n, k in pairs:
                if n not in used[0] and k not in used[1]:
                    used[0].add(n)
                    used[1].add(k)
                    one, other = lost[-n], free[-k]
                    found = replace(one, text=other.text, section=other.section,
                                    tracked=other.tracked)  # fmt: skip
                    self._matched[id(other)] = found
                    self._lines[one.passage].append(found)
            lost = [one for n, one in enumerate(lost) if -n not in used[0]]
            free = [one for k, one in enumerate(free) if -k not in used[1]]
        for lines in self._lines.values():
            lines.sort(key=lambda line: line.number)

    def _lost_of(self, passage: Standing) -> Iterator[Line]:
        """Yield the lines of a passage that no mark in the file is of."""
        there = self._lines.get(passage.id[:12], [])
        shown = [_bare(line) for line in passage.text.split("\n") if line.strip()]
        if there and there[0].of != len(shown):
            return
        numbers = {line.number for line in there}
        for n, words in enumerate(shown):
            if n not in numbers:
                yield Line(words, passage.section, passage.id[:12], digest(words),
                           digest(passage.section, 4), n, len(shown))  # fmt: skip

    def _is_free(self, line: Line) -> bool:
        known = line.passage in self._by_id
        return not known and not line.digest and not self._known[line.text]

    def _in_order(self) -> Iterator[Change]:
        told: set[str] = set()
        latest: dict[str, str] = {}  # the passage before, in each section
        seen: Counter[str] = Counter()
        for line in self._edited.lines:
            line = self._matched.get(id(line), line)  # noqa: PLW2901 the same, with its mark
            key = line.passage
            if key in self._by_id:
                passage = self._by_id[key]
                if key not in told:
                    told.add(key)
                    after = latest.get(line.section, "")
                    yield from self._of(passage, self._lines[key], after)
                latest[line.section] = passage.id
            elif line.passage:  # it is gone here, or somebody else's
                yield from self._new(line, latest)
            elif line.digest == HEADING:
                yield Change(OURS, line.section, new=line.text, tracked=line.tracked)
            elif line.digest:
                if digest(line.text) != line.digest and line.digest in self._owned:
                    yield Change(OURS, line.section, new=line.text, tracked=line.tracked)
            else:
                seen[line.text] += 1
                if seen[line.text] > self._known[line.text]:
                    yield from self._new(line, latest)

    @staticmethod
    def _new(line: Line, latest: dict[str, str]) -> Iterator[Change]:
        if line.section:
            after = latest.get(line.section, "")
            yield Change(NEW, line.section, new=line.text, after=after, tracked=line.tracked)
        else:
            yield Change(UNPLACED, "", new=line.text, tracked=line.tracked)

    def _removed(self) -> Iterator[Change]:
        for passage in self._standing:
            key = passage.id[:12]
            gone = key in self._edited.exported and key not in self._lines
            if gone and passage.text.strip():
                yield Change(REMOVED, passage.section, passage.id, passage.text)

    # --- one passage

    def _of(self, passage: Standing, lines: list[Line], after: str) -> Iterator[Change]:
        told, both = _composed(passage.text, lines)
        tracked = tuple(t for line in lines for t in line.tracked)
        section = Counter(line.section for line in lines).most_common(1)[0][0]
        home = lines[0].home or digest(passage.section, 4)
        moved = section and digest(section, 4) != home and section != passage.section
        if moved and digest(passage.section, 4) == home:
            new = passage.text if both else told
            yield Change(MOVED, section, passage.id, passage.text, new, after, tracked)
            if not both:
                return
        if told != passage.text:
            kind = CONFLICT if both else REWORDED
            yield Change(kind, section or passage.section, passage.id, passage.text, told,
                         tracked=tracked)  # fmt: skip


def _composed(text: str, lines: list[Line]) -> tuple[str, bool]:
    """Return a passage as it reads with the file's words, and whether both sides changed a line."""
    raw = text.split("\n")
    shown = [n for n, line in enumerate(raw) if line.strip()]
    ours = {n: digest(_bare(raw[n])) for n in shown}
    made: dict[int, list[str]] = {n: [line] for n, line in enumerate(raw)}
    both, there, last = False, set[int](), -1
    for line in lines:
        place = _place(line, shown, ours)
        after = next((n for n in shown if n > last), -1)
        if line.follows and ours.get(after) == digest(line.text):
            last = after  # it was parted here too
            there.add(last)
        elif line.follows and last >= 0:
            made[last].append(_as(raw[last], line.text))
        elif place < 0:
            made.setdefault(len(raw), []).append(line.text)
            last = len(raw)
        else:
            there.add(place)
            last = place
            if digest(line.text) not in (line.digest, ours[place]):
                both = both or (bool(line.digest) and ours[place] != line.digest)
                made[place] = [_as(raw[place], line.text)]
    if lines[0].of == len(shown):  # as many as then: those that are not in the file were taken away
        numbers = {line.number for line in lines}
        for number, n in enumerate(shown):
            if number not in numbers and n not in there:
                made[n] = []
    told = "\n".join(line for n in sorted(made) for line in made[n])
    return told, both


def _place(line: Line, shown: list[int], ours: dict[int, str]) -> int:
    """Return which line here is that of the file: the same words as then, else the same number."""
    same = [n for n in shown if ours[n] == line.digest]
    if same:
        return same[0]
    if not line.digest:
        return shown[0] if len(shown) == 1 else -1
    return shown[line.number] if 0 <= line.number < len(shown) else -1


def _bare(line: str) -> str:
    line = line.strip()
    return line[2:].lstrip() if line.startswith(_SIGNS) else line


def _as(raw: str, words: str) -> str:
    """Return words with the sign of a list that the line had."""
    sign = raw.lstrip()[:2] if raw.lstrip().startswith(_SIGNS) else ""
    return sign + words


def _likeness(one: Line, other: Line, least: float) -> float:
    if least == 1.0 or one.text == other.text:
        return float(one.text == other.text)
    mine, theirs = _words(one.text), _words(other.text)
    most = len(mine) + len(theirs)
    if 2 * len(mine & theirs) < most * least * 0.8:  # far from it: the costly question is not asked
        return 0.0
    return SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False).ratio()


@lru_cache(maxsize=2000)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield "same", "gone" or "come" and words, in order, that lead from one text to another."""
    import re  # noqa: PLC0415 only where a difference is shown

    before, after = (re.findall(r"\S+\s*|\s+", text) for text in (old, new))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(before[i1:i2])
            continue
        if i2 > i1:
            yield "gone", "".join(before[i1:i2])
        if j2 > j1:
            yield "come", "".join(after[j1:j2])
