"""Journals for the tests of this room: real files, opened with a passphrase."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualityvisit.journal.journal import Journal
from tests import core


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with core.cheap():
        made = Journal.create(tmp_path / "profil", core.PASSPHRASE)
    yield made
    made.close()
