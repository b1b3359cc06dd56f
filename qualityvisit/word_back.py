"""Minutes out to Word and back: what an edited file changes, and taking it in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.errors import BadInput, Refused
from qualityvisit.intake.word_back import EditedFile, Remark, read_edited
from qualityvisit.intake.word_compare import (
    CONFLICT,
    MOVED,
    NEW,
    OURS,
    REMOVED,
    REWORDED,
    UNPLACED,
    Change,
    Standing,
    compare,
    pieces,
)
from qualityvisit.letterhead import file_of
from qualityvisit.model import records
from qualityvisit.reports import docx
from qualityvisit.reports.minutes_keys import places_of, section_headings
from qualityvisit.visit_record import working_outline
from qualityvisit.words import _
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from qualityvisit.model.visit import VisitDocument

__all__ = [
    "CONFLICT", "MOVED", "NEW", "OURS", "REMOVED", "REWORDED", "UNPLACED", "Change", "Remark",
    "Returned", "pieces", "read_back", "take_back", "usual", "usual_remarks", "visit_of",
]  # fmt: skip

_ABOUT = "minutes/"


@dataclass(frozen=True, slots=True)
class Returned:
    """Minutes that came back, held against those that are here."""

    visit: str
    changes: tuple[Change, ...]
    remarks: tuple[Remark, ...]
    unchanged: int
    finished: bool  # nothing can be taken in
    places: dict[str, str]  # what each section is called


def visit_of(data: bytes) -> str:
    """Return the visit whose minutes a Word file holds, "" where it is something else."""
    try:
        about = read_edited(data, {}).identity
    except BadInput:
        return ""
    return about.removeprefix(_ABOUT) if about.startswith(_ABOUT) else ""


def read_back(ws: Workspace, data: bytes, visit: str = "") -> Returned:
    """Return what a file changes in the minutes of its visit, which may be told.

    Raise BadInput where it is another visit's or none of ours, NotFound and NotAllowed.
    """
    about = read_edited(data, {}).identity.removeprefix(_ABOUT)
    if visit and about != visit:
        raise BadInput(
            _("The file holds the minutes of another visit."),
            _("Take it in at that visit. Nothing was changed."),
        )
    if ws.find(records.Visit, about) is None:
        raise BadInput(
            _("The file belongs to no visit in this workspace."),
            _("It may come from another committee. Nothing was changed."),
        )
    outline = working_outline(ws, about)
    view = ws.minutes(about)
    headings = section_headings(outline, [s.key for s in view.sections])
    told = {docx.bookmark(key): key for key in (s.key for s in view.sections)} | headings
    edited = read_edited(data, told)
    fresh: EditedFile = read_edited(file_of(ws, outline, "docx"), told)
    standing = [Standing(p.id, s.key, p.text) for s in view.sections for p in s.passages]
    found = compare(edited, fresh, standing)
    done = bool(view.minutes.finished)
    return Returned(about, found.changes, found.remarks, found.unchanged, done, places_of(outline))


def usual(change: Change) -> bool:
    """Tell whether a change is taken in unless somebody says no: what is safe and clear."""
    return change.kind in (REWORDED, NEW, MOVED)


def take_back(
    ws: Workspace, found: Returned, chosen: Collection[int], remarks: Collection[int] = ()
) -> int:
    """Take in the changes with these numbers, and these comments, in one step; return how many.

    A reworded passage gets only the words that differ, so that what colleagues write stands.
    Raise Refused where the minutes are finished or a change cannot be taken in, and NotAllowed.
    """
    changes = [c for n, c in enumerate(found.changes) if n in chosen]
    if any(c.kind in (OURS, UNPLACED) for c in changes):
        raise Refused(
            _("Some of it stands in no section, or is written by the program."),
            _("Change it in the program. Nothing was changed."),
        )
    document = ws.visit(found.visit)
    latest: dict[str, str] = {}
    with document.change():
        for change in changes:
            _take(document, change, latest)
        said = [r for n, r in enumerate(found.remarks) if n in remarks and r.passage]
        for remark in said:
            _say(document, remark)
    ws.settle()
    return len(changes) + len(said)


def _take(document: "VisitDocument", change: Change, latest: dict[str, str]) -> None:
    if change.kind == NEW:
        after = latest.get(change.after, change.after)
        made = document.add_passage(change.section, change.new, after)
        latest[change.after] = made  # several in a row keep their order
    elif change.kind == REMOVED:
        document.remove(change.passage)
    else:
        document.may_write_text(change.passage)
        if change.kind == MOVED:
            document.move_passage(change.passage, change.section, change.after)
        document.text(change.passage).replace(change.new)


def _say(document: "VisitDocument", remark: Remark) -> None:
    """Add a comment where its words stand now, else at the whole passage."""
    start = str(document.text(remark.passage)).find(remark.words) if remark.words else -1
    end = start + len(remark.words) if start >= 0 else 0
    document.add_comment(remark.passage, remark_words(remark), max(0, start), end)


def remark_words(remark: Remark) -> str:
    """Return what a comment from Word says here: who takes it in did not write it."""
    return _("{who} in Word: {text}", who=remark.author or _("Somebody"), text=remark.text)


def usual_remarks(ws: Workspace, found: Returned) -> list[int]:
    """Return the comments that are taken in unless somebody says no: open ones, new here."""
    here = {(c.passage, c.text) for c in ws.all(records.Comment, parent=found.visit)}
    return [
        n for n, r in enumerate(found.remarks)
        if r.passage and not r.resolved and (r.passage, remark_words(r)) not in here
        and not found.finished
    ]  # fmt: skip
