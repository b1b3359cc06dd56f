"""Killed at random moments of their rounds, two members lose nothing and have nothing twice."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair, quiet

KILLS = 200
HEALED = 20  # lives of both after which both are looked at
MOMENTS = 0.2  # seconds in which a member gets through some ten rounds, the first one slow


class Member:
    """A member's program, which lives many times: see tests.sharer."""

    def __init__(self, folder: Path) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.sharer", str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            env=core.bare_environment(), cwd=Path(__file__).parent.parent,
        )  # fmt: skip
        self.said: list[dict[str, Any]] = []

    def live(self, first: int, delay: float) -> None:
        """Let it live, and kill it so long after its first note."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(f"{first}\n")
        self.program.stdin.flush()
        pid = json.loads(self.program.stdout.readline())["pid"]
        timer = threading.Timer(delay, os.kill, [pid, signal.SIGKILL])
        for line in map(json.loads, self.program.stdout):
            self.said.append(line)
            if "note" in line and not timer.is_alive() and not timer.finished.is_set():
                timer.start()
            if "ended" in line:
                break
        timer.join()

    def close(self) -> None:
        """Let the program come to its own end."""
        self.program.communicate()


def both_killed(members: list[Member], first: int, dice: random.Random) -> None:
    """Let both write and share at once, and kill each at a moment of its own."""
    threads = [
        threading.Thread(target=member.live, args=(first, dice.random() * MOMENTS))
        for member in members
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def acknowledged(members: list[Member]) -> dict[str, str]:
    """Return the notes that were shown as saved; no round may have had trouble."""
    said = [line for member in members for line in member.said]
    assert {line["ended"] for line in said if "ended" in line} <= {-signal.SIGKILL}
    assert {line["problem"] for line in said if "problem" in line} <= {""}
    return {line["note"]: line["text"] for line in said if "note" in line}


def contents(ws: Workspace) -> list[Any]:
    """Return all that a member has, in an order that is the same for all."""
    found: list[Any] = [record for kind in records.KIND_OF for record in ws.all(kind)]
    assert len({record.id for record in found}) == len(found)  # none twice
    return sorted(found, key=lambda record: record.id)


def healed(pair: Pair, notes: dict[str, str]) -> None:
    """Let both go on as people do, and make sure that all is there, once, with both."""
    pair.eva, pair.per = core.reopened(pair.eva), core.reopened(pair.per)
    quiet(pair.eva, pair.per)
    for ws in (pair.eva, pair.per):
        core.whole(ws)
        assert ws.status().waiting == 0
        kept = {n.id: n.text for n in ws.all(records.Note)}
        assert notes.items() <= kept.items()
        assert len(set(kept.values())) == len(kept)
        assert ws.sharing.quarantined() == {}
    assert contents(pair.eva) == contents(pair.per)


def let_go(pair: Pair) -> None:
    """Leave the files to the members' programs."""
    pair.eva.close()
    pair.per.close()


@pytest.mark.slow
def test_rounds_cut_off_at_any_moment_lose_nothing_and_repeat_nothing(
    pair: Pair, tmp_path: Path
) -> None:
    dice, members = random.Random(20280323), [Member(ws.folder) for ws in (pair.eva, pair.per)]
    let_go(pair)
    for life in range(KILLS // 2):
        both_killed(members, life * 1000, dice)
        if life % HEALED == HEALED - 1:
            healed(pair, acknowledged(members))
            let_go(pair)
    for member in members:
        member.close()
    notes = acknowledged(members)
    healed(pair, notes)
    assert len(notes) >= KILLS
    finished = sum("sent" in line for member in members for line in member.said)
    assert finished > KILLS // 10  # some are, also where the machine is slow
    assert list(pair.store.glob("snapshot/*"))
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Ny", "administrator")
    quiet(pair.eva, pair.per, lena)
    assert contents(lena) == contents(pair.eva)
    lena.close()
