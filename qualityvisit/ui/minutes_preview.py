"""The minutes as they will be printed, beside the text: new soon after each pause in writing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from qualityvisit import letterhead, visit_record
from qualityvisit.errors import KnownError
from qualityvisit.ui import kit
from qualityvisit.ui.preview import PagesView
from qualityvisit.ui.tasks import Tasks
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.workspace import Workspace

PAUSE = 60  # milliseconds after the last change was heard of
NEAR = 24  # letters before the caret by which its page is found


class MinutesPreview(kit.Band):
    """The pages of a visit's minutes. What they say is read here, the file made on a worker."""

    closed = Signal()

    def __init__(self, ws: Workspace, printing: Callable[[], object]) -> None:
        self._ws, self._visit = ws, ""
        self._busy = self._again = False
        self._near = ""
        self.pages = PagesView(_("The minutes as they will be printed"))
        self._where = kit.label("", "muted", 0.95)
        close = kit.button("", self._close, "x", "icon", name=_("Close the pages"))
        close.setToolTip("F7")
        paper = kit.button(_("Print …"), printing, "file-text", "small")
        head = kit.row(kit.label(_("Pages"), bold=True), self._where, None, paper, close, gap=10,
                       margins=(16, 8, 8, 8))  # fmt: skip
        super().__init__(kit.col(head, (self.pages, 1), gap=0, margins=(1, 0, 0, 0)), side="left",
                         fill="window")  # fmt: skip
        self._tasks = Tasks(self)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self.draw)
        self.pages.turned.connect(self._tell_page)
        self.pages.shown.connect(self._follow)

    def show_minutes(self, visit: str) -> None:
        """Show a visit's minutes."""
        self._visit, self._near = visit, ""
        self.draw()

    def touch(self, near: str = "") -> None:
        """Hear that something has changed; ``near`` is what is written just before the caret."""
        self._near = near
        if self._visit and not self.isHidden():
            self._soon.start()

    def draw(self) -> None:
        """Read the minutes, and have their pages made; what is shown stays until they are there."""
        if self._busy:
            self._again = True
            return
        visit = self._visit
        try:
            report = visit_record.minutes_outline(self._ws, visit)
            template = letterhead.template(self._ws)
        except KnownError as error:
            self._fail(error)
            return
        self._busy = True
        self._tasks.run(
            partial(letterhead.in_template, template, report, "pdf"),
            partial(self._made, visit), self._fail,
        )  # fmt: skip

    def _made(self, visit: str, data: bytes) -> None:
        self._busy = False
        if visit == self._visit:
            self.pages.show_pdf(data)
        self._go_on()

    def _fail(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, KnownError):
            raise error
        self.pages.say(f"{error.title}\n{error.advice}".strip())
        self._go_on()

    def _go_on(self) -> None:
        if self._again:
            self._again = False
            self.draw()

    def _follow(self) -> None:
        """Turn to the page on which is written, unless it is in sight."""
        if self._near:
            self.pages.follow(self._near[-NEAR:])
            self._near = ""

    def _close(self) -> None:
        self.closed.emit()

    def _tell_page(self, page: int) -> None:
        known = self.pages.pages
        self._where.setText(_("Page {n} of {all}", n=page, all=known) if page else "")
