"""Whatever becomes of a store, the window says what happened, what is safe and what to do."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from qualityvisit.errors import StoreTrouble
from qualityvisit.ui import lamps
from qualityvisit.ui.shared import SharingState
from qualityvisit.ui.shell import MainWindow
from tests import broken
from tests.broken import Row

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def read(window: MainWindow) -> str:
    """Return what stands in the notices and on the card of sharing."""
    screen = window.current()
    assert screen is not None
    [card] = screen.findChildren(SharingState)
    places = [*window.notices.shown(), card]
    return " ".join(w.text() for place in places for w in place.findChildren(QLabel))


@pytest.mark.parametrize("row", broken.ROWS, ids=lambda row: row.name)
def test_a_fault_is_told(row: Row, pair_template: Path, tmp_path: Path, qtbot: QtBot) -> None:
    with broken.staged(pair_template, tmp_path / "arbete", row) as ws:
        window = broken.seen(ws, row)
        qtbot.addWidget(window)
        said, lamp = read(window), window._lamps.fact("shared")
        for words in (row.happened, row.safe, row.to_do):
            assert words in said
        if row.shares:
            assert lamp.state in (lamps.WAIT, lamps.BAD)
            assert "Inget nytt från de andra" not in window.notices.passing_words()
        else:
            assert window._lamps.fact("computer").state == lamps.BAD
        window.close()


def test_what_a_round_noticed_is_told_once_and_by_one_notice(
    pair_template: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    row = next(r for r in broken.ROWS if r.hurt is broken.emptied)
    with broken.staged(pair_template, tmp_path / "arbete", row) as ws:
        window = broken.seen(ws, row)
        qtbot.addWidget(window)
        said = ["Den delade platsen har förlorat filer som fanns där förut."]
        window.share_now()  # puts right what can be
        qtbot.waitUntil(lambda: not window.pulse.busy)
        assert [b.title for b in window.notices.shown()] == said
        window.notices.take(window.notices.shown()[0])
        window._did_remark(StoreTrouble(said[0]))  # as it would be told once more
        assert window.notices.shown() == []
        window._did_remark(StoreTrouble("En."))
        window._did_remark(StoreTrouble("En till."))
        assert [b.title for b in window.notices.shown()] == ["En till."]
        window.close()
