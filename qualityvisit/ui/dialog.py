"""A dialog with a form: what went wrong stands in it, and it closes only when the act is done."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from qualityvisit.errors import KnownError
from qualityvisit.ui.kit import Form, box, button, col, label, pic, row, scroll
from qualityvisit.ui.theme import px
from qualityvisit.words import _

MARGIN = 24


class FormDialog(QDialog):
    """A form in a dialog. ``act`` does what the form is for; KnownError or False keep it open."""

    def __init__(
        self, window: QWidget, title: str, form: Form, does: str, act: Callable[[], object],
        *, about: str = "", width: int = 520,
    ) -> None:  # fmt: skip
        super().__init__(window.window())
        self.form, self._act = form, act
        self.setWindowTitle(title)
        self._said = label("", "deficiency", wrap=True)
        self._trouble = box(row(pic("octagon-alert", "deficiency"), (self._said, 1), gap=10))
        self._trouble.hide()
        self.yes = button(does, self.try_it, kind="primary")
        self.yes.setDefault(True)
        self.no = button(_("Cancel"), self.reject)
        head = [label(title, factor=1.25, bold=True, wrap=True)]
        if about:
            head.append(label(about, "muted", wrap=True))
        self._inner = box(col(form, None, margins=(0, 2, 12, 2)))
        self._area = scroll(self._inner, title)
        self.setLayout(
            col(
                *head,
                4,
                (self._area, 1),
                self._trouble,
                row(None, self.no, self.yes),
                gap=8,
                margins=MARGIN,
            )
        )
        self._wide = px(width)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room that the form needs, and no more than the window has."""
        super().showEvent(event)
        first = self.form.first()
        if first is not None:
            first.setFocus()
        self._fit()

    def _fit(self) -> None:
        parent = self.parentWidget()
        room = parent.size() if parent is not None else self.screen().availableSize()
        wide = min(self._wide, room.width() - px(24))
        inner = self._inner
        held = self._area.sizeHint().expandedTo(self._area.minimumSizeHint()).height()
        rest = _height(self, wide) - held
        body = _height(inner, wide - px(2 * MARGIN))
        inner.setMinimumHeight(body)  # else Qt takes what the narrowest form would need
        high = max(body + rest, self.height() if self.width() == wide else 0)
        self.resize(wide, min(high, room.height() - px(24)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the form the height that it needs at another width."""
        super().resizeEvent(event)
        self._inner.setMinimumHeight(_height(self._inner, self.width() - px(2 * MARGIN)))

    def try_it(self) -> None:
        """Check the form and do what it is for."""
        self._trouble.hide()
        if not self.form.right():
            self._fit()
            return
        try:
            done = self._act()
        except KnownError as error:
            self._said.setText(f"{error.title} {error.advice}".strip())
            self._trouble.show()
            return
        if done is not False:
            self.accept()

    def trouble(self) -> str:
        """Return what went wrong, as it is shown, or ""."""
        return "" if self._trouble.isHidden() else self._said.text()


def _height(widget: QWidget, width: int) -> int:
    """Return the height that what stands in a widget needs at a width."""
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return widget.sizeHint().height()
