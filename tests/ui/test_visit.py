"""A visit: its steps, its programme written in place, its plan and team; and the list of visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QWidget

from qualityvisit import words
from qualityvisit.model import records
from qualityvisit.ui.action_dialogs import ActionDialog
from qualityvisit.ui.dialogs import FindingDialog, PlanDialog, ReasonDialog, TeamDialog
from qualityvisit.ui.plan_dialog import MoveDialog
from qualityvisit.ui.programme import DAY, MINUTES, PLACE, START, WHAT, read_time
from qualityvisit.ui.visit import VisitScreen
from qualityvisit.ui.visits import Visits
from tests.ui import audit
from tests.ui.desks import Window, answer
from tests.ui.workspaces import Filled, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Shown:
    """A visit that is shown."""

    def __init__(self, filled: Filled, qtbot: QtBot) -> None:
        self.filled, self.ws = filled, filled.ws
        self.window = Window(filled.ws, qtbot)
        self.screen = VisitScreen(self.window.desk)
        self.window.show_screen(self.screen, id=filled.visit)

    @property
    def visit(self) -> records.Visit:
        return self.ws.get(records.Visit, self.filled.visit)

    def button(self, words: str) -> QPushButton:
        found = [b for b in self.screen.findChildren(QPushButton) if b.accessibleName() == words]
        assert found, words
        return found[0]

    def sessions(self) -> list[records.Session]:
        return self.ws.all(records.Session, parent=self.filled.visit)

    def write_cell(self, row: int, column: int, text: str) -> None:
        table = self.screen.programme
        table.setCurrentIndex(table.programme.index(row, column))
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Return)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()  # the view closes the editor in its own time
        self.screen.read_again()


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    filled = fill(tmp_path / "profile")
    yield Shown(filled, qtbot)
    filled.ws.close()


# --- Steps


def test_a_visit_goes_on_step_by_step(shown: Shown) -> None:
    shown.screen.go_on()
    assert shown.visit.status == "prepared"
    shown.screen.read_again()
    shown.screen.go_on()
    assert shown.visit.status == "done"
    shown.screen.read_again()
    shown.screen.go_on()
    assert shown.visit.status == "done"
    assert shown.window.gone[-1] == ("minutes", {"id": shown.filled.visit})
    shown.screen.go_back()
    assert shown.visit.status == "prepared"


def test_a_step_that_cannot_be_taken_says_why(shown: Shown) -> None:
    document = shown.ws.visit(shown.filled.visit)
    document.set_state("fact-checked")
    shown.screen.read_again()
    assert not shown.screen._next.isEnabled()
    assert "färdigställd" in shown.screen._next.toolTip()


def test_a_visit_is_moved_with_a_reason_and_a_new_time(shown: Shown) -> None:
    def move(dialog: QWidget) -> None:
        assert isinstance(dialog, MoveDialog)
        dialog.try_it()
        dialog.reason.setText("Rektor är sjuk")
        dialog.time.edit.setText("2028-04-19")
        dialog.try_it()

    answer(move)
    shown.screen.move_visit()
    visit = shown.visit
    assert (visit.status, visit.reason, visit.date) == ("moved", "Rektor är sjuk", "2028-04-19")
    shown.screen.read_again()
    shown.screen.go_on()
    assert shown.visit.status == "planned"


def test_a_visit_is_cancelled_with_a_reason(shown: Shown) -> None:
    def cancel(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        dialog.reason.setText("Vattenskada")
        dialog.try_it()

    answer(cancel)
    shown.screen.cancel()
    assert (shown.visit.status, shown.visit.reason) == ("cancelled", "Vattenskada")


# --- The programme


def test_times_are_read_as_people_write_them() -> None:
    said = ["8.15", "08:15", "815", "8", "", "24.00", "kl 8"]
    assert [read_time(t) for t in said] == ["08:15", "08:15", "08:15", "08:00", "", None, None]


def test_the_programme_is_written_where_it_stands(shown: Shown) -> None:
    shown.write_cell(0, PLACE, "Biblioteket")
    shown.write_cell(0, MINUTES, "50")
    shown.write_cell(0, DAY, "2028-03-22")
    found = next(s for s in shown.sessions() if s.place)
    assert (found.place, found.minutes, found.date) == ("Biblioteket", "50", "2028-03-22")


def test_what_means_nothing_is_said_and_changes_nothing(shown: Shown) -> None:
    before = shown.sessions()
    shown.write_cell(0, START, "halv nio")
    shown.write_cell(0, MINUTES, "många")
    assert shown.sessions() == before
    assert "siffror" in shown.window.notices.passing_words()


def test_a_session_can_be_another_kind(shown: Shown) -> None:
    model = shown.screen.programme.programme
    values = [value for value, _words, _icon in model.kinds()]
    assert "interview/pupils" in values
    assert model.setData(model.index(1, WHAT), "observation/")
    assert records.OBSERVATION in {s.type for s in shown.sessions()}


@pytest.mark.parametrize(("column", "text"), [(START, "9.00"), (MINUTES, "90")])
def test_the_sessions_after_it_move_along_as_one_step(shown: Shown, column: int, text: str) -> None:
    before = [s.start for s in shown.sessions()]
    shown.write_cell(0, column, text)
    after = [s.start for s in shown.sessions()]
    assert after[1:] != before[1:]
    assert after[1] == "09:45"
    assert "6 pass efter följde med." in shown.window.notices.passing_words()
    undo = next(b for b in shown.window.findChildren(QPushButton) if b.text() == "Ångra")
    undo.click()
    assert [s.start for s in shown.sessions()] == before


def test_sessions_that_overlap_are_said(shown: Shown) -> None:
    shown.write_cell(1, START, "8.30")
    assert "krockar klockan 08.30" in shown.window.notices.passing_words()


def test_a_session_that_would_leave_its_day_stays(shown: Shown) -> None:
    before = shown.sessions()
    shown.write_cell(0, START, "23.30")
    assert shown.sessions() == before
    assert "annat dygn" in shown.window.notices.shown()[0].title


def test_the_cursor_stays_on_its_session_while_it_is_written(shown: Shown) -> None:
    table = shown.screen.programme
    moved = shown.sessions()[0].id
    shown.write_cell(0, START, "13.00")
    at = table.session()
    assert at is not None
    assert (at.id, at.start, table.currentIndex().column()) == (moved, "13:00", START)


def test_a_new_session_stands_last_with_the_cursor_on_what_it_is(shown: Shown) -> None:
    shown.screen.add_session()
    table = shown.screen.programme
    at = table.session()
    assert at is not None
    assert not at.start
    assert table.currentIndex().row() == table.programme.rowCount() - 1
    assert table.currentIndex().column() == WHAT


def test_sessions_are_added_and_removed_but_never_with_notes(shown: Shown) -> None:
    shown.screen.add_session()
    shown.screen.read_again()
    assert len(shown.sessions()) == 8
    shown.filled.write("en anteckning")
    model = shown.screen.programme.programme
    row = [s.id for s in model.sessions].index(shown.filled.pupils)
    shown.screen.programme.setCurrentIndex(model.index(row, 0))
    shown.screen.remove_session()
    assert len(shown.sessions()) == 8
    row = next(n for n, s in enumerate(model.sessions) if s.type == records.CLOSING)
    shown.screen.programme.setCurrentIndex(model.index(row, 0))
    shown.screen.remove_session()
    assert len(shown.sessions()) == 7


# --- Plan, team, findings


def test_the_plan_is_changed_in_a_dialog(shown: Shown) -> None:
    def change(dialog: QWidget) -> None:
        assert isinstance(dialog, PlanDialog)
        dialog.place.setText("Rådhuset")
        dialog.number.setText("BUN 2028/114")
        dialog.try_it()

    answer(change)
    shown.screen.change_plan()
    assert (shown.visit.place, shown.visit.registry_number) == ("Rådhuset", "BUN 2028/114")


def test_a_number_that_is_written_otherwise_is_reminded_of_and_stands(shown: Shown) -> None:
    shown.ws.register.set_fact("registry.pattern", "BUN ####/*")
    said: list[str] = []

    def change(dialog: QWidget) -> None:
        assert isinstance(dialog, PlanDialog)
        for number in ("BUN 2028/114", "114 b"):
            dialog.number.setText(number)
            said.append(dialog.reminder.text())
        dialog.try_it()

    answer(change)
    shown.screen.change_plan()
    assert (said[0], "BUN ####/*" in said[1]) == ("", True)
    assert shown.visit.registry_number == "114 b"


def test_the_team_is_changed_and_the_rules_are_watched(shown: Shown) -> None:
    def change(dialog: QWidget) -> None:
        assert isinstance(dialog, TeamDialog)
        assert "utbildningschef" in dialog.team.missing.text()
        dialog.team.ticks[shown.filled.colleague].setChecked(False)
        dialog.try_it()

    answer(change)
    shown.screen.change_team()
    assert shown.visit.team == (shown.ws.me.id,)


def test_a_finding_becomes_an_action(shown: Shown) -> None:
    def find(dialog: QWidget) -> None:
        assert isinstance(dialog, FindingDialog)
        dialog.mark.setCurrentIndex(dialog.mark.findData(records.DEFICIENCY))
        dialog.text.setPlainText("Frånvaro utreds sent.")
        dialog.try_it()

    answer(find)
    shown.screen.edit_finding(None)
    shown.screen.read_again()

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, ActionDialog)
        dialog.text.setPlainText("Rutin för frånvaro")
        dialog.responsible.setText("Rektor")
        dialog.due.edit.setText("2028-05-01")
        dialog.try_it()

    answer(act)
    shown.button("Skapa åtgärd av: Frånvaro utreds sent.").click()
    action = shown.ws.all(records.Action)[0]
    finding = shown.ws.all(records.Finding)[0]
    assert (action.finding, action.responsible, action.due) == (finding.id, "Rektor", "2028-05-01")


def test_preparations_are_ticked_with_the_day(shown: Shown) -> None:
    ticks = shown.screen.findChildren(QCheckBox)
    next(t for t in ticks if t.accessibleName().startswith("Programmet skickat")).click()
    found = {p.key: p.done for p in shown.ws.all(records.Preparation, parent=shown.filled.visit)}
    assert found["programme"] == shown.ws.today()


def test_an_interview_is_begun_from_the_visit(shown: Shown) -> None:
    shown.button("Starta intervju: Elever").click()
    where = {"id": shown.filled.visit, "session": shown.filled.pupils}
    assert shown.window.gone[-1] == ("interview", where)


def test_a_visible_visit_reads_again(shown: Shown, qtbot: QtBot) -> None:
    shown.ws.visit(shown.filled.visit).change_visit(registry_number="BUN 1")
    qtbot.waitUntil(lambda: "BUN 1" in shown.screen.header._about.whole())


def test_every_control_has_a_name_and_is_reached(shown: Shown) -> None:
    assert not audit.nameless(shown.screen)
    assert not audit.too_small(shown.screen)
    assert not audit.not_reached(shown.screen)


# --- All visits


def test_visits_stand_under_what_they_wait_for(tmp_path: Path, qtbot: QtBot) -> None:
    filled = fill(tmp_path / "profile")
    window = Window(filled.ws, qtbot)
    screen = Visits(window.desk)
    window.show_screen(screen)
    assert [(r.id, r.title) for r in screen.list.rows.rows] == [
        ("", "Kommande"), (filled.visit, "Exempelskolan")
    ]  # fmt: skip
    filled.ws.visit(filled.visit).set_state("done")
    screen.read_again()
    assert screen.list.rows.rows[0].title == "Minnesanteckning att skriva"
    screen.list.choose_first()
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert window.gone[-1] == ("visit", {"id": filled.visit})
    screen._find.setText("finns inte")
    screen.read_again()
    assert screen._none.isVisible()
    screen._show_all()
    screen.read_again()
    assert screen.list.isVisible()
    assert not audit.nameless(screen)
    filled.ws.close()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_heads_of_the_programme_are_not_cut(
    tmp_path: Path, qtbot: QtBot, language: str
) -> None:
    words.use(language)
    filled = fill(tmp_path / "profile")
    header = Shown(filled, qtbot).screen.programme.horizontalHeader()
    metrics = QFontMetrics(header.font())
    for column in range(header.count()):
        title = header.model().headerData(column, Qt.Orientation.Horizontal)
        assert metrics.horizontalAdvance(title) + 7 <= header.sectionSize(column), title
    filled.ws.close()
