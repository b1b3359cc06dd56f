"""Guides that come in: as the program ships them, one JSON file for each, and as they are held."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualityvisit.errors import BadInput
from qualityvisit.intake.reading import text_of
from qualityvisit.model.records import FORMS, GROUPS, Guide, Question, Theme
from qualityvisit.words import _

LONGEST_SHORT = 34  # what stands in the list of questions
ISSUER = "Kvalitetsbesök"  # of the guides that come with the program


@dataclass(frozen=True, slots=True)
class IncomingGuide:
    """A guide as `Register.take_guide` takes it: what a file says, and nothing of a workspace.

    Its ids are places ("t1", "q1"), its themes and questions stand in order.
    """

    guide: Guide
    themes: tuple[Theme, ...]
    questions: tuple[Question, ...]

    def content(self) -> "IncomingGuide":
        """Return what is asked, whatever the version and whoever issued it: for comparing."""
        return replace(self, guide=replace(self.guide, version="", family="", origin=""))


def incoming(guide: Guide, themes: Sequence[Theme], questions: Iterable[Question]) -> IncomingGuide:
    """Return a guide as a file would bring it; themes and questions are in order."""
    asked = list(questions)
    places = {t.id: f"t{n}" for n, t in enumerate(themes, 1)}
    places |= {q.id: f"q{n}" for n, q in enumerate(asked, 1)}
    return IncomingGuide(
        Guide("", name=guide.name, forms=guide.forms, version=guide.version,
              family=guide.family or guide.id, origin=guide.origin),
        tuple(replace(t, id=places[t.id], guide="", order="", key=t.key or t.id) for t in themes),
        tuple(
            replace(q, id=places[q.id], guide="", order="", theme=places[q.theme],
                    after=places.get(q.after, ""), key=q.key or q.id)
            for q in asked
        ),
    )  # fmt: skip


def shipped(resources: Path) -> list[IncomingGuide]:
    """Return the guides that come with the program, from its folder of resources."""
    return [read_guide(p.read_bytes()) for p in sorted((resources / "guides").glob("*.json"))]


def read_guide(data: bytes, groups: tuple[str, ...] = GROUPS) -> IncomingGuide:
    """Read a guide that is shipped; ``groups`` are those that its questions may be put to.

    All of it is core. Raise BadInput that says where the file is wrong.
    """
    try:
        found = json.loads(text_of(data))
    except (ValueError, RecursionError) as problem:
        raise _wrong(_("the file is not JSON")) from problem
    whole = _Part(found, _("the guide"))
    themes: list[Theme] = []
    questions: list[Question] = []
    for number, part in enumerate(whole.parts("themes"), 1):
        theme = Theme(f"t{number}", name=part.text("name"), bruk=part.text("bruk", ""),
                      survey=part.text("survey", ""), key=part.text("key"), core=True)  # fmt: skip
        themes.append(theme)
        for question in part.parts("questions", empty=True):
            name = f"q{len(questions) + 1}"
            questions.append(_question(question, name, theme.id, groups))
    if not questions:
        raise _wrong(_("there is no question"))
    guide = Guide(
        "", name=whole.text("name"), forms=_forms(whole), version=whole.text("version", "1"),
        family=whole.text("family"), origin=ISSUER,
    )  # fmt: skip
    return IncomingGuide(guide, tuple(themes), tuple(questions))


def _question(part: "_Part", name: str, theme: str, groups: tuple[str, ...]) -> Question:
    group, short = part.one_of("group", groups), part.text("short")
    if len(short) > LONGEST_SHORT:
        raise _wrong(_("{name} is longer than {n} characters", name=short, n=LONGEST_SHORT))
    return Question(name, theme=theme, group=group, short=short, text=part.text("text"),
                    prompts=part.texts("prompts"), key=part.text("key"), core=True)  # fmt: skip


def _forms(whole: "_Part") -> tuple[str, ...]:
    forms = whole.texts("forms")
    unknown = [form for form in forms if form not in FORMS]
    if unknown or not forms:
        raise _wrong(_("the school forms {forms} are not known", forms=", ".join(unknown) or "–"))
    return forms


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
