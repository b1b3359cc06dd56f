"""Units and key figures into the workspace: what a file would do, and doing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualityvisit.errors import Refused
from qualityvisit.intake import figures, units
from qualityvisit.intake.figures import FigureComparison, FigureReading
from qualityvisit.intake.kolada_units import ID as KOLADA
from qualityvisit.intake.units import Comparison
from qualityvisit.model import records
from qualityvisit.outside import read_file
from qualityvisit.words import _
from qualityvisit.workspace import Workspace


def matches(ws: Workspace) -> dict[str, str]:
    """Return the units by ids of sources, and by the codes of units that are parts of others."""
    merged = {u.code: u.id for u in ws.merged_units() if u.code}
    known = {m.own: m.unit for m in ws.all(records.Match)}
    return known | {code: ws.get(records.Unit, unit).id for code, unit in merged.items()}


# --- units


def compare_units(ws: Workspace, reading: units.Reading) -> Comparison:
    """Return what an import of units would do."""
    return units.compare(ws.all(records.Unit), reading, matches(ws), ws.merged_units())


def take_units(ws: Workspace, found: Comparison) -> dict[str, Any]:
    """Write what a comparison says, in one go; return ids, and rows that cannot be used."""
    register = ws.register
    with register.change():
        added = register.add_units(
            {"name": u.name, "forms": u.forms, "code": u.code, **u.values} for u in found.added
        )
        register.change_units({u.unit: u.changes for u in found.updated if u.changes})
        owns = {u.own: unit for u, unit in zip(found.added, added, strict=True)}
        owns |= {update.incoming.own: update.unit for update in found.updated}
        register.remember({own: unit for own, unit in owns.items() if own})
    return {
        "added": added,
        "updated": [update.unit for update in found.updated],
        "unchanged": list(found.unchanged),
        "rejected": [{"row": r.row, "why": r.why} for r in found.rejected],
    }


def import_units(ws: Workspace, file: Path, municipality: str = "") -> dict[str, Any]:
    """Import units; return what was added, updated and unchanged (ids) and rejected (row, why)."""
    return take_units(ws, compare_units(ws, units.read_units(read_file(file), municipality)))


# --- key figures


def compare_figures(
    ws: Workspace, reading: FigureReading, chosen: Mapping[str, str] | None = None
) -> FigureComparison:
    """Return what an import of figures would do; ``chosen`` are units by ids of the source."""
    return figures.compare_figures(
        ws.all(records.Unit), ws.all(records.KeyFigure), reading, matches(ws), chosen
    )


def take_figures(ws: Workspace, found: FigureComparison) -> dict[str, Any]:
    """Write what a comparison says, in one go; return how many, and what went nowhere."""
    register, today = ws.register, ws.today()
    with register.change():
        for unit, f in found.added:
            register.add_figure(
                unit, f.name, f.value, f.period, f.source, measure=f.measure, who=f.who,
                index=f.index, taken=today,
            )  # fmt: skip
        for figure, f in found.updated:
            register.change_figure(figure.id, value=f.value, taken=today)
        for figure, name in found.titled:
            register.change_figure(figure.id, name=name)
        register.remember(dict(found.remembered))
    return {
        "added": len(found.added),
        "updated": len(found.updated),
        "named": len(found.titled),
        "unchanged": found.unchanged,
        "without_unit": [u.at for u in found.unmatched],
        "rejected": [{"row": r.row, "why": r.why} for r in found.rejected],
    }


def import_figures(
    ws: Workspace, files: Sequence[Path], municipality: str = "", unit: str = ""
) -> dict[str, Any]:
    """Import public results of the units there are; see `take_figures` for what is returned.

    ``unit`` is the unit of files that do not say of which they are.
    """
    read = figures.read_figures(*map(read_file, files), municipality=municipality)
    chosen = {"": ws.get(records.Unit, unit).id} if unit else {}
    return take_figures(ws, compare_figures(ws, read, chosen))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of Kolada: measures, its own ids of our units, and years."""

    measures: tuple[str, ...]
    units: tuple[str, ...]
    years: tuple[str, ...]


# Measures with values of units (domain report 4.3), by how Kolada's ids of such units begin; what
# they are called Kolada says itself.
MEASURES = {
    "V11": ("N11102", "N11041", "N11808", "N11809", "N11810", "N11701", "N11702", "N11703",
            "N11730"),
    "V15": ("N15033", "N15034", "N15813", "N15814", "N15418", "N15419", "N15504", "N15505",
            "N15540", "U15413", "U15414", "U15415", "U15416",
            *(f"N{n}" for n in range(15600, 15660))),
    "V17": tuple(f"N{n}" for n in range(17660, 17690)),
}  # fmt: skip
YEARS = 5


def kolada_wishes(ws: Workspace) -> Wishes:
    """Return what to ask of Kolada for the units that are known there. Raise Refused for none."""
    owns = tuple(m.own for m in ws.all(records.Match) if KOLADA.fullmatch(m.own))
    if not owns:
        raise Refused(
            _("No unit is known in Kolada yet."),
            _("Fetch the units from Kolada first: then it is known which ones are meant."),
        )
    kinds = {own[:3] for own in owns}
    measures = tuple(kpi for kind, those in MEASURES.items() if kind in kinds for kpi in those)
    this = int(ws.today()[:4])
    return Wishes(measures, owns, tuple(str(this - n) for n in range(YEARS)))
