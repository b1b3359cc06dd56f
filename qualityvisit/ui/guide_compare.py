"""Two versions of a guide beside each other: what was kept, reworded, moved, new and gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from qualityvisit.model import records
from qualityvisit.model.crosswalk import (
    GONE,
    JOINED,
    KEPT,
    MOVED,
    NEW,
    REWORDED,
    SPLIT,
    UNUSED,
    compare,
)
from qualityvisit.model.guide_rules import key_of, versions
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Check,
    Choice,
    Field,
    Form,
    Item,
    Surface,
    box,
    button,
    card,
    col,
    flow,
    header,
    label,
    pill,
    refill,
    row,
    scroll,
)
from qualityvisit.ui.pair import Pair
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.trade import group_look
from qualityvisit.words import _, count, day

if TYPE_CHECKING:
    from qualityvisit.model.crosswalk import Compared
    from qualityvisit.ui.screen import Desk

LIST = 440
KINDS = {GONE: "deficiency", NEW: "ok", REWORDED: "warn", MOVED: "accent", SPLIT: "quote",
         JOINED: "quote", UNUSED: "warn", KEPT: "quiet"}  # fmt: skip


def kind_word(kind: str) -> str:
    """Return in one word what became of a question."""
    return {
        GONE: _("no longer asked"),
        NEW: _("newly asked"),
        REWORDED: _("reworded"),
        MOVED: _("moved elsewhere"),
        SPLIT: _("split up"),
        JOINED: _("joined together"),
        UNUSED: _("not asked here"),
        KEPT: _("kept as it was"),
    }[kind]


class GuideCompare(Screen):
    """The comparison of two versions."""

    kinds: ClassVar[frozenset[str]] = frozenset({"guide", "theme", "question"})
    focus_frame = True

    def __init__(self, desk: Desk) -> None:
        self._id = ""
        self._found: dict[str, Compared] = {}
        self.older, self.newer = (
            Choice([], name=_("From version")),
            Choice([], name=_("To version")),
        )
        self.shown = Choice([], name=_("What is shown"))
        for choice in (self.older, self.newer, self.shown):
            choice.currentIndexChanged.connect(lambda _at: self._compare())
        self.list = RowView(_("What became of the questions"))
        self.list.chosen.connect(lambda _name: self._show_one())
        self._counts, self._one = col(gap=8), col(gap=14)
        above = col(row((self.older, 1), label("→", "muted"), (self.newer, 1)), self.shown,
                    box(self._counts), gap=8, margins=(14, 12, 14, 8))  # fmt: skip
        pane = Surface(col(above, (self.list, 1), gap=0, margins=(1, 0, 1, 8)))
        one = scroll(
            box(col(box(self._one), None, margins=(4, 0, 14, 0))),
            _("The question in both versions"),
        )
        self.pair = Pair(pane, self.list, one, _("All the guide's questions"), width=LIST)
        head = header("", "", back=(_("Question guides"), desk.way.back))
        super().__init__(desk, head, box(col((self.pair, 1), margins=(20, 16, 20, 12))))

    def open(self, id: str = "", **_more: str) -> None:  # noqa: A002 as asked
        """Open at a version; it is compared with the one before it."""
        self._id = id
        self.older.offer([], "")
        self.make_stale()

    def first(self) -> QWidget:
        """Return the list."""
        return self.list

    def escape(self) -> bool:
        """Go back to the list, where only one is shown."""
        return self.pair.escape()

    def adapt(self, width: float, height: float) -> None:
        """Show list and question beside each other, or one at a time."""
        del height
        self.pair.adapt(width)

    def refresh(self) -> None:
        """Read the versions; what is chosen stays."""
        self.ws.settle()
        guide = self.ws.find(records.Guide, self._id)
        if guide is None:
            return
        family = versions(guide, self.ws.all(records.Guide))
        offers = [(g.id, _called(g)) for g in family]
        ids = [g.id for g in family]
        at = max(1, ids.index(guide.id)) if len(ids) > 1 else 0
        kept = self.older.value() in ids and self.newer.value() in ids
        self.older.offer(offers, self.older.value() if kept else ids[max(0, at - 1)])
        self.newer.offer(offers, self.newer.value() if kept else ids[at])
        kinds = [(kind, kind_word(kind)) for kind in KINDS]
        self.shown.offer(
            [("different", _("What differs")), ("", _("All the guide's questions")), *kinds],
            self.shown.value() if self.shown.count() else "different",
        )
        self.header.tell(guide.name, _("Versions compared"))
        self._compare()

    def _compare(self) -> None:
        older, newer = self.older.value(), self.newer.value()
        if not older or not newer:
            return
        parts = [self.ws.guide_parts(g) for g in (older, newer)]
        between = [q for g in self._between(older, newer) for q in self.ws.guide_parts(g)[1]]
        found = compare(parts[0], parts[1], between)
        self._found = {(c.newer or c.older)[0].id: c for c in found}
        self._count(found)
        wanted = self.shown.value()
        themes = {t.id: t.name for part in parts for t in part[0]}
        self.list.show_rows([_row(c, themes) for c in found if _wanted(c, wanted)])
        if not self.list.current():
            self.list.choose_first()
        self._show_one()

    def _between(self, older: str, newer: str) -> list[str]:
        """Return the versions between two."""
        family = versions(self.ws.get(records.Guide, newer), self.ws.all(records.Guide))
        ids = [g.id for g in family]
        return ids[ids.index(older) + 1 : ids.index(newer)] if older in ids else []

    def _count(self, found: list[Compared]) -> None:
        numbers = {kind: sum(kind in c.kinds for c in found) for kind in KINDS}
        pills = [pill(f"{kind_word(kind)}: {n}", KINDS[kind]) for kind, n in numbers.items() if n]
        refill(self._counts, [flow(*pills, gap=6)] if pills else [])

    def _show_one(self) -> None:
        found = self._found.get(self.list.current())
        if found is None:
            said = count("{n} question", "{n} questions", len(self._found))
            refill(self._one, [label(_("Nothing to show: {all} compared.", all=said), "muted")])
            return
        items: list[Item] = [flow(*(pill(kind_word(k), KINDS[k]) for k in found.kinds), gap=6)]
        names = (self.older.currentText(), self.newer.currentText())
        for name, some in zip(names, (found.older, found.newer), strict=True):
            lines = [part for q in some for part in _words(q)]
            none = label(_("No question there."), "muted")
            items.append(card(name, "messages-square", *(lines or [none])))
        if found.newer and self.desk.is_administrator:
            tie = button(_("Say what it came from"), self.tie, "link")
            items.append(row(tie, None))
        refill(self._one, items)

    def tie(self) -> None:
        """Ask which earlier questions the chosen one came from."""
        found = self._found.get(self.list.current())
        if found is not None and found.newer:
            question = found.newer[0]
            older = self.ws.guide_parts(self.older.value())[1]
            Tie(self.desk, self, question, [q for q in older if q.group == question.group]).open()


class Tie(FormDialog):
    """Says by hand which earlier questions one was split off or joined from."""

    def __init__(
        self, desk: Desk, window: QWidget, question: records.Question,
        older: list[records.Question],
    ) -> None:  # fmt: skip
        self._register, self._question = desk.ws.register, question
        form = Form()
        about = _("Questions that are ticked belong together with this one when versions are"
                  " compared. One that has come along from the one version to the other does so"
                  " already.")  # fmt: skip
        super().__init__(window, _("What the question came from"), form, _("Save"), self._save,
                         about=about)  # fmt: skip
        tied = {*question.came_from, key_of(question)}
        self.ticks = {key_of(q): Check(q.text, on=key_of(q) in tied) for q in older}
        own = self.ticks.get(key_of(question))
        if own is not None:
            own.setEnabled(False)
        form.put(Field(question.text, box(col(*self.ticks.values(), gap=4))))

    def _save(self) -> None:
        kept = [k for k in self._question.came_from if k not in self.ticks]
        chosen = [key for key, tick in self.ticks.items() if tick.isChecked()]
        self._register.connect_question(self._question.id, (*kept, *chosen))


def _called(guide: records.Guide) -> str:
    name = _("version {n}", n=guide.version)
    name = name[:1].upper() + name[1:]
    if guide.draft:
        return _("{version}, draft", version=name)
    return ", ".join(filter(None, (name, day(guide.published[:10]))))


def _wanted(found: Compared, wanted: str) -> bool:
    if wanted == "different":
        return found.kinds != (KEPT,)
    return not wanted or wanted in found.kinds


def _row(found: Compared, themes: dict[str, str]) -> Row:
    question = (found.newer or found.older)[0]
    title = question.short or question.text or _("New question")
    kind = found.kinds[0]
    words = ", ".join(map(kind_word, found.kinds))
    icon = group_look(question.group).icon
    about = themes.get(question.theme, "")
    return Row(question.id, title, about, icon, right=words, pill=KINDS[kind])


def _words(question: records.Question) -> list[Item]:
    lines: list[Item] = [label(question.text, bold=True, wrap=True, select=True)]
    lines += [label(f"– {prompt}", "muted", wrap=True) for prompt in question.prompts]
    if question.scale:
        lines.append(label(_("Rating: {steps}", steps=" · ".join(question.scale)), "muted"))
    if question.unused:
        lines.append(label(_("Not asked here: {why}", why=question.unused), "warn", wrap=True))
    return lines
