"""Whatever people write: both files are made, and hold the words."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualityvisit.model import records
from qualityvisit.reports import docx, look, pdf
from qualityvisit.reports.minutes import MinutesInput, build
from qualityvisit.reports.outline import clean
from qualityvisit.reports.pdf import fonts
from tests.reports.example import saying
from tests.reports.reading import Spoken, squeezed, word_lines

ANY = st.text(st.characters(codec=None), max_size=80)
HARD = (
    "Å ä ö é ß — ”citat” § 4 ½ € №",
    "👍🏽 👩‍👩‍👧 🇸🇪 1️⃣ ✓ → ☎",
    "مرحبا بالعالم \u202eשלום\u202c 漢字 ไทย हिन्दी",
    "\x00\x01\x1b[31m \ud800 \ufffe \u2028 \r\n \x85",
    "ord\u0301 a\u030a \u0301 \u200b\u200d\ufeff",
    "- punkt\n– talstreck\n* <b>&amp;</b> %s {n} \\n",
)


def drawn(text: str) -> str:
    """Return text as the PDF shows it: what no font has as its number, what shows nothing not."""
    letters = (
        fonts.drawn(char, look.REGULAR)[1] for char in clean(text) if char not in "\n\u200b\xad"
    )
    return squeezed("".join(fonts.ALIKE.get(letter, letter) for letter in "".join(letters)))


def check(view: MinutesInput, text: str) -> None:
    outline = build(view)
    written = squeezed("".join(line.partition(": ")[2] for line in word_lines(docx.write(outline))))
    spoken = Spoken(pdf.write(outline))
    spoken.check()
    said = squeezed(spoken.words)
    for word in clean(text).split():
        if word not in ("-", "*"):  # a bullet becomes the list's own
            assert squeezed(word) in written
            assert drawn(word) in said


@pytest.mark.slow
@settings(max_examples=40)
@given(ANY)
@example(HARD[0])
@example(HARD[1])
@example(HARD[2])
@example(HARD[3])
@example(HARD[4])
@example(HARD[5])
def test_both_files_hold_the_words(text: str) -> None:
    check(saying(text), text)


@pytest.mark.slow
@pytest.mark.parametrize("letter", ["a", "Å", "👍", "漢", "ع"])
def test_ten_thousand_letters_without_a_space_fit(letter: str) -> None:
    text = letter * 10_000
    check(saying(text), text)


@pytest.mark.slow
@settings(max_examples=20)
@given(ANY)
def test_names_and_titles_may_be_anything_too(text: str) -> None:
    view = saying("ord")
    committee = records.Committee("c", text, text, meeting_name=text)
    visit = records.Visit("v", place=text, registry_number=text, title=text)
    unit = records.Unit("u", name=text, forms=(f"{text} - -",) if text.split() else ())
    outline = build(MinutesInput(committee, visit, unit, drawn_up_by=text, sections=view.sections))
    assert word_lines(docx.write(outline))
    Spoken(pdf.write(outline)).check()
