"""Pictures of the archive box, and of the minutes beside their pages."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication

from qualityvisit import archive
from qualityvisit.model import records
from qualityvisit.ui.box import BoxChecked, BoxMade
from tests.showing import settle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.minutes import MinutesScreen
    from qualityvisit.ui.shell import MainWindow
    from tests.showing import Show


def box_scenes() -> dict[str, Show]:
    """Return what is to be pictured."""
    return {
        "box-made": _made, "box-whole": _whole, "box-changed": _changed, "pages": _pages,
        "pages-menu": _menu,
    }  # fmt: skip


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


def _pages(window: MainWindow) -> QWidget:
    """Show minutes that are written beside their pages."""
    ws = window.desk.ws
    open_ones = [v.id for v in ws.all(records.Visit) if not ws.minutes(v.id).minutes.finished]
    window.go("minutes", id=max(open_ones, key=lambda v: ws.count(records.Passage, parent=v)))
    screen = cast("MinutesScreen", window.current())
    if screen.preview is None or screen.preview.isHidden():
        screen.turn_pages()
    assert screen.preview is not None
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    end = time.monotonic() + 10
    while not screen.preview.pages.is_drawn and time.monotonic() < end:
        settle(app)
    return window


def _menu(window: MainWindow) -> QWidget:
    """Show what goes out of the minutes."""
    _pages(window)
    screen = cast("MinutesScreen", window.current())
    screen.export.look_again()
    screen.export.popup(window.mapToGlobal(window.rect().center()))
    return screen.export
