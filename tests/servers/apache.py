"""Apache with mod_dav: Eva and Per may write, Lena may read."""

import base64
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.servers import base

USER = "www-data"
MODULES = Path("/usr/lib/apache2/modules")
NEEDED = (
    "mpm_event", "alias", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic",
    "dav", "dav_fs", "socache_shmcb", "ssl",
)  # fmt: skip
SETTINGS = """
ServerName localhost
ServerRoot {home}
PidFile {home}/apache.pid
Mutex file:{home} default
ErrorLog {home}/error.log
{modules}
{user}
Listen 127.0.0.1:{port}
Listen 127.0.0.1:{tls}
Listen 127.0.0.2:{tls}
DocumentRoot {home}/files
{readme}
<Location /visits>
  <Limit GET HEAD OPTIONS PROPFIND>
    Require valid-user
  </Limit>
  <LimitExcept GET HEAD OPTIONS PROPFIND>
    Require user eva per
  </LimitExcept>
</Location>
<VirtualHost 127.0.0.1:{tls} 127.0.0.2:{tls}>
  SSLEngine on
  SSLCertificateFile {home}/server.crt
  SSLCertificateKeyFile {home}/server.key
</VirtualHost>
"""


@dataclass(frozen=True)
class Apache:
    """A running server."""

    files: Path
    port: int
    tls: int  # the port with TLS
    certificate: base.Certificate


@contextmanager
def running(program: str) -> Iterator[Apache]:
    """Give a server that ends with the block."""
    with base.folder(USER) as home:
        certificate, port, tls = base.certificate(home, USER), base.free_port(), base.free_port()
        for each in ("files", "locks"):
            (home / each).mkdir()
            if base.IS_ROOT:
                shutil.chown(home / each, USER)
        digest = base64.b64encode(hashlib.sha1(base.PASSWORD.encode()).digest())  # noqa: S324 Apache's form
        people = [f"{name}:{{SHA}}{digest.decode()}\n" for name in ("eva", "per", "lena")]
        (home / "people").write_text("".join(people))
        modules = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NEEDED]
        user = f"User {USER}\nGroup {USER}" if base.IS_ROOT else ""
        readme = base.from_readme("DavLockDB", **{
            "/var/lib/visits": str(home), "/lock/": "/locks/",
        })  # fmt: skip
        settings = SETTINGS.format(
            home=home, readme=readme, modules="\n".join(modules), user=user, port=port, tls=tls
        )
        (home / "apache.conf").write_text(settings)
        _do(program, home, "start")  # returns when it listens
        try:
            yield Apache(home / "files", port, tls, certificate)
        finally:
            server = psutil.Process(int((home / "apache.pid").read_text()))
            _do(program, home, "stop")
            server.wait(30)


def _do(program: str, home: Path, what: str) -> None:
    words = [program, "-f", str(home / "apache.conf"), "-k", what]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    log = home / "error.log"
    assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")
