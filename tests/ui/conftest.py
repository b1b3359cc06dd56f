"""Screens are tested without a screen, in Swedish, in the light look."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from qualityvisit import words
from qualityvisit.ui import theme


@pytest.fixture(autouse=True)
def light_and_swedish(qapp: QApplication) -> Iterator[None]:
    words.use("sv")
    theme.use(qapp, "light", 100)
    yield
    words.use("sv")
