"""A document: shared memory with verbs of the trade. Its changes are bytes for the journal.

Inside are two shared maps. ``items`` holds everything that can be created: id -> fields, each id
fresh, so that two people never create the same one. ``facts`` holds single values under known keys
(the last one stands). Values are strings and booleans; a field of several values is one key for
each ("team:<person>"), so that two people who add at once both have their way.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import Field, dataclass, fields, replace
from functools import cache
from typing import Any, ClassVar, Protocol
from weakref import WeakValueDictionary

from pycrdt import Map, Text

from qualityvisit.errors import KnownError, NotFound
from qualityvisit.model.days import check_days, told_days
from qualityvisit.model.memory import Damaged, Memory, merge
from qualityvisit.model.records import KINDS, MARKS, Record, fresh_id
from qualityvisit.model.text import MINE, SharedText, clean, let_go, tie, ties_of
from qualityvisit.words import _

# Fields of several values where each value is added and taken away on its own.
SETS = {"note": ("marks",), "passage": ("sources",),
        "finding": ("sources", "groups")}  # fmt: skip
TIED = ("note:", "comment:")  # what can be tied to a stretch of a passage
MANY = 10  # items that are rather read all at once
TEXTS = {"note": "text", "passage": "text", "meeting-question": "answer"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, and when: given to a document, which has no clock.

    What gives it raises NotAllowed where the person may not write the document named.
    """

    at: str
    who: str
    administrator: bool = True


class Sink(Protocol):
    """Where a document's changes go: durable when the call returns."""

    def __call__(self, document: "Document", update: bytes, *, typed: bool) -> None:
        """Keep ``update``. ``typed`` text may reach the index a moment later."""


class Document:
    """The shared memory of one document; subclasses add the verbs.

    Memory is folded when it is first needed, and may be let go and folded anew at any time: who
    holds a document, or one of its texts, need not know.

    What colleagues send may be anything. Only items of the document's own ``kinds`` are read: of
    ``head`` there is one, under the document's own id, and ``part_of`` is the field in which the
    others name it.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()
    head: ClassVar[str] = ""
    part_of: ClassVar[str] = ""

    def __init__(
        self,
        name: str,
        stamp: Callable[[str], Stamp],
        sink: Sink,
        updates: Callable[[str], Iterable[bytes]],
    ) -> None:
        self.name = name
        self._stamp = stamp
        self._sink = sink
        self._updates = updates
        self._held: Memory | None = None
        self._texts: WeakValueDictionary[str, SharedText] = WeakValueDictionary()
        # Texts are kept as long as the memory: an undo manager that is collected while its
        # document commits takes the process down, and the collector may come at any time.
        self._kept: list[SharedText] = []
        self._changing = 0
        self.moment = ""
        self.behind = False  # what was touched is not known: the index needs all of it

    # --- memory

    def fold(self) -> Memory:
        """Return the memory, folded from the journal where it is not held."""
        if self._held is None:
            self._held = Memory(self._updates(self.name))
            for name, text in list(self._texts.items()):
                found = _text_of(self._held.items.get(name))
                if found is not None:
                    text.follow(found)
                    self._kept.append(text)
        return self._held

    @property
    def _items(self) -> Any:  # noqa: ANN401 a pycrdt Map
        return self.fold().items

    @property
    def _facts(self) -> Any:  # noqa: ANN401 a pycrdt Map
        return self.fold().facts

    @property
    def folded(self) -> bool:
        """Tell whether memory is held now."""
        return self._held is not None

    @property
    def waits(self) -> bool:
        """Tell whether memory holds changes that wait for others: see `Memory`."""
        return self._held is not None and self._held.waits

    @property
    def changing(self) -> bool:
        """Tell whether a verb is at work."""
        return self._changing > 0

    @property
    def in_use(self) -> bool:
        """Tell whether somebody follows a text of this document, or is changing it."""
        return self.changing or any(text.watched for text in self._texts.values())

    def let_go(self) -> None:
        """Free the memory."""
        if self._held is not None:
            self._held.close()
            self._held = None
            self._kept = []

    def spoil(self) -> None:
        """Fold anew: memory has what the journal has not, and must not be built upon."""
        self.let_go()
        self.behind = True
        if self.in_use:
            with suppress(KnownError):  # else when it is needed next
                self.fold()

    # --- bytes in and out

    def absorb(self, updates: Iterable[bytes]) -> None:
        """Take in a colleague's changes, which the caller keeps in the journal.

        Raise Damaged where they are none; memory is then as the journal has it.
        """
        try:
            self.fold().absorb(updates)
        except Damaged:
            self.spoil()
            raise

    def whole(self) -> bytes:
        """Return everything as one update, for comparing documents."""
        return bytes(self.fold().doc.get_update())

    @contextmanager
    def told_by(self, who: str, at: str) -> Iterator[None]:
        """Write in another's name at another time: for the example, whose people are invented."""
        own = self._stamp
        self._stamp = lambda name: replace(own(name), who=who, at=at)
        try:
            yield
        finally:
            self._stamp = own

    @contextmanager
    def change(self, *, typed: bool = False) -> Iterator[Stamp]:
        """Make the verbs inside one transaction, durable when the outermost block ends.

        Raise what the sink raises; the words are then in memory and the sink keeps the bytes.
        """
        memory, whole = self.fold(), False
        self._changing += 1
        try:
            with memory.doc.transaction(origin=MINE):
                stamp = self._stamp(self.name)
                self.moment = stamp.at
                yield stamp
                whole = True
        except BaseException:
            if whole:  # somebody who watches has failed: no reason to lose what was written
                self._flush(typed=typed)
            elif memory.pending:
                # pycrdt has committed all the same: what is half done must not be built upon
                memory.pending.clear()
                self.spoil()
            raise
        finally:
            self._changing -= 1
        self._flush(typed=typed)

    def _flush(self, *, typed: bool) -> None:
        memory = self._held
        if memory is not None and memory.pending:
            update = merge(memory.pending)
            memory.pending.clear()
            self._sink(self, update, typed=typed)

    # --- items

    def create(self, kind: str, values: Mapping[str, object], name: str = "") -> str:
        """Create an item with a fresh id, inside ``change``; return the id.

        Raise BadInput for a day that is none.
        """
        check_days(kind, values)
        name = name or fresh_id()
        stored = dict(_stored(kind, values))
        if kind in TEXTS:
            stored[TEXTS[kind]] = Text(str(stored.get(TEXTS[kind]) or ""))
        self._items[name] = Map({"kind": kind, **stored})
        return name

    def put(self, name: str, /, **values: object) -> None:
        """Change fields of an item, inside ``change``. Only what differs is written.

        Raise BadInput for a day that is none.
        """
        item = self._item(name)
        check_days(str(item["kind"]), values)
        for key, value in _stored(str(item["kind"]), values):
            if item.get(key) != value:
                item[key] = value

    def take_away(self, name: str) -> None:
        """Remove an item for everybody, inside ``change``. Its history stays in the journal."""
        self._item(name)["removed"] = True

    def bring_back(self, name: str) -> None:
        """Take back that an item was removed, inside ``change``."""
        self._items[name]["removed"] = False

    def _item(self, name: str) -> Any:  # noqa: ANN401 a pycrdt Map
        item = self._items.get(name)
        if not isinstance(item, Map) or item.get("removed"):
            raise NotFound(_("That is no longer there."), _("A colleague may have removed it."))
        return item

    def field(self, name: str, key: str) -> str:
        """Return one field of an item as text."""
        return str(self._item(name).get(key) or "")

    def kind_of(self, name: str) -> str:
        """Return an item's kind, also of one that was removed, or ""."""
        return str(_values(self._items.get(name)).get("kind", ""))

    def has(self, name: str, kind: str = "") -> bool:
        """Tell whether an item is there (and of this kind)."""
        values = _values(self._items.get(name))
        return bool(values) and not values.get("removed") and kind in ("", values.get("kind"))

    def fact(self, key: str) -> str:
        """Return a single value, or ""."""
        return str(self._facts.get(key) or "")

    def put_fact(self, key: str, value: str) -> None:
        """Set a single value, inside ``change``."""
        value = clean(value)
        if self.fact(key) != value:
            self._facts[key] = value

    def text(self, name: str) -> SharedText:
        """Return an item's shared text; the same object for all who hold it."""
        item = self._item(name)
        found = self._texts.get(name)
        if found is None:
            text = _text_of(item)
            if text is None:
                raise NotFound(_("That is no longer there."), _("A colleague may have removed it."))
            found = SharedText(text, self, name)
            self._texts[name] = found
            self._kept.append(found)
        return found

    def edit_text(self, name: str, edit: Callable[[], object], *, alone: bool = False) -> None:
        """Run an edit of a text as one change; ``alone``: it makes a transaction of its own."""
        self._item(name)
        self.may_write_text(name)
        with nullcontext(self._stamp(self.name)) if alone else self.change(typed=True):
            edit()
        self._flush(typed=True)

    def may_write_text(self, name: str) -> None:
        """Raise NotAllowed where the writer may not change this text; here everybody may."""

    # --- records

    def touched(self) -> tuple[list[Record], list[tuple[str, str]]]:
        """Return records changed since the last call, and (kind, id) of those removed."""
        memory = self.fold()
        put: list[Record] = []
        gone: list[tuple[str, str]] = []
        many = _values(self._items) if len(memory.touched) > MANY else {}
        for name in memory.touched:
            values = many.get(name) or _values(self._items.get(name))
            record = self._record(name, values)
            if record is not None:
                put.append(record)
            else:
                kind = values.get("kind") if isinstance(values, dict) else None
                gone.append((str(kind), name))
        put.extend(self.fact_records(memory.touched_facts))
        gone.extend(self.facts_gone(memory.touched_facts))
        memory.touched = set()
        memory.touched_facts = set()
        return put, gone

    def records(self) -> list[Record]:
        """Return everything in the document as records."""
        items = _values(self._items)
        if not items:  # one that cannot be read spoils them all
            items = {name: _values(item) for name, item in self._items.items()}
        found = [self._record(name, values) for name, values in items.items()]
        facts = set(self._facts.keys())
        return [r for r in found if r is not None] + list(self.fact_records(facts))

    def stored(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the items of a kind as they are stored: quicker than records."""
        items = _values(self._items) or {n: _values(i) for n, i in self._items.items()}
        for name, values in items.items():
            if (
                isinstance(values, dict)
                and values.get("kind") == kind
                and not values.get("removed")
            ):
                yield name, values

    def record(self, name: str) -> Record | None:
        """Return an item as its record, or None where it is removed, unknown or not ours."""
        return self._record(name, _values(self._items.get(name)))

    def _record(self, name: str, values: object) -> Record | None:
        """Build a record from stored fields; whatever a newer version has added is passed over."""
        if not isinstance(values, dict) or values.get("removed"):
            return None
        kind, own = str(values.get("kind", "")), self.name.partition("/")[2]
        if kind not in self.kinds or (kind == self.head and name != own):
            return None
        sets = SETS.get(kind, ())
        given: dict[str, Any] = {}
        for field in _fields(kind):
            if field.name in sets:
                given[field.name] = _members(field.name, values)
            elif field.name == self.part_of:
                given[field.name] = own
            elif field.name == "ties":
                given[field.name] = self._ties(name)
            elif field.name in values:
                given[field.name] = _read(field.type, values[field.name])
        return KINDS[kind](**(given | told_days(kind, given) | {"id": name}))

    # --- stretches of texts

    def _ties(self, name: str) -> tuple[str, ...]:
        """Return what is tied to an item's text, as records hold it."""
        text = self._items[name].get("text")  # of a passage, and of nothing else
        found = ties_of(text) if isinstance(text, Text) else []
        return tuple(f"{t.name} {t.start} {t.end}" for t in found if t.name.startswith(TIED))

    def tie(self, item: str, name: str, start: int, end: int, *, on: bool = True) -> None:
        """Tie something to a stretch of an item's text, or let it go there, inside ``change``."""
        text = _text_of(self._item(item))
        if text is not None:
            tie(text, name, start, end, on=on)

    def let_go_of(self, item: str, name: str) -> None:
        """Let something go that was tied to an item's text, inside ``change``."""
        text = _text_of(self._item(item))
        if text is not None:
            let_go(text, name)

    def fact_records(self, keys: set[str]) -> Iterable[Record]:  # noqa: ARG002
        """Return the records that these facts make; subclasses know them."""
        return ()

    def facts_gone(self, keys: set[str]) -> Iterable[tuple[str, str]]:  # noqa: ARG002
        """Return (kind, id) of records that these facts no longer make."""
        return ()


def _stored(kind: str, values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Give fields as they are stored."""
    for key, value in values.items():
        if key in SETS.get(kind, ()):
            yield from ((f"{key}:{name}", True) for name in _tuple(value))
        elif isinstance(value, bool):
            yield key, value
        elif isinstance(value, tuple | list):
            yield key, json.dumps([clean(str(v)) for v in value], ensure_ascii=False)
        else:
            yield key, clean(str(value))


def _tuple(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, tuple | list) else ()


def _values(item: object) -> dict[str, Any]:
    """Return the fields of an item, or nothing where it is not one."""
    try:
        found = json.loads(str(item)) if isinstance(item, Map) else None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _text_of(item: object) -> Text | None:
    """Return the shared text of an item, if it has one."""
    key = TEXTS.get(str(item.get("kind"))) if isinstance(item, Map) else None
    found = item.get(key) if isinstance(item, Map) and key else None
    return found if isinstance(found, Text) else None


@cache
def _fields(kind: str) -> tuple[Field[Any], ...]:
    return fields(KINDS[kind])


def _members(field: str, values: dict[str, Any]) -> tuple[str, ...]:
    found = [k[len(field) + 1 :] for k, on in values.items() if on and k.startswith(f"{field}:")]
    if field == "marks":
        return tuple(m for m in MARKS if m in found)
    return tuple(sorted(found))


def _read(kind: object, value: Any) -> Any:  # noqa: ANN401 as stored
    if kind is bool:
        return bool(value)
    if kind is str:
        return str(value)
    try:
        return tuple(v for v in map(str, json.loads(value)) if v.strip())
    except (ValueError, TypeError, RecursionError):
        return ()
