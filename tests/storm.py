"""A store in which somebody has rummaged: files changed, copied, renamed, cut off and put in."""

import json
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from qualityvisit.sync.bundle import MAGIC, name_of
from qualityvisit.sync.seal import Keys
from tests.pair import bundles_in

KINDS = ("", "pack", "snapshot")
HEADERS: tuple[tuple[str, object], ...] = (
    ("format", 2), ("format", "1"), ("workspace", "w" * 64), ("previous", "x"), ("previous", ""),
    ("deps", {}), ("deps", {"0" * 20: 10**15}), ("deps", {"0" * 20: -1}), ("deps", {"x": 1}),
    ("deps", {"0" * 20: 99_999_999}), ("keys", [{}]), ("keys", [{"to": 1}]), ("parts", []),
)  # fmt: skip


@dataclass
class Storm:
    """Rummages in a store, by the dice."""

    store: Path
    dice: random.Random
    did: list[str] = field(default_factory=list)

    def blow(self, times: int) -> None:
        """Do so many things to the store."""
        for _time in range(times):
            names = sorted(bundles_in(self.store))
            if not names:
                return
            how = self.dice.choice(
                [self.change, self.cut, self.copy, self.rename, self.litter, self.forge, self.wrap]
            )
            name, other = self.dice.choice(names), self.dice.choice(names)
            self.did.append(f"{how.__name__} {name} {other}")
            if (self.store / name).is_file():
                how(name, other)

    def _keep(self, name: str, whole: bytes) -> None:
        path = self.store / name
        path.parent.mkdir(exist_ok=True)
        if not path.is_dir():
            path.write_bytes(whole)

    def _read(self, name: str) -> bytes:
        return (self.store / name).read_bytes()

    def _torn(self, whole: bytes) -> bytes:
        made = bytearray(whole or b"\0")
        for _time in range(self.dice.randint(1, 4)):
            made[self.dice.randrange(len(made))] ^= self.dice.randint(1, 255)
        return bytes(made)

    def change(self, name: str, _other: str) -> None:
        """Change some bytes in their place."""
        self._keep(name, self._torn(self._read(name)))

    def cut(self, name: str, _other: str) -> None:
        """Leave only the beginning."""
        whole = self._read(name)
        self._keep(name, whole[: self.dice.randint(0, len(whole))])

    def copy(self, name: str, other: str) -> None:
        """Put a file also where another lies."""
        self._keep(other, self._read(name))

    def rename(self, name: str, other: str) -> None:
        """Give a file another's name, or the number after it."""
        whole = self._read(name)
        (self.store / name).unlink()
        device, _slash, rest = other.partition("/")
        number = rest.replace(rest[:8], f"{self.dice.randint(0, 99_999_999):08}", 1)
        self._keep(self.dice.choice([other, f"{device}/{number}"]), whole)

    def litter(self, name: str, _other: str) -> None:
        """Leave what other programs leave: conflict copies, folders, empty files."""
        path = self.store / name
        shutil.copy(path, path.with_name(f"{path.name} (Evas kopia)"))
        (self.store / "Ny mapp").mkdir(exist_ok=True)
        (self.store / "desktop.ini").write_bytes(b"")
        (path.parent / f"{self.dice.randint(0, 99_999_999):08}-{'0' * 16}").write_bytes(b"")

    def forge(self, name: str, other: str) -> None:
        """Put in changed bytes, or any, under the name that they must have."""
        whole = self.dice.choice([self._torn(self._read(name)), self.dice.randbytes(300)])
        self._named(other, whole)

    def wrap(self, name: str, other: str) -> None:
        """Put in a file with another header, signed by nobody we know."""
        whole, start = self._read(name), len(MAGIC) + 4
        end = start + int.from_bytes(whole[len(MAGIC) : start], "big")
        try:
            header = json.loads(whole[start:end])
        except ValueError:
            return  # has been changed before
        kind, device, number = self._place(other)
        header |= {"kind": kind, "device": device, "sequence": number}
        header |= dict([self.dice.choice(HEADERS)])
        words = json.dumps(header).encode()
        body = MAGIC + len(words).to_bytes(4, "big") + words + whole[end:-64]
        made = body + Keys.fresh().sign(body)
        self._keep(name_of(kind, device, number, made), made)

    def _place(self, other: str) -> tuple[str, str, int]:
        device = other.partition("/")[2][:20] if other.startswith(("pack", "snap")) else other[:20]
        return self.dice.choice(KINDS), device, self.dice.choice([1, 2, 5, 9, 99_999_999])

    def _named(self, other: str, whole: bytes) -> None:
        kind, device, number = self._place(other)
        self._keep(name_of(kind, device, number, whole), whole)
