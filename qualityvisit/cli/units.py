"""Commands for units and their key figures."""

from pathlib import Path

import click

from qualityvisit.cli.base import Call, call, plain
from qualityvisit.model import records
from qualityvisit.words import _

A_FILE = click.Path(path_type=Path)


@click.group()
def unit() -> None:
    """Units: preschools and schools."""


@unit.command("add")
@click.option("--name", required=True)
@click.option("--form", "forms", multiple=True, required=True, help="FS, GR, GRAN, GY ...")
@click.option("--code", default="", help="School unit code, eight digits.")
@call
def unit_add(call: Call, name: str, forms: tuple[str, ...], code: str) -> None:
    """Add a unit."""
    with call.workspace() as ws:
        call.answer({"unit": ws.register.add_unit(name, [f.upper() for f in forms], code)})


@unit.command("list")
@call
def unit_list(call: Call) -> None:
    """List the units."""
    with call.workspace() as ws:
        found = ws.all(records.Unit)
        call.answer(
            {"units": [plain(u, "unit") | {"form": u.form} for u in found]},
            *(f"{u.id}  {u.form:<6}  {u.name}" for u in found),
        )


@unit.command("import")
@click.argument("file", type=A_FILE)
@click.option("--municipality", default="", help="Four digits; other rows are passed over.")
@call
def unit_import(call: Call, file: Path, municipality: str) -> None:
    """Import units from a register or a table."""
    from qualityvisit.imports import import_units  # noqa: PLC0415

    with call.workspace() as ws:
        result = import_units(ws, file, municipality)
        lines = [f"{key}: {value}" for key, value in result.items() if key != "rejected"]
        call.answer(result, *lines, *(f"{r['row']}: {r['why']}" for r in result["rejected"]))


@unit.command("doubles")
@call
def unit_doubles(call: Call) -> None:
    """List units that may be entered twice."""
    from qualityvisit.model.merged import doubles  # noqa: PLC0415

    with call.workspace() as ws:
        found = doubles(ws.all(records.Unit))
        call.answer(
            {"doubles": [{"keep": d.keep.id, "other": d.other.id, "why": d.why} for d in found]},
            *(f"{d.keep.id}  {d.keep.name}  =  {d.other.id}  {d.other.name}  ({d.why})"
              for d in found),
        )  # fmt: skip


@unit.command("merge")
@click.argument("unit")
@click.option("--into", required=True, help="The unit that both are from now on.")
@call
def unit_merge(call: Call, unit: str, into: str) -> None:
    """Make two units one: visits, figures and actions follow."""
    with call.workspace() as ws:
        gone, kept = ws.get(records.Unit, unit), ws.get(records.Unit, into)
        ws.register.merge_unit(gone.id, kept.id)
        call.answer({"unit": kept.id}, _("{unit} is a part of {other} now.", unit=gone.name,
                                         other=kept.name))  # fmt: skip


@unit.command("part")
@click.argument("unit")
@call
def unit_part(call: Call, unit: str) -> None:
    """Let a unit that was merged stand by itself again."""
    with call.workspace() as ws:
        ws.register.part_unit(unit)
        call.answer({"unit": unit})


# --- key figures


@click.group()
def figures() -> None:
    """Key figures: public results of units."""


@figures.command("import")
@click.argument("files", type=A_FILE, nargs=-1, required=True)
@click.option("--municipality", default="", help="Four digits; other rows are passed over.")
@click.option("--unit", default="", help="The unit of files that do not say of which they are.")
@call
def figures_import(call: Call, files: tuple[Path, ...], municipality: str, unit: str) -> None:
    """Import key figures; files that belong together (data and titles) are given together."""
    from qualityvisit.imports import import_figures  # noqa: PLC0415

    with call.workspace() as ws:
        result = import_figures(ws, files, municipality, unit)
        lines = [f"{key}: {value}" for key, value in result.items() if key != "rejected"]
        call.answer(result, *lines, *(f"{r['row']}: {r['why']}" for r in result["rejected"]))


@figures.command("list")
@click.option("--unit", default="", help="A unit, or a municipality code.")
@call
def figures_list(call: Call, unit: str) -> None:
    """List key figures with their sources."""
    with call.workspace() as ws:
        found = ws.all(records.KeyFigure, parent=unit)
        call.answer(
            {"figures": [plain(f, "figure") for f in found]},
            *(f"{f.value:>10}  {f.period:<8}  {f.name} {f.who}  ({f.source})" for f in found),
        )


@figures.command("match")
@click.argument("own")
@click.argument("unit")
@call
def figures_match(call: Call, own: str, unit: str) -> None:
    """Remember which unit a source means by an id of its own, such as Kolada's."""
    with call.workspace() as ws:
        found = ws.get(records.Unit, unit)
        ws.register.remember({own: found.id})
        call.answer({"own": own, "unit": found.id})
