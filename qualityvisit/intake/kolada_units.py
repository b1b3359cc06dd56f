"""Organisational units of Kolada: the only list in the country that has preschools.

Titles are free text, often in capitals and with an address, and there is no school unit code: a
unit is known again by Kolada's own id, which the register remembers.
"""

import re

from qualityvisit.intake.answers import Answer, objects, text
from qualityvisit.intake.reading import why_not
from qualityvisit.intake.units import IncomingUnit, Reading
from qualityvisit.words import _

FORMS = {"V11E": "FS", "V15E": "GR", "V17E": "GY"}
ID = re.compile(r"V\d\dE\d{4}[0-9A-Za-z]{1,20}")
SMALL = re.compile(  # words that are no names: written small where they do not begin the title
    r"(?:.*(?:skola|skolor|omsorg|gymnasium|daghem)|skolan|gymnasiet|pedagogisk|montessori|och|i|på|vid|för|av)$"
)


def is_list(page: object) -> bool:
    """Tell whether an answer is a list of organisational units."""
    return any(ID.match(text(unit, "id")) for _number, unit in objects(page, "values"))


def read_page(number: int, page: object, municipality: str, reading: Reading) -> bool:
    """Read a list of units; return whether it was one."""
    del number
    if not is_list(page):
        return False
    for row, unit in objects(page, "values"):
        if municipality in ("", text(unit, "municipality")):
            _read_unit(row, unit, reading)
    return True


def _read_unit(row: int, unit: Answer, reading: Reading) -> None:
    own, name = text(unit, "id"), calm(text(unit, "title"))
    form = FORMS.get(own[:4], "")
    why = why_not(name, "")
    if not why and not (form and ID.fullmatch(own)):
        why = _("{id} is neither a preschool nor a school.", id=own[:40])
    if why:
        reading.reject(row, why)
    else:
        reading.take(IncomingUnit(row, name, (form,), own=own))


def calm(title: str) -> str:
    """Return a title in capitals as a name is written: "ALMENS FÖRSKOLA" is Almens förskola."""
    if title != title.upper():
        return title
    words = title.lower().split()
    named = [w if n and SMALL.match(w.rstrip(",")) else _capital(w) for n, w in enumerate(words)]
    return " ".join(named)


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
