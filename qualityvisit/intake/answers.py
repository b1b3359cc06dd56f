"""JSON answers of public interfaces: pages, and their parts of the kind that is expected."""

import json
from collections.abc import Iterator

from qualityvisit.errors import BadInput
from qualityvisit.intake.reading import MOST_ROWS, text_of, too_large
from qualityvisit.words import _

Answer = dict[str, object]


def is_json(data: bytes) -> bool:
    """Tell whether a file begins as JSON does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def pages(data: bytes) -> list[object]:
    """Return the answers in a file: one, or a list of them. Raise BadInput where it is torn."""
    try:
        found = json.loads(text_of(data))
    except (ValueError, RecursionError) as problem:
        raise BadInput(_("The JSON file cannot be read."), _("Fetch it again.")) from problem
    answers = found if isinstance(found, list) else [found]
    if len(answers) > MOST_ROWS:
        raise too_large()
    return answers


def value(holder: object, *keys: str) -> object:
    """Return what stands under a key, and a key in that, or None."""
    for key in keys:
        holder = holder.get(key) if isinstance(holder, dict) else None
    return holder


def part(holder: object, *keys: str) -> Answer:
    """Return the object that stands there, or {}."""
    found = value(holder, *keys)
    return found if isinstance(found, dict) else {}


def items(holder: object, *keys: str) -> list[object]:
    """Return the list that stands there, or []. Raise BadInput where it is far too long."""
    found = value(holder, *keys)
    if not isinstance(found, list):
        return []
    if len(found) > MOST_ROWS:
        raise too_large()
    return found


def objects(holder: object, *keys: str) -> Iterator[tuple[int, Answer]]:
    """Yield number, from 1, and value of the objects in the list that stands there."""
    for number, item in enumerate(items(holder, *keys), 1):
        if isinstance(item, dict):
            yield number, item


def text(holder: object, *keys: str) -> str:
    """Return the text that stands there without needless spaces, or ""."""
    found = value(holder, *keys)
    return storable(" ".join(found.split())) if isinstance(found, str) else ""


def storable(told: str) -> str:
    """Return a text without halves of characters, which JSON can hold and no file of ours."""
    return told.encode("utf-8", "replace").decode().replace("\0", "")
