"""Snapshots: who joins late downloads the present, and the store forgets the past."""

from pathlib import Path

import pytest

from qualityvisit.model import records
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync import compaction
from qualityvisit.sync.seal import Keys
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair, bundles_in, texts


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "EVERY", 6)


def files(pair: Pair, kind: str) -> set[str]:
    return (
        {f.name for f in (pair.store / kind).iterdir()} if (pair.store / kind).is_dir() else set()
    )


def talk(pair: Pair, times: int = 4) -> None:
    """Let both write and share, several rounds."""
    for number in range(times):
        pair.note(pair.eva, f"eva {number}")
        pair.note(pair.per, f"per {number}")
        pair.all_share()


def quiet(pair: Pair, *more: Workspace) -> None:
    """Share until nobody has anything to say."""
    for _turn in range(5):
        for ws in (pair.eva, pair.per, *more):
            assert ws.sharing.share().problem is None


def test_after_many_bundles_an_administrator_writes_a_snapshot(pair: Pair) -> None:
    talk(pair)
    assert len(files(pair, "snapshot")) >= 1
    assert files(pair, "pack")


def test_what_everybody_has_leaves_the_store_and_nobody_misses_it(pair: Pair) -> None:
    before = bundles_in(pair.store)
    talk(pair)
    quiet(pair)
    assert not before & bundles_in(pair.store)
    assert len(bundles_in(pair.store)) < 12
    assert len(files(pair, "snapshot")) == 1
    for ws in (pair.eva, pair.per):
        assert ws.status().store_trouble is None
        assert ws.status().waiting == 0
        core.whole(ws)


def test_who_joins_late_reads_everything_by_the_snapshot(pair: Pair, tmp_path: Path) -> None:
    talk(pair)
    quiet(pair)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    quiet(pair, lena)
    assert sorted(texts(lena)) == sorted(texts(pair.eva))
    assert {n.author for n in lena.all(records.Note)} == {pair.eva.me.id, pair.per.me.id}
    pair.note(lena, "lena också")
    quiet(pair, lena)
    assert "lena också" in texts(pair.per)
    for ws in (pair.eva, pair.per, lena):
        core.whole(ws)
    lena.close()


def test_who_is_let_into_the_team_after_a_snapshot_reads_the_notes(
    pair: Pair, tmp_path: Path
) -> None:
    talk(pair)
    quiet(pair)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen")
    quiet(pair, lena)
    assert not any(n for n in lena.all(records.Note))
    team = pair.eva.get(records.Visit, pair.visit).team
    pair.eva.set_team(pair.visit, [*team, lena.me.id])
    quiet(pair, lena)
    assert sorted(texts(lena)) == sorted(texts(pair.eva))
    lena.close()


def test_a_store_that_has_lost_bundles_of_somebody_else_is_healed_by_a_snapshot(
    pair: Pair, tmp_path: Path
) -> None:
    pair.note(pair.per, "ett")
    pair.all_share()
    pair.per.sharing.share()
    for file in list((pair.store / pair.per.sharing.identity.device).iterdir()):
        file.unlink()
    pair.eva.sharing.share()
    pair.eva.sharing.share()
    pair.eva.sharing.share()
    assert files(pair, "snapshot")
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    assert texts(lena) == texts(pair.eva)
    lena.close()


def test_a_sheet_printed_before_the_snapshots_still_restores_all(
    pair: Pair, tmp_path: Path
) -> None:
    sheet = pair.eva.sharing.make_recovery("Återställd")
    talk(pair, 6)
    quiet(pair)
    with core.cheap():
        back = Workspace.join(
            tmp_path / "ny", sheet, passphrase=core.PASSPHRASE, clock=core.Clock()
        )
    assert sorted(texts(back)) == sorted(texts(pair.eva))
    assert back.role == "administrator"
    back.close()


def test_what_was_weeded_is_in_no_file_of_the_store(pair: Pair) -> None:
    talk(pair)
    quiet(pair)
    document = f"notes/{pair.visit}"
    held = {k.bytes for k in pair.eva.sharing._shelf.all_keys() if k.document == document}
    assert held
    pair.eva.sharing.erase(document)
    quiet(pair)
    for ws in (pair.eva, pair.per):
        assert texts(ws) == []
        assert not any(k.document == document for k in ws.sharing._shelf.all_keys())
    for file in pair.store.rglob("*"):
        assert not file.is_file() or document.encode() not in file.read_bytes()


def test_a_forged_snapshot_holds_nothing_back(pair: Pair, tmp_path: Path) -> None:
    """Whoever runs the store claims that a snapshot has all, which nobody can open."""
    talk(pair)
    quiet(pair)
    who = pair.eva.sharing.identity
    covers = dict.fromkeys((ws.sharing.identity.device for ws in (pair.eva, pair.per)), 999)
    envelope = bundles.Envelope(who.workspace, "f" * 20, 1, "", covers, kind=bundles.SNAPSHOT)
    name, whole = bundles.build(envelope, Keys.fresh(), [("", "0" * 20, bytes(32), b"{}")])
    (pair.store / "snapshot").mkdir(exist_ok=True)
    (pair.store / name).write_bytes(whole)
    pair.note(pair.per, "trots allt")
    pair.per.sharing.share()
    pair.eva.sharing.share()
    assert "trots allt" in texts(pair.eva)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    assert sorted(texts(lena)) == sorted(texts(pair.eva))
    lena.close()


def test_what_is_written_after_notes_were_weeded_is_shared(pair: Pair) -> None:
    """The weeded entries were the newest: numbers begin again below what has been carried."""
    for number in range(5):
        pair.note(pair.eva, f"sist skrivet {number}")
    pair.all_share()
    pair.eva.sharing.erase(f"notes/{pair.visit}")
    pair.eva.register.add_unit("Förskolan Efteråt", ("FS",))
    quiet(pair)
    assert "Förskolan Efteråt" in {u.name for u in pair.per.all(records.Unit)}
    core.whole(pair.eva)
