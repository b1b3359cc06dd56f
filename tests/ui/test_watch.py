"""A store that tells when something comes: a colleague's words stand in the window at once."""

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qualityvisit.errors import StoreUnreachable
from qualityvisit.model import records
from qualityvisit.sync import exchange
from qualityvisit.sync.folder import FolderStore
from qualityvisit.ui.pulse import Pulse
from qualityvisit.ui.tasks import Tasks
from qualityvisit.ui.watch import Watch
from tests import core
from tests.pair import Pair, texts


class Telling(FolderStore):
    """A folder that tells those who listen when a file is put."""

    def __init__(self, address: str, bell: threading.Event) -> None:
        super().__init__(address)
        self.bell = bell

    def put(self, name: str, data: bytes) -> None:
        super().put(name, data)
        self.bell.set()

    def watch(self, timeout: float) -> bool:
        heard = self.bell.wait(timeout / 20)
        self.bell.clear()
        return heard


def test_what_a_colleague_writes_comes_at_once(pair: Pair, qtbot: QtBot) -> None:
    bell = threading.Event()
    for ws in (pair.eva, pair.per):
        ws.sharing._store = Telling(str(pair.store), bell)
    pulses = [Pulse(ws, Tasks()) for ws in (pair.eva, pair.per)]
    for pulse in pulses:
        pulse.start()
        pulse.share_now()
    qtbot.waitUntil(lambda: all(p._watch.live for p in pulses))
    pair.note(pair.per, "just nu")
    qtbot.waitUntil(lambda: texts(pair.eva) == ["just nu"])
    for pulse in pulses:
        pulse.stop()
    QApplication.processEvents()


def test_what_is_said_while_a_round_is_under_way_is_shared_after_it(
    pair: Pair, qtbot: QtBot
) -> None:
    pulse = Pulse(pair.eva, Tasks())
    pulse.share_now()
    assert pulse.busy
    pair.note(pair.eva, "strax efter")
    pulse.share_soon()
    qtbot.waitUntil(lambda: not pulse.busy and pair.eva.status().waiting == 0)
    pulse.stop()


def test_what_takes_several_rounds_is_told_as_one(
    pair: Pair, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "LOAD", 100_000)
    for _n in range(6):
        pair.eva.add_file(pair.visit, "a.txt", "text/plain", os.urandom(40_000))
    pair.note(pair.per, "hej")
    pair.per.sharing.share()
    pulse = Pulse(pair.eva, Tasks())
    with qtbot.waitSignal(pulse.shared) as told:
        pulse.share_now()
    assert told.args is not None
    assert (told.args[0].sent, told.args[0].received) == (6, 1)
    pulse.stop()


def test_a_store_in_trouble_is_asked_again_later(qtbot: QtBot) -> None:
    asked = []

    def ask(_seconds: float) -> bool:
        asked.append(1)
        raise StoreUnreachable("Borta.", "Allt är tryggt.")

    watch = Watch()
    watch.listen(ask)
    qtbot.waitUntil(watch._again.isActive)
    assert not watch.live
    watch.listen(ask)  # a round that went well meanwhile does not hurry it
    assert len(asked) == 1
    watch.stop()
    assert not watch._again.isActive()


def test_most_stores_tell_nothing(tmp_path: Path) -> None:
    ws = core.founded(tmp_path / "eva", tmp_path / "store")
    assert ws.sharing.listener() is None
    assert ws.all(records.Unit)
    ws.close()
