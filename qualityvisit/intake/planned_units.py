"""School units as Skolverket's planned-educations answers: lists, short lists, single pages."""

from qualityvisit.intake.answers import Answer, objects, part, text
from qualityvisit.intake.forms import form_of, in_order
from qualityvisit.intake.reading import why_not
from qualityvisit.intake.units import IncomingUnit, Reading
from qualityvisit.words import _

PRESCHOOL_CLASS = "fsk"  # never preschool: that is in no register of Skolverket's


def read_page(number: int, page: object, municipality: str, reading: Reading) -> bool:
    """Read a page of units; return whether it was one."""
    listed = part(page, "body", "_embedded")
    if "listedSchoolUnits" in listed:
        for row, unit in objects(listed, "listedSchoolUnits"):
            _read_unit(row, unit, municipality, reading)
        return True
    if "compactSchoolUnits" in listed:
        for row, unit in objects(listed, "compactSchoolUnits"):
            _read_short(row, unit, reading)
        return True
    unit = part(page, "body")
    if "code" in unit and "typeOfSchooling" in unit:
        _read_unit(number, unit, municipality, reading)
        return True
    return False


def _read_unit(row: int, unit: Answer, municipality: str, reading: Reading) -> None:
    if municipality not in ("", text(unit, "geographicalAreaCode")):
        return
    name, code = text(unit, "name"), text(unit, "code")
    told = [text(each, "code") for _number, each in objects(unit, "typeOfSchooling")]
    known = ["FKLASS" if t == PRESCHOOL_CLASS else form_of(t) for t in told]
    forms = in_order([form for form in known if form])
    why = why_not(name, code)
    if not why and not forms:
        why = _("No school form is told for {name}.", name=name)
    if not why and text(unit, "principalOrganizerType") not in ("", "Kommunal"):
        why = _("{name} is not run by the municipality.", name=name)
    if why:
        reading.reject(row, why)
        return
    reading.take(IncomingUnit(row, name, forms, code, address=_address(unit)))


def _read_short(row: int, unit: Answer, reading: Reading) -> None:
    """Take a line of the short list, which tells neither school form nor municipality."""
    name, code = text(unit, "schoolUnitName"), text(unit, "schoolUnitCode")
    if why := why_not(name, code):
        reading.reject(row, why)
    else:
        reading.take(IncomingUnit(row, name, (), code))


def _address(unit: Answer) -> str:
    for _number, address in objects(unit, "contactInfo", "addresses"):
        if address.get("type") == "VISITING_ADDRESS":
            parts = (text(address, "street"), text(address, "city"))
            return ", ".join(part for part in parts if part)
    return ""
