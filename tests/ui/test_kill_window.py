"""Killed while somebody types in the window, no word shown as saved is missing."""

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core

KILLS = 50  # and a hundred and fifty more by command line: tests/test_kill_cli.py


def one_life(folder: Path, first: int, dice: random.Random) -> list[int]:
    """Let somebody type for a while, kill the program, and return the words shown as saved."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.typist", str(folder), str(first)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**core.bare_environment(), "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip
    assert program.stdout is not None
    saved = [int(program.stdout.readline())]
    timer = threading.Timer(dice.random() * 0.3, program.send_signal, [signal.SIGKILL])
    timer.start()
    saved += [int(line) for line in program.stdout if line.endswith("\n")]
    program.wait()
    timer.join()
    program.stdout.close()
    return saved


@pytest.mark.slow
def test_no_word_shown_as_saved_is_missing_after_many_kills(tmp_path: Path) -> None:
    ws = core.founded(tmp_path / "profile")
    visit = core.planned(ws)
    ws.close()
    dice, saved = random.Random(20280323), list[int]()
    for life in range(KILLS):
        saved += one_life(tmp_path / "profile", life * 1000, dice)
    ws = Workspace.open(tmp_path / "profile", core.PASSPHRASE)
    text = " ".join(n.text for n in ws.all(records.Note, parent=visit)) + " "
    missing = [n for n in saved if f"ord{n}åäö😀" not in text]
    assert missing == []
    assert len(saved) > KILLS
    assert ws.check().problems == ()
    ws.close()
