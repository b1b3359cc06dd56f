"""How the minutes stand, beside the text: fact check, approvals, versions, what was sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from qualityvisit.model import official, records
from qualityvisit.model.records import ACCURATE, INACCURATE, KEPT
from qualityvisit.ui import kit
from qualityvisit.ui.trade import minutes_standing
from qualityvisit.visit_record import channel_word
from qualityvisit.words import _, count, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.ui.minutes_steps import StepActs
    from qualityvisit.visit_record import Signed, Steps

MOST = 3  # entries of what was sent that are shown; the rest are counted


class StandingCards(QWidget):
    """Cards of what has been done with the minutes; those without content are not there."""

    show_passage = Signal(str)

    def __init__(self, acts: StepActs) -> None:
        super().__init__()
        self._acts = acts
        self._ways: list[kit.Button] = []  # what can be done with remarks, the open ones first
        self._cards = kit.col(gap=12, margins=(20, 0, 20, 20))
        self.setLayout(self._cards)

    def show_steps(self, steps: Steps) -> None:
        """Show how far the minutes have come."""
        self._ways = []
        found = (
            self._astray() if steps.astray else None,
            self._check(steps) if steps.checks else None,
            self._approval(steps) if steps.signed else None,
            self._standing(steps),
            self._versions(steps) if steps.versions else None,
            self._sent(steps) if steps.sent else None,
        )
        held = self._holds_focus()
        kit.refill(self._cards, [card for card in found if card is not None])
        if held and self._ways:  # what was pressed is gone: the remark that comes next
            self._ways[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _holds_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _astray(self) -> QWidget:
        words = _(
            "Somebody wrote in the text on another computer before they heard that it was finished."
            " The finished version stands as it was. Begin a correction to take those words in."
        )
        said = kit.label(words, "warn", wrap=True)
        return kit.card(_("Words that came after"), "triangle-alert", said, dense=True)

    # --- fact check

    def _check(self, steps: Steps) -> QWidget:
        last = steps.checks[-1]
        sent = _("Sent {day} to {to}.", day=day(last.at), to=last.to)
        due = _("Answer by {day}.", day=day(last.due)) if last.due else ""
        lines: list[kit.Item] = [kit.label(f"{sent} {due}".strip(), "muted", 0.95, wrap=True)]
        asking = [r for r in steps.remarks if r.verdict == INACCURATE or r.comment]
        for remark in sorted(asking, key=lambda r: (not r.is_open, r.at, r.id)):
            lines += [kit.rule(), self._remark(remark, closed=bool(steps.minutes.finished))]
        right = sum(r.verdict == ACCURATE for r in steps.remarks)
        if right:
            said = count("{n} paragraph is accurate.", "{n} paragraphs are accurate.", right)
            lines += [kit.rule(), kit.label(said, "muted", 0.95)]
        left = len(steps.open_remarks)
        pill = kit.pill(count("{n} open", "{n} open", left), "warn") if left else None
        return kit.card(_("Fact check"), "user-check", *lines, dense=True, gap=8, right=pill)

    def _remark(self, remark: records.Judgement, *, closed: bool) -> QWidget:
        wrong = remark.verdict == INACCURATE
        said = remark.comment or _("No reason is given.")
        head = _("Inaccurate") if wrong else _("A comment")
        sign = kit.pic("circle-x" if wrong else "messages-square",
                       "deficiency" if wrong else "muted", 16)  # fmt: skip
        about = "" if remark.passage == "general" else f"“{_short(remark.words_then)}”"
        words = kit.col(
            kit.label(head, bold=True), kit.label(said, wrap=True),
            *([kit.label(about, "muted", 0.95, wrap=True)] if about else []), gap=2,
        )  # fmt: skip
        rows: list[kit.Item] = [kit.row(sign, (kit.box(words), 1), gap=10)]
        if remark.became:
            done = _("Kept: {why}", why=remark.note) if remark.became == KEPT else _("Corrected")
            ways = [] if closed else [self._link(_("Undo"), self._acts.reopen_remark, remark)]
            self._ways += ways
            rows.append(kit.row((kit.label(done, "ok", 0.95, wrap=True), 1), *ways, gap=14))
        elif not closed and self._acts.may_write:
            ways = [self._link(_("It is corrected"), self._acts.corrected, remark),
                    self._link(_("Keep it …"), self._acts.keep, remark)]  # fmt: skip
            if remark.passage != "general":
                show = kit.link(_("Show"), partial(self.show_passage.emit, remark.passage),
                                name=f"{_('Show')}: {_short(said)}")  # fmt: skip
                ways.insert(0, show)
            self._ways += ways
            rows.append(kit.box(kit.flow(*ways, gap=14)))
        return kit.box(kit.col(*rows, gap=4))

    def _link(
        self, words: str, act: Callable[[records.Judgement], object], remark: records.Judgement
    ) -> kit.Button:
        name = f"{words}: {_short(remark.comment or remark.words_then)}"
        return kit.link(words, partial(act, remark), name=name)

    # --- approvals

    def _approval(self, steps: Steps) -> QWidget:
        lines = [_signed(each) for each in steps.signed]
        left = sum(not s.now for s in steps.signed)
        words = count("{n} left", "{n} left", left) if left else _("All")
        pill = kit.pill(words, "warn" if left else "ok")
        return kit.card(_("Approval"), "check-check", *lines, dense=True, gap=8, right=pill)

    # --- standing

    def _standing(self, steps: Steps) -> QWidget:
        found = steps.standing
        kind = "warn" if found.status == official.OFFICIAL else "quiet"
        lines: list[kit.Item] = [
            kit.row(kit.pill(minutes_standing(found.status), kind), None),
            kit.label(f"{found.reason} {f'({_whole(found.law)})' if found.law else ''}".strip(),
                      "muted", 0.95, wrap=True)
        ]  # fmt: skip
        if found.note:
            lines.append(kit.label(_("Your note: {note}", note=found.note), wrap=True))
        if found.secrecy:
            words = _("May be secret: {law}. Test it before it is handed out.",
                      law=_whole(found.secrecy))  # fmt: skip
            lines.append(kit.row(kit.pic("lock", "muted", 16), (kit.label(words, wrap=True), 1)))
        if self._acts.may_write:
            name = _("Change standing and secrecy")
            change = kit.link(_("Change …"), self._acts.change_standing, name=name)
            lines.append(kit.row(change, None))
        return kit.card(_("Status as a document"), "archive", *lines, dense=True, gap=6)

    # --- versions, and what was sent

    def _versions(self, steps: Steps) -> QWidget:
        lines: list[kit.Item] = []
        for number, version in reversed(list(enumerate(steps.versions, 1))):
            title = _("Version {n}, {day}", n=number, day=day(version.at))
            words: list[kit.Item] = [kit.label(title, bold=True, wrap=True)]
            if version.reason:
                words.append(kit.label(version.reason, "muted", 0.95, wrap=True))
            save = kit.button("", None, "download", "flat")
            save.setAccessibleName(_("Save: {what}", what=title))
            save.setToolTip(_("Save: {what}", what=title))
            menu = QMenu(save)
            for kind, said in (("docx", _("Word document …")), ("pdf", _("PDF for the archive …"))):
                menu.addAction(said, partial(self._acts.export, kind, version.id))
            save.setMenu(menu)
            lines += [kit.rule()] if lines else []
            lines.append(kit.row((kit.box(kit.col(*words, gap=1)), 1), save, gap=8))
        return kit.card(_("Versions"), "history", *lines, dense=True, gap=8)

    def _sent(self, steps: Steps) -> QWidget:
        lines: list[kit.Item] = []
        counted = [entry for entry in steps.sent if not entry.struck]
        for entry in list(reversed(counted))[:MOST]:
            number = steps.number(entry.version)
            which = _("version {n}", n=number) if number else _("draft")
            about = ", ".join((day(entry.at), channel_word(entry.how), which))
            words = kit.col(kit.label(entry.to, bold=True, wrap=True),
                            kit.label(about, "muted", 0.95, wrap=True), gap=1)  # fmt: skip
            lines += [kit.rule()] if lines else []
            lines.append(kit.box(words))
        lines.append(kit.row(kit.link(_("Show all …"), self._acts.show_dispatches,
                                      name=_("Show all that was sent out")), None))  # fmt: skip
        pill = kit.pill(str(len(counted)))
        return kit.card(_("Sent out"), "send", *lines, dense=True, gap=8, right=pill)


def _signed(each: Signed) -> QWidget:
    sign, ink, said = "clock", "muted", _("has not answered yet")
    if each.now:
        sign, ink, said = "circle-check", "ok", day(each.at)
    elif each.at:
        sign, ink, said = "triangle-alert", "warn", _("approved an earlier wording")
    words = kit.col(kit.label(each.name, bold=True), kit.label(said, "muted", 0.95, wrap=True),
                    gap=1)  # fmt: skip
    return kit.box(kit.row(kit.pic(sign, ink, 16), (kit.box(words), 1), gap=10))


def _whole(law: str) -> str:
    """Return a paragraph of law that is not broken over lines."""
    return law.replace(" ", "\u00a0")


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:88].rstrip()} …"
