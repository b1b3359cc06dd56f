"""Units that are the same: which one stands for both, and which ones may be the same."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from qualityvisit.model.records import Unit

CODE, NAME, PLACE = "code", "name", "place"  # what makes two units look like one
GENERIC = {"skola", "skolan", "förskola", "förskolan", "och", "i", "på"}


@dataclass(frozen=True, slots=True)
class Double:
    """Two units that may be one, the one to keep first, and what makes them look so."""

    keep: Unit
    other: Unit
    why: str


def standing_for(unit: str, merged: Mapping[str, str]) -> str:
    """Return the unit that stands for a unit; ``merged`` are units and what they were merged into.

    Where two people have merged two units crosswise, the one whose id comes first stands for both.
    """
    way: list[str] = []
    while unit in merged and unit not in way:
        way.append(unit)
        unit = merged[unit]
    return min(way[way.index(unit) :]) if unit in way else unit


def doubles(units: Iterable[Unit]) -> list[Double]:
    """Return units that may be entered twice: of one code, one name, or one address and form.

    Two units with codes of their own are two, however alike they are.
    """
    real = [u for u in units if not u.invented]
    found: dict[tuple[str, str], Double] = {}
    for why, key in ((CODE, _code), (NAME, _name), (PLACE, _place)):
        groups: dict[str, list[Unit]] = {}
        for unit in real:
            if told := key(unit):
                groups.setdefault(told, []).append(unit)
        for group in groups.values():
            for one, two in pairwise(sorted(group, key=_worth)):
                if why == CODE or not (one.code and two.code):
                    found.setdefault((one.id, two.id), Double(one, two, why))
    return sorted(found.values(), key=lambda d: d.keep.sort)


def _worth(unit: Unit) -> tuple[bool, int, str]:
    """Return a key that sorts the unit of which most is known first."""
    told = sum(bool(value) for value in (unit.address, unit.pupils)) + len(unit.forms)
    return not unit.code, -told, unit.id


def _code(unit: Unit) -> str:
    return unit.code


def _name(unit: Unit) -> str:
    """Return a name's own words: "Humlans förskola" and "Förskolan Humlan" have the same."""
    words = re.findall(r"[^\W_]+", unit.name.casefold())
    own = sorted(w.removesuffix("s") for w in words if w not in GENERIC)
    return " ".join(own or words)


def _place(unit: Unit) -> str:
    address = re.sub(r"[\W_]", "", unit.address.casefold())
    return f"{address} {unit.form}" if address else ""
