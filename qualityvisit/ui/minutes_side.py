"""What remains before the minutes can be finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.comments_card import CommentsCard
from qualityvisit.ui.marks import PLAIN, in_order
from qualityvisit.ui.minutes_lists import MOST, SourceLists, more
from qualityvisit.ui.minutes_pointing import PointingCard
from qualityvisit.ui.minutes_standing import StandingCards
from qualityvisit.ui.minutes_text import carry_all_words
from qualityvisit.ui.pieces import shown_if
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualityvisit.model.records import Note, Person
    from qualityvisit.model.view import MinutesView
    from qualityvisit.ui.minutes_steps import StepActs


class MinutesSide(QWidget):
    """Notes nobody has decided on, comments, sources, what was left out, and how all stands."""

    carry_all = Signal()
    show_note = Signal(int)
    undo = Signal(str)  # a note that was left out

    def __init__(self, acts: StepActs) -> None:
        super().__init__()
        self._top = kit.col(gap=12, margins=(20, 20, 20, 12))
        self._bottom = kit.col(gap=12, margins=(20, 12, 20, 12))
        self.sources, self.comments = SourceLists(), CommentsCard()
        self.pointing = PointingCard()
        self.standing = StandingCards(acts)
        middle = kit.box(kit.col(self.comments, self.sources, gap=12, margins=(20, 0, 20, 0)))
        both = kit.col(
            kit.box(self._top), middle, kit.box(self._bottom), self.pointing, self.standing, None,
            gap=0,
        )  # fmt: skip
        self._area = kit.scroll(kit.box(both), _("Left to decide on"))
        self.setLayout(kit.col(self._area))

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part."""
        self._area.ensureWidgetVisible(part, 0, px(20))

    def show_minutes(
        self, view: MinutesView, people: Mapping[str, Person], me: str, *, may: bool
    ) -> None:
        """Show what remains."""
        title = kit.label(_("Left to decide on"), factor=1.1, bold=True)
        kit.refill(self._top, [title, self._undecided(view, may=may)])
        self.sources.show_minutes(view, may=may)
        self.comments.show_minutes(view, people, me, may=may)
        cards: list[kit.Item] = []
        if view.left_out:
            cards.append(self._left_out(view, may=may))
        kit.refill(self._bottom, cards)

    def _undecided(self, view: MinutesView, *, may: bool) -> QWidget:
        left = view.undecided
        if not view.notes:
            words = _("There are no notes to build on yet.")
            if view.weeded:
                words = _("The notes have been weeded.")
            said = kit.label(words, "muted", wrap=True)
            return kit.card(_("Unused notes"), "notebook-pen", said, dense=True)
        if not left:
            said = kit.label(_("Every note has been decided on."), "ok", wrap=True)
            return kit.card(_("Unused notes"), "circle-check", said, dense=True)
        lines: list[kit.Item] = []
        for note in left[:MOST]:
            if lines:
                lines.append(kit.rule())
            lines.append(self._note(view, note))
        lines += more(len(left))
        if view.minutes.finished:
            words = _("They came when the minutes were finished. Begin a correction to take them in"
                      " or leave them out.")  # fmt: skip
            lines.append(kit.label(words, "warn", wrap=True))
        if may:
            lines.append(
                kit.button(
                    carry_all_words(len(left)), self.carry_all.emit, "check-check", "primary"
                )
            )
        pill = kit.pill(str(len(left)), "warn")
        return kit.card(_("Unused notes"), "notebook-pen", *lines, dense=True, gap=8, right=pill)

    def _note(self, view: MinutesView, note: Note) -> QWidget:
        mark = (in_order(note.marks) or [PLAIN])[0]
        number = view.number(note.id)
        group = group_look(note.group, form=view.visit.form).word if note.group else _("Observed")
        about = _("{group}, note {n}", group=group, n=number)
        words = kit.col(kit.Elided(note.text), kit.label(about, "muted", 0.95), gap=1)
        line = kit.row(kit.pic(mark.icon, mark.token, 16), (kit.box(words), 1), gap=10)
        said = f"{about}: {note.text}"
        return kit.Pressable(line, said, lambda: self.show_note.emit(number))

    def _left_out(self, view: MinutesView, *, may: bool) -> QWidget:
        lines: list[kit.Item] = []
        for note, reason in view.left_out:
            if lines:
                lines.append(kit.rule())
            number = view.number(note.id)
            title = kit.Elided(f"{number}  {note.text}")
            words = kit.col(title, kit.label(reason, "muted", 0.95, wrap=True), gap=1)
            undo = kit.link(_("Undo"), lambda n=note.id: self.undo.emit(n))  # type: ignore[misc]
            undo.setAccessibleName(_("{note}: take it back", note=_("Note {n}", n=number)))
            shown_if(undo, may)
            lines.append(kit.row((kit.box(words), 1), undo, gap=8))
        pill = kit.pill(str(len(view.left_out)))
        return kit.card(_("Left out"), "circle-minus", *lines, dense=True, gap=8, right=pill)
