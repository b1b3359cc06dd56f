import io
import json
import re
from collections import Counter
from typing import Any

import pytest
from openpyxl import Workbook

from qualityvisit.errors import BadInput
from qualityvisit.intake.guides import IncomingGuide, read_guide, shipped
from qualityvisit.intake.xlsform import read_xlsform, write_xlsform
from qualityvisit.model.records import (
    GROUPS,
    PRESCHOOL_FORMS,
    PUPILS,
    Guide,
    Question,
    Theme,
)
from qualityvisit.settings import RESOURCES

SHIPPED = shipped(RESOURCES)
BRUK = {
    "Normer, värden och inflytande", "Kunskap, utveckling och lärande",
    "Övergång, samverkan och omvärld", "Varje skolas utveckling", "Varje förskolas utveckling",
}  # fmt: skip
SURVEY = {
    "Information", "Stimulans", "Stöd", "Kritiskt tänkande", "Bemötande lärare",
    "Bemötande elever", "Inflytande", "Studiero", "Trygghet", "Förhindra kränkningar",
    "Elevhälsa", "Övergripande nöjdhet",
}  # fmt: skip


@pytest.fixture(params=SHIPPED, ids=lambda g: g.name)
def guide(request: pytest.FixtureRequest) -> IncomingGuide:
    found = request.param
    assert isinstance(found, IncomingGuide)
    return found


def test_there_is_a_guide_for_preschool_and_for_compulsory_school() -> None:
    assert {form for g in SHIPPED for form in g.forms} >= {"FS", "PEDOMS", "FKLASS", "GR", "GRAN"}


def test_seven_themes_answer_to_bruk_and_skolenkaten(guide: IncomingGuide) -> None:
    assert len(guide.themes) == 7
    for _name, bruk, survey in guide.themes:
        assert bruk in BRUK
        assert set(survey.split(", ")) <= SURVEY


def test_every_group_is_asked_enough_and_not_too_much(guide: IncomingGuide) -> None:
    asked = Counter(group for _theme, group, *_rest in guide.questions)
    young = bool(set(guide.forms) & set(PRESCHOOL_FORMS))
    for group in GROUPS:
        least, most = (6, 8) if young and group == PUPILS else (8, 14)
        assert least <= asked[group] <= most, group


def test_each_theme_is_met_by_several_groups(guide: IncomingGuide) -> None:
    for theme in range(len(guide.themes)):
        assert len({q[1] for q in guide.questions if q[0] == theme}) >= 3


def test_questions_are_open_and_fit_their_places(guide: IncomingGuide) -> None:
    for _theme, group, short, text, prompts in guide.questions:
        assert len(short) <= 34
        assert 2 <= len(prompts) <= 3
        assert text.endswith((".", "?"))
        # an open question cannot be answered with yes or no
        first = text.split(". ")[-1] if group == PUPILS else text
        opened = r"(Berätta|Hur|Vad|Vilka|Visa|Var |Gå runt|Om ni fick|Här är)"
        assert re.match(opened, first), text
    assert len({(g, s) for _t, g, s, *_ in guide.questions}) == len(guide.questions)


def test_no_child_is_asked_for_grades_health_or_names(guide: IncomingGuide) -> None:
    forbidden = r"\b(betyg\w*|diagnos\w*|sjuk\w*|mår|heter|namn\w*|medicin\w*)\b"
    for _theme, group, _short, text, prompts in guide.questions:
        if group == PUPILS:
            assert not re.search(forbidden, " ".join([text, *prompts]), re.IGNORECASE), text


def test_the_words_of_the_law_are_used(guide: IncomingGuide) -> None:
    said = " ".join(" ".join([q[3], *q[4]]) for q in guide.questions).casefold()
    for word in ("förälder", "föräldra", "förskolechef", "särskola", "dagis"):
        assert word not in said
    if set(guide.forms) & set(PRESCHOOL_FORMS):
        assert "elev" not in said.replace("elevhälsa", "")


# --- the reader


def part(**changes: Any) -> bytes:
    question = {"group": "staff", "short": "Kort", "text": "Hur?", "prompts": ["Så?"]}
    theme = {"name": "Tema", "questions": [question | changes.pop("question", {})]}
    return json.dumps({"name": "G", "forms": ["GR"], "themes": [theme]} | changes).encode()


def test_a_guide_is_read_as_the_register_takes_it() -> None:
    assert read_guide(part()) == IncomingGuide(
        "G", ("GR",), (("Tema", "", ""),), ((0, "staff", "Kort", "Hur?", ("Så?",)),)
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"{", "inte JSON"),
        (b"[]", "frågeguiden är inte en grupp"),
        (part(name=""), "frågeguiden saknar name"),
        (part(forms=["XX"]), "skolformerna XX"),
        (part(forms=[]), "skolformerna –"),
        (part(forms="GR"), "forms i frågeguiden"),
        (part(themes=[]), "frågeguiden saknar themes"),
        (part(themes=[{"name": "T", "questions": []}]), "ingen fråga"),
        (part(themes=["T"]), "frågeguiden, themes 1 är inte en grupp"),
        (part(question={"group": "parents"}), "parents är ingen av leadership"),
        (part(question={"text": ""}), "themes 1, questions 1 saknar text"),
        (part(question={"short": "x" * 35}), "längre än 34 tecken"),
        (part(question={"prompts": [1]}), "prompts i frågeguiden, themes 1, questions 1"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(data: bytes, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        read_guide(data)


def test_a_guide_survives_the_way_through_an_xlsform(guide: IncomingGuide) -> None:
    themes = [Theme(f"t{n}", name=t[0], bruk=t[1], survey=t[2]) for n, t in enumerate(guide.themes)]
    questions = [
        Question(f"q{n}", theme=f"t{t}", group=g, short=s, text=x, prompts=p)
        for n, (t, g, s, x, p) in enumerate(guide.questions)
    ]
    record = Guide("g1", name=guide.name, forms=guide.forms, version=guide.version)
    data = write_xlsform(record, themes, questions, str.upper)
    back = read_xlsform(data, GROUPS)
    assert (back.name, back.forms, back.version) == (guide.name, guide.forms, guide.version)
    assert sorted(back.themes) == sorted(guide.themes)
    assert {q[1:] for q in back.questions} == {q[1:] for q in guide.questions}
    named = {(back.themes[q[0]][0], q[2]) for q in back.questions}
    assert named == {(guide.themes[q[0]][0], q[2]) for q in guide.questions}


def form(*rows: tuple[str, ...], forms: str = "GR", title: str = "Guide") -> bytes:
    made = Workbook()
    survey = made.create_sheet("survey")
    survey.append(("type", "name", "label::Svenska (sv)", "hint"))
    for row in rows:
        survey.append(row)
    settings = made.create_sheet("settings")
    settings.append(("form_title", "school_forms"))
    settings.append((title, forms))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


STAFF, THEME = ("begin group", "staff", "Personal"), ("begin_group", "t1", "Trygghet")
ASK, END = ("text", "q1", "Hur är det?", "Så?\nHur då?"), ("end_group",)


def test_an_xlsform_of_others_is_read_with_labels_in_any_language() -> None:
    back = read_xlsform(form(STAFF, THEME, ASK, END, END), GROUPS)
    assert back.themes == (("Trygghet", "", ""),)
    assert back.questions == ((0, "staff", "Hur är det?", "Hur är det?", ("Så?", "Hur då?")),)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (form(STAFF, THEME, END, END), "ingen fråga"),
        (form(ASK), "rad 2"),
        (form(END), "rad 2"),
        (form(STAFF, THEME, ("text", "q1", "")), "rad 4"),
        (form(("begin_group", "parents"), THEME, ASK), "rad 4"),
        (form(STAFF, THEME, ASK, forms="XX"), "XX"),
        (form(STAFF, THEME, ASK, title=""), "form_title"),
    ],
)
def test_what_is_wrong_in_an_xlsform_is_told_with_its_row(data: bytes, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        read_xlsform(data, GROUPS)


def test_a_workbook_without_the_sheet_is_no_xlsform() -> None:
    out = io.BytesIO()
    Workbook().save(out)
    with pytest.raises(BadInput, match="survey"):
        read_xlsform(out.getvalue(), GROUPS)
