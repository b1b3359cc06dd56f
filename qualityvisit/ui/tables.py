"""Tables that stand in a card as if they were part of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from qualityvisit.ui.theme import px


def settle(table: QTableView, name: str, *, row: int, room: int) -> None:
    """Let a table have neither frame, grid nor scroll bars, and be left by the Tab key.

    ``row`` is the height of a row, and at least the text's with so much ``room``.
    """
    table.setAccessibleName(name)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.viewport().setAutoFillBackground(False)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    high = max(px(row), table.fontMetrics().height() + room)
    table.verticalHeader().setDefaultSectionSize(high)
