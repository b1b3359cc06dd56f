"""Skolverket's register of school units as its interface (version 2) answers: a unit's own page."""

import json

from qualityvisit.errors import BadInput
from qualityvisit.intake.forms import form_of, in_order
from qualityvisit.intake.reading import MOST_ROWS, text_of, too_large, why_not
from qualityvisit.intake.units import IncomingUnit, Reading
from qualityvisit.words import _

STATUS = {"AKTIV": "active", "VILANDE": "dormant", "UPPHORT": "closed", "PLANERAD": "planned"}


def read(data: bytes, municipality: str = "") -> Reading:
    """Read one unit's page, or a list of such pages. Raise BadInput where it is neither."""
    try:
        found = json.loads(text_of(data))
    except (ValueError, RecursionError) as problem:
        raise BadInput(_("The JSON file cannot be read."), _("Fetch it again.")) from problem
    pages = found if isinstance(found, list) else [found]
    if len(pages) > MOST_ROWS:
        raise too_large()
    reading = Reading()
    for number, page in enumerate(pages, 1):
        _read_page(number, page, municipality, reading)
    return reading


def _read_page(number: int, page: object, municipality: str, reading: Reading) -> None:
    data = _part(page, "data")
    told = _part(data, "attributes")
    if isinstance(_value(data, "attributes"), list):
        raise BadInput(
            _("This is the register's list, which tells no school forms."),
            _("Fetch each unit's own page and join them to a list."),
        )
    if not told:
        raise BadInput(_("This is not a page of Skolverket's register of school units."))
    name, code = _text(told, "displayName"), _text(data, "schoolUnitCode")
    if municipality not in ("", _text(told, "municipalityCode")):
        return
    start, end = _text(told, "startdate") or "-", _text(told, "endDate") or "-"
    known = _value(told, "schoolTypes")
    codes = [form_of(str(form)) for form in known] if isinstance(known, list) else []
    forms = in_order([code for code in codes if code])
    why = why_not(name, code)
    if not why and not forms:
        why = _("No school form is told for {name}.", name=name)
    organiser = _text(_part(_part(page, "included"), "attributes"), "organizerType")
    if not why and organiser not in ("", "KOMMUN"):
        why = _("{name} is not run by the municipality.", name=name)
    if why:
        reading.reject(number, why)
        return
    reading.take(
        IncomingUnit(
            row=number,
            name=name,
            forms=tuple(f"{form} {start[:10]} {end[:10]}" for form in forms),
            code=code,
            address=_address(told),
            status=STATUS.get(_text(told, "status"), ""),
        )
    )


def _address(told: dict[str, object]) -> str:
    """Return the visiting address, or ""."""
    addresses = _value(told, "addresses")
    for address in addresses if isinstance(addresses, list) else []:
        if isinstance(address, dict) and address.get("type") == "BESOKSADRESS":
            parts = (_text(address, "streetAddress"), _text(address, "locality"))
            return ", ".join(part for part in parts if part)
    return ""


def _value(holder: object, key: str) -> object:
    return holder.get(key) if isinstance(holder, dict) else None


def _part(holder: object, key: str) -> dict[str, object]:
    found = _value(holder, key)
    return found if isinstance(found, dict) else {}


def _text(holder: object, key: str) -> str:
    found = _value(holder, key)
    return " ".join(found.split()) if isinstance(found, str) else ""
