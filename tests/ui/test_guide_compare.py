"""Versions of a guide: made, compared, tied by hand, taken by visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from qualityvisit.model import records
from qualityvisit.model.guide_rules import key_of
from qualityvisit.ui.guide_compare import GuideCompare, Tie
from qualityvisit.ui.guide_editor import GuideEditor
from qualityvisit.ui.guide_new import NewGuide
from qualityvisit.ui.guides import Guides

if TYPE_CHECKING:
    from qualityvisit.ui.shell import MainWindow

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def guides(window: MainWindow) -> Guides:
    window.go("guides")
    current = window.current()
    assert isinstance(current, Guides)
    return current


def guide_of(guides: Guides, name: str) -> records.Guide:
    return next(g for g in guides.ws.guides() if g.name == name)


def press(guides: Guides, words: str) -> None:
    found = [b for b in guides.findChildren(QPushButton) if b.accessibleName() == words]
    next(b for b in found if b.isVisible()).click()


def changed(guides: Guides) -> tuple[records.Guide, str]:
    """Return a guide, and its next version with a question reworded, one new and one gone."""
    old = guide_of(guides, "Grundskola")
    register = guides.ws.register
    draft = register.draft_of(old.id)
    themes, asked = guides.ws.guide_parts(draft)
    register.change_question(asked[0].id, text="Hur är det nu för tiden?")
    register.remove_from_guide([asked[1].id])
    new = register.add_question(themes[0].id, asked[1].group, text="En helt ny?")
    register.change_question(new, short="Ny")
    guides.ws.settle()
    return old, draft


def said(screen: GuideCompare) -> str:
    return " | ".join(w.text() for w in screen.pair.one.findChildren(QLabel) if w.text())


def compared(guides: Guides, draft: str) -> GuideCompare:
    guides.desk.way.go("guide-compare", id=draft)
    current = guides.window().current()  # type: ignore[attr-defined]
    assert isinstance(current, GuideCompare)
    return current


def test_two_versions_are_compared_question_by_question(guides: Guides) -> None:
    _old, draft = changed(guides)
    screen = compared(guides, draft)
    assert {r.right for r in screen.list.rows.rows} == {"utgår", "omformulerad", "ny"}
    reworded = next(r.id for r in screen.list.rows.rows if r.right == "omformulerad")
    screen.list.choose(reworded)
    screen._show_one()
    before = guides.ws.guide_parts(_old.id)[1][0].text
    assert before in said(screen)
    assert "Hur är det nu för tiden?" in said(screen)
    screen.shown.setCurrentIndex(screen.shown.findData("kept"))
    assert {r.right for r in screen.list.rows.rows} == {"oförändrad"}


def test_a_question_is_tied_by_hand_to_what_it_came_from(guides: Guides) -> None:
    old, draft = changed(guides)
    screen = compared(guides, draft)
    new = next(q for q in guides.ws.guide_parts(draft)[1] if q.short == "Ny")
    gone = guides.ws.guide_parts(old.id)[1][1]
    screen.list.choose(new.id)
    screen.tie()
    [dialog] = screen.window().findChildren(Tie)
    dialog.ticks[key_of(gone)].setChecked(True)
    dialog.try_it()
    assert guides.ws.get(records.Question, new.id).came_from == (key_of(gone),)
    screen.refresh()
    assert "utgår" not in {r.right for r in screen.list.rows.rows}


def test_the_next_version_is_made_and_gone_on_with(guides: Guides, window: MainWindow) -> None:
    old = guide_of(guides, "Grundskola")
    guides.open(id=old.id)
    press(guides, "Gör nästa version")
    assert isinstance(window.current(), GuideEditor)
    window.back()
    titles = [(r.title, r.right) for r in guides.list.rows.rows]
    assert ("Används nu", "") in titles
    assert ("Utkast", "") in titles
    assert ("Grundskola", "version 2") in titles
    press(guides, "Fortsätt på utkastet")
    assert isinstance(window.current(), GuideEditor)


def test_a_draft_is_thrown_away_and_brought_back(guides: Guides) -> None:
    _old, draft = changed(guides)
    guides.open(id=draft)
    press(guides, "Kasta utkastet")
    assert guides.ws.find(records.Guide, draft) is None
    toast = [b for b in guides.window().findChildren(QPushButton) if b.text() == "Ångra"]
    toast[-1].click()
    assert guides.ws.find(records.Guide, draft) is not None


def test_visits_to_come_are_offered_the_new_version(guides: Guides) -> None:
    old, draft = changed(guides)
    unit = guides.ws.all(records.Unit)[0].id
    visit = guides.ws.plan_visit(unit, guide=old.id, extra=True)
    guides.ws.register.publish_guide(draft)
    guides.open(id=draft)
    guides.make_stale()
    press(guides, "Låt dem använda den här versionen")
    assert guides.ws.get(records.Visit, visit).guide == draft
    assert "har fått den här versionen" in guides.desk.notices.passing_words()


def test_a_guide_is_taken_out_of_use_and_back(guides: Guides) -> None:
    guide = guide_of(guides, "Grundskola")
    guides.open(id=guide.id)
    press(guides, "Sluta använda")
    assert guide.id not in {g.id for g in guides.ws.guides()}
    guides.make_stale()
    press(guides, "Börja använda igen")
    assert guide.id in {g.id for g in guides.ws.guides()}


def test_a_new_guide_begins_as_a_draft_with_a_theme(guides: Guides, window: MainWindow) -> None:
    guides.add_guide()
    [dialog] = guides.window().findChildren(NewGuide)
    dialog.try_it()
    assert dialog.isVisible()  # without a name and a form it begins nothing
    dialog.name.setText("Fritids")
    dialog.forms["FTH"].setChecked(True)
    dialog.try_it()
    assert isinstance(window.current(), GuideEditor)
    made = guides.ws.get(records.Guide, dialog.guide)
    assert (made.name, made.draft, made.forms) == ("Fritids", True, ("FTH",))
