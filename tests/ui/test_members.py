"""Members in the real window: who takes part where, invitations, roles, who is let in no more."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from qualityvisit.model import records
from qualityvisit.ui.first_start import StartWindow
from qualityvisit.workspace import Workspace
from tests.ui import audit
from tests.ui.person import Person
from tests.ui.test_first_start import Start

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    made = Start(qtbot, tmp_path / "ny")
    yield made
    for ws in made.opened:
        ws.close()


@pytest.fixture
def colleague(sharer: Person, tmp_path: Path) -> Iterator[Workspace]:
    """Return the workspace of a member who has joined."""
    line = sharer.ws.sharing.invite("Åsa Ängström", records.MEMBER)
    made = Workspace.join(tmp_path / "hennes", line)
    sharer.ws.sharing.share()
    yield made
    made.close()


def at_members(person: Person) -> None:
    person.window.go("settings", section="members")
    person.look()


def all_words(person: Person) -> str:
    return " | ".join(w.text() for w in person.top().findChildren(QLabel) if w.isVisible())


def test_somebody_is_invited_and_both_see_the_same_two_words(
    sharer: Person,
    start: Start,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_members(sharer)
    sharer.press("Bjud in en person")
    titles = sharer.find(QComboBox, "Titel")
    assert titles.findText("AU-ledamot") >= 0
    sharer.fill("Namn", "Åsa Ängström")
    sharer.choose("Gäller i", "3 dagar")
    sharer.press("Gör inbjudan")
    assert sharer.nameless() == []
    assert sharer.reads("Läs upp orden för varandra i telefon. Är de lika är inbjudan äkta.")
    words = next(
        w.text() for w in sharer.top().findChildren(QLabel)
        if w.accessibleName().startswith("Orden: ")
    )  # fmt: skip
    file = tmp_path / "inbjudan.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    sharer.press("Spara som fil …")
    sharer.press("Kopiera raden")
    assert file.read_text("utf-8").strip() == QGuiApplication.clipboard().text()

    start.choose("Anslut")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(file), ""))
    start.press("Välj en fil …")
    assert words in start.words()
    assert audit.nameless(start.window) == []
    start.press("Anslut")
    assert start.opened[0].me.name == "Åsa Ängström"

    at_members(sharer)
    sharer.press("Visa orden för Åsa Ängström")
    assert sharer.reads(words)


def test_rows_with_a_slip_are_told_by_their_number(start: Start, sharer: Person) -> None:
    from qualityvisit.sync.invitation import Invitation  # noqa: PLC0415

    rows = list(Invitation.read(sharer.ws.sharing.make_recovery("Reserv")).rows())
    start.choose("Anslut")
    text = start.page().findChildren(QPlainTextEdit)[0]
    text.setPlainText("\n".join([rows[0], rows[1][::-1], *rows[2:]]))
    start.press("Anslut")
    assert "rad 2" in start.errors()[0]
    text.setPlainText("\n".join(row.lower() for row in rows))
    start.press("Anslut")
    assert start.opened[0].role == records.ADMINISTRATOR
    assert isinstance(start.window, StartWindow)


def test_the_list_tells_role_computers_and_when_somebody_was_seen(
    sharer: Person, colleague: Workspace
) -> None:
    del colleague
    at_members(sharer)
    said = all_words(sharer)
    assert "Dag Demoson (du)" in said
    assert "Administratör" in said
    assert "Åsa Ängström" in said
    assert "Medlem" in said
    assert "den här datorn" in said
    assert "sågs senast" in said
    assert audit.not_reached(sharer.window.current()) == []  # type: ignore[arg-type]


def test_an_invitation_is_withdrawn_and_another_made(sharer: Person) -> None:
    sharer.ws.sharing.invite("Per Prov", records.READER)
    at_members(sharer)
    assert sharer.reads("Läsare  ·  gäller till")
    first = sharer.ws.sharing.roster().lines[0].id
    sharer.press("Gör en ny inbjudan till Per Prov")
    sharer.press("Stäng")
    assert [line.id for line in sharer.ws.sharing.roster().lines] != [first]
    sharer.press("Dra tillbaka inbjudan till Per Prov")
    assert sharer.ws.sharing.roster().lines == ()
    assert not sharer.reads("Öppna inbjudningar")


def test_a_role_is_changed_but_the_last_administrator_stays(
    sharer: Person, colleague: Workspace
) -> None:
    at_members(sharer)
    sharer.press("Ändra roll för Dag Demoson")
    sharer.choose("Roll", "Medlem")
    sharer.press("Spara")
    assert sharer.top().windowTitle() == "Ändra roll för Dag Demoson"
    sharer.press("Avbryt")
    sharer.press("Ändra roll för Åsa Ängström")
    sharer.choose("Roll", "Läsare")
    sharer.press("Spara")
    sharer.ws.sharing.share()
    colleague.sharing.share()
    assert colleague.role == records.READER


def test_removing_and_losing_say_what_they_mean(sharer: Person, colleague: Workspace) -> None:
    at_members(sharer)
    here = colleague.sharing.roster().computer(colleague.sharing.identity.device)
    assert here is not None
    assert here.here

    def lose() -> None:
        assert sharer.reads("nycklarna byts")
        sharer.press("Datorn är borta")

    sharer.press(f"Datorn är borta: Åsa Ängström, {here.name}", lose)
    assert sharer.reads("är borta: inget tas emot från den")

    def remove() -> None:
        assert sharer.reads("Inget som Åsa Ängström skriver från och med nu tas emot")
        sharer.press("Ta bort")

    sharer.press("Ta bort Åsa Ängström", remove)
    assert sharer.reads("borttagen")
    sharer.ws.sharing.share()
    colleague.sharing.share()
    assert colleague.role == ""


def test_a_recovery_sheet_is_saved_and_a_newer_one_ends_it(
    sharer: Person, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_members(sharer)
    assert sharer.reads("Det finns inget återställningsblad som gäller.")
    files = [tmp_path / "ett.pdf", tmp_path / "två.pdf"]
    for file in files:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, f=file: (str(f), ""))
        ask = None if file == files[0] else lambda: sharer.press("Gör en ny")
        sharer.press("Spara ett nytt återställningsblad som PDF", ask)
        assert sharer.reads("Bara det gäller.")
    start.qtbot.waitUntil(lambda: sharer.ws.status().waiting == 0)
    start.choose("Anslut")
    text = start.page().findChildren(QPlainTextEdit)[0]
    text.setPlainText(rows_of(files[0]))
    start.press("Anslut")
    assert start.opened == []
    text.setPlainText(rows_of(files[1]))
    start.press("Anslut")
    again = start.opened[0]
    assert again.role == records.ADMINISTRATOR
    again.register.change_person(again.me.id, name="Åke Åter")
    assert again.me.name == "Åke Åter"
    assert len(again.all(records.Unit)) == len(sharer.ws.all(records.Unit))


def rows_of(file: Path) -> str:
    """Type what stands on the sheet."""
    page = pypdfium2.PdfDocument(file)[0]
    lines = page.get_textpage().get_text_bounded().splitlines()
    rows = [line.split() for line in lines]
    return "\n".join(
        "".join(row[1:]) for row in rows
        if len(row) > 1 and row[0].isdigit() and all(w.isalnum() and w == w.upper() for w in row)
    )  # fmt: skip


def test_a_recovery_sheet_is_printed(
    sharer: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_members(sharer)
    paper = tmp_path / "papper.pdf"

    def choose(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(paper))
        return 1

    monkeypatch.setattr(QPrintDialog, "exec", choose)
    sharer.press("Skriv ut ett nytt återställningsblad")
    assert len(pypdfium2.PdfDocument(paper)) >= 1
    assert sharer.reads("Bara det gäller.")
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: 0)
    before = sharer.ws.sharing.roster().lines
    sharer.press("Skriv ut ett nytt återställningsblad", lambda: sharer.press("Gör en ny"))
    assert sharer.ws.sharing.roster().lines == before


def test_a_member_adds_a_computer_but_changes_nobody(
    sharer: Person, colleague: Workspace, tmp_path: Path
) -> None:
    del colleague
    at_members(sharer)
    sharer.press("Lägg till en dator till mig")
    assert sharer.reads("Installera programmet på den andra datorn")
    sharer.press("Kopiera raden")
    second = Workspace.join(tmp_path / "andra", QGuiApplication.clipboard().text())
    sharer.ws.sharing.share()
    me = next(p for p in sharer.ws.sharing.roster().people if p.id == sharer.ws.me.id)
    assert len(me.computers) == 2
    assert second.me.name == "Dag Demoson"
    second.close()


def test_who_is_no_administrator_looks_but_does_not_touch(
    sharer: Person, colleague: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    del colleague
    monkeypatch.setattr(type(sharer.ws), "role", property(lambda _self: "member"))
    at_members(sharer)
    assert not sharer.find_button("Bjud in en person").isEnabled()
    assert not sharer.is_seen("Ta bort Åsa Ängström")
    assert not sharer.is_seen("Ändra roll för Åsa Ängström")
