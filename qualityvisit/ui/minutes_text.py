"""The words of the minutes' headings, as in the report, and of how notes were left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.model.view import MinutesView, SectionView

INTERVIEWS, OVERALL = "interviews", "overall"  # headings over several sections


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the document: number, words, depth (1 to 3), and what stands under it.

    ``section`` is set where passages can stand directly below.
    """

    number: str
    words: str
    depth: int
    group: str = ""
    section: SectionView | None = None


def headings(view: MinutesView, meeting: str) -> list[Heading]:
    """Return the headings of the document in order; a group's themes stand below the group."""
    found: list[Heading] = []
    tops: list[str] = []
    group = ""
    subs = 0
    for section in view.sections:
        over = _over(section)
        if not tops or tops[-1] != over:
            tops.append(over)
            group, subs = "", 0
            words = _top_words(over, meeting)
            alone = over not in (INTERVIEWS, OVERALL)
            found.append(Heading(str(len(tops)), words, 1, section=section if alone else None))
        if over == INTERVIEWS:
            if section.group != group:
                group, subs = section.group, subs + 1
                word = group_look(group, form=view.visit.form).word
                found.append(Heading(f"{len(tops)}.{subs}", word, 2, group=group))
            theme = section.theme or _("Other remarks")
            found.append(Heading("", theme, 3, section=section))
        elif over == OVERALL:
            subs += 1
            found.append(
                Heading(f"{len(tops)}.{subs}", _overall_words(section.key), 2, section=section)
            )
    return found


def _over(section: SectionView) -> str:
    if section.group:
        return INTERVIEWS
    return OVERALL if section.key in records.OVERALL else section.key


def _top_words(key: str, meeting: str) -> str:
    return {
        records.INTRO: _("Introduction and the unit's conditions"),
        INTERVIEWS: _("Interviews by group"),
        records.OBSERVATIONS: _("Observations from the walk-through"),
        OVERALL: _("Overall picture"),
        records.AGREED: _("Agreed and to be followed up"),
        records.QUESTIONS_SECTION: _(
            "Questions to {meeting}", meeting=meeting or _("the quality meeting")
        ),
        records.DISTRIBUTION: _("Distribution list"),
    }.get(key) or _("Other")


def _overall_words(key: str) -> str:
    words = (_("Strengths"), _("Areas for development"), _("Deficiencies"))
    return dict(zip(records.OVERALL, words, strict=True))[key]


def room_words(sessions: list[records.Session], group: str) -> str:
    """Return who was in the room of a group: number and category, never names."""
    said = []
    for session in sessions:
        if session.type != records.INTERVIEW or session.group != group:
            continue
        who = f"{session.participants} {session.category}".strip()
        if who:
            said.append(f"{who[:1].upper()}{who[1:]}.")
        if session.leadership_present and group != records.LEADERSHIP:
            said.append(_("School leadership was present."))
    return " ".join(said)


def carry_all_words(left: int) -> str:
    """Return what the button says that carries every note over."""
    return count("Carry {n} note over", "Carry all {n} over", left)


def left_out_reasons() -> list[str]:
    """Return the usual reasons for leaving a note out."""
    return [
        _("Says the same as another note"),
        _("Does not concern the unit's quality"),
        _("Somebody could be recognised"),
        _("Cannot be confirmed"),
        _("Handled in another way, e.g. as a complaint"),
    ]
