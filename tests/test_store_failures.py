"""What can become of a store, and that every member's words are whole afterwards, by themselves."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qualityvisit.errors import StoreRefused, WrongStore
from qualityvisit.model import records
from qualityvisit.sync import compaction
from qualityvisit.workspace import Workspace
from tests import core, faults
from tests.pair import Pair, bundles_in, texts

Hurt = Callable[[Pair, Path], None]


def own(pair: Pair, ws: Workspace) -> list[Path]:
    """Return the files of a member's device, oldest first."""
    return sorted((pair.store / ws.sharing.identity.device).iterdir())


def emptied(pair: Pair, _past: Path) -> None:
    for name in bundles_in(pair.store):
        (pair.store / name).unlink()


def emptied_with_its_marker(pair: Pair, _past: Path) -> None:
    shutil.rmtree(pair.store)
    pair.store.mkdir()


def rolled_back(pair: Pair, past: Path) -> None:
    shutil.rmtree(pair.store)
    shutil.copytree(past, pair.store)


def without_a_bundle_in_the_middle(pair: Pair, _past: Path) -> None:
    own(pair, pair.per)[1].unlink()
    own(pair, pair.eva)[2].unlink()


def truncated(pair: Pair, _past: Path) -> None:
    for ws in (pair.eva, pair.per):
        file = own(pair, ws)[-1]
        file.write_bytes(file.read_bytes()[:-100])


def flipped(pair: Pair, _past: Path) -> None:
    for ws in (pair.eva, pair.per):
        file = own(pair, ws)[-1]
        whole = bytearray(file.read_bytes())
        whole[len(whole) // 2] ^= 1
        file.write_bytes(bytes(whole))


def replayed(pair: Pair, _past: Path) -> None:
    first, last = own(pair, pair.per)[0], own(pair, pair.per)[-1]
    number = int(last.name[:8]) + 1
    (last.parent / f"{number:08}{first.name[8:]}").write_bytes(first.read_bytes())


def with_conflict_copies(pair: Pair, _past: Path) -> None:
    for file in own(pair, pair.per):
        shutil.copy(file, file.with_name(f"{file.name} (Evas konfliktkopia)"))
        shutil.copy(file, file.with_name(f"{file.name}.sync-conflict-20281122"))
        (file.parent / f".{file.name}.half.part").write_bytes(file.read_bytes()[:50])


HURTS = [emptied, rolled_back, without_a_bundle_in_the_middle, truncated, flipped, replayed,
         with_conflict_copies]  # fmt: skip


def calm(*members: Workspace) -> None:
    """Share until nobody has news."""
    for _turn in range(12):
        found = [ws.sharing.share() for ws in members]
        if not any(r.sent or r.received for r in found):
            return


@pytest.mark.parametrize("hurt", HURTS, ids=lambda hurt: str(hurt.__name__))
@pytest.mark.parametrize("seen", [True, False], ids=["seen by all", "seen by its writer"])
def test_a_store_that_was_hurt_is_healed_by_those_who_have_what_it_had(
    pair: Pair, tmp_path: Path, hurt: Hurt, seen: bool
) -> None:
    pair.note(pair.eva, "evas första")
    pair.note(pair.per, "pers första")
    pair.all_share()
    past = tmp_path / "förra veckan"
    shutil.copytree(pair.store, past)
    pair.note(pair.eva, "evas andra")
    pair.eva.sharing.share()
    pair.note(pair.per, "pers andra")
    pair.per.sharing.share()
    if seen:
        pair.all_share()
    hurt(pair, past)
    pair.note(pair.eva, "evas tredje")
    calm(pair.eva, pair.per)
    wanted = sorted(f"{who} {n}" for who in ("evas", "pers") for n in ("första", "andra"))
    for ws in (pair.eva, pair.per):
        assert texts(ws) == sorted([*wanted, "evas tredje"])
        assert ws.status().waiting == 0
        core.whole(ws)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Ny", "administrator")
    calm(pair.eva, pair.per, lena)
    assert texts(lena) == texts(pair.eva)
    lena.close()


def test_a_store_that_is_empty_and_unmarked_is_reported_and_touched_by_nobody(
    pair: Pair, tmp_path: Path
) -> None:
    pair.note(pair.eva, "evas")
    pair.all_share()
    emptied_with_its_marker(pair, tmp_path)
    pair.note(pair.per, "pers")
    for ws in (pair.eva, pair.per):
        assert ws.sharing.share().problem is not None
        assert "evas" in texts(ws)
    assert list(pair.store.iterdir()) == []
    core.move(pair.eva, str(pair.store))  # an administrator decides
    calm(pair.eva, pair.per)
    for ws in (pair.eva, pair.per):
        assert texts(ws) == ["evas", "pers"]


def test_what_a_device_left_behind_outlives_it_by_a_snapshot(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "EVERY", 6)
    for number in range(4):
        pair.note(pair.per, f"pers {number}")
        pair.all_share()
    kept = texts(pair.eva)
    pair.per.close()
    shutil.rmtree(pair.per.folder)
    for file in own(pair, pair.per):
        file.unlink()
    for _turn in range(4):  # a listing may be stale once
        pair.eva.sharing.share()
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Ny", "administrator")
    assert texts(lena) == kept
    lena.close()


def settle_down(pair: Pair, *wanted: str) -> None:
    """Make sure that the words are everywhere in the end, and nothing waits."""
    calm(pair.eva, pair.per)
    for ws in (pair.eva, pair.per):
        assert texts(ws) == sorted(wanted)
        assert ws.status().waiting == 0
        core.whole(ws)


def test_a_store_replaced_by_another_workspace_s_is_reported_and_left_alone(
    pair: Pair, tmp_path: Path
) -> None:
    pair.note(pair.eva, "evas")
    pair.all_share()
    other = core.founded(tmp_path / "annan", tmp_path / "annat")
    other.sharing.share()
    other.close()
    pair.store.rename(tmp_path / "vårt")
    (tmp_path / "annat").rename(pair.store)
    foreign = bundles_in(pair.store)
    pair.note(pair.per, "pers")
    for ws in (pair.eva, pair.per):
        assert isinstance(ws.sharing.share().problem, WrongStore)
        assert "evas" in texts(ws)
    assert pair.per.status().waiting > 0
    assert bundles_in(pair.store) == foreign
    shutil.rmtree(pair.store)
    (tmp_path / "vårt").rename(pair.store)
    settle_down(pair, "evas", "pers")


def test_a_share_that_is_read_only_still_brings_what_others_wrote(pair: Pair) -> None:
    pair.note(pair.per, "pers")
    pair.per.sharing.share()
    pair.note(pair.eva, "evas")
    with faults.read_only(pair.store):
        result = pair.eva.sharing.share()
    assert isinstance(result.problem, StoreRefused)
    assert texts(pair.eva) == ["evas", "pers"]
    assert pair.eva.status().waiting > 0
    settle_down(pair, "evas", "pers")


@pytest.mark.parametrize("year", ["1999", "2051"])
def test_a_clock_that_is_off_by_years_keeps_nothing_from_anybody(pair: Pair, year: str) -> None:
    pair.note(pair.eva, "före")
    pair.all_share()
    clock = pair.per._clock
    assert isinstance(clock, core.Clock)
    clock.set(f"{year}-01-01T08:00:00+01:00")
    pair.note(pair.per, "av den vars klocka går fel")
    pair.per.visit(pair.visit).change_visit(place="Aulan")
    pair.all_share()
    pair.note(pair.eva, "efter")
    lena = core.joined(pair.eva, pair.folder / "lena", "Lena Ny", "administrator")
    pair.per.sharing.share()
    clock.set("2028-03-20T08:00:00+01:00")
    pair.note(pair.per, "när klockan går rätt")
    words = ["före", "av den vars klocka går fel", "efter", "när klockan går rätt"]
    settle_down(pair, *words)
    calm(lena, pair.eva)
    assert texts(lena) == sorted(words)
    assert lena.get(records.Visit, pair.visit).place == "Aulan"
    lena.close()
