"""Frågeguider: the guides in all their versions, and one of them to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFileDialog, QWidget

from qualityvisit import outside
from qualityvisit.model import records
from qualityvisit.model.guide_rules import versions
from qualityvisit.ui.guide_import import ImportGuide
from qualityvisit.ui.guide_page import GuidePage
from qualityvisit.ui.kit import (
    Choice,
    Item,
    Surface,
    box,
    button,
    col,
    empty_state,
    flow,
    header,
    label,
    pic,
    pill,
    refill,
    row,
)
from qualityvisit.ui.pair import Pair
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.trade import forms_words, group_look
from qualityvisit.words import _, count, day

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk

LIST = 300
XLSFORM = "*.xlsx"


class Guides(Screen):
    """The guides of the workspace."""

    kinds: ClassVar[frozenset[str]] = frozenset({"guide", "theme", "question", "group", "visit"})

    def __init__(self, desk: Desk) -> None:
        self._new = button(_("New guide"), self.add_guide, "plus")
        self._import = button(_("Import a guide"), self._did_ask_import, "file-up")
        self.list = RowView(_("Question guides"))
        self.list.chosen.connect(self._show_guide)
        pane = Surface(col(self.list, margins=(1, 8, 1, 8)))
        self.group = Choice([], name=_("Show the questions to"))
        self.group.currentIndexChanged.connect(lambda: self._show_guide(self.list.current()))
        self._head, self._behind = col(gap=8), col()
        self.page = GuidePage(box(self._head), box(self._behind), row(self.group, None))
        self.pair = Pair(pane, self.list, self.page, _("All guides"), width=LIST)
        adds = button(_("Add the guides that come with the program"), self.add_shipped,
                      kind="primary")  # fmt: skip
        adds.setVisible(desk.is_administrator)
        self._empty = empty_state(
            "book-open", _("No guides yet"),
            _("Two guides come with the program: one for preschool and one for compulsory school,"
              " with open questions to four groups."), adds,
        )  # fmt: skip
        page = col((self.pair, 1), (self._empty, 1), margins=(28, 20, 28, 16))
        head = header(_("Question guides"), "", self._import, self._new)
        super().__init__(desk, head, box(page))
        self._import.setVisible(desk.is_administrator)
        self._new.setVisible(desk.is_administrator)

    def open(self, **arguments: str) -> None:
        """Open, at the guide with this ``id`` and at its ``question`` where they are given."""
        wanted, question = arguments.get("id", ""), arguments.get("question", "")
        if not wanted:
            return
        self.read_again()
        if question:
            self.group.setCurrentIndex(0)
        self.page.seek(question)
        self.list.choose(wanted)
        self.pair.show_one()
        self._show_guide(wanted)
        if arguments.get("published"):
            self.desk.notices.passing(_("Published. New visits take this version."))

    def first(self) -> QWidget:
        """Return the list."""
        return self.list

    def escape(self) -> bool:
        """Go from the guide back to the list, where only one of them is shown."""
        return self.pair.escape()

    def adapt(self, width: float, height: float) -> None:
        """Show list and guide beside each other, or one at a time."""
        del height
        self.pair.adapt(width)

    # --- the list

    def refresh(self) -> None:
        """Read the guides and show them."""
        self.ws.settle()
        guides = self.ws.all(records.Guide)
        self.pair.setVisible(bool(guides))
        self._empty.setVisible(not guides)
        taken = self.ws.guides()
        number = count("{n} guide", "{n} guides", len(taken)) if taken else ""
        self.header.tell(_("Question guides"), number)
        groups = [(g.id, group_look(g.id, g.name).word) for g in self.ws.all(records.Group)]
        self.group.offer([("", _("All groups")), *groups], self.group.value())
        self.list.show_rows(self._rows(guides, {g.id for g in taken}))
        if not self.list.current():
            self.list.choose_first()
        self._show_guide(self.list.current())

    def _rows(self, guides: list[records.Guide], taken: set[str]) -> list[Row]:
        parts = (
            (_("In use now"), [g for g in guides if g.id in taken]),
            (_("Drafts"), [g for g in guides if g.draft]),
            (_("Earlier versions"), [g for g in guides if g.id not in taken and not g.draft]),
        )
        rows: list[Row] = []
        for heading, some in parts:
            if some and len(guides) > len(taken):
                rows.append(Row("", heading))
            rows += [self._row(guide) for guide in some]
        return rows

    def _row(self, guide: records.Guide) -> Row:
        number = self.ws.count(records.Question, parent=guide.id)
        about = count("{n} question", "{n} questions", number)
        version = _("version {n}", n=guide.version)
        icon = "pencil" if guide.draft else "book-open"
        return Row(guide.id, guide.name, about, icon, right=version)

    # --- one guide

    def _show_guide(self, name: str) -> None:
        guide = self.ws.find(records.Guide, name)
        if guide is None:
            return
        refill(self._head, self._make_head(guide))
        refill(self._behind, self._make_behind(guide))
        themes, questions = self.ws.guide_parts(guide.id)
        groups = self.ws.all(records.Group)
        self.page.show_guide(guide, themes, questions, groups, self.group.value())

    def _make_head(self, guide: records.Guide) -> list[Item]:
        taken = guide.id in {g.id for g in self.ws.guides()}
        state = (
            pill(_("a draft"), "warn") if guide.draft else
            pill(_("in use now"), "ok") if taken else
            pill(_("out of use") if guide.retired else _("earlier version"))
        )  # fmt: skip
        since = _("published {day}", day=day(guide.published[:10])) if guide.published else ""
        facts = (_("version {n}", n=guide.version), since, forms_words(guide.forms),
                 _("issued by {origin}", origin=guide.origin) if guide.origin else "")  # fmt: skip
        names = col(
            row((label(guide.name, factor=1.55, bold=True, wrap=True), 1), state),
            label("  ·  ".join(filter(None, facts)), "muted", wrap=True), gap=1,
        )  # fmt: skip
        return [box(names), flow(*self._acts(guide, taken=taken))]

    def _acts(self, guide: records.Guide, *, taken: bool) -> list[QWidget]:
        family = versions(guide, self.ws.all(records.Guide))
        acts: list[QWidget] = []
        if self.desk.is_administrator and (guide.draft or taken):
            has_draft = any(g.draft for g in family)
            words = _("Go on with the draft") if has_draft else _("Make the next version")
            acts.append(button(words, lambda: self.write(guide), "pencil", "primary"))
        if len(family) > 1:
            acts.append(button(_("Compare versions"), lambda: self._compare(guide), "history"))
        exports = button(_("Save as a form"), lambda: self._did_ask_export(guide), "download")
        exports.setToolTip(_("Saves the guide as an XLSForm (Excel) to change or to lend."))
        acts.append(exports)
        if self.desk.is_administrator and guide.draft:
            acts.append(button(_("Throw the draft away"), lambda: self._remove(guide), "trash-2"))
        elif self.desk.is_administrator and (taken or guide.retired):
            words = _("Take into use again") if guide.retired else _("Take out of use")
            acts.append(button(words, lambda: self._retire(guide), "archive"))
        return acts

    def _make_behind(self, guide: records.Guide) -> list[Item]:
        """Return what to do about visits to come that have an earlier version."""
        if guide.draft or guide.retired or not self.desk.is_administrator:
            return []
        if guide.id not in {g.id for g in self.ws.guides()}:
            return []
        behind = len(self.ws.visits_behind(guide.id))
        if not behind:
            return []
        said = count(
            "{n} visit to come has an earlier version, and no notes yet.",
            "{n} visits to come have an earlier version, and no notes yet.",
            behind,
        )
        brings = button(_("Let them take this version"), lambda: self._bring(guide), kind="small")
        line = row(pic("info", "accent"), (label(said, wrap=True), 1), brings, gap=10,
                   margins=(14, 10))  # fmt: skip
        return [Surface(line, fill="soft", line="soft", radius=8)]

    # --- what is done

    def write(self, guide: records.Guide) -> None:
        """Go on with a guide's draft, made where there is none."""
        made: list[str] = []
        if self.desk.attempt(lambda: made.append(self.ws.register.draft_of(guide.id)), again=False):
            self.desk.way.go("guide", id=made[0])

    def add_guide(self) -> None:
        """Ask for a new guide's name and forms, and begin to write it."""
        from qualityvisit.ui.guide_new import NewGuide  # noqa: PLC0415 start-up time is measured

        dialog = NewGuide(self.desk, self)
        dialog.accepted.connect(lambda: self.desk.way.go("guide", id=dialog.guide))
        dialog.open()

    def add_shipped(self) -> None:
        """Add the guides that come with the program."""
        self.desk.attempt(lambda: outside.add_guides(self.ws))

    def _compare(self, guide: records.Guide) -> None:
        self.desk.way.go("guide-compare", id=guide.id)

    def _bring(self, guide: records.Guide) -> None:
        done: list[int] = []
        if self.desk.attempt(lambda: done.append(self.ws.bring_visits(guide.id)), again=False):
            said = count("{n} visit has got this version.", "{n} visits have got this version.",
                         done[0])  # fmt: skip
            self.desk.notices.passing(said)
            self.make_stale()

    def _retire(self, guide: records.Guide) -> None:
        retire = self.ws.register.retire_guide
        self.desk.attempt(lambda: retire(guide.id, retired=not guide.retired), again=False)

    def _remove(self, guide: records.Guide) -> None:
        gone: list[str] = []
        if self.desk.attempt(lambda: gone.extend(self.ws.register.remove_draft(guide.id))):
            back = _("Take back"), lambda: self.ws.register.restore(gone)
            self.desk.notices.passing(_("The draft is thrown away."), back)

    def _did_ask_import(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(
            self, _("Import a guide"), "", _("Forms ({pattern})", pattern=XLSFORM)
        )
        if file:
            self.import_guide(Path(file))

    def import_guide(self, file: Path) -> None:
        """Show what a form would bring."""
        dialog = ImportGuide(self.desk, self, file)
        dialog.accepted.connect(lambda: self.open(id=dialog.made.guide if dialog.made else ""))
        dialog.open()

    def _did_ask_export(self, guide: records.Guide) -> None:
        file, _kind = QFileDialog.getSaveFileName(
            self, _("Save as a form"), f"{guide.name}.xlsx", _("Forms ({pattern})", pattern=XLSFORM)
        )
        if file and self.desk.attempt(lambda: outside.export_guide(self.ws, guide.id, Path(file))):
            self.desk.notices.passing(_("The guide is saved: {file}.", file=Path(file).name))
