"""Skolverket's register of school units as its interface (version 2) answers: list and pages."""

from datetime import date

from qualityvisit.intake.answers import Answer, items, objects, part, text
from qualityvisit.intake.forms import form_of, in_order
from qualityvisit.intake.reading import why_not
from qualityvisit.intake.units import IncomingUnit, Reading
from qualityvisit.words import _

STATUS = {"AKTIV": "active", "VILANDE": "dormant", "UPPHORT": "closed", "PLANERAD": "planned"}


def read_page(number: int, page: object, municipality: str, reading: Reading) -> bool:
    """Read the register's list or a unit's own page; return whether it was one of them."""
    if listed := items(page, "data", "attributes"):
        for row, item in objects(page, "data", "attributes"):
            _read_listed(row, item, reading)
        return bool(listed)
    told = part(page, "data", "attributes")
    if told and "displayName" in told:
        _read_unit(number, page, told, municipality, reading)
        return True
    return False


def _read_listed(row: int, item: Answer, reading: Reading) -> None:
    """Take a line of the list, which tells neither school form nor municipality."""
    name, code = text(item, "name"), text(item, "schoolUnitCode")
    if why := why_not(name, code):
        reading.reject(row, why)
        return
    status = STATUS.get(text(item, "status"), "")
    reading.take(IncomingUnit(row, name, (), code, status=status))


def _read_unit(
    number: int, page: object, told: Answer, municipality: str, reading: Reading
) -> None:
    name, code = text(told, "displayName"), text(page, "data", "schoolUnitCode")
    if municipality not in ("", text(told, "municipalityCode")):
        return
    start, end = text(told, "startdate") or "-", text(told, "endDate") or "-"
    codes = [form_of(str(form)) for form in items(told, "schoolTypes")]
    forms = in_order([code for code in codes if code])
    why = why_not(name, code)
    if not why and not forms:
        why = _("No school form is told for {name}.", name=name)
    organiser = text(page, "included", "attributes", "organizerType")
    if not why and organiser not in ("", "KOMMUN"):
        why = _("{name} is not run by the municipality.", name=name)
    if why:
        reading.reject(number, why)
        return
    reading.take(
        IncomingUnit(
            row=number,
            name=name,
            forms=tuple(f"{form} {_day(start)} {_day(end)}" for form in forms),
            code=code,
            address=_address(told),
            status=STATUS.get(text(told, "status"), ""),
        )
    )


def _day(told: str) -> str:
    """Return the day of a moment, or "-" where it is none."""
    try:
        return date.fromisoformat(told[:10]).isoformat()
    except ValueError:
        return "-"


def _address(told: Answer) -> str:
    """Return the visiting address, or ""."""
    for _number, address in objects(told, "addresses"):
        if address.get("type") == "BESOKSADRESS":
            parts = (text(address, "streetAddress"), text(address, "locality"))
            return ", ".join(part for part in parts if part)
    return ""
