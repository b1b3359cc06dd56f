"""The notes beside the minutes: counted by theme and group, those that are left first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.minutes_text import carry_all_words, room_words
from qualityvisit.ui.note_card import CARRIED, LEFT_OUT, UNDECIDED, NoteCard
from qualityvisit.ui.note_matrix import Matrix
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.model.view import MinutesView
    from qualityvisit.workspace import Workspace

MANY = 40  # more cards than this are not built at once: the matrix narrows them


class NotesPane(QWidget):
    """All notes of the visit, narrowed by theme and group."""

    carry = Signal(str, str)  # a note, and one of MANNERS or ""
    part = Signal(str, str)  # a note, and the words of it that are marked
    into = Signal(str, str)  # the same, into the paragraph with the caret
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
        self._next = ""  # the note that has the focus when this one is decided on
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

    def _chosen(self, view: MinutesView) -> list[records.Note]:
        """Return the notes of the theme and the group that are chosen, by group."""
        theme, group = self.matrix.choice()
        known = {t for t, _name in self.matrix.matrix.themes}
        found = [
            n
            for n in view.notes
            if theme in ("*", n.theme if n.theme in known else "") and group in ("*", n.group)
        ]
        place = {group: n for n, group in enumerate(dict.fromkeys(n.group for n in found))}
        return sorted(found, key=lambda n: place[n.group])

    def _fill(self) -> None:
        """Build the cards that fit what is chosen, those that are left first; some are kept."""
        view = self._view
        if view is None:
            return
        fates, chosen = _fates(view), self._chosen(view)
        left = [n for n in chosen if fates[n.id][0] == UNDECIDED]
        done = [n for n in chosen if fates[n.id][0] != UNDECIDED][: max(0, MANY - len(left))]
        cards: dict[str, NoteCard] = {}
        items = self._cards_of(left[:MANY], view, fates, cards)
        if left and done:
            items += [kit.rule(), kit.label(_("Decided on"), "muted")]
        items += self._cards_of(done, view, fates, cards)
        items += self._end(len(chosen))
        keep = self._area.verticalScrollBar().value()
        for card in cards.values():
            self._list.removeWidget(card)  # one that is kept is not thrown away
        kit.refill(self._list, items)
        self._cards = cards
        QTimer.singleShot(0, self, lambda: self._settle(keep))

    def _cards_of(
        self, notes: list[records.Note], view: MinutesView, fates: dict[str, tuple[str, str]],
        cards: dict[str, NoteCard],
    ) -> list[kit.Item]:  # fmt: skip
        """Return the cards of some notes, put into ``cards``, under the words of their groups."""
        people, sessions = self._ws.names(), self._ws.all(records.Session, parent=view.visit.id)
        items: list[kit.Item] = []
        last = None
        for note in notes:
            if note.group != last:
                last = note.group
                items.append(self._group(note.group, view, sessions))
            author = people.get(note.author)
            cards[note.id] = self._card(note, author.initials if author else "", fates[note.id])
            items.append(cards[note.id])
        return items

    def _settle(self, scrolled: int) -> None:
        """Stay where the list was; go on to the next note where one has been decided on."""
        self._area.verticalScrollBar().setValue(scrolled)
        card, self._next = self._cards.get(self._next), ""
        if card is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(card, 0, px(40))

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
        card.part.connect(self.part)
        card.into.connect(self.into)
        card.leave_out.connect(self.leave_out)
        card.undo.connect(self.undo)
        card.show_passage.connect(self.show_passage)
        card.stepped.connect(self._step)

    def _step(self, note: str, way: int) -> None:
        """Give the focus to the note above or below."""
        order = list(self._cards)
        at = order.index(note) + way
        if 0 <= at < len(order):
            card = self._cards[order[at]]
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(card, 0, px(20))

    def go_on(self, note: str) -> None:
        """Let the next note that is left have the focus, where this one's card has it."""
        card, order = self._cards.get(note), list(self._cards)
        here = QApplication.focusWidget()
        if card is None or here is None or not (card is here or card.isAncestorOf(here)):
            return
        at = order.index(note)
        left = [n for n in (*order[at + 1 :], *order[:at]) if self._cards[n].fate[0] == UNDECIDED]
        self._next = left[0] if left else note


def _fates(view: MinutesView) -> dict[str, tuple[str, str]]:
    """Return what has become of each note, with its passage or the reason."""
    fates = {n.id: (UNDECIDED, "") for n in view.undecided}
    fates |= {n.id: (LEFT_OUT, reason) for n, reason in view.left_out}
    passages = {s: p.id for p in reversed(view.passages) for s in p.sources}  # the first of each
    return {n.id: fates.get(n.id, (CARRIED, passages.get(n.id, ""))) for n in view.notes}
