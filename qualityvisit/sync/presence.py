"""Signs of presence: who is on a visit just now, and where in a note they write.

    QVHERE1 | base64 of: key id, 10 bytes | nonce, 12 | ChaCha20-Poly1305 of: JSON | signature, 64

A sign goes from window to window through a store that tells at once; nothing of it is kept, neither
there nor here. It is sealed with the key of the visit's notes, so only those who may read them can
open it, and signed by its device. Anybody can send anything there: what is not right is passed over
without a word.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from qualityvisit.journal.chest import Key
from qualityvisit.sync.keys import Identity
from qualityvisit.sync.seal import SealError, read_json, seal, signed, unseal
from qualityvisit.sync.store import Watched

MAGIC = "QVHERE1"
LONGEST = 2000  # characters of a sign; PostgreSQL carries up to 7,999 bytes
SIZE = 256  # bytes of what is said, filled up: the length tells nobody whether somebody writes
FRESH = 300_000  # milliseconds by which two computers' clocks may differ
MOST_AT_ONCE = 50  # signs that are opened in one go; whoever sends more is not heard
SIGNATURE = 64


@runtime_checkable
class Live(Watched, Protocol):
    """A store that carries signs to whoever listens just now, and keeps none of them."""

    def say(self, sign: str) -> None:
        """Send a sign to all who listen. Raise StoreTrouble. On any thread."""

    def signs(self) -> tuple[str, ...]:
        """Return what has been heard since the last call. On any thread."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What a device says of its person. ``at`` is by its own clock, in milliseconds."""

    device: str
    at: int
    note: str = ""  # the note with the caret, "" for none
    caret: int = 0  # where in it, in code points
    gone: bool = False  # the visit has been left


@dataclass(slots=True)
class Company:
    """Those who may read one document's signs: to say and to hear who is there."""

    store: Live
    who: Identity
    document: str
    keys: Mapping[str, Key]  # by id: all that may have sealed
    current: Key | None  # the one that seals; without one nothing is said
    devices: Mapping[str, tuple[str, str]]  # device -> member and public key, who may read it now
    latest: dict[str, int]  # device -> the newest sign that was heard, or said
    clock: Callable[[], int]  # milliseconds

    def sign(self, note: str = "", caret: int = 0, *, gone: bool = False) -> str:
        """Return a sign of ours as it is sent, "" where there is no key to seal it with."""
        device = self.who.device
        at = max(self.clock(), self.latest.get(device, -1) + 1)
        self.latest[device] = at
        return self.sealed(Sign(device, at, note, caret, gone))

    def say(self, sign: str) -> None:
        """Send a sign. Raise StoreTrouble. On any thread."""
        self.store.say(sign)

    def sealed(self, sign: Sign) -> str:
        """Return a sign as it is sent, "" where there is no key to seal it with."""
        if self.current is None:
            return ""
        said = {"at": sign.at, "caret": sign.caret, "device": sign.device, "gone": sign.gone,
                "note": sign.note}  # fmt: skip
        words = json.dumps(said, separators=(",", ":")).encode().ljust(SIZE)
        place = self._place(self.current.id)
        whole = seal(self.current.bytes, words + self.who.keys.sign(place + words), place)
        return MAGIC + base64.b64encode(bytes.fromhex(self.current.id) + whole).decode()

    def hear(self) -> list[tuple[str, Sign]]:
        """Return the signs that have come and that count, each with its member."""
        found, now = [], self.clock()
        for text in self.store.signs()[-MOST_AT_ONCE:]:
            sign = self._opened(text)
            if (
                sign is None
                or sign.device == self.who.device
                or abs(now - sign.at) > FRESH
                or sign.at <= self.latest.get(sign.device, -1)
            ):
                continue
            self.latest[sign.device] = sign.at
            found.append((self.devices[sign.device][0], sign))
        return found

    def _opened(self, text: str) -> Sign | None:
        """Open a sign and check who has signed it; None for anything that is not right."""
        if not text.startswith(MAGIC) or len(text) > LONGEST:
            return None
        try:
            whole = base64.b64decode(text[len(MAGIC) :], validate=True)
            key = self.keys[whole[:10].hex()]
            place = self._place(key.id)
            content = unseal(key.bytes, whole[10:], place)
            words, signature = content[:-SIGNATURE], content[-SIGNATURE:]
            sign = _read(read_json(words))
            _member, verify = self.devices[sign.device]
        except (SealError, ValueError, KeyError, TypeError):
            return None
        return sign if signed(verify, signature, place + words) else None

    def _place(self, key: str) -> bytes:
        return f"here|{self.who.workspace}|{self.document}|{key}|".encode()


def _read(found: dict[str, object]) -> Sign:
    """Read what is said. Raise ValueError, KeyError or TypeError."""
    at, caret, gone = found["at"], found["caret"], found["gone"]
    if not (type(at) is int and type(caret) is int and isinstance(gone, bool) and caret >= 0):
        raise ValueError
    return Sign(str(found["device"]), at, str(found["note"]), caret, gone)
