"""Two members who share through a folder, and a visit of both."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core


@dataclass
class Pair:
    """Two members, their store, and a visit of both."""

    folder: Path
    eva: Workspace
    per: Workspace
    visit: str

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def all_share(self, rounds: int = 2) -> None:
        for _round in range(rounds):
            for ws in (self.eva, self.per):
                ws.sharing.share()

    def note(self, ws: Workspace, text: str) -> str:
        session = core.session(ws, self.visit, "pupils").id
        return ws.notes(self.visit).add_note(session, "pupils", text=text)

    def faulty(self, ws: Workspace) -> core.FaultyStore:
        made = core.FaultyStore(str(self.store))
        ws.sharing._store = made
        return made


def texts(ws: Workspace) -> list[str]:
    ws.settle()
    return sorted(n.text for n in ws.all(records.Note))


def bundles_in(store: Path) -> set[str]:
    return {f"{p.parent.name}/{p.name}" for p in store.glob("*/*") if p.parent.name != "workspace"}


def build(folder: Path) -> None:
    """Let two members found and join a workspace in a folder, with a visit of both."""
    eva = core.founded(folder / "eva", folder / "store")
    per = core.joined(eva, folder / "per", "Per Prov")
    eva.sharing.share()
    core.planned(eva, eva.me.id, per.me.id)
    for _round in range(2):
        eva.sharing.share()
        per.sharing.share()
    eva.close()
    per.close()


@contextmanager
def opened(template: Path, folder: Path) -> Iterator[Pair]:
    """Give a copy of what was built."""
    shutil.copytree(template, folder)
    both = [Workspace.open(folder / n, core.PASSPHRASE, core.Clock()) for n in ("eva", "per")]
    for ws in both:
        core.move(ws, str(folder / "store"))
        ws.sharing.share()
    made = Pair(folder, both[0], both[1], both[0].all(records.Visit)[0].id)
    yield made
    for ws in both:
        ws.close()


@pytest.fixture(scope="session")
def pair_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    build(folder)
    return folder


@pytest.fixture
def pair(pair_template: Path, tmp_path: Path) -> Iterator[Pair]:
    with opened(pair_template, tmp_path / "arbete") as made:
        yield made


def quiet(*all_of_them: Workspace, rounds: int = 15) -> None:
    """Let everybody share until nobody has anything more to say."""
    for _round in range(rounds):
        results = [ws.sharing.share() for ws in all_of_them]
        assert [r.problem for r in results if r.problem] == []
        if not any(r.sent or r.received for r in results):
            return
    raise AssertionError("they never come to an end")


def joined(pair: Pair, name: str, role: str = "member", *others: Workspace) -> Workspace:
    """Let somebody join whom Eva invites, and everybody hear of it."""
    made = core.joined(pair.eva, pair.folder / name.partition(" ")[0].lower(), name, role)
    quiet(pair.eva, pair.per, made, *others)
    return made


def second_device(ws: Workspace, folder: Path) -> Workspace:
    """Let a member begin to use another computer."""
    line = ws.sharing.invite_device()
    with core.cheap():
        return Workspace.join(folder, line, passphrase=core.PASSPHRASE, clock=core.Clock())
