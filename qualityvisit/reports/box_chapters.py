"""What an archive box tells people of a visit, chapter by chapter, from records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qualityvisit.model.records import (
    Action,
    ActionEvent,
    Approval,
    Comment,
    Decision,
    Dispatch,
    FactCheck,
    Finding,
    Judgement,
    Note,
    Question,
    Version,
    Visit,
)
from qualityvisit.reports.outline import Block, Bullets, Outline, Paragraph, Run, Table, runs
from qualityvisit.words import _, clock, day

HERE, WEEDED, HIDDEN, NONE = "included", "weeded", "not-readable", "none"  # of the notes
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BoxInput:
    """What is told of a visit. ``notes`` are numbered from 1 in their order.

    ``sentences`` are a sentence of the minutes and the ids of the notes that it rests on; ``words``
    say a group, a theme, a mark or a state as people do: ``words["group"](id)``. ``files`` are what
    each chapter links to, by its key: words and the file's name. ``files["minutes"]`` is in the
    order of the versions, two for each.
    """

    visit: Visit
    minutes: Outline
    versions: tuple[Version, ...]
    standing: str  # of the notes: HERE, WEEDED, HIDDEN or NONE
    notes: tuple[Note, ...]
    sentences: tuple[tuple[str, tuple[str, ...]], ...]
    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]
    events: tuple[ActionEvent, ...]
    checks: tuple[FactCheck, ...]
    remarks: tuple[Judgement, ...]
    comments: tuple[Comment, ...]
    approvals: tuple[Approval, ...]
    dispatches: tuple[Dispatch, ...]
    questions: tuple[Question, ...]
    steps: tuple[Mapping[str, str], ...]  # of the history, chained
    people: Mapping[str, str]
    words: Mapping[str, Callable[[str], str]]
    files: Mapping[str, tuple[tuple[str, str], ...]]

    def who(self, person: str) -> str:
        """Return a person's name, or the id of one who is not known."""
        return self.people.get(person, person)

    def number(self, note: str) -> str:
        """Return the number of a note, or "" where it is not in the box."""
        return next((str(n) for n, found in enumerate(self.notes, 1) if found.id == note), "")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter; ``folded`` is one that is opened when it is wanted."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    folded: bool = False


def chapters(given: BoxInput) -> list[Chapter]:
    """Return the chapters of a box in order; what there is none of is said to be so."""
    made = [
        Chapter("minutes", _("The minutes"), (*_versions(given), *given.minutes.blocks)),
        _tabled(given, "findings", _("Findings"), _findings(given)),
        _tabled(given, "actions", _("Actions"), _actions(given), _events(given)),
        Chapter("notes", _("Interview notes"), (*_links(given, "notes"), *_notes(given))),
        _tabled(given, "sources", _("What the minutes rest on"), _sources(given), folded=True),
        _tabled(given, "decisions", _("What became of each note"), _decisions(given), folded=True),
        _tabled(given, "check", _("Fact check"), _checks(given), _remarks(given)),
        _tabled(given, "comments", _("Comments"), _comments(given), folded=True),
        _tabled(given, "approvals", _("Approvals"), _approvals(given)),
        _tabled(given, "dispatches", _("Sent out"), _dispatches(given)),
        _tabled(given, "guide", _("The guide"), _questions(given), folded=True),
        _tabled(given, "history", _("History"), _history(given), folded=True),
    ]
    return [c for c in made if c.blocks]


def moment(at: str) -> str:
    """Return a day, with its time where it has one."""
    return f"{day(at)} {clock(at)}".strip() if "T" in at else day(at) if at else ""


def _tabled(given: BoxInput, key: str, title: str, *tables: Table, folded: bool = False) -> Chapter:
    filled = tuple(t for t in tables if t.rows)
    told: tuple[Block, ...] = filled or (Paragraph(runs(_("There is nothing here."))),)
    return Chapter(key, title, (*_links(given, key), *told), folded and bool(filled))


def _links(given: BoxInput, key: str) -> tuple[Block, ...]:
    files = given.files.get(key, ())
    line = [
        run for words, name in files for run in (Run(" · "), Run(words, link=name))
    ][1:]  # fmt: skip
    return (Paragraph(tuple(line)),) if line else ()


def _versions(given: BoxInput) -> tuple[Block, ...]:
    files, items = given.files.get("minutes", ()), []
    for number, version in enumerate(given.versions, 1):
        words = _("Version {n}, {day}, finished by {name}", n=number, day=moment(version.at),
                  name=given.who(version.who))  # fmt: skip
        why = f" ({version.reason})" if version.reason else ""
        own = [n for n in files if f"/version-{number}." in n[1]]
        links = [run for said, name in own for run in (Run(" "), Run(said, link=name))]
        items.append((Run(words + why + ":"), *links))
    return (Bullets(tuple(items)),)


def _findings(given: BoxInput) -> Table:
    mark, group, theme = (given.words[k] for k in ("mark", "group", "theme"))
    return Table(
        _("Findings"), (_("What"), _("Text"), _("Theme"), _("Groups")),
        tuple((mark(f.mark), f.text, theme(f.theme), ", ".join(map(group, f.groups)))
              for f in given.findings), (2, 6, 2, 2),
    )  # fmt: skip


def _actions(given: BoxInput) -> Table:
    state = given.words["state"]
    return Table(
        _("Actions"), (_("Action"), _("Responsible"), _("Until"), _("State")),
        tuple((a.text, a.responsible, moment(a.due), state(a.status)) for a in given.actions),
        (6, 2, 2, 2),
    )  # fmt: skip


def _events(given: BoxInput) -> Table:
    state, texts = given.words["state"], {a.id: a.text for a in given.actions}
    return Table(
        _("What happened to the actions"),
        (_("When"), _("Action"), _("State"), _("Text"), _("Who")),
        tuple((moment(e.at), texts.get(e.action, e.action), state(e.status), e.text,
               given.who(e.who)) for e in given.events), (2, 4, 2, 4, 2),
    )  # fmt: skip


def _notes(given: BoxInput) -> tuple[Block, ...]:
    said = {
        WEEDED: _("The notes have been weeded: they are erased for good everywhere. The protocol"
                  " of the weeding is in the box instead."),
        HIDDEN: _("The notes are not in the box: whoever made it may not read them."),
        NONE: _("No notes were taken."),
    }.get(given.standing)  # fmt: skip
    if said:
        return (Paragraph(runs(said)),)
    group, theme, mark = (given.words[k] for k in ("group", "theme", "mark"))
    rows = tuple(
        (str(n), group(note.group), theme(note.theme), note.text,
         ", ".join(map(mark, note.marks)))
        for n, note in enumerate(given.notes, 1)
    )  # fmt: skip
    header = (_("Number"), _("Group"), _("Theme"), _("Text"), _("Marks"))
    return (Table(_("Interview notes"), header, rows, (1, 2, 2, 6, 2), row_headings=True),)


def _sources(given: BoxInput) -> Table:
    return Table(
        _("What the minutes rest on"), (_("Sentence"), _("Notes")),
        tuple((text, ", ".join(given.number(n) or n for n in notes) or "–")
              for text, notes in given.sentences), (8, 3),
    )  # fmt: skip


def _decisions(given: BoxInput) -> Table:
    return Table(
        _("What became of each note"), (_("Note"), _("What became of it")),
        tuple(
            (given.number(d.id) or d.id,
             _("Left out: {reason}", reason=d.reason) if d.reason else _("Carried over"))
            for d in given.decisions
        ), (2, 8),
    )  # fmt: skip


def _checks(given: BoxInput) -> Table:
    return Table(
        _("Sent for fact check"), (_("When"), _("To"), _("Answer until"), _("Who")),
        tuple((moment(c.at), c.to, moment(c.due), given.who(c.who)) for c in given.checks),
        (2, 4, 2, 2),
    )  # fmt: skip


def _remarks(given: BoxInput) -> Table:
    verdict = {"accurate": _("Accurate"), "inaccurate": _("Not accurate")}
    became = {"corrected": _("Corrected"), "kept": _("Kept")}
    return Table(
        _("Remarks"), (_("Paragraph"), _("Verdict"), _("Comment"), _("What became of it")),
        tuple(
            (r.words_then or _("On the whole"), verdict.get(r.verdict, ""), r.comment,
             " ".join(filter(None, (became.get(r.became, ""), r.note))))
            for r in given.remarks
        ), (5, 2, 4, 3),
    )  # fmt: skip


def _comments(given: BoxInput) -> Table:
    return Table(
        _("Comments"), (_("When"), _("Who"), _("About"), _("Text"), _("Resolved")),
        tuple((moment(c.at), given.who(c.author), c.about, c.text, moment(c.resolved_at))
              for c in given.comments), (2, 2, 3, 5, 2),
    )  # fmt: skip


def _approvals(given: BoxInput) -> Table:
    return Table(
        _("Approvals"), (_("When"), _("Who"), _("Digest of the words")),
        tuple((moment(a.at), given.who(a.person), a.digest) for a in given.approvals), (2, 3, 6),
    )  # fmt: skip


def _dispatches(given: BoxInput) -> Table:
    how, numbers = given.words["channel"], {v.id: n for n, v in enumerate(given.versions, 1)}
    return Table(
        _("Sent out"), (_("Day"), _("What it was"), _("Version"), _("To"), _("How"), _("Who"),
                        _("Struck, because")),
        tuple(
            (moment(d.at), d.document, str(numbers.get(d.version, "–")), d.to, how(d.how),
             given.who(d.who), d.struck)
            for d in given.dispatches
        ), (2, 3, 1, 3, 2, 2, 2),
    )  # fmt: skip


def _questions(given: BoxInput) -> Table:
    group, theme = given.words["group"], given.words["theme"]
    return Table(
        _("The guide"), (_("Group"), _("Theme"), _("Question"), _("Prompts")),
        tuple((group(q.group), theme(q.theme), q.text, "\n".join(q.prompts))
              for q in given.questions), (2, 2, 5, 4),
    )  # fmt: skip


def _history(given: BoxInput) -> Table:
    what = given.words["step"]
    return Table(
        _("History"), (_("When"), _("Who"), _("What"), _("Before"), _("After"), _("Digest")),
        tuple(
            (moment(s["at"]), s["who"], what(f"{s['kind']} {s['what']}"), s["before"], s["after"],
             s["digest"][:12])
            for s in given.steps
        ), (2, 2, 2, 4, 4, 2),
    )  # fmt: skip
