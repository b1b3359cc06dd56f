"""What the minutes' screen does with notes and paragraphs: carries over, ties, comments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from qualityvisit import visit_record
from qualityvisit.errors import NotFound
from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.comments_card import CommentDialog
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.model.visit import VisitDocument
    from qualityvisit.ui.minutes import MinutesScreen

SHORT = 80  # letters of a passage that are shown where it is commented on


class Compiler(QObject):
    """Answers what is asked for in the notes, the document and the lists of a visit's minutes."""

    def __init__(self, screen: MinutesScreen) -> None:
        super().__init__(screen)
        self._screen, self._desk, self._ws = screen, screen.desk, screen.ws
        notes, asked = screen.notes, screen.paper.asked
        notes.carry.connect(self.carry)
        notes.part.connect(self.carry_part)
        notes.into.connect(self.carry_to_caret)
        asked.link.connect(self.rest_on)
        asked.unlink.connect(self.unlink)
        asked.manner.connect(self.set_manner)
        asked.comment.connect(self.comment)
        asked.comments.connect(self.show_comments)
        asked.phrase.connect(self.choose_phrase)
        asked.voices.connect(self.add_voices)
        asked.turn_voices.connect(self.turn_voices)
        asked.renew_voices.connect(self.renew_voices)
        asked.put_in.connect(self.carry_into)
        asked.put_after.connect(self.carry_after)
        self._tie_side()

    def _tie_side(self) -> None:
        sources, comments = self._screen.side.sources, self._screen.side.comments
        sources.show_words.connect(self._screen.show_passage)
        sources.show_note.connect(self._screen.show_note)
        sources.take.connect(self.take_change)
        sources.saw.connect(self.saw_change)
        comments.show_comment.connect(self.show_comment)
        comments.answer.connect(self.answer)
        comments.resolve.connect(lambda c: self._do(partial(self._document.resolve, c)))
        comments.reopen.connect(lambda c: self._do(partial(self._document.reopen_comment, c)))
        comments.remove.connect(lambda c: self._do(partial(self._document.remove_comment, c)))

    @property
    def _visit(self) -> str:
        return self._screen.visit()

    @property
    def _document(self) -> VisitDocument:
        return self._ws.visit(self._visit)

    def _do(self, act: Callable[[], object]) -> bool:
        return self._desk.attempt(act)

    # --- Notes

    def carry(self, note: str, manner: str = "", words: str = "") -> None:
        """Carry a note, or some of its words, over; one that is, is said to be of a kind."""
        decision = self._ws.find(records.Decision, note)
        standing = decision is not None and bool(decision.passage) and not words
        if standing and decision is not None and self._document.has(decision.passage, "passage"):
            if manner:
                self.set_manner(decision.passage, manner)
            return
        self._screen.notes.go_on(note)
        self._do(partial(self._ws.carry, self._visit, note, words=words, manner=manner))

    def carry_part(self, note: str, words: str) -> None:
        """Carry the words over that are marked in a note; ask which, where none are."""
        if not words:
            words = self._ask_part(note)
        if words:
            self.carry(note, words=words)

    def _ask_part(self, note: str) -> str:
        found = self._ws.get(records.Note, note)
        form, field = kit.Form(), kit.writing(found.text, lines=5)
        dialog = FormDialog(
            self._screen, _("Carry a part over"), form, _("Carry over"), lambda: None,
            about=_("Mark what is to be carried over, or take away what is not."), width=480,
        )  # fmt: skip
        form.add(
            _("The note's words"), field,
            check=lambda: "" if field.toPlainText().strip() else _("Write a few words."),
        )  # fmt: skip
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return ""
        marked = field.textCursor().selectedText().replace("\u2029", "\n")
        return (marked or field.toPlainText()).strip()

    def carry_to_caret(self, note: str, words: str) -> None:
        """Write a note into the paragraph where the caret is, or was last."""
        block = self._screen.paper.column.current
        if block is None or block.passage is None:
            self._desk.notices.passing(_("Put the caret in a paragraph first."))
            return
        self.carry_into(note, words, block.passage_id, block.selected()[1])

    def carry_into(self, note: str, words: str, passage: str, at: int) -> None:
        """Write a note, or some of its words, into a paragraph."""
        self._screen.notes.go_on(note)
        self._do(partial(self._ws.carry_into, self._visit, note, passage, at, words))

    def carry_after(self, note: str, words: str, section: str, after: str) -> None:
        """Carry a note over to a place between paragraphs."""
        self._do(partial(self._ws.carry, self._visit, note, section, words, after=after))

    def rest_on(self, passage: str, note: str, start: int, end: int) -> None:
        """Let words of a paragraph rest on a note."""
        self._do(partial(self._ws.rest_on, self._visit, passage, note, start, end))

    def unlink(self, passage: str, note: str) -> None:
        """Let a paragraph not rest on a note."""
        self._do(partial(self._document.unlink, passage, note))

    def take_change(self, passage: str, note: str) -> None:
        """Let a paragraph read as the note does now."""
        self._do(partial(self._ws.take_change, self._visit, passage, note))

    def saw_change(self, passage: str, note: str) -> None:
        """Leave a paragraph as it is though the note has changed."""
        self._do(partial(self._ws.saw_change, self._visit, passage, note))

    def set_manner(self, passage: str, manner: str) -> None:
        """Say what a paragraph is."""
        self._do(partial(self._document.set_manner, passage, manner))

    # --- Comments

    def comment(self, passage: str, start: int, end: int) -> None:
        """Ask for a comment to a paragraph, or to words of it."""
        text = str(self._document.text(passage))
        about = text[start:end].strip() or text
        CommentDialog(
            self._screen, _("Comment on the paragraph"), _quoted(about),
            lambda words: self._document.add_comment(passage, words, start, end),
        ).open()  # fmt: skip

    def answer(self, comment: str) -> None:
        """Ask for an answer to a comment."""
        found = self._ws.get(records.Comment, comment)
        CommentDialog(
            self._screen, _("Answer the comment"), _quoted(found.text),
            lambda words: self._document.answer(comment, words),
        ).open()  # fmt: skip

    def show_comments(self, _passage: str) -> None:
        """Show the comments."""
        self._screen.show_side(self._screen.side.comments)

    def show_comment(self, passage: str, comment: str) -> None:
        """Show the words that a comment is about."""
        found = self._document.record(passage)
        if isinstance(found, records.Passage):
            places = found.stretches(f"comment:{comment}")
            self._screen.show_passage(passage, places[0][0] if places else -1)

    # --- What is put in

    def choose_phrase(self, section: str, passage: str, at: int) -> None:
        """Let a text block be chosen, and write it where the caret is."""
        from qualityvisit import papers  # noqa: PLC0415 seldom needed
        from qualityvisit.ui.phrase_dialog import PhraseDialog  # noqa: PLC0415

        group = section.removeprefix("group:").partition("/")[0] if ":" in section else ""
        PhraseDialog(
            self._desk, self._screen, section,
            lambda text: papers.phrase_filled(self._ws, self._visit, text, group),
            lambda text: self._write(section, passage, at, text),
        ).open()  # fmt: skip

    def _write(self, section: str, passage: str, at: int, words: str) -> None:
        if not passage:
            self._document.add_passage(section, words)
            return
        text = self._document.text(passage)
        if not self._document.has(passage, "passage"):
            raise NotFound(_("That is no longer there."), _("A colleague may have removed it."))
        before = str(text)[:at]
        gap = " " if before.strip() and not before.endswith((" ", "\n")) else ""
        text.group()  # a step of its own, to be undone alone
        text.splice(at, 0, gap + words)
        text.group()

    def add_voices(self, section: str, after: str, figure: str) -> None:
        """Put in what each group has said of each theme."""
        cells = visit_record.voices(self._ws, self._visit)
        self._do(partial(self._document.add_voices, section, figure, cells, after))

    def turn_voices(self, passage: str, figure: str) -> None:
        """Let the four voices stand as a table or a chart."""
        self._do(partial(self._document.change_voices, passage, figure=figure))

    def renew_voices(self, passage: str) -> None:
        """Let the four voices show what is said now."""
        cells = visit_record.voices(self._ws, self._visit)
        self._do(partial(self._document.change_voices, passage, cells=cells))


def _quoted(words: str) -> str:
    short = words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"
    return _("“{words}”", words=short) if short.strip() else ""
