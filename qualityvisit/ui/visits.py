"""Besök: all visits, those that wait for something first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QKeySequence, QShortcut

from qualityvisit.model import records
from qualityvisit.model.planning import day_of
from qualityvisit.ui import kit
from qualityvisit.ui.pieces import DOCUMENTS, show_documents, shown_if
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.trade import form_word, half_of, halves, visit_look, when
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk

# What a visit waits for, in the order in which it should be looked at.
STAGES = {
    "now": ("done", "compiled", "fact-checked"),
    "ahead": ("planned", "prepared", "moved"),
    "made": ("finished", "reported", "closed"),
    "cancelled": ("cancelled",),
}


def stage_word(stage: str) -> str:
    """Return what a stage is called."""
    return {
        "now": _("Minutes to be written"), "ahead": _("Ahead"), "made": _("Finished visits"),
        "cancelled": _("Cancelled visits"),
    }[stage]  # fmt: skip


class Visits(Screen):
    """All visits by what they wait for, narrowed by stage, half year or words."""

    kinds: ClassVar[frozenset[str]] = frozenset({"visit", "person", "term", "minutes"})

    def __init__(self, desk: Desk) -> None:
        self._stage = kit.Choice(
            [("", _("All visits")), *((s, stage_word(s)) for s in STAGES)],
            name=_("Show visits by stage"),
        )
        self._half = kit.Choice([], name=_("Show visits by half year"))
        self._find = kit.line(hint=_("Search among visits"), name=_("Search among visits"))
        self.list = RowView(_("Visits"))
        self.list.opened.connect(self._open)
        self.list.clicked.connect(lambda _index: self._open(self.list.current()))
        for choice in (self._stage, self._half):
            choice.currentIndexChanged.connect(lambda _at: self.make_stale())
        self._find.textChanged.connect(lambda _text: self.make_stale())
        new = kit.button(_("New visit"), lambda: desk.way.go("plan", new="yes"), "plus", "primary")
        shown_if(new, desk.is_administrator)
        papers = kit.button(
            _("Documents"), lambda: show_documents(desk, self), "file-text", tip=DOCUMENTS
        )
        head = kit.header(_("Visits"), "", self._stage, self._half, papers, new)
        self._empty = kit.empty_state(
            "clipboard-list", _("No visits yet"),
            _("Plan the first one on the visit plan. It then stands here with its programme."),
            kit.button(_("Go to the visit plan"), lambda: desk.way.go("plan")),
        )  # fmt: skip
        self._none = kit.empty_state(
            "search", _("No visit fits"), _("Choose another stage or half year, or other words."),
            kit.button(_("Show all visits"), self._show_all),
        )  # fmt: skip
        card = kit.Surface(kit.col(self.list, margins=(4, 6, 4, 6)))
        self._found = kit.box(kit.col(self._find, (card, 1), gap=12))
        page = kit.col((self._found, 1), (self._none, 1), (self._empty, 1), margins=(28, 18))
        super().__init__(desk, head, kit.box(page))
        shortcut = QShortcut(QKeySequence(DOCUMENTS), self)
        shortcut.activated.connect(lambda: show_documents(desk, self))

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the list's own keys."""
        return [(DOCUMENTS, _("Documents: reports of a half year or a year"))]

    def first(self) -> QWidget:
        """Return the list."""
        return self.list

    def refresh(self) -> None:
        """Read the visits and show those that fit."""
        visits, term = self.ws.all(records.Visit), self.ws.term()
        spans = halves(term.start, term.end)
        self._half.offer([("", _("All half years")), *((h.start, h.word) for h in spans)],
                         self._half.value())  # fmt: skip
        shown = [v for v in visits if self._fits(v)]
        self.header.tell(_("Visits"), count("{n} visit", "{n} visits", len(shown)))
        self.list.show_rows(self._rows(shown))
        self._empty.setVisible(not visits)
        self._none.setVisible(bool(visits) and not shown)
        self._found.setVisible(bool(visits))
        self.list.setVisible(bool(shown))

    def _fits(self, visit: records.Visit) -> bool:
        stage, half = self._stage.value(), self._half.value()
        if stage and visit.status not in STAGES[stage]:
            return False
        when_ = day_of(visit)
        if half and (not when_ or half_of(when_).start != half):
            return False
        text = f"{visit.words} {form_word(visit.form)}".casefold()
        return all(word in text for word in self._find.text().casefold().split())

    def _rows(self, visits: list[records.Visit]) -> list[Row]:
        names, rows = self.ws.names(), list[Row]()
        for stage, states in STAGES.items():
            found = [v for v in visits if v.status in states]
            found.sort(key=lambda v: day_of(v) or "9999", reverse=stage == "made")
            if found:
                rows.append(Row("", stage_word(stage), right=str(len(found))))
            rows += [_row(v, names) for v in found]
        return rows

    def _open(self, visit: str) -> None:
        if visit:
            self.desk.way.go("visit", id=visit)

    def _show_all(self) -> None:
        self._find.clear()
        self._stage.setCurrentIndex(0)
        self._half.setCurrentIndex(0)


def _row(visit: records.Visit, names: dict[str, records.Person]) -> Row:
    seen = visit_look(visit.status)
    team = ", ".join(names[p].name for p in visit.team if p in names)
    about = [when(visit, weekday=True), form_word(visit.form), visit.registry_number, team]
    title = _("{unit} (extra visit)", unit=visit.title) if visit.extra else visit.title
    ink = seen.pill if seen.pill != "quiet" else "muted"
    return Row(
        visit.id, title, "  ·  ".join(filter(None, about)), seen.icon, ink, seen.word, seen.pill
    )
