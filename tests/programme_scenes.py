"""Pictures of what is prepared before a visit: programme, letters and the briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui.briefing import BriefingDialog
from qualityvisit.ui.papers import PapersDialog, TextDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.shell import MainWindow

UNIT = "Lindskolan"


def programme_scenes() -> dict[str, Callable[[MainWindow], QWidget]]:
    """Return what is to be pictured."""
    return {
        "papers-programme": lambda window: _papers(window, "programme"),
        "papers-guardians": lambda window: _papers(window, "guardians"),
        "papers-text": _text,
        "programme-moved": _moved,
        "briefing": _briefing,
        "briefing-card": _card,
    }


def _visit(window: MainWindow) -> str:
    visit = next(v for v in window.ws.all(records.Visit) if v.title == UNIT and v.date > "2028").id
    window.go("visit", id=visit)
    return visit


def _papers(window: MainWindow, what: str) -> QWidget:
    visit = _visit(window)
    window.ws.visit(visit).prepare("guardians", "")
    dialog = PapersDialog(window.desk, window, visit, what)
    dialog.open()
    dialog.copy_text()
    return dialog


def _text(window: MainWindow) -> QWidget:
    dialog = TextDialog(window.desk, window, "guardians", "GR")
    dialog.open()
    return dialog


def _moved(window: MainWindow) -> QWidget:
    _visit(window)
    model = window.current().programme.programme  # type: ignore[union-attr]
    model.setData(model.index(1, 2), "60")
    return window


def _known(window: MainWindow) -> str:
    """Let the unit have been visited before, with a file for the visit to come."""
    ws, visit = window.ws, _visit(window)
    unit = ws.get(records.Visit, visit).unit
    if len(ws.all(records.Visit, parent=unit)) > 1:
        return visit
    before = ws.plan_visit(unit, date="2024-03-12", extra=True)
    document = ws.visit(before)
    found = document.add_finding(records.DEVELOPMENT, "Eleverna vet inte vem de ska gå till när "
                                 "de blir illa behandlade.", groups=["pupils"])  # fmt: skip
    document.add_finding(records.STRENGTH, "Lugnt i korridorerna på förmiddagen.")
    document.add_finding(records.DEFICIENCY, "Toaletterna vid matsalen går inte att låsa.")
    action = document.add_action("Rutin för var elever kan vända sig", finding=found,
                                 responsible="Rektor", due="2024-10-01")  # fmt: skip
    document.set_action_state(action, "ongoing")
    document.set_state("done")
    ws.add_file(visit, "Verksamhetsplan 2027.pdf", "application/pdf", b"%PDF-1.4")
    return visit


def _briefing(window: MainWindow) -> QWidget:
    visit = _known(window)
    dialog = BriefingDialog(window.desk, window, visit)
    dialog.open()
    for name in list(dialog.takes)[:1]:
        dialog.take(name)
    return dialog


def _card(window: MainWindow) -> QWidget:
    window.go("visit", id=_known(window))
    screen = window.current()
    screen.read_again()  # type: ignore[union-attr]
    screen._area.ensureWidgetVisible(screen._briefing)  # type: ignore[union-attr]
    return window
