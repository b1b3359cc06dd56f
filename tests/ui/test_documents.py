"""The committee's documents on the screen: chosen, masked, saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from qualityvisit import dossier, visit_record
from qualityvisit.model import planning, records
from qualityvisit.reports import plain
from qualityvisit.ui.dispatches import DispatchDialog
from qualityvisit.ui.documents import DocumentsDialog, MaskDialog
from tests.ui.desks import Window
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.workspaces import Filled

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path / "profile")
    made.ws.visit(made.visit).set_state("done")
    made.ws.visit(made.visit).add_finding(records.STRENGTH, "Elsa Karlsson leder elevrådet.")
    made.ws.settle()
    yield made
    made.ws.close()


def opened(filled: Filled, qtbot: QtBot, **about: str) -> DocumentsDialog:
    window = Window(filled.ws, qtbot)
    window.show()
    dialog = DocumentsDialog(window.desk, window, **about)
    dialog.open()
    return dialog


def choose(dialog: DocumentsDialog, kind: str) -> str:
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    return said(dialog)


def said(dialog: DocumentsDialog) -> str:
    """Return what the document says, whose pages are shown."""
    if not dialog.pages.is_drawn:
        QSignalSpy(dialog.pages.shown).wait(5000)
    assert dialog.pages.pages > 0
    return plain.write(dialog.paper())


def masking(dialog: DocumentsDialog) -> MaskDialog:
    dialog.choose_masks()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MaskDialog)
                and w.isVisible())  # fmt: skip


def test_a_visit_has_its_own_documents_and_those_of_its_time(filled: Filled, qtbot: QtBot) -> None:
    dialog = opened(filled, qtbot, visit=filled.visit)
    assert list(dialog._kinds) == [
        "minutes", "brief", "action-plan", "term-report", "official-report", "unit-report",
        "committee-report",
    ]  # fmt: skip
    assert "Elsa Karlsson leder elevrådet." in choose(dialog, "brief")
    assert not dialog.time.isVisible()
    assert "Elsa Karlsson" in choose(dialog, "term-report")
    assert dialog.time.isVisible()
    day = planning.day_of(filled.ws.get(records.Visit, filled.visit))
    assert dialog.time.value()[:4] == day[:4]
    assert "Elsa Karlsson" in choose(dialog, "unit-report")
    assert dialog.unit.value() == filled.ws.get(records.Visit, filled.visit).unit


def test_a_meeting_has_notice_and_question_session(filled: Filled, qtbot: QtBot) -> None:
    meeting = filled.ws.add_meeting("Kvalitetsnämnd", date="2028-05-03", start="18:30",
                                    visits=[filled.visit])  # fmt: skip
    dialog = opened(filled, qtbot, meeting=meeting)
    assert "Föredragningslista" in choose(dialog, "notice")
    assert "18.30" in said(dialog)
    assert "Elsa Karlsson" in choose(dialog, "session-pack")


def test_what_there_is_nothing_of_is_said_in_its_place(
    filled: Filled, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(filled, qtbot)
    assert next(iter(dialog._kinds)) == "term-report"
    monkeypatch.setattr(dossier, "terms", lambda _ws: [])
    dialog._turn()
    assert "ingen termin" in dialog._said.text()


def test_words_are_masked_in_what_is_shown_and_saved(
    filled: Filled, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(filled, qtbot, visit=filled.visit)
    choose(dialog, "brief")
    ask = masking(dialog)
    assert "Elsa Karlsson" in " ".join(ask.proposed)
    add = next(b for b in ask.findChildren(QPushButton) if "peka ut" in b.text())
    add.click()
    assert "Elsa" in ask.words.toPlainText()
    ask.words.setPlainText("Elsa Karlsson\n\n Elsa   Karlsson \n")
    ask.yes.click()
    assert "Karlsson" not in said(dialog)
    assert dialog._masked.text() == "1 formulering maskad"
    file = tmp_path / "maskad.pdf"
    names: list[str] = []

    def ask_where(_window: object, _title: str, proposed: str, _kinds: str) -> tuple[str, str]:
        names.append(proposed)
        return str(file), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask_where)
    dialog.save("pdf")
    assert file.read_bytes().startswith(b"%PDF")
    assert "maskad" in names[0]
    assert b"Karlsson" not in file.read_bytes()
    again = masking(dialog)
    assert again.words.toPlainText() == "Elsa Karlsson"
    again.words.setPlainText("")
    again.yes.click()
    assert "Karlsson" in said(dialog)


def test_what_cannot_be_made_is_told_whatever_is_pressed(filled: Filled, qtbot: QtBot) -> None:
    version = visit_record.finish_minutes(filled.ws, filled.visit)
    document = filled.ws.visit(filled.visit)
    with document.change():
        document.put(version, kept="{")
    filled.ws.settle()
    dialog = opened(filled, qtbot, visit=filled.visit)
    acts: tuple[Callable[[], object], ...] = (
        lambda: dialog.save("docx"), dialog.print_out, dialog.choose_masks,
    )  # fmt: skip
    for act in acts:
        dialog.tell("")
        act()
        assert "lyder inte som när den färdigställdes" in dialog._said.text()


def test_how_a_document_stands_is_told_and_that_it_was_sent_is_noted(
    filled: Filled, qtbot: QtBot
) -> None:
    dialog = opened(filled, qtbot, visit=filled.visit)
    choose(dialog, "brief")
    assert dialog._standing.text().startswith("Arbetsmaterial. ")
    dialog.note_dispatch()
    ask = next(w for w in QApplication.topLevelWidgets() if isinstance(w, DispatchDialog))
    assert ask.document.text() == "I korthet, en sida"
    ask.to.setText("Exempelbladet")
    ask.outside.setChecked(True)
    ask.yes.click()
    filled.ws.settle()
    dialog.read()
    assert dialog._standing.text().startswith("Allmän handling. ")
    choose(dialog, "term-report")
    assert not dialog._sent.isVisible()
