"""Who is on the same visit just now, and where they write; nothing where the store cannot tell."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from qualityvisit.errors import KnownError
from qualityvisit.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from qualityvisit.workspace import Workspace

APART = 300  # milliseconds between two signs at least
BEAT = 10_000  # milliseconds after which one is sent although nothing has changed
FADES = 30.0  # seconds after which somebody who gives no sign is no longer shown
LOOK = 2_000  # milliseconds between looks at who has faded
WAIT = 500  # milliseconds that a window which closes waits for a sign on its way


class Said(Protocol):
    """What a colleague's sign says."""

    @property
    def device(self) -> str:
        """The computer."""

    @property
    def note(self) -> str:
        """The note with the caret, or ""."""

    @property
    def caret(self) -> int:
        """Where in it, in code points."""

    @property
    def gone(self) -> bool:
        """Whether the visit has been left."""


class Company(Protocol):
    """Those who may be on a visit: to hear and to tell."""

    @property
    def devices(self) -> Container[str]:
        """The computers of those who may be here."""

    def sign(self, note: str = "", caret: int = 0, *, gone: bool = False) -> str:
        """Return a sign to send, "" where none can be sent."""

    def say(self, sign: str) -> None:
        """Send a sign. Raise StoreTrouble. On any thread."""

    def hear(self) -> Sequence[tuple[str, Said]]:
        """Return the signs that have come, each with its member."""


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague at one computer: where the caret is, and when that was last heard."""

    device: str
    member: str
    note: str
    caret: int
    heard: float


class Presence(QObject):
    """Tells colleagues where this person is, and knows where they are, on one visit at a time."""

    changed = Signal()  # somebody came, went or has the caret elsewhere
    people_changed = Signal()  # somebody came or went

    def __init__(
        self, ws: Workspace, parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._ws, self._clock = ws, clock
        self._tasks = Tasks(self)
        self._visit = self._note = ""
        self._caret = 0
        self._here: dict[str, Present] = {}  # by device
        self._company: Company | None = None  # as it was when it was last asked for
        self._live = self._sending = self._again = False
        self._soon = QTimer(self, singleShot=True, interval=APART)
        self._soon.timeout.connect(self._send)
        self._beat = QTimer(self, interval=BEAT)
        self._beat.timeout.connect(self._send)
        self._look = QTimer(self, interval=LOOK)
        self._look.timeout.connect(self.fade)

    # --- this person

    def listen(self, live: bool) -> None:
        """Begin where the store carries signs, or end where it does not; know who may come."""
        if not live:
            self.stop()
            return
        self._renew()
        if not self._live:
            self._live = True
            self._beat.start()
            self._tell_soon()

    def be(self, visit: str) -> None:
        """Be on a visit, or on none."""
        if visit == self._visit:
            return
        self._send(gone=True)
        self._visit, self._note, self._caret = visit, "", 0
        self._forget()
        if self._live:
            self._renew()
            if self._company is not None:
                self._company.hear()  # what was said before may be long ago: they say it again
            self._tell_soon()

    def write(self, note: str, caret: int = 0) -> None:
        """Have the caret in a note, or in none."""
        if (note, caret) != (self._note, self._caret):
            self._note, self._caret = note, caret
            self._tell_soon()

    def stop(self) -> None:
        """Say and hear no more."""
        for timer in (self._soon, self._beat, self._look):
            timer.stop()
        self._live, self._company = False, None
        self._forget()
        self._tasks.wait(WAIT)

    def _renew(self) -> None:
        self._company = self._ws.sharing.company(self._visit) if self._visit else None

    def _tell_soon(self) -> None:
        if self._company is not None and not self._soon.isActive():
            self._soon.start()

    def _send(self, *, gone: bool = False) -> None:
        """Send where we are; while one is on its way the next one waits."""
        company = self._company
        if company is None:
            return
        if self._sending and not gone:
            self._again = True
            return
        sign = company.sign(self._note, self._caret, gone=gone)
        if sign:
            self._sending = True
            self._tasks.run(lambda: company.say(sign), self._did_send, self._did_fail)

    def _did_send(self, _none: object) -> None:
        self._sending, again, self._again = False, self._again, False
        if again:
            self._tell_soon()

    def _did_fail(self, error: Exception) -> None:
        """Say it again with the next beat: rounds tell what is wrong with the store."""
        self._sending = self._again = False
        if not isinstance(error, KnownError):
            raise error

    # --- the others

    def people(self) -> list[str]:
        """Return the members who are here, in the order in which they came."""
        return list(dict.fromkeys(p.member for p in self._here.values()))

    def writers(self, note: str) -> list[Present]:
        """Return those who have their caret in a note."""
        return [p for p in self._here.values() if note and p.note == note]

    def hear(self) -> None:
        """Take in the signs that have come."""
        company = self._company
        if company is None:
            return
        before, me = dict(self._here), self._ws.standing.me.member
        newcomer = False
        for member, sign in company.hear():
            if sign.gone:
                self._here.pop(sign.device, None)
            elif member != me:
                newcomer = newcomer or sign.device not in self._here
                self._here[sign.device] = Present(
                    sign.device, member, sign.note, sign.caret, self._clock()
                )
        if newcomer:
            self._tell_soon()  # they have not heard of us yet
        if self._here and not self._look.isActive():
            self._look.start()
        self._tell(before)

    def fade(self) -> None:
        """Forget those who have given no sign for long, or may no longer be here."""
        devices = self._company.devices if self._company is not None else {}
        now, before = self._clock(), self._here
        self._here = {
            device: p for device, p in self._here.items()
            if now - p.heard < FADES and device in devices
        }  # fmt: skip
        if not self._here:
            self._look.stop()
        self._tell(before)

    def _forget(self) -> None:
        before, self._here = self._here, {}
        self._tell(before)

    def _tell(self, before: dict[str, Present]) -> None:
        """Tell what is another than it was."""
        if before.keys() != self._here.keys():
            self.people_changed.emit()
        if before != self._here:
            self.changed.emit()
