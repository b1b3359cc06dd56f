"""The journal's file: opened whole or left untouched, written whole or not at all."""

import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from qualityvisit.errors import (
    AlreadyThere,
    BadInput,
    FileTrouble,
    InUse,
    KeyTrouble,
    NewerFile,
    NotOurs,
    NotSaved,
    TornFile,
    WrongKey,
)
from qualityvisit.journal import schema
from qualityvisit.journal.index import Row
from qualityvisit.journal.journal import VAULT, Journal, RowsChange, set_aside
from qualityvisit.settings import FILE
from tests import core, faults

AT = "2028-03-14T07:00:00.000+00:00"


def prints(folder: Path) -> dict[str, str]:
    """Return the fingerprints of all files in a folder."""
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture
def profile(journal: Journal) -> Path:
    """Return a folder with five entries, closed."""
    for number in range(5):
        journal.append("notes/v", f"change {number}".encode() * 50, AT, RowsChange())
    journal.close()
    return journal.folder


def opened(profile: Path) -> Journal:
    return Journal.open(profile, core.PASSPHRASE)


def refused(profile: Path, kind: type[Exception]) -> Exception:
    """Make sure that a profile is refused and left as it is; return what is said."""
    before = prints(profile)
    with pytest.raises(kind) as told:
        Journal.open(profile, core.PASSPHRASE)
    assert prints(profile) == before
    assert isinstance(told.value, FileTrouble | KeyTrouble)
    assert told.value.title
    assert told.value.advice
    return told.value


# --- made and opened


def test_what_was_appended_is_there_when_opened_again(profile: Path) -> None:
    journal = opened(profile)
    assert [u[:8] for u in journal.updates("notes/v")] == [f"change {n}".encode() for n in range(5)]
    assert journal.documents() == ["notes/v"]
    assert (journal.entries(), journal.last_at()) == (5, AT)
    assert journal.secret("nothing") == b""
    journal.close()


def test_the_file_is_encrypted_and_its_folder_is_its_owners(profile: Path) -> None:
    whole = (profile / FILE).read_bytes()
    assert not whole.startswith(b"SQLite format 3")
    assert b"change" not in whole
    assert b"CREATE TABLE" not in whole
    if os.name != "nt":
        assert stat.S_IMODE(profile.stat().st_mode) == 0o700


def test_a_folder_that_holds_something_is_left_as_it_is(profile: Path) -> None:
    before = prints(profile)
    for name in (VAULT, FILE):
        with core.cheap(), pytest.raises(AlreadyThere):
            Journal.create(profile, core.PASSPHRASE)
        assert prints(profile) == before
        (profile / name).unlink()
        before = prints(profile)
        if name == FILE:
            break
    with core.cheap():
        Journal.create(profile, core.PASSPHRASE).close()


def test_nothing_is_left_where_making_fails(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        Journal.create(tmp_path / "ny", "kort")
    assert not (tmp_path / "ny").exists()
    with core.cheap():
        with faults.full(room=1000), pytest.raises(NotSaved) as told:
            Journal.create(tmp_path / "ny", core.PASSPHRASE)
        assert "minne" not in told.value.advice  # nothing has been written yet
        assert not (tmp_path / "ny").exists()
        (tmp_path / "låst").mkdir()
        with faults.read_only(tmp_path / "låst"), pytest.raises(NotSaved):
            Journal.create(tmp_path / "låst", core.PASSPHRASE)
        assert list((tmp_path / "låst").iterdir()) == []
        (tmp_path / "fil").write_text("in the way")
        with pytest.raises(NotSaved):
            Journal.create(tmp_path / "fil" / "profil", core.PASSPHRASE)


# --- what will not open


def test_a_folder_without_a_workspace_is_not_ours(tmp_path: Path) -> None:
    refused(tmp_path, NotOurs)


def test_a_workspace_whose_file_is_gone_is_told(profile: Path) -> None:
    (profile / FILE).unlink()
    assert FILE in str(refused(profile, NotOurs))


def test_a_workspace_whose_key_file_is_gone_is_not_taken_for_an_empty_folder(profile: Path) -> None:
    (profile / VAULT).unlink()
    assert VAULT in str(refused(profile, TornFile))


def test_a_wrong_passphrase_is_told(profile: Path) -> None:
    before = prints(profile)
    with pytest.raises(WrongKey):
        Journal.open(profile, "en helt annan lösenfras")
    assert prints(profile) == before


def test_the_key_of_another_workspace_does_not_open_this(profile: Path, tmp_path: Path) -> None:
    with core.cheap():
        Journal.create(tmp_path / "annan", core.PASSPHRASE).close()
    shutil.copy(tmp_path / "annan" / VAULT, profile / VAULT)
    refused(profile, TornFile)  # a key that does not fit is not told from damage: see vault.json


def test_an_empty_file_is_damaged_also_where_its_log_still_has_everything(profile: Path) -> None:
    """SQLite would take it for a new file, and throw the log with all words in it away."""
    journal = opened(profile)
    journal.append("notes/v", b"in the log", AT, RowsChange())
    crashed = profile.with_name("krasch")
    shutil.copytree(profile, crashed)
    journal.close()
    assert (crashed / (FILE + "-wal")).stat().st_size > 0
    (crashed / FILE).write_bytes(b"")
    refused(crashed, TornFile)


def foreign_database(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.execute("INSERT INTO recipes VALUES ('pannkakor')")
    connection.commit()
    connection.close()


def foreign_ciphered(file: Path) -> None:
    connection = dbapi2.connect(str(file))
    connection.execute("PRAGMA key = 'something else'")
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda file: file.write_bytes(b""), TornFile),
        (lambda file: file.write_bytes(b"x"), TornFile),
        (lambda file: file.write_bytes(b"a letter to the municipality\n" * 300), TornFile),
        (lambda file: file.write_bytes(bytes(4096 * 3)), TornFile),
        (lambda file: file.write_bytes(hashlib.sha512(b"x").digest() * 64 * 3), TornFile),
        (foreign_database, NotOurs),
        (foreign_ciphered, TornFile),
        (lambda file: file.mkdir(), NotOurs),
    ],
    ids=["empty", "a byte", "text", "zeros", "noise", "SQLite", "SQLCipher", "folder"],
)
def test_a_file_that_is_something_else_is_refused(
    profile: Path, make: Callable[[Path], object], kind: type[Exception]
) -> None:
    (profile / FILE).unlink()
    make(profile / FILE)
    refused(profile, kind)


def test_a_file_of_a_newer_version_is_refused(profile: Path) -> None:
    journal = opened(profile)
    journal.connection.execute(f"PRAGMA user_version = {schema.CURRENT + 1}")
    journal.close()
    refused(profile, NewerFile)


def test_a_file_without_tables_is_damaged(profile: Path) -> None:
    journal = opened(profile)
    journal.connection.execute("PRAGMA user_version = 0")
    journal.close()
    refused(profile, TornFile)


@pytest.mark.slow
def test_a_truncated_file_is_refused_at_any_length(profile: Path) -> None:
    whole = (profile / FILE).read_bytes()
    lengths = {0, 1, 15, 16, 4095, 4096, len(whole) - 1, len(whole) - 4096}
    lengths |= {n * 4096 for n in range(len(whole) // 4096)}
    lengths |= {n * 7919 % len(whole) for n in range(60)}
    for length in sorted(lengths):
        (profile / FILE).write_bytes(whole[:length])
        refused(profile, TornFile)
    (profile / FILE).write_bytes(whole)
    opened(profile).close()


@pytest.mark.slow
def test_a_changed_byte_in_any_page_is_refused_or_told_when_met(profile: Path) -> None:
    whole = (profile / FILE).read_bytes()
    told, read, advice = 0, 0, set[str]()
    for page in range(len(whole) // 4096):
        for at in (0, 1000, 4095):
            torn = bytearray(whole)
            torn[page * 4096 + at] ^= 0x10
            (profile / FILE).write_bytes(torn)
            before = prints(profile)
            try:
                journal = opened(profile)
            except TornFile:
                told += 1
                assert prints(profile) == before
                continue
            try:
                found = journal.updates("notes/v")
                journal.index.search("change", 5)
                journal.index.dump()
            except TornFile as met:
                told += 1
                advice.add(met.advice)
            else:
                read += 1
                assert len(found) == 5  # whatever can be read is right
            journal.close()
    assert told > 0
    assert read > 0
    assert not any("orörd" in said for said in advice)  # something may have been written meanwhile


@pytest.mark.slow
def test_two_programs_on_one_file_are_kept_apart(profile: Path) -> None:
    journal = opened(profile)
    script = (
        "import sys; from pathlib import Path\n"
        "from qualityvisit.journal.journal import Journal\n"
        "from qualityvisit.errors import InUse\n"
        "try: Journal.open(Path(sys.argv[1]), sys.argv[2])\n"
        "except InUse as told: print('in use', bool(told.title and told.advice))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(profile), core.PASSPHRASE],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "in use True\n"
    journal.append("notes/v", b"still ours", AT, RowsChange())
    with pytest.raises(InUse) as told:
        opened(profile)
    assert told.value.may_retry
    journal.close()
    again = opened(profile)
    assert again.entries() == 6
    again.close()


def test_a_folder_that_may_not_be_written_is_told_and_left(profile: Path) -> None:
    with faults.read_only(profile):
        before = prints(profile)
        with pytest.raises(NotSaved) as told:
            opened(profile)
        assert "minne" not in told.value.advice
        assert prints(profile) == before
    opened(profile).close()


def test_a_file_that_may_not_be_read_is_told(profile: Path) -> None:
    (profile / FILE).chmod(0)
    with faults.bound_by_permissions(), pytest.raises(NotSaved):
        opened(profile)
    (profile / FILE).chmod(0o600)


def test_a_full_disk_can_still_be_opened_and_read(profile: Path) -> None:
    with faults.full():
        journal = opened(profile)
        assert len(journal.updates("notes/v")) == 5
        with pytest.raises(NotSaved):
            journal.append("notes/v", b"no room", AT, RowsChange())
    journal.append("notes/v", b"room", AT, RowsChange())
    assert journal.entries() == 6
    journal.close()


# --- one transaction or none


def test_what_fails_inside_a_transaction_leaves_nothing(journal: Journal) -> None:
    with pytest.raises(ZeroDivisionError), journal.transaction():  # noqa: PT012 what is tested
        journal.append("notes/v", b"a", AT, RowsChange((row("a"),)))
        journal.keep("name", b"value")
        raise ZeroDivisionError
    assert journal.entries() == 0
    assert journal.secret("name") == b""
    assert journal.index.count("note") == 0
    journal.append("notes/v", b"a", AT)
    assert journal.entries() == 1


def row(name: str) -> Row:
    return Row("note", name, "", "", "", "{}", "words")


def test_an_entry_and_its_rows_are_one_transaction(journal: Journal) -> None:
    torn = "BEFORE INSERT ON row BEGIN SELECT RAISE(ABORT, 'malformed'); END"
    journal.connection.execute(f"CREATE TRIGGER torn {torn}")
    with pytest.raises(TornFile):
        journal.append("notes/v", b"a", AT, RowsChange((row("a"),)))
    assert journal.entries() == 0
    journal.connection.execute("DROP TRIGGER torn")
    journal.append("notes/v", b"a", AT, RowsChange((row("a"),)))
    assert journal.index.count("note") == 1


def test_typed_text_is_marked_until_the_index_has_it(journal: Journal) -> None:
    journal.append("notes/v", b"a", AT)
    journal.append("notes/w", b"a", AT)
    journal.append("visit/v", b"a", AT, RowsChange())
    assert sorted(journal.unindexed()) == ["notes/v", "notes/w"]
    journal.reindex("notes/v", RowsChange((row("a"),)))
    assert journal.unindexed() == ["notes/w"]
    assert journal.index.get("note", "a") == "{}"


def test_entries_of_others_neither_wait_nor_count_as_written_here(journal: Journal) -> None:
    journal.append("notes/v", b"ours", AT, RowsChange())
    journal.absorb([("notes/v", b, "device", "2028-03-15") for b in (b"theirs", b"more")])
    assert journal.updates("notes/v") == [b"ours", b"theirs", b"more"]
    assert [w.bytes for w in journal.waiting()] == [b"ours"]
    assert journal.last_at() == AT
    assert journal.unindexed() == []


def test_named_bytes_are_kept_and_replaced(journal: Journal) -> None:
    journal.keep("name", b"one")
    journal.keep("name", b"two")
    assert journal.secret("name") == b"two"


# --- a folder that goes and comes back


def test_nothing_is_written_into_a_folder_that_is_gone(journal: Journal, tmp_path: Path) -> None:
    elsewhere = tmp_path / "undan"
    journal.folder.rename(elsewhere)
    before = prints(elsewhere)
    with pytest.raises(NotSaved) as told:
        journal.append("notes/v", b"a", AT)
    assert str(journal.folder) in told.value.title
    assert prints(elsewhere) == before
    journal.folder.mkdir()
    shutil.copy(elsewhere / VAULT, journal.folder)
    with pytest.raises(NotSaved):  # another folder of that name, without the file
        journal.append("notes/v", b"a", AT)
    shutil.rmtree(journal.folder)
    elsewhere.rename(journal.folder)
    journal.append("notes/v", b"a", AT)
    assert journal.entries() == 1


def test_a_file_that_comes_back_as_another_one_is_opened_again(
    journal: Journal, tmp_path: Path
) -> None:
    journal.append("notes/v", b"a", AT, RowsChange())
    journal.come_back()
    elsewhere = tmp_path / "undan"
    journal.folder.rename(elsewhere)
    journal.come_back()
    shutil.copytree(elsewhere, journal.folder)  # as from another disk
    with pytest.raises(NotSaved):
        journal.append("notes/v", b"b", AT)
    journal.come_back()
    journal.append("notes/v", b"c", AT, RowsChange((row("a"),)))
    assert journal.updates("notes/v") == [b"a", b"c"]
    journal.close()
    again = opened(journal.folder)
    assert again.updates("notes/v") == [b"a", b"c"]
    assert again.index.count("note") == 1
    again.close()


def test_an_older_or_foreign_file_in_its_place_is_not_written(
    journal: Journal, tmp_path: Path
) -> None:
    journal.append("notes/v", b"a", AT, RowsChange())
    earlier = tmp_path / "i går"
    shutil.copytree(journal.folder, earlier)
    journal.append("notes/v", b"b", AT, RowsChange())
    for replacement in (earlier, None):
        journal.folder.rename(tmp_path / "undan")
        if replacement:
            shutil.copytree(replacement, journal.folder)
        else:
            journal.folder.mkdir()
            (journal.folder / FILE).write_bytes(bytes(8192))
        journal.come_back()
        with pytest.raises(NotSaved):
            journal.append("notes/v", b"c", AT)
        assert journal.updates("notes/v") == [b"a", b"b"]
        if replacement:
            again = opened(journal.folder)
            assert again.updates("notes/v") == [b"a"]
            again.close()
        else:
            assert (journal.folder / FILE).read_bytes() == bytes(8192)
        shutil.rmtree(journal.folder)
        (tmp_path / "undan").rename(journal.folder)
    journal.append("notes/v", b"c", AT)
    assert journal.entries() == 3


def test_a_file_that_answers_no_more_is_opened_again(journal: Journal) -> None:
    """As when a share has been away and its files must be opened anew."""
    journal.append("notes/v", b"a", AT, RowsChange())
    journal.connection.close()
    with pytest.raises(NotSaved):
        journal.append("notes/v", b"b", AT)
    with pytest.raises(NotSaved):
        journal.updates("notes/v")
    journal.come_back()
    journal.append("notes/v", b"b", AT)
    assert journal.updates("notes/v") == [b"a", b"b"]


# --- set aside


def test_a_workspace_that_is_set_aside_is_kept_whole(profile: Path) -> None:
    (profile / "backups").mkdir()
    (profile / "outbox").mkdir()
    aside = set_aside(profile, "2028-03-14-080000")
    assert {p.name for p in profile.iterdir()} == {"backups", aside.name}
    again = opened(aside)
    assert again.entries() == 5
    again.close()
    with pytest.raises(NotSaved):
        set_aside(profile, "2028-03-14-080000")
