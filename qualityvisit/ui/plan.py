"""Besöksplan: units by half years, how far it has come, and what has no time yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from qualityvisit.model import records
from qualityvisit.model.planning import day_of
from qualityvisit.planner import Taken
from qualityvisit.ui.kit import (
    Choice,
    Surface,
    box,
    button,
    col,
    empty_state,
    flow,
    header,
    label,
    pic,
    refill,
    row,
    scroll,
)
from qualityvisit.ui.plan_board import MARKS_ROLE, PROPOSED, BoardModel, Mark, terms_of
from qualityvisit.ui.plan_board import Plan as PlanRead
from qualityvisit.ui.plan_dialog import NewTime, NewVisit
from qualityvisit.ui.plan_moves import Mover
from qualityvisit.ui.plan_paint import Sample, legend_words
from qualityvisit.ui.plan_side import waiting_card
from qualityvisit.ui.plan_summary import Summary
from qualityvisit.ui.plan_view import Board
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import look, px
from qualityvisit.ui.trade import days_between, form_word, when
from qualityvisit.words import _, count, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.ui.plan_draft import Draft
    from qualityvisit.ui.screen import Desk
    from qualityvisit.ui.trade import Half

UNTIMED = 234  # the column of units without a time
BESIDE = 1000  # a room narrower than this has that column below the board
FILTER = 760  # a room narrower than this has no filter of school forms
SOON = 200  # days before a term of office ends: the next is then to be prepared


class Plan(Screen):
    """The visit plan of the term of office."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"visit", "unit", "term", "meeting", "meeting-visit", "person", "team-rule", "guide",
         "conflict", "period"}
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        self._form = Choice([], name=_("Show school forms"))
        self._form.currentIndexChanged.connect(self._did_filter)
        self._term = Choice([], name=_("Show the term of office"))
        self._term.currentIndexChanged.connect(self._did_choose_term)
        self._new = button(_("New visit"), self.plan_visit, "plus", "primary")
        self._more = button(_("More"), None, "ellipsis", "icon")
        self._more.setMenu(self._make_menu(self._more))
        for each in (self._new, self._more):
            each.setVisible(desk.is_administrator)
        self.model = BoardModel()
        self.board = Board(self.model)
        self.board.opened.connect(self._did_open)
        self.mover = Mover(self)
        self.board.moved.connect(self.mover.move)
        self.board.nudged.connect(self.mover.nudge)
        self.board.left_out.connect(self._did_leave_out)
        self.board.fitted.connect(self._adapt_board)
        self._summary = Summary()
        self._todo = col(gap=0)
        self._bar, self._legend = col(gap=0), col(gap=0)
        self._pages = self._make_pages()
        frame = Surface(col(self.board, margins=1))
        left = box(col(self._pages, (frame, 1), box(self._legend), gap=8))
        self._side = box(self._todo)
        self._middle: QBoxLayout = row((left, 1), self._side, gap=16)
        self._bar_box = box(self._bar)
        self._whole = box(col(self._bar_box, self._summary, (self._middle, 1), gap=14))
        self._empty = empty_state(
            "building-2", _("There are no units to visit yet"),
            _("Import a register of units, or add them one by one. Then the plan is drawn here."),
            button(_("Go to the units"), lambda: desk.way.go("units"), kind="primary"),
        )  # fmt: skip
        page = col((self._whole, 1), (self._empty, 1), margins=(28, 16, 28, 12))
        head = header(_("Visit plan"), "", self._term, self._form, self._more, self._new)
        super().__init__(desk, head, scroll(box(page)))
        self.plan: PlanRead | None = None
        self.draft: Draft | None = None
        self._shown_now = False

    def _make_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        acts: list[tuple[str, Callable[[], object]]] = [
            (_("Conflicts of interest …"), self.ask_conflicts),
            (_("Holidays, tests and load …"), self._go_to_settings),
            (_("The next term of office …"), self.begin_term),
        ]
        for words, act in acts:
            way = QAction(words, menu)
            way.triggered.connect(lambda _on=False, does=act: does())
            menu.addAction(way)
        return menu

    def _go_to_settings(self) -> None:
        self.desk.way.go("settings", section="calendar")

    def open(self, **arguments: str) -> None:
        """Open; ``new`` starts a new visit, for a ``unit`` where one is given."""
        if arguments.get("new"):
            self.plan_visit(arguments.get("unit", ""))

    def first(self) -> QWidget:
        """Return the board."""
        return self.board

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the board's keys."""
        return [
            (_("Arrows"), _("Go between units and half years")),
            ("Enter", _("Open the visit, or plan one")),
            (_("Ctrl+arrow"), _("Move the visit half a year")),
            (_("Ctrl+Shift+arrow"), _("Move the visit a week")),
            ("Delete", _("Leave a visit out of the proposal")),
        ]

    def escape(self) -> bool:
        """Throw a proposal away that is looked at."""
        if self.draft is None:
            return False
        self.drop_proposal()
        return True

    # --- what is shown

    def refresh(self) -> None:
        """Read the plan and show it."""
        units = self.ws.count(records.Unit)
        self._whole.setVisible(bool(units))
        self._empty.setVisible(not units)
        term = self._offer_terms()
        if self.draft is not None and self.draft.term != term:
            self.draft = None
        placed = self.draft.placed if self.draft else ()
        self.plan = plan = PlanRead(self.ws, self._form.value(), term, placed)
        options = [("", _("All school forms")), *((f, form_word(f)) for f in plan.forms)]
        self._form.offer(options, self._form.value())
        about = _("Term of office {start}–{end}", start=term.start[:4], end=term.end[:4])
        self.header.tell(_("Visit plan"), about)
        self._show_board(plan)
        self._summary.show_plan(plan, self.ws.today())
        self._summary.narrow(self.width() / look().scale < BESIDE)
        shown = {m.kind for line in plan.lines for marks in line.marks.values() for m in marks}
        samples = [_legend(kind, words) for kind, words in legend_words(shown)]
        refill(self._legend, [flow(*samples, gap=20)])
        self._show_bar()
        self._summary.setVisible(self.draft is None)
        why = self.draft.unplaced | self.draft.broken() if self.draft else {}
        offer = (_("Propose times"), self.propose)
        none = (not self.desk.is_administrator) or self.draft is not None or not term.id
        card = waiting_card(self, plan, why, ("", self.propose) if none else offer)
        refill(self._todo, [(card, 1)])
        self._adapt_board()

    def _show_board(self, plan: PlanRead) -> None:
        here = self.board.currentIndex()
        unit, column = (
            (self.model.line(here.row()).unit, here.column()) if here.isValid() else ("", 0)
        )
        self.model.show(plan)
        at = self.model.place_of(unit)
        if at >= 0:
            self.board.setCurrentIndex(self.model.index(at, column))
        self.board.read()
        if not self._shown_now:
            self.board.show_now()
            self._shown_now = True

    def _show_bar(self) -> None:
        """Say what waits for an answer: a proposal, or the end of the term of office."""
        bars = []
        if self.draft is not None:
            number = len(self.draft.placed)
            words = count("{n} visit is proposed. Nothing is planned yet.",
                          "{n} visits are proposed. Nothing is planned yet.", number)  # fmt: skip
            if not number:
                words = _("No visit could be proposed. The list says why, unit by unit.")
            take = button(_("Plan them"), self.take_proposal, "check", "primary")
            take.setEnabled(bool(number))
            away = button(_("Throw it away"), self.drop_proposal)
            bars.append(_said("wand-sparkles", words, away, take))
        elif words := self._term_words():
            begin = button(_("Prepare the next …"), self.begin_term)
            begin.setVisible(self.desk.is_administrator)
            bars.append(_said("calendar-range", words, begin))
        refill(self._bar, bars)
        self._bar_box.setVisible(bool(bars))

    def _term_words(self) -> str:
        """Return that the term of office ends soon, or has not been begun, or ""."""
        plan = self.plan
        if plan is None:
            return ""
        if not plan.term.id:
            return _("This term of office has not been begun.")
        left = days_between(self.ws.today(), plan.term.end)
        after = [v for v in self.ws.all(records.Visit) if day_of(v) > plan.term.end]
        if not 0 <= left <= SOON or after:
            return ""
        rest = sum(len(c.without_time) for c in plan.coverage)
        ends = _("The term of office ends on {day}.", day=day(plan.term.end))
        lacks = count("{n} unit has no time in it.", "{n} units have no time in it.", rest)
        return f"{ends} {lacks}" if rest else ends

    def _offer_terms(self) -> records.TermOfOffice:
        """Offer the terms of office and return the one that is to be shown."""
        terms = {t.start: t for t in terms_of(self.ws)}
        options = [(start, f"{start[:4]}–{t.end[:4]}") for start, t in terms.items()]
        self._term.offer(options, self._term.value() or self.ws.term().start)
        return terms[self._term.value()]

    def _did_choose_term(self) -> None:
        self._shown_now = False
        self.make_stale()

    def _did_filter(self) -> None:
        self.make_stale()

    def adapt(self, width: float, height: float) -> None:
        """Put what has no time beside or below the board."""
        del height
        beside = width >= BESIDE
        ways = QBoxLayout.Direction
        self._middle.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._side.setMinimumWidth(px(UNTIMED) if beside else 0)
        self._side.setMaximumWidth(px(UNTIMED) if beside else 16777215)
        self._form.setVisible(width >= FILTER)
        self._summary.narrow(not beside)
        self._adapt_board()

    def _adapt_board(self) -> None:
        whole = self.board.content_height()
        beside = self.width() / look().scale >= BESIDE
        self.board.setMinimumHeight(min(whole, px(220)) if beside else whole)
        first, shown, every = self.board.shown()
        self._pages.setVisible(shown < every)
        self._earlier.setEnabled(first > 0)
        self._later.setEnabled(first + shown < every)

    def _make_pages(self) -> QWidget:
        self._earlier = button(_("Earlier"), lambda: self._page(-1), "chevron-left", "small")
        self._later = button(_("Later"), lambda: self._page(1), "chevron-right", "small")
        return box(row(self._earlier, self._later, None))

    def _page(self, way: int) -> None:
        self.board.page(way * max(1, self.board.shown()[1] - 1))
        self._adapt_board()

    # --- planning

    def plan_visit(self, unit: str = "", half: Half | None = None) -> None:
        """Ask for a new visit and plan it."""
        dialog = NewVisit(self.desk, self, unit, half)
        dialog.accepted.connect(lambda: self._did_plan(dialog.made))
        dialog.open()

    def _did_plan(self, visit: str) -> None:
        found = self.ws.get(records.Visit, visit)
        words = _("{unit} is planned: {time}.", unit=found.title, time=when(found))
        self.desk.notices.passing(words, (_("Open"), lambda: self.desk.way.go("visit", id=visit)))

    def give_time(self, unit: str) -> None:
        """Ask when a unit that has no time is to be visited."""
        planned = self.plan.untimed(unit) if self.plan else None
        if planned:
            NewTime(self.desk, self, planned).open()
        else:
            self.plan_visit(unit)

    # --- the board

    def _did_open(self, index: QModelIndex) -> None:
        line, marks = self.model.line(index.row()), self.marks(index)
        if not index.column():
            self.desk.way.go("units", id=line.unit)
        elif marks and marks[0].kind == PROPOSED:
            self._change_proposed(line.unit)
        elif marks and marks[0].meeting:
            self.desk.way.go("meeting", id=marks[0].meeting)
        elif marks:
            self.desk.way.go("visit", id=marks[0].visit)
        elif self.desk.is_administrator:
            self.plan_visit(line.unit, self.model.halves[index.column() - 1])

    def marks(self, index: QModelIndex) -> list[Mark]:
        """Return what stands in a cell."""
        found: list[Mark] = index.data(MARKS_ROLE)
        return found

    # --- a proposal

    def propose(self) -> None:
        """Show a proposal for the units without a time."""
        from qualityvisit.ui.plan_draft import Draft  # noqa: PLC0415 start-up time is measured

        if self.plan is None:
            return
        self._form.setCurrentIndex(0)
        self.draft = Draft(self.ws, self.plan.term)
        self.make_stale()
        self.board.setFocus()
        number = len(self.draft.unplaced)
        self.desk.notices.passing(
            count("{n} unit could not be placed.", "{n} units could not be placed.", number)
            if number else _("Every unit got a place."), kind="info" if number else "ok",
        )  # fmt: skip

    def drop_proposal(self) -> None:
        """Throw the proposal away."""
        self.draft = None
        self.make_stale()
        self.board.setFocus()

    def take_proposal(self) -> None:
        """Plan what is proposed, in one go; it can be undone."""
        if self.draft is None:
            return
        placed, taken = self.draft.placed, list[Taken]()
        if not self.desk.attempt(lambda: taken.extend(self.ws.take(placed))):
            return
        self.draft = None
        self.make_stale()
        self.board.setFocus()
        words = count("{n} visit is planned.", "{n} visits are planned.", len(taken))
        self.desk.notices.stay(
            words, _("Until somebody works on them they can be taken back all at once."),
            kind="ok", actions=[(_("Take them back"), lambda: self.mover.take_back(taken))],
        )  # fmt: skip

    def _change_proposed(self, unit: str) -> None:
        from qualityvisit.ui.plan_draft import ProposedVisit  # noqa: PLC0415 start-up time

        placed = self.draft.of(unit) if self.draft else None
        if self.draft is None or placed is None:
            return
        dialog = ProposedVisit(self.desk, self, self.draft, placed)
        dialog.accepted.connect(self.make_stale)
        dialog.open()

    def _did_leave_out(self, index: QModelIndex) -> None:
        marks = self.marks(index) if index.column() else []
        if self.draft is not None and marks and marks[0].kind == PROPOSED:
            self.draft.change(self.model.line(index.row()).unit, None)
            self.make_stale()

    # --- what a plan rests on

    def ask_conflicts(self) -> None:
        """Ask people about conflicts of interest."""
        from qualityvisit.ui.conflicts import Conflicts  # noqa: PLC0415 seldom needed

        Conflicts(self.desk, self).open()

    def begin_term(self) -> None:
        """Go through what the next term of office brings, and begin it."""
        from qualityvisit.ui.new_term import NextTerm  # noqa: PLC0415 seldom needed

        terms = self.ws.all(records.TermOfOffice)
        shown = self.plan.term if self.plan and self.plan.term.id else None
        before = shown or (terms[-1] if terms else self.ws.term())
        dialog = NextTerm(self.desk, self, before)
        dialog.accepted.connect(lambda: self._did_begin_term(dialog.made))
        dialog.open()

    def _did_begin_term(self, start: str) -> None:
        self._offer_terms()
        self._term.setCurrentIndex(max(0, self._term.findData(start)))
        self._did_choose_term()


def _said(icon: str, words: str, *buttons: QWidget) -> Surface:
    """Return a bar above the plan."""
    line = row(pic(icon, "accent"), (label(words, wrap=True), 1), *buttons, gap=12,
               margins=(16, 9, 12, 9))  # fmt: skip
    return Surface(line, fill="soft", radius=8)


def _legend(kind: str, words: str) -> QWidget:
    return box(row(Sample(kind), label(words, "muted", 0.95), gap=7), tight=True)
