from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.model.sentences import spans


@pytest.mark.parametrize(
    "sentences",
    [
        ["Vi trivs.", "Det är lugnt."],
        ["Vi går ut t.ex. på rasten.", "Sedan äter vi."],
        ["Det gäller bl.a. Eva och Bo.", "Andra håller med."],
        ["Det gäller åk 4.", "Eleverna trivs."],
        ["Andelen var 93,3 procent och snittet 4.5 av 5.", "Det är bra."],
        ["De börjar kl. 8.15 och slutar kl. 14.", "Då går bussen."],
        ["Det finns böcker, pennor m.m.", "Allt räcker."],
        ["Det finns böcker m.m. i alla rum.", "Allt räcker."],
        ["”Vi trivs!” säger en elev.", "Andra nickar."],
        ["Hon sade: ”Vi trivs.”", "Sedan gick vi."],
        ["Är det lugnt?", "Ja!", "Oftast …", "Nästan alltid."],
        ["Ibland ... är det stökigt.", "Då går vi ut."],
        ["1. Trygghet är viktigt.", "2. Studiero också."],
        ["(Detta sades av flera.)", "Ingen sade emot."],
        ["Se skollagen 4 kap. 3 §.", "Den gäller alla."],
        ["A. Svensson har inte nämnts.", "Ingen annan heller."],
        ["Utan punkt"],
        ["Det gäller F–3, dvs. Fyra klasser.", "Punkt."],
    ],
)
def test_a_text_is_told_apart_in_its_sentences(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[a:b] for a, b in spans(text)] == sentences


def test_a_line_ends_a_sentence() -> None:
    text = "- Böcker\n- Pennor\n\nDet räcker. "
    assert [text[a:b] for a, b in spans(text)] == ["- Böcker", "- Pennor", "Det räcker."]
    assert spans(" \n ") == []


@given(st.text(alphabet='abÅ.!?… \n"”4t.ex', max_size=60))
def test_sentences_hold_every_letter_once(text: str) -> None:
    found = spans(text)
    held = "".join(text[a:b] for a, b in found)
    assert "".join(held.split()) == "".join(text.split())
    for (_a, end), (start, _b) in pairwise(found):
        assert end <= start
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in found)
