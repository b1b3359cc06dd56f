"""What can be done with a paragraph of the minutes, and what is asked for by it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from qualityvisit.model import records
from qualityvisit.model.sourcing import sentences_of
from qualityvisit.ui.passage_marks import manner_word
from qualityvisit.ui.pieces import editing_menu
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.model.records import Note, Passage
    from qualityvisit.model.view import MinutesView
    from qualityvisit.ui.passage_block import PassageBlock

MOST = 14  # notes offered for linking
COMMENT, PHRASE = "Ctrl+Alt+M", "Ctrl+Alt+F"


class Asked(QObject):
    """What is asked for in the document: the screen does it. Places are in code points."""

    link = Signal(str, str, int, int)  # passage, note, start, end
    unlink = Signal(str, str)  # passage, note
    manner = Signal(str, str)  # passage, one of MANNERS or ""
    comment = Signal(str, int, int)  # passage, start, end
    comments = Signal(str)  # a passage whose comments are to be shown
    phrase = Signal(str, str, int)  # section, passage ("" begins one), at
    voices = Signal(str, str, str)  # section, the passage after which, TABLE or CHART
    turn_voices = Signal(str, str)  # passage, TABLE or CHART
    renew_voices = Signal(str)  # passage
    remove = Signal(str)  # passage
    put_in = Signal(str, str, str, int)  # note, words, passage, at
    put_after = Signal(str, str, str, str)  # note, words, section, passage
    finding = Signal(str)  # a new finding with this mark
    action = Signal()
    history = Signal(str)  # a passage whose earlier wordings are to be shown


def passage_menu(view: MinutesView, block: PassageBlock, asked: Asked, *, may: bool) -> QMenu:
    """Return a paragraph's menu: editing, its notes, what it is, comments, what can be put in."""
    menu = editing_menu(block.editor, block.binding)
    block.discreet.offer(menu)
    passage = block.passage
    if passage is None:
        menu.addSeparator()
        _offer_more(menu, block, asked, 0)
        return menu
    menu.addSeparator()
    menu.addAction(_("Earlier wordings …"), partial(asked.history.emit, passage.id))
    for number in sorted(n for n in map(view.number, passage.sources) if n):
        menu.addAction(_("Show note {n}", n=number), partial(block.source_pressed.emit, number))
    if may:
        _offer_links(menu, view, block, asked)
        menu.addSeparator()
        _offer_manners(menu, passage, asked)
        start, end = block.selected()
        comment = menu.addAction(
            _("Comment …"), partial(asked.comment.emit, passage.id, start, end)
        )
        comment.setShortcut(QKeySequence(COMMENT))
        menu.addSeparator()
        _offer_more(menu, block, asked, end)
        menu.addSeparator()
        menu.addAction(_("Remove the paragraph"), partial(asked.remove.emit, passage.id))
    return menu


def _offer_links(menu: QMenu, view: MinutesView, block: PassageBlock, asked: Asked) -> None:
    """Offer notes for the words that are marked, else for the sentence with the caret."""
    passage = block.passage
    assert passage is not None
    start, end = stretch(block)
    notes = _near(view, passage) if end > start else []
    if notes:
        links = menu.addMenu(_("Link a note"))
        for note in notes:
            words = note.text if len(note.text) < 60 else f"{note.text[:57]}…"
            links.addAction(
                f"{view.number(note.id)}  {words}",
                partial(asked.link.emit, passage.id, note.id, start, end),
            )
    for number, name in sorted((view.number(n), n) for n in passage.sources):
        words = _("Unlink note {n}", n=number) if number else _("Unlink a note that has gone")
        menu.addAction(words, partial(asked.unlink.emit, passage.id, name))


def stretch(block: PassageBlock) -> tuple[int, int]:
    """Return what is marked in a paragraph, else the sentence with the caret, else the last."""
    start, end = block.selected()
    if end > start or block.passage is None:
        return start, end
    sentences = [(s.start, s.end) for s in sentences_of(_as_written(block))]
    here = [(a, b) for a, b in sentences if a <= start <= b]
    return (here or sentences[-1:] or [(0, 0)])[0]


def _as_written(block: PassageBlock) -> Passage:
    """Return the paragraph as it reads in the editor, without what is tied to it."""
    return records.Passage("", text=block.words)


def _near(view: MinutesView, passage: Passage) -> list[Note]:
    """Return the notes that a passage may rest on: those left first, of its own section first."""
    left = {n.id for n in view.undecided}
    group, _slash, theme = passage.section.removeprefix("group:").partition("/")
    found = [n for n in view.notes if n.id in left or (n.group, n.theme) == (group, theme)]
    found.sort(key=lambda n: (n.id not in left, n.group != group, n.theme != theme))
    return found[:MOST]


def _offer_manners(menu: QMenu, passage: Passage, asked: Asked) -> None:
    kinds = menu.addMenu(_("What it is"))
    offer_manners(kinds, passage, asked)


def offer_manners(menu: QMenu, passage: Passage, asked: Asked) -> None:
    """Offer utterance, observation and interpretation; the one that is chosen is ticked."""
    group = QActionGroup(menu)
    words = {m: manner_word(m) for m in records.MANNERS} | {"": _("By its notes")}
    for manner, word in words.items():
        action = menu.addAction(word, partial(asked.manner.emit, passage.id, manner))
        action.setCheckable(True)
        action.setChecked(passage.manner == manner)
        group.addAction(action)


def _offer_more(menu: QMenu, block: PassageBlock, asked: Asked, at: int) -> None:
    section, passage = block.section, block.passage_id
    phrase = menu.addAction(
        _("Insert a text block …"), partial(asked.phrase.emit, section, passage, at)
    )
    phrase.setShortcut(QKeySequence(PHRASE))
    voices = menu.addMenu(_("Insert the four voices"))
    for figure, word in ((records.TABLE, _("As a table")), (records.CHART, _("As a chart"))):
        voices.addAction(word, partial(asked.voices.emit, section, passage, figure))
