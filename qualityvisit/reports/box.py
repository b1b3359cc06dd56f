"""An archive box: one zip file with all of a visit, and a list by which every byte is checked.

Nothing is packed smaller, as what packs differs between computers: the same content gives the same
bytes everywhere. The zip file is written here for the same reason.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualityvisit.errors import BadInput
from qualityvisit.words import _

FORMAT, VERSION = "quality-visit-box", "1"
LIST, SUMS, PAGE = "manifest.json", "manifest.sha256", "index.html"
HISTORY = "historik/historik.json"
MOST = 0xFFFFFFFF  # bytes that a zip file of the plain kind can tell of

_DATE = 33  # 1 January 1980, as a zip file writes it
_PLAIN = (20, 0, 0, 0, _DATE)  # version 2.0, no flags, stored, midnight, that day
_RIGHTS = 0o100644 << 16  # a file that everybody reads


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the box: a name in ASCII with ``/`` between folders, and what it is."""

    name: str
    data: bytes
    type: str  # media type
    about: str


def write(about: Mapping[str, str], parts: Sequence[Part]) -> bytes:
    """Return the box: its lists first, then its page, then the rest by name.

    Raise BadInput where it is larger than a zip file can be.
    """
    ordered = sorted(parts, key=lambda p: (p.name != PAGE, p.name))
    listed = [
        {"name": p.name, "size": len(p.data), "sha256": digest(p.data), "type": p.type,
         "about": p.about}
        for p in ordered
    ]  # fmt: skip
    told = {"format": FORMAT, "version": VERSION, **about, "files": listed}
    manifest = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    sums = sums_of({p.name: digest(p.data) for p in ordered}, manifest)
    if sum(len(p.data) + 1000 for p in parts) > MOST:
        raise BadInput(_("The archive box would be larger than 4 GB."), _("Nothing was written."))
    return zipped([(LIST, manifest), (SUMS, sums), *((p.name, p.data) for p in ordered)])


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sums_of(digests: Mapping[str, str], manifest: bytes) -> bytes:
    """Return the list of digests that ``sha256sum -c`` reads; the manifest's own comes first."""
    lines = [(digest(manifest), LIST), *((found, name) for name, found in digests.items())]
    return "".join(f"{found}  {name}\n" for found, name in lines).encode()


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return files as a zip file, stored as they are: the same files give the same bytes."""
    out, directory, number = bytearray(), bytearray(), 0
    for name, data in files:
        said, size = name.encode(), len(data)
        told = struct.pack("<5H3I2H", *_PLAIN, zlib.crc32(data), size, size, len(said), 0)
        directory += struct.pack("<4sH", b"PK\x01\x02", 0x0314) + told
        directory += struct.pack("<3H2I", 0, 0, 0, _RIGHTS, len(out)) + said
        out += b"PK\x03\x04" + told + said + data
        number += 1
    start = len(out)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, number, number, len(directory), start, 0)
    return bytes(out + directory + end)


def chained(lines: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return lines, each with the SHA-256 of the line before it and itself as ``digest``.

    What is digested is the digest before, in hexadecimal digits, and the line as JSON with its keys
    in order, without spaces.
    """
    made: list[dict[str, str]] = []
    before = ""
    for line in lines:
        before = _link(before, line)
        made.append({**line, "digest": before})
    return made


def _link(before: str, line: Mapping[str, str]) -> str:
    told = json.dumps(dict(line), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest((before + told).encode())


def torn_at(lines: Iterable[Mapping[str, str]]) -> int:
    """Return the number of the first line that does not follow on the one before it, or 0."""
    before = ""
    for number, line in enumerate(lines, 1):
        said = {key: value for key, value in line.items() if key != "digest"}
        before = _link(before, said)
        if line.get("digest") != before:
            return number
    return 0
