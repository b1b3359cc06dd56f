"""The protocol of a weeding: what was erased, when, by whom, and where it is done."""

from dataclasses import dataclass

from qualityvisit.reports import tables
from qualityvisit.reports.outline import Fact, Heading, Outline, Paragraph, Table, runs
from qualityvisit.words import _, clock, count, day, language


@dataclass(frozen=True, slots=True)
class WeedingInput:
    """What the protocol tells. ``computers`` are (owner, computer, when or "")."""

    committee: str
    municipality: str
    registry_number: str
    visit: str  # the unit's name and the day of the visit
    notes: int
    at: str
    by: str
    made: str
    computers: tuple[tuple[str, str, str], ...]


def build(given: WeedingInput) -> Outline:
    """Return the protocol as an outline."""
    return Outline(
        title=_("Protocol of weeding"),
        language="sv-SE" if language() == "sv" else "en-GB",
        kind=_("Protocol of weeding"),
        municipality=given.municipality,
        committee=given.committee,
        registry_number=given.registry_number,
        author=given.by,
        made=given.made,
        facts=(
            Fact(_("Visit"), (given.visit,)),
            Fact(_("Weeded"), (moment(given.at),)),
            Fact(_("By"), (given.by,)),
            Fact(_("How much"), (count("{n} note", "{n} notes", given.notes),)),
        ),
        blocks=(
            Paragraph(runs(_(
                "The raw notes of the interviews have been erased for good. Before that the minutes"
                " were finished, and every note was carried over or left out with a reason. The"
                " minutes, findings and actions stand."
            ))),
            Heading(_("Computers")),
            Paragraph(runs(_("As far as was known {time}.", time=moment(given.made)))),
            Table(_("Computers"), (_("Member"), _("Computer"), _("Carried out")),
                  tuple(_rows(given)), (4, 4, 4)),
        ),
    )  # fmt: skip


def as_csv(given: WeedingInput) -> bytes:
    """Return the protocol as a table: a row for each computer."""
    header = (_("Visit"), _("Weeded"), _("By"), _("Notes"), _("Member"), _("Computer"),
              _("Carried out"))  # fmt: skip
    told = (given.visit, given.at, given.by, str(given.notes))
    return tables.write(header, [(*told, *row) for row in given.computers])


def moment(at: str) -> str:
    """Return a day with its time."""
    return _("{day} at {time}", day=day(at), time=clock(at)) if at else ""


def _rows(given: WeedingInput) -> list[tuple[str, str, str]]:
    return [
        (owner, computer or "–", moment(at) or _("not known yet"))
        for owner, computer, at in given.computers
    ]
