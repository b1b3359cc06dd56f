"""Ten years of ten devices that share 50,000 notes in 1,000 visits; then somebody new joins.

Every visit is a day: five devices write, and all share twice. QV_YEARS_VISITS makes it shorter.
"""

import itertools
import os
import random
import statistics
import tempfile
from pathlib import Path

from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core
from tests.benchmarks.bench_search import WORDS
from tests.benchmarks.figures import tell, tell_time, timed

VISITS = int(os.environ.get("QV_YEARS_VISITS", "1000"))
DEVICES, WRITERS, NOTES, LENGTH = 10, 5, 50, 800


def run() -> None:
    """Print how long a new device and a daily round take, and how large the store has grown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        members = _begin(folder)
        written, daily = _live(members)
        joined: list[Workspace] = []
        newcomer = timed(
            lambda: joined.append(core.joined(members[0], folder / "n", "Ny", "administrator"))
        )
        assert joined[0].count(records.Note) == VISITS * NOTES
        for ws in [*members, *joined]:
            ws.close()
        store = sum(f.stat().st_size for f in (folder / "store").rglob("*") if f.is_file())
        files = sum(1 for f in (folder / "store").rglob("*") if f.is_file())
    print(f"{VISITS} visits, {VISITS * NOTES} notes, {files} files in the store")
    tell_time("a new device is ready", newcomer, 60_000)
    tell_time("a daily round of one device, p95", statistics.quantiles(daily, n=20)[-1], 2_000)
    tell("the store / the texts", store / 1e6, written / 1e6, 3, "MB")


def _begin(folder: Path) -> list[Workspace]:
    first = core.founded(folder / "0", folder / "store")
    others = []
    for number in range(1, DEVICES):
        role = "administrator" if number < 3 else "member"
        others.append(core.joined(first, folder / str(number), f"Per Prov {number}", role))
    return [first, *others]


def _live(members: list[Workspace]) -> tuple[int, list[float]]:
    """Let the years pass; return the bytes of all texts, and how long the last rounds took."""
    dice, written, daily = random.Random(5), 0, []
    for day in range(VISITS):
        writers = dice.sample(members, WRITERS)
        visit = core.planned(members[0], *(ws.me.id for ws in writers))
        members[0].sharing.share()
        for ws in writers:
            ws.sharing.share()
            session, notes = core.session(ws, visit, "pupils").id, ws.notes(visit)
            for _note in range(NOTES // WRITERS):
                words = " ".join(dice.choice(WORDS) for _n in range(150))[:LENGTH]
                written += len(words.encode())
                notes.add_note(session, "pupils", text=words)
        for ws in itertools.chain(members, members):
            took = timed(ws.sharing.share) if day >= VISITS - 20 else None
            if took is None:
                ws.sharing.share()
            else:
                daily.append(took)
    return written, daily
