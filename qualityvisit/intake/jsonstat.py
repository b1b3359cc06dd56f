"""Skolverket's statistics as JSON-stat2: a block of numbers with what each of its sides means."""

import math
import re
from dataclasses import dataclass
from itertools import product

from qualityvisit.intake.answers import items, part, storable, text, value
from qualityvisit.intake.figures import (
    COUNTRY,
    MISSING,
    SIGNS,
    FigureReading,
    IncomingFigure,
    wanted,
)
from qualityvisit.intake.reading import MOST_ROWS, is_code, too_large
from qualityvisit.words import _

PLACE = re.compile(r"\d{8}|\d{4}|00", re.ASCII)
MOST = 1e12  # no number of pupils or kronor is higher
TIME = ("läsår", "år", "tid", "time", "year")


@dataclass(frozen=True, slots=True)
class _Side:
    """A dimension: its id, its name, and its categories in order as (code, name)."""

    id: str
    label: str
    categories: tuple[tuple[str, str], ...]


def read_page(number: int, page: object, municipality: str, reading: FigureReading) -> bool:
    """Read a block of numbers; return whether it was one."""
    if text(page, "class") != "dataset":
        return False
    sides = [_side(page, str(name)) for name in items(page, "id")]
    sizes = [len(side.categories) for side in sides]
    if items(page, "size") != sizes or not sides:
        reading.reject(number, _("The sides of the table do not fit its numbers."))
        return True
    if math.prod(sizes) > MOST_ROWS:
        raise too_large()
    time = next((s for s in sides if s.id in map(str, items(page, "role", "time"))), None)
    time = time or next((s for s in sides if s.label.casefold() in TIME), None)
    place = next((s for s in sides if s is not time and _holds_places(s)), None)
    if time is None or place is None:
        reading.reject(
            number, _("The table does not say whose figures they are, or of which year.")
        )
        return True
    told = " ".join(filter(None, ("Skolverket:", text(page, "label"))))
    for cell, corner in enumerate(product(*(side.categories for side in sides))):
        at = {side.id: category for side, category in zip(sides, corner, strict=True)}
        code, name = at.pop(place.id)
        _year, period = at.pop(time.id)
        code = COUNTRY if code == "00" else code
        if not PLACE.fullmatch(code) or (not is_code(code) and not wanted(code, municipality)):
            continue
        reading.places[code] = re.sub(r"\s*\[\d+\]$", "", name)
        measure = "stat." + ".".join((text(page, "label"), *(c for c, _name in at.values())))
        shown = _shown(page, cell)
        names = ", ".join(n for _c, n in at.values()) or text(page, "label")
        reading.take(IncomingFigure(number, code, names, shown, period, told, measure))
    return True


def _side(page: object, name: str) -> _Side:
    told = part(page, "dimension", name)
    labels = part(told, "category", "label")
    index = value(told, "category", "index")
    if isinstance(index, dict):
        places = [(place, str(code)) for code, place in index.items() if isinstance(place, int)]
        codes = [code for _place, code in sorted(places)]
    else:
        codes = [str(code) for code in items(told, "category", "index")] or list(labels)
    return _Side(
        name,
        text(told, "label"),
        tuple((storable(code), text(labels, code) or storable(code)) for code in codes),
    )


def _holds_places(side: _Side) -> bool:
    return bool(side.categories) and all(PLACE.fullmatch(code) for code, _name in side.categories)


def _shown(page: object, cell: int) -> str:
    """Return the value of a cell: a number as it is written, or the sign that its status gives."""
    found, status = _cell(page, "value", cell), _cell(page, "status", cell)
    if isinstance(status, str) and status in SIGNS:
        return status
    if found is None:
        return MISSING
    if isinstance(found, str):
        return storable(found.strip()[:40]) or MISSING
    if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) < MOST:
        return str(found)[:40]
    return f"{found:.12g}".replace(".", ",")


def _cell(page: object, key: str, cell: int) -> object:
    """Return what stands for a cell: in a list, or in an object with the cells that there are."""
    told = value(page, key)
    if isinstance(told, dict):
        return told.get(str(cell))
    found = told if isinstance(told, list) else []
    return found[cell] if cell < len(found) else None
