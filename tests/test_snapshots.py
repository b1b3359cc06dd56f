"""Snapshots: who joins late downloads the present, and the store forgets the past."""

import shutil
from pathlib import Path

import pytest

from qualityvisit.model import records
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync import compaction, present
from qualityvisit.sync.keys import WORKSPACE_KEY
from qualityvisit.sync.seal import Keys
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair, bundles_in, texts
from tests.rogue import Rogue, a_note, opens_nothing_of


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


def alone(pair: Pair) -> None:
    """Let Eva write and share until there is a snapshot."""
    for number in range(8):
        pair.note(pair.eva, f"eva {number}")
        pair.eva.sharing.share()
    for _turn in range(3):
        pair.eva.sharing.share()


def device(ws: Workspace) -> str:
    return ws.sharing.identity.device


def copies(ws: Workspace, of: Workspace) -> set[str]:
    """Return the names of the bundles of somebody of which this computer keeps a copy."""
    return {
        f"{device(of)}/{f.name.partition('-')[2]}"
        for f in (ws.folder / "outbox").glob(f"{device(of)}-*")
    }


def test_what_others_wrote_is_put_again_by_whoever_has_it(pair: Pair) -> None:
    """They may be gone for good, and what builds on it would wait for ever."""
    pair.note(pair.per, "ett")
    pair.all_share()
    folder = pair.store / device(pair.per)
    before = {f.name: f.read_bytes() for f in folder.iterdir()}
    shutil.rmtree(folder)
    pair.eva.sharing.share()
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == before
    assert not files(pair, "snapshot")


class BoundStore(core.FaultyStore):
    """A folder as a database is, where a device is bound to who first wrote as it."""

    bound = True


def test_where_devices_are_bound_to_logins_nobody_writes_as_another(pair: Pair) -> None:
    pair.note(pair.per, "ett")
    pair.all_share()
    shutil.rmtree(pair.store / device(pair.per))
    pair.eva.sharing._store = BoundStore(str(pair.store))
    pair.eva.sharing.share()
    assert not any(name.startswith(device(pair.per)) for name in bundles_in(pair.store))
    pair.all_share()
    assert any(name.startswith(device(pair.per)) for name in bundles_in(pair.store))


def test_copies_of_what_others_wrote_are_kept_as_long_as_the_store_holds_it(pair: Pair) -> None:
    pair.note(pair.per, "ett")
    pair.all_share()
    assert copies(pair.eva, pair.per) == {
        n for n in bundles_in(pair.store) if device(pair.per) in n
    }
    talk(pair)
    quiet(pair)
    assert copies(pair.eva, pair.per) <= bundles_in(pair.store)


def test_a_store_that_has_lost_what_nobody_can_put_again_is_healed_by_a_snapshot(
    pair: Pair, tmp_path: Path
) -> None:
    pair.note(pair.per, "ett")
    pair.all_share()
    pair.per.sharing.share()
    shutil.rmtree(pair.store / device(pair.per))
    for file in (pair.eva.folder / "outbox").glob(f"{device(pair.per)}-*"):
        file.unlink()
    for _round in range(3):
        pair.eva.sharing.share()
    assert files(pair, "snapshot")
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    assert texts(lena) == texts(pair.eva)
    lena.close()


def test_a_snapshot_whose_packs_the_store_has_lost_is_written_anew(
    pair: Pair, tmp_path: Path
) -> None:
    talk(pair)
    quiet(pair)
    shutil.rmtree(pair.store / "pack")
    quiet(pair)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    assert sorted(texts(lena)) == sorted(texts(pair.eva))
    lena.close()


def test_who_was_removed_and_cannot_hear_of_it_puts_nothing_again(pair: Pair) -> None:
    """What all others have is dropped from the store, also what said that they were removed."""
    pair.eva.sharing.remove(pair.per.me.id)
    alone(pair)
    before = bundles_in(pair.store)
    pair.per.sharing.share()
    pair.per.sharing.share()
    assert bundles_in(pair.store) == before


def test_an_administrator_who_cannot_hear_of_the_removal_writes_no_snapshot_against_the_others(
    pair: Pair, tmp_path: Path
) -> None:
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    quiet(pair, lena)
    lena.sharing._shelf.set_mark(compaction.DUE, "1")
    quiet(pair, lena)
    pair.eva.sharing.remove(lena.me.id)
    pair.eva.sharing.remove(pair.per.me.id)
    alone(pair)
    before = bundles_in(pair.store)
    for _round in range(4):
        lena.sharing.share()
    assert bundles_in(pair.store) == before
    lena.close()


def test_a_part_that_nobody_can_open_holds_no_snapshot_back_for_ever(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a while it does: the key may come, and who gets it by a covered bundle never sees it."""
    rogue = Rogue.of(pair.per)
    rogue.keys = {k.id: k for k in rogue.keys.values() if k.document == WORKSPACE_KEY}
    rogue.puts((f"notes/{pair.visit}", a_note(f"notes/{pair.visit}", "för ingen")))
    alone(pair)
    assert not files(pair, "snapshot")
    monkeypatch.setattr(compaction, "PATIENCE", 1)
    alone(pair)
    assert files(pair, "snapshot")


def test_who_begins_from_a_snapshot_seals_with_no_key_of_somebody_who_had_gone(
    pair: Pair, tmp_path: Path
) -> None:
    """The bundles by which the key was given out are not there any more to tell."""
    pair.eva.sharing.remove(pair.per.me.id)
    alone(pair)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    quiet_two(pair.eva, lena)
    assert lena.sharing._shelf.covered()
    lena.register.add_unit("Skolan Efteråt", ("GR",))
    pair.note(lena, "efteråt skrivet")
    lena.sharing.share()
    assert opens_nothing_of(Rogue.of(pair.per), "Skolan Efteråt", "efteråt skrivet")
    lena.close()


def quiet_two(*both: Workspace) -> None:
    for _turn in range(4):
        for ws in both:
            assert ws.sharing.share().problem is None


def test_a_key_that_comes_by_a_snapshot_opens_what_had_waited_for_it(
    pair: Pair, tmp_path: Path
) -> None:
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen")
    pair.note(pair.eva, "innan Lena var med")
    quiet(pair, lena)
    assert texts(lena) == []
    before = bundles_in(pair.store)
    pair.eva.set_team(pair.visit, [pair.eva.me.id, pair.per.me.id, lena.me.id])
    pair.eva.sharing.share()
    pair.eva.sharing._shelf.set_mark(compaction.DUE, "1")
    pair.eva.sharing.share()
    for name in bundles_in(pair.store) - before:
        if not name.startswith(("pack", "snapshot")):
            (pair.store / name).unlink()
    lena.sharing.share()
    assert texts(lena) == ["innan Lena var med"]
    lena.close()


def test_what_a_snapshot_has_brought_is_kept_by_all_though_its_writer_was_removed(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(present, "FEW", 0)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    line = pair.per.sharing.invite_device()
    quiet(pair, lena)
    for name in ("Skolan Ett", "Skolan Två"):
        lena.register.add_unit(name, ("GR",))
        lena.sharing.share()
    lena.sharing._shelf.set_mark(compaction.DUE, "1")
    lena.sharing.share()
    with core.cheap():
        second = Workspace.join(
            tmp_path / "per2", line, passphrase=core.PASSPHRASE, clock=core.Clock()
        )
    assert device(lena) in second.sharing._shelf.covered()
    pair.eva.sharing.remove(lena.me.id)
    quiet_two(pair.eva, second)
    for ws in (pair.eva, second):
        assert {"Skolan Ett", "Skolan Två"} <= {u.name for u in ws.all(records.Unit)}
    lena.close()
    second.close()


def test_what_was_refused_before_a_snapshot_comes_with_the_right_to_who_began_from_it(
    pair: Pair, tmp_path: Path
) -> None:
    """Whether it is from before its device was lost, only the names of its bundles tell."""
    pair.eva.sharing.set_role(pair.per.me.id, "reader")
    for text in ("ett", "två"):
        pair.note(pair.per, text)
        pair.per.sharing.start_round().carry()
    pair.eva.sharing.share()
    pair.eva.sharing.lose_device(device(pair.per))
    alone(pair)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    quiet_two(pair.eva, lena)
    assert not {"ett", "två"} & {*texts(pair.eva), *texts(lena)}
    pair.eva.sharing.set_role(pair.per.me.id, "member")
    quiet_two(pair.eva, lena)
    assert {"ett", "två"} <= {*texts(pair.eva)}
    assert texts(lena) == texts(pair.eva)
    lena.close()


def test_what_both_copies_of_a_profile_wrote_comes_to_who_begins_from_a_snapshot(
    pair: Pair, tmp_path: Path
) -> None:
    """A snapshot counts bundles by their number, which both have used."""
    pair.eva.close()
    shutil.copytree(pair.eva.folder, tmp_path / "tvilling")
    pair.eva = Workspace.open(pair.eva.folder, core.PASSPHRASE, core.Clock())
    twin = Workspace.open(tmp_path / "tvilling", core.PASSPHRASE, core.Clock())
    pair.note(twin, "från den andra")
    talk(pair)
    quiet(pair)
    assert files(pair, "snapshot")
    quiet(pair, twin)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    quiet(pair, twin, lena)
    for ws in (pair.eva, pair.per, lena):
        assert "från den andra" in texts(ws)
        assert sorted(texts(ws)) == sorted(texts(twin))
    twin.close()
    lena.close()


def test_who_misses_a_bundle_of_a_twin_begins_from_the_snapshot_that_has_it(
    pair: Pair, tmp_path: Path
) -> None:
    """Another bundle of the same number is there, so that all seems to be."""
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    quiet(pair, lena)
    pair.per.close()
    shutil.copytree(pair.per.folder, tmp_path / "tvilling")
    pair.per = Workspace.open(pair.per.folder, core.PASSPHRASE, core.Clock())
    twin = Workspace.open(tmp_path / "tvilling", core.PASSPHRASE, core.Clock())
    pair.note(pair.per, "från den ena")
    pair.per.sharing.share()
    pair.eva.sharing.share()
    twin.sharing._store = core.FaultyStore(str(pair.store))
    before = bundles_in(pair.store)
    pair.note(twin, "från den andra")
    twin.sharing.start_round().carry()
    [first] = bundles_in(pair.store) - before
    pair.note(twin, "och mer")
    twin.sharing.start_round().carry()
    lena.sharing.share()
    lena.sharing._shelf.set_mark(compaction.DUE, "1")
    lena.sharing.share()
    assert files(pair, "snapshot")
    (pair.store / first).unlink()
    pair.eva.sharing.share()
    assert texts(pair.eva) == ["från den andra", "från den ena", "och mer"]
    twin.close()
    lena.close()


def test_a_snapshot_of_somebody_who_is_no_administrator_any_more_is_replaced(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "EVERY", 1000)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    quiet(pair, lena)
    lena.sharing._shelf.set_mark(compaction.DUE, "1")
    lena.sharing.share()
    [head] = files(pair, "snapshot")
    quiet(pair, lena)
    pair.eva.sharing.set_role(lena.me.id, "member")
    quiet(pair, lena)
    assert head not in files(pair, "snapshot")
    ola = core.joined(pair.eva, tmp_path / "ola", "Ola Ny", "administrator")
    quiet(pair, lena, ola)
    assert texts(ola) == texts(pair.eva)
    lena.close()
    ola.close()


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


def test_what_a_removed_administrator_has_tidied_away_is_put_again(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She wrote a snapshot before she knew, and nobody relies on it."""
    monkeypatch.setattr(compaction, "EVERY", 1000)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    pair.note(pair.per, "pers")
    quiet(pair, lena)
    lena.sharing._shelf.set_mark(compaction.DUE, "1")
    pair.eva.sharing.remove(lena.me.id)
    before = bundles_in(pair.store)
    lena.sharing.share()
    assert files(pair, "snapshot")
    for name in before:
        (pair.store / name).unlink()
    quiet(pair)
    ola = core.joined(pair.eva, tmp_path / "ola", "Ola Ny", "administrator")
    quiet(pair, ola)
    assert texts(ola) == texts(pair.eva) == texts(pair.per) == ["pers"]
    for ws in (pair.eva, pair.per, ola):
        assert ws.status().waiting == 0
        core.whole(ws)
    for ws in (lena, ola):
        ws.close()
