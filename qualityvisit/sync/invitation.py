"""An invitation: one line of text that lets one person in, once.

It is copied as one line, or typed from paper: rows of letters and digits that are hard to mistake,
each with a check of its own.
"""

import base64
import json
import zlib
from dataclasses import dataclass
from functools import cache

from qualityvisit.errors import BadInput
from qualityvisit.settings import RESOURCES
from qualityvisit.sync.seal import Keys, read_json, slow_digest
from qualityvisit.words import _

START = "QV1-"
GROUP, ROW = 5, 35  # letters of a group, and of a row before its check
CHECK = 2  # letters of a row's check
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # base32 (RFC 4648)
MISTAKEN = str.maketrans("018", "OIB")  # digits that are not in the alphabet
MOST = 4000  # letters that are read


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the line holds. Whoever has it can join: it is handed over as a password is."""

    workspace: str
    store: str
    id: str
    member: str
    keys: Keys
    workspace_key: bytes

    def line(self) -> str:
        """Return the line of text, with a check sum against slips of the hand."""
        return START + base64.urlsafe_b64encode(self._whole()).decode().rstrip("=")

    def rows(self) -> tuple[str, ...]:
        """Return what is printed to be typed: rows of groups, the last group of each its check."""
        letters = base64.b32encode(self._whole()).decode().rstrip("=")
        cut = [letters[n : n + ROW] for n in range(0, len(letters), ROW)]
        return tuple(
            " ".join([*_groups(row), _check(number, row)]) for number, row in enumerate(cut, 1)
        )

    def _whole(self) -> bytes:
        fields = [self.workspace, self.store, self.id, self.member,
                  self.keys.to_bytes().hex(), self.workspace_key.hex()]  # fmt: skip
        packed = zlib.compress(json.dumps(fields).encode(), 9)
        return zlib.crc32(packed).to_bytes(4, "big") + packed

    def check_words(self) -> str:
        """Return the two words by which both sides know that they hold the same invitation."""
        return check_words(self.workspace, self.id)

    @classmethod
    def read(cls, line: str) -> "Invitation":
        """Read a line, or rows that were typed; spaces do not matter. Raise BadInput."""
        text = "".join(line.split())
        try:
            if not text or len(text) > MOST:
                raise ValueError
            return cls._read(_copied(text) if text.startswith(START) else _typed(line))
        except (ValueError, TypeError, zlib.error) as problem:
            raise BadInput(
                _("This is not a whole invitation."),
                _("Copy the whole line once more, from QV1- to its end."),
            ) from problem

    @classmethod
    def _read(cls, whole: bytes) -> "Invitation":
        if zlib.crc32(whole[4:]).to_bytes(4, "big") != whole[:4]:
            raise ValueError
        packed = zlib.decompressobj().decompress(whole[4:], 10_000)
        workspace, store, name, member, keys, key = map(str, read_json(packed))
        if (len(workspace), len(keys), len(key)) != (64, 128, 64):
            raise ValueError
        private, shared = bytes.fromhex(keys), bytes.fromhex(key)
        if (len(private), len(shared)) != (64, 32):
            raise ValueError  # spaces among the digits are passed over
        return cls(workspace, store, name, member, Keys.from_bytes(private), shared)


def check_words(workspace: str, invitation: str) -> str:
    """Return two words for an invitation.

    They are slow to work out, so that nobody makes invitations until one has the words of another.
    """
    found = int.from_bytes(slow_digest(f"{workspace}|{invitation}".encode(), b"qv-check-words"))
    adjectives, nouns = _words("adjectives"), _words("nouns")
    found, noun = divmod(found, len(nouns))
    return f"{adjectives[found % len(adjectives)]} {nouns[noun]}"


@cache
def _words(name: str) -> list[str]:
    return (RESOURCES / "words" / f"{name}.txt").read_text("utf-8").split()


def _copied(text: str) -> bytes:
    raw = text.removeprefix(START)
    return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))


def _typed(text: str) -> bytes:
    """Return what typed rows hold. Raise BadInput that names the row with the slip."""
    rows = [_letters(line) for line in text.splitlines() if line.strip()]
    if len(rows) == 1:  # typed or read without line breaks
        whole, step = rows[0], ROW + CHECK
        rows = [whole[n : n + step] for n in range(0, len(whole), step)]
    if not all(row and set(row) <= set(ALPHABET) for row in rows) or len(rows) < 2:
        raise ValueError
    for number, row in enumerate(rows, 1):
        if _check(number, row[:-CHECK]) != row[-CHECK:]:
            raise BadInput(
                _("There is a slip in row {number} of the recovery sheet.", number=number),
                _("Compare the row with the sheet, letter by letter. One line for each row."),
            )
    letters = "".join(row[:-CHECK] for row in rows)
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def _letters(line: str) -> str:
    return "".join(line.split()).replace("-", "").upper().translate(MISTAKEN)


def _groups(row: str) -> list[str]:
    return [row[n : n + GROUP] for n in range(0, len(row), GROUP)]


def _check(number: int, row: str) -> str:
    found = zlib.crc32(f"{number}|{row}".encode())
    return ALPHABET[found & 31] + ALPHABET[found >> 5 & 31]
