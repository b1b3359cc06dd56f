"""The questions of an interview by theme, with how far each has come, and a search among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QProgressBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from qualityvisit.model.records import ASK
from qualityvisit.ui import kit
from qualityvisit.ui.agenda import BEGUN, DONE, SKIPPED, Agenda, Asked
from qualityvisit.ui.theme import font, icon, look, px
from qualityvisit.words import _, listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject

    from qualityvisit.model.records import Person

Index = QModelIndex | QPersistentModelIndex
ASKED = Qt.ItemDataRole.UserRole + 1  # an Asked, on the row of a question
SETTLED = Qt.ItemDataRole.UserRole + 2  # "3 of 5", on the row of a theme
ALL_SETTLED = Qt.ItemDataRole.UserRole + 3
INITIALS = Qt.ItemDataRole.UserRole + 4  # of who puts the question

_ICONS = {BEGUN: ("circle-dot", "accent"), DONE: ("circle-check", "ok"),
          SKIPPED: ("circle-minus", "muted")}  # fmt: skip


def status_word(asked: Asked) -> str:
    """Return how far a question has come, in words."""
    words = {BEGUN: _("begun"), DONE: _("answered"), SKIPPED: _("skipped")}
    word = words.get(asked.status) or _("not begun")
    if asked.required == ASK and not asked.is_settled:
        word = listing((word, _("must be asked")))
    return f"{word}: {asked.reason}" if asked.reason else word


class QuestionList(QWidget):
    """Heading, progress, search and the questions. Enter in the search goes to the first found."""

    picked = Signal(str)  # a question's id

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()
        self._settled = kit.label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.search = kit.line(hint=_("Search among questions (Ctrl+F)"))
        self.search.setAccessibleName(_("Search among questions"))
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._pick_first)
        self.tree = _Tree()
        self.tree.picked.connect(self.picked)
        self._title = kit.label("", factor=1.1, bold=True)
        self.beside = kit.row(gap=2)  # what can be done with the questions has its place here
        heading = kit.row(self._title, None, self._settled, self.beside)
        self.left = kit.col(gap=0)  # what is left of the interview has its place here
        top = kit.col(heading, self._bar, self.left, 2, self.search, gap=8, margins=(20, 0, 18, 8))
        self.setLayout(kit.col(top, (self.tree, 1), gap=0))

    def show_agenda(self, agenda: Agenda, people: Mapping[str, Person]) -> None:
        """Show the questions; the choice and the place in the list stay."""
        self.tree.people = people
        ids = tuple(q.id for q in agenda.questions)
        if ids != self._shown:
            self._shown = ids
            self.tree.fill(agenda)
            self._narrow(self.search.text())
        else:
            self.tree.renew(agenda)
        numbered = len(agenda.numbered)
        self._title.setText(_("Questions") if numbered else _("Notes"))
        said = _("{done} of {all} done", done=agenda.settled, all=numbered)
        self._settled.setText(said if numbered else "")
        self._bar.setVisible(numbered > 0)
        self._bar.setMaximum(max(1, numbered))
        self._bar.setValue(agenda.settled)
        self._bar.setAccessibleName(said)

    def select(self, question: str) -> None:
        """Show which question is asked now."""
        self.tree.select(question)

    def _narrow(self, words: str) -> None:
        self.tree.narrow(words.casefold().split())

    def _pick_first(self) -> None:
        found = self.tree.first_shown()
        if found is not None:
            self.search.clear()
            self.picked.emit(found)


class _Tree(QTreeView):
    """Themes and their questions; a press, or Enter, picks one."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._model = QStandardItemModel(self)
        self._is_new = True
        self.people: Mapping[str, Person] = {}  # those who put the questions, by id
        self.setModel(self._model)
        self.setItemDelegate(_Rows(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Questions by theme"))
        self.clicked.connect(self._pick)

    def fill(self, agenda: Agenda) -> None:
        """Show other questions."""
        self._model.clear()
        for name, questions in agenda.themes():
            theme = QStandardItem(name)
            theme.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for _each in questions:
                theme.appendRow(QStandardItem())
            self._model.appendRow(theme)
        self.renew(agenda)
        self.expandAll()
        self._is_new = True

    def renew(self, agenda: Agenda) -> None:
        """Show how far the same questions have come now."""
        for row, (_name, questions) in enumerate(agenda.themes()):
            theme = self._model.item(row)
            done = sum(q.is_settled for q in questions)
            counted = [q for q in questions if q.number]
            said = _("{done} of {all}", done=done, all=len(counted)) if counted else ""
            theme.setData(said, SETTLED)
            theme.setData(done == len(counted), ALL_SETTLED)
            for place, asked in enumerate(questions):
                self._tell(theme.child(place), asked)

    def _tell(self, item: QStandardItem, asked: Asked) -> None:
        if item.data(ASKED) == asked:
            return
        item.setText(asked.short)
        item.setData(asked, ASKED)
        said = f"{asked.number} {asked.short}, {status_word(asked)}".strip()
        asker = self.people.get(asked.asker)
        item.setData(asker.initials if asker else "", INITIALS)
        if asker:
            said = _("{question}, put by {name}", question=said, name=asker.name)
        item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(f"{asked.text}\n{status_word(asked)}")

    def select(self, question: str) -> None:
        """Show which question is asked now, without picking it."""
        index = self._index(question)
        if index is not None and index != self.currentIndex():
            self.setCurrentIndex(index)
            QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        """Scroll to the question, with its theme where there is room; new lists begin on top."""
        if self._is_new:
            self._is_new = False
            self.scrollToTop()
        index = self.currentIndex()
        if index.isValid() and not index.row():
            self.scrollTo(index.parent())
        self.scrollTo(index)

    def narrow(self, words: list[str]) -> None:
        """Show only the questions that hold all the words."""
        for row in range(self._model.rowCount()):
            theme = self._model.index(row, 0)
            hidden = [not _holds(self._asked(theme, n), words) for n in range(_rows(theme))]
            for place, hide in enumerate(hidden):
                self.setRowHidden(place, theme, hide)
            self.setRowHidden(row, QModelIndex(), all(hidden))

    def first_shown(self) -> str | None:
        """Return the first question that the search has left, or None."""
        for row in range(self._model.rowCount()):
            theme = self._model.index(row, 0)
            for place in range(_rows(theme)):
                if not self.isRowHidden(place, theme):
                    return self._asked(theme, place).id
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter pick the question."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _pick(self, index: QModelIndex) -> None:
        asked = index.data(ASKED)
        if isinstance(asked, Asked):
            self.picked.emit(asked.id)

    def _index(self, question: str) -> QModelIndex | None:
        for row in range(self._model.rowCount()):
            theme = self._model.index(row, 0)
            for place in range(_rows(theme)):
                if self._asked(theme, place).id == question:
                    return self._model.index(place, 0, theme)
        return None

    def _asked(self, theme: QModelIndex, place: int) -> Asked:
        asked = self._model.index(place, 0, theme).data(ASKED)
        assert isinstance(asked, Asked)
        return asked


def _rows(theme: QModelIndex) -> int:
    return theme.model().rowCount(theme)


def _holds(asked: Asked, words: list[str]) -> bool:
    text = f"{asked.number} {asked.short} {asked.text} {asked.theme_name}".casefold()
    return all(word in text for word in words)


class _Rows(QStyledItemDelegate):
    """Draws a theme with its count, or a question with icon, number and short words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        is_theme = not index.parent().isValid()
        return QSize(px(100), option.fontMetrics.height() + px(30 if is_theme else 18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect)
        asked = index.data(ASKED)
        if isinstance(asked, Asked):
            self._paint_question(painter, rect, asked, option.state)
            self._paint_asker(painter, rect, str(index.data(INITIALS) or ""))
        else:
            self._paint_theme(painter, rect, index)
        painter.restore()

    def _paint_theme(self, painter: QPainter, rect: QRect, index: Index) -> None:
        theme, said = look(), str(index.data(SETTLED) or "")
        line = QRectF(rect.adjusted(px(20), px(12), -px(18), 0))
        painter.setFont(font())
        room = painter.fontMetrics().horizontalAdvance(said) + px(10)
        painter.setPen(theme["ok" if index.data(ALL_SETTLED) else "muted"])
        painter.drawText(line, kit.RIGHT | kit.MIDDLE, said)
        painter.setFont(font(bold=True))
        painter.setPen(theme["text"])
        kit.elided(painter, line.adjusted(0, 0, -room, 0), index.data(), kit.LEFT | kit.MIDDLE)

    def _paint_asker(self, painter: QPainter, rect: QRect, initials: str) -> None:
        painter.setFont(font(0.85, bold=True))
        painter.setPen(look()["muted"])
        painter.drawText(rect.adjusted(0, 0, -px(18), 0), kit.RIGHT | kit.MIDDLE, initials)

    def _paint_question(
        self, painter: QPainter, rect: QRect, asked: Asked, state: QStyle.StateFlag
    ) -> None:
        theme = look()
        box = QRectF(rect.adjusted(px(8), 1, -px(8), -1))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            kit.rounded(painter, box, px(8), theme["soft" if chosen else "hover"])
        if chosen:
            bar = QRectF(box.left(), box.top() + px(7), px(3), box.height() - px(14))
            kit.rounded(painter, bar, px(1.5), theme["accent"])
        if state & QStyle.StateFlag.State_HasFocus:
            kit.rounded(painter, box, px(8), None, theme["accent"], width=2)
        must = asked.required == ASK
        untouched = ("circle-alert", "accent") if must else ("circle", "muted")
        name, token = _ICONS.get(asked.status, untouched)
        centre = rect.center().toPointF()
        centre.setX(px(29))
        kit.draw_icon(painter, centre, name, token)
        painter.setFont(font())
        painter.setPen(theme["muted"])
        painter.drawText(QRect(px(48), rect.top(), px(32), rect.height()), kit.MIDDLE, asked.number)
        painter.setFont(font(bold=chosen))
        painter.setPen(theme["muted" if asked.is_settled and not chosen else "text"])
        room = rect.width() - px(130 if asked.asker else 96)
        words = QRectF(px(80), rect.top(), room, rect.height())
        kit.elided(painter, words, asked.short, kit.LEFT | kit.MIDDLE)
