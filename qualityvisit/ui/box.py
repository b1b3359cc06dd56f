"""The archive box of a visit: made with its seal told, and checked with what was found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from qualityvisit import archive, outside
from qualityvisit.ui import kit
from qualityvisit.ui.theme import px
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk

MANY = 30  # problems that are shown


def make(desk: Desk, window: QWidget, visit: str) -> None:
    """Make a visit's box, ask where to keep it, and tell its seal."""
    made: list[bytes] = []
    if not desk.attempt(lambda: made.append(archive.make_box(desk.ws, visit)), again=False):
        return
    [data] = made
    name = archive.box_name(desk.ws, visit, archive.seal_of(data))
    chosen, _kind = QFileDialog.getSaveFileName(
        window, _("Save the archive box"), str(Path.home() / name), _kinds()
    )
    if chosen and desk.attempt(lambda: outside.write_file(Path(chosen), data)):
        BoxMade(window, Path(chosen), data).open()


def choose(desk: Desk, window: QWidget) -> None:
    """Ask for a box, and tell whether it is as it was made."""
    chosen, _kind = QFileDialog.getOpenFileName(window, _("Check an archive box"), "", _kinds())
    if chosen:
        desk.attempt(lambda: BoxChecked(window, Path(chosen)).open(), again=False)


def _kinds() -> str:
    return _("Archive boxes ({pattern})", pattern="*.zip")


class _BoxDialog(QDialog):
    """What is told of a box, with its seal to be copied."""

    def __init__(self, window: QWidget, title: str, *parts: kit.Item) -> None:
        super().__init__(window.window())
        self.setWindowTitle(title)
        self.seal = kit.label("", wrap=True, select=True)
        self.seal.setAccessibleName(_("The seal"))
        close = kit.button(_("Close"), self.accept, kind="primary")
        close.setDefault(True)
        body = kit.box(kit.col(*parts, None, gap=10, margins=(0, 2, 12, 2)))
        self.setLayout(
            kit.col(
                kit.label(title, factor=1.25, bold=True, wrap=True), 4,
                (kit.scroll(body, title), 1), kit.box(kit.flow(*self.ways(), close)), gap=8,
                margins=24,
            )
        )  # fmt: skip
        room = window.window().size()
        self.resize(min(px(600), room.width() - px(24)), min(px(500), room.height() - px(24)))

    def ways(self) -> list[QWidget]:
        """Return the buttons before the last."""
        copy = kit.button(_("Copy the seal"), self.copy_seal, "copy")
        copy.setAutoDefault(False)
        return [copy]

    def copy_seal(self) -> None:
        """Put the seal on the clipboard."""
        QGuiApplication.clipboard().setText("".join(self.seal.text().split()))


class BoxMade(_BoxDialog):
    """Tells that a box is saved, that it is whole, and its seal."""

    def __init__(self, window: QWidget, file: Path, data: bytes) -> None:
        self._file, found = file, archive.check_box(data)
        said = count("{n} file", "{n} files", found.files)
        holder = kit.Surface(kit.col(margins=12))
        super().__init__(
            window, _("The archive box is saved"),
            kit.row(kit.pic("circle-check", "ok"),
                    (kit.label(_("{file}: {files}, each with its SHA-256.", file=file.name,
                                 files=said), wrap=True), 1)),
            kit.label(_("The seal of the box"), bold=True), holder,
            kit.label(_("Note the seal where it is kept apart from the box, such as in the case"
                        " system. It shows that the box is the one that was made now, and cannot"
                        " stand in the box itself."), "muted", wrap=True),
            kit.label(_("The box is opened as any zip file: index.html is to be read in a browser,"
                        " without network. It is not encrypted."), "muted", wrap=True),
        )  # fmt: skip
        layout = holder.layout()
        assert layout is not None
        layout.addWidget(self.seal)
        self.seal.setText(_parted(found.seal))

    def ways(self) -> list[QWidget]:
        """Return the way to the folder too."""
        folder = kit.button(_("Open the folder"), self._open, "folder-open")
        folder.setAutoDefault(False)
        return [*super().ways(), folder]

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))


class BoxChecked(_BoxDialog):
    """Tells whether a box is as it was made; with the seal, whether it is that one at all."""

    def __init__(self, window: QWidget, file: Path) -> None:
        self._data = archive.read_box(file)
        self._found = kit.col(gap=6)
        self.known = kit.line(
            hint=_("64 characters"), name=_("The seal that was told when the box was made")
        )
        self.known.textChanged.connect(self.show_found)
        holder = kit.Surface(kit.col(margins=12))
        super().__init__(
            window, _("Check an archive box"), kit.label(file.name, "muted", wrap=True),
            kit.box(self._found), kit.label(_("The seal of this box"), bold=True), holder,
            kit.Field(_("The seal that was told when the box was made"), self.known),
            kit.label(_("Without it, a box that somebody made anew from end to end looks whole."),
                      "muted", wrap=True),
        )  # fmt: skip
        layout = holder.layout()
        assert layout is not None
        layout.addWidget(self.seal)
        self.show_found()

    def show_found(self) -> None:
        """Check the box, against the seal where one is given."""
        given = "".join(self.known.text().split())
        found = archive.check_box(self._data, given)
        self.seal.setText(_parted(found.seal) or "–")
        if found.problems:
            lines = [_line("octagon-alert", "deficiency", _("The box is not as it was made."))]
            lines += [_line("x", "deficiency", p.words) for p in found.problems[:MANY]]
            if len(found.problems) > MANY:
                lines.append(kit.label(_("And {n} more.", n=len(found.problems) - MANY), "muted"))
        else:
            words = count("The box is whole: {n} file.", "The box is whole: {n} files.",
                          found.files)  # fmt: skip
            seal = _("The seal is the one that was told.") if given else ""
            lines = [_line("circle-check", "ok", f"{words} {seal}".strip())]
            about = ", ".join(
                filter(None, (found.about.get(k) for k in ("unit", "date", "committee")))
            )
            lines.append(kit.label(about, "muted", wrap=True))
        kit.refill(self._found, lines)


def _line(icon: str, ink: str, words: str) -> QWidget:
    return kit.box(kit.row(kit.pic(icon, ink), (kit.label(words, wrap=True, select=True), 1)))


def _parted(seal: str) -> str:
    """Return a seal in parts of eight, which break into lines."""
    return " ".join(seal[n : n + 8] for n in range(0, len(seal), 8))
