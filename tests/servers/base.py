"""What all servers share: a folder that their user may enter, a free port, a certificate."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import takewhile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import core

PASSWORD = "ett lösenord för prov"  # of everybody on servers that live as long as the tests
IS_ROOT = os.name != "nt" and os.geteuid() == 0


def from_readme(begins: str, **names: str) -> str:
    """Return what README tells an administrator to write, with the names of the tests' server."""
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    lines = text[text.index(f"\n    {begins}") + 1 :].splitlines()
    block = "\n".join(line[4:] for line in takewhile(lambda each: each.startswith("    "), lines))
    for name, value in names.items():
        block = block.replace(name, value)
    return block


@contextmanager
def folder(user: str) -> Iterator[Path]:
    """Give a folder that a server's user may write: pytest's own are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="kvalitetsbesok-"))
    made.chmod(0o755)
    if IS_ROOT:
        shutil.chown(made, user)
    try:
        yield made
    finally:
        shutil.rmtree(made)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def listening(words: list[str], says: str, environment: dict[str, str]) -> Iterator[str]:
    """Run a server that tells its address; give what the first group of ``says`` matches."""
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=core.bare_environment() | environment,
    ) as server:  # fmt: skip
        assert server.stdout
        told = ""
        try:
            for line in server.stdout:
                told += line
                if found := re.search(says, line):
                    yield found[1]
                    return
            raise AssertionError(told)
        finally:
            server.kill()


@dataclass(frozen=True)
class Certificate:
    """A certificate for this computer, and that of the authority that signed it."""

    authority: Path
    chain: Path
    key: Path


def certificate(where: Path, user: str) -> Certificate:
    """Make an authority and a certificate in a folder, for a server's user."""
    found = Certificate(*(where / name for name in ("authority.crt", "server.crt", "server.key")))
    top, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    found.authority.write_bytes(_signed("Kvalitetsbesök, prov", top, top, authority=True))
    found.chain.write_bytes(_signed("localhost", key, top, authority=False))
    found.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    found.key.chmod(0o600)
    if IS_ROOT:
        shutil.chown(found.key, user)
    return found


def _signed(
    name: str, key: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey, *, authority: bool
) -> bytes:
    now, issuer = datetime.now(UTC), "Kvalitetsbesök, prov"
    names: list[x509.GeneralName] = [
        x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1")),
    ]  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    return made.sign(by, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
