"""Commands for search and actions."""

import click

from qualityvisit.cli.base import Call, call, plain
from qualityvisit.model import records


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
