"""The parts that screens are built of."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from qualityvisit.ui import kit, trade
from qualityvisit.ui.help import everywhere
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.words import use

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def shown(qtbot: QtBot, widget: QWidget, width: int = 600, height: int = 400) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget


def test_enter_presses_a_button_and_a_row(qtbot: QtBot) -> None:
    pressed: list[str] = []
    made = kit.button("Spara", lambda: pressed.append("knapp"), "save")
    line = kit.Pressable(kit.row(kit.label("Rad")), "Rad", lambda: pressed.append("rad"))
    holder = shown(qtbot, kit.box(kit.col(made, line)))
    QTest.keyClick(made, Qt.Key.Key_Return)
    QTest.keyClick(made, Qt.Key.Key_Space)
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_Space)
    made.setEnabled(False)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert pressed == ["knapp", "knapp", "rad", "rad"]
    del holder


def test_a_button_may_show_its_icon_alone(qtbot: QtBot) -> None:
    made = kit.button("Spara", None, "save")
    qtbot.addWidget(made)
    made.compact(True)
    assert (made.text(), made.toolTip(), made.accessibleName()) == ("", "Spara", "Spara")
    made.compact(False)
    assert made.text().strip() == "Spara"


def test_a_header_shows_icons_where_words_do_not_fit(qtbot: QtBot) -> None:
    made = kit.button("Skriv ut hela besöksplanen", None, "file-text")
    head = kit.header("Besöksplan", "Mandatperioden 2027–2030", made)
    shown(qtbot, head, 900)
    assert made.text()
    head.resize(260, head.height())
    assert not made.text()
    head.flatten(True)
    assert head.height() == 52
    assert head.title() == "Besöksplan"


def test_a_flow_wraps_where_there_is_no_more_room(qtbot: QtBot) -> None:
    boxes = [kit.button(f"Knapp {n}") for n in range(6)]
    flow = kit.flow(*boxes)
    holder = shown(qtbot, kit.box(flow), 220)
    wide, narrow = flow.heightForWidth(2000), flow.heightForWidth(220)
    assert narrow > 2 * wide
    assert boxes[0].y() < boxes[-1].y()
    assert flow.itemAt(9) is None
    assert flow.takeAt(9) is None
    taken = flow.takeAt(0)
    assert taken is not None
    assert flow.count() == 5
    assert flow.expandingDirections() == Qt.Orientation(0)
    del holder


def test_words_that_do_not_fit_end_with_dots_and_are_told_whole(qtbot: QtBot) -> None:
    made = kit.Elided("Ett mycket långt namn på en enhet")
    shown(qtbot, made, 80, 20)
    assert made.text().endswith("…")
    assert made.toolTip() == made.accessibleName() == "Ett mycket långt namn på en enhet"
    made.resize(600, 20)
    assert made.text() == made.whole()


def test_tiles_wrap_and_are_read_aloud(qtbot: QtBot) -> None:
    made = kit.tiles(3, 2, 20)
    assert made.accessibleName() == "3 besökta, 2 planerade, 20 utan tid"
    assert made.heightForWidth(100) > made.heightForWidth(2000)
    shown(qtbot, made, 120, 40)
    assert not made.grab().isNull()


def test_faces_over_the_limit_are_counted(qtbot: QtBot) -> None:
    people = [(f"P{n}", f"Person {n}", str(n)) for n in range(9)]
    made = kit.faces(people, most=6)
    qtbot.addWidget(made)
    assert made.accessibleName().endswith("Person 7 och Person 8")
    assert len(made.findChildren(kit.Face)) == 6


def test_a_person_has_one_colour_everywhere() -> None:
    assert kit.parts.face_colour("p1") == kit.parts.face_colour("p1")


def test_the_wheel_never_changes_a_choice(qtbot: QtBot) -> None:
    made = kit.Choice([("a", "A"), ("b", "B")], "b", name="Val")
    shown(qtbot, made)
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPointF(0, 0).toPoint(), QPointF(0, 120).toPoint(),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    made.wheelEvent(wheel)
    assert made.value() == "b"
    made.offer([("c", "C")], "zz")
    assert made.value() == "c"
    made.offer([])
    assert made.value() == ""


def test_a_choice_ends_with_dots_where_its_words_are_cut(qtbot: QtBot) -> None:
    made = kit.Choice([("a", "Version 1, 24 november 2026")], "a", name="Val")
    dotted = kit.Choice([("a", "Version 1, …")], "a", name="Val")
    assert made.itemText(0) == "Version 1, 24 november 2026"  # as it is read aloud
    for each in (made, dotted):
        shown(qtbot, each, 400, 36)
    whole = made.grab().toImage()
    for width in range(120, 200):
        for each in (made, dotted):
            each.resize(width, 36)
        if made.grab().toImage() == dotted.grab().toImage():
            break
    else:
        raise AssertionError("the words are cut without dots")
    assert whole.width() > made.width()


def test_a_box_is_ticked_by_keyboard_and_by_its_words(qtbot: QtBot) -> None:
    made = kit.Check("Klar", muted_when_on=True)
    shown(qtbot, made, 200, 30)
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert made.isChecked()
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPointF(150, 15).toPoint())
    assert not made.isChecked()
    made.setEnabled(False)
    assert not made.grab().isNull()


def test_an_error_stands_beside_the_field_and_is_read_aloud(qtbot: QtBot) -> None:
    form = kit.Form()
    name = kit.line()
    field = form.add("Namn", name, "Som det ska stå", check=lambda: "Skriv ett namn.")
    shown(qtbot, form)
    assert name.accessibleName() == "Namn"
    assert name.accessibleDescription() == "Som det ska stå"
    assert not form.right()
    assert field.error() == "Skriv ett namn."
    assert name.accessibleDescription() == "Skriv ett namn."
    assert name.property("wrong")
    field.wrong("")
    assert name.accessibleDescription() == "Som det ska stå"


def test_a_form_begins_in_what_can_be_pressed_also_where_that_is_a_group(qtbot: QtBot) -> None:
    form, ticks = kit.Form(), [kit.Check("Eva Exempel"), kit.Check("Per Provberg")]
    form.put(kit.label("Vad som följer med"))
    form.put(kit.Field("Vem slutar?", kit.box(kit.col(*ticks))))
    shown(qtbot, form)
    assert form.first() is ticks[0]


def test_a_hidden_field_is_not_checked(qtbot: QtBot) -> None:
    form = kit.Form()
    field = form.add("Lösenfras", kit.secret(), check=lambda: "För kort.")
    shown(qtbot, form)
    field.hide()
    assert form.right()


def test_a_passphrase_can_be_shown(qtbot: QtBot) -> None:
    made = kit.secret(name="Lösenfras")
    qtbot.addWidget(made)
    assert made.echoMode() == made.EchoMode.Password
    made.actions()[0].setChecked(True)
    assert made.echoMode() == made.EchoMode.Normal


def test_the_pointer_tints_what_can_be_pressed(qtbot: QtBot) -> None:
    made = kit.Pressable(kit.row(kit.label("Rad")), "Rad", inset=True)
    shown(qtbot, made, 200, 40)
    before = made.grab().toImage()
    made.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    made.enterEvent(QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert made.grab().toImage() != before
    made.leaveEvent(QEvent(QEvent.Type.Leave))


def test_a_column_that_is_refilled_shows_at_once(qtbot: QtBot) -> None:
    column = kit.col(kit.label("Förr"))
    holder = shown(qtbot, kit.box(column))
    hidden = kit.label("Dold")
    hidden.hide()
    now = kit.label("Nu")
    kit.refill(column, [kit.row(now, None), hidden, 4, None])
    assert now.isVisible()
    assert not hidden.isVisible()
    del holder


def test_rows_keep_what_was_chosen(qtbot: QtBot) -> None:
    view = RowView("Lista")
    shown(qtbot, view)
    view.show_rows([Row("", "Rubrik"), Row("a", "A"), Row("b", "B", "om", right="3", pill="ok")])
    told: list[str] = []
    view.chosen.connect(told.append)
    view.choose_first()
    assert told == ["a"]
    view.step(-1)
    assert view.current() == "a"
    view.step(1)
    view.show_rows([Row("b", "B"), Row("c", "C")])
    assert view.current() == "b"
    assert not view.choose("a")
    view.show_rows([])
    view.step(1)
    view.choose_first()
    assert view.current() == ""
    assert not view.grab().isNull()


def test_the_trade_has_its_words_in_both_languages() -> None:
    assert trade.form_word("GRAN") == "Anpassad grundskola"
    assert trade.forms_words(("FKLASS 2010-08-01 -", "GR")) == "Förskoleklass, grundskola"
    assert trade.group_look("pupils", form="FS").word == "Barn"
    assert trade.group_look("pupils", form="GR").word == "Elever"
    assert trade.group_look("g7", "Elevhälsan").word == "Elevhälsan"
    assert trade.visit_look("fact-checked").word == "Sakgranskat"
    assert trade.action_look("dropped").word == "Avskriven"
    assert trade.minutes_word("draft") == "Arbetsmaterial"
    assert trade.role_word("") == "Utan programmet"
    assert trade.visit_look("x").word == trade.action_look("x").word == trade.form_word("x") == "x"
    assert trade.short_day("2028-02-28") == "28 feb"
    assert trade.half_of("2028-07-01").word == "HT 28"
    use("en")
    assert trade.half_of("2028-03-01").word == "Spring 28"
    assert trade.form_word("GR") == "Compulsory school"


def test_half_years_of_a_term_of_office_that_begins_in_the_middle() -> None:
    found = trade.halves("2026-07-01", "2028-06-30")
    assert [h.word for h in found] == ["HT 26", "VT 27", "HT 27", "VT 28"]


def test_the_keys_are_listed() -> None:
    keys = dict(everywhere())
    assert keys["Alt+1"] == "Översikt"
    assert keys["Ctrl+K"] == "Sök i allt"
