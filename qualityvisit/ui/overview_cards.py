"""The cards of the overview: open actions, coverage, what waits to be shared, what comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui import lamps
from qualityvisit.ui.kit import (
    CENTRE,
    Elided,
    Item,
    Paint,
    Pressable,
    Surface,
    box,
    button,
    card,
    col,
    face,
    label,
    legend,
    link,
    pic,
    pill,
    rounded,
    row,
    rule,
    tiles,
)
from qualityvisit.ui.theme import font, look, px
from qualityvisit.ui.trade import (
    action_look,
    days_between,
    form_word,
    half_of,
    share_passed,
    short_day,
    when,
)
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk

CARRIED_OUT = ("done", "effect-checked")
SOON = 7  # days before its date when an action is shown as near


def open_actions(desk: Desk, most: int) -> Surface:
    """Return the card of actions that have not ended, the most urgent first."""
    found = [a for a in desk.ws.all(records.Action) if a.status not in records.ACTION_ENDED]
    found.sort(key=lambda a: a.status in CARRIED_OUT)  # what is left to do comes first
    items: list[Item] = []
    for action in found[:most]:
        items += [rule()] if items else []
        items.append(_action_row(desk, action))
    if not found:
        advice = _("Actions that a visit or a meeting leads to are followed here.")
        items.append(label(advice, "muted", wrap=True))
    items.append(None)
    every = None
    if found:
        words = count("Show {n}", "Show all {n}", len(found))
        every = link(words, lambda: desk.way.go("follow-up"), name=_("Show all open actions"))
    return card(_("Open actions"), "list-todo", *items, right=every, gap=6)


def due_look(due: str, today: str) -> tuple[str, str, str]:
    """Return how a last day is shown: words, colour and icon."""
    if not due:
        return _("no date"), "muted", "clock"
    left = days_between(today, due)
    if left < 0:
        return count("{n} day late", "{n} days late", -left), "follow_up", "circle-alert"
    words = _("today") if left == 0 else day(due, year=False)
    if due[:4] != today[:4]:
        words = f"{short_day(due)} {due[:4]}"
    return words, "warn" if left <= SOON else "muted", "clock"


def _action_row(desk: Desk, action: records.Action) -> Pressable:
    due, ink, icon_name = due_look(action.due, desk.today())
    if action.status in CARRIED_OUT:  # cannot be late any more
        due = f"{short_day(action.due)} {action.due[:4]}" if action.due else due
        ink, icon_name = "muted", "check"
    state = action_look(action.status)
    late = Elided(due, ink, bold=ink != "muted")
    late.setFixedWidth(px(104))
    unit = Elided(action.unit_name, "muted")
    unit.setFixedWidth(px(150))
    badge = box(row(pill(state.word, state.pill), None))
    badge.setFixedWidth(px(108))
    who: QWidget = label("")
    if action.responsible:
        letters = "".join(p[0] for p in action.responsible.split()[:2]).upper()
        who = face(letters, action.responsible, size=26)
    line = row(
        pic(icon_name, ink, 16), late, (Elided(action.text), 1), unit, badge, who,
        gap=10, margins=(0, 4),
    )  # fmt: skip
    name = f"{action.text}, {action.unit_name}, {due}, {state.word}"
    return Pressable(line, name, lambda: desk.way.go("follow-up", action=action.id))


def coverage(desk: Desk) -> Surface:
    """Return the card that tells how far the term of office has come."""
    term, found = desk.ws.term(), desk.ws.coverage()
    visited = sum(len(c.visited) for c in found)
    total = sum(c.total for c in found)
    passed = share_passed(term, desk.today())
    number = label(_("{done} of {all}", done=visited, all=total), factor=1.9, bold=True)
    about = col(
        None,
        label(_("units visited"), "muted"),
        label(_("{n} % of the term has passed", n=passed), "muted", 0.95),
        None,
        gap=0,
    )
    items: list[Item] = [row(number, about, None, gap=12)] if found else []
    for each in found:
        done = label(_("{done} of {all}", done=len(each.visited), all=each.total), bold=True)
        counts = len(each.visited), len(each.planned), len(each.without_time)
        items.append(col(row(Elided(form_word(each.form)), None, done), tiles(*counts), gap=6))
    if found:
        items.append(legend())
    else:
        items.append(label(_("No units have been added yet."), "muted", wrap=True))
    title = _("Term of office {start}–{end}", start=term.start[:4], end=term.end[:4])
    plan = link(_("Plan"), lambda: desk.way.go("plan"), name=_("Open the visit plan"))
    return card(title, "target", *items, right=plan, gap=13)


def waiting(desk: Desk) -> Surface:
    """Return the card that tells what waits to be shared."""
    status = desk.ws.status()
    fact = lamps.shared(status, desk.today())
    if not status.store:
        words = _("No shared place is chosen, so this stays on this computer.")
        choose = button(
            _("Choose a place"), lambda: desk.way.go("settings", section="sharing"), kind="small"
        )
        return card(_("Sharing"), "share-2", label(words, "muted", wrap=True), row(None, choose))
    text = f"{fact.fact[:1].upper()}{fact.fact[1:]}."
    share = button(_("Share now"), desk.way.share_now, "share-2", "small")
    items: list[Item] = [row((label(text, "muted", 0.95, wrap=True), 1), share, gap=12)]
    if status.store_trouble is not None:
        items.append(label(status.store_trouble.advice, "muted", 0.95, wrap=True))
    if not status.waiting:
        return card(_("Sharing"), "share-2", *items)
    right = pill(count("{n} change", "{n} changes", status.waiting), "warn")
    return card(_("Waits to be shared"), "share-2", *items, right=right)


def afterwards(desk: Desk, found: list[records.Visit | records.Meeting]) -> Surface:
    """Return the card of what comes after the next visit."""
    items: list[Item] = [_later_row(desk, each) for each in found]
    if not items:
        items.append(label(_("Nothing more is planned."), "muted"))
    return card(_("After that"), "calendar-days", *items, None, gap=6)


def _later_row(desk: Desk, what: records.Visit | records.Meeting) -> Pressable:
    if isinstance(what, records.Visit):
        title, about = what.title, _visit_about(desk, what)
        big, small = _tile_words(what.date, what.week)
        name, where = "visit", {"id": what.id}
    else:
        title, about = what.title or _("Quality meeting"), _meeting_about(desk, what)
        big, small = _tile_words(what.date, "")
        name, where = "meeting", {"id": what.id}
    words = col(None, Elided(title), Elided(about, "muted", 0.95), None, gap=1)
    line = row(_date_tile(big, small), (box(words), 1), gap=12, margins=(0, 4))
    said = f"{title}, {big} {small}, {about}"
    return Pressable(line, said, lambda: desk.way.go(name, **where))


def _visit_about(desk: Desk, visit: records.Visit) -> str:
    sessions = desk.ws.all(records.Session, parent=visit.id)
    if visit.date and sessions and sessions[0].start:
        return _("Visit, {time}", time=clock(sessions[0].start))
    return _("Visit, {half}", half=half_of(visit.date).word) if visit.date else _("Visit")


def _meeting_about(desk: Desk, meeting: records.Meeting) -> str:
    n = desk.ws.count(records.MeetingVisit, parent=meeting.id)
    words = count("Follow-up of {n} visit", "Follow-up of {n} visits", n)
    return f"{words}, {clock(meeting.start)}" if meeting.start else words


def _tile_words(iso: str, week: str) -> tuple[str, str]:
    if iso:
        number, month = day(iso, year=False).split()
        return number, month if len(month) <= 5 else month[:3]
    return when(records.Visit("", week=week), year=False), week[:4]


def _date_tile(big: str, small: str) -> Paint:
    def draw(painter: QPainter, rect: QRectF) -> None:
        theme = look()
        rounded(painter, rect, px(8), theme["sunken"], theme["line"])
        painter.setFont(font(1.25 if len(big) < 3 else 0.95, bold=True))
        painter.setPen(theme["text"])
        painter.drawText(rect.adjusted(0, px(3), 0, -px(19)), CENTRE, big)
        painter.setFont(font(0.85))
        painter.setPen(theme["muted"])
        painter.drawText(rect.adjusted(0, px(22), 0, -px(3)), CENTRE, small)

    return Paint(draw, "", height=44, width=48)
