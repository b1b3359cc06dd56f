"""Units of the register, which of them are the same, and their key figures."""

from collections.abc import Iterable, Iterator, Mapping

from qualityvisit.errors import BadInput, NotFound, Refused
from qualityvisit.model.document import Document
from qualityvisit.model.merged import standing_for
from qualityvisit.model.records import FORMS, Match, Unit
from qualityvisit.words import _

Fields = Mapping[str, object]


class UnitVerbs(Document):
    """What can be done with units and their figures.

    A unit that is a part of another (``merged``) stays, with all that is said of it: visits,
    actions and figures go on to name it, and whoever reads them follows to the other unit.
    """

    def add_unit(
        self, name: str, forms: Iterable[str], code: str = "", **values: str | bool
    ) -> str:
        """Add a unit; ``forms`` are codes, each with dates where known ("GR 2010-08-01 -")."""
        [made] = self.add_units([{"name": name, "forms": tuple(forms), "code": code, **values}])
        return made

    def add_units(self, units: Iterable[Fields]) -> list[str]:
        """Add units, all or none; return their ids."""
        units, codes = list(units), self._codes()
        for unit in units:
            given(str(unit["name"]), _("Write the unit's name."))
            _check_unit(unit, "", codes)
        with self.change():
            return [self.create("unit", {**u, "name": str(u["name"]).strip()}) for u in units]

    def change_unit(self, unit: str, **values: object) -> None:
        """Change fields of a unit."""
        self.change_units({unit: values})

    def change_units(self, units: Mapping[str, Fields]) -> None:
        """Change fields of units, all or none."""
        codes = self._codes()
        for unit, values in units.items():
            found = self.record(unit)
            if isinstance(found, Unit):
                code = values.get("code", "")
                changed = {
                    "forms": found.forms,
                    **values,
                    "code": "" if code == found.code else code,
                }
                _check_unit(changed, unit, codes)
        with self.change():
            for unit, values in units.items():
                self.put(unit, **values)

    def _codes(self) -> dict[str, list[Unit]]:
        """Return the units that have each code."""
        found: dict[str, list[Unit]] = {}
        for unit in self._units():
            found.setdefault(unit.code, []).append(unit)
        return found

    def _units(self) -> Iterator[Unit]:
        return (r for r in self.records() if isinstance(r, Unit))

    # --- units that are the same

    def merge_unit(self, unit: str, into: str) -> None:
        """Let a unit be a part of another from now on: what is known of both is known of that one.

        The other takes over code, address and number where it has none, and school forms. Raise
        Refused where it would be a part of itself.
        """
        gone, kept = self._unit(unit), self._unit(into)
        merged = {u.id: u.merged for u in self._units() if u.merged}
        if unit in (into, standing_for(into, merged)):
            raise Refused(
                _("A unit cannot be a part of itself."), _("Choose another unit to keep.")
            )
        had = {form.split()[0] for form in kept.forms}
        forms = (*(f for f in gone.forms if f.split()[0] not in had), *kept.forms)
        taken = {
            key: getattr(gone, key)
            for key in ("code", "address", "pupils")
            if getattr(gone, key) and not getattr(kept, key)
        }
        with self.change():
            self.put(into, forms=forms, **taken)
            self.put(unit, merged=into)

    def part_unit(self, unit: str) -> None:
        """Let a unit that was merged stand by itself again, with its own code."""
        gone = self._unit(unit)
        with self.change():
            kept = self.record(gone.merged) if gone.merged else None
            if isinstance(kept, Unit) and gone.code and kept.code == gone.code:
                self.put(kept.id, code="")
            self.put(unit, merged="")

    def _unit(self, unit: str) -> Unit:
        found = self.record(unit) if self.has(unit, "unit") else None
        if not isinstance(found, Unit):
            raise NotFound(_("That is no longer there."), _("A colleague may have removed it."))
        return found

    def remember(self, units: Mapping[str, str]) -> None:
        """Remember which units a source means by ids of its own."""
        known = {r.own: r.id for r in self.records() if isinstance(r, Match)}
        with self.change():
            for own, unit in units.items():
                if own in known:
                    self.put(known[own], unit=unit)
                else:
                    self.create("match", {"own": own, "unit": unit})

    # --- key figures

    def add_figure(
        self, unit: str, name: str, value: str, period: str, source: str, **values: str
    ) -> str:
        """Add a public result, with its period and source; other fields as in `KeyFigure`."""
        stored = {"unit": unit, "name": name, "value": value, "period": period, "source": source}
        with self.change():
            return self.create("figure", stored | values)

    def change_figure(self, figure: str, **values: str) -> None:
        """Change a figure that its source has revised."""
        with self.change():
            self.put(figure, **values)


def _check_unit(values: Fields, besides: str, codes: dict[str, list[Unit]]) -> None:
    """Raise BadInput where a unit cannot have these forms or this code; take note of the code."""
    forms, code = values.get("forms", ()), str(values.get("code", ""))
    for form in forms if isinstance(forms, tuple) else ():
        check_form(form)
    if not forms:
        raise BadInput(_("A unit needs a school form."), ", ".join(FORMS))
    if not code:
        return
    if not (len(code) == 8 and code.isascii() and code.isdigit()):
        raise BadInput(
            _("A school unit code has eight digits: {code}.", code=code),
            _("Leave it empty for a preschool."),
        )
    for record in codes.get(code, []):
        if besides not in (record.id, record.merged or record.id):
            raise BadInput(
                _("{name} already has the code {code}.", name=record.name, code=code),
                _("Change that unit instead."),
            )
    codes.setdefault(code, []).append(Unit(besides or "new", name=str(values.get("name", ""))))


def check_form(form: str) -> None:
    """Raise BadInput where this is no school form with its dates ("GR 2010-08-01 -")."""
    code, start, end = (*form.split(), "-", "-", "-")[:3]
    if code not in FORMS:
        raise BadInput(_("There is no such school form: {form}.", form=form), ", ".join(FORMS))
    if "-" not in (start, end) and end < start:
        raise BadInput(
            _("A school form ends after it begins: {form}.", form=form), _("Check the dates.")
        )


def given(text: str, advice: str) -> None:
    """Raise BadInput where a name is missing."""
    if not text.strip():
        raise BadInput(_("The name is missing."), advice)
