"""Units from a register or a list, told apart by what the file holds, and compared with ours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from qualityvisit.errors import BadInput
from qualityvisit.intake.forms import in_order
from qualityvisit.intake.reading import Rejected
from qualityvisit.model.records import Unit
from qualityvisit.words import _


@dataclass(frozen=True, slots=True)
class IncomingUnit:
    """A unit as a file tells it. "" and () mean that the file does not say.

    Where the source has an id of its ``own`` for it, its name is free text: a proposal at most.
    """

    row: int
    name: str
    forms: tuple[str, ...]  # "GR", or "GR 2010-08-01 -" where the dates are known
    code: str = ""
    pupils: str = ""
    address: str = ""
    status: str = ""
    sheet: str = ""
    own: str = ""  # the source's own id, where it is no school unit code

    @property
    def place(self) -> tuple[str, int]:
        """Where in the file it stands."""
        return self.sheet, self.row

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
    _places: dict[str, int] = field(default_factory=dict)  # by own id, code or name

    def take(self, unit: IncomingUnit) -> None:
        """Take a unit in. The same unit on several rows has all the forms of them."""
        key = unit.own or unit.code or unit.name.casefold()
        place = self._places.setdefault(key, len(self.units))
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
class Update:
    """A unit that an import would change, or know again by the source's own id from then on."""

    unit: str
    incoming: IncomingUnit
    changes: dict[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an import would do: what is new, what differs, what stands as it is."""

    added: tuple[IncomingUnit, ...]
    updated: tuple[Update, ...]
    unchanged: tuple[str, ...]  # units
    rejected: tuple[Rejected, ...]

    def without(self, left_out: Iterable[tuple[str, int]]) -> "Comparison":
        """Return the same without the rows that stand in these places."""
        gone = set(left_out)
        return replace(
            self,
            added=tuple(u for u in self.added if u.place not in gone),
            updated=tuple(u for u in self.updated if u.incoming.place not in gone),
        )


def read_units(data: bytes, municipality: str = "") -> Reading:
    """Read units from a public register or list (Excel or JSON) or from a table of one's own.

    ``municipality`` is a municipality code of four digits: rows of another one are passed over.
    Raise BadInput where the file is none of these, or holds no unit and nothing to reject.
    """
    from qualityvisit.intake import register_xlsx, table  # noqa: PLC0415 they need us
    from qualityvisit.intake.answers import is_json  # noqa: PLC0415

    if data.startswith(b"PK"):
        reading = register_xlsx.read(data, municipality)
    elif is_json(data):
        reading = _read_json(data, municipality)
    else:
        reading = table.read(data, municipality)
    if not reading.units and not reading.rejected:
        raise BadInput(
            _("The file holds no unit."),
            _("Check the municipality code and that it is the right file."),
        )
    return reading


def _read_json(data: bytes, municipality: str) -> Reading:
    from qualityvisit.intake import kolada_units, planned_units, register_json  # noqa: PLC0415
    from qualityvisit.intake.answers import pages  # noqa: PLC0415

    kinds = (register_json, planned_units, kolada_units)
    reading = Reading()
    for number, page in enumerate(pages(data), 1):
        if not any(kind.read_page(number, page, municipality, reading) for kind in kinds):
            raise BadInput(
                _("This JSON file holds no school units that can be read."),
                _("Fetch it from Skolverket's register, planned-educations or Kolada."),
            )
    return reading


class _Known:
    """The units that there are, as a file may name them."""

    def __init__(
        self, existing: Iterable[Unit], matches: Mapping[str, str], merged: Iterable[Unit]
    ) -> None:
        self.units = {u.id: u for u in existing if not u.invented}
        self._matches = matches
        self._merged = [u for u in merged if u.merged in self.units]
        self._by_code = {u.code: u for u in self.units.values() if u.code}
        self._merged_codes = {u.code: u for u in self._merged if u.code}

    def same(self, incoming: IncomingUnit) -> list[Unit]:
        """Return the units that this may be."""
        matched = self.units.get(self._matches.get(incoming.own, ""))
        if matched is not None:
            return [matched]
        if incoming.code in self._by_code:
            return [self._by_code[incoming.code]]
        if incoming.own:
            taken = {unit for own, unit in self._matches.items() if own[:4] == incoming.own[:4]}
            free = [u for u in self.units.values() if u.id not in taken]
            return [u for u in free if plain(u.name) == plain(incoming.name)]
        return _namesakes(self.units.values(), incoming)

    def knows(self, incoming: IncomingUnit) -> bool:
        """Tell whether the source's own id is remembered."""
        return not incoming.own or incoming.own in self._matches

    def merged_into(self, incoming: IncomingUnit) -> str:
        """Return the unit that a unit of this code or name was made a part of, or ""."""
        found = self._merged_codes.get(incoming.code)
        names = [] if incoming.own else _namesakes(self._merged, incoming)
        return found.merged if found else names[0].merged if len(names) == 1 else ""


def compare(
    existing: Iterable[Unit],
    reading: Reading,
    matches: Mapping[str, str] | None = None,
    merged: Iterable[Unit] = (),
) -> Comparison:
    """Compare what was read with the units there are: by id, code or name. Nothing is written.

    ``matches`` are units by ids of sources; ``merged`` are units that are parts of others now. What
    a file does not say is never erased, and a form keeps the dates that it has.
    """
    known = _Known(existing, matches or {}, merged)
    added, updated, unchanged = [], [], []
    rejected = list(reading.rejected)
    for incoming in reading.units:
        same = known.same(incoming)
        if len(same) > 1:
            why = _("Several units have this name: {name}.", name=incoming.name)
            rejected.append(Rejected(incoming.row, why, incoming.sheet))
        elif same:
            changes = _changes(same[0], incoming)
            if changes or not known.knows(incoming):
                updated.append(Update(same[0].id, incoming, changes))
            else:
                unchanged.append(same[0].id)
        elif unit := known.merged_into(incoming):
            unchanged.append(unit)
        elif not incoming.forms:
            why = _("The list tells no school form: fetch the page of {name}.", name=incoming.name)
            rejected.append(Rejected(incoming.row, why, incoming.sheet))
        else:
            added.append(incoming)
    rejected.sort(key=lambda r: (r.sheet, r.row))
    return Comparison(tuple(added), tuple(updated), tuple(unchanged), tuple(rejected))


def plain(name: str) -> str:
    """Return a name without case, spaces and signs, for comparing."""
    return re.sub(r"[\W_]", "", name.casefold())


def _namesakes(units: Iterable[Unit], incoming: IncomingUnit) -> list[Unit]:
    """Return units of the same name that may be the same: at most one of the two has a code."""
    name = incoming.name.casefold()
    return [u for u in units if u.name.casefold() == name and not (u.code and incoming.code)]


def _changes(unit: Unit, incoming: IncomingUnit) -> dict[str, str | tuple[str, ...]]:
    if incoming.own:  # free text: what we have is better
        return {}
    told = {"name": incoming.name, "code": incoming.code} | incoming.values
    changes: dict[str, str | tuple[str, ...]] = {
        key: value for key, value in told.items() if value and value != getattr(unit, key)
    }
    had = {form.split()[0]: form for form in unit.forms}
    new = {form.split()[0]: form for form in incoming.forms}
    forms = tuple(_dated(had.get(code, form), form) for code, form in new.items())
    if new and set(forms) != set(unit.forms):
        changes["forms"] = forms
    return changes


def _dated(had: str, new: str) -> str:
    """Return a form with the dates that it had, or those that are told where it had none."""
    return had if set(had.split()[1:]) - {"-"} else new if set(new.split()[1:]) - {"-"} else had
