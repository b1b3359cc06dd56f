"""What is told of a round that went well: only what lasts, whatever colleagues' programs write."""

from datetime import datetime

import pytest

from qualityvisit.errors import StoreRefused
from qualityvisit.remark import _is_after
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.seal import Keys
from qualityvisit.workspace import Workspace
from tests.pair import Pair, bundles_in


def told(ws: Workspace) -> str:
    """Share, and return what is told of the round."""
    result = ws.sharing.share()
    assert result.problem is None
    assert ws.status().store_trouble is result.remark
    return result.remark.title if result.remark else ""


def test_a_listing_that_was_stale_once_is_not_told(pair: Pair) -> None:
    pair.note(pair.per, "pers")
    pair.all_share()
    store = pair.faulty(pair.eva)
    store.hide = 2
    told(pair.eva)
    assert told(pair.eva) == ""


def test_what_has_not_come_whole_is_told_when_it_lasts_and_no_longer(pair: Pair) -> None:
    before = bundles_in(pair.store)
    pair.note(pair.per, "pers")
    pair.per.sharing.share()
    [name] = bundles_in(pair.store) - before
    whole = (pair.store / name).read_bytes()
    (pair.store / name).write_bytes(whole[:-1])
    assert told(pair.eva) == ""
    assert told(pair.eva).startswith("Något från en kollega")
    (pair.store / name).write_bytes(whole)
    assert told(pair.eva) == ""
    assert told(pair.eva) == ""


def test_a_summary_that_nobody_here_can_read_is_not_taken_for_what_is_lost(pair: Pair) -> None:
    pair.note(pair.eva, "evas")
    pair.all_share()
    who = pair.eva.sharing.identity
    covers = dict.fromkeys((ws.sharing.identity.device for ws in (pair.eva, pair.per)), 999)
    envelope = bundles.Envelope(who.workspace, "f" * 20, 1, "", covers, kind=bundles.SNAPSHOT)
    name, whole = bundles.build(envelope, Keys.fresh(), [("", "0" * 20, bytes(32), b"{}")])
    for gone in bundles_in(pair.store):
        (pair.store / gone).unlink()
    pair.store.joinpath("snapshot").mkdir(exist_ok=True)
    (pair.store / name).write_bytes(whole)
    assert told(pair.eva).startswith("På den delade platsen ligger en sammanfattning")
    (pair.store / name).unlink()
    assert told(pair.eva).startswith("Den delade platsen har förlorat")
    assert told(pair.eva) == ""
    assert bundles_in(pair.store)


def test_files_of_colleagues_that_are_missing_are_told_until_they_are_there_again(
    pair: Pair,
) -> None:
    class OnlyOnesOwn(FolderStore):
        """Takes nothing under another device's name, as a database."""

        def put(self, name: str, data: bytes) -> None:
            if pair.eva.sharing.identity.device not in name:
                raise StoreRefused("Inte ditt.")
            super().put(name, data)

    pair.note(pair.per, "pers")
    pair.all_share()
    pair.eva.sharing._store = OnlyOnesOwn(str(pair.store))
    for file in (pair.store / pair.per.sharing.identity.device).iterdir():
        file.unlink()
    told(pair.eva)
    assert told(pair.eva) == "Filer från kollegor saknas på den delade platsen."
    assert told(pair.per).startswith("Den delade platsen har förlorat")
    pair.per.sharing.share()
    told(pair.eva)
    assert told(pair.eva) == ""


@pytest.mark.parametrize(
    ("at", "after"),
    [
        ("2028-03-15T08:00:01+01:00", True), ("2028-03-15T07:59:59+01:00", False),
        ("2028-03-16", False), ("igår", False), ("", False), ("9999-12-31T23:59:59-23:59", True),
    ],
)  # fmt: skip
def test_a_moment_of_a_colleagues_is_compared_if_it_is_one(at: str, after: bool) -> None:
    assert _is_after(at, datetime.fromisoformat("2028-03-15T08:00:00+01:00")) is after
