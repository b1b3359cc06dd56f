"""Pictures of what is prepared before a visit: programme, letters and the briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui.papers import PapersDialog, TextDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.shell import MainWindow

UNIT = "Lindskolan"


def programme_scenes() -> dict[str, Callable[[MainWindow], QWidget]]:
    """Return what is to be pictured."""
    return {
        "papers-programme": lambda window: _papers(window, "programme"),
        "papers-guardians": lambda window: _papers(window, "guardians"),
        "papers-text": _text,
        "programme-moved": _moved,
    }


def _visit(window: MainWindow) -> str:
    visit = next(v for v in window.ws.all(records.Visit) if v.title == UNIT).id
    window.go("visit", id=visit)
    return visit


def _papers(window: MainWindow, what: str) -> QWidget:
    visit = _visit(window)
    window.ws.visit(visit).prepare("guardians", "")
    dialog = PapersDialog(window.desk, window, visit, what)
    dialog.open()
    dialog.copy_text()
    return dialog


def _text(window: MainWindow) -> QWidget:
    dialog = TextDialog(window.desk, window, "guardians", "GR")
    dialog.open()
    return dialog


def _moved(window: MainWindow) -> QWidget:
    _visit(window)
    model = window.current().programme.programme  # type: ignore[union-attr]
    model.setData(model.index(1, 2), "60")
    return window
