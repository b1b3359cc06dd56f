"""The lamp Shared and what stands behind it: refusals, the log, and a round that can be stopped."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from qualityvisit.model import records
from qualityvisit.sync.folder import FolderStore
from qualityvisit.ui import lamps
from qualityvisit.ui.pulse import Far
from qualityvisit.ui.rows import RowView
from qualityvisit.ui.shared import refusal_words
from qualityvisit.workspace import Workspace
from tests.ui import audit
from tests.ui.person import Person

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def refused(sharer: Person, tmp_path: Path) -> Iterator[str]:
    """Return a visit in which somebody has written who has left its team."""
    line = sharer.ws.sharing.invite("Åsa Ängström", records.MEMBER)
    hers = Workspace.join(tmp_path / "hennes", line)
    sharer.ws.sharing.share()
    visit = next(v for v in sharer.ws.all(records.Visit) if v.title == "Mellanängsskolan")
    sharer.ws.set_team(visit.id, [*visit.team, hers.me.id])
    for _round in range(2):
        sharer.ws.sharing.share()
        hers.sharing.share()
    sharer.ws.set_team(visit.id, visit.team)
    session = hers.all(records.Session, parent=visit.id)[0]
    hers.notes(visit.id).add_note(session.id, "pupils", text="För sent")
    hers.sharing.share()
    sharer.ws.sharing.share()
    yield visit.id
    hers.close()


def press_lamp(person: Person) -> None:
    person.window._tell()
    person.window._lit[2].click()
    person.look()


def test_the_lamp_shows_that_all_is_shared_and_read_back(sharer: Person) -> None:
    press_lamp(sharer)
    assert sharer.reads("Allt delat")
    assert sharer.reads("Det du har skrivit har lästs tillbaka från den delade platsen.")
    assert sharer.nameless() == []
    assert audit.not_reached(sharer.top()) == []
    sharer.press("Stäng")


def test_the_lamp_shows_what_to_do_where_the_folder_is_away(
    sharer: Person, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "delad").rename(tmp_path / "borta")
    sharer.ws.register.add_unit("Nyängsskolan", ("GR",))
    press_lamp(sharer)
    sharer.press("Dela nu")
    qtbot.waitUntil(lambda: sharer.reads("går inte att nå"))
    assert sharer.reads("1 ändring väntar sedan")


def test_what_was_refused_is_shown_with_who_what_why_and_what_to_do(
    sharer: Person, refused: str
) -> None:
    press_lamp(sharer)
    assert sharer.reads("Åsa Ängström  ·  Anteckningar: Mellanängsskolan")
    assert sharer.reads("Personen får inte skriva i det här.")
    assert sharer.reads("lägg till personen i besökets lag")
    assert audit.not_reached(sharer.top()) == []
    sharer.press("Visa besöket Anteckningar: Mellanängsskolan")
    assert sharer.window.place() == "visit"
    assert sharer.window.current()._id == refused  # type: ignore[union-attr]


def test_the_log_is_read_and_saved(
    sharer: Person, refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del refused
    sharer.window.go("settings", section="sharing")
    sharer.press("Delningslogg …")
    rows = sharer.find(RowView, "Delningslogg").rows.rows
    assert any("Åsa Ängström" in row.about for row in rows)
    assert any("Anteckningar: Mellanängsskolan" in row.title for row in rows)
    file = tmp_path / "logg.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    sharer.press("Spara som CSV …")
    assert "Åsa Ängström" in file.read_text("utf-8-sig")
    sharer.press("Stäng")


class Slow(FolderStore):
    """A folder that hands out one file of a device, and the next only when it is let."""

    def __init__(self, address: str, device: str) -> None:
        super().__init__(address)
        self.let, self.asked, self.device = threading.Event(), 0, device

    def get(self, name: str) -> bytes | None:
        self.asked += name.startswith(self.device)
        if self.asked > 1:
            self.let.wait(20)
        return super().get(name)


def test_a_slow_round_shows_how_far_it_has_come_and_can_be_stopped(
    sharer: Person, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not sharer.window.pulse.busy)
    line = sharer.ws.sharing.invite("Åsa Ängström", records.ADMINISTRATOR)
    hers = Workspace.join(tmp_path / "hennes", line)
    for name in ("ett", "två", "tre"):
        hers.register.add_unit(name, ("GR",))
        hers.sharing.share()
    device = hers.sharing.identity.device
    hers.close()
    slow = Slow(str(tmp_path / "delad"), device)
    sharer.ws.sharing._store = slow
    press_lamp(sharer)
    sharer.press("Dela nu")
    qtbot.waitUntil(lambda: sharer.is_seen("Avbryt delningen"))
    assert sharer.reads("Hämtar 2 av ")
    qtbot.waitUntil(lambda: sharer.window._stop.isVisibleTo(sharer.window))
    assert "hämtar" in sharer.window._lamps.fact("shared").fact
    sharer.press("Avbryt delningen")
    slow.let.set()
    qtbot.waitUntil(lambda: not sharer.window.pulse.busy)
    assert "Delningen avbröts" in sharer.window.notices.passing_words()
    assert "tre" not in {u.name for u in sharer.ws.all(records.Unit)}
    sharer.press("Dela nu")
    qtbot.waitUntil(lambda: "tre" in {u.name for u in sharer.ws.all(records.Unit)})


@pytest.mark.parametrize(
    ("far", "said"),
    [
        (Far("list", 0, 0, -1), "läser den delade platsen"),
        (Far("put", 3, 12, -1), "skickar 3 av 12"),
        (Far("get", 3, 12, 9), "hämtar 3 av 12, 9 sekunder kvar"),
        (Far("take", 3, 900, 130), "tar emot 3 av 900, 3 minuter kvar"),
        (Far("check", 0, 4, 0), "kontrollerar 4"),
        (Far("tidy", 0, 4, 1), "städar den delade platsen, 1 sekund kvar"),
    ],
)
def test_how_far_a_round_has_come_is_told_in_words(far: Far, said: str) -> None:
    assert lamps.doing(far) == said


@pytest.mark.parametrize(
    "why", ["not allowed", "removed member", "erased", "damaged", "another workspace", "forged"]
)
def test_every_reason_has_words_and_something_to_do(why: str) -> None:
    title, advice = refusal_words(why)
    assert title.endswith(".")
    assert advice.endswith(".")
