"""What a plan rests on: conflicts of interest, calendar and load, and terms of office."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from qualityvisit.model import records
from qualityvisit.ui.conflicts import Conflicts
from qualityvisit.ui.dialogs import TeamDialog
from qualityvisit.ui.kit import Button
from qualityvisit.ui.new_term import NextTerm
from qualityvisit.ui.plan import Plan
from qualityvisit.ui.settings_calendar import EditPeriod
from qualityvisit.ui.settings_screen import SettingsScreen
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.ui import audit, world
from tests.ui.keys import press, type_text
from tests.ui.test_plan import unit_of

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def plan(window: MainWindow) -> Plan:
    window.go("plan")
    current = window.current()
    assert isinstance(current, Plan)
    return current


def newest(window: QWidget, kind: type[Any]) -> Any:
    found = window.window().findChildren(kind)[-1]
    assert audit.nameless(found) == []
    assert audit.too_small(found) == []
    return found


def person(ws: Workspace, name: str) -> records.Person:
    return next(p for p in ws.all(records.Person) if p.name == name)


def shown(root: QWidget) -> str:
    return " | ".join(w.text() for w in root.findChildren(QLabel) if w.isVisible())


# --- conflicts of interest


def test_conflicts_of_interest_are_asked_person_by_person(plan: Plan, ws: Workspace) -> None:
    plan.ask_conflicts()
    dialog = newest(plan, Conflicts)
    eva, per = person(ws, "Eva Exempel"), person(ws, "Per Provberg")
    lind, borg = unit_of(ws, "Lindskolan"), unit_of(ws, "Borgskolan")
    dialog.person.setCurrentIndex(dialog.person.findData(eva.id))
    dialog.choices[borg.id].setCurrentIndex(2)
    dialog.free_rest()
    assert dialog.choices[lind.id].value() == records.FREE_TO_GO
    assert dialog._asked.text() == f"{len(world.UNITS)} av {len(world.UNITS)} besvarade"
    assert not dialog.rest.isEnabled()
    dialog.person.setCurrentIndex(dialog.person.findData(per.id))
    assert dialog.choices[borg.id].value() == ""
    dialog.choices[lind.id].setCurrentIndex(1)
    dialog.person.setCurrentIndex(dialog.person.findData(eva.id))
    assert dialog.choices[borg.id].value() == records.BARRED
    dialog.try_it()
    kept = {(c.person, c.unit): c for c in ws.all(records.Conflict)}
    assert len(kept) == len(world.UNITS) + 1
    assert kept[eva.id, borg.id].decision == records.BARRED
    assert kept[eva.id, borg.id].by == ws.me.id
    assert kept[per.id, lind.id].decision == records.FREE_TO_GO
    plan.ask_conflicts()
    again = newest(plan, Conflicts)
    again.person.setCurrentIndex(again.person.findData(eva.id))
    words = again.choices[borg.id].accessibleDescription()
    assert words == "Inskrivet av Dag Demoson 14 mars 2028."
    again.choices[borg.id].setCurrentIndex(0)  # a slip of the pen
    again.try_it()
    assert len(ws.all(records.Conflict)) == len(world.UNITS)


def test_a_conflict_of_interest_follows_a_unit_that_is_merged(plan: Plan, ws: Workspace) -> None:
    eva, lind = person(ws, "Eva Exempel"), unit_of(ws, "Lindskolan")
    double = ws.register.add_unit("Lindskolan F–6", ("GR",))
    ws.register.decide_conflicts(
        {(eva.id, double): records.BARRED, (eva.id, lind.id): records.FREE_TO_GO}
    )
    ws.register.merge_unit(double, lind.id)
    assert (
        eva.id
        not in ws.get(records.Visit, ws.plan_visit(lind.id, week="2029-W40", extra=True)).team
    )
    plan.ask_conflicts()
    dialog = newest(plan, Conflicts)
    dialog.person.setCurrentIndex(dialog.person.findData(eva.id))
    assert dialog.choices[lind.id].value() == records.BARRED
    dialog.choices[lind.id].setCurrentIndex(1)
    dialog.try_it()
    assert {c.decision for c in ws.all(records.Conflict, parent=lind.id)} == {records.FREE_TO_GO}


def test_whoever_may_not_go_is_taken_out_of_the_teams(plan: Plan, ws: Workspace) -> None:
    eva, lind = person(ws, "Eva Exempel"), unit_of(ws, "Lindskolan")
    visit = next(v for v in ws.all(records.Visit) if v.unit == lind.id)
    assert eva.id in visit.team
    plan.ask_conflicts()
    dialog = newest(plan, Conflicts)
    dialog.person.setCurrentIndex(dialog.person.findData(eva.id))
    dialog.choices[lind.id].setCurrentIndex(2)
    dialog.try_it()
    [banner] = plan.desk.notices._banners
    assert banner.title == "I ett lag finns någon som är jävig."
    assert banner.advice == "Lindskolan, 23 mars 2028 (Eva Exempel)"
    out = next(b for b in banner.findChildren(Button) if b.words == "Ta ur lagen")
    out.click()
    assert eva.id not in ws.get(records.Visit, visit.id).team


def test_the_team_says_who_may_not_go_and_who_was_not_asked(plan: Plan, ws: Workspace) -> None:
    eva, lind = person(ws, "Eva Exempel"), unit_of(ws, "Lindskolan")
    visit = next(v for v in ws.all(records.Visit) if v.unit == lind.id)
    ws.set_team(visit.id, [p for p in visit.team if p != eva.id])
    ws.register.decide_conflicts({(eva.id, lind.id): records.BARRED})
    dialog = TeamDialog(plan.desk, plan, ws.get(records.Visit, visit.id))
    dialog.open()
    tick = dialog.team.ticks[eva.id]
    assert tick.text() == "Eva Exempel, AU-ledamot: jäv"
    assert not tick.isEnabled()
    assert dialog.team.unasked.text().startswith("Inte tillfrågade om jäv: Dag Demoson")
    for other, each in dialog.team.ticks.items():
        each.setChecked(other == person(ws, "Per Provberg").id)
    ws.register.decide_conflicts({(person(ws, "Per Provberg").id, lind.id): records.FREE_TO_GO})
    dialog.team._tell()
    assert not dialog.team._asks.isVisible()
    plan.plan_visit(lind.id)
    from qualityvisit.ui.plan_dialog import NewVisit  # noqa: PLC0415 beside its only use

    new = newest(plan, NewVisit)
    assert eva.id not in new.team.team()
    assert not new.team.ticks[eva.id].isEnabled()


def test_the_visit_shows_a_conflict_of_interest_in_its_team(
    window: MainWindow, ws: Workspace
) -> None:
    eva, lind = person(ws, "Eva Exempel"), unit_of(ws, "Lindskolan")
    visit = next(v for v in ws.all(records.Visit) if v.unit == lind.id)
    ws.register.decide_conflicts({(eva.id, lind.id): records.BARRED})
    window.go("visit", id=visit.id)
    screen = window.current()
    assert screen is not None
    assert "Jäv vid enheten: Eva Exempel." in shown(screen)
    assert "Inte tillfrågade om jäv: " in shown(screen)


# --- calendar and load


def settings_at(window: MainWindow) -> SettingsScreen:
    window.go("settings", section="calendar")
    current = window.current()
    assert isinstance(current, SettingsScreen)
    return current


def test_the_calendar_begins_with_what_is_usual(window: MainWindow) -> None:
    words = shown(settings_at(window))
    for part in ("Sportlov", "v. 9", "veckan efter påsk", "v. 24 – v. 33", "Höstlov", "v. 44",
                 "20 december – 8 januari", "v. 12 – v. 13"):  # fmt: skip
        assert part in words


def test_holidays_are_changed_added_and_taken_away(window: MainWindow, ws: Workspace) -> None:
    screen = settings_at(window)
    found = {p.id: p for p in ws.register.calendar()}
    EditPeriod(screen.desk, screen, found["winter"]).open()
    dialog = newest(screen, EditPeriod)
    assert (dialog.name.text(), dialog.start.text()) == ("Sportlov", "v. 9")
    for field in (dialog.start, dialog.end):
        field.clear()
        dialog.try_it()
        assert dialog.isVisible()
        type_text(field, "8")
    press(dialog.end, Qt.Key.Key_Return)
    winter = next(p for p in ws.register.calendar() if p.id == "winter")
    assert (winter.name, winter.start, winter.end) == ("", "W08", "W08")
    screen.read_again()
    assert "v. 8" in shown(screen)
    EditPeriod(screen.desk, screen, records.Period("", tests=True)).open()
    new = newest(screen, EditPeriod)
    new.name.setText("Engelska åk 6")
    new.way.setCurrentIndex(new.way.findData("once"))
    new.start.setText("26 mars 2029")
    new.end.setText("2029-03-28")
    new.forms["GR"].setChecked(True)
    new.try_it()
    made = next(p for p in ws.register.calendar() if p.name)
    assert (made.start, made.end, made.forms, made.tests) == (
        "2029-03-26", "2029-03-28", ("GR",), True,
    )  # fmt: skip
    EditPeriod(screen.desk, screen, made).open()
    newest(screen, EditPeriod)._remove()
    assert all(p.id != made.id for p in ws.register.calendar())


@pytest.mark.parametrize(
    ("way", "start", "end", "stored"),
    [
        ("days", "20 december", "8/1", ("12-20", "01-08")),
        ("weeks", "vecka 51", "v2", ("W51", "W02")),
        ("E-6", "", "", ("E-6", "E-2")),
        ("E+1", "", "", ("E+1", "E+5")),
    ],
)
def test_a_holiday_comes_back_every_year(
    window: MainWindow, ws: Workspace, way: str, start: str, end: str, stored: tuple[str, str]
) -> None:
    screen = settings_at(window)
    dialog = EditPeriod(screen.desk, screen, records.Period(""))
    dialog.open()
    dialog.name.setText("Lov")
    dialog.way.setCurrentIndex(dialog.way.findData(way))
    dialog.start.setText(start)
    dialog.end.setText(end)
    dialog.try_it()
    made = next(p for p in ws.register.calendar() if p.name == "Lov")
    assert (made.start, made.end) == stored
    again = EditPeriod(screen.desk, screen, made)
    assert again.way.value() == way
    again.try_it()
    assert made in ws.register.calendar()


def test_a_holiday_that_makes_no_sense_says_so(window: MainWindow, ws: Workspace) -> None:
    screen = settings_at(window)
    dialog = EditPeriod(screen.desk, screen, records.Period(""))
    dialog.open()
    dialog.way.setCurrentIndex(dialog.way.findData("once"))
    dialog.start.setText("2029-03-26")
    dialog.end.setText("2029-03-20")
    dialog.try_it()
    dialog.name.setText("Lov")
    dialog.try_it()
    assert dialog.trouble().startswith("Det här är inga dagar för ett lov")
    assert ws.all(records.Period) == []


def test_the_load_is_set(window: MainWindow, ws: Workspace) -> None:
    screen = settings_at(window)
    fields = [w for w in screen.findChildren(QWidget)
              if w.accessibleName().startswith("Högst så många besök")]  # fmt: skip
    assert [f.text() for f in fields] == ["6", "2"]  # type: ignore[attr-defined]
    save = next(b for b in screen.findChildren(Button) if b.words == "Spara belastningen")
    fields[0].setText("0")  # type: ignore[attr-defined]
    save.click()
    assert ws.register.most("load.term") == 6
    fields[0].setText("4")  # type: ignore[attr-defined]
    save.click()
    assert (ws.register.most("load.term"), ws.register.most("load.week")) == (4, 2)


# --- the next term of office


def test_the_next_term_of_office_is_begun_from_the_plan(
    plan: Plan, ws: Workspace, clock: world.Time
) -> None:
    assert "Mandatperioden slutar" not in shown(plan)
    clock.now = clock.now.replace(year=2030, month=11)
    plan.make_stale()
    assert "Mandatperioden slutar 31 december 2030. 7 enheter har inte fått någon tid." in (
        shown(plan)
    )
    begin = next(b for b in plan.findChildren(Button) if b.words == "Förbered nästa …")
    begin.click()
    dialog = newest(plan, NextTerm)
    words = shown(dialog)
    assert "24 enheter, som alla ska besökas på nytt" in words
    assert "6 öppna åtgärder" in words
    assert "15 enheter som inte har fått sitt besök: " in words
    assert "3 till" in words
    assert "8 besök är planerade till och med 31 december 2030 och ligger kvar" in words
    assert "4 besök saknar slutlig minnesanteckning" in words
    assert "Dag Demoson" in words
    leaves = person(ws, "Maj Mallgren")
    dialog.leaving[leaves.id].setChecked(True)
    dialog.try_it()
    assert [t.start for t in ws.all(records.TermOfOffice)] == ["2027-01-01", "2031-01-01"]
    assert ws.get(records.Person, leaves.id).left
    assert plan.model.halves[0].word == "VT 31"
    plan.propose()
    assert plan.draft is not None
    assert len(plan.draft.placed) == 24
    assert all(leaves.id not in p.team for p in plan.draft.placed)


def test_a_term_of_office_that_is_there_is_only_gone_through(plan: Plan, ws: Workspace) -> None:
    ws.register.add_term("2031-01-01", "2034-12-31")
    plan.begin_term()
    dialog = newest(plan, NextTerm)
    assert not dialog.start.isVisible()
    eva = person(ws, "Eva Exempel")
    dialog.leaving[eva.id].setChecked(True)
    dialog.try_it()
    assert ws.get(records.Person, eva.id).left
    assert ws.count(records.TermOfOffice) == 2


def test_a_term_of_office_that_was_not_begun_has_no_proposal(plan: Plan) -> None:
    plan._term.setCurrentIndex(1)
    assert "Mandatperioden är inte upplagd än." in shown(plan)
    offered = [b.words for b in plan.findChildren(Button) if b.isVisible()]
    assert "Föreslå tider" not in offered
    assert "Förbered nästa …" in offered
