"""Pictures of the visit plan: a proposal, conflicts of interest, the next term of office."""

from PySide6.QtWidgets import QWidget

from qualityvisit.model import records
from qualityvisit.model.planning import coverage
from qualityvisit.ui.conflicts import Conflicts
from qualityvisit.ui.new_term import NextTerm
from qualityvisit.ui.plan import Plan
from qualityvisit.ui.plan_dialog import MoveDialog, NewVisit
from qualityvisit.ui.plan_draft import ProposedVisit
from qualityvisit.ui.settings_calendar import EditPeriod
from qualityvisit.ui.shell import MainWindow
from tests.showing import Show, at, screen_of


def plan_scenes() -> dict[str, Show]:
    """Return what is to be pictured of the plan."""
    return {
        "plan": at("plan"),
        "plan-proposal": _proposal,
        "plan-proposed-visit": _proposed_visit,
        "plan-conflicts": _conflicts,
        "plan-next-term": _next_term,
        "plan-move": _move_prepared,
        "settings-period": _period,
        "new-visit": _new_visit,
    }


def _new_visit(window: MainWindow) -> QWidget:
    window.go("plan")
    screen = window.current()
    assert isinstance(screen, Plan)
    screen.plan_visit(next((u.id for u in window.ws.all(records.Unit) if u.form == "GR"), ""))
    return window.findChildren(NewVisit)[-1]


def _plan(window: MainWindow) -> Plan:
    window.go("plan")
    screen = window.current()
    assert isinstance(screen, Plan)
    return screen


def _proposal(window: MainWindow) -> QWidget:
    """Show a proposal in which one unit is closed to everybody and one was moved by hand."""
    ws, screen = window.ws, _plan(window)
    last = ws.all(records.TermOfOffice)[-1]
    waits = coverage(ws.all(records.Unit), ws.all(records.Visit), last)
    units = [u.id for c in waits for u in c.without_time if c.form == "GR"]
    if units:
        chiefs = [p.id for p in ws.all(records.Person) if p.title == "utbildningschef"]
        ws.register.decide_conflicts({(p, units[0]): records.BARRED for p in chiefs})
        screen.read_again()
        screen._term.setCurrentIndex(screen._term.findData(last.start))
        screen.propose()
    return window


def _proposed_visit(window: MainWindow) -> QWidget:
    _proposal(window)
    screen = _plan(window)
    if screen.draft is None:
        return window
    placed = screen.draft.placed[0]
    dialog = ProposedVisit(window.desk, screen, screen.draft, placed)
    dialog.open()
    dialog.time.set_text(f"v. 44 {placed.week[:4]}")
    return dialog


def _conflicts(window: MainWindow) -> QWidget:
    dialog = Conflicts(window.desk, _plan(window))
    dialog.open()
    for choice in list(dialog.choices.values())[:2]:
        choice.setCurrentIndex(1)
    for choice in list(dialog.choices.values())[2:3]:
        choice.setCurrentIndex(2)
    return dialog


def _next_term(window: MainWindow) -> QWidget:
    screen = _plan(window)
    screen.begin_term()
    return window.findChildren(NextTerm)[-1]


def _move_prepared(window: MainWindow) -> QWidget:
    ahead = [v for v in window.ws.all(records.Visit) if v.status == "planned" and v.date]
    if not ahead:
        return window
    dialog = MoveDialog(window.desk, _plan(window), ahead[0], "2027-W03")
    dialog.open()
    return dialog


def _period(window: MainWindow) -> QWidget:
    window.go("settings", section="calendar")
    period = window.ws.register.calendar()[4]
    dialog = EditPeriod(window.desk, screen_of(window), period)
    dialog.open()
    return dialog
