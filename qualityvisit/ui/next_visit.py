"""The next visit: countdown, team, programme line and the preparations to tick off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qualityvisit.model import records
from qualityvisit.model.planning import day_of
from qualityvisit.ui.kit import (
    CENTRE,
    LEFT,
    TOP,
    Check,
    Columns,
    Elided,
    Item,
    Paint,
    Surface,
    box,
    button,
    col,
    draw_icon,
    elided,
    faces,
    flow,
    inset,
    label,
    pic,
    rounded,
    row,
)
from qualityvisit.ui.theme import font, look, px
from qualityvisit.ui.trade import (
    PREPARATION_DAYS,
    days_between,
    group_look,
    later,
    preparation_word,
    session_look,
    short_day,
    when,
)
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk

NEAR = 3  # days before the last day when a preparation is shown as urgent


class NextVisit(Surface):
    """The card of the next visit."""

    def __init__(self, desk: Desk, visit: records.Visit) -> None:
        self._desk, self._visit = desk, visit
        self._sessions = desk.ws.all(records.Session, parent=visit.id)
        same_day = [s for s in self._sessions if not s.date or s.date == visit.date]
        parts: list[Item] = [self._head(same_day)]
        if same_day:
            parts.append(Programme(self._steps(same_day)))
        parts += [self._preparations(), self._foot()]
        super().__init__(col(*parts, gap=16, margins=20))

    def _head(self, sessions: list[records.Session]) -> Item:
        visit, desk = self._visit, self._desk
        what = _("Extra visit") if visit.extra else _("Quality deep dive")
        about = f"{what}  ·  {when(visit, weekday=True, year=False)}{_span(sessions)}"
        names = col(
            label(_("Next visit"), "accent", bold=True),
            Elided(visit.title, factor=1.9, bold=True),
            label(about, "muted", wrap=True),
            gap=1,
        )
        people = desk.ws.names()
        team = [people[p] for p in visit.team if p in people]
        shown = faces([(p.initials, _person(p), p.id) for p in team])
        right = col(None, row(None, label(_("The team"), "muted", 0.95)), shown, None, gap=6)
        return row(_countdown(visit, desk.today()), (box(names), 1), right, gap=18)

    def _steps(self, sessions: list[records.Session]) -> list[tuple[str, str, str]]:
        groups = {g.id: g.name for g in self._desk.ws.all(records.Group)}
        looks = [
            (session_look(s, groups.get(s.group, ""), form=self._visit.form), s) for s in sessions
        ]
        return [(look.icon, look.word, clock(s.start)) for look, s in looks]

    def _preparations(self) -> Surface:
        visit, desk = self._visit, self._desk
        done = {p.key: p.done for p in desk.ws.all(records.Preparation, parent=visit.id)}
        ticked = sum(1 for key in records.PREPARATIONS if done.get(key))
        total = _("{done} of {all} done", done=ticked, all=len(records.PREPARATIONS))
        head = row(label(_("Preparations"), bold=True), None, label(total, "muted"))
        lines = [self._preparation(key, done.get(key, "")) for key in records.PREPARATIONS]
        return inset(col(head, Columns(lines), gap=9, margins=(16, 13, 16, 13)))

    def _preparation(self, key: str, done: str) -> QWidget:
        visit, desk = self._visit, self._desk
        tick = Check(preparation_word(key), on=bool(done), muted_when_on=True)
        tick.setEnabled(desk.ws.may_write(f"visit/{visit.id}"))

        def ticked(on: bool) -> None:
            today = desk.today() if on else ""
            if not desk.attempt(lambda: desk.ws.visit(visit.id).prepare(key, today), again=False):
                tick.blockSignals(True)
                tick.setChecked(not on)
                tick.blockSignals(False)

        tick.toggled.connect(ticked)
        words, urgent = _preparation_day(key, done, visit, desk.today())
        note = label(words, "warn" if urgent else "muted", 0.95, bold=urgent)
        tick.setAccessibleDescription(words)
        return box(row((tick, 1), note, gap=10))

    def _foot(self) -> Item:
        visit, way = self._visit, self._desk.way
        opens = button(
            _("Open the visit"), lambda: way.go("visit", id=visit.id), "arrow-right", "primary"
        )
        reads = button(
            _("Read the background"), lambda: way.go("units", id=visit.unit), "file-text"
        )
        elsewhere = [s for s in self._sessions if s.date and s.date != visit.date]
        said: list[Item] = []
        if elsewhere:
            first = elsewhere[0]
            who = group_look(first.group, form=visit.form).word
            at = f"{day(first.date, weekday=True, year=False)}, {clock(first.start)}"
            said.append(Elided(_("{group}: {time}", group=who, time=at), "muted", 0.95))
        return row(box(flow(opens, reads)), None, *said, gap=12)


def begin_card(desk: Desk) -> Surface:
    """Return what stands where no visit is planned: the way to the first one."""
    ws = desk.ws
    steps = [
        (_("Add the units"), _("Import a register, or write them in."),
         bool(ws.count(records.Unit)), "units"),
        (_("Look through the people and the team rules"), _("Who visits which school forms."),
         ws.count(records.Person) > 1, "settings"),
        (_("Read the question guides"), _("One for preschool and one for school are ready."),
         False, "guides"),
        (_("Plan the first visit"), _("Team and programme are proposed."),
         bool(ws.count(records.Visit)), "plan"),
    ]  # fmt: skip
    lines: list[Item] = []
    following = next((place for *_rest, done, place in steps if not done), "plan")
    for title, about, done, place in steps:
        mark = pic("circle-check" if done else "circle", "ok" if done else "control")
        words = col(label(title, "muted" if done else "", bold=not done, wrap=True),
                    label(about, "muted", 0.95, wrap=True), gap=1)  # fmt: skip
        kind = "primary" if place == following else "small"
        opens = button(_("Open"), lambda place=place: desk.way.go(place), kind=kind)  # type: ignore[misc]
        opens.setAccessibleName(_("Open: {what}", what=title))
        lines.append(row(mark, (box(words), 1), opens, gap=12))
    head = col(
        label(_("No visit is planned"), factor=1.55, bold=True, wrap=True),
        label(_("Four steps to the first one, in any order."), "muted", wrap=True),
        gap=2,
    )
    return Surface(col(head, *lines, gap=16, margins=20))


class Programme(QWidget):
    """The sessions of the day on a line, with icon, name and time; it wraps where it must."""

    def __init__(self, steps: list[tuple[str, str, str]]) -> None:
        super().__init__()
        self._steps = steps
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        said = ", ".join(f"{time} {word}" for _icon, word, time in steps)
        self.setAccessibleName(_("The programme: {steps}", steps=said))
        self.setMinimumHeight(px(74))

    def hasHeightForWidth(self) -> bool:  # noqa: N802 Qt's name
        """Tell that a narrow line wraps."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the lines that are needed."""
        return -(-len(self._steps) // self._across(width)) * px(82) - px(8)

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        return QSize(len(self._steps) * px(104), px(74))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the lines."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(event.size().width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint line, rounds, icons, names and times."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across = self._across(self.width())
        last = step = self.width() / across
        if 1 < across == len(self._steps):  # the last needs no more than its own words
            metrics = QFontMetricsF(font())
            last = max(px(34), metrics.horizontalAdvance(self._steps[-1][1]) + px(10))
            step = (self.width() - last) / (across - 1)
        for place, each in enumerate(self._steps):
            line, column = divmod(place, across)
            corner = QPointF(column * step, line * px(82))
            ends = column == across - 1 or place == len(self._steps) - 1
            wide = max(step, last) if ends else step
            self._draw(painter, QRectF(corner.x(), corner.y(), wide, px(74)), each, last=ends)

    def _across(self, width: int) -> int:
        """Return how many steps stand on a line, as many on each as may be."""
        most = max(1, min(len(self._steps), width // px(94)))
        lines = -(-len(self._steps) // most)
        return -(-len(self._steps) // lines)

    def _draw(
        self, painter: QPainter, rect: QRectF, step: tuple[str, str, str], *, last: bool
    ) -> None:
        theme, (icon_name, word, time) = look(), step
        middle = QPointF(rect.left() + px(15), rect.top() + px(15))
        if not last:
            painter.setPen(QPen(theme["line"], 2))
            painter.drawLine(
                middle + QPointF(px(15), 0), middle + QPointF(rect.width() - px(15), 0)
            )
        painter.setPen(QPen(theme["control"], 1.3))
        painter.setBrush(theme["panel"])
        painter.drawEllipse(middle, px(14), px(14))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_icon(painter, middle, icon_name, "accent", 16)
        text = rect.adjusted(0, px(36), -px(4), 0)
        painter.setFont(font())
        painter.setPen(theme["text"])
        elided(painter, text, word, LEFT | TOP)
        painter.setFont(font(0.95))
        painter.setPen(theme["muted"])
        painter.drawText(text.adjusted(0, px(19), 0, 0), LEFT | TOP, time)


def _countdown(visit: records.Visit, today: str) -> Paint:
    left = days_between(today, day_of(visit))
    number = str(max(0, left)) if visit.date else when(visit, year=False)
    below = count("day left", "days left", left)
    if visit.date and left == 0:
        number, below = _("Today"), ""
    elif not visit.date:
        below = visit.week[:4]

    def draw(painter: QPainter, rect: QRectF) -> None:
        theme = look()
        rounded(painter, rect, px(10), theme["soft"])
        painter.setPen(theme["accent"])
        painter.setFont(font(2.6 if len(number) < 4 else 1.55, bold=True))
        painter.drawText(rect.adjusted(0, px(6), 0, -px(26)) if below else rect, CENTRE, number)
        painter.setFont(font(bold=True))
        painter.drawText(rect.adjusted(0, px(58), 0, -px(8)), CENTRE, below)

    return Paint(draw, f"{number} {below}".strip(), height=92, width=112)


def _span(sessions: list[records.Session]) -> str:
    timed = [s for s in sessions if s.start and records.whole(s.minutes)]
    if not timed:
        return ""
    end = later(timed[-1].start, records.whole(timed[-1].minutes))
    return f", {clock(timed[0].start)}–{clock(end)}" if end else ""


def _preparation_day(key: str, done: str, visit: records.Visit, today: str) -> tuple[str, bool]:
    """Return when a preparation was done or is due, and whether it is urgent."""
    if done:
        return short_day(done), False
    if not visit.date:
        return "", False
    due = date.fromisoformat(visit.date) - timedelta(days=PREPARATION_DAYS.get(key, 7))
    urgent = days_between(today, due.isoformat()) <= NEAR
    return _("by {day}", day=short_day(due.isoformat())), urgent


def _person(person: records.Person) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name
