"""What import-linter cannot see: which Qt, clocks and threads, how large, what lies where."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "qualityvisit"
SOURCES = sorted(PROGRAM.rglob("*.py"))
QT = {
    "QtCore", "QtGui", "QtPdf", "QtPdfWidgets", "QtPrintSupport", "QtSvg", "QtTest", "QtWidgets",
}  # fmt: skip


def trees(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield the name and the syntax tree of each source file in these rooms."""
    for path in SOURCES:
        inside = path.relative_to(PROGRAM)
        if not rooms or inside.parts[0].removesuffix(".py") in rooms:
            yield str(inside), ast.parse(path.read_text("utf-8"))


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of everything that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_the_arrows_between_the_rooms_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def offences(rooms: tuple[str, ...], forbidden: set[str]) -> list[str]:
    """Return which file imports which of the forbidden modules."""
    return [
        f"{name}: {module}"
        for name, tree in trees(*rooms)
        for module in imports(tree)
        if module.split(".")[0] in forbidden
    ]


def calls(tree: ast.AST) -> Iterator[str]:
    """Yield the last name of everything that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def test_only_the_chosen_parts_of_qt_are_used() -> None:
    used = {
        module.split(".")[1]
        for _, tree in trees()
        for module in imports(tree)
        if module.startswith("PySide6.")
    }
    assert used <= QT


def test_the_core_starts_no_thread() -> None:
    rooms = ("model", "sync", "intake", "reports", "workspace", "words", "settings")
    assert not offences(rooms, {"threading", "concurrent", "asyncio", "multiprocessing"})


def test_the_model_knows_no_clock_disk_or_network() -> None:
    assert not offences(("model",), {"pathlib", "shutil", "socket", "tempfile", "time"})
    of_os = [
        f"{name}: os.{node.attr}"
        for name, tree in trees("model")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        and node.attr != "urandom"  # ids are random
    ]
    assert not of_os
    clocks = [name for name, tree in trees("model") if {"now", "today"} & set(calls(tree))]
    assert not clocks


def test_what_comes_in_and_goes_out_reads_no_clock() -> None:
    rooms = ("intake", "reports")
    assert not [name for name, tree in trees(*rooms) if {"now", "today"} & set(calls(tree))]


def test_only_fetching_asks_public_addresses() -> None:
    clients = ("urllib.request", "http.client", "socket", "ftplib", "requests", "httpx")
    asking = {
        name for name, tree in trees() for module in imports(tree) if module.startswith(clients)
    }
    assert asking == {"fetching.py"}


def test_no_file_is_far_over_four_hundred_lines() -> None:
    long = {
        str(p.relative_to(ROOT)): lines
        for p in [*SOURCES, *(ROOT / "packaging").glob("*.py")]
        if (lines := len(p.read_text("utf-8").splitlines())) > 480 and p.name != "records.py"
    }
    assert not long


def test_the_set_up_script_needs_nothing_but_python() -> None:
    tree = ast.parse((ROOT / "packaging" / "dev.py").read_text("utf-8"))
    foreign = {m.split(".")[0] for m in imports(tree)} - sys.stdlib_module_names
    assert not foreign


def test_the_folder_packaging_does_not_hide_the_library_of_that_name() -> None:
    import packaging  # noqa: PLC0415 the library, while the checkout is on the path

    assert not list((ROOT / "packaging").glob("__init__.py*"))
    assert packaging.__file__
    assert not Path(packaging.__file__).is_relative_to(ROOT / "packaging")


def test_the_top_level_is_the_one_agreed() -> None:
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}
    made = {"build", "screenshots", "qualityvisit.egg-info"}
    assert folders - made == {"qualityvisit", "resources", "tests", "packaging"}


@pytest.mark.parametrize("change", [QLabel.setText, QLabel.setToolTip], ids=["text", "tip"])
def test_qt_does_not_lose_references(qtbot: QtBot, change: object) -> None:
    # PySide6 6.12.0 loses one to None on almost every call, and the program dies on Python 3.11.
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(500):
        change(label, str(number))  # type: ignore[operator]
    assert abs(sys.getrefcount(None) - before) < 100
