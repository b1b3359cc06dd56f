"""The list of keys that F1 shows."""

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from qualityvisit.ui.kit import LEFT, TOP, box, button, col, label, pill, row, scroll
from qualityvisit.ui.rail import places
from qualityvisit.ui.theme import px
from qualityvisit.words import _


def show_keys(window: QWidget, here: list[tuple[str, str]]) -> None:
    """Show the keys that work everywhere, and those of the screen that is shown."""
    dialog = QDialog(window)
    dialog.setWindowTitle(_("Keys"))
    parts: list[QWidget] = []
    if here:
        parts += [label(_("Here"), bold=True), _table(here)]
    parts += [label(_("Everywhere"), bold=True), _table(everywhere())]
    close = button(_("Close"), dialog.accept, kind="primary")
    dialog.setLayout(
        col(
            label(_("Keys"), factor=1.25, bold=True),
            (scroll(box(col(*parts, None, gap=10)), _("Keys")), 1),
            row(None, close),
            gap=12,
            margins=24,
        )
    )
    dialog.resize(px(460), min(px(520), window.height() - px(40)))
    close.setFocus()
    dialog.open()


def everywhere() -> list[tuple[str, str]]:
    """Return the keys that work on every screen, and what they do."""
    rail = [(f"Alt+{n}", words) for n, (_name, _icon, words) in enumerate(places(), 1)]
    return [
        ("Ctrl+K", _("Search everything")),
        *rail,
        ("Tab", _("Go to the next control")),
        ("Enter", _("Press or open what has the focus")),
        ("Esc", _("Back, or close what is open")),
        ("Ctrl++ −", _("Larger or smaller text")),
        ("F1", _("Show this list")),
    ]


def _table(keys: list[tuple[str, str]]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, px(8))
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(6))
    grid.setColumnStretch(1, 1)
    for line, (key, does) in enumerate(keys):
        grid.addWidget(pill(key), line, 0, LEFT | TOP)
        grid.addWidget(label(does, wrap=True), line, 1)
    return box(grid)
