"""PostgreSQL with TLS, prepared by our own SQL: Eva administers, the others are members."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from qualityvisit.settings import RESOURCES
from tests.servers import base

USER = "postgres"  # the system's; the server refuses to be run by root
CHIEF = "chefen"
DATABASE = "nämnd ett"
SQL = RESOURCES / "store" / "postgresql.sql"
ACCESS = """
local all {chief} trust
hostssl all all all scram-sha-256
"""
MEMBERS = ("lena", *(f"person{n}" for n in range(15)))


@dataclass(frozen=True)
class Postgres:
    """A running server with one prepared database."""

    socket: Path
    port: int
    psql: Path
    certificate: base.Certificate

    def address(self, login: str, port: int = 0, database: str = DATABASE) -> str:
        """Return the address by which a login comes in, through another port perhaps."""
        return (
            f"postgresql://{login}@127.0.0.1:{port or self.port}/{quote(database)}"
            f"?sslmode=verify-full&sslrootcert={quote(str(self.certificate.authority))}"
        )

    def chief(self, database: str = DATABASE) -> psycopg.Connection[tuple[object, ...]]:
        """Return a connection of who may do everything."""
        return psycopg.connect(
            host=str(self.socket), port=self.port, user=CHIEF, dbname=database, autocommit=True
        )

    def prepare(self, database: str = DATABASE) -> str:
        """Run our SQL as an administrator would; return what it says."""
        done = subprocess.run(
            [self.psql, "--no-psqlrc", f"--host={self.socket}", f"--port={self.port}",
             f"--username={CHIEF}", f"--dbname={database}", f"--file={SQL}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def empty(self) -> None:
        """Take away every file, and which device is whose."""
        with self.chief() as chief:
            chief.execute("TRUNCATE qualityvisit.file, qualityvisit.device")


@contextmanager
def running(initdb: str) -> Iterator[Postgres]:
    """Give a server that ends with the block; the other programs lie beside ``initdb``."""
    programs = Path(initdb).resolve().parent
    with base.folder(USER) as home:
        certificate, port, data = base.certificate(home, USER), base.free_port(), home / "data"
        _do(programs / "initdb", f"--pgdata={data}", f"--username={CHIEF}", "--auth=reject",
            "--encoding=UTF8", "--locale=C", "--no-sync")  # fmt: skip
        (data / "pg_hba.conf").write_text(ACCESS.format(chief=CHIEF))
        settings = {
            "port": port, "listen_addresses": "127.0.0.1,127.0.0.2",
            "unix_socket_directories": home,
            "ssl": "on", "ssl_cert_file": certificate.chain, "ssl_key_file": certificate.key,
            "fsync": "off", "password_encryption": "scram-sha-256",
        }  # fmt: skip
        given = " ".join(f"-c {name}={value}" for name, value in settings.items())
        log = home / "log"
        _do(programs / "pg_ctl", "--wait", f"--pgdata={data}", f"--log={log}",
            f"--options={given}", "start")  # fmt: skip
        try:
            server = Postgres(home, port, programs / "psql", certificate)
            _fill(server)
            yield server
        finally:
            _do(programs / "pg_ctl", "--wait", "--mode=immediate", f"--pgdata={data}", "stop")


def _fill(server: Postgres) -> None:
    with server.chief("postgres") as chief:
        chief.execute(f'CREATE DATABASE "{DATABASE}"')
        chief.execute("CREATE ROLE utan LOGIN")
    server.prepare()
    readme = base.from_readme("CREATE ROLE", visits_administrator=f'"{DATABASE}_administrator"',
                              visits_member=f'"{DATABASE}_member"')  # fmt: skip
    with server.chief() as chief:
        chief.execute(readme.encode())
        for login in MEMBERS:
            chief.execute(f"CREATE ROLE {login} LOGIN")
            chief.execute(f'GRANT "{DATABASE}_member" TO {login}')
        for login in ("eva", "per", "utan", *MEMBERS):
            chief.execute(f"ALTER ROLE {login} PASSWORD '{base.PASSWORD}'")
        chief.execute("ALTER ROLE lena SET default_transaction_read_only = on")


def _do(program: Path, *words: str) -> None:
    """Run one of the server's programs as its user."""
    user = USER if base.IS_ROOT else None
    # A server keeps what it inherits open, so a pipe would never end.
    done = subprocess.run(
        [program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd="/", check=False, user=user, group=user,
    )  # fmt: skip
    assert done.returncode == 0, f"{program.name}: {done.returncode}"
