"""Members who do all that can be done, in any order: the same everywhere, nothing lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_whatever_members_do_all_read_the_same_and_nobody_more_than_they_may() -> None:
    """A few of the runs that `members_at_length` makes by the thousand, the same every time."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.members_at_length", "--seeds", "15", "--steps", "150"],
        cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": "0"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    for what in ("snapshots", "tidy-ups", "members removed", "clones told apart", "devices lost"):
        assert what in done.stdout
