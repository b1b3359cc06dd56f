"""The day of the visit in the real window: interviews end, and the visit has been made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView, QTextEdit

from qualityvisit.model import records
from tests.core import whole

if TYPE_CHECKING:
    from tests.ui.person import Person

ASKED = "Är besöket genomfört?"


def visit(person: Person) -> records.Visit:
    person.look()
    return next(v for v in person.ws.all(records.Visit) if v.title == "Lindskolan")


def interview(person: Person, group: str) -> records.Session:
    """Open an interview from the page of its visit."""
    found = visit(person)
    person.window.go("visit", id=found.id)
    session = next(
        s for s in person.ws.all(records.Session, parent=found.id) if s.group == group
    )  # fmt: skip
    person.window.go("interview", id=found.id, session=session.id)
    person.look()
    return session


def end(person: Person) -> None:
    person.press("Avsluta intervjun", lambda: person.press("Avsluta intervjun"))


def test_ending_the_last_interview_asks_in_passing_whether_the_visit_has_been_made(
    settled: Person,
) -> None:
    interview(settled, records.PUPILS)
    end(settled)
    assert ASKED not in settled.window.notices.passing_words()
    interview(settled, records.GUARDIANS)
    end(settled)
    assert ASKED in settled.window.notices.passing_words()
    settled.press_in_passing("Besöket är genomfört")
    assert visit(settled).status == "done"


def test_the_page_of_the_visit_asks_until_it_is_answered(settled: Person) -> None:
    interview(settled, records.GUARDIANS)
    end(settled)
    settled.window.notices.forget()
    assert settled.reads(ASKED)
    settled.press("Besöket är genomfört")
    assert visit(settled).status == "done"
    assert not settled.reads(ASKED)
    settled.find_button("Sammanställ minnesanteckningen")


def test_a_second_deep_dive_in_a_term_is_refused_with_the_way_out(settled: Person) -> None:
    ws = settled.ws
    unit = visit(settled).unit
    other = ws.plan_visit(unit, date="2028-05-02")
    ws.set_visit_state(other, "done")
    settled.window.go("visit", id=visit(settled).id)
    settled.press("Besöket är förberett")
    settled.press("Besöket är genomfört")
    assert visit(settled).status == "prepared"
    assert "extra besök" in settled.window.notices.shown()[0].advice


def test_an_ended_interview_is_read_only_until_it_is_continued(settled: Person) -> None:
    session = interview(settled, records.PUPILS)
    settled.type("Det är lugnt på rasten")
    end(settled)
    interview(settled, records.PUPILS)
    assert settled.reads("Avslutad")
    assert not settled.is_seen("Hoppa över")
    assert not settled.is_seen("Styrka")
    settled.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    settled.type("kommer inte med")
    settled.press("Fortsätt intervjun")
    assert not settled.ws.get(records.Session, session.id).ended
    settled.type("Men stökigt i matsalen")
    settled.ws.settle()
    assert [n.text for n in settled.ws.all(records.Note)] == [
        "Det är lugnt på rasten", "Men stökigt i matsalen"
    ]  # fmt: skip


def test_who_writes_when_a_colleague_ends_the_interview_writes_on_until_they_leave(
    settled: Person,
) -> None:
    session = interview(settled, records.PUPILS)
    settled.type("Det är lu")
    settled.ws.visit(session.visit).end_session(session.id)  # as a colleague's change would
    settled.look()
    settled.type("gnt på rasten\nOch i salen")
    settled.ws.settle()
    notes = settled.ws.all(records.Note)
    assert [n.text for n in notes] == ["Det är lugnt på rasten", "Och i salen"]
    assert settled.reads("En kollega avslutade")
    settled.window.back()
    interview(settled, records.PUPILS)
    assert settled.reads("Anteckningarna kan läsas")


def test_a_free_note_that_is_found_is_opened_where_it_stands(settled: Person) -> None:
    sessions = settled.ws.all(records.Session, parent=visit(settled).id)
    session = next(s for s in sessions if s.group == records.PUPILS)
    notes = settled.ws.notes(session.visit)
    for number in range(30):
        notes.add_note(session.id, records.PUPILS, text=f"Fri iakttagelse {number}")
    settled.window.go("overview")
    settled.press("Sök i allt")
    settled.type("iakttagelse 3\n")
    settled.look()
    assert settled.reads("Vad mer sades eller syntes?")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QTextEdit)
    assert editor.toPlainText() == "Fri iakttagelse 3"
    assert not editor.visibleRegion().isEmpty()


def test_delete_removes_a_session_and_it_can_be_brought_back(settled: Person) -> None:
    found = visit(settled)
    settled.window.go("visit", id=found.id)
    settled.look()
    before = settled.ws.all(records.Session, parent=found.id)
    table = settled.find(QTableView, "Programmet")
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 1))
    settled.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert len(settled.ws.all(records.Session, parent=found.id)) == len(before) - 1
    settled.press_in_passing("Ångra")
    assert settled.ws.all(records.Session, parent=found.id) == before
    whole(settled.ws)


def test_delete_keeps_a_session_that_holds_notes(settled: Person) -> None:
    session = interview(settled, records.PUPILS)
    settled.type("Det är lugnt")
    settled.window.go("visit", id=session.visit)
    settled.look()
    table = settled.find(QTableView, "Programmet")
    rows = [table.model().index(n, 1) for n in range(table.model().rowCount())]
    table.setCurrentIndex(next(i for i in rows if "Elever" in i.data()))
    table.setFocus()
    settled.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert "1 anteckning" in settled.window.notices.passing_words()
    assert settled.ws.get(records.Session, session.id) == session


@pytest.mark.parametrize("size", [100, 200])
def test_words_that_pass_cover_no_button_of_the_interview(settled: Person, size: int) -> None:
    settled.enlarge(size)
    interview(settled, records.PUPILS)
    settled.window.notices.passing("Det var den sista frågan. 3 frågor återstår.")
    settled.look()
    toast = settled.window.notices._toast
    assert toast is not None
    for name in ("Hoppa över", "Klar, nästa fråga"):
        button = settled.find_button(name)
        place = button.rect().translated(button.mapTo(settled.window, button.rect().topLeft()))
        assert not toast.geometry().intersects(place), name
