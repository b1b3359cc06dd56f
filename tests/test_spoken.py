"""What a screen reader is told: names, roles, states and the order of the focus, by AT-SPI."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
READER = ROOT / "tests/spoken/reader.py"
PYTHON = "/usr/bin/python3"  # the system's: only it has what reads AT-SPI
NEEDS = ("Xvfb", "dbus-run-session")
Part = dict[str, Any]


def _is_here() -> bool:
    asks = [PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    here = all(map(shutil.which, NEEDS)) and Path(PYTHON).exists()
    return here and subprocess.run(asks, check=False, capture_output=True).returncode == 0  # noqa: S603


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("CI" not in os.environ and not _is_here(), reason="AT-SPI is not here"),
]


@cache
def spoken() -> dict[str, list[Part]]:
    """Return what was read of the real window."""
    told = subprocess.run(  # noqa: S603
        ["dbus-run-session", "--", PYTHON, str(READER), sys.executable],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    lines = [line for line in told.stdout.splitlines() if line.startswith("{")]
    assert lines, told.stderr[-3000:]
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def reached(scene: str) -> list[Part]:
    """Return the parts that can have the focus now."""
    return [
        p for p in spoken()[scene] if {"focusable", "enabled", "showing"} <= set(p["states"])
    ]  # fmt: skip


def named(scene: str, name: str) -> Part:
    return next(p for p in spoken()[scene] if p["name"].startswith(name))


@pytest.mark.parametrize("scene", ["interview", "plan", "voices"])
def test_all_that_can_have_the_focus_has_a_name_and_a_role(scene: str) -> None:
    parts = reached(scene)
    assert len(parts) > 20
    dumb = [p for p in parts if not p["name"] or p["role"] in ("unknown", "invalid", "filler")]
    assert not dumb


def test_the_interview_tells_what_is_asked_and_how_it_stands() -> None:
    asked = named("interview", "1.1 ")
    assert (asked["role"], asked["name"]) == (
        "table cell", "1.1 En vanlig skoldag, inte påbörjad och måste frågas"
    )  # fmt: skip
    line = named("interview", "Ny anteckning")
    assert line["role"] == "text"
    assert {"editable", "focused"} <= set(line["states"])
    assert "Ctrl+1" in named("interview", "Styrka")["description"]
    assert named("interview", "Antal deltagare")["role"] == "text"
    assert named("interview", "Ledningen är med")["role"] == "check box"


def test_a_note_that_is_marked_says_so() -> None:
    (note,) = (spoken()["note"],)
    assert note["name"] == "Anteckning 1, Styrka"  # type: ignore[call-overload]
    assert "checked" in named("written", "Styrka")["states"]
    assert "checked" not in named("written", "Brist")["states"]
    assert spoken()["rating"]["name"] == "Sällan, 1"  # type: ignore[call-overload]


def test_the_focus_goes_from_the_notes_to_what_is_done_with_the_question() -> None:
    steps = [step["name"] for step in spoken()["interview focus"] if step]
    assert steps[:7] == [
        "Ny anteckning", "Bifoga bilder och filer", "Vänd skärmen till dem som får frågan",
        "Allvarlig uppgift …", "Hoppa över", "Klar, nästa fråga", "Antal deltagare",
    ]  # fmt: skip


def test_the_plan_tells_each_cell_and_the_focus_reaches_it() -> None:
    cells = [p for p in spoken()["plan"] if p["role"] == "table cell" and p["name"]]
    planned = next(p for p in cells if "planerat" in p["name"] and "inget" not in p["name"])
    assert "Enter öppnar besöket. Ctrl och pil flyttar" in planned["description"]
    assert any(p["name"].endswith("inget planerat") for p in cells)
    table = next(p for p in spoken()["plan"] if p["role"] == "table")
    assert table["name"] == "Besöksplanen: enheter och terminer"
    steps = [step["name"] for step in spoken()["plan focus"] if step]
    assert table["name"] in steps


def test_the_voices_say_who_is_silent() -> None:
    silent = [p["name"] for p in reached("voices") if p["name"].endswith(", tyst")]
    assert silent
