"""The certificates that this system trusts, as a file: libpq brings and finds none by itself."""

import os
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # macOS
)


@contextmanager
def certificates() -> Iterator[str]:
    """Give the file's path, for as long as it takes to connect."""
    given = ssl.get_default_verify_paths().cafile  # SSL_CERT_FILE, where it is set
    found = next((f for f in (given, *FILES) if f and Path(f).exists()), "")
    if found:
        yield found
        return
    handle, name = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            # Windows keeps them in a store of its own, which Python reads.
            for each in ssl.create_default_context().get_ca_certs(binary_form=True):
                out.write(ssl.DER_cert_to_PEM_cert(each))
        yield name
    finally:
        Path(name).unlink()
