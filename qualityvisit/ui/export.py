"""A dialog whose paper is saved as Word or PDF or printed, and offers to tick that off."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget

from qualityvisit import letterhead, outside
from qualityvisit.errors import KnownError
from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import preparation_word
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.reports.outline import Outline
    from qualityvisit.ui.screen import Desk


class PaperDialog(QDialog):
    """Shows a paper. Subclasses lay it out, and say what it is."""

    def __init__(self, desk: Desk, window: QWidget, title: str, about: str) -> None:
        super().__init__(window.window())
        self._desk = desk
        self.setWindowTitle(title)
        words = f"{title}: {about}" if about else title
        self._head = kit.label(words, factor=1.25, bold=True, wrap=True)
        self._said = kit.label("", "muted", 0.95, wrap=True)
        room = window.window().size()
        self.resize(min(px(760), room.width() - px(24)), min(px(720), room.height() - px(24)))

    def paper(self) -> Outline:
        """Return the paper as an outline."""
        raise NotImplementedError

    def name(self) -> str:
        """Return what the paper is called."""
        raise NotImplementedError

    def of(self) -> str:
        """Return what the paper is about, for the name of its file."""
        raise NotImplementedError

    def ways(self, *before: tuple[str, Callable[[], object], str]) -> QWidget:
        """Return the buttons at the foot."""
        export = kit.button(_("Save or print"), None, "download")
        menu = QMenu(export)
        for words, act, keys in (
            (_("Word document …"), partial(self.save, "docx"), "Ctrl+S"),
            (_("PDF for the archive …"), partial(self.save, "pdf"), ""),
            (_("Print …"), self.print_out, "Ctrl+P"),
        ):
            way = menu.addAction(words, act)
            way.setShortcut(QKeySequence(keys))
            self.addAction(way)  # its keys hold in the whole dialog
        export.setMenu(menu)
        made = [kit.button(*each) for each in before]
        made += [export, kit.button(_("Close"), self.accept)]
        for button in made:
            button.setAutoDefault(False)
        return kit.box(kit.flow(*made))

    def tell(self, words: str, *, out: bool = False) -> None:
        """Say something; ``out`` where the paper has gone out."""
        del out
        self._said.setText(words)

    def save(self, kind: str) -> None:
        """Ask where to, and write the paper."""
        words = {
            "docx": _("Word document (*.docx)"), "pdf": _("PDF for the archive (*.pdf)"),
            "ics": _("Calendar file (*.ics)"),
        }[kind]  # fmt: skip
        if not self.attempt(self.name):
            return
        name = f"{self.name()} {self.of()}".strip().replace("/", "-")
        proposed = str(Path.home() / f"{name}.{kind}")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save"), proposed, words)
        if chosen:
            self.write(Path(chosen), kind)

    def write(self, file: Path, kind: str) -> None:
        """Write the paper to a file."""
        if self.attempt(lambda: outside.write_file(file, self.data(kind))):
            self.tell(_("Written: {file}", file=file.name), out=kind != "ics")

    def data(self, kind: str) -> bytes:
        """Return the bytes of the paper as a "docx" or "pdf" file. Raise KnownError."""
        return letterhead.file_of(self._desk.ws, self.paper(), kind)

    def print_out(self) -> None:
        """Print the paper."""
        from qualityvisit.ui.printing import ask_printer, print_pdf  # noqa: PLC0415 seldom needed

        paper = b""

        def make() -> None:
            nonlocal paper
            paper = self.data("pdf")

        printer = ask_printer(self, self.name()) if self.attempt(make) else None
        if printer is not None:
            done = print_pdf(paper, printer)
            self.tell(_("Printed.") if done else _("The printer did not answer."), out=done)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something; a known error is said here, where the user looks."""
        try:
            act()
        except KnownError as error:
            self.tell(f"{error.title} {error.advice}".strip())
            return False
        return True


class ExportDialog(PaperDialog):
    """Shows a paper of a visit, and offers to tick off what it prepares."""

    def __init__(self, desk: Desk, window: QWidget, visit: str, title: str) -> None:
        self._visit = desk.ws.get(records.Visit, visit)
        super().__init__(desk, window, title, self._visit.title)
        self._tick = kit.button("", self.tick_off, "check", "small")
        self._tick.hide()

    def of(self) -> str:
        """Return the visit."""
        return f"{self._visit.title} {self._visit.date}".strip()

    def prepares(self) -> str:
        """Return the preparation that is done when the paper has gone out, or ""."""
        raise NotImplementedError

    def tell(self, words: str, *, out: bool = False) -> None:
        """Say something; where the paper has gone out, offer to tick it off."""
        super().tell(words)
        key, ws = self.prepares(), self._desk.ws
        done = ws.find(records.Preparation, f"{self._visit.id}/{key}")
        may = ws.may_write(f"visit/{self._visit.id}")
        self._tick.setVisible(out and bool(key) and may and not (done and done.done))
        retitle(self._tick, _("Tick off: {what}", what=preparation_word(key)))

    def tick_off(self) -> None:
        """Tick off the preparation that is done now."""
        desk, key = self._desk, self.prepares()
        if self.attempt(lambda: desk.ws.visit(self._visit.id).prepare(key, desk.today())):
            self.tell(_("Ticked off: {what}", what=preparation_word(key)))
