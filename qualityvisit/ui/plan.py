"""Besöksplan: units by half years, how far it has come, and what has no time yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QModelIndex, QRectF
from PySide6.QtWidgets import QBoxLayout, QWidget

from qualityvisit.model import records
from qualityvisit.model.planning import day_of
from qualityvisit.ui.kit import (
    Choice,
    Elided,
    Item,
    Paint,
    Pressable,
    Surface,
    box,
    button,
    card,
    col,
    empty_state,
    flow,
    header,
    label,
    pic,
    pill,
    refill,
    rounded,
    row,
    rule,
    scroll,
    tiles,
)
from qualityvisit.ui.plan_board import MARKS_ROLE, BoardModel, Mark, terms_of
from qualityvisit.ui.plan_board import Plan as PlanRead
from qualityvisit.ui.plan_dialog import NewTime, NewVisit, moved_week
from qualityvisit.ui.plan_view import Board, Sample, legend_words
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import look, px
from qualityvisit.ui.trade import form_word, half_of, share_passed, when
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from qualityvisit.ui.screen import Desk
    from qualityvisit.ui.trade import Half

UNTIMED = 234  # the column of units without a time
BESIDE = 1000  # a room narrower than this has that column below the board
FILTER = 760  # a room narrower than this has no filter of school forms
PACE = 3  # percent within which the plan keeps pace


class Plan(Screen):
    """The visit plan of the term of office."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"visit", "unit", "term", "meeting", "meeting-visit", "person", "team-rule", "guide"}
    )

    def __init__(self, desk: Desk) -> None:
        self._form = Choice([], name=_("Show school forms"))
        self._form.currentIndexChanged.connect(self._did_filter)
        self._term = Choice([], name=_("Show the term of office"))
        self._term.currentIndexChanged.connect(self._did_choose_term)
        self._new = button(_("New visit"), self.plan_visit, "plus", "primary")
        self._new.setVisible(desk.is_administrator)
        self.model = BoardModel()
        self.board = Board(self.model)
        self.board.opened.connect(self._did_open)
        self.board.moved.connect(self._did_move)
        self.board.fitted.connect(self._adapt_board)
        self._blocks: list[QWidget] = []
        self._summary = row(gap=22, margins=(20, 13, 20, 14))
        self._todo = col(gap=0)
        self._pages = self._make_pages()
        frame = Surface(col(self.board, margins=1))
        legend = flow(*(_legend(kind, words) for kind, words in legend_words()), gap=20)
        left = box(col(self._pages, (frame, 1), legend, gap=8))
        self._side = box(self._todo)
        self._middle: QBoxLayout = row((left, 1), self._side, gap=16)
        self._top = Surface(self._summary)
        self._whole = box(col(self._top, (self._middle, 1), gap=14))
        self._empty = empty_state(
            "building-2", _("There are no units to visit yet"),
            _("Import a register of units, or add them one by one. Then the plan is drawn here."),
            button(_("Go to the units"), lambda: desk.way.go("units"), kind="primary"),
        )  # fmt: skip
        page = col((self._whole, 1), (self._empty, 1), margins=(28, 16, 28, 12))
        head = header(_("Visit plan"), "", self._term, self._form, self._new)
        super().__init__(desk, head, scroll(box(page)))
        self._plan: PlanRead | None = None
        self._shown_now = False

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
        ]

    def refresh(self) -> None:
        """Read the plan and show it."""
        units = self.ws.count(records.Unit)
        self._whole.setVisible(bool(units))
        self._empty.setVisible(not units)
        term = self._offer_terms()
        self._plan = PlanRead(self.ws, self._form.value(), term)
        options = [("", _("All school forms")), *((f, form_word(f)) for f in self._plan.forms)]
        self._form.offer(options, self._form.value())
        about = _("Term of office {start}–{end}", start=term.start[:4], end=term.end[:4])
        self.header.tell(_("Visit plan"), about)
        here = self.board.currentIndex()
        unit, column = (
            (self.model.line(here.row()).unit, here.column()) if here.isValid() else ("", 0)
        )
        self.model.show(self._plan)
        at = self.model.place_of(unit)
        if at >= 0:
            self.board.setCurrentIndex(self.model.index(at, column))
        self.board.read()
        if not self._shown_now:
            self.board.show_now()
            self._shown_now = True
        refill(self._summary, self._make_summary(self._plan))
        refill(self._todo, [(self._make_todo(self._plan), 1)])
        self._adapt_board()

    def _offer_terms(self) -> records.TermOfOffice:
        """Offer the terms of office and return the one that is to be shown."""
        terms = {t.start: t for t in terms_of(self.ws)}
        options = [(start, f"{start[:4]}–{t.end[:4]}") for start, t in terms.items()]
        self._term.offer(options, self._term.value() or self.ws.term().start)
        return terms[self._term.value()]

    def _did_choose_term(self) -> None:
        self._shown_now = False
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
        for block in self._blocks:
            block.setVisible(beside)
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

    # --- what is done

    def plan_visit(self, unit: str = "", half: Half | None = None) -> None:
        """Ask for a new visit and plan it."""
        dialog = NewVisit(self.desk, self, unit, half)
        dialog.accepted.connect(lambda: self._did_plan(dialog.made))
        dialog.open()

    def _did_plan(self, visit: str) -> None:
        found = self.ws.get(records.Visit, visit)
        words = _("{unit} is planned: {time}.", unit=found.title, time=when(found))
        self.desk.notices.passing(words, (_("Open"), lambda: self.desk.way.go("visit", id=visit)))

    def _did_filter(self) -> None:
        self.make_stale()

    def _did_open(self, index: QModelIndex) -> None:
        line, marks = self.model.line(index.row()), self._marks(index)
        if not index.column():
            self.desk.way.go("units", id=line.unit)
        elif marks and marks[0].meeting:
            self.desk.way.go("meeting", id=marks[0].meeting)
        elif marks:
            self.desk.way.go("visit", id=marks[0].visit)
        elif self.desk.is_administrator:
            self.plan_visit(line.unit, self.model.halves[index.column() - 1])

    def _did_move(self, index: QModelIndex, halves: int) -> None:
        planned = [m for m in self._marks(index) if not m.meeting]
        if not planned:
            return
        visit = self.ws.get(records.Visit, planned[0].visit)
        if visit.status not in ("planned", "prepared", "moved"):
            self.desk.notices.passing(_("The visit has been made: it stays."), kind="info")
            return
        week = moved_week(visit, halves)
        if half_of(day_of(records.Visit("", week=week))) not in self.model.halves:
            return
        if self.desk.attempt(lambda: self.ws.visit(visit.id).change_visit(date="", week=week)):
            self.make_stale()
            self.board.setCurrentIndex(index.siblingAtColumn(index.column() + halves))
            moved = self.ws.get(records.Visit, visit.id)
            self.desk.notices.passing(
                _("{unit} is moved to {time}.", unit=visit.title, time=when(moved)),
                (_("Undo"), lambda: self._give_time(visit)),
            )

    def _give_time(self, visit: records.Visit) -> None:
        self.desk.attempt(
            lambda: self.ws.visit(visit.id).change_visit(date=visit.date, week=visit.week)
        )

    def _marks(self, index: QModelIndex) -> list[Mark]:
        marks: list[Mark] = index.data(MARKS_ROLE)
        return marks

    # --- what is shown

    def _make_summary(self, plan: PlanRead) -> list[Item]:
        visited = sum(len(c.visited) for c in plan.coverage)
        total = sum(c.total for c in plan.coverage)
        passed = share_passed(plan.term, self.ws.today())
        share = round(100 * visited / total) if total else 0
        number = label(_("{done} of {all}", done=visited, all=total), factor=1.55, bold=True)
        words = _pace(share, passed)
        bar = Paint(lambda p, r: _draw_pace(p, r, share, passed), words, height=14)
        about = label(_("units visited"), "muted", 0.95)
        first = box(col(row(number, about, None), bar, label(words, "muted", 0.95), gap=5))
        first.setMinimumWidth(px(236))
        blocks: list[QWidget] = []
        for each in plan.coverage:
            done = _("{done} of {all} visited", done=len(each.visited), all=each.total)
            counts = len(each.visited), len(each.planned), len(each.without_time)
            title = row(label(form_word(each.form), bold=True), None, label(done, "muted", 0.95))
            blocks += [rule(upright=True), box(col(None, title, tiles(*counts, 18, 4), None))]
        self._blocks = blocks
        width = self.width() / look().scale
        for block in blocks:
            block.setVisible(width >= BESIDE)
        shares = [max(6, c.total) for c in plan.coverage]
        items: list[Item] = [first]
        for place, block in enumerate(blocks):
            items.append(block if place % 2 == 0 else (block, shares[place // 2]))
        return items

    def _make_todo(self, plan: PlanRead) -> Surface:
        items: list[Item] = []
        number = sum(len(c.without_time) for c in plan.coverage)
        for each in plan.coverage:
            if each.without_time:
                count = label(str(len(each.without_time)), "muted", 0.95)
                items.append(
                    row(label(form_word(each.form), "muted", 0.95, bold=True), None, count)
                )
            items += [self._todo_row(plan, unit) for unit in each.without_time]
        if not number:
            words = _("Every unit has a time.")
            return card(_("Without a time"), "circle-check", label(words, "muted", wrap=True), None,
                        dense=True)  # fmt: skip
        held = scroll(box(col(*items, None, margins=(0, 0, 4, 0))), _("Units without a time"))
        held.setMinimumHeight(px(200))
        hint = label(_("Choose a unit to give it a time."), "muted", 0.95, wrap=True)
        return card(_("Without a time"), "circle-dashed", hint, (held, 1), right=pill(str(number)),
                    gap=8, dense=True)  # fmt: skip

    def _todo_row(self, plan: PlanRead, unit: records.Unit) -> QWidget:
        planned, last = plan.untimed(unit.id), plan.last_visit(unit.id)
        about = _("not visited before")
        if planned:
            about = _("planned, without a time")
        elif last:
            about = _("last {half}", half=half_of(last.date or self.ws.today()).word)
        words = col(Elided(unit.name), Elided(about, "muted", 0.95), gap=1)
        line = row(pic("calendar-plus", "muted", 16), (box(words), 1), gap=10, margins=(4, 7))
        said = f"{unit.name}, {about}"

        def give() -> None:
            if planned:
                NewTime(self.desk, self, planned).open()
            else:
                self.plan_visit(unit.id)

        made = Pressable(line, said, give, inset=True)
        made.setEnabled(self.desk.is_administrator)
        return made


def _legend(kind: str, words: str) -> QWidget:
    return box(row(Sample(kind), label(words, "muted", 0.95), gap=7), tight=True)


def _pace(share: int, passed: int) -> str:
    if share > passed + PACE:
        return _("Ahead: {n} % of the time has passed", n=passed)
    if share < passed - PACE:
        return _("Behind: {n} % of the time has passed", n=passed)
    return _("Keeping pace: {n} % of the time has passed", n=passed)


def _draw_pace(painter: QPainter, rect: QRectF, share: int, passed: int) -> None:
    theme = look()
    bar = QRectF(0, px(3), rect.width(), px(8))
    rounded(painter, bar, px(4), theme["line"])
    if share:
        done = QRectF(0, px(3), max(px(8), rect.width() * share / 100), px(8))
        rounded(painter, done, px(4), theme["accent"])
    x = rect.width() * passed / 100
    painter.fillRect(QRectF(min(x, rect.width() - 2), 0, 2, rect.height()), theme["text"])
