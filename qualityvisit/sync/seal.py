"""All the cryptography of sharing: signing, sealing, and wrapping a key for a receiver.

Ed25519 signs, ChaCha20-Poly1305 seals, HPKE (X25519, HKDF-SHA256, ChaCha20-Poly1305; RFC 9180)
wraps keys. Public keys are written as 64 hexadecimal digits.
"""

import hashlib
import json
import math
import os
import re
from dataclasses import dataclass
from typing import Any, NoReturn, Self

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
NONCE = 12
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")  # as JSON writes it: half a letter, or one of two
SLOW = (3, 4, 64 * 1024)  # Argon2id: passes, lanes, KiB (RFC 9106, second recommended option)


class SealError(Exception):
    """The bytes were not sealed with this key, or not for this place."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The private keys of a device or an invitation: one signs, one receives."""

    signing: bytes
    receiving: bytes

    @classmethod
    def fresh(cls) -> Self:
        """Make new keys."""
        return cls(os.urandom(32), os.urandom(32))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read what ``to_bytes`` gave."""
        return cls(raw[:32], raw[32:64])

    def to_bytes(self) -> bytes:
        """Return both keys, 64 bytes. Secret."""
        return self.signing + self.receiving

    @property
    def verify(self) -> str:
        """The public key that proves this one's signatures."""
        return (
            Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw().hex()
        )

    @property
    def receive(self) -> str:
        """The public key for which others wrap."""
        private = X25519PrivateKey.from_private_bytes(self.receiving)
        return private.public_key().public_bytes_raw().hex()

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte signature of ``data``."""
        return Ed25519PrivateKey.from_private_bytes(self.signing).sign(data)

    def unwrap(self, wrapped: bytes, purpose: bytes) -> bytes:
        """Return a key that was wrapped for us. Raise SealError."""
        private = X25519PrivateKey.from_private_bytes(self.receiving)
        try:
            return SUITE.decrypt(wrapped, private, purpose)
        except (InvalidTag, ValueError) as problem:
            raise SealError from problem


def signed(verify: str, signature: bytes, data: bytes) -> bool:
    """Tell whether the holder of the public key ``verify`` has signed ``data``."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(verify)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_public(key: str) -> bool:
    """Tell whether this is written as a public key is."""
    return re.fullmatch(r"[0-9a-f]{64}", key) is not None


def wrap(key: bytes, receive: str, purpose: bytes) -> bytes:
    """Wrap ``key`` for the holder of the public key ``receive``. Raise SealError."""
    try:
        public = X25519PublicKey.from_public_bytes(bytes.fromhex(receive))
        return SUITE.encrypt(key, public, purpose)
    except ValueError as problem:  # some public keys are no points to reckon with
        raise SealError from problem


def seal(key: bytes, data: bytes, place: bytes) -> bytes:
    """Seal ``data`` so that it opens only with ``key`` and only at ``place``."""
    nonce = os.urandom(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, data, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """Return what was sealed. Raise SealError."""
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE], sealed[NONCE:], place)
    except (InvalidTag, ValueError) as problem:
        raise SealError from problem


def slow_digest(data: bytes, salt: bytes) -> bytes:
    """Return 8 bytes that take a good tenth of a second to work out, so that few can be tried."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 seldom needed

    passes, lanes, memory = SLOW
    return Argon2id(salt=salt, length=8, iterations=passes, lanes=lanes, memory_cost=memory).derive(
        data
    )


def read_json(data: bytes) -> Any:  # noqa: ANN401 whatever JSON holds
    """Read JSON that anybody may have written. Raise ValueError, whatever is wrong with it."""
    try:
        found = json.loads(data.decode(), parse_constant=_no_number, parse_float=_number)
        if SURROGATE.search(data):
            json.dumps(found, ensure_ascii=False).encode()  # halves of letters cannot be kept
    except RecursionError as problem:
        raise ValueError from problem
    return found


def _number(text: str) -> float:
    found = float(text)
    return found if math.isfinite(found) else _no_number(text)


def _no_number(_name: str) -> NoReturn:
    raise ValueError  # NaN and infinity are no numbers to reckon with


def digest(data: bytes | memoryview) -> str:
    """Return SHA-256 as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
