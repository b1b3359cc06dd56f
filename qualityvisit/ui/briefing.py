"""The briefing: what is known of the unit before a visit, and whether this computer has it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from qualityvisit import briefing
from qualityvisit.errors import KnownError
from qualityvisit.model import records
from qualityvisit.model.figures import value_words
from qualityvisit.ui import kit
from qualityvisit.ui.export import ExportDialog
from qualityvisit.ui.files import Files
from qualityvisit.ui.note_sheet import Place
from qualityvisit.ui.pieces import marked, shown_if
from qualityvisit.ui.trade import action_look, group_look, when
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from qualityvisit.briefing import Inherited, Known
    from qualityvisit.reports.outline import Outline
    from qualityvisit.ui.screen import Desk

KEYS = "Ctrl+U"
AGAIN = 5000  # milliseconds between looks at whether all is shared
FIGURES = 8  # figures shown; the unit's page has them all

Line = tuple[str, str, str]  # icon, ink, words


class BriefingCard(kit.Surface):
    """The visit's card: what this computer has for the visit, and the files that go with it."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._visit = desk, ""
        self._here: set[str] = set()  # files whose bytes are here: they never change
        self._lines, self._sharing = kit.col(gap=6), kit.col(gap=6)
        self._shared = ("", "", "")
        self.files = Files(desk)
        self._attach = kit.link(_("Attach a file …"), self.files.choose)
        self._open = kit.button(_("Open the briefing"), self.open, "clipboard-list", "small")
        self._open.setToolTip(KEYS)
        head = kit.row(kit.pic("clipboard-list"), kit.Elided(_("Briefing"), bold=True))
        foot = kit.row(self._open, self._attach, None)
        super().__init__(
            kit.col(
                head, self._lines, self._sharing, self.files, foot, gap=8, margins=(18, 15, 18, 15)
            )
        )
        again = QTimer(self, interval=AGAIN)
        again.timeout.connect(self.look)
        again.start()

    def look(self) -> None:
        """Say whether the team has all this; rounds of sharing change no record."""
        told = shared_line(self._desk)
        if self.isVisible() and told != self._shared:
            self._shared = told
            kit.refill(self._sharing, [_line(*told)])

    def show_visit(self, visit: records.Visit) -> None:
        """Show what there is for a visit."""
        self._visit = visit.id
        ws = self._desk.ws
        lines = ready_lines(briefing.known(ws, visit.id), self._missing(visit.id))
        kit.refill(self._lines, [_line(*each) for each in lines])
        self._shared = shared_line(self._desk)
        kit.refill(self._sharing, [_line(*self._shared)])
        self.files.show_place(Place(visit.id, "", ""))
        shown_if(self._attach, ws.may_write(f"notes/{visit.id}"))

    def _missing(self, visit: str) -> int:
        """Return how many of the visit's files have not come to this computer."""
        ws, missing = self._desk.ws, 0
        for each in briefing.files_of(ws, visit):
            if each.id in self._here:
                continue
            try:
                ws.file_bytes(each.id)
                self._here.add(each.id)
            except KnownError:
                missing += 1
        return missing

    def open(self) -> None:
        """Open the briefing."""
        BriefingDialog(self._desk, self, self._visit).open()


def ready_lines(known: Known, missing: int) -> Iterator[Line]:
    """Give what this computer has, a line each; what is missing is said first of each."""
    if known.figures:
        words = count("{n} key figure", "{n} key figures", len(known.figures))
        brought = _(", brought in {day}", day=day(known.taken)) if known.taken else ""
        yield "circle-check", "ok", f"{words}{brought}"
    else:
        yield "triangle-alert", "warn", _("No key figures have been added.")
    if known.last:
        yield "circle-check", "ok", _("The last visit: {when}", when=when(known.last))
    else:
        yield "info", "muted", _("No earlier visit to the unit is known here.")
    if missing:
        yield "triangle-alert", "warn", count(
            "{n} file has not come yet. Share before you leave.",
            "{n} files have not come yet. Share before you leave.", missing,
        )  # fmt: skip


def shared_line(desk: Desk) -> Line:
    """Return whether the team has what is on this computer."""
    shared = desk.ws.standing.shared_at
    if not desk.ws.standing.address:
        return "info", "muted", _("Nothing is shared: it is on this computer alone.")
    if waiting := desk.ws.standing.waiting()[0] + desk.ws.unsaved:
        words = count("{n} change waits to be shared.", "{n} changes wait to be shared.", waiting)
        return "triangle-alert", "warn", words
    if not shared:
        return "triangle-alert", "warn", _("Not shared yet: the team does not have it.")
    at = _("{day} at {time}", day=day(shared, year=False), time=clock(shared))
    return "circle-check", "ok", _("Everything was shared {when}", when=at)


def _line(icon: str, ink: str, words: str) -> QWidget:
    above = kit.box(kit.col(kit.pic(icon, ink, 16), None, gap=0))
    return kit.box(kit.row(above, (kit.label(words, ink, 0.95, wrap=True), 1), gap=8))


class BriefingDialog(ExportDialog):
    """What is known of the unit. Questions that the last visit left are taken over here."""

    def __init__(self, desk: Desk, window: QWidget, visit: str) -> None:
        super().__init__(desk, window, visit, _("Briefing"))
        self._column = kit.col(gap=14)
        self.takes: dict[str, kit.Button] = {}
        body = kit.box(kit.col(self._column, None, margins=(0, 2, 12, 2)))
        self.setLayout(
            kit.col(
                self._head, (kit.scroll(body, _("Briefing")), 1),
                kit.row((self._said, 1), self._tick), self.ways(), gap=10, margins=24,
            )
        )  # fmt: skip
        self.show_known()

    def paper(self) -> Outline:
        """Return the briefing on one page."""
        return briefing.briefing_outline(self._desk.ws, self._visit.id)

    def name(self) -> str:
        """Return what it is called."""
        return _("Briefing")

    def prepares(self) -> str:
        """Return what is prepared when it has gone out."""
        return "briefing"

    def show_known(self) -> None:
        """Read and show what is known."""
        known = briefing.known(self._desk.ws, self._visit.id)
        self.takes = {}
        kit.refill(self._column, [*self._figures(known), *self._last(known), *self._asks(known)])

    def _figures(self, known: Known) -> Iterator[QWidget]:
        lines: list[kit.Item] = []
        for each in known.figures[:FIGURES]:
            value = kit.label(value_words(each.value), bold=True)
            period = kit.label(each.period, "muted", 0.95)
            lines.append(kit.row((kit.label(each.name, wrap=True), 1), value, period, gap=12))
        sources = dict.fromkeys(f.source for f in known.figures[:FIGURES])
        brought = _(", brought in {day}", day=day(known.taken)) if known.taken else ""
        told = [_("Source: {source}{when}", source=s, when=brought) for s in sources]
        none = _("No key figures have been added.")
        lines.append(kit.label("\n".join(told) or none, "muted", 0.95, wrap=True))
        rest = len(known.figures) - FIGURES
        words = count("{n} more on the unit's page", "{n} more on the unit's page", max(0, rest))
        more = shown_if(kit.link(words, self._to_unit), rest > 0)
        yield kit.card(_("Key figures"), "chart-column", *lines, kit.row(more, None), gap=6)

    def _to_unit(self) -> None:
        self.accept()
        self._desk.way.go("units", id=self._visit.unit)

    def _last(self, known: Known) -> Iterator[QWidget]:
        if known.last is None:
            words = kit.label(_("No earlier visit to the unit is known here."), "muted", wrap=True)
            yield kit.card(_("The last visit"), "history", words)
        else:
            lines: list[kit.Item] = [marked(f.mark, f.text) for f in known.findings]
            if not lines:
                none = _("Nothing was written down as found.")
                lines.append(kit.label(none, "muted", wrap=True))
            title = _("The last visit, {when}", when=when(known.last))
            yield kit.card(title, "history", *lines, gap=8)
        if known.actions:
            yield kit.card(_("Open actions"), "list-todo", *map(_action, known.actions), gap=8)

    def _asks(self, known: Known) -> Iterator[QWidget]:
        if known.questions:
            may = self._desk.ws.may_write(f"notes/{self._visit.id}")
            lines = [self._question(each, may=may) for each in known.questions]
            about = _("Take over what you want to ask: it stands in the interview of the group.")
            note = kit.label(about, "muted", 0.95, wrap=True)
            title = _("Questions from the last visit")
            yield kit.card(title, "messages-square", note, *lines, gap=8)

    def _question(self, each: Inherited, *, may: bool) -> QWidget:
        names = {g.id: g.name for g in self._desk.ws.all(records.Group)}
        group = group_look(each.group, names.get(each.group, ""), form=self._visit.form).word
        words = kit.col(kit.label(each.text, wrap=True), kit.label(group, "muted", 0.95), gap=1)
        if each.taken:
            return kit.box(kit.row((kit.box(words), 1), kit.pill(_("taken over"), "ok")))
        take = kit.button(
            _("Take over"), partial(self.take, each.id), "plus", "small",
            name=_("Take over: {text}", text=each.text),
        )  # fmt: skip
        take.setAutoDefault(False)
        self.takes[each.id] = take
        return kit.box(kit.row((kit.box(words), 1), shown_if(take, may), gap=10))

    def take(self, name: str) -> None:
        """Make a question of the last visit one of this visit's own; go on to the next."""
        place = list(self.takes).index(name)
        if self.attempt(lambda: briefing.take_over(self._desk.ws, self._visit.id, name)):
            self._desk.ws.settle()
            self.show_known()
            left = list(self.takes.values())
            if left:
                left[min(place, len(left) - 1)].setFocus()
            self.tell(_("It stands in the interview now."))


def _action(action: records.Action) -> QWidget:
    seen = action_look(action.status)
    about = "  ·  ".join(filter(None, (action.responsible, day(action.due))))
    words = kit.col(kit.label(action.text, wrap=True), kit.label(about, "muted", 0.95), gap=1)
    return kit.box(kit.row((kit.box(words), 1), kit.pill(seen.word, seen.pill), gap=10))
