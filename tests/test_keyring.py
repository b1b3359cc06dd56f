"""A real keyring: the file's key is kept in it and nowhere else, or nothing is written at all."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
BACKEND = "keyring.backends.SecretService.Keyring"  # the one that every Linux desktop has

# Each script gets the profile's folder and answers with one line of JSON.
BEGIN = """
import json, sys
from pathlib import Path
from qualityvisit.errors import KnownError
from qualityvisit.journal import ring
from qualityvisit.model import records
from qualityvisit.workspace import Workspace
profile = Path(sys.argv[1])
def answer(**values): print(json.dumps(values), flush=True)
"""
CREATE = """
ws = Workspace.create(profile, name="Eva", committee="N")
ws.register.add_unit("Exempelskolan", ("GR",))
answer(key=ws.journal.key.hex())
ws.close()
"""
OPEN = """
ws = Workspace.open(profile)
units = [u.name for u in ws.all(records.Unit)]
answer(units=units, key=ws.journal.key.hex(), needs=Workspace.needs_passphrase(profile))
ws.close()
"""
TRY = """
ring.PATIENCE = 2.0
try: Workspace.{verb}(profile{more})
except KnownError as told:
    answer(error=type(told).__name__, title=told.title, advice=told.advice)
else: answer(error="")
"""


def in_session(tmp_path: Path, *scripts: str, unlock: bool = True) -> list[dict[str, Any]]:
    """Run scripts one after another in a session of their own, with a keyring of their own."""
    home = tmp_path / "hem"
    home.mkdir(exist_ok=True)
    start = "printf '\\n' | gnome-keyring-daemon --unlock" if unlock else "gnome-keyring-daemon"
    lines = [f"{start} --components=secrets --daemonize > /dev/null"]  # ends with its session
    for number, script in enumerate(scripts):
        file = home / f"{number}.py"
        file.write_text(BEGIN + script, "utf-8")
        lines.append(f'"{sys.executable}" "{file}" "{tmp_path / "profil"}"')
    return answers(["dbus-run-session", "--", "sh", "-ec", "\n".join(lines)], home)


def answers(words: list[str], home: Path, **environment: str) -> list[dict[str, Any]]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "XDG_", "GNOME_"))}
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=120, check=False,
        env=kept | {"HOME": str(home), "PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": str(home),
                    "XDG_DATA_HOME": str(home / "data"), "PYTHONIOENCODING": "utf-8"} | environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def files_with(folder: Path, *needles: bytes) -> list[str]:
    return [
        str(p) for p in folder.rglob("*")
        if p.is_file() and any(n in p.read_bytes() for n in needles)
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def _tools(tool: Callable[[str], str]) -> None:
    tool("dbus-run-session")
    tool("gnome-keyring-daemon")


@pytest.mark.slow
def test_a_workspace_is_made_and_opened_by_the_keyring_alone(tmp_path: Path) -> None:
    made, opened = in_session(tmp_path, CREATE, OPEN)
    assert opened["key"] == made["key"]
    assert opened["units"] == ["Exempelskolan"]
    assert opened["needs"] is False
    key = made["key"]
    needles = (bytes.fromhex(key), key.encode(), key.upper().encode(), key.encode("utf-16-le"))
    assert list((tmp_path / "hem" / "data").rglob("*.keyring")) != []  # there it is, sealed
    assert files_with(tmp_path, *needles) == []


@pytest.mark.slow
def test_the_keyring_of_another_session_holds_no_key(tmp_path: Path) -> None:
    in_session(tmp_path, CREATE)
    before = {p: p.read_bytes() for p in (tmp_path / "profil").rglob("*") if p.is_file()}
    other = tmp_path / "hem" / "data"
    other.rename(tmp_path / "undan")
    [told] = in_session(tmp_path, TRY.format(verb="open", more=""))
    assert told["error"] == "NoKey"
    assert told["title"]
    assert told["advice"]
    assert before == {p: p.read_bytes() for p in (tmp_path / "profil").rglob("*") if p.is_file()}


@pytest.mark.slow
def test_a_keyring_that_stays_locked_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    more = ', name="Eva", committee="N"'
    [told] = in_session(tmp_path, TRY.format(verb="create", more=more), unlock=False)
    assert told["error"] == "NoKeyring"
    assert told["advice"]
    assert not (tmp_path / "profil").exists()


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["", "keyring.backends.fail.Keyring"], ids=["none", "fail"])
def test_without_a_keyring_it_is_told_and_nothing_is_written(tmp_path: Path, backend: str) -> None:
    home = tmp_path / "hem"
    home.mkdir()
    more = ', name="Eva", committee="N"'
    (home / "0.py").write_text(BEGIN + TRY.format(verb="create", more=more), "utf-8")
    environment = {"PYTHON_KEYRING_BACKEND": backend} if backend else {}
    [told] = answers(
        [sys.executable, str(home / "0.py"), str(tmp_path / "profil")], home, **environment
    )
    assert told["error"] == "NoKeyring"
    assert told["title"]
    assert not (tmp_path / "profil").exists()
