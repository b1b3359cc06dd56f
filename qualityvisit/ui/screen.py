"""What every screen has at hand, and what every screen can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from qualityvisit.errors import KnownError
from qualityvisit.ui.kit import Header, col
from qualityvisit.ui.presence import Presence
from qualityvisit.ui.theme import look
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from qualityvisit.folding import Change
    from qualityvisit.settings import Settings
    from qualityvisit.ui.notices import Notices
    from qualityvisit.ui.pulse import Far
    from qualityvisit.ui.tasks import Tasks
    from qualityvisit.workspace import Workspace


LOW = 400  # a screen lower than this, at normal text size, has a lower header


class Way(Protocol):
    """The way between screens; the main window is it."""

    def go(self, name: str, **arguments: str) -> None:
        """Show a screen of the rail, or one in the focus frame, by its name."""

    def back(self) -> None:
        """Leave a screen in the focus frame for the one before it."""

    def lamps(self) -> QWidget:
        """Return the lamps shortened, for a header in the focus frame."""

    def share_now(self) -> None:
        """Start a round of sharing, unless one is under way."""

    def share_soon(self) -> None:
        """Start a round of which nothing is said, unless one is under way."""

    def far(self) -> Far | None:
        """Return how far a slow round of sharing has come, or None."""

    def stop_sharing(self) -> None:
        """Stop the round under way; what is done stays done."""

    def rebuild(self) -> None:
        """Build every screen anew: the looks or the language have changed."""


class Desk:
    """What every screen has at hand: workspace, settings, one voice, one worker, the way."""

    def __init__(
        self,
        ws: Workspace,
        profile: Path,
        settings: Settings,
        notices: Notices,
        tasks: Tasks,
        way: Way,
        today: Callable[[], str] | None = None,
    ) -> None:
        self.ws, self.profile, self.settings = ws, profile, settings
        self.notices, self.tasks, self.way = notices, tasks, way
        self.presence = Presence(ws)
        self.today = today or ws.today  # this day as an ISO date; tests and pictures choose it

    def attempt(self, act: Callable[[], object], *, again: bool = True) -> bool:
        """Do what the user asked; a known error becomes a notice. Return whether it was done.

        ``again`` offers to try once more where the error says that this may help.
        """
        try:
            act()
        except KnownError as error:
            self.notices.known(error, (lambda: self.attempt(act)) if again else None)
            return False
        return True

    def keep_settings(self) -> None:
        """Write this computer's settings; tell where the folder refuses."""
        try:
            self.settings.save(self.profile)
        except OSError:
            self.notices.stay(
                _("The settings could not be kept."),
                _("They hold until the program is closed. The folder {folder} refuses.",
                  folder=self.profile), kind="warn",
            )  # fmt: skip

    @property
    def is_administrator(self) -> bool:
        """Whether this person may change the register."""
        return self.ws.role == "administrator"


class Screen(QWidget):
    """A screen: reads records, calls one verb, waits for the Change.

    A visible screen reads again when something of its ``kinds`` has changed; a hidden one does
    so when it is next shown. Reading again keeps the focus where it was, by accessible name.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()  # the kinds of records it shows; none: all
    focus_frame: ClassVar[bool] = False  # without the rail, with a way back

    def __init__(self, desk: Desk, header: Header, body: QWidget) -> None:
        super().__init__()
        self.desk, self.ws, self.header = desk, desk.ws, header
        self._column = col(header, (body, 1), gap=0)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(self._column)
        self._stale = True
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.read_again)

    def open(self, **arguments: str) -> None:
        """Take what `Way.go` was called with, before the screen is shown."""

    def refresh(self) -> None:
        """Read records and show them."""
        raise NotImplementedError

    def title(self) -> str:
        """Return the words for the window's title."""
        return self.header.title()

    def visit(self) -> str:
        """Return the id of the visit that is shown, or ""."""
        return ""

    def whereabouts(self) -> dict[str, str]:
        """Return what ``open`` is to be called with to show the same again, beside what it was."""
        return {}

    def first(self) -> QWidget | None:
        """Return what gets the focus when the screen is opened, or None: what comes first."""
        return None

    def adapt(self, width: float, height: float) -> None:
        """Fit into a room, measured in pixels at normal text size."""

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the screen's own keys and what they do, for the list that F1 shows."""
        return []

    def escape(self) -> bool:
        """Answer Esc; return False to let it lead back."""
        return False

    def may_leave(self) -> bool:
        """Return whether the screen may be left now; ask the user where it must."""
        return True

    def hold_notices(self, place: QWidget) -> None:
        """Let banners stand between the header and what the screen shows."""
        self._column.insertWidget(1, place)

    def did_change(self, change: Change) -> None:
        """Hear that records have changed."""
        if self.kinds and not self.kinds & change.kinds:
            return
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def read_again(self) -> None:
        """Read again now, with the focus left where it was."""
        self._soon.stop()
        if not self._stale:
            return
        self._stale = False
        place = self._focus_place()
        self.refresh()
        self._give_focus(place)

    def make_stale(self) -> None:
        """Read again at once where visible, else when next shown."""
        self._stale = True
        if self.isVisible():
            self.read_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell how much room there is."""
        super().resizeEvent(event)
        scale = look().scale
        self.header.flatten(event.size().height() / scale < LOW)
        self.adapt(event.size().width() / scale, event.size().height() / scale)

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what changed while the screen was hidden."""
        self.read_again()
        super().showEvent(event)

    def _focus_place(self) -> tuple[type[QWidget], str] | None:
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return None
        return type(focused), focused.accessibleName()

    def _give_focus(self, place: tuple[type[QWidget], str] | None) -> None:
        if place is None or self._focus_place() == place:
            return
        kind, name = place
        for widget in self.findChildren(kind):
            if widget.accessibleName() == name and widget.isVisibleTo(self):
                widget.setFocus()
                return
