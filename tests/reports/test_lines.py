from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.reports import look
from qualityvisit.reports.look import Ink
from qualityvisit.reports.outline import clean
from qualityvisit.reports.pdf.lines import Line, Span, Text
from tests.reports.reading import squeezed

INK = Ink(look.REGULAR, 12, "000000")
BOLD = Ink(look.BOLD, 12, "000000")


def lines(text: str, width: float) -> list[str]:
    return [words(line) for line in Text([Span(text, INK)]).lines(width)]


def words(line: Line) -> str:
    return "".join(span.text for span in line.spans)


def width(text: str) -> float:
    return Text([Span(text, INK)]).whole().width


def test_lines_break_between_words_and_keep_the_space() -> None:
    assert lines("Barn och elever", width("Barn och") + 1) == ["Barn och ", "elever"]


def test_spaces_hang_over_the_edge() -> None:
    assert lines("Barn   och", width("Barn")) == ["Barn   ", "och"]


def test_a_hyphen_between_letters_may_end_a_line_and_a_range_may_not() -> None:
    assert lines("läs-och ord", width("läs-") + 1) == ["läs-", "och ", "ord"]
    assert lines("åk 4-6", width("åk 4-")) == ["åk ", "4-6"]


def test_a_space_that_may_not_break_does_not() -> None:
    assert lines("åk\u00a07 nu", width("åk 7")) == ["åk 7 ", "nu"]


def test_a_word_wider_than_the_line_is_broken_and_nothing_is_lost() -> None:
    found = lines("å" * 100, 100)
    assert "".join(found) == "å" * 100
    assert all(width(line) <= 100 for line in found)


def test_a_line_break_ends_a_line() -> None:
    assert lines("ett\n\ntvå", 100) == ["ett ", " ", "två"]


def test_no_text_is_one_empty_line() -> None:
    assert lines("", 100) == [""]


def test_what_is_too_wide_for_one_line_ends_in_dots() -> None:
    assert words(Text([Span("Barn", INK)]).shortened(100)) == "Barn"
    short = Text([Span("Barn- och utbildningsnämnden", INK)]).shortened(60)
    assert words(short).endswith("…")
    assert short.width <= 60


def test_emoji_and_other_scripts_are_drawn_by_other_fonts() -> None:
    (line,) = Text([Span("a👍ع", BOLD)]).lines(100)
    assert [(s.text, s.ink.font) for s in line.spans] == [
        ("a", look.BOLD), ("👍", "NotoEmoji-Regular"), ("ع", "DejaVuSans"),
    ]  # fmt: skip


def test_what_no_font_draws_becomes_its_number() -> None:
    assert lines("x中y\U000f0000", 200) == ["x[U+4E2D]y[U+F0000]"]


def test_what_shows_nothing_takes_no_room() -> None:
    assert width("👨\u200d👩\ufe0f\u200e x\u00ad\u206a") == width("👨👩 x")


def test_spaces_that_the_font_lacks_are_spaces() -> None:
    assert lines("a\u202fb\u3000c\u1680d", 200) == ["a b c d"]


@given(
    st.lists(
        st.builds(
            Span, st.text(st.characters(codec="utf-8")).map(clean), st.sampled_from([INK, BOLD])
        ),
        max_size=4,
    ),
    st.floats(60, 400),
)
def test_lines_hold_every_letter_and_fit(spans: list[Span], edge: float) -> None:
    text = Text(spans)
    found = text.lines(edge)
    together = squeezed("".join(words(line) for line in found))
    assert together == squeezed(words(text.whole()))
    # One letter may be wider than the line: Arabic's U+FDFD is.
    assert all(line.width <= edge + 1e-3 or len(squeezed(words(line))) == 1 for line in found)
