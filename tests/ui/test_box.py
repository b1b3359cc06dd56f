"""The archive box in the window: only of finished minutes, its seal told, its faults named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from qualityvisit import archive
from qualityvisit.model import records
from qualityvisit.ui.box import BoxChecked, BoxMade
from qualityvisit.ui.minutes import MinutesScreen
from qualityvisit.ui.shell import MainWindow
from qualityvisit.visit_record import finish_minutes


@pytest.fixture
def screen(window: MainWindow) -> MinutesScreen:
    ws = window.desk.ws
    visit = next(v.id for v in ws.all(records.Visit) if not ws.minutes(v.id).undecided
                 and not ws.minutes(v.id).minutes.finished)  # fmt: skip
    window.go("minutes", id=visit)
    found = window.current()
    assert isinstance(found, MinutesScreen)
    return found


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def made(screen: MinutesScreen, file: Path, monkeypatch: pytest.MonkeyPatch) -> BoxMade:
    finish_minutes(screen.ws, screen.visit())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    screen.export.make_box()
    return screen.window().findChildren(BoxMade)[-1]


def test_minutes_that_are_not_finished_say_so_in_the_menu(screen: MinutesScreen) -> None:
    screen.export.look_again()
    [box] = [a for a in screen.export.actions() if a.text().startswith("Arkivpaket")]
    assert not box.isEnabled()
    assert "färdigställd" in box.text()
    finish_minutes(screen.ws, screen.visit())
    screen.export.look_again()
    assert (box.isEnabled(), box.text()) == (True, "Arkivpaket …")


def test_a_box_is_saved_and_its_seal_told(
    screen: MinutesScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "paket.zip"
    dialog = made(screen, file, monkeypatch)
    found = archive.check_box(file.read_bytes())
    assert found.problems == ()
    assert dialog.seal.text().replace(" ", "") == found.seal
    assert "paket.zip" in words(dialog)
    dialog.copy_seal()
    assert QGuiApplication.clipboard().text() == found.seal


def test_a_box_is_checked_with_its_seal(
    screen: MinutesScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "paket.zip"
    made(screen, file, monkeypatch)
    dialog = BoxChecked(screen, file)
    assert "Paketet är helt" in words(dialog)
    dialog.known.setText(dialog.seal.text().upper())
    assert "Sigillet är det som visades" in words(dialog)
    dialog.known.setText("0" * 64)
    assert "Sigillet är ett annat" in words(dialog)


def test_a_box_that_was_changed_names_the_file(
    screen: MinutesScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "paket.zip"
    made(screen, file, monkeypatch)
    data = bytearray(file.read_bytes())
    data[data.index(b"<html")] ^= 1
    file.write_bytes(data)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(file), ""))
    screen.export.check_box()
    [dialog] = screen.window().findChildren(BoxChecked)
    assert "index.html har ändrats." in words(dialog)
    assert "inte som det gjordes" in words(dialog)


def test_what_is_no_box_is_said_to_be_none(
    screen: MinutesScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "annat.zip"
    file.write_bytes(b"hej")
    dialog = BoxChecked(screen, file)
    assert "är inget arkivpaket" in words(dialog)
    gone = str(tmp_path / "borta.zip")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (gone, ""))
    screen.export.check_box()  # told as a notice
    assert screen.window().findChildren(BoxChecked) == [dialog]


def test_notes_go_to_analysis_tools_for_who_may_read_them(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws, file = window.desk.ws, tmp_path / "anteckningar.qdpx"
    session = next(s for s in ws.all(records.Session) if s.group == "pupils")
    visit = session.visit
    ws.notes(visit).add_note(session.id, "pupils", text="Rasterna är långa.")
    ws.settle()
    window.go("minutes", id=visit)
    screen = window.current()
    assert isinstance(screen, MinutesScreen)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    screen.export.export_notes()
    assert zipfile.is_zipfile(file)
    screen.export.look_again()
    [notes] = [a for a in screen.export.actions() if "REFI-QDA" in a.text()]
    assert notes.isVisible()
    monkeypatch.setattr(type(ws), "may_read", lambda *_a: False)
    screen.export.look_again()
    assert not notes.isVisible()


def test_a_visit_without_notes_says_so_and_asks_for_no_file(
    screen: MinutesScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: pytest.fail("asked"))
    screen.export.export_notes()
