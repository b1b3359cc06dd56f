"""What a visit found and what is agreed on, in the real window: it is told and seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListView, QWidget

from qualityvisit.model import records
from qualityvisit.ui import theme
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.plan_paint import SIDE, SMALL, beside, room_for_words
from qualityvisit.ui.plan_view import HALF

if TYPE_CHECKING:
    from tests.ui.person import Person


@pytest.fixture
def small(settled: Person) -> Person:
    """Return somebody before a small screen, with a visit of many findings open."""
    settled.look()
    settled.window.resize(1366, 768)
    visit = next(v for v in settled.ws.all(records.Visit) if v.title == "Lindskolan")
    for number in range(12):
        settled.ws.visit(visit.id).add_finding(records.STRENGTH, f"Styrka nummer {number}")
    settled.window.go("visit", id=visit.id)
    settled.look()
    return settled


def whole(widget: QWidget, person: Person) -> bool:
    """Tell whether all of a widget is seen, and no passing words cover it."""
    seen = widget.visibleRegion().boundingRect() == widget.rect()
    toast = person.window.notices._toast
    if toast is None:
        return seen
    place = widget.rect().translated(widget.mapTo(person.window, widget.rect().topLeft()))
    return seen and not toast.geometry().intersects(place)


def test_a_new_action_is_told_and_brought_into_sight(small: Person) -> None:
    def answer() -> None:
        small.fill("Åtgärd", "Rastvärdar vid hallen")
        small.press("Skapa åtgärden")

    small.press("Ny åtgärd", answer)
    assert small.window.notices.passing_words() == "Åtgärden är skapad."
    shown = QApplication.focusWidget()
    assert isinstance(shown, QAbstractButton)
    assert shown.accessibleName().startswith("Rastvärdar vid hallen")
    assert whole(shown, small)


def test_a_new_finding_is_told_and_brought_into_sight(small: Person) -> None:
    def answer() -> None:
        small.fill("Iakttagelse", "Frånvaro utreds sent")
        small.press("Spara iakttagelsen")

    small.press("Ny iakttagelse", answer)
    assert small.window.notices.passing_words() == "Iakttagelsen är antecknad."
    shown = QApplication.focusWidget()
    assert shown is not None
    assert shown.accessibleName() == "Ändra iakttagelsen: Frånvaro utreds sent"
    assert whole(shown, small)


def test_a_finding_found_by_searching_is_in_sight(small: Person) -> None:
    small.press("Översikt")
    small.press("Sök i allt")
    small.type("nummer 11\n")
    small.look()
    shown = QApplication.focusWidget()
    assert shown is not None
    assert shown.accessibleName().endswith("Styrka nummer 11")
    assert whole(shown, small)


def test_a_day_that_has_passed_is_said_and_taken(small: Person) -> None:
    def answer() -> None:
        small.fill("Åtgärd", "Rastvärdar vid hallen")
        assert not small.reads("redan varit")
        small.fill("Senast", "2026-02-01")
        small.look()
        assert small.reads("Dagen har redan varit.")
        small.press("Skapa åtgärden")

    small.press("Ny åtgärd", answer)
    assert "2026-02-01" in {a.due for a in small.ws.all(records.Action)}


def test_an_action_made_of_a_deficiency_is_chosen_among_the_others(small: Person) -> None:
    visit = next(v for v in small.ws.all(records.Visit) if v.title == "Lindskolan")
    small.ws.visit(visit.id).add_finding(records.DEFICIENCY, "Hallen saknar tillsyn")
    small.window.go("follow-up")
    small.look()

    def answer() -> None:
        small.fill("Åtgärd", "Rastvärdar vid hallen")
        small.press("Skapa åtgärden")

    small.press("Skapa åtgärd av: Hallen saknar tillsyn", answer)
    assert small.reads("Rastvärdar vid hallen")
    assert small.window.notices.passing_words() == "Åtgärden är skapad."


def test_some_actions_are_seen_above_the_one_that_is_chosen_where_there_is_little_room(
    small: Person,
) -> None:
    small.enlarge(200)
    small.window.go("follow-up")
    small.look()
    actions = small.find(QListView, "Åtgärder")
    rows = [actions.visualRect(actions.model().index(n, 0)) for n in range(5)]
    assert sum(actions.viewport().rect().contains(r) for r in rows) >= 3
    actions.setFocus()
    small.key(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)  # the chosen one comes into sight
    title = actions.currentIndex().data()
    shown = [w for w in small.top().findChildren(QLabel) if w.text() == title and w.isVisible()]
    assert any(whole(w, small) for w in shown)


def test_a_form_takes_the_room_that_it_needs_and_no_more(small: Person) -> None:
    def look() -> None:
        dialog = small.top()
        assert isinstance(dialog, FormDialog)
        before = dialog.height()
        left = dialog._area.viewport().height() - dialog.form.height()
        assert 0 <= left <= 8
        small.press("Skapa åtgärden")  # the error needs a line
        assert dialog.height() > before
        small.press("Avbryt")

    small.press("Ny åtgärd", look)


def test_the_way_to_add_a_unit_stands_once(person: Person) -> None:
    person.press("Skapa arbetsyta")
    person.fill("Ditt namn", "Eva Exempel")
    person.press("Skapa arbetsytan")
    for number in (1, 2):
        person.window.go("units")
        person.look()
        buttons = person.top().findChildren(QAbstractButton)
        seen = [b for b in buttons if b.isVisible() and b.accessibleName() == "Lägg till enhet"]
        assert len(seen) == 1
        person.ws.register.add_unit(f"Exempelskolan {number}", ("GR 2000-01-01 -",))


@pytest.mark.usefixtures("qapp")
def test_no_date_of_the_plan_is_cut_beside_its_follow_up() -> None:
    for size in (100, 200):
        theme.use(QApplication.instance(), "light", size)  # type: ignore[arg-type]
        cell = QRectF(0, 0, theme.px(HALF), theme.px(29))
        visit, _follow_up = beside(cell.adjusted(theme.px(SIDE), 0, -theme.px(SIDE), 0))
        metrics = QFontMetricsF(theme.font(SMALL, bold=True))
        assert metrics.horizontalAdvance("28/12") <= room_for_words(visit).width()
