"""Commands for the documents that are made of visits, units and meetings."""

from pathlib import Path

import click

from qualityvisit.cli.base import Call, call
from qualityvisit.words import _


@click.group()
def document() -> None:
    """Write the committee's documents: briefs, plans, reports, notices."""


@document.command("list")
@call
def document_list(call: Call) -> None:
    """List the kinds of documents, and what each is made of."""
    from qualityvisit import dossier  # noqa: PLC0415 help needs none

    found = [{"kind": k.key, "of": k.of, "name": dossier.kind_word(k.key)} for k in dossier.kinds()]
    call.answer({"kinds": found}, *(f"{k['kind']:<18} {k['of']:<10} {k['name']}" for k in found))


@document.command("write")
@click.argument("kind")
@click.argument("of")
@click.option("--docx", type=click.Path(path_type=Path), help="A Word file to write.")
@click.option("--pdf", type=click.Path(path_type=Path), help="A PDF file to write.")
@click.option("--mask", multiple=True, help="Words that are masked; can be given many times.")
@click.option("--provision", default="", help="By which provision they are masked.")
@call
def document_write(
    call: Call, kind: str, of: str, docx: Path | None, pdf: Path | None, mask: tuple[str, ...],
    provision: str,
) -> None:  # fmt: skip
    """Write a document. OF is a visit, a meeting, a year, a half year (2028-01-01) or UNIT/2028."""
    from qualityvisit import dossier  # noqa: PLC0415 as above
    from qualityvisit.letterhead import file_of  # noqa: PLC0415
    from qualityvisit.outside import write_file  # noqa: PLC0415
    from qualityvisit.reports.masking import Mask  # noqa: PLC0415

    wanted = [(file, to) for file, to in ((docx, "docx"), (pdf, "pdf")) if file is not None]
    if not wanted:
        raise click.UsageError(_("Give --docx or --pdf."))
    with call.workspace() as ws:
        masks = [Mask(words, provision) for words in mask]
        made = dossier.masked(dossier.outline(ws, kind, of), masks)
        for file, to in wanted:
            write_file(file, file_of(ws, made, to))
        files = [str(file) for file, _to in wanted]
        call.answer({"title": made.title, "files": files}, *files)
