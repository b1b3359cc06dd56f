"""Pictures of the way of the minutes: fact check, approval, versions, what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QScrollArea

from qualityvisit import visit_record
from qualityvisit.model import records
from qualityvisit.model.records import ACCURATE, INACCURATE
from qualityvisit.model.steps import Judged
from qualityvisit.ui.dispatches import DispatchDialog, DispatchLog
from qualityvisit.ui.minutes_dialogs import ApproversDialog, CheckDialog, StandingDialog
from tests.day_scenes import interview
from tests.showing import Show, screen_of, settle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from qualityvisit.ui.minutes import MinutesScreen
    from qualityvisit.ui.shell import MainWindow

CHECKED, SENT = "Lindskolan", "Hjälmaskolan"


def minutes_scenes() -> dict[str, Show]:
    """Return what is to be pictured of the minutes' way."""
    return {
        "steps-check": _check,
        "steps-finished": _finished,
        "steps-check-ask": _asked(CheckDialog, "send_for_check"),
        "steps-approvers": _asked(ApproversDialog, "ask_approval"),
        "steps-standing": _asked(StandingDialog, "change_standing"),
        "steps-dispatch": _asked(DispatchDialog, "note_dispatch"),
        "steps-dispatches": _asked(DispatchLog, "show_dispatches"),
    }


def _visit(window: MainWindow, title: str) -> records.Visit:
    return next(v for v in window.ws.all(records.Visit) if v.title == title)


def _open(window: MainWindow, title: str) -> MinutesScreen:
    window.go("minutes", id=_visit(window, title).id)
    screen = cast("MinutesScreen", screen_of(window))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settle(app)
    area = screen.side.findChild(QScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(screen.side.standing.y() - 20)
    return screen


def _check(window: MainWindow) -> QWidget:
    """Show what came back from a fact check, and who has approved."""
    ws, visit = window.ws, _visit(window, CHECKED).id
    document = ws.visit(visit)
    if not ws.all(records.FactCheck, parent=visit):
        interview(window)
        ws.compile(visit)
        check = document.send_for_check("Rut Rektor, rektor", "2027-05-14")
        found = ws.all(records.Passage, parent=visit)[:4]
        words = ("Det gäller bara vårterminen.", "", "Bra sammanfattat!", "")
        verdicts = (INACCURATE, ACCURATE, "", ACCURATE)
        document.take_check(
            check,
            [Judged(p.id, v, w, p.text) for p, v, w in zip(found, verdicts, words, strict=False)],
        )
        team = [p for p in ws.all(records.Person) if p.id in ws.get(records.Visit, visit).team]
        for person in [*team[:2], ws.me]:
            document.ask_approval(person.id)
        document.approve()
        ws.settle()
    _open(window, CHECKED)
    return window


def _finished(window: MainWindow) -> QWidget:
    """Show finished minutes with versions, and what was sent."""
    ws, visit = window.ws, _visit(window, SENT).id
    document = ws.visit(visit)
    if not ws.all(records.Dispatch, parent=visit):
        ws.correct_minutes(visit, "Antalet elever var fel")
        version = visit_record.finish_minutes(ws, visit)
        document.dispatch("Minnesanteckning", "Kvalitetsnämnden", how="case-system",
                          version=version, at="2027-05-20")  # fmt: skip
        document.dispatch("Minnesanteckning", "Exempelbladet", how="e-mail", version=version,
                          at="2027-05-24", outside=True)  # fmt: skip
        struck = document.dispatch("Minnesanteckning", "Rektor", how="post", at="2027-05-25")
        document.strike_dispatch(struck, "Den skickades aldrig")
        ws.settle()
    _open(window, SENT)
    return window


def _asked(kind: type[QDialog], act: str) -> Show:
    """Show the dialog that an act of the minutes opens."""

    def show(window: MainWindow) -> QWidget:
        _finished(window)
        screen = _open(window, SENT if "dispatch" in act else CHECKED)
        getattr(screen.acts, act)()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        settle(app)
        return next(w for w in app.topLevelWidgets() if isinstance(w, kind) and w.isVisible())

    return show
