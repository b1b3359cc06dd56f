"""Guides: read by theme and group, come with the program, in and out as forms."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from qualityvisit.model import records
from qualityvisit.ui.guides import Guides
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
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
    qtbot.waitUntil(lambda: guides._wanted == "")


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
    assert guides.desk.notices.passing_words() == "Guiden Grundskola är inläst."
    assert guides.ws.count(records.Guide) == 3


def test_a_file_that_is_no_form_is_told(guides: Guides, tmp_path: Path) -> None:
    file = tmp_path / "fel.xlsx"
    file.write_bytes(b"nej")
    guides.import_guide(file)
    assert guides.desk.notices.shown()[0].kind == "error"


def test_a_narrow_window_shows_one_at_a_time(window: MainWindow, guides: Guides) -> None:
    window.resize(700, 700)
    guides.adapt(600, 600)
    guides.list.opened.emit(guides.list.current())
    assert guides.pair.one.isVisible()
    assert not guides.pair.pane.isVisible()
    assert guides.escape()
    assert not guides.escape()
