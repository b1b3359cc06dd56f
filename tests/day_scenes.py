"""Pictures of the day of the visit: what the interview shows, told on a workspace of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QImage

from qualityvisit.model import records
from qualityvisit.ui.pictures import drawn
from qualityvisit.ui.pupil_view import PupilView
from qualityvisit.ui.serious import SeriousDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.interview import Interview
    from qualityvisit.ui.shell import MainWindow

SCALE = ("Sällan", "Ibland", "Ofta", "Alltid")
NOTES = (
    ("Det är lugnt på rasterna när vuxna är ute.", (records.STRENGTH,)),
    ("”Ingen vet vart man ska gå om något händer bakom gympasalen.”",
     (records.QUOTE, records.DEVELOPMENT)),
    ("Toaletterna vid matsalen går inte att låsa.", (records.DEFICIENCY, records.FOLLOW_UP)),
)  # fmt: skip


def day_scenes() -> dict[str, Callable[[MainWindow], QWidget]]:
    """Return what is to be pictured of the day."""
    return {
        "day-interview": _interview,
        "day-walk": _walk,
        "day-serious": _serious,
        "day-pupils": _pupils,
        "day-files": _files,
        "day-voices": _voices,
        "day-list": _list,
    }


def interview(window: MainWindow, kind: str = records.PUPILS) -> Interview:
    """Open an interview with notes, a scale and questions that must be asked."""
    ws = window.ws
    visit = next(v for v in ws.all(records.Visit) if v.title == "Lindskolan")
    sessions = ws.all(records.Session, parent=visit.id)
    session = next(s for s in sessions if kind in (s.group, s.type))
    asked = [q for q in ws.all(records.Question, parent=visit.guide) if q.group == session.group]
    with ws.register.change():
        for place, question in enumerate(asked):
            scale = SCALE if place % 2 == 0 else ()
            ws.register.put(
                question.id, scale=scale, required=records.ASK if place % 3 == 0 else ""
            )
    notes = ws.notes(visit.id)
    for note in ws.all(records.Note, parent=visit.id):
        if note.session == session.id:
            notes.remove(note.id)
    question = asked[0] if asked else records.Question("")
    themes = ws.all(records.Theme, parent=visit.guide)
    for text, marks in NOTES:
        notes.add_note(
            session.id, session.group, theme=question.theme or themes[0].id,
            question=question.id, text=text, marks=marks,
        )  # fmt: skip
    if question.id:
        notes.set_theme(ws.all(records.Note, parent=visit.id)[-1].id, themes[1].id)
        notes.rate(session.id, question.id, "Ibland")
    ws.settle()
    window.go("interview", id=visit.id, session=session.id)
    screen = window.current()
    if question.id:
        screen.ask(question.id)  # type: ignore[union-attr]
    return screen  # type: ignore[return-value]


def _interview(window: MainWindow) -> QWidget:
    interview(window)
    return window


def _walk(window: MainWindow) -> QWidget:
    interview(window, records.WALK_THROUGH)
    return window


def _serious(window: MainWindow) -> QWidget:
    screen = interview(window)
    dialog = SeriousDialog(window.desk, screen, screen.visit(), lambda: None)
    dialog.open()
    return dialog


def _pupils(window: MainWindow) -> QWidget:
    screen = interview(window)
    screen.course.count([1, 3, 2, 0])
    view = PupilView(screen, screen.course)
    view.resize(window.size())
    view.show()
    return view


def _files(window: MainWindow) -> QWidget:
    screen = interview(window)
    for number, colour in enumerate(("#0B5C75", "#F0B463", "#7FD39B")):
        image = QImage(800, 600 - 100 * number, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        made, place = drawn(image, f"vägg {number + 1}.jpg"), screen.course.place()
        window.ws.add_file(
            place.visit, made.name, made.type, made.content, session=place.session,
            question=place.question,
        )  # fmt: skip
    screen.page.files.refresh()
    return window


def _voices(window: MainWindow) -> QWidget:
    """Let all but the guardians have been met."""
    ws = window.ws
    for kind, text, marks in (
        (records.LEADERSHIP, "Rastvakterna är på plats och rutinen följs varje vecka.", "strength"),
        (records.STAFF, "Det är svårt att se hela skolgården från dörren.", "follow-up"),
    ):
        screen = interview(window, kind)
        place = screen.course.place()
        document = ws.notes(place.visit)
        for note in ws.all(records.Note, parent=place.visit):
            if note.session == place.session:
                document.remove(note.id)
        document.add_note(place.session, kind, theme=place.theme, question=place.question,
                          text=text, marks=[marks])  # fmt: skip
        screen.course.rate("Alltid" if kind == records.LEADERSHIP else "Ofta")
    screen = interview(window)
    screen.course.count([4, 1, 0, 0])
    ws.settle()
    window.go("voices", id=screen.visit())
    return window


def _list(window: MainWindow) -> QWidget:
    screen = interview(window)
    screen.turn_list()
    return window
