"""What the tests of reports share."""

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def golden(data: Path) -> Callable[[str, list[str]], None]:
    """Return a function that compares lines with a file of tests/data/reports.

    With GOLDEN=write in the environment the file is written instead: read the difference in git.
    """

    def compare(name: str, lines: list[str]) -> None:
        file = data / "reports" / name
        text = "\n".join(lines) + "\n"
        if os.environ.get("GOLDEN") == "write":
            file.write_text(text, "utf-8")
        kept = file.read_text("utf-8")
        unlike = difflib.unified_diff(kept.splitlines(), lines, "kept", "now", lineterm="", n=1)
        assert text == kept, "\n".join(unlike)

    return compare
