"""Inställningar: sections at the left, one of them at the right."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from qualityvisit.ui.kit import Choice, Item, Surface, box, col, header, label, refill, row, scroll
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk

LIST = 268
SHARED = ("committee", "people", "interviews", "phrases", "calendar", "template")
BESIDE = 780  # a room narrower than this chooses the section from a list above it


def sections() -> list[tuple[str, str, str, str]]:
    """Return the sections: name, icon, words and the module that shows it."""
    return [
        ("looks", "sun-moon", _("Appearance and language"), "settings_looks"),
        ("committee", "school", _("Committee and terms of office"), "settings_committee"),
        ("people", "users", _("People and team rules"), "settings_people"),
        ("interviews", "messages-square", _("Groups and times"), "settings_interviews"),
        ("phrases", "quote", _("Text blocks"), "settings_phrases"),
        ("calendar", "calendar-range", _("Holidays, tests and load"), "settings_calendar"),
        ("template", "file-text", _("Report template"), "settings_template"),
        ("members", "user-check", _("Members"), "settings_members"),
        ("sharing", "share-2", _("Sharing"), "settings_sharing"),
        ("backup", "database-backup", _("Backups"), "settings_backup"),
        ("about", "info", _("About the program"), "settings_about"),
    ]


class SettingsScreen(Screen):
    """The settings of this computer, and those that all in the workspace share."""

    kinds: ClassVar[frozenset[str]] = frozenset({"committee", "term", "person", "team-rule",
                                                 "group", "period", "phrase"})  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        self.section = "looks"
        self.list = RowView(_("Settings"))
        self.list.chosen.connect(self.show_section)
        self._pane = Surface(col(self.list, margins=(1, 8, 1, 8)))
        self._pane.setFixedWidth(px(LIST))
        self._choice = Choice([(name, words) for name, _i, words, _m in sections()],
                              name=_("Settings"))  # fmt: skip
        self._choice.currentIndexChanged.connect(lambda: self.show_section(self._choice.value()))
        self._cards = col(gap=16)
        inner = box(col(box(self._cards), None))
        inner.setMaximumWidth(px(760))
        self._area = scroll(box(row((inner, 100), None, margins=(0, 0, 8, 0))), _("The settings"))
        right = box(col(self._choice, (self._area, 1), gap=12))
        page = row(self._pane, (right, 1), gap=20, margins=(28, 20, 20, 16))
        super().__init__(desk, header(_("Settings")), box(page))

    def open(self, **arguments: str) -> None:
        """Open, at a ``section`` where one is given."""
        self.section = arguments.get("section") or self.section
        self.make_stale()

    def first(self) -> QWidget:
        """Return the list of sections."""
        return self.list if self._pane.isVisibleTo(self) else self._choice

    def refresh(self) -> None:
        """Show the section anew."""
        rows = [Row(name, words, icon=icon) for name, icon, words, _module in sections()]
        self.list.show_rows(rows, self.section)
        self._choice.setCurrentIndex(self._choice.findData(self.section))
        module = next(m for name, _i, _w, m in sections() if name == self.section)
        cards: list[Item] = import_module(f"qualityvisit.ui.{module}").cards(self.desk, self)
        if not self.desk.is_administrator and self.section in SHARED:
            cards.insert(0, label(_("Only administrators change what stands here."), "muted"))
        refill(self._cards, cards)

    def adapt(self, width: float, height: float) -> None:
        """Show the sections beside, or in a list above."""
        del height
        self._pane.setVisible(width >= BESIDE)
        self._choice.setVisible(width < BESIDE)

    def show_section(self, name: str) -> None:
        """Show a section."""
        if name and name != self.section:
            self.section = name
            self.make_stale()
            self._area.verticalScrollBar().setValue(0)
