"""Records: the frozen values that screens, reports and the command line read.

A record belongs to a document, may have a ``parent`` (the id of what it is a part of), a ``state``,
a ``sort`` key and ``words`` that search finds. Dates are ISO ("2027-03-23"), times of day "08:15",
moments ISO with zone, ids are opaque strings, "" means not given.
"""

from dataclasses import dataclass

# --- Words of the trade, as stored. What people see is chosen in `qualityvisit.words`.

REGISTER = "register"  # the document that all visits have in common, and the committee's id

LEADERSHIP, STAFF, PUPILS, GUARDIANS = "leadership", "staff", "pupils", "guardians"
GROUPS = (LEADERSHIP, STAFF, PUPILS, GUARDIANS)  # the list can be extended in the register

STRENGTH, DEVELOPMENT, DEFICIENCY = "strength", "development", "deficiency"
QUOTE, FOLLOW_UP = "quote", "follow-up"
MARKS = (STRENGTH, DEVELOPMENT, DEFICIENCY, QUOTE, FOLLOW_UP)

# Whether a question may be left: freely, with a word about it at the end, or never unsaid.
FREE, WARN, ASK = "", "warn", "ask"
REQUIRED = (FREE, WARN, ASK)

ADMINISTRATOR, MEMBER, READER = "administrator", "member", "reader"
ROLES = (ADMINISTRATOR, MEMBER, READER)

# The app's own codes of school forms (domain report 4.1); FTH and PEDOMS are not school forms
# by law but are visited all the same.
FORMS = (
    "FS", "FKLASS", "FTH", "OPPFTH", "GR", "GRAN", "SP", "SAM", "GY", "GYAN", "VUX", "PEDOMS",
)  # fmt: skip
PRESCHOOL_FORMS = ("FS", "PEDOMS")
MERGED = "merged"  # the state of a unit that is a part of another
FORM_ENDS = {"FKLASS": "2028-06-30"}  # school forms that the law has an end for (domain report 4.1)

INTRODUCTION, WALK_THROUGH, INTERVIEW = "introduction", "walk-through", "interview"
OBSERVATION, RECONCILIATION, CLOSING = "observation", "reconciliation", "closing"
SESSION_TYPES = (INTRODUCTION, WALK_THROUGH, INTERVIEW, OBSERVATION, RECONCILIATION, CLOSING)
WRITTEN = (INTERVIEW, WALK_THROUGH, OBSERVATION)  # sessions with notes

# Visit: the way forward, then the side states, which need a reason.
VISIT_STATES = (
    "planned", "prepared", "done", "compiled", "fact-checked", "finished", "reported", "closed",
)  # fmt: skip
VISIT_SIDE_STATES = ("moved", "cancelled")
MINUTES_STATES = ("draft", "fact-check", "approval", "finished", "archived")
MINUTES_CLOSED = ("finished", "archived")  # what is said in them stands
# Action: the way forward, then the side state, which needs a reason.
ACTION_STATES = ("proposed", "decided", "ongoing", "done", "effect-checked", "closed")
ACTION_SIDE_STATES = ("dropped",)
ACTION_ENDED = ("closed", "dropped")

# Sections of the minutes (domain report 2.4). A group's section is "group:<group>/<theme id>".
INTRO, OBSERVATIONS = "introduction", "observations"
OVERALL = ("overall-strengths", "overall-development", "overall-deficiencies")
AGREED, QUESTIONS_SECTION, DISTRIBUTION = "agreed", "questions", "distribution"

# What a passage is: something that was said, something that was seen, or what we make of it.
UTTERANCE, INTERPRETATION = "utterance", "interpretation"
MANNERS = (UTTERANCE, OBSERVATION, INTERPRETATION)
TABLE, CHART = "table", "chart"  # how the four voices stand in the minutes


def fresh_id() -> str:
    """Return a new id that nobody else has."""
    from secrets import token_hex  # noqa: PLC0415 start-up time is measured

    return token_hex(10)


def whole(text: str) -> int:
    """Return the number that digits make, or 0 where they are none: colleagues send anything."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass(frozen=True, slots=True)
class Record:
    """What every record has; the rest is its own."""

    id: str

    @property
    def parent(self) -> str:
        """The id of what this is a part of, or ""."""
        return ""

    @property
    def state(self) -> str:
        """The state by which lists choose, or ""."""
        return ""

    @property
    def sort(self) -> str:
        """The key by which lists are in order."""
        return ""

    @property
    def words(self) -> str:
        """What search finds, or "" for what is not searched."""
        return ""


# --- The register


@dataclass(frozen=True, slots=True)
class Committee(Record):
    """The committee (nämnd) that owns the workspace."""

    name: str = ""
    municipality: str = ""  # name, e.g. "Staffanstorp"
    municipality_code: str = ""  # four digits as text
    meeting_name: str = ""  # what the quality meeting is called, e.g. "Kvalitetsnämnden"
    example: bool = False  # this is the example workspace


@dataclass(frozen=True, slots=True)
class TermOfOffice(Record):
    """A term of office (mandatperiod): four calendar years."""

    start: str = ""
    end: str = ""

    @property
    def sort(self) -> str:
        return self.start


@dataclass(frozen=True, slots=True)
class Person(Record):
    """A member of the committee or an official. ``member`` is the role in the workspace, if any."""

    name: str = ""
    title: str = ""  # e.g. "ledamot", "utbildningsstrateg"; shown as written
    role: str = ""  # one of ROLES, or "" for somebody without the program
    left: bool = False

    @property
    def sort(self) -> str:
        return self.name.casefold()

    @property
    def initials(self) -> str:
        """One or two letters for the round face."""
        parts = self.name.split()
        return "".join(p[0] for p in (parts[:1] + parts[1:][-1:])).upper()


@dataclass(frozen=True, slots=True)
class TeamRule(Record):
    """Which titles belong in the team that visits units of these school forms."""

    forms: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


FREE_TO_GO, BARRED = "free", "barred"


@dataclass(frozen=True, slots=True)
class Conflict(Record):
    """Whether a person may visit a unit, or has a conflict of interest (jäv) there; never why.

    ``id`` is "<person>/<unit>". A pair without a record has not been asked about.
    """

    person: str = ""
    unit: str = ""
    decision: str = FREE_TO_GO  # or BARRED
    by: str = ""  # person
    at: str = ""

    @property
    def parent(self) -> str:
        return self.unit

    @property
    def state(self) -> str:
        return self.decision


@dataclass(frozen=True, slots=True)
class Period(Record):
    """Days on which units are not visited: a school holiday, or national tests.

    ``start`` and ``end`` are both dates ("2027-02-22"), or of every year: days ("12-20"), weeks
    ("W44") or days from Easter Sunday ("E+1"). What ends before it starts goes on into the next
    year. Without ``forms`` it holds for all school forms.
    """

    name: str = ""  # "" for those that the program begins with: shown in the user's language
    tests: bool = False
    forms: tuple[str, ...] = ()
    start: str = ""
    end: str = ""

    @property
    def sort(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Group(Record):
    """An interview group. The id of the four that are built in is the group's word itself."""

    name: str = ""  # "" for the four built in: shown in the user's language
    order: str = ""

    @property
    def sort(self) -> str:
        return self.order


@dataclass(frozen=True, slots=True)
class Unit(Record):
    """A preschool or school unit. ``forms`` are "CODE from to" with ISO dates or "-"."""

    name: str = ""
    forms: tuple[str, ...] = ()
    code: str = ""  # eight digits; preschools have none
    status: str = "active"  # active, dormant, closed, planned
    pupils: str = ""  # number as text
    address: str = ""
    invented: bool = False  # belongs to the example, is no real unit
    merged: str = ""  # the unit that this one is a part of now: see `model/units.py`

    @property
    def state(self) -> str:
        return MERGED if self.merged else self.status

    @property
    def sort(self) -> str:
        return self.name.casefold()

    @property
    def words(self) -> str:
        return f"{self.name} {self.code}".strip()

    def forms_on(self, day: str) -> tuple[str, ...]:
        """Return the codes of the school forms that the unit has on an ISO date."""
        found = []
        for dated in self.forms:
            code, start, end = (*dated.split(), "-", "-")[:3]
            end = FORM_ENDS.get(code, "-") if end == "-" else end
            if (start == "-" or start <= day) and (end == "-" or day <= end):
                found.append(code)
        return tuple(found)

    @property
    def form(self) -> str:
        """The code of the form under which the unit is listed: its last one."""
        return self.forms[-1].split()[0] if self.forms else ""


@dataclass(frozen=True, slots=True)
class KeyFigure(Record):
    """A public result of a unit, or of a municipality or the country, with source and period.

    ``unit`` is a unit's id, or a municipality code ("0000" is the country). The same ``measure`` of
    the same group in another period, or of another unit, can be compared.
    """

    unit: str = ""
    name: str = ""
    # As the source gives it: "93,3 %", "cirka 210", "~100"; ".." and "-" are kept secret, "*"
    # cannot be told, "." is missing.
    value: str = ""
    period: str = ""  # "2024/25", "VT26", "2024"
    source: str = ""
    measure: str = ""  # the source's own id of what is measured, "" where the name is all there is
    who: str = ""  # whom it is about, as the source has it: "ak5", "guardians", "K"; "" is all
    index: str = ""  # the area of Skolenkäten, as `Theme.survey` names it
    taken: str = ""  # the day when it was brought in

    @property
    def parent(self) -> str:
        return self.unit

    @property
    def sort(self) -> str:
        return " ".join(filter(None, (self.name, self.who, self.period)))

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it the same figure in another file."""
        return self.unit, self.measure or self.name, self.who, self.period


@dataclass(frozen=True, slots=True)
class Match(Record):
    """Which unit a source means by an id of its own ("V11E1280128053" in Kolada)."""

    own: str = ""
    unit: str = ""

    @property
    def parent(self) -> str:
        return self.unit

    @property
    def sort(self) -> str:
        return self.own


@dataclass(frozen=True, slots=True)
class Guide(Record):
    """One version of a set of questions for some school forms.

    All versions share a ``family``. What is published is never changed: the next version is a
    ``draft`` until it is published itself. See `model.guide_rules`.
    """

    name: str = ""
    forms: tuple[str, ...] = ()
    version: str = "1"
    family: str = ""  # the first version's id, "" for that one itself
    draft: bool = False
    published: str = ""  # the moment
    origin: str = ""  # who issued a guide that is not our own: what it locks stays locked
    retired: bool = False  # new visits do not take it any more

    @property
    def state(self) -> str:
        return "draft" if self.draft else "retired" if self.retired else "published"

    @property
    def sort(self) -> str:
        """The name; what new visits may take comes first, the latest version before the others."""
        number = whole(self.version)
        return f"{self.name.casefold()}\t{self.draft or self.retired:d}{max(0, 99999 - number):05}"

    @property
    def words(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Phrase(Record):
    """A text block (standardfras) of the committee, with blanks in braces as letters have."""

    name: str = ""
    text: str = ""
    section: str = ""  # the section that it is offered for first, "group" for all groups' or ""
    order: str = ""

    @property
    def sort(self) -> str:
        return self.order


@dataclass(frozen=True, slots=True)
class Theme(Record):
    """A theme of a guide, with the areas of BRUK and Skolenkäten that it answers to."""

    guide: str = ""
    name: str = ""
    order: str = ""  # "01"
    bruk: str = ""
    survey: str = ""
    key: str = ""  # the same for one theme in all versions
    core: bool = False  # locked

    @property
    def parent(self) -> str:
        return self.guide

    @property
    def sort(self) -> str:
        return self.order


@dataclass(frozen=True, slots=True)
class Question(Record):
    """A question to one group. ``short`` is what stands in the list of questions.

    ``scale`` are the steps of a rating, the lowest first. A question that follows ``after`` is
    asked only where that question was rated one of ``answers``, which are steps of its scale.
    ``key`` is the same for one question in all versions of its guide; ``came_from`` are keys of
    earlier versions' questions that this one was split off or joined from.
    """

    guide: str = ""
    theme: str = ""
    group: str = ""
    text: str = ""
    short: str = ""
    prompts: tuple[str, ...] = ()
    order: str = ""  # "02.03": theme and place
    required: str = ""  # one of REQUIRED
    scale: tuple[str, ...] = ()
    after: str = ""  # question
    answers: tuple[str, ...] = ()
    key: str = ""
    core: bool = False  # locked
    unused: str = ""  # why a locked question is not asked here
    came_from: tuple[str, ...] = ()

    @property
    def parent(self) -> str:
        """The guide; what is not asked stands beside it, so that no interview finds it."""
        return f"{self.guide}/unused" if self.unused else self.guide

    @property
    def sort(self) -> str:
        return self.order

    @property
    def words(self) -> str:
        return "" if self.unused else self.text


# --- The visit


@dataclass(frozen=True, slots=True)
class Visit(Record):
    """One visit to one unit. ``title`` is the unit's name when the visit was planned."""

    unit: str = ""
    title: str = ""
    form: str = ""
    guide: str = ""
    date: str = ""
    week: str = ""  # "2028-W41" while no day is set
    place: str = ""
    extra: bool = False  # not the one deep dive of the term of office
    status: str = "planned"
    reason: str = ""  # why moved or cancelled
    registry_number: str = ""
    team: tuple[str, ...] = ()  # persons; a right, so membership says it, not the document

    @property
    def parent(self) -> str:
        return self.unit

    @property
    def state(self) -> str:
        return self.status

    @property
    def sort(self) -> str:
        return self.date or self.week

    @property
    def words(self) -> str:
        return f"{self.title} {self.date} {self.registry_number}".strip()


@dataclass(frozen=True, slots=True)
class Session(Record):
    """A session (pass) of the programme. People in the room are counted, never named."""

    visit: str = ""
    type: str = INTERVIEW
    group: str = ""  # for interviews
    date: str = ""  # where it is not the visit's day
    start: str = ""  # "08:15"
    minutes: str = ""
    place: str = ""
    participants: str = ""  # number as text
    category: str = ""  # "lärare åk 4–6"
    leadership_present: bool = False
    informed: bool = False  # told what the interview is for and that it is voluntary
    ended: str = ""  # the moment when the interview was ended

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return f"{self.date} {self.start}"


@dataclass(frozen=True, slots=True)
class Preparation(Record):
    """One thing on the visit's list of preparations. ``id`` is "<visit>/<key>"."""

    visit: str = ""
    key: str = ""  # programme, guardians, conflicts, figures, guide, briefing
    done: str = ""  # the date when it was done, or ""

    @property
    def parent(self) -> str:
        return self.visit


PREPARATIONS = ("programme", "guardians", "conflicts", "figures", "guide", "briefing")


@dataclass(frozen=True, slots=True)
class Progress(Record):
    """How a question stands in a session. ``id`` is "<session>/<question>".

    ``rating`` is a step of the question's scale; ``counts`` are how many in the room chose each
    step, the lowest first, as digits.
    """

    visit: str = ""
    session: str = ""
    question: str = ""
    status: str = ""  # done, skipped
    reason: str = ""
    rating: str = ""
    counts: tuple[str, ...] = ()
    asker: str = ""  # person who puts the question, where several share them

    @property
    def parent(self) -> str:
        return self.session


@dataclass(frozen=True, slots=True)
class Note(Record):
    """One utterance or observation, written by one person."""

    visit: str = ""
    session: str = ""
    group: str = ""
    theme: str = ""
    question: str = ""
    author: str = ""  # person
    at: str = ""
    edited: str = ""
    marks: tuple[str, ...] = ()
    text: str = ""
    order: str = ""  # where it was put between others; "" is by time

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return self.order or self.at

    @property
    def words(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class OwnQuestion(Record):
    """A question that came up during a visit, to be put in one session. Read as its notes are."""

    visit: str = ""
    session: str = ""
    theme: str = ""
    text: str = ""
    at: str = ""

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return self.at


@dataclass(frozen=True, slots=True)
class Attachment(Record):
    """A picture or a file of a visit's notes. ``id`` is "<visit>.<its own>"."""

    visit: str = ""
    session: str = ""
    question: str = ""
    theme: str = ""
    name: str = ""  # of the file
    type: str = ""  # media type, e.g. "image/jpeg"
    size: str = ""  # bytes as digits
    text: str = ""  # what it shows
    author: str = ""  # person
    at: str = ""

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return self.at

    @property
    def words(self) -> str:
        return f"{self.text} {self.name}".strip()


# To whom a serious matter can be handed; "" is somebody else, by the committee's routine.
HEAD_TEACHER, CHIEF_OFFICER = "head-teacher", "chief-officer"
SOCIAL_SERVICES, POLICE = "social-services", "police"
RECEIVERS = (HEAD_TEACHER, CHIEF_OFFICER, SOCIAL_SERVICES, POLICE, "")


@dataclass(frozen=True, slots=True)
class Handover(Record):
    """That a serious matter was handed over. What it was about is kept nowhere."""

    visit: str = ""
    to: str = ""  # one of RECEIVERS
    at: str = ""
    who: str = ""  # person

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return self.at


# --- Minutes and findings


@dataclass(frozen=True, slots=True)
class Minutes(Record):
    """The visit record's own state. ``id`` is the visit's."""

    status: str = "draft"
    compiled: str = ""
    finished: str = ""
    finished_by: str = ""
    correcting: str = ""  # why finished minutes were opened again
    approvers: tuple[str, ...] = ()  # persons who are asked to approve
    matter: str = ""  # "open", "closed" or "none"; "" is told by the registry number
    secrecy: str = ""  # the provision under which they may be secret, "" where none is marked
    official: tuple[str, ...] = ()  # somebody's own view of their standing: see `model.official`

    @property
    def parent(self) -> str:
        return self.id

    @property
    def state(self) -> str:
        return self.status


@dataclass(frozen=True, slots=True)
class Approval(Record):
    """That a person has approved the minutes as they read then. ``id`` is "<visit>/<person>"."""

    visit: str = ""
    person: str = ""
    at: str = ""
    digest: str = ""  # of what they said: see `StepVerbs.words_digest`

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return self.at


@dataclass(frozen=True, slots=True)
class FactCheck(Record):
    """A fact check (sakgranskning): the minutes as they were sent to the unit's leadership."""

    visit: str = ""
    to: str = ""  # name and title, as written
    due: str = ""
    at: str = ""
    who: str = ""  # person

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return self.at


ACCURATE, INACCURATE, UNSAID = "accurate", "inaccurate", ""  # of a paragraph in a fact check
CORRECTED, KEPT = "corrected", "kept"  # what became of a remark


@dataclass(frozen=True, slots=True)
class Judgement(Record):
    """What a fact check says of a paragraph. ``id`` is "<fact check>/<passage>".

    ``passage`` is "general" for what was said of the whole. ``words`` is how the paragraph read
    when it was sent. ``became`` is CORRECTED or KEPT, with a ``note`` why, or "" while open.
    """

    visit: str = ""
    check: str = ""
    passage: str = ""
    verdict: str = UNSAID
    comment: str = ""
    words_then: str = ""
    at: str = ""
    became: str = ""
    note: str = ""

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def is_open(self) -> bool:
        """Whether it asks for something that nobody has decided on."""
        return (self.verdict == INACCURATE or bool(self.comment)) and not self.became


@dataclass(frozen=True, slots=True)
class Version(Record):
    """Minutes as they were finished. Never changed. Their number is their place among all.

    ``order`` counts those that were known when it was made: a clock may be wrong. ``kept`` is the
    whole report (`reports.kept`), ``digest`` its SHA-256, ``words_digest`` that of what the minutes
    said. ``reason`` is why they were corrected, "" for the first.
    """

    visit: str = ""
    order: str = ""  # "0001"
    at: str = ""
    who: str = ""  # person
    reason: str = ""
    kept: str = ""
    digest: str = ""
    words_digest: str = ""

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return f"{self.order} {self.at}"


WEB = "web"  # whoever reads it there is outside the authority
CHANNELS = ("e-mail", "post", "hand", "case-system", WEB)  # how a document was sent out


@dataclass(frozen=True, slots=True)
class Dispatch(Record):
    """That a document was sent out (expediering). What was noted by mistake is ``struck``."""

    visit: str = ""
    document: str = ""  # what it is, in words: "Minnesanteckning"
    version: str = ""  # the version's id, "" for a draft
    to: str = ""
    at: str = ""  # the day
    how: str = ""  # one of CHANNELS
    outside: bool = False  # outside the authority
    who: str = ""  # person who noted it
    noted: str = ""  # the moment when it was noted
    struck: str = ""  # why it does not count

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return f"{self.at} {self.noted}"


@dataclass(frozen=True, slots=True)
class Passage(Record):
    """A paragraph of the minutes: shared text in a section, with the notes that it rests on.

    ``sources`` are the notes that it rests on as it stands. ``ties`` are the stretches of its text
    that something is tied to, as "note:<id> <start> <end>" or "comment:<id> ..." in code points; a
    note without one holds for all of it.
    """

    visit: str = ""
    section: str = ""
    order: str = ""
    sources: tuple[str, ...] = ()  # notes
    text: str = ""
    manner: str = ""  # one of MANNERS, or "" where nobody has said
    ties: tuple[str, ...] = ()
    figure: str = ""  # TABLE or CHART, where the four voices stand here instead of words
    cells: str = ""  # what they showed when they were put in: see `model/voices_told.py`

    def stretches(self, name: str) -> list[tuple[int, int]]:
        """Return where something is tied to the text, in code points."""
        parts = (tie.rsplit(" ", 2) for tie in self.ties)
        return [(int(p[1]), int(p[2])) for p in parts if p[0] == name]

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def sort(self) -> str:
        return self.order

    @property
    def words(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Decision(Record):
    """What became of a note: carried over to a passage, or left out with a reason.

    ``id`` is the note's.
    """

    visit: str = ""
    passage: str = ""
    reason: str = ""

    @property
    def parent(self) -> str:
        return self.visit


@dataclass(frozen=True, slots=True)
class Carried(Record):
    """A note's words as they were when a passage took them, to see what has changed since.

    Belongs to the notes: nobody else reads it, and it is erased with them. ``id`` is
    "<passage>/<note>".
    """

    visit: str = ""
    passage: str = ""
    note: str = ""
    text: str = ""

    @property
    def parent(self) -> str:
        return self.visit


@dataclass(frozen=True, slots=True)
class Comment(Record):
    """A remark on a passage among those who write the minutes, or an answer to one."""

    visit: str = ""
    passage: str = ""
    text: str = ""
    author: str = ""  # person
    at: str = ""
    answers_to: str = ""  # comment
    about: str = ""  # the words that it was made about, "" for the whole passage
    resolved_by: str = ""  # person
    resolved_at: str = ""

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def state(self) -> str:
        return "resolved" if self.resolved_at else "open"

    @property
    def sort(self) -> str:
        return self.at


@dataclass(frozen=True, slots=True)
class Finding(Record):
    """What the visit found: a strength, an area for development or a deficiency."""

    visit: str = ""
    mark: str = STRENGTH
    theme: str = ""
    text: str = ""
    sources: tuple[str, ...] = ()  # notes
    groups: tuple[str, ...] = ()  # which groups said so
    at: str = ""

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def state(self) -> str:
        return self.mark

    @property
    def sort(self) -> str:
        return self.at

    @property
    def words(self) -> str:
        return self.text


# --- Follow-up


@dataclass(frozen=True, slots=True)
class Action(Record):
    """An agreed measure (åtgärd)."""

    visit: str = ""
    unit: str = ""
    unit_name: str = ""
    text: str = ""
    responsible: str = ""
    due: str = ""
    status: str = "proposed"
    cause: str = ""
    goal: str = ""
    finding: str = ""
    question: str = ""  # the meeting question that it came from
    at: str = ""

    @property
    def parent(self) -> str:
        return self.visit

    @property
    def state(self) -> str:
        return self.status

    @property
    def sort(self) -> str:
        return self.due or "9999"

    @property
    def words(self) -> str:
        return f"{self.text} {self.responsible} {self.unit_name}"


@dataclass(frozen=True, slots=True)
class ActionEvent(Record):
    """One step in an action's history. Never changed."""

    visit: str = ""
    action: str = ""
    at: str = ""
    who: str = ""
    status: str = ""
    text: str = ""

    @property
    def parent(self) -> str:
        return self.action

    @property
    def sort(self) -> str:
        return self.at


@dataclass(frozen=True, slots=True)
class Meeting(Record):
    """A quality meeting, whose item takes up several visits."""

    title: str = ""
    date: str = ""
    start: str = ""
    minutes: str = "40"  # for the whole item
    place: str = ""
    closed: bool = True  # behind closed doors, as the law has it by default
    status: str = "planned"  # planned, held
    held: str = ""  # the moment when it was last noted as held, and by whom
    held_by: str = ""
    opened: str = ""  # the moment when it was last opened again, and by whom
    opened_by: str = ""

    @property
    def state(self) -> str:
        return self.status

    @property
    def sort(self) -> str:
        return self.date

    @property
    def words(self) -> str:
        return f"{self.title} {self.date}"


@dataclass(frozen=True, slots=True)
class MeetingVisit(Record):
    """A visit that a meeting takes up. ``id`` is "<meeting>/<visit>"."""

    meeting: str = ""
    visit: str = ""
    order: str = ""

    @property
    def parent(self) -> str:
        return self.meeting

    @property
    def sort(self) -> str:
        return self.order


@dataclass(frozen=True, slots=True)
class MeetingQuestion(Record):
    """A question put to a unit's leaders, with its answer as shared text."""

    meeting: str = ""
    visit: str = ""
    text: str = ""
    theme: str = ""  # as text
    asked_by: str = ""  # person who has claimed it
    answered: str = ""  # the moment
    answer: str = ""
    outcome: str = ""  # noted, assignment, action
    at: str = ""

    @property
    def parent(self) -> str:
        return self.meeting

    @property
    def sort(self) -> str:
        return self.at

    @property
    def words(self) -> str:
        return f"{self.text} {self.answer}"


KINDS: dict[str, type[Record]] = {
    "committee": Committee,
    "term": TermOfOffice,
    "person": Person,
    "team-rule": TeamRule,
    "conflict": Conflict,
    "period": Period,
    "group": Group,
    "unit": Unit,
    "figure": KeyFigure,
    "match": Match,
    "guide": Guide,
    "theme": Theme,
    "question": Question,
    "phrase": Phrase,
    "visit": Visit,
    "session": Session,
    "preparation": Preparation,
    "progress": Progress,
    "own-question": OwnQuestion,
    "file": Attachment,
    "handover": Handover,
    "note": Note,
    "minutes": Minutes,
    "approval": Approval,
    "fact-check": FactCheck,
    "judgement": Judgement,
    "version": Version,
    "dispatch": Dispatch,
    "passage": Passage,
    "decision": Decision,
    "carried": Carried,
    "comment": Comment,
    "finding": Finding,
    "action": Action,
    "action-event": ActionEvent,
    "meeting": Meeting,
    "meeting-visit": MeetingVisit,
    "meeting-question": MeetingQuestion,
}
KIND_OF = {kind: name for name, kind in KINDS.items()}
