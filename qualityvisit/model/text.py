"""Shared text: one text that several people may write in at once.

Three ways to count meet here: Python counts code points, pycrdt UTF-8 bytes, Qt UTF-16 units. All
positions of this module's interface are code points; `Units` converts for Qt.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import takewhile
from typing import Any, NamedTuple, Protocol
from weakref import ref

from pycrdt import Text, UndoManager

MINE = "mine"  # the origin of every transaction made through this program's verbs
PAUSE = 600  # milliseconds without a change after which a new step of undo begins
_ENDED = tuple('.!?…\n"”’»)]:')  # letters after which another sentence may begin
_NEVER = {0: None} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class Tie(NamedTuple):
    """A stretch of a text that something is tied to: it follows when the text is written in."""

    name: str
    start: int
    end: int


class Edit(NamedTuple):
    """At code point ``at``, take ``remove`` code points away and put ``insert`` there."""

    at: int
    remove: int
    insert: str


Watcher = Callable[[list[Edit], bool], None]


class Home(Protocol):
    """The document of a text. It may fold itself anew at any time, and calls ``follow`` then."""

    moment: str  # when it was changed last, ISO

    @property
    def changing(self) -> bool:
        """Tell whether a transaction is under way."""

    def fold(self) -> object:
        """See to it that memory is there."""

    def edit_text(self, name: str, edit: Callable[[], object], *, alone: bool = False) -> None:
        """Run ``edit`` in one transaction; ``alone``: it makes a transaction of its own."""


class Watch:
    """A subscription to a text, which it holds; close it when the reader goes."""

    def __init__(self, text: "SharedText", watchers: list[Watcher], fn: Watcher) -> None:
        self._text = text
        self._watchers = watchers
        self._fn = fn
        watchers.append(fn)

    def close(self) -> None:
        """Hear no more."""
        if self._fn in self._watchers:
            self._watchers.remove(self._fn)


class SharedText:
    """A text inside a document."""

    def __init__(self, text: Text, home: Home, name: str) -> None:
        self._home = home
        self._name = name
        self._watchers: list[Watcher] = []
        self._splicing = False
        self._groups = 0
        self._value = str(text)
        self._listen(text)

    def _listen(self, text: Text) -> None:
        # pycrdt holds what it calls: a weak reference, or a text would never be freed
        me = ref(self)

        def did_change(event: Any) -> None:  # noqa: ANN401 pycrdt's events have no public type
            found = me()
            if found is not None:
                found._did_change(event)  # noqa: SLF001 itself

        self._text = text
        self._subscription = text.observe(did_change)  # dies with `text`: both are kept
        self._undo: UndoManager | None = None

    def follow(self, text: Text) -> None:
        """Go on as ``text``, which the document has folded anew; tell those who watch."""
        old, self._value = self._value, str(text)
        self._listen(text)
        edits = differences(old, self._value)
        if edits:
            self._tell(edits, mine=False)

    def __str__(self) -> str:
        """Return the text as it stands."""
        return self._value

    def splice(self, at: int, remove: int, insert: str) -> None:
        """Take ``remove`` code points away at ``at`` and put ``insert`` there; durable on return.

        Positions outside the text are brought to its edges. What no document format can hold is
        cleaned, see `clean`.
        """
        self._home.fold()
        self._splicing = True
        try:
            self._make([Edit(at, remove, insert)])
        finally:
            self._splicing = False

    def replace(self, text: str) -> None:
        """Make the text read ``text`` in one step, changing only the words that differ."""
        self._home.fold()
        self._make(differences(self._value, clean(text)))

    def _make(self, edits: list[Edit]) -> None:
        """Make edits, each of which counts in the text as the one before left it, as one change."""
        value, steps = self._value, []
        for edit in edits:
            at = max(0, min(edit.at, len(value)))
            gone = value[at : at + max(0, edit.remove)]
            insert = clean(edit.insert)
            if gone or insert:
                steps.append((len(value[:at].encode()), len(gone.encode()), insert))
                value = value[:at] + insert + value[at + len(gone) :]
        if not steps:
            return
        if not self._home.changing:
            self._undo_manager()  # begins before the edit, or the edit could not be undone

        def run() -> None:
            for start, size, insert in steps:
                held = _held(self._text, start, size) if insert else None
                if size:
                    del self._text[start : start + size]
                if insert:
                    self._text.insert(start, insert, held)

        self._home.edit_text(self._name, run)

    def tie(self, name: str, start: int, end: int, *, on: bool = True) -> None:
        """Tie ``name`` to a stretch of the text, or let it go there; durable on return."""
        self._home.fold()
        self._home.edit_text(self._name, lambda: tie(self._text, name, start, end, on=on))

    def ties(self) -> list[Tie]:
        """Return what is tied to the text and where, as it stands."""
        self._home.fold()
        return ties_of(self._text)

    def undo(self) -> bool:
        """Take back the latest step of one's own; tell whether there was one."""
        self._home.fold()
        return self._step(self._undo_manager().undo)

    def redo(self) -> bool:
        """Bring back what undo took; tell whether there was something."""
        self._home.fold()
        return self._step(self._undo_manager().redo)

    def group(self) -> None:
        """Begin a new step: what comes is undone apart from what was."""
        self._groups += 1

    def watch(self, fn: Watcher) -> Watch:
        """Call ``fn(edits, mine)`` after each change; ``mine`` for those made by splice."""
        return Watch(self, self._watchers, fn)

    @property
    def watched(self) -> bool:
        """Tell whether somebody follows this text."""
        return bool(self._watchers)

    def _undo_manager(self) -> UndoManager:
        if self._undo is None:
            me = ref(self)

            def when() -> int:
                found = me()
                return found._when() if found is not None else 0  # noqa: SLF001 itself

            self._undo = UndoManager(
                scopes=[self._text], capture_timeout_millis=PAUSE, timestamp=when
            )
            self._undo.include_origin(MINE)
        return self._undo

    def _when(self) -> int:
        """Return when the last change was made, in milliseconds, so that groups lie apart."""
        try:
            moment = datetime.fromisoformat(self._home.moment).timestamp()
        except ValueError:
            moment = 0
        return int(moment * 1000) + 10 * PAUSE * self._groups

    def _step(self, step: Callable[[], bool]) -> bool:
        done = False

        def run() -> None:
            nonlocal done
            done = step()

        self._home.edit_text(self._name, run, alone=True)
        return done

    def _did_change(self, event: Any) -> None:  # noqa: ANN401 pycrdt's events have no public type
        old, self._value = self._value, str(self._text)
        self._tell(list(_edits(old, event.delta)), mine=self._splicing)

    def _tell(self, edits: list[Edit], *, mine: bool) -> None:
        for watcher in tuple(self._watchers):
            watcher(edits, mine)


def tie(text: Text, name: str, start: int, end: int, *, on: bool = True) -> None:
    """Tie ``name`` to code points of a text, inside a transaction; or let it go there.

    It is an attribute of the letters. Sticky indices do not do: when a stretch is deleted and the
    deletion undone, they end elsewhere, and elsewhere again on another computer.
    """
    value = str(text)
    start, end = max(0, start), min(end, len(value))
    if start < end:
        first = len(value[:start].encode())
        text.format(first, first + len(value[start:end].encode()), {name: True if on else None})


def let_go(text: Text, name: str) -> None:
    """Let ``name`` go wherever it is tied to a text, inside a transaction."""
    for each in ties_of(text):
        if each.name == name:
            tie(text, name, each.start, each.end, on=False)


def ties_of(text: Text) -> list[Tie]:
    """Return what is tied to a text: each name with its stretches in order, in code points."""
    found: dict[str, list[Tie]] = {}
    at = 0
    for words, held in text.diff():
        end = at + (len(words) if isinstance(words, str) else 1)
        for name in (k for k, on in (held or {}).items() if on is True):
            known = found.setdefault(name, [])
            if known and known[-1].end == at:
                known[-1] = known[-1]._replace(end=end)
            else:
                known.append(Tie(name, at, end))
        at = end
    return [each for name in sorted(found) for each in found[name]]


def _held(text: Text, start: int, size: int) -> dict[str, Any] | None:
    """Return what is tied to words that come at byte ``start`` instead of ``size`` bytes.

    It is what is tied to the letters on both sides, or to all that goes; or to the letter before
    where no sentence has ended there: what is written after a stretch does not belong to it, but
    it may be put in other words and be gone on with. None where nothing is tied.
    """
    left: dict[str, Any] = {}
    right: dict[str, Any] = {}
    gone: list[dict[str, Any]] = []
    byte, some, ended = 0, False, True
    for words, attributes in text.diff():
        held, some = dict(attributes or {}), some or bool(attributes)
        end = byte + (len(words.encode()) if isinstance(words, str) else 1)
        if byte < start <= end:
            left, ended = held, words.encode()[: start - byte].decode().endswith(_ENDED)
        if byte <= start + size < end:
            right = held
        if size and byte < start + size and start < end:
            gone.append(held)
        byte = end
    if not some:
        return None
    before = _common([left, right]) if ended else left
    return before | (_common(gone) if gone else {})


def _common(held: list[dict[str, Any]]) -> dict[str, Any]:
    first, *rest = held
    return {k: v for k, v in first.items() if all(other.get(k) == v for other in rest)}


def clean(text: str) -> str:
    """Return ``text`` as it can be kept.

    NUL goes, since no document format can hold it; half a character becomes U+FFFD.
    """
    return text.translate(_NEVER)


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
    import re  # noqa: PLC0415 only for edits that come as whole texts
    from difflib import SequenceMatcher  # noqa: PLC0415

    # compared are words with the spaces after them: spaces alone are too many and too alike
    before, after = (re.findall(r"\S+\s*|\s+", text) for text in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    edits, at = [], 0
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag != "equal":
            pieces = [re.findall(r"\S+|\s+", text) for text in (gone, come)]
            start = _alike(*pieces)
            end = _alike(*(p[start:][::-1] for p in pieces))
            gone, put = ("".join(p[start : len(p) - end]) for p in pieces)
            edits.append(Edit(at + sum(map(len, pieces[0][:start])), len(gone), put))
        at += len(come)
    return edits


def _alike(one: list[str], other: list[str]) -> int:
    """Return how many words and spaces both begin with."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _pair in pairs)


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
