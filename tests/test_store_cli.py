"""The commands for whoever sets up the place where the team shares."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qualityvisit.cli import root
from qualityvisit.errors import BadInput
from qualityvisit.sync import credentials
from tests import rings
from tests.rings import Memory
from tests.servers import base
from tests.servers.places import Place, place_of
from tests.servers.postgres import SQL, Postgres

pytestmark = pytest.mark.slow

REFUSED = ["update", "truncate", "sign", "bind"]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    monkeypatch.setenv(credentials.VARIABLE, base.PASSWORD)
    with rings.memory() as made:
        yield made


def call(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(root, ["--lang", "sv", *words], input=typed)


def check(address: str) -> tuple[bool, dict[str, Any]]:
    """Return whether all is well, and what is found by name."""
    done = call("--json", "store", "check", address)
    found = json.loads(done.stdout)
    assert done.exit_code == (0 if found["good"] else 1)
    return found["good"], {f["name"]: f for f in found["findings"]}


def test_the_sql_is_printed_as_it_stands() -> None:
    done = call("store", "sql")
    assert (done.exit_code, done.stdout) == (0, SQL.read_text("utf-8"))


@pytest.mark.parametrize("kind", ["folder", "webdav", "s3", "azure"])
def test_a_store_is_tried(
    kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(request, kind)
    if kind != "folder":
        monkeypatch.setenv(credentials.VARIABLE, place.secret("eva"))
    good, found = check(place.address("eva", place.port))
    assert good
    assert list(found) == ["list", "put", "drop"]
    assert place.store().list() == set()
    told = call("store", "check", place.address("eva", place.port)).stdout
    assert told.startswith("+ Filer går att lista: 0 finns där.\n+ ")


def test_what_does_not_go_is_told(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(request, "s3")
    monkeypatch.setenv(credentials.VARIABLE, place.secret("lena"))
    good, found = check(place.address("lena", place.port))
    assert not good
    assert {name: f["good"] for name, f in found.items()} == {"list": True, "answer": False}
    monkeypatch.delenv(credentials.VARIABLE)
    assert not check(place.address("eva", place.port))[0]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    good, found = check(str(tmp_path / "borta"))
    assert not good
    assert "Det finns ingen mapp" in found["answer"]["text"]


def test_a_password_in_the_address_is_used_and_not_kept(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, ring: Memory
) -> None:
    place = place_of(request, "webdav")
    monkeypatch.delenv(credentials.VARIABLE)
    address = place.address("eva", place.port)
    assert check(address.replace("eva@", f"eva:{base.PASSWORD.replace(' ', '%20')}@"))[0]
    assert not ring.held


def test_a_password_is_asked_for_and_kept(ring: Memory) -> None:
    done = call("store", "secret", "https://eva@moln.example.se/x", typed="hemligt\n")
    assert done.exit_code == 0
    assert ring.held == {("qualityvisit", "store https://eva@moln.example.se/x"): "hemligt"}
    assert "hemligt" not in done.output


def test_an_address_that_cannot_be_read_is_refused() -> None:
    done = call("store", "check", "ftp://eva:hemligt@host/x")
    assert isinstance(done.exception, BadInput)
    assert "hemligt" not in str(done.exception)


# --- a database


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Place:
    return place_of(request, "postgresql")


def test_a_prepared_database_keeps_what_it_promises(database: Place) -> None:
    good, found = check(database.address("per", database.port))
    assert good
    assert list(found) == ["version", "tls", "rules", "triggers", "login", *REFUSED, "delete",
                           "put"]  # fmt: skip
    assert found["login"]["text"] == "Den här inloggningen är en medlems."
    good, found = check(database.address("eva", database.port))
    assert good
    assert "delete" not in found
    assert database.store().list() == set()


@pytest.mark.parametrize(
    ("ruin", "mend", "wrong"),
    [
        ("ALTER TABLE qualityvisit.file DISABLE ROW LEVEL SECURITY", "", {"rules"}),
        ("CREATE POLICY more ON qualityvisit.file USING (true)",
         "DROP POLICY more ON qualityvisit.file", {"rules"}),
        ("ALTER TABLE qualityvisit.file DISABLE TRIGGER bind",
         "ALTER TABLE qualityvisit.file ENABLE TRIGGER bind", {"triggers"}),
        ('GRANT UPDATE, DELETE, TRUNCATE ON qualityvisit.file TO "nämnd ett_member"', "",
         {"update", "truncate", "delete"}),
        ('GRANT INSERT ON qualityvisit.device TO "nämnd ett_member"', "", set()),
        ('REVOKE INSERT (name, bytes) ON qualityvisit.file FROM "nämnd ett_member"', "", {"put"}),
        ("ALTER ROLE per BYPASSRLS", "ALTER ROLE per NOBYPASSRLS", {"login"}),
    ],
)  # fmt: skip
def test_a_database_that_does_not_is_found_out(
    database: Place, postgres: Postgres, ruin: str, mend: str, wrong: set[str]
) -> None:
    with postgres.chief() as chief:
        chief.execute(ruin.encode())
        try:
            good, found = check(database.address("per", database.port))
        finally:
            if mend:
                chief.execute(mend.encode())
            postgres.prepare()  # which puts the rest right
    assert {name for name, f in found.items() if not f["good"]} == wrong
    assert good is not bool(wrong)
    assert check(database.address("per", database.port))[0]


def test_an_unprepared_database_and_a_stranger_are_told(
    database: Place, postgres: Postgres
) -> None:
    assert not check(database.address("utan", database.port))[0]
    with postgres.chief("postgres") as chief:
        chief.execute("CREATE DATABASE tom")
    try:
        good, found = check(postgres.address("per", database="tom"))
    finally:
        with postgres.chief("postgres") as chief:
            chief.execute("DROP DATABASE tom")
    assert not good
    assert {name for name, f in found.items() if not f["good"]} == {"rules", "triggers", "login"}
