"""Between the workspace and the outside: what intake brings in, and what reports carry out."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualityvisit.errors import BadInput, NotFound, NotSaved
from qualityvisit.intake import guides as guide_files
from qualityvisit.intake.guides import IncomingGuide
from qualityvisit.letterhead import file_of
from qualityvisit.model import records
from qualityvisit.model.guide_rules import family_of, problems
from qualityvisit.settings import RESOURCES
from qualityvisit.words import _, day
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from qualityvisit.intake.xlsform_read import FormReading

MOST = 50 * 1024 * 1024  # bytes of a file that is read


def group_name(group: records.Group, form: str) -> str:
    """Return what an interview group is called at a unit of this form; preschools have children."""
    if group.id == records.PUPILS and form in records.PRESCHOOL_FORMS:
        return _("Children")
    return group.name or {
        records.LEADERSHIP: _("School leadership"),
        records.STAFF: _("Staff"),
        records.PUPILS: _("Pupils"),
        records.GUARDIANS: _("Guardians"),
    }.get(group.id, group.id)


def read_file(file: Path, most: int = 0) -> bytes:
    """Return a file's bytes. Raise BadInput where it cannot be read, or is far too large."""
    try:
        if file.stat().st_size > (most or MOST):
            raise BadInput(_("The file is too large: {file}.", file=file), _("Choose another."))
        return file.read_bytes()
    except OSError as problem:
        raise BadInput(
            _("The file cannot be read: {file}.", file=file),
            _("Check that it is there and that you may read it. Nothing has been changed."),
        ) from problem


def write_file(file: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raise NotSaved."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        fresh.write_bytes(data)
        fresh.replace(file)
    except OSError as problem:
        fresh.unlink(missing_ok=True)
        raise NotSaved(
            _("The file could not be written: {file}.", file=file),
            _("The workspace itself is safe. Close the file if it is open, or choose another."),
        ) from problem


# --- guides


@dataclass(frozen=True, slots=True)
class TakenGuide:
    """What an import has made: the guide's id, and whether it is new, and a draft."""

    guide: str
    new: bool
    draft: bool


def add_guides(ws: Workspace) -> None:
    """Add the guides that come with the program."""
    for guide in guide_files.shipped(RESOURCES):
        take_guide(ws, guide)


def read_form(ws: Workspace, file: Path, language: str = "") -> "FormReading":
    """Read a guide out of an XLSForm, to be looked at. Raise BadInput."""
    from qualityvisit.intake.xlsform_read import read_xlsform  # noqa: PLC0415

    names = {g.id: group_name(g, "") for g in ws.all(records.Group)}
    return read_xlsform(read_file(file), names, language)


def take_guide(ws: Workspace, found: IncomingGuide) -> TakenGuide:
    """Add a guide that came in, unless it is here as it is.

    One that is new here can be taken by visits at once. Another version of one that is here, and
    what is not whole, becomes a draft: what visits take is not changed by an import.
    """
    known = [g for g in ws.all(records.Guide) if family_of(g) == found.guide.family]
    for guide in known:
        if incoming_guide(ws, guide.id).content() == found.content():
            return TakenGuide(guide.id, new=False, draft=guide.draft)
    draft = bool(known) or bool(problems(found.guide, found.themes, found.questions))
    origin = known[0].origin if known else found.guide.origin
    guide = replace(found.guide, draft=draft, origin=origin)
    made = ws.register.take_guide(guide, found.themes, found.questions)
    return TakenGuide(made, new=True, draft=draft)


def incoming_guide(ws: Workspace, guide: str) -> IncomingGuide:
    """Return a guide that is here as a file would bring it. Raise NotFound."""
    return guide_files.incoming(ws.get(records.Guide, guide), *ws.guide_parts(guide))


def export_guide(ws: Workspace, guide: str, file: Path) -> None:
    """Write a guide as an XLSForm, to lend or to change. Raise NotFound or NotSaved."""
    write_file(file, guide_file(ws, guide))


def guide_file(ws: Workspace, guide: str) -> bytes:
    """Return a guide as the bytes of an XLSForm. Raise NotFound."""
    from qualityvisit.intake.xlsform import write_xlsform  # noqa: PLC0415

    ws.settle()
    found, committee = ws.get(records.Guide, guide), ws.committee()
    origin = found.origin or ", ".join(filter(None, (committee.name, committee.municipality)))
    groups = {g.id: g for g in ws.all(records.Group)}
    form = found.forms[0] if found.forms else ""
    return write_xlsform(
        replace(found, origin=origin),
        *ws.guide_parts(guide),
        lambda group: group_name(groups.get(group, records.Group(group)), form),
    )


# --- the reserve form


NEW, THERE, ELSEWHERE = "new", "there", "elsewhere"  # what becomes of a line


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """A line of a form and what becomes of it. ``question`` is "" for a free note."""

    question: str
    text: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A form that was filled in, held against what is noted already."""

    visit: str
    session: records.Session
    lines: tuple[ReserveLine, ...]
    gone: tuple[str, ...]  # questions whose places are not in the form any more


def reserve_form(ws: Workspace, session: str) -> bytes:
    """Return an interview's questions and notes as a Word form. Raise NotFound or NotAllowed."""
    from qualityvisit.reports import reserve  # noqa: PLC0415 start-up time is measured

    ws.settle()
    held = ws.get(records.Session, session)
    visit = ws.get(records.Visit, held.visit)
    ws.notes(visit.id)  # raises NotAllowed
    groups = {g.id: g for g in ws.all(records.Group)}
    group = groups.get(held.group, records.Group(held.group))
    themes, asked = _asked_in(ws, visit, held)
    notes = [n for n in ws.all(records.Note, parent=visit.id) if n.session == session]
    return reserve.write(
        reserve.ReserveInput(
            ws.committee(), visit, held, group_name(group, visit.form) or _("Notes"), themes,
            asked, notes, ws.now(),
        )
    )  # fmt: skip


def _asked_in(
    ws: Workspace, visit: records.Visit, session: records.Session
) -> tuple[list[records.Theme], list[records.Question]]:
    if not visit.guide:
        return [], []
    themes, questions = ws.guide_parts(visit.guide)
    return themes, [q for q in questions if q.group == session.group and not q.unused]


def write_reserve_forms(ws: Workspace, visit: str, folder: Path) -> list[Path]:
    """Write a form for each interview of a visit into a folder. Raise NotAllowed or NotSaved."""
    found, made = ws.get(records.Visit, visit), []
    groups = {g.id: g for g in ws.all(records.Group)}
    for number, session in enumerate(ws.all(records.Session, parent=visit), 1):
        if session.type == records.INTERVIEW and session.group in groups:
            name = f"{number:02} {group_name(groups[session.group], found.form)} {found.title}"
            made.append(folder / (re.sub(r"[^\w .-]", "", name) + ".docx"))
            write_file(made[-1], reserve_form(ws, session.id))
    return made


def read_reserve_form(ws: Workspace, file: Path) -> FilledIn:
    """Read a form that was filled in, and hold it against the notes there are.

    Raise BadInput where it is none of this workspace's, and NotAllowed.
    """
    from qualityvisit.intake.reserve import read_form as read_filled  # noqa: PLC0415

    found = read_filled(read_file(file))
    ws.settle()
    session = ws.find(records.Session, found.form)
    if session is None:
        raise BadInput(
            _("The form belongs to no interview in this workspace."),
            _("It may come from another committee, or from an interview that was removed."),
        )
    visit = ws.get(records.Visit, session.visit)
    ws.notes(visit.id)  # raises NotAllowed
    asked = {q.id for q in _asked_in(ws, visit, session)[1]}
    notes = [n for n in ws.all(records.Note, parent=visit.id) if n.session == session.id]
    there = Counter((n.question, line) for n in notes for line in _lines_of(n.text))
    known = asked | {n.question for n in notes} | {"free"}
    lines: list[ReserveLine] = []
    for answer in found.lines:
        question = answer.place if answer.place in known - {"free"} else ""
        state, why = NEW, ""
        if not answer.place:
            state, why = ELSEWHERE, _("It stands in no place any more: it becomes a free note.")
        elif answer.place not in known:
            why = _("Its question is not in this interview: it becomes a free note.")
            state = ELSEWHERE
        if there[question, answer.text]:
            state, why = THERE, _("It is noted already.")
            there[question, answer.text] -= 1  # who else said the same is noted too
        lines.append(ReserveLine(question, answer.text, state, why))
    return FilledIn(visit.id, session, tuple(lines), tuple(sorted(asked - found.places)))


def _lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def take_reserve_form(ws: Workspace, found: FilledIn) -> int:
    """Write what a form adds as notes of its interview; return how many. Raise NotAllowed."""
    notes = ws.notes(found.visit)
    added = [line for line in found.lines if line.state != THERE]
    with notes.change():
        for line in added:
            question = ws.find(records.Question, line.question)
            notes.add_note(
                found.session.id, found.session.group, theme=question.theme if question else "",
                question=line.question, text=line.text,
            )  # fmt: skip
    return len(added)


# --- the recovery sheet


def recovery_sheet(ws: Workspace, *, tell: bool = True) -> bytes:
    """Make a new recovery sheet, after which an older one is no longer good; return its PDF.

    It is shared at once with ``tell``, which may take its time, else in the next round. Raise
    NotAllowed, or Refused where nothing is shared.
    """
    from qualityvisit.reports import recovery  # noqa: PLC0415 start-up time is measured
    from qualityvisit.sync.invitation import Invitation  # noqa: PLC0415

    line = ws.sharing.make_recovery(_("Administrator by recovery sheet"), tell=tell)
    committee = ws.committee()
    return recovery.write(
        recovery.RecoveryInput(
            committee=committee.name,
            municipality=committee.municipality,
            made=ws.now(),
            made_by=ws.me.name,
            store=ws.standing.address,
            line=line,
            rows=Invitation.read(line).rows(),
        )
    )


# --- what has been shared


def sharing_log_file(ws: Workspace) -> bytes:
    """Return who has shared what and when as a CSV file."""
    from qualityvisit.reports import tables  # noqa: PLC0415 start-up time is measured

    header = (_("Shared"), _("By"), _("Computer"), _("What"))
    return tables.write(
        header,
        (
            (s.at, s.who, s.computer, ", ".join(map(ws.title_of, s.documents)))
            for s in ws.sharing.log()
        ),
    )


# --- weeding


def weeding_file(ws: Workspace, visit: str, kind: str) -> bytes:
    """Return the protocol of a weeding as a "pdf" or "csv" file. Raise NotFound."""
    from qualityvisit.reports import weeding  # noqa: PLC0415 start-up time is measured

    found = ws.sharing.weeding(f"notes/{visit}")
    if found is None:
        raise NotFound(_("The notes of this visit have not been weeded."))
    about, committee = ws.get(records.Visit, visit), ws.committee()
    given = weeding.WeedingInput(
        committee=committee.name,
        municipality=committee.municipality,
        registry_number=about.registry_number,
        visit=", ".join(filter(None, (about.title, day(about.date)))),
        notes=found.notes,
        at=found.at,
        by=found.by,
        made=ws.now(),
        computers=tuple((c.owner, c.computer, c.at) for c in found.computers),
    )
    return weeding.as_csv(given) if kind == "csv" else file_of(ws, weeding.build(given), "pdf")


# --- key figures


def latest_figures(ws: Workspace, unit: str) -> Iterator[records.KeyFigure]:
    """Yield the newest value of each of a unit's measures, with whom it is about in its name.

    Of the sources' signs only those stay that minutes explain.
    """
    from qualityvisit.model.figures import series, value_words, who_word  # noqa: PLC0415

    for found in series(ws.all(records.KeyFigure, parent=unit)):
        about = who_word(found.latest.who)
        name = f"{found.latest.name} ({about})" if about else found.latest.name
        told = found.latest.value
        value = {"-": "..", "*": value_words(told)}.get(told, told)
        yield replace(found.latest, name=name, value=value)
