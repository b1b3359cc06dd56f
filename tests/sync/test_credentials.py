"""Passwords of stores: in the keyring or the environment, and nowhere else."""

import subprocess
import sys
from collections.abc import Iterator

import keyring
import pytest
from keyring.backends.fail import Keyring as NoRing

from qualityvisit.errors import StoreRefused
from qualityvisit.sync import address as addresses
from qualityvisit.sync import credentials
from qualityvisit.sync.store import open_store
from qualityvisit.sync.trial import Trial
from tests import rings
from tests.rings import Memory

WITH = "https://eva:hemligt@localhost:1/x"
WITHOUT = "https://eva@localhost:1/x"


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    monkeypatch.delenv(credentials.VARIABLE, raising=False)
    with rings.memory() as made:
        yield made


def test_a_password_in_an_address_goes_to_the_keyring(ring: Memory) -> None:
    trial = Trial(WITH)
    assert (trial.store.address, ring.held) == (WITHOUT, {})  # only once it has been good
    trial.keep()
    assert ring.held == {("qualityvisit", f"store {WITHOUT}"): "hemligt"}
    where, _inside = addresses.read(WITHOUT)
    assert credentials.secret_of(where) == "hemligt"


def test_a_password_given_by_itself_goes_to_the_keyring(ring: Memory) -> None:
    Trial(addresses.with_secret(WITHOUT, "hemligt")).keep()
    assert ring.held == {("qualityvisit", f"store {WITHOUT}"): "hemligt"}
    Trial(WITHOUT).keep()
    assert len(ring.held) == 1


def test_without_a_keyring_the_environment_gives_it(
    ring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring.set_keyring(NoRing())  # type: ignore[no-untyped-call]
    where, _inside = addresses.read(WITHOUT)
    with pytest.raises(StoreRefused) as told:
        Trial(WITH).keep()
    assert credentials.VARIABLE in told.value.advice
    assert "hemligt" not in str(told.value)
    with pytest.raises(StoreRefused):
        credentials.secret_of(where)
    with pytest.raises(StoreRefused):
        open_store(WITHOUT).list()
    monkeypatch.setenv(credentials.VARIABLE, "hemligt")
    Trial(WITH).keep()
    assert credentials.secret_of(where) == "hemligt"
    assert not ring.held


@pytest.mark.parametrize(
    ("address", "secret", "wanted"),
    [
        ("https://eva@h/x", "a:b", ("eva", "a:b")),
        ("https://h/x", "eva:a:b", ("eva", "a:b")),
        ("azure://konto/lada", "nyckel==", ("", "nyckel==")),
    ],
)
def test_who_and_with_what(address: str, secret: str, wanted: tuple[str, str]) -> None:
    where, _inside = addresses.read(address)
    assert credentials.user_and_password(where, secret) == wanted


@pytest.mark.slow
def test_no_network_library_is_loaded_before_a_store_is_asked() -> None:
    """Start-up time is a promise: they cost a hundred milliseconds and more."""
    script = (
        "import sys; from qualityvisit import app, cli; from qualityvisit.sync.store import "
        "open_store; open_store('s3://hink/x'); open_store('delad');"
        "print({m.split('.')[0] for m in sys.modules} & {'obstore', 'psycopg', 'keyring'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
