"""Choosing a text block for the minutes: searched by its name and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk


class PhraseDialog(FormDialog):
    """The committee's text blocks, those of the section first; the chosen one is shown filled."""

    def __init__(
        self, desk: Desk, window: QWidget, section: str,
        filled: Callable[[str], str], put: Callable[[str], object],
    ) -> None:  # fmt: skip
        self._filled, self._put = filled, put
        form = kit.Form()
        super().__init__(window, _("Insert a text block"), form, _("Insert"), self._act, width=620)
        found = desk.ws.all(records.Phrase)
        found.sort(key=lambda p: (not _belongs(p.section, section), p.order))
        self._phrases = {p.id: p for p in found}
        self.search = kit.line(hint=_("Search among the text blocks"), name=_("Search"))
        self.search.textChanged.connect(self._show)
        self.search.installEventFilter(self)
        self.list = RowView(_("Text blocks"))
        self.list.setFixedHeight(px(230))
        self.list.chosen.connect(lambda _phrase: self._tell())
        self.list.opened.connect(lambda _phrase: self.try_it())
        self._text = kit.label("", wrap=True)
        self._text.setMinimumHeight(px(66))
        form.put(kit.box(kit.col(self.search, self.list, kit.rule(), self._text, gap=8)))
        self._show()
        self.search.setFocus()

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        rows = [
            Row(p.id, p.name, p.text.replace("\n", " "), icon="quote")
            for p in self._phrases.values()
            if all(w in f"{p.name} {p.text}".casefold() for w in words)
        ]
        self.list.show_rows(rows, rows[0].id if rows else "")
        self._tell()

    def _tell(self) -> None:
        phrase = self._phrases.get(self.list.current())
        self._text.setText(self._filled(phrase.text) if phrase else _("No text block fits."))
        self.yes.setEnabled(phrase is not None)

    def _act(self) -> None:
        phrase = self._phrases.get(self.list.current())
        if phrase is not None:
            self._put(self._filled(phrase.text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Up and Down walk in the list while one searches."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if way:
                self.list.step(way)
                return True
        return super().eventFilter(watched, event)


def _belongs(phrase: str, section: str) -> bool:
    return phrase == section or (phrase == "group" and section.startswith("group:"))
