"""Guides: read by theme and group, come with the program, in and out as forms."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from qualityvisit import outside
from qualityvisit.model import records
from qualityvisit.ui.guide_import import ImportGuide
from qualityvisit.ui.guides import Guides
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.guide_stuff import long_guide
from tests.ui.conftest import opened

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def guides(window: MainWindow) -> Guides:
    window.go("guides")
    current = window.current()
    assert isinstance(current, Guides)
    return current


def words(guides: Guides) -> str:
    return " | ".join(w.text() for w in guides.pair.one.findChildren(QLabel) if w.text())


def guide_of(ws: Workspace, name: str) -> str:
    return next(g.id for g in ws.all(records.Guide) if g.name == name)


def test_a_guide_is_read_by_theme_and_group(guides: Guides) -> None:
    guides.open(id=guide_of(guides.ws, "Grundskola"))
    shown = words(guides)
    for part in ("1. Trygghet och studiero", "BRUK: Normer, värden och inflytande",
                 "Skolledning", "Elever", "Vad visar enkäten?"):  # fmt: skip
        assert part in shown
    guides.open(id=guide_of(guides.ws, "Förskola"))
    assert "Barn" in words(guides)
    assert "Elever" not in words(guides)


def test_the_questions_are_narrowed_to_a_group(guides: Guides) -> None:
    guides.open(id=guide_of(guides.ws, "Grundskola"))
    guides.group.setCurrentIndex(guides.group.findData("guardians"))
    assert "Hur märker ni att ert barn trivs?" in words(guides)
    assert "Skolledning" not in words(guides)
    guides.ws.register.add_group("Elevhälsan")
    guides.make_stale()
    guides.group.setCurrentIndex(guides.group.count() - 1)
    assert "Guiden har inga frågor till den här gruppen." in words(guides)


def test_a_question_that_was_searched_for_comes_into_sight(guides: Guides, qtbot: QtBot) -> None:
    guide = guide_of(guides.ws, "Grundskola")
    question = guides.ws.all(records.Question, parent=guide)[-1]
    guides.open(id=guide, question=question.id)
    page = guides.page
    qtbot.waitUntil(lambda: page._wanted == "")
    shown = page._found[question.id]
    assert (
        page._area.viewport()
        .rect()
        .intersects(shown.rect().translated(shown.mapTo(page._area.viewport(), QPoint())))
    )


def test_a_long_guide_is_built_as_far_as_it_is_read(guides: Guides, qtbot: QtBot) -> None:
    made = outside.take_guide(guides.ws, long_guide(150)).guide
    guides.open(id=made)
    page, bar = guides.page, guides.page._area.verticalScrollBar()
    qtbot.waitUntil(lambda: not page._soon.isActive())
    assert len(page._found) < 150
    while page._waiting:
        before = len(page._found)
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda before=before: len(page._found) > before)  # type: ignore[misc]
    assert len(page._found) == 150


def test_the_shipped_guides_are_added(qtbot: QtBot, new_ws: Workspace) -> None:
    window = opened(qtbot, new_ws)
    window.go("guides")
    current = window.current()
    assert isinstance(current, Guides)
    assert current._empty.isVisible()
    current.add_shipped()
    qtbot.waitUntil(current.pair.isVisible)
    assert [r.title for r in current.list.rows.rows] == ["Förskola", "Grundskola"]


def test_a_guide_goes_out_and_comes_in_as_a_form(
    guides: Guides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "guide.xlsx")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (file, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (file, ""))
    guide = guides.ws.get(records.Guide, guide_of(guides.ws, "Grundskola"))
    guides._did_ask_export(guide)
    assert guides.desk.notices.passing_words() == "Guiden är sparad: guide.xlsx."
    guides._did_ask_import()
    [dialog] = guides.window().findChildren(ImportGuide)
    dialog.take()
    words = "Frågeguiden Grundskola finns redan, ord för ord."
    assert guides.desk.notices.passing_words() == words
    assert guides.ws.count(records.Guide) == 2


def test_a_form_for_preschools_is_for_children(
    guides: Guides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "guide.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    guides._did_ask_export(guides.ws.get(records.Guide, guide_of(guides.ws, "Förskola")))
    dialog = ImportGuide(guides.desk, guides, file)
    groups = {row.about for row in dialog.list.rows.rows if row.id}
    assert "Barn" in groups
    assert "Elever" not in groups


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A form of others: English, in no interview group, with rows that are no questions."""
    file, book = tmp_path / "form.xlsx", Workbook()
    survey = book.create_sheet("survey")
    for row in (
        ("type", "name", "label::English (en)", "label::Français (fr)"),
        ("start", "start", "", ""),
        ("begin_group", "g", "Safety", "Sécurité"),
        ("text", "q1", "How is it?", "Comment ça va ?"),
        ("geopoint", "q2", "Where?", "Où ?"),
        ("end_group", "", "", ""),
    ):
        survey.append(row)
    book.save(file)
    return file


def test_what_becomes_of_each_row_is_shown_before_anything_is_taken(
    guides: Guides, foreign: Path
) -> None:
    dialog = ImportGuide(guides.desk, guides, foreign)
    dialog.open()
    rows = [(r.title, r.about) for r in dialog.list.rows.rows]
    assert rows == [
        ("Tas inte med", ""),
        ("Det fyller telefonen i själv: det är ingen fråga.", "Rad 2  ·  start  ·  start"),
        ("Raden frågar efter en plats på en karta.", "Rad 5  ·  geopoint  ·  Where?"),
        ("Safety", ""),
        ("How is it?", ""),
    ]
    assert not dialog._yes.isEnabled()  # the file does not say for which school forms it is
    dialog.language.setCurrentIndex(1)
    assert dialog.list.rows.rows[-1].title == "Comment ça va ?"
    dialog.group.setCurrentIndex(dialog.group.findData("staff"))
    dialog.forms["GR"].setChecked(True)
    dialog.take()
    made = dialog.made
    assert made is not None
    [question] = guides.ws.guide_parts(made.guide)[1]
    assert (question.group, question.text) == ("staff", "Comment ça va ?")
    assert guides.ws.get(records.Guide, made.guide).forms == ("GR",)


def test_a_file_that_is_no_form_is_told(guides: Guides, tmp_path: Path) -> None:
    file = tmp_path / "fel.xlsx"
    file.write_bytes(b"nej")
    dialog = ImportGuide(guides.desk, guides, file)
    dialog.open()
    said = " ".join(w.text() for w in dialog.findChildren(QLabel))
    assert "Arbetsboken går inte att läsa." in said
    assert not dialog._yes.isEnabled()


def test_a_narrow_window_shows_one_at_a_time(window: MainWindow, guides: Guides) -> None:
    window.resize(700, 700)
    guides.adapt(600, 600)
    guides.list.opened.emit(guides.list.current())
    assert guides.pair.one.isVisible()
    assert not guides.pair.pane.isVisible()
    assert guides.escape()
    assert not guides.escape()
