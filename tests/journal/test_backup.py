"""Backups: verified by opening, restored whole or not at all, and numbered whatever the clock."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import (
    AlreadyThere,
    BadInput,
    KnownError,
    NewerFile,
    NoKey,
    NotSaved,
    TornFile,
    WrongKey,
)
from qualityvisit.journal import backup
from qualityvisit.journal.backup import MAGIC, latest, made_at, restore, rotate, verify, write
from qualityvisit.journal.journal import Journal, RowsChange
from tests import core, faults

AT = "2028-03-14T07:00:00.000+00:00"
OTHER = "en annan lösenfras"


@pytest.fixture
def filled(journal: Journal) -> Journal:
    for number in range(5):
        journal.append("notes/v", f"change {number}".encode(), AT, RowsChange())
    return journal


@pytest.fixture
def made(filled: Journal, tmp_path: Path) -> Path:
    return write(filled, tmp_path / "kopia.qvbackup", AT).file


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let temporary files lie where the test can count them."""
    folder = tmp_path / "tillfälligt"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def header_of(whole: bytes) -> tuple[dict[str, Any], bytes]:
    start = len(MAGIC) + 4
    length = int.from_bytes(whole[len(MAGIC) : start], "big")
    return json.loads(whole[start : start + length]), whole[start + length :]


def with_header(whole: bytes, **changes: Any) -> bytes:
    header, rest = header_of(whole)
    words = json.dumps({k: v for k, v in (header | changes).items() if v is not ...}).encode()
    return MAGIC + len(words).to_bytes(4, "big") + words + rest


# --- writing and verifying


def test_a_backup_says_when_it_was_made_and_what_it_holds(filled: Journal, tmp_path: Path) -> None:
    made = write(filled, tmp_path / "ny mapp" / "kopia.qvbackup", AT)
    assert (made.at, made.entries) == (AT, 5)
    assert verify(made.file, core.PASSPHRASE) == made
    assert [p.name for p in made.file.parent.iterdir()] == ["kopia.qvbackup"]


def test_a_backup_holds_no_words_in_plaintext(made: Path) -> None:
    whole = made.read_bytes()
    assert whole.startswith(MAGIC)
    assert b"change" not in whole
    assert b"SQLite format" not in whole
    assert b"notes/v" not in whole


def test_a_backup_opens_with_the_passphrase_that_was_given_for_it(
    filled: Journal, tmp_path: Path
) -> None:
    with core.cheap():
        made = write(filled, tmp_path / "kopia.qvbackup", AT, OTHER)
        assert verify(made.file, OTHER).entries == 5
    with pytest.raises(WrongKey):
        verify(made.file, core.PASSPHRASE)
    with pytest.raises(NoKey):
        verify(made.file)


def test_a_backup_can_be_written_over_and_is_whole_before_and_after(
    filled: Journal, made: Path
) -> None:
    filled.append("notes/v", b"more", AT, RowsChange())
    with faults.full(room=100), pytest.raises(NotSaved) as told:
        write(filled, made, AT)
    assert "säkerhetskopi" in told.value.title.lower()
    assert verify(made, core.PASSPHRASE).entries == 5
    assert write(filled, made, AT).entries == 6
    assert verify(made, core.PASSPHRASE).entries == 6
    assert {p.name for p in made.parent.iterdir()} == {"kopia.qvbackup", "profil"}


def test_a_backup_into_a_folder_that_may_not_be_written_is_told(
    filled: Journal, tmp_path: Path
) -> None:
    (tmp_path / "låst").mkdir()
    with faults.read_only(tmp_path / "låst"), pytest.raises(NotSaved) as told:
        write(filled, tmp_path / "låst" / "kopia.qvbackup", AT)
    assert "minne" not in told.value.advice  # the workspace itself is in no danger
    assert list((tmp_path / "låst").iterdir()) == []


def test_of_a_damaged_file_no_backup_is_made_or_a_whole_one(
    filled: Journal, tmp_path: Path
) -> None:
    filled.close()
    whole, refused = filled.path.read_bytes(), 0
    for page in range(len(whole) // 4096):
        torn = bytearray(whole)
        torn[page * 4096 + 100] ^= 1
        filled.path.write_bytes(torn)
        try:
            journal = Journal.open(filled.folder, core.PASSPHRASE)
        except TornFile:
            refused += 1
            continue
        try:
            made = write(journal, tmp_path / "kopia.qvbackup", AT)
        except TornFile:
            refused += 1
        else:
            assert verify(made.file, core.PASSPHRASE).entries == 5
        journal.close()
    filled.path.write_bytes(whole)
    assert refused > 10
    assert {p.name for p in tmp_path.iterdir()} <= {"profil", "kopia.qvbackup"}


# --- whatever stands in the file


@given(at=st.integers(0, 1 << 20), flip=st.integers(1, 255))
def test_a_changed_byte_is_found(made: Path, at: int, flip: int) -> None:
    whole = made.read_bytes()
    start = len(MAGIC) + 4 + int.from_bytes(whole[len(MAGIC) : len(MAGIC) + 4], "big")
    # half of them in the header, where they mean something
    place = at % start if at % 2 else at % len(whole)
    torn = bytearray(whole)
    torn[place] ^= flip
    file = made.with_name("torn")
    file.write_bytes(torn)
    with core.cheap():
        try:
            found = verify(file, core.PASSPHRASE)
        except KnownError:
            return
    assert place < start  # only what the header says of itself can differ and still open
    assert found.entries == 5


@given(length=st.integers(0, 1 << 20))
def test_a_truncated_backup_is_none(made: Path, length: int) -> None:
    whole = made.read_bytes()
    file = made.with_name("torn")
    file.write_bytes(whole[: length % len(whole)])
    with pytest.raises(BadInput):
        verify(file, core.PASSPHRASE)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "1"},
        {"at": 5},
        {"at": ...},
        {"entries": "5"},
        {"sha256": None},
        {"sha256": "0" * 64},
        {"vault": None},
        {"vault": {}},
        {"vault": {"id": 5, "wrap": None}},
        {"vault": {"id": "x", "wrap": {}}},
        {"vault": {"id": "x", "wrap": {"salt": "00", "sealed": "", "cost": [1, 1, 8]}}},
    ],
)
def test_a_header_that_makes_no_sense_is_no_backup(made: Path, changes: dict[str, Any]) -> None:
    made.write_bytes(with_header(made.read_bytes(), **changes))
    with pytest.raises(BadInput):
        verify(made, core.PASSPHRASE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"QVBACKUP1",
        b"words",
        MAGIC + b"\xff" * 20,
        MAGIC + (9999).to_bytes(4, "big") + b"[" * 9999,
    ],
)
def test_whatever_else_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fil").write_bytes(content)
    with pytest.raises(BadInput):
        verify(tmp_path / "fil", core.PASSPHRASE)


def test_a_backup_that_is_not_there_or_may_not_be_read_is_told(made: Path, tmp_path: Path) -> None:
    with pytest.raises(NotSaved) as told:
        verify(tmp_path / "borta")
    assert "borta" in told.value.title
    made.chmod(0)
    with faults.bound_by_permissions(), pytest.raises(NotSaved):
        verify(made, core.PASSPHRASE)


def test_a_backup_of_a_newer_version_is_told_and_not_restored(
    filled: Journal, made: Path, tmp_path: Path
) -> None:
    newer = made.with_name("newer")
    newer.write_bytes(with_header(made.read_bytes(), format=2, vault="in another way"))
    with pytest.raises(NewerFile):
        verify(newer, core.PASSPHRASE)
    filled.connection.execute("PRAGMA user_version = 999")
    with pytest.raises(NewerFile):
        write(filled, tmp_path / "tables", AT)
    filled.connection.execute("PRAGMA user_version = 1")
    assert not (tmp_path / "åter").exists()


# --- restoring


def test_a_restored_journal_is_the_one_that_was_backed_up(
    filled: Journal, made: Path, tmp_path: Path
) -> None:
    found = restore(made, tmp_path / "åter", core.PASSPHRASE)
    assert found.entries == 5
    again = Journal.open(tmp_path / "åter", core.PASSPHRASE)
    assert again.updates("notes/v") == filled.updates("notes/v")
    assert again.key == filled.key
    again.close()


@pytest.mark.usefixtures("here")
def test_nothing_is_left_of_a_restoration_that_fails(
    made: Path, tmp_path: Path, here: Path
) -> None:
    with pytest.raises(WrongKey):
        restore(made, tmp_path / "åter", OTHER)
    assert not (tmp_path / "åter").exists()
    with faults.full(room=30_000), pytest.raises(NotSaved):
        restore(made, tmp_path / "åter", core.PASSPHRASE)
    (tmp_path / "åter").mkdir(exist_ok=True)
    with faults.read_only(tmp_path / "åter"), pytest.raises(NotSaved):
        restore(made, tmp_path / "åter", core.PASSPHRASE)
    assert list((tmp_path / "åter").iterdir()) == []
    assert list(here.iterdir()) == []
    restore(made, tmp_path / "åter", core.PASSPHRASE)
    assert list(here.iterdir()) == []


def test_nothing_is_restored_over_a_workspace(filled: Journal, made: Path) -> None:
    with pytest.raises(AlreadyThere):
        restore(made, filled.folder, core.PASSPHRASE)


# --- those that the program makes by itself


def names(journal: Journal) -> list[str]:
    return sorted(p.name for p in (journal.folder / backup.FOLDER).iterdir())


def test_seven_daily_backups_and_five_from_before_updates_are_kept(filled: Journal) -> None:
    for day in range(1, 11):
        rotate(filled, f"2028-03-{day:02}T07:00:00+00:00")
        rotate(filled, f"2028-03-{day:02}T08:00:00+00:00", "before-update")
    found = names(filled)
    assert [n[13:23] for n in found if n.startswith("daily")] == [
        f"2028-03-{day:02}" for day in range(4, 11)
    ]
    assert len([n for n in found if n.startswith("before-update")]) == 5


def test_the_newest_is_the_one_made_last_of_whatever_kind(filled: Journal) -> None:
    assert latest(filled.folder) is None
    assert made_at(None) == ""
    rotate(filled, "2028-03-01T07:00:00+00:00", "before-update")
    made = rotate(filled, "2028-03-02T08:15:00+01:00")
    assert latest(filled.folder) == made.file
    assert made_at(made.file) == "2028-03-02T07:15:00+00:00"


def test_a_clock_set_back_a_year_neither_hides_nor_drops_the_newest(filled: Journal) -> None:
    for day in range(1, 9):
        rotate(filled, f"2028-03-{day:02}T07:00:00+00:00")
    for day in range(1, 4):
        made = rotate(filled, f"2027-03-{day:02}T07:00:00+00:00")
        assert made.file.exists()
        assert latest(filled.folder) == made.file
    found = names(filled)
    assert len(found) == 7
    assert [n for n in found if "2027" in n] == found[-3:]


def test_files_of_others_among_the_backups_do_not_matter(filled: Journal) -> None:
    folder = filled.folder / backup.FOLDER
    folder.mkdir()
    (folder / "min egen.qvbackup").write_bytes(b"")
    (folder / "readme.txt").write_bytes(b"")
    assert made_at(latest(filled.folder)) == ""
    made = rotate(filled, AT)
    assert latest(filled.folder) == made.file
    assert "min egen.qvbackup" in names(filled)


def test_a_rotation_that_fails_keeps_the_ones_before(filled: Journal) -> None:
    for day in range(1, 8):
        rotate(filled, f"2028-03-{day:02}T07:00:00+00:00")
    before = names(filled)
    with faults.full(room=100), pytest.raises(NotSaved):
        rotate(filled, "2028-03-08T07:00:00+00:00")
    assert names(filled) == before
