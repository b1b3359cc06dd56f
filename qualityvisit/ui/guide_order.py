"""What the keys and buttons of the guide editor do to the order of a draft, and take back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualityvisit.ui.guide_tree import neighbours
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.model import records
    from qualityvisit.model.register import Register
    from qualityvisit.ui.guide_editor import GuideEditor
    from qualityvisit.ui.guide_tree import GuideRows, Parts

MOST = 100  # steps that can be taken back


class GuideOrder:
    """Puts in, moves, regroups, locks and removes; each can be taken back with Ctrl+Z."""

    def __init__(self, screen: GuideEditor, rows: GuideRows, register: Register) -> None:
        self._screen, self._register = screen, register
        self._back: list[Callable[[], object]] = []
        rows.insert.connect(self.insert)
        rows.insert_theme.connect(self.insert_theme)
        rows.shift.connect(self.move)
        rows.regroup.connect(self.regroup)
        rows.remove.connect(self.remove)
        rows.undo.connect(self.undo)
        rows.lock.connect(self.lock)

    def forget(self) -> None:
        """Begin anew, with nothing to take back."""
        self._back = []

    @property
    def _parts(self) -> Parts:
        found = self._screen.parts
        assert found is not None
        return found

    @property
    def _name(self) -> str:
        return self._screen.rows.current()

    def _do(self, act: Callable[[], object], back: Callable[[], object], then: str = "") -> bool:
        """Do something that can be taken back, and choose what it was done to."""
        if not self._screen.desk.attempt(act, again=False):
            return False
        self._back = [*self._back, back][-MOST:]
        self._show(then)
        return True

    def _show(self, then: str) -> None:
        self._screen.make_stale()
        if then:
            self._screen.choose(then)

    def undo(self) -> None:
        """Take back the last step."""
        if not self._back:
            self._screen.desk.notices.passing(_("There is nothing to take back."), kind="info")
            return
        back, name = self._back.pop(), self._name
        if self._screen.desk.attempt(back, again=False):
            self._show(name)

    # --- putting in

    def insert(self) -> None:
        """Put a new question below what is chosen, and begin to write it."""
        parts, name = self._parts, self._name
        chosen = parts.question(name)
        theme = chosen.theme if chosen else name if parts.theme(name) else ""
        if not theme and not parts.themes:
            self.insert_theme()
            return
        theme = theme or parts.themes[0].id
        group = chosen.group if chosen else self._screen.group.value() or parts.groups[0].id
        places = sorted((q for q in parts.questions if q.theme == theme), key=_place)
        after, before = _around([q.id for q in places], chosen.id if chosen else "")
        self._put(partial(self._register.add_question, theme, group, after, before))

    def insert_theme(self) -> None:
        """Put a new theme below the chosen one, and begin to write its name."""
        parts, chosen = self._parts, self._parts.question(self._name)
        ids = [t.id for t in parts.themes]
        theme = chosen.theme if chosen else self._name
        after, before = _around(ids, theme if theme in ids else (ids[-1] if ids else ""))
        self._put(partial(self._register.add_theme, parts.guide.id, "", after, before))

    def _put(self, add: Callable[[], str]) -> None:
        made: list[str] = []
        if self._screen.desk.attempt(lambda: made.append(add()), again=False):
            self._back.append(partial(self._register.remove_from_guide, made))
            self._show(made[0])
            self._screen.write()

    # --- moving

    def move(self, step: int) -> None:
        """Move a question among those to its group, and on into the next theme; or a theme."""
        parts, name = self._parts, self._name
        question, theme = parts.question(name), parts.theme(name)
        if theme is not None:
            ids = [t.id for t in parts.themes]
            goal, old = neighbours(ids, name, step), neighbours(ids, name, 0)
            if goal and old:
                self._do(partial(self._register.move_theme, name, *goal),
                         partial(self._register.move_theme, name, *old), name)  # fmt: skip
        elif question is not None:
            alike = [q.id for q in parts.of_theme(question.theme, question.group)]
            goal = neighbours(alike, name, step)
            if goal is not None:
                self._move(question, question.theme, goal)
            else:
                self._move_on(question, step)

    def _move_on(self, question: records.Question, step: int) -> None:
        ids = [t.id for t in self._parts.themes]
        at = ids.index(question.theme) + step
        if 0 <= at < len(ids):
            self.move_to(ids[at], last=step < 0)

    def move_to(self, theme: str, *, last: bool = True) -> None:
        """Move the chosen question to an end of another theme."""
        question = self._parts.question(self._name)
        if question is None or question.theme == theme:
            return
        ids = [q.id for q in sorted(self._parts.of_theme(theme), key=_place)]
        ends = (ids[-1] if ids else "", "") if last else ("", ids[0] if ids else "")
        self._move(question, theme, ends)

    def _move(self, question: records.Question, theme: str, goal: tuple[str, str]) -> None:
        ids = [q.id for q in sorted(self._parts.of_theme(question.theme), key=_place)]
        old = neighbours(ids, question.id, 0) or ("", "")
        move = partial(self._register.move_question, question.id)
        self._do(partial(move, theme, *goal), partial(move, question.theme, *old), question.id)

    def regroup(self, number: int) -> None:
        """Put the chosen question to the group of a number."""
        parts, question = self._parts, self._parts.question(self._name)
        if question is None or number >= len(parts.groups):
            return
        change = partial(self._register.change_question, question.id)
        group = parts.groups[number].id
        if self._do(partial(change, group=group), partial(change, group=question.group),
                    question.id):  # fmt: skip
            word = parts.look(group).word
            self._screen.desk.notices.passing(_("Asked of: {group}", group=word))

    # --- removing and locking

    def remove(self) -> None:
        """Remove the chosen question, or theme with its questions."""
        parts, name = self._parts, self._name
        gone = [q.id for q in parts.questions if q.theme == name] if parts.theme(name) else []
        if name == parts.guide.id or not name:
            return
        items = [name, *gone]
        shown = [r.id for r in self._screen.rows.rows.rows if r.id not in gone]
        after, before = neighbours(shown, name, 0) or ("", "")
        back = partial(self._register.restore, items)
        if self._do(partial(self._register.remove_from_guide, items), back, before or after):
            self._screen.rows.setFocus()
            said = (
                _("The theme and its questions are removed.")
                if gone
                else _("The question is removed.")
            )
            self._screen.desk.notices.passing(said, (_("Take back"), self.undo))

    def lock(self) -> None:
        """Lock what is chosen as core, or unlock it; the guide's row locks all of it."""
        parts, name = self._parts, self._name
        everything = {t.id: t.core for t in parts.themes}
        everything |= {q.id: q.core for q in parts.questions}
        on = not everything.get(name, False)
        items = [name] if name in everything else [i for i, core in everything.items() if not core]
        lock = partial(self._register.lock, items)
        if self._do(partial(lock, on=on), partial(lock, on=not on), name):
            said = _("Locked as core.") if on else _("Unlocked.")
            self._screen.desk.notices.passing(said)

    def leave_out(self, reason: str) -> None:
        """Say why the chosen question is not asked here, or ask it again."""
        question = self._parts.question(self._name)
        if question is not None:
            leave = partial(self._register.leave_out, question.id)
            self._do(partial(leave, reason), partial(leave, question.unused), question.id)


def _place(question: records.Question) -> tuple[str, str]:
    return question.order, question.id


def _around(ids: list[str], name: str) -> tuple[str, str]:
    """Return what stands before and after the place right below an item; "" is on top."""
    at = ids.index(name) + 1 if name in ids else 0
    return (ids[at - 1] if at else "", ids[at] if at < len(ids) else "")
