"""Pictures of minutes that are being compiled: sources, changes, comments, text blocks, voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from qualityvisit import visit_record
from qualityvisit.model import records
from qualityvisit.ui.comments_card import CommentDialog
from qualityvisit.ui.minutes import MinutesScreen
from qualityvisit.ui.phrase_dialog import PhraseDialog
from tests.showing import Show, at, settle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.model.view import MinutesView
    from qualityvisit.ui.shell import MainWindow
    from qualityvisit.workspace import Workspace


def compile_scenes(ws: Workspace) -> dict[str, Show]:
    """Return what is to be pictured of compiling; nothing where nothing has been written."""
    if not ws.count(records.Note):
        return {"minutes": _nothing} if ws.all(records.Visit) else {}
    return {
        "compile": _compile,
        "compile-voices": _voices,
        "compile-menu": _menu,
        "compile-phrase": _phrase,
        "compile-comment": _comment,
        "compile-side": _side,
        "settings-phrases": at("settings", section="phrases"),
    }


def _filled(ws: Workspace) -> str:
    """Fill the minutes of a visit with one of each; return the visit."""
    visit = max(
        (v.id for v in ws.all(records.Visit)),
        key=lambda v: len({n.group for n in ws.all(records.Note, parent=v)}),
    )
    if ws.all(records.Comment, parent=visit):
        return visit
    if ws.minutes(visit).minutes.finished:
        ws.correct_minutes(visit, "Ett fel")
    document, view = ws.visit(visit), ws.minutes(visit)
    pupils = [n for n in view.notes if n.group == "pupils"][:4]
    for note in pupils:
        document.undecide(note.id)
    ws.settle()
    made = ws.carry(visit, pupils[0].id)
    document.text(made).splice(9999, 0, " Det gäller framför allt på rasterna. Vi såg detsamma.")
    ws.carry_into(visit, pupils[1].id, made, 9999)
    other = ws.carry(visit, pupils[2].id, manner=records.INTERPRETATION)
    document.add_comment(made, "Är det verkligen alla raster? Jag minns det annorlunda.", 0, 30)
    first = document.add_comment(other, "Bra formulerat.")
    document.answer(first, "Tack!")
    done = document.add_comment(other, "Stavfel på rad två.")
    document.resolve(done)
    ws.notes(visit).edit(pupils[0].id, f"{pupils[0].text} Utom i matsalen.")
    document.add_voices("overall-strengths", records.TABLE, visit_record.voices(ws, visit))
    ws.settle()
    return visit


def _nothing(window: MainWindow) -> QWidget:
    window.go("minutes", id=window.ws.all(records.Visit)[0].id)
    return window


def _settle() -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settle(app)


def _view(screen: MinutesScreen) -> MinutesView:
    return screen.ws.minutes(screen.visit())


def _screen(window: MainWindow) -> MinutesScreen:
    window.go("minutes", id=_filled(window.ws))
    screen = window.current()
    assert isinstance(screen, MinutesScreen)
    _settle()
    screen._show_pointing()
    return screen


def _compile(window: MainWindow) -> QWidget:
    screen = _screen(window)
    comment = _view(screen).threads[0].comment
    screen.compiler.show_comment(comment.passage, comment.id)
    _settle()
    return window


def _voices(window: MainWindow) -> QWidget:
    screen = _screen(window)
    found = next(p for p in _view(screen).passages if p.figure)
    line = next(w for w in screen.paper._order if getattr(w, "passage", None) == found)
    _settle()
    screen.paper.column.reveal(line)
    return window


def _menu(window: MainWindow) -> QWidget:
    screen = _screen(window)
    block = next(b for b in screen.paper.column.blocks if b.passage and b.passage.sources)
    menu = screen.paper.menu_of(block)
    menu.popup(window.mapToGlobal(block.pos()))
    return menu


def _phrase(window: MainWindow) -> QWidget:
    screen = _screen(window)
    screen.compiler.choose_phrase(records.INTRO, "", 0)
    return window.findChildren(PhraseDialog)[-1]


def _comment(window: MainWindow) -> QWidget:
    screen = _screen(window)
    screen.compiler.comment(_view(screen).threads[0].comment.passage, 0, 30)
    return window.findChildren(CommentDialog)[-1]


def _side(window: MainWindow) -> QWidget:
    screen = _screen(window)
    screen.show_side(screen.side.comments)
    return window
