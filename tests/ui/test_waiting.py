"""A server that takes its time: the window lives on, and stopping leaves everything as it was."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from qualityvisit.errors import NotSaved
from qualityvisit.journal.shelf import Shelf
from qualityvisit.sync.folder import FolderStore
from qualityvisit.ui.kit import Button
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.waiting import Waiting
from qualityvisit.workspace import Workspace
from tests.rings import Memory
from tests.servers import proxy
from tests.ui import audit, world
from tests.ui.test_first_start import Start, start
from tests.ui.test_settings_screen import at, named

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
__all__ = ["start"]


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of a server that lets everybody in and never answers."""
    monkeypatch.delenv("QUALITYVISIT_STORE_SECRET", raising=False)
    with proxy.before(0) as wire:
        wire.silent = True
        yield f"webdav+http://eva@127.0.0.1:{wire.port}/x"


def waiting(window: object, qtbot: QtBot) -> Waiting:
    """Return the dialog once it is seen."""

    def found() -> list[Waiting]:
        return [w for w in window.findChildren(Waiting) if w.isVisible()]  # type: ignore[attr-defined]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def words(dialog: Waiting) -> str:
    return " ".join(w.text() for w in dialog.findChildren(QLabel))


def nothing_in(profile: Path) -> bool:
    return not profile.exists() or list(profile.iterdir()) == []


def fill(begun: Start, store: str) -> None:
    begun.choose("Skapa")
    begun.field("Ditt namn").setText("Åsa Ängström")
    begun.field("Delad plats").setText(store)
    begun.field("Lösenord").setText("hemligt")


def press(begun: Start, name: str) -> None:
    next(b for b in begun.page().findChildren(Button) if b.accessibleName() == name).click()


def test_founding_waits_for_a_server_and_can_be_stopped(
    start: Start, silent: str, ring: Memory, qtbot: QtBot
) -> None:
    fill(start, silent)
    press(start, "Skapa arbetsytan")
    press(start, "Skapa arbetsytan")  # impatience begins no second one
    dialog = waiting(start.window, qtbot)
    assert len(start.window.findChildren(Waiting)) == 1
    qtbot.waitUntil(lambda: f"Frågar {silent} …" in words(dialog))
    assert "då är allt som det var" in words(dialog)
    assert audit.nameless(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not start.window.busy  # at once, though the server is still silent
    assert not dialog.isVisible()
    assert nothing_in(start.profile)
    assert ring.held == {}
    assert start.opened == []
    assert start.field("Ditt namn").text() == "Åsa Ängström"


def test_joining_waits_for_a_server_and_can_be_stopped(
    start: Start, silent: str, tmp_path: Path, clock: world.Time, ring: Memory, qtbot: QtBot
) -> None:
    first = world.empty(tmp_path / "chefen", clock, str(tmp_path / "delad"))
    line = first.sharing.invite("Åsa Ängström", "member")
    before = set((tmp_path / "delad").rglob("*"))
    held = dict(ring.held)
    own = Workspace.with_password(silent, "hemligt")
    errand = Workspace.joining(start.profile, line, store=own)
    start.window._begin("Du ansluts till arbetsytan", errand)
    dialog = waiting(start.window, qtbot)
    qtbot.waitUntil(lambda: "Frågar webdav" in words(dialog))
    start.window.close()  # closing stops as well
    assert not start.window.busy
    assert nothing_in(start.profile)
    assert ring.held == held
    assert set((tmp_path / "delad").rglob("*")) == before
    first.close()


def test_changing_the_place_waits_for_a_server_and_can_be_stopped(
    window: MainWindow, ws: Workspace, silent: str, ring: Memory, qtbot: QtBot
) -> None:
    held = dict(ring.held)
    screen = at(window, "sharing")
    named(screen, QLineEdit, "Delad plats").setText(silent)
    named(screen, QLineEdit, "Lösenord").setText("hemligt")
    named(screen, Button, "Använd platsen").click()
    dialog = waiting(window, qtbot)
    window.go("overview")  # the window lives on
    ws.register.add_unit("Nyängsskolan", ("GR",))
    next(b for b in dialog.findChildren(Button) if b.accessibleName() == "Avbryt").click()
    assert (ws.status().store, ring.held) == ("", held)
    assert window.notices.shown() == []


class Slow:
    """Lets the next put wait until it is told to go on, as on a slow line."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began, self.go_on = threading.Event(), threading.Event()
        put = FolderStore.put

        def slow(store: FolderStore, name: str, data: bytes) -> None:
            self.began.set()
            self.go_on.wait(20)
            put(store, name, data)

        monkeypatch.setattr(FolderStore, "put", slow)


def test_what_comes_about_after_stopping_is_taken_back(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    line = Slow(monkeypatch)
    store = tmp_path / "delad"
    store.mkdir()
    fill(start, str(store))
    press(start, "Skapa arbetsytan")
    dialog = waiting(start.window, qtbot)
    qtbot.waitUntil(line.began.is_set)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
        line.go_on.set()
    assert list(store.iterdir()) == []
    assert nothing_in(start.profile)


def test_a_change_that_cannot_be_kept_here_is_taken_back_there(
    window: MainWindow, ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(*_arguments: object) -> None:
        raise NotSaved("Disken är full.", "Orden finns kvar.")

    monkeypatch.setattr(Shelf, "put_again", full)
    screen = at(window, "sharing")
    named(screen, QLineEdit, "Delad plats").setText(str(tmp_path))
    named(screen, Button, "Använd platsen").click()
    qtbot.waitUntil(lambda: bool(window.notices.shown()))
    assert window.notices.shown()[0].title == "Disken är full."
    assert ws.status().store == ""
    qtbot.waitUntil(lambda: not (tmp_path / "workspace").exists())


def test_joining_takes_in_what_is_there_before_the_window_opens(
    start: Start, tmp_path: Path, clock: world.Time
) -> None:
    first = world.filled(tmp_path / "chefen", clock, str(tmp_path / "delad"))
    line = first.sharing.invite("Åsa Ängström", "member")
    start.choose("Anslut")
    start.page().findChildren(QPlainTextEdit)[0].setPlainText(line)
    start.press("Anslut")
    [opened] = start.opened
    assert opened.committee().municipality == "Exempelby"
    assert opened.status().waiting > 0  # that we have joined is told by the window's first round
    opened.sharing.share()
    first.sharing.share()
    assert [m.state for m, _n in first.sharing.members()] == ["active", "active"]
    first.close()
