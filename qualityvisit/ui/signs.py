"""Signs that begin a line: + - ! " ? make it a mark, # says what it is about. Ctrl+Z gives back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from qualityvisit.model.records import QUOTE
from qualityvisit.ui.marks import BY_SIGN, THEME_SIGN
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualityvisit.model.records import Theme
    from qualityvisit.ui.note_block import NoteBlock


class Sheet(Protocol):
    """What signs need of the sheet that they stand on."""

    def toggle_in(self, block: NoteBlock, mark: str) -> None:
        """Set or take a mark."""

    def set_theme(self, block: NoteBlock, theme: str) -> None:
        """Say what a note is about; "" is what was asked about."""

    def themes(self) -> Sequence[Theme]:
        """Return what a note can be about."""


class Signs:
    """Takes the signs of one sheet's notes."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def tie(self, block: NoteBlock) -> None:
        """Take signs in a block from now on."""
        block.editor.takes_sign = partial(self._take, block)
        block.editor.undone_beside = partial(self._give_back, block)

    def _take(self, block: NoteBlock, typed: str) -> bool:
        """Make what was typed a mark, and tell whether it is not to stand in the text."""
        if typed == THEME_SIGN:
            return self._offer_themes(block)
        mark = BY_SIGN.get(typed)
        if mark is None or mark.key in block.marks:
            return False
        self._sheet.toggle_in(block, mark.key)
        if mark.key == QUOTE:  # what opens a quotation stays where it was written
            return False
        block.hold_sign(typed)
        return True

    def _give_back(self, block: NoteBlock, late: bool) -> bool:
        """Take a sign's mark away and write the sign; tell whether there was one."""
        sign = block.give_sign_back(late=late)
        if not sign:
            return False
        if sign == THEME_SIGN:
            self._sheet.set_theme(block, "")
        else:
            self._sheet.toggle_in(block, BY_SIGN[sign].key)
        block.editor.place(0)
        block.editor.insertPlainText(sign)
        return True

    def _offer_themes(self, block: NoteBlock) -> bool:
        themes = self._sheet.themes()
        if not themes:
            return False
        menu = _Themes(block)
        menu.setAccessibleName(_("What the note is about"))
        menu.aboutToHide.connect(menu.deleteLater)
        for number, theme in enumerate(themes, 1):
            key = f"&{number}  " if number < 10 else ""
            chosen = menu.addAction(f"{key}{theme.name.replace('&', '&&')}")
            chosen.triggered.connect(partial(self._choose, block, theme.id))
        menu.addSeparator()
        menu.addAction(
            _("Write the sign {sign}", sign=THEME_SIGN),
            lambda: block.editor.textCursor().insertText(THEME_SIGN),
        )
        menu.popup(block.editor.viewport().mapToGlobal(block.editor.cursorRect().bottomLeft()))
        return True

    def _choose(self, block: NoteBlock, theme: str, _checked: bool = False) -> None:
        self._sheet.set_theme(block, theme)
        block.hold_sign(THEME_SIGN)


class _Themes(QMenu):
    """The themes to choose from. Who writes on without choosing gets the sign and their letters."""

    def __init__(self, block: NoteBlock) -> None:
        super().__init__(block.editor)
        self._editor = block.editor

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by a digit, the arrow keys and Enter; let no letter be lost."""
        typed, shortcuts = event.text(), {a.text()[:2] for a in self.actions()}
        words = typed.strip() or (typed and self.activeAction() is None)  # a space chooses too
        if typed.isprintable() and words and f"&{typed}" not in shortcuts:
            self.close()
            self._editor.textCursor().insertText(THEME_SIGN + typed)
        else:
            super().keyPressEvent(event)
