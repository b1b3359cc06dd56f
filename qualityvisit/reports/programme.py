"""The programme of a visit on one page: times, what happens, where, and who comes."""

from collections.abc import Sequence
from dataclasses import dataclass

from qualityvisit.model.records import Committee, Person, Visit
from qualityvisit.reports.outline import Block, Bullets, Fact, Heading, Outline, Table, runs
from qualityvisit.words import _, clock, day, language


@dataclass(frozen=True, slots=True)
class Part:
    """A session as it is shown. ``date`` is "" on the visit's own day; times are "08:15"."""

    date: str
    start: str
    end: str  # "" where no length is given
    what: str
    place: str


@dataclass(frozen=True, slots=True)
class ProgrammeInput:
    """What the programme is made of; ``when`` is the visit's day or week in words."""

    committee: Committee
    visit: Visit
    when: str
    team: Sequence[Person]
    parts: Sequence[Part]
    made: str


def build(given: ProgrammeInput) -> Outline:
    """Return the programme as an outline."""
    visit = given.visit
    return Outline(
        title=_("Programme – {unit}", unit=visit.title),
        language="sv-SE" if language() == "sv" else "en-GB",
        kind=_("Programme of the visit"),
        municipality=given.committee.municipality,
        committee=given.committee.name,
        registry_number=visit.registry_number,
        author=given.committee.name,
        made=given.made,
        facts=tuple(f for f in (
            Fact(_("When"), (given.when,)),
            Fact(_("Place"), (visit.place,)),
            Fact(_("Who comes"), tuple(person_line(p) for p in given.team)),
        ) if any(f.lines)),
        blocks=(*_table(given.parts), Heading(_("Good to know"), numbered=False), Bullets((
            runs(_("Taking part is voluntary. Everybody may pass over a question, or stop.")),
            runs(_("Staff, pupils or children, and guardians are met without the leadership.")),
            runs(_("No names of those who take part are written down.")),
        ))),
    )  # fmt: skip


def _table(parts: Sequence[Part]) -> tuple[Block, ...]:
    if not parts:
        return ()
    header = (_("Time"), _("What"), _("Place"))
    rows = tuple((time_words(p), p.what, p.place) for p in parts)
    head = Heading(_("The programme"), numbered=False)
    return head, Table(_("The programme"), header, rows, (4, 6, 5))


def time_words(part: Part) -> str:
    """Return "08.15–09.00", with the day before it where it is another than the visit's."""
    times = "–".join(map(clock, filter(None, (part.start, part.start and part.end))))
    return ", ".join(filter(None, (day(part.date, year=False), times))) or "–"


def person_line(person: Person) -> str:
    """Return a person with the title: "Eva Exempel, ledamot"."""
    return ", ".join(filter(None, (person.name, person.title)))
