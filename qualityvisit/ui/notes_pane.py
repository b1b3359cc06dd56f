"""The notes beside the minutes: counted by theme and group, each carried over or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.marks import PLAIN, in_order
from qualityvisit.ui.minutes_text import carry_all_words, room_words
from qualityvisit.ui.note_matrix import Matrix
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _, clock, listing

if TYPE_CHECKING:
    from qualityvisit.model.view import MinutesView
    from qualityvisit.workspace import Workspace

UNDECIDED, CARRIED, LEFT_OUT = "undecided", "carried", "left out"
MANY = 40  # more cards than this are not built at once: the matrix narrows them


class NoteCard(kit.Surface):
    """A note as it was written, and what has become of it."""

    carry = Signal(str)
    leave_out = Signal(str)
    undo = Signal(str)
    show_passage = Signal(str)

    def __init__(
        self, note: records.Note, number: int, author: str, fate: tuple[str, str], *, may: bool
    ) -> None:
        self.note, self.fate = note, fate
        self.shows = (note, number, author, fate, may)
        marks = in_order(note.marks) or [PLAIN]
        first = marks[0]
        words = listing([first.short, *(m.short.lower() for m in marks[1:])])
        title = kit.label(words, first.token, 0.9, bold=True)
        head = kit.row(
            kit.pic(first.icon, first.token, 15), title, None,
            kit.label(_("Note {n}", n=number), "muted", 0.9), gap=6,
        )  # fmt: skip
        text = kit.label(note.text, wrap=True, select=True)
        by = kit.label(f"{author} {clock(note.at)}".strip(), "muted", 0.9)
        foot = kit.row(by, None, *self._fate(number, may=may), gap=6)
        super().__init__(
            kit.col(head, text, foot, gap=5, margins=(12, 9, 12, 10)), fill="sunken", radius=8
        )
        self.setAccessibleName(f"{_('Note {n}', n=number)}: {note.text}")

    def _fate(self, number: int, *, may: bool) -> list[kit.Item]:
        """Return what has become of the note, or what can become of it."""
        name, (fate, detail) = self.note.id, self.fate
        of = _("Note {n}", n=number)
        if fate == CARRIED:
            shows = kit.link(_("Carried over"), lambda: self.show_passage.emit(detail))
            shows.setAccessibleName(_("{note}, carried over: show the paragraph", note=of))
            return [kit.pic("check", "ok", 14), shows]
        if fate == LEFT_OUT:
            undo = kit.link(_("Undo"), lambda: self.undo.emit(name))
            undo.setAccessibleName(_("{note}: take it back", note=of))
            said: list[kit.Item] = [kit.Elided(_("Left out: {why}", why=detail), "muted", 0.9)]
            return [*said, undo] if may else said
        if not may:
            return [kit.label(_("Not decided"), "warn", 0.9)]
        out = kit.button(_("Leave out"), lambda: self.leave_out.emit(name), kind="small")
        over = kit.button(_("Carry over"), lambda: self.carry.emit(name), "arrow-right", "small")
        out.setAccessibleName(_("{note}: leave out", note=of))
        over.setAccessibleName(_("{note}: carry over", note=of))
        return [out, over]


class NotesPane(QWidget):
    """All notes of the visit, narrowed by theme and group."""

    carry = Signal(str)
    carry_all = Signal()
    leave_out = Signal(str)
    undo = Signal(str)
    show_passage = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._ws = workspace
        self._view: MinutesView | None = None
        self._cards: dict[str, NoteCard] = {}
        self._marked = ""
        self._may = self._offers_all = False
        self._all = kit.button("", self.carry_all.emit, "check-check")
        self._all.hide()
        self._total = kit.label("", "muted")
        self.matrix = Matrix()
        self.matrix.chosen.connect(lambda _theme, _group: self._fill())
        self._list = kit.col(gap=7, margins=(20, 4, 12, 16))
        self._area = kit.scroll(kit.box(self._list), _("Notes"))
        head = kit.row(kit.label(_("Notes"), factor=1.1, bold=True), None, self._total)
        top = kit.col(head, self.matrix, self._all, kit.rule(), gap=10, margins=(20, 16, 18, 10))
        self.setLayout(kit.col(top, (self._area, 1), gap=0))

    def show_minutes(self, view: MinutesView, *, may: bool) -> None:
        """Show the notes of a visit and what has become of them."""
        self._view, self._may = view, may
        themes = {t.id: t for t in self._ws.all(records.Theme, parent=view.visit.guide)}
        groups = [g.id for g in self._ws.all(records.Group)]
        self.matrix.matrix.show(view, themes, groups)
        if not self.matrix.currentIndex().isValid() and self.matrix.matrix.rowCount():
            quiet = self.matrix.blockSignals(True)
            self.matrix.setCurrentIndex(self.matrix.matrix.index(0, 0))
            self.matrix.blockSignals(quiet)
        decided = len(view.notes) - len(view.undecided)
        said = _("{done} of {all} decided on", done=decided, all=len(view.notes))
        self._total.setText(said if view.notes else "")
        self.matrix.setVisible(bool(view.notes))
        retitle(self._all, carry_all_words(len(view.undecided)))
        self._show_all()
        self._fill()

    def offer_all(self, on: bool) -> None:
        """Offer to carry every note over here too, where the pane that does so is hidden."""
        self._offers_all = on
        self._show_all()

    def _show_all(self) -> None:
        left = self._view is not None and bool(self._view.undecided)
        self._all.setVisible(self._offers_all and self._may and left)

    def reveal(self, number: int) -> None:
        """Show a note by its number, and mark it."""
        view = self._view
        if view is None or not 0 < number <= len(view.notes):
            return
        note = view.notes[number - 1]
        if note.id not in self._cards:
            self.matrix.setCurrentIndex(self.matrix.matrix.index(0, 0))
        for name, each in self._cards.items():
            each.pick(name == note.id)
        self._marked = note.id
        card = self._cards.get(note.id)
        if card is not None:
            QTimer.singleShot(0, card, lambda: self._area.ensureWidgetVisible(card, 0, px(40)))

    def _fill(self) -> None:
        """Build the cards that fit what is chosen; those that still hold are kept."""
        view = self._view
        if view is None:
            return
        theme, group = self.matrix.choice()
        fates = _fates(view)
        people, sessions = self._ws.names(), self._ws.all(records.Session, parent=view.visit.id)
        known = {t for t, _name in self.matrix.matrix.themes}
        chosen = [
            n
            for n in view.notes
            if theme in ("*", n.theme if n.theme in known else "") and group in ("*", n.group)
        ]
        chosen.sort(key=lambda n: fates[n.id][0] != UNDECIDED if len(chosen) > MANY else False)
        items: list[kit.Item] = []
        cards: dict[str, NoteCard] = {}
        last = None
        for note in chosen[:MANY]:
            if note.group != last:
                last = note.group
                items.append(self._group(note.group, view, sessions))
            author = people.get(note.author)
            cards[note.id] = self._card(note, author.initials if author else "", fates[note.id])
            items.append(cards[note.id])
        items += self._end(len(chosen))
        keep = self._area.verticalScrollBar().value()
        for card in cards.values():
            self._list.removeWidget(card)  # one that is kept is not thrown away
        kit.refill(self._list, items)
        self._cards = cards
        QTimer.singleShot(0, self, lambda: self._area.verticalScrollBar().setValue(keep))

    def _card(self, note: records.Note, author: str, fate: tuple[str, str]) -> NoteCard:
        """Return the card of a note: the one that is shown, where it still holds."""
        assert self._view is not None
        number = self._view.number(note.id)
        card = self._cards.get(note.id)
        if card is None or card.shows != (note, number, author, fate, self._may):
            card = NoteCard(note, number, author, fate, may=self._may)
            self._tie(card)
        card.pick(note.id == self._marked)
        return card

    def _end(self, found: int) -> list[kit.Item]:
        if self._view is not None and self._view.weeded:
            said = _("The notes have been weeded.")
        elif not found:
            said = _("There are no notes here.")
        elif found > MANY:
            said = _("{n} more: choose a theme or a group above.", n=found - MANY)
        else:
            return [None]
        return [kit.label(said, "muted", wrap=True), None]

    def _group(self, group: str, view: MinutesView, sessions: list[records.Session]) -> QWidget:
        word = group_look(group, form=view.visit.form).word if group else _("Observations")
        said = kit.Elided(room_words(sessions, group), "muted", 0.95)
        return kit.box(kit.row(kit.label(word, bold=True), (said, 1), gap=8, margins=(0, 6, 0, 0)))

    def _tie(self, card: NoteCard) -> None:
        card.carry.connect(self.carry)
        card.leave_out.connect(self.leave_out)
        card.undo.connect(self.undo)
        card.show_passage.connect(self.show_passage)


def _fates(view: MinutesView) -> dict[str, tuple[str, str]]:
    """Return what has become of each note, with its passage or the reason."""
    fates = {n.id: (UNDECIDED, "") for n in view.undecided}
    fates |= {n.id: (LEFT_OUT, reason) for n, reason in view.left_out}
    passages = {s: p.id for section in view.sections for p in section.passages for s in p.sources}
    return {n.id: fates.get(n.id, (CARRIED, passages.get(n.id, ""))) for n in view.notes}
