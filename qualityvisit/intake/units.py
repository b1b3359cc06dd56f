"""Units from a register or a list, told apart by what the file holds, and compared with ours."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from qualityvisit.errors import BadInput
from qualityvisit.intake.forms import in_order
from qualityvisit.intake.reading import Rejected
from qualityvisit.model.records import Unit
from qualityvisit.words import _


@dataclass(frozen=True, slots=True)
class IncomingUnit:
    """A unit as a file tells it. "" and () mean that the file does not say."""

    row: int
    name: str
    forms: tuple[str, ...]  # "GR", or "GR 2010-08-01 -" where the dates are known
    code: str = ""
    pupils: str = ""
    address: str = ""
    status: str = ""
    sheet: str = ""

    @property
    def values(self) -> dict[str, str]:
        """What is known beside name, forms and code, as `Register.add_unit` takes it."""
        known = {"pupils": self.pupils, "address": self.address, "status": self.status}
        return {key: value for key, value in known.items() if value}


@dataclass(slots=True)
class Reading:
    """What was read from a file: units, each once, and the rows that cannot be used."""

    units: list[IncomingUnit] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)  # by code, or name where there is none

    def take(self, unit: IncomingUnit) -> None:
        """Take a unit in. The same unit on several rows has all the forms of them."""
        place = self._places.setdefault(unit.code or unit.name.casefold(), len(self.units))
        if place == len(self.units):
            self.units.append(unit)
            return
        known = self.units[place]
        if unit.name.casefold() != known.name.casefold():
            why = _("Row {row} has the same code under another name.", row=known.row)
            self.reject(unit.row, why, unit.sheet)
            return
        dated = {form.split()[0]: form for form in (*unit.forms, *known.forms)}
        forms = tuple(dated[code] for code in in_order(list(dated)))
        self.units[place] = replace(known, forms=forms, pupils=known.pupils or unit.pupils)

    def reject(self, row: int, why: str, sheet: str = "") -> None:
        """Note a row that cannot be used."""
        self.rejected.append(Rejected(row, why, sheet))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an import would do: what is new, what differs, what stands as it is."""

    added: tuple[IncomingUnit, ...]
    updated: tuple[tuple[str, dict[str, str | tuple[str, ...]]], ...]  # unit and its new fields
    unchanged: tuple[str, ...]  # units
    rejected: tuple[Rejected, ...]


def read_units(data: bytes, municipality: str = "") -> Reading:
    """Read units from Skolverket's register (Excel or JSON) or from a table of one's own.

    ``municipality`` is a municipality code of four digits: rows of another one are passed over.
    Raise BadInput where the file is none of these, or holds no unit and nothing to reject.
    """
    from qualityvisit.intake import register_json, register_xlsx, table  # noqa: PLC0415 they need us

    if data.startswith(b"PK"):
        reading = register_xlsx.read(data, municipality)
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        reading = register_json.read(data, municipality)
    else:
        reading = table.read(data, municipality)
    if not reading.units and not reading.rejected:
        raise BadInput(
            _("The file holds no unit."),
            _("Check the municipality code and that it is the right file."),
        )
    return reading


def compare(existing: Iterable[Unit], reading: Reading) -> Comparison:
    """Compare what was read with the units there are: by code, else by name. Nothing is written.

    What a file does not say is never erased, and a form keeps the dates that it has.
    """
    units = [u for u in existing if not u.invented]
    by_code = {u.code: u for u in units if u.code}
    added, updated, unchanged = [], [], []
    rejected = list(reading.rejected)
    for incoming in reading.units:
        same = [by_code[incoming.code]] if incoming.code in by_code else _namesakes(units, incoming)
        if len(same) > 1:
            why = _("Several units have this name: {name}.", name=incoming.name)
            rejected.append(Rejected(incoming.row, why, incoming.sheet))
        elif not same:
            added.append(incoming)
        elif changes := _changes(same[0], incoming):
            updated.append((same[0].id, changes))
        else:
            unchanged.append(same[0].id)
    rejected.sort(key=lambda r: (r.sheet, r.row))
    return Comparison(tuple(added), tuple(updated), tuple(unchanged), tuple(rejected))


def _namesakes(units: list[Unit], incoming: IncomingUnit) -> list[Unit]:
    """Return units of the same name that may be the same: at most one of the two has a code."""
    name = incoming.name.casefold()
    return [u for u in units if u.name.casefold() == name and not (u.code and incoming.code)]


def _changes(unit: Unit, incoming: IncomingUnit) -> dict[str, str | tuple[str, ...]]:
    told = {"name": incoming.name, "code": incoming.code} | incoming.values
    changes: dict[str, str | tuple[str, ...]] = {
        key: value for key, value in told.items() if value and value != getattr(unit, key)
    }
    had = {form.split()[0]: form for form in unit.forms}
    new = {form.split()[0]: form for form in incoming.forms}
    if set(had) != set(new):
        changes["forms"] = tuple(had.get(code, form) for code, form in new.items())
    return changes
