"""The folder store: whole files or none, and nobody else's."""

import os
from pathlib import Path

import pytest

from qualityvisit.errors import BadInput, StoreRefused, StoreUnreachable
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.store import open_store
from tests import faults

NAME = f"{'a' * 20}/00000001-{'0' * 16}"
MARKER = f"workspace/{'b' * 64}"


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    made = FolderStore(str(tmp_path / "delad å"))
    made.make()
    return made


def test_what_is_put_is_listed_and_got(store: FolderStore) -> None:
    assert store.list() == set()
    store.put(NAME, b"words")
    store.put(MARKER, b"")
    assert store.list() == {NAME, MARKER}
    assert store.get(NAME) == b"words"
    assert store.get(MARKER) == b""
    assert store.get(NAME.replace("1-", "2-")) is None


def test_putting_again_is_harmless_and_leaves_no_other_file(store: FolderStore) -> None:
    store.put(NAME, b"words")
    store.put(NAME, b"words")
    assert [p.name for p in (store.folder / ("a" * 20)).iterdir()] == [NAME.split("/")[1]]


def test_what_was_left_half_written_is_cleared_after_a_day(store: FolderStore) -> None:
    store.put(NAME, b"words")
    folder = store.folder / ("a" * 20)
    old, new, foreign = (
        folder / f".00000002-{'0' * 16}.{end}" for end in ("0123abcd.part", "4567abcd.part", "part")
    )
    for file in (old, new, foreign):
        file.write_bytes(b"half")
    for file in (old, foreign):
        os.utime(file, (0, 0))
    assert store.list() == {NAME}
    assert (old.exists(), new.exists(), foreign.exists()) == (False, True, True)


def test_files_of_others_are_passed_over(store: FolderStore) -> None:
    store.put(NAME, b"words")
    (store.folder / "readme.txt").write_text("hej")
    (store.folder / ("c" * 20)).write_text("a file, no folder")
    (store.folder / ("a" * 20) / "00000001-0000 (Evas dator).conflict").write_text("x")
    (store.folder / ("a" * 20) / f".00000002-{'0' * 16}.17.part").write_text("half")
    (store.folder / "Bilder").mkdir()
    (store.folder / ".stversions" / ("a" * 20)).mkdir(parents=True)
    assert store.list() == {NAME}


def test_a_folder_of_others_that_may_not_be_read_does_not_matter(store: FolderStore) -> None:
    store.put(NAME, b"words")
    (store.folder / "lost+found").mkdir(mode=0)
    loop = store.folder / "slinga"
    loop.symlink_to(loop)
    assert store.list() == {NAME}


def test_a_folder_that_is_not_there_is_not_made_by_the_way(tmp_path: Path) -> None:
    store = FolderStore(str(tmp_path / "borta"))
    for verb in (store.list, lambda: store.get(NAME), lambda: store.put(NAME, b"words")):
        with pytest.raises(StoreUnreachable) as told:
            verb()
        assert "borta" in told.value.title
        assert told.value.may_retry
    assert not store.folder.exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("in the way")
    with pytest.raises(StoreUnreachable):
        FolderStore(str(tmp_path / "fil" / "mapp")).make()


def test_only_the_last_folder_is_made(tmp_path: Path) -> None:
    astray = FolderStore(str(tmp_path / "felstavat" / "delad"), new=True)
    with pytest.raises(StoreUnreachable) as told:
        astray.make()
    assert told.value.title == f"Det finns ingen mapp {tmp_path / 'felstavat'}."
    assert not (tmp_path / "felstavat").exists()


def test_a_folder_that_never_was_is_a_wrong_path_and_one_that_was_is_away(tmp_path: Path) -> None:
    store = FolderStore(str(tmp_path / "delad"), new=True)
    with pytest.raises(StoreUnreachable, match="Kontrollera sökvägen: ingenting har ändrats"):
        store.list()
    store.make()
    assert store.list() == set()
    store.folder.rmdir()
    with pytest.raises(StoreUnreachable, match="delas så snart mappen är tillbaka"):
        store.list()
    with pytest.raises(StoreUnreachable, match="delas så snart mappen är tillbaka"):
        FolderStore(str(tmp_path / "delad")).list()


def test_a_place_that_takes_no_file_is_told_and_no_part_is_left(store: FolderStore) -> None:
    (store.folder / ("a" * 20)).write_text("a file where the folder should be")
    with pytest.raises(StoreUnreachable) as told:
        store.put(NAME, b"words")
    assert told.value.advice
    with pytest.raises(StoreUnreachable):
        store.get(NAME)
    store.folder.joinpath("a" * 20).unlink()
    (store.folder / NAME).mkdir(parents=True)
    with pytest.raises(StoreUnreachable):
        store.put(NAME, b"words")
    assert not list((store.folder / ("a" * 20)).glob(".*"))


def test_addresses_are_paths_or_file_addresses(tmp_path: Path) -> None:
    plain = open_store(str(tmp_path / "a b"))
    other = open_store(f"file://{tmp_path}/a%20b")
    assert isinstance(plain, FolderStore)
    assert isinstance(other, FolderStore)
    assert plain.folder == other.folder
    assert plain.address == str(tmp_path / "a b")


def test_a_relative_address_means_the_same_wherever_the_program_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_store("delad").address == str(tmp_path / "delad")
    monkeypatch.setenv("HOME", str(tmp_path / "hem"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "hem"))
    assert open_store("~/delad").address == str(tmp_path / "hem" / "delad")


@pytest.mark.parametrize("address", ["", "  ", "file://", "ftp://x/y", "\\\\?://x"])
def test_addresses_of_no_known_kind_are_refused(address: str) -> None:
    with pytest.raises(BadInput):
        open_store(address)


def test_a_folder_that_may_not_be_written_is_told_so(store: FolderStore) -> None:
    store.put(NAME, b"words")
    with faults.read_only(store.folder), pytest.raises(StoreRefused) as told:
        store.put(MARKER, b"")
    assert told.value.title == f"Det går inte att skriva i den delade mappen: {store.folder}."
    assert store.list() == {NAME}


def test_a_folder_that_is_full_is_told_and_keeps_what_it_had(store: FolderStore) -> None:
    store.put(NAME, b"words")
    with faults.full(room=3), pytest.raises(StoreUnreachable):
        store.put(NAME.replace("1-", "2-"), b"many words")
    assert store.list() == {NAME}
    assert [p.name for p in (store.folder / ("a" * 20)).iterdir()] == [NAME.split("/")[1]]
