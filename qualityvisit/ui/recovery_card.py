"""The recovery sheet among the members: when it was made, and a new one on paper or as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from qualityvisit.errors import NotSaved
from qualityvisit.ui.kit import Item, box, button, card, flow, label, pic, row
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.roster import OpenLine, Roster
    from qualityvisit.ui.screen import Desk, Screen


def recovery_card(desk: Desk, window: Screen, found: Roster) -> Item:
    """Return the card."""
    made = next((line for line in found.lines if line.recovery), None)
    about = _("A sheet of paper in a safe. By it somebody can take over as administrator if every"
              " administrator's computer is gone, or all have left.")  # fmt: skip
    if made is not None:
        icon, ink = "circle-check", "ok"
        said = _("Made {day} by {name}. Only this one is good.", day=day(made.made), name=made.by)
    else:
        icon, ink = "triangle-alert", "warn"
        said = _("There is no recovery sheet that is good.")
    paper = button(_("Print a new recovery sheet"), lambda: _print(desk, window, made),
                   "file-text")  # fmt: skip
    file = button(_("Save it as a PDF …"), lambda: _save(desk, window, made), "save",
                  name=_("Save a new recovery sheet as a PDF"))  # fmt: skip
    for each in (paper, file):
        each.setEnabled(desk.is_administrator and bool(desk.ws.status().store))
    return card(_("Recovery sheet"), "life-buoy", label(about, "muted", wrap=True),
                row(pic(icon, ink), (label(said, wrap=True), 1)), box(flow(paper, file)),
                gap=10)  # fmt: skip


def _may(desk: Desk, made: OpenLine | None) -> bool:
    """Ask before a sheet that is good ceases to be."""
    return made is None or desk.notices.ask(
        _("Make a new recovery sheet?"),
        _("The one made {day} is then no longer good: destroy it.", day=day(made.made)),
        _("Make a new one"),
    )


def _print(desk: Desk, window: Screen, made: OpenLine | None) -> None:
    from qualityvisit.ui.printing import ask_printer, print_pdf  # noqa: PLC0415 seldom needed

    if not _may(desk, made):
        return
    printer = ask_printer(window.window(), _("Print a new recovery sheet"))

    def give(data: bytes) -> None:
        if printer is None or not print_pdf(data, printer):
            raise NotSaved(
                _("The sheet could not be printed."),
                _("Make a new one: what was to be printed is on no paper, and the sheet before it"
                  " is no longer good."),
            )  # fmt: skip

    if printer is not None and _make(desk, window, give):
        desk.notices.passing(_("The sheet is being printed. Lock it in a safe."))


def _save(desk: Desk, window: Screen, made: OpenLine | None) -> None:
    from qualityvisit.outside import write_file  # noqa: PLC0415 seldom needed

    if not _may(desk, made):
        return
    file = str(Path.home() / f"{_('recovery-sheet')}-{desk.today()}.pdf")
    found, _kind = QFileDialog.getSaveFileName(
        window, _("Save a new recovery sheet as a PDF"), file, f"{_('PDF files')} (*.pdf)"
    )
    if found and _make(desk, window, lambda data: write_file(Path(found), data)):
        desk.notices.passing(_("The sheet is saved. Print it, lock it in, and delete the file."))


def _make(desk: Desk, window: Screen, give: Callable[[bytes], object]) -> bool:
    from qualityvisit.outside import recovery_sheet  # noqa: PLC0415 reportlab is slow to import

    done = desk.attempt(lambda: give(recovery_sheet(desk.ws, tell=False)), again=False)
    desk.way.share_soon()
    window.make_stale()
    return done
