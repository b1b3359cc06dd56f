"""Commands for a workspace and its members."""

from pathlib import Path

import click

from qualityvisit.cli.base import Call, call
from qualityvisit.model.records import ROLES
from qualityvisit.words import _
from qualityvisit.workspace import Workspace


@click.group()
def workspace() -> None:
    """Create, join and share a workspace."""


@workspace.command()
@click.option("--name", required=True, help="Your name.")
@click.option("--committee", required=True, help="The committee's name.")
@click.option("--title", default="", help="Your title, e.g. AU-ledamot.")
@click.option("--store", default="", help="Where to share: a folder, or a server's address.")
@call
def create(call: Call, name: str, committee: str, title: str, store: str) -> None:
    """Found a workspace in the profile."""
    from qualityvisit.outside import add_guides  # noqa: PLC0415

    made = Workspace.create(
        call.profile, name=name, committee=committee, title=title, store=store,
        passphrase=call.passphrase,
    )  # fmt: skip
    try:
        add_guides(made)
        _tell(call, made, _("The workspace is created."))
    finally:
        made.close()


@workspace.command()
@click.argument("invitation")
@click.option("--store", default="", help="Where the shared place is found on this computer.")
@call
def join(call: Call, invitation: str, store: str) -> None:
    """Join a workspace by an invitation."""
    words = Workspace.check_words(invitation)
    joined = Workspace.join(call.profile, invitation, store=store, passphrase=call.passphrase)
    try:
        _tell(call, joined, _("You have joined."), check=words)
    finally:
        joined.close()


def _tell(call: Call, workspace: Workspace, line: str, **more: str) -> None:
    who = workspace.sharing.identity
    found = {"workspace": who.workspace, "member": who.member, "device": who.device}
    call.answer(found | more, line, *more.values())


@workspace.command()
@click.option("--name", required=True)
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--title", default="", help="The person's title, e.g. AU-ledamot.")
@click.option("--days", type=click.IntRange(1, 365), default=14, help="How long it is good.")
@call
def invite(call: Call, name: str, role: str, title: str, days: int) -> None:
    """Invite a person: prints one line to hand over, and two words to read to each other."""
    with call.workspace() as ws:
        made = ws.sharing.invite(name, role, title, days)
        words = Workspace.check_words(made)
        call.answer({"invitation": made, "check": words}, made, words)


@workspace.command()
@click.argument("file", type=click.Path(path_type=Path))
@call
def recovery(call: Call, file: Path) -> None:
    """Make a recovery sheet to be printed; an older one is no longer good."""
    from qualityvisit.outside import recovery_sheet, write_file  # noqa: PLC0415

    with call.workspace() as ws:
        write_file(file.absolute(), recovery_sheet(ws))
        call.answer({"file": str(file)}, _("The recovery sheet is in {file}.", file=file))


@workspace.command()
@call
def members(call: Call) -> None:
    """List the members."""
    with call.workspace() as ws:
        _list(call, ws)


@workspace.command()
@click.argument("member")
@call
def remove(call: Call, member: str) -> None:
    """Remove a member."""
    with call.workspace() as ws:
        ws.sharing.remove(member)
        _list(call, ws)


def _list(call: Call, ws: Workspace) -> None:
    found = ws.sharing.roster().people
    call.answer(
        {
            "members": [
                {"member": m.id, "name": m.name, "role": m.role, "state": m.state,
                 "devices": sum(c.state == "active" for c in m.computers)}
                for m in found
            ]
        },
        *(f"{m.id}  {m.name}  {m.role}  {m.state}" for m in found),
    )  # fmt: skip
