"""Small questions that need words for an answer: a reason, a finding, an action, a new time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from qualityvisit.ui import kit
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QVBoxLayout


class Sheet(QDialog):
    """A dialog in the program's looks: title, advice, what is asked, and the way on."""

    def __init__(self, parent: QWidget, title: str, advice: str, yes: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(px(460))
        self.body: QVBoxLayout = kit.col(gap=12)
        self.agree = kit.button(yes, self._try, kind="primary")
        self.agree.setDefault(True)
        decline = kit.button(_("Cancel"), self.reject)
        head = [kit.label(title, factor=1.25, bold=True, wrap=True)]
        if advice:
            head.append(kit.label(advice, "muted", wrap=True))
            self.setAccessibleDescription(advice)
        self.setLayout(
            kit.col(
                kit.col(*head, gap=4), self.body, 4, kit.row(None, decline, self.agree),
                gap=14, margins=24,
            )
        )  # fmt: skip

    def right(self) -> bool:
        """Return whether what was written will do; show why not."""
        return True

    def asked(self) -> bool:
        """Ask; return whether the answer was yes."""
        return self.exec() == QDialog.DialogCode.Accepted

    def _try(self) -> None:
        if self.right():
            self.accept()


class ReasonDialog(Sheet):
    """Asks why: one of a few usual reasons at a press, or one's own words."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        advice: str,
        yes: str,
        usual: Sequence[str] = (),
        reason: str = "",
    ) -> None:
        super().__init__(parent, title, advice, yes)
        self.reason = kit.line(reason, name=_("Reason"))
        self._field = kit.Field(_("Reason in your own words") if usual else _("Reason"),
                                self.reason)  # fmt: skip
        for words in usual:
            each = kit.button(words, partial(self._take, words))
            self.body.addWidget(each)
        self.body.addWidget(self._field)
        if not usual:
            self.reason.setFocus()

    def right(self) -> bool:
        """Return whether there is a reason."""
        empty = not self.reason.text().strip()
        return not self._field.wrong(_("Say why, in a few words.") if empty else "")

    def _take(self, words: str) -> None:
        self.reason.setText(words)
        self.accept()


def ask_reason(
    parent: QWidget,
    title: str,
    advice: str,
    yes: str,
    usual: Sequence[str] = (),
    reason: str = "",
) -> str:
    """Ask why; return the reason, or "" where the answer was no."""
    dialog = ReasonDialog(parent, title, advice, yes, usual, reason)
    return dialog.reason.text().strip() if dialog.asked() else ""
