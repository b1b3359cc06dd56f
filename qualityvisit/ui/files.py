"""Pictures and files of a place in an interview: attached, shown, opened and removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.attaching import Attaching, sources
from qualityvisit.ui.file_strip import FileStrip
from qualityvisit.ui.file_view import FileView, ask_removal
from qualityvisit.ui.pictures import PICTURES, TYPES
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from qualityvisit.ui.note_sheet import Place
    from qualityvisit.ui.screen import Desk

KEYS = "Ctrl+Shift+B"


class Files(QWidget):
    """The files of one question, or of a session without one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._ws = desk, desk.ws
        self._place: Place | None = None
        self.strip = FileStrip(desk, _("Pictures and files"))
        self.strip.opened.connect(self.open)
        self.strip.removal_asked.connect(lambda name: ask_removal(desk, name))
        self._attaching = Attaching(desk, self)
        self._attaching.attached.connect(self.refresh)
        self.setLayout(kit.col(self.strip, gap=0))

    def show_place(self, place: Place) -> None:
        """Show the files of another place."""
        self._place = place
        self.refresh()

    def refresh(self) -> None:
        """Show what has come and gone."""
        place = self._place
        hidden = place is None or not self._ws.may_read(f"notes/{place.visit}")
        found = [] if place is None or hidden else [
            f for f in self._ws.all(records.Attachment, parent=place.visit)
            if (f.session, f.question) == (place.session, place.question)
            and (not place.about or f.theme == place.theme)
        ]  # fmt: skip
        self.strip.show_files(found)
        self.setVisible(bool(found))

    def choose(self) -> None:
        """Let the user choose files, and attach them here."""
        known = " ".join(f"*{kind}" for kind in (*PICTURES, *TYPES))
        chosen, _kind = QFileDialog.getOpenFileNames(
            self, _("Attach pictures and files"), "", _("Pictures and documents ({known})",
            known=known),
        )  # fmt: skip
        if self._place is not None:
            self._attaching.attach([Path(file) for file in chosen], self._place)

    def take(self, data: QMimeData) -> None:
        """Attach what is pasted or dropped."""
        if self._place is not None:
            self._attaching.attach(sources(data), self._place)

    def finish(self) -> bool:
        """Wait a little until everything has been attached, and tell whether it has."""
        return self._attaching.finish()

    def open(self, name: str) -> None:
        """Show a file."""
        self._desk.attempt(lambda: FileView(self._desk, self, name).open())
