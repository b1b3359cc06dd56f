"""The looks: contrast in both themes, lengths and text that grow together."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QIcon
from PySide6.QtWidgets import QApplication

from qualityvisit.ui import theme

MARKS = ("strength", "development", "deficiency", "quote", "follow_up", "ok", "warn")
PLAIN = ("window", "panel", "sunken", "hover", "soft")
INKS = ("text", "muted", "accent", "discreet", *MARKS)
TEXT = [
    *((ink, ground) for ink in INKS for ground in PLAIN),
    ("text", "plan"),
    ("on_accent", "accent"),
    *((m, f"{m}_bg") for m in MARKS),
    *(("panel", m) for m in MARKS),
    *(("text", f"{m}_bg") for m in MARKS),
]
CONTROLS = [(c, g) for c in ("control", "accent", "warn") for g in PLAIN]
NOTES = (*PLAIN, *(f"{m}_bg" for m in MARKS[:5]))  # grounds of a note: dots and waves below words
CONTROLS += [(line, ground) for line in ("discreet", "deficiency") for ground in NOTES]


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_and_controls_have_contrast(tokens: dict[str, str]) -> None:
    faint = [(a, b) for a, b in TEXT if ratio(tokens[a], tokens[b]) < 4.5]
    assert not faint
    faint = [(a, b) for a, b in CONTROLS if ratio(tokens[a], tokens[b]) < 3]
    assert not faint


def test_both_looks_have_the_same_tokens() -> None:
    assert theme.LIGHT.keys() == theme.DARK.keys()
    named = set(re.findall(r"\{(\w+)\}", theme.SHEET))
    assert named <= theme.LIGHT.keys()


def test_lengths_and_text_follow_the_text_size(qapp: QApplication) -> None:
    theme.use(qapp, "light", 100)
    small, size = theme.px(100), QFontInfo(qapp.font()).pixelSize()
    theme.use(qapp, "light", 200)
    assert theme.px(100) == 2 * small
    assert QFontInfo(qapp.font()).pixelSize() == pytest.approx(2 * size, abs=1)


def test_hairlines_in_the_style_sheet_stay_thin() -> None:
    large = theme.Theme(text_size=200).style_sheet()
    assert "1px solid" in large
    assert "border-radius: 16px" in large


def test_a_larger_system_text_is_respected() -> None:
    assert theme.Theme(system=21).scale == 1.5
    assert theme.Theme(system=9).scale == 1


def test_icons_are_drawn_once_and_in_colour(qapp: QApplication) -> None:
    look = theme.use(qapp, "dark", 100)
    assert look.icon("check", "accent") is look.icon("check", "accent")
    assert theme.DARK["accent"].casefold() in colours(look.icon("square", "accent"))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_an_icon_is_seen_on_a_primary_button_that_cannot_be_pressed(
    qapp: QApplication, name: str
) -> None:
    look = theme.use(qapp, name, 100)
    off = colours(look.icon("square", "on_accent"), QIcon.Mode.Disabled)
    assert look.tokens["muted"].casefold() in off


def colours(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = icon.pixmap(QSize(18, 18), mode).toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(18)
        for y in range(18)
        if image.pixelColor(x, y).alpha() > 200
    }


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_palette_is_the_tokens(qapp: QApplication, choice: str) -> None:
    look = theme.use(qapp, choice, 100)
    assert look.dark == (choice == "dark")
    assert qapp.palette().windowText().color() == look["text"]
    assert qapp.palette().window().color() == look["window"]
