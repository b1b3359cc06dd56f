"""Compaction: changes are merged, but none is lost, and none is shared twice or never."""

import itertools
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qualityvisit.journal.journal import Journal, RowsChange
from qualityvisit.journal.shelf import Shelf
from tests import core

DOCUMENTS = st.sampled_from(["visit/a", "notes/a"])
AT = "2028-03-14T07:00:00.000+00:00"


def joined(updates: list[bytes]) -> bytes:
    """Stand in for a merger of changes: which went in, and in which order, can be read off."""
    return b"".join(updates)


def tokens(updates: list[bytes]) -> list[str]:
    return [t for u in updates for t in u.decode().split("|") if t]


class Compaction(RuleBasedStateMachine):
    """One journal that is written, shared from and compacted in any order."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="qv-"))
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.journal = Journal.open(self.folder, core.PASSPHRASE)
        self.shelf = Shelf(self.journal)
        self.numbers = itertools.count()
        self.ours: dict[str, list[str]] = {}
        self.theirs: dict[tuple[str, str], list[str]] = {}
        self.carried: list[str] = []
        self.sealed = 0

    def teardown(self) -> None:
        if hasattr(self, "journal"):
            self.journal.close()
            shutil.rmtree(self.folder)

    def _token(self) -> str:
        return f"{next(self.numbers)}"

    @rule(document=DOCUMENTS, typed=st.booleans(), times=st.integers(1, 5))
    def write(self, document: str, typed: bool, times: int) -> None:
        for _time in range(times):
            token = self._token()
            rows = None if typed else RowsChange()
            self.journal.append(document, f"|{token}".encode(), AT, rows)
            self.ours.setdefault(document, []).append(token)

    @rule(document=DOCUMENTS, origin=st.sampled_from(["b", "c"]), times=st.integers(1, 3))
    def take_in(self, document: str, origin: str, times: int) -> None:
        found = [self._token() for _time in range(times)]
        self.journal.absorb([(document, f"|{t}".encode(), origin, AT) for t in found])
        self.theirs.setdefault((document, origin), []).extend(found)

    @rule(document=DOCUMENTS)
    def settle(self, document: str) -> None:
        self.journal.reindex(document, RowsChange())

    @rule()
    def share(self) -> None:
        waiting = self.journal.waiting()
        self.carried += tokens([w.bytes for w in waiting])
        self.sealed += 1
        last = waiting[-1].seq if waiting else 0
        self.shelf.seal(f"d/{self.sealed:08}-{'0' * 16}", b"sealed", last, [])

    @rule(document=DOCUMENTS)
    def compact(self, document: str) -> None:
        self.journal.compact(document, joined)

    @rule()
    def reopen(self) -> None:
        self.journal.close()
        self.journal = Journal.open(self.folder, core.PASSPHRASE)
        self.shelf = Shelf(self.journal)

    @invariant()
    def nothing_is_lost_and_everything_is_shared_once(self) -> None:
        if not hasattr(self, "journal"):
            return
        for document in self.journal.documents():
            found = tokens(self.journal.updates(document))
            wanted = list(self.ours.get(document, []))
            wanted += [t for (d, _o), ts in self.theirs.items() if d == document for t in ts]
            assert sorted(found) == sorted(wanted)
        ours = {t for ts in self.ours.values() for t in ts}
        waiting = tokens([w.bytes for w in self.journal.waiting()])
        assert sorted(waiting + self.carried) == sorted(ours)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "profil"
    with core.cheap():
        Journal.create(folder, core.PASSPHRASE).close()
    return folder


@pytest.mark.slow
def test_compaction_loses_nothing_and_shares_everything_once(template: Path) -> None:
    Compaction.template = template
    core.run_machine(Compaction, max_examples=120, steps=30)


def test_what_is_typed_after_compaction_waits_to_be_shared(journal: Journal) -> None:
    for number in range(10):
        journal.append("visit/a", f"|{number}".encode(), AT, RowsChange())
    Shelf(journal).seal(f"d/00000001-{'0' * 16}", b"", journal.waiting()[-1].seq, [])
    journal.compact("visit/a", joined)
    journal.append("visit/a", b"|new", AT, RowsChange())
    assert [w.bytes for w in journal.waiting()] == [b"|new"]


def test_compaction_merges_runs_and_keeps_devices_apart(journal: Journal) -> None:
    for number in range(450):
        journal.append("visit/a", f"|a{number}".encode(), AT, RowsChange())
    journal.absorb([("visit/a", b"|b0", "b", AT), ("visit/a", b"|b1", "b", AT)])
    journal.append("visit/a", b"|a450", AT, RowsChange())
    journal.compact("visit/a", joined)
    kept = journal.updates("visit/a")
    assert [len(tokens([u])) for u in kept] == [200, 200, 50, 2, 1]
    assert tokens(kept) == [*(f"a{n}" for n in range(450)), "b0", "b1", "a450"]


def test_text_that_is_not_in_the_index_yet_is_not_compacted(journal: Journal) -> None:
    journal.append("visit/a", b"|0", AT, RowsChange())
    journal.append("visit/a", b"|1", AT)
    journal.append("visit/a", b"|2", AT)
    journal.compact("visit/a", joined)
    assert journal.updates("visit/a") == [b"|0", b"|1", b"|2"]
    assert journal.unindexed() == ["visit/a"]
