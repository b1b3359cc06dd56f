"""About the program: its version, its licence, where things lie, and the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit import __version__
from qualityvisit.ui.kit import Item, button, card, label, row
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk, Screen


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    del window
    words = _("Quality Visit {version}. Free software under the European Union Public Licence 1.2"
              " (EUPL-1.2). Icons from Lucide (ISC).", version=__version__)  # fmt: skip
    where = _("Everything on this computer lies in {folder}, encrypted.", folder=desk.profile)
    check = button(_("Check the workspace"), lambda: _check(desk), "circle-check")
    about = _("Reads every change from the first and compares with what is shown.")
    return [
        card(_("About the program"), "info", label(words, wrap=True, select=True),
             label(where, "muted", wrap=True, select=True), gap=10),
        card(_("Is everything in order?"), "life-buoy", label(about, "muted", wrap=True),
             row(check, None), gap=12),
    ]  # fmt: skip


def _check(desk: Desk) -> None:
    def act() -> None:
        found = desk.ws.check()
        if found.problems:
            desk.notices.stay(_("The check found something."), " ".join(found.problems),
                              kind="warn")  # fmt: skip
        else:
            words = _("In order: {n} changes in {m} documents.", n=found.entries,
                      m=found.documents)  # fmt: skip
            desk.notices.passing(words)

    desk.attempt(act)
