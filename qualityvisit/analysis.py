"""A visit's notes for tools of qualitative analysis, for those who may read them."""

from qualityvisit.briefing import mark_word
from qualityvisit.errors import Refused
from qualityvisit.model import records
from qualityvisit.model.sourcing import manner_of
from qualityvisit.outside import group_name
from qualityvisit.papers import session_name
from qualityvisit.words import _
from qualityvisit.workspace import Workspace


def notes_for_analysis(ws: Workspace, visit: str) -> bytes:
    """Return a visit's notes as a REFI-QDA project. Raise NotFound, NotAllowed or Refused."""
    from qualityvisit.reports import refi  # noqa: PLC0415 start-up time is measured

    ws.settle()
    found = ws.get(records.Visit, visit)
    ws.notes(visit)  # raises NotAllowed
    notes = [n for n in ws.all(records.Note, parent=visit) if n.text.strip()]
    if not notes:
        raise Refused(_("There are no notes."), _("Nothing was written."))
    sessions = ws.all(records.Session, parent=visit)
    themes, questions = ws.guide_parts(found.guide) if found.guide else ([], [])
    own = {q.id: q.text for q in ws.all(records.OwnQuestion, parent=visit)}
    return refi.write(
        refi.AnalysisInput(
            visit=found,
            sessions=[(s, session_name(ws, s, found.form)) for s in sessions],
            notes=notes,
            manners=_manners(ws, visit, notes, sessions),
            codes=_codes(ws, found, notes, themes),
            questions={q.id: q.text for q in questions} | own,
            people={p.id: p.initials for p in ws.all(records.Person)},
            me=ws.me.id,
            made=ws.now(),
        )
    )


def note_mark(mark: str) -> str:
    """Return what a mark of a note is called."""
    noted = {records.QUOTE: _("Quote"), records.FOLLOW_UP: _("Follow up")}
    return noted.get(mark) or mark_word(mark)


def _codes(
    ws: Workspace, visit: records.Visit, notes: list[records.Note], themes: list[records.Theme]
) -> dict[str, str]:
    """Return what the notes can be coded by: the themes and marks all, the groups that spoke."""
    groups = {g.id: g for g in ws.all(records.Group)}
    spoke = dict.fromkeys(n.group for n in notes if n.group)
    manners = {
        records.UTTERANCE: _("Utterance"), records.OBSERVATION: _("Observation made"),
        records.INTERPRETATION: _("Interpretation"),
    }  # fmt: skip
    return (
        {f"theme:{t.id}": t.name for t in themes}
        | {f"mark:{m}": note_mark(m) for m in records.MARKS}
        | {f"group:{g}": group_name(groups.get(g, records.Group(g)), visit.form) for g in spoke}
        | {f"manner:{m}": words for m, words in manners.items()}
    )


def _manners(
    ws: Workspace, visit: str, notes: list[records.Note], sessions: list[records.Session]
) -> dict[str, str]:
    """Return what each note is: as the minutes say, else by the session that it was made in."""
    kinds = {s.id: s.type for s in sessions}
    found = {
        n.id: records.UTTERANCE if kinds.get(n.session) == records.INTERVIEW
        else records.OBSERVATION for n in notes
    }  # fmt: skip
    for passage in ws.minutes(visit).passages:
        found |= dict.fromkeys(passage.sources, manner_of(passage) or records.UTTERANCE)
    return found
