"""The keys of the interview: what each does, and how it is told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from qualityvisit.ui import (
    discreet,
    files,
    interview_left,
    interview_list,
    pupil_view,
    rating,
    serious,
)
from qualityvisit.ui.agenda import FREE
from qualityvisit.ui.interview_page import KEYS_OF_SKIPPING
from qualityvisit.ui.marks import MARKS
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.ui.interview import Interview

ROOM, END = "Ctrl+D", "Ctrl+Shift+E"
VOICES = "Ctrl+Shift+R"


def bind(screen: Interview) -> None:
    """Let the keys do what they are told to, while the interview is shown."""
    ways: dict[str, Callable[[], object]] = {
        "Ctrl+F": screen.search, "Ctrl+Return": screen.done, "Ctrl+Enter": screen.done,
        "Alt+Left": lambda: screen.step(-1), "Alt+Right": lambda: screen.step(1),
        "Ctrl+0": lambda: screen.ask(FREE), "Alt+Down": screen.ask_next_must,
        rating.KEYS: screen.page.rating.focus, serious.KEYS: screen.tell_serious,
        ROOM: screen.go_to_room, END: screen.end,
        interview_list.KEYS: screen.turn_list,
        VOICES: lambda: screen.desk.way.go("voices", id=screen.visit()),
        KEYS_OF_SKIPPING: screen.skip, files.KEYS: screen.attach,
        pupil_view.KEYS: screen.turn_to_pupils,
    }  # fmt: skip
    for number, mark in enumerate(MARKS, 1):
        ways[f"Ctrl+{number}"] = partial(screen.page.sheet.toggle, mark.key)
    for keys, act in ways.items():
        shortcut = QShortcut(QKeySequence(keys), screen)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)


def told() -> list[tuple[str, str]]:
    """Return the keys and what they do, for the list that F1 shows."""
    marks = [(f"Ctrl+{n}", m.word) for n, m in enumerate(MARKS, 1)]
    return [
        ("Enter", _("New note")), ("Shift+Enter", _("New line in the note")), *marks,
        ("Ctrl+Enter", _("Done, next question")), ("Alt+← →", _("Turn to another question")),
        (KEYS_OF_SKIPPING, _("Skip the question, with a reason")),
        ('+ - ! " ?', _("First on a line: marks the note")),
        ("#", _("First on a line: what the note is about")),
        (interview_left.KEYS, _("The next question that must be asked")),
        (rating.KEYS, _("Rate: then a digit")),
        (ROOM, _("Who is in the room; Esc leads back")), (END, _("End the interview")),
        (interview_list.KEYS, _("All questions in a list, or one at a time")),
        (VOICES, _("Four voices: what all groups have said")),
        (pupil_view.KEYS, _("Turn the screen to those who are asked, and back")),
        (files.KEYS, _("Attach pictures and files; they can be pasted too")),
        (serious.KEYS, _("A serious matter: what to do")),
        ("Ctrl+F", _("Search among questions")), ("Ctrl+0", _("Free note")),
        (discreet.KEYS, _("What can be done with words underlined with dots")),
    ]  # fmt: skip
