"""What the lamp Shared stands for: how sharing goes, what was refused, and who shared what."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QWidget

from qualityvisit.ui import kit, lamps
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.theme import px
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent

    from qualityvisit.sharelog import Refusal, Shared
    from qualityvisit.ui.screen import Desk

LOOK = 250  # milliseconds between looks
MOST = 500  # lines of the log in the window; the file has them all
ICONS = {
    lamps.OK: ("circle-check", "ok"), lamps.WAIT: ("clock", "warn"),
    lamps.OFF: ("cloud-off", "muted"), lamps.BAD: ("octagon-alert", "deficiency"),
    lamps.BUSY: ("refresh-cw", "accent"),
}  # fmt: skip


class SharingState(QWidget):
    """How sharing goes, kept up to date while it is seen; ``leave`` is called on the way out."""

    def __init__(self, desk: Desk, leave: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self._desk, self._leave = desk, leave
        self._shown: object = None
        self._said = kit.col(gap=4)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How far the sharing has come"))
        self._stop = kit.button(_("Cancel"), desk.way.stop_sharing, "x",
                                name=_("Cancel the sharing"))  # fmt: skip
        self._going = kit.box(kit.row((self._bar, 1), self._stop, gap=12))
        self._refused = kit.col(gap=10)
        share = kit.button(_("Share now"), desk.way.share_now, "share-2")
        log = kit.button(_("Sharing log …"), self.show_log, "history")
        self.setLayout(kit.col(kit.box(self._said), self._going, kit.box(self._refused),
                               kit.box(kit.flow(share, log)), gap=12))  # fmt: skip
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self.look)
        self.look()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again, and from now on."""
        super().showEvent(event)
        self.look()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more: the workspace may be closed."""
        super().hideEvent(event)
        self._timer.stop()

    def look(self) -> None:
        """Show how it goes now, if that is something else than before."""
        status, far = self._desk.ws.status(), self._desk.way.far()
        self._going.setVisible(far is not None)
        if far is not None:
            self._bar.setMaximum(far.total)
            self._bar.setValue(far.done)
        fact = lamps.shared(status, self._desk.today(), far=far)
        if (fact, status.refused) != self._shown:
            self._shown = fact, status.refused
            kit.refill(self._said, self._words(fact))
            kit.refill(self._refused, self._refusals() if status.refused else [])

    def _words(self, fact: lamps.Fact) -> list[kit.Item]:
        icon, ink = ICONS[fact.state]
        said = kit.label(lamps.sentence(fact.fact), bold=True, wrap=True)
        head = kit.row(kit.pic(icon, ink, 20), (said, 1), gap=10)
        if fact.state == lamps.OK:
            fact_about = _("What you have written has been read back from the shared place.")
            return [head, kit.label(fact_about, "muted", wrap=True)]
        return [head, *([kit.label(fact.advice, "muted", wrap=True)] if fact.advice else [])]

    def _refusals(self) -> list[kit.Item]:
        items: list[kit.Item] = [kit.label(_("Not taken in"), bold=True)]
        return items + [self._refusal(r) for r in self._desk.ws.sharing.refusals()]

    def _refusal(self, found: Refusal) -> QWidget:
        what = self._desk.ws.title_of(found.document) if found.document else _("A whole package")
        who = found.who or _("Somebody unknown")
        why, advice = refusal_words(found.why)
        at = lamps.moment(found.at, self._desk.today()) if found.at else ""
        head = "  ·  ".join(filter(None, (who, what, at)))
        words: list[kit.Item] = [kit.Elided(head, bold=True), kit.label(why, wrap=True),
                                 kit.label(advice, "muted", wrap=True)]  # fmt: skip
        kind, _slash, visit = found.document.partition("/")
        if kind in ("visit", "notes"):
            show = kit.link(_("Show the visit"), partial(self._go, visit),
                            name=_("Show the visit {name}", name=what))  # fmt: skip
            words.append(kit.row(show, None))
        return kit.inset(kit.col(*words, gap=3, margins=(14, 10)))

    def _go(self, visit: str) -> None:
        self._leave()
        self._desk.way.go("visit", id=visit)

    def show_log(self) -> None:
        """Show who shared what and when."""
        LogDialog(self._desk, self).open()


def refusal_words(why: str) -> tuple[str, str]:
    """Return why something was not taken in, and what to do."""
    return {
        "not allowed": (
            _("The person may not write this."),
            _("If it should be taken in, add the person to the visit's team or give another role."
              " It is kept, and comes in by itself then."),
        ),
        "removed member": (
            _("It was written by somebody who no longer takes part, or on a computer that is"
              " gone."),
            _("It is kept aside. If it is needed, ask the person for it."),
        ),
        "erased": (
            _("It belongs to notes that have been weeded."),
            _("Nothing needs to be done."),
        ),
        "damaged": (
            _("It cannot be read: the program that wrote it was at fault, or its disk."),
            _("Ask the person to write it anew. Everything else has been taken in."),
        ),
        "another workspace": (
            _("It belongs to another workspace."),
            _("Two workspaces seem to share one place. Give each a place of its own."),
        ),
    }.get(why) or (
        _("It is not what it says that it is: damaged on the way, or forged."),
        _("Nothing of it was taken in. Find out who can write in the shared place. The person can"
          " share again from the computer where it was written."),
    )  # fmt: skip


class SharingDialog(QDialog):
    """The state of sharing in a window of its own, from wherever the lamp is pressed."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(_("Shared"))
        state = SharingState(desk, self.accept)
        close = kit.button(_("Close"), self.accept)
        area = kit.scroll(kit.box(kit.col(state, None, margins=(0, 0, 12, 0))), _("Shared"))
        title = kit.label(_("Shared"), factor=1.25, bold=True)
        self.setLayout(kit.col(title, (area, 1), kit.row(None, close), gap=10, margins=24))
        refused = bool(desk.ws.status().refused)
        self.resize(min(px(560), window.width() - px(24)),
                    min(px(560 if refused else 270), window.height() - px(24)))  # fmt: skip


class LogDialog(QDialog):
    """Who shared what and when, the newest first."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window.window())
        self._desk = desk
        self.setWindowTitle(_("Sharing log"))
        self.list = RowView(_("Sharing log"))
        found = desk.ws.sharing.log(MOST)[:MOST]
        self.list.show_rows([self._row(n, s) for n, s in enumerate(found)])
        title = kit.label(_("Sharing log"), factor=1.25, bold=True)
        about = kit.label(_("Each line is what one computer shared at one time."), "muted",
                          wrap=True)  # fmt: skip
        empty = kit.label("" if found else _("Nothing has been shared yet."), "muted")
        save = kit.button(_("Save as CSV …"), self.save, "save")
        close = kit.button(_("Close"), self.accept, kind="primary")
        frame = kit.Surface(kit.col(self.list, margins=(1, 6, 1, 6)))
        self.setLayout(kit.col(title, about, empty, (frame, 1), kit.row(save, None, close), gap=8,
                               margins=24))  # fmt: skip
        empty.setVisible(not found)
        frame.setVisible(bool(found))
        room = window.window().size()
        self.resize(min(px(640), room.width() - px(24)), min(px(620), room.height() - px(24)))

    def _row(self, number: int, found: Shared) -> Row:
        titles = list(map(self._desk.ws.title_of, found.documents))
        what = ", ".join(titles[:3]) or _("Members and keys")
        if len(titles) > 3:
            what = count("{what} and {n} more", "{what} and {n} more", len(titles) - 3, what=what)
        who = found.who or _("Somebody unknown")
        named = f"{who}, {found.computer}" if found.computer else who
        when = _moment(found.at) or _("waits")
        icon = "upload" if found.mine else "download"
        return Row(str(number), what, named, icon=icon, right=when)

    def save(self) -> None:
        """Save the whole log as a table."""
        from qualityvisit.outside import sharing_log_file, write_file  # noqa: PLC0415 seldom

        file = str(Path.home() / f"{_('sharing-log')}-{self._desk.today()}.csv")
        found, _kind = QFileDialog.getSaveFileName(
            self, _("Save the sharing log"), file, f"{_('Tables')} (*.csv)"
        )
        if found and self._desk.attempt(
            lambda: write_file(Path(found), sharing_log_file(self._desk.ws))
        ):
            self._desk.notices.passing(_("The log is saved."))


def _moment(at: str) -> str:
    return f"{day(at)} {clock(at)}" if "T" in at else day(at)
