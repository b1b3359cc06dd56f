"""Minnesanteckning: notes at the left, the document in the middle, what remains at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.action_dialogs import ActionDialog
from qualityvisit.ui.carets import writers
from qualityvisit.ui.compiler import Compiler
from qualityvisit.ui.dialogs import FindingDialog, ask_reason
from qualityvisit.ui.discreet import KEYS
from qualityvisit.ui.here import HereNow
from qualityvisit.ui.minutes_export import ExportMenu
from qualityvisit.ui.minutes_pointing import Pointing, finish_words, pointing
from qualityvisit.ui.minutes_side import MinutesSide
from qualityvisit.ui.minutes_steps import StepActs
from qualityvisit.ui.minutes_text import left_out_reasons
from qualityvisit.ui.minutes_way import MinutesWay
from qualityvisit.ui.notes_pane import NotesPane
from qualityvisit.ui.paper import Paper
from qualityvisit.ui.passage_menu import COMMENT, PHRASE
from qualityvisit.ui.pieces import icons_alone, tab_through
from qualityvisit.ui.saving import SaveGuard
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import look, px
from qualityvisit.ui.trade import when
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualityvisit.folding import Change
    from qualityvisit.model.view import MinutesView
    from qualityvisit.ui.minutes_preview import MinutesPreview
    from qualityvisit.ui.screen import Desk

PAGES = "F7"
WIDE, NARROW = 1240, 900  # widths below which the right and the left pane give way
FACES = 960  # a width below which the header has no room for faces
NAMES = 1300  # and one below which it has none for the names of those who are here
POINTED = 300  # milliseconds after a change: what may point somebody out is looked for then


class MinutesScreen(Screen):
    """The minutes of one visit. No note is dropped: each is carried over or left out."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"note", "passage", "decision", "carried", "comment", "minutes", "finding", "action",
         "visit", "session", "theme", "group", "person", "approval", "fact-check", "judgement",
         "version", "dispatch"}
    )  # fmt: skip
    focus_frame = True

    def __init__(self, desk: Desk) -> None:
        self._id = ""
        self._view: MinutesView | None = None
        self._steps: tuple[object, ...] = ()  # what is shown of how far they have come
        self._notes_asked_for = self._side_asked_for = False
        self.preview: MinutesPreview | None = None  # made when it is first asked for
        self.guard = SaveGuard(desk.ws)
        self.paper = Paper(desk.ws, self.guard)
        self.notes = NotesPane(desk.ws)
        self.acts = StepActs(desk, self, self._pointed)
        self.side = MinutesSide(self.acts)
        self.way = MinutesWay(self.acts)
        self._faces = kit.row(gap=6)
        self._faces_box = kit.box(self._faces)
        self._here = HereNow(desk)
        self._lamps = desk.way.lamps()
        self._left = kit.Band(kit.col(self.notes, margins=(0, 0, 1, 0)), side="right")
        self._right = kit.Band(kit.col(self.side, margins=(1, 0, 0, 0)), side="left", fill="window")
        super().__init__(desk, self._make_header(desk), self._make_body())
        self.guard.setParent(self)
        self._tie()
        self.compiler = Compiler(self)

    # --- Parts

    def _make_header(self, desk: Desk) -> kit.Header:
        self._show_notes = kit.button(_("Notes"), self._turn_notes, "notebook-pen", "flat")
        self._show_notes.hide()
        self._show_rest = kit.button(_("What remains"), self._turn_side, "list-checks", "flat")
        self._show_rest.hide()
        export = kit.button(_("Export"), None, "download")
        self.export = ExportMenu(export, desk, self, self.acts)
        export.setMenu(self.export)
        return kit.header(
            "", "", self._show_notes, self._show_rest, self._here, self._lamps, self._faces_box,
            export, back=(_("The visit"), desk.way.back),
        )  # fmt: skip

    def _make_body(self) -> QWidget:
        self._middle = kit.box(kit.col((self.paper, 1), margins=(24, 18, 24, 20)))
        self._left.setFixedWidth(px(416))
        self._right.setFixedWidth(px(336))
        self._panes = kit.row(self._left, (self._middle, 1), self._right, gap=0)
        return kit.box(kit.col(self.way, (self._panes, 1), gap=0))

    def _tie(self) -> None:
        self.notes.carry_all.connect(self.carry_all)
        self.notes.leave_out.connect(self.leave_out)
        self.notes.undo.connect(self.undecide)
        self.notes.show_passage.connect(self.show_passage)
        self.paper.source_pressed.connect(self.show_note)
        self.paper.asked.history.connect(self._show_history)
        self.paper.refused.connect(self.desk.notices.known)
        self.paper.asked.finding.connect(self._add_finding)
        self.paper.asked.action.connect(self._add_action)
        self.paper.caret_moved.connect(self.desk.presence.write)
        self.desk.presence.changed.connect(self._show_company)
        self.side.carry_all.connect(self.carry_all)
        self.side.show_note.connect(self.show_note)
        self.side.undo.connect(self.undecide)
        self.side.standing.show_passage.connect(self.show_passage)
        self.side.pointing.show_place.connect(self._show_place)
        self.side.pointing.exchange.connect(self.exchange)
        self.side.pointing.let_stand.connect(self.let_stand)
        self._soon = QTimer(self, singleShot=True, interval=POINTED)
        self._soon.timeout.connect(self._show_pointing)
        for keys, act in (
            ("Ctrl+Shift+A", self.carry_all), ("Ctrl+M", self.paper.show_menu),
            (COMMENT, self.paper.comment), (PHRASE, self.paper.phrase),
            (PAGES, self.turn_pages), ("Ctrl+P", self.export.print_out),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _show_history(self, passage: str) -> None:
        from qualityvisit.ui.history import HistoryDialog  # noqa: PLC0415 seldom needed

        HistoryDialog(self.desk, self, self._id, passage).open()

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the keys of the minutes."""
        return [
            ("Enter", _("New paragraph, at the end of one")),
            ("Ctrl+M", _("What can be done with the paragraph")),
            (KEYS, _("What can be done with words underlined with dots")),
            (COMMENT, _("Comment on the paragraph, or on what is marked")),
            (PHRASE, _("Insert a text block")),
            ("Enter", _("On a note: carry it over, or what is marked in it")),
            ("Shift+Enter", _("On a note: carry a part over")),
            ("Ctrl+Enter", _("On a note: write it where the caret is")),
            ("1  2  3", _("On a note: utterance, observation or interpretation")),
            ("Del, X", _("On a note: leave it out")),
            ("Ctrl+Shift+A", _("Carry all notes over")),
            (PAGES, _("The pages as they will be printed, or back")),
            ("Ctrl+P", _("Print the minutes")),
        ]

    def _show_company(self) -> None:
        self.paper.show_company(partial(writers, self.desk.presence.writers, self.ws.names()))

    # --- Showing

    def open(self, id: str = "", **_more: str) -> None:  # noqa: A002 as places are named
        """Open a visit's minutes."""
        self._id = self.acts.visit = id
        self.make_stale()
        if self.preview is not None and not self.preview.isHidden():
            self.preview.show_minutes(id)

    def refresh(self) -> None:
        """Read the minutes and show them."""
        view = self._view = self.ws.minutes(self._id)
        kind = _("Extra visit") if view.visit.extra else _("Quality deep dive")
        about = [_("The minutes"), f"{kind} {when(view.visit, weekday=True)}"]
        self.header.tell(view.visit.title, "  ·  ".join(about))
        names = self.ws.names()
        team = [names[p] for p in view.visit.team if p in names]
        faces = kit.faces([(p.initials, p.name, p.id) for p in team], size=32, most=4)
        kit.refill(self._faces, [faces])
        self._show_steps(view)
        self.paper.show_minutes(view)
        may = self.paper.is_open()
        self.notes.show_minutes(view, may=may)
        self.side.show_minutes(view, self.ws.names(), self.ws.me.id, may=may)
        self._show_company()
        self._soon.start()

    def _show_steps(self, view: MinutesView) -> None:
        """Show how far the minutes have come, where that has become other."""
        steps = self.acts.steps(view)
        now = (view.visit, steps, len(view.undecided), len(view.notes), bool(view.passages),
               self.acts.may_write, self.acts.is_administrator)  # fmt: skip
        if now != self._steps:
            self._steps = now
            self.way.show_minutes(view, steps)
            self.side.standing.show_steps(steps)

    def did_change(self, change: Change) -> None:
        """Hear of changes; what was typed here is on the screen already."""
        typed = change.mine and change.kinds == {"passage"}
        if self._view is not None and self.isVisible():
            self._soon.start()
            if self.preview is not None:
                self.preview.touch(self.paper.before_caret() if change.mine else "")
        if not (typed and self.paper.holds(change.ids)):
            super().did_change(change)

    def visit(self) -> str:
        """Return the visit's id."""
        return self._id

    def first(self) -> QWidget | None:
        """Return the matrix: the first thing to look at."""
        return self.notes.matrix

    def adapt(self, width: float, height: float) -> None:
        """Let the panes give way where there is little room."""
        del height
        narrow = width < NARROW
        self._notes_asked_for = self._notes_asked_for and narrow
        self._side_asked_for = self._side_asked_for and width < WIDE
        self._show_notes.setVisible(narrow)
        self._show_rest.setVisible(width < WIDE)
        self._faces_box.setVisible(width >= FACES)
        self._here.shorten(width < NAMES)
        icons_alone(self._lamps, narrow)
        self._left.setVisible(self._notes_asked_for or not (narrow or self._side_asked_for))
        self._middle.setVisible(not (self._notes_asked_for or self._side_asked_for))
        self._right.setVisible(width >= WIDE or self._side_asked_for)
        self._right.setMaximumWidth(px(336) if width >= WIDE else 16777215)
        self.notes.offer_all(width < WIDE)
        self.way.give_room(not narrow)
        wide = px(416 if width >= 1400 else 392 if width >= 1300 else 356)
        self._left.setMinimumWidth(wide if not narrow else 0)
        self._left.setMaximumWidth(wide if not narrow else 16777215)
        if self.preview is not None and not self.preview.isHidden():  # the text beside its pages
            self._left.hide()
            self._right.hide()
            self._middle.setVisible(not narrow)

    def escape(self) -> bool:
        """Close the notes, what remains or the pages, that lie over the document."""
        if self.preview is not None and not self.preview.isHidden():
            self.turn_pages()
            return True
        if self._notes_asked_for or self._side_asked_for:
            self._lie_over()
            return True
        return False

    def turn_pages(self) -> None:
        """Show the pages as they will be printed beside the text, or hide them."""
        from qualityvisit.ui.minutes_preview import MinutesPreview  # noqa: PLC0415 large

        if self.preview is None:
            self.preview = MinutesPreview(self.ws, self.export.print_out)
            self.preview.hide()
            self.preview.closed.connect(self.turn_pages)
            self._panes.addWidget(self.preview, 1)
        focused, shown = QApplication.focusWidget(), self.preview.isHidden()
        writes = focused is not None and self._middle.isAncestorOf(focused)
        self.preview.setVisible(shown)
        self._lie_over()
        if shown:
            self.preview.show_minutes(self._id)
        block = self.paper.column.current
        if not writes or self._middle.isHidden():
            stop = block.editor if block is not None else self.notes.matrix
            (self.preview.pages if shown else stop).setFocus()

    def _turn_notes(self) -> None:
        self._lie_over(notes=not self._notes_asked_for)

    def _turn_side(self) -> None:
        self._lie_over(side=not self._side_asked_for)

    def _lie_over(self, *, notes: bool = False, side: bool = False) -> None:
        """Let the notes or what remains take the document's room, or give it back."""
        self._notes_asked_for, self._side_asked_for = notes, side
        if self.preview is not None and (notes or side):
            self.preview.hide()
        scale = look().scale
        self.adapt(self.width() / scale, self.height() / scale)

    def show_note(self, number: int) -> None:
        """Show a note."""
        if not self._left.isVisible():
            self._lie_over(notes=True)
        self.notes.reveal(number)

    def show_passage(self, passage: str, at: int = -1) -> None:
        """Show a paragraph, with the caret at a code point or the end."""
        if self._middle.isHidden():
            self.escape()
        self.paper.reveal(passage, at)

    def show_side(self, part: QWidget) -> None:
        """Show a part of what remains."""
        if not self._right.isVisible():
            self._lie_over(side=True)
        self.side.reveal(part)

    # --- What becomes of the notes

    def carry_all(self) -> None:
        """Carry every note over that nothing has become of."""
        if self.desk.attempt(lambda: self.ws.compile(self._id)):
            self.acts.follow("compiled")

    def leave_out(self, note: str) -> None:
        """Leave a note out, with the reason."""
        reason = ask_reason(
            self, _("Leave the note out?"), _("The reason is kept with the minutes."),
            _("Leave it out"), left_out_reasons(),
        )  # fmt: skip
        if reason:
            self.notes.go_on(note)
            self.desk.attempt(lambda: self.ws.visit(self._id).leave_out(note, reason))

    def undecide(self, note: str) -> None:
        """Take back that a note was left out or carried over."""
        self.desk.attempt(lambda: self.ws.visit(self._id).undecide(note))

    # --- What may point somebody out

    def _pointed(self) -> str:
        """Return what is said, when the minutes are to be finished, of what may point out."""
        left = self._pointing()
        return finish_words(left) if left else ""

    def _pointing(self) -> list[Pointing]:
        assert self._view is not None
        passages = [p for s in self._view.sections for p in s.passages]
        document = self.ws.visit(self._id)
        there = (p for p in passages if document.has(p.id, "passage") and not p.figure)
        return pointing(there, document, self.paper.check, self.paper.group_of)

    def _show_place(self, place: Pointing) -> None:
        self.show_passage(place.passage, place.found.start)

    def _show_pointing(self) -> None:
        if self._view is None or not self.isVisible():
            return
        view = self._view = self.ws.minutes(self._id)  # with what was just typed
        self.paper.show_marks(view)
        QTimer.singleShot(0, self, self._show_lists)  # a key that waits comes between
        passages = [p for s in view.sections for p in s.passages]
        self._look_through((p.text, self.paper.group_of(p.section)) for p in passages)

    def _show_lists(self) -> None:
        if self._view is None or not self.isVisible():
            return
        self._show_steps(self._view)
        may = self.paper.is_open()
        self.side.show_minutes(self._view, self.ws.names(), self.ws.me.id, may=may)
        through = tab_through(self.notes)
        if through:
            self.paper.column.follow(through[-1])
        tab_through(self.notes, self.paper, self.side)

    def _look_through(self, texts: Iterator[tuple[str, str]]) -> None:
        """Look through the passages, the rest when nothing else waits; then show what is found."""
        if not self.paper.check.is_through(texts):
            QTimer.singleShot(0, self, partial(self._look_through, texts))
        elif self.isVisible():
            self.side.pointing.show_places(self._pointing(), may=self.paper.is_open())

    def exchange(self, place: Pointing) -> None:
        """Write the neutral wording in a passage, unless somebody has just changed it."""
        text = self.ws.visit(self._id).text(place.passage)
        start, end = place.found.start, place.found.end
        if str(text)[start:end] == place.words:
            text.group()  # a step of its own, to be undone alone
            self.desk.attempt(lambda: text.splice(start, end - start, place.found.neutral))
            text.group()
        self._show_pointing()

    def let_stand(self, place: Pointing) -> None:
        """Let words of a passage stand."""
        self.desk.attempt(lambda: self.ws.visit(self._id).let_stand(place.passage, place.words))
        self.paper.look_again(place.passage)
        self._show_pointing()

    def _add_finding(self, mark: str) -> None:
        dialog = FindingDialog(self.desk, self, self._id)
        dialog.mark.setCurrentIndex(max(0, dialog.mark.findData(mark)))
        dialog.exec()

    def _add_action(self) -> None:
        ActionDialog(self.desk, self, self._id).exec()
