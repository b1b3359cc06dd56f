"""Four voices: what each group has said of each theme, side by side, while still on site."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from qualityvisit.model import records
from qualityvisit.model.planning import groups_in_order
from qualityvisit.model.voices import Chorus, Voice, chorus_of
from qualityvisit.ui import kit
from qualityvisit.ui.marks import PLAIN, in_order
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import look, px
from qualityvisit.ui.trade import group_look, session_look
from qualityvisit.words import _, clock, count, listing

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from qualityvisit.ui.screen import Desk

ASK = "Ctrl+N"
MOST = 4  # notes of one group on one theme that are shown
LONGEST = 150  # characters of a note


class Voices(Screen):
    """Themes down, groups across. Arrows walk; Enter opens; one key throws a question on."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"visit", "session", "note", "progress", "own-question", "theme", "question", "group"}
    )  # fmt: skip
    focus_frame = True

    def __init__(self, desk: Desk) -> None:
        self._id, self._visit = "", records.Visit("")
        self._cells: list[list[Cell]] = []
        self._rows: list[tuple[Chorus, str]] = []  # with the theme's name
        self._sessions: list[records.Session] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(px(8))
        self._said = kit.label("", "muted", wrap=True)
        inside = kit.col(self._said, self._grid, None, gap=12, margins=(24, 16, 24, 24))
        throw = kit.button(_("Ask about it in the next interview"), self.throw, "send", tip=ASK)
        self._throw = throw
        header = kit.header(
            "", "", throw, desk.way.lamps(), back=(_("Back"), desk.way.back)
        )  # fmt: skip
        super().__init__(desk, header, kit.scroll(kit.box(inside), _("Four voices")))
        QShortcut(QKeySequence(ASK), self).activated.connect(self.throw)

    def open(self, id: str = "", **_more: str) -> None:  # noqa: A002 as places are named
        """Open a visit."""
        self._id = id
        self.make_stale()

    def visit(self) -> str:
        """Return the visit's id."""
        return self._id

    def first(self) -> QWidget | None:
        """Return the first voice."""
        return self._cells[0][0] if self._cells and self._cells[0] else None

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the screen's own keys."""
        return [
            ("← ↑ → ↓", _("Go between groups and themes")),
            ("Enter", _("Open the notes")),
            (ASK, _("Ask about the theme in the next interview")),
        ]

    # --- Showing

    def refresh(self) -> None:
        """Read what has been said."""
        ws = self.ws
        visit = self._visit = ws.get(records.Visit, self._id)
        self.header.tell(visit.title, _("Four voices"))
        self._sessions = ws.all(records.Session, parent=visit.id)
        names = {g.id: g.name for g in ws.all(records.Group)}
        asked = [s.group for s in self._sessions if s.type in records.WRITTEN and s.group]
        groups = groups_in_order(dict.fromkeys(asked))
        themes, questions = ws.guide_parts(visit.guide) if visit.guide else ([], [])
        may = ws.may_read(f"notes/{visit.id}")
        read = self._sessions if may else []
        progress = [p for s in read for p in ws.all(records.Progress, parent=s.id)]
        notes = ws.all(records.Note, parent=visit.id) if may else []
        chorus = chorus_of(
            [t.id for t in themes], groups, self._sessions, notes, progress,
            {q.id: q for q in questions},
        )  # fmt: skip
        self._show(chorus, {t.id: t.name for t in themes}, groups, names)
        self._said.setText(self._words(chorus, may=may))
        ready = self._next_session() is not None and bool(self._cells)
        self._throw.setEnabled(ready and ws.may_write(f"notes/{visit.id}"))

    def _words(self, chorus: list[Chorus], *, may: bool) -> str:
        if not may:
            return _("Only the visit's team and administrators read the notes.")
        if all(c.is_empty for c in chorus):
            return _("Nothing has been written in the interviews yet.")
        apart = sum(bool(c.contradictions) for c in chorus)
        silent = sum(v.is_silent for c in chorus for v in c.voices)
        said = [
            count("{n} theme where the voices go apart", "{n} themes where the voices go apart",
                  apart),
            count("{n} silence", "{n} silences", silent),
        ]  # fmt: skip
        return "  ·  ".join(said)

    def _show(
        self, chorus: list[Chorus], themes: dict[str, str], groups: list[str],
        names: dict[str, str],
    ) -> None:  # fmt: skip
        here = self._place()
        kit.clear(self._grid)
        looks = [group_look(g, names.get(g, ""), form=self._visit.form) for g in groups]
        for column, seen in enumerate(looks):
            head = kit.row(kit.pic(seen.icon), kit.Elided(seen.word, bold=True), None)
            self._grid.addWidget(kit.box(head), 0, column)
            self._grid.setColumnStretch(column, 1)
        self._cells, self._rows = [], []
        for at, each in enumerate(chorus):
            name = themes.get(each.theme) or _("Other themes")
            words = {v.group: seen.word for v, seen in zip(each.voices, looks, strict=True)}
            line = _theme_line(name, each, words)
            self._grid.addWidget(line, 2 * at + 1, 0, 1, max(1, len(looks)))
            apart = {group for pair in each.contradictions for group in pair}
            cells = [
                Cell(voice, f"{name}, {words[voice.group]}", apart=voice.group in apart)
                for voice in each.voices
            ]
            for column, cell in enumerate(cells):
                cell.walked.connect(partial(self._walk, at, column))
                cell.opened.connect(partial(self._open, cell.voice))
                self._grid.addWidget(cell, 2 * at + 2, column)
                cell.show()  # at once, so that it can have the focus
            self._cells.append(cells)
            self._rows.append((each, name))
        if here is not None:
            self._walk(*here, 0, 0)

    # --- Doing

    def _place(self) -> tuple[int, int] | None:
        """Return the row and column of the cell with the focus."""
        places = (
            (row, column) for row, cells in enumerate(self._cells)
            for column, cell in enumerate(cells) if cell.hasFocus()
        )  # fmt: skip
        return next(places, None)

    def _walk(self, row: int, column: int, down: int, right: int) -> None:
        row, column = row + down, column + right
        if 0 <= row < len(self._cells) and 0 <= column < len(self._cells[row]):
            self._cells[row][column].setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, voice: Voice) -> None:
        """Open the first of the notes, else the group's interview."""
        if voice.notes:
            note = voice.notes[0]
            self.desk.way.go("interview", id=self._id, session=note.session, note=note.id)
            return
        session = next((s for s in self._sessions if s.group == voice.group), None)
        if session is not None:
            self.desk.way.go("interview", id=self._id, session=session.id)

    def _next_session(self) -> records.Session | None:
        """Return the interview to come: the first that has not been ended, not the one going on."""
        interviews = [s for s in self._sessions if s.type == records.INTERVIEW and s.group]
        ahead = [s for s in interviews if not s.ended]
        begun = {n.session for n in self.ws.all(records.Note, parent=self._id)}
        fresh = [s for s in ahead if s.id not in begun]
        return next(iter(fresh or ahead), None)

    def throw(self) -> None:
        """Add a question on the theme with the focus to the next interview; it can be reworded."""
        following, at = self._next_session(), self._focused()
        if following is None or at is None or not self._throw.isEnabled():
            return
        chorus, name = at
        words = (
            _("We have heard different things about {theme}. How do you see it?",
              theme=name.lower())
            if chorus.contradictions
            else _("We would like to hear more about {theme}. What do you think?",
                   theme=name.lower())
        )  # fmt: skip
        document, made = self.ws.notes(self._id), list[str]()
        if not self.desk.attempt(
            lambda: made.append(document.ask_more(following.id, chorus.theme, words))
        ):
            return
        kind = session_look(following, form=self._visit.form).word
        self.desk.notices.passing(
            _("The question waits in the interview with {group} {time}.", group=kind.lower(),
              time=clock(following.start)),
            (_("Undo"), lambda: self.desk.attempt(lambda: document.reword(made[0], ""))),
        )  # fmt: skip

    def _focused(self) -> tuple[Chorus, str] | None:
        """Return the theme with the focus, else the first where voices go apart, else the first."""
        places = zip(self._cells, self._rows, strict=True)
        ways = [
            (not any(c.hasFocus() for c in cells), not row[0].contradictions, at)
            for at, (cells, row) in enumerate(places)
        ]
        return self._rows[min(ways)[2]] if ways else None


def _theme_line(name: str, chorus: Chorus, words: dict[str, str]) -> QWidget:
    """Return a theme's name, and which groups contradict each other in it."""
    parts: list[QWidget] = [kit.label(name, factor=1.1, bold=True)]
    for one, other in chorus.contradictions:
        said = _("{one} and {other} go apart", one=words[one], other=words[other].lower())
        parts.append(kit.pill(said, "warn"))
    made = kit.box(kit.flow(*parts, gap=10))
    made.setContentsMargins(0, px(10), 0, 0)
    return made


class Cell(QFrame):
    """What one group has said of one theme. Can have the focus."""

    walked = Signal(int, int)  # down, right
    opened = Signal()

    def __init__(self, voice: Voice, name: str, *, apart: bool) -> None:
        super().__init__()
        self.voice, self.apart = voice, apart
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        parts: list[kit.Item] = []
        if voice.rated:
            parts.append(kit.pill("; ".join(r.words for r in voice.rated[:2]), "accent"))
        parts += [_said(note) for note in voice.notes[:MOST]]
        if len(voice.notes) > MOST:
            more = _("{n} more", n=len(voice.notes) - MOST)
            parts.append(kit.label(more, "muted", 0.95))
        if voice.is_silent:
            said = kit.label(_("Silent"), "warn", bold=True)
            parts.append(kit.row(kit.pic("circle-slash", "warn", 15), said, None, gap=6))
        elif not (voice.notes or voice.rated):
            not_yet = _("Not asked yet") if voice.met else _("Not met yet")
            parts.append(kit.label("–" if voice.asked else not_yet, "muted"))
        self.setLayout(kit.col(*parts, None, gap=6, margins=(12, 10)))
        state = [_("goes apart")] if apart else []
        state += [_("silent")] if voice.is_silent else []
        words = [*(r.words for r in voice.rated), *(n.text for n in voice.notes[:MOST])]
        self.setAccessibleName(", ".join([name, *state]))
        self.setAccessibleDescription(". ".join(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by the arrow keys, open by Enter."""
        ways = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1),
                Qt.Key.Key_Right: (0, 1)}  # fmt: skip
        if event.key() in ways:
            self.walked.emit(*ways[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the notes."""
        super().mousePressEvent(event)
        self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground: a dashed line is silence, a thick one where they go apart."""
        theme, painter = look(), QPainter(self)
        here, silent = self.hasFocus(), self.voice.is_silent
        plain = "control" if silent else "line"
        line = "accent" if here else "warn" if self.apart else plain
        kit.rounded(
            painter, QRectF(self.rect()), px(10), theme["panel"], theme[line],
            width=2 if here or self.apart else 1, dashed=silent and not here,
        )  # fmt: skip


def _said(note: records.Note) -> QWidget:
    marks = in_order(note.marks) or [PLAIN]
    pic = kit.pic(marks[0].icon, marks[0].token, 15, listing(m.word for m in marks))
    text = note.text if len(note.text) <= LONGEST else f"{note.text[: LONGEST - 1]}…"
    above = kit.box(kit.col(pic, None, gap=0))
    return kit.box(kit.row(above, (kit.label(text, wrap=True), 1), gap=7))
