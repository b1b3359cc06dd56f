"""The whole way once in the real window: from the first start to a search after reopening."""

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QPushButton,
    QWidget,
)

from qualityvisit.model import records
from tests.ui.keys import CTRL
from tests.ui.person import Person

W = TypeVar("W", bound=QWidget)
TODAY = "2026-11-24"
WORDS = "Rasterna är lugna, säger alla åäö ÅÄÖ 😀"


@pytest.mark.slow
@pytest.mark.usefixtures("qapp")
def test_from_first_start_to_a_search_after_reopening(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(person)
    visit = plan(person)
    interview(person)
    compile_minutes(person, visit)
    export(person, tmp_path, monkeypatch)
    act(person, visit)
    assert person.ws.status().unsaved == 0
    person.app.window.close()  # type: ignore[union-attr]
    reopen_and_find(person)


def begin(person: Person) -> None:
    """Create a workspace and its first unit."""
    person.press("Skapa arbetsyta")
    person.fill("Ditt namn", "Eva Exempel")
    person.press("Skapa arbetsytan")
    person.press("Enheter")
    person.press("Lägg till enhet")
    person.fill("Namn", "Exempelskolan Åäö")
    person.press("Grundskola")
    person.press("Lägg till enheten")
    assert [u.name for u in person.ws.all(records.Unit)] == ["Exempelskolan Åäö"]


def plan(person: Person) -> str:
    """Plan a visit from the overview; return it."""
    person.press("Översikt")
    person.press("Nytt besök")
    person.choose("Enhet", "Exempelskolan Åäö")
    person.fill("Dag eller vecka", TODAY)
    person.press("Eva Exempel")
    person.press("Planera besöket")
    found = person.ws.all(records.Visit)
    assert [(v.date, v.team) for v in found] == [(TODAY, (person.ws.me.id,))]
    return found[0].id


def interview(person: Person) -> None:
    """Interview the pupils by keyboard: two marked notes on a question, one on the next."""
    person.app.window.go("visit", id=person.ws.all(records.Visit)[0].id)  # type: ignore[union-attr]
    person.press("Starta intervju: Elever")
    person.type(WORDS)
    person.key(Qt.Key.Key_1, CTRL)
    person.type("\nMatsalen är stökig")
    person.key(Qt.Key.Key_2, CTRL)
    person.key(Qt.Key.Key_4, CTRL)
    person.key(Qt.Key.Key_Return, CTRL)  # done, next question
    person.look()
    person.type("Vuxna är ute på rasterna")
    person.ws.settle()
    notes = person.ws.all(records.Note)
    assert [(n.text, n.marks) for n in notes] == [
        (WORDS, ("strength",)),
        ("Matsalen är stökig", ("development", "quote")),
        ("Vuxna är ute på rasterna", ()),
    ]
    assert len({n.question for n in notes}) == 2
    assert [p.status for p in person.ws.all(records.Progress)] == ["done"]
    title = person.top().windowTitle()
    person.key(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)  # by mistake, while writing
    assert person.top().windowTitle() == title
    person.key(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    person.find_button("Sammanställ minnesanteckningen")


def compile_minutes(person: Person, visit: str) -> None:
    """Carry all notes over, write a paragraph more, and finish."""
    person.press("Sammanställ minnesanteckningen")
    person.press("För över alla 3")
    view = person.ws.minutes(visit)
    assert len(view.carried) == 3
    assert view.visit.status == "compiled"  # from planned: the visit follows its minutes
    person.press("Skriv ett stycke")
    person.type("Skolan har 210 elever.")
    person.ws.settle()
    texts = {p.text for p in person.ws.all(records.Passage, parent=visit)}
    assert {"Skolan har 210 elever.", WORDS} <= texts


def export(person: Person, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write Word and PDF from the menu."""
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        file = folder / f"minnesanteckning.{kind}"
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_args, file=file, **_more: (str(file), "")
        )
        menu = person.find(QPushButton, "Exportera").menu()
        wanted = "Word" if kind == "docx" else "PDF"
        action = next(a for a in menu.actions() if wanted in a.text())
        action.trigger()
        person.look()
        assert file.read_bytes().startswith(start)


def act(person: Person, visit: str) -> None:
    """Agree on an action."""
    person.press("Besöket")

    def answer() -> None:
        person.fill("Åtgärd", "Rastvärdar vid hallen")
        person.fill("Ansvarig", "Rektor")
        person.fill("Senast", "2027-02-01")
        person.press("Skapa åtgärden")

    person.press("Ny åtgärd", answer)
    actions = person.ws.all(records.Action, parent=visit)
    assert [(a.text, a.responsible, a.due) for a in actions] == [
        ("Rastvärdar vid hallen", "Rektor", "2027-02-01")
    ]


def reopen_and_find(person: Person) -> None:
    """Start again and find what was written by searching from anywhere."""
    person.app.window = None
    person.app.start()
    person.look()
    person.press("Sök i allt")
    person.type("rastv")
    person.look()
    hits = person.ws.search("rastv*")
    assert [h.kind for h in hits] == ["action"]
    kinds = {h.kind for h in person.ws.search("åäö*")}
    assert kinds >= {"unit", "visit", "note", "passage", "action"}
    assert person.ws.check().problems == ()
