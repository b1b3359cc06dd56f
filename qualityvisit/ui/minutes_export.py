"""The menu of what goes out of the minutes, and what comes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.minutes_steps import StepActs
    from qualityvisit.ui.screen import Desk


class ExportMenu(QMenu):
    """What can be made of a visit's minutes; what cannot be made says why."""

    def __init__(self, desk: Desk, window: QWidget, acts: StepActs) -> None:
        super().__init__()
        self._desk, self._window, self._acts = desk, window, acts
        self.addAction(_("Word document …"), partial(acts.export, "docx"))
        self.addAction(_("PDF for the archive …"), partial(acts.export, "pdf"))
        self.addSeparator()
        self._box = self.addAction(_("Archive box …"), self.make_box)
        self.addAction(_("Check an archive box …"), self.check_box)
        self.addSeparator()
        self.addAction(_("Take in an edited Word file …"), acts.take_back)
        self.aboutToShow.connect(self.look_again)

    def look_again(self) -> None:
        """Tell anew what can be made now."""
        from qualityvisit import archive  # noqa: PLC0415 the window stands without it

        why = archive.hindrance(self._desk.ws, self._acts.visit)
        self._box.setEnabled(not why)
        self._box.setText(
            _("Archive box, when the minutes are finished") if why else _("Archive box …")
        )

    def make_box(self) -> None:
        """Make the archive box of the visit."""
        from qualityvisit.ui import box  # noqa: PLC0415 seldom needed

        box.make(self._desk, self._window, self._acts.visit)

    def check_box(self) -> None:
        """Check an archive box, of whatever visit."""
        from qualityvisit.ui import box  # noqa: PLC0415 seldom needed

        box.choose(self._desk, self._window)
