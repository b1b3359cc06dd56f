"""Search from anywhere: hits as you type, by keyboard, to the right place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qualityvisit.model import records
from qualityvisit.reading import Hit
from qualityvisit.ui.search import Palette, way_to
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.ui import audit

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> Palette:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return window.findChildren(Palette)[-1]


def look_for(palette: Palette, words: str) -> list[str]:
    palette.edit.setText(words)
    palette.search()
    return [r.title for r in palette.hits()]


def test_without_words_it_offers_the_places(palette: Palette, window: MainWindow) -> None:
    assert [r.title for r in palette.hits()][:3] == ["Gå till", "Översikt", "Besöksplan"]
    QTest.keyClick(palette.edit, Qt.Key.Key_Down)
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert window.place() == "plan"


def test_it_finds_as_you_type_grouped_by_kind(palette: Palette, qtbot: QtBot) -> None:
    palette.edit.setText("vikar")
    qtbot.waitUntil(lambda: palette.hits()[0].title == "Åtgärder")
    assert palette.hits()[1].title == "Gemensam rutin för vikarier"
    assert palette.hits()[1].about == "Stenstorps skola  ·  Sara Ledberg"
    assert look_for(palette, "trygg")[0] == "Åtgärder"
    assert "Frågor i guider" in look_for(palette, "trygg")


def test_letters_with_dots_and_rings_are_letters_of_their_own(palette: Palette) -> None:
    assert "Uppängsskolan" in look_for(palette, "uppäng")
    assert look_for(palette, "uppang") == []


def test_nothing_found_is_said(palette: Palette) -> None:
    assert look_for(palette, "xyzzy") == []
    assert palette._none_said.text() == "Inget hittades för ”xyzzy”"
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)  # nothing to open
    assert palette.isVisible()


def test_enter_opens_the_hit(palette: Palette, window: MainWindow, ws: Workspace) -> None:
    look_for(palette, "lindskolan")
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert window.place() == "units"
    unit = next(u for u in ws.all(records.Unit) if u.name == "Lindskolan")
    current = window.current()
    assert current is not None
    assert current.list.current() == unit.id  # type: ignore[attr-defined]


def test_enter_right_after_the_last_key_searches_first(
    palette: Palette, window: MainWindow
) -> None:
    palette.edit.setText("lindskolan")
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert window.place() == "units"


def test_esc_closes(palette: Palette, window: MainWindow) -> None:
    QTest.keyClick(palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.place() == "overview"


def test_a_star_of_ones_own_is_kept(palette: Palette) -> None:
    assert look_for(palette, "lindsk*") == look_for(palette, "lindsk")


def test_every_kind_of_hit_leads_somewhere(ws: Workspace) -> None:
    meeting = ws.all(records.Meeting)[0]
    visit = ws.all(records.MeetingVisit)[0].visit
    question = ws.meeting(meeting.id).add_question(visit, "Vad gav läsgrupperna?")
    guide = ws.all(records.Guide)[0]
    session = next(s for s in ws.all(records.Session) if s.type == records.INTERVIEW)
    noted = ws.notes(session.visit).add_note(
        session.id, session.group, question="q7", text="Det är lugnt"
    )
    hits = {
        ("unit", "u"): ("units", {"id": "u"}),
        ("visit", "v"): ("visit", {"id": "v"}),
        ("guide", guide.id): ("guides", {"id": guide.id}),
        ("meeting", meeting.id): ("meeting", {"id": meeting.id}),
        ("note", "n"): ("visit", {"id": "v", "note": "n"}),
        ("note", noted): ("interview", {"id": "v", "session": session.id, "note": noted}),
        ("action", "a"): ("follow-up", {"action": "a"}),
        ("passage", "p"): ("minutes", {"id": "v", "passage": "p"}),
        ("meeting-question", question): ("meeting", {"id": meeting.id, "question": question}),
        ("question", "q"): ("guides", {"id": "v", "question": "q"}),
    }
    for (kind, name), goal in hits.items():
        assert way_to(ws, Hit(kind, name, "v", "", "")) == goal


def test_hits_of_every_kind_are_described(palette: Palette, ws: Workspace) -> None:
    meeting = ws.all(records.Meeting)[0]
    ws.meeting(meeting.id).add_question(ws.all(records.MeetingVisit)[0].visit, "Läsgrupperna?")
    assert "Läsgrupperna?" in " ".join(look_for(palette, "läsgr"))
    assert look_for(palette, "kvalitetsn")[1] == "Kvalitetsnämnden"
    assert "Grundskola" in look_for(palette, "grundskola")


def test_everything_has_a_name(palette: Palette) -> None:
    assert audit.nameless(palette) == []
    assert audit.too_small(palette) == []


def test_a_picture_is_found_by_what_it_shows_and_opened_in_its_question(
    palette: Palette, ws: Workspace
) -> None:
    session = next(s for s in ws.all(records.Session) if s.type == records.INTERVIEW)
    place = {"session": session.id, "question": "q"}
    name = ws.add_file(session.visit, "a.txt", "text/plain", b"x", **place)
    ws.file(name).describe("Klassrumsregler på väggen")
    assert look_for(palette, "klassrumsreg")[0] == "Bilder och filer"
    [found] = ws.search("klassrumsregler")
    assert way_to(ws, found) == ("interview", {"id": session.visit, **place})
