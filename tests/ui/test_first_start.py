"""The first start: four ways to begin, the passphrase, and what does not open."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from qualityvisit.errors import InUse, TornFile
from qualityvisit.model import records
from qualityvisit.ui.first_start import StartWindow
from qualityvisit.ui.kit import Button, Field, Pressable
from qualityvisit.workspace import Workspace
from tests.ui import audit, world
from tests.ui.person import Person

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
WORDS = "fyra ord på rad"


class Start:
    """A start window and the workspaces that it has opened."""

    def __init__(self, qtbot: QtBot, profile: Path, trouble: Any = None) -> None:
        self.qtbot, self.profile = qtbot, profile
        self.opened: list[Workspace] = []
        self.window = StartWindow(profile, trouble)
        self.window.opened.connect(self.opened.append)
        qtbot.addWidget(self.window)
        self.window.resize(1000, 760)
        self.window.show()

    def page(self) -> QWidget:
        found = self.window._stack.currentWidget()
        assert found is not None
        return found

    def words(self) -> str:
        page = self.page()
        return " | ".join(w.text() for w in page.findChildren(QLabel) if w.text())

    def choose(self, way: str) -> None:
        page = self.page()
        next(p for p in page.findChildren(Pressable) if p.accessibleName().startswith(way)).click()

    def press(self, name: str) -> None:
        page = self.page()
        next(b for b in page.findChildren(Button) if b.accessibleName() == name).click()
        self.wait()

    def wait(self) -> None:
        """Wait until a workspace that is being created or joined stands, or does not."""
        self.qtbot.waitUntil(lambda: not self.window.busy)

    def field(self, name: str) -> QLineEdit:
        page = self.page()
        return next(f for f in page.findChildren(QLineEdit) if f.accessibleName() == name)

    def errors(self) -> list[str]:
        page = self.page()
        return [f.error() for f in page.findChildren(Field) if f.error()]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    made = Start(qtbot, tmp_path / "profil")
    yield made
    for ws in made.opened:
        ws.close()


def test_four_ways_are_offered(start: Start) -> None:
    page = start.page()
    ways = [p.accessibleName().partition(".")[0] for p in page.findChildren(Pressable)]
    assert ways == [
        "Utforska med exempel", "Skapa arbetsyta", "Anslut till arbetsyta",
        "Återställ från säkerhetskopia",
    ]  # fmt: skip
    assert audit.nameless(start.window) == []
    assert audit.too_small(start.window) == []


def test_the_example_is_made_and_opened_again(start: Start, qtbot: QtBot) -> None:
    start.choose("Utforska")
    example = start.opened[0]
    assert example.committee().example
    assert example.count(records.Note) > 0
    assert not Workspace.exists(start.profile)  # one's own can still begin there
    example.close()
    start.opened.clear()
    again = Start(qtbot, start.profile)
    again.choose("Utforska")
    assert again.opened[0].committee().example
    again.opened[0].close()


def test_a_workspace_is_created(start: Start) -> None:
    start.choose("Skapa")
    start.press("Skapa arbetsytan")
    assert start.errors() == ["Skriv ditt namn."]
    start.field("Ditt namn").setText("Åsa Ängström")
    QTest.keyClick(start.field("Ditt namn"), Qt.Key.Key_Return)
    start.wait()
    made = start.opened[0]
    assert made.me.name == "Åsa Ängström"
    assert made.role == "administrator"
    assert {g.name for g in made.all(records.Guide)} == {"Förskola", "Grundskola"}


def test_without_a_keyring_a_passphrase_is_asked_for(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(keyring.get_keyring()), "priority", 0)
    start.choose("Skapa")
    start.field("Ditt namn").setText("Åsa Ängström")
    start.press("Skapa arbetsytan")
    assert start.opened == []
    assert "nyckelring" in start.window.notices.shown()[0].title
    start.field("Lösenfras").setText("kort")
    start.field("Lösenfrasen igen").setText("annat")
    start.press("Skapa arbetsytan")
    assert start.errors() == ["Använd minst åtta tecken.", "De två är inte lika."]
    start.field("Lösenfras").setText(WORDS)
    start.field("Lösenfrasen igen").setText(WORDS)
    start.press("Skapa arbetsytan")
    assert start.opened[0].me.name == "Åsa Ängström"
    assert Workspace.needs_passphrase(start.profile)


def test_back_leads_to_the_four_ways(start: Start) -> None:
    start.choose("Anslut")
    assert audit.nameless(start.window) == []
    start.press("Tillbaka")
    assert "Välkommen till Kvalitetsbesök" in start.words()


def test_an_invitation_is_joined(start: Start, tmp_path: Path, clock: world.Time) -> None:
    store = tmp_path / "delad"
    store.mkdir()
    first = world.empty(tmp_path / "chefen", clock, str(store))
    invitation = first.sharing.invite("Åsa Ängström", "member")
    start.choose("Anslut")
    start.press("Anslut")
    assert start.errors() == ["Klistra in inbjudan."]
    page = start.page()
    text = page.findChildren(QPlainTextEdit)[0]
    text.setPlainText("hej")
    start.press("Anslut")
    assert start.errors()[0].startswith("Det här är ingen hel inbjudan.")
    assert not Workspace.exists(start.profile)
    text.setPlainText(invitation)
    start.press("Anslut")
    assert start.opened[0].me.name == "Åsa Ängström"
    first.close()


def test_a_backup_is_restored(
    start: Start, tmp_path: Path, clock: world.Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = world.empty(tmp_path / "gammal", clock)
    old.register.add_unit("Nyängsskolan", ("GR",))
    file = tmp_path / "kopia.qvbackup"
    old.backup_to(file, WORDS)
    old.close()
    start.choose("Återställ")
    start.press("Återställ")
    assert start.errors() == ["Välj en säkerhetskopia."]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(file), ""))
    start.press("Bläddra …")
    start.field("Säkerhetskopians lösenfras").setText("ett annat lösenfras")
    start.press("Återställ")
    assert start.opened == []
    assert not Workspace.exists(start.profile)
    start.field("Säkerhetskopians lösenfras").setText(WORDS)
    start.press("Återställ")
    assert [u.name for u in start.opened[0].all(records.Unit)] == ["Nyängsskolan"]


def test_a_workspace_with_a_passphrase_is_unlocked(
    qtbot: QtBot, tmp_path: Path, clock: world.Time
) -> None:
    Workspace.create(
        tmp_path / "p", name="Åsa", committee="N", passphrase=WORDS, clock=clock
    ).close()
    start = Start(qtbot, tmp_path / "p")
    start.press("Öppna")
    assert start.errors() == ["Skriv lösenfrasen."]
    start.field("Lösenfras").setText("fel fel fel fel")
    start.press("Öppna")
    assert start.window.notices.shown()[0].kind == "error"
    start.field("Lösenfras").setText(WORDS)
    QTest.keyClick(start.field("Lösenfras"), Qt.Key.Key_Return)
    assert start.opened[0].me.name == "Åsa"
    start.opened[0].close()


def test_a_torn_file_is_told_and_a_backup_takes_its_place(
    qtbot: QtBot, tmp_path: Path, clock: world.Time
) -> None:
    profile = tmp_path / "p"
    ws = world.empty(profile, clock)
    ws.register.add_unit("Nyängsskolan", ("GR",))
    ws.back_up()
    ws.close()
    (profile / "journal.db").write_bytes(b"sand" * 4096)
    trouble = TornFile("Arbetsytans fil är skadad.", "Den är orörd.")
    start = Start(qtbot, profile, trouble)
    assert "Arbetsytans fil är skadad." in start.words()
    assert "Den är orörd." in start.words()
    start.press("Återställ från säkerhetskopia")
    start.press("Återställ")
    assert [u.name for u in start.opened[0].all(records.Unit)] == ["Nyängsskolan"]
    start.opened[0].close()


def test_a_file_in_use_can_only_be_tried_again(
    qtbot: QtBot, tmp_path: Path, clock: world.Time
) -> None:
    held = world.empty(tmp_path / "p", clock)
    trouble = InUse("Arbetsytan är redan öppen.", "Stäng den andra.")
    start = Start(qtbot, tmp_path / "p", trouble)
    names = [b.accessibleName() for b in start.window.findChildren(Button)]
    assert "Återställ från säkerhetskopia" not in names
    start.press("Försök igen")
    assert start.window.notices.shown()[0].kind == "error"
    held.close()
    start.press("Försök igen")
    assert start.opened[0].me.name == "Dag Demoson"
    start.opened[0].close()


def test_a_folder_for_sharing_is_chosen(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(tmp_path))
    start.choose("Skapa")
    start.press("Bläddra …")
    assert start.field("Delad plats").text() == str(tmp_path)


def test_a_folder_that_does_not_exist_is_refused_and_not_made(start: Start, tmp_path: Path) -> None:
    start.choose("Skapa arbetsyta")
    start.field("Ditt namn").setText("Eva Exempel")
    start.field("Delad plats").setText(str(tmp_path / "finns" / "inte"))
    start.press("Skapa arbetsytan")
    assert [e.partition(".")[0] for e in start.errors()] == ["Mappen finns inte"]
    assert not (tmp_path / "finns").exists()
    assert start.opened == []


def test_esc_goes_back_to_the_ways_to_begin(start: Start) -> None:
    start.choose("Anslut till arbetsyta")
    QTest.keyClick(start.page().findChildren(Field)[0].control, Qt.Key.Key_Escape)
    assert len(start.page().findChildren(Pressable)) == 4
    QTest.keyClick(start.window, Qt.Key.Key_Escape)
    assert len(start.page().findChildren(Pressable)) == 4


def test_the_founder_chooses_a_title_that_the_team_rules_know(person: Person) -> None:
    person.press("Skapa arbetsyta")
    person.fill("Ditt namn", "Eva Exempel")
    person.choose("Din titel", "utbildningsstrateg")
    person.press("Skapa arbetsytan")
    assert person.ws.me.title == "utbildningsstrateg"
    unit = person.ws.register.add_unit("Exempelskolan", ("GR 2000-01-01 -",))
    visit = person.ws.plan_visit(unit, date="2028-03-23")
    assert person.ws.get(records.Visit, visit).team == (person.ws.me.id,)
