"""What may point somebody out is underlined while it is written, and a neutral wording offered.

So is what no word list knows, with another line. The underline is painted over the words: it
changes nothing, moves nothing and is no step of undo.
"""

from __future__ import annotations

from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu, QTextEdit, QToolTip

from qualityvisit.errors import KnownError
from qualityvisit.model import records
from qualityvisit.model.safe import LIMIT, Found, Lists, find
from qualityvisit.model.text import Units
from qualityvisit.namelists import lists
from qualityvisit.ui.spelling import WORD, Spelling
from qualityvisit.ui.theme import look
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QTextBlock

    from qualityvisit.model.stands import StandingWords
    from qualityvisit.workspace import Workspace

AFTER = 150  # milliseconds after a key press: what is typed is durable by then
SLICE = 0.008  # seconds of looking at a time, so that typing never waits
KEPT = 1000  # paragraphs of which is known what is found
KEYS = "Alt+Enter"
SPELLING = "spelling"  # the category of what no word list knows
Home = tuple["StandingWords", str]  # the document and the item of a text


class Check:
    """Looks through texts in one workspace, for all the editors of a screen."""

    def __init__(self, workspace: Workspace) -> None:
        self._ws = workspace
        self._lists: Lists | None = None
        self._limit = LIMIT
        self._known: dict[tuple[str, str], list[Found]] = {}
        self._all: WeakSet[Discreet] = WeakSet()
        self._waiting: list[Discreet] = []
        names = " ".join(unit.name for unit in workspace.all(records.Unit))
        self.spelling = Spelling(workspace.standing.learnt | {*WORD.findall(names)})
        self.spelling.ready.connect(self._look_at_all)
        self._timer = QTimer(singleShot=True)
        self._timer.timeout.connect(self._look)

    def group_of(self, group: str, visit: str) -> str:
        """Return who was interviewed, as the check calls them."""
        found = self._ws.find(records.Visit, visit) if group == records.PUPILS else None
        preschool = found is not None and found.form in records.PRESCHOOL_FORMS
        return "children" if preschool else group

    def find(self, paragraph: str, group: str) -> list[Found]:
        """Return what may point somebody out in a paragraph."""
        if self._lists is None:
            self._lists = lists(unit.name for unit in self._ws.all(records.Unit))
            self._limit = records.whole(self._ws.register.setting("groups.least")) or LIMIT
        key = (paragraph, group)
        found = self._known.pop(key, None)
        if found is None:
            found = find(paragraph, self._lists, group, self._limit)
            if len(self._known) >= KEPT:
                del self._known[next(iter(self._known))]
        self._known[key] = found
        return found

    def in_text(self, text: str, group: str) -> list[Found]:
        """Return what may point somebody out in a text of several paragraphs."""
        found, start = list[Found](), 0
        for paragraph in text.split("\n"):
            for one in self.find(paragraph, group):
                found.append(Found(start + one.start, start + one.end, one.category, one.neutral))
            start += len(paragraph) + 1
        return found

    def is_through(self, texts: Iterator[tuple[str, str]]) -> bool:
        """Look through texts, each with its group, for a short while; tell whether all is done."""
        until = perf_counter() + SLICE
        for text, group in texts:
            self.in_text(text, group)
            if perf_counter() > until:
                return False
        return True

    def learn(self, word: str) -> None:
        """Take a word for right from now on, on this computer."""
        self._ws.standing.learn(word)
        self.spelling.learn(word)
        self._look_at_all()

    def _look_at_all(self) -> None:
        for discreet in tuple(self._all):
            self.later(discreet)

    def later(self, discreet: Discreet) -> None:
        """Look through an editor's text soon, when typing rests."""
        self._all.add(discreet)
        if discreet not in self._waiting:
            self._waiting.append(discreet)
        self._timer.start(AFTER)

    def forget(self, discreet: Discreet) -> None:
        """Leave an editor alone: it goes away."""
        self._all.discard(discreet)
        if discreet in self._waiting:
            self._waiting.remove(discreet)

    def _look(self) -> None:
        until = perf_counter() + SLICE
        while self._waiting and perf_counter() < until:
            self._waiting.pop(0).look_again()
        if self._waiting:
            self._timer.start(0)


class Marked(NamedTuple):
    """A place in an editor that is underlined; the cursor moves along with the words."""

    cursor: QTextCursor
    found: Found

    def holds(self, position: int) -> bool:
        """Tell whether a position is in the marked words or at their edge."""
        return self.cursor.selectionStart() <= position <= self.cursor.selectionEnd()

    @property
    def words(self) -> str:
        """What stands there now."""
        return self.cursor.selectedText()


class Discreet(QObject):
    """Underlines what may point somebody out in one editor, and offers what can be done."""

    def __init__(
        self,
        editor: QTextEdit,
        check: Check,
        group: Callable[[], str],
        home: Callable[[], Home | None],
    ) -> None:
        super().__init__(editor)
        self._editor, self._check = editor, check
        self._group, self._home = group, home
        self._marked: list[Marked] = []
        self._asked = -1  # where the mouse asked for a menu
        self._passed_by = False  # the word that is being written has not been spelt out yet
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)
        editor.document().contentsChanged.connect(lambda: check.later(self))
        editor.cursorPositionChanged.connect(self._did_move)
        editor.destroyed.connect(lambda: check.forget(self))

    @property
    def marked(self) -> list[tuple[str, str]]:
        """What is underlined: kind and words."""
        return [(m.found.category, m.words) for m in self._marked]

    def look_again(self) -> None:
        """Underline what is found in the text as it stands, where it can be seen."""
        self._marked, self._passed_by = [], False
        if not self._editor.isVisible():
            return
        block = self._editor.document().begin()
        while block.isValid():
            self._marked += self._in_block(block)
            block = block.next()
        self._editor.setExtraSelections([_underline(m) for m in self._marked])
        self._describe()

    def _in_block(self, block: QTextBlock) -> list[Marked]:
        text, home, made = block.text(), self._home(), list[Marked]()
        units = Units(text)
        for found in self._check.find(text.replace("\u2028", "\n"), self._group()):
            if home is not None and home[0].stands(home[1], found.words(text)):
                continue
            made.append(_in(block, units, found))
        told = [(m.found.start, m.found.end) for m in made]
        caret = self._editor.textCursor().position() if self._editor.hasFocus() else -1
        for start, end in self._check.spelling.wrong(text):
            if caret == block.position() + units.to_units(end):
                self._passed_by = True
            elif not any(a < end and start < b for a, b in told):
                made.append(_in(block, units, Found(start, end, SPELLING, "")))
        return made

    def _did_move(self) -> None:
        """Hear that the caret has moved: what was passed by can be looked at now."""
        if self._passed_by:
            self._check.later(self)
        self._describe()

    # --- What can be done

    def at(self, position: int) -> Marked | None:
        """Return the marked words at a position."""
        return next((m for m in self._marked if m.holds(position) and m.words), None)

    def offer(self, menu: QMenu) -> None:
        """Put what can be done with the marked words first in a menu."""
        position = self._asked if self._asked >= 0 else self._editor.textCursor().position()
        self._asked = -1
        marked = self.at(position)
        if marked is None:
            return
        first = menu.actions()[0] if menu.actions() else None
        about = menu.addAction(f"{kind_words(marked.found)}. {why_words(marked.found)}".strip())
        about.setEnabled(False)
        acts = [] if self._editor.isReadOnly() else self._acts(marked)
        made = [about, *(menu.addAction(words) for words, _act in acts)]
        for action, (_words, act) in zip(made[1:], acts, strict=True):
            action.triggered.connect(act)
        if first is not None:
            menu.insertActions(first, made)
            menu.insertSeparator(first)

    def _acts(self, marked: Marked) -> list[tuple[str, Callable[[], object]]]:
        """Return what can be done with marked words."""
        if marked.found.category == SPELLING:
            words = self._check.spelling.suggestions(marked.words)
            acts = [(w.replace("&", "&&"), partial(self.exchange, marked, w)) for w in words]
            learn = partial(self._check.learn, marked.words)
            return [*acts, (_("Add “{word}” to my words", word=marked.words), learn)]
        neutral = marked.found.neutral
        exchange = (exchange_words(marked.found), partial(self.exchange, marked, neutral))
        if self._home() is None:
            return [exchange]
        return [exchange, (_("Let it stand"), partial(self.let_stand, marked))]

    def exchange(self, marked: Marked, wording: str) -> None:
        """Write another wording instead, as one step that can be undone."""
        home = self._home()
        text = home[0].text(home[1]) if home is not None else None
        if text is not None:
            text.group()
        marked.cursor.insertText(wording)
        if text is not None:
            text.group()
        self._editor.setTextCursor(marked.cursor)

    def let_stand(self, marked: Marked) -> None:
        """Keep that these words are to stand in this text."""
        home = self._home()
        if home is None:
            return
        try:
            home[0].let_stand(home[1], marked.words)
        except KnownError:  # the guard of the notes tells of it; the underline stays
            return
        self.look_again()

    def show_menu(self) -> bool:
        """Show what can be done with the words at the caret; tell whether they are marked."""
        if self.at(self._editor.textCursor().position()) is None:
            return False
        menu = QMenu(self._editor)
        menu.aboutToHide.connect(menu.deleteLater)
        self.offer(menu)
        menu.popup(self._editor.viewport().mapToGlobal(self._editor.cursorRect().bottomLeft()))
        return True

    def _describe(self) -> None:
        """Tell a screen reader of the marked words that the caret is in."""
        marked = self.at(self._editor.textCursor().position())
        said = ""
        if marked is not None:
            said = _("{words}: {kind}. {keys}: what can be done.", words=marked.words,
                     kind=kind_words(marked.found).lower(), keys=KEYS)  # fmt: skip
        if said != self._editor.accessibleDescription():
            self._editor.setAccessibleDescription(said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear the keys for the menu, where the mouse asks for one, and where it rests."""
        if event.type() == QEvent.Type.Show:
            self._check.later(self)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and alt == Qt.KeyboardModifier.AltModifier:
                return self.show_menu()
        elif isinstance(event, QContextMenuEvent):
            by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
            here = self._editor.cursorForPosition(event.pos()).position()
            self._asked = here if by_mouse else -1
        elif isinstance(event, QHelpEvent) and watched is self._editor.viewport():
            marked = self.at(self._editor.cursorForPosition(event.pos()).position())
            if marked is not None:
                said = f"{kind_words(marked.found)} ({KEYS})"
                QToolTip.showText(event.globalPos(), said, self._editor)
                return True
        return super().eventFilter(watched, event)


def _in(block: QTextBlock, units: Units, found: Found) -> Marked:
    """Return the place of what was found in a paragraph."""
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + units.to_units(found.start))
    end = block.position() + units.to_units(found.end)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return Marked(cursor, found)


def _underline(marked: Marked) -> QTextEdit.ExtraSelection:
    """Return dots for what may point somebody out, a wave for what may be misspelt."""
    made, line = QTextEdit.ExtraSelection(), QTextCharFormat()
    styles, misspelt = QTextCharFormat.UnderlineStyle, marked.found.category == SPELLING
    line.setUnderlineStyle(styles.WaveUnderline if misspelt else styles.DotLine)
    line.setUnderlineColor(look()["deficiency" if misspelt else "discreet"])
    made.cursor, made.format = marked.cursor, line
    return made


def kind_words(found: Found) -> str:
    """Return what it is that was found."""
    return {
        "identity": _("Personal identity number"),
        "email": _("E-mail address"),
        "phone": _("Telephone number"),
        "name": _("Name"),
        "class": _("One child in a class"),
        "group": _("Small group"),
        "health": _("Health of one person"),
        "family": _("Somebody's family and private life"),
        "origin": _("Somebody's language, origin or faith"),
        SPELLING: _("Not in the word list"),
    }[found.category]


def why_words(found: Found) -> str:
    """Return why it is pointed at."""
    if found.category == SPELLING:
        return ""
    if found.category in ("class", "group"):
        return _("So few can be recognised.")
    if found.category in ("health", "family", "origin"):
        return _("Nobody is to be recognised by it.")
    return _("It tells who is meant.")


def exchange_words(found: Found) -> str:
    """Return what the action says that writes the neutral wording."""
    return _("Replace by “{neutral}”", neutral=found.neutral)
