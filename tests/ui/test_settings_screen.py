"""Settings: each section does what it says, at once or with an error beside the field."""

from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from qualityvisit import words
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.invitations import Invite, ShowInvitation
from qualityvisit.ui.kit import Button, Choice, Field, Pressable
from qualityvisit.ui.new_term import NextTerm
from qualityvisit.ui.settings_backup import SaveCopy
from qualityvisit.ui.settings_interviews import NewGroup
from qualityvisit.ui.settings_people import EditPerson, EditRule
from qualityvisit.ui.settings_phrases import PhraseForm
from qualityvisit.ui.settings_screen import SettingsScreen, sections
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests import core
from tests.ui import audit

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
Kind = TypeVar("Kind", bound=QWidget)


def at(window: MainWindow, section: str) -> SettingsScreen:
    window.go("settings", section=section)
    current = window.current()
    assert isinstance(current, SettingsScreen)
    return current


def named(root: QWidget, kind: type[Kind], name: str) -> Kind:
    found = [w for w in root.findChildren(kind) if w.accessibleName() == name and w.isVisible()]
    assert found, f"{name} among {[w.accessibleName() for w in root.findChildren(kind)]}"
    return found[0]


def dialog(window: MainWindow, kind: type[Kind]) -> Kind:
    found = window.findChildren(kind)[-1]
    assert audit.nameless(found) == []
    return found


def errors(form: FormDialog | QWidget) -> list[str]:
    return [f.error() for f in form.findChildren(Field) if f.error()]


def shown(screen: SettingsScreen) -> str:
    return " | ".join(w.text() for w in screen._area.findChildren(QLabel) if w.text())


@pytest.mark.parametrize("section", [name for name, *_rest in sections()])
def test_every_section_has_names_and_room_for_a_finger(window: MainWindow, section: str) -> None:
    at(window, section)
    assert audit.nameless(window) == []
    assert audit.too_small(window) == []


def test_the_list_leads_to_a_section(window: MainWindow) -> None:
    screen = at(window, "looks")
    screen.list.step(1)
    assert screen.section == "committee"
    window.resize(680, 700)
    screen.adapt(600, 700)
    screen._choice.setCurrentIndex(screen._choice.findData("about"))
    assert "EUPL" in shown(screen)


def test_text_size_language_and_colours_hold_at_once(window: MainWindow, qtbot: QtBot) -> None:
    screen = at(window, "looks")
    size = named(screen, Choice, "Textstorlek")
    size.setCurrentIndex(size.findData("150"))
    qtbot.waitUntil(lambda: window.current() is not screen)
    assert Settings.load(window.desk.profile).text_size == 150
    again = at(window, "looks")
    named(again, Choice, "Språk").setCurrentIndex(2)
    qtbot.waitUntil(lambda: words.language() == "en")
    assert window.windowTitle() == "Settings – Quality Visit"
    assert window.current() is not None
    theme = named(window, Choice, "Light or dark")
    theme.setCurrentIndex(theme.findData("dark"))
    qtbot.waitUntil(lambda: Settings.load(window.desk.profile).theme == "dark")
    words.use("sv")


def test_a_folder_that_refuses_the_settings_is_told(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Settings, _profile: Path) -> None:
        raise OSError

    monkeypatch.setattr(Settings, "save", refuse)
    window.desk.keep_settings()
    assert window.notices.shown()[0].title == "Inställningarna kunde inte sparas."


def test_the_committee_is_changed(window: MainWindow, ws: Workspace) -> None:
    screen = at(window, "committee")
    code = named(screen, QLineEdit, "Kommunkod")
    code.setText("12")
    named(screen, Button, "Spara nämnden").click()
    assert errors(screen) == ["En kommunkod har fyra siffror."]
    code.setText("1230")
    named(screen, QLineEdit, "Nämndens namn").setText("Bildningsnämnden")
    named(screen, QLineEdit, "Så skrivs diarienummer").setText("BIN ####/*")
    named(screen, Button, "Spara nämnden").click()
    assert (ws.committee().name, ws.committee().municipality_code) == ("Bildningsnämnden", "1230")
    assert ws.register.setting("registry.pattern") == "BIN ####/*"


def test_a_term_of_office_is_added(window: MainWindow, ws: Workspace) -> None:
    screen = at(window, "committee")
    named(screen, Button, "Lägg till mandatperiod").click()
    form = dialog(window, NextTerm)
    assert (form.start.iso(), form.end.iso()) == ("2031-01-01", "2034-12-31")
    form.start.set_text("2030-01-01")
    form.try_it()
    assert form.trouble().startswith("Två mandatperioder")
    form.start.set_text("")
    form.try_it()
    assert errors(form) == ["Skriv datumet."]
    form.start.set_text("1 januari 2031")
    form.try_it()
    assert len(ws.all(records.TermOfOffice)) == 2


def test_people_are_added_and_changed(window: MainWindow, ws: Workspace) -> None:
    screen = at(window, "people")
    named(screen, Button, "Lägg till person").click()
    form = dialog(window, EditPerson)
    form.try_it()
    assert errors(form) == ["Skriv personens namn."]
    form.name.setText("Örjan Övning")
    offered = [form.title.itemText(n) for n in range(form.title.count())]
    assert {"AU-ledamot", "administratör", "avdelningschef"} <= set(offered)
    form.title.setEditText("AU-ledamot")
    form.try_it()
    screen.read_again()
    row = named(screen, Pressable, "Örjan Övning, AU-ledamot")
    row.click()
    form = dialog(window, EditPerson)
    form.left.setChecked(True)
    form.try_it()
    found = next(p for p in ws.all(records.Person) if p.name == "Örjan Övning")
    assert found.left


def test_team_rules_are_changed_added_and_taken_away(window: MainWindow, ws: Workspace) -> None:
    screen = at(window, "people")
    named(screen, Button, "Ändra regeln för Förskola, pedagogisk omsorg").click()
    form = dialog(window, EditRule)
    form.titles.setText("AU-ledamot,  avdelningschef , ")
    form.try_it()
    rule = next(r for r in ws.all(records.TeamRule) if "FS" in r.forms)
    assert rule.titles == ("AU-ledamot", "avdelningschef")
    screen.read_again()
    named(screen, Button, "Lägg till regel").click()
    form = dialog(window, EditRule)
    form.try_it()
    assert errors(form) == ["Välj minst en skolform.", "Skriv minst en titel."]
    form.forms["VUX"].setChecked(True)
    form.titles.setText("rektor")
    form.try_it()
    screen.read_again()
    named(screen, Button, "Ändra regeln för Komvux").click()
    form = dialog(window, EditRule)
    named(form, Button, "Ta bort regeln").click()
    assert len(ws.all(records.TeamRule)) == 2


def test_a_fifth_group_can_come_and_go_but_not_the_four(window: MainWindow, ws: Workspace) -> None:
    screen = at(window, "interviews")
    named(screen, Button, "Lägg till grupp").click()
    form = dialog(window, NewGroup)
    form.try_it()
    assert errors(form) == ["Skriv gruppens namn."]
    form.name.setText("Elevhälsan")
    form.try_it()
    screen.read_again()
    named(screen, Button, "Ta bort Elevhälsan").click()
    assert ws.count(records.Group) == 4


def test_the_times_of_the_programme_are_changed(window: MainWindow, ws: Workspace) -> None:
    screen = at(window, "interviews")
    start = named(screen, QLineEdit, "Besöket börjar")
    assert start.text() == "08.15"
    start.setText("klockan åtta")
    named(screen, QLineEdit, "Personal").setText("lagom")
    named(screen, Button, "Spara tiderna").click()
    assert errors(screen) == ["Skriv ett klockslag, som 08.15.", "Skriv minuterna med siffror."]
    start.setText("8.30")
    named(screen, QLineEdit, "Personal").setText("50")
    named(screen, Button, "Spara tiderna").click()
    assert ws.register.setting("programme.start") == "08:30"
    assert ws.register.setting("programme.interview.staff") == "50"


def test_a_folder_is_chosen_and_somebody_invited(
    window: MainWindow, ws: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    assert not named(at(window, "members"), Button, "Bjud in en person").isEnabled()
    screen = at(window, "sharing")
    address = named(screen, QLineEdit, "Delad plats")
    address.setText(str(tmp_path / "finns-inte"))
    named(screen, Button, "Använd platsen").click()
    qtbot.waitUntil(lambda: bool(window.notices.shown()))
    assert window.notices.shown()[0].kind == "error"
    assert ws.status().store == ""
    store = tmp_path / "delad"
    store.mkdir()
    address.setText(str(store))
    named(screen, Button, "Använd platsen").click()
    qtbot.waitUntil(lambda: ws.status().store == str(store))
    assert window.notices.shown() == []
    qtbot.waitUntil(lambda: not window.pulse.busy and ws.status().waiting == 0)
    screen = at(window, "members")
    named(screen, Button, "Bjud in en person").click()
    form = dialog(window, Invite)
    form.try_it()
    assert errors(form) == ["Skriv personens namn."]
    form.name.setText("Åsa Ängström")
    form.try_it()
    line = dialog(window, ShowInvitation)
    assert line.invitation.startswith("QV1-")
    assert line.late.isVisible()  # no server is waited for
    qtbot.waitUntil(lambda: not line.late.isVisible())
    assert line.no.accessibleName() == "Stäng"
    line.try_it()
    assert QGuiApplication.clipboard().text() == line.invitation
    screen.make_stale()
    assert "inbjuden, har inte anslutit än" in shown(screen)


def test_a_member_is_removed_after_a_question(
    window: MainWindow, ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "delad"
    store.mkdir()
    core.move(ws, str(store))
    ws.sharing.invite("Åsa Ängström", "member")
    screen = at(window, "members")
    answers = [False, True]
    monkeypatch.setattr(window.notices, "ask", lambda *_a, **_k: answers.pop(0))
    named(screen, Button, "Ta bort Åsa Ängström").click()
    assert "borttagen" not in shown(screen)
    named(screen, Button, "Ta bort Åsa Ängström").click()
    assert "borttagen" in shown(screen)


def test_a_backup_now_and_to_a_file(window: MainWindow, ws: Workspace, tmp_path: Path) -> None:
    screen = at(window, "backup")
    assert "Reservkopia: ingen än" in shown(screen)
    named(screen, Button, "Gör en säkerhetskopia nu").click()
    assert "prövad" in shown(screen)
    named(screen, Button, "Spara en säkerhetskopia till fil").click()
    form = dialog(window, SaveCopy)
    form.code.setText("kort")
    form.again.setText("annat")
    form.try_it()
    assert errors(form) == ["Använd minst åtta tecken.", "De två är inte lika."]
    form.file.setText(str(tmp_path / "kopia.qvbackup"))
    form.code.setText("fyra ord på rad")
    form.again.setText("fyra ord på rad")
    form.try_it()
    assert Workspace.verify_backup(tmp_path / "kopia.qvbackup", "fyra ord på rad").entries > 0
    del ws


def test_the_check_tells_what_it_found(window: MainWindow, monkeypatch: Any) -> None:
    screen = at(window, "about")
    named(screen, Button, "Kontrollera arbetsytan").click()
    assert window.notices.passing_words().startswith("I ordning:")

    class Bad:
        problems = ("Något skiljer sig.",)

    monkeypatch.setattr(window.ws, "check", Bad)
    named(screen, Button, "Kontrollera arbetsytan").click()
    assert window.notices.shown()[0].advice == "Något skiljer sig."


def test_others_than_administrators_look_but_do_not_touch(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(window.ws), "role", property(lambda _self: "member"))
    screen = at(window, "people")
    assert "Bara administratörer ändrar det som står här." in shown(screen)
    assert not named(screen, Button, "Lägg till person").isEnabled()


def test_text_blocks_are_added_changed_moved_and_taken_away(window: MainWindow) -> None:
    ws = window.ws
    screen = at(window, "phrases")
    before = [p.name for p in ws.all(records.Phrase)]
    assert len(before) == 10
    named(screen, Button, "Lägg till en standardfras").click()
    form = dialog(window, PhraseForm)
    form.yes.click()
    assert errors(form) == ["Skriv vad det gäller.", "Skriv texten."]
    form.name.setText("Egen")
    form.words.setPlainText("Vi var på {skola}.")
    form.yes.click()
    assert errors(form) == ["Det går inte att fylla i något för {skola}."]
    form.words.setPlainText("Vi var på {enhet}.")
    form.section.setCurrentIndex(form.section.findData(records.INTRO))
    form.yes.click()
    ws.settle()
    screen.read_again()
    assert ws.all(records.Phrase)[-1].section == records.INTRO
    named(screen, Button, "Flytta upp Egen").click()
    ws.settle()
    screen.read_again()
    assert [p.name for p in ws.all(records.Phrase)][-2:] == ["Egen", before[-1]]
    named(screen, Button, "Ändra Egen").click()
    form = dialog(window, PhraseForm)
    form.name.setText("Vår")
    form.yes.click()
    ws.settle()
    screen.read_again()
    named(screen, Button, "Ta bort Vår").click()
    named(screen, Button, f"Ta bort {before[0]}").click()
    ws.settle()
    screen.read_again()
    assert [p.name for p in ws.all(records.Phrase)] == before[1:]
    named(screen, Button, "Hämta programmets egna").click()
    ws.settle()
    assert [p.name for p in ws.all(records.Phrase)] == [*before[1:], before[0]]
