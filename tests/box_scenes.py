"""Pictures of the archive box: made, whole, changed, and what is in the menu."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qualityvisit import archive
from qualityvisit.model import records
from qualityvisit.ui.box import BoxChecked, BoxMade

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.shell import MainWindow
    from tests.showing import Show


def box_scenes() -> dict[str, Show]:
    """Return what is to be pictured."""
    return {"box-made": _made, "box-whole": _whole, "box-changed": _changed}


def _box(window: MainWindow) -> tuple[Path, bytes]:
    ws = window.desk.ws
    visit = next(v.id for v in ws.all(records.Visit) if ws.minutes(v.id).minutes.finished)
    window.go("minutes", id=visit)
    data = archive.make_box(ws, visit)
    return Path(tempfile.gettempdir(), archive.box_name(ws, visit, archive.seal_of(data))), data


def _made(window: MainWindow) -> QWidget:
    made = BoxMade(window, *_box(window))
    made.show()
    return made


def _checked(window: MainWindow, flip: int) -> QWidget:
    file, data = _box(window)
    spoilt = bytearray(data)
    for part in (b"<html", b"%PDF"):
        spoilt[spoilt.index(part)] ^= flip
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder, file.name)
        there.write_bytes(spoilt)
        found = BoxChecked(window, there)
    found.known.setText("" if flip else found.seal.text())
    found.show()
    return found


def _whole(window: MainWindow) -> QWidget:
    return _checked(window, 0)


def _changed(window: MainWindow) -> QWidget:
    return _checked(window, 1)
