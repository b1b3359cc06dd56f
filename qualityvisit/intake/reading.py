"""What the readers share: bytes to text, limits, and how a row that cannot be used is told."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

from qualityvisit.errors import BadInput
from qualityvisit.words import _

MOST_BYTES = 50_000_000  # the whole country's register is under a tenth of this
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be used, and why, in the user's language. ``row`` counts from 1."""

    row: int
    why: str
    sheet: str = ""


def text_of(data: bytes) -> str:
    """Return the text of a file: UTF-8 with or without its mark, UTF-16 with it, else Windows-1252.

    Raise BadInput where it is no text at all, or too much of it.
    """
    if len(data) > MOST_BYTES:
        raise too_large()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise BadInput(_("This is not a text file."), _("Save it as CSV or Excel and try again."))
    return text


def too_large() -> BadInput:
    """Return the failure of a file that no register or guide can need."""
    return BadInput(
        _("The file is too large."), _("Save only the part that you need and try again.")
    )


def cell(row: Sequence[object], place: int | None) -> str:
    """Return a cell as text: "" where it is missing, a whole number without decimals."""
    if place is None or place >= len(row) or row[place] is None:
        return ""
    value = row[place]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def why_not(name: str, code: str) -> str:
    """Return why a unit with this name and code cannot be used, or ""."""
    if not name:
        return _("The name is missing.")
    if name.startswith(("=", "+", "@")):
        return _("The name looks like a formula: {name}.", name=name[:40])
    if len(name) > 200:
        return _("The name is too long.")
    if code and not is_code(code):
        return _("A school unit code has eight digits: {code}.", code=code[:40])
    return ""


def is_code(text: str) -> bool:
    """Tell whether a text is a school unit code."""
    return len(text) == 8 and text.isascii() and text.isdigit()
