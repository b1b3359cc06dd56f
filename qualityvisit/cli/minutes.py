"""Commands for minutes, the comments on them and text blocks."""

from pathlib import Path
from typing import Any

import click

from qualityvisit.cli.base import Call, call, plain
from qualityvisit.cli.word import minutes_import
from qualityvisit.model import records
from qualityvisit.model.sourcing import Coverage, coverage, manner_of, sentences_of
from qualityvisit.model.view import MinutesView
from qualityvisit.words import _


@click.group()
def minutes() -> None:
    """Compile, show, comment on and export the minutes of a visit."""


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
    """Show the minutes as they stand, and what each sentence rests on."""
    with call.workspace() as ws:
        _show(call, ws.minutes(visit))


def _show(call: Call, view: MinutesView) -> None:
    found = coverage(view.passages)
    sections: list[dict[str, Any]] = [
        {
            "section": s.key,
            "group": s.group,
            "theme": s.theme,
            "passages": [_passage(p) for p in s.passages],
            "coverage": _coverage(found.get(s.key, Coverage())),
        }
        for s in view.sections
    ]
    unused = [plain(n, "note") | {"reason": ""} for n in view.undecided]
    unused += [plain(n, "note") | {"reason": reason} for n, reason in view.left_out]
    lines = []
    for section in sections:
        if section["passages"]:
            lines += ["", f"{section['group'] or section['section']}  {section['theme']}"]
            lines += [line for p in section["passages"] for line in _lines(view, p)]
    whole = sum(found.values(), Coverage())
    call.answer(
        {
            "minutes": view.visit.id,
            "state": view.minutes.status,
            "sections": sections,
            "unused_notes": unused,
            "changed_notes": [
                {"passage": c.passage, "note": c.note, "before": c.before, "after": c.after}
                for c in view.changed
            ],
            "coverage": _coverage(whole),
            "open_comments": sum(t.is_open for t in view.threads),
        },
        *lines,
        _("{n} notes are not in the minutes.", n=len(unused)),
        _("{n} of {all} sentences rest on notes, {lacking} lack one.",
          n=whole.resting, all=whole.sentences, lacking=whole.lacking),
    )  # fmt: skip


def _passage(passage: records.Passage) -> dict[str, Any]:
    found = {
        "passage": passage.id,
        "text": passage.text,
        "notes": list(passage.sources),
        "manner": manner_of(passage),
        "sentences": [{"text": s.text, "notes": list(s.notes)} for s in sentences_of(passage)],
    }
    return found | ({"figure": passage.figure} if passage.figure else {})


def _lines(view: MinutesView, passage: dict[str, Any]) -> list[str]:
    """Return a passage's sentences, each with the numbers of its notes."""
    made = []
    for each in passage["sentences"]:
        numbers = sorted(n for n in map(view.number, each["notes"]) if n)
        made.append(f"{each['text']} {numbers or ''}".rstrip())
    return made


def _coverage(found: Coverage) -> dict[str, int]:
    return {
        "resting": found.resting,
        "lacking": found.lacking,
        "interpreted": found.interpreted,
    }


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


@minutes.command("comment")
@click.argument("visit")
@click.option("--passage", default="", help="The passage that is commented on.")
@click.option("--answer", default="", help="The comment that is answered.")
@click.option("--resolve", default="", help="The comment that is resolved.")
@click.option("--text", default="")
@call
def minutes_comment(
    call: Call, visit: str, passage: str, answer: str, resolve: str, text: str
) -> None:
    """Comment on a passage, answer or resolve a comment; without options list them."""
    if sum(map(bool, (passage, answer, resolve))) > 1:
        raise click.UsageError(_("Give one of --passage, --answer and --resolve."))
    with call.workspace() as ws:
        document, made = ws.visit(visit), ""
        if passage:
            made = document.add_comment(passage, text)
        elif answer:
            made = document.answer(answer, text)
        elif resolve:
            document.resolve(resolve)
        if passage or answer or resolve:
            call.answer({"comment": made or resolve})
            return
        threads = ws.minutes(visit).threads
        call.answer(
            {"comments": [_thread(t.comment, t.answers, is_open=t.is_open) for t in threads]},
            *(f"{'*' if t.is_open else ' '} {t.comment.id}  {t.comment.text}" for t in threads),
        )


def _thread(
    comment: records.Comment, answers: tuple[records.Comment, ...], *, is_open: bool
) -> dict[str, Any]:
    found = plain(comment, "comment") | {"open": is_open}
    return found | {"answers": [plain(a, "comment") for a in answers]}


@click.group()
def phrase() -> None:
    """Text blocks for the minutes."""


@phrase.command("list")
@call
def phrase_list(call: Call) -> None:
    """List the text blocks."""
    with call.workspace() as ws:
        found = ws.all(records.Phrase)
        call.answer(
            {"phrases": [plain(p, "phrase") for p in found]},
            *(f"{p.id}  {p.section:<18}  {p.name}: {p.text}" for p in found),
        )


@phrase.command("add")
@click.option("--name", required=True)
@click.option("--text", required=True, help="With blanks in braces, as in letters.")
@click.option("--section", default="", help="The section that it is offered for first.")
@call
def phrase_add(call: Call, name: str, text: str, section: str) -> None:
    """Add a text block."""
    with call.workspace() as ws:
        call.answer({"phrase": ws.register.add_phrase(name, text, section)})
