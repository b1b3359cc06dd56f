"""Who else is on the visit just now, in a screen's header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qualityvisit.ui import kit
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk

MOST = 4  # faces; the others are counted


class HereNow(QWidget):
    """Faces and names of those who are here; nothing where nobody is, or nobody can tell."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = kit.Elided("", "muted", 0.95)
        self._faces = kit.row()
        self._inside = kit.row(kit.box(self._faces), self._words, gap=8)
        self.setLayout(self._inside)
        desk.presence.people_changed.connect(self.look)
        self.look()

    def look(self) -> None:
        """Show who is here."""
        known = self._desk.ws.names()
        people = [known[p] for p in self._desk.presence.people() if p in known]
        said = _("Here now: {names}", names=", ".join(p.name for p in people))
        faces = kit.faces([(p.initials, p.name, p.id) for p in people], size=24, most=MOST)
        kit.refill(self._faces, [faces])
        self._words.tell(said)
        self.setAccessibleName(said if people else "")
        self.setToolTip(said if people else "")
        if not people:
            self.hide()
        elif self.parentWidget() is not None:  # one that has no parent yet would be a window
            self.show()

    def shorten(self, on: bool) -> None:
        """Show faces alone, where there is little room."""
        self._words.setVisible(not on)
