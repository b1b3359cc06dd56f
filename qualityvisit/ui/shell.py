"""The main window: rail, screens, the status strip with its three lamps, and the way between."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QLayout,
    QMainWindow,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from qualityvisit import words
from qualityvisit.errors import KnownError
from qualityvisit.model import records
from qualityvisit.ui import lamps, places, spelling, theme
from qualityvisit.ui.drops import Drops
from qualityvisit.ui.kit import Band, Elided, box, button, col, label, pic, row
from qualityvisit.ui.notices import Banner, Notices
from qualityvisit.ui.pulse import Pulse
from qualityvisit.ui.rail import Rail
from qualityvisit.ui.rail import places as rail_places
from qualityvisit.ui.screen import Desk, Screen
from qualityvisit.ui.tasks import Tasks
from qualityvisit.ui.theme import look, px
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from qualityvisit.folding import Change
    from qualityvisit.settings import Settings
    from qualityvisit.sharing import RoundResult
    from qualityvisit.ui.pulse import Far
    from qualityvisit.workspace import Workspace

OPEN_ACTIONS = tuple(s for s in records.ACTION_STATES if s not in records.ACTION_ENDED)
COMPACT_RAIL = 980  # a window narrower than this, at normal text size, shows icons alone
LOW = 480  # and one lower than this leaves out what only adorns


class MainWindow(QMainWindow):
    """One workspace's window. ``begin_own`` is sent when the user leaves the example.

    It stands before there is a workspace: a keyring may take its time. ``painted`` is sent once.
    """

    begin_own = Signal()
    closed = Signal()
    painted = Signal()

    ws: Workspace
    pulse: Pulse
    desk: Desk

    def __init__(self, profile: Path, settings: Settings) -> None:
        super().__init__()
        self._profile, self._settings = profile, settings
        self._tasks = Tasks(self)
        self.notices = Notices(self)
        self._held = self._was_painted = False
        waiting = label(_("Opening the workspace …"), "muted")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(waiting)
        self.setWindowTitle(_("Quality Visit"))
        self._place_window()

    def hold(self, ws: Workspace) -> None:
        """Show a workspace, once."""
        self.ws, self._held = ws, True
        self.pulse = Pulse(ws, self._tasks, self)
        self.desk = Desk(ws, self._profile, self._settings, self.notices, self._tasks, self)
        self.desk.presence.setParent(self)
        Drops(self, self.desk)
        self._day = ws.today()
        self._waiting = -1  # changes that wait to be shared; not told yet
        self._done = False  # closed, with everything in order
        self._trouble: Banner | None = None  # what says that words are not saved
        self._remarked: set[str] = set()  # what rounds have noticed
        self._remark: Banner | None = None  # the latest of it
        self._screens: dict[str, Screen] = {}
        spelling.use(self._settings.spelling)
        self._trail: list[tuple[str, dict[str, str]]] = []
        self._lamps = lamps.Lamps(
            {"computer": self._did_press_computer, "backup": self._did_press_backup,
             "shared": self._did_press_shared}
        )  # fmt: skip
        self._unsubscribe = ws.subscribe(self._did_change)
        self._tell_soon = QTimer(self, singleShot=True, interval=0)
        self._tell_soon.timeout.connect(self._tell)
        self.pulse.beat.connect(self._tell_soon.start)
        self.pulse.shared.connect(self._did_share)
        self.pulse.failed.connect(self._did_fail_to_share)
        self.pulse.remarked.connect(self._did_remark)
        self.pulse.cancelled.connect(self._did_cancel)
        self.pulse.listening.connect(self.desk.presence.listen)
        self.pulse.turned.connect(self.desk.presence.hear)
        self._build()
        self._keys()
        self._tell()
        self.go("overview")
        self.pulse.start()

    # --- the way

    def go(self, name: str, **arguments: str) -> None:
        """Show a screen by its name, with what it is to show."""
        current = self.current()
        if current is not None and not current.may_leave():
            return
        screen = self._screen(name)
        screen.open(**arguments)
        if not screen.focus_frame:
            self._trail = [step for step in self._trail if not self._is_focus(step[0])]
        self._trail = [*self._trail, (name, arguments)][-20:]
        self._show(name, screen)

    def back(self) -> None:
        """Leave the screen for the one before it."""
        current = self.current()
        if len(self._trail) < 2 or (current is not None and not current.may_leave()):
            return
        self._trail.pop()
        name, arguments = self._trail[-1]
        screen = self._screen(name)
        screen.open(**arguments)
        self._show(name, screen)

    def lamps(self) -> QWidget:
        """Return the lamps shortened, for a header in the focus frame."""
        return self._lamps.short()

    def share_now(self) -> None:
        """Share because the user asked."""
        self.pulse.share_now()

    def share_soon(self) -> None:
        """Share without a word."""
        self.pulse.share_soon()

    def far(self) -> Far | None:
        """Return how far a slow round has come."""
        return self.pulse.far()

    def stop_sharing(self) -> None:
        """Stop the round under way; what is done stays done."""
        self.pulse.cancel()

    def current(self) -> Screen | None:
        """Return the screen that is shown."""
        current = self._stack.currentWidget()
        return current if isinstance(current, Screen) else None

    def place(self) -> str:
        """Return the name of the screen that is shown."""
        return self._trail[-1][0] if self._trail else ""

    def rebuild(self) -> None:
        """Build everything anew in the looks and the language that the settings say."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.use(app, self._settings.theme, self._settings.text_size)
        words.use(self._settings.language)
        spelling.use(self._settings.spelling)
        trail, self._trail = self._trail, []
        current = self.current()
        here = current.whereabouts() if current is not None else {}
        self.notices.forget()
        self._trouble = self._remark = None
        self.notices.place.setParent(self)
        self._screens.clear()
        self._build()
        self._tell()
        self._trail = trail[:-1]
        name, arguments = trail[-1]
        self.go(name, **(arguments | here))

    def open_search(self) -> None:
        """Open search."""
        from qualityvisit.ui.search import Palette  # noqa: PLC0415 made when first needed

        Palette(self.desk, self).open()

    def help(self) -> None:
        """Show the keys."""
        from qualityvisit.ui.help import show_keys  # noqa: PLC0415 made when first needed

        current = self.current()
        show_keys(self, current.shortcuts() if current else [])

    # --- parts

    def _build(self) -> None:
        self._rail = Rail(self.ws.committee().name, self.go, self.open_search)
        self._stack = QStackedWidget()
        self._strip = self._make_strip()
        self._example = self._make_example()
        right = box(col(self._example, (self._stack, 1), self._strip, gap=0))
        root = row(self._rail, (right, 1), gap=0)
        root.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole = box(root)
        self.setCentralWidget(whole)
        if self.isVisible():
            whole.show()  # at once, so that the screen reads and can have the focus
        frame = self.layout()
        if frame is not None:
            frame.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._adapt()

    def _make_strip(self) -> Band:
        me = self.ws.me
        words = f"{me.name}, {me.title}" if me.title else me.name
        self._me = Elided(words, "muted", 0.95)
        self._lit = self._lamps.strip()
        self._stop = button(_("Cancel"), self.pulse.cancel, kind="link",
                            name=_("Cancel the sharing"))  # fmt: skip
        self._stop.hide()
        line = row(*self._lit, self._stop, None, self._me, gap=12, margins=(16, 0, 28, 0))
        strip = Band(line, side="top")
        strip.setFixedHeight(px(38))
        strip.setAccessibleName(_("State"))
        return strip

    def _make_example(self) -> Band:
        said = Elided(
            _("This is an example: visits, notes and people are made up."), "accent", bold=True
        )
        own = button(_("Begin your own"), self.begin_own.emit, "arrow-right", "small")
        band = Band(
            row(pic("info", "accent"), (said, 1), own, gap=10, margins=(28, 5, 28, 6)),
            side="bottom", fill="soft",
        )  # fmt: skip
        band.setVisible(self.ws.committee().example)
        return band

    def _keys(self) -> None:
        for number, (name, _icon, _words) in enumerate(rail_places(), 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda name=name: self.go(name))
        ways: dict[str, Callable[[], object]] = {
            "Ctrl+K": self.open_search, "F1": self.help,
            "Ctrl++": lambda: self._resize_text(1), "Ctrl+=": lambda: self._resize_text(1),
            "Ctrl+-": lambda: self._resize_text(-1),
        }  # fmt: skip
        for keys, act in ways.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _resize_text(self, step: int) -> None:
        """Make all text larger or smaller; what is shown stays."""
        from qualityvisit.ui.settings_looks import stepped  # noqa: PLC0415 when first needed

        size, current = stepped(self._settings.text_size, step), self.current()
        if size == self._settings.text_size or current is None or not current.may_leave():
            return
        self._settings.text_size = size
        self.desk.keep_settings()
        QTimer.singleShot(0, self, self.rebuild)

    def _screen(self, name: str) -> Screen:
        if name not in self._screens:
            made = places.make(name, self.desk)
            self._screens[name] = made
            self._stack.addWidget(made)
        return self._screens[name]

    def _show(self, name: str, screen: Screen) -> None:
        screen.hold_notices(self.notices.place)
        self.notices.foot = 84 if screen.focus_frame else 56  # above its buttons, or the strip
        focused = self._rail.hasFocus() or self._rail.isAncestorOf(
            QApplication.focusWidget() or self
        )
        self._stack.setCurrentWidget(screen)
        self.desk.presence.be(screen.visit())
        self._rail.choose(places.place_of(name))
        self._adapt()
        self.setWindowTitle(f"{screen.title()} – {_('Quality Visit')}")
        if screen.focus_frame or not focused:
            (screen.first() or screen).setFocus()

    def _is_focus(self, name: str) -> bool:
        return name in self._screens and self._screens[name].focus_frame

    # --- what happens

    def _did_change(self, change: Change) -> None:
        for screen in list(self._screens.values()):
            screen.did_change(change)
        self._tell_soon.start()

    def _tell(self) -> None:
        """Let the lamps and the rail tell how things are."""
        status, today, far = self.ws.status(), self.ws.today(), self.pulse.far()
        self._lamps.tell(
            lamps.on_computer(status, today),
            lamps.in_backup(status, today, self.ws.backup_trouble),
            lamps.shared(status, today, busy=self.pulse.busy, far=far),
        )
        self._stop.setVisible(far is not None)
        self._tell_trouble(status.trouble)
        before, self._waiting = self._waiting, status.waiting
        if before not in (-1, status.waiting) and "overview" in self._screens:
            self._screens["overview"].make_stale()  # it counts what waits, as the lamp does
        self._rail.tell("follow-up", *self._open_actions())
        if today != self._day:
            self._day = today
            for screen in self._screens.values():
                screen.make_stale()

    def _tell_trouble(self, trouble: KnownError | None) -> None:
        """Say that words are not saved for as long as it is so, and then that they are."""
        if trouble is not None:
            self._trouble = self.notices.stay(trouble.title, trouble.advice, kind="error")
        elif self._trouble is not None:
            self.notices.take(self._trouble)
            self._trouble = None
            self.notices.passing(_("Everything is saved again."))

    def _open_actions(self) -> tuple[int, str]:
        n = sum(self.ws.count(records.Action, state=s) for s in OPEN_ACTIONS)
        return n, count("{n} open action", "{n} open actions", n)

    def _did_share(self, result: RoundResult) -> None:
        if result.remark is not None:
            if result.remark.may_retry:  # what stays is told by a notice
                self.notices.passing(result.remark.title, kind="warn")
            return
        if result.quarantined:
            n = count("{n} package refused", "{n} packages refused", result.quarantined)
            self.notices.passing(n, kind="warn")
            return
        if result.received:
            said = count("Shared. {n} package came.", "Shared. {n} packages came.", result.received)
        else:
            said = _("Shared. Nothing new from the others.")
        self.notices.passing(said)

    def _did_remark(self, remark: KnownError | None) -> None:
        """Tell what a round noticed, once: the lamp tells it for as long as it is so."""
        if remark is None or remark.may_retry or remark.title in self._remarked:
            return
        if self._remark is not None:
            self.notices.take(self._remark)
        self._remarked.add(remark.title)
        self._remark = self.notices.stay(remark.title, remark.advice, kind="warn")

    def _did_fail_to_share(self, trouble: KnownError) -> None:
        self.notices.known(trouble, self.share_now)

    def _did_cancel(self) -> None:
        self.notices.passing(
            _("The sharing was stopped. What was done is done; the rest comes next time."),
            kind="info",
        )

    def _did_press_computer(self) -> None:
        fact = self._lamps.fact("computer")
        if fact.state == lamps.BAD:
            self.desk.attempt(self.ws.settle)
            self._tell()
        else:
            self.notices.passing(_("Every change is in the file on this computer."))

    def _did_press_backup(self) -> None:
        self.go("settings", section="backup")

    def _did_press_shared(self) -> None:
        if not self.ws.status().store:
            self.go("settings", section="sharing")
            return
        from qualityvisit.ui.shared import SharingDialog  # noqa: PLC0415 made when first needed

        SharingDialog(self.desk, self).open()

    # --- the window itself

    def _adapt(self) -> None:
        scale = look().scale
        wide, high = self.width() / scale, self.height() / scale
        current = self.current()
        focus = current is not None and current.focus_frame
        self._rail.setVisible(not focus)
        self._strip.setVisible(not focus)
        self._example.setVisible(self.ws.committee().example and not focus)
        self._rail.compact(wide < COMPACT_RAIL, low=high < LOW)
        self._me.setVisible(wide >= COMPACT_RAIL)
        for lamp in self._lit:
            lamp.shorten(wide < COMPACT_RAIL)

    def _place_window(self) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(px(1280), room.width()), min(px(820), room.height()))
        if self._settings.window:
            with suppress(ValueError):
                self.restoreGeometry(QByteArray(b64decode(self._settings.window)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell that the window stands."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the room."""
        super().resizeEvent(event)
        if self._held:
            self._adapt()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc lead back from what is no place of the rail."""
        current = self.current() if self._held else None
        if event.key() == Qt.Key.Key_Escape and current is not None:
            places = {name for name, _icon, _words in rail_places()}
            leads_back = current.focus_frame or self.place() not in places
            if not current.escape() and leads_back and not self._leave_editor(current):
                self.back()
            return
        super().keyPressEvent(event)

    def _leave_editor(self, current: Screen) -> bool:
        """Let the first Esc leave the text and only the second the screen; return whether it did.

        Somebody who writes and presses Esc by mistake stays where they are.
        """
        focused = QApplication.focusWidget()
        if not isinstance(focused, QTextEdit | QPlainTextEdit) or focused.isReadOnly():
            return False
        current.setFocus()
        if self.ws.status().unsaved == 0:
            self.notices.passing(_("Everything is saved. Esc once more leads back."))
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where words are not saved; then put things in order and go."""
        if not self._held or self._done:
            event.accept()
            return
        current = self.current()
        if (current is not None and not current.may_leave()) or not self._may_close():
            event.ignore()
            return
        self._done = True
        self.desk.presence.stop()
        self.pulse.stop()
        self._tell_soon.stop()
        self._unsubscribe()
        self._settings.window = b64encode(self.saveGeometry().data()).decode()
        with suppress(OSError):  # where the window stood is not worth a question
            self._settings.save(self._profile)
        event.accept()
        self.closed.emit()

    def _may_close(self) -> bool:
        with suppress(KnownError):
            self.ws.settle()
        status = self.ws.status()
        if not status.unsaved:
            return True
        n = count("{n} change is not saved.", "{n} changes are not saved.", status.unsaved)
        advice = status.trouble.advice if status.trouble else ""
        return self.notices.ask(
            n,
            _("If you close now they are lost. {advice}", advice=advice).strip(),
            _("Close and lose them"),
            danger=True,
            no=_("Stay"),
        )
