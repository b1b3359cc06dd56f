"""Backups: the day's own, one by hand to a file, and the words about restoring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from qualityvisit.ui import lamps
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import Form, Item, box, button, card, flow, label, line, pic, row, secret
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk, Screen


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    status = desk.ws.status()
    fact = lamps.in_backup(status, desk.today(), desk.ws.backup_trouble)
    good = fact.state == lamps.OK
    said = row(
        pic("circle-check" if good else "clock", "ok" if good else "warn"),
        (label(f"{fact.name}: {fact.fact}", bold=True, wrap=True), 1),
    )
    about = _("A backup is made automatically once a day and before the file's format changes, and"
              " is opened to check that it is whole. Seven days are kept, encrypted, on this"
              " computer: {folder}. The lamp Backup copy shows the latest.",
              folder=desk.ws.folder / "backups")  # fmt: skip
    now = button(_("Make a backup now"), lambda: _make(desk, window), "database-backup")
    to_file = button(_("Save a backup to a file"), lambda: SaveCopy(desk, window).open(), "save")
    return [
        card(_("Backups"), "database-backup", said,
             label(about, "muted", wrap=True, select=True), box(flow(now, to_file)), gap=12),
        card(_("Restore"), "rotate-ccw", label(
            _("A backup is restored from the first page, on a new or empty computer: choose Restore"
              " from a backup. What is here is never overwritten."), "muted", wrap=True)),
    ]  # fmt: skip


def _make(desk: Desk, window: Screen) -> None:
    if desk.attempt(desk.ws.back_up):
        desk.notices.passing(_("A backup has been made and tested."))
        window.make_stale()


class SaveCopy(FormDialog):
    """Saves a copy to a file of one's own choice, with a passphrase where one is wanted."""

    def __init__(self, desk: Desk, window: Screen) -> None:
        self._desk, self._window = desk, window
        form = Form()
        super().__init__(
            window, _("Save a backup to a file"), form, _("Save the backup"), self._save,
            about=_("Keep it on another disk. With a passphrase it opens on any computer; without"
                    " one only where this workspace was made."),
        )  # fmt: skip
        name = f"kvalitetsbesok-{desk.today()}.qvbackup"
        self.file = line(str(Path.home() / name), name=_("File"))
        browse = button(_("Browse …"), self._browse)
        form.add(_("File"), box(row((self.file, 1), browse)), check=self._check_file)
        self.code, self.again = secret(), secret()
        form.add(_("Passphrase"), self.code, _("At least eight characters, better four words."),
                 check=self._check_code)  # fmt: skip
        form.add(_("The passphrase again"), self.again, check=self._check_again)

    def _browse(self) -> None:
        kinds = f"{_('Backups')} (*.qvbackup)"
        found, _kind = QFileDialog.getSaveFileName(
            self, _("Save a backup to a file"), self.file.text(), kinds
        )
        if found:
            self.file.setText(found)

    def _check_file(self) -> str:
        return "" if self.file.text().strip() else _("Choose a file.")

    def _check_code(self) -> str:
        short = 0 < len(self.code.text()) < 8
        return _("Use at least eight characters.") if short else ""

    def _check_again(self) -> str:
        same = self.code.text() == self.again.text()
        return "" if same else _("The two are not the same.")

    def _save(self) -> None:
        self._desk.ws.backup_to(Path(self.file.text().strip()), self.code.text())
        self._desk.notices.passing(_("The backup has been saved and tested."))
