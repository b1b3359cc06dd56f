"""Pictures of a template that is looked at, and of minutes that come back from Word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualityvisit import visit_record
from qualityvisit.model import records
from qualityvisit.ui import settings_template, word_back
from qualityvisit.ui.settings_screen import SettingsScreen
from tests.word_edits import COMMENT, drop, edited, remark, reword, track

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.shell import MainWindow
    from qualityvisit.workspace import Workspace

DATA = Path(__file__).parent / "data" / "templates"
TEXTS = (
    "Eleverna beskriver en gemensam start på lektionerna som alla följer.",
    "Rasterna är långa, och det blir ofta bråk vid fotbollsmålen.",
    "Elevrådet möter rektor varje månad.", "Det är lugnt i korridorerna.",
    "Några säger att maten tar slut.",
)  # fmt: skip


def word_scenes(ws: Workspace) -> dict[str, Callable[[MainWindow], QWidget]]:
    """Return what is to be pictured."""
    made: dict[str, Callable[[MainWindow], QWidget]] = {"word-template": _template}
    return made | ({"word-back": _back} if ws.all(records.Visit) else {})


def _template(window: MainWindow) -> QWidget:
    window.go("settings", section="template")
    screen = window.current()
    assert isinstance(screen, SettingsScreen)
    settings_template.take(window.desk, screen, DATA / "letter.docx")
    return window.findChildren(settings_template.TakeTemplate)[-1]


def returned(window: MainWindow, folder: Path) -> Path:
    """Write minutes, let them be edited in Word, and change one paragraph here meanwhile."""
    ws = window.desk.ws
    visit = next(v.id for v in ws.all(records.Visit) if not ws.minutes(v.id).minutes.finished)
    document = ws.visit(visit)
    theme = ws.guide_parts(ws.get(records.Visit, visit).guide)[0][0].id
    section = f"group:pupils/{theme}"
    made: list[str] = []
    for text in TEXTS:
        made.append(document.add_passage(section, text, made[-1] if made else ""))
    ws.settle()
    file = folder / "Minnesanteckning.docx"
    content = edited(
        visit_record.minutes_file(ws, visit, "docx"),
        reword("som alla följer", "som de flesta följer"),
        track("blir ofta", "blir ibland"), reword("varje månad", "två gånger per termin"),
        drop("i korridorerna"), remark("maten tar slut"), comments=COMMENT,
    )  # fmt: skip
    file.write_bytes(content)
    document.text(made[2]).replace("Elevrådet möter rektorerna varje månad.")
    ws.settle()
    return file


def _back(window: MainWindow) -> QWidget:
    word_back.take_in(window.desk, window, returned(window, window.desk.profile))
    return window.findChildren(word_back.WordBack)[-1]
