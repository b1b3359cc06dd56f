"""Fuzzing of all that comes from a store, or from somebody's hand: only known errors come out.

python -m tests.fuzz --minutes 10: draws by a new seed each time and prints how much was tried.
"""

import argparse
import contextlib
import dataclasses
import random
import secrets
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from qualityvisit import words
from qualityvisit.errors import BadInput, StoreTrouble
from qualityvisit.model import records
from qualityvisit.roster import labels, roster
from qualityvisit.standing import may_read, may_write
from qualityvisit.sync import bundle as bundle_files
from qualityvisit.sync import compaction
from qualityvisit.sync.arrival import Control
from qualityvisit.sync.bundle import BundleError
from qualityvisit.sync.chain import fold
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.keys import Grant, Identity
from qualityvisit.sync.names import ours
from qualityvisit.sync.seal import SealError, wrap
from qualityvisit.sync.snapshot import Head, Opening
from qualityvisit.sync.statement import Statement
from qualityvisit.trail import of_people, of_teams
from qualityvisit.weeding import weeding
from qualityvisit.workspace import Workspace
from tests import core, spoiling, storm
from tests.pair import Pair, quiet

Fuzzer = Callable[..., None]
BAD = (SealError, ValueError, KeyError, TypeError, AttributeError)  # what is said of bad values
FUZZERS: dict[str, tuple[int, Callable[[], Callable[[], None]]]] = {}


def fuzzes(examples: int, *drawn: st.SearchStrategy[Any]) -> Callable[[Fuzzer], Fuzzer]:
    """Name a fuzzer, what is drawn for it, and how many examples make a turn."""

    def named(fuzzer: Fuzzer) -> Fuzzer:
        FUZZERS[fuzzer.__name__.replace("_", " ")] = examples, lambda: given(*drawn)(fuzzer)
        return fuzzer

    return named


INVITATION = Invitation(
    spoiling.WORKSPACE, "/srv/delad mapp", spoiling.DEVICE, "m", spoiling.KEYS, bytes(32)
)


@fuzzes(800, spoiling.bundles())
def a_file_is_read_whole_or_not_at_all(named: tuple[str, bytes]) -> None:
    name, whole = named
    assert bundle_files.is_whole(name, whole)
    with contextlib.suppress(BundleError):
        found = bundle_files.parse(name, whole)
        assert len(found.deps) < len(whole)
        found.signed_by(spoiling.KEYS.verify)
        for number in range(len(found.parts)):
            with contextlib.suppress(SealError):
                content = found.open(number, spoiling.KEY)
                with contextlib.suppress(ValueError, TypeError):
                    storable([(u.at, u.device) for u in bundle_files.unpack(content)])
        with contextlib.suppress(*BAD):
            said = Control.read(found, spoiling.KEY)
            storable([said.at, *(g.to for g in said.grants)])
        with contextlib.suppress(*BAD):
            opening = Opening.read(found, spoiling.KEY)
            storable(dataclasses.astuple(opening.head))
            storable([(p.name, p.part, p.document, p.key) for p in opening.aside])
            assert ours(set(opening.head.packs.values())) == set(opening.head.packs.values())


def storable(found: Any) -> None:
    """Make sure that what was read can be kept: texts are texts, numbers fit into eight bytes."""
    if isinstance(found, dict):
        found = [*found.items()]
    if isinstance(found, list | tuple):
        for one in found:
            storable(one)
    elif isinstance(found, str):
        found.encode()
    else:
        assert isinstance(found, int)
        assert abs(found) < 1 << 63


@fuzzes(100, spoiling.torn(spoiling.PART))
def updates_are_unpacked_or_not(content: bytes) -> None:
    with contextlib.suppress(ValueError, TypeError):
        found = bundle_files.unpack(content)
        assert bundle_files.unpack(bundle_files.pack(found)) == found


@fuzzes(200, spoiling.spoilt(spoiling.grant()))
def a_grant_is_opened_or_not(found: Any) -> None:
    try:
        grant = Grant.from_json(found)
    except (ValueError, KeyError, TypeError):
        return
    with contextlib.suppress(SealError, ValueError, TypeError):
        grant.open(spoiling.KEYS, spoiling.WORKSPACE)


@fuzzes(150, spoiling.spoilt([["notes/v", "00" * 32], ["visit/v", "11" * 32]]), st.data())
def keys_that_are_none_are_not_taken(held: Any, data: st.DataObject) -> None:
    raw = data.draw(spoiling.torn(spoiling.words(held)))
    where = f"{spoiling.WORKSPACE}|{spoiling.DEVICE}".encode()
    grant = Grant(spoiling.DEVICE, (), wrap(raw, spoiling.KEYS.receive, where))
    with contextlib.suppress(SealError, ValueError, TypeError):
        found = grant.open(spoiling.KEYS, spoiling.WORKSPACE)
        storable([key.document for key in found])
        assert all(len(key.bytes) == 32 for key in found)


@fuzzes(
    20, st.text(), st.dictionaries(st.text(), st.integers()), st.dictionaries(st.text(), st.text())
)
def a_head_is_read_as_it_was_kept(name: str, covers: Any, packs: Any) -> None:
    head = Head(name, covers, packs)
    assert Head.from_text(head.to_text()) == head


@fuzzes(300, st.one_of(spoiling.statements(), st.binary(max_size=200)))
def a_statement_is_read_or_none(raw: bytes) -> None:
    with contextlib.suppress(ValueError):
        found = Statement.parse(raw)
        assert found.raw == raw
        storable([found.type, found.by, *found.after, *found.names("add"), *found.last])
        found.signed_by(found.text("verify"))


@fuzzes(80, st.lists(spoiling.statements(), max_size=6), st.randoms(use_true_random=False))
def whatever_is_stated_makes_the_same_members(extra: list[bytes], dice: Any) -> None:
    place = spoiling.PLACE
    said = [*spoiling.SAID, *extra]
    found = fold(place.workspace, said)
    dice.shuffle(said)
    assert fold(place.workspace, said) == found
    assert any(m.role == "administrator" and m.state == "active" for m in found.members.values())
    for device in found.devices:
        for document in ("notes/v", "visit/w", "register", ""):
            found.refuses(f"{device}/00000001-{'0' * 16}", document, may_write, place.leads)
    found.receivers(found.readers("notes/v", may_read))
    tellable([s for s in map(parsed, said) if s is not None and s.id in found.known])


def parsed(raw: bytes) -> Statement | None:
    """Return a statement, or None."""
    try:
        return Statement.parse(raw)
    except ValueError:
        return None


def tellable(said: list[Statement]) -> None:
    """Make sure that all that is shown of statements can be shown."""
    found = fold(spoiling.PLACE.workspace, [s.raw for s in said])
    labels(found, said)
    roster(found, said, {}, Identity(found.workspace, spoiling.DEVICE, "eva", spoiling.KEYS))
    of_people(found, said)
    of_teams(found, said)
    for document in found.erased:
        weeding(found, said, document)


@fuzzes(200, st.data())
def an_invitation_is_read_or_asked_for_again(data: st.DataObject) -> None:
    rows = "\n".join(INVITATION.rows()).encode()
    fields = [INVITATION.workspace, "/srv", "i", "m", "00" * 64, "11" * 32]
    spoilt = spoiling.line_of(data.draw(spoiling.spoilt(fields)))
    drawn = st.sampled_from([INVITATION.line().encode(), rows, spoilt])
    line = data.draw(st.one_of(st.text().map(str.encode), drawn.flatmap(spoiling.torn), drawn))
    with contextlib.suppress(BadInput):
        found = Invitation.read(line.decode(errors="surrogateescape"))
        assert (len(found.keys.to_bytes()), len(found.workspace_key)) == (64, 32)
        storable([found.store, found.id, found.member])
        assert found.keys.verify


@fuzzes(3, st.integers(0, 1 << 62))
def a_store_in_which_somebody_rummages_hurts_nobody(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pair = opened(Path(folder) / "arbete")
        try:
            rummaged(pair, number)
        finally:
            pair.eva.close()
            pair.per.close()


@cache
def template() -> Path:
    """Return the profiles and the store of two members who have written and shared."""
    folder = Path(tempfile.mkdtemp()) / "mall"
    folder.mkdir()
    eva = core.founded(folder / "eva", folder / "store")
    per = core.joined(eva, folder / "per", "Per Prov")
    pair = Pair(folder, eva, per, core.planned(eva, eva.me.id, per.me.id))
    with mock.patch.object(compaction, "EVERY", 6):
        for number in range(5):
            pair.all_share()
            pair.note(eva, f"evas {number}")
            pair.note(per, f"pers {number}")
        pair.all_share()
    eva.close()
    per.close()
    return folder


def opened(folder: Path) -> Pair:
    """Return two members of the template, who have written what the other has not seen."""
    shutil.copytree(template(), folder)
    eva, per = (Workspace.open(folder / n, core.PASSPHRASE, core.Clock()) for n in ("eva", "per"))
    for ws in (eva, per):
        core.move(ws, str(folder / "store"))
    pair = Pair(folder, eva, per, eva.all(records.Visit)[0].id)
    for ws in (eva, per):
        pair.note(ws, f"nytt av {ws.me.name}")
        ws.sharing.share()
    return pair


def rummaged(pair: Pair, number: int) -> None:
    """Rummage in their store while they write; then let it be as empty as a new one."""
    blowing = storm.Storm(pair.store, random.Random(number))
    notes = {ws: {n.id: n.text for n in ws.all(records.Note)} for ws in (pair.eva, pair.per)}
    for _turn in range(3):
        blowing.blow(8)
        for ws in (pair.eva, pair.per):
            done = ws.sharing.share()
            assert done.problem is None or isinstance(done.problem, StoreTrouble), blowing.did
            kept = {n.id: n.text for n in ws.all(records.Note)}
            assert notes[ws].items() <= kept.items(), blowing.did
            core.whole(ws)
    shutil.rmtree(pair.store)
    pair.store.mkdir()
    core.move(pair.eva, str(pair.store))  # an administrator begins anew
    quiet(pair.eva, pair.per)
    every = notes[pair.eva] | notes[pair.per]
    for ws in (pair.eva, pair.per):
        assert {n.id: n.text for n in ws.all(records.Note)} == every, blowing.did


def main() -> None:
    """Fuzz for so many minutes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=10)
    until, tried = time.monotonic() + 60 * arguments.parse_args().minutes, Counter[str]()
    words.use("sv")
    while time.monotonic() < until:
        for name, (examples, _made) in FUZZERS.items():
            run(name, secrets.randbits(32))
            tried[name] += examples
    for name, count in tried.items():
        print(f"{count:8} {name}")


def run(name: str, number: int) -> None:
    """Let a fuzzer try its examples, drawn by a seed. Raise what comes out, with the example."""
    examples, made = FUZZERS[name]
    chosen = settings(
        max_examples=examples, deadline=None, database=None, derandomize=False,
        print_blob=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    chosen(seed(number)(made()))()


if __name__ == "__main__":
    main()
