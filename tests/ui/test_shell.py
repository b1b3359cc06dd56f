"""The window: the way between screens, time, closing, and what every screen must keep."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from qualityvisit.errors import NotSaved, StoreUnreachable
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.ui import places, theme
from qualityvisit.ui.kit import Button, Header, header
from qualityvisit.ui.lamps import Lamp
from qualityvisit.ui.screen import Desk, Screen
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.ui import audit, world
from tests.ui.conftest import opened

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]

PLACES = ("overview", "plan", "visits", "follow-up", "units", "guides", "settings")


class Paper(Screen):
    """A screen in the focus frame, for the tests."""

    focus_frame = True
    stays = False

    def __init__(self, desk: Desk) -> None:
        top: Header = header("Ett papper", "", desk.way.lamps(), back=("Tillbaka", desk.way.back))
        super().__init__(desk, top, QLabel("Papper"))
        self.opened: dict[str, str] = {}

    def open(self, **arguments: str) -> None:
        self.opened = arguments

    def refresh(self) -> None:
        """Nothing to read."""

    def may_leave(self) -> bool:
        return not self.stays


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> None:
    real = places.make

    def make(name: str, desk: Desk) -> Screen:
        return Paper(desk) if name == "interview" else real(name, desk)

    monkeypatch.setattr(places, "make", make)


def press(widget: Any, key: Qt.Key, how: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, how)


def test_it_opens_on_the_overview(window: MainWindow) -> None:
    assert window.place() == "overview"
    assert window.windowTitle() == "Översikt – Kvalitetsbesök"
    assert [item.isChecked() for item in window._rail.items] == [True, *[False] * 6]


def test_alt_and_a_number_goes_to_a_place(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.place() == "plan"
    press(window, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    assert window.place() == "settings"
    del qtbot


def test_the_rail_is_gone_through_with_arrows_and_enter(window: MainWindow) -> None:
    item = window._rail.items[0]
    item.setFocus()
    press(item, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window._rail.items[1]
    press(window._rail.items[1], Qt.Key.Key_Return)
    assert window.place() == "plan"
    assert window._rail.items[1].isChecked()
    press(window._rail.items[1], Qt.Key.Key_Up)
    assert QApplication.focusWidget() is window._rail.items[0]


@pytest.mark.usefixtures("paper")
def test_the_focus_frame_has_no_rail_and_esc_leads_back(window: MainWindow) -> None:
    window.go("interview", session="s1")
    current = window.current()
    assert isinstance(current, Paper)
    assert current.opened == {"session": "s1"}
    assert not window._rail.isVisible()
    assert not window._strip.isVisible()
    assert [lamp.accessibleName() for lamp in current.findChildren(Lamp)] == [
        "På datorn: sparat 08.41",
        "Delat: delas inte: ingen plats vald",
    ]
    press(current, Qt.Key.Key_Escape)
    assert window.place() == "overview"
    assert window._rail.isVisible()


def test_esc_leads_back_from_a_visit_to_where_one_came_from(window: MainWindow) -> None:
    window.go("plan")
    window.go("visit", id=window.ws.all(records.Visit)[0].id)
    press(window, Qt.Key.Key_Escape)
    assert window.place() == "plan"
    press(window, Qt.Key.Key_Escape)
    assert window.place() == "plan"


@pytest.mark.usefixtures("paper")
def test_a_screen_may_refuse_to_be_left(window: MainWindow) -> None:
    window.go("interview")
    current = window.current()
    assert isinstance(current, Paper)
    current.stays = True
    window.go("plan")
    window.back()
    assert window.place() == "interview"
    assert not window.close()
    current.stays = False


def test_a_hidden_screen_reads_again_when_it_is_shown(window: MainWindow, ws: Workspace) -> None:
    window.go("units")
    units = window.current()
    window.go("overview")
    ws.register.add_unit("Nyängsskolan", ("GR",))
    assert units is not None
    assert "25" not in units.header._about.whole()
    window.go("units")
    assert units.header._about.whole() == "25 enheter"


def test_a_visible_screen_reads_again_at_once(
    window: MainWindow, ws: Workspace, qtbot: QtBot
) -> None:
    window.go("units")
    units = window.current()
    assert units is not None
    ws.register.add_unit("Nyängsskolan", ("GR",))
    qtbot.waitUntil(lambda: units.header._about.whole() == "25 enheter")


def test_the_lamps_tell_of_trouble_and_of_its_end(
    window: MainWindow, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = NotSaved("Disken är full.", "Gör plats.")

    def refuse(*_args: object) -> None:
        raise trouble

    monkeypatch.setattr(ws.journal, "append", refuse)
    assert not window.desk.attempt(lambda: ws.register.add_unit("Sandskolan", ("GR",)))
    window._tell()
    fact = window._lamps.fact("computer")
    assert fact.fact.startswith("EJ SPARAT")
    assert [b.title for b in window.notices.shown()] == ["Disken är full."]
    monkeypatch.undo()
    window._lit[0].click()
    assert window._lamps.fact("computer").fact.startswith("sparat")
    assert window.notices.shown() == []
    assert window.notices.passing_words() == "Allt är sparat igen."


def test_closing_asks_where_words_are_not_saved(
    window: MainWindow, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise NotSaved("Disken är full.", "Gör plats.")

    monkeypatch.setattr(ws.journal, "append", refuse)
    window.desk.attempt(lambda: ws.register.add_unit("Sandskolan", ("GR",)))
    asked: list[str] = []

    def answer(title: str, advice: str, yes: str, **_how: object) -> bool:
        asked.extend((title, advice, yes))
        return False

    monkeypatch.setattr(window.notices, "ask", answer)
    assert not window.close()
    assert asked[0].endswith("är inte sparade.") or asked[0].endswith("är inte sparad.")
    assert "Gör plats." in asked[1]
    monkeypatch.undo()
    assert window.close()


def test_where_the_window_stood_is_kept(window: MainWindow, ws: Workspace) -> None:
    window.close()
    assert Settings.load(ws.folder).window


def test_a_new_look_keeps_the_place(window: MainWindow) -> None:
    window.go("settings", section="backup")
    window.desk.settings.text_size = 125
    window.desk.settings.theme = "dark"
    window.rebuild()
    assert window.place() == "settings"
    assert window.current() is not None
    assert window._rail.width() == 270


def test_a_new_day_is_noticed(window: MainWindow, clock: world.Time) -> None:
    clock.turn(days=1)
    window._tell()
    current = window.current()
    assert current is not None
    assert current.header._about.whole() == "onsdag 15 mars 2028, vecka 11"


def test_the_example_says_so_and_leads_on(qtbot: QtBot, ws: Workspace) -> None:
    ws.register.set_committee(example=True)
    window = opened(qtbot, ws)
    assert window._example.isVisible()
    with qtbot.waitSignal(window.begin_own):
        window._example.findChildren(Button)[0].click()


def test_a_workspace_of_ones_own_says_nothing_of_examples(window: MainWindow) -> None:
    assert not window._example.isVisible()


# --- sharing


def shared_window(qtbot: QtBot, tmp_path: Path, clock: world.Time) -> tuple[MainWindow, Workspace]:
    store = tmp_path / "delad"
    store.mkdir()
    ws = world.empty(tmp_path / "egen", clock, str(store))
    return opened(qtbot, ws), ws


def test_what_waits_is_shared_by_itself(qtbot: QtBot, tmp_path: Path, clock: world.Time) -> None:
    window, ws = shared_window(qtbot, tmp_path, clock)
    qtbot.waitUntil(lambda: window._lamps.fact("shared").fact.startswith("allt delat"))
    ws.register.add_unit("Nyängsskolan", ("GR",))
    qtbot.waitUntil(lambda: "väntar" in window._lamps.fact("shared").fact)
    window.go("overview")
    window.pulse._did_pass_minute()
    qtbot.waitUntil(lambda: window._lamps.fact("shared").fact.startswith("allt delat"))
    assert ws.status().waiting == 0
    said = [x.text() for x in window.findChildren(QLabel) if x.isVisible()]
    assert any(words.startswith("Allt delat") for words in said)
    window.close()
    ws.close()


def test_sharing_by_hand_tells_what_came_of_it(
    qtbot: QtBot, tmp_path: Path, clock: world.Time
) -> None:
    window, ws = shared_window(qtbot, tmp_path, clock)
    qtbot.waitUntil(lambda: not window.pulse.busy and bool(ws.status().shared_at))
    window.share_now()
    qtbot.waitUntil(lambda: window.notices.passing_words() != "")
    assert window.notices.passing_words() == "Delat. Inget nytt från de andra."
    window.close()
    ws.close()


def test_a_folder_that_vanishes_is_told_and_tried_again(
    qtbot: QtBot, tmp_path: Path, clock: world.Time
) -> None:
    window, ws = shared_window(qtbot, tmp_path, clock)
    qtbot.waitUntil(lambda: not window.pulse.busy and bool(ws.status().shared_at))
    (tmp_path / "delad").rename(tmp_path / "borta")
    ws.register.add_unit("Nyängsskolan", ("GR",))
    window.share_now()
    qtbot.waitUntil(lambda: bool(window.notices.shown()))
    assert window.notices.shown()[0].title.startswith("Den delade mappen går inte att nå")
    assert "väntar" in window._lamps.fact("shared").fact
    assert "delat" not in window._lamps.fact("shared").fact
    (tmp_path / "borta").rename(tmp_path / "delad")
    buttons = window.notices.shown()[0].findChildren(Button)
    next(b for b in buttons if b.accessibleName() == "Försök igen").click()
    qtbot.waitUntil(lambda: window._lamps.fact("shared").fact.startswith("allt delat"))
    window.close()
    ws.close()


def test_a_lamp_leads_to_where_something_can_be_done(window: MainWindow) -> None:
    window._lit[2].click()
    assert window.place() == "settings"
    window.go("overview")
    window._lit[1].click()
    assert window.place() == "settings"
    window._lit[0].click()
    assert window.notices.passing_words() == "Varje ändring finns i filen på den här datorn."


def test_the_days_backup_is_made_by_itself(window: MainWindow, ws: Workspace) -> None:
    assert ws.status().backup_at == ""
    window.pulse._back_up_if_due()
    assert ws.status().backup_at


def test_a_backup_that_fails_is_told(
    window: MainWindow, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise NotSaved("Disken är full.", "Gör plats.")

    monkeypatch.setattr(ws, "back_up", refuse)
    window.pulse._back_up_if_due()
    window._tell()
    assert window._lamps.fact("backup").fact == "kunde inte göras"


def test_a_bug_on_the_worker_reaches_the_hook(window: MainWindow, qtbot: QtBot) -> None:
    failed: list[Exception] = []

    def work() -> None:
        raise ZeroDivisionError

    window.desk.tasks.run(work, lambda _found: None, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], ZeroDivisionError)
    with pytest.raises(ZeroDivisionError):
        window.pulse._did_fail(failed[0])
    window.pulse._did_fail(StoreUnreachable("Nås inte.", ""))


# --- what every screen keeps


@pytest.mark.parametrize("name", PLACES)
def test_everything_has_a_name_and_room_for_a_finger(window: MainWindow, name: str) -> None:
    window.go(name)
    assert audit.nameless(window) == []
    assert audit.too_small(window) == []


@pytest.mark.parametrize("name", PLACES)
def test_tab_reaches_everything(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.go(name)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert audit.not_reached(window) == []


@pytest.mark.parametrize("name", PLACES)
def test_twice_the_text_fits_a_small_screen(qtbot: QtBot, ws: Workspace, name: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.use(app, "light", 200)
    window = opened(qtbot, ws, text_size=200)
    window.resize(1366, 768)
    window.go(name)
    assert window.width() == 1366
    assert window.minimumSizeHint().width() <= 1366
    assert audit.nameless(window) == []


def test_f1_lists_the_keys(window: MainWindow) -> None:
    window.go("plan")
    press(window, Qt.Key.Key_F1)
    dialog = window.findChildren(QDialog)[-1]
    shown = [w.text() for w in dialog.findChildren(QLabel)]
    assert "Alt+2" in shown
    assert "Flytta besöket en termin" in shown
    dialog.close()
