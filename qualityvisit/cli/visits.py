"""Commands for visits, guides and notes."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualityvisit.cli.base import Call, call, plain
from qualityvisit.errors import BadInput, KnownError, NotFound
from qualityvisit.model import records
from qualityvisit.words import _, count, listing
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from qualityvisit.reports.outline import Outline

# --- visits


@click.group()
def visit() -> None:
    """Visits and their programme."""


@visit.command("plan")
@click.option("--unit", required=True)
@click.option("--date", required=True, help="YYYY-MM-DD")
@click.option("--guide", default="")
@click.option("--member", "team", multiple=True, help="A member of the team; may be repeated.")
@call
def visit_plan(call: Call, unit: str, date: str, guide: str, team: tuple[str, ...]) -> None:
    """Plan a visit with the half-day programme."""
    with call.workspace() as ws:
        made = ws.plan_visit(unit, date=date, guide=guide, team=team or None)
        call.answer({"visit": made, "sessions": _sessions(ws, made)}, made)


@visit.command("propose")
@click.option("--term", default="", help="The first year of the term of office; else the present.")
@click.option("--take", is_flag=True, help="Plan what is proposed.")
@call
def visit_propose(call: Call, term: str, take: bool) -> None:
    """Propose weeks and teams for the units without a time; say why where there is none."""
    from qualityvisit.model.proposal_words import why  # noqa: PLC0415

    with call.workspace() as ws:
        chosen = _term(ws, term)
        made, ground = ws.propose(chosen), ws.ground(chosen)
        taken = ws.take(made.placed) if take else []
        visits = {p.unit: t.visit for p, t in zip(made.placed, taken, strict=False)}
        units, people = {u.id: u.name for u in ground.units}, ws.names()
        placed = [
            {"unit": p.unit, "name": units[p.unit], "week": p.week, "team": list(p.team),
             "visit": visits.get(p.unit, p.visit)}
            for p in made.placed
        ]  # fmt: skip
        unplaced = [
            {"unit": unit, "name": units[unit], "rules": [h.rule for h in rules],
             "why": why(rules, ground)}
            for unit, rules in made.unplaced
        ]  # fmt: skip
        call.answer(
            {"placed": placed, "unplaced": unplaced, "taken": len(taken)},
            *(f"{p.week}  {units[p.unit]}: {listing(people[m].name for m in p.team)}"
              for p in made.placed),
            *(f"--        {u['name']}: {u['why']}" for u in unplaced),
            *_proposed(len(taken), len(placed), take=take),
        )  # fmt: skip


def _proposed(taken: int, placed: int, *, take: bool) -> list[str]:
    if take:
        told = count("{n} visit is planned.", "{n} visits are planned.", taken)
        return [f"{told} {_('Each can be moved or cancelled in the window.')}"]
    return [_("Nothing is planned yet. Add --take to plan it.")] if placed else []


def _term(ws: Workspace, year: str) -> records.TermOfOffice | None:
    if not year:
        return None
    found = [t for t in ws.all(records.TermOfOffice) if t.start[:4] == year[:4]]
    if not found:
        raise BadInput(
            _("No term of office begins in {year}.", year=year),
            listing(t.start[:4] for t in ws.all(records.TermOfOffice)),
        )
    return found[0]


def _sessions(ws: Workspace, visit: str) -> list[dict[str, Any]]:
    found = ws.get(records.Visit, visit)
    questions = ws.all(records.Question, parent=found.guide) if found.guide else []
    themes = {t.id: t.name for t in ws.all(records.Theme, parent=found.guide)}
    return [
        plain(s, "session")
        | {
            "questions": [
                {"question": q.id, "theme": themes.get(q.theme, ""), "text": q.text}
                for q in questions
                if s.type == records.INTERVIEW and q.group == s.group
            ]
        }
        for s in ws.all(records.Session, parent=visit)
    ]


@visit.command("list")
@call
def visit_list(call: Call) -> None:
    """List the visits."""
    with call.workspace() as ws:
        found = ws.all(records.Visit)
        call.answer(
            {"visits": [plain(v, "visit") | {"state": v.status} for v in found]},
            *(f"{v.id}  {v.date or v.week:<10}  {v.status:<12}  {v.title}" for v in found),
        )


@visit.command("show")
@click.argument("visit")
@call
def visit_show(call: Call, visit: str) -> None:
    """Show one visit with its sessions, state and team."""
    with call.workspace() as ws:
        found = ws.get(records.Visit, visit)
        people = ws.names()
        team = [{"member": p, "name": people[p].name if p in people else ""} for p in found.team]
        sessions = _sessions(ws, visit)
        call.answer(
            plain(found, "visit") | {"state": found.status, "team": team, "sessions": sessions},
            f"{found.title}  {found.date or found.week}  {found.status}",
            *(f"{s['session']}  {s['start']}  {s['type']}  {s['group']}" for s in sessions),
        )


@visit.command("programme")
@click.argument("visit")
@click.option(
    "--ics", type=click.Path(path_type=Path), help="A calendar file: one event a session."
)
@click.option("--docx", type=click.Path(path_type=Path))
@click.option("--pdf", type=click.Path(path_type=Path))
@call
def visit_programme(
    call: Call, visit: str, ics: Path | None, docx: Path | None, pdf: Path | None
) -> None:
    """Show a visit's programme, or write it to files."""
    from qualityvisit import papers  # noqa: PLC0415 seldom needed
    from qualityvisit.outside import write_file  # noqa: PLC0415 as above

    with call.workspace() as ws:
        outline = papers.programme_outline(ws, visit)
        _write_papers(ws, outline, docx, pdf)
        if ics:
            write_file(ics.absolute(), papers.calendar_file(ws, visit))
        files = [str(f) for f in (ics, docx, pdf) if f]
        lines = files or papers.programme_text(ws, visit).splitlines()
        call.answer({"visit": visit, "sessions": _sessions(ws, visit), "files": files}, *lines)


@visit.command("invitation")
@click.argument("visit")
@click.option("--to", required=True, type=click.Choice(("unit", "guardians", "pupils")))
@click.option("--docx", type=click.Path(path_type=Path))
@click.option("--pdf", type=click.Path(path_type=Path))
@call
def visit_invitation(call: Call, visit: str, to: str, docx: Path | None, pdf: Path | None) -> None:
    """Write the letter to the unit, guardians or pupils; tell which gaps are left in it."""
    from qualityvisit import papers  # noqa: PLC0415 seldom needed

    with call.workspace() as ws:
        found = papers.letter_to(ws, visit, to)
        _write_papers(ws, papers.letter_outline(ws, visit, found.text), docx, pdf)
        files = [str(f) for f in (docx, pdf) if f]
        call.answer(
            {"visit": visit, "to": to, "text": found.text, "gaps": list(found.gaps),
             "files": files},
            *(files or found.text.splitlines()),
        )  # fmt: skip


@visit.command("briefing")
@click.argument("visit")
@click.option("--docx", type=click.Path(path_type=Path))
@click.option("--pdf", type=click.Path(path_type=Path))
@call
def visit_briefing(call: Call, visit: str, docx: Path | None, pdf: Path | None) -> None:
    """Show what is known of the unit before a visit, or write it on one page."""
    from qualityvisit import briefing  # noqa: PLC0415 seldom needed
    from qualityvisit.reports import plain as text  # noqa: PLC0415 as above

    with call.workspace() as ws:
        outline = briefing.briefing_outline(ws, visit)
        _write_papers(ws, outline, docx, pdf)
        found, files = briefing.known(ws, visit), [str(f) for f in (docx, pdf) if f]
        call.answer(
            {"visit": visit, "last": found.last.id if found.last else "",
             "figures": len(found.figures), "actions": [a.id for a in found.actions],
             "questions": [{"from": q.id, "group": q.group, "text": q.text, "taken": q.taken}
                           for q in found.questions],
             "attached": [f.id for f in found.files], "files": files},
            *(files or text.write(outline).splitlines()),
        )  # fmt: skip


def _write_papers(ws: "Workspace", outline: "Outline", docx: Path | None, pdf: Path | None) -> None:
    from qualityvisit.letterhead import file_of  # noqa: PLC0415 seldom needed
    from qualityvisit.outside import write_file  # noqa: PLC0415 as above

    for file, kind in ((docx, "docx"), (pdf, "pdf")):
        if file:
            write_file(file.absolute(), file_of(ws, outline, kind))


@visit.command("weed")
@click.argument("visit")
@click.option("--protocol", type=click.Path(path_type=Path), help="A .pdf or .csv file.")
@call
def visit_weed(call: Call, visit: str, protocol: Path | None) -> None:
    """Erase a visit's notes for good, here and on every computer when it next shares."""
    from qualityvisit.outside import weeding_file, write_file  # noqa: PLC0415

    with call.workspace() as ws:
        ws.weed(visit)
        ws.back_up()
        if protocol is not None:
            kind = "csv" if protocol.suffix.lower() == ".csv" else "pdf"
            write_file(protocol.absolute(), weeding_file(ws, visit, kind))
        done = ws.standing.weeded[f"notes/{visit}"]
        line = count("{n} note has been weeded.", "{n} notes have been weeded.", done.notes)
        call.answer({"visit": visit, "notes": done.notes, "at": done.at, "by": done.by}, line)


# --- guides


@click.group()
def guide() -> None:
    """Question guides."""


@guide.command("list")
@call
def guide_list(call: Call) -> None:
    """List the guides, with all their versions."""
    with call.workspace() as ws:
        taken = {g.id for g in ws.guides()}
        found = [plain(g, "guide") | {"in_use": g.id in taken} for g in ws.all(records.Guide)]
        lines = (f"{g['guide']}  {g['name']}  {g['version']}" for g in found)
        call.answer({"guides": found}, *lines)


@guide.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--group", default="", help="Where the file says no interview group.")
@click.option("--form", "forms", multiple=True, help="Where the file says no school form.")
@call
def guide_import(call: Call, file: Path, group: str, forms: tuple[str, ...]) -> None:
    """Import a guide from an XLSForm; tell of the rows that are not taken as they are."""
    from qualityvisit.outside import read_form, take_guide  # noqa: PLC0415

    with call.workspace() as ws:
        if group:
            ws.get(records.Group, group)
        found = read_form(ws, file)
        made = take_guide(ws, found.whole(group, forms))
        told = [
            {"row": r.row, "type": r.kind, "taken": r.taken, "why": r.why}
            for r in found.rows if r.why
        ]  # fmt: skip
        call.answer({"guide": made.guide, "new": made.new, "draft": made.draft, "rows": told})


@guide.command("publish")
@click.argument("guide")
@call
def guide_publish(call: Call, guide: str) -> None:
    """Let new visits take a draft; it is not changed any more."""
    with call.workspace() as ws:
        ws.get(records.Guide, guide)
        ws.register.publish_guide(guide)
        call.answer(plain(ws.get(records.Guide, guide), "guide"))


@guide.command("compare")
@click.argument("older")
@click.argument("newer")
@call
def guide_compare(call: Call, older: str, newer: str) -> None:
    """Tell what became of each question from one version of a guide to another."""
    from qualityvisit.model.crosswalk import compare  # noqa: PLC0415

    with call.workspace() as ws:
        for name in (older, newer):
            ws.get(records.Guide, name)
        found = compare(ws.guide_parts(older), ws.guide_parts(newer), ws.all(records.Question))
        rows = [
            {"became": list(c.kinds), "older": [q.id for q in c.older],
             "newer": [q.id for q in c.newer]}
            for c in found
        ]  # fmt: skip
        call.answer({"questions": rows})


@guide.command("export")
@click.argument("guide")
@click.argument("file", type=click.Path(path_type=Path))
@call
def guide_export(call: Call, guide: str, file: Path) -> None:
    """Export a guide as an XLSForm."""
    from qualityvisit.outside import export_guide  # noqa: PLC0415

    with call.workspace() as ws:
        export_guide(ws, guide, file)
        call.answer({"guide": guide, "file": str(file)})


# --- notes


@click.group()
def note() -> None:
    """Interview notes."""


@note.command("add")
@click.option("--session", default="")
@click.option("--question", default="")
@click.option("--mark", "marks", multiple=True, type=click.Choice(records.MARKS))
@click.option("--text", default="")
@click.option("--batch", default="", help="- reads one JSON object a line from standard input.")
@call
def note_add(
    call: Call, session: str, question: str, marks: tuple[str, ...], text: str, batch: str
) -> None:
    """Add a note, or many: each is answered as soon as it is durable."""
    if batch and batch != "-":
        raise click.UsageError(_("Only --batch - is known: notes come from standard input."))
    if not batch and not session:
        raise click.UsageError(_("Give --session, or --batch -."))
    with call.workspace() as ws:
        if not batch:
            call.answer({"note": _add(ws, session, question, marks, text)})
        elif not _add_all(ws):
            raise click.exceptions.Exit(1)


def _add_all(ws: Workspace) -> bool:
    """Add one note a line; tell whether all could be added."""
    whole = True
    for line in _lines():
        if not line.strip():
            continue
        try:
            found = _fields(line)
            made = _add(ws, found["session"], found["question"], found["marks"], found["text"])
        except KnownError as problem:
            whole = False
            click.echo(
                json.dumps(
                    {"error": type(problem).__name__, "title": problem.title,
                     "advice": problem.advice},
                    ensure_ascii=False,
                )
            )  # fmt: skip
        else:
            click.echo(json.dumps({"note": made}))
    return whole


def _lines() -> Iterator[str]:
    """Give the lines of standard input, each as soon as it is there."""
    while line := sys.stdin.readline():
        yield line


def _fields(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
        marks = found.get("marks") or []
        if not isinstance(marks, list):
            raise TypeError
        return {
            "session": str(found["session"]),
            "question": str(found.get("question") or ""),
            "marks": [str(m) for m in marks],
            "text": str(found["text"]),
        }
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadInput(
            _("This line is not a note."),
            _("Each line is a JSON object with session, question, marks and text."),
        ) from problem


def _add(ws: Workspace, session: str, question: str, marks: Sequence[str], text: str) -> str:
    if not text.strip():
        raise BadInput(_("The note is empty."), _("Give --text."))
    place = ws.get(records.Session, session)
    asked = ws.get(records.Question, question) if question else None
    return ws.notes(place.visit).add_note(
        session,
        place.group,
        theme=asked.theme if asked else "",
        question=question,
        text=text,
        marks=marks,
    )


@note.command("edit")
@click.argument("note")
@click.option("--text", required=True)
@call
def note_edit(call: Call, note: str, text: str) -> None:
    """Change a note's words; what a colleague changes elsewhere in it stands as well."""
    with call.workspace() as ws:
        found = ws.find(records.Note, note)
        if found is None:
            raise NotFound(_("There is no such note: {id}.", id=note))
        ws.notes(found.visit).edit(note, text)
        call.answer({"note": note})


@note.command("export")
@click.argument("visit")
@click.argument("file", type=click.Path(path_type=Path))
@call
def note_export(call: Call, visit: str, file: Path) -> None:
    """Write a visit's notes as a REFI-QDA project (.qdpx), for tools of analysis."""
    from qualityvisit.analysis import notes_for_analysis  # noqa: PLC0415 help needs none
    from qualityvisit.outside import write_file  # noqa: PLC0415 as above

    with call.workspace() as ws:
        write_file(file, notes_for_analysis(ws, visit))
        call.answer({"file": str(file)})


@note.command("list")
@click.option("--visit", required=True)
@call
def note_list(call: Call, visit: str) -> None:
    """List a visit's notes."""
    with call.workspace() as ws:
        ws.notes(visit)
        found = ws.all(records.Note, parent=visit)
        call.answer(
            {"notes": [plain(n, "note") for n in found]},
            *(f"{n.id}  {n.group}  {n.text}" for n in found),
        )
