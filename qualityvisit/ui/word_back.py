"""Minutes that come back from Word: what was changed there, and what of it is taken in."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QWidget

from qualityvisit import outside, word_back
from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.theme import look, px
from qualityvisit.words import _, count, day

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk

WORD = "*.docx"
INKS = {word_back.REWORDED: "warn", word_back.NEW: "ok", word_back.REMOVED: "deficiency",
        word_back.MOVED: "accent", word_back.CONFLICT: "deficiency"}  # fmt: skip


def kind_word(kind: str) -> str:
    """Return what became of a paragraph."""
    return {
        word_back.REWORDED: _("Reworded in Word"),
        word_back.NEW: _("New in Word"),
        word_back.REMOVED: _("Removed in Word"),
        word_back.MOVED: _("Moved in Word"),
        word_back.CONFLICT: _("Changed both here and in Word"),
        word_back.OURS: _("Cannot be taken in: change it in the program"),
        word_back.UNPLACED: _("Cannot be taken in: stands in no section"),
    }[kind]


def choose(desk: Desk, window: QWidget, visit: str) -> None:
    """Ask for minutes that were edited, and show what they would change."""
    file, _kind = QFileDialog.getOpenFileName(
        window, _("Take in an edited Word file"), "", _("Word documents ({pattern})", pattern=WORD)
    )
    if file:
        _show(desk, window, Path(file), visit)


def take_in(desk: Desk, window: QWidget, file: Path) -> None:
    """Show what a Word file that was dropped would bring: minutes, or a reserve form."""
    found: list[bytes] = []
    if not desk.attempt(lambda: found.append(outside.read_file(file)), again=False):
        return
    if word_back.visit_of(found[0]):
        _show(desk, window, file)
    else:
        from qualityvisit.ui.reserve import take_in as take_form  # noqa: PLC0415 seldom needed

        take_form(desk, window, file)


def _show(desk: Desk, window: QWidget, file: Path, visit: str = "") -> None:
    found: list[word_back.Returned] = []

    def read() -> None:
        desk.ws.settle()
        found.append(word_back.read_back(desk.ws, outside.read_file(file), visit))

    if desk.attempt(read, again=False):
        WordBack(desk, window, file, found[0]).open()


class WordBack(QDialog):
    """Shows each change by its section, and takes in those that are ticked."""

    def __init__(self, desk: Desk, window: QWidget, file: Path, found: word_back.Returned) -> None:
        super().__init__(window.window())
        self._desk, self._found = desk, found
        self.setWindowTitle(_("Minutes back from Word"))
        self.ticks: dict[int, kit.Check] = {}
        self.comments: dict[int, kit.Check] = {}
        self._usual = word_back.usual_remarks(desk.ws, found)
        visit = desk.ws.get(records.Visit, found.visit)
        self._yes = kit.button("", self.take, kind="primary")
        shown = kit.scroll(
            kit.box(kit.col(*self._cards(), None, gap=12, margins=(0, 0, 12, 0))),
            _("What was changed in Word"),
        )
        self.setLayout(
            kit.col(
                kit.label(_("Minutes back from Word"), factor=1.25, bold=True),
                kit.label(visit.title, bold=True, wrap=True),
                kit.label(file.name, "muted", wrap=True),
                kit.label(self._said(), "muted", wrap=True),
                kit.box(kit.flow(*self._pills())),
                (shown, 1),
                kit.row(None, kit.button(_("Cancel"), self.reject), self._yes),
                gap=10,
                margins=24,
            )
        )
        room = window.window().size()
        self.resize(min(px(820), room.width() - px(24)), min(px(720), room.height() - px(24)))
        self._count()

    def _said(self) -> str:
        if self._found.finished:
            return _("The minutes are finished: nothing can be taken in until they are opened"
                     " again.")  # fmt: skip
        if not self._found.changes:
            return _("Nothing was changed in the file, compared with the minutes here.")
        return _("Words that are gone are struck through, words that are new are underlined. Only"
                 " what is ticked is taken in; the rest stays as it is here.")  # fmt: skip

    def _pills(self) -> list[QWidget]:
        ways = [c.kind for c in self._found.changes]
        made: list[QWidget] = [
            kit.pill(f"{kind_word(kind)}: {ways.count(kind)}", ink)
            for kind, ink in INKS.items() if kind in ways
        ]  # fmt: skip
        if left := sum(kind not in INKS for kind in ways):
            made.append(kit.pill(count("{n} cannot be taken in", "{n} cannot be taken in", left)))
        if self._found.remarks:
            made.append(kit.pill(count("{n} comment", "{n} comments", len(self._found.remarks))))
        made.append(kit.pill(count("{n} paragraph unchanged", "{n} paragraphs unchanged",
                                   self._found.unchanged)))  # fmt: skip
        return made

    def _cards(self) -> list[QWidget]:
        """Return a card for each section, and one for the comments."""
        sections: dict[str, list[QWidget]] = {}
        for number, change in enumerate(self._found.changes):
            sections.setdefault(change.section, []).append(self._change(number, change))
        made: list[QWidget] = [
            kit.card(self._place(section), "file-text", *items, gap=10)
            for section, items in sections.items()
        ]
        if self._found.remarks:
            told = [self._remark(n, remark) for n, remark in enumerate(self._found.remarks)]
            made.append(kit.card(_("Comments in the file"), "message-square-quote", *told, gap=10))
        return made

    def _place(self, section: str) -> str:
        return self._found.places.get(section, "") or _("Outside all sections")

    def _change(self, number: int, change: word_back.Change) -> QWidget:
        word = kind_word(change.kind)
        head: QWidget
        if change.kind in INKS:
            tick = kit.Check(word, on=word_back.usual(change) and not self._found.finished)
            tick.setEnabled(not self._found.finished)
            tick.setAccessibleName(f"{word}: {change.new or change.old}")
            tick.toggled.connect(self._count)
            self.ticks[number] = head = tick
        else:
            head = kit.label(word, bold=True, wrap=True)
        parts: list[kit.Item] = [head, *self._texts(change)]
        if change.tracked:
            who = sorted({f"{t.author}, {day(t.at[:10])}" if t.at else t.author
                          for t in change.tracked})  # fmt: skip
            parts.append(kit.label(_("Tracked change: {who}", who="; ".join(who)), "muted", 0.95,
                                   wrap=True))  # fmt: skip
        return kit.inset(kit.col(*parts, gap=6, margins=(12, 9)))

    def _texts(self, change: word_back.Change) -> list[kit.Item]:
        if change.kind == word_back.CONFLICT:
            return [
                kit.label(_("Here:"), "muted", 0.95), kit.label(change.old, wrap=True, select=True),
                kit.label(_("In Word, taken in if ticked:"), "muted", 0.95),
                _marked(change.old, change.new),
            ]  # fmt: skip
        if change.kind == word_back.MOVED:
            return [kit.label(_("It will stand here, in this section."), "muted", 0.95, wrap=True),
                    _marked(change.old, change.new)]  # fmt: skip
        if change.old:
            return [_marked(change.old, change.new)]
        return [kit.label(change.new, wrap=True, select=True)]

    def _remark(self, number: int, remark: word_back.Remark) -> QWidget:
        who = ", ".join(filter(None, (remark.author, day(remark.at[:10]) if remark.at else "")))
        if remark.resolved:
            who = _("{who} (resolved)", who=who)
        about = [self._place(remark.section)] if remark.section else []
        about += [f"”{remark.words}”"] if remark.words else []
        parts: list[kit.Item] = [
            kit.label(who, bold=True, wrap=True),
            kit.label(remark.text, wrap=True, select=True),
            kit.label(" · ".join(about), "muted", 0.95, wrap=True),
        ]
        if number in self._usual:
            tick = kit.Check(_("Add it as a comment here"), on=True)
            tick.setAccessibleName(f"{_('Add it as a comment here')}: {remark.text}")
            tick.toggled.connect(self._count)
            self.comments[number] = tick
            parts.append(tick)
        return kit.inset(kit.col(*parts, gap=4, margins=(12, 9)))

    def _count(self) -> None:
        ticks = (*self.ticks.values(), *self.comments.values())
        number = sum(tick.isChecked() for tick in ticks)
        retitle(self._yes, count("Take in {n} change", "Take in {n} changes", number))
        self._yes.setEnabled(bool(number))

    def take(self) -> None:
        """Take in what is ticked, and show the minutes."""
        chosen, remarks = ([n for n, tick in ticks.items() if tick.isChecked()]
                           for ticks in (self.ticks, self.comments))  # fmt: skip
        taken: list[int] = []
        if self._desk.attempt(
            lambda: taken.append(word_back.take_back(self._desk.ws, self._found, chosen, remarks)),
            again=False,
        ):
            said = count("{n} change is taken in.", "{n} changes are taken in.", taken[0])
            self.accept()
            self._desk.way.go("minutes", id=self._found.visit)
            self._desk.notices.passing(said)


def _marked(old: str, new: str) -> QLabel:
    """Return both texts in one: what is gone struck through, what has come underlined."""
    theme, told = look(), ""
    for kind, words in word_back.pieces(old, new):
        bare = words.rstrip(" ")
        text, space = escape(bare).replace("\n", "<br>"), words[len(bare) :]
        if kind == "gone":
            told += f'<s style="color:{theme["deficiency"].name()}">{text}</s> '
        elif kind == "come":
            told += f'<b><u style="color:{theme["ok"].name()}">{text}</u></b>{space}'
        else:
            told += text + space
    made = kit.label("", wrap=True, select=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(told)
    made.setAccessibleName(_("Before: {old} After: {new}", old=old, new=new))
    return made
