"""PostgreSQL as store: nothing is changed, nobody writes as another, and news travels at once."""

import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from qualityvisit.errors import StoreRefused, StoreUnreachable
from qualityvisit.sync import address as addresses
from qualityvisit.sync import trouble, trusted
from qualityvisit.sync.postgres import PostgresStore
from qualityvisit.sync.presence import Live
from qualityvisit.sync.store import Watched
from tests.servers import base, proxy
from tests.servers.postgres import DATABASE, Postgres

pytestmark = pytest.mark.slow

ONE = f"{'a' * 20}/00000001-{'0' * 16}"
TWO = f"{'a' * 20}/00000002-{'0' * 16}"
OTHER = f"{'b' * 20}/00000001-{'0' * 16}"
MARKER = f"workspace/{'c' * 64}"


@pytest.fixture(autouse=True)
def _empty(postgres: Postgres) -> None:
    postgres.empty()


def store(
    server: Postgres, who: str = "eva", *, address: str = "", password: str = base.PASSWORD
) -> PostgresStore:
    where, _inside = addresses.read(address or server.address(who))
    return PostgresStore(where, lambda: password)


def part(server: Postgres) -> None:
    """Let the server end Eva's connections."""
    with server.chief() as chief:
        chief.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'eva'"
        )


# --- who may do what


def test_a_device_belongs_to_who_writes_as_it_first(postgres: Postgres) -> None:
    per, eva = store(postgres, "per"), store(postgres, "eva")
    per.put(ONE, b"words")
    with pytest.raises(StoreRefused, match="under ett annat användarnamn"):
        eva.put(TWO, b"forged")
    with pytest.raises(StoreRefused):
        eva.put(ONE, b"forged")
    assert eva.list() == {ONE}
    eva.put(OTHER, b"own")
    per.put(TWO, b"more")
    assert eva.list() == {ONE, TWO, OTHER}


@pytest.mark.parametrize("kind", ["pack", "snapshot"])
def test_a_snapshot_belongs_to_its_device_too(postgres: Postgres, kind: str) -> None:
    per, eva = store(postgres, "per"), store(postgres, "eva")
    per.put(ONE, b"words")
    named = f"{kind}/{ONE.replace('/', '-')}"
    with pytest.raises(StoreRefused, match="under ett annat användarnamn"):
        eva.put(named, b"forged")
    per.put(named, b"his own")
    assert eva.get(named) == b"his own"


def test_a_file_stays_as_it_was_first_put(postgres: Postgres) -> None:
    per = store(postgres, "per")
    per.put(ONE, b"words")
    per.put(ONE, b"other words")
    assert per.get(ONE) == b"words"


def test_only_administrators_found_and_drop(postgres: Postgres) -> None:
    per, eva = store(postgres, "per"), store(postgres, "eva")
    with pytest.raises(StoreRefused):
        per.put(MARKER, b"")
    eva.put(MARKER, b"")
    per.put(ONE, b"words")
    with pytest.raises(StoreRefused):
        per.drop(ONE)
    eva.drop(ONE)
    assert per.list() == {MARKER}
    with pytest.raises(StoreRefused):  # what is deleted does not set the device free
        eva.put(ONE, b"forged")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE qualityvisit.file SET bytes = ''",
        "DELETE FROM qualityvisit.file",
        "TRUNCATE qualityvisit.file",
        "INSERT INTO qualityvisit.file (name, bytes, written_by) VALUES ('x/0', '', 'eva')",
        "INSERT INTO qualityvisit.file (name, bytes, at) VALUES ('x/0', '', now())",
        "INSERT INTO qualityvisit.device (id, login) VALUES ('x', 'eva')",
        "DELETE FROM qualityvisit.device",
        "SELECT * FROM qualityvisit.device",
        "ALTER TABLE qualityvisit.file DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE qualityvisit.file DISABLE TRIGGER ALL",
        "DROP TRIGGER bind ON qualityvisit.file",
        "DROP POLICY write ON qualityvisit.file",
        "CREATE TABLE qualityvisit.more (x int)",
        "CREATE OR REPLACE FUNCTION qualityvisit.tell() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        f'SET ROLE "{DATABASE}_administrator"',
        "SET SESSION AUTHORIZATION eva",
    ],
)
def test_a_member_can_do_nothing_else(postgres: Postgres, sql: str) -> None:
    per = store(postgres, "per")
    per.put(ONE, b"words")
    with pytest.raises(StoreRefused):
        per.ask(lambda link: link.execute(sql.encode()))
    assert per.get(ONE) == b"words"


def test_a_role_taken_on_does_not_hide_who_writes(postgres: Postgres) -> None:
    store(postgres, "per").put(ONE, b"words")
    eva = store(postgres, "eva")
    eva.ask(lambda link: link.execute(f'SET ROLE "{DATABASE}_member"'.encode()))
    with pytest.raises(StoreRefused):
        eva.put(TWO, b"forged")


def test_preparing_again_changes_nothing(postgres: Postgres) -> None:
    per = store(postgres, "per")
    per.put(ONE, b"words")
    assert "CREATE ROLE eva LOGIN" in postgres.prepare()
    assert per.get(ONE) == b"words"
    with pytest.raises(StoreRefused):
        store(postgres, "eva").put(TWO, b"forged")


def test_a_login_that_is_no_member_does_not_come_in(postgres: Postgres) -> None:
    with pytest.raises(StoreRefused):
        store(postgres, "utan").list()


# --- what is there


def test_what_is_committed_late_is_listed_later(postgres: Postgres) -> None:
    """A listing that went on after the highest number seen would miss it for ever."""
    per, eva = store(postgres, "per"), store(postgres, "eva")
    link = per._connect()
    with link.transaction():
        link.execute("INSERT INTO qualityvisit.file (name, bytes) VALUES (%s, '')", (ONE,))
        eva.put(OTHER, b"")
        assert eva.list() == {OTHER}
    link.close()
    assert eva.list() == {ONE, OTHER}


# --- news


def test_a_colleagues_words_are_heard_within_a_second(postgres: Postgres) -> None:
    eva, per = store(postgres, "eva"), store(postgres, "per")
    assert isinstance(eva, Watched)
    assert eva.watch(5)  # what came before could not be heard
    assert not eva.watch(0.05)
    begin, told = threading.Event(), list[float]()

    def write() -> None:
        begin.wait()
        told.append(time.monotonic())
        per.put(ONE, b"words")

    writer = threading.Thread(target=write)
    writer.start()
    begin.set()
    assert eva.watch(20)
    assert time.monotonic() - told[0] < 1
    writer.join()
    assert eva.get(ONE) == b"words"


def test_ones_own_words_are_no_news(postgres: Postgres) -> None:
    eva = store(postgres, "eva")
    eva.watch(5)
    eva.put(ONE, b"words")
    assert not eva.watch(0.2)


def test_signs_of_presence_reach_whoever_listens_and_stay_nowhere(postgres: Postgres) -> None:
    eva, lena = store(postgres, "eva"), store(postgres, "lena")  # who may only read
    assert isinstance(eva, Live)
    assert isinstance(lena, Live)
    assert eva.watch(5)
    eva.say("one's own")
    lena.say("QVHERE1 …")
    lena.say("x" * 7000)
    heard: list[str] = []
    while len(heard) < 2:
        assert not eva.watch(5)  # no reason for a round
        heard += eva.signs()
    assert heard == ["QVHERE1 …", "x" * 7000]
    assert eva.signs() == ()
    assert eva.list() == set()


def test_a_watch_that_was_cut_says_so_and_is_taken_up_again(postgres: Postgres) -> None:
    with proxy.before(postgres.port) as wire:
        where, _inside = addresses.read(postgres.address("eva", wire.port))
        eva = PostgresStore(where, lambda: base.PASSWORD)
        assert eva.watch(5)
        part(postgres)
        with pytest.raises(StoreUnreachable):
            eva.watch(5)
        assert eva.watch(5)


# --- connections


def test_a_connection_that_died_unused_is_made_anew(postgres: Postgres) -> None:
    eva = store(postgres, "eva")
    eva.put(ONE, b"words")
    part(postgres)
    assert eva.list() == {ONE}


def test_a_server_that_holds_the_line_and_never_answers_is_given_up(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "WHOLE", 0.5)
    eva = store(postgres, "eva")

    def hang() -> Iterator[int]:
        with postgres.chief() as chief:
            for (pid,) in chief.execute("SELECT pid FROM pg_stat_activity WHERE usename = 'eva'"):
                assert isinstance(pid, int)
                yield pid

    link = eva._connect()
    stopped = [psutil.Process(pid) for pid in hang()]
    for process in stopped:
        process.suspend()
    try:
        began = time.monotonic()
        with pytest.raises(Exception, match="timeout"):
            link.execute("SELECT 1")
        assert time.monotonic() - began < 5
    finally:
        link.close()
        for process in stopped:
            process.resume()
    psutil.wait_procs(stopped, timeout=20)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = postgres.address("eva").partition("?")[0]
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(StoreUnreachable) as told:
        store(postgres, address=plain).list()
    assert "certificate" in str(told.value.__cause__)
    monkeypatch.setenv("SSL_CERT_FILE", str(postgres.certificate.authority))
    assert store(postgres, address=plain).list() == set()


def test_a_certificate_for_another_name_is_refused(postgres: Postgres) -> None:
    other = postgres.address("eva").replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(StoreUnreachable) as told:
        store(postgres, address=other).list()
    assert "certificate" in str(told.value.__cause__)


def test_certificates_that_lie_in_no_file_are_written_to_one(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows the system keeps them in a store of its own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(postgres.certificate.authority))
    monkeypatch.setattr(trusted, "FILES", ())
    known = ssl.create_default_context()
    monkeypatch.setenv("SSL_CERT_FILE", str(postgres.socket / "none.pem"))
    monkeypatch.setattr(ssl, "create_default_context", lambda: known)
    with trusted.certificates() as file:
        plain = postgres.address("eva").partition("?")[0]
        where, _inside = addresses.read(f"{plain}?sslrootcert={file}")
        assert PostgresStore(where, lambda: base.PASSWORD).list() == set()
    assert not Path(file).exists()
