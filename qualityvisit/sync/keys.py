"""Keys on their way: each document's key, wrapped for everybody who may read the document."""

import base64
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qualityvisit.journal.chest import Key
from qualityvisit.sync.seal import Keys, SealError, digest, read_json, wrap

WORKSPACE_KEY = "workspace"  # the document name under which the workspace's own key is kept
SIZE = 32  # bytes of a key


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this device is. ``more`` are further keys that receive: an invitation's."""

    workspace: str
    device: str
    member: str
    keys: Keys
    more: tuple[tuple[str, Keys], ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """Keys wrapped together for one receiver. Which keys is open to members, the keys are not."""

    to: str
    keys: tuple[str, ...]  # their public ids
    sealed: bytes

    @classmethod
    def make(cls, keys: list[Key], workspace: str, to: str, receive: str) -> "Grant":
        """Wrap keys for the receiver ``to``, whose public key is ``receive``. Raise SealError."""
        held = json.dumps([(k.document, k.bytes.hex()) for k in keys]).encode()
        return cls(to, tuple(k.id for k in keys), wrap(held, receive, _purpose(workspace, to)))

    def to_json(self) -> dict[str, object]:
        """Return the grant as JSON values."""
        sealed = base64.b64encode(self.sealed).decode()
        return {"to": self.to, "keys": list(self.keys), "sealed": sealed}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Grant":
        """Read what to_json wrote. Raise ValueError, KeyError or TypeError."""
        keys = tuple(str(k) for k in found["keys"])
        return cls(str(found["to"]), keys, base64.b64decode(found["sealed"], validate=True))

    def open(self, keys: Keys, workspace: str) -> list[Key]:
        """Return the keys. Raise SealError, ValueError or TypeError."""
        held = read_json(keys.unwrap(self.sealed, _purpose(workspace, self.to)))
        found = [(str(document), bytes.fromhex(raw)) for document, raw in held]
        return [Key(key_id(raw), document, raw) for document, raw in found if len(raw) == SIZE]


def keys_for(who: Identity, grants: Iterable[Grant], ring: Iterable[str]) -> list[Key]:
    """Return the keys that were wrapped for us and that are not on the ``ring``."""
    ours, known, found = {who.device: who.keys, **dict(who.more)}, set(ring), []
    for grant in grants:
        keys = ours.get(grant.to)
        if keys is None or set(grant.keys) <= known:
            continue
        try:
            held = grant.open(keys, who.workspace)
        except (SealError, ValueError, TypeError):
            continue
        found += [key for key in held if key.id in grant.keys and key.id not in known]
        known |= {key.id for key in held}
    return found


def granted(grants: Iterable[Grant], device: str) -> tuple[tuple[str, str], ...]:
    """Return who has which key by these grants; who hands a key out has it."""
    return tuple({(key, to) for g in grants for key in g.keys for to in (g.to, device)})


def new_key(document: str) -> Key:
    """Make a key for a document."""
    raw = os.urandom(SIZE)
    return Key(key_id(raw), document, raw)


def key_id(raw: bytes) -> str:
    """Return the public id of a key."""
    return digest(b"qv-key" + raw)[:20]


def _purpose(workspace: str, receiver: str) -> bytes:
    return f"{workspace}|{receiver}".encode()
