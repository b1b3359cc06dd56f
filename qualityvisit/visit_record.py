"""A visit's minutes as a document: what they read, what was finished of them, and what was sent."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualityvisit.errors import BadInput, NotFound, Refused
from qualityvisit.letterhead import file_of, template
from qualityvisit.model import official, planning, records
from qualityvisit.model.days import a_date
from qualityvisit.model.steps import (
    GENERAL,
    Judged,
    digest_of,
    hindrances_of,
    in_time,
    is_whole,
)
from qualityvisit.model.view import MinutesView, SectionView
from qualityvisit.outside import group_name, latest_figures, read_file, write_file
from qualityvisit.words import _
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from qualityvisit.intake.fact_check import Answered
    from qualityvisit.reports.outline import Outline


def finish_minutes(ws: Workspace, visit: str) -> str:
    """Finish a visit's minutes as they would be exported now; return the version.

    Raise NotAllowed, and Refused with what stands in the way.
    """
    from qualityvisit.reports import kept, minutes  # noqa: PLC0415 start-up time is measured

    given, now = _minutes_input(ws, visit), ws.now()
    given = replace(
        given, visit=replace(given.visit, registry_number=""), status="finished", made=now,
        finished=now[:10], drawn_up_by=ws.me.name,
    )  # fmt: skip
    return ws.finish_minutes(visit, kept.dumps(minutes.build(given)))


def minutes_outline(ws: Workspace, visit: str, version: str = "") -> "Outline":
    """Return a visit's minutes as a report: a version, or the last one where they are finished.

    Raise NotFound, and Refused for a version whose words are not those that were sealed.
    """
    from qualityvisit.reports import kept, minutes  # noqa: PLC0415 start-up time is measured

    versions = in_time(ws.all(records.Version, parent=visit))
    found = next((v for v in versions if v.id == version), None)
    if version and found is None:
        raise NotFound(_("There is no such version."))
    if found is None and versions and ws.minutes(visit).minutes.finished:
        found = versions[-1]
    if found is None:
        return working_outline(ws, visit)
    if not is_whole(found):
        raise Refused(
            _("The finished version does not read as it was finished."),
            _("Its words and its seal are not of each other. Restore a backup, or begin a"
              " correction and finish the minutes anew."),
        )  # fmt: skip
    return minutes.as_it_stands(
        kept.loads(found.kept),
        number=ws.get(records.Visit, visit).registry_number,
        secrecy=ws.minutes(visit).minutes.secrecy,
        version=versions.index(found) + 1,
    )


def working_outline(ws: Workspace, visit: str) -> "Outline":
    """Return a visit's minutes as they read now, known again when they come back from Word."""
    from qualityvisit.reports import minutes  # noqa: PLC0415 start-up time is measured
    from qualityvisit.reports.minutes_keys import Kept, keyed  # noqa: PLC0415 as above

    built = minutes.build(_minutes_input(ws, visit))
    kept = [Kept(p.id, s.key, p.text) for s in ws.minutes(visit).sections for p in s.passages]
    return replace(keyed(built, kept), identity=f"minutes/{visit}")


def minutes_file(ws: Workspace, visit: str, kind: str, version: str = "") -> bytes:
    """Return a visit's minutes as the bytes of a "docx" or "pdf" file."""
    return file_of(ws, minutes_outline(ws, visit, version), kind)


def write_minutes(ws: Workspace, visit: str, file: Path, kind: str, version: str = "") -> None:
    """Write a visit's minutes, or a version, to a "docx" or "pdf" file. Raise NotSaved."""
    write_file(file, minutes_file(ws, visit, kind, version))


def voices(ws: Workspace, visit: str) -> str:
    """Return what each group has said of each theme until now, as the minutes keep it."""
    from qualityvisit.model import voices_told  # noqa: PLC0415 start-up time is measured
    from qualityvisit.model.voices import chorus_of  # noqa: PLC0415

    ws.settle()
    found, sessions = ws.get(records.Visit, visit), ws.all(records.Session, parent=visit)
    asked = dict.fromkeys(s.group for s in sessions if s.type in records.WRITTEN and s.group)
    known = {g.id: g for g in ws.all(records.Group)}
    groups = {
        g: group_name(known.get(g, records.Group(g)), found.form)
        for g in planning.groups_in_order(asked)
    }
    themes, questions = ws.guide_parts(found.guide) if found.guide else ([], [])
    chorus = chorus_of(
        [t.id for t in themes], list(groups), sessions, ws.all(records.Note, parent=visit),
        [p for s in sessions for p in ws.all(records.Progress, parent=s.id)],
        {q.id: q for q in questions},
    )  # fmt: skip
    return voices_told.tell(chorus, {t.id: t.name for t in themes}, groups)


def _paragraph(passage: records.Passage) -> Any:  # noqa: ANN401
    """Return a passage as minutes tell it: words that say what they are, or the four voices."""
    from qualityvisit.model import voices_told  # noqa: PLC0415
    from qualityvisit.model.sourcing import manner_of  # noqa: PLC0415
    from qualityvisit.reports.minutes import Said, Voices  # noqa: PLC0415

    if not passage.figure:
        return Said(passage.text, manner_of(passage))
    told = voices_told.read(passage.cells)
    return Voices(passage.figure, told.groups, told.themes, told.cells)


def _minutes_input(ws: Workspace, visit: str) -> Any:  # noqa: ANN401
    from qualityvisit.reports.minutes import MinutesInput, Section  # noqa: PLC0415

    ws.settle()
    view = ws.minutes(visit)
    found, people = view.visit, ws.names()
    groups = {g.id: g for g in ws.all(records.Group)}
    names = {g: group_name(groups.get(g, records.Group(g)), found.form) for g in
             planning.groups_in_order(groups)}  # fmt: skip
    unit = ws.find(records.Unit, found.unit) or records.Unit(found.unit, name=found.title)
    finished_by = people.get(view.minutes.finished_by)
    return MinutesInput(
        committee=ws.committee(),
        visit=found,
        unit=unit,
        team=tuple(people[p] for p in found.team if p in people),
        sessions=tuple(ws.all(records.Session, parent=visit)),
        sections=tuple(
            Section(
                s.key,
                names.get(s.group, s.group),
                s.theme,
                tuple(_paragraph(p) for p in s.passages if p.text.strip() or p.figure),
            )
            for s in view.sections
        ),
        findings=tuple(ws.all(records.Finding, parent=visit)),
        actions=tuple(ws.all(records.Action, parent=visit)),
        figures=tuple(latest_figures(ws, found.unit)),
        groups=tuple(groups.values()),
        drawn_up_by=(finished_by or ws.me).name,
        status=view.minutes.status,
        finished=view.minutes.finished[:10],
        made=ws.now(),
        secrecy=view.minutes.secrecy,
        correction=view.minutes.correcting,
    )


# --- the fact check


def send_for_check(ws: Workspace, visit: str, file: Path, to: str, due: str = "") -> str:
    """Write the form of a fact check to a file, and note that it goes out; return the fact check.

    The file is written first: where that fails nothing is noted. Raise Refused where there is
    nothing to check or the minutes are finished, BadInput for a day that is none, or NotSaved.
    """
    document = ws.visit(visit)
    document.may_change()
    check = records.FactCheck(records.fresh_id(), visit, to.strip(), a_date(due))
    write_file(file, check_form(ws, check))
    return document.send_for_check(check.to, check.due, name=check.id)


def check_form(ws: Workspace, check: records.FactCheck) -> bytes:
    """Return the form of a fact check as the minutes read now. Raise Refused without any words."""
    from qualityvisit.reports import fact_check  # noqa: PLC0415 start-up time is measured

    ws.settle()
    view = ws.minutes(check.visit)
    sections = [
        fact_check.Paragraphs(_heading(ws, view, section), told)
        for section in view.sections
        if (told := tuple((p.id, p.text) for p in section.passages if p.text.strip()))
    ]
    if not sections:
        raise Refused(_("The minutes are empty."), _("There is nothing to check yet."))
    return fact_check.write(
        fact_check.FactCheckInput(ws.committee(), view.visit, check, sections, ws.now()),
        template(ws),
    )


def _heading(ws: Workspace, view: MinutesView, section: SectionView) -> str:
    from qualityvisit.reports.minutes import heading  # noqa: PLC0415 start-up time is measured

    group = ws.find(records.Group, section.group) or records.Group(section.group)
    named = group_name(group, view.visit.form) if section.group else ""
    return heading(section.key, named, section.theme, ws.committee().meeting_name)


@dataclass(frozen=True, slots=True)
class Returned:
    """A fact check that has come back. ``judged`` says what is new; ``same`` counts the rest.

    ``homeless`` are remarks on what is no longer in the minutes, or stood in no place: they are
    taken in as remarks on the whole.
    """

    check: records.FactCheck
    judged: tuple[Judged, ...]
    homeless: tuple[str, ...] = ()


def is_check(ws: Workspace, file: Path) -> bool:
    """Tell whether a file is the form of a fact check of this workspace."""
    from qualityvisit.intake.reserve import read_form  # noqa: PLC0415

    try:
        return ws.find(records.FactCheck, read_form(read_file(file)).form) is not None
    except BadInput:
        return False


def read_check(ws: Workspace, file: Path) -> Returned:
    """Read a fact check that has come back. Raise BadInput where it is none of this workspace's."""
    from qualityvisit.intake.fact_check import answers  # noqa: PLC0415
    from qualityvisit.intake.reserve import read_form  # noqa: PLC0415

    form = read_form(read_file(file))
    ws.settle()
    check = ws.find(records.FactCheck, form.form)
    if check is None:
        raise BadInput(
            _("The file belongs to no fact check in this workspace."),
            _("It may come from another committee. Nothing has been changed."),
        )
    texts = {p.id: p.text for p in ws.all(records.Passage, parent=check.visit)}
    judged, whole, homeless = [], [], []
    for found in answers(form):
        if found.passage in texts:
            words = found.words or texts[found.passage]
            judged.append(Judged(found.passage, found.verdict, found.comment, words))
        elif found.passage == GENERAL:
            whole.append(found.comment)
        elif found.comment or found.verdict == records.INACCURATE:
            homeless.append(_without_home(found))
    whole += homeless
    if whole:
        judged.append(Judged(GENERAL, "", "\n".join(whole)))
    return Returned(check, tuple(judged), tuple(homeless))


def _without_home(found: "Answered") -> str:
    """Return a remark on what is gone as one on the whole: with the words that it is about."""
    said = found.comment or _("Inaccurate")
    return _("On “{words}”: {said}", words=found.words, said=said) if found.words else said


def take_check(ws: Workspace, found: Returned) -> int:
    """Take in what a fact check says; return how many remarks are new or other."""
    return ws.visit(found.check.visit).take_check(found.check.id, found.judged)


# --- how far they have come


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who is asked to approve: ``at`` is when, "" while not; ``now`` what stands now."""

    person: str
    name: str
    at: str = ""
    now: bool = False  # approved as the minutes read now


@dataclass(frozen=True, slots=True)
class Steps:
    """How far a visit's minutes have come."""

    minutes: records.Minutes
    versions: tuple[records.Version, ...]  # the first is version 1
    signed: tuple[Signed, ...]
    checks: tuple[records.FactCheck, ...]
    remarks: tuple[records.Judgement, ...]
    sent: tuple[records.Dispatch, ...]
    standing: official.Standing
    hindrances: tuple[str, ...]  # why they cannot be finished yet
    astray: bool = False  # finished, and written in elsewhere before that was known

    @property
    def open_remarks(self) -> tuple[records.Judgement, ...]:
        """The remarks of fact checks that nobody has decided on."""
        return tuple(r for r in self.remarks if r.is_open)

    def number(self, version: str) -> int:
        """Return a version's number, 0 for a draft."""
        return next((n for n, v in enumerate(self.versions, 1) if v.id == version), 0)


def steps(ws: Workspace, visit: str, view: MinutesView | None = None) -> Steps:
    """Return how far a visit's minutes have come; ``view`` is of now. Raise NotFound."""
    if view is None:
        ws.settle()  # an approval holds for words, those just typed too
        view = ws.minutes(visit)
    minutes, people = view.minutes, ws.names()
    now = digest_of(view.passages, ws.all(records.Finding, parent=visit))
    approvals = {a.person: a for a in ws.all(records.Approval, parent=visit)}
    signed = []
    for person in minutes.approvers:
        given = approvals.get(person)
        name = people[person].name if person in people else person
        same = given is not None and given.digest == now
        signed.append(Signed(person, name, given.at if given else "", same))
    versions = tuple(in_time(ws.all(records.Version, parent=visit)))
    sent = tuple(ws.all(records.Dispatch, parent=visit))
    remarks = tuple(ws.all(records.Judgement, parent=visit))
    waiting = sum(not s.now for s in signed)
    left = hindrances_of(len(view.undecided), sum(r.is_open for r in remarks), waiting)
    return Steps(
        minutes=minutes,
        versions=versions,
        signed=tuple(signed),
        checks=tuple(ws.all(records.FactCheck, parent=visit)),
        remarks=remarks,
        sent=sent,
        standing=official.standing(view.visit, minutes, sent),
        hindrances=() if minutes.finished else tuple(left),
        astray=bool(minutes.finished and versions and versions[-1].words_digest != now),
    )


def channel_word(how: str) -> str:
    """Return what a way of sending is called."""
    return {
        "e-mail": _("E-mail"),
        "post": _("Post"),
        "hand": _("By hand"),
        "case-system": _("Through the case system"),
        "web": _("Published on the web"),
    }.get(how, how)
