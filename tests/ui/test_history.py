"""History in the real window: read, filtered, saved, and an earlier text restored."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from qualityvisit.model import records
from qualityvisit.trail import Step
from qualityvisit.ui.history_words import what_was_done
from qualityvisit.ui.note_menu import note_menu
from qualityvisit.ui.note_sheet import NoteSheet
from qualityvisit.ui.paper import Paper
from qualityvisit.ui.rows import RowView
from qualityvisit.visit_record import finish_minutes
from tests.ui import audit, world
from tests.ui.person import Person

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def visit(settled: Person) -> str:
    """Return a visit with a note, a passage that was changed, and an action that was decided."""
    ws = settled.ws
    found = next(v for v in ws.all(records.Visit) if v.title == "Mellanängsskolan")
    session = next(s for s in ws.all(records.Session, parent=found.id) if s.group == "pupils")
    clock = world.Time()
    ws._clock = clock
    note = ws.notes(found.id).add_note(session.id, "pupils", text="Rasterna är lugna")
    ws.compile(found.id)
    document = ws.visit(found.id)
    action = document.add_action("Rastvärdar", responsible="Rektor")
    passage = ws.all(records.Passage, parent=found.id)[0].id
    clock.turn(hours=1)
    document.edit_text(passage, lambda: document.text(passage).replace("Rasterna är stökiga"))
    document.set_action_state(action, "decided")
    ws.notes(found.id).edit(note, "Rasterna är mycket lugna")
    clock.turn(hours=1)
    ws.settle()
    return found.id


def open_history(person: Person, visit: str) -> None:
    person.window.go("visit", id=visit)
    person.look()
    screen = person.window.current()
    assert screen is not None
    next(a for a in screen.findChildren(QAction) if a.text() == "Historik …").trigger()
    person.look()


def rows(person: Person) -> list[str]:
    return [row.title for row in person.find(RowView, "Historik").rows.rows]


def test_the_history_of_a_visit_is_read_and_filtered(settled: Person, visit: str) -> None:
    open_history(settled, visit)
    said = rows(settled)
    assert "Stycke ändrat: Rasterna är stökiga" in said
    assert "Åtgärd ändrad: läge från Föreslagen till Beslutad" in said
    assert "Anteckning ändrad: Rasterna är mycket lugna" in said
    assert "Eva Exempel kom med i laget" in said
    assert settled.nameless() == []
    assert audit.not_reached(settled.top()) == []
    settled.choose("Det som visas", "Åtgärder")
    assert rows(settled) == [
        "Åtgärd ändrad: läge från Föreslagen till Beslutad", "Åtgärd skapad: Rastvärdar",
    ]  # fmt: skip
    assert settled.find(QPlainTextEdit, "Före").toPlainText() == "Föreslagen"


def test_an_earlier_text_is_restored_and_stays_in_the_history(settled: Person, visit: str) -> None:
    open_history(settled, visit)
    settled.choose("Det som visas", "Minnesanteckning")
    settled.find(RowView, "Historik").choose("0")
    assert settled.find(QPlainTextEdit, "Före").toPlainText() == "Rasterna är lugna"
    settled.press("Återställ texten före")
    settled.ws.settle()
    assert settled.ws.all(records.Passage, parent=visit)[0].text == "Rasterna är lugna"
    assert rows(settled)[0] == "Stycke ändrat: Rasterna är lugna"


def test_finished_minutes_are_not_restored_into(settled: Person, visit: str) -> None:
    finish_minutes(settled.ws, visit)
    open_history(settled, visit)
    settled.choose("Det som visas", "Minnesanteckning")
    number = rows(settled).index("Stycke ändrat: Rasterna är stökiga")
    settled.find(RowView, "Historik").setCurrentIndex(
        settled.find(RowView, "Historik").rows.index(number)
    )
    settled.press("Återställ texten före")
    assert settled.ws.all(records.Passage, parent=visit)[0].text == "Rasterna är stökiga"
    assert settled.window.notices.shown()[0].title == "Minnesanteckningen är färdigställd."


def test_the_wordings_of_one_passage_or_note_are_reached_from_it(
    settled: Person, visit: str
) -> None:
    settled.window.go("minutes", id=visit)
    settled.look()
    paper = settled.window.findChildren(Paper)[0]
    block = next(b for b in paper.column.blocks if b.passage)
    actions = {a.text(): a for a in paper.menu_of(block).actions()}
    actions["Tidigare lydelser …"].trigger()
    assert rows(settled) == [
        "Stycke ändrat: Rasterna är stökiga",
        "Stycke skrivet: Rasterna är lugna",
    ]
    settled.press("Stäng")
    found = settled.ws.all(records.Note, parent=visit)[0]
    settled.window.go("interview", id=visit, session=found.session, note=found.id)
    settled.look()
    sheet = settled.window.findChildren(NoteSheet)[0]
    note = next(b for b in sheet._column.blocks if b.note is not None)
    actions = {a.text(): a for a in note_menu(sheet, note).actions()}
    actions["Tidigare lydelser …"].trigger()
    assert rows(settled) == [
        "Anteckning ändrad: Rasterna är mycket lugna", "Anteckning skriven: Rasterna är lugna",
    ]  # fmt: skip
    settled.press("Återställ texten före")
    assert settled.ws.all(records.Note, parent=visit)[0].text == "Rasterna är lugna"


def test_the_history_of_members_is_read_and_saved(
    settled: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled.window.go("settings", section="members")
    settled.press("Historik …")
    assert "Dag Demoson skapade arbetsytan" in rows(settled)
    file = tmp_path / "historik.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    settled.press("Spara som CSV …")
    assert "Dag Demoson skapade arbetsytan" in file.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("invited", "Per bjöds in som läsare"),
        ("joined", "Per anslöt på datorn reader"),
        ("device", "Per fick en ny nyckel på datorn reader"),
        ("role", "Per fick rollen läsare"),
        ("removed", "Per togs bort"),
        ("lost", "En dator som hör till Per anmäldes som borta"),
        ("withdrawn", "Inbjudan till Per drogs tillbaka"),
        ("erased", "Anteckningar rensades"),
        ("unheard of", "unheard of"),
    ],
)
def test_what_is_stated_of_members_is_told_in_words(what: str, said: str) -> None:
    step = Step("2028-03-14", "Eva", "member", "", what, "", "", "reader", "Per")
    assert what_was_done(step) == said


@pytest.mark.parametrize(
    ("kind", "field", "before", "after", "said"),
    [
        ("action", "due", "", "2028-04-01", "Åtgärd ändrad: senast från – till 1 april 2028"),
        ("finding", "mark", "strength", "deficiency",
         "Iakttagelse ändrad: slag från Styrka till Brist"),
        ("visit", "week", "2028-W41", "", "Planen ändrad: vecka från v. 41 till –"),
        ("visit", "reason", "", "Rektor är sjuk", "Planen ändrad: skäl från – till Rektor är sjuk"),
        ("decision", "reason", "", "sägs redan", "En anteckning lämnades utanför: sägs redan"),
        ("decision", "reason", "sägs redan", "", "Ett beslut om en anteckning togs tillbaka"),
        ("passage", "text", "a", "b" * 99, f"Stycke ändrat: {'b' * 89}…"),
    ],
)  # fmt: skip
def test_what_was_changed_is_told_in_words(
    kind: str, field: str, before: str, after: str, said: str
) -> None:
    step = Step("2028-03-14", "Eva", kind, "", "changed", field, before, after, "")
    assert what_was_done(step) == said
