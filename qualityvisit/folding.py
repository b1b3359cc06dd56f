"""Between records and the index: rows out of records, records out of rows."""

import json
from dataclasses import dataclass, fields
from functools import cache
from typing import TypeVar

from qualityvisit.journal.index import Row
from qualityvisit.journal.journal import RowsChange
from qualityvisit.model.records import KIND_OF, KINDS, Record

R = TypeVar("R", bound=Record)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
FOLD = b"4"  # counted up when records make other rows than before: the index is then made anew


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed: a document, the kinds and ids of its records, and whether we did it."""

    document: str
    kinds: frozenset[str]
    ids: frozenset[str]
    mine: bool


def row_of(record: Record) -> Row:
    """Return a record as its row."""
    kind = KIND_OF[type(record)]
    values = {name: getattr(record, name) for name in _names(kind)}
    data = _ENCODER.encode(values)
    return Row(kind, record.id, record.parent, record.state, record.sort, data, record.words)


def rows_change(put: list[Record], gone: list[tuple[str, str]]) -> RowsChange:
    """Return what a change does to the index."""
    return RowsChange(tuple(map(row_of, put)), tuple(gone))


def kinds_of(
    put: list[Record], gone: list[tuple[str, str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return kinds and ids of what has changed."""
    kinds = {KIND_OF[type(r)] for r in put} | {kind for kind, _id in gone}
    return frozenset(kinds), frozenset({r.id for r in put} | {name for _kind, name in gone})


def decode(kind: type[R], data: str) -> R:
    """Return the record that a row's data holds."""
    values = json.loads(data)
    for name in _tuples(KIND_OF[kind]):
        values[name] = tuple(values.get(name, ()))
    try:
        return kind(**values)
    except TypeError:  # a row of another version of the program
        return kind(**{name: values[name] for name in _names(KIND_OF[kind]) if name in values})


@cache
def _names(kind: str) -> tuple[str, ...]:
    return tuple(f.name for f in fields(KINDS[kind]))


@cache
def _tuples(kind: str) -> tuple[str, ...]:
    return tuple(f.name for f in fields(KINDS[kind]) if f.type not in (str, bool))
