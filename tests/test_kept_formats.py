"""What an earlier version has written opens for ever: a store, and a backup."""

import json
import shutil
from pathlib import Path

import pytest

from qualityvisit.workspace import Workspace
from tests import core
from tests.kept_format import content

KEPT = sorted((Path(__file__).parent / "data" / "formats").iterdir())


@pytest.fixture(params=KEPT, ids=lambda folder: str(folder.name))
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    shutil.copytree(request.param, tmp_path / "kept")
    return tmp_path / "kept"


def test_a_store_that_was_written_is_read_by_its_recovery_sheet(kept: Path, tmp_path: Path) -> None:
    held = json.loads((kept / "content.json").read_text("utf-8"))
    with core.cheap():
        ws = Workspace.join(
            tmp_path / "ny", held["sheet"], store=str(kept / "store"), passphrase=core.PASSPHRASE,
            clock=core.Clock("2040-01-01T08:00:00+01:00"),
        )  # fmt: skip
    found, wanted = content(ws), held["content"]
    assert set(wanted.pop("Person")) < set(found.pop("Person"))  # and whoever has the sheet
    assert found == wanted
    assert ws.sharing.quarantined() == {}
    core.whole(ws)
    ws.close()


def test_a_backup_that_was_written_is_restored(kept: Path, tmp_path: Path) -> None:
    held = json.loads((kept / "content.json").read_text("utf-8"))
    with core.cheap():
        ws = Workspace.restore(
            kept / "backup.qvbackup", tmp_path / "ny", core.PASSPHRASE, core.Clock()
        )
    assert content(ws) == held["content"]
    core.whole(ws)
    ws.close()
