"""The end of an interview: what is left to do before it, and what may follow on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import planning, records
from qualityvisit.ui import kit
from qualityvisit.words import _, clock, count, listing

if TYPE_CHECKING:
    from qualityvisit.ui.agenda import Agenda
    from qualityvisit.ui.screen import Desk


def left_to_do(session: records.Session, agenda: Agenda) -> str:
    """Return in words what a session lacks, or "" where nothing is left to do."""
    left = len(agenda.numbered) - agenda.settled
    said = []
    if agenda.must:
        names = listing(f"{q.number} {q.short}" for q in agenda.must)
        said.append(_("These were to be asked and have not been: {names}.", names=names))
    if left:
        said.append(count("{n} question is still open.", "{n} questions are still open.", left))
    if session.group and not session.participants:
        said.append(_("The number of participants is missing."))
    if said:
        said.append(_("You can continue the interview later."))
    return " ".join(said)


class EndedStrip(kit.Surface):
    """Says that a session has been ended, and lets it go on."""

    def __init__(self) -> None:
        self._said = kit.label("", wrap=True)
        self.go_on = kit.button(_("Continue the interview"), None, "pencil", "small")
        inside = kit.row(
            kit.pic("circle-check", "ok"), (self._said, 1), self.go_on, gap=10, margins=(14, 8)
        )
        super().__init__(inside, fill="sunken", radius=8)

    def tell(self, session: records.Session, *, locked: bool, may_write: bool) -> None:
        """Say how it stands: read only, or ended by somebody else while this person writes."""
        self.setVisible(bool(session.ended))
        self.go_on.setVisible(may_write)
        ended = clock(session.ended)
        self._said.setText(
            _("Ended {time}. The notes can be read.", time=ended)
            if locked
            else _("A colleague ended the interview {time}. You can finish writing here.",
                   time=ended)
        )  # fmt: skip


def offer_made(desk: Desk, visit: str) -> None:
    """Ask in passing whether a visit has been made, where that seems so; its page asks too."""
    found, sessions = desk.ws.get(records.Visit, visit), desk.ws.all(records.Session, parent=visit)
    if planning.seems_made(found, sessions, desk.today()):
        desk.notices.passing(
            _("The last interview has been ended. Has the visit been carried out?"),
            (
                _("The visit has been carried out"),
                lambda: desk.attempt(lambda: desk.ws.set_visit_state(visit, "done")),
            ),
            kind="info",
        )
