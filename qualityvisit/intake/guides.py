"""Guides as the program ships and keeps them: one JSON file for each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qualityvisit.errors import BadInput
from qualityvisit.intake.reading import text_of
from qualityvisit.model.records import FORMS, GROUPS
from qualityvisit.words import _

LONGEST_SHORT = 34  # what stands in the list of questions


@dataclass(frozen=True, slots=True)
class IncomingGuide:
    """A guide as `Register.add_guide` takes it.

    ``themes`` are (name, BRUK area, survey areas); ``questions`` are (number of the theme from 0,
    group, short, text, prompts), in the order in which they are asked.
    """

    name: str
    forms: tuple[str, ...]
    themes: tuple[tuple[str, str, str], ...]
    questions: tuple[tuple[int, str, str, str, tuple[str, ...]], ...]
    version: str = "1"


def shipped(resources: Path) -> list[IncomingGuide]:
    """Return the guides that come with the program, from its folder of resources."""
    return [read_guide(p.read_bytes()) for p in sorted((resources / "guides").glob("*.json"))]


def read_guide(data: bytes, groups: tuple[str, ...] = GROUPS) -> IncomingGuide:
    """Read a guide; ``groups`` are those that its questions may be put to.

    Raise BadInput that says where the file is wrong.
    """
    try:
        found = json.loads(text_of(data))
    except (ValueError, RecursionError) as problem:
        raise _wrong(_("the file is not JSON")) from problem
    whole = _Part(found, _("the guide"))
    themes, questions = [], []
    for number, theme in enumerate(whole.parts("themes")):
        themes.append((theme.text("name"), theme.text("bruk", ""), theme.text("survey", "")))
        for question in theme.parts("questions", empty=True):
            group = question.one_of("group", groups)
            short = question.text("short")
            if len(short) > LONGEST_SHORT:
                raise _wrong(_("{name} is longer than {n} characters", name=short, n=LONGEST_SHORT))
            prompts = question.texts("prompts")
            questions.append((number, group, short, question.text("text"), prompts))
    forms = whole.texts("forms")
    unknown = [form for form in forms if form not in FORMS]
    if unknown or not forms:
        raise _wrong(_("the school forms {forms} are not known", forms=", ".join(unknown) or "–"))
    if not questions:
        raise _wrong(_("there is no question"))
    name, version = whole.text("name"), whole.text("version", "1")
    return IncomingGuide(name, forms, tuple(themes), tuple(questions), version)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the file and where it is, so that what is wrong can be found."""

    value: object
    where: str

    def get(self, key: str) -> object:
        if not isinstance(self.value, dict):
            raise _wrong(_("{where} is not a group of values", where=self.where))
        return self.value.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        found = self.get(key)
        if found is None and default is not None:
            return default
        if not isinstance(found, str) or not found.strip():
            raise _wrong(_("{where} lacks {name}", where=self.where, name=key))
        return " ".join(found.split())

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.get(key) or []
        if not isinstance(found, list) or not all(isinstance(t, str) and t.strip() for t in found):
            raise _wrong(_("{name} of {where} is not a list of texts", name=key, where=self.where))
        return tuple(" ".join(t.split()) for t in found)

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        found = self.text(key)
        if found not in allowed:
            raise _wrong(_("{name} is none of {names}", name=found, names=", ".join(allowed)))
        return found

    def parts(self, key: str, *, empty: bool = False) -> Iterator["_Part"]:
        found = self.get(key)
        if not isinstance(found, list) or not (found or empty):
            raise _wrong(_("{where} lacks {name}", where=self.where, name=key))
        for number, part in enumerate(found, 1):
            yield _Part(part, f"{self.where}, {key} {number}")


def _wrong(what: str) -> BadInput:
    return BadInput(_("The guide cannot be used: {what}.", what=what), _("Correct the file."))
