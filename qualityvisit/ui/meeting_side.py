"""Beside the meeting: the actions that have come of the item, and those open since the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.pieces import late_words
from qualityvisit.ui.trade import action_look
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.meeting_slots import Slot
    from qualityvisit.ui.screen import Desk

MOST = 6  # open actions that are shown


def action_cards(desk: Desk, meeting: str, slots: list[Slot], visit: str) -> list[QWidget]:
    """Return the cards for a meeting that is at one of its visits."""
    asked = {q.id for q in desk.ws.all(records.MeetingQuestion, parent=meeting)}
    every = [a for s in slots for a in desk.ws.all(records.Action, parent=s.visit.id)]
    came = sorted((a for a in every if a.question in asked), key=lambda a: a.at)
    lines: list[kit.Item] = []
    for action in came:
        if lines:
            lines.append(kit.rule())
        lines.append(_action(action))
    if not came:
        lines.append(kit.label(_("None yet."), "muted"))
    pill = kit.pill(str(len(came)), "accent")
    title = _("Actions from the item")
    cards: list[QWidget] = [kit.card(title, "list-todo", *lines, dense=True, gap=10, right=pill)]
    since = [a for a in every if a.visit == visit and a.question not in asked]
    left = [a for a in since if a.status not in records.ACTION_ENDED]
    if left:
        open_lines: list[kit.Item] = [_open_line(desk, a) for a in left[:MOST]]
        cards.append(kit.card(_("Open since the visit"), "history", *open_lines, dense=True, gap=8))
    return cards


def _action(action: records.Action) -> QWidget:
    seen = action_look(action.status)
    responsible = kit.Elided(action.responsible or "–", "muted", 0.95)
    due = kit.Elided(day(action.due) or _("no date"), "muted", 0.95)
    who = kit.row(kit.pic("user-check", "muted", 15), (responsible, 1), gap=7)
    when = kit.row(kit.pic("clock", "muted", 15), (due, 1), kit.pill(seen.word, seen.pill), gap=7)
    return kit.box(kit.col(kit.label(action.text, wrap=True), who, when, gap=4))


def _open_line(desk: Desk, action: records.Action) -> QWidget:
    late, seen = late_words(action, desk.today()), action_look(action.status)
    icon, ink = ("circle-alert", "follow_up") if late else (seen.icon, "muted")
    words = f"{action.text}, {late}" if late else action.text
    pic = kit.box(kit.col(kit.pic(icon, ink, 16, seen.word), None))
    return kit.box(kit.row(pic, (kit.label(words, wrap=True), 1), gap=9))
