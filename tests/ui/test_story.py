"""The whole way once in the real window: from the first start to a search after reopening."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from qualityvisit.app import App
from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests.ui.keys import CTRL, press, type_text

W = TypeVar("W", bound=QWidget)
TODAY = "2026-11-24"
WORDS = "Rasterna är lugna, säger alla åäö ÅÄÖ 😀"


class Person:
    """Somebody who sees the window and uses what it says."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def ws(self) -> Workspace:
        assert self.app.workspace is not None
        return self.app.workspace

    def look(self) -> None:
        for _turn in range(12):
            QApplication.processEvents()
        if QApplication.activeWindow() is None and self.app.window is not None:
            self.app.window.resize(1440, 900)
            self.app.window.activateWindow()  # as a window manager would
            QApplication.processEvents()

    def top(self) -> QWidget:
        self.look()
        found = QApplication.activeModalWidget() or self.app.window
        assert found is not None
        return found

    def find(self, kind: type[W], name: str) -> W:
        """Return what is seen under a name, as a screen reader would say it."""
        for widget in self.top().findChildren(kind):
            said = widget.accessibleName()
            if widget.isVisible() and (said == name or said.startswith((f"{name}.", f"{name}:"))):
                return widget
        seen = [w.accessibleName() for w in self.top().findChildren(kind) if w.isVisible()]
        raise AssertionError((name, self.top().windowTitle(), seen))

    def press(self, name: str, then: Callable[[], None] | None = None) -> None:
        """Press a button; ``then`` answers a dialog that waits for its answer."""
        button = self.find(QAbstractButton, name)
        assert button.isEnabled(), name
        failures: list[BaseException] = []
        if then is not None:
            QTimer.singleShot(0, lambda: self._answer(then, failures))
        button.click()
        self.look()
        assert not failures, failures

    def _answer(self, then: Callable[[], None], failures: list[BaseException]) -> None:
        try:
            then()
        except AssertionError as problem:  # an exception would be lost in Qt's loop
            failures.append(problem)
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                dialog.close()

    def fill(self, name: str, text: str) -> None:
        for kind in (QLineEdit, QPlainTextEdit):
            for field in self.top().findChildren(kind):
                if field.isVisible() and field.accessibleName() == name:
                    field.setFocus()
                    type_text(field, text)
                    return
        raise AssertionError(name)

    def choose(self, name: str, option: str) -> None:
        box = self.find(QComboBox, name)
        assert box.findText(option) >= 0, [box.itemText(n) for n in range(box.count())]
        box.setCurrentIndex(box.findText(option))
        self.look()

    def type(self, text: str) -> None:
        for letter in text:  # Enter moves the caret to another note
            focused = QApplication.focusWidget()
            assert focused is not None
            type_text(focused, letter)
        self.look()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, key, modifiers)
        self.look()


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    hook = sys.excepthook
    app = App(tmp_path / "profile", "sv")
    app.start()
    yield Person(app)
    if app.workspace is not None:
        app.window.pulse.stop()  # type: ignore[union-attr]
        app.window.close()  # type: ignore[union-attr]
    sys.excepthook = hook


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
    person.press("Besöket")


def compile_minutes(person: Person, visit: str) -> None:
    """Carry all notes over, write a paragraph more, and finish."""
    person.press("Sammanställ minnesanteckningen")
    person.press("För över alla 3")
    view = person.ws.minutes(visit)
    assert len(view.carried) == 3
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
        menus = [m for m in person.top().findChildren(QMenu) if m.actions()]
        wanted = "Word" if kind == "docx" else "PDF"
        action = next(a for m in menus for a in m.actions() if wanted in a.text())
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
