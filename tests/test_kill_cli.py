"""Killed at random moments, the command line loses no note that it has acknowledged."""

import json
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

KILLS = 150  # and fifty more in the window: tests/ui/test_kill_window.py


def batch(folder: Path) -> subprocess.Popen[str]:
    """Start a program that adds one note a line."""
    environment = {**core.bare_environment(), "QUALITYVISIT_PASSPHRASE": core.PASSPHRASE}
    return subprocess.Popen(
        [sys.executable, "-m", "qualityvisit", "--profile", str(folder), "--json", "note", "add",
         "--batch", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        encoding="utf-8", env=environment,
    )  # fmt: skip


def feed(program: subprocess.Popen[str], session: str, start: int) -> None:
    """Give notes as fast as the program takes them, until it is gone."""
    assert program.stdin is not None
    try:
        for number in range(start, start + 5000):
            line = {"session": session, "text": f"Anteckning nr{number} åäö"}
            program.stdin.write(json.dumps(line) + "\n")
            program.stdin.flush()
    except OSError:
        pass


def one_life(folder: Path, session: str, start: int, dice: random.Random) -> list[str]:
    """Let the program live for a while, kill it, and return the notes that it acknowledged."""
    program = batch(folder)
    feeder = threading.Thread(target=feed, args=(program, session, start))
    feeder.start()
    assert program.stdout is not None
    acknowledged = [json.loads(program.stdout.readline())["note"]]
    # a moment somewhere inside the work, not on its beat
    timer = threading.Timer(dice.random() * 0.05, program.send_signal, [signal.SIGKILL])
    timer.start()
    whole = (line for line in program.stdout if line.endswith("\n"))
    acknowledged += [json.loads(line)["note"] for line in whole]
    program.wait()
    timer.join()
    feeder.join()
    program.stdout.close()
    try:
        assert program.stdin is not None
        program.stdin.close()
    except OSError:
        pass
    return acknowledged


@pytest.mark.slow
def test_no_acknowledged_note_is_missing_after_many_kills(tmp_path: Path) -> None:
    ws = core.founded(tmp_path / "profile")
    visit = core.planned(ws)
    session = core.session(ws, visit, "pupils").id
    ws.close()
    dice, acknowledged = random.Random(20280314), list[str]()
    for life in range(KILLS):
        acknowledged += one_life(tmp_path / "profile", session, life * 5000, dice)
    ws = Workspace.open(tmp_path / "profile", core.PASSPHRASE)
    kept = {n.id: n.text for n in ws.all(records.Note, parent=visit)}
    assert set(acknowledged) <= set(kept)
    assert len(acknowledged) > KILLS
    assert len(set(kept.values())) == len(kept)  # none twice
    assert ws.check().problems == ()
    ws.close()
