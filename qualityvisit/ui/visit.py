"""One visit: where it stands, its programme and interviews, its minutes and what came of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from qualityvisit.errors import KnownError
from qualityvisit.model import planning, records
from qualityvisit.model.programme import moved_along, overlaps
from qualityvisit.ui import kit
from qualityvisit.ui.action_dialogs import ActionDialog
from qualityvisit.ui.briefing import KEYS as BRIEFING
from qualityvisit.ui.briefing import BriefingCard
from qualityvisit.ui.dialogs import FindingDialog, PlanDialog, TeamDialog, ask_reason
from qualityvisit.ui.here import HereNow
from qualityvisit.ui.pieces import DOCUMENTS, retitle, show_documents
from qualityvisit.ui.plan_dialog import MoveDialog
from qualityvisit.ui.programme import Programme
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.serious import handovers_card
from qualityvisit.ui.steps import Steps
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import visit_look, when
from qualityvisit.ui.visit_cards import (
    FollowUpCard,
    InterviewsCard,
    minutes_card,
    plan_card,
    preparations_card,
    team_card,
)
from qualityvisit.ui.weeding import weeding_card
from qualityvisit.words import _, clock, count, listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.ui.screen import Desk

FOOT = 72  # room below the last card: what passes stands there and covers nothing
BESIDE = 900  # a room narrower than this has the side below
NAMES = 1000  # and one narrower than this no names of those who are here
STATES = records.VISIT_STATES
PAPERS = "Ctrl+L"


class VisitScreen(Screen):
    """One visit with everything that belongs to it."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"visit", "session", "handover", "note", "progress", "preparation", "passage", "decision",
         "minutes", "finding", "action", "person", "team-rule", "guide", "unit", "group",
         "figure", "file", "own-question"}
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        self._id = ""
        self._wanted, self._places = "", dict[str, QWidget]()
        self._visit = records.Visit("")
        self._seems_made = False
        self.steps = Steps()
        self._next = kit.button("", self.go_on, kind="primary")
        self._said = kit.col(gap=6)
        self._said_box = kit.box(self._said)
        self.programme = Programme()
        self._interviews, self._side, self._found = kit.col(), kit.col(gap=14), kit.col()
        more = kit.button(_("More"), None, "ellipsis", "icon")
        more.setMenu(self._make_menu(more))
        self._here = HereNow(desk)
        self._briefing = BriefingCard(desk)
        header = kit.header("", "", self._here, more, self._next)
        self._area = kit.scroll(self._make_body())
        super().__init__(desk, header, self._area)
        self.programme.programme.changed.connect(self._change_session)
        self.programme.remove.connect(self.remove_session)
        self.programme.programme.refused.connect(self._refuse)
        QShortcut(QKeySequence("Ctrl+I"), self).activated.connect(self.interview)
        QShortcut(QKeySequence(PAPERS), self).activated.connect(self.show_papers)
        QShortcut(QKeySequence(BRIEFING), self).activated.connect(self._briefing.open)
        QShortcut(QKeySequence(DOCUMENTS), self).activated.connect(self.show_documents)

    # --- Parts

    def _make_body(self) -> QWidget:
        top = kit.Surface(kit.col(self.steps, self._said_box, gap=2, margins=(18, 8, 18, 8)))
        left = kit.col(
            kit.box(self._interviews), self._make_programme(), kit.box(self._found), None, gap=14
        )
        self._side_box = kit.box(kit.col(self._side, self._briefing, None, gap=14))
        self._middle: QBoxLayout = kit.row((kit.box(left), 1), self._side_box, gap=16)
        return kit.box(kit.col(top, self._middle, None, gap=14, margins=(28, 18, 28, FOOT)))

    def _make_programme(self) -> QWidget:
        self._add = kit.button(_("Add a session"), self.add_session, "plus", "small")
        self._remove = kit.button(_("Remove the session"), self.remove_session, "trash-2", "small")
        send = kit.button(_("Programme and letters"), self.show_papers, "send", "small", tip=PAPERS)
        buttons = kit.box(kit.row(self._remove, self._add, send))
        return kit.card(_("Programme"), "clock", self.programme, right=buttons)

    def _make_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        self._ways = {
            "back": QAction(_("Back one step"), menu), "move": QAction(_("Move the visit …"), menu),
            "cancel": QAction(_("Cancel the visit …"), menu),
            "voices": QAction(_("Four voices"), menu),
            "documents": QAction(_("Documents …"), menu),
            "forms": QAction(_("Save reserve forms …"), menu),
            "filled": QAction(_("Take in a reserve form …"), menu),
            "history": QAction(_("History …"), menu),
        }  # fmt: skip
        acts = {"back": self.go_back, "move": self.move_visit, "cancel": self.cancel,
                "voices": lambda: self.desk.way.go("voices", id=self._id),
                "documents": self.show_documents, "forms": self.save_forms,
                "filled": self.take_form, "history": self.show_history}  # fmt: skip
        for name, way in self._ways.items():
            way.triggered.connect(acts[name])
            menu.addAction(way)
        return menu

    # --- Showing

    def open(self, id: str = "", finding: str = "", **_more: str) -> None:  # noqa: A002 as places are named
        """Open a visit, with a finding in sight where one is named."""
        self._id, self._wanted = id, finding
        self.make_stale()

    def visit(self) -> str:
        """Return the visit's id."""
        return self._id

    def first(self) -> QWidget | None:
        """Return the finding that is to be in sight."""
        self._reveal(self._wanted)
        return self._places.get(self._wanted)

    def refresh(self) -> None:
        """Read the visit and show it."""
        visit = self._visit = self.ws.get(records.Visit, self._id)
        sessions = self.ws.all(records.Session, parent=visit.id)
        sessions.sort(key=lambda s: not s.start)  # those without a time stand last
        self._seems_made = planning.seems_made(visit, sessions, self.desk.today())
        groups = [(g.id, g.name) for g in self.ws.all(records.Group)]
        may_write = self.ws.may_write(f"visit/{visit.id}")
        kind = _("Extra visit") if visit.extra else _("Quality deep dive")
        about = [kind, when(visit, weekday=True), visit.registry_number]
        self.header.tell(visit.title, "  ·  ".join(filter(None, about)))
        self._show_state(visit, may_write=may_write)
        self.programme.programme.show(visit, sessions, groups, may_write=may_write)
        self._add.setVisible(may_write)
        self._remove.setVisible(may_write)
        kit.refill(self._interviews, [InterviewsCard(self.desk, visit, sessions)])
        kit.refill(self._side, self._make_side(visit))
        self._briefing.show_visit(visit)
        follow = FollowUpCard(self.desk, visit, self.edit_finding, self.add_action)
        self._places = follow.places
        kit.refill(self._found, [follow])

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the visit's own keys."""
        return [
            ("Ctrl+I", _("Begin the interview, or go on with it")),
            (BRIEFING, _("Open the briefing")),
            (PAPERS, _("Programme, letters and calendar file")),
            (DOCUMENTS, _("Documents: brief, action plan, masked version, reports")),
            ("Delete", _("Remove the session")),
        ]

    def adapt(self, width: float, height: float) -> None:
        """Put the side beside, or below where there is little room."""
        del height
        self._here.shorten(width < NAMES)
        beside, ways = width >= BESIDE, QBoxLayout.Direction
        self._middle.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        side = px(364 if width >= 1100 else 300)
        self._side_box.setMinimumWidth(side if beside else 0)
        self._side_box.setMaximumWidth(side if beside else 16777215)

    def _make_side(self, visit: records.Visit) -> list[kit.Item]:
        desk = self.desk
        minutes = minutes_card(desk, visit)
        plan = plan_card(desk, visit, self.change_plan)
        team = team_card(desk, visit, self.change_team)
        serious = handovers_card(desk, visit)
        before = visit.status in ("planned", "prepared", "moved")
        if before:
            return [
                plan,
                team,
                *serious,
                preparations_card(desk, visit, self._preparing()),
                minutes,
            ]
        return [minutes, *serious, *weeding_card(desk, self, visit), plan, team]

    def _preparing(self) -> dict[str, Callable[[], object]]:
        """Return where preparations are done, by key."""
        return {
            "programme": partial(self.show_papers, "unit"),
            "guardians": partial(self.show_papers, "guardians"),
            "figures": lambda: self.desk.way.go("units", id=self._visit.unit),
            "briefing": self._briefing.open,
        }

    def _show_state(self, visit: records.Visit, *, may_write: bool) -> None:
        aside = visit.status in records.VISIT_SIDE_STATES
        at = 0 if aside else STATES.index(visit.status) if visit.status in STATES else 0
        self.steps.tell([visit_look(s).word for s in STATES], -1 if aside else at)
        said: list[kit.Item] = []
        if aside:
            seen = visit_look(visit.status)
            pill, why = kit.pill(seen.word, seen.pill), kit.label(visit.reason, wrap=True)
            said.append(kit.row(pill, (why, 1), gap=10))
        if self._seems_made:
            asks = kit.label(
                _("The last interview has been ended. Has the visit been carried out?")
            )
            said.append(kit.row(kit.pic("circle-question-mark", "accent"), (asks, 1), gap=10))
        words, blocked = self._next_step(visit)
        if blocked:
            said.append(kit.label(blocked, "muted", 0.95, wrap=True))
        kit.refill(self._said, said)
        self._said_box.setVisible(bool(said))
        ahead = visit.status in ("planned", "prepared") and not self._seems_made
        self._tell_next(words, primary=not ahead)
        self._next.setVisible(bool(words) and may_write)
        self._next.setEnabled(not blocked)
        self._next.setToolTip(blocked)
        for way in ("forms", "filled"):
            self._ways[way].setEnabled(self.ws.may_write(f"notes/{visit.id}"))
        self._ways["back"].setEnabled(may_write and (aside or at > 0))
        self._ways["move"].setEnabled(may_write and at <= 1 and visit.status != "cancelled")
        self._ways["cancel"].setEnabled(may_write and at <= 1 and visit.status != "cancelled")

    def _tell_next(self, words: str, *, primary: bool) -> None:
        """Name the next step; before the visit is made its interviews come first."""
        retitle(self._next, words)
        if self._next.property("kind") != ("primary" if primary else ""):
            self._next.setProperty("kind", "primary" if primary else "")
            self._next.style().unpolish(self._next)
            self._next.style().polish(self._next)

    def _next_step(self, visit: records.Visit) -> tuple[str, str]:
        """Return the words of the next step, and why it cannot be taken yet or ""."""
        if self._seems_made:
            return _("The visit has been carried out"), ""
        finished = self.ws.minutes(visit.id).minutes.finished
        unfinished = "" if finished else _("The minutes are not finished yet.")
        return {
            "planned": (_("The visit is prepared"), ""),
            "moved": (_("Plan it again"), ""),
            "cancelled": (_("Plan it again"), ""),
            "prepared": (_("The visit has been carried out"), ""),
            "done": (_("Compile the minutes"), ""),
            "compiled": (_("It has been fact-checked"), ""),
            "fact-checked": (_("The visit is finished"), unfinished),
            "finished": (_("It has been reported to the committee"), ""),
            "reported": (_("Close the visit"), ""),
        }.get(visit.status, ("", ""))

    def show_documents(self) -> None:
        """Show the documents of the visit."""
        show_documents(self.desk, self, visit=self._id)

    # --- The way of a visit

    def interview(self) -> None:
        """Go to the session with the cursor, else the first interview that has not been ended."""
        at = self.programme.session() if self.programme.hasFocus() else None
        chosen = at.id if at is not None and at.type in records.WRITTEN else ""
        if self.ws.may_read(f"notes/{self._id}"):
            self.desk.way.go("interview", id=self._id, session=chosen)

    def go_on(self) -> None:
        """Take the next step."""
        status = self._visit.status
        if self._seems_made:
            self._set_state("done")
        elif status == "done":
            self.desk.way.go("minutes", id=self._id)
        elif status in records.VISIT_SIDE_STATES:
            self._set_state("planned")
        else:
            self._set_state(STATES[STATES.index(status) + 1])

    def go_back(self) -> None:
        """Take the latest step back."""
        status = self._visit.status
        aside = status in records.VISIT_SIDE_STATES
        self._set_state("planned" if aside else STATES[max(0, STATES.index(status) - 1)])

    def move_visit(self) -> None:
        """Ask why and to when, and move the visit."""
        MoveDialog(self.desk, self, self._visit).exec()

    def cancel(self) -> None:
        """Ask why, and cancel the visit."""
        reason = ask_reason(
            self, _("Cancel the visit?"), _("The reason is kept. The visit can be planned again."),
            _("Cancel the visit"),
        )  # fmt: skip
        if reason:
            self._set_state("cancelled", reason)

    def save_forms(self) -> None:
        """Save the interviews' questions and notes as Word forms to fill in anywhere."""
        from qualityvisit.ui import reserve  # noqa: PLC0415 seldom needed

        reserve.save_forms(self.desk, self, self._id)

    def take_form(self) -> None:
        """Take in a form that was filled in."""
        from qualityvisit.ui import reserve  # noqa: PLC0415 seldom needed

        reserve.choose_form(self.desk, self)

    def show_history(self) -> None:
        """Show who changed what when."""
        from qualityvisit.ui.history import HistoryDialog  # noqa: PLC0415 seldom needed

        HistoryDialog(self.desk, self, self._id).open()

    def _set_state(self, state: str, reason: str = "") -> None:
        if state not in planning.VISITED or self.ws.done_before(self._id) is None:
            self.desk.attempt(lambda: self.ws.set_visit_state(self._id, state, reason))
            return
        try:
            self.ws.set_visit_state(self._id, state, reason)
        except KnownError as error:  # with its way out
            extra = (_("Make it an extra visit"), partial(self._make_extra, state))
            self.desk.notices.stay(error.title, error.advice, kind="error", actions=[extra])

    def _make_extra(self, state: str) -> None:
        """Make a second deep dive an extra visit, and take it to a state."""
        document = self.ws.visit(self._id)
        if self.desk.attempt(lambda: document.change_visit(extra=True)):
            self._set_state(state)

    def change_plan(self) -> None:
        """Change time, place, number and guide."""
        PlanDialog(self.desk, self, self._visit).exec()

    def change_team(self) -> None:
        """Choose who visits."""
        TeamDialog(self.desk, self, self._visit).exec()

    def edit_finding(self, finding: records.Finding | None) -> None:
        """Write a finding, or change one."""
        dialog = FindingDialog(self.desk, self, self._id, finding)
        if dialog.exec():
            self._reveal(dialog.made)

    def add_action(self, finding: records.Finding | None) -> None:
        """Write an action, from a finding where there is one."""
        dialog = ActionDialog(self.desk, self, self._id, finding=finding)
        if dialog.exec():
            self._reveal(dialog.made)

    def _reveal(self, made: str) -> None:
        """Bring a finding or an action into sight, with the focus on it."""
        if not made:
            return
        self.read_again()
        place = self._places.get(made)
        if place is not None:
            place.setFocus()
            # its place is known when the layout has been made
            QTimer.singleShot(0, place, lambda: self._area.ensureWidgetVisible(place, 0, px(90)))

    # --- The programme

    def show_papers(self, what: str = "programme") -> None:
        """Show what goes out before the visit."""
        from qualityvisit.ui.papers import PapersDialog  # noqa: PLC0415 seldom needed

        PapersDialog(self.desk, self, self._id, what).open()

    def add_session(self) -> None:
        """Add a session after the last."""
        document, made = self.ws.visit(self._id), list[str]()
        self.desk.attempt(
            lambda: made.append(document.add_session(records.INTERVIEW, minutes="30"))
        )
        if made:
            self.refresh()
            self.programme.setFocus()
            self.programme.choose(made[0])

    def remove_session(self) -> None:
        """Remove the session with the cursor, unless it holds notes; it can be brought back."""
        session = self.programme.session()
        if session is None or not self.ws.may_write(f"visit/{self._id}"):
            self._refuse(_("Choose a session in the table first."))
            return
        notes = [n for n in self.ws.all(records.Note, parent=self._id) if n.session == session.id]
        if notes:
            held = count("It holds {n} note.", "It holds {n} notes.", len(notes))
            self._refuse(_("The session stays: {why}", why=held))
            return
        document = self.ws.visit(self._id)
        if self.desk.attempt(lambda: document.remove(session.id)):
            self.desk.notices.passing(
                _("The session is removed."),
                (_("Undo"), lambda: self.desk.attempt(lambda: document.restore(session.id))),
            )

    def _change_session(self, session: str, fields: dict[str, str]) -> None:
        """Change a session; those after it on its day move along, as one step."""
        sessions = self.programme.programme.sessions
        document, day = self.ws.visit(self._id), self._visit.date
        found: list[dict[str, dict[str, str]]] = []
        if not self.desk.attempt(
            lambda: found.append(moved_along(sessions, session, fields, day)), again=False
        ):
            return
        changes = found[0]
        held = {s.id: s for s in sessions}
        back = {s: {f: getattr(held[s], f) for f in each} for s, each in changes.items()}
        if self.desk.attempt(lambda: document.change_programme(changes)):
            self._tell_moved(changes, lambda: document.change_programme(back))

    def _tell_moved(self, changes: dict[str, dict[str, str]], undo: Callable[[], object]) -> None:
        """Say what moved along, with a way back, and which sessions overlap now."""
        sessions = self.ws.all(records.Session, parent=self._id)
        found = [pair for pair in overlaps(sessions, self._visit.date)
                 if {s.id for s in pair} & changes.keys()]  # fmt: skip
        told = [count("{n} session after it moved along.", "{n} sessions after it moved along.",
                      len(changes) - 1)] if len(changes) > 1 else []  # fmt: skip
        if found:
            at = listing(dict.fromkeys(clock(later.start) for _first, later in found))
            told.append(_("Sessions overlap at {times}.", times=at))
        if told:
            self.desk.notices.passing(
                " ".join(told), (_("Undo"), lambda: self.desk.attempt(undo)),
                kind="warn" if found else "info",
            )  # fmt: skip

    def _refuse(self, words: str) -> None:
        self.desk.notices.passing(words, kind="info")
