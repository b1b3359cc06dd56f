"""An interview that is open, and somebody at its keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qualityvisit.model import records
from qualityvisit.ui.interview import Interview
from tests.ui.desks import Window
from tests.ui.keys import type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.workspaces import Filled


class Room:
    """An interview that is open."""

    def __init__(self, filled: Filled, qtbot: QtBot, width: int = 1440) -> None:
        self.filled, self.ws, self.qtbot = filled, filled.ws, qtbot
        self.window = Window(filled.ws, qtbot, width)
        self.screen = Interview(self.window.desk)
        self.window.show_screen(self.screen, id=filled.visit, session=filled.pupils)

    def keys(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key where the caret is; shortcuts are heard too."""
        widget = QApplication.focusWidget() or self.window
        QTest.keyClick(widget, key, modifiers)

    def type(self, text: str) -> None:
        for letter in text:
            widget = QApplication.focusWidget()
            assert widget is not None
            type_text(widget, letter)

    @property
    def asked(self) -> str:
        return self.screen.course.asked.number

    @property
    def notes(self) -> list[records.Note]:
        self.ws.settle()
        return self.ws.all(records.Note, parent=self.filled.visit)

    def progress(self) -> dict[str, str]:
        found = self.ws.all(records.Progress, parent=self.filled.pupils)
        return {p.question: f"{p.status} {p.reason}".strip() for p in found}

    def session(self) -> records.Session:
        return self.ws.get(records.Session, self.filled.pupils)
