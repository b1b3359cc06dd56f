"""The reserve form: an interview's questions with what is noted so far, to fill in anywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualityvisit.model.records import Committee, Note, Question, Session, Theme, Visit
from qualityvisit.reports import docx
from qualityvisit.reports.outline import Fact, Outline, Place
from qualityvisit.words import _, clock, day

FREE = "free"  # the place for what belongs to no question


@dataclass(frozen=True, slots=True)
class ReserveInput:
    """What a form is made of. ``questions`` are in order, ``group`` is its shown name."""

    committee: Committee
    visit: Visit
    session: Session
    group: str
    themes: Sequence[Theme]
    questions: Sequence[Question]
    notes: Iterable[Note]
    made: str


def write(given: ReserveInput) -> bytes:
    """Return the form as a .docx file, which `intake.reserve` reads again."""
    visit, session = given.visit, given.session
    at = ", ".join(filter(None, (day(visit.date, weekday=True), clock(session.start))))
    outline = Outline(
        title=_("{group}, {unit}", group=given.group, unit=visit.title),
        language="sv-SE",
        kind=_("Reserve form"),
        municipality=given.committee.municipality,
        committee=given.committee.name,
        registry_number=visit.registry_number,
        mark=_("Working material"),
        made=given.made,
        facts=(Fact(_("When"), (at or "–",)), Fact(_("To think of"), (_no_names(),))),
    )
    advice = _("Write under each question, on as many lines as needed. Each line becomes a note"
               " of its own.")  # fmt: skip
    return docx.write(outline, list(_places(given)), session.id, advice=advice)


def _no_names() -> str:
    return _("Write no names and nothing that points out a child. Drop the form on the program's"
             " window when you are back.")  # fmt: skip


def _places(given: ReserveInput) -> Iterable[Place]:
    noted: dict[str, list[str]] = {}
    for note in given.notes:
        noted.setdefault(note.question, []).append(note.text)
    names = {t.id: t.name for t in given.themes}
    theme = ""
    for question in given.questions:
        heading = names.get(question.theme, "") if question.theme != theme else ""
        theme = question.theme
        text = question.text
        if question.scale:
            text = _("{question} (Rating: {steps})", question=text, steps=", ".join(question.scale))
        lines = tuple(noted.get(question.id, ()))
        yield Place(question.id, text, question.prompts, lines, heading)
    yield Place(FREE, _("What belongs to no question"), (), tuple(noted.get("", ())), _("Besides"))
