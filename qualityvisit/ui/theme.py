"""The looks: design tokens, lengths that follow the text size, fonts, icons, one style sheet.

Nothing else in the program names a colour or writes a bare pixel number. One look holds for the
whole program at a time, as Qt's own palette and font do: `use` sets it, `look` answers it.
"""

import re
from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from qualityvisit.settings import RESOURCES

ICONS = RESOURCES / "icons"

LIGHT = {
    "window": "#F3F5F7",
    "panel": "#FFFFFF",
    "sunken": "#F7F9FA",
    "hover": "#EAEFF2",
    "soft": "#E2EFF4",
    "line": "#DDE3E8",
    "control": "#78848F",
    "text": "#17212B",
    "muted": "#51606D",
    "accent": "#0B5C75",
    "on_accent": "#FFFFFF",
    "plan": "#CBE2EA",
    "ok": "#1B6638",
    "ok_bg": "#EAF5ED",
    "warn": "#874700",
    "warn_bg": "#FDF2E2",
    "strength": "#1B6638",
    "strength_bg": "#EAF5ED",
    "development": "#874700",
    "development_bg": "#FDF2E2",
    "deficiency": "#9B1C1C",
    "deficiency_bg": "#FCECEC",
    "quote": "#4A3F9F",
    "quote_bg": "#F0EEFC",
    "follow_up": "#A01F47",
    "follow_up_bg": "#FCEBF0",
    "discreet": "#7A5C00",
}
DARK = {
    "window": "#12171C",
    "panel": "#1A2127",
    "sunken": "#161C21",
    "hover": "#222B32",
    "soft": "#15343E",
    "line": "#2D363F",
    "control": "#76838F",
    "text": "#E9EEF2",
    "muted": "#A7B3BE",
    "accent": "#74C8DF",
    "on_accent": "#06222B",
    "plan": "#1F4A58",
    "ok": "#7FD39B",
    "ok_bg": "#17291E",
    "warn": "#F0B463",
    "warn_bg": "#2D2415",
    "strength": "#7FD39B",
    "strength_bg": "#17291E",
    "development": "#F0B463",
    "development_bg": "#2D2415",
    "deficiency": "#FF9A94",
    "deficiency_bg": "#361B1B",
    "quote": "#B6AEFB",
    "quote_bg": "#232140",
    "follow_up": "#F595B0",
    "follow_up_bg": "#341C25",
    "discreet": "#D2AE55",
}
FACES = (
    "accent",
    "quote",
    "strength",
    "development",
    "follow_up",
)  # colours that tell people apart

BASE = 14  # the size of text, in pixels, that the lengths in the code are written for
SHEET = """
QToolTip {{ background: {text}; color: {panel}; border: 0; padding: 6px 8px; }}
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {{ background: {sunken}; color: {text};
  border: 1px solid {control}; border-radius: 8px; padding: 6px 10px; min-height: 20px;
  placeholder-text-color: {muted}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
  border: 2px solid {accent}; padding: 5px 9px; background: {panel}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{
  border: 2px solid {deficiency}; padding: 5px 9px; }}
QComboBox::drop-down {{ border: 0; width: 28px; }}
QComboBox::down-arrow {{ image: none; }}
QAbstractItemView {{ background: {panel}; color: {text}; border: 0; outline: 0;
  selection-background-color: {soft}; selection-color: {text}; }}
QComboBox QAbstractItemView {{ border: 1px solid {control}; padding: 4px; }}
QMenu {{ background: {panel}; border: 1px solid {control}; padding: 4px; }}
QMenu::item {{ padding: 7px 24px 7px 12px; border-radius: 6px; }}
QMenu::item:selected {{ background: {soft}; }}
QPushButton {{ border: 1px solid {control}; border-radius: 8px; padding: 7px 14px; min-height: 20px;
  background: {panel}; color: {text}; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {soft}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 6px 13px; }}
QPushButton:disabled {{ color: {muted}; border: 1px dashed {control}; background: transparent; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; font-weight: 600;
  border: 1px solid {accent}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[kind="primary"]:disabled {{ color: {muted}; border: 1px dashed {control};
  background: transparent; }}
QPushButton[kind="danger"] {{ color: {deficiency}; border: 1px solid {deficiency}; }}
QPushButton[kind="danger"]:focus {{ border: 2px solid {deficiency}; }}
QPushButton[kind="small"] {{ padding: 3px 10px; }}
QPushButton[kind="small"]:focus {{ padding: 2px 9px; }}
QPushButton[kind="flat"] {{ border: 1px solid transparent; background: transparent; }}
QPushButton[kind="flat"]:hover {{ background: {hover}; }}
QPushButton[kind="flat"]:checked {{ background: {soft}; }}
QPushButton[kind="flat"]:focus {{ border: 2px solid {accent}; }}
QPushButton[kind="flat"]:disabled {{ border: 1px solid transparent; }}
QPushButton[kind="icon"] {{ border: 1px solid transparent; background: transparent; padding: 5px;
  min-width: 20px; }}
QPushButton[kind="icon"]:hover {{ background: {hover}; }}
QPushButton[kind="icon"]:focus {{ border: 2px solid {accent}; padding: 4px; }}
QPushButton[kind="link"] {{ border: 2px solid transparent; border-radius: 4px;
  padding: 1px 4px 1px 0; background: transparent; color: {accent}; font-weight: 600;
  text-align: left; }}
QPushButton[kind="link"]:hover {{ background: {hover}; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {accent}; }}
QProgressBar {{ border: 0; background: {line}; border-radius: 3px; min-height: 6px;
  max-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; }}
QScrollBar::handle {{ background: {control}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
"""


class Theme:
    """One look: light or dark, at one text size. ``theme["accent"]`` is a colour."""

    def __init__(self, *, dark: bool = False, text_size: int = 100, system: float = BASE) -> None:
        """Make the look; ``system`` is the size in pixels of the system's own text."""
        self.dark = dark
        self.tokens = DARK if dark else LIGHT
        self.text_size = text_size
        self.scale = max(system, BASE) / BASE * text_size / 100
        self._icons: dict[tuple[str, str, int], QIcon] = {}

    def __getitem__(self, token: str) -> QColor:
        return QColor(self.tokens[token])

    def px(self, length: float) -> int:
        """Return a length that follows the text size."""
        return round(length * self.scale)

    def palette(self) -> QPalette:
        """Return Qt's own palette in these colours."""
        role, palette = QPalette.ColorRole, QPalette()
        for token, roles in {
            "window": [role.Window],
            "panel": [role.Base, role.Button, role.Light, role.ToolTipText],
            "sunken": [role.AlternateBase],
            "text": [role.WindowText, role.Text, role.ButtonText, role.ToolTipBase],
            "muted": [role.PlaceholderText],
            "accent": [role.Highlight, role.Link, role.Accent],
            "on_accent": [role.HighlightedText, role.BrightText],
            "line": [role.Midlight],
            "control": [role.Mid, role.Dark, role.Shadow],
        }.items():
            for each in roles:
                palette.setColor(each, self[token])
        for each in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, each, self["muted"])
        return palette

    def style_sheet(self) -> str:
        """Return the style sheet; lengths over 2 px follow the text size."""

        def grow(match: re.Match[str]) -> str:
            length = int(match[1])
            return f"{self.px(length) if length > 2 else length}px"

        return re.sub(r"(\d+)px", grow, SHEET.format(**self.tokens))

    def icon(self, name: str, ink: str = "text", size: int = 18) -> QIcon:
        """Return a Lucide icon in a token's colour, ``size`` at normal text size."""
        key = (name, ink, self.px(size))
        if key not in self._icons:
            off = self.tokens["muted"] if ink == "on_accent" else ""
            self._icons[key] = _draw(name, self.tokens[ink], self.px(size), off)
        return self._icons[key]


_look = Theme()


def look() -> Theme:
    """Return the look that holds now."""
    return _look


def px(length: float) -> int:
    """Return a length that follows the text size."""
    return _look.px(length)


def icon(name: str, ink: str = "text", size: int = 18) -> QIcon:
    """Return a Lucide icon of the look that holds now."""
    return _look.icon(name, ink, size)


def use(app: QApplication, theme: str = "", text_size: int = 100) -> Theme:
    """Put the look on: "light", "dark" or "" as the system has it. Widgets are built after this."""
    global _look  # noqa: PLW0603 one look holds for the whole program
    system_font, system_size = _system_font()
    dark = theme == "dark" or (not theme and _system_is_dark(app))
    _look = Theme(dark=dark, text_size=text_size, system=system_size)
    font = QFont(system_font)
    font.setPointSizeF(system_font.pointSizeF() / system_size * BASE * _look.scale)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(_look.palette())
    sheet = _look.style_sheet()
    if app.styleSheet() != sheet:  # every widget there is would be dressed anew
        app.setStyleSheet(sheet)
    return _look


def font(factor: float = 1.0, *, bold: bool = False) -> QFont:
    """Return the program's font, ``factor`` times the size of text, normal or semibold."""
    made = QApplication.font()
    made.setPointSizeF(made.pointSizeF() * factor)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


@cache
def _system_font() -> tuple[QFont, float]:
    """Return the system's font and its size in pixels, as they were before the first look."""
    font = QApplication.font()
    return font, float(QFontInfo(font).pixelSize())


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _sharpness() -> float:
    """Return how many dots of the sharpest screen make a pixel."""
    return max((s.devicePixelRatio() for s in QApplication.screens()), default=1.0)


def _draw(name: str, colour: str, side: int, disabled: str = "") -> QIcon:
    """Return an icon; ``disabled`` is its colour on a button that cannot be pressed, or Qt's."""
    icon = QIcon()
    _add(icon, name, colour, side, QIcon.Mode.Normal)
    if disabled:
        _add(icon, name, disabled, side, QIcon.Mode.Disabled)
    return icon


def _add(icon: QIcon, name: str, colour: str, side: int, mode: QIcon.Mode) -> None:
    svg = (ICONS / f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    renderer = QSvgRenderer(QByteArray(svg))
    for ratio in sorted({1, round(_sharpness())}):
        pixmap = QPixmap(QSize(side, side) * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        icon.addPixmap(pixmap, mode)
