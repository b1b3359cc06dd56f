"""Guides as XLSForm: out through pyxform without a word against them, and back the same."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from pyxform.xls2xform import convert

from qualityvisit.errors import BadInput
from qualityvisit.intake.guides import IncomingGuide, incoming, shipped
from qualityvisit.intake.xlsform import write_xlsform
from qualityvisit.intake.xlsform_read import FormReading, cut, read_xlsform
from qualityvisit.model.records import ASK, Guide, Question, Theme
from qualityvisit.settings import RESOURCES
from tests.guide_stuff import guides, long_guide

NAMES = {"leadership": "Skolledning", "staff": "Personal", "pupils": "Elever",
         "guardians": "Vårdnadshavare", "0a1b2c": "Elevhälsan"}  # fmt: skip
SHIPPED = shipped(RESOURCES)
DATA = Path(__file__).parents[1] / "data"


def written(guide: IncomingGuide) -> bytes:
    return write_xlsform(guide.guide, guide.themes, guide.questions, NAMES.__getitem__)


def read(data: bytes) -> FormReading:
    return read_xlsform(data, NAMES)


def in_form_order(guide: IncomingGuide) -> IncomingGuide:
    """A form holds groups in groups: one interview group after the other."""
    return incoming(guide.guide, guide.themes, guide.questions)


def converted(data: bytes) -> Any:
    return convert(io.BytesIO(data), validate=False, file_type=".xlsx")


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(guides())
def test_a_guide_comes_back_the_same(guide: IncomingGuide) -> None:
    found = read(written(guide))
    assert found.whole("") == in_form_order(guide)
    assert all(row.taken and not row.why for row in found.rows)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(guides())
def test_pyxform_converts_a_guide_without_a_warning(guide: IncomingGuide) -> None:
    made = converted(written(guide))
    assert made.warnings == []
    ET.fromstring(made.xform)  # noqa: S314 we have just made it


@pytest.mark.slow
@pytest.mark.parametrize("guide", [*SHIPPED, long_guide(500)], ids=lambda g: str(g.guide.name))
def test_the_guides_that_are_shipped_convert_and_come_back(guide: IncomingGuide) -> None:
    data = written(guide)
    assert converted(data).warnings == []
    assert read(data).whole("") == guide


RATED = Question("q1", theme="t1", group="staff", text="Hur går det?", short="Går",
                 scale=("dåligt", "bra"), key="k1", required=ASK)  # fmt: skip
OPENED = Question("q2", theme="t1", group="staff", text="Varför ${x}?", short="Varför",
                  prompts=("När?", "Hur?"), after="q1", answers=("dåligt",), key="k2")  # fmt: skip
SMALL = incoming(Guide("g", name="=1+1", forms=("GR",)), [Theme("t1", name="Ro", key="t")],
                 [RATED, OPENED])  # fmt: skip


def test_a_rating_is_a_choice_with_notes_after_it_and_opens_others() -> None:
    book = load_workbook(io.BytesIO(written(SMALL)))
    rows = [[c or "" for c in row[:7]] for row in book["survey"].values]
    assert rows[3] == ["select_one scale_1", "q001", "Hur går det?", "", "yes", "", ""]
    assert rows[4][:3] == ["text", "q001_notes", "Anteckningar"]
    assert rows[5][5] == "${q001} = 's1'"
    assert [r[2] for r in book["choices"].values] == ["label", "dåligt", "bra"]
    assert book["settings"]["A2"].data_type == "s"  # "=1+1" is a name and no formula
    assert read(written(SMALL)).whole("") == SMALL
    xform = converted(written(SMALL)).xform
    assert re.search(r'relevant="[^"]*q001', xform)
    assert 'required="true()"' in xform


def test_a_draft_without_words_comes_back_the_same() -> None:
    draft = incoming(
        Guide("g", name="Utkast", forms=("GR",)),
        [Theme("t1", key="a"), Theme("t2", name="Tomt", key="b")],
        [Question("q1", theme="t1", group="0a1b2c", key="k")],
    )
    data = written(draft)
    assert converted(data).warnings == []
    assert read(data).whole("") == draft


# --- forms of others


def form(*rows: tuple[str, ...], heads: str = "type name label hint", title: str = "Form",
         choices: tuple[tuple[str, ...], ...] = (), **told: str) -> bytes:  # fmt: skip
    made = Workbook()
    survey = made.create_sheet("survey")
    survey.append(heads.split())
    for row in rows:
        survey.append(row)
    answers = made.create_sheet("choices")
    for answer in (("list_name", "name", "label"), *choices):
        answers.append(answer)
    settings_sheet = made.create_sheet("settings")
    settings_sheet.append(("form_title", *told))
    settings_sheet.append((title, *told.values()))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# --- forms of others


def others(name: str) -> FormReading:
    """Read a form that others wrote; tests/data/SOURCE.txt tells who."""
    return read((DATA / "xlsforms" / f"{name}.xlsx").read_bytes())


def test_a_form_of_every_type_is_taken_or_told_row_by_row() -> None:
    found = others("every-type")
    assert (found.guide.name, found.languages) == ("Spec test", ("english", "chinese"))
    assert [t.name for t in found.themes] == ["Spec test", "everything"]
    assert (len(found.rows), len(found.questions)) == (53, 21)
    asked = {q.text: q for q in found.questions}
    assert asked["Enter your name"].scale == ()
    assert asked["required_text"].required == ASK
    assert asked["compact-test"].scale == ("a", "b")
    assert asked["text_image_audio_video_test"].prompts == (
        "You entered an email address", "1", "ni hao",
    )  # fmt: skip
    left = [(row.row, row.kind) for row in found.rows if not row.taken]
    assert left == [
        (10, "note"), (30, "acknowledge"), (34, "geopoint"), (35, "barcode"), (36, "image"),
        (37, "audio"), (38, "video"), (40, "calculate"), (42, "start"), (44, "end"), (46, "today"),
        (48, "deviceid"), (50, "uri:deviceid"), (52, "simserial"), (54, "phonenumber"),
    ]  # fmt: skip
    assert all(row.why for row in found.rows if not row.taken)
    assert "uri:deviceid" in why(found, 50)


def test_choices_that_a_form_narrows_are_taken_whole_and_it_is_told() -> None:
    found = others("cascade")
    assert [(q.text, len(q.scale)) for q in found.questions] == [
        ("state", 2), ("county", 3), ("city", 8),
    ]  # fmt: skip
    assert [("Tidigare svar" in row.why) for row in found.rows] == [False, True, True]


def test_an_old_form_with_a_colon_before_the_language_is_read() -> None:
    found = others("household")
    assert [q.text for q in found.questions] == ["What's your family name?", "asdf"]
    assert [(row.kind, row.taken) for row in found.rows] == [
        ("text", True), ("phone number", False), ("integer", True),
    ]  # fmt: skip
    assert "telefonen" in why(found, 3).lower()


@pytest.mark.parametrize("name", ["every-type", "cascade", "household"])
def test_a_form_of_others_becomes_a_guide_that_can_be_lent_on(name: str) -> None:
    taken = others(name).whole("staff", ["GR"])
    again = read(written(taken)).whole("", [])
    assert [q.text for q in again.questions] == [q.text for q in taken.questions]


# --- what is taken


YES_NO = (("yn", "y", "Ja"), ("yn", "n", "Nej"))
MANY = tuple(("many", f"a{n}", f"Svar {n}") for n in range(14))


def why(found: FormReading, row: int) -> str:
    return next(r.why for r in found.rows if r.row == row)


def test_what_can_be_asked_is_taken_whatever_its_type() -> None:
    found = read(form(
        ("begin group", "g", "Om skolan"),
        ("text", "a", "Hur går det?", "Tänk på\nallt"),
        ("integer", "b", "Hur många?"),
        ("select_one yn", "c", "Trivs ni?"),
        ("select one from yn or specify other", "d", "Och annars?"),
        ("select_multiple yn", "e", "Vilka?"),
        ("select_one many", "f", "Vilken?"),
        ("select_one_from_file x.csv", "g2", "Vad?"),
        ("rank yn", "h", "I vilken ordning?"),
        ("date", "i", "När?"),
        ("end group",),
        choices=YES_NO + MANY,
    ))  # fmt: skip
    assert [t.name for t in found.themes] == ["Om skolan"]
    assert len(found.questions) == found.homeless == 9
    a, _b, c, d, e, f, *_rest = found.questions
    assert a.prompts == ("Tänk på", "allt")
    assert c.scale == d.scale == ("Ja", "Nej")
    assert (e.scale, e.prompts) == ((), ("Svar att välja bland: Ja, Nej",))
    assert f.prompts[0].endswith("Svar 11 …")
    assert all(row.taken for row in found.rows)
    assert why(found, 7) == "Frågan ställs öppet; svaren står som följdfråga."


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("start", "telefonen"), ("calculate", "räknar"), ("image", "bild"), ("geopoint", "karta"),
        ("acknowledge", "bock"), ("hologram", "hologram"), ("", "typ"), ("note", "ingen fråga"),
    ],
)  # fmt: skip
def test_what_is_no_question_is_told_with_its_reason(kind: str, reason: str) -> None:
    found = read(form(("text", "q", "Hur?"), (kind, "x", "Något")))
    assert not found.rows[-1].taken
    assert reason in found.rows[-1].why


def test_a_text_before_a_question_becomes_its_prompt_without_marks_of_layout() -> None:
    found = read(form(("note", "n", "Läs <b>högt</b> för **${name}**"), ("text", "q", "Hur?")))
    assert found.questions[0].prompts == ("Läs högt för …",)
    assert why(found, 2) == "Texten står som följdfråga under nästa fråga."


def test_groups_in_groups_are_one_theme_and_repeats_are_asked_once() -> None:
    found = read(form(
        ("text", "z", "Först?"),
        ("begin_group", "g", "Ute"), ("begin_repeat", "r", "Varje"), ("text", "q", "Hur?"),
        ("end_repeat",), ("end_group",), ("end_group",),
    ))  # fmt: skip
    assert [(t.name, q.text) for t, q in zip(found.themes, found.questions, strict=True)] == [
        ("Form", "Först?"), ("Ute", "Hur?"),
    ]  # fmt: skip
    assert why(found, 4) == "Gruppen ställs en gång, inte om och om igen."
    assert why(found, 8) == "Raden avslutar en grupp som aldrig har börjat."
    unended = read(form(("begin_group", "g", "Ute"), ("text", "q", "Hur?")))
    assert "avslutas aldrig" in unended.rows[-1].why


def test_conditions_on_a_rating_are_taken_and_others_are_told() -> None:
    found = read(form(
        ("select_one yn", "a", "Trivs ni?", "", ""),
        ("text", "b", "Varför?", "", "${a} = 'n'"),
        ("text", "c", "Hur då?", "", "selected(${a}, 'y') or selected(${a}, \"n\")"),
        ("text", "d", "Vem?", "", "${age} > 5"),
        heads="type name label hint relevant", choices=YES_NO,
    ))  # fmt: skip
    asked = {q.text: q for q in found.questions}
    assert (asked["Varför?"].after, asked["Varför?"].answers) == ("q1", ("Nej",))
    assert asked["Hur då?"].answers == ("Ja", "Nej")
    assert asked["Vem?"].after == ""
    assert why(found, 5) == "Villkoret tas inte med: frågan ställs alltid."


def test_swedish_is_read_first_and_any_language_can_be_chosen() -> None:
    data = form(("text", "q", "How?", "Hur?", ""), ("text", "r", "Only", "", ""),
                heads="type name label::English(en) label::Svenska(sv) hint::English")  # fmt: skip
    found = read(data)
    assert (found.language, found.questions[0].text) == ("Svenska(sv)", "Hur?")
    assert found.questions[1].text == "Only"  # better in another language than not at all
    english = read_xlsform(data, NAMES, "English(en)")
    assert (english.languages, english.questions[0].text) == (
        ("English(en)", "Svenska(sv)"), "How?",
    )  # fmt: skip


def test_groups_of_ours_are_known_by_name_and_by_label() -> None:
    found = read(form(
        ("begin_group", "x", "personal"), ("begin_group", "t", "Ro"), ("text", "q", "Hur?"),
        ("end_group",), ("end_group",),
        ("begin_group", "g_0a1b2c", "?"), ("text", "r", "Vad?"), ("end_group",),
    ))  # fmt: skip
    assert [q.group for q in found.questions] == ["staff", "0a1b2c"]
    assert found.homeless == 0


def test_what_the_file_does_not_say_is_asked_for() -> None:
    found = read(form(("text", "q", "Hur?")))
    with pytest.raises(BadInput, match="skolform"):
        found.whole("staff")
    with pytest.raises(BadInput, match="ska ställas"):
        found.whole("", ("GR",))
    made = found.whole("staff", ("GR",))
    assert (made.guide.forms, made.questions[0].group) == (("GR",), "staff")


def test_rows_switched_off_or_without_words_are_told() -> None:
    found = read(form(("text", "q", "Hur?", ""), ("text", "r", "", ""), ("text", "s", "Av", "yes"),
                      ("text", "t", "x" * 2001, ""), ("note", "n", "", ""),
                      heads="type name label disabled"))  # fmt: skip
    assert [r.taken for r in found.rows] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"nej", "Arbetsboken"),
        (form(heads="kind name label"), "kolumn som heter type"),
        (form(("calculate", "q", "x")), "ingen fråga"),
    ],
)
def test_what_is_no_form_is_told(data: bytes, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        read(data)
    out = io.BytesIO()
    Workbook().save(out)
    with pytest.raises(BadInput, match="survey"):
        read(out.getvalue())


def test_long_words_are_cut_for_the_list() -> None:
    assert cut("Kort") == "Kort"
    assert (
        cut("Berätta om hur ni arbetar med studiero i skolan") == "Berätta om hur ni arbetar med…"
    )
    assert len(cut("x" * 80)) == 34


CELL = st.one_of(
    st.none(),
    st.sampled_from(["type", "text", "begin_group", "end_group", "select_one a", "note", "label",
                     "relevant", "${q} = 'a'", "yes", "${", "qv_key", "staff", "a"]),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)  # fmt: skip
SHEET = st.lists(st.lists(CELL, max_size=6), max_size=12)


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(["type", "name", "label", "hint", "relevant", "required", "short",
                                 "qv_role", "qv_place", "label::sv", "type::x"]), max_size=6),
       SHEET, SHEET, st.sampled_from(["", "qv_x"]))  # fmt: skip
def test_whatever_the_cells_hold_it_is_read_or_refused(
    heads: list[str], survey: list[list[Any]], choices: list[list[Any]], name: str
) -> None:
    book = Workbook()
    for title, rows in (
        ("survey", [heads, *survey]),
        ("choices", [["list_name", "name", "label"], *choices]),
        ("settings", [["form_title", "form_id"], ["Form", name]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    with contextlib.suppress(BadInput):
        read(out.getvalue())
