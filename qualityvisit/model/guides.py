"""Guides and their versions: what is written is a draft; what is published stays as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.document import Document
from qualityvisit.model.guide_rules import (
    family_of,
    in_order,
    key_of,
    number_after,
    problems,
    versions,
)
from qualityvisit.model.order import between
from qualityvisit.model.records import (
    FORMS,
    REQUIRED,
    Guide,
    Question,
    Theme,
    fresh_id,
)
from qualityvisit.words import _

QuestionRow = tuple[int, str, str, str, Sequence[str]]
PUBLIC = ("name", "forms", "version", "family", "origin", "draft", "published")
THEME = ("name", "bruk", "survey")
ASKED = ("group", "text", "short", "prompts", "required", "scale", "after", "answers")
# What a question keeps wherever it is copied to, besides its guide, theme, place and key.
KEEPS = (*ASKED, "core", "unused", "came_from")


class GuideVerbs(Document):
    """The verbs of guides in the register."""

    # --- whole guides

    def add_guide(
        self,
        name: str,
        forms: Iterable[str],
        themes: Sequence[tuple[str, str, str]],
        questions: Sequence[QuestionRow],
        version: str = "1",
        *,
        draft: bool = False,
    ) -> str:
        """Add a guide; return its id.

        ``themes`` are (name, BRUK area, survey areas); ``questions`` are (number of the theme from
        0, group, short, text, prompts), in the order in which they are asked.
        """
        if not name.strip():
            raise BadInput(_("The name is missing."), _("Write the guide's name."))
        guide = Guide("", name=name, forms=tuple(forms), version=version, draft=draft)
        made = [Theme(f"{n}", name=t[0], bruk=t[1], survey=t[2]) for n, t in enumerate(themes)]
        asked = [
            Question(f"q{n}", theme=f"{q[0]}", group=q[1], short=q[2], text=q[3],
                     prompts=tuple(q[4]))
            for n, q in enumerate(questions)
        ]  # fmt: skip
        return self.take_guide(guide, made, asked)

    def take_guide(
        self, guide: Guide, themes: Sequence[Theme], questions: Iterable[Question]
    ) -> str:
        """Add a guide with copies of these themes and questions; return its id.

        The copies have ids of their own and the same keys. Themes come in order, questions in
        order within each.
        """
        with self.change() as stamp:
            moment = "" if guide.draft else guide.published or stamp.at
            values = {name: getattr(guide, name) for name in PUBLIC}
            name = self.create("guide", values | {"published": moment})
            self._copy(name, themes, questions)
            return name

    def _copy(self, guide: str, themes: Sequence[Theme], questions: Iterable[Question]) -> None:
        asked = list(questions)
        made = {t.id: fresh_id() for t in themes} | {q.id: fresh_id() for q in asked}
        for number, theme in enumerate(themes, 1):
            values = {f: getattr(theme, f) for f in (*THEME, "key", "core")}
            place = {"guide": guide, "order": _place(number, len(themes), 2)}
            self.create("theme", values | place, name=made[theme.id])
        order = {t.id: _place(n, len(themes), 2) for n, t in enumerate(themes, 1)}
        numbers = dict.fromkeys(order, 0)
        for question in asked:
            numbers[question.theme] += 1
            within = _place(numbers[question.theme], len(asked), 3)
            place = {
                "guide": guide,
                "theme": made[question.theme],
                "order": f"{order[question.theme]}.{within}",
                "after": made.get(question.after, ""),
            }
            values = {f: getattr(question, f) for f in (*KEEPS, "key")}
            self.create("question", values | place, name=made[question.id])

    def draft_of(self, guide: str) -> str:
        """Return the draft of a guide's next version; make it where there is none."""
        old, family = self._guide(guide), self._versions(guide)
        drafts = [g for g in family if g.draft]
        if old.draft or drafts:
            return old.id if old.draft else drafts[0].id
        themes, questions = self.parts_of(guide)
        fresh = replace(
            old, version=number_after(family), family=family_of(old), draft=True, published=""
        )
        return self.take_guide(
            fresh,
            [replace(t, key=key_of(t)) for t in themes],
            [replace(q, key=key_of(q)) for q in questions],
        )

    def publish_guide(self, guide: str) -> None:
        """Let new visits take a draft; from then on it is never changed.

        Raise Refused where something is to be mended first.
        """
        self._draft(guide)
        found = self._guide(guide)
        wrong = problems(found, *self.parts_of(guide))
        if wrong:
            raise Refused(_("The guide cannot be published yet."), wrong[0].why)
        published = [g for g in self._versions(guide) if not g.draft]
        with self.change() as stamp:
            self.put(guide, draft=False, published=stamp.at,
                     version=number_after(published) if published else found.version)  # fmt: skip

    def retire_guide(self, guide: str, *, retired: bool) -> None:
        """Let new visits not take a guide any more, or let them again."""
        with self.change():
            self.put(guide, retired=retired)

    def change_guide(self, guide: str, **values: str | tuple[str, ...]) -> None:
        """Change name or forms of a draft."""
        self._draft(guide)
        _only(values, ("name", "forms"))
        for form in values.get("forms", ()):
            if form not in FORMS:
                raise BadInput(
                    _("There is no such school form: {form}.", form=form), ", ".join(FORMS)
                )
        with self.change(typed=True):
            self.put(guide, **_tidy(values))

    def remove_draft(self, guide: str) -> list[str]:
        """Throw a draft away; return the ids by which ``restore`` brings it back."""
        self._draft(guide)
        themes, questions = self.parts_of(guide)
        removed = [guide, *(item.id for item in (*themes, *questions))]
        with self.change():
            for item in removed:
                self.take_away(item)
        return removed

    # --- themes

    def add_theme(self, guide: str, name: str, after: str = "", before: str = "") -> str:
        """Add a theme to a draft, between two others; return its id."""
        self._draft(guide)
        with self.change():
            values = {"guide": guide, "name": _line(name), "order": self._between(after, before)}
            return self.create("theme", values)

    def change_theme(self, theme: str, **values: str | tuple[str, ...]) -> None:
        """Change name, bruk or survey of a theme."""
        self._may_change(theme)
        _only(values, THEME)
        with self.change(typed=True):
            self.put(theme, **_tidy(values))

    def move_theme(self, theme: str, after: str, before: str) -> None:
        """Put a theme between two others; "" is either end."""
        self._may_change(theme)
        with self.change():
            self.put(theme, order=self._between(after, before))

    # --- questions

    def add_question(
        self, theme: str, group: str, after: str = "", before: str = "", text: str = ""
    ) -> str:
        """Add a question to a draft's theme, between two others of it; return its id."""
        guide = self.field(theme, "guide")
        self._draft(guide)
        with self.change():
            values = {"guide": guide, "theme": theme, "group": group, "text": _line(text),
                      "order": self._between(after, before)}  # fmt: skip
            return self.create("question", values)

    def change_question(self, question: str, **values: str | tuple[str, ...]) -> None:
        """Change what is asked: fields of `ASKED`."""
        self._may_change(question)
        _only(values, ASKED)
        if values.get("required", "") not in REQUIRED:
            raise BadInput(_("There is no such demand: {word}.", word=values["required"]))
        with self.change(typed=True):
            self.put(question, **_tidy(values))

    def move_question(self, question: str, theme: str, after: str, before: str) -> None:
        """Put a question into a theme of its guide, between two others of it."""
        self._may_change(question)
        if self.field(theme, "guide") != self.field(question, "guide"):
            raise BadInput(_("The theme belongs to another guide."))
        with self.change():
            self.put(question, theme=theme, order=self._between(after, before))

    def connect_question(self, question: str, came_from: Iterable[str]) -> None:
        """Say by keys which questions of earlier versions this one came from.

        That says nothing new to ask, so it can be said of published versions too.
        """
        own = self.field(question, "key") or question
        with self.change():
            self.put(question, came_from=tuple(k for k in came_from if k != own))

    # --- the core

    def lock(self, items: Iterable[str], *, on: bool) -> None:
        """Lock themes and questions of a draft as its core, or unlock them.

        Raise Refused where the core is another's.
        """
        with self.change():
            for item in items:
                self._draft(self.field(item, "guide"))
                if not on and self._item(item).get("core"):
                    self._own(item)
                self.put(item, core=on)

    def leave_out(self, question: str, reason: str) -> None:
        """Do not ask a locked question here, for a reason; "" asks it again."""
        self._draft(self.field(question, "guide"))
        if reason and not self._item(question).get("core"):
            raise Refused(
                _("Only locked questions are marked as not asked."),
                _("Remove the question instead: it can be taken back."),
            )
        with self.change():
            self.put(question, unused=_line(reason))

    def remove_from_guide(self, items: Iterable[str]) -> None:
        """Remove questions and themes from a draft; ``restore`` brings them back."""
        items = list(items)
        for item in items:
            self._may_change(item)
        with self.change():
            for item in items:
                self.take_away(item)

    def restore(self, items: Iterable[str]) -> None:
        """Bring back what was removed a moment ago."""
        with self.change():
            for item in items:
                self.bring_back(item)

    # --- reading

    def parts_of(self, guide: str) -> tuple[list[Theme], list[Question]]:
        """Return a guide's themes and questions, in order."""
        found = self.records()
        themes = [r for r in found if isinstance(r, Theme) and r.guide == guide]
        themes.sort(key=lambda t: (t.order, t.id))
        asked = [r for r in found if isinstance(r, Question) and r.guide == guide]
        return themes, in_order(themes, (q for q in asked if q.theme in {t.id for t in themes}))

    def _versions(self, guide: str) -> list[Guide]:
        everything = [r for r in self.records() if isinstance(r, Guide)]
        return versions(self._guide(guide), everything)

    def _guide(self, guide: str) -> Guide:
        self._item(guide)  # raises NotFound
        found = self.record(guide)
        if not isinstance(found, Guide):
            raise BadInput(_("That is no guide."))
        return found

    def _draft(self, guide: str) -> None:
        if not self._item(guide).get("draft"):
            raise Refused(
                _("A published guide is not changed: notes have been written under it."),
                _("Make its next version, and change that."),
            )

    def _may_change(self, item: str) -> None:
        self._draft(self.field(item, "guide"))
        if self._item(item).get("core"):
            self._own(item)
            raise Refused(_("This belongs to the locked core."), _("Unlock it first."))

    def _own(self, item: str) -> None:
        """Raise Refused where an item is of a guide that somebody else has issued."""
        origin = self.field(self.field(item, "guide"), "origin")
        if origin:
            raise Refused(
                _("This belongs to the core that {origin} has locked.", origin=origin),
                _("Mark it as not asked, with a reason, or add questions of your own beside it."),
            )

    def _between(self, after: str, before: str) -> str:
        low = self.field(after, "order") if after else ""
        high = self.field(before, "order") if before else ""
        return between(low, high)


def _place(number: int, most: int, least: int) -> str:
    """Return a number as a key that sorts among ``most`` of them, with ``least`` digits or more."""
    return f"{number:0{max(least, len(str(most)))}}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _tidy(values: dict[str, str | tuple[str, ...]] | dict[str, str]) -> dict[str, object]:
    """Return values without needless space and empty lines."""
    return {
        name: _line(value) if isinstance(value, str) else tuple(filter(None, map(_line, value)))
        for name, value in values.items()
    }


def _only(values: Iterable[str], allowed: Sequence[str]) -> None:
    unknown = set(values) - set(allowed)
    if unknown:
        raise BadInput(_("This has no {fields}.", fields=", ".join(sorted(unknown))))
