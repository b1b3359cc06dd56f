"""Attaching: files are made ready on a thread of their own, and kept in the order given."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from qualityvisit.errors import KnownError
from qualityvisit.ui.pictures import Prepared, drawn, prepared
from qualityvisit.ui.tasks import Tasks
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.ui.note_sheet import Place
    from qualityvisit.ui.screen import Desk

Source = Path | QImage
PATIENCE = 3000  # milliseconds that leaving waits for what is being made ready


def sources(data: QMimeData) -> list[Source]:
    """Return the files, or the picture, that are pasted or dropped; text is neither."""
    files: list[Source] = [Path(u.toLocalFile()) for u in data.urls() if u.isLocalFile()]
    if files or not data.hasImage() or data.hasText():
        return files
    image = data.imageData()
    return [image] if isinstance(image, QImage) and not image.isNull() else []


class Attaching(QObject):
    """Attaches files to a visit's notes."""

    attached = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = Tasks(self)
        self._ready: deque[tuple[Place, Prepared | KnownError]] = deque()
        self._waiting = 0

    def attach(self, found: list[Source], place: Place) -> None:
        """Attach files where a note would be written."""
        self._waiting += len(found)
        for source in found:
            self._tasks.run(self._work(source, place), lambda _none: self._keep(), self._did_fail)
        if found:
            self._desk.notices.passing(
                count("Attaching {n} file …", "Attaching {n} files …", self._waiting), kind="info"
            )

    def finish(self) -> bool:
        """Wait a little until everything has been attached, and tell whether it has.

        What has not would be lost with the screen.
        """
        done = self._tasks.wait(PATIENCE)
        self._keep()
        if not done:
            self._desk.notices.passing(
                count("{n} file is still being attached. Wait a little before you leave.",
                      "{n} files are still being attached. Wait a little before you leave.",
                      self._waiting), kind="warn",
            )  # fmt: skip
        return done

    def _work(self, source: Source, place: Place) -> Callable[[], None]:
        """Return what makes a file ready, and lays it where this thread finds it."""

        def work() -> None:
            try:
                made: Prepared | KnownError = (
                    drawn(source, _("Pasted picture.jpg"))
                    if isinstance(source, QImage)
                    else prepared(source)
                )
            except KnownError as problem:
                made = problem
            self._ready.append((place, made))

        return work

    def _did_fail(self, problem: Exception) -> None:
        self._waiting -= 1
        raise problem

    def _keep(self) -> None:
        """Keep what is ready."""
        kept, ws = 0, self._desk.ws
        while self._ready:
            place, made = self._ready.popleft()
            self._waiting -= 1
            if isinstance(made, KnownError):
                self._desk.notices.known(made)
                continue
            about = {"session": place.session, "question": place.question, "theme": place.theme}
            name, kind, content = made.name, made.type, made.content
            kept += self._desk.attempt(
                lambda: ws.add_file(place.visit, name, kind, content, **about)  # noqa: B023 done at once
            )
        if kept and not self._waiting:
            self._desk.notices.passing(_("Attached and saved on this computer."))
        if kept:
            self.attached.emit()
