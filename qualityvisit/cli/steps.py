"""Commands for the way of the minutes: fact check, approval, finishing, correcting, sending."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualityvisit.cli.base import Call, call, plain
from qualityvisit.cli.minutes import minutes
from qualityvisit.model.records import CHANNELS

if TYPE_CHECKING:
    from qualityvisit.workspace import Workspace

__all__ = ["minutes"]


@minutes.command("steps")
@click.argument("visit")
@call
def steps(call: Call, visit: str) -> None:
    """Tell how far the minutes have come, and how they stand as a document."""
    with call.workspace() as ws:
        found = _told(ws, visit)
        standing = found["standing"]
        call.answer(found, found["state"], f"{standing['status']}: {standing['reason']}",
                    *found["hindrances"])  # fmt: skip


def _told(ws: "Workspace", visit: str) -> dict[str, Any]:
    from qualityvisit import visit_record  # noqa: PLC0415

    found = visit_record.steps(ws, visit)
    standing = found.standing
    return {
        "minutes": visit,
        "state": found.minutes.status,
        "hindrances": list(found.hindrances),
        "astray": found.astray,
        "standing": {"status": standing.status, "reason": standing.reason, "law": standing.law,
                     "secrecy": standing.secrecy, "note": standing.note},
        "approvals": [{"member": s.person, "name": s.name, "at": s.at, "stands": s.now}
                      for s in found.signed],
        "remarks": [plain(r, "remark") for r in found.remarks],
        "versions": [
            {"version": v.id, "number": n, "at": v.at, "by": v.who, "reason": v.reason,
             "sha256": v.digest}
            for n, v in enumerate(found.versions, 1)
        ],
        "sent": [plain(entry, "entry") for entry in found.sent],
    }  # fmt: skip


@minutes.command("check")
@click.argument("visit")
@click.option("--to", required=True, help="Name and title of whom it goes to.")
@click.option("--due", default="", help="YYYY-MM-DD")
@click.option("--docx", required=True, type=click.Path(path_type=Path), help="The form to write.")
@call
def check(call: Call, visit: str, to: str, due: str, docx: Path) -> None:
    """Write the form of a fact check by the unit's leadership, and note that it goes out."""
    from qualityvisit.visit_record import send_for_check  # noqa: PLC0415

    with call.workspace() as ws:
        made = send_for_check(ws, visit, docx, to, due)
        call.answer({"check": made, "files": [str(docx)]}, made)


@minutes.command("checked")
@click.argument("file", type=click.Path(path_type=Path))
@call
def checked(call: Call, file: Path) -> None:
    """Take in the form of a fact check that has come back."""
    from qualityvisit.visit_record import read_check, take_check  # noqa: PLC0415

    with call.workspace() as ws:
        found = read_check(ws, file)
        taken = take_check(ws, found)
        call.answer({"check": found.check.id, "visit": found.check.visit, "taken": taken,
                     "homeless": list(found.homeless)}, str(taken))  # fmt: skip


@minutes.command("remark")
@click.argument("remark")
@click.option("--became", type=click.Choice(["corrected", "kept"]), required=True)
@click.option("--note", default="", help="Why it is kept.")
@call
def remark(call: Call, remark: str, became: str, note: str) -> None:
    """Say what became of a remark of a fact check."""
    from qualityvisit.model.records import Judgement  # noqa: PLC0415

    with call.workspace() as ws:
        found = ws.get(Judgement, remark)
        ws.visit(found.visit).settle_remark(found.check, found.passage, became, note)
        call.answer({"remark": remark})


@minutes.command("approve")
@click.argument("visit")
@click.option("--ask", multiple=True, help="A member who is to approve; can be given many times.")
@call
def approve(call: Call, visit: str, ask: tuple[str, ...]) -> None:
    """Ask members to approve the minutes, or without --ask approve them oneself."""
    with call.workspace() as ws:
        document = ws.visit(visit)
        if ask:
            with document.change():
                for member in ask:
                    document.ask_approval(member)
        else:
            document.approve()
        ws.settle()
        call.answer({"minutes": visit, "waiting": document.lacking_approvals()})


@minutes.command("finish")
@click.argument("visit")
@call
def finish(call: Call, visit: str) -> None:
    """Finish the minutes: they are closed and kept as a version."""
    from qualityvisit.visit_record import finish_minutes  # noqa: PLC0415

    with call.workspace() as ws:
        made = finish_minutes(ws, visit)
        call.answer({"minutes": visit, "version": made}, made)


@minutes.command("correct")
@click.argument("visit")
@click.option("--reason", required=True)
@call
def correct(call: Call, visit: str, reason: str) -> None:
    """Open finished minutes to correct them, with the reason."""
    with call.workspace() as ws:
        ws.correct_minutes(visit, reason)
        call.answer({"minutes": visit})


@minutes.command("sent")
@click.argument("visit")
@click.option("--what", required=True, help="What the document is.")
@click.option("--to", required=True)
@click.option("--how", type=click.Choice(CHANNELS), required=True)
@click.option("--at", default="", help="YYYY-MM-DD; today where it is not given.")
@click.option("--version", default="", help="The version's id; a draft where it is not given.")
@click.option("--outside", is_flag=True, help="It went outside the authority.")
@call
def sent(call: Call, /, visit: str, what: str, to: str, **more: Any) -> None:  # noqa: ANN401 click's
    """Note that a document was sent out."""
    with call.workspace() as ws:
        made = ws.visit(visit).dispatch(what, to, **more)
        call.answer({"entry": made}, made)
