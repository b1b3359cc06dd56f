"""The menu of what goes out of the minutes, and what comes back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu

from qualityvisit import visit_record
from qualityvisit.model import records
from qualityvisit.outside import write_file
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.minutes import MinutesScreen
    from qualityvisit.ui.minutes_steps import StepActs
    from qualityvisit.ui.screen import Desk


class ExportMenu(QMenu):
    """What can be made of a visit's minutes; what cannot be made says why."""

    def __init__(self, button: QWidget, desk: Desk, window: MinutesScreen, acts: StepActs) -> None:
        super().__init__(button)
        self._desk, self._window, self._acts = desk, window, acts
        self.addAction(_("Word document …"), partial(acts.export, "docx"))
        self.addAction(_("PDF for the archive …"), partial(acts.export, "pdf"))
        self.addAction(_("Print …") + "\tCtrl+P", self.print_out)
        self.addAction(_("The pages as they will be printed") + "\tF7", window.turn_pages)
        self.addSeparator()
        self._box = self.addAction(_("Archive box …"), self.make_box)
        self.addAction(_("Check an archive box …"), self.check_box)
        self._notes = self.addAction(_("Notes for analysis tools (REFI-QDA) …"), self.export_notes)
        self.addSeparator()
        self.addAction(_("Take in an edited Word file …"), acts.take_back)
        self.aboutToShow.connect(self.look_again)

    def look_again(self) -> None:
        """Tell anew what can be made now."""
        from qualityvisit import archive  # noqa: PLC0415 the window stands without it

        self._notes.setVisible(self._desk.ws.may_read(f"notes/{self._acts.visit}"))
        why = archive.hindrance(self._desk.ws, self._acts.visit)
        self._box.setEnabled(not why)
        self._box.setText(
            _("Archive box, when the minutes are finished") if why else _("Archive box …")
        )

    def print_out(self) -> None:
        """Print the minutes as they read now, or their last version where they are finished."""
        from qualityvisit.ui.printing import ask_printer, print_pdf  # noqa: PLC0415 seldom needed

        desk, made = self._desk, list[bytes]()
        if not desk.attempt(
            lambda: made.append(visit_record.minutes_file(desk.ws, self._acts.visit, "pdf"))
        ):
            return
        printer = ask_printer(self._window, _("The minutes"))
        if printer is not None:
            done = print_pdf(made[0], printer)
            desk.notices.passing(_("Printed.") if done else _("The printer did not answer."))

    def make_box(self) -> None:
        """Make the archive box of the visit."""
        from qualityvisit.ui import box  # noqa: PLC0415 seldom needed

        box.make(self._desk, self._window, self._acts.visit)

    def check_box(self) -> None:
        """Check an archive box, of whatever visit."""
        from qualityvisit.ui import box  # noqa: PLC0415 seldom needed

        box.choose(self._desk, self._window)

    def export_notes(self) -> None:
        """Ask where to, and write the visit's notes for tools of analysis."""
        from qualityvisit.analysis import notes_for_analysis  # noqa: PLC0415 seldom needed

        ws, visit = self._desk.ws, self._acts.visit
        made: list[bytes] = []
        if not self._desk.attempt(lambda: made.append(notes_for_analysis(ws, visit)), again=False):
            return
        found = ws.get(records.Visit, visit)
        name = f"{_('Notes')} {found.title} {found.date}".strip().replace("/", "-")
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, _("Save the notes for analysis tools"),
            str(Path.home() / f"{name}.qdpx"), _("REFI-QDA projects ({pattern})", pattern="*.qdpx"),
        )  # fmt: skip
        if chosen and self._desk.attempt(lambda: write_file(Path(chosen), made[0])):
            self._desk.notices.passing(
                _("Written: {file}. The notes are not protected there.", file=Path(chosen).name)
            )
