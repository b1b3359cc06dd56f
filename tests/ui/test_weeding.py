"""Weeding in the real window: offered when it may be done, guarded, and told of afterwards."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QFileDialog

from qualityvisit.model import records
from qualityvisit.visit_record import finish_minutes
from tests.ui.person import Person

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def visit(settled: Person) -> str:
    """Return a visit that has been made, with two notes."""
    found = next(v for v in settled.ws.all(records.Visit) if v.title == "Mellanängsskolan")
    session = next(
        s for s in settled.ws.all(records.Session, parent=found.id) if s.group == "pupils"
    )
    for text in ("Rasterna är lugna", "Matsalen är stökig"):
        settled.ws.notes(found.id).add_note(session.id, "pupils", text=text)
    return found.id


def finish(person: Person, visit: str) -> None:
    person.ws.compile(visit)
    finish_minutes(person.ws, visit)


def test_it_is_offered_only_when_the_minutes_are_finished(settled: Person, visit: str) -> None:
    settled.window.go("visit", id=visit)
    settled.look()
    assert not settled.is_seen("Rensa anteckningarna …")
    finish(settled, visit)
    settled.look()
    assert settled.is_seen("Rensa anteckningarna …")


def test_others_than_administrators_are_not_offered_it(
    settled: Person, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(settled, visit)
    monkeypatch.setattr(type(settled.ws), "role", property(lambda _self: "member"))
    settled.window.go("visit", id=visit)
    settled.look()
    assert not settled.is_seen("Rensa anteckningarna …")


def test_notes_are_weeded_with_a_tick_and_the_units_name_and_the_protocol_saved(
    settled: Person, visit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(settled, visit)
    settled.window.go("visit", id=visit)
    settled.press("Rensa anteckningarna …")
    assert settled.nameless() == []
    assert settled.reads("2 anteckningar raderas för gott")
    assert settled.reads("Kopior som någon har sparat för hand omfattas inte")
    settled.press("Rensa anteckningarna")
    assert settled.reads("Kryssa i rutan först.")
    settled.find(QCheckBox, "Anteckningarna behövs inte längre").setChecked(True)
    settled.fill("Skriv enhetens namn: Mellanängsskolan", "Någon annan skola")
    settled.press("Rensa anteckningarna")
    assert settled.reads("Namnet är inte detsamma.")
    assert settled.ws.count(records.Note, parent=visit) == 2
    settled.fill("Skriv enhetens namn: Mellanängsskolan", "mellanängsskolan ", instead=True)
    settled.press("Rensa anteckningarna")
    assert settled.ws.count(records.Note, parent=visit) == 0
    assert settled.reads("Rensade den")
    assert settled.reads("av Dag Demoson.")
    assert not settled.is_seen("Öppna: Elever")

    file = tmp_path / "protokoll"
    settled.press("Protokollet")
    assert settled.reads("2 anteckningar.")
    for name, kind in (("Spara som CSV …", "csv"), ("Spara som PDF …", "pdf")):
        found = str(file.with_suffix(f".{kind}"))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, f=found: (f, ""))
        settled.press(name)
    assert file.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert "Mellanängsskolan" in file.with_suffix(".csv").read_text("utf-8-sig")


def test_the_minutes_are_read_as_before(settled: Person, visit: str) -> None:
    finish(settled, visit)
    settled.ws.weed(visit)
    settled.window.go("minutes", id=visit)
    settled.look()
    assert settled.ws.count(records.Passage, parent=visit) == 2
    assert settled.ws.minutes(visit).undecided == ()
