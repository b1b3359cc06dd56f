"""Units: the list, the cards, adding, changing and importing with a look first."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from qualityvisit import imports
from qualityvisit.model import records
from qualityvisit.ui.figure_cards import Bars, theme_card
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.unit_dialogs import EditUnit
from qualityvisit.ui.unit_doubles import MergeUnits
from qualityvisit.ui.units import Units
from qualityvisit.workspace import Workspace
from tests.ui import audit
from tests.ui.conftest import opened

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


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
                 "Källa: Skolverket, hämtat 2027-10-01", "skyddad uppgift (få elever)",
                 "tisdag 20 april 2027",
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
    dialog.forms.checks["FS"].setChecked(True)
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


def test_school_forms_have_days_and_the_preschool_class_ends_by_law(
    units: Units, ws: Workspace
) -> None:
    made = ws.register.add_unit("Dammskolan", ("GR 2010-08-01 -",))
    units._edit(made)
    dialog = units.window().findChildren(EditUnit)[-1]
    forms = dialog.forms
    assert forms.dates["GR"][0].iso() == "2010-08-01"
    assert "FKLASS" not in forms.dates
    forms.checks["FKLASS"].setChecked(True)
    assert forms.dates["FKLASS"][0].isVisible()
    assert forms.dates["FKLASS"][1].iso() == "2028-06-30"
    assert audit.nameless(dialog) == []
    forms.dates["GR"][1].set_text("2009-01-01")
    dialog.try_it()
    assert dialog.isVisible()
    forms.dates["GR"][1].set_text("när det blir")
    dialog.try_it()
    assert dialog.isVisible()
    forms.dates["GR"][1].set_text("30 juni 2031")
    forms.dates["FKLASS"][0].set_text("2012-08-01")
    dialog.try_it()
    assert ws.get(records.Unit, made).forms == ("FKLASS 2012-08-01 -", "GR 2010-08-01 2031-06-30")
    assert "Förskoleklass från 1 augusti 2012 till 30 juni 2028" in words(units)


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


# --- units that are entered twice


def test_doubles_are_proposed_and_made_one_and_parted_by_keyboard(
    units: Units, ws: Workspace, qtbot: QtBot
) -> None:
    kept = unit_of(ws, "Lindskolan")
    gone = ws.register.add_unit("Lindskolan", ("GR",))
    ws.register.add_figure(gone, "Antal elever", "76", "2027", "Skolverket")
    ws.settle()
    units.merge_units()
    dialog = units.window().findChildren(MergeUnits)[-1]
    assert audit.nameless(dialog) == []
    qtbot.waitUntil(dialog.isActiveWindow)
    assert audit.not_reached(dialog) == []
    assert dialog.proposals.currentText() == "Lindskolan = Lindskolan (samma namn)"
    assert (dialog.keep.value(), dialog.other.value()) == (kept.id, gone)
    shown = " ".join(w.text() for w in dialog.findChildren(QLabel))
    assert "Följer med: 0 besök, 1 nyckeltal" in shown
    QTest.keyClick(dialog.yes, Qt.Key.Key_Return)
    assert ws.get(records.Unit, gone).id == kept.id
    assert units.list.current() == kept.id
    assert "Även inlagd som Lindskolan" in words(units)
    assert "76" in words(units)
    [part] = [b for b in units._detail.findChildren(QPushButton)
              if b.accessibleName() == "Skilj Lindskolan åt igen"]  # fmt: skip
    part.setFocus()
    QTest.keyClick(part, Qt.Key.Key_Return)
    assert ws.get(records.Unit, gone).id == gone


def test_two_units_are_chosen_by_hand_where_nothing_looks_like_one(
    units: Units, ws: Workspace
) -> None:
    units.merge_units()
    dialog = units.window().findChildren(MergeUnits)[-1]
    dialog.try_it()
    assert dialog.isVisible()
    first = unit_of(ws, "Förskolan Tuvan").id
    dialog.keep.setCurrentIndex(dialog.keep.findData(first))
    dialog.other.setCurrentIndex(dialog.other.findData(first))
    dialog.try_it()
    assert dialog.isVisible()
    dialog.reject()


# --- key figures


def test_figures_stand_under_their_sources_with_bars_that_say_their_values(
    units: Units, ws: Workspace, data: Path
) -> None:
    school = ws.register.add_unit("Waldorfskolan", ("GR",), "10661388")
    imports.import_figures(ws, [data / "planned" / "statistics-gr_10661388.json"])
    ws.settle()
    units.open(id=school)
    shown = words(units)
    assert "Källa: Skolverket, inläst 14 mars 2028" in shown
    assert "cirka 170" in shown
    assert "kan inte redovisas" in shown
    [more] = [b for b in units._detail.findChildren(QPushButton)
              if b.text().startswith("Visa alla")]  # fmt: skip
    QTest.keyClick(more, Qt.Key.Key_Return)
    bars = [b.accessibleName() for b in units._detail.findChildren(Bars)]
    merit = next(b for b in bars if b.startswith("Årskurs 9: meritvärde"))
    assert merit == ("Årskurs 9: meritvärde: 2020/21 265,7, 2021/22 243,9, 2022/23 259,9,"
                     " 2023/24 228,5, 2024/25 246,7")  # fmt: skip


def test_figures_of_a_theme_stand_beside_its_questions(
    units: Units, ws: Workspace, data: Path
) -> None:
    school = ws.register.add_unit("Skolan", ("GR",), "44673074")
    ws.register.set_committee(municipality_code="1230")
    imports.import_figures(ws, [data / "survey" / "nestedsurveys_pupilsgr.json"])
    for area, value in (("1230", "8,1"), ("0000", "7,9")):
        ws.register.add_figure(area, "x", value, "VT26", "S", measure="survey.security", who="ak5")
    ws.settle()
    safe = records.Theme("t", "g", "Trygghet", "01", "Normer, värden och inflytande", "Trygghet")
    made = theme_card(units.desk, school, safe)
    assert made is not None
    told = " | ".join(w.text() for w in made.findChildren(QLabel))
    for part in ("Nyckeltal: Trygghet", "Känner du dig trygg i skolan?", "Årskurs 5", "8,6",
                 "Kommunen VT26: 8,1  ·  Riket VT26: 7,9",
                 "Källa: Skolinspektionen, Skolenkäten, inläst 14 mars 2028"):  # fmt: skip
        assert part in told
    assert theme_card(units.desk, school, records.Theme("u", "g", "Annat")) is None
    made.deleteLater()
