"""The archive box and notes for analysis tools from the command line."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests import core
from tests.test_story_cli import Person

pytestmark = pytest.mark.slow


def test_a_box_is_made_and_checked_by_somebody_without_a_workspace(tmp_path: Path) -> None:
    eva = Person(tmp_path / "eva")
    eva("workspace", "create", "--name", "Eva Exempel", "--committee", "BUN")
    unit = eva("unit", "add", "--name", "Skolan", "--form", "GR")["unit"]
    planned = eva("visit", "plan", "--unit", unit, "--date", "2028-03-23")
    visit, session = planned["visit"], planned["sessions"][1]["session"]
    eva("note", "add", "--session", session, "--text", "Rasterna är långa.")
    file = tmp_path / "paket.zip"
    refused = eva.fails("box", "make", visit, str(file))
    assert (refused["error"], file.exists()) == ("Refused", False)
    eva("minutes", "compile", visit)
    eva("minutes", "finish", visit)
    project = tmp_path / "anteckningar.qdpx"
    assert eva("note", "export", visit, str(project))["file"] == str(project)
    assert zipfile.is_zipfile(project)
    made = eva("box", "make", visit, str(file))
    assert check(tmp_path, file)["seal"] == made["seal"]
    assert check(tmp_path, file, "--seal", made["seal"])["whole"]
    assert not check(tmp_path, file, "--seal", "0" * 64, code=1)["whole"]
    data = bytearray(file.read_bytes())
    data[data.index(b"Rasterna")] ^= 1
    file.write_bytes(data)
    [problem] = check(tmp_path, file, code=1)["problems"]
    assert problem["problem"].endswith("har ändrats.")


def check(folder: Path, file: Path, *more: str, code: int = 0) -> dict[str, Any]:
    command = [sys.executable, "-m", "qualityvisit", "--profile", str(folder / "ingen"), "--json"]
    done = subprocess.run(
        [*command, "--lang", "sv", "box", "check", str(file), *more], check=False,
        capture_output=True, env=core.bare_environment(), encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert not (folder / "ingen").exists()
    found: dict[str, Any] = json.loads(done.stdout)
    return found
