"""Comments to the minutes: those that are open first; answered, resolved, opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualityvisit.model.records import Comment, Person
    from qualityvisit.model.sourcing import Thread
    from qualityvisit.model.view import MinutesView


class CommentsCard(QWidget):
    """The comments as a card. Hidden without any."""

    show_comment = Signal(str, str)  # passage and comment
    answer = Signal(str)
    resolve = Signal(str)
    reopen = Signal(str)
    remove = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._resolved = False  # those that are resolved are shown as well
        self._all: tuple[Thread, ...] = ()
        self._people: Mapping[str, Person] = {}
        self._me, self._may = "", False
        self._inner = kit.col(gap=12)
        self.setLayout(self._inner)
        self.hide()

    def show_minutes(
        self, view: MinutesView, people: Mapping[str, Person], me: str, *, may: bool
    ) -> None:
        """Show the comments of a visit's minutes; ``me`` may take away one's own."""
        self._people, self._me, self._may = people, me, may
        self._all = view.threads
        self._show()

    def _show(self) -> None:
        state = (self._all, self._resolved, self._may)
        if state == self._shown:
            return
        self._shown = state
        self.setVisible(bool(self._all))
        open_ = [t for t in self._all if t.is_open]
        done = [t for t in self._all if not t.is_open]
        lines: list[kit.Item] = []
        for thread in (*open_, *(done if self._resolved else ())):
            lines += [kit.rule()] if lines else []
            lines.append(self._thread(thread))
        if not open_ and not (done and self._resolved):
            lines.append(kit.label(_("No comment is open."), "muted"))
        if done:
            lines.append(kit.row(kit.link(self._turn_words(len(done)), self._turn), None))
        pill = kit.pill(str(len(open_)), "accent") if open_ else None
        card = kit.card(_("Comments"), "messages-square", *lines, dense=True, gap=8, right=pill)
        kit.refill(self._inner, [card])

    def _turn_words(self, done: int) -> str:
        if self._resolved:
            return _("Hide the resolved")
        return count("Show {n} resolved", "Show {n} resolved", done)

    def _turn(self) -> None:
        self._resolved = not self._resolved
        self._show()

    def _thread(self, thread: Thread) -> QWidget:
        comment = thread.comment
        parts: list[kit.Item] = [self._who(comment)]
        if comment.about:
            parts.append(kit.Elided(_("“{words}”", words=comment.about), "muted", 0.95))
        if not thread.stands:
            parts.append(kit.label(_("The paragraph is no longer there."), "warn", 0.95, wrap=True))
        parts.append(kit.label(comment.text, wrap=True))
        for answer in thread.answers:
            words = kit.col(self._who(answer), kit.label(answer.text, wrap=True), gap=1)
            above = kit.box(kit.col(kit.pic("corner-down-right", "muted", 14), None, gap=0))
            parts.append(kit.row(above, (kit.box(words), 1), gap=6))
        if not thread.is_open:
            by = self._name(comment.resolved_by)
            parts.append(kit.label(_("Resolved by {name}", name=by), "ok", 0.95))
        said = f"{_('Comment by {name}', name=self._name(comment.author))}: {comment.text}"
        show = kit.Pressable(
            kit.col(*parts, gap=3), said,
            lambda: self.show_comment.emit(comment.passage, comment.id),
        )  # fmt: skip
        return kit.box(kit.col(show, *self._ways(thread, said), gap=0))

    def _ways(self, thread: Thread, said: str) -> list[kit.Item]:
        if not self._may:
            return []
        name = thread.comment.id
        ways: list[tuple[str, Callable[[], None]]] = [
            (_("Answer it"), lambda: self.answer.emit(name)),
            (_("Resolve"), lambda: self.resolve.emit(name)) if thread.is_open
            else (_("Open again"), lambda: self.reopen.emit(name)),
        ]  # fmt: skip
        if thread.comment.author == self._me:
            ways.append((_("Remove"), lambda: self.remove.emit(name)))
        links = [kit.link(words, act, name=f"{words}: {said}") for words, act in ways]
        return [kit.row(*links, None, gap=14)]

    def _who(self, comment: Comment) -> QWidget:
        when = f"{day(comment.at[:10])} {clock(comment.at)}"
        return kit.Elided(f"{self._name(comment.author)}  ·  {when}", "muted", 0.95)

    def _name(self, person: str) -> str:
        found = self._people.get(person)
        return found.name if found else _("Somebody")


class CommentDialog(FormDialog):
    """Asks for a comment or an answer; ``say`` keeps it."""

    def __init__(
        self, window: QWidget, title: str, about: str, say: Callable[[str], object]
    ) -> None:
        form = kit.Form()
        super().__init__(
            window, title, form, _("Comment on it"), lambda: say(self.words.toPlainText()),
            about=about, width=480,
        )  # fmt: skip
        self.words = kit.writing(lines=4)
        form.add(
            _("Comment"), self.words,
            _("Colleagues who read the visit see it. It is not in the finished document."),
            check=lambda: "" if self.words.toPlainText().strip() else _("Write a few words."),
        )  # fmt: skip
