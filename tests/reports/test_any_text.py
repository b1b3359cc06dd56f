"""Whatever people write: both files are made, and hold the words."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualityvisit.model import records
from qualityvisit.reports import docx, look, pdf
from qualityvisit.reports.charts import BARS, LINES, MATRIX, SHARES, Chart, Series
from qualityvisit.reports.minutes import MinutesInput, build
from qualityvisit.reports.outline import (
    Attached,
    Bullets,
    Contents,
    Fact,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Table,
    clean,
    runs,
)
from qualityvisit.reports.pdf import fonts
from tests.reports.example import saying
from tests.reports.other_look import OTHER
from tests.reports.reading import Spoken, faults, squeezed, word_lines

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


def everywhere(text: str) -> Outline:
    """Return a report that has a text wherever there may be one."""
    series = Series(text, (1, None), (text, ""))
    chart = Chart(BARS, text, (text, "b"), (series, series), "%", text)
    return Outline(
        text, "sv-SE", text, text, text, text, text, text, "2028-04-04", (Fact(text, (text,)),),
        secrecy=text, identity=text, version=text,
        data=(Attached("a.json", "application/json", b"{}", text),),
        blocks=(
            Contents(text),
            Heading(text, key=text, fresh_page=True),
            Paragraph((Run(text, "strong", text), Run(text, link="https://x.se/" + text))),
            Bullets((runs(text), Bullets((runs(text),), numbered=True))),
            Table(text, (text, text), ((text, text),), (1, 2), row_headings=True),
            Figure(chart), Figure(replace(chart, kind=LINES)), Figure(replace(chart, kind=SHARES)),
            Figure(replace(chart, kind=MATRIX)),
        ),
    )  # fmt: skip


@pytest.mark.slow
@settings(max_examples=15)
@given(ANY)
@example(HARD[0])
@example(HARD[1])
@example(HARD[2])
@example(HARD[3])
@example(HARD[4])
@example("\ue000 \U000f0000 \U0001f51f")
@example("Titel漢" * 60)
def test_any_text_anywhere_makes_a_file_for_archives_and_for_everybody(text: str) -> None:
    look = replace(OTHER, header_lines=(text, "\t" + text), footer_lines=(text,))
    for file in (pdf.write(everywhere(text)), pdf.write(everywhere(text), look=look)):
        assert faults(file, "3a") == faults(file, "ua1") == []
        Spoken(file).check()


@pytest.mark.slow
def test_what_is_told_of_a_file_is_no_longer_than_its_strings_may_be() -> None:
    text = "ź" * 17_000
    chart = Chart(BARS, "Titel", ("a",), (Series("b", (1,), ("1",)),), source=text)
    outline = Outline(text, "sv-SE", "Slag", author=text, blocks=(Figure(chart),))
    file = pdf.write(outline)
    assert faults(file, "2a") == faults(file, "ua1") == []
    assert squeezed(text) in squeezed(Spoken(file).words)
