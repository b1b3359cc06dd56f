import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.reports.outline import Outline, Run, clean, one_line, plain, runs


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("å", "å"),
        ("rad\r\nrad\rrad\u2028rad\x85rad", "rad\nrad\nrad\nrad\nrad"),
        ("ta\tbb", "ta bb"),
        ("nul\x00 och\x07 esc\x1b[0m och\x9f", "nul och esc[0m och"),
        ("halv \ud83d", "halv \ufffd"),
        ("inget tecken \uffff \ufdd0", "inget tecken \ufffd \ufffd"),
        ("👍🏽 ✓ ا", "👍🏽 ✓ ا"),
    ],
)
def test_text_is_made_fit_for_files(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text(st.characters(codec=None)))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_titles_stand_on_one_line() -> None:
    assert one_line(" en \n titel\tsom  bryts ") == "en titel som bryts"


def test_runs_are_words_in_a_manner() -> None:
    assert plain(runs("ett", Run(" två", "muted"))) == "ett två"


def test_the_subject_is_what_it_is_and_its_number() -> None:
    report = Outline("Titel", "sv-SE", "Minnesanteckning", registry_number="BUN 1")
    assert report.subject == "Minnesanteckning, BUN 1"
    assert Outline("Titel", "sv-SE", "Minnesanteckning").subject == "Minnesanteckning"
