"""Commands for the municipality's Word template, and for minutes that come back from Word."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualityvisit.cli.base import Call, call
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.reports.template import Findings

_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group()
def template() -> None:
    """Check, set and clear the municipality's own Word template."""


@template.command("check")
@_FILE
@call
def template_check(call: Call, file: Path) -> None:
    """Tell what is missing or wrong in a template; nothing is changed."""
    from qualityvisit.letterhead import check_template  # noqa: PLC0415 seldom needed
    from qualityvisit.outside import read_file  # noqa: PLC0415 as above

    _tell(call, check_template(read_file(file)))


@template.command("set")
@_FILE
@call
def template_set(call: Call, file: Path) -> None:
    """Let all reports be written in a template."""
    from qualityvisit.letterhead import set_template  # noqa: PLC0415 seldom needed
    from qualityvisit.outside import read_file  # noqa: PLC0415 as above

    with call.workspace() as ws:
        _tell(call, set_template(ws, read_file(file), file.name))


@template.command("clear")
@call
def template_clear(call: Call) -> None:
    """Go back to the program's own template."""
    from qualityvisit.letterhead import clear_template  # noqa: PLC0415 seldom needed

    with call.workspace() as ws:
        clear_template(ws)
        call.answer({"template": ""}, _("The program's own template is used."))


def _tell(call: Call, found: "Findings") -> None:
    told = [{"weight": f.weight, "what": f.what, "advice": f.advice} for f in found.findings]
    lines = [f"{f.what} {f.advice}".strip() for f in found.findings]
    call.answer(
        {"usable": found.usable, "filled": list(found.filled), "findings": told},
        *(lines or [_("Nothing is missing.")]),
    )


@click.command("import")
@click.argument("visit")
@_FILE
@click.option("--apply", "taken", is_flag=True, help="Take in what is clear.")
@call
def minutes_import(call: Call, visit: str, file: Path, *, taken: bool) -> None:
    """Compare minutes that were edited in Word with those here; --apply takes in what is clear.

    Removed paragraphs and those changed on both sides are only told.
    """
    from qualityvisit import word_back  # noqa: PLC0415 seldom needed
    from qualityvisit.outside import read_file  # noqa: PLC0415 as above

    with call.workspace() as ws:
        found = word_back.read_back(ws, read_file(file), visit)
        usual = [n for n, c in enumerate(found.changes) if word_back.usual(c)]
        said = word_back.usual_remarks(ws, found)
        done = word_back.take_back(ws, found, usual, said) if taken else 0
        changes: list[dict[str, Any]] = [
            {"kind": c.kind, "section": c.section, "passage": c.passage, "old": c.old,
             "new": c.new, "taken": taken and n in usual,
             "tracked": [{"kind": t.kind, "text": t.text, "author": t.author, "at": t.at}
                         for t in c.tracked]}
            for n, c in enumerate(found.changes)
        ]  # fmt: skip
        remarks = [
            {"author": r.author, "at": r.at, "text": r.text, "words": r.words,
             "section": r.section, "passage": r.passage, "resolved": r.resolved,
             "taken": taken and n in said}
            for n, r in enumerate(found.remarks)
        ]  # fmt: skip
        told = count("{n} change is taken in.", "{n} changes are taken in.", done)
        call.answer(
            {"visit": found.visit, "changes": changes, "comments": remarks,
             "unchanged": found.unchanged, "taken": done},
            *(f"{c.kind:<9} {c.old} -> {c.new}" for c in found.changes),
            *([told] if taken else []),
        )  # fmt: skip
