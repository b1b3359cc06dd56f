"""A masked version: what is masked stands nowhere in the file."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.reports import docx, kept, masking, pdf
from qualityvisit.reports.charts import BARS, Chart, Series
from qualityvisit.reports.masking import BAR, Mask, masked
from qualityvisit.reports.minutes import build
from qualityvisit.reports.outline import (
    Attached,
    Bullets,
    Fact,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Table,
    plain,
    runs,
)
from tests.reports.example import FULL
from tests.reports.reading import Spoken

SECRET = "Elsa Karlsson"


def report(*blocks: object) -> Outline:
    return Outline("Rapport", "sv-SE", "Rapport", blocks=blocks)  # type: ignore[arg-type]


EVERYWHERE = Outline(
    f"Om {SECRET}", "sv-SE", "Rapport", author=SECRET, registry_number=SECRET,
    facts=(Fact("Närvarande", (SECRET, "Per")),),
    blocks=(
        Heading(f"Om {SECRET.upper()}"), Paragraph(runs(f"{SECRET}s klass")),
        Paragraph((Run("Elsa "), Run("Karlsson", "strong"))),
        Paragraph(runs("Elsa\nKarlsson")), Bullets((runs(SECRET), Bullets((runs(SECRET),)))),
        Table(SECRET, ("Vem",), ((SECRET,),), (1,)),
        Figure(Chart(BARS, SECRET, (SECRET,), (Series(SECRET, (1.0,), ("1",)),), source=SECRET)),
    ),
    identity="123", data=(Attached("m.json", "application/json", SECRET.encode(), SECRET),),
)  # fmt: skip


def test_masked_words_stand_nowhere_in_any_file() -> None:
    made = masked(EVERYWHERE, [Mask(SECRET, "23 kap. 2 § OSL")])
    assert masking.remaining(made, [Mask(SECRET)]) == []
    files = [pdf.write(made), docx.write(made)]
    said = "\n".join(Spoken(files[0]).lines)
    with zipfile.ZipFile(io.BytesIO(files[1])) as packed:
        parts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    for text in (said, *parts):
        assert "Karlsson" not in text
        assert "KARLSSON" not in text
    assert b"Karlsson" not in files[0]
    assert BAR in said
    assert (made.kind, made.secrecy) == (
        "Rapport, maskad version",
        "Ord är maskade: 23 kap. 2 § OSL",
    )


def test_a_bar_is_as_long_for_whatever_it_hides() -> None:
    made = masked(report(Paragraph(runs("Bo och Maximiliana"))), [Mask("Bo"), Mask("Maximiliana")])
    assert plain(made.blocks[0].runs) == f"{BAR} och {BAR}"  # type: ignore[union-attr]


def test_whole_words_are_taken_and_others_left() -> None:
    made = masked(report(Paragraph(runs("Bo bor i Boden hos Bos mor"))), [Mask("Bo")])
    assert plain(made.blocks[0].runs) == f"{BAR} bor i Boden hos {BAR} mor"  # type: ignore[union-attr]


def test_without_words_nothing_is_changed() -> None:
    assert masked(EVERYWHERE, [Mask("  ")]) is EVERYWHERE


@given(st.lists(st.sampled_from(kept.dumps(build(FULL)).split()), min_size=1, max_size=3))
def test_whatever_is_masked_is_gone(words: list[str]) -> None:
    masks = [Mask(w) for w in words if w.strip('"{}[]:,').isalpha()]
    assert masking.remaining(masked(build(FULL), masks), masks) == []


@pytest.mark.parametrize("words", ["(a+)+$", "[", "\\", "a|b", "."])
def test_words_are_no_patterns(words: str) -> None:
    made = masked(report(Paragraph(runs(f"x {words} y ab"))), [Mask(words)])
    assert plain(made.blocks[0].runs) == f"x {BAR} y ab"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A\u030asa", "Åsa"), ("Åsa", "A\u030asa"), ("El\u00adsa", "Elsa"), ("Els\x01a", "Elsa"),
        ("Elsa\u00a0Karlsson", SECRET), ("Elsa\u202fKarlsson", SECRET), ("Karls-\nson", "Karlsson"),
        ("Elsa\u2028Karlsson", SECRET), ("Elsa\u200bKarlsson", SECRET), ("El\u200bsa", "Elsa"),
        ("Anna\u2011Lena", "Anna-Lena"), ("Anna-Lena", "Anna\u2013Lena"), ("Elsa", "El\u00adsa"),
    ],
)  # fmt: skip
def test_words_are_masked_however_they_are_written(text: str, words: str) -> None:
    made = masked(report(Paragraph(runs(f"Så sade {text}, 7B"))), [Mask(words)])
    assert plain(made.blocks[0].runs) == f"Så sade {BAR}, 7B"  # type: ignore[union-attr]


def test_words_between_underscores_are_masked() -> None:
    made = masked(report(Paragraph(runs("_Elsa_"))), [Mask("Elsa")])
    assert plain(made.blocks[0].runs) == f"_{BAR}_"  # type: ignore[union-attr]


def test_words_that_go_on_in_the_next_cell_are_masked() -> None:
    table = Table(
        "Lista", ("Förnamn", "Efternamn", "Klass"), (("Elsa", "Karlsson", "3A"),), (1, 1, 1)
    )
    assert masked(report(table), [Mask(SECRET)]).blocks[0].rows == ((BAR, BAR, "3A"),)  # type: ignore[union-attr]


def test_no_digest_of_what_is_masked_is_left() -> None:
    made = masked(
        report(Paragraph(runs(SECRET), key="p_1_abc"), Bullets((runs(SECRET),), keys=("p_2_abc",))),
        [Mask(SECRET)],
    )
    assert "abc" not in kept.dumps(made)


def test_what_is_not_seen_masks_nothing() -> None:
    assert masked(EVERYWHERE, [Mask("\u00ad \u200b")]) is EVERYWHERE


@pytest.mark.parametrize("words", ["strong", "plain", "body", "bars"])
def test_words_that_the_program_uses_itself_can_be_masked(words: str) -> None:
    made = masked(EVERYWHERE, [Mask(words)])
    assert pdf.write(made)
    assert docx.write(made)
