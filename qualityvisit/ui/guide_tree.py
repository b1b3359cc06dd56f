"""The list of a guide's themes and questions, and the keys by which it is put in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from qualityvisit.model import records
from qualityvisit.model.guide_rules import in_order
from qualityvisit.ui.kit import LEFT, MIDDLE, RIGHT, elided, rounded
from qualityvisit.ui.rows import ROW, Index, Row, RowPainter, RowView
from qualityvisit.ui.theme import font, look, px
from qualityvisit.ui.trade import Look, group_look
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QPainter

INDENT = 14
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class Parts:
    """What a guide is made of, as it was last read: themes and questions in order."""

    guide: records.Guide
    themes: tuple[records.Theme, ...]
    questions: tuple[records.Question, ...]
    groups: tuple[records.Group, ...]
    wrong: Mapping[str, str]  # item -> what is to be mended

    def theme(self, name: str) -> records.Theme | None:
        """Return a theme, or None."""
        return next((t for t in self.themes if t.id == name), None)

    def question(self, name: str) -> records.Question | None:
        """Return a question, or None."""
        return next((q for q in self.questions if q.id == name), None)

    def with_question(self, question: records.Question) -> Parts:
        """Return the same with one question as it reads now."""
        asked = tuple(question if q.id == question.id else q for q in self.questions)
        return replace(self, questions=asked)

    def of_theme(self, theme: str, group: str = "") -> list[records.Question]:
        """Return a theme's questions as they are listed: group by group, in order."""
        place = {g.id: n for n, g in enumerate(self.groups)}
        found = [q for q in self.questions if q.theme == theme and group in ("", q.group)]
        return sorted(found, key=lambda q: place.get(q.group, len(place)))

    def look(self, group: str) -> Look:
        """Return how a group is shown and called in this guide."""
        names = {g.id: g.name for g in self.groups}
        form = self.guide.forms[0] if self.guide.forms else ""
        return group_look(group, names.get(group, ""), form=form)

    def asked_alike(self, question: records.Question) -> list[records.Question]:
        """Return the questions to the same group, in the order in which they are asked."""
        asked = in_order(self.themes, self.questions)
        return [q for q in asked if q.group == question.group]


class GuideRows(RowView):
    """The guide itself, its themes and their questions. All keys work on the chosen row."""

    insert = Signal()  # a question below
    insert_theme = Signal()
    shift = Signal(int)  # by so many places
    regroup = Signal(int)  # to the group of this number, from 0
    remove = Signal()
    undo = Signal()
    lock = Signal()

    def __init__(self) -> None:
        super().__init__(_("Themes and questions"))
        self.setItemDelegate(_Painter(self))

    def show_parts(self, parts: Parts, group: str, chosen: str = "") -> None:
        """Show the themes and the questions to one group, or to all."""
        rows = [Row(parts.guide.id, _("About the guide"), icon="book-open")]
        for number, theme in enumerate(parts.themes, 1):
            asked = parts.of_theme(theme.id, group)
            rows.append(_theme(number, theme, len(asked), parts.wrong))
            rows += [_question(q, parts) for q in asked]
        self.show_rows(rows, chosen)
        if not self.current():
            self.choose(parts.guide.id)

    def renew(self, question: records.Question, parts: Parts) -> None:
        """Show one question as it reads now."""
        for number, row in enumerate(self.rows.rows):
            if row.id == question.id:
                self.rows.rows[number] = _question(question, parts)
                index = self.rows.index(number)
                self.rows.dataChanged.emit(index, index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of the list."""
        if not self._answer(event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)

    def _answer(self, key: int, held: Qt.KeyboardModifier) -> bool:
        keys = Qt.Key
        match key, held:
            case (keys.Key_Return | keys.Key_Enter, held) if not held:
                self.insert.emit()
            case (keys.Key_Return | keys.Key_Enter, held) if held == CTRL:
                self.insert_theme.emit()
            case (keys.Key_Up | keys.Key_Down, held) if held == ALT:
                self.shift.emit(-1 if key == keys.Key_Up else 1)
            case (keys.Key_Delete | keys.Key_Backspace, held) if not held:
                self.remove.emit()
            case (keys.Key_Z, held) if held == CTRL:
                self.undo.emit()
            case (keys.Key_L, held) if held == CTRL:
                self.lock.emit()
            case (keys.Key_F2 | keys.Key_Right, held) if not held:
                self.opened.emit(self.current())
            case (number, held) if held == CTRL and keys.Key_1 <= number <= keys.Key_9:
                self.regroup.emit(number - keys.Key_1)
            case _:
                return False
        return True


def _theme(number: int, theme: records.Theme, asked: int, wrong: Mapping[str, str]) -> Row:
    name = f"{number}. {theme.name or _('New theme')}"
    if theme.id in wrong:
        return Row(theme.id, name, right=_("to mend"), pill="warn")
    said = count("{n} question", "{n} questions", asked)
    return Row(theme.id, name, right=f"{_('locked')}  ·  {said}" if theme.core else said)


def _question(question: records.Question, parts: Parts) -> Row:
    look = parts.look(question.group)
    title = question.short or question.text or _("New question")
    about = "  ·  ".join(filter(None, (look.word, *marks_of(question))))
    if question.id in parts.wrong:
        return Row(question.id, title, about, look.icon, right=_("to mend"), pill="warn")
    return Row(question.id, title, about, look.icon)


def marks_of(question: records.Question) -> Iterable[str]:
    """Return in words what holds for a question besides what it asks."""
    if question.unused:
        return (_("not asked here"),)
    demand = {records.ASK: _("must be asked"), records.WARN: _("reminds")}.get(question.required)
    return filter(None, (
        demand or "",
        _("rated") if question.scale else "",
        _("follows an answer") if question.after else "",
        _("locked") if question.core else "",
    ))  # fmt: skip


class _Painter(RowPainter):
    """Paints themes as headings that can be chosen, and questions a little further in."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        size = super().sizeHint(option, index)
        row: Row = index.data(ROW)
        return size if row.icon else QSize(size.width(), size.height() + px(8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a theme or a question."""
        row: Row = index.data(ROW)
        if row.about:
            option.rect.setLeft(option.rect.left() + px(INDENT))
        if row.icon:
            super().paint(painter, option, index)
            return
        painter.save()
        self._theme(painter, QRectF(option.rect).adjusted(px(6), px(8), -px(6), -1), row, option)
        painter.restore()

    def _theme(
        self, painter: QPainter, ground: QRectF, row: Row, option: QStyleOptionViewItem
    ) -> None:
        theme, flags = look(), QStyle.StateFlag
        chosen = bool(option.state & flags.State_Selected)
        if chosen or option.state & flags.State_MouseOver:
            rounded(painter, ground, px(8), theme["soft" if chosen else "hover"])
        if option.state & flags.State_HasFocus:
            rounded(painter, ground, px(8), None, theme["accent"], width=2)
        text = ground.adjusted(px(12), 0, -px(10), 0)
        painter.setFont(font(0.95))
        painter.setPen(theme["warn" if row.pill else "muted"])
        room = painter.fontMetrics().horizontalAdvance(row.right) + px(10)
        painter.drawText(text, RIGHT | MIDDLE, row.right)
        painter.setFont(font(bold=True))
        painter.setPen(theme["text"])
        elided(painter, text.adjusted(0, 0, -room, 0), row.title, LEFT | MIDDLE)


def neighbours(items: Sequence[str], name: str, step: int) -> tuple[str, str] | None:
    """Return what an item comes to stand between when it is moved, or None past the ends."""
    at = items.index(name)
    rest = [x for x in items if x != name]
    goal = at + step
    if not 0 <= goal <= len(rest):
        return None
    return (rest[goal - 1] if goal else "", rest[goal] if goal < len(rest) else "")
