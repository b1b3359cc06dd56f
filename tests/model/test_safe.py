"""What may point somebody out: the rules one by one, and what holds for any text."""

import string
import sys
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualityvisit.model.safe import Found, Lists, find
from qualityvisit.namelists import lists

NAMES = lists(["Katarina Norra skola", "Lindas förskola"])


def told(text: str, group: str = "pupils", limit: int = 5) -> list[tuple[str, str, str]]:
    """Return what is found: category, words, what to write."""
    return [(f.category, f.words(text), f.neutral) for f in find(text, NAMES, group, limit)]


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        ("130518-9803", True),
        ("20130518-9803", True),
        ("130518+9803", True),
        ("1305189803", True),
        ("13 05 18 98 03", True),
        ("130518 - 9803", True),
        ("130578-9800", True),  # a coordination number: the day and sixty
        ("130518-9804", False),  # the check digit is wrong
        ("131318-9803", False),  # there is no such month
        ("212000-1017", False),  # an organisation
        ("2013-05-18", False),
    ],
)
def test_a_personal_number_is_one_by_its_date_and_check_digit(written: str, is_one: bool) -> None:
    found = told(f"Numret {written} stod där.")
    expected = [("identity", written, "[personnummer borttaget]")] if is_one else []
    assert found == expected


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        ("070-123 45 67", True),
        ("0701234567", True),
        ("+46 70 123 45 67", True),
        ("08-555 123 45", True),
        ("046-12 34 56", True),
        ("0800-1630", False),  # from eight to half past four
        ("2026/BUN 0203 40", False),
        ("49039496", False),
        ("1 234 567", False),
    ],
)
def test_a_telephone_number_is_one_by_its_form(written: str, is_one: bool) -> None:
    found = [words for category, words, _n in told(f"Ring {written} i dag.") if category == "phone"]
    assert found == ([written] if is_one else [])


def test_the_address_of_an_office_is_nobodys() -> None:
    assert not told("Skriv till info@skolan.se.")
    assert told("Skriv till eva.ek@skolan.se.")[0][0] == "email"


@pytest.mark.parametrize(
    ("text", "group", "words", "neutral"),
    [
        ("Elsa säger nej.", "pupils", "Elsa", "En elev"),
        ("Sedan sa Elsa nej.", "pupils", "Elsa", "en elev"),
        ("Sedan sa Elsa nej.", "children", "Elsa", "ett barn"),
        ("Sedan sa Elsa nej.", "guardians", "Elsa", "ett barn"),
        ("Sedan sa Elsa nej.", "staff", "Elsa", "en person"),
        ("Det är Elsas väska.", "pupils", "Elsas", "en elevs"),
        ("Det är Thomas väska.", "pupils", "Thomas", "en elev"),
        ("Fråga läraren Elsa.", "pupils", "läraren Elsa", "en i personalen"),
        ("Då kom Elsa i 3A dit.", "pupils", "Elsa i 3A", "en elev"),
        ("en som heter xorx slår", "pupils", "xorx", "en elev"),
        ("Då sa Xhemile nej.", "pupils", "Xhemile", "en elev"),
        ("Det är pojken i 3A som stör.", "pupils", "pojken i 3A", "en elev"),
        ("Vi har två elever kvar.", "staff", "två elever", "några elever"),
        ("Det är den enda flickan.", "pupils", "den enda flickan", "en elev"),
    ],
)
def test_a_neutral_wording_fits_who_was_interviewed(
    text: str, group: str, words: str, neutral: str
) -> None:
    assert (words, neutral) in [(found, put) for _c, found, put in told(text, group)]


@pytest.mark.parametrize(
    "text",
    [
        "Per elev finns en dator.",
        "Vi bor i Holm och handlar i Lund.",
        "Katarina Norra skola har en ny gård.",
        "Lindas förskola är liten.",
        "Skolan heter Björkgården.",
        "Elever med dyslexi får inläst material.",
        "Läraren vill ha utbildning om autism.",
        "Två elever per dator är för lite.",
        "Eleverna i 3A trivs.",
    ],
)
def test_what_is_said_of_nobody_is_left_alone(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Min son har dyslexi.", "dyslexi"),
        ("Min son trivs. Har adhd men får hjälp.", "adhd"),
        ("Han är född i Syrien.", "Syrien"),
        ("Eleven har skyddad identitet.", "skyddad identitet"),
    ],
)
def test_what_is_said_of_one_person_is_found(text: str, words: str) -> None:
    assert words in [found for _c, found, _n in told(text)]


def test_a_group_is_small_by_the_limit() -> None:
    assert told("Sex elever kom.", limit=5) == []
    assert told("Sex elever kom.", limit=7)[0][1] == "Sex elever"


PIECES = st.sampled_from(
    [
        *"Elsa Liv Per Björn Andersson Lund Holm 3A 5B åk 3 pojken eleven flickan en".split(),
        *"ett den enda två tre elever barn barnet familjer i på från med har är säger".split(),
        *"och heter som adhd dyslexi autism LVU familjehem muslim arabiska pratar han".split(),
        *"hon min son läraren fröken avdelning Blåklockan mamma skola Elsas Ali av".split(),
        *"F-klassen : , . ( ) ” vår yngsta enda nia född tvillingarna båda Syrien".split(),
        "130518-9803", "070-123 45 67", "a.b@c.se", "L-G", "😀", "\ud800", "ǻ", "2", "\n", "²", "٣",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map(" ".join))
GROUPS = st.sampled_from(["pupils", "children", "guardians", "staff", "leadership", "", "other"])


@given(TEXTS, GROUPS, st.integers(0, 12))
@example("Elsa en elev i 3A", "pupils", 5)
def test_what_is_found_lies_in_the_text_in_order_and_apart(
    text: str, group: str, limit: int
) -> None:
    place = 0
    for found in find(text, NAMES, group, limit):
        assert place <= found.start < found.end <= len(text)
        assert found.neutral
        place = found.end


@settings(max_examples=400)
@given(TEXTS, GROUPS)
def test_what_is_exchanged_is_not_found_there_again(text: str, group: str) -> None:
    for found in find(text, NAMES, group):
        after = text[: found.start] + found.neutral + text[found.end :]
        end = found.start + len(found.neutral)
        again = [f for f in find(after, NAMES, group) if f.start < end and found.start < f.end]
        assert not again, (found.words(text), after)


def steps(work: Callable[[], object]) -> int:
    """Return how many functions are called, Python's own among them."""
    number = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return number


NASTY = [
    "Elsa Liv Per Björn ", "adhd ", "han har adhd och ", "1", "1 ", "1-", "070-123 45 67 ", "a@",
    "a.b@c.", "Aa-", "i 3A ", "en elev i ", "två av de andra ", "och ", "heter ", "En av ", ". ",
    "Åsa ", "x" , "X", "(", "vår yngsta ", "från Syrien ", "\n", "😀", "_-'",
]  # fmt: skip


@pytest.mark.parametrize("piece", NASTY)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    short, long = piece * 150, piece * 600
    find(short, NAMES, "guardians")
    few = steps(lambda: find(short, NAMES, "guardians"))
    many = steps(lambda: find(long, NAMES, "guardians"))
    assert many <= 4.6 * few + 400


def test_an_address_without_an_end_is_read_once() -> None:
    # a regular expression that tries again from every letter would not come back from this
    for nasty in ("a" * 200_000, "a." * 100_000, "1" * 200_000, "1 " * 100_000, "@" * 200_000):
        assert isinstance(find(nasty, Lists()), list)


def test_findings_that_meet_become_one() -> None:
    text = "Elsa i 3A har bytt klass."
    assert find(text, NAMES, "pupils") == [Found(0, 9, "name", "En elev")]


def test_no_list_is_needed() -> None:
    assert find(string.printable, Lists()) == []
