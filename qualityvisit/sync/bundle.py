"""A bundle: what one device ships in one round, sealed part by part and signed as a whole.

    QVBUNDLE1 | header length, 4 bytes big-endian | header, canonical JSON | parts | signature, 64

The header names format, workspace, device, sequence number, the name of the device's bundle before
(``previous``), what the device had taken in of others (``deps``: device -> number), the workspace's
own keys wrapped for those who lack them (``keys``), and for each part its document, key and size.
Part 0 is the control part: membership statements and wrapped keys, sealed with the workspace's own
key. The others hold a list of times and devices in JSON, and then as many updates, each after its
length in 4 bytes big-endian. A bundle's name is
``device/sequence-hash``: the first 16 hexadecimal digits of the SHA-256 of what is signed and the
signature. What is signed is the SHA-256 of all before it.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from qualityvisit.sync.seal import Keys, digest, read_json, seal, signed, unseal

MAGIC = b"QVBUNDLE1"
FORMAT = 1
NAME = re.compile(r"[0-9a-f]{20}/[0-9]{8}-[0-9a-f]{16}")
BUNDLE, PACK, SNAPSHOT = "", "pack", "snapshot"  # the kinds of such files: see `snapshot`
MOST_HEADER = 1 << 24
MOST_SEQUENCE = 99_999_999  # eight digits
CONTROL = ""  # the control part's document
SMALL = 128  # updates shorter than this on the whole are merged: typed letters, not whole notes


class BundleError(Exception):
    """This can never be taken in; says why, in a word for the log."""


class NewerBundle(BundleError):
    """This is for a newer version of the program: it waits until there is one."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed part. ``key`` is the public id of the key that opens it."""

    document: str
    key: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as read, before its signature has been checked."""

    name: str
    workspace: str
    device: str
    sequence: int
    previous: str
    deps: dict[str, int]
    keys: tuple[Any, ...]  # grants of the workspace's own keys, as JSON values
    parts: tuple[Part, ...]
    digest: bytes  # of all before the signature
    signature: bytes
    kind: str = BUNDLE

    def signed_by(self, verify: str) -> bool:
        """Tell whether the device with this public key has signed the bundle."""
        return signed(verify, self.signature, self.digest)

    def open(self, number: int, key: bytes) -> bytes:
        """Return the content of a part. Raise seal.SealError."""
        part = self.parts[number]
        return unseal(key, part.sealed, place(self, number, part))


class Placed(Protocol):
    """What says where a part belongs."""

    @property
    def kind(self) -> str:
        """BUNDLE, PACK or SNAPSHOT."""

    @property
    def workspace(self) -> str:
        """The workspace."""

    @property
    def device(self) -> str:
        """The device that has sealed it."""

    @property
    def sequence(self) -> int:
        """The number among the device's files of this kind."""


def place(where: Placed, number: int, part: Part) -> bytes:
    """Return what binds a sealed part to its place, so that it cannot be moved."""
    file = f"{where.kind}|{where.workspace}|{where.device}|{where.sequence}"
    return f"{file}|{number}|{part.document}|{part.key}".encode()


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around the parts of a bundle that is being built."""

    workspace: str
    device: str
    sequence: int
    previous: str
    deps: dict[str, int]
    keys: tuple[Any, ...] = ()
    kind: str = BUNDLE


def build(
    envelope: Envelope, keys: Keys, parts: Sequence[tuple[str, str, bytes, bytes]]
) -> tuple[str, bytes]:
    """Seal and sign; return the bundle's name and bytes.

    ``parts`` are (document, key id, key, content); the first is the control part.
    """
    sealed = []
    for number, (document, key_id, key, content) in enumerate(parts):
        bare = Part(document, key_id, b"")
        where = place(envelope, number, bare)
        sealed.append(Part(document, key_id, seal(key, content, where)))
    header = {
        "format": FORMAT,
        "kind": envelope.kind,
        "workspace": envelope.workspace,
        "device": envelope.device,
        "sequence": envelope.sequence,
        "previous": envelope.previous,
        "deps": envelope.deps,
        "keys": envelope.keys,
        "parts": [[p.document, p.key, len(p.sealed)] for p in sealed],
    }
    words = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    body = b"".join([MAGIC, len(words).to_bytes(4, "big"), words, *(p.sealed for p in sealed)])
    signed_digest = _digest(body)
    signature = keys.sign(signed_digest)
    proof = signed_digest + signature
    return _name(envelope.kind, envelope.device, envelope.sequence, proof), body + signature


def name_of(kind: str, device: str, sequence: int, whole: bytes) -> str:
    """Return the name that these bytes must have."""
    return _name(kind, device, sequence, _digest(memoryview(whole)[:-64]) + whole[-64:])


def _name(kind: str, device: str, sequence: int, proof: bytes) -> str:
    last = f"{sequence:08}-{digest(proof)[:16]}"
    return f"{kind}/{device}-{last}" if kind else f"{device}/{last}"


def _digest(body: bytes | memoryview) -> bytes:
    """Return what is signed: the bytes themselves would be gone through four times as often."""
    return bytes.fromhex(digest(body))


def parts_of(name: str) -> tuple[str, int]:
    """Return device and sequence number out of the name of a file of ours."""
    first, _slash, rest = name.partition("/")
    device, _dash, number = rest.partition("-") if kind_of(name) else (first, "", rest)
    return device, int(number[:8])


def kind_of(name: str) -> str:
    """Return which kind of file a name tells of."""
    first = name.partition("/")[0]
    return first if first in (PACK, SNAPSHOT) else BUNDLE


def is_whole(name: str, whole: bytes) -> bool:
    """Tell whether the bytes are all there: a folder may show files that are still arriving."""
    return name_of(kind_of(name), *parts_of(name), whole) == name


def parse(name: str, whole: bytes) -> Bundle:
    """Read a bundle. Raise BundleError where it is none, or from a newer version."""
    start = len(MAGIC) + 4
    length = int.from_bytes(whole[len(MAGIC) : start], "big")
    if not whole.startswith(MAGIC) or length > MOST_HEADER or len(whole) < start + length + 64:
        raise BundleError("not a bundle")
    try:
        header = read_json(whole[start : start + length])
        if _number(header["format"]) > FORMAT:
            raise NewerBundle("newer version")
        return _read(name, header, whole, start + length)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BundleError("not a bundle") from problem


def _number(found: object) -> int:
    if not isinstance(found, int):
        raise TypeError
    return found


def _sequence(found: object) -> int:
    if not 0 <= _number(found) <= MOST_SEQUENCE:
        raise ValueError
    return _number(found)


def _read(name: str, header: dict[str, Any], whole: bytes, at: int) -> Bundle:
    parts = []
    for document, key, found in header["parts"]:
        size = _number(found)
        if not 0 <= size <= len(whole) - at - 64:
            raise BundleError("not a bundle")
        parts.append(Part(str(document), str(key), whole[at : at + size]))
        at += size
    device, sequence = parts_of(name)
    kind = kind_of(name)
    said = (header["kind"], header["device"], header["sequence"])
    if at != len(whole) - 64 or said != (kind, device, sequence):
        raise BundleError("not what its name says")
    if not parts or parts[0].document != CONTROL:
        raise BundleError("not a bundle")
    return Bundle(
        name,
        str(header["workspace"]),
        device,
        sequence,
        str(header["previous"]),
        {str(device): _sequence(number) for device, number in header["deps"].items()},
        tuple(header["keys"]),
        tuple(parts),
        _digest(memoryview(whole)[:-64]),
        whole[-64:],
        kind,
    )


class Written(NamedTuple):
    """One update: when it was written, and by which device; "" the one that ships it."""

    bytes: bytes
    at: str
    device: str = ""


def pack(updates: Sequence[Written]) -> bytes:
    """Return updates as the content of a part."""
    head = json.dumps([(at, device) for _b, at, device in updates], separators=(",", ":")).encode()
    pieces = [len(head).to_bytes(4, "big"), head]
    for found, _at, _device in updates:
        pieces += (len(found).to_bytes(4, "big"), found)
    return b"".join(pieces)


def unpack(content: bytes) -> list[Written]:
    """Return the updates of a part. Raise ValueError or TypeError."""
    pieces, at = [], 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        at += 4 + size
        if at > len(content):
            raise ValueError
        pieces.append(content[at - size : at])
    head = read_json(pieces[0]) if pieces else []
    return [
        Written(update, str(when), str(device))
        for (when, device), update in zip(head, pieces[1:], strict=True)
    ]
