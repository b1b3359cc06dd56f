"""The briefing of a visit: what is known of the unit, and whether this computer has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.errors import NotFound, Refused
from qualityvisit.letterhead import fitting
from qualityvisit.model import planning, records
from qualityvisit.model.figures import when as period_at
from qualityvisit.outside import latest_figures
from qualityvisit.papers import when_words
from qualityvisit.words import _
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from qualityvisit.reports.briefing import BriefingInput
    from qualityvisit.reports.outline import Outline

WEAK = (records.DEFICIENCY, records.DEVELOPMENT)  # what is asked about again


@dataclass(frozen=True, slots=True)
class Inherited:
    """A question that the last visit leaves behind; ``id`` is the finding's or the action's."""

    id: str
    group: str  # who is asked
    theme: str  # of this visit's guide, or ""
    text: str
    taken: bool  # it is a question of this visit already


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a unit before a visit."""

    last: records.Visit | None
    findings: tuple[records.Finding, ...]
    actions: tuple[records.Action, ...]  # those that have not ended, of all earlier visits
    figures: tuple[records.KeyFigure, ...]  # the newest of each measure, the newest period first
    files: tuple[records.Attachment, ...]  # of the visit, in no interview
    questions: tuple[Inherited, ...]

    @property
    def taken(self) -> str:
        """The day when figures were last brought in, or ""."""
        return max((f.taken for f in self.figures), default="")


def known(ws: Workspace, visit: str) -> Known:
    """Return what is known of a visit's unit. Raise NotFound."""
    found = ws.get(records.Visit, visit)
    last = last_visit(ws, found)
    findings = ws.all(records.Finding, parent=last.id) if last else []
    order = {m: n for n, m in enumerate((*WEAK, records.STRENGTH))}
    findings.sort(key=lambda f: (order.get(f.mark, 9), f.at))
    actions = [
        a for each in ws.all(records.Visit, parent=found.unit)
        if each.id != visit and planning.day_of(each) <= (planning.day_of(found) or "9999")
        for a in ws.all(records.Action, parent=each.id) if a.status not in records.ACTION_ENDED
    ]  # fmt: skip
    actions.sort(key=lambda a: a.sort)
    figures = sorted(latest_figures(ws, found.unit), key=lambda f: -period_at(f.period))
    files = [f for f in files_of(ws, visit) if not f.session]
    return Known(
        last, tuple(findings), tuple(actions), tuple(figures), tuple(files),
        tuple(_inherited(ws, found, findings, actions)),
    )  # fmt: skip


def last_visit(ws: Workspace, visit: records.Visit) -> records.Visit | None:
    """Return the unit's latest visit that was made before this one, or None."""
    day = planning.day_of(visit) or "9999"
    made = [
        v for v in ws.all(records.Visit, parent=visit.unit)
        if v.id != visit.id and v.status in planning.VISITED and planning.day_of(v) <= day
    ]  # fmt: skip
    return max(made, key=planning.day_of, default=None)


def files_of(ws: Workspace, visit: str) -> list[records.Attachment]:
    """Return a visit's files, none for those who may not read its notes."""
    return ws.all(records.Attachment, parent=visit) if ws.may_read(f"notes/{visit}") else []


# --- questions that are inherited


def _inherited(
    ws: Workspace,
    visit: records.Visit,
    findings: Iterable[records.Finding],
    actions: Iterable[records.Action],
) -> Iterable[Inherited]:
    met = {s.group for s in ws.all(records.Session, parent=visit.id) if s.group}
    may = ws.may_read(f"notes/{visit.id}")
    asked = {q.text for q in ws.all(records.OwnQuestion, parent=visit.id)} if may else set()
    acted = set()
    for action in actions:
        acted.add(action.finding)
        text = _("This was to be done: “{text}” How far have you come, and what do you notice of"
                 " it?", text=_flat(action.text))  # fmt: skip
        yield Inherited(action.id, records.LEADERSHIP, "", text, text in asked)
    for finding in findings:
        if finding.mark not in WEAK or finding.id in acted:
            continue
        group = next((g for g in finding.groups if g in met), records.LEADERSHIP)
        text = _("At the last visit we noted: “{text}” What has happened since then?",
                 text=_flat(finding.text))  # fmt: skip
        theme = _theme_now(ws, finding.theme, visit.guide)
        yield Inherited(finding.id, group, theme, text, text in asked)


def _flat(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."


def _theme_now(ws: Workspace, theme: str, guide: str) -> str:
    """Return the theme of this guide that an earlier version's theme has become, or ""."""
    old = ws.find(records.Theme, theme)
    now = ws.all(records.Theme, parent=guide) if old and guide else []
    same = (t.id for t in now if old and (t.id == old.id or (t.key and t.key == old.key)))
    return next(same, "")


def take_over(ws: Workspace, visit: str, name: str) -> str:
    """Make an inherited question one of the visit's own; return its id.

    Raise NotFound, NotAllowed, or Refused where the visit has no interview to put it in.
    """
    notes = ws.notes(visit)
    found = next((q for q in known(ws, visit).questions if q.id == name), None)
    if found is None or found.taken:
        raise NotFound(_("That question is not proposed any more."), _("Nothing was changed."))
    sessions = [s for s in ws.all(records.Session, parent=visit) if s.type == records.INTERVIEW]
    chosen = [s for s in sessions if s.group == found.group and not s.ended]
    chosen += [s for s in sessions if not s.ended]
    if not chosen:
        raise Refused(
            _("The programme has no interview to put the question in."),
            _("Add a session to the programme first."),
        )
    return notes.ask_more(chosen[0].id, found.theme, found.text)


# --- the page


def briefing_outline(ws: Workspace, visit: str) -> "Outline":
    """Return the briefing as an outline that fits on one page. Raise NotFound."""
    from qualityvisit.reports.briefing import ROOMS, build  # noqa: PLC0415 start-up is measured

    ws.settle()
    given = _input(ws, visit)
    return fitting(ws, 1, (build(given, *room) for room in ROOMS))


def _input(ws: Workspace, visit: str) -> "BriefingInput":
    from qualityvisit.reports.briefing import BriefingInput  # noqa: PLC0415 as above

    found, about = ws.get(records.Visit, visit), known(ws, visit)
    unit, people = ws.find(records.Unit, found.unit), ws.names()
    pupils = unit.pupils if unit else ""
    children = found.form in records.PRESCHOOL_FORMS
    number = _("{n} children", n=pupils) if children else _("{n} pupils", n=pupils)
    return BriefingInput(
        ws.committee(), found, when_words(found), number if pupils else "",
        [people[p] for p in found.team if p in people], about.figures, about.last,
        when_words(about.last) if about.last else "",
        [(mark_word(f.mark), f) for f in about.findings],
        [(state_word(a.status), a) for a in about.actions],
        [q.text for q in about.questions], [f.text or f.name for f in about.files], ws.now(),
    )  # fmt: skip


def mark_word(mark: str) -> str:
    """Return what a kind of finding is called."""
    return {
        records.STRENGTH: _("Strength"),
        records.DEVELOPMENT: _("Area for development"),
        records.DEFICIENCY: _("Deficiency"),
    }.get(mark, mark)


def state_word(state: str) -> str:
    """Return what the state of an action is called."""
    return {
        "proposed": _("Proposed"),
        "decided": _("Decided"),
        "ongoing": _("Ongoing"),
        "done": _("Done"),
        "effect-checked": _("Effect checked"),
        "closed": _("Closed"),
        "dropped": _("Dropped"),
    }.get(state, state)
