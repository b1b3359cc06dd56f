"""The briefing in the window: whether this computer has it, and questions taken over by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from qualityvisit.model import records
from qualityvisit.ui.briefing import BriefingDialog
from qualityvisit.ui.papers import PapersDialog
from qualityvisit.ui.visit import VisitScreen
from tests.ui import audit
from tests.ui.desks import Window
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.ui.workspaces import Filled

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Shown:
    """A visit that is shown; its unit was visited before."""

    def __init__(self, filled: Filled, qtbot: QtBot) -> None:
        self.filled, self.ws = filled, filled.ws
        before = self.ws.plan_visit(filled.unit, date="2024-04-03", extra=True)
        document = self.ws.visit(before)
        document.add_finding(records.DEVELOPMENT, "Få vågar be om hjälp", groups=["pupils"])
        document.add_action("Laga låsen", responsible="Rektor")
        document.set_state("done")
        self.window = Window(filled.ws, qtbot)
        self.screen = VisitScreen(self.window.desk)
        self.window.show_screen(self.screen, id=filled.visit)

    def card(self) -> str:
        return words_in(self.screen._briefing)

    def own_questions(self) -> list[records.OwnQuestion]:
        return self.ws.all(records.OwnQuestion, parent=self.filled.visit)


def focused(dialog: QWidget) -> QWidget:
    """Return what has the focus in a dialog."""
    found: QWidget | None = (
        dialog.focusWidget()
    )  # None where nothing has it, whatever Qt's types say
    return dialog if found is None else found


def words_in(widget: QWidget) -> str:
    return "\n".join(w.text() for w in widget.findChildren(QLabel))


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    filled = fill(tmp_path / "profile")
    yield Shown(filled, qtbot)
    filled.ws.close()


def test_the_card_says_what_this_computer_has(shown: Shown) -> None:
    assert "Inga nyckeltal" in shown.card()
    assert "3 april 2024" in shown.card()
    assert "bara på den här datorn" in shown.card()
    ws = shown.ws
    ws.register.add_figure(shown.filled.unit, "Meritvärde", "220", "2026/27", "Skolverket")
    name = ws.add_file(shown.filled.visit, "plan.pdf", "application/pdf", b"%PDF")
    shown.screen.read_again()
    assert "1 nyckeltal" in shown.card()
    assert shown.screen._briefing.files.strip.count() == 1
    assert "inte kommit" not in shown.card()
    document = ws.file(name)
    with document.change():
        document.put_fact("content", "")
    shown.screen._briefing._here.clear()
    shown.screen.make_stale()
    assert "1 fil har inte kommit ännu" in shown.card()


def test_a_question_is_taken_over_with_the_keyboard_alone(shown: Shown) -> None:
    QTest.keyClick(shown.screen, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BriefingDialog)
    assert audit.nameless(dialog) == []
    for _step in range(12):
        if focused(dialog).accessibleName().startswith("Ta över"):
            break
        QTest.keyClick(focused(dialog), Qt.Key.Key_Tab)
    QTest.keyClick(focused(dialog), Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert len(shown.own_questions()) == 1
    assert "övertagen" in words_in(dialog)
    assert focused(dialog).accessibleName().startswith("Ta över")  # the next one
    QTest.keyClick(focused(dialog), Qt.Key.Key_Return)
    assert len(shown.own_questions()) == 2
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_list_of_preparations_leads_to_where_they_are_done(shown: Shown) -> None:
    ways = [b for b in shown.screen.findChildren(QPushButton) if b.text() == "Öppna"]
    said = [b.accessibleName() for b in ways if b.accessibleName().startswith("Öppna: ")]
    assert len(said) == 4
    next(b for b in ways if "vårdnadshavare" in b.accessibleName()).click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PapersDialog)
    assert dialog.what.value() == "guardians"
    dialog.reject()


def test_the_page_is_written_and_ticked_off(shown: Shown, tmp_path: Path) -> None:
    dialog = BriefingDialog(shown.window.desk, shown.screen, shown.filled.visit)
    dialog.open()
    dialog.write(tmp_path / "u.pdf", "pdf")
    assert (tmp_path / "u.pdf").read_bytes().startswith(b"%PDF")
    dialog._tick.click()
    found = shown.ws.find(records.Preparation, f"{shown.filled.visit}/briefing")
    assert found is not None
    assert found.done
