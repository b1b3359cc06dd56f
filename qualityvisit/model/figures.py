"""Key figures over time, what they are compared with, and which of them belong to a theme. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualityvisit.model.records import KeyFigure, Theme
from qualityvisit.words import _

COUNTRY = "0000"
SURVEY = "survey."  # how measures of Skolenkäten begin
# Skolenkäten has other questions from these half years on: bars across them would compare unlikes.
BREAKS = (2018.5, 2022.5)
# Words in names that show which area of BRUK a figure tells something about, by a word of the area.
AREAS = {
    "kunskap": ("betyg", "meritvärde", "nationell", "behörig", "kriterier", "prov", "salsa"),
    "utveckling": ("lärare", "personal", "legitimation", "årsarbetare", "heltidstjänst", "speciall",
                   "specialp", "barngrupp"),
    "normer": ("trygg", "kränk", "studiero", "arbetsro"),
    "övergång": ("information",),
}  # fmt: skip
SCHOOL = ("skolas utveckling", "förskolas utveckling")


@dataclass(frozen=True, slots=True)
class Series:
    """One measure of one group over time; the figures of other places lie beside it."""

    figures: tuple[KeyFigure, ...]  # the oldest first, at least one
    beside: tuple[KeyFigure, ...] = ()  # of the municipality and the country, the same period

    @property
    def latest(self) -> KeyFigure:
        """The newest figure."""
        return self.figures[-1]

    @property
    def comparable(self) -> tuple[KeyFigure, ...]:
        """The newest figures as far back as the questions are the same."""
        if not self.latest.measure.startswith(SURVEY):
            return self.figures
        era = _era(self.latest)
        return tuple(f for f in self.figures if _era(f) == era)


def series(figures: Iterable[KeyFigure], others: Iterable[KeyFigure] = ()) -> list[Series]:
    """Return figures of one unit as series; ``others`` are those to compare with.

    What was never told is left out.
    """
    found: dict[tuple[str, str, str], list[KeyFigure]] = {}
    for figure in figures:
        found.setdefault((figure.source, *_measure(figure)), []).append(figure)
    beside: dict[tuple[tuple[str, str], str], list[KeyFigure]] = {}
    for other in others:
        beside.setdefault((_measure(other), other.period), []).append(other)
    made = []
    for told in found.values():
        if any(f.value != "." for f in told):
            told.sort(key=lambda f: when(f.period))
            key = _measure(told[-1]), told[-1].period
            made.append(Series(tuple(told), tuple(beside.get(key, ()))))
    return made


def of_theme(found: Sequence[Series], theme: Theme) -> list[Series]:
    """Return the series that tell something about a theme, those of its survey areas first."""
    areas = [area.strip().casefold() for area in theme.survey.split(",") if area.strip()]
    first = [s for s in found if _in_survey(s, areas)]
    words = _words_of(theme.bruk.casefold())
    return first + [s for s in found if s not in first and not s.latest.index
                    and any(word in s.latest.name.casefold() for word in words)]  # fmt: skip


def number(value: str) -> float | None:
    """Return a value as a number, or None where it is none: kept secret, missing, about so many."""
    told = re.fullmatch(r"([-−]?\d[\d\s]*(?:,\d+)?)(?:\s?%)?", value.strip())
    if not told:
        return None
    return float(re.sub(r"\s", "", told[1]).replace("−", "-").replace(",", "."))


def about(value: str) -> float | None:
    """Return a value as a number, also where it is told about so ("~100 %", "cirka 210")."""
    return number(re.sub(r"^(cirka |~)", "", value.strip()))


def when(period: str) -> float:
    """Return when a period began, as a year: "HT25" is 2025.5, "2024/25" as well, 0 is unknown."""
    if half := re.fullmatch(r"(VT|HT)\s?(\d\d)", period):
        return 2000 + int(half[2]) + (0.5 if half[1] == "HT" else 0)
    if year := re.match(r"(\d{4})(/\d\d)?", period):
        return int(year[1]) + (0.5 if year[2] else 0)
    return 0


def value_words(value: str) -> str:
    """Return a value as shown; signs for what is not told are said in words."""
    return {
        "..": _("kept secret (few pupils)"),
        "-": _("kept secret (few answers)"),
        "*": _("cannot be told"),
        ".": _("missing"),
        "": "–",
    }.get(value, value)


def who_word(who: str) -> str:
    """Return whom a figure is about, "" for all."""
    return {
        "K": _("girls"),
        "M": _("boys"),
        "ak5": _("Year 5"),
        "ak8": _("Year 8"),
        "gy2": _("Upper secondary, year 2"),
        "guardians": _("Guardians"),
        "teachers": _("Teachers"),
    }.get(who, who)


def _measure(figure: KeyFigure) -> tuple[str, str]:
    return figure.measure or figure.name, figure.who


def _era(figure: KeyFigure) -> int:
    return sum(when(figure.period) >= since for since in BREAKS)


def _in_survey(found: Series, areas: Sequence[str]) -> bool:
    """Tell whether a series is of an area: by its index, else by the area's word in its name."""
    index, name = found.latest.index.casefold(), found.latest.name.casefold()
    if index:
        return index in areas
    stems = [re.sub(r"(het|ande|ation)$", "", area) for area in areas if " " not in area]
    return any(len(stem) > 3 and stem in name for stem in stems)


def _words_of(bruk: str) -> tuple[str, ...]:
    if bruk.endswith(SCHOOL):
        return AREAS["utveckling"]
    return next((words for area, words in AREAS.items() if bruk.startswith(area)), ())
