"""The program as a whole: from one window to the next, and when something fails."""

import builtins

import keyring
from keyring.backends.fail import Keyring as NoRing
from PySide6.QtWidgets import QLabel, QWidget

from qualityvisit.errors import TornFile
from qualityvisit.ui.first_start import EXAMPLE, StartWindow
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.ui.person import Person

WORDS = "fyra ord som ingen gissar"


def begun_again(person: Person) -> QWidget | None:
    """Close the window and start the program again; return the window that stands at once."""
    person.app.end()
    person.app.window = person.app.workspace = None
    person.app.start()
    return person.app.window


def restarted(person: Person) -> None:
    """Close the window and start the program again on the same profile."""
    begun_again(person)
    person.look()


def test_the_example_opens_beside_ones_own_and_can_be_left(person: Person) -> None:
    person.press("Utforska med exempel")
    assert person.ws.committee().example
    assert person.ws.folder == person.app.profile / EXAMPLE
    person.press("Börja med en egen arbetsyta")
    assert isinstance(person.app.window, StartWindow)
    person.press("Utforska med exempel")  # the second time it is there already
    assert person.ws.committee().example
    assert not Workspace.exists(person.app.profile)


def test_an_empty_form_says_what_is_missing_and_creates_nothing(person: Person) -> None:
    person.press("Skapa arbetsyta")
    person.press("Skapa arbetsytan")
    assert person.reads("Skriv ditt namn.")
    assert not Workspace.exists(person.app.profile)
    person.press("Tillbaka")
    person.find_button("Skapa arbetsyta")


def test_without_a_keyring_a_passphrase_is_asked_for_and_opens_it_again(person: Person) -> None:
    keyring.set_keyring(NoRing())  # type: ignore[no-untyped-call]
    person.press("Skapa arbetsyta")
    person.fill("Ditt namn", "Eva Exempel")
    person.press("Skapa arbetsytan")
    assert person.reads("Datorn har ingen nyckelring")
    person.fill("Lösenfras", WORDS)
    person.fill("Lösenfrasen igen", "något annat")
    person.press("Skapa arbetsytan")
    assert person.reads("De två är inte lika.")
    person.fill("Lösenfrasen igen", WORDS, instead=True)
    person.press("Skapa arbetsytan")
    assert isinstance(person.app.window, MainWindow)
    restarted(person)
    person.fill("Lösenfras", "fel ord")
    person.press("Öppna")
    assert person.reads("Lösenfrasen stämmer inte.")
    person.fill("Lösenfras", WORDS, instead=True)
    person.press("Öppna")
    assert person.ws.me.name == "Eva Exempel"


def test_the_window_stands_before_the_workspace_is_opened(person: Person) -> None:
    person.press("Skapa arbetsyta")
    person.fill("Ditt namn", "Eva Exempel")
    person.press("Skapa arbetsytan")
    begun = begun_again(person)
    assert isinstance(begun, MainWindow)
    assert begun.isVisible()
    assert [w.text() for w in begun.findChildren(QLabel)] == ["Arbetsytan öppnas …"]
    begun.close()  # somebody thinks better of it
    person.look()
    assert person.app.workspace is None


def test_pyside_no_longer_reads_the_source_of_what_is_imported() -> None:
    assert builtins.__import__.__name__ != "__feature_import__"


def test_a_damaged_file_is_told_of_put_aside_and_replaced(person: Person) -> None:
    person.press("Skapa arbetsyta")
    person.fill("Ditt namn", "Eva Exempel")
    person.press("Skapa arbetsytan")
    kept = person.ws.back_up().file
    person.app.end()
    file = person.app.profile / "journal.db"
    file.write_bytes(file.read_bytes()[:-1000])
    damaged = file.read_bytes()
    person.app.window = person.app.workspace = None
    person.app.start()
    assert person.reads("Arbetsytans fil är skadad.")
    person.press("Försök igen")
    person.press("Återställ från säkerhetskopia")
    assert str(kept) in [f.text() for f in person.fields("Säkerhetskopia")]
    person.press("Återställ")
    assert person.ws.me.name == "Eva Exempel"
    aside = next(person.app.profile.glob("aside-*"))
    assert (aside / "journal.db").read_bytes() == damaged


def test_a_bug_is_told_without_anybodys_words(person: Person) -> None:
    try:
        raise RuntimeError("Anteckning om en elev")
    except RuntimeError as bug:
        person.app._did_fail(type(bug), bug, None)
    assert person.reads("Något gick fel i programmet.")
    report = (person.app.profile / "crash.txt").read_text("utf-8")
    assert "RuntimeError" in report
    assert "elev" not in report


def test_a_known_failure_in_a_slot_is_told_as_it_is(person: Person) -> None:
    person.app._did_fail(TornFile, TornFile("Det gick sönder.", "Allt är tryggt."), None)
    assert person.reads("Det gick sönder.")


def test_every_control_has_a_name(person: Person) -> None:
    window = person.app.window
    assert isinstance(window, StartWindow)
    window.resize(1366, 768)
    for show in (window.show_choices, window.show_create, window.show_join, window.show_restore,
                 window.show_unlock):  # fmt: skip
        show()
        assert person.nameless() == []
