"""The password of a server: asked for where it is needed, kept in the keyring only."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from qualityvisit.ui.first_start import StartWindow
from qualityvisit.ui.kit import Button
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.store_password import OwnStore, StorePassword
from qualityvisit.workspace import Workspace
from tests.rings import Memory
from tests.servers import base
from tests.servers.apache import Apache
from tests.servers.places import WebdavPlace
from tests.ui import world
from tests.ui.test_settings_screen import named

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def server(apache: Apache, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("QUALITYVISIT_STORE_SECRET", raising=False)
    place = WebdavPlace(apache)
    return place.address("eva", place.port)


def settings(window: MainWindow) -> Screen:
    window.go("settings", section="sharing")
    screen = window.current()
    assert screen is not None
    return screen


def test_a_folder_has_no_password_and_a_server_has(window: MainWindow) -> None:
    screen = settings(window)
    [password] = screen.findChildren(StorePassword)
    address = named(screen, QLineEdit, "Delad plats")
    assert not password.isVisible()
    address.setText("https://moln.exempel.se/x")
    assert password.isVisible()
    address.setText("/mnt/delad")
    assert not password.isVisible()


def test_a_server_is_chosen_with_a_password_that_can_be_changed(
    window: MainWindow, ws: Workspace, server: str, ring: Memory, qtbot: QtBot
) -> None:
    screen = settings(window)
    named(screen, QLineEdit, "Delad plats").setText(server)
    [password] = screen.findChildren(StorePassword)
    use = named(screen, Button, "Använd platsen")
    password.edit.setText("fel")
    use.click()
    qtbot.waitUntil(lambda: bool(window.notices.shown()))
    told = " ".join(w.text() for w in window.notices.shown()[0].findChildren(QLabel))
    assert "släpper inte in dig" in told
    assert ws.status().store == ""
    password.edit.setText(base.PASSWORD)
    use.click()
    qtbot.waitUntil(lambda: ws.status().store == server)
    assert ring.held["qualityvisit", f"store {server}"] == base.PASSWORD
    qtbot.waitUntil(lambda: not window.pulse.busy and ws.status().waiting == 0)
    ring.held["qualityvisit", f"store {server}"] = "utgånget"
    screen = settings(window)
    screen.make_stale()
    [password] = screen.findChildren(StorePassword)
    assert password.isVisible()
    assert password.edit.text() == ""
    password.edit.setText(base.PASSWORD)
    named(screen, Button, "Använd platsen").click()
    qtbot.waitUntil(lambda: window.notices.passing_words() == "Platsen är vald.")
    assert ring.held["qualityvisit", f"store {server}"] == base.PASSWORD
    qtbot.waitUntil(lambda: not window.pulse.busy)
    assert ws.status().store_trouble is None


def test_an_invitation_to_a_server_is_joined_by_ones_own_login(
    qtbot: QtBot, tmp_path: Path, server: str, ring: Memory
) -> None:
    first = world.empty(
        tmp_path / "chefen", world.Time(), Workspace.with_password(server, base.PASSWORD)
    )
    invitation = first.sharing.invite("Åsa Ängström", "member")
    first.close()
    opened: list[Workspace] = []
    start = StartWindow(tmp_path / "profil")
    qtbot.addWidget(start)
    start.opened.connect(opened.append)
    start.show_join()
    start.show()
    [own] = start.findChildren(OwnStore)
    assert not own.isVisible()
    start.findChildren(QPlainTextEdit)[-1].setPlainText(invitation)
    assert own.isVisible()
    assert own.address.text() == server.replace("eva@", "")
    own.address.setText(server.replace("eva@", "per@"))
    own.password.edit.setText(base.PASSWORD)
    named(start, Button, "Anslut").click()
    qtbot.waitUntil(lambda: not start.busy)
    assert opened[0].me.name == "Åsa Ängström"
    assert opened[0].status().store == server.replace("eva@", "per@")
    assert ring.held["qualityvisit", f"store {opened[0].status().store}"] == base.PASSWORD
    opened[0].close()
