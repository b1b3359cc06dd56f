"""The documents that are made of visits, units and meetings: what each is of, and how it reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualityvisit.briefing import state_word
from qualityvisit.errors import BadInput
from qualityvisit.letterhead import fitting
from qualityvisit.model import figures, official, planning, programme, records
from qualityvisit.model.calendar import half_start
from qualityvisit.outside import latest_figures
from qualityvisit.papers import when_words
from qualityvisit.visit_record import minutes_outline, steps
from qualityvisit.words import _, day, listing
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from qualityvisit.reports.committee_papers import Item
    from qualityvisit.reports.masking import Mask
    from qualityvisit.reports.outline import Outline
    from qualityvisit.reports.quality_report import UnitYear
    from qualityvisit.reports.visit_papers import Head, Told

VISIT, MEETING, UNIT_YEAR, YEAR, TERM = "visit", "meeting", "unit-year", "year", "term"
MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its key, what it is made of, and how to make it of that."""

    key: str
    of: str  # VISIT, MEETING, YEAR ("2028"), TERM ("2028-01-01"), UNIT_YEAR ("<unit>/2028")
    make: "Callable[[Workspace, str], Outline]"


def kinds(of: str = "") -> list[Kind]:
    """Return the kinds of documents, or those that are made of one sort of thing."""
    return [kind for kind in _KINDS if of in ("", kind.of)]


def kind_word(key: str) -> str:
    """Return what a kind of document is called."""
    return {
        MINUTES: _("Minutes"),
        "brief": _("In brief, one page"),
        "action-plan": _("Action plan"),
        "term-report": _("Report over the visits of a half year"),
        "official-report": _("Official's report"),
        "notice": _("Notice and agenda"),
        "session-pack": _("Question session, a page for each unit"),
        "unit-report": _("Quality report of a unit"),
        "committee-report": _("Quality report of the committee"),
    }.get(key, key)


def outline(ws: Workspace, key: str, of: str) -> "Outline":
    """Return a document as a report. Raise NotFound, or BadInput for what there is none of."""
    kind = next((k for k in _KINDS if k.key == key), None)
    if kind is None:
        raise BadInput(_("There is no such document: {name}.", name=key))
    ws.settle()
    return kind.make(ws, of)


def masked(report: "Outline", masks: "Iterable[Mask]") -> "Outline":
    """Return a report with words masked, for release. Raise BadInput where they still stand."""
    from qualityvisit.reports import masking  # noqa: PLC0415 start-up time is measured

    found = list(masks)
    made = masking.masked(report, found)
    if left := masking.remaining(made, found):
        raise BadInput(_("These words could not be masked: {words}.", words=", ".join(left)))
    return made


def standing(ws: Workspace, key: str, of: str) -> official.Standing:
    """Return how a document stands as an official one, and why."""
    kind = next(k for k in _KINDS if k.key == key)
    if key == MINUTES:
        return steps(ws, of).standing
    sent = ws.all(records.Dispatch, parent=of) if kind.of == VISIT else []
    named = (e for e in sent if e.outside and not e.struck and e.document == kind_word(key))
    return official.paper(sent_outside=any(named))


# --- what there is to make documents of


def terms(ws: Workspace) -> list[str]:
    """Return the half years that have visits, by their first day, the latest first."""
    days = (planning.day_of(v) for v in ws.all(records.Visit) if v.status != "cancelled")
    return sorted({half_start(d) for d in days if d}, reverse=True)


def years(ws: Workspace) -> list[str]:
    """Return the years that have visits, the latest first."""
    return sorted({t[:4] for t in terms(ws)}, reverse=True)


def term_words(term: str) -> str:
    """Return a half year as "våren 2028"."""
    spring = term[5:7] == "01"
    return _("spring {year}", year=term[:4]) if spring else _("autumn {year}", year=term[:4])


def _head(ws: Workspace, *, number: str = "", mark: str = "", secrecy: str = "") -> "Head":
    from qualityvisit.reports.visit_papers import Head  # noqa: PLC0415 start-up time is measured

    return Head(ws.committee(), ws.now(), ws.me.name, number, mark, secrecy)


def _over(ws: Workspace, told: "Iterable[Told]") -> "Head":
    """Return the head of a paper over visits: working material while one's minutes are.

    What is marked as secret in the minutes is so here.
    """
    there = [t for t in told if t.findings]
    marks = (m.secrecy for t in there if (m := ws.find(records.Minutes, t.visit.id)) is not None)
    mark = "" if all(t.finished for t in there) else _("Working material")
    return _head(ws, mark=mark, secrecy=", ".join(dict.fromkeys(filter(None, marks))))


def _told(ws: Workspace, visit: records.Visit) -> "Told":
    from qualityvisit.reports.minutes import form_word  # noqa: PLC0415 as above
    from qualityvisit.reports.visit_papers import Told  # noqa: PLC0415

    unit = ws.find(records.Unit, visit.unit) or records.Unit(visit.unit, name=visit.title)
    forms = unit.forms_on(planning.day_of(visit)) or tuple(filter(None, (visit.form,)))
    themes = {t.id: t.name for t in ws.all(records.Theme, parent=visit.guide)}
    order = {m: n for n, m in enumerate(records.MARKS)}
    found = sorted(ws.all(records.Finding, parent=visit.id), key=lambda f: order.get(f.mark, 9))
    minutes = ws.find(records.Minutes, visit.id)
    return Told(
        visit=visit,
        unit=unit,
        when=when_words(visit),
        form=listing(form_word(code) for code in forms),
        findings=tuple(found),
        actions=tuple((state_word(a.status), a) for a in ws.all(records.Action, parent=visit.id)),
        figures=tuple(latest_figures(ws, visit.unit)),
        themes=tuple(themes.items()),
        finished=minutes.finished[:10] if minutes else "",
    )


def _made(ws: Workspace, first: str, last: str, unit: str = "") -> list[records.Visit]:
    """Return the visits, or a unit's, made between two days, in the order of their days."""
    found = [
        v for v in ws.all(records.Visit, parent=unit)
        if v.status in planning.VISITED and first <= planning.day_of(v) <= last
    ]  # fmt: skip
    return sorted(found, key=lambda v: (planning.day_of(v), v.title))


def _half(term: str) -> tuple[str, str]:
    """Return the first and the last day of a half year. Raise BadInput where it is none."""
    if len(term) != 10 or not term[:4].isdecimal() or term[4:] not in ("-01-01", "-07-01"):
        raise BadInput(_("This is no half year: {text}.", text=term), _("Write it as 2028-01-01."))
    return term, f"{term[:4]}-06-30" if term[5:7] == "01" else f"{term[:4]}-12-31"


def _year(year: str) -> tuple[str, str]:
    if len(year) != 4 or not year.isdecimal():
        raise BadInput(_("This is no year: {text}.", text=year), _("Write it as 2028."))
    return f"{year}-01-01", f"{year}-12-31"


# --- of a visit


def _brief(ws: Workspace, visit: str) -> "Outline":
    from qualityvisit.reports.visit_papers import ROOMS, brief  # noqa: PLC0415

    found = ws.get(records.Visit, visit)
    told, head = _told(ws, found), _of_visit(ws, found)
    return fitting(ws, 1, (brief(told, head, *room) for room in ROOMS))


def _of_visit(ws: Workspace, visit: records.Visit) -> "Head":
    minutes = ws.find(records.Minutes, visit.id) or records.Minutes(visit.id)
    mark = "" if minutes.finished else _("Working material")
    return _head(ws, number=visit.registry_number, mark=mark, secrecy=minutes.secrecy)


def _action_plan(ws: Workspace, visit: str) -> "Outline":
    from qualityvisit.reports.visit_papers import action_plan  # noqa: PLC0415

    found = ws.get(records.Visit, visit)
    return action_plan([_told(ws, found)], replace(_of_visit(ws, found), mark=""))


# --- of a half year


def _term_report(ws: Workspace, term: str) -> "Outline":
    from qualityvisit.reports.committee_papers import TermInput, term_report  # noqa: PLC0415

    first, last = _half(term)
    told = tuple(_told(ws, v) for v in _made(ws, first, last))
    left = tuple(
        v.title for v in ws.all(records.Visit)
        if v.status in ("planned", "prepared", "moved") and first <= planning.day_of(v) <= last
    )  # fmt: skip
    return term_report(TermInput(term_words(term), told, left, _over(ws, told)))


def _official_report(ws: Workspace, term: str) -> "Outline":
    from qualityvisit.reports.committee_papers import official_report  # noqa: PLC0415

    told = [_told(ws, v) for v in _made(ws, *_half(term))]
    papers = [_("Report – quality deep dives, {term}", term=term_words(term))]
    papers += [
        _("Minutes of {unit}, {day}", unit=t.name, day=day(t.finished)) for t in told if t.finished
    ]
    return official_report(told, _over(ws, told), term=term_words(term), meeting="", papers=papers)


# --- of a meeting


def _items(ws: Workspace, meeting: records.Meeting) -> "list[Item]":
    from qualityvisit.reports.committee_papers import Item  # noqa: PLC0415

    people = {p.id: p.name for p in ws.all(records.Person)}
    asked = ws.all(records.MeetingQuestion, parent=meeting.id)
    taken = ws.all(records.MeetingVisit, parent=meeting.id)
    visits = [v for m in taken if (v := ws.find(records.Visit, m.visit)) is not None]
    times = programme.shared_times(meeting.start, records.whole(meeting.minutes), len(visits))
    made = []
    for visit, (start, end) in zip(visits, times, strict=True):
        own = tuple(q for q in asked if q.visit == visit.id)
        names = tuple((q.asked_by, people.get(q.asked_by, "")) for q in own if q.asked_by)
        told = replace(_told(ws, visit), questions=own, asked_by=names)
        made.append(Item(told, start, end, _("the unit's leadership")))
    return made


def _notice(ws: Workspace, meeting: str) -> "Outline":
    from qualityvisit.reports.committee_papers import notice  # noqa: PLC0415

    found = ws.get(records.Meeting, meeting)
    return notice(found, _items(ws, found), _head(ws))


def _session_pack(ws: Workspace, meeting: str) -> "Outline":
    """Return the pack with as much of each unit as its page has room for."""
    from qualityvisit.reports.committee_papers import session_pack  # noqa: PLC0415

    found = ws.get(records.Meeting, meeting)
    items = [
        replace(i, told=replace(i.told, actions=tuple(
            (s, a) for s, a in i.told.actions if a.status not in records.ACTION_ENDED)))
        for i in _items(ws, found)
    ]  # fmt: skip
    head = _over(ws, (i.told for i in items))
    return fitting(
        ws, max(1, len(items)), (session_pack(found, items, head, n) for n in range(8, 0, -1))
    )


# --- of a year


def _unit_year(ws: Workspace, unit: records.Unit, first: str, last: str) -> "UnitYear":
    from qualityvisit.reports.minutes import form_word  # noqa: PLC0415
    from qualityvisit.reports.quality_report import Measure, UnitYear  # noqa: PLC0415

    visits = _made(ws, "", last, unit.id)
    before = [
        (state_word(a.status), a) for v in visits if planning.day_of(v) < first
        for a in ws.all(records.Action, parent=v.id) if a.status not in records.ACTION_ENDED
    ]  # fmt: skip
    measures = []
    for found in figures.series(ws.all(records.KeyFigure, parent=unit.id)):
        about = figures.who_word(found.latest.who)
        line = found.comparable
        measures.append(Measure(
            f"{found.latest.name} ({about})" if about else found.latest.name, found.latest.source,
            tuple(f.period for f in line), tuple(figures.value_words(f.value) for f in line),
            tuple(figures.number(f.value) for f in line),
        ))  # fmt: skip
    return UnitYear(
        unit, listing(form_word(code) for code in unit.forms_on(last)),
        tuple(_told(ws, v) for v in visits if planning.day_of(v) >= first), tuple(before),
        tuple(measures),
    )  # fmt: skip


def _unit_report(ws: Workspace, of: str) -> "Outline":
    from qualityvisit.reports.quality_report import of_unit  # noqa: PLC0415

    unit, _slash, year = of.partition("/")
    first, last = _year(year)
    given = _unit_year(ws, ws.get(records.Unit, unit), first, last)
    return of_unit(given, year, _over(ws, given.told))


def _committee_report(ws: Workspace, year: str) -> "Outline":
    from qualityvisit.reports.minutes import form_word  # noqa: PLC0415
    from qualityvisit.reports.quality_report import CommitteeYear, of_committee  # noqa: PLC0415

    first, last = _year(year)
    units = [u for u in ws.all(records.Unit) if u.status == "active" and not u.merged]
    coverage = tuple(
        (form_word(c.form) if c.form else _("all"), len(c.visited), len(c.planned), c.total)
        for c in ws.coverage()
    )
    given = CommitteeYear(tuple(_unit_year(ws, u, first, last) for u in units), coverage)
    return of_committee(given, year, _over(ws, (t for u in given.units for t in u.told)))


_KINDS = (
    Kind(MINUTES, VISIT, minutes_outline),
    Kind("brief", VISIT, _brief),
    Kind("action-plan", VISIT, _action_plan),
    Kind("term-report", TERM, _term_report),
    Kind("official-report", TERM, _official_report),
    Kind("notice", MEETING, _notice),
    Kind("session-pack", MEETING, _session_pack),
    Kind("unit-report", UNIT_YEAR, _unit_report),
    Kind("committee-report", YEAR, _committee_report),
)
