"""How a document stands as an official one (allmän handling): computed, explained, overruled.

Advice only: a human decides. Source: tryckfrihetsförordningen 2 kap. 10-12 §§ and offentlighets-
och sekretesslagen 23 kap.; domain report 3.1 and 3.4.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qualityvisit.model.records import PRESCHOOL_FORMS, Dispatch, Minutes, Visit
from qualityvisit.words import _

WORKING, OFFICIAL = "working", "official"
STANDINGS = (WORKING, OFFICIAL)
OPEN, CLOSED, NONE = "open", "closed", "none"
MATTERS = (NONE, OPEN, CLOSED)
PATTERN = "registry.pattern"  # the setting of how registry numbers are written


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a document is WORKING material or OFFICIAL, why, and by which paragraph.

    ``secrecy`` is the provision to test it against before it is handed out, "" for none.
    ``computed`` is what the program says where somebody has said otherwise, with their ``note``.
    """

    status: str
    reason: str
    law: str
    secrecy: str = ""
    note: str = ""
    who: str = ""
    at: str = ""
    computed: str = ""


def matter_of(visit: Visit, minutes: Minutes) -> str:
    """Return how the matter stands: as it was said, or by the registry number."""
    return minutes.matter or (OPEN if visit.registry_number else NONE)


def provision(form: str) -> str:
    """Return where secrecy for those interviewed at a unit of this form is to be looked for."""
    return _("OSL 23 kap. 1 §") if form in PRESCHOOL_FORMS else _("OSL 23 kap. 2 §")


def standing(visit: Visit, minutes: Minutes, sent: Iterable[Dispatch]) -> Standing:
    """Return how a visit's minutes stand, and why."""
    counted = [entry for entry in sent if not entry.struck]
    found = _computed(visit, minutes, counted)
    chosen, note, who, at, *_more = (*minutes.official, "", "", "", "")
    if chosen in STANDINGS:
        law = found.law if chosen == found.status else ""
        reason = found.reason if chosen == found.status else _("Judged otherwise by hand.")
        found = Standing(chosen, reason, law, "", note, who, at, found.status)
    secrecy = minutes.secrecy or (provision(visit.form) if found.status == OFFICIAL else "")
    return Standing(found.status, found.reason, found.law, secrecy, found.note, found.who,
                    found.at, found.computed)  # fmt: skip


def paper(*, sent_outside: bool) -> Standing:
    """Return how a paper stands that is made anew of what is known, and is kept by nobody."""
    law = _("TF 2 kap. 10 §")
    if sent_outside:
        return Standing(OFFICIAL, _sent_words(), law)
    reason = _(
        "It is made anew each time. It becomes an official document when it is sent outside the"
        " authority, or when the matter that it is laid in is closed."
    )
    return Standing(WORKING, reason, law)


def _sent_words() -> str:
    return _("It has been sent outside the authority. That makes it an official document.")


def _computed(visit: Visit, minutes: Minutes, sent: list[Dispatch]) -> Standing:
    matter, law = matter_of(visit, minutes), _("TF 2 kap. 10 §")
    if any(entry.outside for entry in sent):
        return Standing(OFFICIAL, _sent_words(), law)
    if matter == CLOSED:
        reason = _(
            "The matter is closed, and the minutes bring facts into it. They are no mere"
            " memorandum in the sense of the law."
        )
        return Standing(OFFICIAL, reason, _("TF 2 kap. 10 and 12 §§"))
    if not minutes.finished:
        reason = _(
            "It is not finished. A fact check by the unit is within the authority and changes"
            " nothing; what is sent outside it becomes an official document."
        )
        return Standing(WORKING, reason, law)
    if matter == OPEN:
        reason = _(
            "It is finished, but belongs to a matter that is open. It becomes an official document"
            " when the matter is closed or it is sent outside the authority."
        )
        return Standing(WORKING, reason, law)
    reason = _("It is finished and belongs to no matter. That makes it an official document.")
    return Standing(OFFICIAL, reason, law)


def fits(pattern: str, number: str) -> bool:
    """Tell whether a registry number is written as a pattern has it; without either it is.

    ``#`` is a digit and ``*`` anything ("BUN ####/*"). A reminder only: numbers are free text, and
    kept as they were written (domain report 2.6).
    """
    signs = {"#": r"\d", "*": ".*"}
    asked = "".join(signs.get(sign) or re.escape(sign) for sign in pattern.strip())
    told = not pattern.strip() or not number.strip()
    return told or re.fullmatch(asked, number.strip(), re.IGNORECASE | re.ASCII) is not None
