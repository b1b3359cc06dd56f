"""Reserve forms on the screen: saved from a visit, dropped on the window, looked at, taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from PySide6.QtWidgets import QFileDialog, QLabel

from qualityvisit.model import records
from qualityvisit.ui.reserve import TakeForm
from qualityvisit.ui.visit import VisitScreen
from tests.ui.desks import drop

if TYPE_CHECKING:
    from qualityvisit.ui.shell import MainWindow

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def forms(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Save the forms of a visit from its menu, and fill one in."""
    ws = window.desk.ws
    visit = ws.plan_visit(ws.all(records.Unit)[0].id, date="2027-04-05", extra=True)
    window.go("visit", id=visit)
    screen = window.current()
    assert isinstance(screen, VisitScreen)
    folder = tmp_path / "forms"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(folder))
    screen._ways["forms"].trigger()
    made = sorted(folder.glob("*.docx"))
    document = Document(str(made[0]))
    document.tables[0].rows[-1].cells[0].paragraphs[0].add_run("Skrivet på en lånad dator.")
    document.save(str(made[0]))
    return made


def test_a_form_dropped_on_the_window_is_looked_at_and_taken_in(
    window: MainWindow, forms: list[Path]
) -> None:
    assert "4 blanketter" in window.desk.notices.passing_words()
    drop(window, forms[0])
    [dialog] = window.findChildren(TakeForm)
    assert [r.title for r in dialog.list.rows.rows][1] == "Skrivet på en lånad dator."
    assert dialog._yes.text() == "Läs in 1 anteckning"
    dialog.take()
    ws = window.desk.ws
    ws.settle()
    assert "Skrivet på en lånad dator." in {n.text for n in ws.all(records.Note)}
    drop(window, forms[0])
    again = window.findChildren(TakeForm)[-1]
    assert not again._yes.isEnabled()
    said = [r.title for r in again.list.rows.rows]
    assert said[0] == "Redan antecknat: inget blir dubbelt"


def test_a_form_is_chosen_from_the_visits_menu(
    window: MainWindow, forms: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = window.current()
    assert isinstance(screen, VisitScreen)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(forms[0]), ""))
    screen._ways["filled"].trigger()
    [dialog] = window.findChildren(TakeForm)
    shown = " ".join(w.text() for w in dialog.findChildren(QLabel))
    assert "Skolledning" in shown
    assert forms[0].name in shown


def test_a_foreign_file_is_told_and_other_things_are_left_alone(
    window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "brev.docx"
    Document().save(str(file))
    drop(window, file)
    assert window.desk.notices.shown()[0].kind == "error"
    drop(window, tmp_path / "bild.png")
    assert not window.findChildren(TakeForm)
