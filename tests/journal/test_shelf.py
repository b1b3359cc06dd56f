"""The shelf: what was sealed, stored, taken, put aside and handed out."""

from pathlib import Path

import pytest

from qualityvisit.errors import NotSaved
from qualityvisit.journal.chest import AGAIN, TO_GRANT, Key, Locked
from qualityvisit.journal.journal import Journal, RowsChange
from qualityvisit.journal.shelf import Shelf
from tests import core, faults

AT = "2028-03-14T07:00:00.000+00:00"


@pytest.fixture
def shelf(journal: Journal) -> Shelf:
    return Shelf(journal)


def name(number: int, device: str = "d") -> str:
    return f"{device}/{number:08}-{'0' * 16}"


def write(journal: Journal, times: int = 1) -> int:
    """Write entries; return the number of the last."""
    return [journal.append("notes/v", b"x", AT, RowsChange()) for _time in range(times)][-1]


def test_the_first_key_that_came_seals_unless_it_only_opens(shelf: Shelf) -> None:
    foreign, first, second = (Key(i, "notes/v", i.encode()) for i in "abc")
    shelf.keep_keys([foreign], AT, seals=False)
    shelf.keep_keys([first], AT)
    shelf.keep_keys([second, first], "2020-01-01")
    assert shelf.sealing_keys(["notes/v", "notes/w"]) == [first, second]
    assert shelf.all_keys() == [foreign, first, second]


def test_whom_keys_were_handed_to_is_remembered(shelf: Shelf) -> None:
    shelf.grant([("k", "a"), ("k", "b"), ("k", "a")])
    assert shelf.granted() == {("k", "a"), ("k", "b")}


def test_what_is_sealed_waits_until_the_store_is_seen_to_hold_it(
    journal: Journal, shelf: Shelf
) -> None:
    last = write(journal, 3)
    shelf.keep_statement("s", b"statement", ours=True)
    assert shelf.unsent_statements() == [("s", b"statement")]
    shelf.seal(name(1), b"sealed", last, ["s"])
    assert shelf.unsent_statements() == []
    assert journal.waiting() == []
    assert shelf.unstored() == (3, AT)
    assert shelf.to_put() == [(name(1), b"sealed")]
    assert shelf.last_sequence("d") == (1, name(1))
    assert shelf.last_sequence("e") == (0, "")
    shelf.stored([name(1)], AT)
    assert shelf.unstored() == (0, "")
    assert shelf.to_put() == []
    assert shelf.held() == shelf.ours() == {name(1)}


def test_a_bundle_without_entries_counts_as_one_that_waits(shelf: Shelf) -> None:
    shelf.seal(name(1), b"sealed", 0, [])
    assert shelf.unstored() == (1, "")


def test_after_the_first_that_waits_everything_counts_as_waiting(
    journal: Journal, shelf: Shelf
) -> None:
    for number in (1, 2, 3):
        shelf.seal(name(number), b"sealed", write(journal, 2), [])
    shelf.stored([name(1), name(3)], AT)
    assert shelf.unstored() == (4, AT)
    shelf.put_again([name(1), "unknown"])
    assert shelf.unstored() == (6, AT)
    shelf.stored([name(1), name(2)], AT)
    assert shelf.unstored() == (0, "")
    shelf.put_again()
    assert [n for n, _w in shelf.to_put()] == [name(1), name(2), name(3)]


def test_what_a_lost_bundle_carried_waits_again_with_all_after_it(
    journal: Journal, shelf: Shelf
) -> None:
    shelf.thaw()
    shelf.keep_statement("s", b"statement", ours=True)
    shelf.grant([("k", "a")])
    for number in (1, 2, 3):
        shelf.seal(name(number), b"sealed", write(journal, 2), ["s"] if number == 2 else [])
    shelf.stored([name(1), name(3)], AT)
    shelf.outbox.drop(name(2))
    assert dict(shelf.to_put()) == {name(2): b""}
    shelf.thaw()
    assert len(journal.waiting()) == 4
    assert shelf.unsent_statements() == [("s", b"statement")]
    assert shelf.mark(TO_GRANT) == AGAIN  # it is not known whom the lost bundle gave keys to
    assert shelf.granted() == {("k", "a")}  # but who had them has them
    assert shelf.to_put() == []
    assert shelf.held() == {name(1)}
    assert shelf.ours() == {name(1), name(2), name(3)}  # their numbers are used
    shelf.put_again()
    assert [n for n, _w in shelf.to_put()] == [name(1)]
    shelf.seal(name(1, "e"), b"sealed", write(journal), ["s"])
    assert journal.waiting() == []


def test_a_bundle_that_cannot_be_kept_is_not_sealed(journal: Journal, shelf: Shelf) -> None:
    last = write(journal)
    with faults.full(room=3), pytest.raises(NotSaved):
        shelf.seal(name(1), b"many bytes", last, [])
    with faults.read_only(journal.folder), pytest.raises(NotSaved):
        shelf.seal(name(1), b"many bytes", last, [])
    assert len(journal.waiting()) == 1
    assert shelf.ours() == set()


def test_sealed_bytes_are_there_before_the_journal_knows_of_them(
    journal: Journal, shelf: Shelf, tmp_path: Path
) -> None:
    last, elsewhere = write(journal), tmp_path / "undan"
    torn = "BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'disk i/o error'); END"
    journal.connection.execute(f"CREATE TRIGGER torn {torn}")
    with pytest.raises(NotSaved):
        shelf.seal(name(1), b"sealed", last, [])
    assert (journal.folder / "outbox" / name(1).replace("/", "-")).read_bytes() == b"sealed"
    assert len(journal.waiting()) == 1
    assert not elsewhere.exists()


def test_bundles_of_others_are_taken_once(shelf: Shelf) -> None:
    assert not shelf.has_taken(name(1))
    shelf.take(name(1), "", AT, ["visit/v", "meeting/m"])
    shelf.take(name(1), "", AT, ["visit/v"])
    shelf.take(name(2), name(1), AT, [])
    assert shelf.has_taken(name(1))
    assert {n: number for n, (_device, number) in shelf.taken().items()} == {name(1): 1, name(2): 2}
    assert shelf.changes() == [(name(1), ["meeting/m", "visit/v"]), (name(2), [])]
    assert shelf.links(name(1).partition("/")[0]) == {name(1): "", name(2): name(1)}


def test_what_is_put_aside_keeps_its_first_reason(shelf: Shelf) -> None:
    shelf.quarantine(name(1), "forged", AT)
    shelf.quarantine(name(1), "another", AT)
    assert shelf.quarantined() == {name(1): "forged"}


def test_locked_parts_wait_for_their_key_in_order(shelf: Shelf) -> None:
    parts = [Locked(name(n), 1, "notes/v", "k", b"sealed") for n in (2, 1)]
    shelf.lock([*parts, Locked(name(3), 1, "notes/w", "other", b"sealed")])
    assert shelf.put_aside() == []
    shelf.keep_keys([Key("k", "notes/v", b"key")], AT)
    assert shelf.put_aside() == [(name(2), 1, "notes/v"), (name(1), 1, "notes/v")]
    assert shelf.locked(name(1), 1) == parts[1]
    shelf.unlocked(name(2), 1)
    assert shelf.put_aside() == [(name(1), 1, "notes/v")]
    shelf.forget("notes/v")
    assert shelf.put_aside() == []
    assert shelf.all_keys() == []


def test_statements_are_kept_once_in_the_order_in_which_they_came(shelf: Shelf) -> None:
    for word in ("b", "a", "b"):
        shelf.keep_statement(word, word.encode(), ours=False)
    assert shelf.statements() == [b"b", b"a"]
    assert shelf.unsent_statements() == []


def test_a_backup_keeps_the_order_of_keys_bundles_and_statements(
    journal: Journal, shelf: Shelf, tmp_path: Path
) -> None:
    for letter in "zyxab":
        shelf.keep_keys([Key(letter, "notes/v", b"k")], AT)
        shelf.keep_statement(letter, letter.encode(), ours=False)
    for number in (1, 2, 3):
        shelf.seal(name(number, "zyx"[number - 1]), b"sealed", write(journal), [])
    copy = tmp_path / "kopia"
    copy.mkdir()
    journal.connection.execute("VACUUM INTO ?", [str(copy / "journal.db")])
    (copy / "vault.json").write_bytes((journal.folder / "vault.json").read_bytes())
    again = Journal.open(copy, core.PASSPHRASE)
    other = Shelf(again)
    assert other.all_keys() == shelf.all_keys()
    assert other.statements() == shelf.statements()
    assert [n for n, _w in other.to_put()] == [n for n, _w in shelf.to_put()]
    again.close()
