"""Commands for the archive box of a visit."""

from pathlib import Path

import click

from qualityvisit.cli.base import Call, call
from qualityvisit.words import _, count

_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group()
def box() -> None:
    """Make the archive box of a visit, and check one."""


@box.command("make")
@click.argument("visit")
@_FILE
@call
def box_make(call: Call, visit: str, file: Path) -> None:
    """Write a visit with finished minutes as one file, and tell its seal."""
    from qualityvisit import archive, outside  # noqa: PLC0415 help needs none

    with call.workspace() as ws:
        data = archive.make_box(ws, visit)
        outside.write_file(file, data)
        seal = archive.seal_of(data)
        call.answer({"file": str(file), "seal": seal}, str(file), _("Seal: {seal}", seal=seal))


@box.command("check")
@_FILE
@click.option("--seal", default="", help="The seal that was told when the box was made.")
@call
def box_check(call: Call, file: Path, seal: str) -> None:
    """Tell whether a box is as it was made; needs no workspace. Exit code 1 where it is not."""
    from qualityvisit import archive  # noqa: PLC0415 help needs none

    found = archive.check_box(archive.read_box(file), seal)
    problems = [{"file": p.file, "problem": p.words} for p in found.problems]
    whole = count("The box is whole: {n} file.", "The box is whole: {n} files.", found.files)
    lines = [p.words for p in found.problems] or [whole]
    if found.seal:
        lines.append(_("Seal: {seal}", seal=found.seal))
    call.answer(
        {"whole": not problems, "files": found.files, "seal": found.seal, "problems": problems},
        *lines,
    )
    if problems:
        raise click.exceptions.Exit(1)
