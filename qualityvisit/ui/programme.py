"""The programme of a visit as a table that is written in where it stands."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QTableView,
)

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.kit.dates import read_date
from qualityvisit.ui.tables import settle
from qualityvisit.ui.theme import font, look, px
from qualityvisit.ui.trade import session_look
from qualityvisit.words import _, clock, day

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QObject
    from PySide6.QtGui import QKeyEvent, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex
START, WHAT, MINUTES, PLACE, DAY = range(5)
FIELDS = {START: "start", MINUTES: "minutes", PLACE: "place", DAY: "date"}


class ProgrammeModel(QAbstractTableModel):
    """Sessions as rows. What is written goes out as ``changed``; the workspace answers."""

    changed = Signal(str, dict)  # a session's id, the fields that are to be other
    refused = Signal(str)  # why what was written will not do

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sessions: list[records.Session] = []
        self.groups: list[tuple[str, str]] = []  # id and own name
        self.form = self._today = ""
        self._may_write = False

    def show(
        self,
        visit: records.Visit,
        sessions: list[records.Session],
        groups: list[tuple[str, str]],
        *,
        may_write: bool,
    ) -> None:
        """Show other sessions."""
        if (sessions, groups, visit.form, may_write) == self._now():
            return
        self.beginResetModel()
        self.sessions, self.groups, self.form = sessions, groups, visit.form
        self._today, self._may_write = visit.date, may_write
        self.endResetModel()

    def _now(self) -> tuple[list[records.Session], list[tuple[str, str]], str, bool]:
        return self.sessions, self.groups, self.form, self._may_write

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's way
        """Return how many sessions there are."""
        return 0 if parent.isValid() else len(self.sessions)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's way
        """Return the number of columns."""
        return 0 if parent.isValid() else DAY + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 Qt's way
        """Return what a column is called."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return [_("Time"), _("Session"), _("Length (min)"), _("Place"), _("Day")][section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows, or the value that is written in it."""
        session = self.sessions[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            if index.column() == WHAT:
                return f"{session.type}/{session.group}"
            return str(getattr(session, FIELDS[index.column()]))
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(session, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{name}: {self._shown(session, index.column())}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that cells can be written in, by those who may."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if self._may_write else found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Ask for a change."""
        if role != Qt.ItemDataRole.EditRole or value == self.data(index, role):
            return False
        fields = self._read(index.column(), str(value).strip())
        if fields is not None:
            self.changed.emit(self.sessions[index.row()].id, fields)
        return fields is not None

    def kinds(self) -> list[tuple[str, str, str]]:
        """Return what a session can be: value, words and icon."""
        found = [
            records.Session("", type=records.INTERVIEW, group=group) for group, _name in self.groups
        ]
        found += [
            records.Session("", type=t) for t in records.SESSION_TYPES if t != records.INTERVIEW
        ]
        return [(f"{s.type}/{s.group}", self._words(s), self._icon(s)) for s in found]

    def icon(self, row: int) -> str:
        """Return the icon of a session."""
        return self._icon(self.sessions[row])

    def _icon(self, session: records.Session) -> str:
        return session_look(session, form=self.form).icon

    def _shown(self, session: records.Session, column: int) -> str:
        match column:
            case 0:
                return clock(session.start)
            case 1:
                return self._words(session)
            case 2:
                return session.minutes
            case 3:
                return session.place
        return day(session.date, weekday=True, year=False) if session.date else ""

    def _words(self, session: records.Session) -> str:
        own = dict(self.groups).get(session.group, "")
        word = session_look(session, own, form=self.form).word
        if session.type == records.INTERVIEW and session.group:
            return _("Interview: {group}", group=word)
        return word

    def _read(self, column: int, text: str) -> dict[str, str] | None:
        """Return the fields that a text means, or None where it means nothing."""
        if column == WHAT:
            kind, _slash, group = text.partition("/")
            return {"type": kind, "group": group}
        if column == START and (time := read_time(text)) is not None:
            return {"start": time}
        if column == MINUTES and (text in ("", "0") or 0 < records.whole(text) <= 24 * 60):
            return {"minutes": text}
        if column == PLACE:
            return {"place": text}
        if column == DAY:
            today = date.fromisoformat(self._today) if self._today else date.today()  # noqa: DTZ011
            if (iso := read_date(text, today)) is not None:
                return {"date": "" if iso == self._today else iso}
        self.refused.emit(
            {START: _("Write the time as 8.15 or 08:15."),
             MINUTES: _("Write the number of minutes in digits.")}.get(
                column, _("Write the date as 2028-03-23 or 23 March 2028."))
        )  # fmt: skip
        return None


def read_time(text: str) -> str | None:
    """Return a time of day as "08:15", "" for an empty text, None for what is no time."""
    if not text:
        return ""
    found = re.fullmatch(r"(\d{1,2})(?:[.: ]?(\d{2}))?", text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02}:{found[2] or '00'}"


class Programme(QTableView):
    """The table. Enter or a letter begins to write, Delete removes; arrows go between cells."""

    remove = Signal()  # the session with the cursor

    def __init__(self) -> None:
        super().__init__()
        self.programme = ProgrammeModel(self)
        self.setModel(self.programme)
        self.setItemDelegate(_Cells(self))
        settle(self, _("The programme"), row=38, room=16)
        self.setMouseTracking(True)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.SelectedClicked
            | triggers.EditKeyPressed
        )  # fmt: skip
        self._columns(self.horizontalHeader())
        self._at = ("", WHAT)  # the session and the column with the cursor
        self.programme.modelAboutToBeReset.connect(self._remember)
        self.programme.modelReset.connect(self._fit)
        self.programme.modelReset.connect(self._restore)
        self._fit()

    def session(self) -> records.Session | None:
        """Return the session with the cursor, or None."""
        at = self.currentIndex().row()
        return self.programme.sessions[at] if 0 <= at < len(self.programme.sessions) else None

    def choose(self, session: str, column: int = WHAT) -> None:
        """Put the cursor on a session, where it is shown."""
        rows = [n for n, each in enumerate(self.programme.sessions) if each.id == session]
        if rows:
            self.setCurrentIndex(self.programme.index(rows[0], column))

    def _remember(self) -> None:
        session = self.session()
        self._at = (session.id if session else "", max(0, self.currentIndex().column()))

    def _restore(self) -> None:
        """Keep the cursor on its session, wherever that now stands."""
        self.choose(*self._at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter begin to write, and Delete remove the session."""
        writes = self.state() == QAbstractItemView.State.EditingState
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not writes and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and not writes:
            self.remove.emit()
        else:
            super().keyPressEvent(event)

    def _columns(self, header: QHeaderView) -> None:
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(kit.LEFT | kit.MIDDLE)
        header.setFont(font(0.9))
        header.setStyleSheet(
            f"QHeaderView::section {{ background: transparent; border: 0;"
            f" border-bottom: 1px solid {look().tokens['line']}; color: {look().tokens['muted']};"
            f" padding-left: {px(7)}px; }}"
        )
        header.setMinimumHeight(px(30))
        modes = QHeaderView.ResizeMode
        metrics = QFontMetrics(header.font())
        for column, wide in ((START, 72), (MINUTES, 80), (DAY, 130)):
            title = self.programme.headerData(column, Qt.Orientation.Horizontal)
            header.setSectionResizeMode(column, modes.Fixed)
            header.resizeSection(column, max(px(wide), metrics.horizontalAdvance(title) + px(20)))
        header.setSectionResizeMode(WHAT, modes.ResizeToContents)
        header.setSectionResizeMode(PLACE, modes.Stretch)

    def _fit(self) -> None:
        rows = self.programme.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(rows + self.horizontalHeader().minimumHeight() + px(4))


class _Cells(QStyledItemDelegate):
    """Draws cells with hairlines between the rows, and gives them their editors."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        painter.save()
        theme, rect, model = look(), QRectF(option.rect), index.model()
        flags = QStyle.StateFlag
        if option.state & flags.State_Selected:
            kit.rounded(painter, rect.adjusted(1, 2, -1, -2), px(6), theme["soft"])
        if option.state & flags.State_HasFocus:
            kit.rounded(painter, rect.adjusted(1, 2, -1, -2), px(6), None, theme["accent"], width=2)
        painter.setPen(theme["line"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = rect.adjusted(px(8), 0, -px(6), 0)
        if index.column() == WHAT and isinstance(model, ProgrammeModel):
            centre = rect.center()
            centre.setX(text.left() + px(9))
            kit.draw_icon(painter, centre, model.icon(index.row()), "muted")
            text.setLeft(text.left() + px(28))
        painter.setFont(font())
        painter.setPen(theme["text"])
        kit.elided(painter, text, str(index.data() or ""), kit.LEFT | kit.MIDDLE)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a cell."""
        metrics = option.fontMetrics
        wide = metrics.horizontalAdvance(str(index.data() or ""))
        icon = px(28) if index.column() == WHAT else 0
        return QSize(wide + icon + px(26), metrics.height() + px(16))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a choice for what the session is, a line for the rest."""
        model = index.model()
        name = str(model.headerData(index.column(), Qt.Orientation.Horizontal))
        if index.column() == WHAT and isinstance(model, ProgrammeModel):
            options = [(value, words) for value, words, _icon in model.kinds()]
            choice = kit.Choice(options, name=name)
            choice.setParent(parent)
            choice.activated.connect(lambda _at: self._finish(choice))
            return choice
        del option
        edit = QLineEdit(parent)
        edit.setAccessibleName(name)
        edit.setStyleSheet(f"padding: 0 {px(6)}px; min-height: 0")
        return edit

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the value in its editor."""
        value = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, kit.Choice):
            editor.setCurrentIndex(max(0, editor.findData(value)))
            editor.showPopup()
        elif isinstance(editor, QLineEdit):
            editor.setText(clock(value) if index.column() == START else value)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Give the value back."""
        value = editor.value() if isinstance(editor, kit.Choice) else ""
        if isinstance(editor, QLineEdit):
            value = editor.text()
        model.setData(model.index(index.row(), index.column()), value)

    def _finish(self, choice: kit.Choice) -> None:
        self.commitData.emit(choice)
        self.closeEditor.emit(choice)
