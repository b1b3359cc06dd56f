"""The way of the minutes on the screen: fact check, approval, finishing, correcting, sending."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton, QWidget

from qualityvisit import visit_record
from qualityvisit.model import official, records
from qualityvisit.model.records import INACCURATE
from qualityvisit.model.steps import Judged
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.dialogs import ReasonDialog
from qualityvisit.ui.dispatches import DispatchDialog, DispatchLog
from qualityvisit.ui.drops import Drops
from qualityvisit.ui.minutes_dialogs import ApproversDialog, CheckDialog, StandingDialog
from tests.test_visit_record import fill_place
from tests.ui.desks import answer, drop
from tests.ui.keys import press
from tests.ui.test_minutes import Desk
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Way(Desk):
    """Minutes of which every note is carried over."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        super().__init__(fill(folder / "profile"), qtbot)
        self.file = folder / "check.docx"
        self.visit = self.filled.visit
        self.ws.visit(self.visit).set_state("done")
        self.screen.carry_all()
        self.read()

    @property
    def next(self) -> str:
        button = self.screen.way.next
        return button.text().strip() if button.isVisible() else ""

    @property
    def others(self) -> list[str]:
        return [a.text() for a in self.screen.way._menu.actions()]

    def choose(self, words: str) -> None:
        """Take a step out of the menu."""
        next(a for a in self.screen.way._menu.actions() if a.text() == words).trigger()
        self.read()

    def go(self) -> None:
        self.screen.way.next.click()
        self.read()

    def said(self) -> str:
        labels = self.screen.side.standing.findChildren(QLabel)
        return "\n".join(label.text() for label in labels).replace("\u00a0", " ")

    def finish(self) -> None:
        answer(agree)
        self.choose("Färdigställ")

    def send(self, monkeypatch: pytest.MonkeyPatch) -> str:
        """Send for a fact check through the dialog; return it."""
        where = (str(self.file), "")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: where)
        self.screen.acts.send_for_check()
        dialog = shown(CheckDialog)
        dialog.to.setText("Rut Rektor, rektor")
        dialog.yes.click()
        self.read()
        return self.ws.all(records.FactCheck, parent=self.visit)[-1].id


@pytest.fixture
def way(tmp_path: Path, qtbot: QtBot) -> Iterator[Way]:
    made = Way(tmp_path, qtbot)
    yield made
    made.ws.close()


def agree(dialog: QWidget) -> None:
    buttons = dialog.findChildren(QPushButton)
    next(b for b in buttons if b.property("kind") in ("primary", "danger")).click()


def because(reason: str) -> Callable[[QDialog], object]:
    def say(dialog: QDialog) -> None:
        assert isinstance(dialog, ReasonDialog)
        dialog.reason.setText(reason)
        dialog.yes.click()

    return say


def shown(kind: type[D]) -> D:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_the_first_step_waits_for_the_notes_and_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    desk = Desk(fill(tmp_path / "profile"), qtbot)
    way = desk.screen.way
    assert not way.next.isEnabled()
    assert way._why.text() == "4 anteckningar kvar först"
    desk.screen.carry_all()
    desk.read()
    assert way.next.isEnabled()
    assert (way.next.text().strip(), way._why.text()) == ("Skicka på sakgranskning …", "")
    desk.window.close()  # else what it looks through in a pause would find nothing
    desk.ws.close()


def test_a_fact_check_is_saved_answered_and_gone_through(
    way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    way.send(monkeypatch)
    assert way.view.status == "fact-check"
    assert "Rut Rektor" in way.said()
    fill_place(way.file, 0, "Stämmer inte", "Det är varje dag.")
    fill_place(way.file, 1, "Stämmer")
    Drops(way.window, way.window.desk)
    drop(way.window, way.file)
    assert way.window.gone[-1] == ("minutes", {"id": way.visit})
    assert way.window.notices.passing_words() == "2 synpunkter är intagna."
    way.read()
    assert "Det är varje dag." in way.said()
    assert "1 stycke stämmer." in way.said()
    assert (way.next, way.screen.way._why.text()) == (
        "Färdigställ", "1 öppen synpunkt",
    )  # fmt: skip
    answer(because("Gruppen sade så"))
    way.press("Behåll …: Det är varje dag.", way.screen.side)
    assert "Behållen: Gruppen sade så" in way.said()
    way.press("Ångra: Det är varje dag.", way.screen.side)
    way.press("Den är rättad: Det är varje dag.", way.screen.side)
    assert not way.screen.way._why.text()


def test_the_keyboard_goes_on_from_remark_to_remark(way: Way) -> None:
    document = way.ws.visit(way.visit)
    check = document.send_for_check("Rut Rektor")
    told = [Judged(p.id, INACCURATE, f"Fel {n}", p.text) for n, p in enumerate(way.passages())]
    document.take_check(check, told[:2])
    way.ws.settle()
    way.read()
    for left in (1, 0):
        buttons = way.screen.side.standing.findChildren(QPushButton)
        done = next(b for b in buttons if b.accessibleName().startswith("Den är rättad: "))
        done.setFocus()
        press(done, Qt.Key.Key_Space)
        way.read()
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.accessibleName().startswith("Visa: " if left else "Ångra: ")


def test_whoever_is_to_approve_is_ticked_at_once(way: Way) -> None:
    way.screen.acts.ask_approval()
    dialog = shown(ApproversDialog)
    assert dialog.focusWidget() is dialog.ticks[0][1]
    dialog.reject()


def test_whoever_is_asked_and_not_known_here_can_be_taken_away(way: Way) -> None:
    way.ws.visit(way.visit).ask_approval("gone")
    way.ws.settle()
    way.screen.acts.ask_approval()
    dialog = shown(ApproversDialog)
    next(tick for person, tick in dialog.ticks if person == "gone").setChecked(False)
    dialog.yes.click()
    way.ws.settle()
    assert way.view.approvers == ()


def test_notes_that_come_when_the_minutes_are_finished_are_told(way: Way) -> None:
    way.finish()
    filled = way.filled
    way.ws.notes(way.visit).add_note(filled.pupils, records.PUPILS, text="Sent inkommen")
    way.ws.settle()
    way.read()
    said = "\n".join(label.text() for label in way.screen.side.findChildren(QLabel))
    assert "Påbörja en rättelse för att föra in dem" in said


def test_what_stands_beside_the_minutes_fits_its_pane(way: Way) -> None:
    way.finish()
    way.ws.correct_minutes(way.visit, "Fel siffra")
    way.read()
    way.finish()
    way.read()
    area = way.screen.side._area
    inner = area.widget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= area.viewport().width()


def test_no_file_chosen_leaves_the_question_open_and_nothing_noted(
    way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    way.screen.acts.send_for_check()
    dialog = shown(CheckDialog)
    dialog.yes.click()
    assert dialog.form.findChildren(QLabel)  # to whom is asked for
    dialog.to.setText("Rut")
    dialog.yes.click()
    assert dialog.isVisible()
    assert way.ws.all(records.FactCheck, parent=way.visit) == []
    dialog.reject()


def test_who_is_asked_approves_and_a_change_asks_anew(way: Way) -> None:
    me = way.ws.me.id
    way.screen.acts.ask_approval()
    dialog = shown(ApproversDialog)
    next(tick for person, tick in dialog.ticks if person == me).setChecked(True)
    dialog.yes.click()
    way.read()
    assert way.view.status == "approval"
    assert way.next == "Godkänn"
    way.go()
    assert way.next == "Färdigställ"
    assert way.screen.way.next.isEnabled()
    way.choose("Ta tillbaka mitt godkännande")
    assert way.next == "Godkänn"
    assert "Ta tillbaka mitt godkännande" not in way.others
    way.go()
    way.ws.visit(way.visit).text(way.passages()[0].id).splice(0, 0, "Nytt: ")
    way.ws.settle()
    way.read()
    assert way.next == "Godkänn"
    assert "godkände en tidigare lydelse" in way.said()


def test_what_stands_in_the_way_is_said_before_any_question(way: Way) -> None:
    way.filled.write("En anteckning till.")
    way.ws.settle()
    way.read()
    way.choose("Färdigställ")  # a question that opened would hang here
    shown_now = way.window.notices.shown()
    assert shown_now[0].title == "Minnesanteckningen kan inte färdigställas än."
    assert way.view.status == "draft"


def test_finished_minutes_are_closed_and_corrected_with_a_reason(way: Way) -> None:
    way.finish()
    assert way.view.status == "finished"
    assert way.ws.get(records.Visit, way.visit).status == "finished"
    assert all(b.editor.isReadOnly() for b in way.blocks)
    assert "Version 1" in way.said()
    answer(because("Fel siffra"))
    way.choose("Rätta minnesanteckningen …")
    assert way.view.status == "draft"
    assert not any(b.editor.isReadOnly() for b in way.blocks)
    way.finish()
    assert "Fel siffra" in way.said()
    way.choose("Arkiverad")
    assert way.others == [
        "Rätta minnesanteckningen …", "Den är inte arkiverad än", "Anteckna expediering …",
    ]  # fmt: skip
    way.choose("Den är inte arkiverad än")
    assert way.view.status == "finished"


def test_words_that_came_after_the_finish_are_told_beside_the_text(way: Way) -> None:
    way.finish()
    document = way.ws.visit(way.visit)
    with document.change():
        document.put_fact("minutes/finished", "")
    document.text(way.passages()[0].id).splice(0, 0, "Sent: ")
    with document.change():
        document.put_fact("minutes/finished", "2028-04-04")
    way.ws.settle()
    way.read()
    assert "Ord som kom efteråt" in way.said()


def test_what_is_sent_is_noted_with_the_warning_of_the_law(way: Way) -> None:
    way.finish()
    assert way.next == "Anteckna expediering …"
    way.screen.acts.note_dispatch()
    dialog = shown(DispatchDialog)
    assert not dialog._box.isVisible()
    dialog.outside.setChecked(True)
    assert "2 kap. 10 § TF" in dialog._warning.text()
    dialog.version.setCurrentIndex(1)
    assert dialog._warning.text().startswith("Det här är ett utkast.")
    dialog.version.setCurrentIndex(0)
    dialog.yes.click()
    assert dialog.isVisible()  # to whom is missing
    dialog.to.setText("Tidningen")
    dialog.yes.click()
    way.read()
    assert "Tidningen" in way.said()
    way.screen.acts.show_dispatches()
    log = shown(DispatchLog)
    log.list.choose_first()
    answer(because("Skickades aldrig"))
    log._strike.click()
    [entry] = way.ws.all(records.Dispatch, parent=way.visit)
    assert (entry.struck, entry.outside) == ("Skickades aldrig", True)
    assert not log._strike.isEnabled()
    log.accept()


def test_the_standing_is_explained_and_overruled_with_a_note(way: Way) -> None:
    assert "Den är inte färdigställd." in way.said()
    way.press("Ändra status och sekretess", way.screen.side)
    dialog = shown(StandingDialog)
    dialog.secrecy.setCurrentIndex(1)
    dialog.standing.setCurrentIndex(2)
    dialog.yes.click()
    assert dialog.isVisible()  # the note is missing
    dialog.note.setPlainText("Lästes upp på mötet")
    dialog.yes.click()
    way.read()
    assert "Lästes upp på mötet" in way.said()
    assert "Kan omfattas av sekretess: 23 kap. 2 § OSL" in way.said()
    assert visit_record.steps(way.ws, way.visit).standing.status == official.OFFICIAL


def test_a_remark_leads_to_its_paragraph(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    check, passage = way.send(monkeypatch), way.passages()[1]
    way.ws.visit(way.visit).take_check(check, [Judged(passage.id, INACCURATE, "Nej", passage.text)])
    way.read()
    way.press("Visa: Nej", way.screen.side)
    block = next(b for b in way.blocks if b.editor.hasFocus())
    assert block.words == passage.text


def test_every_question_can_be_left_with_nothing_changed(way: Way) -> None:
    before = way.ws.visit(way.visit).whole()
    for ask in (way.screen.acts.send_for_check, way.screen.acts.ask_approval,
                way.screen.acts.change_standing, way.screen.acts.note_dispatch):  # fmt: skip
        ask()
        shown(FormDialog).reject()
    assert way.ws.visit(way.visit).whole() == before
