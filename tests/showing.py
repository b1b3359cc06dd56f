"""What the scenes of all screens have in common."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from qualityvisit.ui.screen import Screen
from qualityvisit.ui.shell import MainWindow

Show = Callable[[MainWindow], QWidget]


def settle(app: QApplication) -> None:
    """Let timers run out and everything be painted."""
    for _turn in range(12):
        app.processEvents()


def at(name: str, **arguments: str) -> Show:
    """Return what shows a place."""

    def show(window: MainWindow) -> QWidget:
        window.go(name, **arguments)
        return window

    return show


def screen_of(window: MainWindow) -> Screen:
    """Return the screen that is shown."""
    screen = window.current()
    assert screen is not None
    return screen
