"""Weeding a visit's notes: offered when the minutes are finished, asked twice, told for ever."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from qualityvisit.model import records
from qualityvisit.ui import kit, lamps
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.words import _, count, day

if TYPE_CHECKING:
    from qualityvisit.standing import Weeded
    from qualityvisit.ui.screen import Desk, Screen
    from qualityvisit.weeding import Carried


def weeding_card(desk: Desk, window: Screen, visit: records.Visit) -> list[kit.Item]:
    """Return the card that offers to weed or tells that it is done; nothing before that."""
    done = desk.ws.standing.weeded.get(f"notes/{visit.id}")
    if done is not None:
        said = weeded_words(done)
        button = kit.button(_("The protocol"), lambda: Protocol(desk, window, visit).open(),
                            "file-text")  # fmt: skip
    elif desk.ws.may_weed(visit.id):
        said = _("The minutes are finished. The raw notes can be weeded, here and on the others'"
                 " computers. It is never done by itself.")  # fmt: skip
        button = kit.button(_("Weed the notes …"), lambda: Weed(desk, window, visit).open(),
                            "trash-2")  # fmt: skip
    else:
        return []
    words = kit.label(said, "muted", wrap=True)
    return [kit.card(_("The raw notes"), "notebook-pen", words, kit.row(button, None), gap=10)]


def weeded_words(done: Weeded) -> str:
    """Return when the notes were weeded, and by whom."""
    return _("Weeded {day} by {name}.", day=day(done.at), name=done.by or "–")


class Weed(FormDialog):
    """Says what weeding means, and does it when it is asked for with care."""

    def __init__(self, desk: Desk, window: Screen, visit: records.Visit) -> None:
        self._desk, self._window, self._visit = desk, window, visit
        form = kit.Form()
        super().__init__(
            window, _("Weed the notes of {unit}?", unit=visit.title), form,
            _("Weed the notes"), self._weed, width=560,
        )  # fmt: skip
        for icon, words in self._points():
            form.put(_point(icon, words))
        self.sure = kit.Check(_("The notes are not needed any more."))
        asked = kit.Field(_("I have made sure"), self.sure)
        form.put(asked)
        form.check(asked, lambda: "" if self.sure.isChecked() else _("Tick the box first."))
        self.name = kit.line()
        asked_name = _("Write the unit's name: {unit}", unit=visit.title)
        form.add(asked_name, self.name, check=self._check)

    def _points(self) -> list[tuple[str, str]]:
        notes = self._desk.ws.count(records.Note, parent=self._visit.id)
        return [
            ("trash-2", count(
                "{n} note is erased for good: on this computer now, on the others' when they next"
                " share.",
                "{n} notes are erased for good: on this computer now, on the others' when they"
                " next share.", notes)),
            ("file-text", _("The minutes, findings and actions stand. The notes that they rest on"
                            " can never be read again, by nobody.")),
            ("database-backup", _("The program's own older backups are removed when a new one has"
                                  " been made. Backups that somebody has saved by hand are not"
                                  " covered: remove them yourself.")),
            ("list-checks", _("A protocol tells what was weeded, when and by whom.")),
        ]  # fmt: skip

    def _check(self) -> str:
        same = self.name.text().strip().casefold() == self._visit.title.strip().casefold()
        return "" if same else _("The name is not the same.")

    def _weed(self) -> None:
        desk = self._desk
        desk.ws.weed(self._visit.id)
        desk.attempt(desk.ws.back_up)  # so that the older ones go at once
        desk.notices.passing(_("The notes have been weeded."))
        desk.way.share_soon()
        self._window.make_stale()


def _point(icon: str, words: str) -> QWidget:
    return kit.box(kit.row(kit.col(kit.pic(icon), None), (kit.label(words, wrap=True), 1), gap=10))


class Protocol(FormDialog):
    """Shows what was weeded and where it is done, to be saved."""

    def __init__(self, desk: Desk, window: Screen, visit: records.Visit) -> None:
        self._desk, self._visit = desk, visit
        form = kit.Form()
        super().__init__(window, _("Protocol of weeding"), form, _("Save as PDF …"),
                         lambda: self.save("pdf"), width=560)  # fmt: skip
        found = desk.ws.sharing.weeding(f"notes/{visit.id}")
        if found is None:
            return
        notes = count("{n} note", "{n} notes", found.notes)
        said = weeded_words(desk.ws.standing.weeded[found.document])
        form.put(kit.label(f"{visit.title}. {notes}. {said}", wrap=True))
        form.put(kit.label(_("Computers"), bold=True))
        form.put(kit.box(kit.col(*[self._computer(c) for c in found.computers], gap=8)))
        form.put(kit.box(kit.row(
            kit.button(_("Save as CSV …"), lambda: self.save("csv"), "save"), None)))  # fmt: skip
        self.no.setText(_("Close"))
        self.no.setAccessibleName(_("Close"))

    def _computer(self, found: Carried) -> QWidget:
        name = found.computer or _("Computer without a name")
        if found.at:
            time = lamps.moment(found.at, self._desk.today(), named=True)
            icon, ink, said = "circle-check", "ok", _("done {time}", time=time)
        else:
            icon, ink, said = "clock", "warn", _("not known yet")
        words = kit.Elided(f"{found.owner}, {name}")
        return kit.box(kit.row(kit.pic(icon, ink), (words, 1), kit.label(said, "muted"), gap=10))

    def save(self, kind: str) -> None:
        """Save the protocol to a file."""
        from qualityvisit.outside import weeding_file, write_file  # noqa: PLC0415 seldom needed

        name = f"{_('weeding')}-{self._visit.title}.{kind}".replace("/", "-")
        kinds = f"{_('PDF files')} (*.pdf)" if kind == "pdf" else f"{_('Tables')} (*.csv)"
        found, _kind = QFileDialog.getSaveFileName(
            self, _("Save the protocol"), str(Path.home() / name), kinds
        )
        if found and self._desk.attempt(
            lambda: write_file(Path(found), weeding_file(self._desk.ws, self._visit.id, kind))
        ):
            self._desk.notices.passing(_("The protocol is saved."))
