"""The pages of a PDF in the window: there, kept while new ones are drawn, and read by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qualityvisit.reports import pdf
from qualityvisit.reports.outline import Heading, Outline, Paragraph, runs
from qualityvisit.ui import theme
from qualityvisit.ui.preview import PagesView

TEXT = "Eleverna beskriver en gemensam start på lektionerna som märks i alla ämnen. " * 30


def paper(pages: int, first: str = "Rapport") -> bytes:
    blocks = [b for n in range(pages) for b in (Heading(f"{first} {n}"), Paragraph(runs(TEXT)))]
    return pdf.write(
        Outline(first, "sv-SE", "Rapport", "Köping", "Nämnden", "", blocks=tuple(blocks))
    )


@pytest.fixture
def view(qtbot: QtBot) -> PagesView:
    made = PagesView("Sidorna")
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(qtbot: QtBot, view: PagesView, data: bytes) -> None:
    with qtbot.waitSignal(view.shown, timeout=5000):
        assert view.show_pdf(data)


def picture(view: PagesView) -> QImage:
    return view.viewport().grab().toImage()


def darkness(image: QImage) -> int:
    """Return how many dots of the page's ink there are, sparsely looked for."""
    return sum(
        image.pixelColor(x, y).lightness() < 100
        for x in range(60, image.width() - 60, 2) for y in range(30, image.height() - 30, 2)
    )  # fmt: skip


def press(view: PagesView, key: Qt.Key) -> None:
    QApplication.sendEvent(
        view, QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    )


def test_the_pages_are_drawn_and_said(qtbot: QtBot, view: PagesView) -> None:
    show(qtbot, view, paper(8))
    assert view.pages >= 3
    assert view.page == 1
    assert view.accessibleName() == f"Sidorna. Sida 1 av {view.pages}"
    assert "gemensam start" in view.accessibleDescription()
    assert darkness(picture(view)) > 200


def test_keys_lead_through_the_pages(qtbot: QtBot, view: PagesView) -> None:
    show(qtbot, view, paper(8))
    press(view, Qt.Key.Key_End)
    assert view.page == view.pages
    press(view, Qt.Key.Key_Home)
    assert view.page == 1
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
        before = view.verticalScrollBar().value()
        press(view, key)
        assert view.verticalScrollBar().value() > before
    view.go_to(2)
    assert view.page == 2
    qtbot.waitUntil(lambda: view.is_drawn, timeout=5000)
    assert darkness(picture(view)) > 200


def test_the_old_pages_stay_until_the_new_ones_are_drawn(qtbot: QtBot, view: PagesView) -> None:
    show(qtbot, view, paper(8))
    view.verticalScrollBar().setValue(400)
    qtbot.waitUntil(lambda: view.is_drawn, timeout=5000)
    before = picture(view)
    view.show_pdf(paper(8, "Ny rapport"))
    assert not view.is_drawn
    assert picture(view) == before  # nothing blank in between
    with qtbot.waitSignal(view.shown, timeout=5000):
        pass
    assert view.verticalScrollBar().value() == 400
    assert darkness(picture(view)) > 200


def test_of_many_in_a_row_the_last_is_shown(qtbot: QtBot, view: PagesView) -> None:
    for n in range(5):
        view.show_pdf(paper(2, f"Version{n}"))
    qtbot.waitUntil(lambda: view.is_drawn, timeout=5000)
    assert "Version4" in view.accessibleDescription()


def test_fewer_pages_end_where_they_end(qtbot: QtBot, view: PagesView) -> None:
    show(qtbot, view, paper(12))
    press(view, Qt.Key.Key_End)
    show(qtbot, view, paper(1))
    assert view.page == view.pages == 1


def test_another_width_is_filled_with_the_same_words(qtbot: QtBot, view: PagesView) -> None:
    show(qtbot, view, paper(8))
    view.go_to(3)
    view.resize(1000, 500)
    assert view.page == 3
    qtbot.waitUntil(lambda: view._now is not None and view.is_drawn, timeout=5000)
    qtbot.waitUntil(lambda: widest(view) > 800, timeout=5000)


def widest(view: PagesView) -> int:
    assert view._now is not None
    return max((p.width() for p in view._now.pictures.values()), default=0)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"PK\x03\x04"])
def test_what_is_no_pdf_leaves_the_pages_as_they_are(
    qtbot: QtBot, view: PagesView, data: bytes
) -> None:
    show(qtbot, view, paper(2))
    before = picture(view)
    assert not view.show_pdf(data)
    assert picture(view) == before


def test_trouble_is_said_in_place_of_the_pages(qtbot: QtBot, view: PagesView) -> None:
    show(qtbot, view, paper(2))
    view.say("Mallen går inte att läsa.")
    assert view.pages == view.page == 0
    assert view.accessibleName() == "Sidorna. Mallen går inte att läsa."
    show(qtbot, view, paper(2))
    assert view.page == 1


def test_pages_are_white_on_dark_ground(qtbot: QtBot, qapp: QApplication) -> None:
    theme.use(qapp, "dark", 200)
    made = PagesView("Sidorna")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    show(qtbot, made, paper(2))
    image = picture(made)
    assert image.pixelColor(5, 300).lightness() < 40
    assert image.pixelColor(image.width() // 2, 60).lightness() > 240


def test_a_view_that_is_taken_away_while_drawing_ends_quietly(qtbot: QtBot) -> None:
    made = PagesView("Sidorna")
    made.resize(700, 500)
    made.show()
    made.show_pdf(paper(8))
    with qtbot.waitSignal(made.destroyed):
        made.deleteLater()
