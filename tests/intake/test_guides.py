import json
import re
from collections import Counter
from typing import Any

import pytest

from qualityvisit.errors import BadInput
from qualityvisit.intake.guides import ISSUER, IncomingGuide, incoming, read_guide, shipped
from qualityvisit.model.guide_rules import problems
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


@pytest.fixture(params=SHIPPED, ids=lambda g: g.guide.name)
def guide(request: pytest.FixtureRequest) -> IncomingGuide:
    found = request.param
    assert isinstance(found, IncomingGuide)
    return found


def test_there_is_a_guide_for_preschool_and_for_compulsory_school() -> None:
    assert {form for g in SHIPPED for form in g.guide.forms} >= {
        "FS",
        "PEDOMS",
        "FKLASS",
        "GR",
        "GRAN",
    }


def test_seven_themes_answer_to_bruk_and_skolenkaten(guide: IncomingGuide) -> None:
    assert len(guide.themes) == 7
    for theme in guide.themes:
        assert theme.bruk in BRUK
        assert set(theme.survey.split(", ")) <= SURVEY


def test_what_is_shipped_is_locked_whole_and_has_keys_of_its_own(guide: IncomingGuide) -> None:
    assert not problems(guide.guide, guide.themes, guide.questions)
    assert all(theme.core for theme in guide.themes)
    assert all(question.core for question in guide.questions)
    assert len({q.key for q in guide.questions}) == len(guide.questions)
    assert len({t.key for t in guide.themes}) == len(guide.themes)
    assert guide.guide.origin == ISSUER
    assert guide.guide.family


def test_every_group_is_asked_enough_and_not_too_much(guide: IncomingGuide) -> None:
    asked = Counter(q.group for q in guide.questions)
    young = bool(set(guide.guide.forms) & set(PRESCHOOL_FORMS))
    for group in GROUPS:
        least, most = (6, 8) if young and group == PUPILS else (8, 14)
        assert least <= asked[group] <= most, group


def test_each_theme_is_met_by_several_groups(guide: IncomingGuide) -> None:
    for theme in guide.themes:
        assert len({q.group for q in guide.questions if q.theme == theme.id}) >= 3


def test_questions_are_open_and_fit_their_places(guide: IncomingGuide) -> None:
    for question in guide.questions:
        group, text = question.group, question.text
        assert len(question.short) <= 34
        assert 2 <= len(question.prompts) <= 3
        assert text.endswith((".", "?"))
        # an open question cannot be answered with yes or no
        first = text.split(". ")[-1] if group == PUPILS else text
        opened = r"(Berätta|Hur|Vad|Vilka|Visa|Var |Gå runt|Om ni fick|Här är)"
        assert re.match(opened, first), text
    assert len({(q.group, q.short) for q in guide.questions}) == len(guide.questions)


def test_no_child_is_asked_for_grades_health_or_names(guide: IncomingGuide) -> None:
    forbidden = r"\b(betyg\w*|diagnos\w*|sjuk\w*|mår|heter|namn\w*|medicin\w*)\b"
    for q in guide.questions:
        if q.group == PUPILS:
            assert not re.search(forbidden, " ".join([q.text, *q.prompts]), re.IGNORECASE), q.text


def test_the_words_of_the_law_are_used(guide: IncomingGuide) -> None:
    said = " ".join(" ".join([q.text, *q.prompts]) for q in guide.questions).casefold()
    for word in ("förälder", "föräldra", "förskolechef", "särskola", "dagis"):
        assert word not in said
    if set(guide.guide.forms) & set(PRESCHOOL_FORMS):
        assert "elev" not in said.replace("elevhälsa", "")


# --- the reader


def part(**changes: Any) -> bytes:
    question = {"key": "k", "group": "staff", "short": "Kort", "text": "Hur?", "prompts": ["Så?"]}
    theme = {"key": "t", "name": "Tema", "questions": [question | changes.pop("question", {})]}
    return json.dumps(
        {"family": "f", "name": "G", "forms": ["GR"], "themes": [theme]} | changes
    ).encode()


def test_a_guide_is_read_as_the_register_takes_it() -> None:
    assert read_guide(part()) == IncomingGuide(
        Guide("", name="G", forms=("GR",), family="f", origin=ISSUER),
        (Theme("t1", name="Tema", key="t", core=True),),
        (Question("q1", theme="t1", group="staff", text="Hur?", short="Kort", prompts=("Så?",),
                  key="k", core=True),),
    )  # fmt: skip


def test_what_is_held_is_compared_with_what_comes_in_whatever_its_ids() -> None:
    held = incoming(
        Guide("a1", name="G", forms=("GR",), family="f", version="3", published="2027-01-01"),
        [Theme("b2", guide="a1", name="Tema", order="07", key="t", core=True)],
        [Question("c3", guide="a1", theme="b2", group="staff", text="Hur?", short="Kort",
                  prompts=("Så?",), order="07.4", key="k", core=True)],
    )  # fmt: skip
    assert held != read_guide(part())
    assert held.content() == read_guide(part()).content()


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
        (part(themes=[{"key": "t", "name": "T", "questions": []}]), "ingen fråga"),
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
