"""A serious matter: the way is laid out, and no detail is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from qualityvisit.errors import BadInput
from qualityvisit.model import records
from qualityvisit.ui.serious import ROUTINE, SeriousDialog
from tests.ui.keys import CTRL, SHIFT
from tests.ui.rooms import Room
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    filled = fill(tmp_path / "profile")
    filled.ws.register.set_fact(ROUTINE, "Ring jouren på 010-12 34 56.")
    yield Room(filled, qtbot)
    filled.ws.close()


def dialog(room: Room) -> SeriousDialog:
    room.keys(Qt.Key.Key_U, CTRL | SHIFT)
    return room.screen.findChild(SeriousDialog) or next(
        w for w in QApplication.topLevelWidgets() if isinstance(w, SeriousDialog) and w.isVisible()
    )  # fmt: skip


def test_the_way_is_laid_out_with_the_committees_own_routine(room: Room) -> None:
    said = [label.text() for label in dialog(room).findChildren(QLabel)]
    assert any("skollagen 6 kap. 10 §" in words for words in said)
    assert "Ring jouren på 010-12 34 56." in said


def test_only_to_whom_when_and_by_whom_is_kept(room: Room) -> None:
    room.type("Det här ska inte stå kvar")
    shown = dialog(room)
    shown.receiver.setCurrentIndex(records.RECEIVERS.index(records.SOCIAL_SERVICES))
    shown.forget.setChecked(True)
    shown.yes.click()
    (found,) = room.ws.all(records.Handover, parent=room.filled.visit)
    assert (found.to, found.who) == (records.SOCIAL_SERVICES, room.ws.me.id)
    assert found.at.startswith("2028-03-23T")
    assert not room.notes


def test_it_is_told_that_the_history_keeps_the_words_of_a_note_that_is_removed(room: Room) -> None:
    room.type("Kalle")
    shown = dialog(room)
    said = "Det som stod där finns kvar i besökets historik tills anteckningarna gallras."
    assert [w for w in shown.findChildren(QLabel) if w.text() == said and w.isVisible()]
    shown.no.click()


def test_a_note_is_kept_unless_it_is_to_go(room: Room) -> None:
    room.type("Lugnt")
    dialog(room).yes.click()
    assert [n.text for n in room.notes] == ["Lugnt"]
    assert len(room.ws.all(records.Handover, parent=room.filled.visit)) == 1


def test_nothing_is_kept_where_it_is_cancelled_and_no_note_is_offered_to_go(room: Room) -> None:
    shown = dialog(room)
    assert not shown.forget.isVisible()
    shown.no.click()
    assert not room.ws.all(records.Handover)


def test_there_are_known_receivers_only(room: Room) -> None:
    with pytest.raises(BadInput):
        room.ws.visit(room.filled.visit).hand_over("Kalles mamma")
