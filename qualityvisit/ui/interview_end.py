"""The end of an interview: what is left to do before it, and what may follow on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import planning, records
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.ui.agenda import Agenda
    from qualityvisit.ui.screen import Desk


def left_to_do(session: records.Session, agenda: Agenda) -> str:
    """Return in words what a session lacks, and that it can be opened again."""
    left = len(agenda.numbered) - agenda.settled
    said = []
    if left:
        said.append(count("{n} question is still open.", "{n} questions are still open.", left))
    if session.group and not session.participants:
        said.append(_("The number of participants is missing."))
    said.append(_("You can open the interview again."))
    return " ".join(said)


def offer_made(desk: Desk, visit: str) -> None:
    """Ask in passing whether a visit has been made, where that seems so; its page asks too."""
    found, sessions = desk.ws.get(records.Visit, visit), desk.ws.all(records.Session, parent=visit)
    if planning.seems_made(found, sessions, desk.today()):
        desk.notices.passing(
            _("The last interview has been ended. Has the visit been made?"),
            (
                _("The visit has been made"),
                lambda: desk.attempt(lambda: desk.ws.set_visit_state(visit, "done")),
            ),
            kind="info",
        )
