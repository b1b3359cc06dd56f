"""From the start of the process to the first painted window, large and small workspace."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from qualityvisit.model import records
from tests import core
from tests.benchmarks.figures import tell

VISITS, NOTES, STARTS = 300, 50_000, 9


def start(what: str, folder: Path) -> tuple[float, float, float]:
    """Start a program; return milliseconds to the painted window and to its screen, and MB."""
    environment = dict(
        os.environ,
        QUALITYVISIT_PASSPHRASE=core.PASSPHRASE,
        QT_QPA_PLATFORM="offscreen",
        HOME=str(folder),
        PYTHONPYCACHEPREFIX=str(folder / "compiled"),  # as installed: compiled once
    )
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.starter", what],
        env=environment, capture_output=True, text=True, check=True,
        cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip
    window, screen, memory = done.stdout.split()[-3:]
    return (float(window) - before) * 1000, (float(screen) - before) * 1000, int(memory) / 1e6


def large(folder: Path) -> Path:
    """Make a workspace of 300 visits and 50,000 notes."""
    with core.cheap():
        ws = core.founded(folder / "large")
    for number in range(VISITS):
        ws.register.add_unit(f"Exempelskolan {number}", ("GR",))
    for unit in ws.all(records.Unit)[:VISITS]:
        visit = ws.plan_visit(unit.id, date="2028-03-23", team=[ws.me.id])
        session, document = core.session(ws, visit, "pupils").id, ws.notes(visit)
        with document.change() as stamp:
            for number in range(NOTES // VISITS):
                text = f"Anteckning {number} om trygghet och studiero på rasterna i matsalen"
                document.create(
                    "note",
                    {"visit": visit, "session": session, "group": "pupils", "author": stamp.who,
                     "at": stamp.at, "text": text},
                )  # fmt: skip
    ws.close()
    return ws.folder


def small(folder: Path) -> Path:
    """Make the example workspace."""
    from qualityvisit.example import create  # noqa: PLC0415

    with core.cheap():
        create(folder / "small", core.PASSPHRASE).close()
    return folder / "small"


def measure(folder: Path) -> dict[str, list[float]]:
    """Start each program in turn, several times; the first time warms the disk. Give medians."""
    starts = {
        "empty": partial(start, "empty", folder),
        "small": partial(start, str(small(folder)), folder),
        "large": partial(start, str(large(folder)), folder),
    }
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in starts}
    for turn in range(STARTS + 1):
        for name, begin in starts.items():
            result = begin()
            if turn:
                found[name].append(result)
    return {n: [statistics.median(r) for r in zip(*rows, strict=True)] for n, rows in found.items()}


def run() -> None:
    """Print start-up times and memory as ratios."""
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name))
    (empty, _same, bare), (little, _screen, memory) = found["empty"], found["small"]
    window, screen, _memory = found["large"]
    tell("start on 300 visits, 50,000 notes / empty window", window, empty, 1.8)
    tell("the same / the example workspace", window, little, 1.1)
    tell("start to the overview, told for the record / empty window", screen, empty, None)
    tell("memory, example workspace / empty window", memory, bare, 1.6, "MB")
