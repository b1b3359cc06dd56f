"""Screens are tested without a screen, in Swedish, in the light look."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qualityvisit.app import App
from qualityvisit.settings import Settings
from qualityvisit.ui import spelling, theme
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests import core
from tests.rings import Memory, memory
from tests.ui import world
from tests.ui.person import Person


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """Begin in the light look; afterwards let go of the windows, which the next would restyle."""
    theme.use(qapp, "light", 100)
    yield
    for left in QApplication.topLevelWidgets():
        left.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def no_spelling() -> None:
    """Check no spelling but where a test asks for it: the word list comes from a thread."""
    spelling.use(spelling.OFF)


@pytest.fixture(autouse=True)
def ring() -> Iterator[Memory]:
    with memory() as made:
        yield made


@pytest.fixture
def clock() -> world.Time:
    return world.Time()


@pytest.fixture
def ws(tmp_path: Path, clock: world.Time) -> Iterator[Workspace]:
    made = world.filled(tmp_path / "profile", clock)
    yield made
    close_windows()
    made.close()


@pytest.fixture
def new_ws(tmp_path: Path, clock: world.Time) -> Iterator[Workspace]:
    made = world.empty(tmp_path / "profile", clock)
    yield made
    close_windows()
    made.close()


@pytest.fixture
def window(qtbot: QtBot, ws: Workspace) -> MainWindow:
    return opened(qtbot, ws)


def close_windows() -> None:
    """Close every main window, before its workspace is closed."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow):
            widget.close()


def opened(qtbot: QtBot, ws: Workspace, **settings: Any) -> MainWindow:
    """Return a window on a workspace, shown."""
    made = MainWindow(ws.folder, Settings(**{"spelling": spelling.OFF} | settings))
    made.hold(ws)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def person(tmp_path: Path, qapp: QApplication, light: None) -> Iterator[Person]:  # noqa: ARG001 both come first
    """Return somebody whose profile is empty, with the program started."""
    yield from _started(tmp_path)


@pytest.fixture
def settled(
    tmp_path: Path,
    qapp: QApplication,  # noqa: ARG001 all three come first
    light: None,  # noqa: ARG001
    ring: Memory,  # noqa: ARG001
) -> Iterator[Person]:
    """Return somebody of a committee in its second year, with the program started."""
    world.filled(tmp_path / "profile", world.Time()).close()
    for made in _started(tmp_path):
        made.look()
        made.window.resize(1440, 900)
        yield made


@pytest.fixture
def sharer(settled: Person, tmp_path: Path) -> Person:
    """Return an administrator who shares."""
    (tmp_path / "delad").mkdir()
    core.move(settled.ws, str(tmp_path / "delad"))
    settled.ws.sharing.share()
    return settled


def _started(tmp_path: Path) -> Iterator[Person]:
    hook = sys.excepthook
    app = App(tmp_path / "profile", "sv")
    app.start()
    yield Person(app)
    app.end()
    sys.excepthook = hook
