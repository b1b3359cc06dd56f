"""The interview's sheet: one note below the other, as on paper, each with its own words.

Enter begins a new note, Shift+Enter a new line; the arrow keys go through the whole sheet. A note
comes into being with its first letter, and one that is left empty goes away again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal

from qualityvisit.model.records import MARKS, Note, Theme, Visit
from qualityvisit.model.text import Units
from qualityvisit.ui import kit
from qualityvisit.ui.attaching import sources
from qualityvisit.ui.carets import writers
from qualityvisit.ui.discreet import Check, Discreet
from qualityvisit.ui.note_block import NoteBlock
from qualityvisit.ui.note_menu import note_menu
from qualityvisit.ui.saving import SaveNotice, Telling
from qualityvisit.ui.signs import Signs
from qualityvisit.ui.text_column import TextColumn
from qualityvisit.ui.theme import look, px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from qualityvisit.model.notes import NotesDocument
    from qualityvisit.model.records import Person
    from qualityvisit.ui.presence import Present
    from qualityvisit.ui.saving import SaveGuard
    from qualityvisit.workspace import Workspace

NARROW = 560  # below this width, at normal text size, marks show their icons alone


@dataclass(frozen=True, slots=True)
class Place:
    """Where notes belong: a session and a question, or no question for a free note.

    ``about``: only notes without a question that are about the theme belong here.
    """

    visit: str
    session: str
    group: str
    theme: str = ""
    question: str = ""
    about: bool = False

    def holds(self, note: Note) -> bool:
        """Tell whether a note belongs here."""
        here = (note.session, note.question) == (self.session, self.question)
        return here and (not self.about or note.theme == self.theme)


class NoteSheet(Telling, kit.Surface):
    """The notes of one place: mine first with the empty line last, colleagues' below."""

    marks_changed = Signal(tuple)  # the marks of the note with the caret
    did_write = Signal()  # a note came, went or was marked
    refused = Signal(object)  # KnownError
    history_asked = Signal(str)  # a note whose earlier wordings are to be shown
    removal_asked = Signal(str)  # a note that is to be removed, once that is certain
    dropped = Signal(object)  # QMimeData with files that are to be attached
    caret_moved = Signal(str, int)  # the note that is written in, and where in code points

    def __init__(self, workspace: Workspace, guard: SaveGuard) -> None:
        self._ws, self._guard = workspace, guard
        self._place = Place("", "", "")
        self._me = workspace.me.id
        self._people: dict[str, Person] = {}
        self._check = Check(workspace)
        self._locked = False
        self._wanted = ""  # the note that is to be in sight
        self._company: Callable[[str], Sequence[Present]] = lambda _note: ()
        self._heading = kit.label(_("From colleagues"), "muted", 0.9, bold=True)
        self._heading.setContentsMargins(px(14), px(14), 0, px(2))
        self._column = TextColumn[NoteBlock]()
        self._signs = Signs(self)
        inside = kit.col(SaveNotice(guard), (self._column, 1), margins=(2, 3), gap=0)
        super().__init__(inside, radius=12)
        self._draft = self._new_block()
        self._column.entered.connect(self._did_enter)
        self._column.left.connect(self._did_leave)
        self._column.pressed.connect(self.focus_end)
        guard.changed.connect(self._allow)

    # --- Showing

    def follow(self, widget: QWidget) -> None:
        """Stand after a widget in the order of the Tab key."""
        self._column.follow(widget)

    def show_place(self, place: Place, note: str = "") -> None:
        """Show the notes of another place, with the empty line or a note in sight."""
        self.leave()
        self._place, self._wanted = place, note
        self._column.empty()
        self._draft = self._new_block()
        self.refresh()
        self._prune()
        QTimer.singleShot(0, self, self._show_line)
        self.marks_changed.emit(())

    def lock(self, on: bool) -> None:
        """Let the notes only be read, or be written again."""
        if on == self._locked:
            return
        self._locked = on
        if on and self._draft in self._column.blocks:
            self._column.drop(self._draft)
            self._draft = self._new_block()
        self.refresh()

    def leave(self) -> None:
        """Let no empty note be left behind."""
        if self._place.visit:
            self._prune(even_here=True)

    def refresh(self) -> None:
        """Show what has come and gone; words follow by themselves."""
        if self._busy or not self._place.visit:
            return
        if not self._ws.may_read(f"notes/{self._place.visit}"):
            self._column.empty()
            return
        self._people = self._ws.names()
        found = {n.id: n for n in self._found()}
        for block in self._written():
            if block.note_id not in found:
                self._column.drop(block)
        shown = {b.note_id: b for b in self._written()}
        for note in found.values():
            if note.id in shown:
                shown[note.id].show_marks(note.marks)
                self._show_theme(shown[note.id], note.theme)
            else:
                self._add(note)
        self._settle()

    def holds(self, notes: frozenset[str]) -> bool:
        """Return whether all these notes stand here."""
        return notes <= {b.note_id for b in self._column.blocks}

    def writing_line(self) -> QWidget | None:
        """Return the editor that the caret belongs in: the wanted note's, else the empty line's."""
        block = self._wanted_block()
        return block.editor if block is not None else None

    def current_note(self) -> str:
        """Return the note with the caret, or ""."""
        current = self._column.current
        return current.note_id if current is not None else ""

    def _wanted_block(self) -> NoteBlock | None:
        wanted = (b for b in self._written() if b.note_id == self._wanted)
        draft = self._draft if self._draft in self._column.blocks else None
        return next(wanted, draft)

    def _show_line(self) -> None:
        block = self._wanted_block()
        if block is not None:
            self._column.reveal(block)

    def focus_wanted(self) -> None:
        """Put the caret in the note that is to be in sight, else on the empty line."""
        block = self._wanted_block()
        if block is not None:
            self._column.enter(block, -1)

    def focus_end(self) -> None:
        """Put the caret on the empty line."""
        self._wanted = ""
        if self._draft in self._column.blocks:
            self._column.enter(self._draft, -1)

    def focus_current(self) -> None:
        """Put the caret back where it was."""
        block = self._column.current
        if block is None:
            self.focus_end()
        else:
            block.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _found(self) -> list[Note]:
        notes = self._ws.all(Note, parent=self._place.visit)
        return [n for n in notes if self._place.holds(n)]

    def _document(self) -> NotesDocument:
        return self._ws.notes(self._place.visit)

    def show_company(self, company: Callable[[str], Sequence[Present]]) -> None:
        """Show where colleagues write just now; ``company`` tells it of each note."""
        self._company = company
        for block in self._written():
            block.show_writers(writers(company, self._people, block.note_id))

    # --- Blocks

    def _new_block(self) -> NoteBlock:
        block = NoteBlock()
        self._signs.tie(block)
        block.editor.takes_files = self._take_files
        block.began.connect(lambda: self._begin(block))
        block.discreet = Discreet(
            block.editor, self._check, lambda: self._group_of(block), lambda: self._home_of(block)
        )
        block.editor.begin_note.connect(lambda: self._break(block))
        block.editor.backspaced.connect(lambda: self._backspace(block))
        block.editor.cursorPositionChanged.connect(lambda: self._tell_caret(block))
        block.editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        block.editor.customContextMenuRequested.connect(
            lambda at: note_menu(self, block).popup(block.editor.mapToGlobal(at))
        )
        block.narrow(self._is_narrow())
        return block

    def _take_files(self, data: QMimeData, *, now: bool = False) -> bool:
        if not sources(data) or not self._may_write():
            return False
        if now:
            self.dropped.emit(data)
        return True

    def _group_of(self, block: NoteBlock) -> str:
        group = block.note.group if block.note is not None else self._place.group
        return self._check.group_of(group, self._place.visit)

    def _home_of(self, block: NoteBlock) -> tuple[NotesDocument, str] | None:
        return (self._document(), block.note_id) if block.note is not None else None

    def _add(self, note: Note) -> None:
        """Give a note its place: my own in order before the empty line, colleagues' below."""
        block = self._bind(self._new_block(), note)
        at = len(self._column.blocks)
        if self._is_mine(block):
            earlier = [b for b in self._written() if self._is_mine(b) and b.place < block.place]
            at = self._column.blocks.index(earlier[-1]) + 1 if earlier else 0
        self._column.put(block, at)

    def _bind(self, block: NoteBlock, note: Note) -> NoteBlock:
        binding = block.bind(note, self._document().text(note.id))
        binding.not_saved.connect(self._guard.failed)
        binding.refused.connect(self.refused)
        self._show_theme(block, note.theme)
        author = self._people.get(note.author)
        if note.author != self._me and author is not None:
            block.sign(author.initials, author.name)
        return block

    def _is_mine(self, block: NoteBlock) -> bool:
        return block.note is None or block.note.author == self._me

    def _written(self) -> list[NoteBlock]:
        return [b for b in self._column.blocks if b.note is not None]

    def _settle(self) -> None:
        """Put every block where it belongs."""
        blocks = self._column.blocks
        if self._draft not in blocks and self._may_write():
            mine = [at for at, b in enumerate(blocks) if self._is_mine(b)]
            self._column.put(self._draft, mine[-1] + 1 if mine else 0)
        others = [at for at, b in enumerate(blocks) if not self._is_mine(b)]
        order: list[QWidget] = list(blocks)
        if others:
            order.insert(others[0], self._heading)
        self._column.arrange(order)
        for number, block in enumerate(blocks, 1):
            block.say(number)
        hint = "" if self._written() else _("Write what is said. Enter begins a new note.")
        self._draft.editor.setPlaceholderText(hint)
        self._allow()
        self.show_company(self._company)

    def _may_write(self) -> bool:
        return not self._locked and self._ws.may_write(f"notes/{self._place.visit}")

    def _allow(self) -> None:
        """Let the caret in where this person may write; elsewhere text can be read and copied."""
        for block in self._column.blocks:
            may = not self._locked and (block.note is None or self._ws.may_edit(block.note))
            block.editor.setReadOnly(self._guard.closed or not may)

    # --- Writing

    def _begin(self, block: NoteBlock) -> None:
        """Make a note of the empty line, which now has a letter."""
        if self._busy:
            return
        at = self._column.blocks.index(block)
        note = self._create(block.words, block.marks, at, at + 1, block.about)
        if note is not None:
            self._bind(block, note)
            self._draft = self._new_block()
            self._settle()
            self._tell_caret(block)
            self.did_write.emit()

    def _create(
        self, text: str, marks: tuple[str, ...], at: int, after: int, about: str = ""
    ) -> Note | None:
        """Make a note between my own above block ``at`` and those from block ``after`` on."""
        place, made, blocks = self._place, "", self._column.blocks
        above = [b.note_id for b in blocks[:at] if self._is_mine(b) and b.note_id]
        below = [b.note_id for b in blocks[after:] if self._is_mine(b) and b.note_id]
        with self._telling():
            made = self._document().add_note(
                place.session, place.group, theme=about or place.theme, question=place.question,
                text=text, marks=marks, between=(["", *above][-1], [*below, ""][0]),
            )  # fmt: skip
        found = self._document().record(made) if made else self._only_in_memory(text)
        return found if isinstance(found, Note) else None

    def _only_in_memory(self, text: str) -> Note | None:
        """Return the note that could not be saved: it has an id and its words all the same."""
        shown = {b.note_id for b in self._column.blocks}
        notes = [n for n in self._document().records() if isinstance(n, Note)]
        fresh = [n for n in notes if n.text == text and n.id not in shown]
        return max(fresh, key=lambda n: n.at, default=None)

    def _break(self, block: NoteBlock) -> None:
        """Enter: a new note below, with what stands after the caret."""
        if block.editor.isReadOnly():
            self.focus_end()
            return
        block.editor.textCursor().removeSelectedText()
        words = block.words
        at = Units(words).to_points(block.editor.textCursor().position())
        if block.note is None or not words[:at].strip() or not words[at:].strip():
            self._move_draft(below=block)
        else:
            self._split(block, words, at)

    def _split(self, block: NoteBlock, words: str, at: int) -> None:
        """Make a note of what stands after ``at``; there at no moment are the words nowhere."""
        here = self._column.blocks.index(block) + 1
        note = self._create(words[at:].lstrip(), block.marks, here, here, block.about)
        if note is None:
            return
        with self._telling():
            self._document().text(block.note_id).splice(at, len(words) - at, "")
        below = self._bind(self._new_block(), note)
        self._column.put(below, self._column.blocks.index(block) + 1)
        self._settle()
        self._column.enter(below, 0)
        self.did_write.emit()

    def _move_draft(self, *, below: NoteBlock) -> None:
        if below is not self._draft:
            self._column.blocks.remove(self._draft)
            self._column.blocks.insert(self._column.blocks.index(below) + 1, self._draft)
            self._settle()
        self._column.enter(self._draft, 0)

    def _backspace(self, block: NoteBlock) -> None:
        """Take the mark of a line without words; else go up, and let an empty note go."""
        blocks = self._column.blocks
        open_ = block.is_empty and not block.editor.isReadOnly()
        if open_ and block.marks:
            self.toggle_in(block, [m for m in MARKS if m in block.marks][-1])
            return
        above = blocks[blocks.index(block) - 1] if block is not blocks[0] else None
        if block.note is not None and open_:
            self._remove(block)
        if above is not None:
            self._column.enter(above, -1)

    def _remove(self, block: NoteBlock) -> None:
        with self._telling():
            self._document().remove(block.note_id)
        self._column.drop(block)
        self._settle()
        self.did_write.emit()

    def _prune(self, *, even_here: bool = False) -> None:
        """Remove my notes that are empty; the one with the caret only ``even_here``."""
        if self._busy or self._guard.closed or self._locked:
            return
        for block in self._written():
            left = even_here or not block.editor.hasFocus()
            if left and block.is_empty and self._is_mine(block):
                self._remove(block)

    # --- Marks

    def toggle(self, mark: str) -> None:
        """Set or take a mark of the note with the caret."""
        self.toggle_in(self._column.current or self._draft, mark)

    def toggle_in(self, block: NoteBlock, mark: str) -> None:
        """Set or take a mark of a note."""
        if mark not in MARKS or block not in self._column.blocks or block.editor.isReadOnly():
            return
        on = mark not in block.marks
        if block.note is not None:
            with self._telling():
                self._document().set_mark(block.note_id, mark, on=on)
        block.show_marks(tuple(m for m in MARKS if (m in block.marks) != (m == mark)))
        block.say(self._column.blocks.index(block) + 1)
        self.marks_changed.emit(block.marks)
        self.did_write.emit()

    def themes(self) -> list[Theme]:
        """Return what a note here can be about, beside what was asked about."""
        visit = self._ws.find(Visit, self._place.visit)
        guide = self._ws.all(Theme, parent=visit.guide) if visit and visit.guide else []
        return [] if self._place.about else [t for t in guide if t.id != self._place.theme]

    def set_theme(self, block: NoteBlock, theme: str) -> None:
        """Say what a note is about; "" is what was asked about."""
        if block.note is not None:
            with self._telling():
                self._document().set_theme(block.note_id, theme or self._place.theme)
        self._show_theme(block, theme)
        block.say(self._column.blocks.index(block) + 1)

    def _show_theme(self, block: NoteBlock, theme: str) -> None:
        other = theme if theme != self._place.theme else ""
        found = self._ws.find(Theme, other) if other else None
        block.show_theme(other, found.name if found else "")

    def remove(self, note: str) -> None:
        """Remove a note for everybody."""
        for block in self._written():
            if block.note_id == note:
                self._remove(block)
                return

    # --- The caret

    def _did_enter(self, block: NoteBlock) -> None:
        self.pick(True)
        self.marks_changed.emit(block.marks)
        self._tell_caret(block)

    def _tell_caret(self, block: NoteBlock) -> None:
        """Tell where this person writes; whoever only reads is nowhere."""
        if block.editor.hasFocus() and not block.editor.isReadOnly():
            at = Units(block.words).to_points(block.editor.textCursor().position())
            self.caret_moved.emit(block.note_id, at if block.note_id else 0)

    def _did_leave(self, _block: NoteBlock) -> None:
        self.pick(False)
        self.caret_moved.emit("", 0)
        QTimer.singleShot(0, self, self._prune)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out of the gutter where there is little room."""
        super().resizeEvent(event)
        for block in self._column.blocks:
            block.narrow(self._is_narrow())

    def _is_narrow(self) -> bool:
        return self.width() / look().scale < NARROW
