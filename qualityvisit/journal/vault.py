"""The vault: the file's 32-byte key, in the keyring or wrapped by a passphrase.

Beside the journal lies ``vault.json``: which file it belongs to, a fingerprint of the key (so that
a wrong key is told from a damaged file) and, where a passphrase is used, the wrapped key. Nothing
in it opens anything without the keyring or the passphrase.
"""

import base64
import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualityvisit.errors import (
    BadInput,
    NewerFile,
    NoKey,
    NoKeyring,
    NotOurs,
    TornFile,
    WrongKey,
)
from qualityvisit.journal import ring
from qualityvisit.words import _

FORMAT = 1
# RFC 9106, second recommended option: 64 MiB of memory, three passes, four lanes.
COST = (3, 4, 64 * 1024)
SALT = 16


@dataclass(frozen=True, slots=True)
class Wrap:
    """A key wrapped by a passphrase: Argon2id, then ChaCha20-Poly1305 with a zero nonce.

    The wrapping key is used once, since each wrap has a salt of its own.
    """

    salt: bytes
    sealed: bytes
    cost: tuple[int, int, int]  # passes, lanes, KiB of memory

    @classmethod
    def make(cls, key: bytes, passphrase: str) -> "Wrap":
        """Wrap ``key``."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

        salt = os.urandom(SALT)
        wrapping = ChaCha20Poly1305(_stretch(passphrase, salt, COST))
        return cls(salt, wrapping.encrypt(bytes(12), key, salt), COST)

    def open(self, passphrase: str) -> bytes:
        """Return the key. Raise WrongKey where the passphrase is another one."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

        try:
            wrapping = ChaCha20Poly1305(_stretch(passphrase, self.salt, self.cost))
            return wrapping.decrypt(bytes(12), self.sealed, self.salt)
        except InvalidTag as problem:
            raise WrongKey(
                _("The passphrase is not the right one."),
                _("Nothing has been changed. Try again."),
            ) from problem

    def to_json(self) -> dict[str, Any]:
        """Return the wrap as JSON values."""
        sealed = base64.b64encode(self.sealed).decode()
        return {"salt": self.salt.hex(), "sealed": sealed, "cost": list(self.cost)}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Wrap":
        """Read what to_json wrote. Raise ValueError, KeyError or TypeError."""
        passes, lanes, memory = map(int, found["cost"])
        if not (0 < passes <= 16 and 0 < lanes <= 16 and 8 * lanes <= memory <= 1 << 20):
            raise ValueError  # a forged cost could keep the computer busy for ever
        sealed, salt = (
            base64.b64decode(found["sealed"], validate=True),
            bytes.fromhex(found["salt"]),
        )
        if len(salt) != SALT:
            raise ValueError
        return cls(salt, sealed, (passes, lanes, memory))


@dataclass(frozen=True, slots=True)
class Vault:
    """What ``vault.json`` says."""

    id: str  # the name of the key in the keyring
    fingerprint: str
    wrap: Wrap | None = None

    @classmethod
    def keep(cls, file: Path, key: bytes, passphrase: str) -> "Vault":
        """Keep ``key`` and write the vault's file. Raise as ``make``."""
        vault = cls.make(key, passphrase)
        vault.write(file)
        return vault

    @classmethod
    def fresh(cls, passphrase: str) -> "Held":
        """Make a fresh key and keep it; write no file. On any thread. Raise as ``make``."""
        key = os.urandom(32)
        return cls.make(key, passphrase), key

    @classmethod
    def make(cls, key: bytes, passphrase: str) -> "Vault":
        """Keep ``key``: in the keyring, or wrapped where a passphrase is given.

        Raise NoKeyring where neither is possible, and BadInput for a passphrase too short.
        """
        check_passphrase(passphrase)
        name = os.urandom(8).hex()
        wrap = Wrap.make(key, passphrase) if passphrase else None
        if wrap is None:
            ring.keep(name, key.hex())
        return cls(name, fingerprint(key), wrap)

    @classmethod
    def read(cls, file: Path) -> "Vault":
        """Read the vault's file. Raise NotOurs, NewerFile or TornFile."""
        try:
            found = json.loads(file.read_text("utf-8"))
            if found["format"] > FORMAT:
                raise NewerFile(
                    _("This workspace was last used by a newer version of the program."),
                    _("Nothing has been changed. Install the newest version and open it again."),
                )
            wrap = Wrap.from_json(found["wrap"]) if found["wrap"] is not None else None
            return cls(str(found["id"]), str(found["fingerprint"]), wrap)
        except FileNotFoundError as problem:
            raise NotOurs(
                _("There is no workspace in this folder: {folder}.", folder=file.parent),
                _("Nothing has been changed. Create one, or choose another folder."),
            ) from problem
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as problem:
            raise TornFile(
                _("The key file of this workspace is damaged: {path}.", path=file),
                _("It has been left untouched. Restore the latest backup."),
            ) from problem

    def write(self, file: Path) -> None:
        """Write the vault's file, whole or not at all."""
        found: dict[str, Any] = {
            "format": FORMAT,
            "id": self.id,
            "fingerprint": self.fingerprint,
            "wrap": self.wrap.to_json() if self.wrap else None,
        }
        fresh = file.with_name(file.name + ".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(found, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
        force(file.parent)

    def forget(self) -> None:
        """Take the key out of the keyring, where it is there."""
        if self.wrap is None:
            with contextlib.suppress(NoKeyring):
                ring.forget(self.id)

    def key(self, passphrase: str) -> bytes:
        """Return the key. Raise WrongKey, NoKey or NoKeyring; never make a new one."""
        if passphrase and self.wrap:
            return self.wrap.open(passphrase)
        if self.wrap:
            raise NoKey(
                _("This workspace is opened with a passphrase."),
                _("Nothing has been changed. Give the passphrase."),
            )
        found = self._from_keyring()
        if not found:
            raise NoKey(
                _("The keyring of this computer holds no key for this workspace."),
                _("The file has been left untouched. Log in as the person who made it, or"
                  " restore a backup with its passphrase."),
            )  # fmt: skip
        return _unhex(found)

    def check(self, key: bytes) -> None:
        """Raise WrongKey where the key is another file's."""
        if fingerprint(key) != self.fingerprint:
            raise WrongKey(
                _("The key does not belong to this workspace."),
                _("The file has been left untouched. Restore a backup with its passphrase."),
            )

    def _from_keyring(self) -> str:
        try:
            return ring.secret(self.id)
        except NoKeyring as problem:
            raise NoKeyring(
                _("The keyring of this computer does not answer, or is locked."),
                _("Nothing has been changed. Unlock it and try again, or restore a backup with its"
                  " passphrase."),
            ) from problem  # fmt: skip


Held = tuple[Vault, bytes]  # a key, and the vault that tells how it is kept


def force(folder: Path) -> None:
    """Force a folder's names to disk, where the system can: or a new file's name may be lost."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fingerprint(key: bytes) -> str:
    """Return a short public name of a key."""
    import hashlib  # noqa: PLC0415 OpenSSL's copy costs 3.5 MB, and few starts ask

    return hashlib.blake2b(key, digest_size=8, person=b"qv-fingerprint").hexdigest()


def check_passphrase(passphrase: str) -> None:
    """Raise BadInput for a passphrase that protects nothing. None at all is allowed."""
    if passphrase and len(passphrase) < 8:
        raise BadInput(
            _("The passphrase is too short."),
            _("Use at least eight characters, better four words."),
        )


def _stretch(passphrase: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    passes, lanes, memory = cost
    stretcher = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return stretcher.derive(passphrase.encode())


def _unhex(found: str) -> bytes:
    try:
        return bytes.fromhex(found)
    except ValueError:
        return b""
