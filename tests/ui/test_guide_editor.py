"""The guide editor, by keys alone: written, put in order, locked, published."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from qualityvisit import outside
from qualityvisit.model import records
from qualityvisit.ui.guide_editor import GuideEditor
from qualityvisit.ui.guides import Guides
from tests.guide_stuff import long_guide
from tests.ui.keys import ALT, CTRL, press, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qualityvisit.ui.shell import MainWindow

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
Key = Qt.Key


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


class Writer:
    """Somebody at the keyboard, in the editor of a draft."""

    def __init__(self, window: MainWindow, draft: str) -> None:
        self.window, self.ws, self.draft = window, window.desk.ws, draft
        window.go("guide", id=draft)
        found = window.current()
        assert isinstance(found, GuideEditor)
        self.screen = found
        window.activateWindow()
        QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
              times: int = 1) -> None:  # fmt: skip
        for _time in range(times):
            press(focused(), key, held)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        type_text(focused(), text)
        QApplication.processEvents()

    def choose(self, name: str) -> None:
        self.screen.rows.setFocus()
        self.screen.choose(name)

    def questions(self) -> list[records.Question]:
        self.ws.settle()
        return self.ws.guide_parts(self.draft)[1]

    def texts(self) -> list[str]:
        return [q.text for q in self.questions()]

    def said(self) -> str:
        return self.window.desk.notices.passing_words()


@pytest.fixture
def writer(window: MainWindow) -> Writer:
    ws = window.desk.ws
    made = ws.register.add_guide(
        "Vår egen", ("GR",), [("Ro", "", ""), ("Hem", "", "")],
        [(0, "staff", "Ett", "Hur ett?", ()), (0, "staff", "Två", "Hur två?", ()),
         (0, "pupils", "Tre", "Hur tre?", ()), (1, "staff", "Fyra", "Hur fyra?", ())],
        draft=True,
    )  # fmt: skip
    return Writer(window, made)


def test_questions_are_written_one_after_the_other_with_enter(writer: Writer) -> None:
    writer.choose(writer.questions()[0].id)
    writer.press(Key.Key_Return)
    writer.type("Berätta om åäö.")
    writer.press(Key.Key_Return)
    writer.type("Och sedan?")
    assert writer.texts()[:4] == ["Hur ett?", "Berätta om åäö.", "Och sedan?", "Hur två?"]
    new = writer.questions()[1]
    assert (new.group, new.theme) == (writer.questions()[0].group, writer.questions()[0].theme)
    writer.press(Key.Key_Escape)
    assert focused() is writer.screen.rows
    assert writer.screen.isVisible()


def test_every_field_is_reached_by_tab_and_kept_as_it_is_written(writer: Writer) -> None:
    [first, second, *_rest] = writer.questions()
    writer.choose(first.id)
    writer.press(Key.Key_F2)
    writer.press(Key.Key_A, CTRL)
    writer.type("Hur lugnt är det?")
    writer.press(Key.Key_Tab)
    writer.press(Key.Key_A, CTRL)
    writer.type("Lugnet")
    writer.press(Key.Key_Tab)
    writer.type("När?\nVar?")
    writer.press(Key.Key_Tab, times=3)  # over group and theme
    writer.press(Key.Key_Down, times=2)
    writer.press(Key.Key_Tab)
    writer.press(Key.Key_Down, times=2)
    found = writer.questions()[0]
    assert (found.text, found.short, found.prompts) == (
        "Hur lugnt är det?",
        "Lugnet",
        ("När?", "Var?"),
    )
    assert (found.required, found.scale) == (records.ASK, ("1", "2", "3", "4"))
    writer.choose(second.id)
    fields = writer.screen.question_fields
    fields.after.setFocus()
    writer.press(Key.Key_Down)
    assert writer.questions()[1].answers == ("1",)
    writer.press(Key.Key_Tab, times=2)
    writer.press(Key.Key_Space)
    found = writer.questions()[1]
    assert (found.after, found.answers) == (first.id, ("1", "2"))


def test_steps_of_ones_own_are_written_one_a_line(writer: Writer) -> None:
    writer.choose(writer.questions()[0].id)
    fields = writer.screen.question_fields
    fields.rating.setFocus()
    writer.press(Key.Key_End)
    assert focused() is fields.steps
    writer.type("aldrig\nibland\nalltid")
    assert writer.questions()[0].scale == ("aldrig", "ibland", "alltid")


def test_questions_move_among_their_group_and_on_into_the_next_theme(writer: Writer) -> None:
    writer.choose(writer.questions()[0].id)
    writer.press(Key.Key_Down, ALT)
    assert writer.texts() == ["Hur två?", "Hur ett?", "Hur tre?", "Hur fyra?"]
    writer.press(Key.Key_Down, ALT)
    assert writer.texts() == ["Hur två?", "Hur tre?", "Hur ett?", "Hur fyra?"]
    writer.press(Key.Key_Up, ALT)
    assert writer.questions()[0].theme == writer.questions()[2].theme
    writer.press(Key.Key_Z, CTRL, times=3)
    assert writer.texts() == ["Hur ett?", "Hur två?", "Hur tre?", "Hur fyra?"]


def test_themes_are_put_in_moved_and_named(writer: Writer) -> None:
    writer.choose(writer.questions()[0].id)
    writer.press(Key.Key_Return, CTRL)
    writer.type("Mitten")
    writer.press(Key.Key_Escape)
    writer.press(Key.Key_Up, ALT)
    names = [t.name for t in writer.ws.guide_parts(writer.draft)[0]]
    assert names == ["Mitten", "Ro", "Hem"]
    writer.press(Key.Key_Z, CTRL)
    assert [t.name for t in writer.ws.guide_parts(writer.draft)[0]] == ["Ro", "Mitten", "Hem"]


def test_another_group_is_asked_by_its_number(writer: Writer) -> None:
    writer.choose(writer.questions()[0].id)
    writer.press(Key.Key_3, CTRL)
    assert writer.questions()[0].group == "pupils"
    assert writer.said() == "Ställs till: Elever"
    writer.press(Key.Key_Z, CTRL)
    assert writer.questions()[0].group == "staff"


def test_what_is_removed_is_taken_back(writer: Writer) -> None:
    theme = writer.ws.guide_parts(writer.draft)[0][0].id
    writer.choose(theme)
    writer.press(Key.Key_Delete)
    assert writer.texts() == ["Hur fyra?"]
    assert "borttagna" in writer.said()
    assert focused() is writer.screen.rows
    writer.press(Key.Key_Z, CTRL)
    assert len(writer.texts()) == 4
    writer.press(Key.Key_Z, CTRL)
    assert writer.said() == "Det finns inget att ångra."


def test_what_is_locked_cannot_be_written_in_until_it_is_unlocked(writer: Writer) -> None:
    writer.choose(writer.questions()[0].id)
    writer.press(Key.Key_L, CTRL)
    assert writer.questions()[0].core
    writer.press(Key.Key_F2)
    writer.type("x")
    assert writer.texts()[0] == "Hur ett?"
    fields = writer.screen.question_fields
    assert fields.note.text() == "Låst: lås upp för att ändra (Ctrl+L)."
    fields.unused.setFocus()
    writer.type("Frågas i enkäten")
    writer.press(Key.Key_Return)
    assert writer.questions()[0].unused == "Frågas i enkäten"
    assert len(writer.ws.all(records.Question, parent=writer.draft)) == 3  # as interviews read it
    writer.screen.rows.setFocus()
    writer.press(Key.Key_L, CTRL)
    assert not writer.questions()[0].core


def test_what_is_missing_is_led_to_and_then_it_is_published(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    screen, window = writer.screen, writer.window
    writer.choose(writer.questions()[3].id)
    writer.press(Key.Key_Return)
    assert not screen._publish.isEnabled()
    screen._mend(next(iter(screen.parts.wrong)))  # type: ignore[union-attr]
    assert focused() is screen.question_fields.text
    writer.type("Hur fem?")
    qtbot.waitUntil(screen._publish.isEnabled)
    monkeypatch.setattr(window.desk.notices, "ask", lambda *_a, **_k: True)
    screen._publish.setFocus()
    writer.press(Key.Key_Return)
    current = window.current()
    assert isinstance(current, Guides)
    assert "Nya besök använder den" in writer.said()
    assert writer.draft in {g.id for g in writer.ws.guides()}


def test_a_colleagues_change_is_shown_while_something_else_is_written(writer: Writer) -> None:
    [first, second, *_rest] = writer.questions()
    writer.choose(first.id)
    writer.press(Key.Key_F2)
    writer.press(Key.Key_End)
    writer.type(" Och")
    writer.ws.register.change_question(second.id, short="Från kollegan")
    writer.ws.settle()
    QApplication.processEvents()
    writer.type(" mer?")
    assert writer.texts()[0] == "Hur ett? Och mer?"
    assert "Från kollegan" in [r.title for r in writer.screen.rows.rows.rows]


def test_a_draft_that_a_colleague_publishes_is_left(writer: Writer, qtbot: QtBot) -> None:
    writer.window.go("guides")
    writer.window.go("guide", id=writer.draft)
    writer.ws.register.publish_guide(writer.draft)
    qtbot.waitUntil(lambda: isinstance(writer.window.current(), Guides))


def test_a_guide_of_500_questions_opens_and_is_written_in_without_a_wait(
    window: MainWindow,
) -> None:
    ws = window.desk.ws
    ws.register.draft_of(outside.take_guide(ws, long_guide(500)).guide)
    draft = next(g.id for g in ws.all(records.Guide) if g.draft)
    window.go("guide", id=draft)  # the screen is imported and built once
    window.go("guides")
    current = window.current()
    assert isinstance(current, Guides)
    begun = time.process_time()
    window.go("guide", id=draft)
    QApplication.processEvents()
    opened = time.process_time() - begun
    writer = Writer(window, draft)
    writer.choose(writer.questions()[250].id)
    writer.press(Key.Key_F2)
    begun = time.process_time()
    for letter in "en mening till":
        type_text(focused(), letter)
        ws.settle()  # as the pulse does, with all that hangs on it
        QApplication.processEvents()
    typed = (time.process_time() - begun) / 14
    print(f"opened in {opened * 1000:.0f} ms, {typed * 1000:.1f} ms a key")
    assert opened < 0.5
    assert typed < 0.05
    assert writer.texts()[250].startswith("en mening till")


def test_the_editor_fits_a_narrow_window(writer: Writer) -> None:
    writer.screen.adapt(600, 500)
    writer.choose(writer.questions()[0].id)
    writer.press(Key.Key_F2)
    assert writer.screen.pair.one.isVisible()
    assert not writer.screen.pair.pane.isVisible()
    writer.screen.escape()
    assert writer.screen.pair.pane.isVisible()


def test_every_field_has_a_name(writer: Writer) -> None:
    writer.choose(writer.questions()[0].id)
    shown = [w for w in writer.screen.findChildren(QWidget) if w.isVisible()
             and w.focusPolicy() & Qt.FocusPolicy.TabFocus]  # fmt: skip
    assert shown
    assert not [w for w in shown if not w.accessibleName()]
