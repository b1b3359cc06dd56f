"""Minutes back from Word, and a template of one's own, on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from qualityvisit import letterhead
from qualityvisit.model import records
from qualityvisit.ui.minutes import MinutesScreen
from qualityvisit.ui.settings_screen import SettingsScreen
from qualityvisit.ui.settings_template import TakeTemplate, choose
from qualityvisit.ui.word_back import WordBack
from tests.ui.desks import drop
from tests.word_scenes import returned

if TYPE_CHECKING:
    from qualityvisit.ui.shell import MainWindow

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_minutes_dropped_on_the_window_are_compared_and_taken_in(
    window: MainWindow, tmp_path: Path
) -> None:
    file = returned(window, tmp_path)
    drop(window, file)
    [dialog] = window.findChildren(WordBack)
    kinds = [tick.text() for tick in dialog.ticks.values()]
    assert kinds == ["Omformulerat i Word", "Omformulerat i Word", "Ändrat både här och i Word",
                     "Borttaget i Word"]  # fmt: skip
    assert [tick.isChecked() for tick in dialog.ticks.values()] == [True, True, False, False]
    assert dialog._yes.text() == "Ta in 3 ändringar"
    shown = [w for w in dialog.findChildren(QLabel) if w.textFormat() == Qt.TextFormat.RichText]
    assert any("<s" in w.text() and "<u" in w.text() for w in shown)
    assert any("Före: " in w.accessibleName() for w in shown)
    assert any("Är det verkligen så?" in w.text() for w in dialog.findChildren(QLabel))
    dialog.ticks[2].setChecked(True)
    assert dialog._yes.text() == "Ta in 4 ändringar"
    dialog.take()
    assert isinstance(window.current(), MinutesScreen)
    assert "4 ändringar är intagna" in window.desk.notices.passing_words()
    texts = {p.text for p in window.desk.ws.all(records.Passage)}
    assert "Rasterna är långa, och det blir ibland bråk vid fotbollsmålen." in texts
    assert "Elevrådet möter rektor två gånger per termin." in texts
    assert "Det är lugnt i korridorerna." in texts
    [comment] = [c for c in window.desk.ws.all(records.Comment) if "i Word:" in c.text]
    assert comment.text == "Rut Rektor i Word: Är det verkligen så?"


def test_a_template_is_looked_at_before_it_is_used(
    window: MainWindow, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("settings", section="template")
    screen = window.current()
    assert isinstance(screen, SettingsScreen)
    chosen = str(data / "templates" / "letter.docx")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (chosen, ""))
    choose(window.desk, screen)
    dialog = window.findChildren(TakeTemplate)[-1]
    assert "läggs sist" in dialog.found.findings[0].what
    assert letterhead.template_name(window.desk.ws) == ""
    dialog.take()
    assert letterhead.template_name(window.desk.ws) == "letter.docx"
    assert letterhead.template(window.desk.ws) == Path(chosen).read_bytes()
    chosen = str(data / "SOURCE.txt")
    choose(window.desk, screen)
    dialog = window.findChildren(TakeTemplate)[-1]
    assert not dialog._yes.isEnabled()
    dialog.take()
    assert letterhead.template_name(window.desk.ws) == "letter.docx"
    letterhead.clear_template(window.desk.ws)
    assert letterhead.template(window.desk.ws) == b""
