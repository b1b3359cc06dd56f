"""Interview mode: questions by theme, the question with its sheet, what is known beside."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qualityvisit.model import records
from qualityvisit.ui import interview_keys as keys
from qualityvisit.ui import kit, pupil_view, serious
from qualityvisit.ui.agenda import DONE, FREE, SKIPPED, chosen_session
from qualityvisit.ui.course import Course
from qualityvisit.ui.dealing import Dealing
from qualityvisit.ui.dialogs import ask_reason, ask_words
from qualityvisit.ui.here import HereNow
from qualityvisit.ui.interview_end import left_to_do, offer_made
from qualityvisit.ui.interview_left import WhatIsLeft
from qualityvisit.ui.interview_page import QuestionPage
from qualityvisit.ui.interview_panes import LIST, NARROW, SIDE, Panes
from qualityvisit.ui.interview_side import (
    MarkCounts,
    background_cards,
    figures_beside,
    read_background,
)
from qualityvisit.ui.pieces import icons_alone, retitle
from qualityvisit.ui.question_list import QuestionList
from qualityvisit.ui.room import Room
from qualityvisit.ui.saving import SaveGuard
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.trade import session_look
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.folding import Change
    from qualityvisit.ui.screen import Desk

FACES = 960  # a width below which the header has no room for faces
NAMES = 1300  # and one below which it has none for the names of those who are here


class Interview(Screen):
    """One session of a visit at a time; every word is kept as it is typed."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"note", "file", "progress", "own-question", "session", "visit", "question", "theme",
         "finding", "action", "figure", "person"}
    )  # fmt: skip
    focus_frame = True

    def __init__(self, desk: Desk) -> None:
        self._visit_id = self._session_id = self._note_id = ""
        self.course = Course(desk)
        self._beside = ""  # the theme of what stands beside
        self._names: dict[str, records.Person] = {}
        self._team: list[records.Person] = []
        self.guard = SaveGuard(desk.ws)
        self.page = QuestionPage(desk, self.guard)
        self.questions = QuestionList()
        self.left = WhatIsLeft(self.course.minutes_left)
        self.questions.left.addWidget(self.left)
        self.dealing = Dealing(self._deal)
        self.questions.beside.addWidget(self.dealing.button)
        self.sessions = kit.Choice((), name=_("Session"))
        self.room = Room(desk)
        self.counts = MarkCounts()
        self._background = kit.col(gap=12)
        self._faces = kit.row(gap=6)
        self._faces_box = kit.box(self._faces)
        self._lamps = desk.way.lamps()
        self._right = self._make_right()
        self.panes = Panes(self._make_left(), self.page, self._right)
        super().__init__(desk, self._make_header(desk), self._make_body())
        self.guard.setParent(self)
        self._tie()
        keys.bind(self)

    # --- Parts

    def _make_header(self, desk: Desk) -> kit.Header:
        self._end = kit.button(_("End the interview"), self.end)
        self._here = HereNow(desk)
        return kit.header(
            "", "", self.panes.list_button, self.panes.side_button, self._here, self._lamps,
            self._faces_box, self._end, back=(_("The visit"), desk.way.back),
        )  # fmt: skip

    def _make_left(self) -> QWidget:
        chooser = kit.box(kit.col(self.sessions, margins=(20, 0, 18, 12)))
        inside = kit.col(chooser, (self.questions, 1), gap=0, margins=(0, 16, 1, 0))
        return kit.Band(inside, side="right")

    def _make_right(self) -> QWidget:
        cards = kit.col(self.room, self._background, self.counts, None, gap=12, margins=20)
        return kit.Band(
            kit.col(kit.scroll(kit.box(cards), _("Beside the interview")), margins=(1, 0, 0, 0)),
            side="left", fill="window",
        )  # fmt: skip

    def _make_body(self) -> QWidget:
        self._none = kit.empty_state(
            "messages-square", _("There is nothing to take notes in"),
            _("Add a session to the visit's programme: an interview, a walk-through or an"
              " observation."),
        )  # fmt: skip
        self._none.hide()
        return kit.box(kit.col((self.panes, 1), (self._none, 1), gap=0))

    def _tie(self) -> None:
        self.panes.turned.connect(self._did_turn)
        self.questions.picked.connect(self.ask)
        self.sessions.activated.connect(lambda _at: self._turn_to(self.sessions.value()))
        self.page.previous.connect(lambda: self.step(-1))
        self.page.skip.connect(self.skip)
        self.page.done.connect(self.done)
        self.page.compared.connect(self.compare)
        self.page.listed.connect(self.turn_list)
        self.page.all.picked.connect(self.ask)
        self.page.reword.connect(self.reword)
        self.page.turned.connect(self.turn_to_pupils)
        self.page.serious.connect(self.tell_serious)
        self.page.reopen.connect(lambda: self._settle(""))
        self.page.rating.rated.connect(self.rate)
        self.page.rating.left.connect(self.page.sheet.focus_current)
        self.left.asked.connect(self.ask_next_must)
        self.page.ended.go_on.clicked.connect(self.end)
        self.page.sheet.did_write.connect(self._recount)
        self.page.sheet.refused.connect(self.desk.notices.known)
        self.page.sheet.removal_asked.connect(self.remove_note)
        self.page.sheet.history_asked.connect(self._show_history)
        self.page.sheet.caret_moved.connect(self.desk.presence.write)
        self.desk.presence.changed.connect(
            lambda: self.page.sheet.show_company(self.desk.presence.writers)
        )

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the interview's own keys."""
        return keys.told()

    # --- Showing

    def open(
        self, id: str = "", session: str = "", question: str = "", note: str = "", **_more: str  # noqa: A002 as places are named
    ) -> None:  # fmt: skip
        """Open a visit's session, else its first interview that has not been ended."""
        self._visit_id, self._session_id, self._note_id = id, session, note
        self.course.question = question
        self.course.forget()
        self.make_stale()

    def visit(self) -> str:
        """Return the visit's id."""
        return self._visit_id

    def whereabouts(self) -> dict[str, str]:
        """Return the session, the question and the note with the caret."""
        note = self.page.sheet.current_note()
        return {"session": self._session_id, "question": self.course.question, "note": note}

    def first(self) -> QWidget | None:
        """Return where the caret belongs in the sheet, or the way to open it."""
        return self.page.sheet.writing_line() or self.page.ended.go_on

    def refresh(self) -> None:
        """Read the session anew; what is being written is left alone."""
        visit = self.ws.get(records.Visit, self._visit_id)
        sessions = [
            s for s in self.ws.all(records.Session, parent=visit.id) if s.type in records.WRITTEN
        ]
        self.panes.setVisible(bool(sessions))
        self._none.setVisible(not sessions)
        if not sessions:
            self.header.tell(visit.title)
            return
        session = chosen_session(sessions, self._session_id)
        turned = self.course.follow(visit, session)
        self._session_id = session.id
        self._show_header(visit, session)
        self.sessions.offer([(s.id, _session_words(s, visit)) for s in sessions], session.id)
        self._lock(session, turned=turned)
        self._recount()
        if turned or not self.course.is_known:
            self.ask(*self.course.first(self._note_id))
        self.page.sheet.refresh()
        self.page.files.refresh()
        self._show_background(visit)

    def did_change(self, change: Change) -> None:
        """Hear of changes; what was typed here is on the screen already."""
        typed = change.mine and change.kinds == {"note"}
        if not (typed and self.page.sheet.holds(change.ids)):
            super().did_change(change)

    def adapt(self, width: float, height: float) -> None:
        """Let the panes give way where there is little room."""
        self._faces_box.setVisible(width >= FACES)
        self._here.shorten(width < NAMES)
        icons_alone(self._lamps, width < NARROW)
        self.panes.adapt(width, height)

    def may_leave(self) -> bool:
        """Leave no empty note behind, nothing half filled in, and no file half attached."""
        self.page.sheet.leave()
        self.room.keep()
        return self.page.files.finish()

    def escape(self) -> bool:
        """Close the list that lies over the question, or go back to the notes from beside them."""
        if self.panes.uncover():
            return True
        inside = self.room.isAncestorOf(QApplication.focusWidget() or self)
        if self.questions.search.hasFocus() or inside:
            self.questions.search.clear()
            self.page.sheet.focus_current()
            return True
        return False

    def _show_header(self, visit: records.Visit, session: records.Session) -> None:
        kind = session_look(session, form=visit.form).word
        about = [_("Interview: {group}", group=kind) if session.group else kind]
        about.append(" ".join(filter(None, (_day_words(visit, session), clock(session.start)))))
        if session.ended:
            about.append(_("ended {time}", time=clock(session.ended)))
        self.header.tell(visit.title, "  ·  ".join(filter(None, about)))
        words = _("End the interview") if session.group else _("End the session")
        retitle(self._end, words)
        self._end.setVisible(not session.ended)
        self._names = self.ws.names()
        self._team = [self._names[p] for p in visit.team if p in self._names]
        shown = kit.faces([(p.initials, p.name, p.id) for p in self._team], size=32, most=4)
        kit.refill(self._faces, [shown])

    def _lock(self, session: records.Session, *, turned: bool) -> None:
        """Let a session that has been ended only be read."""
        if turned:
            self.page.sheet.leave()
        locked, may_write = self.course.locked, self.ws.may_write(f"visit/{session.visit}")
        self.room.show_session(session, may_write=may_write and not locked)
        self.page.lock(locked)
        self.page.ended.tell(session, locked=locked, may_write=may_write)

    def _show_background(self, visit: records.Visit) -> None:
        theme = self._beside = self.course.asked.theme if self.course.agenda.questions else ""
        known = background_cards(read_background(self.desk, visit), theme)
        kit.refill(self._background, [*known, *figures_beside(self.desk, visit.unit, theme)])

    def _recount(self) -> None:
        """Count notes and questions anew."""
        self.course.recount()
        self._show_course()

    def _show_course(self) -> None:
        """Show how far the session has come."""
        session, agenda = self.course.session, self.course.agenda
        if session is None:
            return
        self.questions.show_agenda(agenda, self._names)
        self.left.tell(agenda, session)
        self.counts.count(self.course.notes())
        if self.course.is_known:
            self._show_question()

    def _deal(self, dealt: dict[str, str]) -> None:
        self.course.deal(dealt)
        self._show_course()

    # --- The way through

    def ask(self, question: str, note: str = "") -> None:
        """Turn to a question, with the caret on its empty line or in a note."""
        if self.course.session is None:
            return
        self.course.question = question
        place = self.course.place()
        if place.theme != self._beside and self.course.visit is not None:
            self._show_background(self.course.visit)
        self.page.sheet.show_place(place, note)
        self.page.files.show_place(place)
        self._show_question()
        self.panes.uncover()
        self.page.sheet.focus_wanted()

    def done(self) -> None:
        """Tick the question off and go on; at the last one, say what is left."""
        if self.course.session is None:
            return
        if self.course.locked:
            self.step(1)
            return
        asked = self.course.asked
        if asked.question and not asked.is_settled and not self._settle(DONE):
            return
        self._go_on()

    def ask_next_must(self) -> None:
        """Turn to the next question that must be asked."""
        must = self.course.next_must()
        if must:
            self.ask(must)

    def rate(self, step: str) -> None:
        """Keep the step that was chosen, and go back to the notes."""
        self.course.rate(step)
        self._show_course()
        self.page.sheet.focus_current()

    def skip(self) -> None:
        """Pass the question by, with a reason; nothing where there is none to pass by."""
        asked = self.course.asked
        if self.course.locked or not asked.question or asked.is_settled:
            return
        usual = [
            _("There was no time"), _("Answered under another question"),
            _("Does not suit the group"), _("The group did not want to answer"),
        ]  # fmt: skip
        reason = ask_reason(
            self, _("Skip the question?"), _("The reason is kept with the interview."), _("Skip"),
            usual,
        )  # fmt: skip
        if reason and self._settle(SKIPPED, reason):
            self._go_on()

    def end(self) -> None:
        """End the interview, or continue it."""
        session, document = self.course.session, self.ws.visit(self._visit_id)
        if session is None:
            return
        self.page.sheet.leave()
        if session.ended:
            if self.desk.attempt(lambda: document.change_session(session.id, ended="")):
                self.make_stale()
                self.page.sheet.focus_end()
        elif self._may_end(session) and self.desk.attempt(lambda: document.end_session(session.id)):
            self.course.locked = True
            self.desk.way.back()
            offer_made(self.desk, session.visit)

    def _may_end(self, session: records.Session) -> bool:
        """Ask whether to end where something is left to do: it can be continued at any time."""
        self.room.keep()
        left = left_to_do(self.ws.get(records.Session, session.id), self.course.agenda)
        title = _("End the interview?") if session.group else _("End the session?")
        return not left or self.desk.notices.ask(title, left, self._end.words)

    def go_to_room(self) -> None:
        """Go to who is in the room; Esc leads back to the notes."""
        self.panes.show_pane(SIDE)
        self.room.number.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def turn_to_pupils(self) -> None:
        """Show the question alone, large, for those who are asked; the notes are hidden."""
        if not self.course.agenda.numbered or self.course.locked:
            return
        self.page.sheet.leave()
        view = pupil_view.PupilView(self, self.course)
        view.turned.connect(self.ask)
        view.finished.connect(lambda _code: self._did_turn_back())
        view.showFullScreen()
        view.open()

    def _did_turn_back(self) -> None:
        self.window().activateWindow()
        self._show_course()
        self.page.sheet.focus_end()

    def attach(self) -> None:
        """Let the user choose pictures and files."""
        if not self.course.locked and self.ws.may_write(f"notes/{self._visit_id}"):
            self.page.files.choose()

    def compare(self) -> None:
        """Show what all groups have said so far."""
        self.desk.way.go("voices", id=self._visit_id)

    def turn_list(self) -> None:
        """Show all questions, or one at a time again; the caret stays where it is."""
        self.page.turn_list()
        self._show_question()
        self.page.sheet.focus_current()

    def reword(self) -> None:
        """Put a question that came up during the visit in other words."""
        asked, notes = self.course.asked, self.ws.notes(self._visit_id)
        words = ask_words(self, _("Reword the question"), asked.text, _("Save the question"))
        if words and self.desk.attempt(lambda: notes.reword(asked.id, words)):
            self._recount()
        self.page.sheet.focus_current()

    def tell_serious(self) -> None:
        """Say what to do when something serious is told, and keep that it was handed over."""
        if not self.ws.may_write(f"visit/{self._visit_id}"):
            return
        note = self.page.sheet.current_note()
        found = self.ws.find(records.Note, note) if note else None
        mine = found is not None and self.ws.may_edit(found)
        forget = partial(self.page.sheet.remove, note) if mine else None
        serious.SeriousDialog(self.desk, self, self._visit_id, forget).open()

    def _show_history(self, note: str) -> None:
        from qualityvisit.ui.history import HistoryDialog  # noqa: PLC0415 seldom needed

        visit = self.ws.get(records.Note, note).visit
        HistoryDialog(self.desk, self, visit, note).open()

    def remove_note(self, note: str) -> None:
        """Remove a note, once that is certain."""
        text = self.ws.get(records.Note, note).text
        short = text if len(text) < 120 else f"{text[:117]}…"
        if self.desk.notices.ask(
            _("Remove the note?"), f"”{short}”", _("Remove the note"), danger=True
        ):
            self.page.sheet.remove(note)

    def _show_question(self) -> None:
        asked, agenda = self.course.asked, self.course.agenda
        before, after = (agenda.beside(asked.id, step) for step in (-1, 1))
        self.page.show_question(asked, before, after)
        if self.page.in_list:
            self.page.show_all(agenda, asked, self.course.said())
        self.questions.select(asked.id)
        self.dealing.tell(agenda, asked.id, self.ws.me.id, self._team)

    def step(self, step: int) -> None:
        """Turn to the question so many places on."""
        other = self.course.agenda.beside(self.course.question, step)
        if other is not None:
            self.ask(other.id)

    def _go_on(self) -> None:
        agenda = self.course.agenda
        after = agenda.beside(self.course.question, 1)
        left = len(agenda.numbered) - agenda.settled
        if after is not None and (after.id != FREE or left == 0):
            self.ask(after.id)
        if agenda.numbered and (after is None or after.id == FREE):
            open_ones = count("{n} question is still open.", "{n} questions are still open.", left)
            said = open_ones if left else _("Every question has been dealt with.")
            self.desk.notices.passing(_("That was the last question. {rest}", rest=said))

    def _settle(self, status: str, reason: str = "") -> bool:
        kept = self.course.settle(status, reason)
        self._show_course()
        return kept

    def _turn_to(self, session: str) -> None:
        self._session_id, self.course.question, self._note_id = session, "", ""
        self.page.sheet.leave()
        self.make_stale()

    def _did_turn(self, pane: str) -> None:
        """Let the caret follow to the pane that lies over the page, and back."""
        if pane == LIST:
            self.questions.search.setFocus()
        elif not pane:
            self.page.sheet.focus_current()

    def search(self) -> None:
        """Go to the search among the questions."""
        self.panes.show_pane(LIST)
        self.questions.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.questions.search.selectAll()


def _session_words(session: records.Session, visit: records.Visit) -> str:
    word = session_look(session, form=visit.form).word
    ended = _("ended") if session.ended else ""
    return "  ·  ".join(filter(None, (word, clock(session.start), ended)))


def _day_words(visit: records.Visit, session: records.Session) -> str:
    return day(session.date or visit.date, weekday=True)
