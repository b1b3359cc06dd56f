"""The fact check (sakgranskning): the minutes paragraph by paragraph, to be judged in Word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualityvisit.model.records import Committee, FactCheck, Visit
from qualityvisit.reports import docx
from qualityvisit.reports.outline import Fact, Outline, Place
from qualityvisit.words import _, day

GENERAL = "general"  # the place for what is said of the whole


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A section to be judged: its heading, and its paragraphs by the passage that each is."""

    heading: str
    passages: tuple[tuple[str, str], ...]  # id and text


@dataclass(frozen=True, slots=True)
class FactCheckInput:
    """What a form is made of. ``made`` is the moment, the only one that the file holds."""

    committee: Committee
    visit: Visit
    check: FactCheck
    sections: Sequence[Paragraphs]
    made: str


def write(given: FactCheckInput, template: bytes = b"") -> bytes:
    """Return the form as a .docx file, which `intake.fact_check` reads again."""
    visit, check = given.visit, given.check
    outline = Outline(
        title=_("Fact check: {unit}", unit=visit.title),
        language="sv-SE",
        kind=_("Fact check"),
        municipality=given.committee.municipality,
        committee=given.committee.name,
        registry_number=visit.registry_number,
        mark=_("Working material"),
        author=given.committee.name,
        made=given.made,
        facts=tuple(fact for fact in _facts(visit, check) if any(fact.lines)),
    )
    advice = _(
        "Choose for each paragraph whether its facts are accurate. Write below it what should stand"
        " instead, and why. What the groups themselves have said is not changed by a fact check."
    )
    return docx.write(outline, list(_places(given)), check.id, template, advice=advice)


def _facts(visit: Visit, check: FactCheck) -> Iterable[Fact]:
    yield Fact(_("Date of the visit"), (day(visit.date, weekday=True),))
    yield Fact(_("To"), (check.to,))
    yield Fact(_("Answer by"), (day(check.due, weekday=True),))
    yield Fact(_("To think of"), (_("Send the file back with your answers. Write no names and"
                                    " nothing that points out a child."),))  # fmt: skip


def choices() -> tuple[str, str, str]:
    """Return what is chosen among: nothing yet, accurate, inaccurate."""
    return _("Choose: accurate or inaccurate"), _("Accurate"), _("Inaccurate")


def _places(given: FactCheckInput) -> Iterable[Place]:
    for section in given.sections:
        heading = section.heading
        for name, text in section.passages:
            yield Place(name, text, heading=heading, choices=choices(), quoted=True)
            heading = ""
    yield Place(GENERAL, _("Anything else about the whole"), heading=_("Besides"))
