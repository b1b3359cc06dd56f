"""Composes the program and starts it: the only file that knows everyone."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from qualityvisit import words
from qualityvisit.crash import report
from qualityvisit.errors import KnownError, NoKey
from qualityvisit.settings import FILE, Settings
from qualityvisit.ui import theme
from qualityvisit.ui.shell import MainWindow

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from qualityvisit.ui.first_start import StartWindow
    from qualityvisit.workspace import Workspace

UNSEEN = 500  # milliseconds after which a window that nobody sees is no longer waited for


class App:
    """The running program: one window at a time, on one profile."""

    def __init__(self, profile: Path, language: str = "") -> None:
        self.profile = profile
        self.settings = Settings.load(profile)
        if language:
            self.settings.language = language
        words.use(self.settings.language)
        self.qt = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(self.qt, QApplication)
        self.qt.setApplicationName("qualityvisit")
        self.qt.setApplicationDisplayName("")
        self._translator = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(QLocale(words.language()), "qtbase", "_", folder):
            self.qt.installTranslator(self._translator)
        theme.use(self.qt, self.settings.theme, self.settings.text_size)
        self.workspace: Workspace | None = None
        self.window: MainWindow | StartWindow | None = None
        self._open_soon = QTimer(singleShot=True)
        self._open_soon.timeout.connect(self._open)
        sys.excepthook = self._did_fail

    def start(self) -> None:
        """Show the window at once, then open the profile's workspace, or what comes before one."""
        if not (self.profile / FILE).exists():
            self._begin()
            return
        window = self._window()
        # Once it stands, or soon where nothing is painted, as in a window that starts minimized.
        window.painted.connect(lambda: self._open_soon.start(0))
        self._open_soon.start(UNSEEN)
        self._put(window)

    def _window(self) -> MainWindow:
        window = MainWindow(self.profile, self.settings)
        window.begin_own.connect(self._leave_example)
        return window

    def _open(self) -> None:
        """Open the profile's workspace. Its code is only loaded when the window stands."""
        from qualityvisit.workspace import Workspace  # noqa: PLC0415

        if self.window is None or not self.window.isVisible():
            return  # closed meanwhile
        try:
            opened = Workspace.open(self.profile, os.environ.get("QUALITYVISIT_PASSPHRASE", ""))
        except NoKey as trouble:
            self._begin(None if self._needs_passphrase() else trouble)
        except KnownError as trouble:
            self._begin(trouble)
        else:
            self._show(opened)

    def _needs_passphrase(self) -> bool:
        from qualityvisit.workspace import Workspace  # noqa: PLC0415 most starts need none

        try:
            return Workspace.needs_passphrase(self.profile)
        except KnownError:
            return False

    def _begin(self, trouble: KnownError | None = None) -> None:
        from qualityvisit.ui.first_start import StartWindow  # noqa: PLC0415 most starts need none

        window = StartWindow(self.profile, trouble)
        window.opened.connect(self._show)
        self._put(window)

    def _show(self, workspace: Workspace) -> None:
        self.workspace = workspace
        window = self.window if isinstance(self.window, MainWindow) else self._window()
        window.closed.connect(workspace.close)
        window.hold(workspace)
        if window is not self.window:
            self._put(window)

    def _leave_example(self) -> None:
        if self.window is not None and self.window.close():
            self._begin()

    def _put(self, window: MainWindow | StartWindow) -> None:
        """Show a window in place of the one before it, which has then been closed or is done."""
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()
            window.activateWindow()

    def end(self) -> None:
        """Close the window, asking nothing."""
        self._open_soon.stop()
        if self.window is not None:
            self.window.close()

    def _did_fail(
        self, kind: type[BaseException], problem: BaseException, _trace: TracebackType | None
    ) -> None:
        """Tell of a bug in the window; what was saved is safe. The second place that owns one."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(problem, KnownError):
            title, advice = problem.title, problem.advice
        else:
            _kind, title, advice = report(problem, self.profile)
        if self.window is None:
            sys.stderr.write(f"{title}\n{advice}\n")
        else:
            self.window.notices.stay(title, advice, kind="error")


def run(profile: Path, language: str = "") -> int:
    """Open the window and stay until it is closed; return the exit code."""
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends the window
    app = App(profile, language)
    app.start()
    QTimer.singleShot(0, gc.enable)
    return int(QApplication.exec())
