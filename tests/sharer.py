"""A program for the tests: a member who writes and shares until killed, and then begins anew.

python -m tests.sharer PROFILE: for each number read, a process of its own adds notes from that
number on, with two rounds after each: in the second nothing waits, and so a snapshot may be
written. It prints its id, each note as soon as it is saved, what each round did, and how it ended.
"""

import json
import os
import sys
from pathlib import Path

from qualityvisit.model import records
from qualityvisit.sync import compaction
from qualityvisit.workspace import Workspace
from tests import core

OFTEN = 6  # bundles after which a snapshot is written: so that many are cut off by the end


def live(profile: Path, first: int) -> None:
    """Write and share for ever."""
    compaction.EVERY = OFTEN
    ws = Workspace.open(profile, core.PASSPHRASE)
    visit = ws.all(records.Visit)[0].id
    session = core.session(ws, visit, "pupils").id
    for number in range(first, first + 100_000):
        text = f"{ws.me.name} nr{number} åäö"
        note = ws.notes(visit).add_note(session, "pupils", text=text)
        ws.settle()
        if ws.status().unsaved == 0:
            say({"note": note, "text": text})
        for _round in range(2):
            done = ws.sharing.share()
            say({"sent": done.sent, "problem": str(done.problem or "")})


def say(line: dict[str, object]) -> None:
    """Print one line, in one piece."""
    os.write(1, json.dumps(line).encode() + b"\n")


def main(profile: Path) -> None:
    """Live as often as told. What takes long, the imports, is done once."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            live(profile, int(line))
        say({"pid": child})
        _child, status = os.waitpid(child, 0)
        say({"ended": os.waitstatus_to_exitcode(status)})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
