"""What can be done with a note: its text, its marks, its earlier wordings, taking it away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualityvisit.ui.marks import MARKS
from qualityvisit.ui.pieces import editing_menu
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from qualityvisit.ui.note_block import NoteBlock
    from qualityvisit.ui.note_sheet import NoteSheet


def note_menu(sheet: NoteSheet, block: NoteBlock) -> QMenu:
    """Return the menu of a note on a sheet."""
    menu = editing_menu(block.editor, block.binding)
    block.discreet.offer(menu)
    if block.note is not None:
        menu.addAction(_("Earlier wordings …"), lambda: sheet.history_asked.emit(block.note_id))
    if block.editor.isReadOnly():
        return menu
    menu.addSeparator()
    for number, mark in enumerate(MARKS, 1):
        action = menu.addAction(mark.word)
        action.setCheckable(True)
        action.setChecked(mark.key in block.marks)
        action.setShortcut(f"Ctrl+{number}")
        action.triggered.connect(partial(_toggle, sheet, block, mark.key))
    if block.note is not None:
        menu.addSeparator()
        menu.addAction(_("Remove the note …"), lambda: sheet.removal_asked.emit(block.note_id))
    return menu


def _toggle(sheet: NoteSheet, block: NoteBlock, mark: str, _checked: bool = False) -> None:
    sheet.toggle_in(block, mark)
