"""What takes the minutes from step to step: each act with its question, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from qualityvisit import visit_record
from qualityvisit.errors import Refused
from qualityvisit.model import records
from qualityvisit.model.records import CORRECTED, KEPT
from qualityvisit.ui.dialogs import ask_reason
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.model.view import MinutesView
    from qualityvisit.ui.screen import Desk
    from qualityvisit.visit_record import Steps


class StepActs:
    """The acts of a visit's minutes. ``pointed`` gives what may still point somebody out."""

    def __init__(self, desk: Desk, window: QWidget, pointed: Callable[[], str]) -> None:
        self._desk, self._window, self._pointed = desk, window, pointed
        self._ws = desk.ws
        self.visit = ""

    def steps(self, view: MinutesView | None = None) -> Steps:
        """Return how far the minutes have come; ``view`` is of now, where it is held."""
        return visit_record.steps(self._ws, self.visit, view)

    @property
    def may_write(self) -> bool:
        """Whether whoever sits here may change the visit."""
        return self._ws.may_write(f"visit/{self.visit}")

    @property
    def is_administrator(self) -> bool:
        """Whether whoever sits here finishes and corrects."""
        return self._desk.is_administrator

    def is_asked(self, steps: Steps) -> bool:
        """Tell whether whoever sits here is asked to approve, and has not done so yet."""
        me = self._ws.me.id
        return self.may_write and any(s.person == me and not s.now for s in steps.signed)

    # --- the fact check

    def send_for_check(self) -> None:
        """Ask to whom, and save the form that goes out."""
        from qualityvisit.ui.minutes_dialogs import CheckDialog  # noqa: PLC0415 seldom needed

        CheckDialog(self._desk, self._window, self.visit, self._sent_for_check).open()

    def _sent_for_check(self, file: Path) -> None:
        self.follow("compiled")
        self._desk.notices.passing(
            _("Saved: {file}. Send it to the unit's leadership.", file=file.name),
            (_("Open the folder"), lambda: _open(file.parent)),
        )

    def choose_answer(self) -> None:
        """Ask for the file of a fact check that has come back, and take it in."""
        file, _kind = QFileDialog.getOpenFileName(
            self._window, _("Take in a fact check"), "", _("Forms ({pattern})", pattern="*.docx")
        )
        if file:
            self._desk.attempt(lambda: take_check(self._desk, Path(file)), again=False)

    def corrected(self, remark: records.Judgement) -> None:
        """Say that the text has been put right."""
        self._settle(remark, CORRECTED)

    def keep(self, remark: records.Judgement) -> None:
        """Say that the text stands as it is, and why."""
        reason = ask_reason(
            self._window, _("Keep the wording?"), _("The reason is kept with the remark."),
            _("Keep it"), [_("It is what the group has said"), _("It is an observation of our own"),
                           _("The remark concerns another time"), _("It asks for no change")],
        )  # fmt: skip
        if reason:
            self._settle(remark, KEPT, reason)

    def reopen_remark(self, remark: records.Judgement) -> None:
        """Take back what became of a remark."""
        self._settle(remark, "")

    def _settle(self, remark: records.Judgement, became: str, note: str = "") -> None:
        document = self._ws.visit(self.visit)
        self._desk.attempt(
            lambda: document.settle_remark(remark.check, remark.passage, became, note)
        )

    # --- approval

    def ask_approval(self) -> None:
        """Choose who is to approve."""
        from qualityvisit.ui.minutes_dialogs import ApproversDialog  # noqa: PLC0415 seldom needed

        ApproversDialog(self._desk, self._window, self.visit).open()

    def approve(self) -> None:
        """Approve what the minutes say now, in one's own name."""
        if self._desk.attempt(lambda: self._ws.visit(self.visit).approve()):
            self._desk.notices.passing(_("You have approved the minutes as they read now."))

    def has_approved(self, steps: Steps) -> bool:
        """Tell whether whoever sits here has approved, in these words or in earlier ones."""
        me = self._ws.me.id
        return self.may_write and any(s.person == me and s.at for s in steps.signed)

    def unapprove(self) -> None:
        """Take one's own approval back."""
        self._desk.attempt(lambda: self._ws.visit(self.visit).unapprove())

    # --- finishing

    def finish(self) -> None:
        """Finish the minutes, after a question; say at once what stands in the way."""
        if left := self.steps().hindrances:
            self._desk.notices.known(
                Refused(_("The minutes cannot be finished yet."), " ".join(left))
            )
            return
        said = [
            self._pointed(),
            _("They are closed and kept as a version, with date, name and a seal of their words."),
        ]
        if not self._desk.notices.ask(
            _("Finish the minutes?"), "\n\n".join(filter(None, said)), _("Finish the minutes")
        ):
            return
        if self._desk.attempt(lambda: visit_record.finish_minutes(self._ws, self.visit)):
            self.follow("finished")

    def correct(self) -> None:
        """Open finished minutes to correct them, with the reason."""
        reason = ask_reason(
            self._window, _("Correct the minutes?"),
            _("What was finished stays as a version. The corrected minutes become the next one,"
              " with the reason. If the earlier ones were sent out, send the new ones too."),
            _("Begin the correction"),
        )  # fmt: skip
        if reason:
            self._desk.attempt(lambda: self._ws.correct_minutes(self.visit, reason))

    def archive(self) -> None:
        """Note that the minutes are archived."""
        self._desk.attempt(lambda: self._ws.set_minutes_state(self.visit, "archived"))

    def unarchive(self) -> None:
        """Take back that the minutes are archived."""
        self._desk.attempt(lambda: self._ws.set_minutes_state(self.visit, "finished"))

    def follow(self, to: str) -> None:
        """Let the visit follow its minutes, wherever on the way it was left."""
        way, now = records.VISIT_STATES, self._ws.get(records.Visit, self.visit).status
        if now in way and way.index(now) < way.index(to):
            self._desk.attempt(lambda: self._ws.set_visit_state(self.visit, to))

    # --- standing and sending out

    def change_standing(self) -> None:
        """Say how the matter stands, mark secrecy, or overrule the program."""
        from qualityvisit.ui.minutes_dialogs import StandingDialog  # noqa: PLC0415 seldom needed

        StandingDialog(self._desk, self._window, self.visit).open()

    def note_dispatch(self) -> None:
        """Note that the minutes were sent out."""
        from qualityvisit.ui.dispatches import DispatchDialog  # noqa: PLC0415 seldom needed

        DispatchDialog(self._desk, self._window, self.visit).open()

    def show_dispatches(self) -> None:
        """Show everything that was sent out."""
        from qualityvisit.ui.dispatches import DispatchLog  # noqa: PLC0415 seldom needed

        DispatchLog(self._desk, self._window, self.visit).open()

    # --- files

    def take_back(self) -> None:
        """Ask for minutes that were edited in Word, and show what they would change."""
        from qualityvisit.ui.word_back import choose  # noqa: PLC0415 seldom needed

        choose(self._desk, self._window, self.visit)

    def export(self, kind: str, version: str = "") -> None:
        """Ask where to, and write the minutes, or a version of them, as Word or PDF."""
        visit = self._ws.get(records.Visit, self.visit)
        name = f"{_('The minutes')} {visit.title} {visit.date}".strip()
        if version:
            name += f" {_('version {n}', n=self.steps().number(version))}"
        kinds = {"docx": _("Word document (*.docx)"), "pdf": _("PDF for the archive (*.pdf)")}
        proposed = str(Path.home() / f"{name.replace('/', '-')}.{kind}")
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, _("Export the minutes"), proposed, kinds[kind]
        )
        if chosen:
            self.write(Path(chosen), kind, version)

    def write(self, file: Path, kind: str, version: str = "") -> None:
        """Write the minutes to a file, and offer to open it."""
        ws, visit = self._ws, self.visit
        if self._desk.attempt(lambda: visit_record.write_minutes(ws, visit, file, kind, version)):
            self._desk.notices.passing(
                _("Written: {file}", file=file.name), (_("Open the file"), lambda: _open(file))
            )


def take_check(desk: Desk, file: Path) -> None:
    """Take in a fact check that has come back, and go to the minutes."""
    ws = desk.ws
    found = visit_record.read_check(ws, file)
    taken = visit_record.take_check(ws, found)
    said = count("{n} remark is taken in.", "{n} remarks are taken in.", taken)
    if not taken:
        said = _("There is nothing new in the file.")
    elif found.homeless:
        said += " " + count("{n} of them concerns what is no longer in the text.",
                            "{n} of them concern what is no longer in the text.",
                            len(found.homeless))  # fmt: skip
    desk.way.go("minutes", id=found.check.visit)
    desk.notices.passing(said)


def _open(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
