"""Public results of units from files, told apart by what the file holds, and compared with ours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from qualityvisit.errors import BadInput
from qualityvisit.intake.reading import Rejected, is_code
from qualityvisit.intake.units import plain
from qualityvisit.model.records import KeyFigure, Unit
from qualityvisit.words import _

# "12,4", "cirka 210", "~100", "-20", "90 %" and the signs below
VALUE = re.compile(r"(cirka |~)?[-−]?\d[\d ]*(,\d+)?( ?%)?")
SECRET, HIDDEN, UNTELLABLE, MISSING = "..", "-", "*", "."
SIGNS = (SECRET, HIDDEN, UNTELLABLE, MISSING)
LEAST_ANSWERS, LEAST_PUPILS = 5, 10  # fewer are kept secret: Skolenkäten; Skolverket
COUNTRY = "0000"
LONGEST = 400  # characters of a name: Kolada's longest title has under 300
AREA = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class IncomingFigure:
    """A public result as a file tells it.

    ``at`` is a school unit code, Kolada's id of a unit, a municipality code, or "" where the file
    does not say.
    """

    row: int
    at: str
    name: str
    value: str
    period: str
    source: str
    measure: str = ""
    who: str = ""
    index: str = ""
    sheet: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes it the same figure in another file, beside the unit."""
        return self.measure or self.name, self.who, self.period


@dataclass(slots=True)
class FigureReading:
    """What was read: figures, rows that cannot be used, and what things are called."""

    figures: list[IncomingFigure] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)  # of measures
    places: dict[str, str] = field(default_factory=dict)  # names of units and municipalities

    def take(self, figure: IncomingFigure) -> None:
        """Take a figure in, unless its value is none."""
        if len(figure.name) > LONGEST or len(figure.period) > LONGEST:
            self.reject(figure.row, _("The name is too long."), figure.sheet)
        elif figure.value in SIGNS or (len(figure.value) <= 40 and VALUE.fullmatch(figure.value)):
            self.figures.append(figure)
        else:
            value, name = figure.value[:40], figure.name[:80]
            why = _("{value} is no number: {name}.", value=value, name=name)
            self.reject(figure.row, why, figure.sheet)

    def reject(self, row: int, why: str, sheet: str = "") -> None:
        """Note a row that cannot be used."""
        self.rejected.append(Rejected(row, why, sheet))


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody whose figures came, and who is no unit of ours as far as is known."""

    at: str
    name: str
    figures: int
    proposal: str = ""  # a unit whose name is like it


@dataclass(frozen=True, slots=True)
class FigureComparison:
    """What an import of figures would do. Each figure has the unit, or the figure, it goes to."""

    added: tuple[tuple[str, IncomingFigure], ...]
    updated: tuple[tuple[KeyFigure, IncomingFigure], ...]
    titled: tuple[tuple[KeyFigure, str], ...]  # figures that get the name of their measure
    unchanged: int
    unmatched: tuple[Unmatched, ...]
    remembered: tuple[tuple[str, str], ...]  # the source's own id, and the unit
    rejected: tuple[Rejected, ...]

    @property
    def changes(self) -> int:
        """How many figures would be written."""
        return len(self.added) + len(self.updated) + len(self.titled)


def read_figures(*files: bytes, municipality: str = "", at: str = "") -> FigureReading:
    """Read results from files, together: what one tells the titles of may stand in another.

    ``municipality`` is a municipality code: figures of others are passed over, where the file says
    of which they are, but for those of the country. ``at`` is the unit of files that do not say.
    Raise BadInput where a file is none that can be read.
    """
    from qualityvisit.intake import statistics_csv, survey_xlsx  # noqa: PLC0415 they need us
    from qualityvisit.intake.answers import is_json, pages  # noqa: PLC0415

    reading = FigureReading()
    for data in files:
        if data.startswith(b"PK"):
            survey_xlsx.read(data, municipality, reading)
        elif is_json(data):
            for number, page in enumerate(pages(data), 1):
                _read_page(number, page, municipality, reading)
        else:
            statistics_csv.read(data, municipality, reading)
    reading.figures = [
        replace(f, at=f.at or at, name=reading.titles.get(f.measure, f.name))
        for f in reading.figures
    ]
    if not (reading.figures or reading.rejected or reading.titles or reading.places):
        raise BadInput(
            _("The file holds no key figure."),
            _("Check the municipality code and that it is the right file."),
        )
    return reading


def _read_page(number: int, page: object, municipality: str, reading: FigureReading) -> None:
    from qualityvisit.intake import jsonstat, kolada, planned_figures, survey_json  # noqa: PLC0415

    for kind in (kolada, planned_figures, survey_json, jsonstat):
        if kind.read_page(number, page, municipality, reading):
            return
    raise BadInput(
        _("This JSON file holds no key figures that can be read."),
        _("Fetch it from Kolada, planned-educations or Skolverket's statistics."),
    )


def fewer(number: str, least: int) -> bool:
    """Tell whether a number is told, and is under a limit."""
    return number.isdecimal() and int(number[:9]) < least


def wanted(area: str, municipality: str) -> bool:
    """Tell whether figures of a municipality are asked for; those of the country always are."""
    return municipality in ("", area) or area in ("", COUNTRY)


class _Goal:
    """Where figures go: the units that there are, as sources may name them."""

    def __init__(
        self, units: Iterable[Unit], matches: Mapping[str, str], chosen: Mapping[str, str]
    ) -> None:
        self.units = [u for u in units if not u.invented]
        self._by_code = {u.code: u.id for u in self.units if u.code}
        self._matches, self._chosen = matches, chosen

    def unit(self, at: str) -> str:
        """Return the unit, or the municipality, that figures of ``at`` belong to, or ""."""
        if AREA.fullmatch(at):
            return at
        return self._chosen.get(at) or self._by_code.get(at) or self._matches.get(at, "")

    def proposal(self, name: str) -> str:
        """Return the one unit whose name is like this, or ""."""
        told = plain(name)
        like = [
            u.id for u in self.units if len(plain(u.name)) > 3 and told.startswith(plain(u.name))
        ]
        return like[0] if len(like) == 1 else ""

    def remembered(self, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return what the user has chosen and is to be known the next time."""
        return tuple(
            (at, self._chosen[at])
            for at in ids
            if self._chosen.get(at) and self._matches.get(at) != self._chosen[at]
        )


def compare_figures(
    units: Iterable[Unit],
    existing: Iterable[KeyFigure],
    reading: FigureReading,
    matches: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
) -> FigureComparison:
    """Compare with what there is. Nothing is written.

    ``matches`` are units by ids that are remembered; ``chosen`` are those that the user chose now.
    The same figure with another value is revised, never added twice; one that is missing at its
    source is not added.
    """
    goal = _Goal(units, matches or {}, chosen or {})
    had = {f.identity: f for f in existing}
    titles = {f.measure: f.name for f in had.values() if f.measure and f.name != f.measure}
    added: dict[tuple[str, str, str, str], IncomingFigure] = {}
    updated, unmatched = [], dict[str, list[IncomingFigure]]()
    unchanged, rejected = 0, list(reading.rejected)
    for figure in reading.figures:
        unit = goal.unit(figure.at)
        identity = (unit, *figure.identity)
        old, twin = had.get(identity), added.get(identity)
        if not unit:
            unmatched.setdefault(figure.at, []).append(figure)
        elif twin is not None:
            if twin.value != figure.value:
                why = _("{name} has another value in row {row}.", name=figure.name, row=twin.row)
                rejected.append(Rejected(figure.row, why, figure.sheet))
        elif old is None and figure.value != MISSING:
            named = titles.get(figure.measure, "") if figure.name == figure.measure else ""
            added[identity] = replace(figure, name=named or figure.name)
        elif old is not None and old.value != figure.value:
            updated.append((old, figure))
        else:
            unchanged += old is not None
    titled = [(f, reading.titles[f.measure]) for f in had.values()
              if reading.titles.get(f.measure, f.name) != f.name]  # fmt: skip
    return FigureComparison(
        tuple((identity[0], figure) for identity, figure in added.items()),
        tuple(updated),
        tuple(titled),
        unchanged,
        tuple(_unmatched(at, found, reading, goal) for at, found in unmatched.items()),
        goal.remembered({f.at for f in reading.figures if f.at and not is_code(f.at)}),
        tuple(rejected),
    )


def _unmatched(
    at: str, found: list[IncomingFigure], reading: FigureReading, goal: _Goal
) -> Unmatched:
    name = reading.places.get(at, "")
    return Unmatched(at, name, len(found), goal.proposal(name))
