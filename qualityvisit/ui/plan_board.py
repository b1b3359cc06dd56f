"""The board of the visit plan: units by half years, as a table that keyboard and ears can use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from qualityvisit.model import records
from qualityvisit.model.planning import VISITED, coverage, day_of
from qualityvisit.ui.trade import Half, form_word, half_of, halves, short_day, when
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualityvisit.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex

DONE, NEXT, PLAN, FOLLOW, FOLLOWED = "done", "next", "plan", "follow", "followed"
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MARKS_ROLE = ROW_ROLE + 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in a cell: a visit, or the point where a meeting takes it up."""

    kind: str
    words: str  # short, for the cell
    brief: str  # shorter, where two share a cell
    said: str  # whole, to be read aloud
    visit: str
    meeting: str = ""


@dataclass(slots=True)
class Line:
    """A line of the board: a unit, or the heading of a school form."""

    name: str
    unit: str = ""  # "" for a heading
    about: str = ""
    marks: dict[int, list[Mark]] = field(default_factory=dict)

    @property
    def coming(self) -> bool:
        """Whether the next visit goes here."""
        return any(m.kind == NEXT for found in self.marks.values() for m in found)


class Plan:
    """The plan of a term of office as it stands: lines and half years, read from records."""

    def __init__(
        self, ws: Workspace, form: str = "", term: records.TermOfOffice | None = None
    ) -> None:
        self.term, today = term or ws.term(), ws.today()
        self.halves = halves(self.term.start, self.term.end)
        self.now = self.column(today)
        visits = [v for v in ws.all(records.Visit) if v.status != "cancelled"]
        self._visits: dict[str, list[records.Visit]] = {}
        for visit in sorted(visits, key=day_of):
            self._visits.setdefault(visit.unit, []).append(visit)
        self.next = _next_of(visits, today)
        self._meetings = _meetings_of(ws)
        every = coverage(ws.all(records.Unit), visits, self.term)
        self.forms = [c.form for c in every]
        self.coverage = [c for c in every if form in ("", c.form)]
        self.lines: list[Line] = []
        for each in self.coverage:
            about = _("{done} of {all}", done=len(each.visited), all=each.total)
            timed = sorted((*each.visited, *each.planned), key=self._first_day)
            self.lines.append(Line(form_word(each.form), about=about))
            self.lines += [self._line(unit) for unit in timed]

    def column(self, iso: str) -> int:
        """Return the place of a day's half year, or -1 outside the term of office."""
        found = half_of(iso) if iso else None
        return self.halves.index(found) if found in self.halves else -1

    def last_visit(self, unit: str) -> records.Visit | None:
        """Return the latest visit that a unit has had, or None."""
        had = [v for v in self._visits.get(unit, ()) if v.status in VISITED]
        return had[-1] if had else None

    def untimed(self, unit: str) -> records.Visit | None:
        """Return a unit's planned visit that has neither day nor week, or None."""
        waiting = [v for v in self._visits.get(unit, ()) if not day_of(v)]
        return waiting[0] if waiting else None

    def _first_day(self, unit: records.Unit) -> str:
        inside = [day_of(v) for v in self._visits.get(unit.id, ())]
        return min((d for d in inside if self.column(d) >= 0), default="9999")

    def _line(self, unit: records.Unit) -> Line:
        line = Line(unit.name, unit.id)
        for visit in self._visits.get(unit.id, ()):
            for at, mark in self._marks(visit):
                if at >= 0:
                    line.marks.setdefault(at, []).append(mark)
        return line

    def _marks(self, visit: records.Visit) -> Iterable[tuple[int, Mark]]:
        when_it_is = when(visit, weekday=True)
        short = short_day(visit.date) if visit.date else when(visit, year=False)
        brief = _brief(visit.date) if visit.date else short
        if visit.status in VISITED:
            kind, said = DONE, _("visited {day}", day=when_it_is)
        elif visit.id == self.next:
            kind, said = NEXT, _("next visit {day}", day=when_it_is)
        else:
            kind, said = PLAN, _("planned {day}", day=when_it_is)
        yield self.column(day_of(visit)), Mark(kind, short, brief, said, visit.id)
        for meeting in self._meetings.get(visit.id, ()):
            held = meeting.status == "held"
            at = day(meeting.date, weekday=True)
            said = _("followed up {day}", day=at) if held else _("follow-up {day}", day=at)
            kind = FOLLOWED if held else FOLLOW
            mark = Mark(
                kind, short_day(meeting.date), _brief(meeting.date), said, visit.id, meeting.id
            )
            yield self.column(meeting.date), mark


def _brief(iso: str) -> str:
    return f"{int(iso[8:10])}/{int(iso[5:7])}"


def _next_of(visits: list[records.Visit], today: str) -> str:
    ahead = [v for v in visits if v.status not in VISITED and v.date >= today]
    return min(ahead, key=lambda v: v.date).id if ahead else ""


def terms_of(ws: Workspace) -> list[records.TermOfOffice]:
    """Return the terms of office, and the four years after them: planning looks ahead."""
    terms = ws.all(records.TermOfOffice) or [ws.term()]
    year = int(terms[-1].end[:4]) + 1
    return [*terms, records.TermOfOffice("", f"{year}-01-01", f"{year + 3}-12-31")]


def _meetings_of(ws: Workspace) -> dict[str, list[records.Meeting]]:
    meetings = {m.id: m for m in ws.all(records.Meeting) if m.date}
    found: dict[str, list[records.Meeting]] = {}
    for each in ws.all(records.MeetingVisit):
        if each.meeting in meetings:
            found.setdefault(each.visit, []).append(meetings[each.meeting])
    return found


class BoardModel(QAbstractTableModel):
    """The plan as a table: the first column names the unit, the others are half years."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self.halves: list[Half] = []
        self.now = -1

    def show(self, plan: Plan) -> None:
        """Show another plan."""
        self.beginResetModel()
        self._lines, self.halves, self.now = plan.lines, plan.halves, plan.now
        self.endResetModel()

    def line(self, row: int) -> Line:
        """Return a line."""
        return self._lines[row]

    def place_of(self, unit: str) -> int:
        """Return the row of a unit, or -1."""
        return next((n for n, line in enumerate(self._lines) if unit and line.unit == unit), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's way
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's way
        """Return the name's column and the half years."""
        return 0 if parent.isValid() else len(self.halves) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that headings are looked at only."""
        if not self._lines[index.row()].unit:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return the words of a cell, what is read aloud, or what is painted."""
        line = self._lines[index.row()]
        marks = line.marks.get(index.column() - 1, [])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.name if index.column() == 0 else ", ".join(m.words for m in marks)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                aloud = role == Qt.ItemDataRole.AccessibleTextRole
                return self._said(line, index.column(), marks) if aloud or marks else None
            case _ if role == ROW_ROLE:
                return line
            case _ if role == MARKS_ROLE:
                return marks
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 whatever the role asks for
        """Return the names of the half years; a row is named by its unit."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._lines[section].name
        return _("Unit") if section == 0 else self.halves[section - 1].word

    def _said(self, line: Line, column: int, marks: list[Mark]) -> str:
        if not line.unit:
            return f"{line.name}, {line.about}"
        if column == 0:
            return line.name
        what = ", ".join(m.said for m in marks) or _("nothing planned")
        return f"{line.name}, {self.halves[column - 1].word}: {what}"
