"""Importing in the window: what would come is shown row by row, and rows can be left out."""

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from qualityvisit import fetching
from qualityvisit.errors import NoAnswer
from qualityvisit.fetching import Step
from qualityvisit.model import records
from qualityvisit.ui.figure_import import ImportFigures
from qualityvisit.ui.import_dialog import ImportDialog
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.unit_import import PasteTable
from qualityvisit.ui.units import Units
from qualityvisit.workspace import Workspace
from tests.ui import audit

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
FILE = str(Path(__file__).with_name("units.csv"))


@pytest.fixture
def units(window: MainWindow) -> Units:
    window.go("units")
    current = window.current()
    assert isinstance(current, Units)
    return current


def unit_of(ws: Workspace, name: str) -> records.Unit:
    return next(u for u in ws.all(records.Unit) if u.name == name)


def shown(units: Units, qtbot: QtBot) -> ImportDialog:
    """Return the import that has been opened, when it has read."""
    dialog = units.window().findChildren(ImportDialog)[-1]
    qtbot.waitUntil(lambda: bool(dialog.list.rows.rows))
    return dialog


def said(dialog: ImportDialog) -> str:
    return " | ".join(w.text() for w in dialog.findChildren(QLabel) if w.text())


def test_an_import_shows_first_what_it_would_do(units: Units, ws: Workspace, qtbot: QtBot) -> None:
    before = ws.count(records.Unit)
    units.show_import(FILE)
    dialog = units.window().findChildren(ImportDialog)[-1]
    qtbot.waitUntil(lambda: bool(dialog.list.rows.rows))
    rows = dialog.list.rows.rows
    assert [r.title for r in rows if not r.id] == [
        "Nya", "Ändrade", "Går inte att använda: raderna hoppas över",
    ]  # fmt: skip
    lind = next(r for r in rows if r.title == "Lindskolan")
    assert lind.about == "antal: 76 → 312  ·  adress: – → Lindvägen 1"
    assert ws.count(records.Unit) == before  # nothing has been written
    assert dialog.yes.text() == "Läs in 4 enheter"
    assert audit.nameless(dialog) == []
    dialog.take()
    assert ws.count(records.Unit) == before + 2
    assert unit_of(ws, "Lindskolan").pupils == "312"
    assert units.desk.notices.passing_words() == "Inläst: 2 nya, 2 ändrade."


def test_a_file_that_is_no_register_is_told(units: Units, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "brev.txt"
    file.write_text("Hej!\nHur mår ni?\n", "utf-8")
    units.show_import(str(file))
    dialog = units.window().findChildren(ImportDialog)[-1]
    qtbot.waitUntil(lambda: "Läser …" not in [w.text() for w in dialog.findChildren(QLabel)])
    assert not dialog.yes.isEnabled()
    dialog.take()  # nothing to take
    dialog.reject()


def test_the_file_is_asked_for(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (FILE, ""))
    units.import_units()
    assert units.window().findChildren(ImportDialog)
    units.window().findChildren(ImportDialog)[-1].reject()


def test_rows_are_left_out_and_taken_by_keyboard(units: Units, ws: Workspace, qtbot: QtBot) -> None:
    before = ws.count(records.Unit)
    units.show_import(FILE)
    dialog = shown(units, qtbot)
    assert audit.not_reached(dialog) == []
    dialog.list.setFocus()
    dialog.list.choose_first()
    assert dialog.list.rows.rows[1].said == (
        "Förskolan Vinden, Förskola  ·  Vindvägen 2, Läggs till"
    )
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.list.rows.rows[1].said.endswith("Utelämnas")
    assert dialog.yes.text() == "Läs in 3 enheter"
    assert "1 utelämnade" in said(dialog)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)  # taken after all
    dialog.list.turn_all()
    assert not dialog.yes.isEnabled()
    assert "Alla rader är utelämnade." in said(dialog)
    dialog.list.turn_all()
    QTest.keyClick(dialog.list, Qt.Key.Key_Up)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    QTest.keyClick(dialog.yes, Qt.Key.Key_Return)
    assert ws.count(records.Unit) == before + 1
    assert not any(u.name == "Förskolan Vinden" for u in ws.all(records.Unit))


def test_a_second_import_shows_that_all_is_as_before(units: Units, qtbot: QtBot) -> None:
    units.show_import(FILE)
    shown(units, qtbot).take()
    units.show_import(FILE)
    dialog = shown(units, qtbot)
    assert not dialog.yes.isEnabled()
    assert "Det finns inget nytt att läsa in." in said(dialog)
    assert next(r.title for r in dialog.list.rows.rows if not r.id) == "Som förut"
    dialog.reject()


def test_a_table_is_pasted(units: Units, ws: Workspace, qtbot: QtBot) -> None:
    units.paste_units()
    paste = units.window().findChildren(PasteTable)[-1]
    assert audit.nameless(paste) == []
    paste.try_it()
    assert paste.isVisible()  # there is nothing in it
    paste.field.setPlainText("Namn\tSkolform\nFörskolan Örnen\tFörskola")
    paste.try_it()
    dialog = shown(units, qtbot)
    dialog.take()
    assert unit_of(ws, "Förskolan Örnen").forms == ("FS",)


# --- key figures


def test_key_figures_are_shown_by_unit_and_taken(
    units: Units, ws: Workspace, qtbot: QtBot, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = ws.register.add_unit("Hjärupslundsskolan", ("GR",), "46191968")
    ws.settle()
    file = str(data / "slutbetyg-2025.csv")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: ([file], ""))
    units.import_figures()
    dialog = shown(units, qtbot)
    dialog.municipality.setText("1230")
    dialog.read()
    qtbot.waitUntil(dialog.yes.isEnabled)
    row = next(r for r in dialog.list.rows.rows if r.title == "Hjärupslundsskolan")
    assert row.right == "4 värden"
    assert "Genomsnittligt meritvärde" in row.about
    assert dialog.yes.text() == "Läs in 4 nyckeltal"
    assert audit.nameless(dialog) == []
    dialog.take()
    assert ws.count(records.KeyFigure, parent=school) == 4
    assert units.desk.notices.passing_words() == "4 nyckeltal har lästs in."


def test_whose_figures_they_are_is_asked_once(
    units: Units, ws: Workspace, qtbot: QtBot, data: Path, tmp_path: Path
) -> None:
    school = ws.register.add_unit("Hägneskolan", ("GR",))
    ws.settle()
    oudata = {"values": [{"kpi": "N15033", "ou": "V15E068400107", "period": 2025, "values": [
        {"gender": "T", "status": "", "value": 12.3}]}]}  # fmt: skip
    file = tmp_path / "oudata.json"
    file.write_text(json.dumps(oudata), "utf-8")
    files = [str(file), str(data / "kolada" / "kpi.json"), str(data / "kolada" / "ou.json")]
    units.show_figures(files)
    dialog = shown(units, qtbot)
    assert isinstance(dialog, ImportFigures)
    asked = dialog.list.rows.rows[1]
    assert asked.said == (
        "Hägneskolan (V15E068400107), Kanske Hägneskolan: Retur väljer den, 1 värde"
    )
    assert not dialog.yes.isEnabled()
    assert "Välj först vilken enhet nyckeltalen hör till." in said(dialog)
    dialog.list.choose(asked.id)
    dialog.did_choose(asked.id)
    assert dialog._whose.isVisible()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)  # takes the proposal
    assert dialog.yes.text() == "Läs in 1 nyckeltal"
    dialog.match("V15E068400107", "")  # taken back
    assert not dialog.yes.isEnabled()
    dialog.list.choose(asked.id)
    dialog._whose.setCurrentIndex(dialog._whose.findData(school))
    dialog._did_match()
    dialog.take()
    [figure] = ws.all(records.KeyFigure, parent=school)
    assert (figure.value, figure.source) == ("12,3", "Kolada")
    assert figure.name.startswith("Elever/lärare (heltidstjänst)")
    units.show_figures(files)
    again = shown(units, qtbot)
    qtbot.waitUntil(lambda: "1 oförändrade" in said(again))
    assert not again.yes.isEnabled()
    again.reject()


def test_a_revised_figure_is_shown_from_what_to_what(
    units: Units, ws: Workspace, qtbot: QtBot, data: Path
) -> None:
    school = ws.register.add_unit("Hjärupslundsskolan", ("GR",), "46191968")
    ws.register.add_figure(school, "Genomsnittligt meritvärde (17 ämnen)", "..", "2024/25", "S")
    ws.settle()
    units.show_figures([str(data / "slutbetyg-2025.csv")])
    dialog = shown(units, qtbot)
    changed = next(r for r in dialog.list.rows.rows if r.right == "Ändras")
    assert changed.about == (
        "Hjärupslundsskolan  ·  2024/25  ·  skyddad uppgift (få elever) → 262,4"
    )
    dialog.list.turn(changed.id)
    dialog.take()
    values = {f.value for f in ws.all(records.KeyFigure, parent=school)}
    assert ".." in values
    assert "262,4" not in values


# --- fetching


def test_units_are_fetched_for_a_municipality_on_the_worker(
    units: Units, ws: Workspace, qtbot: QtBot, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def kolada_units(municipality: str) -> bytes:
        asked.append(municipality)
        return (data / "kolada" / "ou.json").read_bytes()

    monkeypatch.setattr(fetching, "kolada_units", kolada_units)
    ws.register.set_committee(municipality_code="")
    ws.settle()
    units.fetch_kolada_units()
    dialog = units.window().findChildren(ImportDialog)[-1]
    assert asked == []  # nothing is asked before it is known for which municipality
    assert "Frågar api.kolada.se. Endast kommunkoden skickas. Fristående" in said(dialog)
    dialog.municipality.setText("1280")
    dialog.read()
    dialog = shown(units, qtbot)
    assert asked == ["1280"]
    dialog.take()
    assert unit_of(ws, "Almens förskola").forms == ("FS",)
    assert {m.own for m in ws.all(records.Match)} >= {"V11E1280128054"}


def test_a_source_that_does_not_answer_is_told_in_the_dialog(
    units: Units, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def register_units(_municipality: str, _step: Step) -> bytes:
        raise NoAnswer("Ingen svarar.", "Försök igen.")

    monkeypatch.setattr(fetching, "register_units", register_units)
    units.fetch_units()
    dialog = units.window().findChildren(ImportDialog)[-1]
    dialog.municipality.setText("1230")
    dialog.read()
    qtbot.waitUntil(lambda: "Ingen svarar. Försök igen." in said(dialog))
    assert not dialog.yes.isEnabled()
    dialog.reject()


def test_fetching_stops_when_the_dialog_is_closed(
    units: Units, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, closed = threading.Event(), threading.Event()
    stopped: list[str] = []

    def planned_figures(_codes: list[str], step: Step) -> list[bytes]:
        step(0, 2)
        began.set()
        closed.wait(5)
        try:
            step(1, 2)
        except NoAnswer:
            stopped.append("stopped")
            raise
        return []

    monkeypatch.setattr(fetching, "planned_figures", planned_figures)
    units.fetch_figures()
    dialog = units.window().findChildren(ImportDialog)[-1]
    dialog.municipality.setText("1230")
    dialog.read()
    qtbot.waitUntil(began.is_set)
    dialog.reject()
    closed.set()
    qtbot.waitUntil(lambda: stopped == ["stopped"])


def test_kolada_is_asked_only_for_units_that_are_known_there(
    units: Units, ws: Workspace, qtbot: QtBot, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units.fetch_kolada_figures()
    [told] = units.desk.notices.shown()
    assert "Ingen enhet är kopplad till Kolada ännu." in told.title
    school = unit_of(ws, "Lindskolan")
    ws.register.remember({"V15E068400107": school.id})
    ws.settle()
    asked: list[object] = []

    def kolada_figures(*wishes: object) -> list[bytes]:
        asked.extend(wishes[:4])
        return [(data / "kolada" / "kpi.json").read_bytes()]

    monkeypatch.setattr(fetching, "kolada_figures", kolada_figures)
    units.fetch_kolada_figures()
    dialog = units.window().findChildren(ImportFigures)[-1]
    dialog.municipality.setText("0684")
    dialog.read()
    qtbot.waitUntil(lambda: bool(asked))
    measures, owns, areas, years = asked[-4:]
    assert owns == ("V15E068400107",)
    assert areas == ["0684", "0000"]
    assert years == ("2028", "2027", "2026", "2025", "2024")
    assert isinstance(measures, tuple)
    assert "N15419" in measures
    assert "N11102" not in measures
    dialog.reject()


def test_sharing_does_not_wait_while_something_is_fetched(
    units: Units, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, shared = threading.Event(), list[None]()

    def slow(_code: str, _step: Step) -> bytes:
        answered.wait(5)
        raise NoAnswer("Inget svar.")

    monkeypatch.setattr(fetching, "register_units", slow)
    units.fetch_units()
    dialog = units.window().findChildren(ImportDialog)[-1]
    dialog.municipality.setText("1230")
    dialog.read()
    units.desk.tasks.run(lambda: None, shared.append, lambda _problem: None)
    qtbot.waitUntil(lambda: bool(shared), timeout=2000)
    answered.set()
    dialog.reject()
