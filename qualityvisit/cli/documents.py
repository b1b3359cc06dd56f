"""Commands for search, minutes and actions."""

from pathlib import Path
from typing import Any

import click

from qualityvisit.cli.base import Call, call, plain
from qualityvisit.cli.word import minutes_import
from qualityvisit.model import records
from qualityvisit.model.view import MinutesView
from qualityvisit.words import _


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@call
def search(call: Call, words: tuple[str, ...], limit: int) -> None:
    """Search everything; trygg* finds words that begin so."""
    typed = " ".join(words)
    with call.workspace() as ws:
        hits = ws.search(typed, limit)
        call.answer(
            {
                "hits": [
                    {"kind": h.kind, "id": h.id, "visit": h.visit, "snippet": h.snippet}
                    for h in hits
                ],
                "total": ws.search_total(typed),
            },
            *(f"{h.kind:<9} {h.id}  {h.snippet}" for h in hits),
        )


# --- minutes


@click.group()
def minutes() -> None:
    """Compile, show and export the minutes of a visit."""


@minutes.command("compile")
@click.argument("visit")
@call
def minutes_compile(call: Call, visit: str) -> None:
    """Carry every undecided note over to the minutes."""
    with call.workspace() as ws:
        ws.compile(visit)
        _show(call, ws.minutes(visit))


@minutes.command("show")
@click.argument("visit")
@call
def minutes_show(call: Call, visit: str) -> None:
    """Show the minutes as they stand."""
    with call.workspace() as ws:
        _show(call, ws.minutes(visit))


def _show(call: Call, view: MinutesView) -> None:
    sections: list[dict[str, Any]] = [
        {
            "section": s.key,
            "group": s.group,
            "theme": s.theme,
            "passages": [
                {"passage": p.id, "text": p.text, "notes": list(p.sources)} for p in s.passages
            ],
        }
        for s in view.sections
    ]
    unused = [plain(n, "note") | {"reason": ""} for n in view.undecided]
    unused += [plain(n, "note") | {"reason": reason} for n, reason in view.left_out]
    lines = []
    for section in sections:
        if section["passages"]:
            lines += ["", f"{section['group'] or section['section']}  {section['theme']}"]
            lines += [p["text"] for p in section["passages"]]
    call.answer(
        {
            "minutes": view.visit.id,
            "state": view.minutes.status,
            "sections": sections,
            "unused_notes": unused,
        },
        *lines,
        _("{n} notes are not in the minutes.", n=len(unused)),
    )


@minutes.command("export")
@click.argument("visit")
@click.option("--docx", type=click.Path(path_type=Path), help="A Word file to write.")
@click.option("--pdf", type=click.Path(path_type=Path), help="A PDF file to write.")
@click.option("--version", default="", help="A finished version's id; what they read now without.")
@call
def minutes_export(
    call: Call, visit: str, docx: Path | None, pdf: Path | None, version: str
) -> None:
    """Write the minutes to Word and PDF."""
    from qualityvisit.visit_record import write_minutes  # noqa: PLC0415

    files = [f for f in (docx, pdf) if f is not None]
    if not files:
        raise click.UsageError(_("Give --docx or --pdf."))
    with call.workspace() as ws:
        for file, kind in ((docx, "docx"), (pdf, "pdf")):
            if file is not None:
                write_minutes(ws, visit, file, kind, version)
        call.answer({"files": [str(f) for f in files]}, *map(str, files))


minutes.add_command(minutes_import)


# --- actions


@click.group()
def action() -> None:
    """Actions and their state."""


@action.command("add")
@click.option("--visit", required=True)
@click.option("--text", required=True)
@click.option("--responsible", default="")
@click.option("--due", default="", help="YYYY-MM-DD")
@call
def action_add(call: Call, visit: str, text: str, responsible: str, due: str) -> None:
    """Add an action to a visit."""
    with call.workspace() as ws:
        made = ws.visit(visit).add_action(text, responsible=responsible, due=due)
        call.answer({"action": made})


@action.command("list")
@click.option("--visit", default="")
@call
def action_list(call: Call, visit: str) -> None:
    """List actions, those due first at the top."""
    with call.workspace() as ws:
        found = ws.all(records.Action, parent=visit)
        call.answer(
            {"actions": [plain(a, "action") for a in found]},
            *(f"{a.id}  {a.due or '-':<10}  {a.status:<14}  {a.text}" for a in found),
        )


@action.command("set")
@click.argument("action")
@click.option(
    "--status",
    required=True,
    type=click.Choice(records.ACTION_STATES + records.ACTION_SIDE_STATES),
)
@click.option("--text", default="", help="A line for the history; dropping needs one.")
@call
def action_set(call: Call, action: str, status: str, text: str) -> None:
    """Take an action to a state."""
    with call.workspace() as ws:
        found = ws.get(records.Action, action)
        ws.visit(found.visit).set_action_state(action, status, text)
        call.answer({"action": action, "status": status}, status)
