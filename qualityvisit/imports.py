"""Units and key figures into the workspace: what a file would do, and doing it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from qualityvisit.intake import figures, units
from qualityvisit.intake.figures import FigureComparison, FigureReading
from qualityvisit.intake.units import Comparison
from qualityvisit.model import records
from qualityvisit.outside import read_file
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
        added = [register.add_unit(u.name, u.forms, u.code, **u.values) for u in found.added]
        for update in found.updated:
            if update.changes:
                register.change_unit(update.unit, **update.changes)
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


def figures_of(ws: Workspace, units_or_areas: Iterable[str]) -> list[records.KeyFigure]:
    """Return the figures of units, or of municipalities by their codes."""
    return [f for each in units_or_areas if each for f in ws.all(records.KeyFigure, parent=each)]
