"""One voice: what stays, what passes, what is asked."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from qualityvisit.errors import BadInput, StoreUnreachable
from qualityvisit.ui.kit import Button
from qualityvisit.ui.notices import Notices

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def notices(qtbot: QtBot) -> Notices:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    return Notices(window)


def button(root: QWidget, name: str) -> Button:
    return next(b for b in root.findChildren(Button) if b.accessibleName() == name)


def test_a_known_error_stays_until_it_is_closed(notices: Notices) -> None:
    notices.known(BadInput("Filen är tom.", "Välj en annan."))
    banner = notices.shown()[0]
    assert banner.accessibleName() == "Filen är tom. Välj en annan."
    assert [b.accessibleName() for b in banner.findChildren(Button)] == ["Stäng meddelandet"]
    button(banner, "Stäng meddelandet").click()
    assert notices.shown() == []
    assert notices.place.isHidden()
    notices.take(banner)  # once is enough


def test_what_may_be_tried_again_can_be(notices: Notices) -> None:
    tried: list[bool] = []
    notices.known(StoreUnreachable("Nås inte.", "Allt är säkert."), lambda: tried.append(True))
    button(notices.shown()[0], "Försök igen").click()
    assert tried == [True]
    assert notices.shown() == []


def test_the_same_words_stand_once(notices: Notices) -> None:
    for _time in range(3):
        notices.stay("Disken är full.", "Gör plats.", kind="warn")
    assert len(notices.shown()) == 1
    notices.forget()
    assert notices.shown() == []


def test_what_passes_leaves_and_gives_way(notices: Notices, qtbot: QtBot) -> None:
    done: list[bool] = []
    notices.passing("Sparat.")
    notices.passing("Flyttat.", ("Ångra", lambda: done.append(True)))
    assert notices.passing_words() == "Flyttat."
    toast = notices._toast
    assert toast is not None
    notices._window.resize(500, 400)
    assert toast.geometry().bottom() < 400
    button(toast, "Ångra").click()
    assert done == [True]
    assert notices.passing_words() == ""
    notices.passes_after = 1
    notices.passing("Borta strax.")
    qtbot.waitUntil(lambda: notices.passing_words() == "")


@pytest.mark.parametrize(("name", "answer"), [("Ta bort", True), ("Avbryt", False)])
def test_a_question_is_answered(notices: Notices, name: str, answer: bool) -> None:
    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        button(dialog, name).click()

    QTimer.singleShot(50, press)
    assert notices.ask("Ta bort?", "Det går inte att ångra.", "Ta bort", danger=True) is answer
