"""Programme and letters in the window: shown, written on, copied, saved, and ticked off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qualityvisit import papers
from qualityvisit.model import records
from qualityvisit.reports import plain
from qualityvisit.ui.papers import PapersDialog, TextDialog
from qualityvisit.ui.visit import VisitScreen
from tests.ui import audit
from tests.ui.desks import Window, answer
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.ui.workspaces import Filled

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Shown:
    """A visit that is shown, with the dialog over it."""

    def __init__(self, filled: Filled, qtbot: QtBot) -> None:
        self.filled, self.ws = filled, filled.ws
        self.window = Window(filled.ws, qtbot)
        self.screen = VisitScreen(self.window.desk)
        self.window.show_screen(self.screen, id=filled.visit)

    def dialog(self, what: str = "programme") -> PapersDialog:
        self.screen.show_papers()
        made = self.screen.window().findChildren(PapersDialog)[-1]
        made.what.setCurrentIndex(made.what.findData(what))
        return made

    def done(self, key: str) -> bool:
        found = self.ws.find(records.Preparation, f"{self.filled.visit}/{key}")
        return bool(found and found.done)


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    filled = fill(tmp_path / "profile")
    yield Shown(filled, qtbot)
    filled.ws.close()


def test_the_key_shows_the_programme_and_every_part_has_a_name(shown: Shown) -> None:
    QTest.keyClick(shown.screen, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PapersDialog)
    assert "Intervju: Elever" in dialog.text.toPlainText()
    assert dialog.text.isReadOnly()
    assert audit.nameless(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_letter_is_filled_in_copied_and_ticked_off(shown: Shown) -> None:
    dialog = shown.dialog("guardians")
    assert "uppgifter saknas" in dialog._lacks.text()
    said = dialog.text.toPlainText()
    for gap in papers.letter_to(shown.ws, shown.filled.visit, "guardians").gaps:
        said = said.replace(gap, "Biblioteket")
    dialog.text.setPlainText(said)
    assert dialog._lacking.isHidden()
    assert dialog._tick.isHidden()
    dialog.copy_text()
    assert QGuiApplication.clipboard().text() == said
    assert not dialog._tick.isHidden()
    dialog._tick.click()
    assert shown.done("guardians")
    assert dialog._tick.isHidden()
    dialog.copy_text()
    assert dialog._tick.isHidden()


def test_papers_are_written_to_files(shown: Shown, tmp_path: Path) -> None:
    dialog = shown.dialog()
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF"), ("ics", b"BEGIN:VCALENDAR")):
        dialog.write(tmp_path / f"p.{kind}", kind)
        assert (tmp_path / f"p.{kind}").read_bytes().startswith(begins)
    assert Calendar.from_ical((tmp_path / "p.ics").read_bytes()).walk("VEVENT")
    dialog.write(tmp_path / "none" / "p.pdf", "pdf")
    assert "gick inte att skriva" in dialog._said.text()
    assert not shown.done("programme")  # nothing is ticked off unasked


def test_what_is_written_on_a_letter_is_what_is_saved(shown: Shown) -> None:
    dialog = shown.dialog("unit")
    dialog.text.setPlainText("Hej!\n\nVälkommen in i värmen.")
    assert plain.write(dialog.paper()) == "Hej!\n\nVälkommen in i värmen.\n"


def test_the_committees_text_is_kept_or_refused_with_a_reason(shown: Shown) -> None:
    def write(dialog: QWidget) -> None:
        assert isinstance(dialog, TextDialog)
        assert audit.nameless(dialog) == []
        dialog.text.setPlainText("Hej {fel}")
        dialog.try_it()
        assert "{fel}" in dialog.trouble()
        dialog.back()
        dialog.text.setPlainText("Hej!\n\nKom {dag}. Fråga {svar}.")
        dialog.contact.setText("Ulla Utkast")
        dialog.try_it()

    dialog = shown.dialog("pupils")
    answer(write)
    dialog.change_text()
    assert dialog.text.toPlainText().endswith("Fråga Ulla Utkast.")
