"""The item of a quality meeting: its visits with their times, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from qualityvisit.model import records
from qualityvisit.model.programme import shared_times
from qualityvisit.ui import kit
from qualityvisit.ui.pieces import marked
from qualityvisit.ui.theme import font, look, px
from qualityvisit.ui.trade import when
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from qualityvisit.ui.screen import Desk

MOST = 6  # findings in the brief


@dataclass(frozen=True, slots=True)
class Slot:
    """A visit in the item: from when to when, and how many of its questions are answered."""

    visit: records.Visit
    start: str
    end: str
    answered: int
    all: int


def read_slots(desk: Desk, meeting: records.Meeting) -> list[Slot]:
    """Read the visits that the meeting takes up; they share the time evenly."""
    taken = desk.ws.all(records.MeetingVisit, parent=meeting.id)
    visits = [v for m in taken if (v := desk.ws.find(records.Visit, m.visit)) is not None]
    questions = desk.ws.all(records.MeetingQuestion, parent=meeting.id)
    times = shared_times(meeting.start, records.whole(meeting.minutes), len(visits))
    slots = []
    for visit, (start, end) in zip(visits, times, strict=True):
        own = [q for q in questions if q.visit == visit.id]
        slots.append(Slot(visit, start, end, sum(bool(q.answered) for q in own), len(own)))
    return slots


class Ring(QWidget):
    """How many questions are answered, as a ring round the numbers."""

    def __init__(self, answered: int, number: int) -> None:
        super().__init__()
        self._answered, self._all = answered, number
        self.setFixedSize(px(38), px(38))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring, and a check where all is answered."""
        theme, painter = look(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        painter.setPen(QPen(theme["line"], 3))
        painter.drawEllipse(rect)
        full = bool(self._all) and self._answered == self._all
        if self._answered:
            painter.setPen(QPen(theme["ok" if full else "accent"], 3, c=Qt.PenCapStyle.RoundCap))
            painter.drawArc(rect, 90 * 16, -round(360 * 16 * self._answered / self._all))
        if full:
            kit.draw_icon(painter, rect.center(), "check", "ok", 16)
            return
        painter.setFont(font(0.82, bold=True))
        painter.setPen(theme["text"])
        painter.drawText(QRectF(self.rect()), kit.CENTRE, f"{self._answered}/{self._all}")


class SlotBar(kit.Paint):
    """The time of the item: one part per visit, the one that is on filled."""

    def __init__(self, slots: list[Slot], chosen: str) -> None:
        self._slots, self._chosen = slots, chosen
        said = ", ".join(f"{clock(s.start)} {s.visit.title}" for s in slots)
        super().__init__(self._bar, said, height=10)

    def _bar(self, painter: QPainter, rect: QRectF) -> None:
        theme, gap = look(), px(4)
        ids = [s.visit.id for s in self._slots]
        here = ids.index(self._chosen) if self._chosen in ids else -1
        wide = (rect.width() - gap * (len(ids) - 1)) / max(1, len(ids))
        for place in range(len(ids)):
            token = "accent" if place < here else "plan" if place == here else "line"
            part = QRectF(place * (wide + gap), px(1), wide, px(8))
            outline = theme["accent"] if place == here else None
            kit.rounded(painter, part, px(4), theme[token], outline)


class SlotsPane(QWidget):
    """The left pane of the meeting."""

    chosen = Signal(str)  # a visit
    change = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._parts = kit.col(gap=8, margins=(20, 20, 18, 20))
        self.setLayout(kit.col(kit.scroll(kit.box(self._parts), _("The item"))))

    def show_meeting(self, meeting: records.Meeting, slots: list[Slot], chosen: str) -> None:
        """Show the item with one visit chosen."""
        parts: list[kit.Item] = [kit.label(meeting.title, factor=1.1, bold=True, wrap=True)]
        words = _("Closed item, the leaders are called") if meeting.closed else _("Open item")
        facts = [("lock" if meeting.closed else "door-open", words)]
        facts.append(("users", _("The leaders leave before decisions")))
        parts += [_fact(name, said) for name, said in facts]
        parts += [_fact(name, said) for name, said in self._history(meeting)]
        if meeting.status != "held":
            parts.append(kit.link(_("Change the meeting"), self.change.emit))
        if slots and slots[0].start:
            span = f"{clock(slots[0].start)}–{clock(slots[-1].end)}"
            each = records.whole(meeting.minutes) // len(slots)
            per = count("{n} minute each", "{n} minutes each", each)
            parts += [6, kit.row(kit.label(span, bold=True), None, kit.label(per, "muted"))]
            parts.append(SlotBar(slots, chosen))
        parts.append(4)
        parts += [self._slot(slot, here=slot.visit.id == chosen) for slot in slots]
        if not slots:
            said = _("No visit has been chosen for the meeting yet.")
            parts.append(kit.label(said, "muted", wrap=True))
        here = next((s.visit for s in slots if s.visit.id == chosen), None)
        if here is not None:
            parts += [6, self._brief(here)]
        kit.refill(self._parts, [*parts, None])

    def _history(self, meeting: records.Meeting) -> list[tuple[str, str]]:
        """Return when the meeting was noted as held and opened again, and by whom."""
        people, said = self._desk.ws.names(), list[tuple[str, str]]()

        def noted(at: str, who: str) -> dict[str, str]:
            name = people[who].name if who in people else "–"
            return {"time": f"{day(at)} {clock(at)}", "name": name}

        if meeting.status == "held":
            words = _("Held; closed {time} by {name}", **noted(meeting.held, meeting.held_by))
            said.append(("circle-check", words if meeting.held else _("Held")))
        elif meeting.opened:
            words = _("Opened again {time} by {name}", **noted(meeting.opened, meeting.opened_by))
            said.append(("history", words))
        return said

    def _slot(self, slot: Slot, *, here: bool) -> QWidget:
        visit = slot.visit
        time = kit.label(clock(slot.start), "muted", 0.95)
        time.setFixedWidth(px(44))
        about = _("visit {when}", when=when(visit))
        names = kit.col(kit.Elided(visit.title, bold=here), kit.Elided(about, "muted", 0.9), gap=1)
        ring = Ring(slot.answered, slot.all)
        line = kit.row(time, ring, (kit.box(names), 1), gap=10, margins=(4, 7, 4, 8))
        done = _("{done} of {all} answered", done=slot.answered, all=slot.all)
        press = kit.Pressable(
            line, f"{clock(slot.start)} {visit.title}, {done}", self._chooser(visit.id)
        )
        if not here:
            return press
        frame = kit.Surface(kit.col(press, margins=1), radius=8)
        frame.pick(True)
        return frame

    def _chooser(self, visit: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(visit)

    def _brief(self, visit: records.Visit) -> QWidget:
        """Return what the visit found, on one card."""
        desk = self._desk
        findings = desk.ws.all(records.Finding, parent=visit.id)
        order = {m: n for n, m in enumerate(records.MARKS)}
        findings.sort(key=lambda f: order.get(f.mark, 9))
        lines: list[kit.Item] = [marked(f.mark, f.text) for f in findings[:MOST]]
        if not findings:
            lines.append(
                kit.label(_("Nothing has been written down as found."), "muted", wrap=True)
            )
        opens = kit.link(_("Open the minutes"), lambda: desk.way.go("minutes", id=visit.id))
        title = _("Background, {unit}", unit=visit.title)
        return kit.card(title, "file-text", *lines, kit.row(opens, None), dense=True, gap=8)


def _fact(icon: str, words: str) -> kit.Item:
    return kit.row(kit.pic(icon, "muted", 16), (kit.label(words, "muted", 0.95, wrap=True), 1),
                   gap=9)  # fmt: skip
