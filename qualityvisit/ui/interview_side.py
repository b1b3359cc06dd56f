"""What stands beside the interview: the last visit, open actions, key figures, what is marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.model.planning import VISITED, day_of
from qualityvisit.ui import kit
from qualityvisit.ui.figure_cards import figure_block, figures_of, sources, theme_card
from qualityvisit.ui.marks import MARKS
from qualityvisit.ui.pieces import marked
from qualityvisit.ui.trade import when
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk

MOST = 4  # findings, actions and figures at most: the side is a reminder, not a report


@dataclass(frozen=True, slots=True)
class Background:
    """What was known of a unit before a visit."""

    last: records.Visit | None
    findings: tuple[records.Finding, ...]
    actions: tuple[records.Action, ...]


def read_background(desk: Desk, visit: records.Visit) -> Background:
    """Read what was known of the visit's unit."""
    ws = desk.ws
    earlier = [
        v
        for v in ws.all(records.Visit, parent=visit.unit)
        if v.id != visit.id and v.status in VISITED and day_of(v) < (day_of(visit) or desk.today())
    ]
    last = earlier[-1] if earlier else None
    actions = [
        a
        for v in earlier
        for a in ws.all(records.Action, parent=v.id)
        if a.status not in records.ACTION_ENDED
    ]
    return Background(
        last,
        tuple(ws.all(records.Finding, parent=last.id)) if last else (),
        tuple(sorted(actions, key=lambda a: a.sort)),
    )


def background_cards(background: Background, theme: str) -> list[QWidget]:
    """Return the cards on what was known; findings of the theme asked about stand first."""
    cards: list[QWidget] = []
    if background.last is not None and background.findings:
        ordered = sorted(background.findings, key=lambda f: theme not in (f.theme, ""))
        lines: list[kit.Item] = [marked(f.mark, f.text) for f in ordered[:MOST]]
        month = when(background.last).partition(" ")[2] if background.last.date else ""
        title = _("Last visit, {when}", when=month or when(background.last))
        cards.append(kit.card(title, "history", *lines, dense=True, gap=7))
    if background.actions:
        lines = [_action(a) for a in background.actions[:MOST]]
        cards.append(kit.card(_("Open actions"), "list-todo", *lines, dense=True, gap=9))
    return cards


def figures_beside(desk: Desk, unit: str, theme: str) -> list[QWidget]:
    """Return the figures that the questions of a theme are about, else some of all."""
    found = desk.ws.find(records.Theme, theme) if theme else None
    about = theme_card(desk, unit, found) if found is not None else None
    if about is not None:
        return [about]
    some = figures_of(desk, unit)[:MOST]
    blocks = [figure_block(each) for each in some]
    if not some:
        return []
    title = _("Key figures")
    return [kit.card(title, "chart-column", *blocks, sources(some), dense=True, gap=10)]


def _action(action: records.Action) -> QWidget:
    who = " · ".join(filter(None, (action.responsible, day(action.due, year=False))))
    words: list[kit.Item] = [kit.label(action.text, wrap=True)]
    if who:
        words.append(kit.label(who, "muted", 0.95, wrap=True))
    return kit.box(kit.col(*words, gap=1))


class MarkCounts(kit.Surface):
    """How many notes of each mark there are in the interview so far."""

    def __init__(self) -> None:
        self._numbers = {mark.key: kit.label("0", bold=True) for mark in MARKS}
        self._all = kit.label("0", bold=True)
        lines: list[kit.Item] = []
        for mark in MARKS:
            word, number = kit.label(mark.word), self._numbers[mark.key]
            lines.append(kit.row(kit.pic(mark.icon, mark.token, 16), word, None, number))
        notes = kit.row(
            kit.pic("notebook-pen", "muted", 16), kit.label(_("Notes")), None, self._all
        )
        title = kit.label(_("The interview so far"), bold=True)
        head = kit.row(kit.pic("list-checks"), title, None)
        super().__init__(kit.col(head, notes, *lines, gap=7, margins=(16, 14, 16, 15)))

    def count(self, notes: list[records.Note]) -> None:
        """Show other numbers."""
        self._all.setText(str(len(notes)))
        for key, label in self._numbers.items():
            label.setText(str(sum(key in n.marks for n in notes)))
