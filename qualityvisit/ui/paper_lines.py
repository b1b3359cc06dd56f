"""What stands between the paragraphs of the minutes: asides, findings, actions, the voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from qualityvisit.model import records
from qualityvisit.model.voices_told import (
    BOTH,
    ELSE,
    GOOD,
    LACKING,
    LEANINGS,
    SILENT,
    UNASKED,
    VoicesTold,
    read,
)
from qualityvisit.ui import kit
from qualityvisit.ui.pieces import marked
from qualityvisit.ui.theme import px
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from qualityvisit.model.records import Passage

FACTORS = {1: 1.4, 2: 1.18, 3: 1.0}
LOOKS = {
    GOOD: ("thumbs-up", "ok"), LACKING: ("trending-up", "warn"), BOTH: ("scale", "text"),
    ELSE: ("text-quote", "text"), SILENT: ("circle-slash", "muted"), UNASKED: ("minus", "muted"),
}  # fmt: skip


def heading(words: str, depth: int, *, first: bool) -> QWidget:
    """Return a heading of the document."""
    made = kit.label(words, factor=FACTORS[depth], bold=True, wrap=True)
    above = 0 if first else {1: 18, 2: 12, 3: 6}[depth]
    made.setContentsMargins(0, px(above), px(92), px(2))
    return made


def aside(words: str) -> QWidget:
    """Return words about what follows."""
    made = kit.label(words, "muted", 0.98, wrap=True)
    made.setContentsMargins(0, 0, px(92), px(4))
    return made


def finding_line(finding: records.Finding) -> QWidget:
    """Return a finding as a line of the document."""
    return _line(marked(finding.mark, finding.text))


def action_line(action: records.Action) -> QWidget:
    """Return an action as a line of the document."""
    about = "  ·  ".join(filter(None, (action.responsible, day(action.due))))
    words: list[kit.Item] = [kit.label(action.text, wrap=True)]
    if about:
        words.append(kit.label(about, "muted", 0.95, wrap=True))
    pic = kit.box(kit.col(kit.pic("list-todo", "muted", 16), None))
    return _line(kit.box(kit.row(pic, (kit.box(kit.col(*words, gap=0)), 1), gap=9)))


def _line(inner: QWidget) -> QWidget:
    return kit.box(kit.row((inner, 1), gap=0, margins=(0, 2, 92, 3)))


class VoicesLine(QWidget):
    """The four voices as they stand in the minutes, with what can be done with them."""

    renew = Signal()
    turn = Signal(str)  # TABLE or CHART
    remove = Signal()

    def __init__(self, passage: Passage, *, may: bool) -> None:
        super().__init__()
        self.passage = passage
        told = read(passage.cells)
        title = _("What each group said of each theme")
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(6))
        for column, name in enumerate(told.groups, 1):
            grid.addWidget(kit.Elided(name, "muted", 0.88, bold=True), 0, column)
            grid.setColumnStretch(column, 4)
            grid.setColumnMinimumWidth(column, px(62))
        grid.setColumnStretch(0, 6)
        for row, (theme, cells) in enumerate(zip(told.themes, told.cells, strict=True), 1):
            grid.addWidget(kit.Elided(theme or _("Other themes")), row, 0)
            for column, (leaning, number) in enumerate(cells, 1):
                grid.addWidget(_voice(leaning, number), row, column)
        table = kit.box(kit.col(grid, _legend(told), gap=10))
        if not told.themes:
            table = kit.label(_("Nothing has been written in the interviews yet."), "muted")
        kind = _("Table") if passage.figure == records.TABLE else _("Chart")
        head = kit.row(kit.pic("columns-4"), (kit.label(title, bold=True, wrap=True), 1),
                       kit.pill(kind))  # fmt: skip
        parts: list[kit.Item] = [head, table]
        if may:
            parts.append(kit.box(kit.row(*self._ways(), None, gap=14)))
        frame = kit.Surface(kit.col(*parts, gap=8, margins=(14, 10, 14, 10)), fill="sunken")
        self.setLayout(kit.row((frame, 1), gap=0, margins=(0, 4, 92, 6)))
        self.setAccessibleName(title)

    def _ways(self) -> list[QWidget]:
        as_table = self.passage.figure == records.TABLE
        other = records.CHART if as_table else records.TABLE
        words = _("Let it be a chart") if as_table else _("Let it be a table")
        return [
            kit.link(words, lambda: self.turn.emit(other)),
            kit.link(_("Show what is said now"), self.renew.emit),
            kit.link(_("Remove"), self.remove.emit, name=_("Remove the four voices")),
        ]


def _voice(leaning: str, number: int) -> QWidget:
    icon, ink = LOOKS[leaning]
    pic = kit.pic(icon, ink, 15, voice_word(leaning))
    return kit.box(kit.row(pic, kit.label(str(number or ""), ink), None, gap=6))


def _legend(told: VoicesTold) -> QWidget:
    """Return what the icons mean that are used."""
    used = {leaning for row in told.cells for leaning, _number in row}
    parts = []
    for leaning in (each for each in LEANINGS if each in used):
        icon, ink = LOOKS[leaning]
        words = kit.label(voice_word(leaning), "muted", 0.95)
        parts.append(kit.box(kit.row(kit.pic(icon, ink, 15), words, gap=6)))
    return kit.box(kit.flow(*parts, gap=14))


def voice_word(leaning: str) -> str:
    """Return what a group said of a theme, in a word."""
    return {
        GOOD: _("strengths"),
        LACKING: _("areas for development"),
        BOTH: _("strengths and areas for development"),
        ELSE: _("told of"),
        SILENT: _("nothing said"),
        UNASKED: _("not asked"),
    }[leaning]
