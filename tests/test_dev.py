import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "packaging" / "dev.py"


@pytest.fixture
def dev(tmp_path: Path) -> ModuleType:
    """Return the set-up script as a module that works on an empty checkout."""
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loose: Any = module
    loose.ROOT, loose.VENV = tmp_path, tmp_path / ".venv"
    loose.STAMP = loose.VENV / "complete"
    loose.LOCKS = {"run": tmp_path / "run.txt", "test": tmp_path / "test.txt"}
    for lock in loose.LOCKS.values():
        lock.write_text(lock.name)
    return module


@pytest.fixture
def debian(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Let the machine be a Debian that lacks two libraries, with somebody who is not root."""
    missing = {"libEGL.so.1", "libglib-2.0.so.0"}
    programs = {"apt-get", "sudo"}
    monkeypatch.setattr(dev, "loads", lambda name: name not in missing)
    monkeypatch.setattr(dev, "available", lambda names: names[0])
    monkeypatch.setattr(dev, "can_make_venv", lambda _python: True)
    monkeypatch.setattr(
        dev.shutil, "which", lambda name: f"/usr/bin/{name}" if name in programs else None
    )
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return dev


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["fly"], 2), (["--help"], 0)])
def test_without_a_command_it_says_how_it_is_used(arguments: list[str], code: int) -> None:
    found = subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False
    )
    assert found.returncode == code
    assert "python3 packaging/dev.py run" in found.stdout


def test_who_is_not_root_is_given_the_one_command(debian: ModuleType) -> None:
    with pytest.raises(SystemExit) as stopped:
        debian.prepare_linux(sys.executable, for_tests=False)
    message = str(stopped.value)
    assert message.count("apt-get install") == 1
    assert "sudo sh -c 'apt-get update && apt-get install" in message
    assert "libegl1 libglib2.0-0t64'" in message


def test_tests_ask_for_their_tools_too(debian: ModuleType) -> None:
    with pytest.raises(SystemExit, match="qpdf"):
        debian.prepare_linux(sys.executable, for_tests=True)


def test_root_gets_what_is_missing_and_nothing_else(
    debian: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = list[list[str]]()
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    def take(command: list[str], *_arguments: object, **_named: object) -> int:
        given.append(command)
        return 0

    monkeypatch.setattr(debian, "call", take)
    debian.prepare_linux(sys.executable, for_tests=False)
    assert given[0][:2] == ["apt-get", "update"]
    assert given[1][-2:] == ["libegl1", "libglib2.0-0t64"]


def test_another_linux_is_told_the_files_by_name(
    debian: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        debian.shutil, "which", lambda name: "/usr/bin/dnf" if name == "dnf" else None
    )
    with pytest.raises(SystemExit, match=r"dnf install 'libEGL\.so\.1\(\)\(64bit\)'"):
        debian.prepare_linux(sys.executable, for_tests=False)


def test_an_old_python_alone_is_refused_and_a_newer_one_beside_it_found(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.13"):
        dev.suitable_python()
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert dev.suitable_python() == "/usr/bin/python3.13"


def test_the_libraries_are_keyed_by_lock_and_python(dev: ModuleType) -> None:
    first = dev.key_of(sys.executable, "run")
    assert first != dev.key_of(sys.executable, "test")
    assert first != dev.key_of("/usr/bin/python3.12", "run")
    dev.LOCKS["run"].write_text("another")
    assert first != dev.key_of(sys.executable, "run")


def test_what_serves_the_tests_serves_the_program(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "call", lambda *_a, **_k: pytest.fail("nothing is to be made"))
    python = Path(dev.venv_python())
    python.parent.mkdir(parents=True)
    python.touch()
    dev.STAMP.write_text(dev.key_of(sys.executable, "test"))
    dev.prepare_venv(sys.executable, "run")
    dev.prepare_venv(sys.executable, "test")


def test_an_interrupted_or_outdated_folder_is_made_anew(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.VENV.mkdir()
    (dev.VENV / "half").touch()
    dev.STAMP.write_text("of another lock")
    monkeypatch.setattr(dev, "call", lambda *_a, **_k: 1)
    with pytest.raises(SystemExit):
        dev.prepare_venv(sys.executable, "run")
    assert not dev.VENV.exists()


def test_the_first_check_that_fails_ends_the_run(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = list[str]()

    def fail_at_types(command: list[str], *_a: object, **_k: object) -> int:
        run.append(command[2])
        return 3 if command[2] == "mypy" else 0

    monkeypatch.setattr(dev, "call", fail_at_types)
    assert dev.run_checks() == 3
    assert run == ["ruff", "ruff", "mypy"]
    assert capsys.readouterr().out.endswith("Stopped: types: failed.\n")
