"""Settings of this computer: language, light or dark, text size. They hold at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from qualityvisit.ui.kit import Choice, Field, Item, card, label
from qualityvisit.ui.spelling import OFF
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk, Screen

SIZES = (100, 110, 125, 150, 175, 200)  # percent


def stepped(size: int, step: int) -> int:
    """Return the text size a step larger or smaller than ``size``, in percent."""
    at = SIZES.index(_nearest(size)) + step
    return SIZES[max(0, min(at, len(SIZES) - 1))]


def cards(desk: Desk, window: Screen) -> list[Item]:
    """Return the section's cards."""
    del window
    settings = desk.settings
    languages = [("", _("As the computer has it")), ("sv", "Svenska"), ("en", "English")]
    themes = [("", _("As the computer has it")), ("light", _("Light")), ("dark", _("Dark"))]
    sizes = [(str(n), f"{n} %") for n in SIZES]
    language = Choice(languages, settings.language, name=_("Language"))
    theme = Choice(themes, settings.theme, name=_("Light or dark"))
    spellings = [("", _("As the language")), ("sv", "Svenska"), ("en", "English"),
                 (OFF, _("Not checked"))]  # fmt: skip
    spelling = Choice(spellings, settings.spelling, name=_("Spelling"))
    size = Choice(sizes, str(_nearest(settings.text_size)), name=_("Text size"))

    def take() -> None:
        settings.language, settings.theme = language.value(), theme.value()
        settings.text_size, settings.spelling = int(size.value()), spelling.value()
        desk.keep_settings()
        QTimer.singleShot(0, desk.way.rebuild)  # this very control is built anew

    for each in (language, theme, size, spelling):
        each.currentIndexChanged.connect(take)
    about = label(_("They apply to this computer only, and at once."), "muted", wrap=True)
    return [
        card(
            _("Appearance and language"), "sun-moon", about, Field(_("Language"), language),
            Field(_("Light or dark"), theme),
            Field(_("Text size"), size, _("Everything grows with it, to twice the size.")),
            Field(_("Spelling"), spelling, _("Checked on this computer, in notes and minutes.")),
            gap=14,
        )
    ]  # fmt: skip


def _nearest(size: int) -> int:
    return min(SIZES, key=lambda each: abs(each - size))
