"""What stands in the way of a visit, in words."""

from collections.abc import Iterable, Mapping

from qualityvisit.model.proposal import (
    AHEAD,
    CLOSED,
    CONFLICT,
    LOAD,
    NO_RULE,
    PAST,
    VACANT,
    WEEKS,
    Ground,
    Hindrance,
)
from qualityvisit.model.records import Period, Person
from qualityvisit.words import _, count, listing


def period_word(period: Period) -> str:
    """Return what a holiday or test weeks are called."""
    return (
        period.name
        or {
            "winter": _("Winter break"),
            "easter": _("Easter break"),
            "summer": _("Summer holiday"),
            "autumn": _("Autumn break"),
            "christmas": _("Christmas holiday"),
        }.get(period.id)
        or _("National tests")
    )


def why(hindrances: Iterable[Hindrance], ground: Ground) -> str:
    """Return why a unit could not be placed, as whole sentences."""
    return " ".join(_why(h, ground) for h in hindrances)


def _why(hindrance: Hindrance, ground: Ground) -> str:
    titles = listing(hindrance.titles)
    if hindrance.rule == WEEKS:
        return count(
            "Every week that is open already has {n} visit, which is the most.",
            "Every week that is open already has {n} visits, which is the most.",
            ground.most_week,
        )
    if hindrance.rule == LOAD:
        return count(
            "Everybody who is {titles} and may go already has {n} visit each half year,"
            " which is the most.",
            "Everybody who is {titles} and may go already has {n} visits each half year,"
            " which is the most.",
            ground.most_term,
            titles=titles,
        )
    return {
        NO_RULE: _("No team rule covers the school form."),
        VACANT: _("The team rules ask for {titles}, and nobody has that title.", titles=titles),
        CONFLICT: _("Everybody who is {titles} has a conflict of interest here.", titles=titles),
        CLOSED: _(
            "Visits are proposed from {n} weeks ahead, and holidays and tests close those weeks.",
            n=AHEAD // 7,
        ),
        PAST: _(
            "Visits are proposed from {n} weeks ahead, and the term of office ends before that.",
            n=AHEAD // 7,
        ),
    }[hindrance.rule]


def breaks(hindrances: Iterable[Hindrance], people: Mapping[str, Person]) -> list[str]:
    """Return what a proposed visit that was changed by hand breaks, a sentence each."""
    return [_broken(h, people) for h in hindrances]


def _broken(hindrance: Hindrance, people: Mapping[str, Person]) -> str:
    names = listing(people[p].name for p in hindrance.people if p in people)
    if hindrance.period is not None:
        return _("The week is closed: {period}.", period=period_word(hindrance.period).lower())
    return {
        CONFLICT: _("Conflict of interest at the unit: {names}.", names=names),
        VACANT: _("The team rules also ask for {titles}.", titles=listing(hindrance.titles)),
        LOAD: _("Has too many visits that half year: {names}.", names=names),
        WEEKS: _("The week has too many visits."),
    }[hindrance.rule]
