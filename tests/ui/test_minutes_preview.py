"""The minutes as they will be printed, beside the text: at a key, and new while one writes."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from qualityvisit import letterhead
from qualityvisit.errors import BadInput
from qualityvisit.model import records
from qualityvisit.ui.minutes import MinutesScreen
from qualityvisit.ui.minutes_preview import MinutesPreview
from qualityvisit.ui.shell import MainWindow
from qualityvisit.visit_record import finish_minutes
from tests.ui.keys import CTRL, press, type_text

LONG = "Eleverna beskriver en gemensam start på lektionerna som märks i alla ämnen. " * 30


@pytest.fixture
def screen(window: MainWindow) -> MinutesScreen:
    ws = window.desk.ws
    session = next(s for s in ws.all(records.Session) if s.group == "pupils"
                   and not ws.minutes(s.visit).minutes.finished)  # fmt: skip
    for n in range(6):
        words = f"Sak {n}. {LONG} Här slutar sak {n}."
        ws.notes(session.visit).add_note(session.id, "pupils", text=words)
    ws.compile(session.visit)
    ws.settle()
    window.go("minutes", id=session.visit)
    found = window.current()
    assert isinstance(found, MinutesScreen)
    return found


def shown(qtbot: QtBot, screen: MinutesScreen) -> MinutesPreview:
    press(screen, Qt.Key.Key_F7)
    assert screen.preview is not None
    pages = screen.preview.pages
    qtbot.waitUntil(lambda: pages.is_drawn, timeout=10000)
    return screen.preview


@pytest.mark.slow
def test_a_key_shows_the_real_pages_beside_the_text_and_hides_them(
    qtbot: QtBot, screen: MinutesScreen
) -> None:
    preview = shown(qtbot, screen)
    assert preview.pages.pages >= 2
    assert "Sida 1 av" in preview.pages.accessibleName()
    assert screen.paper.isVisible()
    assert not screen.side.isVisible()
    press(screen, Qt.Key.Key_F7)
    assert not preview.isVisible()
    assert screen.side.isVisible()
    shown(qtbot, screen)
    assert screen.escape()
    assert not preview.isVisible()


def test_the_pages_are_new_soon_after_a_pause_and_nothing_is_blank_between(
    qtbot: QtBot, screen: MinutesScreen
) -> None:
    preview = shown(qtbot, screen)
    passage = screen.ws.all(records.Passage, parent=screen.visit())[0]
    pages = preview.pages
    seen: list[int] = []
    pages.turned.connect(seen.append)
    text = screen.ws.visit(screen.visit()).text(passage.id)
    with qtbot.waitSignal(pages.shown, timeout=5000):
        text.splice(0, 0, "Nyskrivet ord. ")
        screen.ws.settle()
    assert 0 not in seen  # at no time were there no pages
    assert any("Nyskrivet" in pages._now.words(n) for n in range(pages.pages))  # type: ignore[union-attr]


def test_the_place_is_kept_while_others_write_elsewhere(
    qtbot: QtBot, screen: MinutesScreen
) -> None:
    preview = shown(qtbot, screen)
    bar = preview.pages.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    kept = bar.value()
    passage = screen.ws.all(records.Passage, parent=screen.visit())[0]
    with qtbot.waitSignal(preview.pages.shown, timeout=5000):
        screen.ws.visit(screen.visit()).text(passage.id).splice(0, 3, "Det")
        screen.ws.settle()
    qtbot.waitUntil(lambda: preview.pages.is_drawn, timeout=5000)
    assert bar.value() == kept


def test_the_page_on_which_is_written_is_turned_to(qtbot: QtBot, screen: MinutesScreen) -> None:
    preview = shown(qtbot, screen)
    last = screen.ws.all(records.Passage, parent=screen.visit())[-1]
    screen.show_passage(last.id)
    assert preview.isVisible()
    assert preview.pages.page == 1
    editor = screen.paper.column.current.editor  # type: ignore[union-attr]
    type_text(editor, " Nytt")
    qtbot.waitUntil(lambda: preview.pages.page > 1, timeout=5000)
    assert editor.hasFocus()
    press(screen, Qt.Key.Key_F7)
    assert editor.hasFocus()


def test_the_keys_go_to_the_pages_where_nothing_is_written(
    qtbot: QtBot, screen: MinutesScreen
) -> None:
    screen.notes.matrix.setFocus()
    preview = shown(qtbot, screen)
    assert preview.pages.hasFocus()
    press(screen, Qt.Key.Key_F7)
    assert screen.notes.matrix.hasFocus()


def test_a_note_that_is_asked_for_takes_the_room_of_the_pages(
    qtbot: QtBot, screen: MinutesScreen
) -> None:
    preview = shown(qtbot, screen)
    screen.show_note(1)
    assert preview.isHidden()
    assert screen.notes.isVisible()


def test_what_stands_in_the_way_is_said_in_place_of_the_pages(
    qtbot: QtBot, screen: MinutesScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = shown(qtbot, screen)

    def broken(*_arguments: object) -> bytes:
        raise BadInput("Kommunens mall kan inte läsas.", "Välj den på nytt.")

    with monkeypatch.context() as patched:
        patched.setattr(letterhead, "in_template", broken)
        preview.draw()
        qtbot.waitUntil(lambda: preview.pages.pages == 0, timeout=5000)
    assert "Kommunens mall kan inte läsas." in preview.pages.accessibleName()
    preview.draw()
    qtbot.waitUntil(lambda: preview.pages.is_drawn, timeout=5000)


def test_finished_minutes_are_shown_as_they_were_finished(
    qtbot: QtBot, screen: MinutesScreen
) -> None:
    finish_minutes(screen.ws, screen.visit())
    preview = shown(qtbot, screen)
    assert preview.pages.pages >= 2


def test_in_a_narrow_window_the_pages_take_the_documents_room(
    qtbot: QtBot, screen: MinutesScreen
) -> None:
    screen.window().resize(820, 700)
    preview = shown(qtbot, screen)
    assert not screen.paper.isVisible()
    press(screen, Qt.Key.Key_Escape)
    assert screen.paper.isVisible()
    assert preview.isHidden()


@pytest.mark.slow
def test_the_minutes_are_printed_by_a_key(
    qtbot: QtBot, screen: MinutesScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "utskrift.pdf"))
    monkeypatch.setattr("qualityvisit.ui.printing.ask_printer", lambda *_a: printer)
    press(screen, Qt.Key.Key_P, CTRL)
    printed = pypdfium2.PdfDocument(tmp_path / "utskrift.pdf")
    assert len(printed) == shown(qtbot, screen).pages.pages


def test_whoever_prints_no_more_prints_nothing(
    screen: MinutesScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualityvisit.ui.printing.ask_printer", lambda *_a: None)
    press(screen, Qt.Key.Key_P, CTRL)
    assert "Ctrl+P" in [keys for keys, _words in screen.shortcuts()]
