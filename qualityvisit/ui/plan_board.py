"""The board of the visit plan: units by half years, as a table that keyboard and ears can use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from qualityvisit.model import records
from qualityvisit.model.calendar import monday_of
from qualityvisit.model.planning import VISITED, Coverage, coverage, day_of
from qualityvisit.ui.trade import Half, form_word, half_of, halves, short_day, week_word, when
from qualityvisit.words import _, count, day, listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualityvisit.model.proposal import Placement
    from qualityvisit.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex

DONE, NEXT, PLAN, FOLLOW, FOLLOWED = "done", "next", "plan", "follow", "followed"
MOVED, CANCELLED, EXTRA, EXTRA_DONE = "moved", "cancelled", "extra", "extra-done"
PROPOSED = "proposed"
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

    @property
    def stays(self) -> bool:
        """Whether it is no visit that can be moved."""
        return bool(self.meeting) or self.kind in (DONE, EXTRA_DONE, CANCELLED)


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
    """The plan of a term of office as it stands: lines and half years, read from records.

    ``proposed`` are visits that are proposed, and shown where they would be.
    """

    def __init__(
        self,
        ws: Workspace,
        form: str = "",
        term: records.TermOfOffice | None = None,
        proposed: Iterable[Placement] = (),
    ) -> None:
        self.term, today = term or ws.term(), ws.today()
        self.halves = halves(self.term.start, self.term.end)
        self.now = self.column(today)
        self._proposed, self._people = {p.unit: p for p in proposed}, ws.names()
        every = ws.all(records.Visit)
        visits = [v for v in every if v.status != "cancelled"]
        self._visits = _by_unit(visits)
        self._cancelled = _by_unit(v for v in every if v.status == "cancelled")
        self.next = _next_of(visits, today)
        self._meetings = _meetings_of(ws)
        found = coverage(ws.all(records.Unit), visits, self.term)
        self.forms = [c.form for c in found]
        self.coverage = [c for c in found if form in ("", c.form)]
        self.lines: list[Line] = []
        for each in self.coverage:
            self.lines.append(Line(form_word(each.form), about=self._about(each)))
            proposed_here = [u for u in each.without_time if u.id in self._proposed]
            timed = sorted((*each.visited, *each.planned, *proposed_here), key=self._first_day)
            self.lines += [self._line(unit) for unit in timed]

    def column(self, iso: str) -> int:
        """Return the place of a day's half year, or -1 outside the term of office."""
        found = half_of(iso) if iso else None
        return self.halves.index(found) if found in self.halves else -1

    def waiting(self, covered: Coverage) -> list[records.Unit]:
        """Return the units of a form that have no time, and none proposed."""
        return [u for u in covered.without_time if u.id not in self._proposed]

    def last_visit(self, unit: str) -> records.Visit | None:
        """Return the latest visit that a unit has had, or None."""
        had = [v for v in self._visits.get(unit, ()) if v.status in VISITED]
        return had[-1] if had else None

    def untimed(self, unit: str) -> records.Visit | None:
        """Return a unit's planned visit that has neither day nor week, or None."""
        waiting = [v for v in self._visits.get(unit, ()) if not day_of(v)]
        return waiting[0] if waiting else None

    def cancelled(self, unit: str) -> records.Visit | None:
        """Return the latest visit of the term of office that was cancelled, or None."""
        found = [v for v in self._cancelled.get(unit, ()) if self.column(day_of(v)) >= 0]
        return found[-1] if found else None

    def doubles(self) -> list[records.Visit]:
        """Return planned visits beside a unit's deep dive: they can only be extra visits."""
        found = []
        for each in self._visits.values():
            dives = [v for v in each if not v.extra and self.column(day_of(v)) >= 0]
            dives.sort(key=lambda v: v.status not in VISITED)
            found += [v for v in dives[1:] if v.status not in VISITED]
        return found

    def _about(self, covered: Coverage) -> str:
        done = _("{done} of {all}", done=len(covered.visited), all=covered.total)
        units = (*covered.planned, *covered.without_time)
        never = sum(self.last_visit(u.id) is None for u in units)
        words = count("{n} has never been visited", "{n} have never been visited", never)
        return f"{done}, {words}" if never else done

    def _first_day(self, unit: records.Unit) -> str:
        inside = [day_of(v) for v in self._visits.get(unit.id, ())]
        if unit.id in self._proposed:
            inside.append(monday_of(self._proposed[unit.id].week).isoformat())
        return min((d for d in inside if self.column(d) >= 0), default="9999")

    def _line(self, unit: records.Unit) -> Line:
        line = Line(unit.name, unit.id)
        visits = [*self._visits.get(unit.id, ()), *self._cancelled.get(unit.id, ())]
        found = [pair for visit in visits for pair in self._marks(visit)]
        if unit.id in self._proposed:
            found.append(self._proposed_mark(self._proposed[unit.id]))
        for at, mark in found:
            if at >= 0:
                line.marks.setdefault(at, []).append(mark)
        return line

    def _proposed_mark(self, placed: Placement) -> tuple[int, Mark]:
        time, monday = week_word(placed.week), monday_of(placed.week).isoformat()
        team = listing(self._people[p].name for p in placed.team if p in self._people)
        said = _("proposed {time} {year}, {team}", time=time, year=placed.week[:4], team=team)
        return self.column(monday), Mark(PROPOSED, time, time, said, placed.visit)

    def _marks(self, visit: records.Visit) -> Iterable[tuple[int, Mark]]:
        short = short_day(visit.date) if visit.date else when(visit, year=False)
        brief = _brief(visit.date) if visit.date else short
        kind, said = self._kind(visit)
        if visit.extra:
            said = _("{what}, extra visit", what=said)
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

    def _kind(self, visit: records.Visit) -> tuple[str, str]:
        """Return the kind of a visit's mark, and what is read aloud of it."""
        time = when(visit, weekday=True)
        if visit.status == "cancelled":
            return CANCELLED, _("cancelled, {day}: {why}", day=time, why=visit.reason)
        if visit.status in VISITED:
            return EXTRA_DONE if visit.extra else DONE, _("visited {day}", day=time)
        if visit.id == self.next:
            return NEXT, _("next visit {day}", day=time)
        if visit.status == "moved":
            return MOVED, _("moved to {day}: {why}", day=time, why=visit.reason)
        return EXTRA if visit.extra else PLAN, _("planned {day}", day=time)


def _by_unit(visits: Iterable[records.Visit]) -> dict[str, list[records.Visit]]:
    found: dict[str, list[records.Visit]] = {}
    for visit in sorted(visits, key=day_of):
        found.setdefault(visit.unit, []).append(visit)
    return found


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
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return _does(line, index.column(), marks)
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


def _does(line: Line, column: int, marks: list[Mark]) -> str:
    """Return what can be done with a cell."""
    if not line.unit:
        return ""
    if column == 0:
        return _("Enter opens the unit.")
    if not marks:
        return _("Enter plans a visit.")
    first = marks[0]
    if first.stays:
        return _("Enter opens the meeting.") if first.meeting else _("Enter opens the visit.")
    moves = _("Ctrl and an arrow moves it half a year, with Shift a week.")
    if first.kind == PROPOSED:
        return f"{_('Enter changes it, Delete leaves it out.')} {moves}"
    return f"{_('Enter opens the visit.')} {moves}"
