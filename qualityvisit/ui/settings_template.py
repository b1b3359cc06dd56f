"""Settings that all share: the municipality's own Word template for reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from qualityvisit import letterhead, outside
from qualityvisit.reports.trial import trial
from qualityvisit.settings import RESOURCES
from qualityvisit.ui import kit
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.reports.template import Finding, Findings
    from qualityvisit.ui.screen import Desk, Screen

PATTERN = "*.docx *.dotx"
SIGNS = {"stops": ("octagon-alert", "deficiency"), "warns": ("triangle-alert", "warn"),
         "tells": ("info", "muted")}  # fmt: skip


def cards(desk: Desk, window: Screen) -> list[kit.Item]:
    """Return the section's cards."""
    return [_in_use(desk, window), _tags()]


def _in_use(desk: Desk, window: Screen) -> kit.Item:
    name = letterhead.template_name(desk.ws)
    said = _("Reports are written in {name}.", name=name) if name else _(
        "Reports are written in the program's own template.")  # fmt: skip
    about = _("A template of your own gives all reports your logo, header, footer and styles, in"
              " Word and as PDF. It is checked before it is used.")  # fmt: skip
    ways = [
        kit.button(_("Choose a template …"), lambda: choose(desk, window), "file-text",
                   "primary"),
        kit.button(_("Try it …"), lambda: _try(desk, window, letterhead.template(desk.ws)), "eye"),
        kit.button(_("Save the program's own …"), lambda: _save_own(desk, window), "download"),
    ]  # fmt: skip
    if name:
        back = kit.button(
            _("Go back to the program's own"), lambda: _clear(desk, window), "rotate-ccw"
        )
        back.setEnabled(desk.is_administrator)
        ways.append(back)
    ways[0].setEnabled(desk.is_administrator)
    return kit.card(
        _("Template of your own"), "file-text", kit.label(said, bold=True, wrap=True),
        kit.label(about, "muted", wrap=True), kit.box(kit.flow(*ways)), gap=12,
    )  # fmt: skip


def _tags() -> kit.Item:
    from qualityvisit.reports.template import tag_words  # noqa: PLC0415 seldom shown

    about = _("In Word, open the Developer tab, insert a plain text content control and write the"
              " tag among its properties. Where the text goes, {mark} on a line of its own will do"
              " too.", mark="{{content}}")  # fmt: skip
    rows = [kit.row((kit.label(tag, bold=True, select=True), 2),
                    (kit.label(words, wrap=True), 3)) for tag, words in tag_words()]  # fmt: skip
    return kit.card(_("What the program fills in"), "list-checks",
                    kit.label(about, "muted", wrap=True), *rows, gap=8)  # fmt: skip


def choose(desk: Desk, window: Screen) -> None:
    """Ask for a template, and show what is found in it."""
    file, _kind = QFileDialog.getOpenFileName(
        window, _("Choose a template"), "", _("Word documents ({pattern})", pattern=PATTERN)
    )
    if file:
        take(desk, window, Path(file))


def take(desk: Desk, window: Screen, file: Path) -> None:
    """Show what is found in a template, before it is used."""
    read: list[bytes] = []
    if desk.attempt(lambda: read.append(outside.read_file(file)), again=False):
        TakeTemplate(desk, window, file.name, read[0]).open()


def _clear(desk: Desk, window: Screen) -> None:
    if desk.attempt(lambda: letterhead.clear_template(desk.ws), again=False):
        desk.notices.passing(_("Reports are written in the program's own template."))
        window.make_stale()


def _try(desk: Desk, window: QWidget, data: bytes) -> None:
    """Write a trial page in a template, to be looked at in Word."""
    committee = desk.ws.committee()
    proposed = str(Path.home() / f"{_('Trial page')}.docx")
    chosen, _kind = QFileDialog.getSaveFileName(
        window, _("Save"), proposed, _("Word documents ({pattern})", pattern="*.docx")
    )
    page = trial(committee.municipality, committee.name, desk.ws.now())
    if chosen and desk.attempt(
        lambda: outside.write_file(Path(chosen), letterhead.in_template(data, page, "docx")),
        again=False,
    ):
        url = QUrl.fromLocalFile(chosen)
        desk.notices.passing(
            _("Written: {file}", file=Path(chosen).name),
            (_("Open the file"), lambda: QDesktopServices.openUrl(url)),
        )


def _save_own(desk: Desk, window: QWidget) -> None:
    """Save the program's own template, to begin with."""
    proposed = str(Path.home() / f"{_('Report template')}.docx")
    chosen, _kind = QFileDialog.getSaveFileName(
        window, _("Save"), proposed, _("Word documents ({pattern})", pattern="*.docx")
    )
    own = RESOURCES / "templates" / "report.docx"
    if chosen and desk.attempt(
        lambda: outside.write_file(Path(chosen), own.read_bytes()), again=False
    ):
        desk.notices.passing(_("Written: {file}", file=Path(chosen).name))


class TakeTemplate(QDialog):
    """Shows what is missing or wrong in a template, and takes it when the user says so."""

    def __init__(self, desk: Desk, window: Screen, name: str, data: bytes) -> None:
        super().__init__(window.window())
        self._desk, self._window, self._name, self._data = desk, window, name, data
        self.setWindowTitle(_("Template of your own"))
        self.found = letterhead.check_template(data)
        self._yes = kit.button(_("Use the template"), self.take, kind="primary")
        self._yes.setEnabled(self.found.usable)
        tried = kit.button(_("Try it …"), lambda: _try(desk, self, data), "eye")
        tried.setEnabled(self.found.usable)
        rows = [_finding(f) for f in self.found.findings]
        shown = kit.scroll(kit.box(kit.col(*rows, None, gap=10, margins=(0, 0, 12, 0))),
                           _("What was found in the template"))  # fmt: skip
        self.setLayout(
            kit.col(
                kit.label(_("Template of your own"), factor=1.25, bold=True),
                kit.label(name, bold=True, wrap=True),
                kit.label(_said(self.found), "muted", wrap=True),
                (shown, 1),
                kit.row(tried, None, kit.button(_("Cancel"), self.reject), self._yes),
                gap=12,
                margins=24,
            )
        )
        room = window.window().size()
        self.resize(min(px(640), room.width() - px(24)), min(px(600), room.height() - px(24)))

    def take(self) -> None:
        """Let all reports be written in it."""
        if self._desk.attempt(
            lambda: letterhead.set_template(self._desk.ws, self._data, self._name), again=False
        ):
            self._desk.notices.passing(_("Reports are written in {name}.", name=self._name))
            self.accept()
            self._window.make_stale()


def _said(found: Findings) -> str:
    if not found.usable:
        return _("It cannot be used as it is. Nothing has been changed.")
    if any(f.weight == "warns" for f in found.findings):
        return _("It can be used, but something is missing.")
    return _("Nothing is missing.")


def _finding(found: Finding) -> QWidget:
    icon, ink = SIGNS[found.weight]
    parts: list[kit.Item] = [kit.label(found.what, wrap=True)]
    if found.advice:
        parts.append(kit.label(found.advice, "muted", 0.95, wrap=True))
    words = {"stops": _("Must be put right"), "warns": _("Is missing"), "tells": _("Worth knowing")}
    return kit.box(kit.row(kit.pic(icon, ink, said=words[found.weight]),
                           (kit.box(kit.col(*parts, gap=2)), 1), gap=10))  # fmt: skip
