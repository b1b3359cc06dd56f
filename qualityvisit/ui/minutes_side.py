"""What remains before the minutes can be finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.marks import PLAIN, in_order
from qualityvisit.ui.minutes_pointing import PointingCard
from qualityvisit.ui.minutes_standing import StandingCards
from qualityvisit.ui.minutes_text import carry_all_words
from qualityvisit.ui.pieces import shown_if
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.model.records import Note, Passage
    from qualityvisit.model.view import MinutesView
    from qualityvisit.ui.minutes_steps import StepActs

MOST = 5  # items of a kind that are shown; the rest are counted


class MinutesSide(QWidget):
    """Notes nobody has decided on, passages without a source, what was left out, how all stands."""

    carry_all = Signal()
    show_note = Signal(int)
    show_passage = Signal(str)
    undo = Signal(str)  # a note that was left out

    def __init__(self, acts: StepActs) -> None:
        super().__init__()
        self._cards = kit.col(gap=12, margins=(20, 20, 20, 12))
        self.pointing = PointingCard()
        self.standing = StandingCards(acts)
        both = kit.col(kit.box(self._cards), self.pointing, self.standing, None, gap=0)
        area = kit.scroll(kit.box(both), _("Left to decide on"))
        self.setLayout(kit.col(area))

    def show_minutes(self, view: MinutesView, lacking: list[Passage], *, may: bool) -> None:
        """Show what remains."""
        title = kit.label(_("Left to decide on"), factor=1.1, bold=True)
        cards: list[kit.Item] = [title, self._undecided(view, may=may)]
        if lacking:
            cards.append(self._lacking(lacking))
        if view.left_out:
            cards.append(self._left_out(view, may=may))
        kit.refill(self._cards, cards)

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
        lines += _more(len(left))
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

    def _lacking(self, passages: list[Passage]) -> QWidget:
        lines: list[kit.Item] = []
        for passage in passages[:MOST]:
            if lines:
                lines.append(kit.rule())
            line = kit.row(kit.pic("text-quote", "warn", 16), (kit.Elided(passage.text), 1), gap=10)
            show = kit.Pressable(line, passage.text, self._shower(passage.id))
            lines.append(show)
        lines += _more(len(passages))
        lines.append(
            kit.label(_("Link a note from the paragraph's menu, or let it stand."), "muted", 0.95,
                      wrap=True)
        )  # fmt: skip
        pill = kit.pill(str(len(passages)), "warn")
        title = _("Paragraphs without a source")
        return kit.card(title, "unlink", *lines, dense=True, gap=8, right=pill)

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

    def _shower(self, passage: str) -> Callable[[], None]:
        return lambda: self.show_passage.emit(passage)


def _more(found: int) -> list[kit.Item]:
    left = found - MOST
    return [kit.label(count("and {n} more", "and {n} more", left), "muted")] if left > 0 else []
