"""The words, icons and colours of what is stored as codes: forms, groups, states, sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qualityvisit.model import official, records
from qualityvisit.words import _, day, language


@dataclass(frozen=True, slots=True)
class Look:
    """How a code is shown: its word, an icon, and the kind of pill (see `kit.pill`)."""

    word: str
    icon: str = "circle"
    pill: str = "quiet"


def form_word(code: str) -> str:
    """Return what a school form is called."""
    return {
        "FS": _("Preschool"),
        "FKLASS": _("Preschool class"),
        "FTH": _("School-age educare"),
        "OPPFTH": _("Open leisure activity"),
        "GR": _("Compulsory school"),
        "GRAN": _("Adapted compulsory school"),
        "SP": _("Special school"),
        "SAM": _("Sami school"),
        "GY": _("Upper secondary school"),
        "GYAN": _("Adapted upper secondary school"),
        "VUX": _("Municipal adult education"),
        "PEDOMS": _("Pedagogical care"),
    }.get(code, code)


def group_look(group: str, name: str = "", *, form: str = "") -> Look:
    """Return an interview group's look; preschools have children, not pupils."""
    if group == records.PUPILS and form in records.PRESCHOOL_FORMS:
        return Look(_("Children"), "baby")
    return {
        records.LEADERSHIP: Look(_("School leadership"), "briefcase"),
        records.STAFF: Look(_("Staff"), "users"),
        records.PUPILS: Look(_("Pupils"), "graduation-cap"),
        records.GUARDIANS: Look(_("Guardians"), "house"),
    }.get(group) or Look(name or group, "users")


def session_look(session: records.Session, name: str = "", *, form: str = "") -> Look:
    """Return the look of a session: an interview has that of its group."""
    if session.type == records.INTERVIEW and session.group:
        return group_look(session.group, name, form=form)
    return {
        records.INTRODUCTION: Look(_("Introduction"), "briefcase"),
        records.WALK_THROUGH: Look(_("Walk-through"), "footprints"),
        records.INTERVIEW: Look(_("Interview"), "users"),
        records.OBSERVATION: Look(_("Observation"), "eye"),
        records.RECONCILIATION: Look(_("Reconciliation"), "messages-square"),
        records.CLOSING: Look(_("Closing talk"), "check-check"),
    }.get(session.type) or Look(session.type)


def visit_look(state: str) -> Look:
    """Return the look of a visit's state."""
    return {
        "planned": Look(_("Planned"), "calendar-days", "accent"),
        "prepared": Look(_("Prepared"), "list-checks", "accent"),
        "done": Look(_("Carried out"), "check", "ok"),
        "compiled": Look(_("Compiled"), "file-text", "ok"),
        "fact-checked": Look(_("Fact-checked"), "user-check", "ok"),
        "finished": Look(_("Finished"), "circle-check", "ok"),
        "reported": Look(_("Reported"), "messages-square", "ok"),
        "closed": Look(_("Concluded"), "archive"),
        "moved": Look(_("Moved"), "calendar-clock", "warn"),
        "cancelled": Look(_("Cancelled"), "circle-slash", "warn"),
    }.get(state) or Look(state)


def action_look(state: str) -> Look:
    """Return the look of an action's state."""
    return {
        "proposed": Look(_("Proposed"), "lightbulb"),
        "decided": Look(_("Decided"), "check"),
        "ongoing": Look(_("Ongoing"), "circle-dot", "accent"),
        "done": Look(_("Done"), "circle-check", "ok"),
        "effect-checked": Look(_("Effect checked"), "trending-up", "ok"),
        "closed": Look(_("Closed"), "archive"),
        "dropped": Look(_("Dropped"), "circle-slash"),
    }.get(state) or Look(state)


def minutes_word(state: str) -> str:
    """Return what a state of the minutes is called."""
    return {
        "draft": _("Working material"),
        "fact-check": _("Fact check"),
        "approval": _("Approval"),
        "finished": _("Final"),
        "reported": _("Reported"),
        "archived": _("Archived"),
    }.get(state, state)


def minutes_standing(status: str) -> str:
    """Return what it is called how a document stands: see `model.official`."""
    return _("Official document") if status == official.OFFICIAL else _("Working material")


def role_word(role: str) -> str:
    """Return what a role in the workspace is called."""
    return {
        records.ADMINISTRATOR: _("Administrator"),
        records.MEMBER: _("Member"),
        records.READER: _("Reader"),
    }.get(role) or _("Without the program")


def preparation_word(key: str) -> str:
    """Return what a preparation says when it is to be done."""
    return {
        "programme": _("The programme sent to the head teacher"),
        "guardians": _("Information to guardians"),
        "conflicts": _("Conflicts of interest checked for the team"),
        "figures": _("Key figures fetched and read"),
        "guide": _("Question guide chosen and read"),
        "briefing": _("The briefing on the team's computers"),
    }.get(key, key)


# How many days before the visit a preparation should be done.
PREPARATION_DAYS = {
    "programme": 21,
    "guardians": 14,
    "conflicts": 14,
    "figures": 10,
    "guide": 6,
    "briefing": 2,
}


def forms_words(forms: Iterable[str]) -> str:
    """Return dated or plain codes of school forms as "Förskoleklass, grundskola"."""
    words = [form_word(form.split()[0]) for form in forms]
    return ", ".join([w if n == 0 else w[:1].lower() + w[1:] for n, w in enumerate(words)])


def week_word(week: str) -> str:
    """Return "2028-W41" as "v. 41"."""
    return _("w. {week}", week=int(week.partition("-W")[2])) if "-W" in week else week


def when(visit: records.Visit, *, weekday: bool = False, year: bool = True) -> str:
    """Return a visit's day, or its week, or that it has no time."""
    if visit.date:
        return day(visit.date, weekday=weekday, year=year)
    if visit.week:
        return f"{week_word(visit.week)} {visit.week[:4]}" if year else week_word(visit.week)
    return _("without a time")


def later(start: str, minutes: int) -> str:
    """Return the time of day some minutes after the start, or "" where there is none."""
    hour, _colon, minute = start.partition(":")
    if not (hour.isdigit() and minute.isdigit()):
        return ""
    total = (records.whole(hour) * 60 + records.whole(minute) + minutes) % (24 * 60)
    return f"{total // 60:02}:{total % 60:02}"


def short_day(iso: str) -> str:
    """Return "23 mars" or, for months with long names, "28 feb"."""
    number, _space, month = day(iso, year=False).partition(" ")
    return f"{number} {month if len(month) <= 4 else month[:3]}".strip()


@dataclass(frozen=True, slots=True)
class Half:
    """Half a year, as schools count: the spring term (VT) or the autumn term (HT)."""

    start: str
    end: str

    @property
    def spring(self) -> bool:
        """Whether it is the spring term."""
        return self.start[5:] < "07"

    @property
    def word(self) -> str:
        """Return "VT 28" or "HT 28"."""
        letters = {"sv": ("VT", "HT")}.get(language(), ("Spring", "Autumn"))
        return f"{letters[0 if self.spring else 1]} {self.start[2:4]}"


def half_of(iso: str) -> Half:
    """Return the half year that a day lies in."""
    spring = iso[5:7] < "07"
    year = iso[:4]
    return (
        Half(f"{year}-01-01", f"{year}-06-30") if spring else Half(f"{year}-07-01", f"{year}-12-31")
    )


def halves(start: str, end: str) -> list[Half]:
    """Return the half years of a term of office."""
    found = []
    for year in range(int(start[:4]), int(end[:4]) + 1):
        found += [half_of(f"{year}-01-01"), half_of(f"{year}-07-01")]
    return [half for half in found if half.end >= start and half.start <= end]


def days_between(one: str, other: str) -> int:
    """Return how many days the second ISO date is after the first."""
    return (date.fromisoformat(other[:10]) - date.fromisoformat(one[:10])).days


def share_passed(term: records.TermOfOffice, today: str) -> int:
    """Return how many percent of a term of office have passed."""
    length = days_between(term.start, term.end) or 1
    return min(100, max(0, round(100 * days_between(term.start, today) / length)))
