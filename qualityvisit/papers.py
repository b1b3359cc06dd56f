"""The papers of a visit that go out: programme, letters and calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model import records
from qualityvisit.model.programme import Told, a_time, end, short_digest, tell_anew, time_of
from qualityvisit.outside import group_name
from qualityvisit.reports import letter, programme
from qualityvisit.settings import RESOURCES
from qualityvisit.words import _, day, listing
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from qualityvisit.reports.calendar import Appointment
    from qualityvisit.reports.outline import Outline

CONTACT = "invitation.contact"  # the setting of whom to ask
# The preparation that is done when a paper has gone out.
PREPARES = {"programme": "programme", letter.UNIT: "programme", letter.GUARDIANS: "guardians"}
GROUP_OF = {letter.GUARDIANS: records.GUARDIANS, letter.PUPILS: records.PUPILS}


def when_words(visit: records.Visit) -> str:
    """Return a visit's day or week in words, "" where it has none."""
    if visit.date or "-W" not in visit.week:
        return day(visit.date, weekday=True)
    year, _w, week = visit.week.partition("-W")
    return _("week {week} {year}", week=int(week), year=year)


def session_name(ws: Workspace, session: records.Session, form: str) -> str:
    """Return what a session is called in what goes out."""
    if session.type == records.INTERVIEW:
        group = ws.find(records.Group, session.group) or records.Group(session.group)
        name = group_name(group, form)
        return _("Interview: {group}", group=name) if name else _("Interview")
    return {
        records.INTRODUCTION: _("Introduction"),
        records.WALK_THROUGH: _("Walk-through"),
        records.OBSERVATION: _("Observation"),
        records.RECONCILIATION: _("Reconciliation"),
        records.CLOSING: _("Closing talk"),
    }.get(session.type, session.type)


def _parts(ws: Workspace, visit: records.Visit) -> list[programme.Part]:
    """Return the sessions in the order of time; those without one stand last."""
    found = ws.all(records.Session, parent=visit.id)
    found.sort(key=lambda s: (not s.start, s.date or visit.date, s.start))
    return [
        programme.Part(
            s.date if s.date != visit.date else "", s.start,
            time_of(end(s)) if s.minutes else "", session_name(ws, s, visit.form),
            s.place,
        )
        for s in found
    ]  # fmt: skip


def _team(ws: Workspace, visit: records.Visit) -> list[records.Person]:
    people = ws.names()
    return [people[p] for p in visit.team if p in people]


# --- the programme


def programme_outline(ws: Workspace, visit: str) -> "Outline":
    """Return a visit's programme as an outline. Raise NotFound."""
    ws.settle()
    found = ws.get(records.Visit, visit)
    return programme.build(
        programme.ProgrammeInput(
            ws.committee(), found, when_words(found), _team(ws, found), _parts(ws, found), ws.now()
        )
    )


def programme_text(ws: Workspace, visit: str) -> str:
    """Return a visit's programme as plain text, to be copied. Raise NotFound."""
    from qualityvisit.reports.plain import write  # noqa: PLC0415 start-up time is measured

    return write(programme_outline(ws, visit))


# --- letters


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter about a visit: its text, and the gaps that are left in it."""

    text: str
    gaps: tuple[str, ...]


def letter_to(ws: Workspace, visit: str, to: str) -> Letter:
    """Return the letter to the "unit", "guardians" or "pupils". Raise NotFound or BadInput."""
    ws.settle()
    found = ws.get(records.Visit, visit)
    text = letter.filled(
        template(ws, to, found.form), blanks(), _known(ws, found, GROUP_OF.get(to, ""))
    )
    return Letter(text, tuple(letter.gaps(text)))


def phrase_filled(ws: Workspace, visit: str, text: str, group: str = "") -> str:
    """Return a text block with its blanks filled in for a visit, and gaps for what is not known."""
    return letter.filled(text, blanks(), _known(ws, ws.get(records.Visit, visit), group))


def letter_outline(ws: Workspace, visit: str, text: str) -> "Outline":
    """Return a letter's text as an outline, under the committee's name. Raise NotFound."""
    committee, found = ws.committee(), ws.get(records.Visit, visit)
    return letter.build(
        text,
        letter.Head(committee.name, committee.municipality, found.registry_number, ws.now()),
    )


def _known(ws: Workspace, visit: records.Visit, group: str) -> dict[str, str]:
    """Return what is known of a visit, by blank."""
    sessions = [s for s in ws.all(records.Session, parent=visit.id) if group and s.group == group]
    parts = [p for p in _parts(ws, visit) if p.start]
    return {
        "unit": visit.title,
        "committee": ws.committee().name,
        "day": when_words(visit),
        "place": visit.place,
        "team": "\n".join(f"- {programme.person_line(p)}" for p in _team(ws, visit)),
        "programme": "\n".join(
            "- " + ", ".join(filter(None, (programme.time_words(p), p.what, p.place)))
            for p in parts
        ),
        "group time": _times(visit, sessions),
        "group place": listing(dict.fromkeys(s.place for s in sessions if s.place)),
        "contact": ws.register.setting(CONTACT),
    }


def _times(visit: records.Visit, sessions: Iterable[records.Session]) -> str:
    """Return when a group is met, with the day: "torsdag 23 mars 2028 klockan 10.15–10.55"."""
    told = []
    for each in sessions:
        if each.start and (when := day(each.date or visit.date, weekday=True)):
            last = time_of(end(each)) if each.minutes else ""
            times = programme.time_words(programme.Part("", each.start, last, "", ""))
            told.append(_("{day} at {time}", day=when, time=times))
    return listing(told)


# --- the texts of the committee


def _setting(to: str, form: str) -> str:
    if to not in letter.RECEIVERS:
        raise BadInput(
            _("There is no letter to {to}.", to=to), _("Choose {choices}.",
                                                       choices=", ".join(letter.RECEIVERS))
        )  # fmt: skip
    return f"invitation.{to}.{'preschool' if form in records.PRESCHOOL_FORMS else 'school'}"


def blanks() -> dict[str, str]:
    """Return the words in braces that a letter fills in, and what each stands for."""
    lines = (RESOURCES / "invitations" / "blanks.txt").read_text(encoding="utf-8").splitlines()
    return {word: meant for word, _equals, meant in (line.partition(" = ") for line in lines)}


def own_template(to: str, form: str) -> str:
    """Return the program's own text of a letter, with its blanks. Raise BadInput."""
    name = _setting(to, form).removeprefix("invitation.")
    return (RESOURCES / "invitations" / f"{name}.txt").read_text(encoding="utf-8")


def template(ws: Workspace, to: str, form: str) -> str:
    """Return the committee's text of a letter, else the program's own. Raise BadInput."""
    return ws.register.setting(_setting(to, form)) or own_template(to, form)


def keep_template(ws: Workspace, to: str, form: str, text: str) -> None:
    """Keep a text as the committee's; "" goes back to the program's own.

    Raise NotAllowed, or BadInput where it has a blank that cannot be filled in.
    """
    if unknown := letter.unknown_blanks(text, blanks()):
        raise BadInput(
            _("Nothing can be filled in for {words}.", words=listing(f"{{{u}}}" for u in unknown)),
            _("These can: {words}. Nothing was changed.",
              words=", ".join(f"{{{b}}}" for b in blanks())),
        )  # fmt: skip
    same = text.strip() == own_template(to, form).strip()
    ws.register.set_fact(_setting(to, form), "" if same else text)


# --- the calendar


def calendar_file(ws: Workspace, visit: str) -> bytes:
    """Return a visit's sessions as an iCalendar file, with what was told before updated.

    What is told is kept in the visit, for who may write it. Raise NotFound, or Refused where there
    is nothing to tell.
    """
    from qualityvisit.reports import calendar  # noqa: PLC0415 start-up time is measured

    ws.settle()
    found, document = ws.get(records.Visit, visit), ws.visit(visit)
    told = tell_anew(document.told(), _events(ws, found), ws.now())
    if not told:
        raise Refused(
            _("The visit has no day or no sessions yet."),
            _("There is nothing to put in a calendar."),
        )
    team = [p.name for p in _team(ws, found)]
    made = calendar.write(
        _("Visit: {unit}", unit=found.title), ws.committee().name,
        [_appointment(each, found, team) for each in sorted(told, key=lambda t: t.about)],
    )  # fmt: skip
    if ws.may_write(f"visit/{visit}"):
        document.keep_told(told)
    return made


def _events(ws: Workspace, visit: records.Visit) -> dict[str, tuple[str, ...]]:
    """Return what there is to tell of each session that has a day."""
    if visit.status == "cancelled":
        return {}
    people = short_digest(ws.committee().name, *(p.name for p in _team(ws, visit)))
    found: dict[str, tuple[str, ...]] = {}
    for each in ws.all(records.Session, parent=visit.id):
        if date := each.date or visit.date:
            title = f"{session_name(ws, each, visit.form)} – {visit.title}"
            place = ", ".join(filter(None, (each.place, visit.place)))
            start = a_time(each.start)
            found[each.id] = (date, start, each.minutes, title, place, people)
    return found


def _appointment(told: Told, visit: records.Visit, team: list[str]) -> "Appointment":
    from qualityvisit.reports.calendar import Appointment  # noqa: PLC0415 as above

    date, start, minutes, title, place = (*told.about, "", "", "", "", "")[:5]
    about = [_("Team: {names}", names=listing(team))] if team else []
    if not start:
        about.append(_("The session has no time yet."))
    if visit.status == "cancelled":
        about.append(_("The visit is cancelled."))
    return Appointment(
        f"{told.session}@kvalitetsbesok", told.sequence, told.at, told.live, date, start, minutes,
        title, place, "\n".join(about), team,
    )  # fmt: skip
