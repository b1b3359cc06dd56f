"""A picture or a file of a visit, shown in the window: no copy of it lies open on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QSizePolicy, QWidget

from qualityvisit.model import records
from qualityvisit.outside import write_file
from qualityvisit.ui import kit
from qualityvisit.ui.pictures import JPEG, reader_of
from qualityvisit.ui.theme import px
from qualityvisit.words import _, clock, day

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from qualityvisit.ui.screen import Desk

PDF = "application/pdf"


class FileView(QDialog):
    """Shows one file, says what it shows, saves a copy, removes it."""

    def __init__(self, desk: Desk, window: QWidget, name: str) -> None:
        super().__init__(window.window())
        self._desk, self._name = desk, name
        file = self._file = desk.ws.get(records.Attachment, name)
        self._content = desk.ws.file_bytes(name)
        may = desk.is_administrator or file.author == desk.ws.me.id
        may = may and desk.ws.may_write(f"notes/{file.visit}")
        self.setWindowTitle(file.name)
        self.text = kit.line(file.text, hint=_("What does it show? Write no names."))
        self.text.setAccessibleName(_("What it shows"))
        self.text.setReadOnly(not may)
        self.text.editingFinished.connect(self._describe)
        who = desk.ws.names().get(file.author)
        about = _("{name}, {day} {time} by {who}", name=file.name, day=day(file.at),
                  time=clock(file.at), who=who.name if who else "–")  # fmt: skip
        remove = kit.button(_("Remove …"), self.remove, "trash-2")
        remove.setVisible(may)
        save = kit.button(_("Save a copy …"), self.save, "download")
        close = kit.button(_("Close"), self.accept, kind="primary")
        for each in (remove, save, close):
            each.setAutoDefault(False)
        close.setDefault(True)
        self.setLayout(
            kit.col(
                (self._shown(), 1), self.text, kit.Elided(about, "muted", 0.95),
                kit.row(remove, save, None, close), gap=10, margins=16,
            )
        )  # fmt: skip
        room = window.window().size()
        self.resize(min(px(980), room.width() - px(40)), min(px(760), room.height() - px(40)))

    def _shown(self) -> QWidget:
        if self._file.type == JPEG:
            reader, _held = reader_of(self._content)
            shown = QPixmap.fromImage(reader.read())
            if not shown.isNull():
                picture = _Picture(shown)
                picture.setAccessibleName(self._file.text or self._file.name)
                return picture
        if self._file.type == PDF:
            return self._pages()
        return kit.empty_state(
            "file-text", self._file.name, _("Save a copy to open it in another program.")
        )

    def _pages(self) -> QWidget:
        from PySide6.QtPdf import QPdfDocument  # noqa: PLC0415 large, and seldom needed
        from PySide6.QtPdfWidgets import QPdfView  # noqa: PLC0415

        self._held = QBuffer(self)
        self._held.setData(QByteArray(self._content))
        self._held.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument(self)
        document.load(self._held)
        view = QPdfView(self)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.setDocument(document)
        view.setAccessibleName(self._file.name)
        return view

    def _describe(self) -> None:
        words = self.text.text().strip()
        if words != self._file.text and not self.text.isReadOnly():
            document = self._desk.ws.file(self._name)
            if self._desk.attempt(lambda: document.describe(words)):
                self._file = self._desk.ws.get(records.Attachment, self._name)

    def save(self) -> None:
        """Save a copy where the user says, which is then open to whoever finds it."""
        name = Path(self._file.name).name  # a colleague's program may have sent a path
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save a copy"), name)
        if chosen and self._desk.attempt(lambda: write_file(Path(chosen), self._content)):
            self._desk.notices.passing(_("The copy is saved. It is not protected there."))

    def remove(self) -> None:
        """Remove the file for everybody, once that is certain."""
        if ask_removal(self._desk, self._name):
            self.accept()


def ask_removal(desk: Desk, name: str) -> bool:
    """Ask whether a file is to go, and remove it; tell whether it is gone."""
    file = desk.ws.get(records.Attachment, name)
    return desk.notices.ask(
        _("Remove the file?"), file.text or file.name, _("Remove the file"), danger=True
    ) and desk.attempt(lambda: desk.ws.file(name).remove())


class _Picture(QLabel):
    """A picture as large as there is room for."""

    def __init__(self, picture: QPixmap) -> None:
        super().__init__()
        self._picture = picture
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(px(120), px(90))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture into the room."""
        super().resizeEvent(event)
        room = self.size()
        if self._picture.width() > room.width() or self._picture.height() > room.height():
            self.setPixmap(
                self._picture.scaled(
                    room, Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )  # fmt: skip
        else:
            self.setPixmap(self._picture)
