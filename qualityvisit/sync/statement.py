"""A statement: one signed line about who takes part.

Canonical JSON, a newline and the signature in hexadecimal digits; its id is the SHA-256 of that.
``after`` names the latest statements that the writer knew.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qualityvisit.sync.seal import Keys, digest, read_json, signed

MOST = 1 << 16  # bytes of a statement

# How far a device's bundles count: the names of the latest, or a number where names are not known.
Reach = tuple[str, ...] | int


@dataclass(frozen=True, slots=True)
class Statement:
    """One signed statement. ``raw`` is what travels and what is kept."""

    id: str
    body: dict[str, Any]
    raw: bytes

    @classmethod
    def make(cls, keys: Keys, **body: object) -> "Statement":
        """Write and sign a statement."""
        line = _canonical(body)
        raw = line + b"\n" + keys.sign(line).hex().encode()
        return cls(digest(raw), body, raw)

    @staticmethod
    def parse(raw: bytes) -> "Statement":
        """Read a statement. Raise ValueError where it is none; the signature is checked later."""
        return _parsed(raw)

    def signed_by(self, verify: str) -> bool:
        """Tell whether this was signed with the key."""
        return _signed(self.raw, verify)

    @property
    def type(self) -> str:
        """What is said."""
        return self.text("type")

    @property
    def by(self) -> str:
        """The device that says it."""
        return self.text("by")

    @property
    def after(self) -> list[str]:
        """The latest statements that the writer knew."""
        return self.names("after")

    @property
    def last(self) -> dict[str, Reach]:
        """How far each device's bundles had been taken in by the writer."""
        last = self.body.get("last")
        return {d: _reach(found) for d, found in last.items()} if isinstance(last, dict) else {}

    def text(self, key: str) -> str:
        """Return a field as text, "" where it is none."""
        value = self.body.get(key, "")
        return value if isinstance(value, str) else ""

    def names(self, key: str) -> list[str]:
        """Return a field as a list of texts, whatever else is in it left out."""
        value = self.body.get(key)
        return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


@lru_cache(maxsize=4096)  # all are folded anew whenever one comes
def _parsed(raw: bytes) -> Statement:
    line, _newline, signature = raw.rpartition(b"\n")
    if len(raw) > MOST or len(signature) != 128:
        raise ValueError
    body = read_json(line)
    try:
        if not isinstance(body, dict) or _canonical(body) != line:
            raise ValueError  # one statement has one form, and so one id
    except RecursionError as problem:
        raise ValueError from problem
    after = body.get("after", [])
    if not isinstance(after, list) or not all(isinstance(a, str) for a in after):
        raise ValueError
    return Statement(digest(raw), body, raw)


def device_id(verify: str, receive: str) -> str:
    """Return the id of the device, or invitation, with these keys: no two can claim one id."""
    return digest(f"qv-device|{verify}|{receive}".encode())[:20]


def proof_of(body: dict[str, Any]) -> bytes:
    """Return what an invitation's key signs for the device that uses it."""
    return "|".join(str(body.get(k, "")) for k in ("device", "verify", "receive")).encode()


def claim_of(body: dict[str, Any]) -> bytes:
    """Return what the keys of a new device or invitation sign: whose they are, and who says so."""
    fields = ("by", "type", "device", "invitation", "member", "role", "verify", "receive")
    return json.dumps([str(body.get(k, "")) for k in fields]).encode()


@lru_cache(maxsize=8192)
def _signed(raw: bytes, verify: str) -> bool:
    line, _newline, signature = raw.rpartition(b"\n")
    try:
        return signed(verify, bytes.fromhex(signature.decode()), line)
    except ValueError:
        return False


def _canonical(body: dict[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _reach(value: object) -> Reach:
    if isinstance(value, list):
        return tuple(v for v in value if isinstance(v, str))
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
