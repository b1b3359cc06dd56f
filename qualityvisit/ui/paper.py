"""The document of the minutes: headings that stand, passages that are written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from qualityvisit.model import records
from qualityvisit.model.minutes import section_of
from qualityvisit.model.records import Passage
from qualityvisit.model.text import Units
from qualityvisit.ui import kit
from qualityvisit.ui.carets import Writer
from qualityvisit.ui.discreet import Check, Discreet
from qualityvisit.ui.minutes_text import Heading, headings, room_words
from qualityvisit.ui.note_drop import DropInText, DropPlaces, Place
from qualityvisit.ui.paper_lines import VoicesLine, action_line, aside, finding_line
from qualityvisit.ui.paper_lines import heading as a_heading
from qualityvisit.ui.passage_block import PassageBlock
from qualityvisit.ui.passage_marks import marks_of
from qualityvisit.ui.passage_menu import Asked, offer_manners, passage_menu
from qualityvisit.ui.saving import SaveNotice, Telling
from qualityvisit.ui.text_column import TextColumn
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from qualityvisit.model.view import MinutesView
    from qualityvisit.model.visit import VisitDocument
    from qualityvisit.ui.saving import SaveGuard
    from qualityvisit.workspace import Workspace

Key = tuple[object, ...]
Company = Callable[[str], Sequence[Writer]]
SECTION = "section"  # the property of a heading under which passages stand
FINDINGS = dict(zip(records.OVERALL, records.MARKS[:3], strict=True))


class Paper(Telling, kit.Surface):
    """The minutes as they will be read. Words are shared as they are typed."""

    refused = Signal(object)  # KnownError
    source_pressed = Signal(int)  # a note's number
    caret_moved = Signal(str, int)  # the passage that is written in, and where in code points

    def __init__(self, workspace: Workspace, guard: SaveGuard) -> None:
        self._ws, self._guard = workspace, guard
        self.asked = Asked()
        self._view: MinutesView | None = None
        self.check = Check(workspace)
        self._parts: dict[Key, QWidget] = {}
        self._used: dict[Key, QWidget] = {}
        self._order: list[QWidget] = []
        self._where: dict[str, str] = {}  # the words above each section
        self._draft: PassageBlock | None = None
        self.column = TextColumn[PassageBlock](gap=2, margins=(40, 26, 12, 28))
        self.column.setAccessibleName(_("The minutes"))
        super().__init__(kit.col(SaveNotice(guard), (self.column, 1), gap=0, margins=(1, 3)))
        self._drops = DropPlaces(self.column.ground, self.place_at)
        self._drops.dropped.connect(self.asked.put_after)
        self._company: Company = lambda _passage: ()
        self.asked.setParent(self)
        self.asked.remove.connect(self._remove)
        self.column.entered.connect(self._tell_caret)
        self.column.left.connect(self._did_leave)
        guard.changed.connect(lambda _closed: self._allow())

    # --- Showing

    def show_minutes(self, view: MinutesView) -> None:
        """Show the minutes; what is being written is left alone."""
        if self._busy:
            return
        if self._view is None or self._view.visit.id != view.visit.id:
            self.column.empty()
            self._draft = None
        self._view = view
        standing = {p.id for s in view.sections for p in s.passages}
        for block in [b for b in self.column.blocks if b.passage]:
            if block.passage_id not in standing:
                self.column.drop(block)
        self._settle()

    def holds(self, passages: frozenset[str]) -> bool:
        """Return whether all these passages stand here."""
        return passages <= {b.passage_id for b in self.column.blocks}

    def reveal(self, passage: str, at: int = -1) -> None:
        """Show a passage and put the caret in it, at a code point or the end."""
        for block in self.column.blocks:
            if block.passage_id == passage:
                self.column.enter(block, Units(block.words).to_units(at) if at >= 0 else -1)
                QTimer.singleShot(0, block, partial(self.column.reveal, block))

    def look_again(self, passage: str) -> None:
        """Underline in a passage anew what may point somebody out."""
        for block in self.column.blocks:
            if block.passage_id == passage:
                block.discreet.look_again()

    def show_marks(self, view: MinutesView) -> None:
        """Show anew what the sentences rest on, as they read now."""
        if self._view is None or self._busy or self._view.visit.id != view.visit.id:
            return
        found = {p.id: p for p in view.passages}
        for block in self.column.blocks:
            passage = found.get(block.passage_id)
            if passage is not None:
                block.passage = passage
                block.show_marks(marks_of(view, passage), self._where[passage.section])

    def show_company(self, company: Company) -> None:
        """Show where colleagues write just now; ``company`` tells it of each passage."""
        self._company = company
        for block in self.column.blocks:
            if block.passage is not None:
                block.show_writers(company(block.passage_id))

    def is_open(self) -> bool:
        """Return whether the minutes can be written in by this person."""
        assert self._view is not None
        visit = self._view.visit.id
        return not self._view.minutes.finished and self._ws.may_write(f"visit/{visit}")

    def _settle(self) -> None:
        """Put headings and passages in order."""
        view = self._view
        assert view is not None
        shown = {b.passage_id: b for b in self.column.blocks if b.passage}
        self._used, self._where = {}, {}
        order: list[QWidget] = []
        meeting = self._ws.committee().meeting_name
        sessions = self._ws.all(records.Session, parent=view.visit.id)
        above = ""  # the heading that themes stand under
        for heading in headings(view, meeting):
            above = above if heading.depth == 3 else heading.words
            where = f"{above}, {heading.words}" if heading.depth == 3 else heading.words
            order.append(self._heading(heading))
            said = room_words(sessions, heading.group) if heading.group else ""
            if said:
                order.append(self._part(("room", said), partial(aside, said)))
            if heading.section is not None:
                order += self._section(heading, where, shown)
        for key in self._parts.keys() - self._used.keys():
            self._parts.pop(key).deleteLater()
        self._parts = self._used
        self.column.blocks.sort(key=order.index)
        self.column.arrange(order)
        self._order = order
        self._allow()
        self.show_company(self._company)

    def _section(
        self, heading: Heading, where: str, shown: dict[str, PassageBlock]
    ) -> list[QWidget]:
        section, view = heading.section, self._view
        assert section is not None
        assert view is not None
        order: list[QWidget] = []
        self._where[section.key] = heading.words
        for passage in section.passages:
            if passage.figure:
                order.append(self._voices(passage))
                continue
            block = shown.get(passage.id) or self._add(passage)
            block.passage = passage
            block.show_marks(marks_of(view, passage), heading.words)
            order.append(block)
        if self._draft is not None and self._draft.section == section.key:
            after = self._draft.property("after")
            ids = [_passage_of(b) for b in order]
            order.insert(ids.index(after) + 1 if after in ids else len(order), self._draft)
        return [*order, *self._lines(section.key), *self._ways(section.key, where, empty=not order)]

    def _lines(self, section: str) -> list[QWidget]:
        """Return findings and actions, which stand in the document beside its passages."""
        assert self._view is not None
        visit, lines = self._view.visit.id, list[QWidget]()
        if section in FINDINGS:
            for finding in self._ws.all(records.Finding, parent=visit, state=FINDINGS[section]):
                key = ("finding", finding.id, finding.mark, finding.text)
                lines.append(self._part(key, partial(finding_line, finding)))
        if section == records.AGREED:
            for action in self._ws.all(records.Action, parent=visit):
                about = f"{action.text}/{action.responsible}/{action.due}"
                lines.append(self._part(("action", action.id, about), partial(action_line, action)))
        return lines

    def _ways(self, section: str, where: str, *, empty: bool) -> list[QWidget]:
        """Return the ways to add something of one's own to a section."""
        if not self.is_open():
            return []
        ways: list[tuple[str, Callable[[], object]]] = []
        if empty and not self._waits(section):
            ways.append((_("Write a paragraph"), lambda: self.begin(section)))
            ways.append(
                (_("Insert a text block …"), lambda: self.asked.phrase.emit(section, "", 0))
            )
        if empty and section == records.OVERALL[0]:
            table = records.TABLE
            ways.append(
                (_("Insert the four voices"), lambda: self.asked.voices.emit(section, "", table))
            )
        if section in FINDINGS:
            mark = FINDINGS[section]
            ways.append((_("Add a finding"), lambda: self.asked.finding.emit(mark)))
        if section == records.AGREED:
            ways.append((_("Add an action"), self.asked.action.emit))
        if not ways:
            return []

        def make() -> QWidget:
            links = [kit.link(words, act, name=f"{words}: {where}") for words, act in ways]
            made = kit.box(kit.flow(*links, gap=6))
            made.setContentsMargins(0, 0, px(92), px(6))
            return made

        return [self._part(("ways", section, empty), make)]

    def _waits(self, section: str) -> bool:
        """Tell whether notes of this section wait to be decided on: they make its paragraphs."""
        assert self._view is not None
        return any(section_of(note) == section for note in self._view.undecided)

    def _heading(self, heading: Heading) -> QWidget:
        key = ("heading", heading.depth, heading.number, heading.words, heading.group,
               heading.section.key if heading.section else "")  # fmt: skip

        words, first = f"{heading.number}  {heading.words}".strip(), heading.number == "1"
        made = self._part(key, partial(a_heading, words, heading.depth, first=first))
        made.setProperty(SECTION, heading.section.key if heading.section else "")
        return made

    def _voices(self, passage: Passage) -> QWidget:
        may = self.is_open()
        key = ("voices", passage.id, passage.figure, passage.cells, may)
        return self._part(key, partial(self._new_voices, passage, may=may))

    def _new_voices(self, passage: Passage, *, may: bool) -> VoicesLine:
        made = VoicesLine(passage, may=may)
        made.turn.connect(partial(self.asked.turn_voices.emit, passage.id))
        made.renew.connect(partial(self.asked.renew_voices.emit, passage.id))
        made.remove.connect(partial(self.asked.remove.emit, passage.id))
        return made

    def place_at(self, y: int) -> Place | None:
        """Return the place between paragraphs that is nearest a height of the ground."""
        if not self.is_open():
            return None
        section, places = "", list[Place]()
        for widget in self._order:
            below = widget.geometry().bottom()
            if widget.property(SECTION) is not None:
                section = str(widget.property(SECTION))
                after = ""
            elif _passage_of(widget):
                after = _passage_of(widget)
            else:
                continue
            if section:
                places.append(Place(section, after, below))
        return min(places, key=lambda p: abs(p.y - y), default=None)

    def _part(self, key: Key, make: Callable[[], QWidget]) -> QWidget:
        """Return a widget that is made once and kept as long as it is shown."""
        found = self._parts.get(key) or make()
        self._used[key] = found
        return found

    def _allow(self) -> None:
        if self._view is None:
            return
        closed = self._guard.closed or not self.is_open()
        for block in self.column.blocks:
            block.editor.setReadOnly(closed)

    # --- Blocks

    def _new_block(self, section: str) -> PassageBlock:
        block = PassageBlock(section)
        block.began.connect(lambda: self._begin(block))
        block.discreet = Discreet(
            block.editor, self.check, lambda: self.group_of(section), lambda: self._home_of(block)
        )
        block.asked.connect(lambda at: self._show_menu(block, at))
        block.source_pressed.connect(self.source_pressed)
        block.comments_pressed.connect(lambda: self.asked.comments.emit(block.passage_id))
        block.manner_pressed.connect(lambda at: self._show_manners(block, at))
        block.editor.cursorPositionChanged.connect(lambda: self._tell_caret(block))
        drop = DropInText(block.editor)
        drop.dropped.connect(lambda note, words, at: self._put_in(block, note, words, at))
        block.editor.begin_note.connect(lambda: self._break(block))
        block.editor.backspaced.connect(lambda: self._backspace(block))
        self.column.put(block, len(self.column.blocks))
        return block

    def group_of(self, section: str) -> str:
        """Return who a section's passages come from, as the check calls them."""
        group = section.removeprefix("group:").partition("/")[0] if ":" in section else ""
        return self.check.group_of(group, self._view.visit.id if self._view else "")

    def _home_of(self, block: PassageBlock) -> tuple[VisitDocument, str] | None:
        passage = block.passage
        return (self._ws.visit(passage.visit), passage.id) if passage is not None else None

    def _add(self, passage: Passage) -> PassageBlock:
        block = self._new_block(passage.section)
        self._bind(block, passage)
        return block

    def _bind(self, block: PassageBlock, passage: Passage) -> None:
        binding = block.bind(passage, self._ws.visit(passage.visit).text(passage.id))
        binding.not_saved.connect(self._guard.failed)
        binding.refused.connect(self.refused)

    # --- Writing

    def begin(self, section: str, after: str = "") -> None:
        """Give a section an empty line; it becomes a passage with its first letter."""
        if self._draft is not None:
            self.column.drop(self._draft)
        self._draft = self._new_block(section)
        self._draft.setProperty("after", after)
        self._draft.editor.setPlaceholderText(_("Write in your own words"))
        self._draft.editor.setAccessibleName(_("New paragraph"))
        self._settle()
        self.column.enter(self._draft, 0)

    def _begin(self, block: PassageBlock) -> None:
        if self._busy or self._view is None:
            return
        document, made = self._ws.visit(self._view.visit.id), ""
        with self._telling():
            made = document.add_passage(block.section, block.words, str(block.property("after")))
        passage = document.record(made) if made else None
        if isinstance(passage, Passage):
            self._draft = None
            self._bind(block, passage)
            self.show_minutes(self._ws.minutes(self._view.visit.id))

    def _break(self, block: PassageBlock) -> None:
        """Enter: at the end a paragraph of one's own, elsewhere a new line."""
        if block.editor.isReadOnly():
            return
        if block.editor.textCursor().atEnd() and block.passage is not None:
            self.begin(block.section, block.passage_id)
        else:
            block.editor.insertPlainText("\n")

    def _backspace(self, block: PassageBlock) -> None:
        blocks = self.column.blocks
        at = blocks.index(block)
        if block.passage is None:
            self._draft = None
            self.column.drop(block)
        elif block.is_empty and not block.editor.isReadOnly():
            self.remove(block)
        if at:
            self.column.enter(blocks[at - 1], -1)

    def remove(self, block: PassageBlock) -> None:
        """Remove a passage; notes that nothing else rests on are to be decided on again."""
        passage = block.passage
        if passage is None or self._view is None:
            return
        with self._telling():
            document = self._ws.visit(passage.visit)
            if document.has(passage.id):
                document.remove(passage.id)
        self.show_minutes(self._ws.minutes(passage.visit))

    def _prune(self) -> None:
        """Take the empty line away when it is left."""
        if self._draft is not None and not self._draft.editor.hasFocus() and not self._busy:
            self.column.drop(self._draft)
            self._draft = None

    def _did_leave(self, _block: PassageBlock) -> None:
        self.caret_moved.emit("", 0)
        QTimer.singleShot(0, self, self._prune)

    def _tell_caret(self, block: PassageBlock) -> None:
        """Tell where this person writes; whoever only reads is nowhere."""
        if block.editor.hasFocus() and not block.editor.isReadOnly():
            self.caret_moved.emit(block.passage_id, block.selected()[1] if block.passage else 0)

    def before_caret(self) -> str:
        """Return what is written in a passage before the caret, "" where none is written in."""
        block = self.column.current
        if block is None or not block.editor.hasFocus():
            return ""
        return block.editor.toPlainText()[: block.editor.textCursor().position()]

    # --- What can be done with a passage

    def show_menu(self) -> None:
        """Show what can be done with the passage that has the caret."""
        block = self.column.current
        if block is not None and block.passage is not None:
            self._show_menu(block, block.menu_place())

    def _show_menu(self, block: PassageBlock, at: QPoint) -> None:
        menu = self.menu_of(block)
        menu.popup(at)

    def menu_of(self, block: PassageBlock) -> QMenu:
        """Return a paragraph's menu."""
        assert self._view is not None
        return passage_menu(self._view, block, self.asked, may=self.is_open())

    def _show_manners(self, block: PassageBlock, at: QPoint) -> None:
        if block.passage is not None and self.is_open():
            menu = QMenu(block.editor)
            menu.aboutToHide.connect(menu.deleteLater)
            offer_manners(menu, block.passage, self.asked)
            menu.popup(at)

    def _put_in(self, block: PassageBlock, note: str, words: str, at: int) -> None:
        if block.passage is not None:
            self.asked.put_in.emit(note, words, block.passage_id, Units(block.words).to_points(at))

    def _remove(self, passage: str) -> None:
        for block in self.column.blocks:
            if block.passage_id == passage:
                self.remove(block)
                return
        with self._telling():  # the four voices
            assert self._view is not None
            self._ws.visit(self._view.visit.id).remove(passage)

    def comment(self) -> None:
        """Ask for a comment to what is marked, or to the paragraph with the caret."""
        block = self.column.current
        if block is not None and block.passage is not None and self.is_open():
            self.asked.comment.emit(block.passage_id, *block.selected())

    def phrase(self) -> None:
        """Ask for a text block where the caret is."""
        block = self.column.current
        if block is not None and self.is_open():
            self.asked.phrase.emit(block.section, block.passage_id, block.selected()[1])


def _passage_of(widget: QWidget) -> str:
    if isinstance(widget, PassageBlock):
        return widget.passage_id
    return widget.passage.id if isinstance(widget, VoicesLine) else ""
