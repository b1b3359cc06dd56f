"""One voice to the user: banners that stay, words that pass, and questions.

Nothing else in the program opens a message of its own. What stays (an error, a warning) stands
above the content until it is closed; what passes (something succeeded) is also said to screen
readers and leaves by itself.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qualityvisit.errors import KnownError
from qualityvisit.ui.kit import Item, Surface, box, button, clear, col, label, pic, row
from qualityvisit.ui.theme import px
from qualityvisit.words import _

_ICONS = {
    "error": ("octagon-alert", "deficiency"),
    "warn": ("triangle-alert", "warn"),
    "info": ("info", "accent"),
    "ok": ("circle-check", "ok"),
}
PASSES_AFTER = 6000  # milliseconds; twice as long where there is something to press


class Banner(Surface):
    """Something that stays until it is closed: title, advice, what can be done."""

    def __init__(
        self, kind: str, title: str, advice: str, actions: tuple[QWidget, ...], close: QWidget
    ) -> None:
        icon_name, ink = _ICONS[kind]
        head = label(title, bold=True, wrap=True)
        words: list[Item] = [head]
        if advice:
            words.append(label(advice, "muted", wrap=True))
        line: QHBoxLayout = row(
            pic(icon_name, ink, 20), (box(col(*words, gap=2)), 1), *actions, close,
            gap=12, margins=(16, 10, 10, 10),
        )  # fmt: skip
        super().__init__(line, fill="panel", line=ink, radius=8)
        self.kind, self.title, self.advice = kind, title, advice
        self.setAccessibleName(f"{title} {advice}".strip())


class Notices(QObject):
    """Where the whole program speaks to the user."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._column: QVBoxLayout = col(gap=8, margins=(28, 12, 28, 0))
        self.place = box(self._column)  # the shell puts it above the content
        self.place.hide()
        self._banners: list[Banner] = []
        self._toast: Surface | None = None
        self.passes_after = PASSES_AFTER
        self.foot = 56  # how much at the window's foot the words that pass leave free
        self._leave = QTimer(self, singleShot=True)
        self._leave.timeout.connect(self._take_toast)
        window.installEventFilter(self)

    # --- what stays

    def known(self, error: KnownError, again: Callable[[], object] | None = None) -> None:
        """Show a known error: what happened, what is safe, what to do; and to try again."""
        actions: list[tuple[str, Callable[[], object]]] = []
        if error.may_retry and again is not None:
            actions.append((_("Try again"), again))
        self.stay(error.title, error.advice, kind="error", actions=actions)

    def stay(
        self,
        title: str,
        advice: str = "",
        *,
        kind: str = "info",
        actions: list[tuple[str, Callable[[], object]]] | None = None,
    ) -> Banner:
        """Show a banner; the same words are never shown twice at once. Return the banner."""
        for shown in self._banners:
            if (shown.title, shown.advice) == (title, advice):
                return shown
        close = button(_("Close the notice"), None, "x", "icon")
        made = [button(words, kind="small") for words, _act in actions or []]
        banner = Banner(kind, title, advice, tuple(made), close)
        close.clicked.connect(lambda: self.take(banner))
        for each, (_words, act) in zip(made, actions or [], strict=True):
            each.clicked.connect(partial(self._take_and, banner, act))
        self._banners.append(banner)
        self._column.addWidget(banner)
        self.place.show()
        self._say(banner.accessibleName(), urgent=kind in ("error", "warn"))
        return banner

    def take(self, banner: Banner) -> None:
        """Take a banner away."""
        if banner not in self._banners:
            return
        self._banners.remove(banner)
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self.place.setVisible(bool(self._banners))

    def _take_and(self, banner: Banner, act: Callable[[], object], _on: bool = False) -> None:
        self.take(banner)
        act()

    def shown(self) -> list[Banner]:
        """Return the banners that are shown."""
        return list(self._banners)

    # --- what passes

    def passing(
        self, words: str, action: tuple[str, Callable[[], object]] | None = None, kind: str = "ok"
    ) -> None:
        """Say that something was done; ``action`` may undo or show it."""
        self._take_toast()
        icon_name, ink = _ICONS[kind]
        line = row(pic(icon_name, ink), label(words, wrap=False), gap=10, margins=(16, 10, 12, 10))
        toast = Surface(line, line="control", radius=8)
        if action is not None:
            does = button(action[0], action[1], kind="link")
            does.clicked.connect(self._take_toast)
            line.addWidget(does)
        toast.setParent(self._window)
        self._toast = toast
        toast.adjustSize()
        self._place_toast()
        toast.show()
        toast.raise_()
        self._leave.start(self.passes_after * (2 if action else 1))
        self._say(words)

    def passing_words(self) -> str:
        """Return what is being said in passing, or ""."""
        if self._toast is None:
            return ""
        found = [w.text() for w in self._toast.findChildren(type(label(""))) if w.text()]
        return " ".join(found)

    # --- questions

    def ask(self, title: str, advice: str, yes: str, *, danger: bool = False, no: str = "") -> bool:
        """Ask, and return whether the answer is ``yes``. Esc is no."""
        dialog = QDialog(self._window)
        dialog.setWindowTitle(title)
        agree = button(yes, dialog.accept, kind="danger" if danger else "primary")
        decline = button(no or _("Cancel"), dialog.reject)
        words = label(advice, "muted", wrap=True)
        words.setMinimumWidth(px(380))
        dialog.setLayout(
            col(
                label(title, factor=1.25, bold=True, wrap=True),
                words,
                12,
                row(None, decline, agree),
                gap=8,
                margins=24,
            )
        )
        (decline if danger else agree).setDefault(True)
        (decline if danger else agree).setFocus()
        dialog.setAccessibleDescription(advice)
        return bool(dialog.exec() == QDialog.DialogCode.Accepted)

    def forget(self) -> None:
        """Take everything away: the workspace is being closed."""
        self._take_toast()
        self._banners.clear()
        clear(self._column)
        self.place.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the passing words in their place when the window grows."""
        if event.type() == QEvent.Type.Resize:
            self._place_toast()
        return super().eventFilter(watched, event)

    def _place_toast(self) -> None:
        if self._toast is None:
            return
        width = min(self._toast.sizeHint().width(), self._window.width() - px(32))
        self._toast.resize(width, self._toast.sizeHint().height())
        left = (self._window.width() - width) // 2
        self._toast.move(left, self._window.height() - self._toast.height() - px(self.foot))

    def _take_toast(self) -> None:
        self._leave.stop()
        if self._toast is not None:
            self._toast.hide()
            self._toast.deleteLater()
            self._toast = None

    def _say(self, words: str, *, urgent: bool = False) -> None:
        from PySide6.QtGui import (  # noqa: PLC0415 its enumerations take milliseconds to make
            QAccessible,
            QAccessibleAnnouncementEvent,
        )

        event = QAccessibleAnnouncementEvent(self._window, words)
        level = QAccessible.AnnouncementPoliteness
        event.setPoliteness(level.Assertive if urgent else level.Polite)
        QAccessible.updateAccessibility(event)
