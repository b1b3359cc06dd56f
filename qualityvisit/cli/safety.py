"""Commands for sharing, backup and control."""

from pathlib import Path

import click

from qualityvisit.cli.base import Call, call
from qualityvisit.errors import AlreadyThere
from qualityvisit.journal import backup as backups
from qualityvisit.words import _
from qualityvisit.workspace import Workspace


@click.command()
@call
def sync(call: Call) -> None:
    """Share: send what waits and get what is new. Counts bundles."""
    with call.workspace() as ws:
        result = ws.sharing.share()
        if result.problem:
            raise result.problem
        call.answer(
            {
                "sent": result.sent,
                "received": result.received,
                "waiting": result.waiting,
                "quarantined": result.quarantined,
            },
            _("Sent {sent}, received {received}.", sent=result.sent, received=result.received),
        )


@click.group()
def backup() -> None:
    """Back up and restore."""


@backup.command("create")
@click.argument("file", type=click.Path(path_type=Path))
@call
def backup_create(call: Call, file: Path) -> None:
    """Write a backup, verified by opening it."""
    with call.workspace() as ws:
        made = ws.backup_to(file.absolute(), call.passphrase)
        call.answer({"file": str(made.file), "entries": made.entries}, str(made.file))


@backup.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@call
def backup_verify(call: Call, file: Path) -> None:
    """Open a backup and count what is in it."""
    found = backups.verify(file.absolute(), call.passphrase)
    line = _("The backup is whole: {n} entries.", n=found.entries)
    call.answer({"file": str(found.file), "entries": found.entries}, line)


@backup.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@call
def backup_restore(call: Call, file: Path) -> None:
    """Restore a backup into the profile, which must be empty."""
    restored = Workspace.restore(file.absolute(), call.profile, call.passphrase)
    try:
        entries = restored.journal.entries()
        call.answer({"file": str(file), "entries": entries}, _("Restored {n} entries.", n=entries))
    finally:
        restored.close()


@click.command()
@call
def check(call: Call) -> None:
    """Fold the journal anew and compare it with the index."""
    with call.workspace() as ws:
        found = ws.check()
        call.answer(
            {
                "entries": found.entries,
                "documents": found.documents,
                "index_equals_journal": found.index_equals_journal,
                "problems": list(found.problems),
            },
            *(found.problems or [_("Everything is in order.")]),
        )
        if found.problems:
            raise click.exceptions.Exit(1)


@click.command()
@call
def demo(call: Call) -> None:
    """Fill an empty profile with the example workspace."""
    from qualityvisit.example import create  # noqa: PLC0415

    if Workspace.exists(call.profile):
        raise AlreadyThere(
            _("There is already a workspace in this folder: {folder}.", folder=call.profile),
            _("It has been left untouched. The example needs an empty folder: --profile."),
        )
    made = create(call.profile, call.passphrase)
    try:
        line = _("The example workspace is ready.")
        call.answer({"workspace": made.sharing.identity.workspace}, line)
    finally:
        made.close()
