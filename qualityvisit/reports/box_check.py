"""Whether an archive box is as it was made: every byte of it, and which file differs."""

import json
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from qualityvisit.reports.box import (
    FORMAT,
    HISTORY,
    LIST,
    SUMS,
    digest,
    sums_of,
    torn_at,
    zipped,
)
from qualityvisit.words import _

_HEAD = struct.Struct("<4s5H3I2H")  # of a file in the zip file
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was made. ``file`` is "" where it is the box as a whole."""

    file: str
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. ``seal`` is the SHA-256 of the manifest: it stands for the whole box."""

    seal: str
    files: int
    problems: tuple[Problem, ...]
    about: dict[str, str] = field(default_factory=dict)  # what the box says that it is


@dataclass(frozen=True, slots=True)
class _Found:
    """A file in the box: what stands there, and what the zip file says of it."""

    name: str
    data: bytes
    sum: int
    end: int

    @property
    def is_whole(self) -> bool:
        return zlib.crc32(self.data) == self.sum


def check(data: bytes, seal: str = "") -> Checked:
    """Return what is wrong with a box, whatever it is that was given.

    ``seal`` is the one that was told when the box was made, where it is known: without it somebody
    who made the whole box anew is not found out.
    """
    found = list(_walk(data))
    if not found or not {LIST, SUMS} & {f.name for f in found}:
        words = _("The file is no archive box, or is damaged from its beginning.")
        return Checked("", 0, (Problem("", words),))
    files = {f.name: f for f in found}
    told = _manifest(files.get(LIST))
    problems = [*_lists(files, told), *_names(found), *_contents(files, told, data, found)]
    if not problems and zipped([(f.name, f.data) for f in found]) != data:
        problems.append(_outside(found, data))
    made = digest(files[LIST].data) if LIST in files else ""
    if seal and made != seal.strip().casefold():
        problems.append(Problem("", _("The seal is another. The box is not the one that was made:"
                                      " {seal}", seal=made or "–")))  # fmt: skip
    about = {k: v for k, v in told.items() if isinstance(v, str)}
    return Checked(made, len(found), tuple(problems), about)


def _walk(data: bytes) -> Iterator[_Found]:
    """Yield the files as they stand one after the other, as far as that can be followed."""
    at = 0
    while data[at : at + 4] == b"PK\x03\x04" and len(data) >= at + _HEAD.size:
        *_more, total, packed, _size, named, extra = _HEAD.unpack_from(data, at)
        start = at + _HEAD.size + named + extra
        at, name = start + packed, data[at + _HEAD.size : at + _HEAD.size + named]
        if at > len(data):
            return
        yield _Found(name.decode("utf-8", "replace"), data[start:at], total, at)


def _manifest(found: _Found | None) -> dict[str, object]:
    """Return what the manifest says, or {} where it is not whole."""
    try:
        told = json.loads(found.data) if found and found.is_whole else {}
    except (ValueError, RecursionError):
        return {}
    whole = isinstance(told, dict) and told.get("format") == FORMAT
    return told if whole and isinstance(told.get("files"), list) else {}


def _listed(files: dict[str, _Found], told: dict[str, object]) -> dict[str, str]:
    """Return the digest of each file: by the manifest, or by the other list."""
    entries = told.get("files")
    if isinstance(entries, list):
        parts = [e for e in entries if isinstance(e, dict)]
        return {str(e.get("name")): str(e.get("sha256")) for e in parts}
    if SUMS not in files:
        return {}
    lines = map(_LINE.fullmatch, files[SUMS].data.decode("utf-8", "replace").split("\n"))
    found = {m[2]: m[1] for m in lines if m}
    found.pop(LIST, None)
    return found


def _lists(files: dict[str, _Found], told: dict[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with the two lists: they say the same in two ways."""
    for name in (LIST, SUMS):
        if name not in files:
            yield _missing(name)
        elif not files[name].is_whole:
            yield _changed(name)
    if not {LIST, SUMS} <= set(files) or not files[LIST].is_whole or not files[SUMS].is_whole:
        return
    if not told:
        yield Problem(LIST, _("{file} cannot be read.", file=LIST))
    elif sums_of(_listed(files, told), files[LIST].data) != files[SUMS].data:
        yield Problem(LIST, _("{one} and {other} do not say the same.", one=LIST, other=SUMS))


def _names(found: list[_Found]) -> Iterator[Problem]:
    for name, times in Counter(f.name for f in found).items():
        if times > 1:
            yield Problem(name, _("{file} is there more than once.", file=name))


def _contents(
    files: dict[str, _Found], told: dict[str, object], data: bytes, found: list[_Found]
) -> Iterator[Problem]:
    listed = _listed(files, told)
    for name, there in files.items():
        if name in listed and digest(there.data) != listed[name]:
            yield _changed(name)
        elif name not in listed and name not in (LIST, SUMS) and listed:
            yield Problem(name, _("{file} does not belong in the box.", file=name))
    if data[found[-1].end : found[-1].end + 4] != b"PK\x01\x02":
        yield _outside(found, data)
    else:
        yield from (_missing(name) for name in listed if name not in files)
    if HISTORY in files and (line := _torn(files[HISTORY].data)):
        yield Problem(HISTORY, _("The history does not hold together at line {n}.", n=line))


def _torn(history: bytes) -> int:
    try:
        told = json.loads(history)
        return torn_at(told["steps"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return 1


def _outside(found: list[_Found], data: bytes) -> Problem:
    """Return where the zip file itself is other than it was made."""
    made = zipped([(f.name, f.data) for f in found])
    first = next((n for n, (a, b) in enumerate(zip(made, data, strict=False)) if a != b), len(made))
    where = next((f.name for f in found if first < f.end), "")
    if where:
        words = _("What the zip file says of {file} has been changed.", file=where)
        return Problem(where, words)
    words = _(
        "The zip file has been changed after {file}: in its directory, or something was added or"
        " cut off.", file=found[-1].name,
    )  # fmt: skip
    return Problem("", words)


def _changed(name: str) -> Problem:
    return Problem(name, _("{file} has been changed.", file=name))


def _missing(name: str) -> Problem:
    return Problem(name, _("{file} is missing.", file=name))
