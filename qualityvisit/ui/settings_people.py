"""Settings that all share: people with their titles, and who visits which school forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.model.planning import titles_of
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Check,
    Elided,
    Field,
    Form,
    Item,
    Pressable,
    Suggested,
    box,
    button,
    card,
    col,
    face,
    flow,
    label,
    line,
    pill,
    row,
    rule,
)
from qualityvisit.ui.trade import form_word, forms_words, role_word
from qualityvisit.words import _, listing

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk, Screen

ALL_FORMS = records.FORMS


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    return [_people(desk, window), _rules(desk, window)]


def _people(desk: Desk, window: Screen) -> Item:
    items = [_person_row(desk, window, person) for person in desk.ws.all(records.Person)]
    add = button(_("Add a person"), lambda: EditPerson(desk, window, None).open(), "plus", "small")
    add.setEnabled(desk.is_administrator)
    about = _("Members of the committee and officials. Those who will use the program are invited"
              " under Sharing. People who are interviewed are never written here.")  # fmt: skip
    return card(_("People"), "users", label(about, "muted", wrap=True), *items, row(add, None),
                gap=6)  # fmt: skip


def _person_row(desk: Desk, window: Screen, person: records.Person) -> Item:
    role = role_word(person.role) if person.role else ""
    parts: list[Item] = [
        face(person.initials, person.name, person.id),
        (box(col(Elided(person.name, "muted" if person.left else ""),
                 Elided(person.title or _("No title"), "muted", 0.95), gap=0)), 1),
    ]  # fmt: skip
    if person.left:
        parts.append(pill(_("has left"), "quiet"))
    elif role:
        parts.append(pill(role, "accent" if person.role == records.ADMINISTRATOR else "quiet"))
    said = ", ".join(filter(None, (person.name, person.title, role)))
    made = Pressable(
        row(*parts, gap=10, margins=(0, 4)), said,
        lambda: EditPerson(desk, window, person).open(),
    )  # fmt: skip
    made.setEnabled(desk.is_administrator)
    return made


class EditPerson(FormDialog):
    """Adds a person, or changes one."""

    def __init__(self, desk: Desk, window: Screen, person: records.Person | None) -> None:
        self._register, self._old = desk.ws.register, person
        title = _("Change {name}", name=person.name) if person else _("New person")
        form = Form()
        super().__init__(window, title, form, _("Save"), self._save)
        old = person or records.Person("")
        titles = titles_of(desk.ws.all(records.TeamRule), desk.ws.all(records.Person))
        self.name, self.title = line(old.name), Suggested(old.title, titles)
        self.left = Check(_("Has left: is not proposed for teams any more"), on=old.left)
        form.add(_("Name"), self.name, check=self._check_name)
        form.add(_("Title"), self.title, _("As the team rules have it, for example AU-ledamot."))
        if person:
            form.put(self.left)

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else _("Write the person's name.")

    def _save(self) -> None:
        name, title = self.name.text().strip(), self.title.text().strip()
        if self._old is None:
            self._register.add_person(name, title)
        else:
            self._register.change_person(
                self._old.id, name=name, title=title, left=self.left.isChecked()
            )


def _rules(desk: Desk, window: Screen) -> Item:
    items: list[Item] = []
    for rule_ in desk.ws.all(records.TeamRule):
        words = col(
            label(forms_words(rule_.forms), bold=True, wrap=True),
            label(listing(rule_.titles), "muted", wrap=True), gap=1,
        )  # fmt: skip
        change = button(_("Change"), lambda r=rule_: EditRule(desk, window, r).open(),  # type: ignore[misc]
                        "pencil", "small")  # fmt: skip
        change.setAccessibleName(_("Change the rule for {forms}", forms=forms_words(rule_.forms)))
        change.setEnabled(desk.is_administrator)
        items += [rule()] if items else []
        items.append(row((box(words), 1), change, gap=12))
    add = button(_("Add a rule"), lambda: EditRule(desk, window, None).open(), "plus", "small")
    add.setEnabled(desk.is_administrator)
    about = _("The titles that belong in the team, by school form. New visits are proposed with"
              " everybody who has such a title.")  # fmt: skip
    return card(_("Team rules"), "user-check", label(about, "muted", wrap=True), *items,
                row(add, None), gap=10)  # fmt: skip


class EditRule(FormDialog):
    """Adds a team rule, changes one, or takes it away."""

    def __init__(self, desk: Desk, window: Screen, rule_: records.TeamRule | None) -> None:
        self._desk, self._old = desk, rule_
        form = Form()
        super().__init__(window, _("Team rule"), form, _("Save"), self._save)
        old = rule_ or records.TeamRule("")
        self.forms = {code: Check(form_word(code), on=code in old.forms) for code in ALL_FORMS}
        forms = Field(_("School forms"), box(flow(*self.forms.values(), gap=4)))
        form.put(forms)
        form.check(forms, self._check_forms)
        self.titles = line(", ".join(old.titles))
        form.add(_("Titles"), self.titles, _("Parted by commas."), check=self._check_titles)
        if rule_:
            form.put(box(row(button(_("Take the rule away"), self._remove, "trash-2", "danger"),
                             None)))  # fmt: skip

    def _chosen(self) -> tuple[str, ...]:
        return tuple(code for code, tick in self.forms.items() if tick.isChecked())

    def _titles(self) -> tuple[str, ...]:
        return tuple(filter(None, (t.strip() for t in self.titles.text().split(","))))

    def _check_forms(self) -> str:
        return "" if self._chosen() else _("Choose at least one school form.")

    def _check_titles(self) -> str:
        return "" if self._titles() else _("Write at least one title.")

    def _save(self) -> None:
        self._desk.ws.register.set_team_rule(
            self._chosen(), self._titles(), self._old.id if self._old else ""
        )

    def _remove(self) -> None:
        old = self._old
        if old and self._desk.attempt(lambda: self._desk.ws.register.remove(old.id), again=False):
            self.accept()
