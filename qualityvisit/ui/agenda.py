"""What is asked in a session, in order, and how far each question has come. No widgets here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualityvisit.model.records import ASK, INTERVIEW, Note, OwnQuestion, Progress, Question, Theme
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualityvisit.model.records import Session, Visit
    from qualityvisit.workspace import Workspace

UNTOUCHED, BEGUN, DONE, SKIPPED = "", "begun", "done", "skipped"
FREE = ""  # the id of the place for notes without a question
ABOUT = "@"  # before a theme's id: the place for what is seen of a theme


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in a session, or what to look for where nothing is asked."""

    id: str
    number: str  # "2.3", "" for the free notes
    short: str
    text: str
    prompts: tuple[str, ...]
    theme: str  # its id
    theme_name: str
    status: str = UNTOUCHED
    reason: str = ""  # why it was skipped
    required: str = ""
    scale: tuple[str, ...] = ()
    rating: str = ""
    counts: tuple[str, ...] = ()
    asker: str = ""  # person

    @property
    def question(self) -> str:
        """The id of the question that its notes answer, or ""."""
        return "" if self.id.startswith(ABOUT) else self.id

    @property
    def is_own(self) -> bool:
        """Whether it came up during the visit."""
        return self.number.startswith("+")

    @property
    def is_settled(self) -> bool:
        """Whether it has been answered or skipped."""
        return self.status in (DONE, SKIPPED)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The questions of a session in order; the free notes stand last."""

    questions: tuple[Asked, ...]

    @property
    def numbered(self) -> tuple[Asked, ...]:
        """The questions without the free notes."""
        return tuple(q for q in self.questions if q.question)

    @property
    def must(self) -> tuple[Asked, ...]:
        """The questions that must be asked and have not been."""
        return tuple(q for q in self.numbered if q.required == ASK and not q.is_settled)

    @property
    def settled(self) -> int:
        """How many questions have been answered or skipped."""
        return sum(q.is_settled for q in self.numbered)

    def find(self, question: str) -> Asked:
        """Return a question; where it is gone, the first."""
        return next((q for q in self.questions if q.id == question), self.questions[0])

    def beside(self, question: str, step: int) -> Asked | None:
        """Return the question ``step`` places further on, or None past the ends."""
        ids = [q.id for q in self.questions]
        at = (ids.index(question) if question in ids else 0) + step
        return self.questions[at] if 0 <= at < len(ids) else None

    def first_open(self) -> Asked:
        """Return where to begin: the first question that is neither answered nor skipped."""
        return next((q for q in self.questions if not q.is_settled), self.questions[0])

    def themes(self) -> list[tuple[str, tuple[Asked, ...]]]:
        """Return the questions under the names of their themes."""
        found: dict[tuple[str, str], list[Asked]] = {}
        for each in self.questions:
            theme = each.theme if each.question and not each.is_own else ""
            found.setdefault((theme, each.theme_name), []).append(each)
        return [(name, tuple(asked)) for (_theme, name), asked in found.items()]


def chosen_session(sessions: list[Session], wanted: str) -> Session:
    """Return the session asked for, else the first interview that has not been ended."""
    interviews = [s for s in sessions if s.type == INTERVIEW]
    rest = [s for s in interviews if not s.ended] or interviews or sessions
    return next((s for s in sessions if s.id == wanted), rest[0])


def read_agenda(workspace: Workspace, visit: Visit, session: Session) -> Agenda:
    """Read what is asked or looked for in a session, and what has become of it."""
    notes = [n for n in workspace.all(Note, parent=visit.id) if n.session == session.id]
    progress = {p.question: p for p in workspace.all(Progress, parent=session.id)}
    guide = workspace.all(Question, parent=visit.guide) if visit.guide else []
    themes = workspace.all(Theme, parent=visit.guide) if visit.guide else []
    said = {n.question for n in notes if n.question}
    said |= {q for q, p in progress.items() if p.status or p.rating or p.counts}
    entries, known = list[Asked](), set[str]()
    if session.group:
        asked = _open([q for q in guide if q.group == session.group], progress, said)
        entries, known = _numbered(asked, themes), {q.id for q in asked}
    else:
        entries = _looked_for(workspace, themes, {n.theme for n in notes if not n.question})
    own = workspace.all(OwnQuestion, parent=visit.id)
    for question in sorted(said - known - {q.id for q in own}):
        gone = Question(question, text=_("A question that is no longer there"))
        found = workspace.find(Question, question) or gone
        entries.append(_plain(found, _("Other questions")))
    entries += [_own(q, number) for number, q in enumerate(own, 1) if q.session == session.id]
    entries.append(_free())
    written = {place_of(n, session) for n in notes}
    return Agenda(tuple(_with_status(e, progress.get(e.id), written) for e in entries))


def place_of(note: Note, session: Session) -> str:
    """Return the id under which a note stands among what is asked in its session."""
    if note.question or session.group or not note.theme:
        return note.question
    return f"{ABOUT}{note.theme}"


def _open(asked: list[Question], progress: dict[str, Progress], said: set[str]) -> list[Question]:
    """Leave out what earlier answers have closed, unless something is said of it already."""
    ratings = {question: p.rating for question, p in progress.items()}
    known = {q.id for q in asked}
    return [
        q for q in asked
        if q.after not in known or ratings.get(q.after, "") in q.answers or q.id in said
    ]  # fmt: skip


def _numbered(asked: list[Question], themes: Iterable[Theme]) -> list[Asked]:
    """Return the questions numbered by theme and place; those of no known theme come last."""
    names = {t.id: t.name for t in themes}
    order = {theme: n for n, theme in enumerate(names)}
    placed = sorted(asked, key=lambda q: (order.get(q.theme, len(order)), q.order))
    found: list[Asked] = []
    seen: dict[str, int] = {}
    for question in placed:
        seen[question.theme] = seen.get(question.theme, 0) + 1
        number = f"{list(seen).index(question.theme) + 1}.{seen[question.theme]}"
        name = names.get(question.theme) or _("Other questions")
        found.append(_plain(question, name, number))
    return found


def _plain(question: Question, theme_name: str, number: str = "") -> Asked:
    return Asked(
        question.id, number, question.short or question.text, question.text, question.prompts,
        question.theme, theme_name, required=question.required, scale=question.scale,
    )  # fmt: skip


def _looked_for(workspace: Workspace, themes: list[Theme], seen: set[str]) -> list[Asked]:
    """Return the themes to look for, and those of notes that the guide has no longer."""
    known = {t.id for t in themes} | {""}
    gone = [workspace.find(Theme, t) or Theme(t) for t in sorted(seen - known)]
    shown = [(t.id, t.name or _("Other questions")) for t in (*themes, *gone)]
    return [
        Asked(
            f"{ABOUT}{theme}", "", name, _("{theme}: what do you see and hear?", theme=name), (),
            theme, _("Look for"),
        )
        for theme, name in shown
    ]  # fmt: skip


def _own(question: OwnQuestion, number: int) -> Asked:
    return Asked(
        question.id, f"+{number}", question.text, question.text, (), question.theme,
        _("Came up during the visit"),
    )  # fmt: skip


def _free() -> Asked:
    return Asked(
        FREE, "", _("Free note"), _("What else was said or seen?"), (), "", _("Without a question")
    )


def _with_status(asked: Asked, progress: Progress | None, written: set[str]) -> Asked:
    begun = BEGUN if asked.id in written else UNTOUCHED
    if progress is None:
        return replace(asked, status=begun)
    return replace(
        asked, status=progress.status or begun, reason=progress.reason, rating=progress.rating,
        counts=progress.counts, asker=progress.asker,
    )  # fmt: skip
