"""A draft of a guide: its themes and questions in a list, and what each is made of beside it.

Each letter is kept as it is written. The draft is nobody's guide before it is published.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from qualityvisit.model import records
from qualityvisit.model.guide_rules import problems, versions
from qualityvisit.ui.guide_fields import GuideFields, QuestionFields, ThemeFields, preview
from qualityvisit.ui.guide_order import GuideOrder
from qualityvisit.ui.guide_tree import GuideRows, Parts, marks_of
from qualityvisit.ui.kit import (
    Choice,
    Item,
    Pressable,
    Surface,
    box,
    button,
    card,
    col,
    flow,
    header,
    label,
    pic,
    pill,
    refill,
    row,
    scroll,
)
from qualityvisit.ui.pair import Pair
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import px
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.folding import Change
    from qualityvisit.ui.guide_fields import Fields
    from qualityvisit.ui.screen import Desk

LIST, SIDE, WIDE = 400, 320, 1240
MOST_WRONG = 6
PAUSE = 400  # milliseconds after the last key before what is missing is looked for
DECIDES = {"group", "scale", "after", "answers"}  # what other fields show hangs on these


class GuideEditor(Screen):
    """The editor of one draft."""

    kinds: ClassVar[frozenset[str]] = frozenset({"guide", "theme", "question", "group"})
    focus_frame = True

    def __init__(self, desk: Desk) -> None:
        self._id, self._wanted, self._shown = "", "", ""
        self.parts: Parts | None = None
        self._publish = button(_("Publish"), self.publish, kind="primary")
        self._compare = button(_("Compare versions"), self.compare, "history")
        self.rows = GuideRows()
        self.order = GuideOrder(self, self.rows, desk.ws.register)
        self.group = Choice([], name=_("Show the questions to"))
        self.guide_fields, self.theme_fields = GuideFields(), ThemeFields()
        self.question_fields = QuestionFields()
        self.fields = (self.guide_fields, self.theme_fields, self.question_fields)
        self._lock = button(_("Lock as core"), self.order.lock, "lock", "small", tip="Ctrl+L")
        self._remove = button(_("Remove"), self.order.remove, "trash-2", "small",
                              tip="Delete")  # fmt: skip
        self._preview, self._wrong = col(gap=8), col(gap=4)
        head = header(
            "", "", desk.way.lamps(), self._compare, self._publish,
            back=(_("Question guides"), desk.way.back),
        )  # fmt: skip
        super().__init__(desk, head, self._make_body())
        self._later = QTimer(self, singleShot=True, interval=PAUSE)
        self._later.timeout.connect(self._look_over)
        self._listen()

    # --- parts

    def _make_body(self) -> QWidget:
        adds = row(
            button(_("New question"), self.order.insert, "plus", "small", tip="Enter"),
            button(_("New theme"), self.order.insert_theme, "plus", "small",
                   tip="Ctrl+Enter"),
            None,
        )  # fmt: skip
        above = col(self.group, adds, gap=8, margins=(14, 12, 14, 6))
        pane = Surface(col(above, (self.rows, 1), gap=0, margins=(1, 0, 1, 8)))
        self._side = box(col(self._wrong_card(), self._preview_card(), None, gap=14))
        self._below = col()
        tools = row(self._lock, self._remove, None)
        self._form = col(
            tools, *self.fields, box(self._below), None, gap=14, margins=(4, 0, 14, 16)
        )
        middle = scroll(box(self._form), _("What the question is made of"))
        self._beside = scroll(self._side, _("As it is asked"))
        self._beside.setFixedWidth(px(SIDE))
        one = box(row((middle, 1), self._beside, gap=16))
        self.pair = Pair(pane, self.rows, one, _("All the guide's questions"), width=LIST)
        return box(col((self.pair, 1), margins=(20, 16, 20, 12)))

    def _wrong_card(self) -> QWidget:
        return card(_("Before it is published"), "list-checks", box(self._wrong))

    def _preview_card(self) -> QWidget:
        return card(_("As the interviewer sees it"), "eye", box(self._preview))

    def _listen(self) -> None:
        self.rows.chosen.connect(lambda _name: self._show_item())
        self.rows.opened.connect(lambda _name: self.write())
        self.group.currentIndexChanged.connect(lambda _at: self._show_rows())
        for each in self.fields:
            each.changed.connect(self._did_write)
            each.below.connect(self.order.insert)
        self.question_fields.left_out.connect(self.order.leave_out)
        self.question_fields.moved.connect(self.order.move_to)

    # --- what a screen does

    def open(self, id: str = "", question: str = "", **_more: str) -> None:  # noqa: A002 as asked
        """Open a draft, at a question where one is named."""
        if id != self._id:
            self.order.forget()
            self.parts, self._shown = None, ""
        self._id, self._wanted = id, question
        self.make_stale()

    def first(self) -> QWidget:
        """Return the list."""
        return self.rows

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the keys of the list of questions."""
        return [
            ("Enter", _("New question below")), ("Ctrl+Enter", _("New theme below")),
            ("F2", _("Write in what is chosen")), ("Alt+↑ ↓", _("Move up or down")),
            ("Ctrl+1–9", _("Ask another group")), ("Delete", _("Remove")),
            ("Ctrl+Z", _("Take back")), ("Ctrl+L", _("Lock or unlock")),
        ]  # fmt: skip

    def adapt(self, width: float, height: float) -> None:
        """Show list, fields and what is asked beside each other as far as there is room."""
        del height
        self.pair.adapt(width)
        wide = width >= WIDE
        if wide and self._beside.widget() is None:
            self._beside.setWidget(self._side)
        elif not wide and self._beside.widget() is not None:
            self._beside.takeWidget()
            self._below.addWidget(self._side)
        self._beside.setVisible(wide)
        self._side.show()

    def escape(self) -> bool:
        """Go from the fields to the list before leaving."""
        if self.pair.escape():
            return True
        focused = QApplication.focusWidget() or self
        if any(each.isAncestorOf(focused) for each in self.fields):
            self.rows.setFocus()
            return True
        return False

    # --- reading

    def refresh(self) -> None:
        """Read the draft and show it; what is being written is left alone."""
        self.ws.settle()
        guide = self.ws.find(records.Guide, self._id)
        if guide is None or not guide.draft:  # published or thrown away, perhaps by a colleague
            QTimer.singleShot(0, self, self.desk.way.back)
            return
        self._read(guide)
        self._show_rows()
        if self._wanted and self.rows.choose(self._wanted):
            self._wanted = ""
        self._show_item()

    def _read(self, guide: records.Guide) -> None:
        themes, asked = self.ws.guide_parts(guide.id)
        wrong: dict[str, str] = {}
        for each in problems(guide, themes, asked):
            wrong.setdefault(each.item, each.why)
        groups = tuple(self.ws.all(records.Group))
        self.parts = Parts(guide, tuple(themes), tuple(asked), groups, wrong)
        self._compare.setVisible(len(versions(guide, self.ws.all(records.Guide))) > 1)
        offers = [(g.id, self.parts.look(g.id).word) for g in groups]
        self.group.offer([("", _("All groups")), *offers], self.group.value())
        self._tell_head()
        self._show_wrong()

    def _tell_head(self) -> None:
        parts = self.parts
        if parts is None:
            return
        number = count("{n} question", "{n} questions", len(parts.questions))
        draft = _("Draft of version {n}: no visit takes it yet", n=parts.guide.version)
        self.header.tell(parts.guide.name, f"{draft}  ·  {number}")

    def did_change(self, change: Change) -> None:
        """Hear of changes; what was written here is on the screen already."""
        if change.mine and change.ids == {self._shown} and self.parts is not None:
            self._renew()
        else:
            super().did_change(change)

    def _renew(self) -> None:
        """Show what was just written in the list and as it is asked; leave the fields alone."""
        question = self.ws.find(records.Question, self._shown)
        if question is None or self.parts is None:
            self.make_stale()
            return
        self.parts = self.parts.with_question(question)
        self.rows.renew(question, self.parts)
        self._show_preview()
        self._later.start()

    def _look_over(self) -> None:
        """See what is missing now, when there is a pause in the writing."""
        guide = self.ws.find(records.Guide, self._id)
        if guide is not None and guide.draft:
            self._read(guide)
            self._show_rows()

    # --- showing

    def _show_rows(self) -> None:
        if self.parts is not None:
            self.rows.show_parts(self.parts, self.group.value())

    def choose(self, name: str) -> None:
        """Choose a row and show what it is made of."""
        if not self.rows.choose(name):
            self.group.setCurrentIndex(0)
            self.rows.choose(name)
        self._show_item()

    def _show_item(self) -> None:
        parts, name = self.parts, self.rows.current()
        if parts is None:
            return
        self._shown = name
        theme, question = parts.theme(name), parts.question(name)
        core = next((item.core for item in (theme, question) if item), False)
        self._lock.words = _("Unlock the core") if core else _("Lock as core")
        self._lock.compact(on=False)
        mine = not (core and parts.guide.origin)
        for tool in (self._lock, self._remove):
            tool.setVisible(mine and (theme is not None or question is not None))
        if question is not None:
            self.question_fields.show_item(question, parts, self._why_locked(core=core))
        elif theme is not None:
            self.theme_fields.show_item(theme, parts, self._why_locked(core=core))
        else:
            self.guide_fields.show_item(parts.guide)
        for each in self.fields:
            each.setVisible(each is self._fields(name))
        self._show_preview()

    def _fields(self, name: str) -> Fields:
        if self.parts is not None and self.parts.question(name) is not None:
            return self.question_fields
        if self.parts is not None and self.parts.theme(name) is not None:
            return self.theme_fields
        return self.guide_fields

    def _why_locked(self, *, core: bool) -> str:
        if not core or self.parts is None:
            return ""
        if self.parts.guide.origin:
            return _("Locked by {origin}. Add questions of your own beside it, or say why it is not"
                     " asked here.", origin=self.parts.guide.origin)  # fmt: skip
        return _("Locked: unlock it to change it (Ctrl+L).")

    def _show_preview(self) -> None:
        question = self.parts.question(self._shown) if self.parts else None
        items: list[Item] = [label(_("Choose a question to see it as it is asked."), "muted",
                                   wrap=True)]  # fmt: skip
        if question is not None and self.parts is not None:
            marks = [pill(mark) for mark in marks_of(question) if mark != _("locked")]
            items = [flow(*marks, gap=6)] if marks else []
            items += preview(question, self.parts)
        refill(self._preview, items)

    def _show_wrong(self) -> None:
        parts = self.parts
        wrong = list(parts.wrong.items()) if parts else []
        items: list[Item] = []
        for name, why in wrong[:MOST_WRONG]:
            icon = pic("triangle-alert", "warn", 16)
            line = row(icon, (label(f"{self._called(name)}{why}", wrap=True), 1), gap=8)
            items.append(Pressable(line, why, partial(self._mend, name)))
        if len(wrong) > MOST_WRONG:
            items.append(label(_("and {n} more", n=len(wrong) - MOST_WRONG), "muted"))
        if not wrong:
            said = _("Nothing is missing.")
            items.append(row(pic("circle-check", "ok", 16), (label(said, wrap=True), 1), gap=8))
        refill(self._wrong, items)
        self._publish.setEnabled(not wrong)
        self._publish.setToolTip(_("Something is missing: see the list.") if wrong else "")

    def _called(self, name: str) -> str:
        question = self.parts.question(name) if self.parts else None
        if self.parts is None or question is None:
            return ""
        theme = self.parts.theme(question.theme)
        called = question.short or question.text or (theme.name if theme else "")
        return f"{called}: " if called else ""

    def _mend(self, name: str) -> None:
        self.choose(name)
        self.write()

    # --- what is done

    def write(self) -> None:
        """Go to the fields of what is chosen."""
        self.pair.show_one()
        self._fields(self.rows.current()).first().setFocus()

    def _did_write(self, values: dict[str, str | tuple[str, ...]]) -> None:
        register, name = self.ws.register, self._shown
        fields = self._fields(name)
        if fields is self.question_fields:
            act = partial(register.change_question, name, **values)
        elif fields is self.theme_fields:
            act = partial(register.change_theme, name, **values)
        else:
            act = partial(register.change_guide, self._id, **values)
        if not self.desk.attempt(act, again=False) or values.keys() & DECIDES:
            self.refresh()

    def publish(self) -> None:
        """Let new visits take the draft, after a last question."""
        asks = _("New visits take it. It cannot be changed afterwards, only followed by a new"
                 " version. Visits that have begun keep theirs.")  # fmt: skip
        if not self.desk.notices.ask(_("Publish the guide?"), asks, _("Publish")):
            return
        guide = self._id
        if self.desk.attempt(lambda: self.ws.register.publish_guide(guide), again=False):
            self.desk.way.go("guides", id=guide, published="1")

    def compare(self) -> None:
        """Compare the draft with the version before."""
        self.desk.way.go("guide-compare", id=self._id)
