"""An invitation: one line of text that lets one person in, once."""

import base64
import json
import zlib
from dataclasses import dataclass

from qualityvisit.errors import BadInput
from qualityvisit.sync.seal import Keys, read_json
from qualityvisit.words import _

START = "QV1-"


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
        fields = [self.workspace, self.store, self.id, self.member,
                  self.keys.to_bytes().hex(), self.workspace_key.hex()]  # fmt: skip
        packed = zlib.compress(json.dumps(fields).encode())
        whole = zlib.crc32(packed).to_bytes(4, "big") + packed
        return START + base64.urlsafe_b64encode(whole).decode().rstrip("=")

    @classmethod
    def read(cls, line: str) -> "Invitation":
        """Read a line, spaces and line breaks in it ignored. Raise BadInput."""
        text = "".join(line.split())
        try:
            if not text.startswith(START) or len(text) > 4000:
                raise ValueError
            raw = text.removeprefix(START)
            whole = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
            if zlib.crc32(whole[4:]).to_bytes(4, "big") != whole[:4]:
                raise ValueError
            packed = zlib.decompressobj().decompress(whole[4:], 10_000)
            workspace, store, name, member, keys, key = map(str, read_json(packed))
            if (len(workspace), len(keys), len(key)) != (64, 128, 64):
                raise ValueError
            return cls(workspace, store, name, member, Keys.from_bytes(bytes.fromhex(keys)),
                       bytes.fromhex(key))  # fmt: skip
        except (ValueError, TypeError, zlib.error) as problem:
            raise BadInput(
                _("This is not a whole invitation."),
                _("Copy the whole line once more, from QV1- to its end."),
            ) from problem
