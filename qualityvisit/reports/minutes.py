"""The minutes of a visit (minnesanteckning) as an outline; headings as in domain report 2.4."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from unicodedata import combining, normalize

from qualityvisit.model import records
from qualityvisit.reports import outline
from qualityvisit.reports.charts import MATRIX, Chart, Series
from qualityvisit.reports.outline import (
    ASIDE,
    MUTED,
    QUOTE,
    Block,
    Bullets,
    Fact,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Table,
)
from qualityvisit.words import _, count, day, language, listing

_TAGS = {"sv": "sv-SE", "en": "en-GB"}
# In titles, without accents: those of a committee, in either language.
_ELECTED = ("ledamot", "ersattare", "ordforande", "member", "substitute", "chair")
_BULLETS = ("- ", "• ", "* ")
_QUOTED = tuple("”\"“»'’")


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph, and what it is: one of ``records.MANNERS``, or ""."""

    text: str
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Voices:
    """What each group said of each theme: a cell is a leaning and the number of notes."""

    figure: str  # records.TABLE or records.CHART
    groups: tuple[str, ...]
    themes: tuple[str, ...]
    cells: tuple[tuple[tuple[str, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the minutes: its key (see ``records.OVERALL`` and its neighbours) and words."""

    key: str
    group: str = ""  # the group's name as shown
    theme: str = ""  # the theme's name as shown
    paragraphs: tuple[str | Said | Voices, ...] = ()

    @property
    def group_id(self) -> str:
        """The group that a "group:<group>/<theme id>" key speaks of, or ""."""
        kind, colon, rest = self.key.partition(":")
        return rest.partition("/")[0] if colon and kind == "group" else ""

    @property
    def has_words(self) -> bool:
        """Whether anything is written here."""
        return any(isinstance(p, Voices) or _lines(_text(p)) for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class MinutesInput:
    """All that the minutes are made of. Lists are in the order in which they are to stand."""

    committee: records.Committee
    visit: records.Visit
    unit: records.Unit
    team: tuple[records.Person, ...] = ()
    sessions: tuple[records.Session, ...] = ()
    sections: tuple[Section, ...] = ()
    findings: tuple[records.Finding, ...] = ()
    actions: tuple[records.Action, ...] = ()
    figures: tuple[records.KeyFigure, ...] = ()
    groups: tuple[records.Group, ...] = ()
    drawn_up_by: str = ""
    status: str = "draft"  # one of records.MINUTES_STATES
    finished: str = ""  # the date when they were finished
    made: str = ""  # the moment of the export, "" for the date of the minutes
    secrecy: str = ""  # the provision under which they may be secret
    correction: str = ""  # why an earlier version is corrected


def build(view: MinutesInput) -> Outline:
    """Return the outline of a visit's minutes, in the language in use."""
    draft = view.status not in records.MINUTES_CLOSED
    name = view.unit.name or view.visit.title
    title = _("Extra visit – {unit}") if view.visit.extra else _("Quality deep dive – {unit}")
    return Outline(
        title=title.format(unit=name),
        language=_TAGS[language()],
        kind=_("Visit record"),
        municipality=view.committee.municipality,
        committee=view.committee.name,
        registry_number=view.visit.registry_number,
        mark=_("Working material") if draft else "",
        author=view.drawn_up_by or view.committee.name,
        made=view.made or view.finished or view.visit.date,
        facts=tuple(fact for fact in _facts(view, name) if any(fact.lines)),
        blocks=tuple(_blocks(view)),
        secrecy=secrecy_words(view.secrecy),
    )


def as_it_stands(report: Outline, *, number: str, secrecy: str, version: int) -> Outline:
    """Return finished minutes with what may come later: registry number, secrecy mark, version."""
    facts = report.facts
    if number and number != report.registry_number:
        row = Fact(_("Registry number"), (number,))
        facts = (*facts[:-2], row, *facts[-2:])  # before who drew it up, and how it stands
    return replace(
        report,
        registry_number=number or report.registry_number,
        facts=facts,
        secrecy=secrecy_words(secrecy),
        version=str(version),
    )


def secrecy_words(provision: str) -> str:
    """Return what stands on every page where a provision is marked, else ""."""
    return _("May be secret: {provision}", provision=provision) if provision else ""


# --- The head


def _facts(view: MinutesInput, name: str) -> Iterator[Fact]:
    visit = view.visit
    yield Fact(_("Unit"), (_unit(view, name),))
    yield Fact(_("Date of the visit"), (day(visit.date, weekday=True),))
    yield Fact(_("Place"), (visit.place or view.unit.address,))
    yield Fact(_("Present, the committee"), _people(p for p in view.team if _elected(p)))
    yield Fact(_("Present, the administration"), _people(p for p in view.team if not _elected(p)))
    yield Fact(_("Groups interviewed"), tuple(_groups_met(view)))
    yield Fact(_("Registry number"), (visit.registry_number,))
    yield Fact(_("Corrected because"), (view.correction,))
    yield Fact(_("Drawn up by"), (view.drawn_up_by,))
    yield Fact(_("Status"), (_status(view),))


def _unit(view: MinutesInput, name: str) -> str:
    codes = view.unit.forms_on(view.visit.date) or ((view.visit.form,) if view.visit.form else ())
    forms = listing(form_word(code) for code in codes)
    return ", ".join(part for part in (name, forms) if part)


def form_word(code: str) -> str:
    """Return what a school form is called in running text."""
    return {
        "FS": _("preschool"),
        "FKLASS": _("preschool class"),
        "FTH": _("school-age educare"),
        "OPPFTH": _("open leisure-time activities"),
        "GR": _("compulsory school"),
        "GRAN": _("adapted compulsory school"),
        "SP": _("special school"),
        "SAM": _("school for Sami pupils"),
        "GY": _("upper secondary school"),
        "GYAN": _("adapted upper secondary school"),
        "VUX": _("municipal adult education"),
        "PEDOMS": _("pedagogical care"),
    }.get(code, code)


def _elected(person: records.Person) -> bool:
    """Tell whether a person sits in the committee: by the title, or by the role without one."""
    if person.title:
        title = "".join(c for c in normalize("NFD", person.title.casefold()) if not combining(c))
        return any(word in title for word in _ELECTED)
    return person.role != records.ADMINISTRATOR


def _people(people: Iterable[records.Person]) -> tuple[str, ...]:
    return tuple(", ".join(part for part in (p.name, p.title) if part) for p in people)


def _groups_met(view: MinutesInput) -> Iterator[str]:
    for session in view.sessions:
        if session.type == records.INTERVIEW and (facts := _participants(session)):
            yield f"{_group(view, session.group)}: {facts}"


def _participants(session: records.Session) -> str:
    """Return who was in the room, by number and category only: never by name."""
    number = session.participants
    if number.isdecimal():
        number = count("{n} participant", "{n} participants", int(number))
    return ", ".join(part for part in (number, session.category) if part)


def _group(view: MinutesInput, group: str) -> str:
    for section in view.sections:
        if section.group and section.group_id == group:
            return section.group
    for known in view.groups:
        if known.id == group and known.name:
            return known.name
    children = view.visit.form in records.PRESCHOOL_FORMS
    return {
        records.LEADERSHIP: _("School leadership"),
        records.STAFF: _("Staff"),
        records.PUPILS: _("Children") if children else _("Pupils"),
        records.GUARDIANS: _("Guardians"),
    }.get(group, group)


def _status(view: MinutesInput) -> str:
    finalised = " ".join(part for part in (_("Finalised"), day(view.finished)) if part)
    return {
        "draft": _("Working material"),
        "fact-check": _("Working material, out for fact check"),
        "finished": finalised,
        "approval": _("Working material, out for approval"),
        "archived": f"{finalised}, {_('archived')}",
    }.get(view.status, view.status)


# --- The body


def _blocks(view: MinutesInput) -> Iterator[Block]:
    said = {section.key: section for section in view.sections if section.has_words}
    yield from _part(_("Background"), _figures(view))
    yield from _part(heading(records.INTRO), _words(said, records.INTRO))
    yield from _part(_("Interviews by group"), _interviews(view))
    yield from _part(heading(records.OBSERVATIONS), _words(said, records.OBSERVATIONS))
    yield from _part(_("Overall picture"), _overall(view, said))
    yield from _part(heading(records.AGREED), _agreed(view, said))
    asked = _listed(said, records.QUESTIONS_SECTION, numbered=True)
    named = heading(records.QUESTIONS_SECTION, meeting=view.committee.meeting_name)
    yield from _part(named, asked)
    yield from _part(heading(records.DISTRIBUTION), _listed(said, records.DISTRIBUTION))
    yield from _part(_("Other"), _other(said))


def heading(key: str, group: str = "", theme: str = "", meeting: str = "") -> str:
    """Return what a section is called where it stands alone. ``group`` and ``theme`` are names."""
    if group:
        return f"{group}: {theme or _('Other remarks')}"
    meeting = _in_running_text(meeting) or _("the quality meeting")
    overall = (_("Strengths"), _("Areas for development"), _("Deficiencies"))
    return {
        records.INTRO: _("Introduction and the unit's conditions"),
        records.OBSERVATIONS: _("Observations from the walk-through"),
        **dict(zip(records.OVERALL, overall, strict=True)),
        records.AGREED: _("Agreed and to be followed up"),
        records.QUESTIONS_SECTION: _("Questions to {meeting}", meeting=meeting),
        records.DISTRIBUTION: _("Distribution list"),
    }.get(key) or _("Other")


def _part(named: str, blocks: Iterable[Block], level: int = 1) -> Iterator[Block]:
    """Yield a heading and what stands under it; nothing where nothing does."""
    if inside := list(blocks):
        yield Heading(named, level)
        yield from inside


def _figures(view: MinutesInput) -> Iterator[Block]:
    if not view.figures:
        return
    header = (_("Key figure"), _("Value"), _("Period"), _("Source"))
    rows = tuple((f.name, f.value, f.period, f.source) for f in view.figures)
    yield Table(_("Key figures of the unit"), header, rows, (46, 14, 14, 26))
    values = {figure.value for figure in view.figures}
    if ".." in values:
        few = _("“..” means that the value is not shown: too few pupils or answers.")
        yield Paragraph(outline.runs(few), ASIDE)
    if "." in values:
        yield Paragraph(outline.runs(_("“.” means that the value is missing.")), ASIDE)


def _interviews(view: MinutesInput) -> Iterator[Block]:
    sections = [s for s in view.sections if s.group_id and s.has_words]
    if sections:
        unnamed = _("Those interviewed are given by number and category, never by name.")
        yield Paragraph(outline.runs(unnamed), ASIDE)
        if any(_label(p, s.key) for s in sections for p in s.paragraphs):
            yield Paragraph(outline.runs(_told_apart()), ASIDE)
    for group in dict.fromkeys(section.group_id for section in sections):
        theirs = [section for section in sections if section.group_id == group]
        yield from _part(_group(view, group), _interview(view, group, theirs), 2)


def _interview(view: MinutesInput, group: str, sections: list[Section]) -> Iterator[Block]:
    yield from _in_the_room(view, group)
    for section in sections:
        prose = _prose(section.paragraphs, section.key)
        yield from _part(section.theme, prose, 3) if section.theme else prose


def _in_the_room(view: MinutesInput, group: str) -> Iterator[Block]:
    for session in view.sessions:
        if session.type == records.INTERVIEW and session.group == group:
            facts = [f"{who}." for who in (_participants(session),) if who]
            if session.leadership_present and group != records.LEADERSHIP:
                facts.append(_("School leadership was present."))
            if facts:
                yield Paragraph(outline.runs(" ".join(facts)), ASIDE)


def _overall(view: MinutesInput, said: dict[str, Section]) -> Iterator[Block]:
    marks = (records.STRENGTH, records.DEVELOPMENT, records.DEFICIENCY)
    for mark, key in zip(marks, records.OVERALL, strict=True):
        found = tuple(_finding(view, f) for f in view.findings if f.mark == mark and f.text)
        listed = (Bullets(found),) if found else ()
        yield from _part(heading(key), (*_words(said, key), *listed), 2)


def _finding(view: MinutesInput, finding: records.Finding) -> outline.Runs:
    if not finding.groups:
        return outline.runs(finding.text)
    names = listing(_in_running_text(_group(view, group)) for group in finding.groups)
    return outline.runs(finding.text, Run(" " + _("(said by {groups})", groups=names), MUTED))


def _agreed(view: MinutesInput, said: dict[str, Section]) -> Iterator[Block]:
    yield from _words(said, records.AGREED)
    if view.actions:
        header = (_("What"), _("Responsible"), _("When"))
        rows = tuple((a.text, a.responsible or "–", _when(a.due) or "–") for a in view.actions)
        yield Table(_("What was agreed"), header, rows, (51, 25, 24))


def _when(due: str) -> str:
    try:
        return day(due)
    except ValueError:  # free words, such as "till ht 28"
        return due


def _other(said: dict[str, Section]) -> Iterator[Block]:
    """Yield the sections that no heading has asked for, so that nothing is lost."""
    known = {records.INTRO, records.OBSERVATIONS, records.AGREED, *records.OVERALL}
    known |= {records.QUESTIONS_SECTION, records.DISTRIBUTION}
    for key, section in said.items():
        if key not in known and not section.group_id:
            prose = _prose(section.paragraphs, key)
            yield from _part(section.theme, prose, 2) if section.theme else prose


# --- Words


def _words(said: dict[str, Section], key: str) -> Iterator[Block]:
    return _prose(said[key].paragraphs if key in said else (), key)


def _listed(said: dict[str, Section], key: str, *, numbered: bool = False) -> Iterator[Block]:
    held = said[key].paragraphs if key in said else ()
    lines = [line for each in held for line in _lines(_text(each))]
    yield from (_voices(each) for each in held if isinstance(each, Voices))
    if lines:
        yield Bullets(tuple(outline.runs(_without_bullet(line)) for line in lines), numbered)


def _prose(paragraphs: Iterable[str | Said | Voices], section: str) -> Iterator[Block]:
    """Yield paragraphs, quotes and lists: as they were written, a line at a time."""
    items: list[outline.Runs] = []
    for each in paragraphs:
        label = _label(each, section)
        if items and (label or isinstance(each, Voices)):
            yield Bullets(tuple(items))
            items = []
        if isinstance(each, Voices):
            yield _voices(each)
            continue
        for line in _lines(_text(each)):
            if line.startswith(_BULLETS) and not label:
                items.append(outline.runs(_without_bullet(line)))
                continue
            if items:
                yield Bullets(tuple(items))
                items = []
            yield _line(line, label)
            label = ""
    if items:
        yield Bullets(tuple(items))


def _line(line: str, label: str) -> Paragraph:
    if label:
        return Paragraph((Run(f"{label}: ", outline.STRONG), Run(_without_bullet(line))))
    quoted = len(line) > 1 and line.startswith(_QUOTED) and line.endswith(_QUOTED)
    return Paragraph(outline.runs(line), QUOTE if quoted else outline.BODY)


def _text(paragraph: str | Said | Voices) -> str:
    if isinstance(paragraph, Voices):
        return ""
    return paragraph.text if isinstance(paragraph, Said) else paragraph


# --- What was said, what was seen, and what we make of it


def _label(paragraph: str | Said | Voices, section: str) -> str:
    """Return what a paragraph is called where it is another thing than its section tells of."""
    manner = paragraph.manner if isinstance(paragraph, Said) else ""
    usual = records.OBSERVATION if section == records.OBSERVATIONS else records.UTTERANCE
    if manner == usual:
        return ""
    return {
        records.UTTERANCE: _("Utterance"),
        records.OBSERVATION: _("Observation made"),
        records.INTERPRETATION: _("Interpretation"),
    }.get(manner, "")


def _told_apart() -> str:
    return _("What was said stands without a label; observations and interpretations have one.")


# --- The four voices


def _voices(voices: Voices) -> Block:
    title = _("What each group said of each theme")
    themes = tuple(theme or _("Other themes") for theme in voices.themes)
    if voices.figure == records.CHART and themes:
        return Figure(Chart(MATRIX, title, themes, tuple(_series(voices))))
    rows = tuple(
        (theme, *(_voice(*cell) for cell in cells))
        for theme, cells in zip(themes, voices.cells, strict=True)
    )
    share = 70 // max(1, len(voices.groups))
    widths = (100 - share * len(voices.groups), *(share for _group in voices.groups))
    return Table(title, (_("Theme"), *voices.groups), rows, widths)


def _series(voices: Voices) -> Iterator[Series]:
    """Yield a group's voices: the more notes, the larger its marks."""
    for at, group in enumerate(voices.groups):
        cells = [row[at] for row in voices.cells]
        marks = tuple(float(min(3, number)) for _leaning, number in cells)
        yield Series(group, marks, tuple(_voice(*cell) for cell in cells))


def _voice(leaning: str, number: int) -> str:
    said = {
        "strength": _("strengths"),
        "development": _("areas for development"),
        "both": _("strengths and areas for development"),
        "else": _("told of"),
        "silent": _("nothing said"),
        "unasked": _("not asked"),
    }.get(leaning, "")
    return f"{said} ({number})" if number else said


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, outline.clean(text).split("\n")) if line]


def _without_bullet(line: str) -> str:
    return line[2:].lstrip() if line.startswith(_BULLETS) else line


def _in_running_text(name: str) -> str:
    """Return a name as it stands inside a sentence: "Personal" as "personal", "AU" as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
