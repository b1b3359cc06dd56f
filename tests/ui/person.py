"""Somebody who uses the real window by what it says: for stories."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from qualityvisit.app import App
from qualityvisit.ui.first_start import StartWindow
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.ui.keys import press, type_text

W = TypeVar("W", bound=QWidget)


class Person:
    """Somebody who sees the window and uses what it says."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def ws(self) -> Workspace:
        assert self.app.workspace is not None
        return self.app.workspace

    @property
    def window(self) -> MainWindow:
        assert isinstance(self.app.window, MainWindow)
        return self.app.window

    def look(self) -> None:
        while isinstance(start := self.app.window, StartWindow) and start.busy:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        for _turn in range(12):
            QApplication.processEvents()
        if QApplication.activeWindow() is None and self.app.window is not None:
            self.app.window.resize(1440, 900)
            self.app.window.activateWindow()  # as a window manager would
            QApplication.processEvents()

    def enlarge(self, text_size: int) -> None:
        """Choose another size of text, as in the settings; before a screen of 1366x768."""
        self.window.go("settings", section="looks")
        self.window.desk.settings.text_size = text_size
        self.window.rebuild()
        self.window.resize(1366, 768)
        self.look()

    def top(self) -> QWidget:
        self.look()
        found = QApplication.activeModalWidget() or self.app.window
        assert found is not None
        return found

    def find(self, kind: type[W], name: str) -> W:
        """Return what is seen under a name, as a screen reader would say it."""
        for widget in self.top().findChildren(kind):
            said = widget.accessibleName()
            if widget.isVisible() and (said == name or said.startswith((f"{name}.", f"{name}:"))):
                return widget
        seen = [w.accessibleName() for w in self.top().findChildren(kind) if w.isVisible()]
        raise AssertionError((name, self.top().windowTitle(), seen))

    def press(self, name: str, then: Callable[[], None] | None = None) -> None:
        """Press a button; ``then`` answers a dialog that waits for its answer."""
        button = self.find(QAbstractButton, name)
        assert button.isEnabled(), name
        failures: list[BaseException] = []
        if then is not None:
            QTimer.singleShot(0, lambda: self._answer(then, failures))
        button.click()
        self.look()
        assert not failures, failures

    def press_in_passing(self, name: str) -> None:
        """Press what stands in the words that pass."""
        toast = self.window.notices._toast
        assert toast is not None
        next(b for b in toast.findChildren(QAbstractButton) if b.text() == name).click()
        self.look()

    def _answer(self, then: Callable[[], None], failures: list[BaseException]) -> None:
        try:
            then()
        except AssertionError as problem:  # an exception would be lost in Qt's loop
            failures.append(problem)
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                dialog.close()

    def find_button(self, name: str) -> QAbstractButton:
        return self.find(QAbstractButton, name)

    def is_seen(self, name: str) -> bool:
        """Tell whether a button is seen."""
        buttons = self.top().findChildren(QAbstractButton)
        return any(b.isVisible() and b.accessibleName() == name for b in buttons)

    def fields(self, name: str) -> list[QLineEdit]:
        return [f for f in self.top().findChildren(QLineEdit) if f.accessibleName() == name]

    def fill(self, name: str, text: str, *, instead: bool = False) -> None:
        """Write in a field, after what stands there or ``instead`` of it."""
        found: list[QLineEdit | QPlainTextEdit] = [
            *self.top().findChildren(QLineEdit), *self.top().findChildren(QPlainTextEdit)
        ]  # fmt: skip
        for field in found:
            if field.isVisible() and field.accessibleName() == name:
                field.setFocus()
                if instead:
                    field.clear()
                type_text(field, text)
                return
        raise AssertionError(name)

    def reads(self, words: str) -> bool:
        """Tell whether these words stand in the window."""
        labels = [w.text() for w in self.top().findChildren(QLabel) if w.isVisible()]
        return any(words in text for text in labels)

    def nameless(self) -> list[str]:
        """Return what can have the focus and says nothing of itself."""
        return [
            type(w).__name__
            for w in self.top().findChildren(QWidget)
            if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not w.accessibleName() and not isinstance(w, QAbstractScrollArea)
        ]  # fmt: skip

    def choose(self, name: str, option: str) -> None:
        box = self.find(QComboBox, name)
        assert box.findText(option) >= 0, [box.itemText(n) for n in range(box.count())]
        box.setCurrentIndex(box.findText(option))
        self.look()

    def type(self, text: str) -> None:
        for letter in text:  # Enter moves the caret to another note
            focused = QApplication.focusWidget()
            assert focused is not None
            type_text(focused, letter)
        self.look()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, key, modifiers)
        self.look()
