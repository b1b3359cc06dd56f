"""A store is tried before anything relies on it, and everything can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualityvisit.errors import StoreRefused, StoreUnreachable, WrongStore
from qualityvisit.sync import credentials
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.trial import Trial
from tests import rings
from tests.rings import Memory
from tests.servers import base

WORKSPACE, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    monkeypatch.delenv(credentials.VARIABLE, raising=False)
    with rings.memory() as made:
        yield made


def test_a_folder_that_was_made_is_taken_away_again(tmp_path: Path) -> None:
    trial = Trial(str(tmp_path / "delad"))
    trial.take(WORKSPACE, make=True, begin=True)
    assert [p.name for p in (tmp_path / "delad" / "workspace").iterdir()] == [WORKSPACE]
    trial.take_back()
    assert list(tmp_path.iterdir()) == []
    trial.take_back()  # harmless


def test_what_was_there_before_stays(tmp_path: Path) -> None:
    Trial(str(tmp_path)).take(WORKSPACE, make=False, begin=True)
    (tmp_path / "annat.txt").touch()
    again = Trial(str(tmp_path))
    again.take(WORKSPACE, make=False, begin=True)
    again.take_back()
    assert (tmp_path / "workspace" / WORKSPACE).exists()
    with pytest.raises(WrongStore) as told:
        Trial(str(tmp_path)).take(OTHER, make=False, begin=True)
    assert "Ingenting har ändrats" in told.value.advice
    assert len(list((tmp_path / "workspace").iterdir())) == 1


def test_a_marker_whose_put_was_said_to_fail_is_taken_back_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = FolderStore.put

    def cut(self: FolderStore, name: str, data: bytes) -> None:
        put(self, name, data)
        raise StoreUnreachable("Borta.")

    monkeypatch.setattr(FolderStore, "put", cut)
    trial = Trial(str(tmp_path))
    with pytest.raises(StoreUnreachable):
        trial.take(WORKSPACE, make=False, begin=True)
    trial.take_back()
    assert list(tmp_path.iterdir()) == []


def test_only_who_may_begin_one_takes_an_empty_place(tmp_path: Path) -> None:
    with pytest.raises(WrongStore):
        Trial(str(tmp_path)).take(WORKSPACE, make=False, begin=False)
    assert list(tmp_path.iterdir()) == []


def test_a_password_is_put_back_as_it_was(ring: Memory) -> None:
    where = f"https://eva@localhost:{base.free_port()}/x"
    entry = ("qualityvisit", f"store {where}")
    for before in ("förut", ""):
        ring.held = {entry: before} if before else {}
        trial = Trial(where, "nytt")
        trial.keep()
        assert ring.held[entry] == "nytt"
        trial.take_back()
        assert ring.held == ({entry: before} if before else {})


def test_a_server_that_does_not_answer_has_cost_nothing(ring: Memory) -> None:
    trial = Trial(f"https://eva:nytt@localhost:{base.free_port()}/x")
    with pytest.raises(StoreUnreachable) as told:
        trial.take(WORKSPACE, make=False, begin=True)
    assert "Ingenting har ändrats" in told.value.advice
    assert "delas så snart" not in told.value.advice
    assert ring.held == {}


def test_without_a_keyring_it_is_told_how_to_do(ring: Memory) -> None:
    ring.priority = 0
    with pytest.raises(StoreRefused) as told:
        Trial("https://eva@localhost:1/x").look()
    assert credentials.VARIABLE in told.value.advice
    with pytest.raises(StoreRefused) as told:
        Trial("https://eva:nytt@localhost:1/x").keep()
    assert credentials.VARIABLE in told.value.advice
