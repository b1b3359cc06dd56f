"""Migrations: an older file becomes a newer one in whole steps, after a backup."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from qualityvisit.errors import NotSaved
from qualityvisit.journal import schema
from qualityvisit.journal.backup import verify
from qualityvisit.journal.journal import Journal, RowsChange
from qualityvisit.workspace import Workspace
from tests import core

AT = "2028-03-14T07:00:00.000+00:00"


def _adds_a_column(db: Database) -> None:
    db.execute("ALTER TABLE entry ADD COLUMN size INTEGER")
    db.execute("UPDATE entry SET size = length(bytes)")


def _fails_half_way(db: Database) -> None:
    db.execute("ALTER TABLE entry ADD COLUMN half INTEGER")
    raise NotSaved("The disk takes no more.")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _adds_a_column))
    monkeypatch.setattr(schema, "CURRENT", len(schema.MIGRATIONS))
    return monkeypatch


def columns(journal: Journal) -> set[str]:
    return {row[1] for row in journal.connection.execute("PRAGMA table_info(entry)")}


def test_an_empty_file_becomes_current_in_one_go(journal: Journal) -> None:
    assert schema.version(journal.connection) == schema.CURRENT == len(schema.MIGRATIONS)
    schema.check(journal.connection)
    schema.migrate(journal.connection)


def test_an_older_file_is_brought_up_with_everything_in_it(
    journal: Journal, request: pytest.FixtureRequest
) -> None:
    journal.append("notes/v", b"words", AT, RowsChange())
    journal.close()
    request.getfixturevalue("later")
    met: list[int] = []
    again = Journal.open(
        journal.folder, core.PASSPHRASE, lambda j: met.append(schema.version(j.connection))
    )
    assert met == [1]  # asked before, while the tables were the old ones
    assert schema.version(again.connection) == 2
    assert again.connection.execute("SELECT bytes, size FROM entry").fetchall() == [(b"words", 5)]
    again.close()
    Journal.open(journal.folder, core.PASSPHRASE, lambda _j: met.append(0)).close()
    assert met == [1]


def test_a_step_that_fails_leaves_the_file_as_it_was(
    journal: Journal, request: pytest.FixtureRequest
) -> None:
    journal.append("notes/v", b"words", AT, RowsChange())
    journal.close()
    before = journal.path.read_bytes()
    later = request.getfixturevalue("later")
    later.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS[:-1], _fails_half_way))
    with pytest.raises(NotSaved):
        Journal.open(journal.folder, core.PASSPHRASE)
    assert journal.path.read_bytes() == before
    later.undo()
    again = Journal.open(journal.folder, core.PASSPHRASE)
    assert columns(again) >= {"seq", "bytes"}
    assert "half" not in columns(again)
    again.close()


def test_a_workspace_is_backed_up_before_its_file_is_changed(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    ws = core.founded(tmp_path / "profil")
    entries = ws.journal.entries()
    ws.close()
    request.getfixturevalue("later")
    again = Workspace.open(tmp_path / "profil", core.PASSPHRASE, core.Clock())
    [made] = (tmp_path / "profil" / "backups").iterdir()
    assert made.name.startswith("before-update-")
    assert verify(made, core.PASSPHRASE).entries == entries
    core.whole(again)
    again.close()
    with core.cheap():  # and an older backup becomes a newer workspace
        back = Workspace.restore(made, tmp_path / "åter", core.PASSPHRASE, core.Clock())
    assert schema.version(back.journal.connection) == 2
    core.whole(back)
    back.close()


def test_a_workspace_whose_backup_fails_is_not_changed(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    ws = core.founded(tmp_path / "profil")
    ws.close()
    request.getfixturevalue("later")
    (tmp_path / "profil" / "backups").write_text("in the way")
    with pytest.raises(NotSaved):
        Workspace.open(tmp_path / "profil", core.PASSPHRASE, core.Clock())
    request.getfixturevalue("later").undo()
    again = Workspace.open(tmp_path / "profil", core.PASSPHRASE, core.Clock())
    assert schema.version(again.journal.connection) == 1
    again.close()
