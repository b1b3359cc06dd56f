"""The register: committee, term of office, people, team rules, units, key figures and guides."""

from collections.abc import Iterable

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.guides import GuideVerbs
from qualityvisit.model.records import (
    FORMS,
    GROUPS,
    PRESCHOOL_FORMS,
    REGISTER,
    ROLES,
    Committee,
    Record,
    TermOfOffice,
    Unit,
)
from qualityvisit.words import _

# Staffanstorp's teams, the core case (domain report 1.1).
PRESCHOOL_TEAM = ("AU-ledamot", "avdelningschef", "administratör")
SCHOOL_TEAM = ("AU-ledamot", "utbildningschef", "utbildningsstrateg")
TITLES = sorted({*PRESCHOOL_TEAM, *SCHOOL_TEAM}, key=str.casefold)

# Minutes and times of the half-day programme (domain report 1.6); each can be changed.
PROGRAMME = {
    "programme.start": "08:15",
    "programme.introduction": "45",
    "programme.walk-through": "30",
    "programme.interview.pupils": "40",
    "programme.interview.children": "25",
    "programme.interview.staff": "45",
    "programme.interview.guardians": "45",
    "programme.reconciliation": "20",
    "programme.closing": "20",
}
LEAST = "groups.least"  # fewer pupils, children, guardians or families can be told apart
SETTINGS = PROGRAMME | {LEAST: "5"}


class Register(GuideVerbs):
    """The shared memory of what all visits have in common. Administrators write it."""

    kinds = frozenset(
        {"term", "person", "team-rule", "group", "unit", "figure", "guide", "theme", "question"}
    )

    def begin(self, committee: str, start: str, end: str) -> None:
        """Fill a new register: committee, term of office, the four groups, the team rules."""
        with self.change():
            self.put_fact("committee/name", committee)
            self.create("term", {"start": start, "end": end})
            for number, group in enumerate(GROUPS, 1):
                self.create("group", {"name": "", "order": f"{number:02}"}, name=group)
            schools = tuple(f for f in FORMS if f not in PRESCHOOL_FORMS)
            self.create("team-rule", {"forms": PRESCHOOL_FORMS, "titles": PRESCHOOL_TEAM})
            self.create("team-rule", {"forms": schools, "titles": SCHOOL_TEAM})

    def set_committee(self, **values: str | bool) -> None:
        """Change name, municipality, municipality_code, meeting_name or example."""
        with self.change():
            for key, value in values.items():
                stored = ("1" if value else "") if isinstance(value, bool) else value.strip()
                self.put_fact(f"committee/{key}", stored)

    def set_fact(self, key: str, value: str) -> None:
        """Change a setting that all share, such as "programme.closing"."""
        with self.change():
            self.put_fact(f"setting/{key}", value.strip())

    def setting(self, key: str) -> str:
        """Return a shared setting, or its default."""
        return self.fact(f"setting/{key}") or SETTINGS.get(key, "")

    def add_term(self, start: str, end: str) -> str:
        """Add a term of office; return its id. Raise BadInput where it overlaps another."""
        if not start or end <= start:
            raise BadInput(_("A term of office ends after it begins."), _("Check the dates."))
        for record in self.records():
            if isinstance(record, TermOfOffice) and start <= record.end and record.start <= end:
                raise BadInput(
                    _("Two terms of office cannot overlap."), _("Check the dates of both.")
                )
        with self.change():
            return self.create("term", {"start": start, "end": end})

    # --- people

    def add_person(self, name: str, title: str = "", role: str = "", name_id: str = "") -> str:
        """Add a person; return the id. ``role`` is the role in the workspace, or ""."""
        _given(name, _("Write the person's name."))
        if role and role not in ROLES:
            raise BadInput(_("There is no such role: {role}.", role=role), ", ".join(ROLES))
        with self.change():
            values = {"name": name.strip(), "title": title.strip(), "role": role}
            return self.create("person", values, name=name_id)

    def change_person(self, person: str, **values: str | bool) -> None:
        """Change name, title, role or left."""
        role = str(values.get("role", ""))
        if role and role not in ROLES:
            raise BadInput(_("There is no such role: {role}.", role=role), ", ".join(ROLES))
        with self.change():
            self.put(person, **values)

    def set_team_rule(self, forms: Iterable[str], titles: Iterable[str], rule: str = "") -> str:
        """Say which titles visit units of these forms; change ``rule`` or add one."""
        values = {"forms": tuple(forms), "titles": tuple(t for t in titles if t)}
        with self.change():
            if rule:
                self.put(rule, **values)
                return rule
            return self.create("team-rule", values)

    def add_group(self, name: str) -> str:
        """Add an interview group beside the four; return its id."""
        _given(name, _("Write the group's name."))
        number = sum(1 for r in self.records() if type(r).__name__ == "Group") + 1
        with self.change():
            return self.create("group", {"name": name.strip(), "order": f"{number:02}"})

    def remove(self, name: str) -> None:
        """Remove something from the register; what was written about it stays."""
        if name in GROUPS:
            raise Refused(_("The four interview groups stay."), _("Groups you added can go."))
        with self.change():
            self.take_away(name)

    # --- units

    def add_unit(
        self, name: str, forms: Iterable[str], code: str = "", **values: str | bool
    ) -> str:
        """Add a unit; ``forms`` are codes, each with dates where known ("GR 2010-08-01 -")."""
        forms = tuple(forms)
        _given(name, _("Write the unit's name."))
        self._check_unit(forms, code)
        with self.change():
            stored: dict[str, object] = {"name": name.strip(), "forms": forms, "code": code}
            return self.create("unit", stored | values)

    def change_unit(self, unit: str, **values: str | bool | tuple[str, ...]) -> None:
        """Change fields of a unit."""
        found = self.record(unit)
        if isinstance(found, Unit):
            code, forms = values.get("code", ""), values.get("forms", found.forms)
            changed = code if code != found.code else ""
            self._check_unit(tuple(forms) if isinstance(forms, tuple) else (), str(changed))
        with self.change():
            self.put(unit, **values)

    def _check_unit(self, forms: tuple[str, ...], code: str) -> None:
        for form in forms:
            if (form.split() or [""])[0] not in FORMS:
                raise BadInput(
                    _("There is no such school form: {form}.", form=form), ", ".join(FORMS)
                )
        if not forms:
            raise BadInput(_("A unit needs a school form."), ", ".join(FORMS))
        if not code:
            return
        if not (len(code) == 8 and code.isascii() and code.isdigit()):
            raise BadInput(
                _("A school unit code has eight digits: {code}.", code=code),
                _("Leave it empty for a preschool."),
            )
        for record in self.records():
            if isinstance(record, Unit) and record.code == code:
                raise BadInput(
                    _("{name} already has the code {code}.", name=record.name, code=code),
                    _("Change that unit instead."),
                )

    def add_figure(self, unit: str, name: str, value: str, period: str, source: str) -> str:
        """Add a public result of a unit, with its period and source; return its id."""
        values = {"unit": unit, "name": name, "value": value, "period": period, "source": source}
        with self.change():
            return self.create("figure", values)

    # --- records out of facts

    def fact_records(self, keys: set[str]) -> Iterable[Record]:
        """Return the committee where one of its facts is among ``keys``."""
        if any(k.startswith("committee/") for k in keys):
            yield Committee(
                id=REGISTER,
                name=self.fact("committee/name"),
                municipality=self.fact("committee/municipality"),
                municipality_code=self.fact("committee/municipality_code"),
                meeting_name=self.fact("committee/meeting_name"),
                example=bool(self.fact("committee/example")),
            )


def _given(text: str, advice: str) -> None:
    if not text.strip():
        raise BadInput(_("The name is missing."), advice)
