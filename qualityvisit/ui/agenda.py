"""What is asked in a session, in order, and how far each question has come. No widgets here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.model.records import INTERVIEW, Note, Progress, Question, Theme
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualityvisit.model.records import Session, Visit
    from qualityvisit.workspace import Workspace

UNTOUCHED, BEGUN, DONE, SKIPPED = "", "begun", "done", "skipped"
FREE = ""  # the id of the place for notes without a question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in a session."""

    id: str
    number: str  # "2.3", "" for the free notes
    short: str
    text: str
    prompts: tuple[str, ...]
    theme: str  # its id
    theme_name: str
    status: str = UNTOUCHED
    reason: str = ""  # why it was skipped

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
        return tuple(q for q in self.questions if q.id != FREE)

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
            found.setdefault((each.theme, each.theme_name), []).append(each)
        return [(name, tuple(asked)) for (_theme, name), asked in found.items()]


def chosen_session(sessions: list[Session], wanted: str) -> Session:
    """Return the session asked for, else the first interview that has not been ended."""
    interviews = [s for s in sessions if s.type == INTERVIEW]
    rest = [s for s in interviews if not s.ended] or interviews or sessions
    return next((s for s in sessions if s.id == wanted), rest[0])


def read_agenda(workspace: Workspace, visit: Visit, session: Session) -> Agenda:
    """Read what is asked in a session, and what has become of it."""
    written = {n.question for n in workspace.all(Note, parent=visit.id) if n.session == session.id}
    progress = {p.question: p for p in workspace.all(Progress, parent=session.id)}
    guide = workspace.all(Question, parent=visit.guide) if visit.guide else []
    asked = [q for q in guide if q.group == session.group and session.group]
    known = {q.id for q in asked}
    others = [workspace.find(Question, q) for q in (written | progress.keys()) - known]
    themes = workspace.all(Theme, parent=visit.guide) if visit.guide else []
    entries = _numbered(asked, themes)
    entries += [_plain(q, _("Other questions")) for q in others if q is not None]
    entries.append(_free())
    return Agenda(tuple(_with_status(e, progress.get(e.id), written) for e in entries))


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
        question.theme, theme_name,
    )  # fmt: skip


def _free() -> Asked:
    return Asked(
        FREE, "", _("Free note"), _("What else was said or seen?"), (), "", _("Without a question")
    )


def _with_status(asked: Asked, progress: Progress | None, written: set[str]) -> Asked:
    if progress is not None and progress.status:
        status, reason = progress.status, progress.reason
    else:
        status, reason = (BEGUN if asked.id in written else UNTOUCHED), ""
    return Asked(
        asked.id, asked.number, asked.short, asked.text, asked.prompts, asked.theme,
        asked.theme_name, status, reason,
    )  # fmt: skip
