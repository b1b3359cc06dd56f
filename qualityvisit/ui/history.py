"""History: who changed what when, with what stood before, to be read, saved and restored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.history_words import ICONS, KINDS, value_words, what_was_done
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.theme import px
from qualityvisit.words import _, clock, day

if TYPE_CHECKING:
    from qualityvisit.trail import Step
    from qualityvisit.ui.screen import Desk

TEXTS = ("passage", "note")  # whose earlier text can be restored


class HistoryDialog(QDialog):
    """The history of a visit, of one ``item`` in it, or, without a visit, of the members."""

    def __init__(self, desk: Desk, window: QWidget, visit: str = "", item: str = "") -> None:
        super().__init__(window.window())
        self._desk, self._visit, self._item = desk, visit, item
        title = desk.ws.title_of(f"visit/{visit}") if visit else _("Members and teams")
        self.setWindowTitle(_("History"))
        self._steps: list[Step] = []
        self.kind = kit.Choice(self._kinds(), name=_("What is shown"))
        self.kind.currentIndexChanged.connect(self._show)
        self.kind.setVisible(bool(visit) and not item)
        self.list = RowView(_("History"))
        self.list.chosen.connect(self._choose)
        self._nothing = kit.label(_("Nothing has been changed yet."), "muted")
        self._make_detail()
        save = kit.button(_("Save as CSV …"), self.save, "save")
        close = kit.button(_("Close"), self.accept)
        head = kit.col(kit.label(_("History"), factor=1.25, bold=True),
                       kit.Elided(title, "muted"), gap=1)  # fmt: skip
        frame = kit.Surface(kit.col(self._nothing, (self.list, 1), margins=(1, 6, 1, 6)))
        self.setLayout(kit.col(kit.row(head, None, self.kind), (frame, 3), (self._area, 2),
                               kit.row(save, None, close), gap=10, margins=24))  # fmt: skip
        room = window.window().size()
        self.resize(min(px(760), room.width() - px(24)), min(px(680), room.height() - px(24)))
        self._read()

    def _kinds(self) -> list[tuple[str, str]]:
        found = [("", _("Everything")), ("minutes", _("The minutes")), ("findings", _("Findings")),
                 ("actions", _("Actions")), ("plan", _("Plan and team"))]  # fmt: skip
        if self._visit and self._desk.ws.may_read(f"notes/{self._visit}"):
            found.append(("notes", _("Notes")))
        return found

    def _make_detail(self) -> None:
        self._what = kit.label("", bold=True, wrap=True)
        self._when = kit.label("", "muted", wrap=True)
        self._before = kit.writing(lines=3, name=_("Before"))
        self._after = kit.writing(lines=3, name=_("After"))
        for field in (self._before, self._after):
            field.setReadOnly(True)
        self._restore = kit.button(_("Restore the text before"), self.restore, "rotate-ccw")
        sides = [
            kit.box(kit.col(kit.label(words, "muted", 0.95), field, gap=3))
            for words, field in ((_("Before"), self._before), (_("After"), self._after))
        ]
        self._sides = kit.box(kit.row((sides[0], 1), (sides[1], 1), gap=12))
        inner = kit.box(kit.col(self._what, self._when, self._sides,
                                kit.row(self._restore, None), None, gap=6,
                                margins=(0, 0, 12, 0)))  # fmt: skip
        self._area = kit.scroll(inner, _("The change"))

    def _read(self) -> None:
        """Read the history anew."""
        ws = self._desk.ws
        self._steps = ws.trail(self._visit) if self._visit else ws.trail_of_people()
        if self._item:
            self._steps = [s for s in self._steps if s.id == self._item]
        self._show()

    def shown(self) -> list[Step]:
        """Return the steps that the filter lets through."""
        kinds = KINDS.get(self.kind.value())
        return [s for s in self._steps if kinds is None or s.kind in kinds]

    def _show(self) -> None:
        found = self.shown()
        self.list.show_rows([self._row(n, s) for n, s in enumerate(found)])
        self._nothing.setVisible(not found)
        self.list.setVisible(bool(found))
        self._area.setVisible(bool(found))
        if found:
            self.list.choose("0")
            self._choose("0")

    def _row(self, number: int, step: Step) -> Row:
        words = what_was_done(step)
        if step.kind == "team" and not self._visit:
            words = f"{self._desk.ws.title_of(f'visit/{step.id}')}: {words}"
        who = step.who or _("Somebody unknown")
        return Row(str(number), words, who, icon=ICONS.get(step.kind, ""), right=_moment(step.at))

    def step(self) -> Step | None:
        """Return the step that is chosen."""
        number, found = self.list.current(), self.shown()
        return found[int(number)] if number and int(number) < len(found) else None

    def _choose(self, _number: str) -> None:
        step = self.step()
        if step is None:
            return
        self._what.setText(what_was_done(step))
        who = step.who or _("Somebody unknown")
        self._when.setText(f"{who}, {_moment(step.at)}")
        self._before.setPlainText(value_words(step, step.before))
        self._after.setPlainText(value_words(step, step.after))
        self._sides.setVisible(step.kind not in ("member", "team"))
        text = step.kind in TEXTS and step.field == "text" and step.what == "changed"
        self._restore.setVisible(text)
        self._restore.setEnabled(self._may_write(step))

    def _may_write(self, step: Step) -> bool:
        room = "notes" if step.kind == "note" else "visit"
        return self._desk.ws.may_write(f"{room}/{self._visit}")

    def restore(self) -> None:
        """Make the text read as it did before the step."""
        step = self.step()
        if step is None or not self._desk.attempt(
            lambda: self._desk.ws.restore_text(self._visit, step), again=False
        ):
            return
        self._desk.notices.passing(_("The text is restored. What it replaced stands here too."))
        self._read()

    def save(self) -> None:
        """Save what is shown as a table."""
        from qualityvisit.outside import write_file  # noqa: PLC0415 seldom needed
        from qualityvisit.reports import tables  # noqa: PLC0415

        file = str(Path.home() / f"{_('history')}-{self._desk.today()}.csv")
        found, _kind = QFileDialog.getSaveFileName(
            self, _("Save the history"), file, f"{_('Tables')} (*.csv)"
        )
        header = (_("When"), _("Who"), _("What"), _("Before"), _("After"))
        rows = [
            (s.at, s.who, self._row(0, s).title, value_words(s, s.before), value_words(s, s.after))
            for s in self.shown()
        ]
        if found and self._desk.attempt(
            lambda: write_file(Path(found), tables.write(header, rows))
        ):
            self._desk.notices.passing(_("The history is saved."))


def _moment(at: str) -> str:
    return f"{day(at)} {clock(at)}" if "T" in at else day(at)
