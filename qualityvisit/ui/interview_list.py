"""All questions in a list: what has been noted under each, and the one asked now open there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.question_list import status_word
from qualityvisit.ui.theme import look, px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from qualityvisit.ui.agenda import Agenda, Asked

KEYS = "Ctrl+L"
MOST = 4  # notes of a question that are shown
TALL = 520  # what the open question needs


class AllQuestions(QWidget):
    """A column of questions; a press on one, or the keys of the interview, opens it."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, _Row] = {}
        self._column = kit.col(gap=6, margins=(24, 18, 24, 18))
        self._column.addStretch(1)
        self._area = kit.scroll(kit.box(self._column), _("All questions"))
        self.setLayout(kit.col(self._area, gap=0))

    def show_agenda(self, agenda: Agenda, notes: Mapping[str, Sequence[str]]) -> None:
        """Show the questions with what has been noted on each."""
        ids = [q.id for q in agenda.questions]
        if ids != list(self._rows):
            for row in self._rows.values():
                row.deleteLater()
            self._rows = {}
            for asked in agenda.questions:
                row = self._rows[asked.id] = _Row()
                row.pressed.connect(lambda id=asked.id: self.picked.emit(id))  # noqa: A006 an id
                self._column.insertWidget(self._column.count() - 1, row)
        for asked in agenda.questions:
            self._rows[asked.id].tell(asked, notes.get(asked.id, ()))

    def open(self, question: str, card: QWidget) -> None:
        """Let the open question stand in the place of its row."""
        for name, row in self._rows.items():
            row.setVisible(name != question)
        if question not in self._rows:
            return
        self._column.removeWidget(card)
        self._column.insertWidget(self._column.indexOf(self._rows[question]), card)
        card.setMinimumHeight(px(TALL))
        card.show()
        QTimer.singleShot(0, card, lambda: self._area.ensureWidgetVisible(card, 0, px(20)))


class _Row(QFrame):
    """A question that is not open: its words, how it stands, its notes in short."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Asked | None, tuple[str, ...]] = (None, ())
        self._title = kit.label("", bold=True, wrap=True)
        self._state = kit.label("", "muted", 0.95)
        self._notes = kit.label("", "muted", wrap=True)
        head = kit.row((self._title, 1), self._state, gap=12)
        self.setLayout(kit.col(head, self._notes, gap=4, margins=(14, 10)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, asked: Asked, notes: Sequence[str]) -> None:
        """Show how the question stands."""
        if (asked, tuple(notes)) == self._shown:
            return
        self._shown = (asked, tuple(notes))
        self._title.setText(f"{asked.number}  {asked.text}".strip())
        self._state.setText(status_word(asked))
        more = [_("{n} more", n=len(notes) - MOST)] if len(notes) > MOST else []
        self._notes.setText("\n".join([f"–  {text}" for text in notes[:MOST]] + more))
        self._notes.setVisible(bool(notes))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the question."""
        super().mousePressEvent(event)
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        theme, painter = look(), QPainter(self)
        ground = theme["hover" if self.underMouse() else "panel"]
        kit.rounded(painter, self.rect().toRectF(), px(10), ground, theme["line"])
