"""The register: committee, term of office, people, team rules and guides; units in `units`."""

from collections.abc import Iterable

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.guides import GuideVerbs
from qualityvisit.model.phrases import PhraseVerbs
from qualityvisit.model.plan_rules import LOAD, PlanRuleVerbs, is_term
from qualityvisit.model.records import (
    FORMS,
    GROUPS,
    PRESCHOOL_FORMS,
    REGISTER,
    ROLES,
    Committee,
    Record,
    TermOfOffice,
)
from qualityvisit.model.units import UnitVerbs, given
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
SETTINGS = PROGRAMME | LOAD | {LEAST: "5"}


class Register(GuideVerbs, PlanRuleVerbs, PhraseVerbs, UnitVerbs):
    """The shared memory of what all visits have in common. Administrators write it."""

    kinds = frozenset(
        {
            "term",
            "person",
            "team-rule",
            "group",
            "unit",
            "figure",
            "match",
            "guide",
            "theme",
            "question",
            "phrase",
        }
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

    # --- people

    def add_person(self, name: str, title: str = "", role: str = "", name_id: str = "") -> str:
        """Add a person; return the id. ``role`` is the role in the workspace, or ""."""
        given(name, _("Write the person's name."))
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
        given(name, _("Write the group's name."))
        number = sum(1 for r in self.records() if type(r).__name__ == "Group") + 1
        with self.change():
            return self.create("group", {"name": name.strip(), "order": f"{number:02}"})

    def remove(self, name: str) -> None:
        """Remove something from the register; what was written about it stays."""
        if name in GROUPS:
            raise Refused(_("The four interview groups stay."), _("Groups you added can go."))
        with self.change():
            self.take_away(name)

    def _record(self, name: str, values: object) -> Record | None:
        """Pass over a term of office that is none: years are counted by it."""
        found = super()._record(name, values)
        if isinstance(found, TermOfOffice) and not is_term(found.start, found.end):
            return None
        return found

    # --- records out of facts

    def fact_records(self, keys: set[str]) -> Iterable[Record]:
        """Return what these facts say of the committee and of what a plan must keep."""
        yield from self.rule_records(keys)
        if any(k.startswith("committee/") for k in keys):
            yield Committee(
                id=REGISTER,
                name=self.fact("committee/name"),
                municipality=self.fact("committee/municipality"),
                municipality_code=self.fact("committee/municipality_code"),
                meeting_name=self.fact("committee/meeting_name"),
                example=bool(self.fact("committee/example")),
            )
