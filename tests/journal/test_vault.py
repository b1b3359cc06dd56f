"""The vault: a key comes back to whoever may have it, and to nobody else."""

import json
import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import PasswordDeleteError, PasswordSetError

from qualityvisit.errors import (
    BadInput,
    FileTrouble,
    KeyTrouble,
    NewerFile,
    NoKey,
    NoKeyring,
    NotOurs,
    TornFile,
    WrongKey,
)
from qualityvisit.journal import ring as keyrings
from qualityvisit.journal import vault
from qualityvisit.journal.vault import Held, Vault, Wrap, check_passphrase, fingerprint
from tests import core, faults

KEY = bytes(range(32))
PASS = "fyra ord är bättre"


class Ring(KeyringBackend):
    """A keyring in memory, which can be told to fail or to keep silent."""

    priority: ClassVar[float] = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.forgets = False
        self.refuses = False
        self.hangs: threading.Event | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.hangs:
            self.hangs.wait()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.refuses:
            raise PasswordSetError("locked")
        if not self.forgets:
            self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.held:
            raise PasswordDeleteError("not there")
        del self.held[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


# --- with a passphrase


def create(file: Path, passphrase: str) -> Held:
    vault, key = Vault.fresh(passphrase)
    vault.write(file)
    return vault, key


def test_a_wrapped_key_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    with core.cheap():
        made, key = create(tmp_path / "vault.json", PASS)
    again = Vault.read(tmp_path / "vault.json")
    assert again == made
    assert again.key(PASS) == key
    assert len(key) == 32
    with pytest.raises(WrongKey):
        again.key(PASS + "!")
    with pytest.raises(NoKey):
        again.key("")


def test_each_wrap_has_a_salt_of_its_own() -> None:
    with core.cheap():
        one, other = Wrap.make(KEY, PASS), Wrap.make(KEY, PASS)
    assert one.salt != other.salt
    assert one.sealed != other.sealed
    assert KEY not in one.sealed


def test_a_wrap_as_the_program_writes_it_costs_what_rfc_9106_asks_for() -> None:
    assert vault.COST == (3, 4, 64 * 1024)


@pytest.mark.parametrize("passphrase", ["a", "1234567", "åäö åäö"])
def test_a_passphrase_that_protects_nothing_is_refused(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(BadInput):
        create(tmp_path / "vault.json", passphrase)
    assert list(tmp_path.iterdir()) == []
    check_passphrase("")
    check_passphrase("åtta tkn")


def test_only_its_owner_reads_the_vault_and_no_part_is_left(tmp_path: Path) -> None:
    with core.cheap():
        create(tmp_path / "vault.json", PASS)
    assert [p.name for p in tmp_path.iterdir()] == ["vault.json"]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "vault.json").stat().st_mode) == 0o600


def test_a_key_that_belongs_to_another_file_is_told(tmp_path: Path) -> None:
    with core.cheap():
        made, key = create(tmp_path / "vault.json", PASS)
    made.check(key)
    with pytest.raises(WrongKey):
        Vault(made.id, fingerprint(bytes(32)), made.wrap).check(key)


# --- with a keyring


def test_a_key_in_the_keyring_comes_back(tmp_path: Path, ring: Ring) -> None:
    made, key = create(tmp_path / "vault.json", "")
    assert ring.held == {("qualityvisit", made.id): key.hex()}
    assert Vault.read(tmp_path / "vault.json").key("") == key
    assert Vault.read(tmp_path / "vault.json").key("whatever passphrase") == key
    assert key.hex() not in (tmp_path / "vault.json").read_text()
    made.forget()
    made.forget()
    assert ring.held == {}


@pytest.mark.parametrize("how", ["forgets", "refuses"])
def test_a_keyring_that_does_not_keep_the_key_is_no_keyring(
    tmp_path: Path, ring: Ring, how: str
) -> None:
    setattr(ring, how, True)
    with pytest.raises(NoKeyring):
        create(tmp_path / "vault.json", "")
    assert list(tmp_path.iterdir()) == []


def test_a_keyring_without_the_key_never_gets_a_new_one(tmp_path: Path, ring: Ring) -> None:
    made = create(tmp_path / "vault.json", "")[0]
    ring.held.clear()
    with pytest.raises(NoKey):
        made.key("")
    assert ring.held == {}


@pytest.mark.parametrize("found", ["00" * 32, "no hexadecimal digits", "00"])
def test_a_wrong_key_in_the_keyring_is_told(tmp_path: Path, ring: Ring, found: str) -> None:
    made = create(tmp_path / "vault.json", "")[0]
    ring.held["qualityvisit", made.id] = found
    with pytest.raises(WrongKey):
        made.check(made.key(""))


@pytest.mark.usefixtures("no_ring")
def test_without_a_keyring_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(NoKeyring) as told:
        create(tmp_path / "vault.json", "")
    assert told.value.advice
    assert list(tmp_path.iterdir()) == []
    Vault("x", "y", None).forget()


@pytest.mark.usefixtures("no_ring")
def test_a_workspace_whose_keyring_is_gone_says_so(tmp_path: Path, ring: Ring) -> None:
    made = create(tmp_path / "vault.json", "")[0]
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    with pytest.raises(NoKeyring) as told:
        made.key("")
    assert "lösenfras" in told.value.advice
    assert ring.held


def test_a_keyring_that_writes_plaintext_is_not_used(tmp_path: Path, ring: Ring) -> None:
    ring.priority = 0.5  # type: ignore[misc]  # as keyrings.alt marks its own
    with pytest.raises(NoKeyring):
        create(tmp_path / "vault.json", "")
    assert ring.held == {}


def test_a_keyring_that_never_answers_is_given_up(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyrings, "PATIENCE", 0.05)
    ring.hangs = threading.Event()
    began = time.monotonic()
    with pytest.raises(NoKeyring):
        create(tmp_path / "vault.json", "")
    assert time.monotonic() - began < 5
    ring.hangs.set()
    assert not (tmp_path / "vault.json").exists()


# --- whatever stands in the file


def read(file: Path, content: bytes) -> Vault | None:
    file.write_bytes(content)
    try:
        return Vault.read(file)
    except FileTrouble:
        return None


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("vault") / "vault.json"
    with core.cheap():
        create(file, PASS)
    return file.read_bytes()


def test_a_folder_without_a_vault_is_not_ours(tmp_path: Path) -> None:
    with pytest.raises(NotOurs):
        Vault.read(tmp_path / "vault.json")


@given(st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_a_vault_with_other_bytes_gives_known_errors_and_is_untouched(
    tmp_path: Path, whole: bytes, at: int, other: bytes
) -> None:
    torn = whole[: at % len(whole)] + other + whole[at % len(whole) + len(other) :]
    found = read(tmp_path / "vault.json", torn)
    assert (tmp_path / "vault.json").read_bytes() == torn
    if found is not None:
        try:
            with core.cheap():
                found.check(found.key(PASS))
        except (FileTrouble, KeyTrouble):
            pass


@given(st.integers(0, 400))
def test_a_truncated_vault_is_damaged(tmp_path: Path, whole: bytes, length: int) -> None:
    assert read(tmp_path / "vault.json", whole[: length % (len(whole) - 1)]) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "1"},
        {"format": None},
        {"id": ...},
        {"fingerprint": ...},
        {"wrap": "words"},
        {"wrap": {}},
        {"cost": [3, 4]},
        {"cost": [1 << 20, 4, 1 << 16]},
        {"cost": [3, 4, 1 << 30]},
        {"cost": [3, 4, 1e999]},
        {"cost": "abc"},
        {"salt": ""},
        {"salt": "00"},
        {"salt": "zz" * 16},
        {"sealed": "no base64!"},
    ],
)
def test_a_vault_that_makes_no_sense_is_damaged(
    tmp_path: Path, whole: bytes, changes: dict[str, Any]
) -> None:
    found = json.loads(whole)
    for key, value in changes.items():
        place = found["wrap"] if key in found["wrap"] else found
        place[key] = value
        if value is ...:
            del place[key]
    (tmp_path / "vault.json").write_text(json.dumps(found))
    with pytest.raises(TornFile):
        Vault.read(tmp_path / "vault.json")


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"[" * 100_000, b"\xff\xfe"])
def test_a_vault_that_is_none_is_damaged(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path / "vault.json", content) is None


@pytest.mark.parametrize("newer", [2, 1e999, 1 << 70])
def test_a_vault_of_a_newer_version_is_told(tmp_path: Path, whole: bytes, newer: float) -> None:
    found = json.loads(whole) | {"format": newer, "wrap": "in another way"}
    (tmp_path / "vault.json").write_text(json.dumps(found))
    with pytest.raises(NewerFile):
        Vault.read(tmp_path / "vault.json")


def test_a_vault_that_may_not_be_read_is_told(tmp_path: Path, whole: bytes) -> None:
    (tmp_path / "vault.json").write_bytes(whole)
    (tmp_path / "vault.json").chmod(0)
    with faults.bound_by_permissions(), pytest.raises(FileTrouble):
        Vault.read(tmp_path / "vault.json")
    (tmp_path / "vault.json").chmod(0o600)
