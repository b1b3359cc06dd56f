"""The local file when things go wrong: what is told, and that no word is lost or changed."""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualityvisit import words
from qualityvisit.errors import FileTrouble, InUse, KnownError, NotSaved, TornFile, WrongKey
from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core, faults


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = core.founded(tmp_path / "profil")
    yield made
    made.close()


def note_in(ws: Workspace, text: str = "") -> tuple[str, str]:
    visit = core.planned(ws)
    note = ws.notes(visit).add_note(core.session(ws, visit, "pupils").id, "pupils", text=text)
    ws.settle()
    return visit, note


def prints(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def files(ws: Workspace) -> list[Path]:
    return sorted(ws.folder.glob("journal*"))


# --- a disk without room


def test_what_is_typed_on_a_full_disk_is_kept_said_and_saved_when_there_is_room(
    ws: Workspace,
) -> None:
    visit, note = note_in(ws, "a")
    text, entries = ws.notes(visit).text(note), ws.journal.entries()
    with faults.full(*files(ws)):
        for at, letter in enumerate("bcå😀", 1):
            with pytest.raises(NotSaved) as told:
                text.splice(at, 0, letter)
        assert str(ws.folder) in told.value.title
        assert "minne" in told.value.advice
        assert told.value.may_retry
        status = ws.status()
        assert (status.unsaved, status.trouble) == (4, told.value)
        assert str(text) == "abcå😀"
        assert ws.journal.entries() == entries
        with pytest.raises(NotSaved):
            ws.settle()
    core.whole(ws)
    assert ws.journal.entries() == entries + 4
    assert ws.get(records.Note, note).text == "abcå😀"
    again = core.reopened(ws)
    assert again.get(records.Note, note).text == "abcå😀"
    again.close()


def test_a_file_that_may_not_grow_is_a_full_disk(ws: Workspace) -> None:
    visit, note = note_in(ws, "a")
    connection = ws.journal.connection
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(NotSaved):
        ws.notes(visit).text(note).splice(1, 0, "å" * 20_000)
    assert ws.status().unsaved == 1
    connection.execute("PRAGMA max_page_count = 1000000")
    core.whole(ws)
    assert len(ws.get(records.Note, note).text) == 20_001


def test_a_real_disk_that_is_full_keeps_all_words(tmp_path: Path) -> None:
    with faults.small_disk(tmp_path / "disk", 8_000_000) as mounted:
        ws = core.founded(tmp_path / "disk" / "profil")
        visit, note = note_in(ws, "a")
        text = ws.notes(visit).text(note)
        if mounted:
            filler = faults.fill(tmp_path / "disk")
            said = 0
            for _time in range(400):
                try:
                    text.splice(len(str(text)), 0, "ett ord till ")
                except NotSaved:
                    said += 1
            assert said > 0
            assert ws.status().unsaved == said
            filler.unlink()
        else:  # without the right to mount: the same, as far as one may
            with faults.full(*files(ws)), pytest.raises(NotSaved):
                text.splice(1, 0, "ett ord till ")
        core.whole(ws)
        kept = str(text)
        assert ws.get(records.Note, note).text == kept
        ws.close()
        again = Workspace.open(tmp_path / "disk" / "profil", core.PASSPHRASE, core.Clock())
        assert again.get(records.Note, note).text == kept
        again.close()


@pytest.mark.slow
@given(room=st.integers(0, 60_000), typed=st.booleans())
@settings(max_examples=30)
def test_wherever_the_disk_ends_a_change_is_whole_or_waits(
    tmp_path_factory: pytest.TempPathFactory, room: int, typed: bool
) -> None:
    ws = core.founded(tmp_path_factory.mktemp("disk") / "profil")
    visit, note = note_in(ws, "a")
    document, entries = ws.notes(visit), ws.journal.entries()
    with faults.full(*files(ws), room=room):
        for number in range(8):
            with contextlib.suppress(NotSaved):
                if typed:
                    document.text(note).splice(0, 0, "ö" * 500)
                else:
                    document.add_note("s", "pupils", text=f"{number} " * 400)
        assert ws.journal.entries() + ws.status().unsaved == entries + 8
        assert bool(ws.status().unsaved) == bool(ws.status().trouble)
    core.whole(ws)
    assert ws.journal.entries() == entries + 8
    found = ws.all(records.Note)
    assert sum(len(n.text) for n in found) == (4001 if typed else 1 + 8 * 800)
    ws.close()


def test_a_backup_on_a_full_disk_says_so_and_harms_nothing(ws: Workspace) -> None:
    note_in(ws, "a")
    made = ws.back_up()
    with faults.full(room=1000), pytest.raises(NotSaved) as told:
        ws.back_up()
    assert "arbetsytan" in told.value.advice.lower()
    assert ws.status().backup_at == datetime(2028, 3, 14, 7, tzinfo=UTC).isoformat()
    assert made.file.exists()
    core.whole(ws)


def test_a_round_on_a_full_disk_leaves_everything_waiting(tmp_path: Path) -> None:
    ws = core.founded(tmp_path / "profil", tmp_path / "store")
    note_in(ws, "a" * 5000)
    waiting = ws.status().waiting
    with faults.full(*files(ws)), pytest.raises(NotSaved):
        ws.sharing.share()
    assert ws.status().waiting == waiting
    ws.sharing.share()
    assert ws.status().waiting == 0
    core.whole(ws)
    ws.close()


def test_a_workspace_on_a_full_disk_opens_and_shows_what_was_typed_last(
    ws: Workspace, tmp_path: Path
) -> None:
    visit, note = note_in(ws, "a")
    ws.notes(visit).text(note).splice(1, 0, "b")  # not in the index yet
    copy = tmp_path / "krasch"
    core.crashed(ws, copy).journal.connection.close()
    with faults.full(*copy.glob("journal*")):
        again = Workspace.open(copy, core.PASSPHRASE, core.Clock())
        assert again.notes(visit).field(note, "text") == "ab"
        assert again.get(records.Unit, again.all(records.Unit)[0].id).name == "Exempelskolan"
    again.settle()
    assert again.get(records.Note, note).text == "ab"
    core.whole(again)
    again.close()


# --- a clock set back


def test_a_clock_set_back_a_year_loses_and_reorders_nothing_in_the_journal(
    tmp_path: Path,
) -> None:
    clock = core.Clock()
    ws = core.founded(tmp_path / "profil", tmp_path / "store", clock)
    visit, note = note_in(ws, "ett")
    ws.back_up()
    ws.sharing.share()
    shared = ws.status().shared_at
    clock.set("2027-03-14T08:00:00+01:00")
    text = ws.notes(visit).text(note)
    text.splice(3, 0, " två")
    text.undo()
    assert str(text) == "ett"
    text.splice(3, 0, " tre")
    second = ws.notes(visit).add_note("s", "pupils", text="efteråt")
    core.whole(ws)
    assert ws.status().waiting > 0
    ws.sharing.share()
    assert (ws.status().waiting, ws.status().shared_at < shared) == (0, True)
    assert ws.get(records.Note, note).text == "ett tre"
    assert ws.get(records.Note, second).at.startswith("2027")
    ws.close()
    again = Workspace.open(tmp_path / "profil", core.PASSPHRASE, clock)
    assert again.notes(visit).field(note, "text") == "ett tre"
    core.whole(again)
    again.close()


def test_a_clock_set_back_makes_one_backup_a_day_and_keeps_the_newest(tmp_path: Path) -> None:
    clock = core.Clock()
    ws = core.founded(tmp_path / "profil", clock=clock)
    assert ws.backup_due()
    assert ws.status().backup_at == ""
    for day in range(1, 9):
        clock.set(f"2028-03-{day:02}T12:00:00+01:00")
        ws.back_up()
        assert not ws.backup_due()
    clock.set("2027-03-14T12:00:00+01:00")
    assert ws.backup_due()
    ws.register.add_unit("Sedan", ("GR",))
    made = ws.back_up()
    assert not ws.backup_due()
    assert ws.status().backup_at == "2027-03-14T11:00:00+00:00"
    assert Workspace.latest_backup(ws.folder) == made.file
    assert Workspace.verify_backup(made.file, core.PASSPHRASE).entries == ws.journal.entries()
    assert len(list((ws.folder / "backups").iterdir())) == 7
    ws.close()


def test_after_an_update_the_day_still_has_one_backup(ws: Workspace) -> None:
    from qualityvisit.journal import backup  # noqa: PLC0415 only here

    backup.rotate(ws.journal, ws.now(), "before-update")
    assert not ws.backup_due()
    clock = ws._clock
    assert isinstance(clock, core.Clock)
    clock.set("2028-03-15T08:00:00+01:00")
    assert ws.backup_due()
    ws.back_up()
    assert not ws.backup_due()


# --- files that will not open


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda p: (p / "vault.json").write_text('{"format": 1'), TornFile),
        (lambda p: (p / "vault.json").write_text('{"format": 2}'), FileTrouble),
        (lambda p: (p / "journal.db").write_bytes(b""), TornFile),
        (lambda p: (p / "journal.db").write_bytes(b"SQLite format 3\0" + bytes(5000)), FileTrouble),
        (lambda p: os.truncate(p / "journal.db", 8192), TornFile),
        (lambda p: os.truncate(p / "journal.db", 8193), TornFile),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_profile_that_will_not_open_is_told_in_either_language_and_left(
    ws: Workspace, spoil: object, kind: type[Exception], language: str
) -> None:
    ws.close()
    words.use(language)
    spoil(ws.folder)  # type: ignore[operator]
    before = prints(ws.folder)
    with pytest.raises(kind) as told:
        Workspace.open(ws.folder, core.PASSPHRASE)
    assert isinstance(told.value, KnownError)
    assert told.value.title
    assert told.value.advice
    assert prints(ws.folder) == before
    assert Workspace.exists(ws.folder)
    # so that the fixture can close what is closed already
    ws.journal.connection.close()


def test_a_damaged_page_is_told_when_it_is_met_and_by_check(ws: Workspace) -> None:
    for number in range(30):
        ws.register.add_unit(f"Skola {number}", ("GR",))
    ws.close()
    whole = bytearray((ws.folder / "journal.db").read_bytes())
    clean, told = 0, 0
    for page in range(2, len(whole) // 4096):
        torn = bytearray(whole)
        torn[page * 4096 + 2000] ^= 1
        (ws.folder / "journal.db").write_bytes(torn)
        try:
            again = Workspace.open(ws.folder, core.PASSPHRASE, core.Clock())
        except TornFile:
            told += 1
            continue
        try:
            assert again.check().problems != ()
            clean += 1
        except TornFile:
            told += 1
        again.close()
    assert told > 0
    assert clean > 0
    (ws.folder / "journal.db").write_bytes(whole)
    again = Workspace.open(ws.folder, core.PASSPHRASE, core.Clock())
    core.whole(again)
    again.close()


def test_a_wrong_passphrase_can_be_given_again(ws: Workspace) -> None:
    ws.close()
    before = prints(ws.folder)
    assert Workspace.needs_passphrase(ws.folder)
    with pytest.raises(WrongKey):
        Workspace.open(ws.folder, "fel lösenfras helt")
    assert prints(ws.folder) == before
    Workspace.open(ws.folder, core.PASSPHRASE).close()


# --- two programs


HOLD = """
import sys
from pathlib import Path
from qualityvisit.workspace import Workspace
ws = Workspace.open(Path(sys.argv[1]), sys.argv[2])
ws.register.add_unit("Från den andra", ("GR",))
print("open", flush=True)
sys.stdin.readline()
ws.close()
"""


@pytest.mark.slow
@pytest.mark.parametrize("end", ["closed", "killed"])
def test_two_programs_never_write_one_file(ws: Workspace, end: str) -> None:
    ws.close()
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ws.folder), core.PASSPHRASE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(InUse) as told:
            Workspace.open(ws.folder, core.PASSPHRASE)
        assert told.value.may_retry
        if end == "killed":
            other.send_signal(signal.SIGKILL)
        else:
            assert other.stdin is not None
            other.stdin.write("\n")
            other.stdin.flush()
        other.wait(60)
    again = Workspace.open(ws.folder, core.PASSPHRASE, core.Clock())
    assert [u.name for u in again.all(records.Unit)] == ["Exempelskolan", "Från den andra"]
    core.whole(again)
    again.close()
