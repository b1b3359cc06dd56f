"""Shared text: one text that several people may write in at once.

Three ways to count meet here: Python counts code points, pycrdt UTF-8 bytes, Qt UTF-16 units. All
positions of this module's interface are code points; `Units` converts for Qt.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from pycrdt import Text, UndoManager

MINE = "mine"  # the origin of every transaction made through this program's verbs


class Edit(NamedTuple):
    """At code point ``at``, take ``remove`` code points away and put ``insert`` there."""

    at: int
    remove: int
    insert: str


Watcher = Callable[[list[Edit], bool], None]


class Change(Protocol):
    """Runs an edit of a text and makes it durable."""

    def __call__(self, edit: Callable[[], object], *, alone: bool = False) -> None:
        """Run ``edit`` in one transaction; ``alone``: it makes a transaction of its own."""


class Watch:
    """A subscription to a text; close it when the reader goes."""

    def __init__(self, watchers: list[Watcher], fn: Watcher) -> None:
        self._watchers = watchers
        self._fn = fn
        watchers.append(fn)

    def close(self) -> None:
        """Hear no more."""
        if self._fn in self._watchers:
            self._watchers.remove(self._fn)


class SharedText:
    """A text inside a document. ``change`` runs an edit as one transaction of the document."""

    def __init__(self, text: Text, change: Change) -> None:
        self._text = text
        self._change = change
        self._value = str(text)
        self._watchers: list[Watcher] = []
        self._splicing = False
        self._subscription = text.observe(self._did_change)  # dies with `text`: both are kept
        self._undo: UndoManager | None = None

    def __str__(self) -> str:
        """Return the text as it stands."""
        return self._value

    def splice(self, at: int, remove: int, insert: str) -> None:
        """Take ``remove`` code points away at ``at`` and put ``insert`` there; durable on return.

        Positions outside the text are brought to its edges. NUL characters are dropped: no
        document format can hold them.
        """
        at = max(0, min(at, len(self._value)))
        gone = self._value[at : at + max(0, remove)]
        insert = insert.replace("\0", "")
        if not gone and not insert:
            return
        start = len(self._value[:at].encode())
        self._undo_manager()  # begins before the edit, or the edit could not be undone

        def edit() -> None:
            if gone:
                del self._text[start : start + len(gone.encode())]
            if insert:
                self._text.insert(start, insert)

        self._splicing = True
        try:
            self._change(edit)
        finally:
            self._splicing = False

    def replace(self, text: str) -> None:
        """Make the text read ``text``, changing only the words that differ."""
        for edit in differences(self._value, text):
            self.splice(*edit)

    def undo(self) -> bool:
        """Take back the latest step of one's own; tell whether there was one."""
        return self._step(self._undo_manager().undo)

    def redo(self) -> bool:
        """Bring back what undo took; tell whether there was something."""
        return self._step(self._undo_manager().redo)

    def group(self) -> None:
        """Begin a new step: what comes is undone apart from what was."""
        self._undo = None

    def watch(self, fn: Watcher) -> Watch:
        """Call ``fn(edits, mine)`` after each change; ``mine`` for those made by splice."""
        return Watch(self._watchers, fn)

    @property
    def watched(self) -> bool:
        """Tell whether somebody follows this text."""
        return bool(self._watchers)

    def _undo_manager(self) -> UndoManager:
        if self._undo is None:
            self._undo = UndoManager(scopes=[self._text], capture_timeout_millis=600)
            self._undo.include_origin(MINE)
        return self._undo

    def _step(self, step: Callable[[], bool]) -> bool:
        done = False

        def run() -> None:
            nonlocal done
            done = step()

        self._change(run, alone=True)
        return done

    def _did_change(self, event: Any) -> None:  # noqa: ANN401 pycrdt's events have no public type
        old, self._value = self._value, str(self._text)
        edits = list(_edits(old, event.delta))
        for watcher in tuple(self._watchers):
            watcher(edits, self._splicing)


def _edits(old: str, delta: list[dict[str, Any]]) -> list[Edit]:
    """Turn pycrdt's delta, counted in bytes of the old text, into edits in code points."""
    raw, byte, at, edits = old.encode(), 0, 0, []
    for part in delta:
        if "retain" in part:
            at += len(raw[byte : byte + part["retain"]].decode())
            byte += part["retain"]
        elif "delete" in part:
            edits.append(Edit(at, len(raw[byte : byte + part["delete"]].decode()), ""))
            byte += part["delete"]
        else:
            edits.append(Edit(at, 0, part["insert"]))
            at += len(part["insert"])
    return edits


def differences(old: str, new: str) -> list[Edit]:
    """Return the edits that turn ``old`` into ``new`` word by word, to be made in order."""
    from difflib import SequenceMatcher  # noqa: PLC0415 only for edits that come as whole texts

    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    edits, at = [], 0
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "equal":
            at += len(gone)
        else:
            edits.append(Edit(at, len(gone), come))
            at += len(come)
    return edits


def _words(text: str) -> list[str]:
    """Cut a text into words and the spaces between them; together they are the text."""
    import re  # noqa: PLC0415

    return re.findall(r"\s+|\S+", text)


class Units:
    """Positions in one text, counted by Qt in UTF-16 units and here in code points."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = text.isascii() or max(text, default="") < "\U00010000"

    def to_points(self, units: int) -> int:
        """Return code points for UTF-16 units; inside a surrogate pair, where it begins."""
        if self._plain:
            return max(0, min(units, len(self._text)))
        raw = self._text.encode("utf-16-le")[: 2 * max(0, units)]
        return len(raw.decode("utf-16-le", "ignore"))

    def to_units(self, points: int) -> int:
        """Return UTF-16 units for code points."""
        if self._plain:
            return max(0, min(points, len(self._text)))
        return len(self._text[: max(0, points)].encode("utf-16-le")) // 2
