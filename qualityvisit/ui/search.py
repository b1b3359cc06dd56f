"""Sök: a palette over everything, with hits as you type, grouped by what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from qualityvisit.model import records
from qualityvisit.ui.kit import Surface, box, col, label, line, pic, row, rule
from qualityvisit.ui.rail import places
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import forms_words, visit_look, when
from qualityvisit.words import _, count, day

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from qualityvisit.reading import Hit
    from qualityvisit.ui.screen import Desk
    from qualityvisit.workspace import Workspace

WAIT = 40  # milliseconds after a key until the search begins
MOST = 50

# Kinds in the order in which they are shown, with their icons.
KINDS = {
    "unit": "building-2",
    "visit": "clipboard-list",
    "note": "notebook-pen",
    "file": "paperclip",
    "passage": "file-text",
    "finding": "target",
    "action": "list-todo",
    "meeting": "messages-square",
    "meeting-question": "messages-square",
    "question": "circle-question-mark",
    "guide": "book-open",
}


def kind_word(kind: str) -> str:
    """Return what hits of a kind are called."""
    return {
        "unit": _("Units"),
        "visit": _("Visits"),
        "note": _("Notes"),
        "file": _("Pictures and files"),
        "passage": _("Minutes"),
        "finding": _("Findings"),
        "action": _("Actions"),
        "meeting": _("Meetings"),
        "meeting-question": _("Questions to units"),
        "question": _("Questions in guides"),
        "guide": _("Question guides"),
    }.get(kind, kind)


class Palette(QDialog):
    """Search from anywhere. Arrows go among the hits, Enter opens, Esc closes."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._hits: dict[str, Hit] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(_("Search"))
        self.edit = line(hint=_("Search units, visits, notes, actions …"), name=_("Search words"))
        self.edit.installEventFilter(self)
        self.list = RowView(_("Hits"))
        self.list.opened.connect(self._open)
        self.list.clicked.connect(lambda _index: self._open(self.list.current()))
        self._none_said = label("", factor=1.1, bold=True, wrap=True)
        advice = label(_("Try fewer or shorter words."), "muted")
        self._none = box(col(self._none_said, advice, None, gap=4, margins=24))
        self._said = label("", "muted", 0.9)
        keys = label(_("↑ ↓ choose   ·   Enter open   ·   Esc close"), "muted", 0.9)
        foot = box(row(self._said, None, keys, gap=12, margins=(16, 8)))
        find = box(row(pic("search"), (self.edit, 1), gap=10, margins=(16, 12, 12, 12)))
        self.setLayout(col(Surface(
            col(find, rule(), (self.list, 1), (self._none, 1), rule(), foot, gap=0,
                margins=(1, 0)),
            line="control", radius=12,
        )))  # fmt: skip
        self._soon = QTimer(self, singleShot=True, interval=WAIT)
        self._soon.timeout.connect(self.search)
        self.edit.textChanged.connect(self._soon.start)
        self.search()
        self.edit.setFocus()
        self._place(window)

    def search(self) -> None:
        """Show what there is for the words; without words, the places to go to."""
        self._soon.stop()
        text = self.edit.text().strip()
        rows = self._found(text) if text else self._places()
        self.list.setVisible(bool(rows))
        self._none.setVisible(not rows)
        if not rows:
            self._none_said.setText(_("Nothing was found for ”{words}”", words=text))
        self.list.show_rows(rows)
        self.list.choose_first()

    def hits(self) -> list[Row]:
        """Return the rows that are shown."""
        return self.list.rows.rows

    def _found(self, text: str) -> list[Row]:
        words = text.split()
        query = " ".join([*words[:-1], words[-1] if words[-1].endswith("*") else f"{words[-1]}*"])
        found = self._desk.ws.search(query, MOST)
        more = len(found) == MOST
        self._said.setText(
            _("The newest {n} hits", n=MOST) if more else count("{n} hit", "{n} hits", len(found))
        )
        groups: dict[str, list[Hit]] = {}
        for each in found:
            groups.setdefault(each.kind, []).append(each)
        self._hits = {f"{h.kind}/{h.id}": h for h in found}
        rows: list[Row] = []
        for kind in sorted(groups, key=lambda k: list(KINDS).index(k) if k in KINDS else 99):
            rows.append(Row("", kind_word(kind), right=str(len(groups[kind]))))
            rows += [self._row(each) for each in groups[kind]]
        return rows

    def _row(self, hit: Hit) -> Row:
        title, about = described(self._desk.ws, hit)
        return Row(f"{hit.kind}/{hit.id}", title, about, KINDS.get(hit.kind, "circle-dot"))

    def _places(self) -> list[Row]:
        self._hits = {}
        self._said.setText("")
        head = Row("", _("Go to"))
        return [head, *(
            Row(f"place/{name}", words, icon=icon, right=f"Alt+{n}")
            for n, (name, icon, words) in enumerate(places(), 1)
        )]  # fmt: skip

    def _open(self, chosen: str) -> None:
        kind, _slash, name = chosen.partition("/")
        self.accept()
        if kind == "place":
            self._desk.way.go(name)
        elif chosen in self._hits:
            place, arguments = way_to(self._desk.ws, self._hits[chosen])
            self._desk.way.go(place, **arguments)

    def _place(self, window: QWidget) -> None:
        wide = min(px(640), window.width() - px(32))
        high = min(px(520), window.height() - px(48))
        self.resize(wide, high)
        corner = window.mapToGlobal(window.rect().topLeft())
        top = min(px(72), max(0, (window.height() - high) // 2))
        self.move(corner.x() + (window.width() - wide) // 2, corner.y() + top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows in the field go among the hits, and Enter open."""
        if event.type() == QEvent.Type.KeyPress:
            pressed: QKeyEvent = event  # type: ignore[assignment]
            match pressed.key():
                case Qt.Key.Key_Down:
                    self.list.step(1)
                    return True
                case Qt.Key.Key_Up:
                    self.list.step(-1)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    if self._soon.isActive():
                        self.search()
                    if self.list.current():
                        self._open(self.list.current())
                    return True
        return super().eventFilter(watched, event)


def described(ws: Workspace, hit: Hit) -> tuple[str, str]:
    """Return a hit's title and the line about it."""
    title, about = hit.snippet, [""]
    match hit.kind:
        case "unit":
            unit = ws.get(records.Unit, hit.id)
            title, about = unit.name, [forms_words(unit.forms), unit.code]
        case "visit":
            visit = ws.get(records.Visit, hit.id)
            title, about = visit.title, [when(visit, weekday=True), visit_look(visit.status).word]
        case "action":
            action = ws.get(records.Action, hit.id)
            title, about = action.text, [action.unit_name, action.responsible]
        case "meeting":
            meeting = ws.get(records.Meeting, hit.id)
            title, about = meeting.title, [day(meeting.date, weekday=True)]
        case "guide":
            guide = ws.get(records.Guide, hit.id)
            title, about = guide.name, [forms_words(guide.forms)]
        case "question":
            guide_of = ws.find(records.Guide, hit.visit)  # a colleague may have thrown it away
            version = _("version {n}", n=guide_of.version) if guide_of else ""
            about = [guide_of.name, version] if guide_of else []
        case _:
            found = ws.find(records.Visit, hit.visit)
            about = [found.title if found else ""]
    return title, "  ·  ".join(filter(None, about))


def way_to(ws: Workspace, hit: Hit) -> tuple[str, dict[str, str]]:
    """Return the screen that shows a hit, and what it is to show there."""
    match hit.kind:
        case "unit" | "visit" | "guide" | "meeting":
            place = {"unit": "units", "guide": "guides"}.get(hit.kind, hit.kind)
            way = place, {"id": hit.id}
        case "question" | "passage":
            place = {"question": "guides", "passage": "minutes"}[hit.kind]
            way = place, {"id": hit.visit, hit.kind: hit.id}
        case "meeting-question":
            asked = ws.get(records.MeetingQuestion, hit.id)
            way = "meeting", {"id": asked.meeting, "question": hit.id}
        case "action":
            way = "follow-up", {"action": hit.id}
        case "file":
            file = ws.get(records.Attachment, hit.id)
            here = {"id": file.visit, "session": file.session, "question": file.question}
            way = ("interview", here) if file.session else ("visit", {"id": file.visit})
        case _:
            way = _way_to_note(ws, hit)
    return way


def _way_to_note(ws: Workspace, hit: Hit) -> tuple[str, dict[str, str]]:
    """Return the interview in which a note stands, else the visit that a hit belongs to."""
    note = ws.find(records.Note, hit.id) if hit.kind == "note" else None
    if note is None or not note.session:
        return "visit", {"id": hit.visit, hit.kind: hit.id}
    return "interview", {"id": hit.visit, "session": note.session, "note": note.id}
