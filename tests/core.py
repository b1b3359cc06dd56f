"""Workspaces for tests: real files, real keys, a cheap passphrase and a clock one can set."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from qualityvisit.errand import carry_out
from qualityvisit.errors import StoreUnreachable
from qualityvisit.journal import vault
from qualityvisit.model import records
from qualityvisit.sync.folder import FolderStore
from qualityvisit.workspace import Workspace

PASSPHRASE = "hemligt lösenord för prov"  # opens nothing but what tests make


class Clock:
    """A clock that moves a millisecond each time it is read, and can be set."""

    def __init__(self, start: str = "2028-03-14T08:00:00+01:00") -> None:
        self.set(start)

    def set(self, moment: str) -> None:
        """Go on from an ISO moment."""
        self.moment = datetime.fromisoformat(moment)

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment.astimezone(UTC)


@contextmanager
def cheap() -> Iterator[None]:
    """Make wrapping by a passphrase cheap; what it does stays the same."""
    with mock.patch.object(vault, "COST", (1, 1, 8)):
        yield


def run_machine(machine: type[RuleBasedStateMachine], *, max_examples: int, steps: int) -> None:
    """Run a state machine so many times, so many steps each."""
    chosen = settings(max_examples=max_examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(machine, settings=chosen)


def founded(folder: Path, store: Path | str | None = None, clock: Clock | None = None) -> Workspace:
    """Return a fresh workspace with one school and one guide."""
    with cheap():
        ws = Workspace.create(
            folder,
            name="Eva Exempel",
            committee="Barn- och utbildningsnämnden",
            store=str(store) if store else "",
            passphrase=PASSPHRASE,
            clock=clock or Clock(),
        )
    ws.register.add_unit("Exempelskolan", ("GR 2010-08-01 -",), code="12345678")
    ws.register.add_guide(
        "Grundskola",
        ("GR",),
        [("Trygghet och studiero", "Normer", "Trygghet"), ("Inflytande", "", "")],
        [
            (0, "staff", "Studiero", "Hur får ni studiero?", ("I klassrummet?",)),
            (0, "pupils", "Trygghet", "Berätta om rasterna.", ()),
            (1, "pupils", "Klassråd", "Hur går klassrådet till?", ()),
        ],
    )
    return ws


def joined(
    ws: Workspace, folder: Path, name: str, role: str = "member", store: str = ""
) -> Workspace:
    """Return the workspace of a colleague who has just joined, by a store of their own perhaps."""
    line = ws.sharing.invite(name, role)
    with cheap():
        return Workspace.join(folder, line, store=store, passphrase=PASSPHRASE, clock=Clock())


def move(ws: Workspace, address: Path | str) -> None:
    """Let a workspace share through another store from now on."""
    carry_out(ws.sharing.moving(str(address)))


@contextmanager
def away(ws: Workspace) -> Iterator[None]:
    """Let the workspace's folder be gone for a while, as when a disk is pulled out."""
    elsewhere = ws.folder.with_name(ws.folder.name + ".borta")
    ws.folder.rename(elsewhere)
    try:
        yield
    finally:
        elsewhere.rename(ws.folder)


def whole(ws: Workspace) -> None:
    """Make sure that nothing is in memory only, and that the index is the journal folded."""
    ws.settle()
    status, checked = ws.status(), ws.check()
    assert (status.unsaved, status.trouble) == (0, None)
    assert checked.problems == ()
    assert checked.index_equals_journal


def crashed(ws: Workspace, folder: Path) -> Workspace:
    """Open what stands on disk now, as it would after the power has gone."""
    shutil.copytree(ws.folder, folder)
    return Workspace.open(folder, PASSPHRASE, clock=Clock())


def reopened(ws: Workspace) -> Workspace:
    """Close a workspace and open it again."""
    ws.close()
    return Workspace.open(ws.folder, PASSPHRASE, clock=Clock())


def planned(ws: Workspace, *team: str) -> str:
    """Plan a visit to the first unit; return its id."""
    unit = ws.all(records.Unit)[0]
    return ws.plan_visit(unit.id, date="2028-03-23", team=team or (ws.me.id,))


def session(ws: Workspace, visit: str, group: str) -> records.Session:
    """Return a visit's interview with a group."""
    return next(s for s in ws.all(records.Session, parent=visit) if s.group == group)


def bare_environment() -> dict[str, str]:
    """Return the environment for programs that are killed: no coverage, which slows their start."""
    found = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    return found | {"LC_ALL": "C.UTF-8"}


class FaultyStore(FolderStore):
    """A folder that fails as told: each fault is used once."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        # "before": nothing is kept; "after": kept, but failure is reported; "silent": nothing is
        # kept, and no failure is reported
        self.fail_put = ""
        self.hide = 0  # every so many-th name is missing from the next listing
        self.cut = False  # the next file read is truncated

    def list(self) -> set[str]:
        names = super().list()
        if self.hide:
            gone = {n for k, n in enumerate(sorted(names)) if k % self.hide == 0}
            names -= {n for n in gone if not n.startswith("workspace/")}
            self.hide = 0
        return names

    def get(self, name: str) -> bytes | None:
        whole = super().get(name)
        if self.cut and whole:
            self.cut = False
            return whole[: len(whole) // 2]
        return whole

    def put(self, name: str, data: bytes) -> None:
        how, self.fail_put = self.fail_put, ""
        if how not in ("before", "silent"):
            super().put(name, data)
        if how in ("before", "after"):
            raise StoreUnreachable("The folder is away.", "Everything is safe.")
