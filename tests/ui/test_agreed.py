"""What a visit found and what is agreed on, in the real window: it is told and seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from qualityvisit.model import records

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
