"""Units: the list, the cards, adding, changing and importing with a look first."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from qualityvisit.model import records
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.unit_dialogs import EditUnit, ImportUnits
from qualityvisit.ui.units import Units
from qualityvisit.workspace import Workspace
from tests.ui import audit
from tests.ui.conftest import opened

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
FILE = str(Path(__file__).with_name("units.csv"))


@pytest.fixture
def units(window: MainWindow) -> Units:
    window.go("units")
    current = window.current()
    assert isinstance(current, Units)
    return current


def words(units: Units) -> str:
    return " | ".join(w.text() for w in units._detail.findChildren(QLabel) if w.text())


def unit_of(ws: Workspace, name: str) -> records.Unit:
    return next(u for u in ws.all(records.Unit) if u.name == name)


def test_units_stand_under_their_school_forms(units: Units) -> None:
    rows = units.list.rows.rows
    assert [r.title for r in rows if not r.id] == ["Förskola", "Grundskola", "Gymnasieskola"]
    found = next(r for r in rows if r.title == "Lindskolan")
    assert found.said == "Lindskolan, 76 elever  ·  46190272, VT 28"


def test_the_list_is_narrowed_as_you_type(units: Units) -> None:
    units.find_field.setText("back")
    assert [r.title for r in units.list.rows.rows if r.id] == ["Backskolan 7–9", "Backskolan F–6"]
    units.find_field.setText("46190272")
    assert [r.title for r in units.list.rows.rows if r.id] == ["Lindskolan"]
    units.find_field.setText("xyzzy")
    assert [r.title for r in units.list.rows.rows] == ["Ingen enhet passar."]
    units.find_field.clear()
    units._form.setCurrentIndex(units._form.findData("GY"))
    assert [r.title for r in units.list.rows.rows if r.id] == ["Kometgymnasiet"]


def test_the_arrows_pass_the_headings_by(units: Units) -> None:
    units.list.choose(unit_of(units.ws, "Förskolan Tuvan").id)
    QTest.keyClick(units.list, Qt.Key.Key_Down)
    assert units.list.current() == unit_of(units.ws, "Backskolan 7–9").id
    QTest.keyClick(units.list, Qt.Key.Key_Up)
    assert units.list.current() == unit_of(units.ws, "Förskolan Tuvan").id


def test_a_unit_is_shown_with_figures_sources_and_visits(units: Units) -> None:
    ws = units.ws
    school = unit_of(ws, "Exempelskolan")
    ws.register.add_figure(school.id, "Andel godkända", "..", "2026/27", "Skolverket")
    units.open(id=school.id)
    shown = words(units)
    for part in ("Exempelskolan", "46190187", "Genomsnittligt meritvärde (17 ämnen)", "231,4",
                 "Skolverket, hämtat 2027-10-01", "skyddad uppgift", "tisdag 20 april 2027",
                 "Avslutat"):  # fmt: skip
        assert part in shown
    units.open(id=unit_of(ws, "Förskolan Tuvan").id)
    assert "Förskolor har ingen" in words(units)
    assert "Inga nyckeltal är inlagda." in words(units)


def test_forms_with_dates_are_told(units: Units) -> None:
    ws = units.ws
    made = ws.register.add_unit("Dammskolan", ("GR 2010-08-01 2029-06-30",))
    units.open(id=made)
    assert "Grundskola från 1 augusti 2010 till 30 juni 2029" in words(units)


def test_a_unit_is_added(units: Units, ws: Workspace) -> None:
    units._edit("")
    dialog = units.window().findChildren(EditUnit)[-1]
    assert audit.nameless(dialog) == []
    dialog.code.setText("123")
    dialog.pupils.setText("många")
    dialog.try_it()
    errors = {f.error() for f in dialog.form.findChildren(type(dialog.form.add("", QLabel())))}
    assert {"Skriv enhetens namn.", "Välj minst en skolform.", "Skriv antalet med siffror.",
            "En skolenhetskod har åtta siffror."} <= errors  # fmt: skip
    dialog.name.setText("Förskolan Vinden")
    dialog.code.clear()
    dialog.pupils.setText("54")
    dialog.forms["FS"].setChecked(True)
    dialog.try_it()
    made = unit_of(ws, "Förskolan Vinden")
    assert (made.forms, made.pupils, made.code) == (("FS",), "54", "")
    assert units.list.current() == made.id


def test_a_code_that_another_has_is_refused_in_the_dialog(units: Units) -> None:
    units._edit(unit_of(units.ws, "Borgskolan").id)
    dialog = units.window().findChildren(EditUnit)[-1]
    dialog.code.setText("46190272")
    dialog.try_it()
    assert "Lindskolan" in dialog.trouble()
    assert dialog.isVisible()
    dialog.reject()


def test_a_unit_is_changed(units: Units, ws: Workspace) -> None:
    units._edit(unit_of(ws, "Borgskolan").id)
    dialog = units.window().findChildren(EditUnit)[-1]
    dialog.name.setText("Nya Borgskolan")
    dialog.status.setCurrentIndex(dialog.status.findData("dormant"))
    dialog.try_it()
    changed = unit_of(ws, "Nya Borgskolan")
    assert changed.status == "dormant"
    assert changed.forms == ("GR 2000-01-01 -",)
    row = next(r for r in units.list.rows.rows if r.id == changed.id)
    assert row.right == "Vilande"


def test_an_import_shows_first_what_it_would_do(units: Units, ws: Workspace, qtbot: QtBot) -> None:
    before = ws.count(records.Unit)
    units.show_import(FILE)
    dialog = units.window().findChildren(ImportUnits)[-1]
    qtbot.waitUntil(lambda: dialog.found is not None)
    rows = dialog.list.rows.rows
    assert [r.title for r in rows if not r.id] == [
        "Nya", "Ändrade", "Går inte att använda: raderna hoppas över",
    ]  # fmt: skip
    lind = next(r for r in rows if r.title == "Lindskolan")
    assert lind.about == "antal: 76 → 312  ·  adress: – → Lindvägen 1"
    assert ws.count(records.Unit) == before  # nothing has been written
    assert dialog._yes.text() == "Läs in 4 enheter"
    assert audit.nameless(dialog) == []
    dialog.take()
    assert ws.count(records.Unit) == before + 2
    assert unit_of(ws, "Lindskolan").pupils == "312"
    assert units.desk.notices.passing_words() == "Inläst: 2 nya, 2 ändrade."


def test_a_file_that_is_no_register_is_told(units: Units, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "brev.txt"
    file.write_text("Hej!\nHur mår ni?\n", "utf-8")
    units.show_import(str(file))
    dialog = units.window().findChildren(ImportUnits)[-1]
    qtbot.waitUntil(lambda: "Läser …" not in [w.text() for w in dialog.findChildren(QLabel)])
    assert not dialog._yes.isEnabled()
    dialog.take()  # nothing to take
    dialog.reject()


def test_the_file_is_asked_for(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (FILE, ""))
    units.import_units()
    units.desk.tasks.wait(3000)
    assert units.window().findChildren(ImportUnits)
    units.window().findChildren(ImportUnits)[-1].reject()


def test_a_narrow_window_shows_one_at_a_time(window: MainWindow, units: Units) -> None:
    window.resize(700, 700)
    assert units.pair.pane.isVisible()
    assert not units.pair.one.isVisible()
    QTest.keyClick(units.list, Qt.Key.Key_Return)
    assert units.pair.one.isVisible()
    assert not units.pair.pane.isVisible()
    assert units.escape()
    assert units.pair.pane.isVisible()
    assert not units.escape()


def test_without_units_the_way_to_them_is_shown(qtbot: QtBot, new_ws: Workspace) -> None:
    window = opened(qtbot, new_ws)
    window.go("units")
    current = window.current()
    assert isinstance(current, Units)
    assert current._empty.isVisible()
    assert audit.nameless(window) == []
